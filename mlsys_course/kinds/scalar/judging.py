"""Judging a quantity, a number or a whole number, and naming the mistake behind a wrong one.

The answer is read (`mlsys_course.kinds.scalar.reading`), held against the right value, then against every
known mistake's value in the learner's own row (`mlsys_course.diagnosis.candidates`). What is told is what
is clearly likelier than the rest and than chance (`mlsys_course.diagnosis.odds`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mlsys_course import readable
from mlsys_course.contracts import Contract
from mlsys_course.diagnosis import carets, messages
from mlsys_course.diagnosis.candidates import Candidates, load
from mlsys_course.diagnosis.causes import GUARD, Cause
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.diagnosis.expression import Array, dimension_of, nodes
from mlsys_course.diagnosis.formula import Code
from mlsys_course.diagnosis.formula.evidence import Evidence, look
from mlsys_course.diagnosis.mutants import LOGARITHMS
from mlsys_course.diagnosis.odds import (
    BOOK,
    COINCIDENCES,
    OTHER_ROWS,
    PARTS,
    RARELY,
    chance,
    closeness,
    coincidences,
    priors,
    tell,
)
from mlsys_course.diagnosis.pairs import digits_needed
from mlsys_course.diagnosis.values import round_significant
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.scalar.reading import Given, check_sign, convert, parse
from mlsys_course.reading import Refusal
from mlsys_course.reading.dimensions import in_prose
from mlsys_course.result import Result
from mlsys_course.scenarios import Scenario

_FACTORS = np.array(
    [2.0, 3, 4, 6, 8, 9, 12, 16, 24, 60, 3600, math.sqrt(2), math.sqrt(3), math.pi, 2 * math.pi, math.e]
    + [m * 10.0**n for n in range(1, 19) for m in (1, 2, 5)]
)
"""Factors that a slip in the formula leaves behind; tables of round numbers hold rows that differ by one."""
_TRIVIAL = 0.05
"""How much less likely a cause is that gives what many give: one, or a power of two."""
_EXPLAINED = 20.0
"""One slip that is so much likelier than chance explains an answer: two slips are not looked for."""
_SAYABLE = 220
"""Letters of a cause beyond which nobody follows it: of two slips at inputs with long names one is told."""
_LIKELIEST = 4
_FEW = 4
"""Numbers of more digits meet no candidate by coincidence."""


@dataclass(frozen=True)
class Match:
    """A mistake that may be behind an answer.

    Parameters
    ----------
    cause : Cause
        The mistake.
    weight : float
        Odds before the answer was seen, times the answer's likelihood.
    exact : bool
        Whether the answer agrees with it in all its digits.
    precise : bool
        Whether it also has all the digits of the mistake's value.
    values : array, optional
        What the mistake gives in every row, where that is known.
    others : float
        The part of the weight that comes from other mistakes that say the same.
    compared : bool
        Whether it was found by comparing the learner's formula with the key's.
    """

    cause: Cause
    weight: float
    exact: bool
    precise: bool = True
    values: Array | None = None
    others: float = 0.0
    compared: bool = False


def judge(exercise: Exercise, answer: Any, scenario: Scenario | None, source: Code | None = None) -> Result:
    """Judge an answer; see `mlsys_course.diagnosis.judge`.

    Whether it is accepted is decided by its value alone; the source may only say why it is not.

    Raises
    ------
    Refusal
        If the answer cannot be read as a number with the dimension asked for.
    """
    known = load(exercise)
    row = scenario.row if scenario is not None else 0
    contract = contract_of(exercise, known.right)
    try:
        given = parse(contract, answer)
    except Refusal as refusal:
        if refusal.cause == "value:infinite" and _beyond(known, row):
            message = f"{exercise.name} is too large for a float: work with its logarithm."
            raise Refusal("value:infinite", message) from None
        raise
    try:
        value = convert(contract, given)
    except Refusal as refusal:
        return _other_dimension(known, row, given, refusal, lambda: _look(known, scenario, given, source))
    accepted = _accepted(known, row, given, value)
    if accepted is not None:
        return accepted
    return _refused(known, row, contract, given, value, _look(known, scenario, given, source))


def _look(known: Candidates, scenario: Scenario | None, given: Given, source: Code | None) -> Evidence | None:
    """Return what the source says about a wrong answer; whatever is wrong with it, the verdict stands."""
    if source is None:
        return None
    row = scenario.row if scenario is not None else 0
    try:
        return look(known, row, known.exercise.name, source, scenario, given)
    except Exception:
        return None


def explain(
    exercise: Exercise, answer: Any, scenario: Scenario | None, source: Code | None = None
) -> list[Match]:
    """Return the mistakes a message names: none, one, or two that fit equally.

    Raises
    ------
    Refusal
        If the answer cannot be read as a number with the dimension asked for.
    """
    known = load(exercise)
    contract = contract_of(exercise, known.right)
    given = parse(contract, answer)
    row, evidence = scenario.row if scenario is not None else 0, _look(known, scenario, given, source)
    return _explaining(known, row, given, convert(contract, given), evidence)


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
        nearer = right and abs(value - float(known.right[row])) < abs(value - expected)
        if not form.bare and not nearer and _agrees(exercise, value, expected):
            score = 1.0 if right else form.score
            return Result(True, score, form.slug, f"{given.shown} counts.", exercise.name, (form.message,))
    if right:
        return Result(True, 1.0, None, f"Right: {_in_asked_unit(exercise, given, value)}.", exercise.name)
    return None


def _in_asked_unit(exercise: Exercise, given: Given, value: float) -> str:
    """Return the answer in the unit of the question, where that is another one than it was given in."""
    if given.quantity is None or not exercise.unit or given.magnitude == value:
        return given.shown
    return readable.quantity(type(given.quantity)(value, exercise.unit))


def _agrees(exercise: Exercise, value: float, expected: float) -> bool:
    """Say whether an answer is an accepted form; a fraction of a whole number may be cut after one digit."""
    if exercise.kind == "integer":
        fraction = expected != round(expected) and value != round(value)
        return bool(value == expected or (fraction and abs(value - expected) <= 0.06))
    return bool(abs(value - expected) <= min(exercise.rtol, 1e-3) * abs(expected) + 1e-12)


def _other_dimension(
    known: Candidates, row: int, given: Given, refusal: Refusal, look_at: Callable[[], Evidence | None]
) -> Result:
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
                f"{in_prose(exercise.unit or '')}) because a "
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
    counted = _with_its_count(exercise, given)
    if counted is not None and is_right(known, row, counted):
        remark = f"What is counted has a unit of its own here: the question asks for {exercise.unit}."
        return Result(
            True, 1.0, "unit:coefficient", f"The number of {given.shown} is right.", exercise.name, (remark,)
        )
    evidence = look_at()
    if evidence is not None and evidence.causes:
        sentence = evidence.causes[0].sentence or f"It is what comes out when {evidence.causes[0].clause}."
        raise Refusal(refusal.cause, f"{refusal.message} {_with_steps(known, row, evidence, sentence)}")
    causes, values = known.elsewhere.get(dimension, ([], np.empty((known.rows, 0))))
    if evidence is not None:  # which is in no known mistake
        values = np.full_like(values, np.nan)
    likelihood, exact = closeness(values[row], base, given.digits, False)
    found = _ranked(causes, priors(causes) * likelihood, likelihood, exact, values)
    if tell([match.weight for match in found], chance(base, given.digits, False)) == 1:
        raise Refusal(
            refusal.cause,
            f"{refusal.message} It is what comes out when {found[0].cause.clause or 'a step is missing'}."
            if not found[0].cause.sentence
            else f"{refusal.message} {found[0].cause.sentence}",
        )
    raise refusal


def _with_its_count(exercise: Exercise, given: Given) -> float | None:
    """Return a rate such as 1/s or Hz in the unit asked for, where only what is counted is missing in it."""
    if not exercise.unit or given.quantity is None:
        return None
    one = type(given.quantity)(1.0, exercise.unit) / type(given.quantity)(1.0, given.quantity.units)
    for name in ("sample", "token"):
        if dict(one.dimensionality) == {f"[{name}]": 1.0}:
            return float((given.quantity * type(given.quantity)(1.0, name)).to(exercise.unit).magnitude)
    return None


def _unit_credit(exercise: Exercise, given: Given, refusal: Refusal) -> Result:
    """Give a part of the points for the right number with a wrong unit, where the question says so."""
    unit = in_prose(exercise.unit or "")
    remark = f"The number counts in part: it is right in {unit}, and that is the unit to write."
    return Result(False, exercise.unit_credit, refusal.cause, refusal.message, exercise.name, (remark,))


# ---- wrong answers


def _beyond(known: Candidates, row: int) -> bool:
    """Say whether the formula, or what it is the logarithm of, is no float: too large, or too small."""
    tree, formulas = known.tree, known.formulas
    if tree is None:
        return False
    logarithm = any(part.op in LOGARITHMS for part in nodes(tree)) and not known.dimension
    if logarithm and abs(float(known.right[row]) * formulas.factor) > _ORDERS:
        return True
    for part in nodes(tree):
        value = formulas.base(part) if part.op in ("pow", "exp") else None
        if value is not None:
            with np.errstate(all="ignore"):
                if not abs(np.log10(abs(value.array[row]))) < _ORDERS:
                    return True
    return False


_ORDERS = 290
"""Orders of magnitude from which a float is hardly one."""


def _explaining(
    known: Candidates, row: int, given: Given, value: float, evidence: Evidence | None
) -> list[Match]:
    """Return the mistake behind an answer: that in its formula where it is known, else by its value."""
    if evidence is not None and evidence.causes:
        compared = bool(evidence.compared)
        return [Match(evidence.causes[0], 1.0, True, True, evidence.values, compared=compared)]
    found = _matches(known, row, given, value)
    if evidence is not None and any(evidence.speaks_against(match.values) for match in found):
        return []  # the number is that of a mistake by coincidence
    return found


def _with_steps(known: Candidates, row: int, evidence: Evidence | None, sentence: str) -> str:
    """Add to a sentence which of the learner's steps are right."""
    place = evidence.place if evidence is not None else None
    if place is None:
        return sentence
    right = abs(float(known.right[row]) * known.formulas.factor)
    shown = [name for name, size in place.right if _sized(size, right, known.exercise.rtol)]
    return f"{sentence} {place.said(shown)}".strip()


