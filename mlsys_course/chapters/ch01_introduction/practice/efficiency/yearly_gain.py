"""I8.2: by which factor algorithms improve in a year."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "yearly_gain",
    bank="I8.2",
    rtol=0.005,
    scenario="algorithmic_gain",
    objective=5,
    bloom="Apply",
    anchors=("sec-introduction-efficiency-framework-8dd4", "fig-algo-efficiency"),
    title="A year of better algorithms",
    prompt=(
        "The compute that a task needs halves in the published time, again and again. By what factor does "
        "efficiency grow in one year? A plain number."
    ),
)
def yearly_gain(halving):
    """Return two to the number of halvings in a year."""
    return 2 ** (Q_(1, "year") / halving)


yearly_gain.misconception(
    "linear-halves",
    "You let every halving take away the same amount. It takes half of what is left.",
    lambda halving: Q_(1, "year") / halving / 2,
)

yearly_gain.misconception(
    "exponent-inverted",
    "Your exponent is upside down. It counts how many halvings fit into a year.",
    lambda halving: 2 ** (halving / Q_(1, "year")),
)

yearly_gain.misconception(
    "linear-growth",
    "You let efficiency grow in a straight line within a halving time. Growth multiplies.",
    lambda halving: 1 + Q_(1, "year") / halving,
)

yearly_gain.misconception(
    "e-for-two",
    "You use the base e. A halving has the base two.",
    lambda halving: np.exp(Q_(1, "year") / halving),
)

yearly_gain.misconception(
    "compute-not-efficiency",
    "This is the share of the compute still needed after a year. Efficiency is its reciprocal.",
    lambda halving: 2 ** (-Q_(1, "year") / halving),
)

yearly_gain.misconception(
    "number-of-halvings",
    "This is how many halvings fit into a year. Each of them doubles the efficiency.",
    lambda halving: Q_(1, "year") / halving,
)

yearly_gain.answers(
    right=[
        "2 ** (Q_(1, 'year') / q.halving)",
        "2 ** (12 / q.halving.to('month').magnitude)",
        "1 / 0.5 ** (12 / q.halving.to('month').magnitude)",
        "1.6818",
        "1.68",
    ],
    wrong={
        "linear-halves": ["0.375"],
        "exponent-inverted": ["2 ** (q.halving.to('month').magnitude / 12)", "2.5198"],
        "linear-growth": ["1.75"],
        "e-for-two": ["2.117"],
        "compute-not-efficiency|inverted": ["0.5946"],
        "number-of-halvings": ["0.75"],
        "unit:time": ["q.halving"],
        "value:none": ["None"],
    },
)
