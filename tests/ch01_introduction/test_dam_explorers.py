"""The models behind the explorers of section 04, by their laws and limits; their texts and refusals."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsys_course import Q_
from mlsys_course.chapters.ch01_introduction.widgets.bottleneck import explore_bottleneck, flow
from mlsys_course.chapters.ch01_introduction.widgets.dam import CASES, REMEDIES, explore_dam, try_remedy
from mlsys_course.chapters.ch01_introduction.widgets.samples_per_dollar import (
    bill,
    explore_samples_per_dollar,
)

rates = st.floats(1, 1e5)


@settings(max_examples=60, deadline=None)
@given(st.lists(rates, min_size=2, max_size=6), st.floats(1, 100))
def test_the_slowest_stage_sets_the_pace(values: list[float], factor: float) -> None:
    stages = {f"stage {i}": Q_(value, "sample/s") for i, value in enumerate(values)}
    slowest = min(stages, key=lambda name: stages[name].magnitude)
    before = flow(stages, slowest, 1)
    assert before.throughput == pytest.approx(min(values))
    assert before.busy[before.names.index(slowest)] == pytest.approx(1)
    for name in stages:
        gained = flow(stages, name, factor).throughput - before.throughput
        assert gained >= -1e-9
        if values.count(min(values)) == 1 and name != slowest:
            assert gained == pytest.approx(0)


def test_the_bottleneck_moves() -> None:
    explorer = explore_bottleneck().move(faster="storage", factor="2 times")
    assert explorer.state.bottleneck == "preprocessing"
    assert "The bottleneck is preprocessing" in explorer.text
    explorer.move(faster="GPU", factor="8 times")
    assert explorer.state.bottleneck == "storage"


def test_stages_that_are_none_are_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="two to 6 stages; 1 were given"):
        explore_bottleneck({"disk": Q_(9, "sample/s")})
    with pytest.raises(ValueError, match="no stage 'tape'"):
        flow({"disk": Q_(9, "sample/s")}, "tape", 2)
    with pytest.raises(ValueError, match="give a quantity"):
        flow({"disk": 9}, "disk", 2)


@pytest.mark.parametrize("case", CASES)
def test_only_the_remedy_on_the_limiting_axis_helps(case: str) -> None:
    helped = [remedy for remedy in REMEDIES if try_remedy(case, remedy).gain > 0]
    assert [REMEDIES[remedy] for remedy in helped] == [try_remedy(case, helped[0]).limit]


def test_the_read_out_of_a_diagnosis() -> None:
    explorer = explore_dam().move(case="A slow cluster", remedy="a better model")
    assert "It does not help" in explorer.text and "Machine limits it" in explorer.text
    assert "It helps" in explorer.move(remedy="faster hardware").text


@settings(max_examples=60, deadline=None)
@given(st.floats(0.1, 10), st.floats(0.1, 10), st.floats(0.1, 10))
def test_cost_scales_as_the_equation_says(model: float, dataset: float, hardware: float) -> None:
    found = bill(model, dataset, hardware, Q_(50, "USD"))
    assert found.after.to("USD").magnitude == pytest.approx(50 * model * dataset / hardware)
    # What a dollar buys, times what is bought, is what is paid.
    assert found.factor * found.samples_per_dollar == pytest.approx(dataset)


def test_the_bill_in_words() -> None:
    text = explore_samples_per_dollar().move(model="2 times").text
    assert text.startswith("The run costs 2,000.00 USD, 2 times the 1,000.00 USD it was.")
    with pytest.raises(ValueError, match="must be above 0"):
        bill(0, 1, 1, Q_(1, "USD"))
