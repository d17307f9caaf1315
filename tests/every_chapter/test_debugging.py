"""Debugging tasks: both versions of the lines run, line and value count apart, nothing is given away."""

from __future__ import annotations

import re
from typing import Any

import pytest
from chosen import all_exercises

from mlsys_course.diagnosis import judge
from mlsys_course.diagnosis.candidates import load
from mlsys_course.diagnosis.causes import GUARD
from mlsys_course.exercise import Exercise
from mlsys_course.units import Q_

TASKS = [exercise for exercise in all_exercises() if exercise.kind == "debugging"]
each = pytest.mark.parametrize("exercise", TASKS, ids=lambda exercise: exercise.name)


def results(exercise: Exercise, row: int) -> tuple[Any, Any, Any]:
    """Return what the key, the mended lines and the shown lines give in a row."""
    assert exercise.table is not None
    scenario = exercise.table.row(row)
    inputs = {name: given.value for name, given in scenario.inputs.items()}
    last = exercise.spec.names(exercise)[-1]
    mended, shown = (exercise.spec.run(inputs, mended=mended)[last] for mended in (True, False))
    return exercise.answer(scenario), mended, shown


def asked(exercise: Exercise, value: Any) -> float:
    return float(Q_(1, "") * value.to(exercise.unit).magnitude if exercise.unit else Q_(value, "").to(""))


@each
def test_eight_lines_are_shown_and_one_is_wrong(exercise: Exercise) -> None:
    spec = exercise.spec
    assert len(spec.lines) == 8
    assert 1 < spec.wrong <= 8
    assert spec.mended != spec.lines[spec.wrong - 1]
    assert set(spec.innocent) <= set(range(1, 9)) - {spec.wrong}


@each
def test_mended_lines_give_the_answer_and_shown_ones_do_not(exercise: Exercise) -> None:
    assert exercise.table is not None
    for row in range(0, len(exercise.table.rows), 23):
        right, mended, shown = (asked(exercise, value) for value in results(exercise, row))
        assert mended == pytest.approx(right, rel=1e-9)
        assert abs(shown - right) > GUARD * exercise.rtol * abs(right)


@each
def test_line_and_value_count_half_each(exercise: Exercise) -> None:
    assert exercise.table is not None
    for row in (0, 7, 91):
        scenario = exercise.table.row(row)
        right, _, shown = results(exercise, row)
        line = exercise.spec.wrong
        assert judge(exercise, (line, right), scenario).score == 1
        result = judge(exercise, (line, shown), scenario)
        assert (result.score, result.accepted, result.cause) == (0.5, False, "as-it-stands")
        for other in set(range(1, 9)) - {line}:
            result = judge(exercise, (other, right), scenario)
            assert (result.score, result.accepted) == (0.5, False)
            assert str(result.cause).startswith("line:")
            assert judge(exercise, (other, shown), scenario).score == 0


@each
def test_no_message_names_the_line_or_its_remedy(exercise: Exercise) -> None:
    assert exercise.table is not None
    scenario, spec = exercise.table.row(0), exercise.spec
    remedy = spec.mended.partition("=")[2].strip()
    for line in set(range(1, 9)) - {spec.wrong}:
        for value in results(exercise, 0):
            message = judge(exercise, (line, value), scenario).message
            assert not re.search(rf"\bline {spec.wrong}\b", message, re.IGNORECASE), message
            assert remedy not in message


@each
def test_values_of_other_lines_are_recognised(exercise: Exercise) -> None:
    """Whoever stops a line too early is told so; other slips are those of the key's own formula."""
    number = exercise.number
    assert number is not None
    causes = [misconception.cause for misconception in number.misconceptions]
    assert causes.count("as-it-stands") == 1
    assert "other-line" in causes
    assert load(number).tree is not None


@each
def test_lines_take_no_name_that_the_notebook_needs(exercise: Exercise) -> None:
    """Whoever runs the lines again keeps all answers, imports and numbers."""
    taken = {other.name for other in all_exercises() if other.graded} | {exercise.spec.scenario}
    taken |= {
        "np",
        "plt",
        "math",
        "Q_",
        "ureg",
        "check",
        "scenario",
        "constants",
        "data",
        "models",
        "hardware",
    }
    assert not taken & set(exercise.spec.names(exercise))