def _sized(size: Any, right: float, rtol: float) -> bool:
    """Say whether a step's number looks like the right answer."""
    plain = getattr(size, "magnitude", size)
    base = size.to_base_units().magnitude if hasattr(size, "units") else size
    sizes = [abs(float(one)) for one in (plain, base) if np.ndim(one) == 0]
    return any(abs(one - right) <= max(rtol, 1e-3) * right for one in sizes)


def _refused(
    known: Candidates,
    row: int,
    contract: Contract,
    given: Given,
    value: float,
    evidence: Evidence | None = None,
) -> Result:
    exercise = known.exercise
    if abs(value) < 10.0**-_ORDERS and known.right[row] and _beyond(known, row):
        message = f"{given.shown} is what is left of a number too small for a float: work with its logarithm."
        raise Refusal("value:underflow", message)
    matches = _explaining(known, row, given, value, evidence)
    hint: tuple[str, ...] = ()
    if evidence is not None and matches:
        return _by_its_formula(known, row, given, value, evidence, matches[0])
    if exercise.unit == "percent" and given.quantity is None and abs(given.magnitude) > 1.5:
        # 25 for 25 percent: a plain number is a fraction. See what the number says as a percentage.
        as_percent = given.magnitude
        percentage = f'Write a percentage as Q_({as_percent:.12g}, "percent").'
        hint = (f"A plain number is read as a fraction. {percentage}",)
        if is_right(known, row, as_percent):
            return Result(
                False, 0.0, "scale:100", f"{given.shown} lacks its unit. {percentage}", exercise.name
            )
        other = _matches(known, row, given, as_percent)
        if other and (not matches or matches[0].weight <= other[0].weight):
            matches = other
    if matches:
        clauses = [(match.cause.clause, _sentence(known, row, match.cause)) for match in matches]
        rounded = given.digits <= 2 and exercise.kind != "integer" and not matches[0].precise
        if matches[0].cause.two and _too_long(matches[0].cause):
            message = messages.one_of_two(given.shown, matches[0].cause.two, matches[0].exact)
        else:
            message = messages.from_causes(given.shown, clauses, matches[0].exact)
        if rounded:
            message = messages.perhaps(given.shown, message)
        if exercise.unit_credit and given.magnitude != value and is_right(known, row, given.magnitude):
            return _unit_credit(exercise, given, Refusal(matches[0].cause.slug, message))
        return Result(False, 0.0, matches[0].cause.slug, message, exercise.name, hint)
    if value == 1 < known.right[row] and known.tree is not None and known.tree.op == "ceil":
        message = (
            f"{given.shown} is what every number below one is rounded up to. Look at yours before it is "
            "rounded: is a fraction upside down, or a prefix lost?"
        )
        return Result(False, 0.0, None, message, exercise.name, hint)
    if exercise.kind == "integer" and value != round(value):
        raise Refusal("rounding:none", f"{given.shown} is no whole number, and the question asks for one.")
    check_sign(contract, given, value)
    right = float(known.right[row])
    ratio = abs(value / right) if right else 1.0
    far = "too large" if ratio > 1e3 else "too small" if ratio < 1e-3 else ""
    read_as = ""
    if given.quantity is not None and exercise.unit and given.magnitude != value:
        read_as = parse(contract, type(given.quantity)(value, exercise.unit)).shown
    near = 0.5 < ratio < 2
    text = _with_steps(known, row, evidence, messages.unexplained(given.shown, read_as, far, near))
    return Result(False, 0.0, None, text, exercise.name, hint)


