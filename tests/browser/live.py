"""The web edition as a reader has it: static files over HTTP, a real Chromium, and nothing from outside."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

_CURRENT = "window.jupyterapp?.shell?.currentWidget"
_IDLE = f"""path => {{
  const shown = {_CURRENT};
  return shown?.context?.path === path && shown.context.isReady
    && shown.sessionContext?.session?.kernel?.status === 'idle';
}}"""
_RAN = f"""() => {{
  const shown = {_CURRENT};
  const code = shown.content.widgets.map(cell => cell.model)
    .filter(model => model.type === 'code' && model.sharedModel.getSource().trim());
  const failed = code.some(model => model.outputs.toJSON().some(output => output.output_type === 'error'));
  const idle = shown.sessionContext.session.kernel.status === 'idle';
  return idle && (failed || code.every(model => model.executionCount !== null));
}}"""
_CELLS = f"""() => {_CURRENT}.content.widgets.map(cell => cell.model)
  .filter(model => model.type === 'code').map(model => ({{
    source: model.sharedModel.getSource(),
    count: model.executionCount,
    outputs: model.outputs.toJSON(),
  }}))"""
_WRITE = f"""([old, written]) => {{
  const cells = {_CURRENT}.content.widgets.map(cell => cell.model);
  cells.find(model => model.sharedModel.getSource().includes(old)).sharedModel.setSource(written);
}}"""


_FILL = f"""([name, written]) => {{
  const cells = {_CURRENT}.content.widgets.map(cell => cell.model);
  cells.find(model => model.id === name).sharedModel.setSource(written);
}}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing: a test fails by what it sees."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder's files on the loopback interface; yield the address, with a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class Reader:
    """Somebody with a browser of their own, who keeps what it keeps, and meets nothing from outside.

    Parameters
    ----------
    browser : playwright.sync_api.Browser
        The browser.
    address : str
        Of the site.

    Attributes
    ----------
    outside, problems : list of str
        Requests to other hosts, all of which were refused; and what went wrong on the pages.
    """

    def __init__(self, browser: Any, address: str, *, patience: float = 150) -> None:
        self._context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        self._context.route("**/*", self._gate)
        self._address = address
        self._patience = patience * 1000
        self.outside: list[str] = []
        self.problems: list[str] = []
        self.page: Any = None

    def _gate(self, route: Any) -> None:
        url = route.request.url
        if url.startswith((self._address, "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(url)
            route.abort()

    def open(self, path: str) -> Any:
        """Open a notebook of the live pages in a fresh page, and wait until its kernel can be used."""
        self.visit(f"live/lab/index.html?path={quote(path)}")
        self.page.wait_for_function(_IDLE, arg=path)
        return self.page

    def visit(self, path: str) -> Any:
        """Go to an address of the site in a fresh page."""
        if self.page is not None:
            self.page.close()
        self.page = self._context.new_page()
        self.page.set_default_timeout(self._patience)
        self.page.on("pageerror", lambda error: self.problems.append(f"page: {error}"))
        self.page.on("response", self._look)
        self.page.goto(f"{self._address}{path}")
        return self.page

    def _look(self, answer: Any) -> None:
        if answer.status >= 400 and not answer.url.endswith("favicon.ico"):
            self.problems.append(f"status {answer.status}: {answer.url}")

    def run_all(self) -> None:
        """Run all cells of the open notebook, to the end or to the first that fails."""
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self.page.wait_for_function(_RAN)

    def write(self, old: str, new: str) -> None:
        """Write something else into the first cell that holds a text."""
        self.page.evaluate(_WRITE, [old, new])

    def fill(self, cell: str, new: str) -> None:
        """Write something else into the cell of a name."""
        self.page.evaluate(_FILL, [cell, new])

    def save(self) -> None:
        """Save the open notebook."""
        self.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
        self.page.wait_for_function(f"() => !{_CURRENT}.context.model.dirty")

    def cells(self) -> list[dict[str, Any]]:
        """Return source, execution count and outputs of each code cell."""
        found: list[dict[str, Any]] = self.page.evaluate(_CELLS)
        return found

    def errors(self) -> list[str]:
        """Return what the code cells raised or wrote to standard error."""
        outputs = [output for cell in self.cells() for output in cell["outputs"]]
        raised = [f"{one['ename']}: {one['evalue']}" for one in outputs if one["output_type"] == "error"]
        return raised + ["".join(one["text"]) for one in outputs if one.get("name") == "stderr"]

    def said(self, call: str) -> str:
        """Return what the cell with a call shows as plain text."""
        cell = next(one for one in self.cells() if call in one["source"])
        return "\n".join(
            "".join(output["data"].get("text/plain", "")) for output in cell["outputs"] if "data" in output
        )

    def close(self) -> None:
        """Close the browser's window; what it kept is forgotten."""
        self._context.close()
