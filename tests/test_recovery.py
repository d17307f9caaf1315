"""Nothing is lost: a run that is killed or runs out of disk is finished by the next one."""

from __future__ import annotations

import functools
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import machine_failures
import pytest
from adversarial.kit import NOTEBOOK, WRITTEN, small_course
from grading_course import ASSIGNMENT, TOP, Course
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException

from autograder.grading import convert, sandbox, workers
from autograder.grading.outcome import ATTENTION

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
    pytest.mark.xdist_group("recovery"),  # one undisturbed run
]

STUDENTS = [f"s{number}" for number in range(8)]


def hand_in(course: Course) -> None:
    """Hand in a class: every other student has one answer wrong, one is late."""
    for number, student in enumerate(STUDENTS):
        changed = {"training_days": "training_days = q.gpus"} if number % 2 else {}
        course.submit(student, NOTEBOOK, course.perfect(NOTEBOOK, **changed))
        day = 2 if number == 3 else 1
        (course.folder(student) / "timestamp.txt").write_text(f"2026-01-0{day} 12:00:00 UTC")


def state(course: Course) -> dict[str, Any]:
    """Return all that a run leaves: scores, manual scores, comments, files."""
    coursedir, found = course.coursedir(), {}
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        for submission in gradebook.assignment_submissions(ASSIGNMENT):
            grades = {
                grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            comments = {c.name: c.manual_comment for n in submission.notebooks for c in n.comments}
            found[submission.student.id] = (grades, comments, str(submission.timestamp))
    autograded = course.root / "autograder" / "autograded"
    files = sorted(p.relative_to(autograded).as_posix() for p in autograded.rglob("*") if p.is_file())
    return {"grades": found, "files": files}


def intact(course: Course) -> None:
    with sqlite3.connect(course.root / "autograder" / "gradebook.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def start(course: Course, force: bool = False, **options: Any) -> subprocess.Popen[str]:
    """Start a run in a process of its own."""
    code = (
        f"import sys; sys.path[:0] = [{str(TOP)!r}, {str(TOP / 'tests')!r}]\n"
        "if __name__ == '__main__':\n"
        "    from pathlib import Path; from grading_course import Course\n"
        f"    outcomes = Course(Path({str(course.root)!r})).autograde(force={force}, jobs=2)\n"
        "    print([o.problem for o in outcomes if o.problem])\n"
    )
    script = course.root / "run.py"
    script.write_text(code)
    return subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        **options,
    )


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], float]:
    """Return what an undisturbed run leaves, and how many seconds it takes."""
    course = small_course(tmp_path_factory.mktemp("undisturbed"))
    hand_in(course)
    started = time.monotonic()
    process = start(course)
    assert process.communicate()[0].strip() == "[]"
    return state(course), time.monotonic() - started


def _killed_at(course: Course, seconds: float, force: bool = False) -> None:
    """Start a run and kill it, as the power or `kill -9` would."""
    process = start(course, force)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    intact(course)


