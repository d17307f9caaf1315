"""The odds of causes: what is told, what is left to chance, and every change of a whole answer."""

from __future__ import annotations

import contextlib
import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder import chapters, grade_answer
from mlsys_course import Q_
from mlsys_course.diagnosis import carets, judge
from mlsys_course.diagnosis.candidates import load
from mlsys_course.diagnosis.causes import Cause
from mlsys_course.diagnosis.expression import trace
from mlsys_course.diagnosis.odds import (
    PARTS,
    RARELY,
    chance,
    closeness,
    coincidences,
    kind,
    parts,
    priors,
    tell,
)
from mlsys_course.exercise import Exercise
from mlsys_course.reading import Refusal

NUMBERS = [e for e in chapters.load().values() if e.scalar and e.kind != "integer" and e.table is not None]


def find(name: str) -> Exercise:
    return chapters.load()[name]


def cause(name: str, answer: object) -> str | None:
    return grade_answer(name, answer).cause


# ------------------------------------------------------------------------------------------- the table


def test_a_kind_shares_its_part_among_its_candidates() -> None:
    few = [Cause(f"sibling:{i}", "", 0.5) for i in range(4)]
    many = [Cause(f"sibling:{i}", "", 0.5) for i in range(40)]
    assert priors(few).sum() == pytest.approx(PARTS["sibling"] / 1000)
    assert priors(many).sum() == pytest.approx(PARTS["sibling"] / 1000)
    assert priors(few)[0] == pytest.approx(10 * priors(many)[0])
    assert parts([Cause("dropped:a", "", 0.1)])["dropped"] == pytest.approx(PARTS["dropped"] / 1000)


def test_plain_slips_come_before_far_fetched_ones() -> None:
    plain, strange = Cause("dropped:gpus", "", 0.4), Cause("only:sum:all", "", 0.4)
    assert priors([plain, strange])[0] > 10 * priors([plain, strange])[1]
    assert kind(Cause("my-own-slug", "", 1.0, "You forgot the tax.")) == "written"


@pytest.mark.parametrize("exercise", NUMBERS[::6], ids=lambda exercise: exercise.name)
def test_every_cause_of_an_exercise_has_its_odds(exercise: Exercise) -> None:
    known = load(exercise)
    words = {kind(one) for one in known.causes}
    assert words <= set(PARTS), words - set(PARTS)
    assert np.all(known.odds > 0) and known.odds.sum() < sum(PARTS.values()) / 1000 + 1e-9


# -------------------------------------------------------------------------------------------- the bar


def test_chance_meets_short_numbers_more_often_than_long_ones() -> None:
    odds = [chance(3.1, 2, False), chance(3.14, 3, False), chance(3.142, 4, False), chance(3.1416, 16, False)]
    assert odds == sorted(odds, reverse=True)
    assert odds[0] > 50 * odds[2]


def test_an_answer_agrees_to_the_digits_it_was_written_with() -> None:
    likelihood, exact = closeness(np.array([25.27835, 25.3, 25.4, np.nan]), 25.3, 3, False)
    assert likelihood[1] == 1 and 0 < likelihood[0] < 1 and likelihood[2] == 0 and likelihood[3] == 0
    assert exact.tolist() == [True, True, False, False]
    assert closeness(np.array([7.0, 8.0]), 7.0, 1, True)[0].tolist() == [1.0, 0.0]


def test_a_cause_is_told_where_it_beats_the_others_and_chance() -> None:
    assert tell([], 0.1) == 0
    assert tell([0.02], 0.0001) == 1
    assert tell([0.02], 0.02) == 0  # as likely by chance
    assert tell([0.02, 0.001], 0.0) == 1
    assert tell([0.02, 0.015], 0.0) == 2
    assert tell([0.02, 0.019, 0.018, 0.018], 0.0) == 0  # too many to name one


def test_the_same_value_is_told_with_many_digits_and_left_with_few() -> None:
    right = float(load(find("training_days")).right[0])
    odd = right * 0.45 / 0.6 * 24  # another efficiency, and hours for days
    assert "+" in (cause("training_days", Q_(odd, "day")) or "")
    assert cause("training_days", Q_(float(f"{odd:.1e}"), "day")) is None


def test_the_more_candidates_there_are_the_fewer_of_them_explain_a_short_number() -> None:
    assert coincidences(4.567, 4, False, 100) < RARELY < coincidences(4.567, 4, False, 2000)
    assert coincidences(4.5678901, 8, False, 2000) < RARELY
    assert coincidences(4.567, 4, False, 0, near=200) > RARELY  # to be near is easier than to agree
    assert coincidences(200, 3, True, 10) == pytest.approx(coincidences(2000, 4, True, 100))


