"""Two slips at once in a function, looked for only where no single one explains it.

What a slip does to a result is known on all inputs. Two of them in different terms of a sum add what they do,
two factors multiply it, two branches each show one of them, and of two values that are returned each may
have its own. So the likely pairs are told apart without one of them being written down and called. Every
ordinary call must agree to all digits: a pair that fits is what the function does, in other words at most.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mlsys_course import readable
from mlsys_course.diagnosis.odds import CHANCE, OTHER, PARTS
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.function import parts
from mlsys_course.kinds.function.breaks import Break
from mlsys_course.kinds.function.broken import SECONDS, Broken, Known, by_chance, quietly, slips, some_items
from mlsys_course.kinds.function.reading import call
from mlsys_course.kinds.function.wrong_functions import orders, probes, wrong_functions
from mlsys_course.reading._plain import FLAG, GROUP, NUMBER, Value, same

COMMON = 300
"""So many of an exercise's slips, the likeliest, are looked for in pairs."""

CHANGED = 40
"""So many are looked for beside a change of the arguments, and all that the exercise's author wrote."""

_TRIED = 4
"""So many wrong calls are looked at for all slips, and the others for those of the pairs that are left."""

_MANY = 2000
"""Pairs beyond which the calls tell nothing apart."""

_VAGUE = 0.05
"""How much rather two slips are told that can be named than one of which no name says where it is."""

_EXACT = 1e-9
_SURE = CHANCE / 1000 * 1e-6
"""How unlikely it must be that the calls which a slip explains agree with it by chance: pairs are many."""

_SURE_ALONE = CHANCE / 1000 * 1e-3
"""The same of one of several values, which is explained by a single slip."""

Array = npt.NDArray[np.float64]


class Slips:
    """The likely slips of an exercise, the likeliest first, and what they give for its ordinary inputs.

    Parameters
    ----------
    exercise : Exercise
        Its spec is a `mlsys_course.kinds.Function`.
    """

    def __init__(self, exercise: Exercise) -> None:
        known = wrong_functions(exercise)
        written: list[Broken] = [Known(one, exercise) for one in known if one.by_hand]
        # What was done to the finished result, or to the arguments, is found on top of anything.
        changed: list[Broken] = [Known(one, exercise) for one in known if not one.by_hand]
        others: list[Broken] = [one for one in slips(exercise).every if not isinstance(one, Known)]
        crowd: dict[str, float] = {}
        for one in (*others, *changed):
            crowd[one.kind] = crowd.get(one.kind, 0.0) + one.slip.prior
        odds = {
            one: PARTS.get(one.kind, OTHER) / 1000 * one.slip.prior / max(crowd[one.kind], 1.0)
            for one in (*others, *changed)
        }
        kept = [*sorted(others, key=lambda one: -odds[one])[:COMMON], *changed[:COMMON]]
        self.every = [*written, *sorted(kept, key=lambda one: -odds[one])]
        self.odds = [PARTS["written"] / 1000 / max(len(written), 1)] * len(written)
        self.odds += [odds[one] * (_VAGUE if one.slip.vague else 1.0) for one in self.every[len(written) :]]
        self.places = [i for i, probe in enumerate(probes(exercise)) if probe.edge is None]
        self.right = [probes(exercise)[i].right for i in self.places]
        self._columns: dict[int, Array] = {}
        self._exercise = exercise
        self.changes: list[tuple[Break, Callable[..., list[Any]]]] = [
            *some_items(exercise),
            *((Break(cause, "", 1.0, (), sentence=said), moved) for cause, said, moved in orders(exercise)),
        ]
        found = [(Break(m.cause, "", 1.0, (), sentence=m.message), m.wrong) for m in exercise.misconceptions]
        named = [one for one in sorted(others, key=lambda one: -odds[one]) if not one.slip.vague]
        self.functions: list[tuple[Break, Callable[..., Any]]] = [
            *found,
            *((one.slip, one.run) for one in named[:CHANGED]),
        ]
        self._after: dict[tuple[int, int, int], float] = {}

    def after(self, change: int, function: int, place: int) -> float:
        """Return what a slip gives for changed arguments, NaN where that is no number."""
        key = (change, function, place)
        if key not in self._after:
            args = probes(self._exercise)[self.places[place]].args
            moved = self.changes[change][1](*args)
            with quietly():
                value = call(self.functions[function][1], moved, self._exercise.unit, SECONDS)
            self._after[key] = _number(value)
        return self._after[key]

    def column(self, place: int) -> Array:
        """Return what all slips give at one of the ordinary inputs, NaN where that is no number."""
        if place not in self._columns:
            with quietly():
                found = [_number(one.value(self.places[place])) for one in self.every]
            self._columns[place] = np.array(found)
        return self._columns[place]

    def row(self, slip: int) -> Array:
        """Return what one slip gives at all ordinary inputs."""
        with quietly():
            return np.array([_number(self.every[slip].value(place)) for place in self.places])


