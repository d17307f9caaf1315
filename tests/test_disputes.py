"""A disputed mark: what the staff decides about an answer holds for it, for equal ones, and for no other."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from grading_course import ASSIGNMENT, Course

from autograder import chapters
from autograder.__main__ import main
from autograder.grading import disputes, given, sandbox
from autograder.grading.overrides import Override, fingerprint, for_answer
from mlsys_course import Q_

NAME = "06_iron_law_exercises"
CELL = "test_training_days"
ANSWERS = {
    "ada": 'training_days = Q_(7, "day")',
    "ben": 'training_days = Q_(7 * 24, "hour")  # a week',
    "cem": 'training_days = Q_(8, "day")',
}

pytestmark = [
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
    pytest.mark.xdist_group("disputes"),
]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = Course.make(tmp_path_factory.mktemp("disputes"), (NAME,))
    for student, answer in ANSWERS.items():
        course.submit(student, NAME, course.perfect(NAME, training_days=answer))
    course.autograde()
    return course


def scores(course: Course) -> dict[str, float]:
    return {student: course.scores(student)[CELL] for student in ANSWERS}


def changes(course: Course) -> list[dict[str, str]]:
    path = course.root / "autograder" / "changes.csv"
    return list(csv.DictReader(path.open(encoding="utf-8"))) if path.exists() else []


def override(course: Course, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.chdir(course.root)
    return main(["override", *words])


def test_an_override_goes_where_the_answer_is(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set(scores(course).values()) == {0.0}
    reason = "The question can be read like this, too"
    given = ["ada", "training_days", "--points", "1", "--reason", reason, "--by", "tim", "--everybody"]
    assert override(course, monkeypatch, *given) == 0
    assert "2 answers: ada, ben" in capsys.readouterr().out

    graded = course.autograde(force=False)
    assert {outcome.student for outcome in graded if outcome.graded} == {"ada", "ben"}
    assert scores(course) == {"ada": 1.0, "ben": 1.0, "cem": 0.0}
    assert f"{reason}." in course.cell_text("ben", NAME, CELL)
    assert sorted((row["student"], row["why"]) for row in changes(course)) == [
        ("ada", f"overridden by tim: {reason}."),
        ("ben", f"overridden by tim: {reason}."),
    ]

    # It outlives a grading of everybody, and changes nothing then.
    course.autograde()
    assert scores(course) == {"ada": 1.0, "ben": 1.0, "cem": 0.0}
    assert len(changes(course)) == 2

    # Another answer is marked by the machine; the same answer, later, is not.
    course.submit("ben", NAME, course.perfect(NAME, training_days='training_days = Q_(9, "day")'))
    course.submit("cem", NAME, course.perfect(NAME, training_days=ANSWERS["ada"]))
    course.autograde(force=False)
    assert scores(course) == {"ada": 1.0, "ben": 0.0, "cem": 1.0}

    assert override(course, monkeypatch) == 0
    assert "1. ch01_introduction, test_training_days: 1 points for everybody" in capsys.readouterr().out
    assert override(course, monkeypatch, "--withdraw", "1") == 0
    course.autograde(force=False)
    assert set(scores(course).values()) == {0.0}
    assert changes(course)[-1]["why"].startswith("no longer overridden by tim")
    assert override(course, monkeypatch, "--withdraw", "1") == 1
    assert "was withdrawn at" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["zoe", "training_days", "--points", "1", "--reason", "x"], "Nothing of zoe in"),
        (["ada", "days", "--points", "1", "--reason", "x"], "training_days, "),
        (["ada", "training_days", "--points", "99", "--reason", "x"], "99 points? training_days has from 0"),
        (["ada", "training_days", "--points", "1", "--reason", " "], "Give a reason"),
        (["ada", "training_days"], "takes the student, the question, the points and the reason"),
    ],
)
def test_a_wrong_call_says_what_is_missing(
    course: Course,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    assert override(course, monkeypatch, *words) in (1, 2)
    assert said in capsys.readouterr().err


def test_a_damaged_file_is_named_with_its_line(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    path = disputes.path_of(course.coursedir())
    kept = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(f"{','.join(disputes.COLUMNS)}\n,,{ASSIGNMENT},{CELL},ada,,,two,,\n", encoding="utf-8")
    try:
        with pytest.raises(disputes.OverrideError, match=r"overrides\.csv, line 2: points is 'two'"):
            disputes.load(course.coursedir(), ASSIGNMENT)
    finally:
        path.unlink() if kept is None else path.write_text(kept, encoding="utf-8")


def test_what_a_spreadsheet_would_run_comes_back_as_it_was(tmp_path: Path) -> None:
    one = Override("test_x", 1.0, "=1+1", by="@tim", student="'ada", assignment=ASSIGNMENT)
    disputes._write(tmp_path / "overrides.csv", [one])
    assert disputes._read(tmp_path / "overrides.csv") == [one]
    assert ",=1+1" not in (tmp_path / "overrides.csv").read_text()


def test_a_student_s_own_override_goes_before_everybody_s_and_the_last_one_counts() -> None:
    own = Override("t", 1.0, "own", student="ada", answer="x")
    first, last = Override("t", 2.0, "first", answer="x"), Override("t", 3.0, "last", answer="x")
    assert for_answer([own, first, last], "t", "ada", "x", None) == own
    assert for_answer([own, first, last], "t", "ben", "x", None) == last
    by_cause = Override("t", 2.0, "cause", diagnosis="dropped:efficiency")
    assert for_answer([by_cause], "t", "ben", "y", "dropped:efficiency") == by_cause
    assert for_answer([by_cause], "t", "ben", "y", None) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Q_(7, "day"), Q_(168, "hour"), True),
        (Q_(0.1 + 0.2, "day"), Q_(0.3, "day"), True),
        (Q_(7, "day"), Q_(8, "day"), False),
        (Q_(7, "day"), 7, False),  # without a unit it has another mark
        (Q_(7, "day"), Q_(7, "GB"), False),
    ],
)
def test_answers_are_the_same_where_their_values_are(one: Any, other: Any, same: bool) -> None:
    exercise = chapters.load(ASSIGNMENT)["training_days"]
    prints = [fingerprint(given.read(exercise, answer, 0), "same code", 0) for answer in (one, other)]
    assert (prints[0] == prints[1]) is same


def test_functions_are_the_same_where_their_code_is() -> None:
    commented, plain = "def f(x):\n    return x  # so", "def f(x): return x"
    assert fingerprint({}, commented) == fingerprint({}, plain)
    assert fingerprint({}, plain) != fingerprint({}, "def f(x): return 2 * x")
