"""I9.18: how many engineers false alarms keep busy."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "alarm_engineers",
    bank="I9.18",
    kind="integer",
    points=2,
    scenario="alarms",
    objective=8,
    bloom="Apply",
    anchors=("fig-pillars", "sec-introduction-five-engineering-disciplines-fa08"),
    title="Alarms without a cause",
)
def alarm_engineers(metrics, interval, probability, handling, shift):
    """Divide the work that false alarms make in a day by what one engineer does in a day."""
    return np.ceil(metrics / interval * probability * handling / shift)


alarm_engineers.misconception(
    "one-metric",
    "These are the alarms of one metric. Multiply by the number of metrics.",
    lambda interval, probability, handling, shift: np.ceil(probability / interval * handling / shift),
)

alarm_engineers.misconception(
    "one-sided",
    "This is one side of the distribution. The probability covers both sides together.",
    lambda metrics, interval, probability, handling, shift: np.ceil(
        metrics / interval * probability / 2 * handling / shift
    ),
)

alarm_engineers.misconception(
    "round-the-clock",
    "You let each engineer work 24 hours a day. A working day is shorter than the day on which the tests "
    "run.",
    lambda metrics, interval, probability, handling: np.ceil(metrics / interval * probability * handling),
)

alarm_engineers.misconception(
    "every-test",
    "You let every test raise an alarm. Only a few do: multiply by the probability.",
    lambda metrics, interval, handling, shift: np.ceil(metrics / interval * handling / shift),
)

_WORK = "q.metrics / q.interval * q.probability * q.handling"

alarm_engineers.answers(
    right=[
        f"np.ceil(({_WORK} / q.shift).to('').magnitude)",
        f"math.ceil(({_WORK} / q.shift).to('').magnitude)",
        "alarms = (q.metrics * q.probability / q.interval).to('1/day')\n"
        "alarm_engineers = np.ceil((alarms * q.handling / q.shift).to(''))",
        "25",
        "Q_(25, '')",
    ],
    wrong={
        "one-metric": ["np.ceil((q.probability / q.interval * q.handling / q.shift).to('').magnitude)"],
        "one-sided": [f"np.ceil(({_WORK} / 2 / q.shift).to('').magnitude)"],
        "round-the-clock": [f"np.ceil(({_WORK}).to('').magnitude)", "7"],
        "every-test": ["np.ceil((q.metrics / q.interval * q.handling / q.shift).to('').magnitude)"],
        "rounding:down": [f"np.floor(({_WORK} / q.shift).to('').magnitude)", "24"],
        "rounding:none": [f"({_WORK} / q.shift).to('').magnitude"],
        "unit:1/time": ["q.metrics / q.interval * q.probability"],
    },
)