def _gone(course: Course) -> bool:
    """Say whether everything that the killed run had started has ended."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        lines = [_command(folder) for folder in Path("/proc").glob("[0-9]*")]
        if not [line for line in lines if str(course.root) in line]:
            return True
        time.sleep(0.2)
    return False


def _command(folder: Path) -> str:
    try:
        return (folder / "cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


@pytest.mark.parametrize("moment", [0.55, 0.75, 0.95])
def test_a_killed_run_is_finished_by_the_next(
    tmp_path: Path, undisturbed: tuple[dict[str, Any], float], moment: float
) -> None:
    """Wherever a run is killed, the next one ends with exactly the scores of an undisturbed run."""
    expected, seconds = undisturbed
    course = small_course(tmp_path)
    hand_in(course)
    _killed_at(course, moment * seconds)
    assert _gone(course)
    course.autograde(force=False, jobs=1)
    assert state(course) == expected
    intact(course)


@pytest.mark.slow
@pytest.mark.adversarial
@pytest.mark.timeout(3600)
def test_fifty_random_moments(tmp_path: Path, undisturbed: tuple[dict[str, Any], float]) -> None:
    """Fifty runs of one class, each killed at a random moment: nothing is lost in any of them."""
    expected, seconds = undisturbed
    chance = random.Random(20260131)
    for number in range(50):
        course = small_course(tmp_path / str(number))
        hand_in(course)
        for _ in range(chance.choice([1, 1, 2])):
            _killed_at(course, chance.uniform(0.2, 1.05) * seconds)
        course.autograde(force=False)
        assert state(course) == expected, number
        intact(course)


def _by_hand(course: Course) -> None:
    """Give points and a comment as a TA."""
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        for student in STUDENTS:
            grade = gradebook.find_grade(WRITTEN, NOTEBOOK, ASSIGNMENT, student)
            grade.manual_score, grade.needs_manual_grade = 2.0, False
            gradebook.find_comment(WRITTEN, NOTEBOOK, ASSIGNMENT, student).manual_comment = "Well argued."
        gradebook.db.commit()


def _manual(course: Course) -> set[tuple[Any, Any]]:
    return {
        (grades[WRITTEN][1], comments[WRITTEN]) for grades, comments, _ in state(course)["grades"].values()
    }


def test_manual_scores_survive_a_killed_regrading(
    tmp_path: Path, undisturbed: tuple[dict[str, Any], float]
) -> None:
    """A TA's points and comments stay when everything is graded again, even when that run is killed."""
    course = small_course(tmp_path)
    hand_in(course)
    course.autograde(jobs=1)
    _by_hand(course)
    before = state(course)
    _killed_at(course, 0.8 * undisturbed[1], force=True)
    assert _manual(course) == {(2.0, "Well argued.")}
    course.autograde(jobs=1)
    assert _manual(course) == {(2.0, "Well argued.")}
    assert state(course)["files"] == before["files"]


def test_a_full_disk_is_said_and_mended_by_the_next_run(
    tmp_path: Path, undisturbed: tuple[dict[str, Any], float]
) -> None:
    """Where the gradebook cannot grow, the submission is listed; the next run has the same scores."""
    course = small_course(tmp_path)
    hand_in(course)
    size = (course.root / "autograder" / "gradebook.db").stat().st_size

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2))

    said = start(course, preexec_fn=full).communicate()[0]
    assert "graded, but not saved" in said
    intact(course)
    course.autograde(force=False, jobs=1)
    assert state(course) == undisturbed[0]


def test_a_file_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Earlier results stay where new ones cannot be written, and the next run tries again."""
    course = small_course(tmp_path)
    hand_in(course)
    course.autograde(jobs=1)
    before = state(course)
    attention = course.root / "autograder" / "autograded" / "s1" / ASSIGNMENT / ATTENTION

    real = os.replace

    def fail(source: Path, target: Path) -> None:
        if target.name == ASSIGNMENT:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(convert.os, "replace", fail)
    outcomes = course.autograde("s1", jobs=1)
    assert "No space left on device" in str(outcomes[0].problem)
    monkeypatch.undo()
    assert "No space left on device" in attention.read_text()
    attention.unlink()
    assert state(course) == before
    attention.write_text("as it was")
    assert [outcome.student for outcome in course.autograde(force=False, jobs=1)] == ["s1"]
    assert state(course) == before


def test_two_runs_at_once_do_not_meet(tmp_path: Path) -> None:
    """The second run is told to wait; the first one is not disturbed."""
    course = small_course(tmp_path)
    hand_in(course)
    step = convert.TrustedAutograde(coursedir=course.coursedir(), config=course.config)
    with step._alone(), pytest.raises(NbGraderException, match="being graded by another run"):
        course.autograde(jobs=1)
    assert not [o for o in course.autograde(jobs=1) if o.problem]


# -- an upgrade of the key ----------------------------------------------------------------------------------


def test_an_upgraded_key_says_who_changed_and_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Grading again with another key lists old and new score, and old and new version of the key."""
    course = small_course(tmp_path)
    hand_in(course)
    course.autograde(jobs=1)
    assert not [c for o in course.autograde("s0", jobs=1) for c in o.changes]
    old = course.autograded("s0", NOTEBOOK).metadata["mlsys"]["keys"]["test_training_days"]
    upgraded = functools.partial(machine_failures.with_half_the_points, "training_days")
    monkeypatch.setattr(workers, "grade_task", upgraded)
    outcomes = course.autograde(jobs=1)
    new = course.autograded("s0", NOTEBOOK).metadata["mlsys"]["keys"]["test_training_days"]
    assert old != new
    changes = {o.student: o.changes for o in outcomes if o.changes}
    assert sorted(changes) == STUDENTS[::2]  # the others had no points there
    (change,) = changes["s0"]
    assert (change.cell, change.after) == ("test_training_days", change.before / 2)
    assert change.why == f"the key changed from version {old} to {new}"
    record = (course.root / "autograder" / "changes.csv").read_text()
    assert record.count("\n") == 1 + len(changes) and f"{old} to {new}" in record


