"""Practice exercises of the section on the efficiency framework."""

from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_

_SECTION = "sec-introduction-efficiency-framework-8dd4"
_COMPUTE = "fig-ai-training-compute-growth"

# ---------------------------------------------------------------------- I8.2, I8.3, I8.12: growth in a time


@exercise(
    "yearly_gain",
    bank="I8.2",
    rtol=0.005,
    scenario="algorithmic_gain",
    objective=5,
    bloom="Apply",
    anchors=(_SECTION, "fig-algo-efficiency"),
    title="A year of better algorithms",
    prompt=(
        "The compute that a task needs halves in the published time, again and again. By which factor does "
        "efficiency grow in one year? A plain number."
    ),
)
def yearly_gain(halving: Any) -> Any:
    """Return two to the number of halvings in a year."""
    return 2 ** (Q_(1, "year") / halving)


@yearly_gain.misconception(
    "linear-halves",
    "Here every halving takes away the same amount. It takes half of what is left.",
)
def _linear(halving: Any) -> Any:
    return Q_(1, "year") / halving / 2


@yearly_gain.misconception(
    "exponent-inverted",
    "The exponent is upside down: it counts how many halvings fit into a year.",
)
def _upside_down(halving: Any) -> Any:
    return 2 ** (halving / Q_(1, "year"))


@yearly_gain.misconception(
    "linear-growth",
    "This adds one for a whole halving time and a part of that for a year. Growth multiplies.",
)
def _added(halving: Any) -> Any:
    return 1 + Q_(1, "year") / halving


@yearly_gain.misconception("e-for-two", "Here the base is e. A halving halves: the base is two.")
def _e(halving: Any) -> Any:
    return np.exp(Q_(1, "year") / halving)


@yearly_gain.misconception(
    "compute-not-efficiency",
    "This is the share of the compute that is still needed after a year. Efficiency is the other way round.",
)
def _needed(halving: Any) -> Any:
    return 2 ** (-Q_(1, "year") / halving)


@yearly_gain.misconception(
    "number-of-halvings", "This is how many halvings fit into a year. Each of them doubles the efficiency."
)
def _count(halving: Any) -> Any:
    return Q_(1, "year") / halving


@exercise(
    "yearly_demand",
    bank="I8.3",
    rtol=0.01,
    scenario="demand",
    objective=5,
    bloom="Apply",
    anchors=(_SECTION, "fn-moores-law"),
    title="A year of growing demand",
    prompt=(
        "Training compute doubles again and again, in the given doubling time. By which factor does it grow "
        "in one year? A plain number."
    ),
)
def yearly_demand(demand_doubling: Any) -> Any:
    """Return two to the number of doublings in a year."""
    return 2 ** (Q_(1, "year") / demand_doubling)


@yearly_demand.misconception(
    "number-of-doublings", "This is how many doublings fit into a year. Each of them multiplies by two."
)
def _doublings(demand_doubling: Any) -> Any:
    return Q_(1, "year") / demand_doubling


@yearly_demand.misconception(
    "twice-the-doublings", "This is twice the number of doublings. Two is multiplied by itself that often."
)
def _twice(demand_doubling: Any) -> Any:
    return 2 * (Q_(1, "year") / demand_doubling)


@yearly_demand.misconception(
    "ratio-of-doubling-times",
    "This compares two doubling times. The question is about the growth of training compute in a year.",
)
def _ratio(demand_doubling: Any, chip_doubling: Any) -> Any:
    return chip_doubling / demand_doubling


@yearly_demand.misconception(
    "growth-less-one",
    "This is by how much it has grown, the old amount subtracted. A growth factor counts it in.",
)
def _less_one(demand_doubling: Any) -> Any:
    return 2 ** (Q_(1, "year") / demand_doubling) - 1


@yearly_demand.misconception("e-for-two", "Here the base is e. A doubling doubles: the base is two.")
def _e_demand(demand_doubling: Any) -> Any:
    return np.exp(Q_(1, "year") / demand_doubling)


