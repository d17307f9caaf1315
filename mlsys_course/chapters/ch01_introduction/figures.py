"""The chapter's three data figures, redrawn from `mlsys_course.data`, and what their captions claim.

Each ``plot_…`` returns a `Picture` with axis labels and units, readable in grey; each ``…_alt`` says in words
what is seen, computed from the same table. `timeline_claims`, `efficiency_claims` and
`compute_claims` test the captions against the data.

>>> from mlsys_course import figures
>>> [claim.supported for claim in figures.compute_claims()]
[False, False, True]
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

from mlsys_course import readable
from mlsys_course.chapters.ch01_introduction import tables
from mlsys_course.chapters.ch01_introduction.trends import (
    Growth,
    fit_growth,
    growth_between,
    orders_of_magnitude,
)
from mlsys_course.widgets.drawing import logarithmic
from mlsys_course.widgets.picture import COLOURS, Picture, new_figure, styled

__all__ = [
    "Claim",
    "Growth",
    "ai_timeline_alt",
    "algorithmic_efficiency_alt",
    "compute_claims",
    "efficiency_claims",
    "fit_growth",
    "growth_between",
    "orders_of_magnitude",
    "plot_ai_timeline",
    "plot_algorithmic_efficiency",
    "plot_training_compute",
    "timeline_claims",
    "training_compute_alt",
    "winter_change",
]

CHAPTER_EFFICIENCY_TREND = 1.72
"""Factor a year of the dashed line in fig-algo-efficiency, which starts at 1 in mid-2012."""

CHAPTER_COMPUTE_TREND = 10 ** (7 / 12)
"""Factor a year of the dashed line in fig-ai-training-compute-growth, which starts at 1e18 FLOP in 2012."""


# Lines stay readable beside the names that lie on them.
_BEHIND_TEXT: Any = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.8}


def winter_change(winter: Literal["first", "second"]) -> float:
    """Return the change of the mention share from the start of an AI winter to its end.

    Parameters
    ----------
    winter : {"first", "second"}
        1974 to 1980, or 1987 to 1993.

    Returns
    -------
    float
        Relative to the start: 0.85 is a rise by 85 %.

    Raises
    ------
    ValueError
        For another winter.

    Examples
    --------
    >>> round(winter_change("first"), 3), round(winter_change("second"), 3)
    (0.846, -0.402)
    """
    if winter not in ("first", "second"):
        raise ValueError(f"winter is 'first' or 'second', you gave {winter!r}")
    df: Any = tables.ai_timeline()
    share = df.loc[df["winter"] == winter, "mention_share"]
    return float(share.iloc[-1] / share.iloc[0] - 1)


@dataclass(frozen=True)
class Claim:
    """One claim of a caption, and what the figure's data give.

    Parameters
    ----------
    text : str
        The claim, in our words.
    claimed, computed : float
        Both in ``unit``.
    unit : str
        "" for a plain number.
    supported : bool
        Whether the data bear the claim out.
    """

    text: str
    claimed: float
    computed: float
    unit: str
    supported: bool


def _within(claimed: float, computed: float, tolerance: float) -> bool:
    return abs(computed - claimed) <= tolerance * abs(claimed)


def timeline_claims() -> list[Claim]:
    """Test what one might read into fig-ai-timeline: each winter is a dip, and today is the peak.

    Returns
    -------
    list of Claim
        One for each winter; a dip is a fall from the winter's start to its end. Then one for the peak.

    Examples
    --------
    >>> [(claim.supported, round(claim.computed)) for claim in timeline_claims()]
    [(False, 85), (True, -40), (False, 1988)]
    """
    df: Any = tables.ai_timeline()
    peak = float(df.loc[df["mention_share"].idxmax(), "year"])
    last = float(df["year"].iloc[-1])
    changes: list[tuple[Literal["first", "second"], float]] = [
        ("first", 100 * winter_change("first")),
        ("second", 100 * winter_change("second")),
    ]
    claims = [
        Claim(f"mentions fall in the {name} winter", -1.0, value, "percent", value < 0)
        for name, value in changes
    ]
    return [*claims, Claim("mentions peak today", last, peak, "year", peak == last)]


def efficiency_claims() -> list[Claim]:
    """Test the caption and text of fig-algo-efficiency.

    Returns
    -------
    list of Claim
        The gain, its duration, the halving time, and whether every step goes forward. A number is supported
        when the data lie within 10 % of it.

    Examples
    --------
    >>> [(claim.supported, round(claim.computed, 1)) for claim in efficiency_claims()]
    [(True, 44.5), (False, 6.9), (True, 15.1), (False, 3.0)]
    """
    df: Any = tables.algorithmic_efficiency()
    years, factors = df["year"].tolist(), df["efficiency_factor"].tolist()
    gain, span = factors[-1] / factors[0], years[-1] - years[0]
    months = growth_between((years[0], factors[0]), (years[-1], factors[-1])).doubling_months
    back = float(sum(b < a for a, b in zip(factors, factors[1:], strict=False)))
    return [
        Claim("efficiency grew 44-fold", 44.0, gain, "", _within(44, gain, 0.1)),
        Claim("it took eight years", 8.0, span, "year", _within(8, span, 0.1)),
        Claim("the compute needed halves every 16 months", 16.0, months, "month", _within(16, months, 0.1)),
        Claim("every step needs less compute", 0.0, back, "steps backwards", back == 0),
    ]


def compute_claims() -> list[Claim]:
    """Test the caption and legend of fig-ai-training-compute-growth.

    Returns
    -------
    list of Claim
        Orders of magnitude from AlexNet to GPT-4 (supported within half an order), faster growth in the
        Transformer era (doubling time shorter than before), doubling in about six months (within 10 %, fit
        over all points).

    Examples
    --------
    >>> [round(claim.computed, 2) for claim in compute_claims()]
    [7.22, 5.55, 5.83]
    """
    df: Any = tables.training_compute()
    flop = df.set_index("model")["training_flop"]
    orders = orders_of_magnitude(float(flop["AlexNet"]), float(flop["GPT-4"]))
    eras = {
        str(era): fit_growth(part["year"], part["training_flop"]).doubling_months
        for era, part in df.groupby("era")
    }
    early, late = eras["Deep Learning"], eras["Large Scale"]
    whole = fit_growth(df["year"], df["training_flop"]).doubling_months
    return [
        Claim("compute grew by eight orders", 8.0, orders, "orders of magnitude", abs(orders - 8) <= 0.5),
        Claim("the Transformer era doubles faster than the era before", early, late, "month", late < early),
        Claim("compute doubles every six months", 6.0, whole, "month", _within(6, whole, 0.1)),
    ]


@styled
def plot_ai_timeline() -> Picture:
    """Draw the share of n-grams that mention artificial intelligence, with winters and milestones.

    Returns
    -------
    Picture
        With `ai_timeline_alt` as its alternative text.

    Examples
    --------
    >>> plot_ai_timeline().figure.axes[0].get_xlabel()
    'Year'
    """
    df: Any = tables.ai_timeline()
    milestones: Any = tables.ai_milestones()
    figure = new_figure(7.5, 5.5)
    figure.set_layout_engine("constrained")
    axes = figure.add_subplot()
    winters: Any = tables.ai_winters()
    for winter in winters.itertuples():
        axes.axvspan(winter.start_year, winter.end_year, facecolor="0.88", edgecolor="0.6", hatch="//")
        middle = (winter.start_year + winter.end_year) / 2
        axes.annotate(
            f"{winter.winter}\nAI winter",
            (middle, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, -4),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=8,
            bbox=_BEHIND_TEXT,
        )
    axes.plot(df["year"], df["mention_share"], color=COLOURS[0])
    shares = dict(zip(df["year"], df["mention_share"], strict=True))
    for number, (year, text) in enumerate(
        zip(milestones["year"], milestones["milestone"], strict=True), start=1
    ):
        if year in shares:
            axes.plot(
                [year],
                [shares[year]],
                marker="o",
                color="white",
                markeredgecolor="black",
                linestyle="",
                clip_on=False,
            )
            axes.annotate(
                str(number),
                (year, shares[year]),
                xytext=(0, 6),
                textcoords="offset points",
                ha="center",
                fontsize=8,
            )
        axes.plot([], [], linestyle="", marker="", label=f"{number}  {year}  {text}")
    peak = df.loc[df["mention_share"].idxmax()]
    axes.annotate(
        f"peak {int(peak['year'])}",
        (peak["year"], peak["mention_share"]),
        xytext=(28, 0),
        textcoords="offset points",
        fontsize=8,
        va="center",
        arrowprops={"arrowstyle": "-"},
    )
    axes.set_xlabel("Year")
    axes.set_ylabel("Share of n-grams that mention AI (no unit)")
    axes.set_ylim(0, 1.25 * float(df["mention_share"].max()))
    axes.ticklabel_format(axis="y", style="sci", scilimits=(0, 0))
    figure.legend(
        loc="outside lower center", ncols=2, fontsize=8, handlelength=0, handletextpad=0, frameon=False
    )
    return Picture(figure, ai_timeline_alt())


def ai_timeline_alt() -> str:
    """Say what fig-ai-timeline shows.

    Returns
    -------
    str
        Alternative text, computed from the data.

    Examples
    --------
    >>> ai_timeline_alt()[:47]
    'Line plot of the share of n-grams that mention '
    """
    df: Any = tables.ai_timeline()
    peak, last = df.loc[df["mention_share"].idxmax()], df.iloc[-1]
    low = df[df["year"] > peak["year"]].set_index("year")["mention_share"]
    trough = int(low.idxmin())
    winters = []
    shaded: Any = tables.ai_winters()
    for row in shaded.itertuples():
        change = winter_change(row.winter)
        verb = "rises" if change > 0 else "falls"
        winters.append(
            f"from {row.start_year} to {row.end_year} it {verb} by {readable.percent(abs(change))}"
        )
    start, end, top = int(df["year"].iloc[0]), int(last["year"]), int(peak["year"])
    highest, latest = peak["mention_share"], last["mention_share"]
    return (
        f"Line plot of the share of n-grams that mention artificial intelligence, {start} to {end}, with "
        f"the two AI winters shaded. The share climbs to a peak of {readable.number(highest, 3)} in "
        f"{top}, falls to "
        f"{readable.number(low.min(), 3)} in {trough} and reaches "
        f"{readable.percent(latest / highest)} of the peak in {end}. In the "
        f"winters: {'; '.join(winters)}."
    )


@styled
def plot_algorithmic_efficiency() -> Picture:
    """Draw the gain in algorithmic efficiency since AlexNet, with the chapter's trend and a fit.

    Returns
    -------
    Picture
        With `algorithmic_efficiency_alt` as its alternative text.

    Examples
    --------
    >>> len(plot_algorithmic_efficiency().figure.axes[0].collections[0].get_offsets())
    10
    """
    df: Any = tables.algorithmic_efficiency()
    fit = fit_growth(df["year"], df["efficiency_factor"])
    years = [2012 + i / 10 for i in range(81)]
    figure = new_figure(7.5, 4.5)
    figure.set_layout_engine("constrained")
    axes = figure.add_subplot()
    axes.scatter(df["year"], df["efficiency_factor"], marker="o", color=COLOURS[0], zorder=3, label="network")
    axes.plot(
        years,
        [CHAPTER_EFFICIENCY_TREND ** (year - 2012.5) for year in years],
        linestyle="--",
        color=COLOURS[3],
        label=f"chapter's trend: {CHAPTER_EFFICIENCY_TREND} times a year",
    )
    axes.plot(
        years,
        [fit.value(year) for year in years],
        linestyle=":",
        color="black",
        label=f"fit to the points: {fit.factor:.2f} times a year",
    )
    side = {"EfficientNet-B0": "right", "ResNet-18": "right", "DenseNet-121": "left"}
    below = {"VGG-11", "ResNet-18", "DenseNet-121", "MobileNet-v2"}
    for model, year, factor in zip(df["model"], df["year"], df["efficiency_factor"], strict=True):
        axes.annotate(
            model,
            (year, factor),
            xytext=(0, -13 if model in below else 7),
            textcoords="offset points",
            ha=side.get(model, "center"),
            fontsize=8,
            bbox=_BEHIND_TEXT,
        )
    logarithmic(axes, "y")
    axes.set_xlabel("Year")
    axes.set_ylabel("Algorithmic efficiency (AlexNet = 1, no unit)")
    axes.legend(loc="upper left", fontsize=8)
    return Picture(figure, algorithmic_efficiency_alt())


def algorithmic_efficiency_alt() -> str:
    """Say what fig-algo-efficiency shows.

    Returns
    -------
    str
        Alternative text, computed from the data.

    Examples
    --------
    >>> "EfficientNet-B0" in algorithmic_efficiency_alt()
    True
    """
    df: Any = tables.algorithmic_efficiency()
    first, last = df.iloc[0], df.iloc[-1]
    low = df.loc[df["efficiency_factor"].idxmin()]
    return (
        f"Scatter plot with a logarithmic vertical axis: algorithmic efficiency of {len(df)} networks "
        f"relative to AlexNet, {first['year']} to {last['year']}. It rises from "
        f"{readable.number(first['efficiency_factor'])} ({first['model']}) to "
        f"{readable.number(last['efficiency_factor'])} "
        f"({last['model']}); the lowest point is "
        f"{low['model']} with {readable.number(low['efficiency_factor'])}. Two trend lines rise "
        "through the points."
    )


@styled
def plot_training_compute() -> Picture:
    """Draw training compute against year on a logarithmic axis, by era, with the chapter's trend.

    Returns
    -------
    Picture
        With `training_compute_alt` as its alternative text.

    Examples
    --------
    >>> plot_training_compute().figure.axes[0].get_yscale()
    'log'
    """
    df: Any = tables.training_compute()
    fit = fit_growth(df["year"], df["training_flop"])
    figure = new_figure(7.5, 4.5)
    figure.set_layout_engine("constrained")
    axes = figure.add_subplot()
    # Shape and fill tell the eras apart without colour.
    for era, marker, face in (("Deep Learning", "o", "white"), ("Large Scale", "s", COLOURS[0])):
        part = df[df["era"] == era]
        axes.scatter(
            part["year"],
            part["training_flop"],
            marker=marker,
            facecolor=face,
            edgecolor=COLOURS[0],
            zorder=3,
            label=f"{era} era",
        )
    years = [2012 + i / 10 for i in range(121)]
    months = 12 * math.log(2) / math.log(CHAPTER_COMPUTE_TREND)
    axes.plot(
        years,
        [1e18 * CHAPTER_COMPUTE_TREND ** (year - 2012) for year in years],
        linestyle="--",
        color=COLOURS[3],
        label=f"chapter's trend: doubles in {months:.1f} months",
    )
    axes.plot(
        years,
        [fit.value(year) for year in years],
        linestyle=":",
        color="black",
        label=f"fit to the points: doubles in {fit.doubling_months:.1f} months",
    )
    left = {"Gemini-Ultra", "Llama-3-70B", "GPT-4", "VGG-16"}
    for model, year, flop in zip(df["model"], df["year"], df["training_flop"], strict=True):
        side = -1 if model in left else 1
        axes.annotate(
            model,
            (year, flop),
            xytext=(7 * side, -2),
            textcoords="offset points",
            fontsize=8,
            ha="right" if side < 0 else "left",
            va="center",
            bbox=_BEHIND_TEXT,
        )
    logarithmic(axes, "y")
    axes.set_xlabel("Year")
    axes.set_ylabel("Training compute (FLOP)")
    axes.legend(loc="lower right", fontsize=8)
    return Picture(figure, training_compute_alt())


def training_compute_alt() -> str:
    """Say what fig-ai-training-compute-growth shows.

    Returns
    -------
    str
        Alternative text, computed from the data.

    Examples
    --------
    >>> "From AlexNet (1.2 × 10¹⁸ FLOP) to GPT-4 (2 × 10²⁵ FLOP)" in training_compute_alt()
    True
    """
    df: Any = tables.training_compute()
    flop = df.set_index("model")["training_flop"]
    top = df.loc[df["training_flop"].idxmax()]
    counts = df["era"].value_counts()
    fit = fit_growth(df["year"], df["training_flop"])
    alexnet, gpt4 = flop["AlexNet"], flop["GPT-4"]
    return (
        f"Scatter plot with a logarithmic vertical axis: training compute of {len(df)} models, "
        f"{df['year'].min()} to {df['year'].max()}, circles for {counts['Deep Learning']} models of the Deep "
        f"Learning era, squares for {counts['Large Scale']} of the Large Scale era. From AlexNet "
        f"({readable.number(alexnet, 2)} FLOP) to GPT-4 ({readable.number(gpt4, 2)} FLOP) the "
        f"points rise along a fitted line that doubles every {fit.doubling_months:.1f} months; the highest "
        f"one is {top['model']} with {readable.number(top['training_flop'], 2)} FLOP."
    )
