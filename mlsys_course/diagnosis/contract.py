"""The public side of an exercise, out of its key."""

from __future__ import annotations

from mlsys_course.contracts import Contract
from mlsys_course.diagnosis.expression import Array
from mlsys_course.diagnosis.values import Values
from mlsys_course.exercise import Exercise


def contract_of(exercise: Exercise, right: Array | None = None) -> Contract:
    """Return the public side of an exercise.

    Parameters
    ----------
    exercise : Exercise
        The exercise, with its key.
    right : array, optional
        The right answers of all rows, where the answer is a number and they are known already.

    Raises
    ------
    ExerciseError
        If the key does not answer what the question asks.
    """
    sign = "any"
    number = exercise.number
    if number is not None:
        sign = _sign(Values(number, number.table).right() if right is None else right)
    return Contract(
        name=exercise.name,
        bank=exercise.bank,
        kind=exercise.kind,
        unit=exercise.unit,
        rtol=exercise.rtol,
        points=exercise.points,
        sign=sign,
        bare=exercise.bare,
        shape=exercise.spec.shape(exercise) if exercise.spec is not None else {},
        scenario=exercise.scenario,
    )


def _sign(right: Array) -> str:
    """Say which sign every row's answer has."""
    low, high = float(right.min()), float(right.max())
    return "positive" if low > 0 else "negative" if high < 0 else "nonnegative" if low >= 0 else "any"
