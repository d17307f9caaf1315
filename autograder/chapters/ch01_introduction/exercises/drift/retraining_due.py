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
    "You multiply sensitivity and tolerance. Solve the Degradation Equation for the divergence: divide by"
    " the sensitivity.",
    lambda tolerance, sensitivity, growth: tolerance * sensitivity / growth,
)

retraining_due.misconception(
    "dropped:sensitivity",
    "You take accuracy and divergence for the same thing. The sensitivity converts one into the other.",
    lambda tolerance, growth: tolerance / growth,
)

retraining_due.misconception(
    "whole-weeks",
    "You rounded down to whole weeks. The question asks for the time itself, not rounded.",
    lambda tolerance, sensitivity, growth: (
        Q_(1, "week") * np.floor(tolerance / sensitivity / growth / Q_(1, "week"))
    ),
)

retraining_due.misconception(
    "whole-weeks",
    "You rounded up to whole weeks. By then more accuracy is lost than may be: give the time itself, not "
    "rounded.",
    lambda tolerance, sensitivity, growth: (
        Q_(1, "week") * np.ceil(tolerance / sensitivity / growth / Q_(1, "week"))
    ),
)

retraining_due.misconception(
    "points-not-fractions",
    "You divide percentage points by a sensitivity for fractions. Write both as fractions, or let the "
    "units convert them.",
    lambda tolerance, sensitivity, growth: 100 * tolerance / sensitivity / growth,
)

retraining_due.misconception(
    "threshold",
    "This is the divergence you may reach. Divide it by its growth to get the time.",
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
