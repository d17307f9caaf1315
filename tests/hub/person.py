"""Somebody who uses the hub in a browser of their own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

SETTINGS = {
    # All cells are in the page, so that a test sees what a student would scroll to.
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


def settle(home: Path) -> None:
    """Put JupyterLab's settings into a home."""
    for name, values in SETTINGS.items():
        file = home / ".jupyter" / "lab" / "user-settings" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))


class Person:
    """A browser with a name and a password.

    Parameters
    ----------
    browser : Browser
        Playwright's.
    hub : str
        Address of the hub.
    name, password : str
        What is typed there.
    """

    def __init__(self, browser: Any, hub: str, name: str, password: str) -> None:
        self.hub, self.name = hub, name
        self._context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.page = self._context.new_page()
        self.page.set_default_timeout(120_000)
        self.page.goto(f"{hub}/hub/login")
        self.page.locator("#username_input").fill(name)
        self.page.locator("#password_input").fill(password)
        self.page.locator("#login_submit").click()
        self.page.wait_for_url(re.compile(r"/user/|/hub/(home|spawn)"))

    def start(self) -> None:
        """Start the own server where it does not run, up to a JupyterLab with its menus."""
        self.page.goto(f"{self.hub}/hub/spawn/{self.name}")
        self.page.wait_for_url(re.compile(rf"/user/{self.name}/lab"))
        self.page.get_by_role("menuitem", name="Nbgrader", exact=True).wait_for()

    def open_list(self) -> Any:
        """Choose Nbgrader > Assignment List, and return the list."""
        self.page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
        self.page.get_by_role("menuitem", name="Assignment List", exact=True).click()
        found = self.page.locator(
            ".nbgrader-mainarea-widget:visible, .nbgrader-assignment-list:visible"
        ).first
        found.wait_for()
        return found

    def open_notebook(self, path: str) -> None:
        """Open a notebook of the own home in a fresh JupyterLab, with a kernel that waits."""
        self.page.goto(f"{self.hub}/user/{self.name}/lab/tree/{path}?reset")
        self.page.locator(".jp-NotebookPanel").wait_for()
        self.page.locator(".jp-StatusBar-Widget").get_by_text("Python 3 (ipykernel) | Idle").wait_for()

    def cell(self, text: str) -> Any:
        """Return the code cell whose source has this now, whatever is typed into it later."""
        cells = self.page.locator(".jp-NotebookPanel .jp-CodeCell")
        cells.filter(has_text=text).first.wait_for()
        sources = cells.locator(".jp-InputArea-editor").all_inner_texts()
        return cells.nth(next(at for at, source in enumerate(sources) if text in source))

    def run(self, cell: Any) -> str:
        """Run a cell, and return what stands below it."""
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        cell.locator(".jp-InputPrompt").filter(has_text=re.compile(r"\[\d+\]")).wait_for()
        return str(cell.locator(".jp-OutputArea").first.inner_text())

    def type(self, cell: Any, text: str) -> None:
        """Put a text in the place of a cell's source."""
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def save(self) -> None:
        """Save the notebook."""
        self.page.keyboard.press("Control+s")
        self.page.locator(".lm-TabBar-tab.jp-mod-dirty").wait_for(state="detached")

    def status(self, path: str) -> int:
        """Return what the hub answers this browser."""
        answer = self._context.request.get(f"{self.hub}{path}")
        return int(answer.status)

    def close(self) -> None:
        """Close the browser's window."""
        self._context.close()
