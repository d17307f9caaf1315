"""The section on the efficiency framework: the dimensions, the table and the two figures."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Claims, Classification, Frame, Plot
from mlsys_course.kinds import plot as drawn
from mlsys_course.kinds.plot import Point, View

_SECTION = "sec-introduction-efficiency-framework-8dd4"
_GROWTH = "fig-ai-training-compute-growth"

# ------------------------------------------------------------------------------- I8.13 efficiency_dimension

_ALGORITHMIC, _COMPUTE, _DATA = "algorithmic", "compute", "data"


@exercise(
    "efficiency_dimension",
    bank="I8.13",
    points=2,
    objective=5,
    bloom="Understand",
    anchors=(_SECTION, "fig-evolution-efficiency"),
    title="Which dimension of efficiency?",
    prompt=(
        "Name for each technique the dimension that the chapter counts it to, or that the definitions give: "
        "algorithmic (less work for the same result), compute (more of the machine's ability used, or a "
        "machine made for the work) or data (more learned from fewer samples): {technique: dimension}. Part "
        "of the points for part of the items."
    ),
    spec=Classification(
        items={
            "pruning": (),
            "quantization": ("quantisation",),
            "MobileNet": ("MobileNets", "mobile net"),
            "neural architecture search": ("NAS", "architecture search"),
            "knowledge distillation": ("distillation",),
            "tensor cores": ("tensor core",),
            "kernel fusion": ("fused kernels", "fusion"),
            "TPU systolic array": ("systolic array", "TPU"),
            "active learning": (),
            "transfer learning": (),
            "curriculum": ("curriculum learning", "curriculum design"),
            "deduplication": ("dedup", "removing duplicates"),
        },
        classes={
            _ALGORITHMIC: ("algorithm", "algorithms", "algorithmic efficiency", "model"),
            _COMPUTE: ("compute efficiency", "machine", "hardware", "computational"),
            _DATA: ("data selection", "data efficiency", "data-centric"),
        },
        reconsider=(
            "Ask which number becomes smaller: operations that the result needs, operations that the machine "
            "could do and does not, or samples."
        ),
        partial=True,
    ),
)
def efficiency_dimension() -> dict[str, str]:
    """Return the dimension of each technique."""
    return {
        "pruning": _ALGORITHMIC,
        "quantization": _ALGORITHMIC,
        "MobileNet": _ALGORITHMIC,
        "neural architecture search": _ALGORITHMIC,
        "knowledge distillation": _ALGORITHMIC,
        "tensor cores": _COMPUTE,
        "kernel fusion": _COMPUTE,
        "TPU systolic array": _COMPUTE,
        "active learning": _DATA,
        "transfer learning": _DATA,
        "curriculum": _DATA,
        "deduplication": _DATA,
    }


for _cause, _message, _items in (
    (
        "quantization-is-hardware",
        "Quantization changes the model, which then needs less work from whatever machine; that hardware has "
        "units for few bits is what makes it pay.",
        {"quantization": _COMPUTE},
    ),
    (
        "transfer-is-a-model-method",
        "Transfer learning reuses a model, but ask what it saves: how many samples does the new task need?",
        {"transfer learning": _ALGORITHMIC},
    ),
    (
        "training-order-is-algorithm",
        "A curriculum leaves the model and its operations as they are. What does it choose?",
        {"curriculum": _ALGORITHMIC},
    ),
    (
        "learning-is-algorithm",
        "A name that ends in learning does not make it an algorithm's efficiency: what is chosen there with "
        "care?",
        {"active learning": _ALGORITHMIC, "transfer learning": _ALGORITHMIC, "curriculum": _ALGORITHMIC},
    ),
    (
        "active-learning-is-algorithm",
        "Active learning leaves the model's operations as they are. What does it choose?",
        {"active learning": _ALGORITHMIC},
    ),
    (
        "software-is-algorithm",
        "Kernel fusion is software, but the model computes the same as before: what becomes better used?",
        {"kernel fusion": _ALGORITHMIC},
    ),
    (
        "mobile-is-hardware",
        "MobileNet is named after where it runs; it is a network, designed to need less work.",
        {"MobileNet": _COMPUTE},
    ),
    (
        "distillation-is-data",
        "Distillation trains on a teacher's outputs, but ask what it leaves behind: a model that needs what?",
        {"knowledge distillation": _DATA},
    ),
    (
        "pruning-is-data",
        "Pruning removes weights, not samples.",
        {"pruning": _DATA},
    ),
    (
        "search-is-compute",
        "An architecture search costs much compute; what it finds is a network that needs less.",
        {"neural architecture search": _COMPUTE},
    ),
    (
        "deduplication-is-storage",
        "Deduplication saves memory too, but the chapter asks what a sample teaches.",
        {"deduplication": _COMPUTE},
    ),
    (
        "circuits-are-algorithms",
        "Tensor cores and systolic arrays are circuits: they do the same work, faster.",
        {"tensor cores": _ALGORITHMIC, "TPU systolic array": _ALGORITHMIC},
    ),
    (
        "circuits-are-algorithms",
        "Tensor cores are circuits: they do the same work, faster.",
        {"tensor cores": _ALGORITHMIC},
    ),
    (
        "circuits-are-algorithms",
        "A systolic array is a circuit: it does the same work, faster.",
        {"TPU systolic array": _ALGORITHMIC},
    ),
):
    efficiency_dimension.misconception(_cause, _message)(lambda items=_items: dict(items))


# ------------------------------------------------------------------------------------ I8.9 efficiency_table

_COLUMNS = ("Model", "Year", "Efficiency_Factor", "Compute_Needed", "Gain_vs_Previous")


def _efficiency() -> Any:
    """Return the figure's points as the question asks for them."""
    from mlsys_course import data

    table: Any = data.algorithmic_efficiency().sort_values("year", ignore_index=True)
    table.columns = _COLUMNS[:3]
    factor = table["Efficiency_Factor"]
    return table.assign(Compute_Needed=1 / factor, Gain_vs_Previous=factor / factor.shift())


