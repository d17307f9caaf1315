"""I9.18: how many false alarms are to be expected."""

import math

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "false_alarms",
    bank="I9.18",
    rtol=0.01,
    points=2,
    scenario="alarms",
    objective=8,
    bloom="Apply",
    anchors=("fig-pillars", "sec-introduction-five-engineering-disciplines-fa08"),
    title="Alarms without a cause",
)
def false_alarms(metrics, interval, probability, period):
    """Return tests made in the period times the probability of a false alarm in one."""
    return metrics * (period / interval) * probability


false_alarms.misconception(
    "per-test-round",
    "This is the number of false alarms each time the metrics are tested once. Count how often that "
    "happens in the period.",
    lambda metrics, probability: metrics * probability,
)

false_alarms.misconception(
    "per-hour",
    "This is the number of false alarms in an hour; the question asks about the period.",
    lambda metrics, interval, probability: metrics * (Q_(1, "hour") / interval) * probability,
)


def _rounded_probability(metrics, interval, probability, period, sigma):
    rounded = 0.003 if float(sigma) == 3 else math.nan
    return metrics * (period / interval) * rounded


false_alarms.misconception(
    "probability-rounded",
    "Here the probability is rounded before it is multiplied. Take it as it is given, and round at the "
    "end, if at all.",
    _rounded_probability,
)

false_alarms.misconception(
    "one-sided",
    "This counts alarms on one side only. The probability given holds for both sides together.",
    lambda metrics, interval, probability, period: metrics * (period / interval) * probability / 2,
)

false_alarms.misconception(
    "all-tests",
    "This is the number of tests made in the period. Only a small share of them gives an alarm.",
    lambda metrics, interval, period: metrics * (period / interval),
)

_TESTS = "(q.period / q.interval).to('').magnitude"

false_alarms.answers(
    right=[
        "q.metrics * (q.period / q.interval) * q.probability",
        f"q.metrics * {_TESTS} * q.probability",
        "1944",
        "1940.0",
        "500 * 24 * 60 * 0.0027",
        "tests = (q.period / q.interval).to('') * q.metrics\nfalse_alarms = tests * q.probability",
        "Fraction(1944)",
        "np.int64(1944)",
    ],
    wrong={
        "per-test-round": ["q.metrics * q.probability", "1.35"],
        "probability-rounded": ["500 * 1440 * 0.003", "2160"],
        "per-hour": ["q.metrics * (Q_(1, 'hour') / q.interval) * q.probability", "81"],
        "dropped:metrics": [f"{_TESTS} * q.probability", "3.888"],
        "one-sided": [f"q.metrics * {_TESTS} * q.probability / 2", "972"],
        "all-tests": [f"q.metrics * {_TESTS}", "720000"],
        "inverted:interval|scale:1440": ["500 * 1440 * 1440 * 0.0027"],
        "unit:time": ["q.metrics * q.period * q.probability"],
        "complement:probability": [f"q.metrics * {_TESTS} * (1 - q.probability)"],
        "value:text": ["'1944 alarms'"],
        "value:none": ["None"],
    },
)
