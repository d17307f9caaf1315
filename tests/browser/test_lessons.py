"""What a learner meets in JupyterLab: lessons run, knobs move pictures, predictions uncover answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lab import Notebook, Server

from mlsys_course.widgets import EXPLORERS

TOP = Path(__file__).resolve().parents[2]
LESSONS = sorted(path.relative_to(TOP) for path in (TOP / "notebooks").rglob("*.ipynb"))
Opener = Callable[[str], Notebook]


@pytest.fixture(scope="session")
def course(lab_server: Server) -> Server:
    """Return the server with what `make lab` puts before a learner."""
    for folder in ("notebooks", "release"):
        for path in sorted((TOP / folder).rglob("*")):
            if path.is_file() and path.suffix != ".py":
                lab_server.copy(path, str(path.relative_to(TOP)))
    lab_server.copy(TOP / "course.toml")
    return lab_server


def move(control: Any) -> None:
    """Move a knob as a hand on the keyboard would, to an end where it is not."""
    if control.evaluate("control => control.tagName") == "SELECT":
        control.select_option(
            index=control.evaluate("control => control.selectedIndex ? 0 : control.length - 1")
        )
    else:
        at_end = control.get_attribute("aria-valuenow") == control.get_attribute("aria-valuemax")
        control.press("Home" if at_end else "End")


def move_each_knob(notebook: Notebook, explorer: Any) -> None:
    """Move every knob of an explorer; picture and read-out follow, and say the same."""
    picture, words = explorer.locator("img"), explorer.locator(".mlsys-read-out")
    controls = explorer.locator(".noUi-handle, select").all()
    assert 1 <= len(controls) <= 3
    for control in controls:
        source, alt, text = picture.get_attribute("src"), picture.get_attribute("alt"), words.inner_text()
        move(control)
        explorer.locator(f'img:not([src="{source}"])').wait_for()
        assert words.inner_text() != text
        assert picture.get_attribute("alt") != alt
        drawn = picture.evaluate("image => image.complete && image.naturalWidth > 100")
        assert drawn, "the new picture is not shown"


def test_lessons_are_built() -> None:
    assert LESSONS, "There is no built lesson under notebooks/. Run: make build"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson_runs_to_its_end(course: Server, open_notebook: Opener, path: Path) -> None:
    notebook = open_notebook(str(path))
    notebook.run_all()
    assert notebook.errors() == []
    for explorer in notebook.explorers().all():
        explorer.locator("img").wait_for()
        move_each_knob(notebook, explorer)
    for link in notebook.panel.locator(".jp-RenderedMarkdown a[href$='.ipynb']").all():
        target = unquote(link.get_attribute("data-commandlinker-args") or link.get_attribute("href") or "")
        named = [part for part in target.replace('"', " ").split() if part.endswith(".ipynb")]
        assert named and (course.root / named[0].split("/files/")[-1]).is_file(), f"{target} leads nowhere"


@pytest.mark.parametrize("name", sorted(EXPLORERS))
def test_explorer_follows_its_knobs(lab_server: Server, open_notebook: Opener, name: str) -> None:
    path = lab_server.add(f"{name}.ipynb", f"from mlsys_course import {name}\n{name}()")
    notebook = open_notebook(path)
    notebook.run_all()
    explorer = notebook.explorers().first
    explorer.locator("img").wait_for()
    assert notebook.errors() == []
    assert explorer.locator("label").count() >= explorer.locator(".noUi-handle, select").count()
    move_each_knob(notebook, explorer)


def test_prediction_uncovers_the_answer(lab_server: Server, open_notebook: Opener) -> None:
    cells = [
        "from mlsys_course import predict\nasked = predict('How fast?', unit='times')\nasked",
        "asked.compare(1.75)",
    ]
    notebook = open_notebook(lab_server.add("predict.ipynb", *cells))
    notebook.run_all()
    answer = notebook.panel.locator(".mlsys-prediction").last
    answer.get_by_text("covered").wait_for()
    field = notebook.panel.get_by_label("My prediction (times)")
    field.fill("fast")
    notebook.panel.get_by_role("button", name="Keep it").click()
    notebook.panel.get_by_role("alert").get_by_text("Type a plain number").wait_for()
    field.fill("3.5")
    notebook.panel.get_by_role("button", name="Keep it").click()
    answer.get_by_text("You predicted 3.5 times; it is 1.75 times.").wait_for()
    assert notebook.panel.get_by_role("alert").count() == 0
