"""The models behind the explorers of the last section, by their laws and limits; their texts and refusals."""

from __future__ import annotations

import math

import pytest
from chosen import TOP
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsys_course import Q_, constants, laws
from mlsys_course.chapters.ch01_introduction.eras import budgets
from mlsys_course.chapters.ch01_introduction.widgets.amdahl import explore_amdahl, speed_up
from mlsys_course.chapters.ch01_introduction.widgets.budget import explore_budget
from mlsys_course.chapters.ch01_introduction.widgets.deployment import (
    MODELS,
    explore_deployment,
    place,
    tiers,
)
from mlsys_course.chapters.ch01_introduction.widgets.latency import explore_latency, reach
from mlsys_course.chapters.ch01_introduction.widgets.lifecycle import LOOPS, MONTHS, explore_lifecycle, live

amounts = st.floats(0.1, 1e3)

# ------------------------------------------------------------------------------------------------- Amdahl


@settings(max_examples=60, deadline=None)
@given(st.lists(amounts, min_size=2, max_size=6), st.floats(0.1, 1e3))
def test_the_sum_of_the_stages_is_amdahls_law(times: list[float], factor: float) -> None:
    stages = {f"stage {i}": Q_(time, "ms") for i, time in enumerate(times)}
    found = speed_up(stages, "stage 0", factor)
    share = times[0] / sum(times)
    assert found.old.to("ms").magnitude == pytest.approx(sum(times))
    assert found.new.to("ms").magnitude == pytest.approx(sum(times) - times[0] + times[0] / factor)
    assert found.speedup == pytest.approx((found.old / found.new).to("").magnitude)
    assert found.speedup == pytest.approx(float(laws.amdahl_speedup(share, factor)))
    assert found.speedup <= found.ceiling


def test_a_stage_that_takes_no_time() -> None:
    found = explore_amdahl().move(times="takes no time at all")
    assert found.state.speedup == found.state.ceiling == pytest.approx(130 / 85)
    assert "becomes at most 1.53 times as fast" in found.text
    nearly_all = speed_up({"model": Q_(3, "s"), "rest": Q_(1e-300, "s")}, "model", math.inf)
    assert nearly_all.ceiling > 1e12


def test_the_read_out_says_what_is_gained_and_lost() -> None:
    explorer = explore_amdahl().move(times="3 times as fast")
    first = "The whole: 100 ms instead of 130 ms, 1.3 times as fast, 23.1 % less time."
    assert explorer.text.startswith(f"{first} Inference is 3 times as fast.")
    assert "The longest stage now is preprocessing." in explorer.text
    assert "as before" in explorer.move(times="unchanged").text
    assert "more time" in explorer.move(times="half as fast", stage="preprocessing").text


def test_stages_of_ones_own() -> None:
    explorer = explore_amdahl({"network": Q_(0.08, "s"), "model": Q_(20, "ms")}).move(
        stage="model", times="2 times as fast"
    )
    assert explorer.state.new.to("ms").magnitude == pytest.approx(90)
    with pytest.raises(ValueError, match="two to 6 stages; 1 were given"):
        explore_amdahl({"model": Q_(20, "ms")})
    with pytest.raises(ValueError, match="no stage 'modell'; there is network, model"):
        speed_up({"network": Q_(1, "s"), "model": Q_(1, "s")}, "modell", 2)
    with pytest.raises(ValueError, match="give a number above 0"):
        speed_up({"network": Q_(1, "s"), "model": Q_(1, "s")}, "model", 0)
    with pytest.raises(ValueError, match="give each stage a time above zero"):
        speed_up({"network": Q_(0, "s"), "model": Q_(1, "s")}, "model", 2)


# ---------------------------------------------------------------------------------------------- lifecycle

losses = st.floats(0.1, 3).map(lambda loss: Q_(loss, "percentage_point/month"))