def test_feedback_shows_what_was_read(tmp_path: Path) -> None:
    """A mark can be argued about: value, unit, numbers, tolerance and key are under the diagnosis."""
    course = small_course(tmp_path)
    hand_in(course)
    course.autograde("s0")
    said = course.cell_text("s0", NOTEBOOK, "test_training_days")
    version = course.autograded("s0", NOTEBOOK).metadata["mlsys"]["keys"]["test_training_days"]
    for part in ("read: ", " day", "numbers: row 0 of iron_law", "tolerance: ", f"key: version {version}"):
        assert part in said
    assert course.api().generate_feedback(ASSIGNMENT, "s0")["success"]
    (page,) = (course.root / "autograder" / "feedback" / "s0").rglob("*.html")
    assert f"key: version {version}" in page.read_text(encoding="utf-8")


def test_an_answer_that_marking_fails_on_is_put_before_a_ta(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in marking costs nobody else anything, is listed, and asks for a grade by hand."""
    course = small_course(tmp_path)
    hand_in(course)
    faulty = functools.partial(machine_failures.with_faulty_marking, "training_days")
    monkeypatch.setattr(workers, "grade_task", faulty)
    outcomes = {o.student: o for o in course.autograde(jobs=1)}
    needy = [s for s, o in outcomes.items() if o.problem]
    assert needy == STUDENTS[1::2]
    for student in needy:
        assert "marking it failed (ZeroDivisionError" in str(outcomes[student].problem)
        assert state(course)["grades"][student][0]["test_training_days"][2] is True
    assert course.scores("s0") == course.maxima()


# -- without a sandbox --------------------------------------------------------------------------------------


def test_where_the_sandbox_cannot_start_one_line_says_so(tmp_path: Path) -> None:
    """`grade` ends with status 3, nbgrader's own command with an error; both say the same line."""
    course = small_course(tmp_path)
    hand_in(course)
    broken = (
        "import autograder.grading.sandbox as s\n"
        "s.try_namespaces = s.try_bubblewrap = lambda: 'Operation not permitted'\n"
        "s._choice.cache_clear()\n"
    )
    run = f"import sys; sys.path.insert(0, {str(TOP)!r})\n{broken}"
    ours = course.run(
        sys.executable, "-c", f"{run}from autograder.__main__ import main\nsys.exit(main(['grade']))"
    )
    assert ours.returncode == 3, ours.stderr
    (line,) = ours.stderr.strip().splitlines()
    assert line.startswith("The sandbox for submissions cannot start")
    arguments = f"['autograde', {ASSIGNMENT!r}]"
    theirs = course.run(
        sys.executable,
        "-c",
        f"{run}from nbgrader.apps.nbgraderapp import main\nsys.argv[1:] = {arguments}\nmain()",
    )
    assert theirs.returncode != 0
    assert line in theirs.stderr
    assert "Traceback" not in theirs.stderr
    assert state(course)["grades"] == {}


def test_without_the_sandbox_only_on_request_and_loudly(tmp_path: Path) -> None:
    """The unsafe way exists, gives the same scores, and says what it is."""
    course = small_course(tmp_path)
    hand_in(course)
    done = course.run(
        sys.executable,
        "-c",
        f"import sys; sys.path.insert(0, {str(TOP)!r})\nif __name__ == '__main__':\n"
        "    from autograder.__main__ import main\n"
        "    sys.exit(main(['grade', '--unsafe-no-sandbox', '--jobs', '1']))",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING: no sandbox. Every submission runs with your own rights" in done.stderr
    assert course.scores("s0") == course.maxima()
