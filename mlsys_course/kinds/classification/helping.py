"""Help with a classification: how many of each, an item of each, half of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from mlsys_course import readable
from mlsys_course.exercise import Exercise
from mlsys_course.help import BLANK, Step, formulas
from mlsys_course.kinds.spellings import spellings
from mlsys_course.scenarios import Scenario


def _listed(counts: Mapping[Any, int], items: int) -> str:
    """Say how many items each class has."""
    numbers = set(counts.values())
    if len(numbers) == 1:
        (each,) = numbers
        return f"Each class has {readable.counted(each, 'item')}."
    said = [f"{number} {one!r}" for one, number in sorted(counts.items(), key=lambda count: -count[1])]
    return f"Of the {items} items, {formulas.names(said).replace(' ', ' are ', 1)}."


def steps(exercise: Exercise, numbers: Scenario | None) -> tuple[Step, ...]:
    """Return the three steps of help (see `mlsys_course.help`)."""
    accepted = exercise.answer(numbers)
    right = {item: value[0] if isinstance(value, tuple) else value for item, value in accepted.items()}
    order = list(spellings(exercise.spec.items))
    counts = Counter(right[item] for item in order)
    hint = (
        f"{exercise.spec.reconsider} Work out a number for each of the {len(order)} items, then sort."
        if exercise.spec.order
        else f"{exercise.spec.reconsider} {_listed(counts, len(order))}"
    )
    first = {value: item for item, value in reversed([(item, right[item]) for item in order])}
    some = set(first.values())
    if len(some) >= len(order):
        some = set(order[::2])
    rest = [item for item in order if item not in some]
    half = some | set(
        rest[: max((len(order) + 1) // 2 - len(some), (len(rest) + 1) // 2 if len(rest) > 1 else 0)]
    )

    def table(shown: set[str]) -> tuple[str, ...]:
        return tuple(
            f"{item!r}: {right[item]!r}" if item in shown else f"{item!r}: {BLANK}" for item in order
        )

    return (
        Step(1, "A hint", hint.strip()),
        Step(
            2,
            "The answer with blanks",
            "Some are filled in. Find the places of the others."
            if exercise.spec.order
            else "One of each is filled in. Ask what the others have in common with it.",
            table(some),
        ),
        Step(
            3,
            "Half of the answer",
            f"{len(half)} of the {len(order)} items. Say of each why it belongs there, then go on.",
            table(half),
        ),
    )