def _by_its_formula(
    known: Candidates, row: int, given: Given, value: float, evidence: Evidence, match: Match
) -> Result:
    """Say what is wrong with the learner's formula."""
    cause, exercise = match.cause, known.exercise
    sentence = _sentence(known, row, cause)
    if not sentence and cause.two and _too_long(cause):
        sentence = messages.one_of_two(given.shown, cause.two, True)
    message = messages.from_causes(given.shown, [(cause.clause, sentence)], True)
    message = _with_steps(known, row, evidence, message)
    if exercise.unit_credit and given.magnitude != value and is_right(known, row, given.magnitude):
        return _unit_credit(exercise, given, Refusal(cause.slug, message))
    return Result(False, 0.0, cause.slug, message, exercise.name)


def _sentence(known: Candidates, row: int, cause: Cause) -> str:
    """Return what is written about a cause, or how its powers are written in Python where a caret is it."""
    if cause.slug != carets.SLUG or cause.sentence or known.tree is None:
        return cause.sentence or cause.advice
    powers = []
    for part in nodes(known.tree):
        values = [known.formulas.base(arg) for arg in part.args] if part.op == "pow" else []
        if values and all(value is not None and value.array.ndim for value in values):
            powers.append("**".join(f"{value.array[row]:.15g}" for value in values if value is not None))
    return carets.advice(" or ".join(dict.fromkeys(powers)))