@yearly_demand.misconception(
    "exponent-inverted", "The exponent is upside down: it counts how many doublings fit into a year."
)
def _exponent_demand(demand_doubling: Any) -> Any:
    return 2 ** (demand_doubling / Q_(1, "year"))


@exercise(
    "moore_growth",
    bank="I8.12",
    rtol=0.005,
    scenario="scale",
    objective=5,
    bloom="Apply",
    anchors=(_SECTION, "fn-moores-law"),
    title="What Moore's law gives",
    prompt=(
        "Chips follow Moore's law over the time between the two training runs. By which factor do they grow? "
        "A plain number."
    ),
    neighbours=("beyond_moore",),
)
def moore_growth(span: Any, chip_doubling: Any) -> Any:
    """Return two to the number of doublings."""
    return 2 ** (span / chip_doubling)


@moore_growth.misconception(
    "number-of-doublings", "This is how often chips double. Each doubling multiplies by two."
)
def _moore_doublings(span: Any, chip_doubling: Any) -> Any:
    return span / chip_doubling


@moore_growth.misconception(
    "linear", "Here every doubling adds the same amount. It doubles what is there already."
)
def _moore_linear(span: Any, chip_doubling: Any) -> Any:
    return 2 * span / chip_doubling


@moore_growth.misconception(
    "doubles-yearly", "Here chips double every year. Moore's law has a longer doubling time."
)
def _moore_yearly(span: Any) -> Any:
    return 2 ** (span / Q_(1, "year"))


@moore_growth.misconception(
    "eighteen-months",
    "Here chips double every eighteen months, which is often quoted and is not Moore's law: use the "
    "doubling time "
    "that is given.",
)
def _eighteen(span: Any) -> Any:
    return 2 ** (span / Q_(18, "month"))


@moore_growth.misconception("e-for-two", "Here the base is e. A doubling doubles: the base is two.")
def _moore_e(span: Any, chip_doubling: Any) -> Any:
    return np.exp(span / chip_doubling)


@moore_growth.misconception(
    "exponent-inverted", "The exponent is upside down: it counts how many doublings fit into the time."
)
def _moore_exponent(span: Any, chip_doubling: Any) -> Any:
    return 2 ** (chip_doubling / span)


# ---------------------------------------------------------------------------- I8.5: how long orders take


@exercise(
    "orders_time",
    bank="I8.5",
    unit="year",
    rtol=0.01,
    scenario="demand",
    objective=5,
    bloom="Evaluate",
    anchors=_SECTION,
    title="How long do the orders of magnitude take?",
    prompt=(
        "Training compute is said to have grown by the given number of orders of magnitude. How long does "
        "that take at the given doubling time of training compute?"
    ),
)
def orders_time(demand_doubling: Any, orders: Any) -> Any:
    """Return doublings times the time of one."""
    return demand_doubling * np.log2(10**orders)


@orders_time.misconception(
    "text-span",
    "This is the time that both are watched. The question asks how long the orders of magnitude take at this "
    "doubling time.",
)
def _text_span(span: Any) -> Any:
    return span


@orders_time.misconception(
    "one-doubling-per-order",
    "Here one doubling makes an order of magnitude. An order of magnitude is a factor of ten.",
)
def _per_order(demand_doubling: Any, orders: Any) -> Any:
    return demand_doubling * orders


@orders_time.misconception(
    "ln-two-only",
    "Here an order of magnitude is a factor of e. It is a factor of ten.",
)
def _e_per_order(demand_doubling: Any, orders: Any) -> Any:
    return demand_doubling * orders / np.log(2)


@orders_time.misconception(
    "five-doublings-per-order",
    "Here an order of magnitude takes five doublings, as if each added two. Each multiplies by two.",
)
def _five_doublings(demand_doubling: Any, orders: Any) -> Any:
    return demand_doubling * orders * 5


