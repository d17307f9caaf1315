"""A real JupyterLab server and a real Chromium, for the tests and the benchmark of what a learner sees."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import nbformat
from servers import address_of

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SETTINGS = {
    # All cells are in the page, so that a test sees what a learner would scroll to.
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


def why_not() -> str | None:
    """Say why no browser test can run here, or None."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "Playwright for Python is not installed"
    if not shutil.which(CHROMIUM):
        return f"there is no Chromium at {CHROMIUM} (set CHROMIUM to where it is)"
    return None


class Server:
    """A JupyterLab server on a folder of its own; nothing of the user's own Jupyter is read or written.

    Parameters
    ----------
    root, home : Path
        The folder that is served, and one for what Jupyter keeps.
    **more : str
        Further environment variables.
    """

    def __init__(self, root: Path, home: Path, **more: str) -> None:
        self.root = root
        self.token = secrets.token_hex(16)
        for path, values in SETTINGS.items():
            file = home / "settings" / f"{path}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values))
        runtime = home / "runtime"
        environment = {
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
            "HOME": str(home),
            "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
            "JUPYTER_RUNTIME_DIR": str(runtime),
            "LANG": "C.UTF-8",
            "OPENBLAS_NUM_THREADS": "1",
            **more,
        }
        command = [
            sys.executable,
            "-m",
            "jupyterlab",
            "--no-browser",
            "--allow-root",
            "--expose-app-in-browser",
        ]
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": 0,
            "ServerApp.root_dir": root,
            "IdentityProvider.token": self.token,
        }
        command += [f"--{name}={value}" for name, value in options.items()]
        self.log = home / "jupyterlab.log"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=log)
        try:
            self.url = address_of(self._process, runtime, self.log)
        except RuntimeError:
            self.stop()
            raise

    def address(self, path: str) -> str:
        """Return the address that opens a file of the server's folder in a fresh JupyterLab."""
        return f"{self.url}lab/workspaces/{secrets.token_hex(4)}/tree/{quote(path)}?token={self.token}"

    def add(self, name: str, *cells: str) -> str:
        """Put a notebook of code cells into the server's folder."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
        return name

    def copy(self, notebook: Path, name: str = "") -> str:
        """Copy a notebook into the server's folder, with what lies beside it except other notebooks."""
        target = self.root / (name or notebook.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(notebook, target)
        return str(target.relative_to(self.root))

    def end_kernels(self) -> None:
        """End every kernel, once no page is left that would miss one."""
        allowed = {"Authorization": f"token {self.token}"}
        for _ in range(5):  # the server gives up where a kernel takes long to end
            with urlopen(Request(f"{self.url}api/kernels", headers=allowed)) as answer:
                kernels = json.load(answer)
            if not kernels:
                return
            for kernel in kernels:
                address = f"{self.url}api/kernels/{kernel['id']}"
                with contextlib.suppress(HTTPError):
                    urlopen(Request(address, headers=allowed, method="DELETE")).close()
        raise RuntimeError(f"{len(kernels)} kernels do not end")

    def stop(self) -> None:
        """End the server and its kernels."""
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """Start a headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


_CELLS = """() => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  return notebook.widgets.filter(cell => cell.model.type === 'code').map(({model}) => {
    const outputs = model.outputs.toJSON();
    return {
      id: model.id,
      count: model.executionCount,
      errors: outputs.filter(o => o.output_type === 'error').map(o => `${o.ename}: ${o.evalue}`),
      stderr: outputs.filter(o => o.name === 'stderr').map(o => [o.text].flat().join('')),
    };
  });
}"""
_IDLE = """() => {
  const widget = window.jupyterapp?.shell?.currentWidget;
  return widget?.sessionContext?.session?.kernel?.status === 'idle' && widget.context.isReady;
}"""
_DONE = """() => {
  const widget = window.jupyterapp.shell.currentWidget;
  const code = widget.content.widgets.map(cell => cell.model)
    .filter(model => model.type === 'code' && model.sharedModel.getSource().trim());
  const failed = code.some(model => model.outputs.toJSON().some(o => o.output_type === 'error'));
  const idle = widget.sessionContext.session.kernel.status === 'idle';
  return idle && (failed || code.every(model => model.executionCount !== null));
}"""


class Notebook:
    """A notebook open in JupyterLab in a page of its own, and everything that went wrong in that page."""

    def __init__(
        self, browser: Any, server: Server, path: str, *, patience: float = 120, sharpness: int = 1
    ) -> None:
        # A screen as a student's laptop has it.
        self._context = browser.new_context(
            viewport={"width": 1280, "height": 900}, device_scale_factor=sharpness
        )
        self.page = self._context.new_page()
        self.page.set_default_timeout(patience * 1000)
        self._server = server
        self.problems: list[str] = []
        self._watch()
        self.page.goto(server.address(path))
        self.page.wait_for_function(_IDLE)
        self.panel = self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")

    def _watch(self) -> None:
        def console(message: Any) -> None:
            if message.type == "error":
                self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

        def failed(request: Any) -> None:
            # A page that is left or a poll that is replaced is aborted by the page itself.
            if "ERR_ABORTED" not in (request.failure or ""):
                self.problems.append(f"request failed: {request.url} {request.failure}")

        def refused(answer: Any) -> None:
            if answer.status >= 400:
                self.problems.append(f"status {answer.status}: {answer.url}")

        self.page.on("console", console)
        self.page.on("pageerror", lambda error: self.problems.append(f"page: {error}"))
        self.page.on("requestfailed", failed)
        self.page.on("response", refused)

    def run_all(self) -> None:
        """Choose Run > Run All Cells and wait for the last cell, or for the first that fails."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        self.page.wait_for_function(_DONE)

    def cells(self) -> list[dict[str, Any]]:
        """Return id, execution count, errors and standard error of each code cell."""
        found: list[dict[str, Any]] = self.page.evaluate(_CELLS)
        return found

    def errors(self) -> list[str]:
        """Return what the code cells raised, and what they wrote to standard error."""
        return [f"{cell['id']}: {text}" for cell in self.cells() for text in cell["errors"] + cell["stderr"]]

    def explorers(self) -> Any:
        """Return the explorers on the page, in order."""
        return self.panel.locator(".mlsys-explorer")

    def close(self) -> None:
        """Close the page without asking whether to save, and end its kernels."""
        self.page.evaluate("window.jupyterapp.shell.currentWidget.context.model.dirty = false")
        self._context.close()
        self._server.end_kernels()