def _matches(known: Candidates, row: int, given: Given, value: float) -> list[Match]:
    """Return the mistake that explains an answer, or two of which each may, or nothing.

    An answer of the wrong sign that nothing explains may be that of a mistake with a lost sign on top.
    """
    told = _told(known, row, given, value)
    if told or not value * float(known.right[row]) < 0:
        return told
    turned = _told(known, row, replace(given, magnitude=-given.magnitude), -value)
    return [_with_sign(match) for match in turned if not match.cause.two]


def _with_sign(match: Match) -> Match:
    """Return a mistake and a lost sign as one."""
    wrong, cause = "the sign is wrong", match.cause
    said = cause.sentence or cause.advice
    both = replace(
        cause,
        slug=f"{cause.slug}+sign",
        clause=f"{cause.clause}, and then {wrong}" if cause.clause else "",
        sentence=f"{said} And then {wrong}." if said else "",
        advice="",
        two=(said or cause.clause, wrong),
    )
    return replace(match, cause=both, values=None if match.values is None else -match.values)


def _told(known: Candidates, row: int, given: Given, value: float) -> list[Match]:
    whole, digits = known.exercise.kind == "integer", given.digits
    if 0 < abs(value) <= 1e-12 * abs(float(known.right[row])) and np.any(known.values[row] == 0):
        value = 0.0  # a difference of nothing is zero only up to its rounding errors
    likelihood, exact = closeness(known.values[row], value, digits, whole)
    if known.dimension and given.magnitude != value:
        # Who computed with bare numbers named any unit afterwards: the number counts as it was given.
        other, as_given = closeness(known.values[row], given.magnitude, digits, whole)
        likelihood = np.where(known.plain, np.maximum(other, likelihood), likelihood)
        exact = np.where(known.plain, as_given | exact, exact)
    weights = known.odds * likelihood * _doubts(known, value, digits, whole, likelihood >= 1.0)
    found = _ranked(known.causes, weights, likelihood, exact, known.values)
    others = [_other_rows(known, row, value, digits)]
    if not any(match.cause.slug == carets.SLUG for match in found):
        others.append(_result_with_caret(known, row, given))
    if any(others):
        found = sorted([*found, *filter(None, others)], key=lambda match: -match.weight)
    random = chance(value, digits, whole)
    twice = not found or found[0].weight < _EXPLAINED * random
    if twice:
        found = sorted(
            [*found, *_two_slips(known, row, value, digits, whole)], key=lambda match: -match.weight
        )
    told = found[: tell([match.weight for match in found], random)]
    if told and (digits <= _FEW or not told[0].exact):
        rivals, near = known.rivals(row, told[0].weight - told[0].others, digits, whole, twice=twice)
        if coincidences(value, digits, whole, rivals, near) > COINCIDENCES.get(digits, RARELY):
            told = []
    if any(digits < digits_needed(match.cause) for match in told):
        told = []
    if len(told) > 1 and any(_too_long(match.cause) for match in told):
        told = []
    if len(told) == 1 and digits <= 2 and told[0].cause.kind != "rounding" and not whole:
        # Whoever is right and rounded too far is not told of a mistake alone.
        told += [match for match in found[1:] if match.cause.kind == "rounding" and match.precise][:1]
    return sorted(told, key=lambda match: not match.cause.by_hand)