@orders_time.misconception(
    "log-of-two",
    "The logarithm of two multiplies here; an order takes more than one doubling, so it divides.",
)
def _log_times(demand_doubling: Any, orders: Any) -> Any:
    return demand_doubling * orders * np.log10(2)


# ------------------------------------------------------------------------- I8.6: what the caption makes of it


@exercise(
    "caption_orders",
    bank="I8.6",
    rtol=0.01,
    scenario="scale",
    objective=(2, 5),
    bloom="Evaluate",
    anchors=_COMPUTE,
    title="How many orders of magnitude?",
    prompt=(
        "By how many orders of magnitude (powers of ten) did training compute grow from the first model to "
        "the last? A plain number, not rounded to a whole one."
    ),
    neighbours=("effective_orders",),
)
def caption_orders(first_ops: Any, last_ops: Any) -> Any:
    """Return the logarithm of the growth."""
    return np.log10(last_ops / first_ops)


@caption_orders.misconception(
    "caption",
    "This is what the caption claims. Compute it from the two models' training compute.",
)
def _claimed(claimed_orders: Any) -> Any:
    return claimed_orders


@caption_orders.misconception(
    "whole-orders",
    "This is rounded to a whole number, which hides a part of the growth. Keep the decimals.",
)
def _whole(first_ops: Any, last_ops: Any) -> Any:
    return np.round(np.log10(last_ops / first_ops))


# ------------------------------------------------------------------------ I8.7, I8.8: slopes on a log axis


@exercise(
    "trend_doubling",
    bank="I8.7",
    unit="month",
    rtol=0.01,
    scenario="trend_line",
    objective=5,
    bloom="Apply",
    anchors=_COMPUTE,
    title="Doubling time of a trend line",
    prompt=(
        "A trend line is straight on a logarithmic axis, and climbs the given orders of magnitude in the "
        "given time. What is its doubling time, not rounded?"
    ),
)
def trend_doubling(orders: Any, span: Any) -> Any:
    """Return the time over the number of doublings."""
    return span / np.log2(10**orders)


@trend_doubling.misconception(
    "months-per-order",
    "This is the time for one order of magnitude, a factor of ten. The question asks for a factor of two.",
)
def _order_not_doubling(orders: Any, span: Any) -> Any:
    return span / orders


@trend_doubling.misconception(
    "ln-with-log10",
    "The natural logarithm of two is combined with a slope in powers of ten. Use one base for both.",
)
def _mixed(orders: Any, span: Any) -> Any:
    return span / orders * np.log(2)


@trend_doubling.misconception(
    "legend",
    "This is the rounded figure of the legend. Compute it from the slope.",
)
def _legend(legend: Any) -> Any:
    return legend


@trend_doubling.misconception(
    "slope-inverted",
    "The slope is upside down: orders of magnitude per time, where a time per order is needed.",
)
def _slope(orders: Any, span: Any) -> Any:
    return orders / span * np.log10(2) * Q_(1, "year") ** 2


@trend_doubling.misconception(
    "linear",
    "Here a doubling takes a fifth of an order, as on a linear axis. On a logarithmic axis it takes log10 2.",
)
def _fifth(orders: Any, span: Any) -> Any:
    return span / orders / 5


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
    anchors=_COMPUTE,
    title="Doubling time of all points",
    prompt=(
        "Fit a straight line by least squares to log10 of training_flop against year, for all rows of "
        "data.training_compute(). What is the doubling time of that line?"
    ),
    neighbours=("trend_doubling",),
)
def fitted_doubling() -> Any:
    """Return the doubling time of a fit to all points."""
    return Q_(_doubling()[0], "month")


@fitted_doubling.misconception(
    "one-era", "This fits the models of the Deep Learning era alone. Use all rows of the table."
)
def _early() -> Any:
    return Q_(_doubling("Deep Learning")[0], "month")


