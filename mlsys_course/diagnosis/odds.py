"""The odds that a mistake is behind a wrong answer, and when they are good enough to tell it.

A cause is told where it is clearly likelier than the other causes *and* than chance:

- **Before any answer is seen**, each kind of slip has its part of a thousand wrong answers (`PARTS`), shared
  among the candidates of that kind in the exercise: one of thirty constants is less likely than one of two
  factors. Two slips at once have the product of their odds, times `BOTH`.
- **The answer** agrees with a cause's value to all its digits, or is that value rounded to as many digits
  as were written (`WRITTEN`), or it does not agree.
- **Chance** gives numbers spread evenly over the orders of magnitude (`DECADES`): one of two digits meets
  some cause's value easily, one of four digits rarely, one of sixteen never. And people guess round numbers.

The posterior of a cause is its share in the sum over all causes and chance. Nothing is told where chance has
more than its `LIMIT`. One cause is told where it has `BAR` of what the causes have among them and is more
than `NEAR` times as likely as the next; two are told as "either … or …" where together they have `TWO`.

The more candidates an exercise has, the more easily a number that means nothing meets one of them. So only
the likeliest candidates of an exercise may explain a number of few digits: as many as such numbers meet in
no more than the share `COINCIDENCES` of all cases (`coincidences`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from mlsys_course.diagnosis.causes import Cause
from mlsys_course.diagnosis.expression import Array

PARTS: Mapping[str, float] = {
    # what the exercise's author expects
    "written": 450,
    # one plain slip in the formula
    "dropped": 160, "inverted": 90, "stopped": 50, "complement": 45, "brackets": 25, "swapped": 40,
    "used": 40,
    "sum-for-product": 15, "product-for-sum": 8, "sum-for-difference": 12, "difference-for-sum": 12,
    "max-for-sum": 25, "min-for-sum": 6, "mean-for-sum": 12, "sum-for-max": 25, "sum-for-min": 8,
    "max-for-min": 12, "min-for-max": 20, "mean-for-max": 4, "mean-for-min": 4, "widened": 12,
    "log": 30, "base": 6, "exponent": 10, "linear": 12, "root": 15, "doubled-for-squared": 8,
    "difference-first": 8, "difference-for-ratio": 6, "ratio-for-difference": 6, "change-for-ratio": 6,
    "share-for-ratio": 4, "ratio-for-share": 6, "relative": 10, "compound": 10, "power": 20,
    "harmonic-for-min": 12,
    # loops, conditions and steps of a function
    "loop": 120, "range": 60, "comparison": 50, "guard": 50, "start": 15, "sequence": 12, "rounded": 40,
    "ignores": 30, "order": 20, "integer-division": 30, "floor-division": 30,
    # units, prefixes, signs, the finished result
    "scale": 200, "sign": 35, "off-by-one": 20, "transform": 30, "rounding": 40,
    # other numbers than the question's, in the right place
    "sibling": 35, "precision": 15, "numbers": 15, "neighbour": 8,
    # far-fetched
    "input": 15, "doubled": 12, "times": 8, "per": 8, "applied": 8, "only": 10, "less": 6, "more": 3,
    "compared": 8,
}  # fmt: skip
"""Parts of a thousand wrong answers, by the first word of a cause's slug."""

BOOK = 0.8
"""Of those who take other numbers than their own, how many take the book's."""

OTHER_ROWS = (1 - BOOK) * PARTS["numbers"] / 1000
"""The odds that somebody takes the numbers of another row, shared among the rows."""

OTHER = 5.0
"""The part of a kind that the table does not name."""

CROWD = 1.0
"""A kind whose candidates weigh less than this together leaves some of its part to the other kinds."""

BOTH = 0.15
"""How much rarer two slips at once are than their odds say, were they made independently."""

CHANCE = 200.0
"""Wrong answers in a thousand that come from no cause known here."""

DECADES = 6.0
"""Orders of magnitude over which such answers are spread."""

WRITTEN: Mapping[int, float] = {1: 0.02, 2: 0.06, 3: 0.22, 4: 0.12, 5: 0.05}
"""How often a result is written with so many digits; the rest of the answers hold all of them."""

GUESSED: Mapping[int, float] = {1: 0.06, 2: 0.06, 3: 0.01}
"""How often an answer of no cause is a round number that was guessed, by its digits."""

ZERO = 0.01
"""How often an answer of no cause is zero."""

CLOSE = 0.01
"""How often a result differs in its fourth digit, because it was worked out with rounded numbers."""

NEARBY = 1e-3
"""The relative distance of such a result."""

LIMIT = 0.25
"""The posterior of chance from which no cause is told."""

COINCIDENCES: Mapping[int, float] = {1: 1.0, 2: 0.3, 3: 0.05}
"""Share of the numbers of so many digits that a candidate and those as likely may meet by coincidence."""

RARELY = 0.006
"""The same for numbers of more digits, well under one in a hundred: some answers are read in two ways."""

RANGE = 3.0
"""Orders of magnitude around the right answer over which such numbers are spread."""

BAR = 0.45
"""Share of the causes' odds from which one is told alone."""

NEAR = 2.0
"""Two causes within this ratio are told together."""

TWO = 0.55
"""Share of the causes' odds from which two are told together."""

TWO_OF_FUNCTIONS = 0.4
"""The same where each of them gives the learner's results for every input, so that none is false of them."""

EXACT = 1e-6


