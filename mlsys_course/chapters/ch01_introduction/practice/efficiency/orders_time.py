"""I8.5: how long it takes to grow by some orders of magnitude."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "orders_time",
    bank="I8.5",
    unit="year",
    rtol=0.01,
    scenario="demand",
    objective=5,
    bloom="Apply",
    anchors="sec-introduction-efficiency-framework-8dd4",
    title="How long do the orders of magnitude take?",
    prompt=(
        "Training compute is said to have grown by the given number of orders of magnitude. How long does "
        "that take at the given doubling time?"
    ),
)
def orders_time(demand_doubling, orders):
    """Return doublings times the time of one."""
    return demand_doubling * np.log2(10**orders)


orders_time.misconception(
    "text-span",
    "This is the time over which both are watched. Compute the time from the doubling time.",
    lambda span: span,
)

orders_time.misconception(
    "one-doubling-per-order",
    "You take one doubling for an order of magnitude. An order of magnitude is a factor of ten.",
    lambda demand_doubling, orders: demand_doubling * orders,
)

orders_time.misconception(
    "ln-two-only",
    "You take an order of magnitude as a factor of e. It is a factor of ten.",
    lambda demand_doubling, orders: demand_doubling * orders / np.log(2),
)

orders_time.misconception(
    "five-doublings-per-order",
    "You take five doublings for an order of magnitude, as if each added two. Each one multiplies by two.",
    lambda demand_doubling, orders: demand_doubling * orders * 5,
)

orders_time.misconception(
    "log-of-two",
    "You multiply by the logarithm of two. An order of magnitude takes more than one doubling: divide.",
    lambda demand_doubling, orders: demand_doubling * orders * np.log10(2),
)

orders_time.answers(
    right=[
        "q.orders * q.demand_doubling / np.log10(2)",
        "(q.demand_doubling * math.log2(10) * q.orders).to('year')",
        "Q_(4.7061, 'year')",
        "Q_(56.5, 'month')",
        "Q_(1718.9, 'day')",
    ],
    wrong={
        "text-span": ["q.span", "Q_(6, 'year')"],
        "one-doubling-per-order|log:log10": ["q.orders * q.demand_doubling", "Q_(1.4167, 'year')"],
        "ln-two-only": ["Q_(2.0438, 'year')"],
        "five-doublings-per-order": ["5 * q.orders * q.demand_doubling"],
        "log-of-two": ["q.orders * q.demand_doubling * np.log10(2)"],
        "scale:12|unit:label": ["Q_(56.473, 'year')"],
        "unit:missing": ["4.7061"],
        "value:none": ["None"],
    },
)