likely = functools.lru_cache(maxsize=64)(Slips)


def _number(value: Value) -> float:
    return float(value.value) if value.kind in (NUMBER, FLAG) else math.nan


# ------------------------------------------------------------------------------------------ looking for them


@dataclass(frozen=True)
class _Calls:
    """The learner's ordinary calls: numbers, those that are wrong, and how likely each is by chance."""

    known: Slips
    given: Array
    right: Array
    wrong: list[int]
    chances: Sequence[float]

    def sure(self, places: Sequence[int]) -> bool:
        """Say whether these wrong calls do not agree with a slip by chance."""
        return math.prod(self.chances[place] for place in places) <= _SURE


def explain(exercise: Exercise, given: Sequence[Value], wrong_at: Sequence[int]) -> tuple[str, str] | None:
    """Return causes and sentence of two slips that explain a function, the likeliest of those that do.

    Parameters
    ----------
    exercise : Exercise
        Its key is the reference solution.
    given : sequence of Value
        What the learner's function gave at all inputs.
    wrong_at : sequence of int
        The inputs at which it is wrong.
    """
    known = likely(exercise)
    wrong = [k for k, place in enumerate(known.places) if place in set(wrong_at)]
    if len(given) < len(probes(exercise)) or not wrong:
        return None
    values = [given[i] for i in known.places]
    if all(value.kind == GROUP for value in (*values, *known.right)):
        return _of_parts(exercise, known, values)
    numbers = np.array([_number(value) for value in values])
    rights = np.array([_number(value) for value in known.right])
    if not np.isfinite(numbers).all() or not np.isfinite(rights).all():
        return None
    calls = _Calls(known, numbers, rights, wrong, [by_chance(value, values) for value in values])
    if not calls.sure(wrong):
        return None
    with np.errstate(all="ignore"):
        found = [*_added(calls), *_multiplied(calls), *_in_branches(calls)]
        if not found:
            return _transformed(calls) or _of_changed_arguments(calls) or _rounded(calls)
    one, other = max(found, key=lambda pair: known.odds[pair[0]] * known.odds[pair[1]])
    first, second = sorted((known.every[i].slip for i in (one, other)), key=_place)
    if first.vague:  # neither can be named
        return None
    return f"{first.slug}+{second.slug}", both(first, second)


def _place(slip: Break) -> tuple[bool, bool]:
    """Put what is told in a sentence of its own first, and what has no name last."""
    return slip.vague, not slip.sentence


def _added(calls: _Calls) -> Iterator[tuple[int, int]]:
    """Yield pairs whose effects add up to what is wrong."""
    away = _EXACT * np.maximum(np.abs(calls.given), np.abs(calls.right)) + 1e-12
    yield from _pairs(calls, calls.given - calls.right, lambda v, k: v - calls.right[k], np.add, away)


def _multiplied(calls: _Calls) -> Iterator[tuple[int, int]]:
    """Yield pairs whose factors multiply to what is wrong."""
    product = calls.given * calls.right
    if np.isfinite(product).all() and product.any():
        yield from _pairs(calls, product, lambda v, k: v, np.multiply, _EXACT * np.abs(product) + 1e-12)


