"""I2.3: the certainty factor of two rules that agree."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "combined_support",
    bank="I2.3",
    rtol=0.002,
    scenario="two_rules",
    objective=2,
    bloom="Apply",
    anchors="sec-introduction-expert-systems-era-knowledge-bottleneck-f928",
    title="Two rules that agree",
    prompt=(
        "The first and the second rule both support the hypothesis. What is their combined certainty factor?"
    ),
    neighbours=("conflicting_support",),
)
def combined_support(first, second):
    """Return the first factor, and the second's part of the doubt that is left."""
    return first + second * (1 - first)


combined_support.misconception(
    "sum",
    "You add the two factors, which may give more than certainty. The second rule removes only part of "
    "the doubt that the first one leaves.",
    lambda first, second: first + second,
)

combined_support.misconception(
    "mean",
    "This is the mean. A second rule that agrees would make you less certain.",
    lambda first, second: (first + second) / 2,
)

combined_support.misconception(
    "product",
    "This is the product. Two rules that agree would make you less certain than one.",
    lambda first, second: first * second,
)

combined_support.misconception(
    "maximum",
    "This is the larger of the two factors. The other rule must count, too.",
    lambda first, second: np.maximum(first, second),
)

combined_support.misconception(
    "doubt",
    "This is the doubt that both rules leave. Subtract it from 1.",
    lambda first, second: (1 - first) * (1 - second),
)

combined_support.answers(
    right=[
        "q.first + q.second * (1 - q.first)",
        "q.first + q.second - q.first * q.second",
        "1 - (1 - q.first) * (1 - q.second)",
        "0.88",
        "Q_(88, 'percent')",
        "Fraction(88, 100)",
    ],
    wrong={
        "sum": ["q.first + q.second", "1.3"],
        "mean": ["(q.first + q.second) / 2", "0.65"],
        "product": ["q.first * q.second", "0.42"],
        "maximum": ["np.maximum(q.first, q.second)", "0.7"],
        "doubt": ["(1 - q.first) * (1 - q.second)", "0.12"],
        "neighbour:conflicting_support": ["0.5"],
        "scale:100": ["88"],
    },
)