@exercise(
    "efficiency_table",
    bank="I8.9",
    rtol=0.005,
    points=3,
    objective=5,
    bloom="Apply",
    anchors="fig-algo-efficiency",
    title="Is each network better than the one before?",
    prompt=(
        "From data.algorithmic_efficiency() make a table in order of year with the columns Model, Year, "
        "Efficiency_Factor, Compute_Needed (training compute as a fraction of AlexNet's) and "
        "Gain_vs_Previous (factor over the factor of the row before; NaN in the first row). Then count the "
        "steps backwards, where that gain is below 1. The answer is the pair (table, number of steps "
        "backwards)."
    ),
    spec=Frame(
        columns={
            "Model": ("network", "name"),
            "Year": (),
            "Efficiency_Factor": ("factor", "efficiency"),
            "Compute_Needed": ("compute",),
            "Gain_vs_Previous": ("gain",),
        },
        key="Model",
        ordered=True,
        also="the number of steps backwards",
        reconsider="Compute each column from the efficiency factor.",
    ),
)
def efficiency_table() -> Any:
    """Return the table and the number of steps backwards."""
    table = _efficiency()
    return table, int((table["Gain_vs_Previous"] < 1).sum())


@efficiency_table.misconception(
    "assumes-improvement",
    "No step goes backwards there, as the text has it: each network better than the one before. Look at "
    "the gains.",
)
def _assumed() -> Any:
    table = _efficiency()
    return table.assign(Gain_vs_Previous=table["Gain_vs_Previous"].clip(lower=1)), 0


@efficiency_table.misconception(
    "gain-as-difference",
    "Gain_vs_Previous subtracts the factor of the row before. Divide by it.",
)
def _difference() -> Any:
    table = _efficiency()
    return table.assign(Gain_vs_Previous=table["Efficiency_Factor"].diff()), None


@efficiency_table.misconception(
    "gain-of-compute",
    "Gain_vs_Previous compares the compute needed, so that a gain looks like a loss. Compare the efficiency "
    "factors.",
)
def _of_compute() -> Any:
    table = _efficiency()
    needed = table["Compute_Needed"]
    return table.assign(Gain_vs_Previous=needed / needed.shift()), None


@efficiency_table.misconception(
    "saved-not-needed",
    "Compute_Needed holds what is saved. It is asked for what is still needed.",
)
def _saved() -> Any:
    table = _efficiency()
    return table.assign(Compute_Needed=1 - table["Compute_Needed"]), None


@efficiency_table.misconception(
    "relative-to-alexnet",
    "Gain_vs_Previous compares each network with AlexNet. Compare it with the row before.",
)
def _relative_to_first() -> Any:
    table = _efficiency()
    return table.assign(Gain_vs_Previous=table["Efficiency_Factor"]), None


