"""Judging a quantity, a number or a whole number, and naming the mistake behind a wrong one.

The answer is read (`mlsys_course.kinds.scalar.reading`), held against the right value, then against every
known mistake's value in the learner's own row (`mlsys_course.diagnosis.candidates`). Plausibility and
closeness are combined: an answer with many digits must agree in all of them, one with few digits may be
a rounded one. Where two mistakes fit equally, the message says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlsys_course import readable
from mlsys_course.contracts import Contract
from mlsys_course.diagnosis import messages
from mlsys_course.diagnosis.candidates import Candidates, load
from mlsys_course.diagnosis.causes import EQUAL, GUARD, Cause
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.diagnosis.expression import Array, dimension_of
from mlsys_course.diagnosis.values import round_significant
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.scalar.reading import Given, check_sign, convert, parse
from mlsys_course.reading import Refusal
from mlsys_course.result import Result
from mlsys_course.scenarios import Scenario

_EXACT = 1e-6
_NAMED = 0.03
"""Plausibility times closeness below which no cause is named."""
_FACTORS = np.array(
    [2.0, 3, 4, 6, 8, 9, 12, 16, 24, 60, 3600, math.sqrt(2), math.sqrt(3), math.pi, 2 * math.pi, math.e]
    + [m * 10.0**n for n in range(1, 19) for m in (1, 2, 5)]
)
"""Factors that a slip in the formula leaves behind; tables of round numbers hold rows that differ by one."""
_ROUND_SIBLING = {1: 0.05, 2: 0.5}
"""How much less plausible an unlikely constant is behind an answer of so few digits: they are many."""


@dataclass(frozen=True)
class Match:
    """A mistake that may be behind an answer.

    Parameters
    ----------
    cause : Cause
        The mistake.
    weight : float
        Plausibility times closeness.
    exact : bool
        Whether the answer agrees with it in all its digits.
    precise : bool
        Whether it also has all the digits of the mistake's value.
    """

    cause: Cause
    weight: float
    exact: bool
    precise: bool = True


def judge(exercise: Exercise, answer: Any, scenario: Scenario | None) -> Result:
    """Judge an answer; see `mlsys_course.diagnosis.judge`.

    Raises
    ------
    Refusal
        If the answer cannot be read as a number with the dimension asked for.
    """
    known = load(exercise)
    row = scenario.row if scenario is not None else 0
    contract = contract_of(exercise, known.right)
    given = parse(contract, answer)
    try:
        value = convert(contract, given)
    except Refusal as refusal:
        return _other_dimension(known, row, given, refusal)
    accepted = _accepted(known, row, given, value)
    if accepted is not None:
        return accepted
    return _refused(known, row, contract, given, value)


def explain(exercise: Exercise, answer: Any, scenario: Scenario | None) -> list[Match]:
    """Return the mistakes a message names: none, one, or two that fit equally.

    Raises
    ------
    Refusal
        If the answer cannot be read as a number with the dimension asked for.
    """
    known = load(exercise)
    contract = contract_of(exercise, known.right)
    given = parse(contract, answer)
    return _matches(known, scenario.row if scenario is not None else 0, given, convert(contract, given))


def is_right(known: Candidates, row: int, value: float) -> bool:
    """Say whether a value in the asked unit is right, in the tolerance or to three significant figures."""
    right = float(known.right[row])
    exercise = known.exercise
    if exercise.kind == "integer":
        return bool(value == right)
    if abs(value - right) <= float(known.tolerance[row]) + 1e-12 * abs(right):
        return True
    if exercise.rtol < 1e-3:  # the question asks for more
        return False
    rounded = float(round_significant(right, 3))
    return abs(value - rounded) <= 1e-9 * abs(right)


# ---- right answers


def _accepted(known: Candidates, row: int, given: Given, value: float) -> Result | None:
    exercise = known.exercise
    right = is_right(known, row, value)
    for form in known.forms:
        expected = float(form.values[row])
        if not form.bare and _agrees(exercise, value, expected):
            score = 1.0 if right else form.score
            return Result(True, score, form.slug, f"{given.shown} counts.", exercise.name, (form.message,))
    if right:
        return Result(True, 1.0, None, f"{given.shown} is right.", exercise.name)
    return None


def _agrees(exercise: Exercise, value: float, expected: float) -> bool:
    """Say whether an answer is an accepted form; a fraction of a whole number may be cut after one digit."""
    if exercise.kind == "integer":
        fraction = expected != round(expected) and value != round(value)
        return bool(value == expected or (fraction and abs(value - expected) <= 0.06))
    return bool(abs(value - expected) <= min(exercise.rtol, 1e-3) * abs(expected) + 1e-12)


def _other_dimension(known: Candidates, row: int, given: Given, refusal: Refusal) -> Result:
    """Judge an answer without its unit, or of another dimension than asked for."""
    exercise = known.exercise
    if given.quantity is None:
        for form in known.forms:
            expected = float(form.values[row])
            if form.bare and abs(given.magnitude - expected) <= exercise.rtol * abs(expected):
                message = f"{given.shown} counts in part." if form.score < 1 else f"{given.shown} counts."
                return Result(True, form.score, form.slug, message, exercise.name, (form.message,))
        if exercise.unit_credit and is_right(known, row, given.magnitude):
            return _unit_credit(exercise, given, refusal)
        raise refusal
    if exercise.unit_credit and is_right(known, row, given.magnitude):
        return _unit_credit(exercise, given, refusal)
    base = float(given.quantity.to_base_units().magnitude)
    dimension = dimension_of(given.quantity)
    for right in known.coefficients.get(dimension, ()):
        if abs(base - right[row]) <= exercise.rtol * abs(right[row]):
            remark = (
                f"The unit is off ({readable.unit_text(given.quantity.units)} instead of "
                f"{exercise.unit}) because a "
                f"coefficient was written without its own unit; give it one, such as FLOP/parameter/token or "
                f"byte/parameter."
            )
            return Result(
                True,
                1.0,
                "unit:coefficient",
                f"The number of {given.shown} is right.",
                exercise.name,
                (remark,),
            )
    causes, values = known.elsewhere.get(dimension, ([], np.empty((known.rows, 0))))
    found = _best(causes, values[row], base, given.digits, exercise.kind == "integer")
    if found:
        raise Refusal(
            refusal.cause,
            f"{refusal.message} It is what comes out when {found[0].cause.clause or 'a step is missing'}."
            if not found[0].cause.sentence
            else f"{refusal.message} {found[0].cause.sentence}",
        )
    raise refusal


def _unit_credit(exercise: Exercise, given: Given, refusal: Refusal) -> Result:
    """Give a part of the points for the right number with a wrong unit, where the question says so."""
    remark = f"The number counts in part: it is right in {exercise.unit}, and that is the unit to write."
    return Result(False, exercise.unit_credit, refusal.cause, refusal.message, exercise.name, (remark,))


# ---- wrong answers


def _refused(known: Candidates, row: int, contract: Contract, given: Given, value: float) -> Result:
    exercise = known.exercise
    matches = _matches(known, row, given, value)
    hint: tuple[str, ...] = ()
    if exercise.unit == "percent" and given.quantity is None and abs(given.magnitude) > 1.5:
        # 25 for 25 percent: a plain number is a fraction. See what the number says as a percentage.
        as_percent = given.magnitude
        hint = (
            f'A plain number is read as a fraction; a percentage is written Q_({given.shown}, "percent").',
        )
        if is_right(known, row, as_percent):
            return Result(False, 0.0, "scale:100", f"{given.shown} lacks its unit. {hint[0]}", exercise.name)
        other = _matches(known, row, given, as_percent)
        if other and (not matches or matches[0].weight <= other[0].weight):
            matches = other
    if matches:
        clauses = [(match.cause.clause, match.cause.sentence) for match in matches]
        rounded = given.digits <= 2 and exercise.kind != "integer" and not matches[0].precise
        message = messages.from_causes(given.shown, clauses, matches[0].exact)
        if rounded:
            message = messages.perhaps(given.shown, message)
        if exercise.unit_credit and given.magnitude != value and is_right(known, row, given.magnitude):
            return _unit_credit(exercise, given, Refusal(matches[0].cause.slug, message))
        return Result(False, 0.0, matches[0].cause.slug, message, exercise.name, hint)
    if exercise.kind == "integer" and value != round(value):
        raise Refusal("rounding:none", f"{given.shown} is no whole number, and the question asks for one.")
    check_sign(contract, given, value)
    right = float(known.right[row])
    ratio = abs(value / right) if right else 1.0
    far = "too large" if ratio > 1e3 else "too small" if ratio < 1e-3 else ""
    read_as = ""
    if given.quantity is not None and exercise.unit and given.magnitude != value:
        read_as = parse(contract, type(given.quantity)(value, exercise.unit)).shown
    return Result(False, 0.0, None, messages.unexplained(given.shown, read_as, far), exercise.name, hint)


def _matches(known: Candidates, row: int, given: Given, value: float) -> list[Match]:
    """Return the mistake that explains an answer, or two that explain it equally well."""
    whole = known.exercise.kind == "integer"
    if 0 < abs(value) <= 1e-12 * abs(float(known.right[row])):
        # A difference of nothing is zero only up to its rounding errors.
        nothing = _best(known.causes, known.values[row], 0.0, given.digits, whole)
        if nothing:
            return nothing
    if known.dimension:
        # Who computed with bare numbers named any unit afterwards: the number counts as it was given.
        shown = np.array([cause.plain for cause in known.causes])
        other = _best(known.causes, known.values[row], given.magnitude, given.digits, whole, shown)
    else:
        other = []
    found = _best(known.causes, known.values[row], value, given.digits, whole)
    if other and (not found or other[0].weight > found[0].weight):
        found = other
    elsewhere = _other_rows(known, row, value, given.digits)
    if elsewhere is not None and elsewhere.cause.slug == "numbers:other" and found and found[0].exact:
        elsewhere = None  # a slip of one's own explains it: nobody is told of another's numbers
    if elsewhere is not None and (not found or elsewhere.weight > found[0].weight * EQUAL):
        return [elsewhere]
    if elsewhere is not None and len(found) == 1 and elsewhere.weight * EQUAL >= found[0].weight:
        return [found[0], elsewhere] if found[0].weight >= elsewhere.weight else [elsewhere, found[0]]
    if found and found[0].weight >= 0.1:
        return found
    causes, values = known.pairs
    pairs = _best(causes, values[row], value, given.digits, whole, least=_NAMED / 3)
    if whole and pairs and "sibling:" in pairs[0].cause.slug and given.digits < 4:
        return found
    if pairs and given.digits > 2 and (pairs[0].precise or (pairs[0].exact and given.digits >= 4)):
        # Pairs are many, so that a rounded or short number may agree with one by chance.
        return pairs if not found or pairs[0].weight > found[0].weight else found
    return found


def _best(
    causes: Sequence[Cause],
    values: Array,
    value: float,
    digits: int,
    whole: bool,
    only: Any = None,
    least: float = _NAMED,
) -> list[Match]:
    """Return the most plausible cause, or the two that are equally plausible."""
    if not len(causes):
        return []
    near, exact = closeness(values, value, digits, whole)
    precise = near >= 1.0
    weights = near * np.array([cause.prior for cause in causes])
    weights = weights * _doubts(causes, value, digits, whole, precise)
    if only is not None:
        weights = np.where(only, weights, 0.0)
    first = int(np.argmax(weights))
    if weights[first] < least:
        return []
    found = [Match(causes[first], float(weights[first]), bool(exact[first]), bool(precise[first]))]
    for index in np.argsort(-weights, kind="stable")[1:4]:
        cause = causes[index]
        if weights[index] * EQUAL < weights[first]:
            break
        if not _alike(cause, causes[first]):
            found.append(Match(cause, float(weights[index]), bool(exact[index]), bool(precise[index])))
            break
    if len(found) == 1 and digits <= 2 and causes[first].kind != "rounding" and not whole:
        # Whoever is right and rounded too far is not told of a mistake alone.
        rounded = [
            int(i) for i in np.flatnonzero(precise & (weights > 0)) if causes[int(i)].kind == "rounding"
        ]
        found += [Match(causes[i], float(weights[i]), True) for i in rounded[:1]]
    return found


def _doubts(causes: Sequence[Cause], value: float, digits: int, whole: bool, precise: Any) -> Array:
    """Return factors that make causes less plausible whose values an answer may meet by chance."""
    doubts = np.ones(len(causes))
    kinds = np.array([cause.kind for cause in causes])
    plain = np.array([cause.plain for cause in causes])
    guarded = np.array([cause.guarded for cause in causes])
    sibling = np.array(["sibling:" in cause.slug for cause in causes])
    # A rounded result has just its own digits: an answer that is near it was not rounded to it.
    doubts[~precise & (kinds == "rounding")] = 0.0
    if digits in _ROUND_SIBLING:
        doubts[sibling & ~(precise & guarded)] = _ROUND_SIBLING[digits]
        # A factor near 1 is not told from another by two digits.
        doubts[~precise & (kinds == "scale") & ~guarded] = 0.0
    by_hand = np.array([cause.by_hand for cause in causes])
    if digits == 1:
        doubts[kinds == "only"] = 0.1
        doubts[~precise & (kinds == "scale")] = 0.0
        if abs(value) < 1000:
            doubts[plain & ~by_hand & ~np.isin(kinds, ("scale", "inverted"))] = 0.1
    if whole:
        # Learners guess round numbers and powers of two, and whatever is small is rounded up to one.
        if (digits == 1 and value >= 10) or (value >= 16 and math.log2(value).is_integer()):
            doubts[sibling] = _ROUND_SIBLING[1]
        if value == 1:
            doubts[~by_hand] = _ROUND_SIBLING[1]
    return doubts


def _alike(one: Cause, other: Cause) -> bool:
    """Say whether causes need not be told apart: all roundings, the same slip, or nearly the same factor."""
    if one.slug == other.slug or one.clause == other.clause:
        return True
    if one.kind != other.kind or one.kind not in ("rounding", "scale") or "+" in one.slug + other.slug:
        return False
    if one.kind == "rounding" or "scale:unconverted" in (one.slug, other.slug):
        return True
    (first, *place), (second, *other_place) = one.slug.split(":")[1:], other.slug.split(":")[1:]
    return place == other_place and abs(float(first) / float(second) - 1) < 0.02


def closeness(values: Array, given: float, digits: int, whole: bool) -> tuple[Array, Any]:
    """Say how well an answer agrees with each of some values, from 0 to 1.

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
    weights, exact : arrays
        `exact` also where the answer is the value rounded to the answer's own digits.
    """
    scale = abs(given)
    with np.errstate(all="ignore"):
        away = np.abs(values - given) / scale if scale else np.where(values == 0, 0.0, np.inf)
        exact = away <= _EXACT
        if whole:
            return exact.astype(float), exact
        written = max(digits, 2)
        half = 0.0
        if scale and written <= 12:
            # Half a unit in the last place of the answer as it was written, relative to it.
            half = 0.5 * 10.0 ** (np.floor(np.log10(scale)) - written + 1) / scale * 1.02
        rounded = away <= half
        weight_rounded = 0.5 if written >= 4 else 0.35 if written == 3 else 0.08
        near = np.select(
            [exact, rounded, away <= 1e-3],
            [1.0, weight_rounded, 0.1],
            0.0,
        )
    return near, exact | rounded


def _other_rows(known: Candidates, row: int, value: float, digits: int) -> Match | None:
    """Recognise the right answer to somebody else's numbers."""
    if row == 0 or (digits < 4 and known.exercise.kind != "integer"):
        return None
    near, exact = closeness(known.right, value, digits, known.exercise.kind == "integer")
    near = np.where(np.abs(known.right - known.right[row]) <= GUARD * known.tolerance[row], 0.0, near)
    best = int(np.argmax(near))
    if near[best] < 0.5:
        return None
    if near[0] >= near[best]:
        sentence = (
            "This is the answer for the book's numbers. Your question has numbers of its own: use those."
        )
        return Match(Cause("numbers:book", "", 0.45, sentence), 0.45 * float(near[0]), bool(exact[0]))
    whole = known.exercise.kind == "integer"
    if whole and abs(value) < 1000:
        return None  # small whole numbers are the answers of many rows
    right = float(known.right[row])
    slips = right * np.concatenate([_FACTORS, 1 / _FACTORS])
    if closeness(slips, value, digits, whole)[0].max() >= 0.5:
        return None
    sentence = (
        "This would be right for a different set of numbers. Perhaps some of them come from elsewhere: see "
        "that every number is that of your own question."
    )
    return Match(Cause("numbers:other", "", 0.4, sentence), 0.4 * float(near[best]), bool(exact[best]))
