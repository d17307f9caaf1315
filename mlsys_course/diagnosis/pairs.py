"""Two mistakes at a time: the likeliest pairs, looked at only where no single mistake gives an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from mlsys_course.diagnosis.causes import Cause
from mlsys_course.diagnosis.expression import Array
from mlsys_course.diagnosis.mutants import Mutant, mutants
from mlsys_course.diagnosis.slips import factors
from mlsys_course.diagnosis.values import Values

_MOST = 1000
_BARE = 0.35
_Slip = tuple[str, str, float]
"""Slug, clause and plausibility."""


def pairs(values: Values, singles: Sequence[Mutant], right: Array) -> list[tuple[Cause, Array]]:
    """Return pairs of mistakes with their values in the asked unit, the most plausible first.

    Parameters
    ----------
    values : Values
        The exercise over its table.
    singles : sequence of Mutant
        The single breaks of its formula.
    right : array
        Right answers, in the asked unit.
    """
    likely = sorted((one for one in singles if one.prior >= 0.3), key=lambda one: -one.prior)
    found = [*_slipped(values, likely[:60], right), *_broken_twice(values, likely[:40], singles)]
    return sorted(found, key=lambda pair: -pair[0].prior)[:_MOST]


def _pair(first: _Slip, second: _Slip, *, plain: bool = False) -> Cause:
    clause = f"{first[1]}, and besides {second[1]}"
    prior = first[2] * second[2] * 0.25 * (_BARE if plain else 1.0)
    return Cause(f"{first[0]}+{second[0]}", clause, prior, guarded=False, plain=plain)


def _slipped(values: Values, likely: Sequence[Mutant], right: Array) -> Iterator[tuple[Cause, Array]]:
    """Break the formula, then scale the result, turn it upside down, or take what remains."""
    scales = [f for f in factors(values.dimension, True, values.inside) if not f.soft and f.prior >= 0.3]
    with np.errstate(all="ignore"):
        turned = 1 / right if values.dimension else 1 / right / values.factor**2
        columns: list[tuple[_Slip, Array]] = [(("inverted", "the fraction is upside down", 0.4), turned)]
        for mutant in likely:
            column = values.asked(mutant.tree)
            if column is not None:
                columns.append(((mutant.slug, mutant.clause, mutant.prior), column))
        for first, column in columns:
            for factor in scales:
                cause = _pair(first, (factor.slug, factor.clause, factor.prior))
                yield cause, column * factor.size
                yield cause, column / factor.size
            if values.dimension:
                continue
            share = column * values.factor
            for second, result in (
                (("inverted", "the fraction is upside down", 0.4), 1 / share),
                (("complement", "what remains is given instead", 0.35), 1 - share),
                (("off-by-one", "one is subtracted", 0.3), share - 1),
            ):
                yield _pair(first, second), result / values.factor


def _broken_twice(
    values: Values, likely: Sequence[Mutant], singles: Sequence[Mutant]
) -> Iterator[tuple[Cause, Array]]:
    """Break the formula at two places."""
    seen = {one.tree for one in singles} | {values.tree}
    for first in likely:
        for second in mutants(first.tree, values.names):
            if second.prior < 0.35 or second.tree in seen:
                continue
            seen.add(second.tree)
            slips = (first.slug, first.clause, first.prior), (second.slug, second.clause, second.prior)
            column = values.asked(second.tree)
            if column is not None:
                yield _pair(*slips), column
            elif first.slips and second.slips:
                shown = values.displayed(second.tree)
                if shown is not None:
                    yield _pair(*slips, plain=True), shown
