"""I8.3: by which factor the demand for compute grows in a year."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "yearly_demand",
    bank="I8.3",
    rtol=0.01,
    scenario="demand",
    objective=5,
    bloom="Apply",
    anchors=("sec-introduction-efficiency-framework-8dd4", "fn-moores-law"),
    title="A year of growing demand",
    prompt=(
        "Training compute doubles again and again, in the given doubling time. By what factor does it grow "
        "in one year? A plain number."
    ),
)
def yearly_demand(demand_doubling):
    """Return two to the number of doublings in a year."""
    return 2 ** (Q_(1, "year") / demand_doubling)


yearly_demand.misconception(
    "number-of-doublings",
    "This is how many doublings fit into a year. Each of them multiplies by two.",
    lambda demand_doubling: Q_(1, "year") / demand_doubling,
)

yearly_demand.misconception(
    "twice-the-doublings",
    "This is twice the number of doublings. Raise two to the number of doublings.",
    lambda demand_doubling: 2 * (Q_(1, "year") / demand_doubling),
)

yearly_demand.misconception(
    "ratio-of-doubling-times",
    "This compares two doubling times. The question is about the growth of training compute in one year.",
    lambda demand_doubling, chip_doubling: chip_doubling / demand_doubling,
)

yearly_demand.misconception(
    "growth-less-one",
    "You subtracted the old amount. A growth factor includes it.",
    lambda demand_doubling: 2 ** (Q_(1, "year") / demand_doubling) - 1,
)

yearly_demand.misconception(
    "e-for-two",
    "You use the base e. A doubling has the base two.",
    lambda demand_doubling: np.exp(Q_(1, "year") / demand_doubling),
)

yearly_demand.misconception(
    "exponent-inverted",
    "Your exponent is upside down. It counts how many doublings fit into a year.",
    lambda demand_doubling: 2 ** (demand_doubling / Q_(1, "year")),
)

yearly_demand.answers(
    right=[
        "2 ** (Q_(1, 'year') / q.demand_doubling)",
        "2 ** (12 / q.demand_doubling.to('month').magnitude)",
        "math.exp(math.log(2) * 12 / q.demand_doubling.to('month').magnitude)",
        "11.547",
        "11.5",
    ],
    wrong={
        "ratio-of-doubling-times|twice-the-doublings": ["7.0588"],
        "number-of-doublings": ["Q_(1, 'year') / q.demand_doubling", "3.5294"],
        "growth-less-one": ["10.547"],
        "e-for-two": ["np.exp(12 / q.demand_doubling.to('month').magnitude)"],
        "exponent-inverted": ["2 ** (q.demand_doubling.to('month').magnitude / 12)"],
        "unit:time": ["q.demand_doubling"],
        "value:none": ["None"],
    },
)