def _too_long(cause: Cause) -> bool:
    return len(cause.clause or cause.sentence) > _SAYABLE


def _ranked(
    causes: Sequence[Cause], weights: Array, likelihood: Array, exact: Any, values: Array
) -> list[Match]:
    """Return the causes that an answer speaks for, the likeliest first; what says the same is one."""
    found: list[Match] = []
    for index in sorted(np.flatnonzero(weights).tolist(), key=lambda i: -float(weights[i])):
        cause, weight = causes[index], float(weights[index])
        for place, match in enumerate(found):
            if _alike(cause, match.cause):
                found[place] = replace(match, weight=match.weight + weight, others=match.others + weight)
                if (match.cause.kind, cause.kind) == ("precision", "sibling"):  # which names the format
                    found[place] = replace(found[place], cause=cause, values=values[:, index])
                break
        else:
            precise = bool(likelihood[index] >= 1.0)
            found.append(Match(cause, weight, bool(exact[index]), precise, values[:, index]))
    return sorted(found, key=lambda match: -match.weight)


def _two_slips(known: Candidates, row: int, value: float, digits: int, whole: bool) -> list[Match]:
    """Return the likeliest of two slips at once: at two places of the formula, or there and in the result."""
    causes, values = known.pairs
    likelihood, exact = closeness(values[row], value, digits, whole)
    weights = likelihood * np.array([cause.prior for cause in causes])
    found = [
        Match(causes[i], float(weights[i]), bool(exact[i]), bool(likelihood[i] >= 1.0), values[:, i])
        for i in np.argsort(-weights, kind="stable")[:_LIKELIEST].tolist()
        if weights[i] > 0
    ]
    firsts, odds = known.firsts
    for second in known.seconds if len(firsts) else ():
        with np.errstate(all="ignore"):
            column = second.change(known.values[row][firsts])
            likelihood, exact = closeness(column, value, digits, whole)
            weights = likelihood * odds * second.prior
            best = int(np.argmax(weights))
            if weights[best] > 0:
                index, sure = int(firsts[best]), bool(likelihood[best] >= 1.0)
                cause, everywhere = second.after(known.causes[index]), second.change(known.values[:, index])
                found.append(Match(cause, float(weights[best]), bool(exact[best]), sure, everywhere))
    kept: list[Match] = []
    for match in sorted(found, key=lambda one: -one.weight):
        if not any(_alike(match.cause, other.cause) or _same_values(match, other) for other in kept):
            kept.append(match)
    return kept


