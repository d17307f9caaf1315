"""I5.11: the mean accuracy over a period between two retrainings."""

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "mean_accuracy",
    bank="I5.11",
    unit="percent",
    rtol=0.001,
    scenario="retraining",
    objective=7,
    bloom="Analyze",
    anchors="eq-degradation",
    title="The mean over a sawtooth",
    prompt=(
        "A model loses the given number of percentage points each month, and every retraining brings it "
        "back to its fresh accuracy. How accurate is it on average over time? A fraction, or a quantity "
        "in percent."
    ),
)
def mean_accuracy(start, rate, period):
    """Return the middle between the fresh accuracy and the lowest one."""
    return start - rate * period / 2


mean_accuracy.misconception(
    "lowest",
    "This is the accuracy right before a retraining, the lowest. The question asks for the mean over time.",
    lambda start, rate, period: start - rate * period,
)

mean_accuracy.misconception(
    "month-starts",
    "This is the mean of the values at the start of each month. During the month the accuracy falls further.",
    lambda start, rate, period: start - rate * (period - Q_(1, "month")) / 2,
)

mean_accuracy.misconception(
    "month-ends",
    "This is the mean of the values at the end of each month. Earlier in the month the accuracy was higher.",
    lambda start, rate, period: start - rate * (period + Q_(1, "month")) / 2,
)

mean_accuracy.misconception(
    "one-month",
    "This is the accuracy one month after a retraining. The question is about the whole period.",
    lambda start, rate: start - rate * Q_(1, "month"),
)

mean_accuracy.misconception(
    "half-a-month",
    "This is the accuracy half a month after a retraining. Take the middle of the whole period.",
    lambda start, rate: start - rate * Q_(0.5, "month"),
)

mean_accuracy.misconception(
    "mean-loss",
    "This is the mean of what is lost. The question asks for the accuracy that is left.",
    lambda rate, period: rate * period / 2,
)

mean_accuracy.misconception(
    "never-retrained",
    "This is the mean of a model that is never retrained. Each retraining brings the accuracy back.",
    lambda start, rate, span: start - rate * span / 2,
)

mean_accuracy.answers(
    right=[
        "q.start - q.rate * q.period / 2",
        "(q.start + (q.start - q.rate * q.period)) / 2",
        "(q.start - q.rate * q.period / 2).to('percent')",
        "Q_(83.8, 'percent')",
        "0.838",
        "lowest = q.start - q.rate * q.period\nmean_accuracy = lowest + (q.start - lowest) / 2",
    ],
    wrong={
        "lowest": ["q.start - q.rate * q.period", "Q_(82.6, 'percent')"],
        "month-starts|one-month": ["Q_(84.2, 'percent')"],
        "month-starts": ["q.start - q.rate * (q.period - Q_(1, 'month')) / 2"],
        "month-ends": ["q.start - q.rate * (q.period + Q_(1, 'month')) / 2"],
        "half-a-month": ["Q_(84.6, 'percent')"],
        "mean-loss|stopped:rate,period": ["q.rate * q.period / 2", "Q_(1.2, 'percent')"],
        "never-retrained": ["q.start - q.rate * q.span / 2"],
        "scale:100": ["83.8"],
        "value:text": ["'84 %'"],
        "value:none": ["None"],
    },
)
