"""The models behind the explorers of section 04, by their laws and limits; their texts and refusals."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsys_course import Q_
from mlsys_course.chapters.ch01_introduction.widgets.bottleneck import explore_bottleneck, flow
from mlsys_course.chapters.ch01_introduction.widgets.dam import (
    CASES,
    REMEDIES,
    explore_dam,
    train,
    try_remedy,
)
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
    explorer = explore_bottleneck().move(faster="storage", factor="2 times as fast")
    assert explorer.state.bottleneck == "preprocessing"
    assert "The bottleneck is preprocessing" in explorer.text
    explorer.move(faster="GPU", factor="8 times as fast")
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


powers = st.floats(8, 13)


@settings(max_examples=80, deadline=None)
@given(powers, powers, st.floats(20, 27))
def test_more_of_what_is_not_the_limit_buys_nothing(data: float, model: float, machine: float) -> None:
    """Text that no operations are left for, or operations without text; the loss is that of the fit."""
    run = train(Q_(10**data, "token"), Q_(10**model, "parameter"), Q_(10**machine, "FLOP"))
    affordable = 10**machine / (6 * 10**model)
    assert run.read == pytest.approx(min(10**data, affordable))
    if affordable < 10**data:
        assert run.gains["Data"] == 0 and run.short_of == "operations"
    if affordable > 10**data:
        assert run.gains["Machine"] == 0 and run.short_of == "tokens"
    assert run.loss == pytest.approx(1.69 + 406.4 * 10 ** (-0.34 * model) + 410.7 * run.read**-0.28)
    assert run.gains[run.limit] == max(run.gains.values())


def test_the_read_out_of_a_diagnosis() -> None:
    explorer = explore_dam()
    assert "The limit is Data" in explorer.text
    assert "Ten times the operations changes nothing." in explorer.text
    explorer.move(tokens="10 trillion tokens", parameters="1 trillion parameters")
    assert "The limit is Machine" in explorer.text
    assert "Ten times the parameters raises the loss" in explorer.text


@settings(max_examples=60, deadline=None)
@given(st.floats(0.1, 10), st.floats(0.1, 10), st.floats(0.1, 10))
def test_cost_scales_as_the_equation_says(model: float, dataset: float, hardware: float) -> None:
    found = bill(model, dataset, hardware, Q_(50, "USD"))
    assert found.after.to("USD").magnitude == pytest.approx(50 * model * dataset / hardware)
    # What a dollar buys, times what is bought, is what is paid.
    assert found.factor * found.samples_per_dollar == pytest.approx(dataset)


def test_the_bill_in_words() -> None:
    text = explore_samples_per_dollar().move(model="2 times as large").text
    assert text.startswith("The run costs 2,000 USD: 2 times as much as before.")
    with pytest.raises(ValueError, match="must be above 0"):
        bill(0, 1, 1, Q_(1, "USD"))


def test_the_line_of_the_old_price_holds_what_the_hardware_pays_for() -> None:
    """Model times dataset is the gain in efficiency everywhere on it; the dot is at the two factors."""
    figure = explore_samples_per_dollar().move(model="3 times as large", hardware="5 times as high").figure
    same, _, _, dot = figure.axes[0].lines
    assert [x * y for x, y in same.get_xydata()] == pytest.approx([5, 5])
    assert dot.get_xydata().tolist() == [[3, 1]]


def test_the_lesson_says_where_the_limit_moves() -> None:
    """From Data over Algorithm to Machine as text grows; a larger model is worse where operations are few."""
    explorer = explore_dam()
    limits = [explorer.move(tokens=at).state.limit for at, _ in explorer.knobs["tokens"].options]
    assert [one for at, one in enumerate(limits) if at == 0 or one != limits[at - 1]] == [
        "Data",
        "Algorithm",
        "Machine",
    ]
    explorer.move(tokens="10 trillion tokens", operations="10²¹ FLOP")
    worse = explorer.move(parameters="1 trillion parameters")
    assert worse.state.gains["Algorithm"] < 0
