"""Drift: the explorers' models against the laws they must obey, and the chapter's own numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsys_course import Q_, constants, laws
from mlsys_course.chapters.ch01_introduction.widgets.divergence import MEASURES, TARGETS, TRAINING, shift
from mlsys_course.chapters.ch01_introduction.widgets.drift import SPAN, Upkeep, explore_drift, upkeep

KL, TV, W1 = MEASURES
amounts = st.floats(0.001, TRAINING[0] - 0.001)
targets = st.sampled_from(sorted(TARGETS))


# ---------------------------------------------------------------------------------------------- divergences


@given(amounts, targets)
def test_divergences_hold_their_bounds(moved: float, target: str) -> None:
    state = shift(moved, target, TV)
    assert sum(state.today) == pytest.approx(1)
    assert state.divergence(TV) == pytest.approx(moved)  # what moved, wherever it went
    assert state.divergence(W1) == pytest.approx(moved * TARGETS[target])  # times how far
    assert state.divergence(KL) >= 2 * state.divergence(TV) ** 2  # Pinsker's inequality


@given(amounts)
def test_only_kullback_leibler_sees_that_a_group_is_new(moved: float) -> None:
    new, far = (shift(moved, target, KL) for target in ("a group never seen in training", "a far group"))
    assert math.isinf(new.divergence(KL)) and math.isfinite(far.divergence(KL))
    assert new.divergence(TV) == pytest.approx(far.divergence(TV))


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_no_shift_is_no_divergence(measure: str) -> None:
    assert shift(Q_(0, "percent"), "a far group", measure).divergence(measure) == 0


def test_more_users_than_there_are_cannot_move() -> None:
    with pytest.raises(ValueError, match="50 % of the users cannot leave a group that holds 35 %"):
        shift(Q_(50, "percent"), "a far group", TV)


# ----------------------------------------------------------------------------------------------- retraining

states = st.builds(
    Upkeep,
    start=st.floats(50, 99),
    rate=st.floats(0.1, 2),
    period=st.sampled_from((1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)),
    cost=st.floats(100, 20_000),
)


@given(states)
def test_mean_and_lowest_are_those_of_the_curve(state: Upkeep) -> None:
    assert state.period is not None
    months = (np.arange(48_000) + 0.5) * SPAN / 48_000
    curve = np.array([state.accuracy(month) for month in months[: round(48_000 / SPAN * state.period)]])
    assert state.mean == pytest.approx(curve.mean(), abs=1e-3)
    assert state.lowest == pytest.approx(curve.min(), abs=1e-2)


@given(states, st.floats(0.2, 5))
def test_no_other_period_is_cheaper_than_the_best(state: Upkeep, factor: float) -> None:
    best = state.bill(state.best)
    assert state.bill(factor * state.best) >= best * (1 - 1e-12)
    assert best == pytest.approx(2 * state.cost / state.best)  # both parts are equal there


@given(states)
def test_the_alarm_sounds_where_the_curve_reaches_it(state: Upkeep) -> None:
    if state.alarm_after is None:
        assert state.lowest > 82 - 1e-9
    else:
        assert state.lowest <= 82 + 1e-9


def test_rates_and_periods_above_zero_only() -> None:
    with pytest.raises(ValueError, match="does not drift; give a rate above 0"):
        upkeep(Q_(0, "percentage_point/month"), None, Q_(1, "USD"))
    with pytest.raises(ValueError, match="cannot be retrained every 0 month"):
        upkeep(Q_(1, "percentage_point/month"), Q_(0, "month"), Q_(1, "USD"))


def test_the_chapters_drift_example() -> None:
    """Six months at the example's rate, by the explorer and by the law with the divergence in months."""
    state = explore_drift().move(period="every 6 months").state
    assert state.lowest == pytest.approx(80.2)
    start, rate = constants.DRIFT_START_ACCURACY.quantity, constants.DRIFT_LOSS_PER_MONTH.quantity
    monthly = float((rate * Q_(1, "month")).to("").magnitude)
    assert laws.degradation(start, monthly, 6) == pytest.approx(0.802)
