"""I5.17: when a monitor asks for retraining, as a function."""

import random

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Edge, Function


def _months(draw: random.Random) -> tuple[list[float], float]:
    level, values = 0.0, []
    for _ in range(draw.randint(6, 10)):
        values.append(round(level + draw.uniform(-0.015, 0.015), 3))
        level += draw.uniform(0.005, 0.03)
    return values, draw.choice((0.04, 0.05, 0.06, 0.08))


@exercise(
    "alarm_month",
    bank="I5.17",
    rtol=1e-4,
    objective=7,
    bloom="Apply",
    anchors="eq-degradation",
    title="The month of the alarm, as a function",
    prompt=(
        "A monitor measures the drift once a month; drift is the list of its values, and its first entry is month "
        "0. Write alarm_month(drift, threshold): the first month whose drift is greater than the threshold, or "
        "-1 if there is none."
    ),
    spec=Function(
        gives="one whole number, the month of the alarm",
        cases=[
            ([0.0, 0.02, 0.05, 0.04, 0.09, 0.11], 0.06),
            ([0.0, 0.07, 0.03, 0.08, 0.12], 0.05),
            ([0.03, 0.03, 0.01, 0.06], 0.02),
        ],
        edges=[
            Edge("limit:never", ([0.0, 0.01, 0.02, 0.03], 0.06), "The drift stays below the threshold."),
            Edge("limit:equal", ([0.0, 0.05, 0.09], 0.05), "One value is as large as the threshold."),
        ],
        generate=_months,
        independent=False,
    ),
)
def alarm_month(drift, threshold):
    """Go through the months and stop at the first one above the threshold."""
    for month, value in enumerate(drift):
        if value > threshold:
            return month
    return -1


def _counted(drift, threshold):
    return sum(value > threshold for value in drift)


def _last(drift, threshold):
    return max((month for month, value in enumerate(drift) if value > threshold), default=-1)


def _from_one(drift, threshold):
    found = alarm_month.key(drift, threshold)
    return found + 1 if found >= 0 else found


def _value(drift, threshold):
    return next((value for value in drift if value > threshold), -1)


def _staying(drift, threshold):
    month = len(drift)
    while month and drift[month - 1] > threshold:
        month -= 1
    return month if month < len(drift) else -1


def _below(drift, threshold):
    return next((month for month, value in enumerate(drift) if value < threshold), -1)


alarm_month.misconception(
    "months-counted",
    "You count the months above the threshold. The question asks which month is the first of them.",
    _counted,
)
alarm_month.misconception(
    "last-month",
    "You return the last month above the threshold: later ones overwrite the first. Stop at the first one.",
    _last,
)
alarm_month.misconception(
    "months-from-one", "You count the months from 1. The first entry is month 0.", _from_one
)
alarm_month.misconception(
    "value-not-month", "You return the drift itself. The question asks for its month.", _value
)
alarm_month.misconception(
    "largest-month",
    "You return the month with the largest drift. The alarm is due in the first month above the threshold.",
    lambda drift, threshold: max(range(len(drift)), key=lambda month: drift[month]),
)
alarm_month.misconception(
    "stays-above",
    "You wait until the drift stays above the threshold. The first time it is above counts, even if it falls again.",
    _staying,
)
alarm_month.misconception(
    "below-threshold", "You look for a drift below the threshold. The alarm is due above it.", _below
)


def _search(test: str = "value > threshold", result: str = "month", none: str = "-1") -> str:
    return (
        "def alarm_month(drift, threshold):\n    for month, value in enumerate(drift):\n"
        f"        if {test}:\n            return {result}\n    return {none}"
    )


alarm_month.answers(
    right=[
        _search(),
        "def alarm_month(drift, threshold):\n"
        "    above = np.asarray(drift) > threshold\n"
        "    return int(np.argmax(above)) if above.any() else -1",
        "lambda drift, threshold: next((m for m, v in enumerate(drift) if v > threshold), -1)",
        "def alarm_month(values, limit):\n"
        "    months = [m for m in range(len(values)) if values[m] > limit]\n"
        "    return months[0] if months else -1",
    ],
    wrong={
        "months-counted": ["lambda drift, threshold: sum(v > threshold for v in drift)"],
        "last-month": [
            "def alarm_month(drift, threshold):\n    found = -1\n    for m, v in enumerate(drift):\n"
            "        if v > threshold:\n            found = m\n    return found"
        ],
        "months-from-one": [_search(result="month + 1")],
        "value-not-month": [_search(result="value")],
        "largest-month": ["lambda drift, threshold: int(np.argmax(drift))"],
        "below-threshold": [_search(test="value < threshold")],
        "limit:never": [
            "lambda drift, threshold: int(np.argmax(np.asarray(drift) > threshold))",
            _search(none="len(drift)"),
        ],
        "limit:equal": [_search(test="value >= threshold")],
        "function:no-return": [_search().replace("return month", "print(month)").replace("return -1", "print(-1)")],
    },
)
