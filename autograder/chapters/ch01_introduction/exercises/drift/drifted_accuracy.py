"""I5.3: how accurate a recommender is after some months of drift."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "drifted_accuracy",
    bank="I5.3",
    unit="percent",
    rtol=0.0005,
    points=1,
    scenario="drift",
    objective=7,
    bloom="Apply",
    anchors=("eq-degradation", "sec-introduction-fallacies-pitfalls-230d", "drift-fallacy"),
    title="A recommender after some months",
    neighbours=("alarm_time",),
)
def drifted_accuracy(start, rate, duration):
    """Subtract what is lost from what was there."""
    return start - rate * duration


drifted_accuracy.misconception(
    "loss-not-level",
    "This is the accuracy that is lost. The question is about what is left of it.",
    lambda rate, duration: rate * duration,
)

drifted_accuracy.misconception(
    "compounded",
    "Here each month takes a share of what is left. The rate is in percentage points: every month takes "
    "the same amount.",
    lambda start, rate, duration: start * (1 - rate * Q_(1, "month")) ** (duration / Q_(1, "month")),
)

drifted_accuracy.misconception(
    "relative-loss",
    "Here the loss is taken as a share of the accuracy at the start. Percentage points are subtracted "
    "from percent as they are.",
    lambda start, rate, duration: start * (1 - rate * duration),
)

drifted_accuracy.misconception(
    "one-month",
    "This is the accuracy after a single month. More time has passed.",
    lambda start, rate: start - rate * Q_(1, "month"),
)

drifted_accuracy.misconception(
    "month-missing",
    "This is the accuracy one month too early: count the months from the start once more.",
    lambda start, rate, duration: start - rate * (duration - Q_(1, "month")),
)

drifted_accuracy.misconception(
    "rounded:percent",
    "This is rounded to whole percent, as the chapter prints it: then start, loss and end no longer agree "
    "with one another. Keep one decimal.",
    lambda start, rate, duration: np.round(100 * (start - rate * duration)) / 100,
)

drifted_accuracy.misconception(
    "points-as-fractions",
    "Here a hundredth of the loss is subtracted. Accuracy and loss must be in the same unit, both in "
    "percent or both as fractions.",
    lambda start, rate, duration: start - rate * duration / 100,
)

drifted_accuracy.answers(
    right=[
        "q.start - q.rate * q.duration",
        "(q.start - q.rate * q.duration).to('percent')",
        "float((q.start - q.rate * q.duration).to('').magnitude)",
        "Q_(80.2, 'percent')",
        "0.802",
        "(85 - 0.8 * 6) / 100",
        "lost = q.rate * q.duration\ndrifted_accuracy = q.start - lost",
        "Fraction(802, 1000)",
    ],
    wrong={
        "loss-not-level": ["q.rate * q.duration", "Q_(4.8, 'percent')", "0.048"],
        "compounded": [
            "q.start * (1 - q.rate * Q_(1, 'month')) ** (q.duration / Q_(1, 'month'))",
        ],
        "compounded|month-missing": ["Q_(81.0, 'percent')"],
        "relative-loss": ["q.start * (1 - q.rate * q.duration)", "Q_(80.92, 'percent')"],
        "one-month": ["q.start - q.rate * Q_(1, 'month')", "Q_(84.2, 'percent')"],
        "rounded:percent": ["Q_(80, 'percent')", "0.8"],
        "points-as-fractions": ["q.start - q.rate * q.duration / 100", "Q_(84.952, 'percent')"],
        "sum-for-difference": ["q.start + q.rate * q.duration", "Q_(89.8, 'percent')"],
        "scale:100": ["80.2"],
        "unit:time": ["q.duration"],
        "unit:1/time": ["q.start / q.duration"],
        "value:text": ["'80.2 %'"],
        "value:none": ["None"],
    },
)