def priors(causes: Sequence[Cause]) -> Array:
    """Return the odds of causes before any answer is seen: they sum to at most one.

    Parameters
    ----------
    causes : sequence of Cause
        All that one exercise has.

    Examples
    --------
    >>> one, other = Cause("dropped:gpus", "gpus is left out", 0.6), Cause("sibling:H100", "…", 0.35)
    >>> a, b = priors([one, other])
    >>> bool(a > 3 * b)
    True
    """
    each = parts(causes)
    return np.array([each[kind(cause)] * cause.prior for cause in causes])


def parts(causes: Sequence[Cause]) -> Mapping[str, float]:
    """Return the odds of a candidate of each kind, for one unit of weight within its kind."""
    crowd: dict[str, float] = {}
    for cause in causes:
        crowd[kind(cause)] = crowd.get(kind(cause), 0.0) + cause.prior
    return {one: PARTS.get(one, OTHER) / 1000 / max(total, CROWD) for one, total in crowd.items()}


def kind(cause: Cause) -> str:
    """Return the kind of a cause as `PARTS` lists it."""
    return "written" if cause.by_hand else cause.kind


def closeness(values: Array, given: float, digits: int, whole: bool) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Say how likely an answer is if it comes from each of some values.

    Parameters
    ----------
    values : array
        What the mistakes give; NaN agrees with nothing.
    given : float
        The answer, in the same unit.
    digits : int
        Significant digits of the answer as it was written.
    whole : bool
        Whether only an exact agreement counts.

    Returns
    -------
    likelihoods, exact : arrays
        The likelihood is 1 where the answer agrees in all digits that the value has; `exact` is true also
        where the answer is the value rounded to the answer's own digits.

    Examples
    --------
    >>> closeness(np.array([11.375, 11.3752606, 12.0]), 11.375, 5, False)[0]
    array([1.  , 0.05, 0.  ])
    """
    scale = abs(given)
    with np.errstate(all="ignore"):
        away = np.abs(values - given) / scale if scale else np.where(values == 0, 0.0, np.inf)
        exact = away <= EXACT
        if whole:
            return exact.astype(float), exact
        places = max(digits, 2)
        half = 0.5 * _cell(given, places) * 1.02 if scale and places <= 12 else 0.0
        rounded = away <= half
        near = np.select([exact, rounded, away <= NEARBY], [1.0, written(digits), CLOSE], 0.0)
    return near, exact | rounded


def written(digits: int) -> float:
    """Return how often a result of more digits is written with so many."""
    return WRITTEN.get(max(digits, 2), WRITTEN[5])


def chance(given: float, digits: int, whole: bool) -> float:
    """Return how likely an answer is if it comes from no known cause.

    >>> chance(0.31, 2, False) > 50 * chance(0.3172, 4, False)
    True
    """
    if not given:
        return CHANCE / 1000 * ZERO
    if whole and given == round(given):
        width = 1 / max(abs(given), 1.0)
        guessed = GUESSED.get(digits, 0.0) / (9 * 10.0 ** (digits - 1)) / DECADES
        return CHANCE / 1000 * (width / math.log(10) / DECADES + guessed)
    width = max(_cell(given, max(digits, 1)), 1e-9)
    spread = WRITTEN.get(digits, WRITTEN[5] if digits < 9 else 0.5) * width / math.log(10) / DECADES
    guessed = GUESSED.get(digits, 0.0) / (9 * 10.0 ** (digits - 1)) / DECADES
    return CHANCE / 1000 * (spread + guessed)


def _cell(given: float, digits: int) -> float:
    """Return one unit in the last digit, relative to the number."""
    scale = abs(given)
    return float(10.0 ** (math.floor(math.log10(scale)) - digits + 1) / scale)


def coincidences(given: float, digits: int, whole: bool, rivals: int, near: int = 0) -> float:
    """Return how often a number of so many digits meets one of some values by coincidence.

    Parameters
    ----------
    given : float
        The number.
    digits : int
        Its significant digits.
    whole : bool
        Whether only an exact agreement with a whole number counts.
    rivals, near : int
        How many different values there are within `RANGE` orders of magnitude of the right answer: values
        that it must agree with, and values that it need only be near (`CLOSE`).

    Examples
    --------
    >>> round(coincidences(1.234, 4, False, 200), 4), round(coincidences(1.2, 2, False, 200), 2)
    (0.0117, 1.0)
    """
    if not given:
        return 0.0
    width = 1 / max(abs(given), 1.0) if whole else _cell(given, max(digits, 1))
    return min((rivals * width + near * 2 * NEARBY) / math.log(10) / (2 * RANGE), 1.0)


def tell(weights: Sequence[float], chance: float, two: float = TWO) -> int:
    """Say how many of the likeliest causes to tell: none, one or two.

    Parameters
    ----------
    weights : sequence of float
        Odds times likelihood of all causes that say different things, the likeliest first.
    chance : float
        The same for an answer of no known cause.
    two : float
        Share of the odds from which two are told.

    Examples
    --------
    >>> tell([0.9], 0.1), tell([0.5, 0.4], 0.1), tell([0.2] * 4, 0.1), tell([0.5, 0.1], 0.4)
    (1, 2, 0, 0)
    """
    causes = sum(weights)
    if not causes or chance > LIMIT * (causes + chance):
        return 0
    if weights[0] >= BAR * causes and (len(weights) == 1 or weights[1] * NEAR < weights[0]):
        return 1
    return 2 if sum(weights[:2]) >= two * causes else 0
