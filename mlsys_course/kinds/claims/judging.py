"""Judging judged claims: verdicts first, then the values behind them."""

from __future__ import annotations

import math
from typing import Any

from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.claims.reading import FORM, VALUE_MISSING, read, value_missing
from mlsys_course.kinds.classification.judging import explain, some_of_the_rest
from mlsys_course.reading import Refusal
from mlsys_course.reading._plain import plain, show
from mlsys_course.reading._words import some
from mlsys_course.result import Result
from mlsys_course.scenarios import Scenario


def _split(entry: Any) -> tuple[bool, Any]:
    return entry if isinstance(entry, tuple) else (bool(entry), None)


def judge(exercise: Exercise, answer: Any, scenario: Scenario | None = None) -> Result:
    """Judge verdicts on claims.

    Parameters
    ----------
    exercise : Exercise
        Its spec is a `mlsys_course.kinds.Claims`.
    answer : object
        The learner's answer.
    scenario : Scenario, optional
        Not used: the claims are the book's.

    Returns
    -------
    Result

    Raises
    ------
    Refusal
        If the answer cannot be read, or not all of it where the claims do not count for themselves.
    """
    spec = exercise.spec
    right = {claim: _split(entry) for claim, entry in exercise.key().items()}
    problem: Refusal | None = None
    try:
        given: dict[str, tuple[bool, float | None]] = read(contract_of(exercise), answer).value
    except Refusal as refusal:
        if not (spec.partial and refusal.part):
            raise
        given = dict(refusal.part)
        only_missing = len(given) == len(right) and refusal.cause == VALUE_MISSING
        problem = None if only_missing else refusal
    off = [claim for claim, (verdict, _) in given.items() if verdict != right[claim][0]]
    valued = [claim for claim in given if claim not in off and right[claim][1] is not None]
    without = [claim for claim in valued if given[claim][1] is None]
    bad_value = [
        claim
        for claim in valued
        if claim not in without and not _near(spec, claim, given[claim][1], right[claim][1])
    ]
    # A wrong verdict takes back what a guess wins; an open one is not counted; a verdict alone is half.
    lost = 2 * len(off) + (len(right) - len(given)) + 0.5 * (len(bad_value) + len(without))
    score = round(max(0.0, 1 - lost / len(right)), 4) if spec.partial else 0.0
    if problem is not None:
        others = some_of_the_rest(len(given), len(off) + len(bad_value))
        return Result(False, score, problem.cause, f"{problem.message} {others}", exercise.name)
    if off:
        cause, message = _verdict_cause(exercise, given, right, off)
        count = f"{len(off)} of {len(right)} verdicts {'is' if len(off) == 1 else 'are'} wrong."
        said = f"{_read_as(answer, spec)}{count} {message}".strip()
        missing = [claim for claim in right if right[claim][1] is not None and given[claim][1] is None]
        more = (value_missing(missing),) if missing else ()
        return Result(False, score, cause, " ".join((said, *more)), exercise.name)
    if bad_value:
        cause, message = _value_cause(exercise, given, right, bad_value)
        return Result(False, score, cause, message, exercise.name)
    if without:
        message = f"The verdicts are right. {value_missing(without)}"
        return Result(False, score, VALUE_MISSING, message, exercise.name)
    return Result(True, 1.0, None, f"All {len(right)} verdicts are right.", exercise.name)


def _read_as(answer: Any, spec: Any) -> str:
    """Say how an answer was read that is no dictionary but a list of claims."""
    if isinstance(answer, (list, tuple, set, frozenset)) and all(isinstance(one, str) for one in answer):
        rest = len(spec.claims) - len(set(answer))
        others = (
            f", and the other {rest} as False" if rest > 1 else ", and the other one as False" if rest else ""
        )
        return f"You give a list of claims instead of {FORM}: those in it were read as True{others}. "
    return ""


_EXACT = 1e-6  # relative: what is left of a sum of decimal numbers


def _near(spec: Any, claim: str, given: float | None, right: Any) -> bool:
    """Say whether a value is the right one: within the tolerance, or exactly where that is claimed."""
    if given is None:
        return False
    unit = spec.units.get(claim)
    wanted = float(plain(right, unit).value)
    # 0.42 and 42 both say 42 percent.
    forms = (given, 100 * given) if unit == "percent" else (given,)
    rtol = _EXACT if claim in spec.exact else spec.rtol
    return any(math.isclose(form, wanted, rel_tol=rtol, abs_tol=1e-9) for form in forms)