def _same_values(match: Match, other: Match) -> bool:
    """Say whether a match is a likelier one in other words: it gives the same in every row.

    In a single row two mistakes may agree by chance, but for those that the author wrote.
    """
    if match.values is None or other.values is None or not (other.cause.by_hand or len(match.values) > 1):
        return False
    return bool(np.allclose(match.values, other.values, rtol=1e-9, atol=0, equal_nan=True))


def _doubts(known: Candidates, value: float, digits: int, whole: bool, precise: Any) -> Array:
    """Return factors that make causes less likely whose values many other mistakes have, too."""
    doubts = np.ones(len(known.causes))
    # A rounded result has just its own digits: an answer that is near it was not rounded to it.
    doubts[~precise & known.of_kind("rounding")] = 0.0
    if digits <= 2:
        # A factor near 1 is not told from another by two digits.
        doubts[~precise & known.of_kind("scale") & ~known.guarded] = 0.0
    if whole:
        # Learners guess round numbers and powers of two, and whatever is small is rounded up to one.
        if (digits == 1 and value >= 10) or (value >= 16 and math.log2(value).is_integer()):
            doubts[known.of_kind("sibling")] = _TRIVIAL
        if value == 1:
            doubts[~known.of_kind("written")] = _TRIVIAL
    return doubts


def _alike(one: Cause, other: Cause) -> bool:
    """Say whether causes need not be told apart: all roundings, the same slip, or nearly the same factor."""
    if one.slug == other.slug or (one.clause == other.clause and one.clause):
        return True
    if one.by_hand or other.by_hand or "+" in one.slug + other.slug:
        return False
    if {one.kind, other.kind} == {"precision", "sibling"}:
        return True
    if one.kind != other.kind:
        return False
    if one.kind == "dropped":  # an input, or the term in which it stands
        first, second = (set(cause.slug.split(":")[1].split(",")) for cause in (one, other))
        return first <= second or second <= first
    if one.kind not in ("rounding", "scale"):
        return False
    if one.kind == "rounding":
        return "rounding:middle" not in (one.slug[:15], other.slug[:15])
    if "scale:unconverted" in (one.slug, other.slug):
        return True
    # A prefix lost in the result, or at one of the numbers it is made of: look at the prefixes.
    sizes = [float(cause.slug.split(":")[1]) for cause in (one, other)]
    return abs(sizes[0] / sizes[1] - 1) < 0.02


def _result_with_caret(known: Candidates, row: int, given: Given) -> Match | None:
    """Recognise the right answer, written as a power of ten or of two with a caret."""
    if not carets.written_as_power(given.magnitude, lambda number: is_right(known, row, number)):
        return None
    return Match(Cause(carets.SLUG, "", 0.5, carets.advice()), 0.2 * PARTS["power"] / 1000, True)


def _other_rows(known: Candidates, row: int, value: float, digits: int) -> Match | None:
    """Recognise the right answer to somebody else's numbers."""
    if row == 0 or (digits < 4 and known.exercise.kind != "integer"):
        return None
    near, exact = closeness(known.right, value, digits, known.exercise.kind == "integer")
    near = np.where(np.abs(known.right - known.right[row]) <= GUARD * known.tolerance[row], 0.0, near)
    best = int(np.argmax(near))
    if not near[best]:
        return None
    if near[0] >= near[best]:
        sentence = "This is the answer for the published numbers. You have numbers of your own: use those."
        weight = BOOK * PARTS["numbers"] / 1000 * float(near[0])
        return Match(Cause("numbers:book", "", 0.45, sentence), weight, bool(exact[0]))
    whole = known.exercise.kind == "integer"
    if whole and abs(value) < 1000:
        return None  # small whole numbers are the answers of many rows
    right = float(known.right[row])
    slips = right * np.concatenate([_FACTORS, 1 / _FACTORS])
    if closeness(slips, value, digits, whole)[1].any():
        return None
    sentence = (
        "This would be right for a different set of numbers. Perhaps some of them come from elsewhere: see "
        "that every number is that of your own question."
    )
    weight = OTHER_ROWS / known.rows * float(near[best])
    return Match(Cause("numbers:other", "", 0.4, sentence), weight, bool(exact[best]))
