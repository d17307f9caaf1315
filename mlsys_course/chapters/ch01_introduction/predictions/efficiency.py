"""Questions to predict in the lesson on efficiency."""

from __future__ import annotations

import math
from typing import Any

from mlsys_course.chapters.ch01_introduction import figures
from mlsys_course.questions import question
from mlsys_course.units import Q_


def _growth_in(years: float) -> tuple[float, float]:
    """Return what demand and chips grow by in so many years, at the text's two doubling times."""
    from mlsys_course import constants, laws

    time = Q_(years, "year")
    demand = laws.growth_factor(time, constants.AI_COMPUTE_DOUBLING_TIME.quantity)
    return float(demand), float(laws.growth_factor(time, constants.MOORE_DOUBLING_TIME.quantity))


@question(
    "doubling-until-mobilenet",
    "From AlexNet to MobileNet-v1, how many months did the efficiency take to double?",
    unit="month",
    topic="growth",
    explanation=(
        "A doubling time is the time that passed, divided by the number of doublings in it. Two points are "
        "enough, if you say which two."
    ),
)
def doubling_until_mobilenet() -> Any:
    """Take the two points of the chapter's table."""
    from mlsys_course import data, laws

    networks = data.algorithmic_efficiency()
    first, some = networks.iloc[0], networks.set_index("model").loc["MobileNet-v1"]
    elapsed = Q_(some["year"] - first["year"], "year")
    return laws.doubling_time(first["efficiency_factor"], some["efficiency_factor"], elapsed).to("month")


@question(
    "steps-that-go-backwards",
    "How many of the nine steps go backwards?",
    unit="steps",
    possible=(0, 9),
    topic="evidence",
    explanation=(
        "VGG-11 needs more than AlexNet: it was built to be accurate, not to be cheap. The trend belongs "
        "to the best networks designed for efficiency, not to every new one."
    ),
)
def steps_that_go_backwards() -> int:
    """Count the networks that need more than the one before."""
    from mlsys_course import data

    factor = data.algorithmic_efficiency()["efficiency_factor"]
    return int((factor / factor.shift() < 1).sum())


@question(
    "from-alexnet-to-palm",
    "From AlexNet to PaLM: how many orders of magnitude?",
    unit="orders",
    topic="growth",
    explanation=(
        "Compute the orders of magnitude from the points, and keep the decimals. On a logarithmic axis a "
        "factor of six looks small. In money it is the difference between one such run and six."
    ),
    within=0.02,
    told="6.32 is a number of orders",
)
def from_alexnet_to_palm() -> float:
    """Compare the two points of the chapter's figure."""
    from mlsys_course import data

    runs = data.training_compute().set_index("model")["training_flop"]
    return float(figures.orders_of_magnitude(runs["AlexNet"], runs["PaLM"]))


@question(
    "four-years-of-doubling",
    "At the text's doubling time, how many orders of magnitude do four years give?",
    unit="orders",
    topic="growth",
    explanation="The text speaks of five orders in six years. Two more years are to come.",
    within=0.05,
)
def four_years_of_doubling() -> float:
    """Return the logarithm of the growth in four years."""
    return math.log10(_growth_in(4)[0])


@question(
    "demand-over-chips",
    "By what factor does demand outgrow chips in four years?",
    unit="times",
    topic="growth",
    explanation=(
        "The ratio of the doubling times says how many times as often demand doubles, and each of these "
        "doublings multiplies. Compare growth with growth, over a time that you name."
    ),
)
def demand_over_chips() -> float:
    """Divide the one growth by the other."""
    demand, chips = _growth_in(4)
    return demand / chips


@question(
    "price-of-the-largest-run",
    "Algorithms improve twice as fast, and demand grows as before. What happens to the price of the "
    "largest run?",
    choices=["it halves", "it falls a little", "it does not change"],
    topic="growth",
    experiment="Turn only the second knob of the explorer below, then compare.",
    explanation=(
        "In this model, demand does not care what a result costs. In the real world it does: when a result "
        "becomes cheaper, more people want it, and those who paid before buy a larger one. Economists have "
        "known this since Jevons and coal."
    ),
)
def price_of_the_largest_run() -> str:
    """Let algorithms double in half the time."""
    from mlsys_course.chapters.ch01_introduction.widgets.efficiency import appetite

    chips, demand = Q_(24, "month"), Q_(6, "month")
    slow, fast = (appetite(demand, Q_(months, "month"), chips).largest_run(1) for months in (16, 8))
    if math.isclose(slow, fast):
        return "it does not change"
    return "it halves" if fast <= slow / 2 else "it falls a little"