@efficiency_table.misconception(
    "relative-to-next",
    "Gain_vs_Previous compares each row with the next one. Compare it with the one before.",
)
def _next() -> Any:
    table = _efficiency()
    factor = table["Efficiency_Factor"]
    return table.assign(Gain_vs_Previous=factor.shift(-1) / factor), None


@efficiency_table.misconception(
    "forward-steps",
    "This counts the steps forward, or all steps. Count those whose gain is below 1.",
)
def _forward() -> Any:
    return _efficiency(), 6


@efficiency_table.misconception(
    "forward-steps",
    "This counts the steps forward, or all steps. Count those whose gain is below 1.",
)
def _all_steps() -> Any:
    return _efficiency(), 9


@efficiency_table.misconception(
    "below-alexnet",
    "This counts the networks that need more compute than AlexNet. A step backwards is measured against the "
    "row before.",
)
def _below_first() -> Any:
    return _efficiency(), 1


@efficiency_table.misconception(
    "below-record",
    "This counts the networks below the best one so far. A step backwards is measured against the row "
    "before.",
)
def _below_record() -> Any:
    table = _efficiency()
    factor = table["Efficiency_Factor"]
    return table, int((factor < factor.cummax()).sum())


# ----------------------------------------------------------------------------------------- trends in plots


def _lines(view: View, points: drawn.Series) -> list[list[Point]]:
    """Return the lines of a plot, read in the way in which its points are the right ones."""
    to_x, to_y = points.reading(view)
    lines = [[(to_x(x), to_y(y)) for x, y in mark.points] for mark in view.marks if mark.joined]
    return [sorted(line) for line in lines if len(line) > 1 and all(math.isfinite(y) for _, y in line)]


def _slope(line: list[Point]) -> float:
    """Return the orders of magnitude a year from a line's first to its last point."""
    (x0, y0), (x1, y1) = line[0], line[-1]
    return math.log10(y1 / y0) / (x1 - x0)


def _exponential(line: list[Point]) -> bool:
    """Say whether a line grows by the same factor in every year."""
    (x0, y0), (x1, _) = line[0], line[-1]
    if x1 - x0 < 1 or min(y for _, y in line) <= 0:
        return False
    slope = _slope(line)
    return all(abs(math.log10(y / y0) - slope * (x - x0)) < 0.02 for x, y in line)


def _trend(
    points: drawn.Series,
    slopes: tuple[float, float],
    heights: Callable[[float], tuple[float, float]],
    first: float,
    last: float,
) -> Callable[[View], drawn.Finding | None]:
    """Return a test for an exponential trend: its slope, its height, and the years it must reach over."""

    def judge(view: View) -> drawn.Finding | None:
        lines = _lines(view, points)
        curved = [line for line in lines if _exponential(line)]
        if not lines:
            return "plot:no-trend", "There is no trend line: ax.plot draws one beside the points."
        if not curved:
            straight = [line for line in lines if _straight(line)]
            if straight:
                return (
                    "trend-linear",
                    "The trend adds the same amount every year. Growth is exponential: the same factor "
                    "every year.",
                )
            return "plot:trend", "No line grows by the same factor in every year: that would be the trend."
        if drawn.Scale("y").judge(view) is not None and max(map(len, curved)) < 10:
            return (
                "trend-linear",
                "Two points make a straight line on a linear axis; draw many along the trend.",
            )
        good = [line for line in curved if slopes[0] <= _slope(line) <= slopes[1]]
        if not good:
            if any(_slope(line) < 0 for line in curved):
                return "trend-falls", "The trend falls with the years: efficiency and compute both grow."
            if any(slopes[0] <= math.log10(math.e) * _slope(line) <= slopes[1] for line in curved):
                return (
                    "trend-base",
                    "The trend is too steep: logarithms to two bases are mixed up.",
                )
            if any(slopes[0] <= math.log(10) * _slope(line) <= slopes[1] for line in curved):
                return (
                    "trend-base",
                    "The trend is too flat: logarithms to two bases are mixed up.",
                )
            return "trend-slope", "The trend grows by another factor each year than it should."
        placed = [line for line in good if heights(line[0][0])[0] <= line[0][1] <= heights(line[0][0])[1]]
        if not placed:
            return "trend-height", "The trend has the right slope and runs too high or too low."
        if not any(line[0][0] <= first + 0.6 and line[-1][0] >= last - 0.6 for line in placed):
            return "trend-range", "The trend does not reach from the first year of the points to the last."
        return None

    return judge