@pytest.mark.parametrize("name", ["spotter_life", "spam_probability", "training_days", "search_depth"])
def test_rivals_are_those_that_explain_a_number_at_least_so_well(name: str) -> None:
    known = load(find(name))
    few, many = (known.rivals(0, weight, 4, False, twice=True) for weight in (1e-3, 1e-6))
    assert few[0] < many[0] and few[1] <= many[1]
    alone = known.rivals(0, 1e-6, 4, False, twice=False)
    assert alone[0] < many[0]
    assert known.rivals(0, 1e-6, 4, True, twice=False)[1] == 0  # whole numbers agree or they do not


@pytest.mark.parametrize("exercise", NUMBERS[::5], ids=lambda exercise: exercise.name)
def test_numbers_of_four_digits_that_mean_nothing_rarely_get_a_cause(exercise: Exercise) -> None:
    """About one in a hundred: six of 200 come about by chance in one test of some hundreds."""
    from mlsys_course.kinds.scalar.judging import explain

    draw, got = random.Random(exercise.name), 0
    right = float(load(exercise).right[0])
    for _ in range(200):
        value = float(f"{right * 10 ** draw.uniform(-3, 3):.3e}")
        answer = Q_(value, exercise.unit) if exercise.unit else value
        with contextlib.suppress(Refusal):
            got += bool(explain(exercise, answer, exercise.table.row(0) if exercise.table else None))
    assert got <= 6


# ----------------------------------------------------------------------- changes of the whole answer

