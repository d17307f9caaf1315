"""I4.13: how far model and dataset may grow together."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "growth_together",
    bank="I4.13",
    rtol=0.004,
    scenario="next_budget",
    objective=1,
    bloom="Analyze",
    anchors="eq-cost-scaling",
    title="Model and dataset grow together",
    prompt=(
        "The hardware becomes more efficient by a factor, and the project gets a larger budget. Model and "
        "dataset both grow by the same factor, until the whole new budget is spent. What is that factor? A "
        "plain number."
    ),
)
def growth_together(hardware, budget):
    """Return the square root of what is to be had: the factor stands in the cost twice."""
    return np.sqrt(hardware * budget)


growth_together.misconception(
    "one-of-two",
    "That is how far one of the two may grow while the other stays the same. Here both grow, and the cost "
    "has both as factors.",
    lambda hardware, budget: hardware * budget,
)

growth_together.misconception(
    "halved",
    "You halve the factor. Factors multiply: each of two equal ones is the square root.",
    lambda hardware, budget: hardware * budget / 2,
)

growth_together.misconception(
    "squared",
    "You square. The cost grows with the square, but this question gives you the cost: take its root.",
    lambda hardware, budget: (hardware * budget) ** 2,
)

growth_together.misconception(
    "root-of-sum",
    "You add the two factors. Better hardware multiplies what the budget buys.",
    lambda hardware, budget: np.sqrt(hardware + budget),
)

growth_together.misconception(
    "hardware-in-the-numerator",
    "You divide the budget by the hardware's factor. More efficient hardware makes the same run cheaper, "
    "so you can afford more of it.",
    lambda hardware, budget: np.sqrt(budget / hardware),
)

growth_together.answers(
    right=[
        "np.sqrt(q.hardware * q.budget)",
        "(q.hardware * q.budget) ** 0.5",
        "math.sqrt(q.hardware * q.budget)",
        "3.873",
        "Q_(3.873, '')",
    ],
    wrong={
        "one-of-two": ["q.hardware * q.budget", "15"],
        "halved": ["q.hardware * q.budget / 2", "7.5"],
        "squared": ["(q.hardware * q.budget) ** 2", "225"],
        "root-of-sum": ["np.sqrt(q.hardware + q.budget)"],
        "hardware-in-the-numerator": ["np.sqrt(q.budget / q.hardware)"],
        "dropped:budget": ["np.sqrt(q.hardware)", "2.236"],
        "dropped:hardware": ["np.sqrt(q.budget)", "1.732"],
        "value:text": ["'3.87 times'"],
        "value:none": ["None"],
    },
)
