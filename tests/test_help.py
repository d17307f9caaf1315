"""Help comes when it is due, only where a key is at hand, and in words that can be acted on."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.marking import exercises
from mlsys_course import Q_, check, help, memory, scenarios
from mlsys_course.course import Course, grading_as
from mlsys_course.diagnosis import judge
from mlsys_course.exercise import Exercise
from mlsys_course.help import BLANK, formulas, hint
from mlsys_course.kinds.plot import helping as plotted
from mlsys_course.memory import keeping
from mlsys_course.scenarios import Scenario

EVERY = exercises()
SCALAR = [one for one in EVERY if one.scalar]


def numbers_of(exercise: Exercise) -> Scenario | None:
    return scenarios.scenario(exercise.scenario) if exercise.scenario else None


@pytest.fixture(autouse=True)
def afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    store = keeping.Store(None)
    monkeypatch.setattr(memory, "store", lambda: store)
    monkeypatch.delenv("NBGRADER_VALIDATING", raising=False)


@pytest.mark.parametrize("exercise", EVERY, ids=lambda exercise: exercise.name)
def test_every_exercise_has_three_steps_of_help(exercise: Exercise) -> None:
    steps = help.steps(exercise, numbers_of(exercise))
    assert [step.number for step in steps] == [1, 2, 3]
    for step in steps:
        assert step.title and step.text == step.text.strip()
        assert step.text.endswith((".", "?")) and "  " not in step.text and ".." not in step.text, step.text
        assert "None" not in step.text and "dimensionless" not in str(step), step
    assert BLANK in "".join(steps[1].lines)
    assert help.steps(exercise, numbers_of(exercise), upto=1) == steps[:1]


CLUMSY = re.compile(
    r"\btimes \w+ per [^.]* by|\bby [^.]* times|(?<![.,\d])1 times|\d times '|[.] And think|\)\)"
    r"|each (operations|samples)|\bper (parameters|operations|tokens|samples)"
)
"""Compound dimensions divided by one another, counts of one, half sentences."""


@pytest.mark.parametrize("exercise", EVERY, ids=lambda exercise: exercise.name)
def test_a_hint_has_only_names_of_the_learner(exercise: Exercise) -> None:
    """What a private name of the key's file stands for, nobody else can know."""
    shown = [line for step in help.steps(exercise, numbers_of(exercise)) for line in str(step).splitlines()]
    assert not [line for line in shown if re.search(r"(?<!\w)_[A-Za-z]", line.replace(BLANK, ""))]
    if exercise.kind != "plot":
        return
    own = {name for name, value in exercise.key.__globals__.items() if not inspect.ismodule(value)}
    for line in help.steps(exercise, numbers_of(exercise))[2].lines:
        called = {node.func for node in ast.walk(ast.parse(line)) if isinstance(node, ast.Call)}
        assert not {one.id for one in called if isinstance(one, ast.Name)} & own, line
        assert line.startswith("ax."), line


def test_what_only_a_key_has_gets_a_made_up_name() -> None:
    space: dict[str, Any] = {"_TOP": 3, "_in": print, "_at": print, "np": np}
    exec("def key(): pass", space)

    def shown(source: str) -> str:
        return ast.unparse(plotted._MadeUp(space["key"]).visit(ast.parse(source, mode="eval").body))

    assert shown("ax.axhline(_in(alarm, 'percent'))") == "ax.axhline(alarm)"
    assert shown("ax.plot(x, _TOP + np.log(x))") == "ax.plot(x, top + np.log(x))"
    assert shown("ax.plot(x, [_at(one) for one in x])") == "ax.plot(x, at)"
    assert shown("ax.annotate(name.split('|')[0], (x, y))") == "ax.annotate(name, (x, y))"


@pytest.mark.parametrize("exercise", EVERY, ids=lambda exercise: exercise.name)
def test_a_first_hint_can_be_read_aloud(exercise: Exercise) -> None:
    said = help.steps(exercise, numbers_of(exercise))[0].text
    assert not CLUMSY.search(said), said
    assert all(sentence[:1].isupper() for sentence in re.split(r"(?<=[.?!]) ", said)), said
    longest = max(len(sentence.split()) for sentence in re.split(r"[.?!:;] ", said))
    assert longest <= 40, said


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (lambda a, b: a * b * a, "a product of 3 factors"),
        (lambda a, b: a * 1, "the answer already, in another unit"),
        (lambda a, b: np.floor(a * b) + 1, "Round the result down, then add 1."),
        (lambda a, b: 1 - a / b, "Something is taken away from 1."),
        (lambda a, b: a + b + a, "Three parts add up."),
        (lambda a, b: np.minimum(a / b, 1), "cannot be above 1"),
        (lambda a, b: np.ceil((a / b) ** 2), "Something is raised to a power."),
        (lambda a, b: a / (1 + b), "The answer is a fraction."),
    ],
)
def test_a_hint_says_how_the_formula_goes(key: Any, said: str) -> None:
    tree = formulas.expression.trace(key, ("a", "b"))
    assert tree is not None
    assert said in formulas._shape(tree, next(one for one in EVERY if one.name == "xor_accuracy"), None)


