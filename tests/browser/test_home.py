"""The first page, as a learner meets it: rendered, with links that lead on, and no panel for grading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lab import Notebook, Server
from test_lessons import violations

from mlsys_course import launch
from mlsys_course.start import START, _pages_below

pytestmark = pytest.mark.core
TOP = Path(__file__).resolve().parents[2]


def test_a_learner_begins_and_goes_on(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("work")
    launch.deliver(TOP, root)
    launch.write_start(root)
    settings = launch.environment()["JUPYTER_CONFIG_PATH"]
    server = Server(root, tmp_path_factory.mktemp("home"), JUPYTER_CONFIG_PATH=settings)
    try:
        notebook = Notebook(browser, server, START)
        page = notebook.panel
        first, *_ = everything = _pages_below(root)
        page.get_by_role("heading", name="Machine Learning Systems").wait_for()
        page.locator(".mlsys-home").get_by_text(f"Begin here: {first.title}").wait_for()
        assert page.locator(".mlsys-home table a").count() == len(everything)
        assert violations(notebook) == []
        for staff in ("Validate", "Nbgrader", "Create Assignment", "Formgrader"):
            assert notebook.page.get_by_text(staff).count() == 0, f"{staff} in a learner's window"
        page.locator(".mlsys-home table a").first.click()
        lesson = notebook.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").get_by_role(
            "heading", level=1
        )
        lesson.get_by_text(first.title).wait_for()
        notebook.close()
    finally:
        server.stop()
    assert notebook.problems == []
