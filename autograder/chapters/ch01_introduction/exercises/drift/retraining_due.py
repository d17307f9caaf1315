"""I5.10: after how long retraining is due."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "retraining_due",
    bank="I5.10",
    unit="week",
    rtol=0.005,
    points=2,
    scenario="drift_budget",
    objective=7,
    bloom="Apply",
    anchors="eq-degradation",
    title="Time until retraining is due",
)
def retraining_due(tolerance, sensitivity, growth):
    """Return the divergence that may be reached, over its growth."""
    return tolerance / sensitivity / growth


retraining_due.misconception(
    "threshold-multiplied",
    "Here the threshold of the divergence is sensitivity times tolerance. Solve the Degradation Equation "
    "for the divergence: what it is multiplied by divides.",
    lambda tolerance, sensitivity, growth: tolerance * sensitivity / growth,
)

retraining_due.misconception(
    "dropped:sensitivity",
    "Here accuracy and divergence are taken for the same thing. The sensitivity turns the one into the "
    "other.",
    lambda tolerance, growth: tolerance / growth,
)

retraining_due.misconception(
    "whole-weeks",
    "This is rounded down to whole weeks, which is safe. The question asks for the time itself, not rounded.",
    lambda tolerance, sensitivity, growth: (
        Q_(1, "week") * np.floor(tolerance / sensitivity / growth / Q_(1, "week"))
    ),
)

retraining_due.misconception(
    "whole-weeks",
    "This is rounded up to whole weeks, when too much accuracy is lost already; and the question asks for "
    "the time itself, not rounded.",
    lambda tolerance, sensitivity, growth: (
        Q_(1, "week") * np.ceil(tolerance / sensitivity / growth / Q_(1, "week"))
    ),
)

retraining_due.misconception(
    "points-not-fractions",
    "Here percentage points are divided by a sensitivity for fractions. Write both as fractions, or let "
    "the units do it.",
    lambda tolerance, sensitivity, growth: 100 * tolerance / sensitivity / growth,
)

retraining_due.misconception(
    "threshold",
    "This is the divergence that may be reached. The question is how long it takes to get there.",
    lambda tolerance, sensitivity: tolerance / sensitivity,
)

retraining_due.answers(
    right=[
        "q.tolerance / q.sensitivity / q.growth",
        "(q.tolerance / (q.sensitivity * q.growth)).to('day')",
        "tau = q.tolerance / q.sensitivity\nretraining_due = (tau / q.growth).to('week')",
        "Q_(12.5, 'week')",
        "Q_(87.5, 'day')",
        "Q_(2100, 'hour')",
    ],
    wrong={
        "threshold-multiplied|inverted:sensitivity": [
            "q.tolerance * q.sensitivity / q.growth",
            "Q_(2, 'week')",
        ],
        "dropped:sensitivity": ["q.tolerance / q.growth", "Q_(5, 'week')"],
        "whole-weeks": ["Q_(12, 'week')", "Q_(13, 'week')"],
        "points-not-fractions": [
            "q.tolerance.magnitude / q.sensitivity / q.growth",
            "Q_(1250, 'week')",
        ],
        "scale:10": ["Q_(1.25, 'week')"],
        "unit:missing": ["12.5"],
        "unit:none": ["q.tolerance / q.sensitivity"],
        "unit:frequency|unit:1/time": ["q.sensitivity * q.growth / q.tolerance"],
        "value:text": ["'12.5 weeks'"],
        "value:none": ["None"],
    },
)