def _straight(line: list[Point]) -> bool:
    """Say whether a line rises by the same amount in every year."""
    (x0, y0), (x1, y1) = line[0], line[-1]
    if x1 == x0 or len(line) < 2:
        return False
    size = max(abs(y) for _, y in line) or 1.0
    return all(abs(y0 + (y1 - y0) * (x - x0) / (x1 - x0) - y) < 0.01 * size for x, y in line)


# ---------------------------------------------------------------------------------------- I8.14 scale_plot

_START, _SLOPE = (2012.0, 1e18), 7 / 12


@cache
def _runs() -> dict[str, list[Point]]:
    """Return year and FLOP of the models, by era."""
    from mlsys_course import data

    table: Any = data.training_compute()
    return {
        str(era): [(float(y), float(f)) for y, f in zip(part["year"], part["training_flop"], strict=True)]
        for era, part in table.groupby("era")
    }


def _chapter_trend(year: float) -> float:
    return float(_START[1] * 10 ** (_SLOPE * (year - _START[0])))


def _scale_checks() -> list[Any]:
    early, late = _runs()["Deep Learning"], _runs()["Large Scale"]
    points = [*early, *late]
    models = drawn.Series(
        [x for x, _ in points], [y for _, y in points], what="models", in_y=drawn.OPERATIONS
    )
    return [
        models,
        drawn.Scale("y", "log"),
        drawn.Groups(
            {"deep learning|deep-learning|DL": early, "large scale|large-scale": late},
            what="eras",
            in_y=drawn.OPERATIONS,
        ),
        drawn.Shape(
            "trend line",
            _trend(
                models,
                (_SLOPE * 0.99, _SLOPE * 1.01),
                lambda year: (0.9 * _chapter_trend(year), 1.1 * _chapter_trend(year)),
                2012,
                2024,
            ),
        ),
        drawn.Label("x", ["year", "time", "date"], "that it counts years"),
        drawn.Label("y", ["FLOP", "compute", "operations"], "that it shows training compute, in FLOP"),
    ]


@exercise(
    "scale_plot",
    bank="I8.14",
    points=3,
    objective=(5, 2),
    bloom="Create",
    anchors=_GROWTH,
    title="The era of scale, drawn",
    prompt=(
        "Draw training_flop against year for all models of data.training_compute(), on a logarithmic y axis: "
        "the two eras apart and named, and a trend line from 2012 to 2024 that starts at 1e18 FLOP in 2012 "
        "and climbs seven orders of magnitude in twelve years. Label both axes. Part of the points for part "
        "of the picture."
    ),
    spec=Plot(_scale_checks, partial=True),
)
def scale_plot() -> Any:
    """Draw the two eras and the chapter's trend."""
    from matplotlib.figure import Figure

    axes = Figure(layout="constrained").add_subplot()
    for (era, points), marker in zip(_runs().items(), "os", strict=True):
        axes.scatter([x for x, _ in points], [y for _, y in points], marker=marker, label=era)
    years = [2012 + i / 4 for i in range(49)]
    axes.plot(years, [_chapter_trend(year) for year in years], "--", color="0.4", label="trend")
    axes.set_yscale("log")
    axes.set_xlabel("Year")
    axes.set_ylabel("Training compute (FLOP)")
    axes.legend()
    return axes.figure


# ----------------------------------------------------------------------------------- I8.15 efficiency_plot

# A line through 1 at AlexNet, the chapter's own, and free fits to the logarithms or to the factors
# themselves lie between these factors a year; the last of them starts lowest (0.45).
_FLATTEST, _STEEPEST, _LOWEST = 1.58, 1.96, 0.42


def _efficiency_checks() -> list[Any]:
    table = _efficiency()
    years = [float(year) for year in table["Year"]]
    factors = [float(factor) for factor in table["Efficiency_Factor"]]
    networks = drawn.Series(years, factors, xtol=0.02, what="networks")
    return [
        networks,
        drawn.Shape(
            "trend line",
            _trend(
                networks,
                (math.log10(_FLATTEST), math.log10(_STEEPEST)),
                lambda year: (
                    _LOWEST * _FLATTEST ** (year - 2012.5),
                    1.3 * _STEEPEST ** max(year - 2012.5, 0),
                ),
                2012.5,
                2019.4,
            ),
        ),
        drawn.Annotation(2019.4, before=2.2, any_of=("EfficientNet",), what="name of EfficientNet-B0"),
        drawn.Annotation(2014.7, before=1.2, any_of=("VGG",), what="name of VGG-11"),
        drawn.Label("x", ["year", "time", "date"], "that it counts years"),
        drawn.Label("y", ["efficien", "factor", "less compute"], "that it shows efficiency"),
    ]


