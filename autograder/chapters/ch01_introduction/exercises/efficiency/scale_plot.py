"""I8.14: training compute over the years with its trend, drawn."""

from functools import cache
from typing import Any

from autograder.chapters.ch01_introduction.exercises.efficiency._shared import trend_check
from mlsys_course.exercise import exercise
from mlsys_course.kinds import Plot
from mlsys_course.kinds import plot as drawn
from mlsys_course.kinds.plot import Point

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


def _checks() -> list[Any]:
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
            trend_check(
                models,
                (_SLOPE * 0.99, _SLOPE * 1.01),
                lambda year: (0.9 * _chapter_trend(year), 1.1 * _chapter_trend(year)),
                2012,
                2024,
                fits=(_SLOPE,),
            ),
        ),
        drawn.Label("x", ["year", "time", "date"], "that it counts years"),
        drawn.Label("y", ["FLOP", "compute", "operations"], "that it shows training compute", units=["FLOP"]),
    ]


@exercise(
    "scale_plot",
    bank="I8.14",
    points=3,
    objective=(5, 2),
    bloom="Apply",
    anchors="fig-ai-training-compute-growth",
    title="The era of scale, drawn",
    spec=Plot(_checks, partial=True),
)
def scale_plot():
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


_HEAD = "t = data.training_compute()\nfig, ax = plt.subplots()\n"
_ERAS = "for era, part in t.groupby('era'):\n    ax.scatter(part.year, part.training_flop, label=era)\n"

_TREND = (
    "years = np.linspace(2012, 2024, 50)\n"
    "ax.plot(years, 1e18 * 10 ** (7 / 12 * (years - 2012)), '--', label='trend')\n"
)

_LOG = "ax.set_yscale('log')\n"
_LABELS = "ax.set_xlabel('Year')\nax.set_ylabel('Training compute (FLOP)')\n"
_END = "ax.legend()\nscale_plot = fig"


def _plot(
    points: str = _ERAS,
    trend: str = _TREND,
    log: str = _LOG,
    labels: str = _LABELS,
    end: str = _END,
) -> str:
    return _HEAD + points + trend + log + labels + end


_UNITS = [
    ("1e12", "TFLOP"),
    ("1e15", "petaFLOP"),
    ("1e18", "EFLOP"),
    ("1e21", "ZFLOP"),
    ("8.64e19", "petaFLOP/s-days"),
]

_LOGS = [("log10", "log10(FLOP)"), ("log2", "log2(FLOP)"), ("log", "ln(FLOP)"), ("log", "log FLOP")]
_MANY = _TREND.replace("50", "100")


def _in_unit(factor: str, unit: str) -> str:
    return _plot(
        _ERAS.replace("part.training_flop", f"part.training_flop / {factor}"),
        _MANY.replace("1e18 *", f"1e18 / {factor} *"),
        labels=_LABELS.replace("FLOP", unit),
    )


def _in_logarithms(log: str, label: str) -> str:
    return _plot(
        _ERAS.replace("part.training_flop", f"np.{log}(part.training_flop)"),
        f"years = np.linspace(2012, 2024, 100)\nax.plot(years, np.{log}(1e18 * 10 ** (7 / 12 * (years - 2012))))\n",
        "",
        _LABELS.replace("Training compute (FLOP)", label),
    )


scale_plot.answers(
    right=[
        _plot(),
        _plot(
            "for era, part in t.groupby('era'):\n    ax.semilogy(part.year, part.training_flop, 'o', label=era)\n",
            "ax.semilogy([2012, 2024], [1e18, 1e25], 'k:')\n",
            "",
        ),
        _plot(
            "for era, part in t.groupby('era'):\n"
            "    ax.scatter(part.year, np.log10(part.training_flop), label=era)\n",
            "ax.plot([2012, 2024], [18, 25], '--')\n",
            "",
            _LABELS.replace("Training compute (FLOP)", "log10 of training compute in FLOP"),
        ),
        "import seaborn as sns\n"
        + _plot("sns.scatterplot(t, x='year', y='training_flop', hue='era', style='era', ax=ax)\n"),
        _plot(end="ax.legend(title='era')\nscale_plot = ax"),
        *[_in_unit(factor, unit) for factor, unit in _UNITS],
        *[_in_logarithms(log, label) for log, label in _LOGS],
    ],
    wrong={
        "plot:scale-y": [_plot(log="")],
        "plot:groups-merged": [_plot("ax.scatter(t.year, t.training_flop, label='models')\n")],
        "plot:no-trend": [_plot(trend="")],
        "trend-base": [_plot(trend=_TREND.replace("10 **", "np.e **"))],
        "trend-slope": [
            _plot(trend=_TREND.replace("7 / 12", "8 / 12")),
            _plot(trend=_TREND.replace("7 / 12", "12 / 7")),
        ],
        "trend-height": [_plot(trend=_TREND.replace("1e18", "1.2e18"))],
        "trend-range": [_plot(trend=_TREND.replace("2024", "2018"))],
        "trend-linear": [
            _plot(trend="ax.plot(years := np.linspace(2012, 2024, 50), 1e18 + 1e25 * (years - 2012) / 12)\n")
        ],
        "plot:points-missing": [
            _plot(_ERAS.replace("t.groupby", "t[t.year < 2023].groupby")),
            _plot(_ERAS.replace("t.groupby", "t[t.era == 'Large Scale'].groupby")),
        ],
        "plot:swapped": [
            _plot(_ERAS.replace("part.year, part.training_flop", "part.training_flop, part.year"))
        ],
        "plot:logarithms|plot:values-y": [
            _plot(
                _ERAS.replace("part.training_flop", "np.log10(part.training_flop)"),
                "ax.plot([2012, 2024], [18, 25])\n",
                "",
            )
        ],
        "plot:legend-swapped": [
            _plot(_ERAS.replace("label=era", "label={'D': 'Large Scale', 'L': 'Deep Learning'}[era[0]]"))
        ],
        "plot:unit-y": [_in_unit("1e12", "FLOP"), _in_unit("1e18", "FLOP")],
        "plot:values|plot:values-y": [_plot(_ERAS.replace("part.training_flop", "7 * part.year"), _MANY)],
        "plot:no-legend|plot:legend": [_plot(end="scale_plot = fig")],
        "plot:label-y": [_plot(labels="ax.set_xlabel('Year')\n")],
        "plot:label-x": [_plot(labels="ax.set_ylabel('FLOP')\n")],
        "plot:blank": ["fig, ax = plt.subplots()\nscale_plot = fig"],
        "none": ["None"],
        "not-attempted": ["..."],
    },
)
