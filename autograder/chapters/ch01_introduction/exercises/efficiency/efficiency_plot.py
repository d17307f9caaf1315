"""I8.15: algorithmic efficiency over the years with its trend, drawn."""

import math
from typing import Any

import numpy as np

from autograder.chapters.ch01_introduction.exercises.efficiency._shared import efficiency_frame, trend_check
from mlsys_course.exercise import exercise
from mlsys_course.kinds import Plot
from mlsys_course.kinds import plot as drawn

# A line through 1 at AlexNet, the chapter's own, and free fits to the logarithms or to the factors
# themselves lie between these factors a year; the last of them starts lowest (0.45).
_FLATTEST, _STEEPEST, _LOWEST = 1.58, 1.96, 0.42


def _fitted(years: list[float], factors: list[float]) -> tuple[float, float]:
    """Return the slopes of straight lines fitted to the logarithms: a free one, and one through the first."""
    orders, since = np.log10(factors), np.array(years) - years[0]
    return float(np.polyfit(since, orders, 1)[0]), float(since @ orders / (since @ since))


def _checks() -> list[Any]:
    table = efficiency_frame()
    years = [float(year) for year in table["Year"]]
    factors = [float(factor) for factor in table["Efficiency_Factor"]]
    networks = drawn.Series(years, factors, xtol=0.02, what="networks")
    return [
        networks,
        drawn.Shape(
            "trend line",
            trend_check(
                networks,
                (math.log10(_FLATTEST), math.log10(_STEEPEST)),
                lambda year: (
                    _LOWEST * _FLATTEST ** (year - 2012.5),
                    1.3 * _STEEPEST ** max(year - 2012.5, 0),
                ),
                2012.5,
                2019.4,
                fits=_fitted(years, factors),
                ends=((years[0], factors[0]), (years[-1], factors[-1])),
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
    bloom="Apply",
    anchors="fig-algo-efficiency",
    title="Algorithmic efficiency, drawn",
    spec=Plot(_checks, partial=True),
)
def efficiency_plot():
    """Draw the networks with a fitted trend."""
    from matplotlib.figure import Figure

    from mlsys_course import figures

    table = efficiency_frame()
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


_HEAD = "t = data.algorithmic_efficiency()\nx, y = t.year, t.efficiency_factor\nfig, ax = plt.subplots()\n"
_POINTS = "ax.scatter(x, y)\n"

_FIT = (
    "slope, start = np.polyfit(x, np.log(y), 1)\nyears = np.linspace(x.min(), x.max(), 60)\n"
    "ax.plot(years, np.exp(start + slope * years), '--')\n"
)

_NAMES = "for r in t.itertuples():\n    ax.annotate(r.model, (r.year, r.efficiency_factor))\n"
_LABELS = "ax.set_xlabel('Year')\nax.set_ylabel('Efficiency factor')\n"
_END = "efficiency_plot = fig"


def _plot(
    points: str = _POINTS,
    fit: str = _FIT,
    names: str = _NAMES,
    labels: str = _LABELS,
    end: str = _END,
) -> str:
    return _HEAD + points + fit + names + labels + end


_LOGS = [
    ("log", "ln(efficiency factor)"),
    ("log", "log of efficiency factor"),
    ("log2", "log2(efficiency factor)"),
]


def _in_logarithms(log: str, label: str, trend: str = "") -> str:
    return _plot(
        f"ax.scatter(x, np.{log}(y))\n",
        f"years = np.linspace(x.min(), x.max(), 60)\n"
        f"ax.plot(years, np.polyval(np.polyfit(x, np.{trend or log}(y), 1), years))\n",
        _NAMES.replace("r.efficiency_factor", f"np.{log}(r.efficiency_factor)"),
        _LABELS.replace("Efficiency factor", label),
    )


efficiency_plot.answers(
    right=[
        _plot(),
        _plot(end="ax.set_yscale('log')\nefficiency_plot = ax"),
        _plot(
            "ax.plot(x, y, 'o')\n",
            "g = np.linspace(2012, 2020, 99)\nax.plot(g, 1.72 ** (g - 2012.5), '--')\n",
        ),
        _plot(
            "ax.semilogy(x, y, 's')\n",
            "k = sum((x - 2012.5) * np.log(y)) / sum((x - 2012.5) ** 2)\n"
            "ax.semilogy([2012.5, 2019.4], [1, np.exp(k * 6.9)])\n",
        ),
        _plot(
            "ax.scatter(x, np.log10(y))\n",
            "ax.plot(x, np.polyval(np.polyfit(x, np.log10(y), 1), x))\n",
            _NAMES.replace("r.efficiency_factor", "np.log10(r.efficiency_factor)"),
            _LABELS.replace("Efficiency factor", "log10 of efficiency"),
        ),
        *[_in_logarithms(log, label) for log, label in _LOGS],
        # Least squares on the factors themselves.
        _plot(fit="g = np.linspace(2012.5, 2019.4, 50)\nax.plot(g, 0.449 * 1.945 ** (g - 2012.5))\n"),
        _plot(names="ax.text(2018, 44, 'EfficientNet-B0')\nax.text(2013.7, 0.7, 'VGG-11')\n"),
    ],
    wrong={
        "trend-linear": [_plot(fit="ax.plot(x, np.polyval(np.polyfit(x, y, 1), x))\n")],
        "plot:no-trend": [_plot(fit="")],
        "trend-slope": [
            _plot(fit="g = np.linspace(2012.5, 2019.4, 50)\nax.plot(g, 2.5 ** (g - 2012.5))\n"),
            _plot(fit="g = np.linspace(2012.5, 2019.4, 50)\nax.plot(g, 2 ** (g - 2012.5))\n"),
        ],
        "trend-base": [
            _plot(fit=_FIT.replace("np.log(y)", "np.log10(y)")),
            _in_logarithms("log", "ln(efficiency factor)", "log10"),
            _plot(fit=_FIT.replace("np.exp(start + slope * years)", "10 ** (start + slope * years)")),
        ],
        "trend-end-points": [
            _plot(fit="ax.plot([x.iloc[0], x.iloc[-1]], [y.iloc[0], y.iloc[-1]])\nax.set_yscale('log')\n"),
            _plot(
                fit="k = (y.iloc[-1] / y.iloc[0]) ** (1 / (x.iloc[-1] - x.iloc[0]))\n"
                "years = np.linspace(2012, 2020, 60)\nax.plot(years, k ** (years - x.iloc[0]))\n"
            ),
        ],
        "trend-range": [_plot(fit=_FIT.replace("x.max()", "2016"))],
        "trend-falls": [
            _plot(fit="g = np.linspace(2012.5, 2019.4, 50)\nax.plot(g, 1.72 ** -(g - 2012.5))\n"),
        ],
        "plot:inverted": [_plot("ax.scatter(x, 1 / y)\n")],
        "plot:sorted": [_plot("ax.scatter(x, sorted(y))\n")],
        "plot:points-missing": [_plot("ax.scatter(x[1:], y[1:])\n")],
        "plot:x-missing": [_plot("ax.plot(y.to_numpy(), 'o')\n")],
        "plot:x-rounded": [_plot("ax.scatter(x.astype(int), y)\n"), _plot("ax.scatter(x.round(), y)\n")],
        "plot:swapped": [_plot("ax.scatter(y, x)\n")],
        "plot:no-annotation": [_plot(names="")],
        "plot:annotation-text": [_plot(names="ax.annotate('AlexNet', (2012.5, 1))\n")],
        "plot:annotation-place": [_plot(names=_NAMES.replace("r.year,", "r.year - 1.5,"))],
        "plot:label-y": [_plot(labels="ax.set_xlabel('Year')\n")],
        "plot:label-x": [_plot(labels="ax.set_ylabel('Efficiency')\n")],
        "plot:blank": ["fig, ax = plt.subplots()\nefficiency_plot = fig"],
        "none": ["None"],
        "not-attempted": ["..."],
    },
)
