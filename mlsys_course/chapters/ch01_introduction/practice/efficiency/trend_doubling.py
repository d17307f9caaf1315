"""I8.7: the doubling time of a trend line."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "trend_doubling",
    bank="I8.7",
    unit="month",
    rtol=0.01,
    scenario="trend_line",
    objective=5,
    bloom="Apply",
    anchors="fig-ai-training-compute-growth",
    title="Doubling time of a trend line",
    prompt=(
        "A trend line is straight on a logarithmic axis, and climbs the given orders of magnitude in the "
        "given time. What is its doubling time, not rounded?"
    ),
)
def trend_doubling(orders, span):
    """Return the time over the number of doublings."""
    return span / np.log2(10**orders)


trend_doubling.misconception(
    "months-per-order",
    "This is the time for one order of magnitude, a factor of ten. The question asks for a factor of two.",
    lambda orders, span: span / orders,
)

trend_doubling.misconception(
    "ln-with-log10",
    "You combine the natural logarithm of two with a slope in powers of ten. Use one base for both.",
    lambda orders, span: span / orders * np.log(2),
)

trend_doubling.misconception(
    "legend", "This is the rounded number in the legend. Compute it from the slope.", lambda legend: legend
)

trend_doubling.misconception(
    "slope-inverted",
    "Your slope is upside down: you need the time per order of magnitude, not orders per time.",
    lambda orders, span: orders / span * np.log10(2) * Q_(1, "year") ** 2,
)

trend_doubling.misconception(
    "linear",
    "You take a doubling as a fifth of an order of magnitude, as on a linear axis. On a logarithmic axis "
    "it is log10(2).",
    lambda orders, span: span / orders / 5,
)

trend_doubling.answers(
    right=[
        "q.span / q.orders * np.log10(2)",
        "(q.span / (q.orders * math.log2(10))).to('month')",
        "Q_(6.1926, 'month')",
        "Q_(6.19, 'month')",
        "Q_(188.49, 'day')",
    ],
    wrong={
        "months-per-order|log:log10": ["q.span / q.orders", "Q_(20.571, 'month')"],
        "ln-with-log10": ["q.span / q.orders * np.log(2)", "Q_(14.259, 'month')"],
        "legend": ["q.legend", "Q_(6, 'month')"],
        "linear": ["q.span / q.orders / 5"],
        "slope-inverted": ["Q_(2.107, 'month')"],
        "scale:12|unit:label": ["Q_(0.51605, 'month')"],
        "unit:missing": ["6.19"],
        "value:none": ["None"],
    },
)
