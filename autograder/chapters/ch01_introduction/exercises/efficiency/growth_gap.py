"""I8.4: by which factor compute outgrew Moore's law."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "growth_gap",
    bank="I8.4",
    rtol=0.02,
    points=2,
    scenario="demand",
    objective=5,
    bloom="Apply",
    anchors=("sec-introduction-efficiency-framework-8dd4", "efficiency-gains", "fn-moores-law"),
    title="Faster than Moore's law, by what factor?",
    neighbours=("moore_growth",),
)
def growth_gap(demand_doubling, chip_doubling, span):
    """Return growth over growth."""
    return 2 ** (span / demand_doubling) / 2 ** (span / chip_doubling)


growth_gap.misconception(
    "ratio-of-doubling-times",
    "You divide one doubling time by the other, which compares how often the two double. Compare what "
    "they have grown to.",
    lambda demand_doubling, chip_doubling: chip_doubling / demand_doubling,
)

growth_gap.misconception(
    "ratio-to-the-years",
    "You raise the ratio of the doubling times to the number of years, as if it were the gap of one year."
    " Compute both growth factors first.",
    lambda demand_doubling, chip_doubling, span: (chip_doubling / demand_doubling) ** (span / Q_(1, "year")),
)

growth_gap.misconception(
    "moore-not-divided-out",
    "This is the growth of training compute, with that of chips left out or subtracted. Divide by the "
    "growth of chips over the same time.",
    lambda demand_doubling, span: 2 ** (span / demand_doubling),
)

growth_gap.misconception(
    "claimed-orders",
    "This is the growth that training compute is said to have had. Compute both growth factors from the "
    "doubling times and the span.",
    lambda orders: 10**orders,
)

growth_gap.misconception(
    "claimed-orders",
    "You start from the growth that training compute is said to have had. Compute it from the doubling "
    "time and the span.",
    lambda orders, chip_doubling, span: 10**orders / 2 ** (span / chip_doubling),
)

growth_gap.misconception(
    "exponents-divided",
    "You divide one number of doublings by the other and raise two to that. Raise two to each number "
    "first, then divide.",
    lambda demand_doubling, chip_doubling: 2 ** (chip_doubling / demand_doubling),
)

growth_gap.misconception(
    "number-of-doublings",
    "You compare numbers of doublings. Each doubling multiplies by two, so compare the growth factors.",
    lambda demand_doubling, chip_doubling, span: span / demand_doubling - span / chip_doubling,
)

growth_gap.misconception(
    "e-for-two",
    "You multiply by e in each doubling time. Multiply by two.",
    lambda demand_doubling, chip_doubling, span: (
        np.exp(span / demand_doubling) / np.exp(span / chip_doubling)
    ),
)

growth_gap.answers(
    right=[
        "2 ** (q.span / q.demand_doubling) / 2 ** (q.span / q.chip_doubling)",
        "2 ** ((q.span / q.demand_doubling - q.span / q.chip_doubling).to('').magnitude)",
        "months = q.span.to('month').magnitude\n"
        "compute = 2 ** (months / q.demand_doubling.to('month').magnitude)\n"
        "growth_gap = compute / 2 ** (months / q.chip_doubling.to('month').magnitude)",
        "296253.1",
        "2.96e5",
        "296_000",
    ],
    wrong={
        "ratio-of-doubling-times": ["q.chip_doubling / q.demand_doubling", "7.0588", "7.1"],
        "moore-not-divided-out|difference-for-ratio": [
            "2 ** (q.span / q.demand_doubling)",
            "2 ** (q.span / q.demand_doubling) - 2 ** (q.span / q.chip_doubling)",
            "2370024.6",
        ],
        "ratio-to-the-years": ["(24 / 3.4) ** 6", "123706.9"],
        "inverted|inverted:chip_doubling": [
            "2 ** (q.span / q.chip_doubling) / 2 ** (q.span / q.demand_doubling)"
        ],
        "number-of-doublings": ["q.span / q.demand_doubling - q.span / q.chip_doubling", "18.18"],
        "exponents-divided": ["2 ** (q.chip_doubling / q.demand_doubling)", "133.3"],
        "claimed-orders": ["10**q.orders", "1e5", "10**q.orders / 2 ** (q.span / q.chip_doubling)", "12500"],
        "e-for-two": ["np.exp(q.span / q.demand_doubling) / np.exp(q.span / q.chip_doubling)"],
        "unit:time": ["q.span"],
        "value:text": ["'300,000 times'"],
        "value:none": ["None"],
    },
)