@settings(max_examples=40, deadline=None)
@given(losses, st.integers(1, 12))
def test_only_new_data_cure(loss: object, every: int) -> None:
    nothing, again, fresh = (live(loop, loss, Q_(every, "month")) for loop in ("", "Training", "Collection"))
    assert nothing.deployed == ()
    assert again.accuracy == nothing.accuracy
    assert fresh.mean >= again.mean
    assert fresh.below <= again.below
    assert len(again.deployed) >= len(fresh.deployed)
    for life in (nothing, again, fresh):
        assert life.months[-1] == MONTHS
        assert all(life.accuracy[life.months.index(alarm)] <= life.limit + 1e-9 for alarm in life.alarms)


def test_the_chapters_recommender_after_six_months() -> None:
    """85 percent less six times 0.8 points: 80.2, as the chapter's cell has it."""
    life = live("", constants.DRIFT_LOSS_PER_MONTH.quantity, Q_(1, "month"))
    assert life.accuracy[life.months.index(6)] == pytest.approx(80.2)


def test_rare_looks_cost_months_below_the_limit() -> None:
    loss = constants.DRIFT_LOSS_PER_MONTH.quantity
    below = [live("Collection", loss, Q_(every, "month")).below for every in (1, 6, 12)]
    assert below == sorted(below)
    assert below[0] < below[-1]


def test_life_without_drift_has_no_alarm() -> None:
    explorer = explore_lifecycle().move(loss="0 points a month", loop="new data")
    assert explorer.state.alarms == explorer.state.deployed == ()
    assert "No alarm, no new deployment" in explorer.text
    assert "never raised an alarm" in explorer.text


def test_loops_nobody_knows_are_refused() -> None:
    loss = Q_(1, "percentage_point/month")
    with pytest.raises(ValueError, match="say 'Collection', 'Training' or ''"):
        live("Deployment", loss, Q_(1, "month"))
    with pytest.raises(ValueError, match="the least here is a quarter of a month"):
        live("", loss, Q_(1, "day"))
    assert set(LOOPS.values()) == {"", "Training", "Collection"}


# --------------------------------------------------------------------------------------------- deployment


def test_tiers_are_the_chapters_and_shrink() -> None:
    found = tiers()
    assert [tier.name for tier in found] == ["cloud", "edge", "mobile", "TinyML"]
    memories = [tier.memory.to("byte").magnitude for tier in found]
    powers = [tier.power.to("watt").magnitude for tier in found]
    assert memories == sorted(memories, reverse=True)
    assert powers == sorted(powers, reverse=True)
    assert [bool(tier.network.magnitude) for tier in found] == [True, False, False, False]


def test_a_deadline_rules_the_cloud_out_and_memory_the_microcontroller() -> None:
    cloud, edge, mobile, tiny = place("ResNet-50", 1, Q_(10, "ms"))
    assert not cloud.fits and cloud.memory_share < 1 < cloud.time_share
    assert edge.fits and mobile.fits
    assert not tiny.fits and tiny.memory_share == pytest.approx(25.6e6 / (320 * 1024))


def test_all_rates_are_of_one_kind() -> None:
    """Dense INT8 everywhere: half of the sparse rate that the edge device's maker prints."""
    rates = [tier.rate.to("TFLOP/s").magnitude for tier in tiers()]
    assert rates[:3] == [1979, 275 / 2, 35]
    assert "dense INT8" in explore_deployment().text


def test_times_follow_the_iron_law() -> None:
    for name in MODELS.values():
        for one in place(name, 2, Q_(1, "s")):
            data = one.needs / one.tier.bandwidth
            assert one.time >= data
            assert one.energy.to("joule").magnitude == pytest.approx(
                (one.tier.power * (one.time - one.tier.network)).to("joule").magnitude
            )
    gpt2 = place("GPT-2", 2, Q_(1, "s"))[1]  # at the edge: 3 GB at 204.8 GB/s, far longer than the arithmetic
    assert gpt2.time.to("ms").magnitude == pytest.approx(3e9 / 204.8e9 * 1e3)


