"""I2.5: the certainty factor of two rules that conflict."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "conflicting_support",
    bank="I2.5",
    rtol=0.002,
    scenario="two_rules",
    objective=2,
    bloom="Apply",
    anchors="sec-introduction-expert-systems-era-knowledge-bottleneck-f928",
    title="Two rules that conflict",
    prompt=(
        "The first rule supports the hypothesis, another one argues against it. Combine the two by the "
        "rule of later MYCIN and EMYCIN: their sum over 1 minus the smaller magnitude."
    ),
    neighbours=("combined_support",),
)
def conflicting_support(first, against):
    """Return the sum over one less the smaller magnitude."""
    return (first + against) / (1 - np.minimum(np.abs(first), np.abs(against)))


conflicting_support.misconception(
    "first-mycin",
    "You add the two factors, as the first MYCIN did. The later rule also divides by 1 minus the smaller "
    "magnitude.",
    lambda first, against: first + against,
)

conflicting_support.misconception(
    "same-sign-formula",
    "You use the formula for two rules that agree. These two have unlike signs.",
    lambda first, against: first + against * (1 - first),
)

conflicting_support.misconception(
    "product",
    "You multiply the two factors. Divide their sum by 1 minus the smaller magnitude.",
    lambda first, against: first * against,
)

conflicting_support.misconception(
    "mean",
    "This is the mean of the two factors. Divide their sum by 1 minus the smaller magnitude.",
    lambda first, against: (first + against) / 2,
)

conflicting_support.misconception(
    "larger-magnitude",
    "Your denominator takes the larger magnitude. Take the smaller one.",
    lambda first, against: (first + against) / (1 - np.maximum(np.abs(first), np.abs(against))),
)

conflicting_support.misconception(
    "sign-in-minimum",
    "Your denominator takes the smaller number with its sign. Take the smaller magnitude.",
    lambda first, against: (first + against) / (1 - np.minimum(first, against)),
)

conflicting_support.misconception(
    "magnitudes-added",
    "You lose the sign of the rule that argues against. It must lower the certainty.",
    lambda first, against: first - against * (1 - first),
)

_LOWER = "np.minimum(np.abs(q.first), np.abs(q.against))"

conflicting_support.answers(
    right=[
        f"(q.first + q.against) / (1 - {_LOWER})",
        "(q.first + q.against) / (1 - min(abs(q.first), abs(q.against)))",
        "0.5",
        "Q_(50, 'percent')",
        (
            "belief, disbelief = q.first, -q.against\n"
            "conflicting_support = (belief - disbelief) / (1 - min(belief, disbelief))"
        ),
    ],
    wrong={
        "first-mycin": ["q.first + q.against", "0.3"],
        "same-sign-formula": ["q.first + q.against * (1 - q.first)", "0.58"],
        "product": ["q.first * q.against", "-0.28"],
        "mean": ["(q.first + q.against) / 2", "0.15"],
        "larger-magnitude": ["(q.first + q.against) / (1 - np.maximum(np.abs(q.first), np.abs(q.against)))"],
        "sign-in-minimum": ["(q.first + q.against) / (1 - np.minimum(q.first, q.against))"],
        "magnitudes-added": ["q.first - q.against * (1 - q.first)", "0.82"],
        "neighbour:combined_support": ["0.88"],
        "sign": [f"-(q.first + q.against) / (1 - {_LOWER})"],
    },
)
