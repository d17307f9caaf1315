"""The graded notebooks as a student has them: they run to their end, and Validate says what nbgrader will."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from chosen import TOP, files, one_of_each_chapter
from lab import Notebook, Server
from test_lessons import violations

from autograder.building import notebooks, variants
from mlsys_course import Q_, check

RELEASED = [path.relative_to("release") for path in files("release", "*.ipynb")]
Opener = Callable[[str], Notebook]


def test_exercises_are_built() -> None:
    assert RELEASED, "There is no notebook under release/. Run: make build"


def validate(notebook: Notebook, whole: bool = False) -> str:
    """Press Validate and return what the dialog says; with `whole`, no line may leave its box."""
    notebook.page.get_by_role("button", name="Validate").first.click()
    dialog = notebook.page.locator(".jp-Dialog").filter(has_text="Validation Results")
    dialog.get_by_text("failed:").or_(dialog.get_by_text("Success!")).first.wait_for()
    text: str = dialog.inner_text()
    if whole:
        beyond = "boxes => boxes.map(one => one.scrollWidth - one.clientWidth)"
        assert max(dialog.locator("pre").evaluate_all(beyond)) <= 1
    dialog.get_by_role("button", name="Ok").click()
    return text


def put(server: Server, name: str, submission: Any) -> str:
    nbformat.write(submission, server.root / name)
    return name


# Every released notebook runs in a kernel on every change.
@pytest.mark.parametrize("path", one_of_each_chapter(RELEASED))
def test_blank_release_runs_to_its_end(course: Server, open_notebook: Opener, path: Path) -> None:
    notebook = open_notebook(str(Path("release", path)))
    notebook.run_all()
    assert notebook.errors() == []
    assert all(cell["count"] for cell in notebook.cells())
    assert violations(notebook) == []
    # Nothing more to do before it can be handed in: every test cell says so, and only that.
    tests = [
        cell
        for cell in nbformat.read(TOP / "release" / path, as_version=4).cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    ]
    assert notebook.panel.get_by_text("not attempted yet").count() >= len(tests) > 0


# The build has the reference answers of all notebooks marked.
@pytest.mark.parametrize("path", one_of_each_chapter(RELEASED))
def test_validate_passes_on_the_perfect_notebook(course: Server, open_notebook: Opener, path: Path) -> None:
    perfect = variants.perfect(notebooks.load(TOP / "source" / path))
    notebook = open_notebook(put(course, f"perfect_{path.parent.name}_{path.name}", perfect))
    assert "Success! Your notebook passes all the tests." in validate(notebook)


@pytest.mark.core
def test_validate_names_the_cell_and_says_the_sentence(course: Server, open_notebook: Opener) -> None:
    path = TOP / "source" / "ch01_introduction" / "06_iron_law_exercises.ipynb"
    source = notebooks.load(path)
    answers = variants.solutions(source) | {"training_days": "training_days = Q_(11.375, 'day')"}
    wrong = variants.fill(variants.perfect(source), answers)
    notebook = open_notebook(put(course, "wrong.ipynb", wrong))
    said = validate(notebook)
    assert said.count("failed:") == 1
    assert 'check("training_days")' in said
    sentence = check("training_days", Q_(11.375, "day"))
    assert not sentence.accepted and sentence.message in " ".join(said.split())


@pytest.mark.core
def test_run_all_goes_on_past_answers_that_stop(course: Server, open_notebook: Opener) -> None:
    """JupyterLab stops at a cell that fails, unless it is told that this one may."""
    source = notebooks.load(TOP / "source" / "ch01_introduction" / "06_iron_law_exercises.ipynb")
    released = notebooks.load(TOP / "release" / "ch01_introduction" / "06_iron_law_exercises.ipynb")
    broken = {"training_days": "training_days = (", "days_saved": "days_saved = not_there"}
    answers = broken | {"iron_law": variants.solutions(source)["iron_law"]}
    notebook = open_notebook(put(course, "stops.ipynb", variants.fill(released, answers)))
    notebook.run_all()
    notebook.panel.get_by_text("Run this cell to bring it up to date: it costs no tries.").wait_for()
    assert {cell["id"] for cell in notebook.cells() if cell["errors"]} == set(broken)
    assert all(cell["count"] for cell in notebook.cells())
    rows = notebook.panel.locator(".mlsys-summary tbody tr")
    told = {row.locator("th").inner_text(): row.locator("td").first.inner_text() for row in rows.all()}
    states = {name: next(told[title] for title in told if f"({name})" in title) for name in answers}
    assert states == {"training_days": "stopped", "days_saved": "stopped", "iron_law": "passed"}
    said = " ".join(validate(notebook, whole=True).split())
    assert "Python says SyntaxError" in said and "not attempted yet" in said.lower()


@pytest.mark.core
def test_a_saved_overview_is_there_without_a_kernel(course: Server, open_notebook: Opener) -> None:
    released = notebooks.load(TOP / "release" / "ch01_introduction" / "06_iron_law_exercises.ipynb")
    name = put(course, "overview.ipynb", released)
    notebook = open_notebook(name)
    notebook.run_all()
    shown = notebook.panel.locator(".mlsys-summary")
    shown.wait_for()
    before = shown.inner_text()
    notebook.page.keyboard.press("Control+s")
    notebook.page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")
    (cell,) = [cell for cell in nbformat.read(course.root / name, 4).cells if cell.id == "check-all"]
    page = cell.outputs[0].data["text/html"]
    assert "not attempted" in page and "widget" not in str(cell.outputs)
    assert "not attempted" in before and before.splitlines()[0] in page.replace("</b>", "")
