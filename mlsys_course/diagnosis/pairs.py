"""Two mistakes at a time, looked at only where no single mistake explains an answer.

Two breaks of the formula, or one and a unit that is mixed up in one term of a sum, are evaluated in advance
(`pairs`); a break and a slip of the finished result (`seconds`) are combined when an answer asks for it, in
its own row alone.
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mlsys_course.diagnosis import messages
from mlsys_course.diagnosis.causes import Cause
from mlsys_course.diagnosis.expression import Array, Node, inputs_of, node, number, replace, trace
from mlsys_course.diagnosis.mutants import Mutant, mutants
from mlsys_course.diagnosis.odds import BOTH, PARTS
from mlsys_course.diagnosis.slips import factors, input_factors
from mlsys_course.diagnosis.values import Values
from mlsys_course.exercise import Misconception

_MOST = 2000
_COMMON_BREAK = 0.3
_FIRSTS = 60
_BARE = 0.35
_COMMON = 0.2
"""How plausible a factor has to be to come on top of another slip."""

FIRST = frozenset(
    ("dropped", "inverted", "stopped", "complement", "brackets", "swapped", "used", "sibling", "log", "root",
     "sum-for-product", "sum-for-difference", "difference-for-sum", "max-for-sum", "sum-for-max", "exponent")
)  # fmt: skip
"""Kinds of mistakes that are common enough for another one to meet them."""

_OF_THE_RESULT = frozenset(
    ("scale", "sign", "off-by-one", "transform", "rounding", "precision", "numbers", "neighbour", "input")
)
"""Kinds of which nobody goes on to a second slip, or which are one themselves."""

COMPUTED = 9
"""Significant digits from which a number was computed: nothing meets it by coincidence."""

_LOOSE = frozenset(("applied", "complement", "swapped", "used", "only", "less", "more"))
"""Kinds of which a formula has so many that with a second slip they meet any number of few digits."""


def digits_needed(cause: Cause) -> int:
    """Return how many significant digits an answer must have for a cause to be told.

    Numbers of one or two digits are never explained by two slips. Where there are too many such pairs it
    takes the digits of a computed number; for mixed-up units fewer are enough.

    Examples
    --------
    >>> digits_needed(Cause("dropped:a", "", 0.1)), digits_needed(Cause("dropped:a+scale:1000", "", 0.1))
    (1, 3)
    >>> digits_needed(Cause("used:a-for-b+scale:24", "", 0.1))
    5
    >>> digits_needed(Cause("used:a-for-b+complement", "", 0.1))
    9
    """
    first, _, second = (part.split(":")[0] for part in cause.slug.partition("+"))
    if not second:
        return 3 if first == "compared" else 1
    if first in _LOOSE or second in _LOOSE - {"complement"}:
        return 5 if second == "scale" else COMPUTED
    rare = first in PARTS and first not in FIRST and first != "scale"
    return COMPUTED if rare else 3


def may_be_first(cause: Cause) -> bool:
    """Say whether a slip of the result may come on top of a mistake.

    A unit that is mixed up in one of several terms may be the first; one that scales the result is such a
    slip itself. Of kinds that are not common it takes a computed number (`digits_needed`).
    """
    at_an_input = cause.kind == "scale" and cause.slug.count(":") == 2
    return cause.by_hand or at_an_input or cause.kind not in _OF_THE_RESULT


@dataclass(frozen=True)
class Second:
    """A slip of the result that comes on top of another mistake.

    Parameters
    ----------
    slug, clause : str
        As those of a `Cause`.
    prior : float
        How likely it is, given the first mistake.
    change : callable
        Turns the first mistake's values into those of both, in the asked unit.
    """

    slug: str
    clause: str
    prior: float
    change: Callable[[Array], Array]

    def after(self, first: Cause) -> Cause:
        """Return both mistakes as one cause."""
        slug = f"{first.slug}+{self.slug}"
        if first.by_hand:
            sentence, two = f"{first.sentence} And then {self.clause}.", (first.sentence, self.clause)
            return Cause(slug, "", 0.0, sentence, guarded=False, two=two)
        two = (first.clause, self.clause)
        return Cause(slug, f"{first.clause}, and then {self.clause}", 0.0, guarded=False, two=two)


def seconds(values: Values, right: Array, each: Mapping[str, float]) -> list[Second]:
    """Return the slips of a result that may come on top of another mistake.

    Parameters
    ----------
    values : Values
        The exercise over its table.
    right : array
        Right answers in the asked unit.
    each : mapping
        Odds of a candidate of each kind (`mlsys_course.diagnosis.odds.parts`).
    """
    unit = 1.0 if values.dimension else values.factor  # the size of the asked unit of a plain number
    share = not values.dimension and bool((abs(right * unit) < 1.01).all())
    found = []
    share = share or values.exercise.unit == "percent"
    for factor in factors(values.dimension, share, values.inside, values.times):
        # Round numbers meet a factor of two or ten by themselves: on top of another slip it explains
        # anything. So does a factor that is rare by itself, or large.
        percent = factor.size == 100 and not values.dimension
        far = factor.size in (2, 10) or factor.size >= 1e6
        if percent or (not factor.soft and not far and factor.prior >= _COMMON):
            odds = BOTH * each.get("scale", PARTS["scale"] / 1000) * factor.prior
            for size in (factor.size, 1 / factor.size):
                found.append(_times(factor.slug, factor.clause, odds, size))
    turned = BOTH * PARTS["inverted"] / 1000
    found.append(Second("inverted", "the fraction is upside down", turned, lambda v: 1 / unit**2 / v))
    if not values.dimension:
        rest = BOTH * PARTS["complement"] / 1000
        clause = "what remains is given instead"
        found.append(Second("complement", clause, rest, lambda v: 1 / unit - v))
        less = BOTH * PARTS["off-by-one"] / 1000
        found.append(Second("off-by-one", "one is subtracted", less, lambda v: v - 1 / unit))
    return found


def _times(slug: str, clause: str, odds: float, size: float) -> Second:
    return Second(slug, clause, odds, lambda values: values * size)


def pairs(values: Values, singles: Sequence[Mutant], each: Mapping[str, float]) -> list[tuple[Cause, Array]]:
    """Return pairs of breaks of the formula with their values in the asked unit, the likeliest first.

    Parameters
    ----------
    values : Values
        The exercise over its table.
    singles : sequence of Mutant
        The single breaks of its formula.
    each : mapping
        Odds of a candidate of each kind (`mlsys_course.diagnosis.odds.parts`).
    """
    likely = sorted((one for one in singles if one.prior >= 0.3), key=lambda one: -one.prior)
    found = [
        *_written_and_broken(values, each),
        *_broken_twice(values, likely[:_FIRSTS], singles, each),
        *_unit_of_a_term(values, likely[:_FIRSTS], each),
    ]
    return sorted(found, key=lambda pair: -pair[0].prior)[:_MOST]


def _pair(first: Mutant, second: Mutant, each: Mapping[str, float], *, plain: bool = False) -> Cause:
    prior = BOTH * (_BARE if plain else 1.0)
    for one in (first, second):
        kind = one.slug.split(":")[0]
        prior *= each.get(kind, PARTS.get(kind, 1.0) / 1000) * one.prior
    clause = f"{first.clause}, and then {second.clause}"
    two = (first.clause, second.clause)
    return Cause(f"{first.slug}+{second.slug}", clause, prior, guarded=False, plain=plain, two=two)


def _written(values: Values) -> list[tuple[Misconception, Node]]:
    """Return the misconceptions that the exercise's author wrote as formulas of the asked dimension."""
    found = []
    for wrong in values.exercise.misconceptions:
        tree = trace(wrong.wrong, tuple(inspect.signature(wrong.wrong).parameters))
        if tree is not None and values.asked(tree) is not None:
            found.append((wrong, tree))
    return found


