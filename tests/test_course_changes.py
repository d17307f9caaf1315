"""The course, the gradebook and the machine change under a class: one sentence each, and nothing lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from adversarial.kit import NOTEBOOK, small_course
from grading_course import ASSIGNMENT, Course
from nbformat.v4 import new_code_cell

from autograder.grading import sandbox

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
    pytest.mark.xdist_group("course_changes"),
]


def grade(course: Course, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return course.run(sys.executable, "-m", "autograder", "grade", *arguments, **extra)


def hand_in(course: Course, *students: str) -> None:
    for student in students:
        course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(course: Course, how: Callable[[nbformat.NotebookNode], None]) -> Path:
    path = course.root / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    how(notebook)
    nbformat.write(notebook, path)
    return path


def add(notebook: nbformat.NotebookNode) -> None:
    about = {
        "grade": True,
        "solution": False,
        "locked": True,
        "task": False,
        "points": 1,
        "schema_version": 3,
    }
    cell = new_code_cell("assert True", metadata={"nbgrader": {**about, "grade_id": "test_new_one"}})
    notebook.cells.append(cell)


def remove(notebook: nbformat.NotebookNode) -> None:
    notebook.cells = [c for c in notebook.cells if "test_training_days" not in str(c.metadata)]


@pytest.mark.parametrize("how", [add, remove], ids=["added", "removed"])
def test_an_exercise_that_comes_or_goes_is_one_sentence_and_release_stays(
    tmp_path: Path, how: Callable[[nbformat.NotebookNode], None]
) -> None:
    course = small_course(tmp_path)
    hand_in(course, "ada")
    assert grade(course).returncode == 0
    before, source = files(course.root / "release"), edit(course, lambda notebook: None).read_bytes()
    edit(course, how)
    for command in (["make grade"], ["nbgrader"]):
        done = (
            grade(course)
            if command == ["make grade"]
            else course.run("nbgrader", "generate_assignment", ASSIGNMENT, "--force")
        )
        assert done.returncode == 1
        assert files(course.root / "release") == before
        said = done.stderr
        assert "has submissions already" in said or command == ["nbgrader"]
    done = grade(course)
    assert len(done.stderr.splitlines()) == 1 and "Traceback" not in done.stderr
    assert ("test_new_one" if how is add else "test_training_days") in done.stderr
    # The first way out.
    kept = (course.root / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_bytes()
    (course.root / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").write_bytes(source)
    assert grade(course).returncode == 0
    if how is add:
        return
    # The second one.
    (course.root / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").write_bytes(kept)
    done = course.run("nbgrader", "db", "assignment", "remove", ASSIGNMENT, "--force")
    assert done.returncode == 0, done.stderr
    done = grade(course, ASSIGNMENT, "--force")
    assert "graded: 1 submission" in done.stdout and "test_training_days" not in course.scores("ada")


def test_a_release_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    hand_in(course, "ada")
    before = files(course.root / "release")
    (course.root / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").write_text("{broken")
    done = grade(course)
    assert done.returncode == 1 and files(course.root / "release") == before