def test_fewer_bits_and_more_time_never_hurt() -> None:
    for name in MODELS.values():
        fitting = [
            {one.tier.name for one in place(name, width, Q_(deadline, "ms")) if one.fits}
            for width, deadline in ((4, 5), (2, 50), (1, 500), (0.5, 5000))
        ]
        assert all(first <= second for first, second in zip(fitting, fitting[1:], strict=False))


def test_the_read_out_gives_a_reason_for_each_tier() -> None:
    text = explore_deployment().text
    assert text.startswith("It can run here: edge, mobile.")
    assert "Cloud (one H100): too late (50 ms, the way alone takes too long)." in text
    assert "TinyML (ESP32): no room (25.6 MB needed, 328 kB there)." in text
    assert explore_deployment().move(model="GPT-3: one token").text.startswith("It can run on none")
    with pytest.raises(LookupError):
        place("ResNet-500", 1, Q_(1, "s"))
    with pytest.raises(ValueError, match="parameters of DLRM is not known"):
        place("DLRM", 1, Q_(1, "s"))


# ------------------------------------------------------------------------------------------------ latency


@settings(max_examples=40, deadline=None)
@given(st.floats(0.01, 2e4), st.floats(1, 1e3))
def test_the_farthest_place_is_where_the_answer_is_just_in_time(distance: float, deadline: float) -> None:
    found = reach(Q_(distance, "km"), Q_(deadline, "ms"), Q_(30, "m/s"))
    assert found.fits == (distance <= found.farthest.to("km").magnitude) or found.farthest.magnitude == 0
    if found.farthest.magnitude > 0:
        at = reach(found.farthest, Q_(deadline, "ms"), Q_(30, "m/s"))
        assert at.total.to("ms").magnitude == pytest.approx(deadline)
    else:
        assert not found.fits
    assert found.travelled.to("meter").magnitude == pytest.approx(0.03 * found.total.to("ms").magnitude)


def test_light_alone_needs_ten_milliseconds_for_a_thousand_kilometres() -> None:
    found = reach(Q_(1000, "km"), Q_(10, "ms"), Q_(30, "m/s"), compute=Q_(0, "ms"))
    assert found.light.to("ms").magnitude == pytest.approx(10)
    assert found.farthest.to("km").magnitude == pytest.approx(1000)
    assert found.compute + found.light == found.total


def test_the_latency_text_knows_both_ends() -> None:
    explorer = explore_latency()
    assert "18 ms, too late (deadline 10 ms)" in explorer.text
    assert "at most 200 km of fibre away" in explorer.text
    assert "no place is near enough" in explorer.move(deadline="5 ms").text
    assert "anywhere on Earth" in explorer.move(deadline="500 ms").text
    on_site = explorer.move(distance="10 m", deadline="10 ms")
    assert on_site.state.fits
    assert "0.24 m in that time" in on_site.text
    assert budgets.FACTS["VEHICLE_COMPUTE_TIME"].quantity == explorer.state.compute


def test_the_lesson_says_what_the_board_says() -> None:
    """Photos a day from which the battery does not outlast bad weather, once the model is half as large."""
    board = explore_budget("FarmBeats", model="250 KB")
    assert board.set(photos="46").text.startswith(
        "Everything fits. The tightest row is 'outlast bad weather'"
    )
    assert [row.name for row in board.set(photos="47").rows if not row.fits] == ["outlast bad weather"]
    lesson = (TOP / "notebooks/ch01_introduction/09_lifecycle.py").read_text(encoding="utf-8")
    assert "At 47: 46 still fit" in lesson


def test_the_sheets_of_the_board_begin_with_the_chapters_numbers() -> None:
    for budget in (budgets.waymo(), budgets.farmbeats(), budgets.alphafold()):
        rows = explore_budget(budget.name).rows
        assert [(row.name, row.fits) for row in rows] == [(line.name, line.fits) for line in budget]
        assert [row.share for row in rows] == pytest.approx([line.share for line in budget], rel=1e-5)
