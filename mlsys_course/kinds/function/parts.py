"""What one of several returned values is, where it is wrong: renamed, always the same, a sum for a least."""

from __future__ import annotations

import inspect
import math
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from mlsys_course.exercise import Exercise
from mlsys_course.kinds.function.wrong_functions import Probe, changed_results
from mlsys_course.reading._plain import NUMBER, TEXT, Value, same
from mlsys_course.reading._words import squeeze

PLACES = ("first", "second", "third", "fourth")

_EXACT = 1e-9

_MADE_OF: Mapping[str, tuple[str, Callable[[Sequence[float]], float]]] = {
    "min": ("the smallest of", min),
    "max": ("the largest of", max),
    "sum": ("the sum of", sum),
    "mean": ("the mean of", lambda items: sum(items) / len(items)),
    "harmonic-mean": ("the harmonic mean of", statistics.harmonic_mean),
    "median": ("the median of", statistics.median),
    "product": ("the product of", math.prod),
    "count": ("the number of", len),
    "first": ("the first of", lambda items: items[0]),
    "last": ("the last of", lambda items: items[-1]),
    "range": ("the distance between the largest and the smallest of", lambda items: max(items) - min(items)),
    "harmonic": ("one over the sum of the inverses of", lambda items: 1 / sum(1 / item for item in items)),
}
"""What people make of a collection of numbers."""


def explain(
    exercise: Exercise, inputs: Sequence[Probe], mine: Sequence[Value], wanted: Sequence[Value], place: int
) -> tuple[str, str] | None:
    """Return cause and sentence of one of several values that is wrong.

    Parameters
    ----------
    exercise : Exercise
        Its key names the arguments.
    inputs : sequence of Probe
        What the learner's function was called with.
    mine, wanted : sequence of Value
        What it returned at that place, and what is right there.
    place : int
        The place, from 0.
    """
    if all(value.kind == TEXT for value in (*mine, *wanted)):
        return renamed(wanted, mine)
    for cause, said, values in made_of_an_argument(exercise, inputs):
        if all(_equal(a, b) for a, b in zip(mine, values, strict=True)):
            return cause, f"The {PLACES[place]} value that you return is {said}."
    alone = [Probe(p.args, v, p.edge) for p, v in zip(inputs, wanted, strict=True)]
    for cause, message, changed in changed_results(alone):
        if all(same(a, b, _EXACT) for a, b in zip(mine, changed, strict=True)):
            return cause, message
    return None


def _equal(mine: Value, other: float | None) -> bool:
    return mine.kind == NUMBER and other is not None and same(mine, Value(NUMBER, other, ""), _EXACT)


def renamed(rights: Sequence[Value], given: Sequence[Value]) -> tuple[str, str] | None:
    """Find two texts that have changed places throughout, or a text that is always the same."""
    pairs = {(squeeze(r.value), squeeze(g.value)): r.value for r, g in zip(rights, given, strict=True)}
    names = list(dict.fromkeys(right for right, _ in pairs))
    if len(pairs) == len(names) == 2 and set(pairs) == {(names[0], names[1]), (names[1], names[0])}:
        one, two = pairs[names[0], names[1]], pairs[names[1], names[0]]
        return f"swapped:{one}-{two}", f"{one!r} and {two!r} are swapped."
    if len({squeeze(g.value) for g in given}) == 1 and len(names) > 1:
        return "constant", f"Your function says {given[0].value!r} for all arguments."
    return None


def made_of_an_argument(
    exercise: Exercise, inputs: Sequence[Probe]
) -> Iterator[tuple[str, str, list[float | None]]]:
    """Yield what can be made of each argument that is a collection of numbers: its sum, its largest.

    Yields
    ------
    tuple of (cause, words, values)
        The words complete "Your result is …"; the values stand for the inputs, None where there is none.
    """
    for i, name in enumerate(inspect.signature(exercise.key).parameters):
        collections = [_numbers(probe.args[i]) if i < len(probe.args) else None for probe in inputs]
        if any(items is None for items in collections):
            continue
        for slug, (words, make) in _MADE_OF.items():
            yield f"made:{slug}:{name}", f"{words} {name}", [_made(make, items) for items in collections]


def _numbers(argument: Any) -> list[float] | None:
    items = list(argument.values()) if isinstance(argument, dict) else argument
    if not isinstance(items, (list, tuple)):
        return None
    whole = all(isinstance(item, (int, float)) and not isinstance(item, bool) for item in items)
    return [float(item) for item in items] if whole else None


def _made(make: Callable[[Sequence[float]], float], items: Sequence[float] | None) -> float | None:
    try:
        return None if items is None else float(make(items))
    except (ArithmeticError, ValueError, IndexError):
        return None