def _written_and_broken(values: Values, each: Mapping[str, float]) -> Iterator[tuple[Cause, Array]]:
    """Combine the misconceptions that the author wrote with each other, and with breaks of the formula."""
    known = _written(values)
    share = each.get("written", PARTS["written"] / 1000)
    for (one, tree), (other, its) in itertools.combinations(known, 2):
        for wrong, edit in ((tree, _edit(values.tree, its)), (its, _edit(values.tree, tree))):
            both = replace(wrong, *edit) if edit is not None else wrong
            column = values.asked(both) if both not in (tree, its, values.tree) else None
            if column is not None:
                sentence = messages.both(one.message, other.message)
                slug = f"{one.cause}+{other.cause}"
                two = (one.message, other.message)
                yield Cause(slug, "", BOTH * share * share, sentence, guarded=False, two=two), column
                break
    for one, tree in known:
        for second in mutants(tree, values.names):
            column = values.asked(second.tree) if second.prior >= _COMMON_BREAK else None
            if column is None or second.tree is values.tree:
                continue
            kind = second.slug.split(":")[0]
            odds = share * each.get(kind, PARTS.get(kind, 1.0) / 1000)
            sentence = f"{one.message} And then {second.clause}."
            slug = f"{one.cause}+{second.slug}"
            two = (one.message, second.clause)
            yield Cause(slug, "", BOTH * odds * second.prior, sentence, guarded=False, two=two), column


