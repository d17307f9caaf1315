"""An answer in sentences in JupyterLab: write, save, tick, tell two answers apart; by keyboard alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from chosen import TOP
from lab import Notebook, Server

from autograder import written
from mlsys_course.chapters import names
from mlsys_course.memory import place

pytestmark = pytest.mark.core
Opener = Callable[[str], Notebook]
(CHAPTER, *_) = names()
NAME = min(path.stem for path in (TOP / written.path_of(CHAPTER, "x")).parent.glob("*.toml"))
ANSWER = (
    "I think that the order of the two depends on how much compute there is, and there is more every year."
)


def put(server: Server, name: str) -> str:
    """Put the question's own cells, as they are released, into a notebook on the server."""
    for path in sorted((TOP / "release" / CHAPTER).glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        at = next((at for at, cell in enumerate(cells) if cell.id == NAME), None)
        if at is not None:
            break
    start = nbformat.v4.new_code_cell("from mlsys_course import check, progress", id="imports")
    notebook = nbformat.v4.new_notebook(cells=[start, cells[at - 1], cells[at], cells[at + 1]])
    notebook.cells.append(nbformat.v4.new_code_cell("progress()", id="progress"))
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    target = server.root / name
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, target)
    return name


def to(page: Any, label: str, keys: int = 40) -> None:
    """Press Tab until the control with this label has the focus."""
    focused = "document.activeElement.innerText || document.activeElement.closest('label')?.innerText || ''"
    for _ in range(keys):
        if label in page.evaluate(focused):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {label!r}")


def test_a_written_answer_is_judged_by_its_author(lab_server: Server, open_notebook: Opener) -> None:
    asked = written.question(NAME)
    path = put(lab_server, f"explained/release/{CHAPTER}/explained.ipynb")
    notebook = open_notebook(path)
    notebook.run_all()
    page, box = notebook.page, notebook.panel.locator(".mlsys-written")
    box.get_by_role("status").get_by_text("Nothing is saved in the cell above yet.").wait_for()
    assert notebook.panel.get_by_text(asked.checks[0].question).count() == 0

    cell = notebook.panel.locator(".jp-MarkdownCell").last
    cell.dblclick()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.type(ANSWER)
    ready = box.get_by_role("button", name="My answer is saved")
    ready.click()
    box.get_by_role("status").get_by_text("Nothing is saved").wait_for()  # typed is not saved
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+S")
    page.wait_for_function("!window.jupyterapp.shell.currentWidget.context.model.dirty")
    assert ANSWER in (lab_server.root / path).read_text()

    # From here on by keyboard alone: the focus goes where something new has come.
    ready.focus()
    page.keyboard.press("Enter")
    first = box.get_by_label(asked.checks[0].question)
    first.wait_for()
    page.wait_for_function("document.activeElement.type === 'checkbox'")
    page.keyboard.press("Space")
    worth = f"{asked.checks[0].points:g} of {asked.points:g} points."
    box.get_by_role("status").get_by_text(f"You would give yourself {worth}").wait_for()
    assert first.is_checked()
    for check in asked.checks:
        shown = box.get_by_text(check.question)
        assert shown.evaluate("label => label.scrollWidth <= label.clientWidth + 1"), "cut off"
    to(page, "Compare with two answers")
    page.keyboard.press("Enter")
    box.get_by_text(asked.good[:60]).wait_for()
    box.get_by_text(asked.tempting[:60]).wait_for()
    assert notebook.panel.get_by_text(asked.why[:60]).count() == 0
    to(page, "Answer B is the good one")
    page.keyboard.press("Enter")
    box.get_by_text(asked.why[:60]).wait_for()
    good = (
        "A"
        if box.get_by_text("Answer A").locator("..").locator("..").get_by_text(asked.good[:60]).count()
        else "B"
    )
    box.get_by_text(f"{'Yes' if good == 'B' else 'No'}: {good} is the good one.").wait_for()

    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    assert axe.Axe().run(page, context=".mlsys-written").response["violations"] == []

    kept = json.loads((lab_server.root / "explained" / place.FILE).read_text())["written"][NAME]
    assert kept["ticks"] == {"1": True} and kept["chosen"] == "B" and ANSWER not in json.dumps(kept)
    face = notebook.panel.locator(f".mlsys-face:has-text({json.dumps(asked.why[:60])})")
    face.wait_for(state="attached")
    assert notebook.panel.locator(".mlsys-face:visible").count() == 0
    page.keyboard.press("Control+S")
    page.wait_for_function("!window.jupyterapp.shell.currentWidget.context.model.dirty")

    again = open_notebook(path)  # another day, without a kernel behind what is seen
    faces = again.panel.locator(".mlsys-face:visible")
    faces.get_by_text(asked.why[:60]).wait_for()
    faces.get_by_text(f"You would give yourself {worth}").wait_for()
    assert again.panel.get_by_text("model not found").count() == 0
    again.run_all()
    again.panel.locator(".mlsys-written").get_by_text(asked.why[:60]).wait_for()
    again.panel.locator(".mlsys-progress").get_by_text(NAME).wait_for()