@fitted_doubling.misconception(
    "one-era", "This fits the models of the Large Scale era alone. Use all rows of the table."
)
def _late() -> Any:
    return Q_(_doubling("Large Scale")[0], "month")


@fitted_doubling.misconception(
    "months-per-order",
    "This is the time for one order of magnitude, a factor of ten. The question asks for a factor of two.",
)
def _per_ten() -> Any:
    return Q_(_doubling()[1], "month")


@fitted_doubling.misconception(
    "ln-with-log10",
    "The natural logarithm of two is combined with a slope in powers of ten. Use one base for both.",
)
def _mixed_bases() -> Any:
    return Q_(_doubling()[1] * float(np.log(2)), "month")


@fitted_doubling.misconception(
    "chapter-trend",
    "This is the doubling time of the dashed line that the chapter draws. It is not a fit to the points.",
)
def _drawn() -> Any:
    return Q_(12 * float(np.log10(2)) * 12 / 7, "month")


@fitted_doubling.misconception(
    "two-points",
    "This joins the first and the last point. A fit uses all of them.",
)
def _ends() -> Any:
    from mlsys_course import data, figures

    frame: Any = data.training_compute()
    ends = frame.iloc[[0, -1]]
    return Q_(figures.fit_growth(ends["year"], ends["training_flop"]).doubling_months, "month")


@fitted_doubling.misconception(
    "slope-not-time",
    "This is the growth in orders of magnitude a year. The question asks for the time of a doubling.",
)
def _slope_only() -> Any:
    return Q_(12 / _doubling()[1], "month")


# ------------------------------------------------------------------------------- I8.11: effective compute


@exercise(
    "effective_orders",
    bank="I8.11",
    rtol=0.004,
    scenario="scale",
    objective=(5, 2),
    bloom="Evaluate",
    anchors=(_SECTION, _COMPUTE, "fig-algo-efficiency"),
    title="Growth of effective compute",
    prompt=(
        "Training compute grew from the first model to the last, and an operation of the last year does the "
        "work of the given number of the first year's. By how many orders of magnitude did effective compute "
        "grow, counted in operations of the first year? A plain number."
    ),
    neighbours=("caption_orders",),
)
def effective_orders(first_ops: Any, last_ops: Any, gain: Any) -> Any:
    """Return the logarithm of growth times gain."""
    return np.log10(last_ops / first_ops * gain)


@effective_orders.misconception(
    "gain-divided",
    "Here the gain is divided out. Better algorithms make each operation worth more, so they multiply.",
)
def _divided(first_ops: Any, last_ops: Any, gain: Any) -> Any:
    return np.log10(last_ops / first_ops / gain)


@effective_orders.misconception(
    "gain-added-to-orders",
    "The gain is added to orders of magnitude, but it is a factor: its logarithm is to be added.",
)
def _plain_sum(first_ops: Any, last_ops: Any, gain: Any) -> Any:
    return np.log10(last_ops / first_ops) + gain


@effective_orders.misconception(
    "logs-multiplied",
    "The two logarithms are multiplied. Factors multiply, their logarithms add.",
)
def _product(first_ops: Any, last_ops: Any, gain: Any) -> Any:
    return np.log10(last_ops / first_ops) * np.log10(gain)


@effective_orders.misconception(
    "caption",
    "This is the caption's claim, of the chapter's figure or with the gain on top. Use the two models' "
    "training compute.",
)
def _caption(claimed_orders: Any) -> Any:
    return claimed_orders


@effective_orders.misconception(
    "caption",
    "This is the caption's claim, of the chapter's figure or with the gain on top. Use the two models' "
    "training compute.",
)
def _caption_and_gain(claimed_orders: Any, gain: Any) -> Any:
    return claimed_orders + np.log10(gain)


@effective_orders.misconception(
    "gain-left-out",
    "This is the growth of training compute alone; the gain of the algorithms comes on top.",
)
def _no_gain(first_ops: Any, last_ops: Any) -> Any:
    return np.log10(last_ops / first_ops)