@exercise(
    "efficiency_plot",
    bank="I8.15",
    points=3,
    objective=5,
    bloom="Create",
    anchors="fig-algo-efficiency",
    title="Algorithmic efficiency, drawn",
    prompt=(
        "Draw the efficiency factor of all ten networks of data.algorithmic_efficiency() against the year, "
        "fit an exponential trend to them and draw it from the first year to the last, and write the names "
        "of EfficientNet-B0 and of VGG-11 beside their points. Label both axes. Part of the points for part "
        "of the picture."
    ),
    spec=Plot(_efficiency_checks, partial=True),
)
def efficiency_plot() -> Any:
    """Draw the networks with a fitted trend."""
    from matplotlib.figure import Figure

    from mlsys_course import figures

    table = _efficiency()
    fit = figures.fit_growth(table["Year"], table["Efficiency_Factor"])
    axes = Figure(layout="constrained").add_subplot()
    axes.scatter(table["Year"], table["Efficiency_Factor"])
    years = [2012.5 + i / 10 for i in range(70)]
    axes.plot(years, [fit.value(year) for year in years], "--", color="0.4")
    for model in ("VGG-11", "EfficientNet-B0"):
        row = table.set_index("Model").loc[model]
        axes.annotate(model, (row["Year"], row["Efficiency_Factor"]))
    axes.set_yscale("log")
    axes.set_xlabel("Year")
    axes.set_ylabel("Algorithmic efficiency (AlexNet = 1)")
    return axes.figure


# ------------------------------------------------------------------------------- I8.16 efficiency_claims


def _fit(*eras: str) -> Any:
    """Return the exponential growth of training compute, fitted to the runs of these eras."""
    from mlsys_course import data, figures

    runs = data.training_compute()
    runs = runs[runs["era"].isin(eras)]
    return figures.fit_growth(runs["year"], runs["training_flop"])


def _orders_over_alexnet(model: str) -> float:
    from mlsys_course import data

    flop = data.training_compute().set_index("model")["training_flop"]
    return float(math.log10(flop[model] / flop["AlexNet"]))


def _gain_and_years() -> tuple[float, float]:
    """Return what the figure's networks gained from the first to the last, and in how many years."""
    table = _efficiency()
    factor, year = table["Efficiency_Factor"], table["Year"]
    return float(factor.iloc[-1] / factor.iloc[0]), float(year.iloc[-1] - year.iloc[0])


_DOUBLING = 2  # years, Moore's law as the chapter has it


@exercise(
    "efficiency_claims",
    bank="I8.16",
    points=3,
    objective=(5, 2),
    bloom="Evaluate",
    anchors=("fig-algo-efficiency", _GROWTH, _SECTION),
    title="Do the figures bear out the text?",
    prompt=(
        "For each claim compute the value from the figures' own points and say whether they support it: (True"
        " or False, value). Supported means within 10 percent of the claim; where it names a limit, on that"
        " side of it, however near. Part of the points for part of the claims."
    ),
    spec=Claims(
        claims={
            "every_network": (
                "every later network of the figure needs less training compute than AlexNet; the value: the "
                "largest need of one of them, as a multiple of AlexNet's"
            ),
            "eight_years": (
                "from the first network to the last, the gain took eight years; the value: how many years"
            ),
            "outpaced_chips": (
                "over the same time the algorithms gained more than chips, which double every 24 months; the "
                "value: the one gain over the other"
            ),
            "gpt3_orders": (
                "GPT-3 took orders of magnitude, at least two, more training compute than AlexNet; the "
                "value: how many"
            ),
            "nine_orders": (
                "the largest run of the figure took nine orders of magnitude more than AlexNet; the value: "
                "how many"
            ),
            "accelerated": (
                "training compute doubled faster in the Large Scale era than in the Deep Learning era; the "
                "value: the doubling time in the Large Scale era, from a fit, in months"
            ),
        },
        rtol=0.015,
        units={"eight_years": "year", "accelerated": "month"},
        reconsider="Compute it once more from the points of the figure, not from its caption.",
        partial=True,
    ),
)
def efficiency_claims() -> dict[str, tuple[bool, float]]:
    """Recompute each claim from the points of the two figures."""
    gain, years = _gain_and_years()
    return {
        "every_network": (False, float(_efficiency()["Compute_Needed"].max())),
        "eight_years": (False, years),
        "outpaced_chips": (True, gain / 2 ** (years / _DOUBLING)),
        "gpt3_orders": (True, _orders_over_alexnet("GPT-3")),
        "nine_orders": (False, _orders_over_alexnet("Gemini-Ultra")),
        "accelerated": (False, _fit("Large Scale").doubling_months),
    }