def _edit(key: Node | None, wrong: Node) -> tuple[Node, Node] | None:
    """Return the one part of a key's formula that a wrong one has otherwise, and what it has there.

    Examples
    --------
    >>> right = trace(lambda a, b, c: a * b / c, ("a", "b", "c"))
    >>> wrong = trace(lambda a, b, c: a * (2 * b) / c, ("a", "b", "c"))
    >>> _edit(right, wrong)
    (b, (2 * b))
    """
    old, new = key, wrong
    while old is not None:
        alike = old.op == new.op and old.detail == new.detail and len(old.args) == len(new.args)
        unlike = [pair for pair in zip(old.args, new.args, strict=False) if pair[0] is not pair[1]]
        if not alike or len(unlike) != 1:
            break
        ((old, new),) = unlike
    if key is None or old is None or old is key or replace(key, old, new) is not wrong:
        return None
    return old, new


def _broken_twice(
    values: Values, likely: Sequence[Mutant], singles: Sequence[Mutant], each: Mapping[str, float]
) -> Iterator[tuple[Cause, Array]]:
    """Break the formula at two places."""
    seen = {one.tree for one in singles} | {values.tree}
    for first in likely:
        for second in mutants(first.tree, values.names):
            if second.prior < _COMMON_BREAK or second.tree in seen:
                continue
            seen.add(second.tree)
            column = values.asked(second.tree)
            if column is not None:
                yield _pair(first, second, each), column
            elif first.slips and second.slips:
                shown = values.displayed(second.tree)
                if shown is not None:
                    yield _pair(first, second, each, plain=True), shown


def _unit_of_a_term(
    values: Values, likely: Sequence[Mutant], each: Mapping[str, float]
) -> Iterator[tuple[Cause, Array]]:
    """Break the formula, and mix up a unit at an input that is in one of its terms only."""
    right = values.asked(values.tree) if values.tree is not None else None
    if values.tree is None or right is None:
        return
    written = [Mutant(tree, one.cause, one.message, 1.0) for one, tree in _written(values)]
    share = each.get("scale", PARTS["scale"] / 1000)
    for name in inputs_of(values.tree):
        leaf = node("input", detail=name)
        for factor in input_factors(values.columns.unit(name), values.columns.is_share(name)):
            for size in (factor.size, 1 / factor.size):
                scaled = node("mul", leaf, number(size))
                alone = values.asked(replace(values.tree, leaf, scaled))
                if alone is None or factor.soft or _is_factor(alone / right, size):
                    continue  # of the whole result: see `seconds`
                second = f"{factor.clause} at {values.names(name)}"
                odds = BOTH * share * factor.prior * _COMMON_BREAK
                for first in (*written, *likely):
                    column = values.asked(replace(first.tree, leaf, scaled))
                    if column is None or first.tree is values.tree:
                        continue
                    slug, two = f"{first.slug}+{factor.slug}:{name}", (first.clause, second)
                    if first in written:
                        prior = odds * each.get("written", PARTS["written"] / 1000)
                        sentence = f"{first.clause} And then {second}."
                        yield Cause(slug, "", prior, sentence, guarded=False, two=two), column
                    else:
                        kind = first.slug.split(":")[0]
                        prior = odds * each.get(kind, PARTS.get(kind, 1.0) / 1000) * first.prior
                        clause = f"{first.clause}, and then {second}"
                        yield Cause(slug, clause, prior, guarded=False, two=two), column


def _is_factor(ratios: Array, size: float) -> bool:
    """Say whether a result grows with an input in proportion, or in the inverse one."""
    return any(np.allclose(ratios, power, rtol=1e-6, equal_nan=True) for power in (size, 1 / size, 1.0))