def _pairs(
    calls: _Calls, wanted: Array, effect: Callable[[Array, Any], Array], join: np.ufunc, away: Array
) -> Iterator[tuple[int, int]]:
    first, *more = calls.wrong[:_TRIED]
    column = effect(calls.known.column(first), first)
    close = np.abs(join.outer(column, column) - wanted[first]) <= away[first]
    one, other = np.nonzero(np.triu(close, 1))
    for place in more:
        column = effect(calls.known.column(place), place)
        near = np.abs(join(column[one], column[other]) - wanted[place]) <= away[place]
        one, other = one[near], other[near]
    if len(one) > _MANY:
        return
    every = slice(None)
    rows = {i: effect(calls.known.row(i), every) for i in {*one.tolist(), *other.tolist()}}
    for i, j in zip(one.tolist(), other.tolist(), strict=True):
        if (np.abs(join(rows[i], rows[j]) - wanted) <= away).all():
            yield i, j


def _in_branches(calls: _Calls) -> Iterator[tuple[int, int]]:
    """Yield pairs of which each wrong call shows one, and the right calls neither."""
    away = _EXACT * np.abs(calls.given) + 1e-12
    right = sorted(set(range(len(calls.given))) - set(calls.wrong))
    shown: dict[int, set[int] | None] = {}

    def showing(place: int) -> list[int]:
        near = np.flatnonzero(np.abs(calls.known.column(place) - calls.given[place]) <= away[place])
        for i in near.tolist():
            if i not in shown:
                agree = np.abs(calls.known.row(i) - calls.given) <= away
                shown[i] = {k for k in calls.wrong if agree[k]} if agree[right].all() else None
        return [i for i in near.tolist() if shown[i] is not None]

    for one in showing(calls.wrong[0]):
        its = shown[one] or set()
        left = [place for place in calls.wrong if place not in its]
        for other in showing(left[0]) if left else ():
            others = shown[other] or set()
            if others.issuperset(left) and calls.sure(left) and calls.sure(sorted(its - others)):
                yield one, other


_TRANSFORMS: tuple[tuple[str, str, Callable[[Array], Array]], ...] = (
    ("inverted", "the result is upside down", lambda v: 1 / v),
    ("remainder", "one minus the result is returned", lambda v: 1 - v),
    ("exponential", "the exponential of the result is returned", np.log),
    ("logarithm", "the logarithm of the result is returned", np.exp),
    ("squared", "the result is squared", np.sqrt),
    ("square-root", "the square root of the result is returned", np.square),
)
"""What may be done to a result that is wrong already, and how that is undone."""


def _transformed(calls: _Calls) -> tuple[str, str] | None:
    """Find a slip whose result was then turned round, taken from one, put into an exponential."""
    for slug, clause, undone in _TRANSFORMS:
        before = undone(calls.given)
        if not np.isfinite(before).all():
            continue
        away = _EXACT * np.abs(before) + 1e-12
        place = calls.wrong[0]
        near = np.flatnonzero(np.abs(calls.known.column(place) - before[place]) <= away[place])
        for i in sorted(near.tolist(), key=lambda i: -calls.known.odds[i]):
            slip = calls.known.every[i].slip
            if not slip.vague and (np.abs(calls.known.row(i) - before) <= away).all():
                return f"{slip.slug}+{slug}", both(slip, Break(slug, clause, 1.0, ()))
    return None


def _of_changed_arguments(calls: _Calls) -> tuple[str, str] | None:
    """Find a slip of a function whose arguments are in another order, or whose loop leaves some out."""
    known, away = calls.known, _EXACT * np.abs(calls.given) + 1e-12
    order = [*calls.wrong, *(k for k in range(len(calls.given)) if k not in set(calls.wrong))]
    for i, (change, _) in enumerate(known.changes):
        for j, (slip, _) in enumerate(known.functions):
            if all(abs(known.after(i, j, k) - calls.given[k]) <= away[k] for k in order):
                first, second = sorted((change, slip), key=_place)
                return f"{first.slug}+{second.slug}", both(first, second)
    return None


