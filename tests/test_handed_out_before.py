"""What was handed out, handed in and graded before chapters had folders of their own goes on working.

``handed_out_before/`` was made by the course as it was then: a gradebook of one notebook with a graded
submission and a mark given by hand (as SQL), the submission, and a learner's copy of a lesson.
"""

from __future__ import annotations

import importlib
import shutil
import sqlite3
from pathlib import Path

import nbformat
import pytest
from grading_course import ASSIGNMENT, Course
from nbgrader.api import Gradebook

from autograder.building import execution
from autograder.grading import sandbox

KEPT = Path(__file__).with_name("handed_out_before")
NOTEBOOK = "06_iron_law_exercises"
THEN = {
    "test_training_days": 0.0,  # efficiency is left out
    "test_days_saved": 2.0,
    "test_gpus_for_deadline": 2.0,
    "test_which_are_times": 2.0,
    "test_iron_law": 3.0,
    "test_pipelined_total": 2.0,
    "test_training_days_plot": 3.0,
    "test_model_flop_utilisation": 2.0,
    "test_training_claims": 3.0,
}
# What lessons and graded notebooks of that time import from inside the package.
IMPORTS = {
    "mlsys_course": "Q_ check constants data define eras explore_iron_law figures hardware laws models "
    "practice predict scenario trends ureg",
    "mlsys_course.constants": "ALEXNET_TOP5_ERROR ILSVRC2012_RUNNER_UP_TOP5_ERROR",
    "mlsys_course.eras": "alexnet budgets eliza mycin perceptron search selfplay spam student viola_jones",
    "mlsys_course.eras.budgets": "",
    "mlsys_course.widgets.bitter_lesson": "race",
    "mlsys_course.widgets.bottleneck": "flow",
    "mlsys_course.widgets.dam": "CASES REMEDIES try_remedy",
    "mlsys_course.widgets.lifecycle": "live",
    "mlsys_course.widgets.picture": "COLOURS HATCHES Picture new_figure",
    "mlsys_course.widgets.predict": "predictions",
    "mlsys_course.widgets.verification_gap": "RATE",
}


@pytest.fixture
def course(top: Path, tmp_path: Path) -> Course:
    """Return today's course with the gradebook and the submission of then."""
    notebooks = [Path(step, ASSIGNMENT, f"{NOTEBOOK}.ipynb") for step in ("source", "release")]
    for path in (*notebooks, Path("nbgrader_config.py"), Path("course.toml")):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(top / path, tmp_path / path)
    (tmp_path / "autograder").mkdir()
    gradebook = sqlite3.connect(tmp_path / "autograder" / "gradebook.db")
    gradebook.executescript((KEPT / "gradebook.sql").read_text(encoding="utf-8"))
    gradebook.close()
    course = Course(tmp_path)
    course.submit("ada", NOTEBOOK, (KEPT / "submitted.ipynb").read_bytes())
    return course


def by_hand(course: Course) -> tuple[float, str]:
    with Gradebook(course.coursedir().db_url, "mlsys") as gradebook:
        place = ("explain_utilisation", NOTEBOOK, ASSIGNMENT, "ada")
        return gradebook.find_grade(*place).manual_score, gradebook.find_comment(*place).manual_comment


def take_out_what_came_since(course: Course) -> list[str]:
    """Take the exercises that were not handed out then out of the source, and return their cells' names."""
    path = course.root / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    with Gradebook(course.coursedir().db_url, "mlsys") as gradebook:
        then = {cell.name for cell in gradebook.find_notebook(NOTEBOOK, ASSIGNMENT).source_cells}
    names = {cell.id: cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells}
    since = [name for name in names.values() if name and name not in then]
    notebook.cells = [cell for cell in notebook.cells if names[cell.id] not in since]
    nbformat.write(notebook, path)
    return since


@pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("released_again", [False, True])
def test_a_gradebook_of_then_grades_the_submission_as_it_did(course: Course, released_again: bool) -> None:
    assert course.scores("ada") == THEN
    if released_again:
        take_out_what_came_since(course)  # exercises may come and go, which a release refuses: see below
        outcome = course.api().generate_assignment(ASSIGNMENT, force=True)
        assert outcome["success"], outcome
    (outcome,) = course.autograde()
    assert outcome.problem is None and outcome.changes == []
    assert outcome.graded[NOTEBOOK].causes["test_training_days"] == "dropped:efficiency"
    again = course.scores("ada")
    assert {cell: again[cell] for cell in THEN} == THEN
    assert by_hand(course) == (2.5, "Says why, but not by how much.")


def test_a_release_with_an_exercise_that_came_since_is_refused_and_costs_nothing(course: Course) -> None:
    """nbgrader has no place for a new exercise in submissions that are there; marks by hand would be lost."""
    source = course.root / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    today = source.read_bytes()
    assert "test_bug_savings" in take_out_what_came_since(course)
    source.write_bytes(today)
    outcome = course.api().generate_assignment(ASSIGNMENT, force=True)
    assert not outcome["success"]
    said = outcome["error"]
    assert f"added: test_bug_savings in {NOTEBOOK}.ipynb" in said and "removed: " not in said
    assert course.scores("ada") == THEN
    assert by_hand(course) == (2.5, "Says why, but not by how much.")


@pytest.mark.timeout(300)
def test_a_learners_copy_of_a_lesson_of_then_runs(tmp_path: Path) -> None:
    lesson = nbformat.read(KEPT / "lesson.ipynb", as_version=4)
    inside = [
        line for cell in lesson.cells for line in cell.source.splitlines() if "widgets.dam import" in line
    ]
    assert inside == ["from mlsys_course.widgets.dam import CASES, REMEDIES, try_remedy"]
    work = tmp_path / "work" / "notebooks" / ASSIGNMENT
    work.mkdir(parents=True)
    done = execution.run(lesson, work)
    assert list(execution.faults(done, Path("04_dam.ipynb"))) == []
    assert any("explore_dam" in cell.source and cell.outputs for cell in done.cells if "outputs" in cell)


@pytest.mark.parametrize("module", IMPORTS)
def test_an_import_of_then_finds_what_it_names(module: str) -> None:
    found = importlib.import_module(module)
    assert [name for name in IMPORTS[module].split() if not hasattr(found, name)] == []


def test_a_name_of_then_and_of_now_is_one_object() -> None:
    """Two copies of a module would be two registries, two sets of constants."""
    now = importlib.import_module("mlsys_course.chapters.ch01_introduction.eras.budgets")
    assert importlib.import_module("mlsys_course.eras.budgets") is now