def _verdict_cause(
    exercise: Exercise,
    answer: dict[str, tuple[bool, float | None]],
    key: dict[str, tuple[bool, Any]],
    off: list[str],
) -> tuple[str | None, str]:
    spec = exercise.spec
    given = {claim: verdict for claim, (verdict, _) in answer.items()}
    right = {claim: verdict for claim, (verdict, _) in key.items()}
    if all(given.values()):
        return (
            "trusts-the-text",
            "You support every claim: recompute each from the chapter's own figures and tables.",
        )
    if not any(given.values()):
        return (
            "trusts-nothing",
            "You support no claim at all, but some follow from the chapter's own numbers.",
        )
    worked = {claim for claim, (_, value) in key.items() if value is not None}
    if all(claim in worked and _near(spec, claim, answer[claim][1], key[claim][1]) for claim in off):
        one = len(off) == 1
        return (
            "verdict-against-value",
            (
                f"Your {'value is' if one else 'values are'} right: compare "
                f"{'it' if one else 'them'} with what the claim says."
            ),
        )
    if len(off) == len(right):
        return "inverted", "Every verdict is the wrong way round: True means that the data support the claim."
    ways = []
    for misconception in exercise.misconceptions:
        # A way of thinking speaks of the value that it leads to, and without one of the right value.
        verdicts = {
            claim: verdict
            for claim, (verdict, value) in ((c, _split(e)) for c, e in misconception.wrong().items())
            if answer[claim][1] is None
            or (value is None and claim not in worked)
            or _near(spec, claim, answer[claim][1], key[claim][1] if value is None else value)
        }
        ways.append((misconception.cause, misconception.message, {**right, **verdicts}))
    cause, message = explain(ways, given, right, off, spec.reconsider)
    if cause is None:  # a verdict can follow from a value that was worked out wrongly
        for claim in off:
            behind = _behind(exercise, claim, answer[claim][1], key[claim][1])
            if behind is not None:
                return behind[0], f"Check the value for {some([claim])}. {behind[1]}"
    return cause, message


def _value_cause(
    exercise: Exercise,
    given: dict[str, tuple[bool, float | None]],
    right: dict[str, tuple[bool, Any]],
    bad: list[str],
) -> tuple[str | None, str]:
    head = f"The verdicts are right, but not the value for {some(bad)}."
    told: dict[str, list[str]] = {}
    causes: list[str] = []
    for claim in bad:
        behind = _behind(exercise, claim, given[claim][1], right[claim][1])
        if behind is not None:
            told.setdefault(behind[1], []).append(claim)
            causes.append(behind[0])
    if told:
        # With several values off, each explanation says which of them it is about.
        said = [text if len(bad) == 1 else f"{some(claims)}: {text}" for text, claims in told.items()]
        return "+".join(dict.fromkeys(causes)), " ".join([head, *said])
    value = show(float(given[bad[0]][1] or 0.0))
    return f"value:{bad[0]}", f"{head} You give {value}. {exercise.spec.reconsider}".strip()


_FACTORS = (10.0, 100.0, 1e3, 1e6, 1e9, 8.0, 60.0, 3600.0, 86400.0, 365.0, 12.0)
"""Factors that a unit or a prefix leaves behind."""


def _behind(exercise: Exercise, claim: str, value: float | None, right: Any) -> tuple[str, str] | None:
    """Return cause and explanation of a value that was worked out wrongly, None where neither is known."""
    spec = exercise.spec
    for misconception in exercise.misconceptions:
        wrong = _split(misconception.wrong().get(claim))[1]
        if wrong is not None and _near(spec, claim, value, wrong):
            return misconception.cause, misconception.message
    if not value or right is None or _near(spec, claim, value, right):
        return None
    wanted = float(plain(right, spec.units.get(claim)).value)
    ratios = [ratio for factor in _FACTORS for ratio in (factor, 1 / factor)]
    if any(math.isclose(value, wanted * ratio, rel_tol=spec.rtol) for ratio in ratios):
        return f"value:{claim}:scale", f"You give {show(float(value))}: check its unit."
    if math.isclose(value * wanted, 1, rel_tol=spec.rtol):
        return f"value:{claim}:inverted", f"You give {show(float(value))}: turn the ratio over."
    return None