def _rounded(calls: _Calls) -> tuple[str, str] | None:
    """Find a slip whose result was then rounded to some decimals."""
    for digits in range(1, 7):
        if (np.round(calls.given, digits) != calls.given).any():
            continue
        half = 0.5 * 10.0**-digits * (1 + 1e-9)
        size = np.maximum(np.abs(calls.given), half)
        if float(np.prod((half / size)[calls.wrong])) > _SURE:
            return None
        place = calls.wrong[0]
        near = np.flatnonzero(np.abs(calls.known.column(place) - calls.given[place]) <= half)
        for i in sorted(near.tolist(), key=lambda i: -calls.known.odds[i]):
            slip = calls.known.every[i].slip
            if not slip.vague and (np.abs(calls.known.row(i) - calls.given) <= half).all():
                return f"{slip.slug}+rounded", both(slip, Break("rounded", "the result is rounded", 1.0, ()))
        return None
    return None


def _of_parts(exercise: Exercise, known: Slips, given: Sequence[Value]) -> tuple[str, str] | None:
    """Explain each of several values that are returned by a slip of its own."""
    sizes = {len(value.value) for value in (*given, *known.right)}
    if len(sizes) != 1 or not 1 < max(sizes) <= len(parts.PLACES):
        return None
    inputs = [probes(exercise)[i] for i in known.places]
    told: list[tuple[str, str]] = []
    for k in range(max(sizes)):
        mine, right = [v.value[k] for v in given], [v.value[k] for v in known.right]
        off = [not same(a, b, exercise.rtol) for a, b in zip(mine, right, strict=True)]
        if not any(off):
            continue
        if math.prod(by_chance(v, mine) for v, is_off in zip(mine, off, strict=True) if is_off) > _SURE_ALONE:
            return None
        found = parts.explain(exercise, inputs, mine, right, k) or _of_a_part(known, mine, k)
        if found is None:
            return None
        told.append((found[0], readable.first_sentence(found[1])))
    if len(told) != 2:
        return None
    return f"{told[0][0]}+{told[1][0]}", f"Two things at once. {told[0][1]} {told[1][1]}"


def _of_a_part(known: Slips, mine: Sequence[Value], part: int) -> tuple[str, str] | None:
    """Find the likeliest slip that gives one of several values."""
    with quietly():
        for one in sorted(known.every, key=lambda one: not one.slip.sentence):
            if all(_agrees(a, one.value(p), part) for a, p in zip(mine, known.places, strict=True)):
                clause = one.slip.clause
                return one.slip.slug, one.slip.sentence or f"{clause[:1].upper()}{clause[1:]}."
    return None


def _agrees(mine: Value, its: Value, part: int) -> bool:
    return its.kind == GROUP and len(its.value) > part and same(mine, its.value[part], _EXACT)


def both(first: Break, second: Break) -> str:
    """Return what is told of two slips, of which the first is the one with a sentence of its own, if any.

    >>> both(Break("sign", "", 1, (), sentence="You lost the sign."), Break("loop", "p is left out", 1, ()))
    'Two things at once. You lost the sign. Also, p is left out.'
    """
    if second.vague:
        said = first.sentence or f"{_OUT}{first.clause}."
        return f"{readable.first_sentence(said)} Something else is wrong, too."
    one, other = _clause(first), _clause(second)
    if one and other:
        return f"Two things at once: {one}, and {other}."
    if one or other:
        said = second.sentence if one else first.sentence
        return f"Two things at once. {readable.first_sentence(said)} Also, {one or other}."
    return (
        f"Two things at once. {readable.first_sentence(first.sentence)} "
        f"{readable.first_sentence(second.sentence)}"
    )


_OUT = "That is what comes out when "


def _clause(slip: Break) -> str:
    """Return a slip as a clause; "" where it has a sentence of its own."""
    if not slip.sentence:
        return slip.clause
    return slip.sentence.removeprefix(_OUT).removesuffix(".") if slip.sentence.startswith(_OUT) else ""
