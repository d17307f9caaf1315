"""Graded keys of the section on the efficiency framework: the answers that are numbers."""

from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_

_SECTION = "sec-introduction-efficiency-framework-8dd4"
_ALGORITHMS = "fig-algo-efficiency"
_COMPUTE = "fig-ai-training-compute-growth"

# ----------------------------------------------------------------------------- I8.1: pace of the algorithms


@exercise(
    "efficiency_doubling",
    bank="I8.1",
    unit="month",
    rtol=0.015,
    points=2,
    scenario="algorithmic_gain",
    objective=5,
    bloom="Analyze",
    anchors=(_ALGORITHMS, _SECTION),
    title="Doubling time of algorithmic efficiency",
    prompt=(
        "Efficiency grows by the given gain between the first and the last network. Use the time that really "
        "lies between the two. In which time does efficiency double, when it grows exponentially?"
    ),
)
def efficiency_doubling(gain: Any, span: Any) -> Any:
    """Return the time over the number of doublings."""
    return span / np.log2(gain)


@efficiency_doubling.misconception(
    "claimed-span",
    "This spreads the gain over the time that the text speaks of. First and last network lie less far apart.",
)
def _claimed(gain: Any, claimed_span: Any) -> Any:
    return claimed_span / np.log2(gain)


@efficiency_doubling.misconception(
    "published-fit",
    "This is the published time, which was fitted to many networks. The question asks for what the first and "
    "the last network alone give.",
)
def _published(halving: Any) -> Any:
    return halving


@efficiency_doubling.misconception(
    "half-the-gain",
    "Here half of the gain is taken for the number of doublings. Each doubling multiplies by two: how "
    "many twos "
    "multiply to the gain?",
)
def _half(gain: Any, span: Any) -> Any:
    return 2 * span / gain


# ---------------------------------------------------------------- I8.4: a ratio of times, a ratio of growths


@exercise(
    "growth_gap",
    bank="I8.4",
    rtol=0.02,
    points=2,
    scenario="demand",
    objective=5,
    bloom="Analyze",
    anchors=(_SECTION, "efficiency-gains", "fn-moores-law"),
    title="Faster than Moore's law, by which factor?",
    prompt=(
        "Training compute and chips grow over the same time, each with its doubling time. How many times the "
        "growth factor of chips is the growth factor of training compute? A plain number."
    ),
    neighbours=("moore_growth",),
)
def growth_gap(demand_doubling: Any, chip_doubling: Any, span: Any) -> Any:
    """Return growth over growth."""
    return 2 ** (span / demand_doubling) / 2 ** (span / chip_doubling)


@growth_gap.misconception(
    "ratio-of-doubling-times",
    "This divides one doubling time by the other: it compares how often the two double. The question "
    "compares what they have grown to, so double as often as each of them does.",
)
def _times(demand_doubling: Any, chip_doubling: Any) -> Any:
    return chip_doubling / demand_doubling


@growth_gap.misconception(
    "ratio-to-the-years",
    "Here the ratio of the doubling times is raised to the number of years, as if it were the gap of one "
    "year. Compute both growth factors first.",
)
def _power(demand_doubling: Any, chip_doubling: Any, span: Any) -> Any:
    return (chip_doubling / demand_doubling) ** (span / Q_(1, "year"))


@growth_gap.misconception(
    "moore-not-divided-out",
    "This is the growth of training compute alone, or with that of chips subtracted, which hardly shows. "
    "Divide it by what chips have grown in the same time.",
)
def _alone(demand_doubling: Any, span: Any) -> Any:
    return 2 ** (span / demand_doubling)


@growth_gap.misconception(
    "claimed-orders",
    "This is the growth that training compute is said to have had. The question gives doubling times and a "
    "span: compute both growth factors from those.",
)
def _claimed_orders(orders: Any) -> Any:
    return 10**orders


