"""The figures the diagnosis is judged by, and that they would show what goes wrong."""

from __future__ import annotations

from typing import Any

import pytest

from autograder import assess as assessing
from autograder import chapters
from autograder.answers import evaluate, over_all_rows
from autograder.assess import assess, meets_goals, numbers_in, report
from mlsys_course.diagnosis import messages
from mlsys_course.diagnosis.candidates import load
from mlsys_course.exercise import Answers, ExerciseError
from mlsys_course.kinds.scalar import judging
from mlsys_course.result import Result


def one(name: str) -> assessing.Figures:
    return assess([name]).total


def test_the_worked_example_alone() -> None:
    figures = one("training_days")
    assert figures.failures == []
    assert figures.written > 30
    assert figures.named == figures.written
    assert one("I6.1").right == figures.right


def test_a_message_that_holds_the_answer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = messages.from_causes

    def leaky(given: str, clauses: Any, exact: bool) -> str:
        return honest(given, clauses, exact) + " The right answer is 606.7 hours."

    monkeypatch.setattr(messages, "from_causes", leaky)
    figures = one("training_days")
    assert figures.leaks > 0
    assert "gives the answer away" in " ".join(figures.failures)


def test_numbers_of_the_learner_and_of_the_question_are_no_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = messages.from_causes

    def chatty(given: str, clauses: Any, exact: bool) -> str:
        return f"{given}, {given}: {honest(given, clauses, exact)} Use the A100's 312 TFLOP/s and 0.45."

    monkeypatch.setattr(messages, "from_causes", chatty)
    assert one("training_days").leaks == 0


def test_a_right_answer_refused_and_a_wrong_one_accepted_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "is_right", lambda known, row, value: False)
    figures = one("training_days")
    assert figures.right_accepted < figures.right
    assert any(line.startswith("training_days: refused although right") for line in figures.failures)
    monkeypatch.setattr(judging, "is_right", lambda known, row, value: True)
    figures = one("training_days")
    assert figures.wrong_refused < figures.wrong
    assert not meets_goals(figures)


def test_a_dimension_worded_as_a_value_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def confused(*args: Any) -> Result:
        return Result(False, 0.0, "scale:1000", "A prefix is lost.", "training_days")

    monkeypatch.setattr(judging, "_other_dimension", confused)
    assert one("training_days").mixups > 0


def test_a_cause_that_is_not_named_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    exercise = load_exercise("training_days")
    changed = Answers(exercise.known.right, {"dropped:patience": ("Q_(11.375, 'day')",)})
    monkeypatch.setattr(exercise, "known", changed)
    figures = one("training_days")
    assert (figures.written, figures.named) == (1, 0)
    assert "should be dropped:patience, is dropped:efficiency" in figures.failures[0]
    assert "dropped:patience" in report(assess(["training_days"]))


def test_a_wrong_answer_close_to_the_right_one_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    near = "q.training_ops / (q.gpus * q.peak * q.efficiency) * 1.02"
    changed = Answers((), {"unexplained": (near,)})
    monkeypatch.setattr(load_exercise("training_days"), "known", changed)
    figures = one("training_days")
    assert figures.near == 1
    assert figures.wrong_refused == figures.wrong
    assert figures.named == 0  # expected to stay unexplained, and counted as that


def test_numbers_in_a_sentence() -> None:
    text = "1,024 GPUs (A100, FP16) need 25.28 day or 2.18e6 s, not -3 %; see x2 and 10^8"
    assert numbers_in(text) == [1024.0, 25.28, 2.18e6, -3.0]


def test_an_answer_is_evaluated_in_the_learners_view() -> None:
    q = load_row("training_days", 3)
    assert evaluate("x", "q.gpus * 2", q) == q.gpus * 2
    assert evaluate("f", "def f(x):\n    return x + 1", None)(1) == 2
    assert evaluate("x", "print('said')", None) is None
    values = over_all_rows(load_exercise("training_days"), "q.training_ops / (q.gpus * q.peak)")
    assert len(values) > 200
    assert over_all_rows(load_exercise("training_days"), "Q_(25, 'day')") is None
    assert over_all_rows(load_exercise("training_days"), "q.gpus * 2") is None


def test_an_answer_must_be_python() -> None:
    with pytest.raises(ExerciseError, match="'q.gpus \\*' is not Python"):
        load_exercise("training_days").answers(right=["q.gpus *"], wrong={})


def load_exercise(name: str) -> Any:
    return chapters.load()[name]


def load_row(name: str, row: int) -> Any:
    exercise = load_exercise(name)
    assert load(exercise).rows > row
    return exercise.table.row(row)
