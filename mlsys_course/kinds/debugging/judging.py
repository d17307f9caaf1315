"""Judging the answer to a debugging task: half of the points for the line, half for the mended result."""

from __future__ import annotations

from typing import Any

from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.debugging.reading import OPEN, parts, still_open
from mlsys_course.kinds.debugging.spec import Debugging
from mlsys_course.kinds.scalar.judging import judge as judge_number
from mlsys_course.reading import Refusal
from mlsys_course.result import Result
from mlsys_course.scenarios import Scenario

_INNOCENT = {
    "after": (
        "Line {line} is right, but a number it uses is already wrong. Go back to the line that makes that "
        "number."
    ),
    "before": ("Line {line} is right. Check its value by hand, then go on to the lines that use it."),
    "aside": (
        "Line {line} is right, and so is all that goes into it. Follow the last line back to its other "
        "numbers."
    ),
}


def judge(exercise: Exercise, answer: Any, scenario: Scenario | None = None) -> Result:
    """Judge the line and the value, each for itself.

    Parameters
    ----------
    exercise : Exercise
        Its spec is a `mlsys_course.kinds.Debugging`.
    answer : object
        The learner's answer.
    scenario : Scenario, optional
        The numbers that the lines were shown with.

    Returns
    -------
    Result
        Accepted where both are right.

    Raises
    ------
    Refusal
        If the answer is no pair of a line and a value.
    """
    spec: Debugging = exercise.spec
    line, value = parts(contract_of(exercise), answer)
    found = line == spec.wrong
    if value is Ellipsis:
        result = Result(False, 0.0, OPEN, still_open(exercise.name, line), exercise.name)
    else:
        result = _value(spec.number(exercise), value, scenario)
    score = 0.5 * found + 0.5 * result.score
    if found and result.accepted:
        message = f"Line {line} is the one: {spec.because} {result.message}"
        return Result(True, score, result.cause, message, exercise.name, result.remarks)
    if found:
        message = f"You found the wrong line, {line}. {result.message}"
        return Result(False, score, result.cause, message, exercise.name, result.remarks)
    if line is Ellipsis:
        cause, message = OPEN, still_open(exercise.name, line)
    else:
        cause, message = _innocent(exercise, line)
    told = "The value is right. " if result.accepted else ""
    return Result(False, score, cause, f"{told}{message}", exercise.name, result.remarks)


def _value(number: Exercise, value: Any, scenario: Scenario | None) -> Result:
    try:
        return judge_number(number, value, scenario)
    except Refusal as refusal:
        return Result(False, 0.0, refusal.cause, refusal.message, number.name)


def _innocent(exercise: Exercise, line: int) -> tuple[str, str]:
    """Say why a line is not the wrong one."""
    spec: Debugging = exercise.spec
    way = spec.takes_over(exercise, line)
    return f"line:{way}", spec.innocent.get(line, _INNOCENT[way].format(line=line))
