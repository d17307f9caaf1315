"""What is said to be wrong with a plot is true of it: causes are asserted where they are proved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder import grade_answer
from mlsys_course import constants, data
from mlsys_course.kinds.plot import DAYS, Curves, Label, Series, View
from mlsys_course.kinds.plot.describing import describe
from mlsys_course.kinds.plot.view import views
from mlsys_course.result import Result
from mlsys_course.scenarios import scenario

GPUS = 2 ** np.arange(6, 15)


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


def days_plot(etas: Sequence[float], time: Callable[[Any, float], Any], label: str = "time (days)") -> Result:
    one = (constants.GPT3_TRAINING_OPS / constants.A100_FLOPS_FP16_TENSOR).to("day").magnitude
    figure, axes = plt.subplots()
    for eta in etas:
        axes.loglog(GPUS, one * time(GPUS, eta), label=f"{eta:g}")
    axes.set_xlabel("GPUs")
    axes.set_ylabel(label)
    axes.legend()
    return grade_answer("training_days_plot", figure)


def test_lines_that_differ_are_not_called_the_same_one() -> None:
    """A thirtieth of a time is a time in months, to within the tolerance: no proof of anything."""
    result = days_plot((30, 45, 60), lambda n, eta: 1 / (n * eta))
    assert result.cause == "plot:factor-y"
    assert (
        "your lines are the same" not in result.message
        and "100 times too low. Did you take a percentage" in result.message
    )
    equal = days_plot((0.3, 0.45, 0.6), lambda n, eta: 1 / n)
    assert equal.cause == "dropped:eta" and "All your lines are the same." in equal.message


def test_a_single_line_is_counted_and_not_explained() -> None:
    result = days_plot((0.45,), lambda n, eta: 1 / n)
    assert (result.cause, "You drew 1 line" in result.message) == ("plot:count", True)


def test_of_a_plot_all_of_whose_lines_are_right_the_rest_is_missing() -> None:
    result = days_plot((0.45,), lambda n, eta: 1 / (n * eta))
    assert result.cause == "plot:curves-missing"
    assert "You drew 1 line, and it is right. The question asks for 3." in result.message
    result = days_plot((0.3, 0.45, 0.5), lambda n, eta: 1 / (n * eta))
    assert "2 of 3 lines are right. Compute one point of another by hand." in result.message


def test_a_known_way_in_another_unit_is_both() -> None:
    result = days_plot((0.3, 0.45, 0.6), lambda n, eta: 24 * eta / n)
    assert result.cause == "eta:multiplies-time+plot:factor-y", result
    assert "a higher efficiency takes longer. All are 24 times too high." in result.message


def test_each_line_may_have_a_mistake_of_its_own() -> None:
    def plot(expert: float, start: float) -> Result:
        figure, axes = plt.subplots()
        compute = np.logspace(15, 22, 30)
        axes.semilogx(compute, np.full_like(compute, expert), label="expert system")
        axes.semilogx(compute, start + 8 * np.log10(compute / 1e15), label="general method")
        axes.set(xlabel="compute (FLOP)", ylabel="accuracy (%)")
        axes.legend()
        return grade_answer("crossover_plot", figure)

    exchanged = plot(40, 80)
    assert "'expert system' lies too low by the same amount everywhere." in exchanged.message
    assert "'general method' lies too high by the same amount everywhere." in exchanged.message
    one = plot(80, 0)
    assert one.cause == "start-ignored"
    both = plot(70, 0)
    assert both.cause == "plot:offset-y+start-ignored" and "Two things at once." in both.message


def test_two_findings_are_both_told() -> None:
    result = days_plot((0.3, 0.45, 0.6), lambda n, eta: eta / n, "")
    assert result.message.startswith("training_days_plot") or "Two things at once." in result.message
    assert "a higher efficiency takes longer." in result.message and "label" in result.message


def test_an_odd_factor_is_not_told() -> None:
    result = days_plot((0.3, 0.45, 0.6), lambda n, eta: 3.7 / (n * eta))
    assert result.cause == "plot:factor-y" and "3.7" not in result.message and "too high" in result.message


@pytest.mark.parametrize("label", ["training time", "time", "duration of the training"])
def test_a_label_without_the_unit_asked_for_is_told_so(label: str) -> None:
    result = days_plot((0.3, 0.45, 0.6), lambda n, eta: 1 / (n * eta), label)
    assert (result.accepted, result.cause) == (False, "plot:label-unit-y")
    assert "Name the unit in the label" in result.message and result.score > 0.7


@pytest.mark.parametrize("label", ["days", "time [d]", "t (d)", "training time / day", "Days to train"])
def test_a_label_with_the_unit_is_right_however_it_is_written(label: str) -> None:
    assert days_plot((0.3, 0.45, 0.6), lambda n, eta: 1 / (n * eta), label).accepted


def seen(figure: Any) -> View:
    return next(iter(views(describe(figure))))


def test_a_point_at_another_height_is_not_called_missing() -> None:
    check = Series([1, 2, 3, 4], [10, 20, 30, 40], what="models")
    figure, axes = plt.subplots()
    axes.scatter([1, 2, 3, 4], [10, 20, 33, 40])
    found = check.judge(seen(figure))
    assert found is not None and found[0] == "plot:values-y"
    assert "1 of the 4 models has a wrong y value" in found[1]
    figure, axes = plt.subplots()
    axes.scatter([1, 2, 4], [10, 20, 40])
    assert (check.judge(seen(figure)) or ("",))[0] == "plot:points-missing"


def test_wrong_curves_are_known_in_the_unit_that_the_label_names_only() -> None:
    def curves(k: float) -> dict[str, Callable[[float], float]]:
        return {"a": lambda x: k * x, "b": lambda x: 2 * k * x}

    check = Curves(curves(1), 1, 10, in_y=DAYS, wrong=[("doubled", "Both are doubled.", curves(2))])
    told = []
    for factor, label in ((2, "time (days)"), (48, "time (hours)"), (48, "time (days)")):
        figure, axes = plt.subplots()
        for name, curve in curves(factor).items():
            axes.plot([1, 10], [curve(1), curve(10)], label=name)
        axes.set_ylabel(label)
        told.append((check.judge(seen(figure)) or ("",))[0])
    assert told == ["doubled", "doubled", "plot:factor-y"]


def test_a_sawtooth_in_fractions_is_not_said_to_stay_down() -> None:
    plan = scenario("retraining")
    rate, start = plan.rate.to("percentage_point/month").magnitude, plan.start.to("percent").magnitude
    months = np.linspace(0, plan.span.to("month").magnitude, 2001)
    period = plan.period.to("month").magnitude
    figure, axes = plt.subplots()
    axes.plot(months, (start - 1.7 * rate * (months % period)) / 100)
    axes.axhline(plan.alarm.to("").magnitude)
    axes.set_xlabel("time (months)")
    axes.set_ylabel("accuracy")
    result = grade_answer("retraining_plot", figure)
    assert not result.accepted and "never comes back up" not in result.message


def test_a_trend_that_is_merely_steep_is_not_put_down_to_logarithms() -> None:
    table = data.algorithmic_efficiency()
    for factor, cause in ((4.0, "trend-slope"), (1.8075**2.302585, "trend-base")):
        figure, axes = plt.subplots()
        axes.scatter(table.year, table.efficiency_factor)
        years = np.linspace(2012.5, 2019.4, 60)
        axes.plot(years, 0.6 * factor ** (years - 2012.5))
        axes.annotate("EfficientNet-B0", (2019.4, 44.5))
        axes.annotate("VGG-11", (2014.7, 0.8))
        axes.set(yscale="log", xlabel="Year", ylabel="Efficiency factor")
        assert grade_answer("efficiency_plot", figure).cause == cause


def test_a_unit_in_the_label_is_asked_for_only_where_the_question_does() -> None:
    figure, axes = plt.subplots()
    axes.plot([1, 2], [3, 4])
    axes.set_ylabel("time")
    view = seen(figure)
    assert Label("y", ["time"], "the time").judge(view) is None
    assert (Label("y", ["time"], "the time", units=["day"]).judge(view) or ("",))[0] == "plot:label-unit-y"
    assert (Label("y", ["rate"], "the rate", units=["day"]).judge(view) or ("",))[0] == "plot:label-y"