CHANGES = {
    "transform:log10": np.log10,
    "transform:ln": np.log,
    "transform:square-root": np.sqrt,
    "transform:square": np.square,
    "scale:1000": lambda y: y * 1e3,
    "scale:100": lambda y: y * 100,
    "sign": lambda y: -y,
    "inverted": lambda y: 1 / y,
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_the_whole_answer_is_named(change: str) -> None:
    """In nearly all exercises: elsewhere another slip has the same value, or the change gives no number."""
    from mlsys_course.kinds.scalar.judging import explain

    missed, tried = [], 0
    for exercise in NUMBERS:
        right = float(load(exercise).right[0])
        with np.errstate(all="ignore"):
            value = float(CHANGES[change](right))
        if not math.isfinite(value) or abs(value - right) <= 0.1 * abs(right) or not value:
            continue
        tried += 1
        answer = Q_(value, exercise.unit) if exercise.unit else value
        assert not grade_answer(exercise.name, answer).accepted
        told = {match.cause.slug for match in explain(exercise, answer, exercise.table.row(0))}
        if not any(slug.startswith(change) for slug in told):
            missed.append((exercise.name, value, told))
    assert tried > 40
    assert len(missed) <= 0.15 * tried, missed


def test_a_logarithm_for_the_number_is_said_in_words() -> None:
    result = grade_answer("I3.4", math.log10(float(load(find("device_day_ratio")).right[0])))
    assert result.cause == "transform:log10"
    assert result.message.endswith("is what comes out when the logarithm to base ten of the result is given.")


# ------------------------------------------------------------------------ numbers of the table, rounding


def test_a_number_of_the_table_that_the_question_does_not_need() -> None:
    q = find("training_days").table.row(0)  # type: ignore[union-attr]
    right = q.training_ops / (q.gpus * q.peak * q.efficiency)
    assert cause("training_days", right * q.better_efficiency) == "times:better_efficiency"


def test_rounding_on_the_way_says_where() -> None:
    q = find("days_saved").table.row(0)  # type: ignore[union-attr]
    first = round((q.training_ops / (q.gpus * q.peak * q.efficiency)).to("day").magnitude)
    second = (q.training_ops / (q.gpus * q.peak * q.better_efficiency)).to("day").magnitude
    result = grade_answer("days_saved", Q_(first - second, "day"))
    assert (result.cause or "").startswith("rounding:middle"), result
    assert "rounded to whole days before the calculation goes on" in result.message


def test_a_caret_is_no_power() -> None:
    q = find("rules_for_all_cases").table.row(0)  # type: ignore[union-attr]
    result = grade_answer("rules_for_all_cases", 2 ^ int(q.features))
    assert result.cause == "power:xor", result
    assert result.message == f"In Python ^ is not a power: write 2**{q.features:g}."


def test_a_caret_takes_in_what_stands_beside_the_power() -> None:
    tree = trace(lambda a, n: a * 2**n - 1, ("a", "n"))
    slipped = {repr(one) for one in carets.carets(tree)}
    assert slipped == {"((a * xor(2, n)) - 1)", "(xor((a * 2), n) - 1)", "xor((a * 2), (n - 1))"}


@pytest.mark.parametrize(
    ("name", "slipped", "unit"),
    [
        ("emails_per_year", 44195250 * 10 ^ 6, "email/year"),
        ("training_compute", 315 * 10 ^ 21, "FLOP"),
        ("alphafold_bill", 9887 * 10 ^ 3, "USD"),
        ("memory_ratio", 4 * 10 ^ 6, ""),
    ],
)
def test_a_result_written_with_a_caret(name: str, slipped: int, unit: str) -> None:
    result = grade_answer(name, Q_(slipped, unit) if unit else slipped)
    assert (result.cause, result.message) == (
        "power:xor", "In Python ^ is not a power: write ** for a power.",
    )  # fmt: skip


def test_a_short_number_is_not_written_as_a_power() -> None:
    assert not carets.written_as_power(2 ^ 3, lambda number: number == 2**3)


# ------------------------------------------------------------------------------- too small, too large


@pytest.mark.parametrize("answer", [0.0, 1e-300, 50000 / 256**150528])
def test_what_is_too_small_for_a_float_is_no_integer_division(answer: float) -> None:
    result = grade_answer("covered_fraction", answer)
    assert (result.accepted, result.cause) == (False, "value:underflow")
    assert "work with its logarithm" in result.message
    assert "division" not in result.message


def test_what_is_too_large_for_a_float_says_so() -> None:
    result = grade_answer("possible_images_digits", math.inf)
    assert result.cause == "value:infinite"
    assert result.message == "possible_images_digits is too large for a float: work with its logarithm."


def test_an_ordinary_zero_is_no_underflow() -> None:
    assert cause("training_days", Q_(0.0, "day")) != "value:underflow"
    assert "logarithm" not in grade_answer("training_days", Q_(math.inf, "day")).message


# ------------------------------------------------------------------------------------------- messages


def test_a_share_taken_from_a_hundred() -> None:
    q = find("error_growth").table.row(0)  # type: ignore[union-attr]
    result = grade_answer("error_growth", (100 - q.production) / (1 - q.benchmark))
    assert result.cause == "complement:hundred"
    assert "subtracted from a hundred; as a fraction the whole is one" in result.message


def test_a_result_rounded_too_far_is_told_how_many_digits_it_has() -> None:
    assert 6 < float(load(find("days_saved")).right[0]) < 6.5
    result = grade_answer("days_saved", Q_(6, "day"))
    assert (result.cause, result.message) == ("rounding:coarse", "Right to one digit; give three.")


def test_a_second_digit_that_is_zero_was_not_given() -> None:
    exercise = find("days_saved")
    table = load(exercise)
    for row, right in enumerate(map(float, table.right)):
        coarse = float(f"{right:.1g}")
        if float(f"{right:.2g}") == coarse != float(f"{right:.3g}"):
            numbers = exercise.table.row(row)  # type: ignore[union-attr]
            result = judge(exercise, Q_(coarse, exercise.unit), numbers)
            assert "two digits" not in result.message, (right, result.message)
            break
    else:
        pytest.fail("no row has such a number")


def test_where_nothing_is_told_the_message_is_short_and_says_where_to_look() -> None:
    right = float(load(find("training_days")).right[0])
    near, other, far = (
        grade_answer("training_days", Q_(right * by, "day")) for by in (1.2347, 7.1237, 54321)
    )
    assert near.cause is None and "Its size is about right" in near.message
    assert other.cause is None and "I can't tell how you got it" in other.message
    assert far.cause is None and "far too large" in far.message
    assert all(result.message.count(". ") <= 2 for result in (near, other, far))


# ------------------------------------------------------------------------------------- odder readings


@pytest.mark.parametrize(
    ("name", "answer", "wanted"),
    [
        ("gpus_for_deadline", lambda q, right: right - q.gpus, "less:gpus"),
        ("appeal_reviewers", lambda q, right: 1261, "all-emails+round-the-clock"),
        ("filter_servers", lambda q, right: 1532, "mean-rate+load-multiplied"),
        (
            "alarm_engineers",
            lambda q, right: round(q.metrics * (Q_(1, "day") / q.interval).to("").m * q.probability),
            "stopped:metrics,interval,probability",
        ),
    ],
)
def test_an_odder_reading_is_named(name: str, answer: Callable[[Any, int], int], wanted: str) -> None:
    exercise = find(name)
    assert exercise.table is not None
    right = int(load(exercise).right[0])
    assert cause(name, answer(exercise.table.row(0), right)) == wanted


def test_steps_that_compound_are_named() -> None:
    numbers = find("crossover_compute").table
    assert numbers is not None
    q = numbers.row(0)
    steps = math.log((q.expert / q.general).to("").m) / math.log(1 + q.gain.to("").m)
    assert cause("crossover_compute", q.start * 10**steps) == "compound"


@pytest.mark.parametrize("digits", [2, 4])
def test_two_slips_are_not_guessed_from_few_digits(digits: int) -> None:
    q = find("training_days").table
    assert q is not None
    row = q.row(0)
    whole = (row.training_ops / (row.gpus * row.peak * row.better_efficiency) * 24).to("day").m
    few = float(f"{whole:.{digits}g}")
    assert "+" in (cause("training_days", Q_(whole, "day")) or "")
    assert "+" not in (cause("training_days", Q_(few, "day")) or "")
