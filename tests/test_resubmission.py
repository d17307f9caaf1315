"""What is handed in again, in part, by hand, in the wrong place or unreadable: nothing happens in silence."""

from __future__ import annotations

import os
from pathlib import Path

import machine_failures
import pytest
from adversarial.kit import NOTEBOOK, small_course
from grading_course import ASSIGNMENT, Course

from autograder.grading import sandbox, workers
from autograder.grading.outcome import Outcome

pytestmark = [
    pytest.mark.usefixtures("warm_workers"),
    pytest.mark.timeout(300),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
]

RIGHT = ("06_iron_law_exercises", "09_pitfalls_exercises")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return small_course(tmp_path)


def stamp(course: Course, student: str, day: int) -> None:
    (course.folder(student) / "timestamp.txt").write_text(f"2026-03-0{day} 10:00:00 UTC")


def graded(course: Course) -> dict[str, Outcome]:
    """Grade what is due, as the TA's command does, and return what became of it."""
    return {outcome.student: outcome for outcome in course.autograde(force=False)}


def test_a_notebook_left_out_the_second_time_is_said(tmp_path: Path) -> None:
    course = Course.make(tmp_path, RIGHT)
    for name in RIGHT:
        course.submit("liz", name, course.perfect(name))
    stamp(course, "liz", 1)
    assert graded(course)["liz"].notes == []
    before = course.scores("liz")

    (course.folder("liz") / f"{RIGHT[1]}.ipynb").unlink()
    stamp(course, "liz", 2)
    again = graded(course)["liz"]
    after = course.scores("liz")
    assert again.notes == [f"not handed in, so 0 points: {RIGHT[1]}"]
    lost = {cell for cell, score in before.items() if score and not after[cell]}
    assert lost and {change.cell for change in again.changes} == lost
    assert all(change.after == 0 for change in again.changes)
    record = (course.root / "autograder" / "changes.csv").read_text().splitlines()
    assert len(record) == 1 + len(lost)


@pytest.mark.parametrize("failing", ["its file is broken", "the machine fails"])
def test_the_zero_of_a_missing_notebook_is_not_that_of_one_handed_in_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    course = Course.make(tmp_path, RIGHT)
    course.submit("liz", RIGHT[0], course.perfect(RIGHT[0]))
    graded(course)
    before = course.scores("liz")
    zeros = {cell for cell, score in before.items() if score == 0}
    assert zeros and zeros != set(before)

    broken = failing == "its file is broken"
    course.submit("liz", RIGHT[1], "{" if broken else course.perfect(RIGHT[1]))
    if not broken:
        failures = {"liz": "twice: late"}
        monkeypatch.setattr(workers, "grade_task", machine_failures.injected(None, failures, str(tmp_path)))
    assert (problem := graded(course)["liz"].problem) and RIGHT[1] in problem
    assert course.scores("liz") == before | dict.fromkeys(zeros)

    monkeypatch.undo()
    course.submit("liz", RIGHT[1], course.perfect(RIGHT[1]))
    assert graded(course)["liz"].problem is None
    assert course.scores("liz") == course.maxima()


def test_files_changed_by_hand_are_graded_without_a_new_timestamp(course: Course) -> None:
    for student in ("with", "without"):
        course.submit(student, NOTEBOOK, course.blank(NOTEBOOK))
    stamp(course, "with", 1)
    assert set(graded(course)) == {"with", "without"}
    for student in ("with", "without"):
        assert set(course.scores(student).values()) == {0.0}
        course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK))
    stamp(course, "with", 1)
    assert set(graded(course)) == {"with", "without"}
    assert course.scores("with") == course.scores("without") == course.maxima()
    os.utime(course.folder("with") / f"{NOTEBOOK}.ipynb")
    assert graded(course) == {}, "the same files are not graded twice"


def test_an_unreadable_version_leaves_marks_and_evidence(course: Course) -> None:
    course.submit("ada", NOTEBOOK, course.perfect(NOTEBOOK))
    course.submit("bob", NOTEBOOK, course.perfect(NOTEBOOK))
    graded(course)
    kept = course.root / "autograder" / "autograded" / "ada" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    evidence = kept.read_bytes()

    submitted = course.folder("ada") / f"{NOTEBOOK}.ipynb"
    submitted.write_text(submitted.read_text()[:2000])
    outcome = graded(course)["ada"]
    assert outcome.problem is not None
    assert course.scores("ada") == course.maxima()
    assert kept.read_bytes() == evidence


@pytest.mark.parametrize("name", ["ch01-introduction", "CH01_Introduction"])
def test_a_misspelt_folder_is_named(course: Course, name: str) -> None:
    course.submit("good", NOTEBOOK, course.perfect(NOTEBOOK))
    course.submit("casey", NOTEBOOK, course.perfect(NOTEBOOK))
    course.folder("casey").rename(course.folder("casey").with_name(name))
    outcomes = graded(course)
    assert outcomes["good"].problem is None
    assert outcomes["casey"].problem == (
        f"there is no folder {ASSIGNMENT}, but {name}: rename or move it, and grade again"
    )


def test_notebooks_beside_the_folder_are_named(course: Course) -> None:
    course.submit("good", NOTEBOOK, course.perfect(NOTEBOOK))
    submitted = course.folder("good").parents[1]
    (submitted / "fred").mkdir()
    (submitted / "fred" / f"{NOTEBOOK}.ipynb").write_text("{}")
    (submitted / "lost.ipynb").write_text("{}")
    (submitted / "elsewhere" / "ch02_other").mkdir(parents=True)
    other = course.root / "release" / "ch02_introduction" / "one.ipynb"
    other.parent.mkdir()
    other.write_text("{}")
    (submitted / "next" / "ch02_introduction").mkdir(parents=True)
    outcomes = graded(course)
    assert set(outcomes) == {"good", "fred", "lost.ipynb"}
    assert f"but {NOTEBOOK}.ipynb" in str(outcomes["fred"].problem)
    assert f"STUDENT/{ASSIGNMENT}/" in str(outcomes["lost.ipynb"].problem)


def test_where_nothing_is_right_the_error_says_what_was_found(course: Course) -> None:
    for student, name in (("casey", "ch1_introduction"), ("kim", "Ch01 Introduction")):
        course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK))
        course.folder(student).rename(course.folder(student).with_name(name))
    done = course.run("nbgrader", "autograde", ASSIGNMENT)
    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert f"casey: there is no folder {ASSIGNMENT}, but ch1_introduction" in said
    assert f"kim: there is no folder {ASSIGNMENT}, but Ch01 Introduction" in said
    assert "Traceback" not in said


def test_a_timestamp_that_is_no_time_is_said(course: Course) -> None:
    course.submit("ada", NOTEBOOK, course.perfect(NOTEBOOK))
    (course.folder("ada") / "timestamp.txt").write_text("March 1st, 2026")
    outcome = graded(course)["ada"]
    assert course.scores("ada") == course.maxima()
    assert outcome.problem == (
        "timestamp.txt says 'March 1st, 2026', which is no time; write it as 2026-03-01 10:00:00 UTC; "
        "until then it counts as in time"
    )
