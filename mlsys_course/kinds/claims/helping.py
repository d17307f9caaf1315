"""Help with claims: how many hold, one of either kind, half of them."""

from __future__ import annotations

from typing import Any

from mlsys_course.exercise import Exercise
from mlsys_course.help import BLANK, Step
from mlsys_course.reading.dimensions import in_prose
from mlsys_course.scenarios import Scenario


def steps(exercise: Exercise, numbers: Scenario | None) -> tuple[Step, ...]:
    """Return the three steps of help (see `mlsys_course.help`)."""
    right = exercise.key()
    order = list(exercise.spec.claims)

    def holds(claim: str) -> bool:
        value = right[claim]
        return bool(value[0] if isinstance(value, tuple) else value)

    def told(claim: str) -> str:
        value = right[claim]
        if not isinstance(value, tuple):
            return f"{claim!r}: {value}"
        unit = exercise.spec.units.get(claim)
        return f"{claim!r}: ({value[0]}, {_number(value[1])})" + (f"   in {in_prose(unit)}" if unit else "")

    true = [claim for claim in order if holds(claim)]
    some = {*true[:1], *[claim for claim in order if not holds(claim)][:1]}
    half = some | set(order[: len(order) // 2])
    if len(some) >= len(order):
        some = half = set(order[:1])

    def table(shown: set[str]) -> tuple[str, ...]:
        return tuple(told(claim) if claim in shown else f"{claim!r}: {BLANK}" for claim in order)

    return (
        Step(
            1,
            "A hint",
            f"{exercise.spec.reconsider} Compute each value first, then judge the claim. "
            f"Of the {len(order)} claims {len(true)} {'holds' if len(true) == 1 else 'hold'}.".strip(),
        ),
        Step(
            2,
            "The answer with blanks",
            "Work these out yourself before you go on: you should get the same.",
            table(some),
        ),
        Step(3, "Half of the answer", "The others go the same way.", table(half)),
    )


def _number(value: Any) -> str:
    return f"{float(value):.6g}"