efficiency_claims.misconception(
    "trend-for-all",
    "What holds for the trend is believed of each network: look for the smallest factor in the table.",
)(lambda: {"every_network": (True, None)})

efficiency_claims.misconception(
    "factor-not-compute",
    "That is an efficiency factor; the compute it needs is the reciprocal.",
)(lambda: {"every_network": (False, float(_efficiency()["Efficiency_Factor"].min()))})

efficiency_claims.misconception(
    "axis-for-data",
    "The end of the axis is taken for the end of the data: subtract the first network's year from the "
    "last one's.",
)(lambda: {"eight_years": (True, 8)})

efficiency_claims.misconception(
    "algorithms-alone",
    "That is the gain of the algorithms alone: divide it by what chips gained in the same time.",
)(lambda: {"outpaced_chips": (True, _gain_and_years()[0])})

efficiency_claims.misconception("chips-alone", "That is the gain of the chips alone.")(
    lambda: {"outpaced_chips": (True, 2 ** (_gain_and_years()[1] / _DOUBLING))}
)

efficiency_claims.misconception(
    "text-years",
    "Chips got the text's eight years there, and the algorithms the time that really passed: use one time.",
)(lambda: {"outpaced_chips": (True, _gain_and_years()[0] / 2 ** (8 / _DOUBLING))})

efficiency_claims.misconception(
    "doubling-times-compared",
    "That compares the doubling times; the claim is about the gains.",
)(lambda: {"outpaced_chips": (True, math.log2(_gain_and_years()[0]) * _DOUBLING / _gain_and_years()[1])})

efficiency_claims.misconception("yearly-doubling", "Chips double every year there; the claim has 24 months.")(
    lambda: {"outpaced_chips": (False, _gain_and_years()[0] / 2 ** _gain_and_years()[1])}
)

efficiency_claims.misconception(
    "factor-not-orders",
    "That is the factor; its orders of magnitude are the power of ten in it, log10.",
)(
    lambda: {
        "gpt3_orders": (True, 10 ** _orders_over_alexnet("GPT-3")),
        "nine_orders": (False, 10 ** _orders_over_alexnet("Gemini-Ultra")),
    }
)

efficiency_claims.misconception("natural-orders", "An order of magnitude is a factor of ten: log10, not ln.")(
    lambda: {
        "gpt3_orders": (True, _orders_over_alexnet("GPT-3") * math.log(10)),
        "nine_orders": (False, _orders_over_alexnet("Gemini-Ultra") * math.log(10)),
    }
)

efficiency_claims.misconception(
    "exponents-only",
    "Only the exponents are subtracted; the figures in front of them count too.",
)(lambda: {"gpt3_orders": (True, 5), "nine_orders": (False, 7)})

efficiency_claims.misconception(
    "not-the-largest",
    "That is the growth to GPT-4; look for the largest training compute in the table.",
)(lambda: {"nine_orders": (False, _orders_over_alexnet("GPT-4"))})

efficiency_claims.misconception(
    "text-believed", "A number of the text is repeated: divide the points' compute."
)(lambda: {"nine_orders": (True, 9)})

efficiency_claims.misconception(
    "caption-believed",
    "The caption's impression is believed: fit each era by itself and compare the two doubling times.",
)(lambda: {"accelerated": (True, None)})

efficiency_claims.misconception("other-era", "That is the doubling time in the Deep Learning era.")(
    lambda: {"accelerated": (False, _fit("Deep Learning").doubling_months)}
)

efficiency_claims.misconception("all-points", "That is a fit to both eras together.")(
    lambda: {"accelerated": (False, _fit("Deep Learning", "Large Scale").doubling_months)}
)

efficiency_claims.misconception(
    "months-per-order", "That is the time for a factor of ten; a doubling is a factor of two."
)(lambda: {"accelerated": (False, _fit("Large Scale").doubling_months * math.log2(10))})

efficiency_claims.misconception(
    "ln-not-log2", "An e-fold is counted for a doubling: the slope's logarithm has base two."
)(lambda: {"accelerated": (False, _fit("Large Scale").doubling_months / math.log(2))})

efficiency_claims.misconception("in-years", "That is the doubling time in years.")(
    lambda: {"accelerated": (False, _fit("Large Scale").doubling_months / 12)}
)
