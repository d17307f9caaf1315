"""I5.4: after how long a slow decay sets off the alarm."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "alarm_time",
    bank="I5.4",
    unit="month",
    rtol=0.005,
    scenario="drift",
    objective=7,
    bloom="Apply",
    anchors=("eq-degradation", "sec-introduction-fallacies-pitfalls-230d", "drift-fallacy"),
    title="Time until the alarm",
    prompt=(
        "The system loses the given number of percentage points each month, always as many. How long does "
        "it take to reach the accuracy at which an alarm is due? Do not round to whole months."
    ),
)
def alarm_time(start, rate, alarm):
    """Return what may be lost, over what is lost each month."""
    return (start - alarm) / rate


alarm_time.misconception(
    "level-not-loss",
    "You divide the accuracy that is left by the loss per month. Divide the accuracy that may be lost.",
    lambda rate, alarm: alarm / rate,
)

alarm_time.misconception(
    "start-not-loss",
    "This is the time until nothing is left. The alarm comes earlier.",
    lambda start, rate: start / rate,
)

alarm_time.misconception(
    "whole-months",
    "You rounded down to whole months. The question asks for the time itself.",
    lambda start, rate, alarm: Q_(1, "month") * np.floor((start - alarm) / rate / Q_(1, "month")),
)

alarm_time.misconception(
    "whole-months",
    "You rounded up to whole months. The question asks for the time itself.",
    lambda start, rate, alarm: Q_(1, "month") * np.ceil((start - alarm) / rate / Q_(1, "month")),
)

alarm_time.misconception(
    "relative-loss",
    "You take the loss as a share of the accuracy at the start. Both are in percentage points: divide one"
    " by the other.",
    lambda start, rate, alarm: (start - alarm) / start / rate,
)

alarm_time.answers(
    right=[
        "(q.start - q.alarm) / q.rate",
        "((q.start - q.alarm) / q.rate).to('day')",
        "Q_(3.75, 'month')",
        "Q_(114.14, 'day')",
        "may_go = q.start - q.alarm\nalarm_time = may_go / q.rate",
    ],
    wrong={
        "level-not-loss|dropped:start": ["q.alarm / q.rate", "Q_(102.5, 'month')"],
        "start-not-loss|dropped:alarm": ["q.start / q.rate", "Q_(106.25, 'month')"],
        "whole-months": ["Q_(3, 'month')", "Q_(4, 'month')"],
        "scale:10": ["Q_(37.5, 'month')"],
        "relative-loss": ["(q.start - q.alarm) / q.start / q.rate"],
        "sign": ["(q.alarm - q.start) / q.rate"],
        "unit:missing": ["3.75"],
        "unit:none": ["q.start - q.alarm"],
        "value:text": ["'3.75 months'"],
        "value:none": ["None"],
    },
)
