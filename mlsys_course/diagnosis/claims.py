"""Judging judged claims: verdicts first, then the values behind them."""

from __future__ import annotations

import math
from typing import Any

from mlsys_course.diagnosis.classification import explain
from mlsys_course.exercise import Exercise
from mlsys_course.reading._plain import plain, show
from mlsys_course.reading._words import some
from mlsys_course.reading.claims import read
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
        If the answer cannot be read.
    """
    spec = exercise.spec
    given: dict[str, tuple[bool, float | None]] = read(exercise.contract(), answer).value
    right = {claim: _split(entry) for claim, entry in exercise.key().items()}
    verdicts = {claim: verdict for claim, (verdict, _) in given.items()}
    off = [claim for claim, (verdict, _) in right.items() if verdicts[claim] != verdict]
    bad_value = [
        claim
        for claim, (_, value) in right.items()
        if value is not None and claim not in off and not _near(spec, claim, given[claim][1], value)
    ]
    share = 1 - (len(off) + 0.5 * len(bad_value)) / len(right)
    score = round(max(0.0, 2 * share - 1), 4) if spec.partial else 0.0
    if off:
        cause, message = _verdict_cause(exercise, verdicts, {c: v for c, (v, _) in right.items()}, off)
        count = (
            f"{len(off)} of {len(right)} verdicts {'is' if len(off) == 1 else 'are'} not what the data say."
        )
        return Result(False, score, cause, f"{count} {message}".strip(), exercise.name)
    if bad_value:
        cause, message = _value_cause(exercise, given, right, bad_value)
        return Result(False, score, cause, message, exercise.name)
    return Result(True, 1.0, None, f"All {len(right)} verdicts are what the data say.", exercise.name)


def _near(spec: Any, claim: str, given: float | None, right: Any) -> bool:
    if given is None:
        return True
    unit = spec.units.get(claim)
    wanted = float(plain(right, unit).value)
    # 0.42 and 42 both say 42 percent.
    forms = (given, 100 * given) if unit == "percent" else (given,)
    return any(math.isclose(form, wanted, rel_tol=spec.rtol, abs_tol=1e-9) for form in forms)


def _verdict_cause(
    exercise: Exercise, given: dict[str, bool], right: dict[str, bool], off: list[str]
) -> tuple[str | None, str]:
    if all(given.values()):
        return (
            "trusts-the-text",
            "You support every claim: recompute each from the chapter's own figures and tables.",
        )
    if not any(given.values()):
        return (
            "trusts-nothing",
            "You support no claim at all: some of them do follow from the chapter's own numbers.",
        )
    if len(off) == len(right):
        return "inverted", "Every verdict is turned round: True means that the data support the claim."
    ways = []
    for misconception in exercise.misconceptions:
        verdicts = {claim: _split(entry)[0] for claim, entry in misconception.wrong().items()}
        ways.append((misconception.cause, misconception.message, {**right, **verdicts}))
    return explain(ways, given, right, off, exercise.spec.reconsider)


def _value_cause(
    exercise: Exercise,
    given: dict[str, tuple[bool, float | None]],
    right: dict[str, tuple[bool, Any]],
    bad: list[str],
) -> tuple[str | None, str]:
    spec = exercise.spec
    head = f"The verdicts are right, but not the value behind {some(bad)}."
    for misconception in exercise.misconceptions:
        ways = {claim: _split(entry)[1] for claim, entry in misconception.wrong().items()}
        for claim in bad:
            if ways.get(claim) is not None and _near(spec, claim, given[claim][1], ways[claim]):
                return misconception.cause, f"{head} {misconception.message}"
    claim = bad[0]
    value = float(given[claim][1] or 0.0)
    wanted = float(plain(right[claim][1], spec.units.get(claim)).value)
    tell = f"{head} You give {show(value)}"
    for factor in (10.0, 100.0, 1e3, 1e6, 1e9, 8.0, 60.0, 3600.0, 86400.0, 365.0, 12.0):
        for ratio in (factor, 1 / factor):
            if value and math.isclose(value, wanted * ratio, rel_tol=spec.rtol):
                return f"value:{claim}:scale", f"{tell}: look at its unit."
    if value and math.isclose(value * wanted, 1, rel_tol=spec.rtol):
        return f"value:{claim}:inverted", f"{tell}: that is the ratio upside down."
    return f"value:{claim}", f"{tell}. {spec.reconsider}".strip()