@growth_gap.misconception(
    "claimed-orders",
    "This begins with the growth that training compute is said to have had. The question gives its doubling "
    "time and a span: compute the growth factor from those.",
)
def _claimed_orders_over_chips(orders: Any, chip_doubling: Any, span: Any) -> Any:
    return 10**orders / 2 ** (span / chip_doubling)


@growth_gap.misconception(
    "exponents-divided",
    "Here one number of doublings is divided by the other, and two is raised to that. Raise two to each of "
    "them first, then divide.",
)
def _exponents_divided(demand_doubling: Any, chip_doubling: Any) -> Any:
    return 2 ** (chip_doubling / demand_doubling)


@growth_gap.misconception(
    "number-of-doublings",
    "This compares, or subtracts, numbers of doublings. Each doubling multiplies by two.",
)
def _doublings(demand_doubling: Any, chip_doubling: Any, span: Any) -> Any:
    return span / demand_doubling - span / chip_doubling


@growth_gap.misconception(
    "e-for-two",
    "Here each doubling time multiplies by e. It multiplies by two.",
)
def _e(demand_doubling: Any, chip_doubling: Any, span: Any) -> Any:
    return np.exp(span / demand_doubling) / np.exp(span / chip_doubling)


# -------------------------------------------------------------------------- I8.10: what chips do not explain


@exercise(
    "beyond_moore",
    bank="I8.10",
    rtol=0.01,
    points=2,
    scenario="scale",
    objective=(5, 2),
    bloom="Evaluate",
    anchors=(_COMPUTE, _SECTION, "fn-moores-law"),
    title="What Moore's law leaves unexplained",
    prompt=(
        "Moore's law explains a part of the growth from the first model's training compute to the last "
        "one's. Which factor is left, for more and more specialised devices, longer runs and higher "
        "utilisation?"
    ),
    neighbours=("moore_growth",),
)
def beyond_moore(first_ops: Any, last_ops: Any, span: Any, chip_doubling: Any) -> Any:
    """Divide the growth by what chips contribute."""
    return last_ops / first_ops / 2 ** (span / chip_doubling)


@beyond_moore.misconception(
    "moore-not-divided-out",
    "This is the whole growth. Moore's law explains a factor of it; divide by that.",
)
def _whole_growth(first_ops: Any, last_ops: Any) -> Any:
    return last_ops / first_ops


@beyond_moore.misconception(
    "caption",
    "This begins with the growth that the caption claims. Use the two models' training compute.",
)
def _from_caption(claimed_orders: Any, span: Any, chip_doubling: Any) -> Any:
    return 10**claimed_orders / 2 ** (span / chip_doubling)


@beyond_moore.misconception(
    "caption",
    "This is the growth that the caption claims. Use the two models' training compute, and divide by what "
    "chips contribute.",
)
def _caption_alone(claimed_orders: Any) -> Any:
    return 10**claimed_orders


@beyond_moore.misconception(
    "number-of-doublings",
    "This divides by the number of doublings. Each of them multiplies by two.",
)
def _by_doublings(first_ops: Any, last_ops: Any, span: Any, chip_doubling: Any) -> Any:
    return last_ops / first_ops / (span / chip_doubling)


@beyond_moore.misconception(
    "doubles-yearly",
    "Here chips double every year. Moore's law has a longer doubling time.",
)
def _yearly(first_ops: Any, last_ops: Any, span: Any) -> Any:
    return last_ops / first_ops / 2 ** (span / Q_(1, "year"))


@beyond_moore.misconception(
    "orders-not-factor",
    "This is the logarithm of what is left. The question asks for the factor itself.",
)
def _orders(first_ops: Any, last_ops: Any, span: Any, chip_doubling: Any) -> Any:
    return np.log10(last_ops / first_ops / 2 ** (span / chip_doubling))


@beyond_moore.misconception(
    "inverted",
    "The fraction is upside down: the last model needed more compute than the first.",
)
def _inverted(first_ops: Any, last_ops: Any, span: Any, chip_doubling: Any) -> Any:
    return 2 ** (span / chip_doubling) / (last_ops / first_ops)
