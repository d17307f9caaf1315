"""The model behind the explorer of efficiency against demand, by its laws and limits; its texts."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsys_course import Q_, laws
from mlsys_course.chapters.ch01_introduction.widgets.efficiency import (
    ALGORITHMS,
    CHIPS,
    DEMAND,
    _draw,
    appetite,
    explore_efficiency,
)
from mlsys_course.widgets.picture import new_figure

months = st.floats(1, 60)


@settings(max_examples=60, deadline=None)
@given(months, months, months, st.floats(0, 12))
def test_growth_is_two_to_the_number_of_doublings(
    demand: float, algorithms: float, chips: float, years: float
) -> None:
    state = appetite(Q_(demand, "month"), Q_(algorithms, "month"), Q_(chips / 12, "year"))
    span = Q_(years, "year")
    assert state.compute(years) == pytest.approx(laws.growth_factor(span, Q_(demand, "month")))
    assert state.gain(years) == pytest.approx(laws.growth_factor(span, Q_(algorithms, "month")))
    # The price of what is fixed falls with both savings; that of the largest run only with cheaper chips.
    assert state.fixed_result(years) * state.gain(years) * state.per_money(years) == pytest.approx(1)
    assert state.largest_run(years) * state.per_money(years) == pytest.approx(state.compute(years))
    assert math.log2(state.effective(years)) == pytest.approx(12 * years * (1 / demand + 1 / algorithms))


def test_demand_at_the_pace_of_chips_costs_the_same() -> None:
    explorer = explore_efficiency().move(demand="24 month", chips="24 month")
    assert explorer.state.largest_run(12) == pytest.approx(1)
    assert "the largest run costs as much as in the first" in explorer.text
    assert "exactly as much" in explorer.text
    assert "is level" in explorer.alt
    assert "which leaves the rest" in explorer.move(demand="3.4 month").text
    slow = explorer.move(demand="36 month")
    assert "costs 1/4 of its first price" in slow.text and "more than is asked for" in slow.text


def test_efficiency_alone_never_makes_the_largest_run_cheaper() -> None:
    explorer = explore_efficiency()
    prices = {explorer.move(algorithms=f"{m} month").state.largest_run(12) for m in ALGORITHMS}
    assert len(prices) == 1
    falling = [explorer.move(algorithms=f"{m} month").state.fixed_result(12) for m in ALGORITHMS]
    assert falling == sorted(falling)


def test_names_beside_the_lines_keep_apart() -> None:
    figure = new_figure()
    update = _draw(figure)
    (axes,) = figure.axes
    for demand in (DEMAND[0], 24, DEMAND[-1]):
        for chips in (CHIPS[0], CHIPS[-1]):
            update(appetite(Q_(demand, "month"), Q_(16, "month"), Q_(chips, "month")))
            low, high = axes.get_ylim()
            places = [math.log(text.get_position()[1] / low) / math.log(high / low) for text in axes.texts]
            assert all(a - b > 0.12 for a, b in zip(places, places[1:], strict=False))
            assert min(places) > -0.02


def test_a_time_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="demand cannot double in 0 month"):
        appetite(Q_(0, "month"), Q_(1, "month"), Q_(1, "month"))
