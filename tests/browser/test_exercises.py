"""The graded notebooks as a student has them: they run to their end, and Validate says what nbgrader will."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from chosen import TOP, files, one_of_each_chapter
from lab import Notebook, Server

from autograder.building import notebooks, variants
from mlsys_course import Q_, check

RELEASED = [path.relative_to("release") for path in files("release", "*.ipynb")]
Opener = Callable[[str], Notebook]


def test_exercises_are_built() -> None:
    assert RELEASED, "There is no notebook under release/. Run: make build"


def validate(notebook: Notebook) -> str:
    """Press Validate and return what the dialog says."""
    notebook.page.get_by_role("button", name="Validate").first.click()
    dialog = notebook.page.locator(".jp-Dialog").filter(has_text="Validation Results")
    dialog.get_by_text("failed:").or_(dialog.get_by_text("Success!")).first.wait_for()
    text: str = dialog.inner_text()
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
