"""I8.8: the doubling time of a line fitted to all points."""

from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


def _doubling(era: str | None = None) -> tuple[float, float]:
    """Return months per doubling and months per order of the figure's points, by least squares."""
    from mlsys_course import data, figures

    frame: Any = data.training_compute()
    part = frame if era is None else frame[frame["era"] == era]
    fit = figures.fit_growth(part["year"], part["training_flop"])
    return fit.doubling_months, 12 / fit.orders_per_year


@exercise(
    "fitted_doubling",
    bank="I8.8",
    unit="month",
    rtol=0.005,
    objective=5,
    bloom="Analyze",
    anchors="fig-ai-training-compute-growth",
    title="Doubling time of all points",
    prompt=(
        "Fit a straight line by least squares to log10 of training_flop against year, for all rows of "
        "data.training_compute(). What is the doubling time of that line?"
    ),
    neighbours=("trend_doubling",),
)
def fitted_doubling():
    """Return the doubling time of a fit to all points."""
    from mlsys_course import data, figures

    table = data.training_compute()
    fit = figures.fit_growth(table["year"], table["training_flop"])
    return Q_(fit.doubling_months, "month")


fitted_doubling.misconception(
    "one-era",
    "You fit only the Deep Learning era. Use all rows of the table.",
    lambda: Q_(_doubling("Deep Learning")[0], "month"),
)

fitted_doubling.misconception(
    "one-era",
    "You fit only the Large Scale era. Use all rows of the table.",
    lambda: Q_(_doubling("Large Scale")[0], "month"),
)

fitted_doubling.misconception(
    "months-per-order",
    "This is the time for one order of magnitude, a factor of ten. The question asks for a factor of two.",
    lambda: Q_(_doubling()[1], "month"),
)

fitted_doubling.misconception(
    "ln-with-log10",
    "You combine the natural logarithm of two with a slope in powers of ten. Use one base for both.",
    lambda: Q_(_doubling()[1] * float(np.log(2)), "month"),
)

fitted_doubling.misconception(
    "chapter-trend",
    "This is the doubling time of the chapter's dashed line. Fit a line to the points.",
    lambda: Q_(12 * float(np.log10(2)) * 12 / 7, "month"),
)


def _ends():
    from mlsys_course import data, figures

    frame: Any = data.training_compute()
    ends = frame.iloc[[0, -1]]
    return Q_(figures.fit_growth(ends["year"], ends["training_flop"]).doubling_months, "month")


fitted_doubling.misconception(
    "two-points", "You join the first and the last point. A fit uses all points.", _ends
)

fitted_doubling.misconception(
    "slope-not-time",
    "This is the growth in orders of magnitude per year. The question asks for the time of one doubling.",
    lambda: Q_(12 / _doubling()[1], "month"),
)

fitted_doubling.answers(
    right=[
        "table = data.training_compute()\n"
        "slope = np.polyfit(table.year, np.log10(table.training_flop), 1)[0]\n"
        "fitted_doubling = Q_(12 * math.log10(2) / slope, 'month')",
        "table = data.training_compute()\n"
        "slope = np.polyfit(table.year, np.log2(table.training_flop), 1)[0]\n"
        "fitted_doubling = Q_(1 / slope, 'year')",
        "Q_(5.8308, 'month')",
        "Q_(5.83, 'month')",
        "Q_(177.47, 'day')",
    ],
    wrong={
        "one-era": ["Q_(4.198, 'month')", "Q_(5.5504, 'month')"],
        "months-per-order": ["Q_(19.369, 'month')"],
        "ln-with-log10": ["Q_(13.426, 'month')"],
        "chapter-trend": ["Q_(6.1926, 'month')"],
        "slope-not-time": ["Q_(0.6195, 'month')"],
        "unit:missing": ["5.83"],
        "value:text": ["'6 months'"],
        "value:none": ["None"],
    },
)
