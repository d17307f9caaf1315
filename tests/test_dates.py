"""Due dates and extensions by command, what they do to scores, and where that is written down."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest
from adversarial.kit import NOTEBOOK, WRITTEN, small_course
from grading_course import ASSIGNMENT, Course
from nbgrader.api import Gradebook
from test_lms_collect import bare, needs_sandbox
from test_lms_scores import run

from autograder.grading import dates

pytestmark = pytest.mark.usefixtures("warm_workers")

PENALTY = """
from nbgrader.plugins import BasePlugin
class TwoPointsADay(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 2.0 * (1 + total_seconds_late // 86400)
c.AssignLatePenalties.plugin_class = TwoPointsADay
"""


def due(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(course, "due", *arguments)


def changed(course: Course) -> list[tuple[str, str, float, float, str]]:
    path = course.root / "autograder" / "changes.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(r["student"], r["cell"], float(r["before"]), float(r["after"]), r["why"]) for r in rows]


def score(course: Course, student: str) -> float:
    with (course.root / "autograder" / "scores.csv").open(encoding="utf-8", newline="") as file:
        return next(float(row["score"]) for row in csv.DictReader(file) if row["student_id"] == student)


def test_a_due_date_is_set_shown_and_removed(tmp_path: Path) -> None:
    course = bare(tmp_path)
    assert f"{ASSIGNMENT}: due none" in due(course).stdout
    done = due(course, ASSIGNMENT, "2026-03-01 23:59 +0100")
    assert (done.returncode, done.stderr) == (0, "") and "due 2026-03-01 22:59:00 UTC" in done.stdout
    assert "due 2026-03-01 22:59:00 UTC" in due(course, ASSIGNMENT).stdout
    assert "due none" in due(course, ASSIGNMENT, "none").stdout
    for wrong in ("tomorrow", "01/03/2026", "2026-03-01 23:59 CEST"):
        done = due(course, ASSIGNMENT, wrong)
        assert done.returncode == 1 and done.stderr.startswith(f"you wrote '{wrong}'")
        assert len(done.stderr.splitlines()) == 1
    assert "No assignment 'ch9' here" in due(course, "ch9", "2026-03-01 10:00").stderr


def test_extensions_are_granted_before_anything_is_handed_in(tmp_path: Path) -> None:
    course = bare(tmp_path)
    early = run(course, "extend", "ann", ASSIGNMENT, "2 days")
    assert early.returncode == 1 and "has no due date yet" in early.stderr
    due(course, ASSIGNMENT, "2026-03-01 12:00")
    done = run(course, "extend", "ann", ASSIGNMENT, "2 days", "--reason", "=ill")
    assert done.returncode == 0 and "ann: 2026-03-03 12:00:00 UTC ('=ill)" in done.stdout
    assert run(course, "extend", "bob", ASSIGNMENT, "2026-03-02 12:00 +0200").returncode == 0
    config = course.config
    assert {name: dates.shown(one.until) for (name, _), one in dates.load(config).items()} == {
        "ann": "2026-03-03 12:00:00 UTC",
        "bob": "2026-03-02 10:00:00 UTC",
    }
    for who, what, said in (
        ("nobody", "2 days", "No student 'nobody' here"),
        ("ann", "2026-03-01 11:00", "no extension"),
        ("ann", "soon", "you wrote 'soon'"),
        ("zoe", "none", "zoe has no extension"),
    ):
        done = run(course, "extend", who, ASSIGNMENT, what)
        assert done.returncode == 1 and said in done.stderr and len(done.stderr.splitlines()) == 1
    assert run(course, "extend", "bob", ASSIGNMENT, "none").returncode == 0
    assert {name for name, _ in dates.load(config)} == {"ann"}
    path = course.root / "autograder" / dates.NAME
    path.write_text("student,assignment,until\nann,x,whenever\n")
    done = due(course)
    assert done.returncode == 1 and done.stderr.startswith("extensions.csv, line 2: it says 'whenever'")
    path.write_text(f"student,assignment,until,reason\nann,{ASSIGNMENT},2026-03-04 10:00,\n")
    run(course, "forget", "ann", "--yes")
    assert dates.load(config) == {}


@needs_sandbox
@pytest.mark.timeout(600)
def test_every_score_that_a_date_changes_is_written_down_with_the_reason(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    settings = course.root / "nbgrader_config.py"
    settings.write_text(settings.read_text() + PENALTY)
    due(course, ASSIGNMENT, "2026-03-01 12:00")
    for name, when in (("ann", "2026-03-02 11:00"), ("bob", "2026-03-03 13:00"), ("zoe", "2026-03-01 10:00")):
        course.submit(name, NOTEBOOK, course.perfect(NOTEBOOK))
        (course.folder(name) / "timestamp.txt").write_text(f"{when}:00 UTC\n")
    run(course, "grade")
    full = score(course, "zoe")
    assert (score(course, "ann"), score(course, "bob")) == (full - 2, full - 6)
    assert changed(course) == []  # first scores are no changes
    # An extension for one, a later due date for all, and both taken back.
    run(course, "extend", "bob", ASSIGNMENT, "1 day", "--reason", "ill")
    why = "25 h 0 min late, due 2026-03-01 12:00:00 UTC, extended to 2026-03-02 12:00:00 UTC (ill)"
    assert changed(course) == [("bob", NOTEBOOK, full - 6, full - 4, f"late penalty 6 -> 4: {why}")]
    due(course, ASSIGNMENT, "2026-03-02 12:00")
    assert changed(course)[1:] == [
        ("ann", NOTEBOOK, full - 2, full, "late penalty 2 -> 0: in time, due 2026-03-02 12:00:00 UTC")
    ]
    run(course, "grade")
    assert (score(course, "ann"), score(course, "bob")) == (full, full - 4)
    assert len(changed(course)) == 2
    run(course, "extend", "bob", ASSIGNMENT, "none")
    due(course, ASSIGNMENT, "none")
    assert [row[4].partition(":")[0] for row in changed(course)[2:]] == ["late penalty 4 -> 0"]
    # A regrade in which the time alone is another one.
    due(course, ASSIGNMENT, "2026-03-02 12:00")
    (course.folder("zoe") / "timestamp.txt").write_text("2026-03-02 12:30:00 UTC\n")
    run(course, "grade")
    assert (
        "zoe",
        NOTEBOOK,
        full,
        full - 2,
        "late penalty 0 -> 2: 0 h 30 min late, due 2026-03-02 12:00:00 UTC",
    ) in (changed(course))
    coursedir = course.coursedir()
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, "bob").extension is None
    (course.root / "autograder" / dates.NAME).write_text("student,assignment,until\nbob,x,soon\n")
    done = run(course, "grade", "--force")
    assert done.returncode == 1 and done.stderr.startswith("extensions.csv, line 2: it says 'soon'")
    assert len(done.stderr.splitlines()) == 1


@needs_sandbox
@pytest.mark.timeout(600)
def test_a_mark_given_by_hand_in_the_place_of_another_is_written_down(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    course.submit("ann", NOTEBOOK, course.perfect(NOTEBOOK, **{WRITTEN: "By hand, please."}))
    run(course, "grade")
    coursedir = course.coursedir()

    def mark(cell: str, **values: float) -> None:
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            grade = gradebook.find_grade(cell, NOTEBOOK, ASSIGNMENT, "ann")
            for name, value in values.items():
                setattr(grade, name, value)
            grade.needs_manual_grade = False
            gradebook.db.commit()
        run(course, "grade")

    full = course.maxima()["test_training_days"]
    mark(WRITTEN, manual_score=1.0)
    assert changed(course) == []  # the first mark
    mark(WRITTEN, manual_score=2.0)
    mark("test_training_days", manual_score=0.5)
    mark("test_training_days", extra_credit=1.0)
    run(course, "grade", "--force")
    assert changed(course) == [
        ("ann", WRITTEN, 1.0, 2.0, "marked by hand"),
        ("ann", "test_training_days", full, 0.5, "marked by hand"),
        ("ann", "test_training_days", 0.5, 1.5, "marked by hand"),
    ]
    run(course, "forget", "ann", "--yes")
    assert "ann" not in (course.root / "autograder" / "autograded" / f".marks-{ASSIGNMENT}.json").read_text()
