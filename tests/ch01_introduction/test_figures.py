"""The data figures show their tables, can be read in grey, and their captions are tested against the data."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_elements import Elements

from mlsys_course import data, figures

pytestmark = pytest.mark.xdist_group("figures")  # every figure is drawn once

PLOTS = {
    "ai_timeline": (figures.plot_ai_timeline, figures.ai_timeline_alt),
    "algorithmic_efficiency": (figures.plot_algorithmic_efficiency, figures.algorithmic_efficiency_alt),
    "training_compute": (figures.plot_training_compute, figures.training_compute_alt),
}


@pytest.fixture(scope="module")
def drawn() -> dict[str, Any]:
    return {name: plot().figure for name, (plot, _) in PLOTS.items()}


def test_importing_the_figures_draws_nothing() -> None:
    code = "import sys, mlsys_course.figures; assert not {'matplotlib', 'pandas'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_figures_leave_no_global_state() -> None:
    code = (
        "import sys; from mlsys_course import figures; figures.plot_training_compute();"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", PLOTS)
def test_axes_are_labelled_with_units(name: str, drawn: dict[str, Any]) -> None:
    axes = drawn[name].axes[0]
    assert axes.get_xlabel() == "Year"
    assert "(" in axes.get_ylabel() and ")" in axes.get_ylabel(), "the unit, or that there is none"


@pytest.mark.parametrize("name", PLOTS)
def test_nothing_depends_on_colour(name: str, drawn: dict[str, Any]) -> None:
    """Lines that are compared differ in style."""
    axes = drawn[name].axes[0]
    styles = [line.get_linestyle() for line in axes.lines if line.get_linestyle() not in ("None", "-")]
    assert len(styles) == len(set(styles))


@pytest.mark.parametrize("name", PLOTS)
def test_a_notebook_gets_picture_and_alternative_text(name: str) -> None:
    plot, alt = PLOTS[name]
    attributes = dict(Elements(plot()._repr_html_()).found)["img"]
    assert attributes["alt"] == alt()
    assert len(alt()) > 150 and "plot" in alt()


def test_the_timeline_shows_every_point_and_both_winters(drawn: dict[str, Any]) -> None:
    axes, df = drawn["ai_timeline"].axes[0], data.ai_timeline()
    (line,) = [line for line in axes.lines if len(line.get_xdata()) == 70]
    assert list(line.get_xdata()) == df["year"].tolist()
    assert list(line.get_ydata()) == df["mention_share"].tolist()
    spans = sorted((p.get_x(), p.get_x() + p.get_width()) for p in axes.patches)
    assert spans == [(1974, 1980), (1987, 1993)]
    assert any("peak 1988" in text.get_text() for text in axes.texts)


def test_the_scatter_plots_show_every_point_on_a_log_axis(drawn: dict[str, Any]) -> None:
    for name, column in (
        ("algorithmic_efficiency", "efficiency_factor"),
        ("training_compute", "training_flop"),
    ):
        axes, df = drawn[name].axes[0], getattr(data, name)()
        shown = np.vstack([points.get_offsets() for points in axes.collections])
        assert sorted(map(tuple, shown.tolist())) == sorted(zip(df["year"], df[column], strict=True))
        assert axes.get_yscale() == "log"
        assert {text.get_text() for text in axes.texts} == set(df["model"])


def test_the_eras_differ_in_shape_and_fill(drawn: dict[str, Any]) -> None:
    deep, large = drawn["training_compute"].axes[0].collections
    assert (len(deep.get_offsets()), len(large.get_offsets())) == (5, 10)
    assert deep.get_facecolor()[0][0] != large.get_facecolor()[0][0]
    assert len(deep.get_paths()[0].vertices) != len(large.get_paths()[0].vertices)


def test_alternative_texts_say_what_the_data_say() -> None:
    timeline = figures.ai_timeline_alt()
    assert "rises by 84.6 %" in timeline and "falls by 40.2 %" in timeline and "in 1988" in timeline
    efficiency = figures.algorithmic_efficiency_alt()
    assert "44.5 (EfficientNet-B0)" in efficiency and "VGG-11 with 0.8" in efficiency
    assert "steps" not in efficiency, "lesson 8 asks how many of them go down"
    assert "GPT-4 (2 × 10²⁵ FLOP)" in figures.training_compute_alt()


@given(st.floats(1.05, 20), st.floats(0.1, 1e6), st.lists(st.integers(2000, 2030), min_size=2, unique=True))
def test_a_fit_finds_the_growth_it_was_given(factor: float, start: float, years: list[int]) -> None:
    first = min(years)
    fit = figures.fit_growth(years, [start * factor ** (year - first) for year in years])
    assert fit.factor == pytest.approx(factor, rel=1e-6)
    assert fit.value(first) == pytest.approx(start, rel=1e-5)
    assert fit.factor ** (fit.doubling_months / 12) == pytest.approx(2, rel=1e-6)


def test_the_fits_agree_with_numpy() -> None:
    for df, column in (
        (data.algorithmic_efficiency(), "efficiency_factor"),
        (data.training_compute(), "training_flop"),
    ):
        slope = np.polyfit(df["year"], np.log10(df[column]), 1)[0]
        assert figures.fit_growth(df["year"], df[column]).orders_per_year == pytest.approx(slope)


def test_what_the_captions_claim_and_what_the_data_give() -> None:
    timeline = {claim.text: claim for claim in figures.timeline_claims()}
    assert timeline["mentions fall in the first winter"].computed == pytest.approx(84.583, abs=0.001)
    assert timeline["mentions fall in the second winter"].computed == pytest.approx(-40.159, abs=0.001)
    efficiency = {claim.text: claim for claim in figures.efficiency_claims()}
    halving = efficiency["the compute needed halves every 16 months"]
    assert halving.supported and halving.computed == pytest.approx(15.121, abs=0.001)
    assert not efficiency["every step needs less compute"].supported
    compute = {claim.text: claim for claim in figures.compute_claims()}
    assert not compute["compute grew by eight orders"].supported
    faster = compute["the Transformer era doubles faster than the era before"]
    assert not faster.supported
    assert (faster.claimed, faster.computed) == (
        pytest.approx(4.198, abs=1e-3),
        pytest.approx(5.5504, abs=1e-3),
    )
    assert abs(figures.CHAPTER_COMPUTE_TREND - 3.83) < 0.01


@pytest.mark.parametrize(
    ("years", "values", "part"),
    [
        ([1], [1], "two different"),
        ([1, 1], [1, 2], "two different"),
        ([1, 2], [1], "2 years"),
        ([1, 2], [0, 1], "above 0"),
    ],
)
def test_bad_fits_are_named(years: list[float], values: list[float], part: str) -> None:
    with pytest.raises(ValueError, match=part):
        figures.fit_growth(years, values)
    with pytest.raises(ValueError, match="'first' or 'second'"):
        figures.winter_change("third")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="above 0"):
        figures.orders_of_magnitude(0, 1)