def test_the_difference_of_two_percentages_is_in_points() -> None:
    reduction = next(one for one in EVERY if one.name == "error_reduction")
    worked = "\n".join(help.steps(reduction, numbers_of(reduction))[2].lines)
    assert re.search(r"old_error - new_error = [\d.]+ percentage points?\n", worked)


@pytest.mark.parametrize("exercise", SCALAR, ids=lambda exercise: exercise.name)
def test_the_worked_solution_is_of_other_numbers(exercise: Exercise) -> None:
    numbers = numbers_of(exercise)
    given = formulas.other(exercise, numbers)
    shown = help.steps(exercise, numbers)[2].lines[-1].strip().removeprefix("= ")
    assert shown
    if numbers is not None:
        assert given is not None and exercise.table is not None
        assert not judge(exercise, exercise.answer(given), numbers).accepted
        made_up = given.row < 0  # where there is only one row
        assert made_up == (len(exercise.table.rows) == 1)
        assert made_up or judge(exercise, exercise.answer(given), given).accepted


@pytest.mark.parametrize("row", [0, 3, 11])
def test_another_learner_sees_other_numbers_than_their_own(row: int) -> None:
    for exercise in SCALAR:
        if exercise.table is not None and len(exercise.table.rows) > row:
            numbers = exercise.table.row(row)
            given = formulas.other(exercise, numbers)
            assert given is not None and not judge(exercise, exercise.answer(given), numbers).accepted


def test_help_comes_after_two_four_and_five_wrong_tries() -> None:
    shown = []
    for days in (1, 2, 2, 3, 4, 5):
        result = check("training_days", Q_(days, "day"))
        shown.append(0 if result.help is None else len(result.help.steps))
    assert shown == [0, 1, 1, 1, 2, 3]  # the second 2 is no new try
    assert "A hint" in repr(result) and "<details" in result._repr_html_()
    exercise = next(one for one in EVERY if one.name == "training_days")
    right = check("training_days", exercise.answer(numbers_of(exercise)))
    assert right.accepted and right.help is None


def test_validate_and_what_is_not_attempted_bring_no_help(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(6):
        assert check("training_days", ...).help is None
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    assert all(check("training_days", Q_(days, "day")).help is None for days in range(1, 8))


def test_a_class_that_is_graded_is_no_learner_who_tries_again() -> None:
    for students, wrong in enumerate((1, 2, 3, 4, 5), start=1):
        with grading_as(f"s{students}", Course()):
            assert check("additional_gpus", wrong).help is None
    assert not memory.tries("additional_gpus")


def test_a_hint_goes_one_step_further_each_time() -> None:
    assert [len(hint("training_days").steps) for _ in range(4)] == [1, 2, 3, 3]
    assert memory.help_step("training_days") == 3
    assert 'hint("days_saved", 2)' in hint("days_saved").more
    assert hint("days_saved", 3).more == ""
    for step in (4, "2", 0):
        assert f"step is 1, 2 or 3, not {step!r}" in repr(hint("days_saved", step))  # type: ignore[arg-type]
    assert "Did you mean 'training_days'" in repr(hint("training_day"))
    assert "no exercise 'nonsense'" in hint("nonsense")._repr_html_().replace("&#x27;", "'")


def test_a_worked_solution_that_was_read_is_folded_from_then_on() -> None:
    for wrong in range(1, 5):
        check("additional_gpus", wrong)
    opened = [check("additional_gpus", wrong).help._repr_html_().count(" open") for wrong in (6, 7, 8)]
    assert opened == [1, 0, 0]
    assert hint("additional_gpus", 3)._repr_html_().count(" open") == 1, "it was asked for"


def test_without_a_key_there_is_help_with_practice_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(help, "_graded", lambda: None)
    assert "no help with training_days here" in repr(hint("training_days"))
    assert not help.available("training_days") and help.available("additional_gpus")
    assert all(check("training_days", Q_(days, "day")).help is None for days in range(1, 8))
    assert len(hint("additional_gpus", 3).steps) == 3


def test_a_course_can_switch_help_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "course.toml").write_text("help = false\n")
    monkeypatch.chdir(tmp_path)
    assert "gives no help with its graded exercises" in repr(hint("training_days"))
    assert all(check("training_days", Q_(days, "day")).help is None for days in range(1, 8))
    assert len(hint("additional_gpus").steps) == 1


def test_what_goes_wrong_with_the_help_leaves_the_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str, tries: int) -> None:
        raise RuntimeError

    monkeypatch.setattr(help, "offered", broken)
    results = [check("training_days", Q_(days, "day")) for days in range(1, 4)]
    assert [result.accepted for result in results] == [False] * 3


def test_what_is_shown_is_escaped() -> None:
    shown = help.Help("x", (help.Step(1, "A <b>hint</b>", "1 < 2", ("a < b",)),), "<i>")
    assert "<b>" not in shown._repr_html_() and "<i>" not in shown._repr_html_()
    assert "1 &lt; 2" in shown._repr_html_() and "a &lt; b" in shown._repr_html_()
