"""The value behind a claim: no value that goes with the other verdict passes for it."""

from __future__ import annotations

import re

import pytest
from chosen import all_exercises

from mlsys_course.diagnosis import judge
from mlsys_course.exercise import Exercise

CLAIMS = pytest.mark.parametrize(
    "exercise", [one for one in all_exercises() if one.kind == "claims"], ids=lambda one: one.name
)


def split(entry: object) -> tuple[bool, float | None]:
    return entry if isinstance(entry, tuple) else (bool(entry), None)


def with_value(exercise: Exercise, claim: str, value: float) -> bool:
    """Say whether an answer that is right in all else is accepted with this value behind a claim."""
    right = exercise.answer()
    return judge(exercise, {**right, claim: (split(right[claim])[0], value)}, None).accepted


@CLAIMS
def test_the_value_of_a_mistaken_claim_is_refused(exercise: Exercise) -> None:
    right = exercise.answer()
    for misconception in exercise.misconceptions:
        for claim, entry in misconception.wrong().items():
            value = split(entry)[1]
            if value is not None and value != split(right[claim])[1]:
                assert not with_value(exercise, claim, value), f"{claim}: {value} ({misconception.cause})"


@CLAIMS
def test_a_number_of_a_refuted_claim_is_not_its_value(exercise: Exercise) -> None:
    """Who copies a number out of the claim has computed nothing."""
    texts = exercise.spec.shape(exercise)["claims"]
    for claim, entry in exercise.answer().items():
        verdict, value = split(entry)
        for written in re.findall(r"\d[\d,]*\.?\d*(?:e\d+)?", texts[claim]) if not verdict and value else ():
            number = float(written.replace(",", "").rstrip("."))
            if exercise.spec.units.get(claim) == "percent" and number < 1:
                continue  # read as a fraction it is another number than the one that stands there
            assert not with_value(exercise, claim, number), f"{claim}: {number}"


@CLAIMS
def test_what_is_claimed_to_be_exact_is_judged_exactly(exercise: Exercise) -> None:
    for claim in exercise.spec.exact:
        value = split(exercise.answer()[claim])[1]
        assert value is not None
        assert with_value(exercise, claim, round(value, 6))
        for step in (1e-3, -1e-3):
            assert not with_value(exercise, claim, value * (1 + step)), claim


@CLAIMS
def test_a_verdict_after_a_value_of_no_known_slip_gets_no_cause(exercise: Exercise) -> None:
    """What explains the verdict alone says nothing of who worked out another value."""
    right = exercise.answer()
    for claim, entry in right.items():
        verdict, value = split(entry)
        if value is None:
            continue
        odd = 3.77 * float(getattr(value, "magnitude", value))
        answer = {**right, claim: (not verdict, getattr(value, "units", 1) * odd)}
        result = judge(exercise, answer, None)
        assert result.cause in (None, "trusts-the-text", "trusts-nothing"), (claim, result.message)
