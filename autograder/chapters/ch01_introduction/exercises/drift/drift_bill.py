"""I5.3: what a recommender costs that grows worse month by month."""

from mlsys_course import Q_
from mlsys_course.exercise import exercise


@exercise(
    "drift_bill",
    bank="I5.3",
    unit="USD",
    points=2,
    scenario="drift_sales",
    objective=7,
    bloom="Analyze",
    anchors=("drift-fallacy", "eq-degradation", "sec-introduction-fallacies-pitfalls-230d"),
    title="What nobody notices, in money",
)
def drift_bill(requests, value, rate, duration):
    """Pay for the accuracy that is lost on average: half of what is lost at the end."""
    lost_at_the_end = rate * duration
    return requests * value * duration * lost_at_the_end / 2


drift_bill.misconception(
    "end-for-mean",
    "Here the system is as bad all the time as it is at the end. At the start it has lost nothing yet.",
    lambda requests, value, rate, duration: requests * value * rate * duration * duration,
)

drift_bill.misconception(
    "monthly-steps",
    "Here the accuracy falls in monthly steps. It falls from day to day.",
    lambda requests, value, rate, duration: (
        requests * value * rate * duration * (duration + Q_(1, "month")) / 2
    ),
)

drift_bill.misconception(
    "monthly-steps",
    "Here the accuracy falls in monthly steps, the first of them after a month. It falls from day to day.",
    lambda requests, value, rate, duration: (
        requests * value * rate * duration * (duration - Q_(1, "month")) / 2
    ),
)

drift_bill.misconception(
    "accuracy-not-loss",
    "That is what all the wrong recommendations cost. The system was not perfect at the start either: take what "
    "it has lost since.",
    lambda requests, value, start, rate, duration: (
        requests * value * duration * (1 - start + rate * duration / 2)
    ),
)

drift_bill.misconception(
    "one-month",
    "Here the time counts once. It counts twice: the longer it is, the more requests come, and the more accuracy "
    "is lost.",
    lambda requests, value, rate, duration: requests * value * duration * rate * Q_(1, "month"),
)

drift_bill.misconception(
    "points-as-percent",
    "A percentage point is a hundredth. Here it counts as one.",
    lambda requests, value, rate, duration: 100 * requests * value * rate * duration * duration / 2,
)

_LOST = "q.rate * q.duration"
_BILL = f"q.requests * q.value * q.duration * {_LOST} / 2"

drift_bill.answers(
    right=[
        _BILL,
        f"({_BILL}).to('kUSD')",
        "answered = q.requests * q.duration\nmean_loss = (0 * q.rate * q.duration + q.rate * q.duration) / 2\n"
        "drift_bill = answered * mean_loss * q.value",
        "Q_(43_830, 'USD')",
        "Q_(43.8, 'kUSD')",
    ],
    wrong={
        "end-for-mean": ["q.requests * q.value * q.rate * q.duration ** 2", "Q_(87_660, 'USD')"],
        "monthly-steps": [
            "months = q.duration.to('month').magnitude\n"
            "lost = sum(q.rate * Q_(k, 'month') for k in range(1, int(months) + 1))\n"
            "drift_bill = q.requests * Q_(1, 'month') * q.value * lost",
            "months = q.duration.to('month').magnitude\n"
            "lost = sum(q.rate * Q_(k, 'month') for k in range(int(months)))\n"
            "drift_bill = q.requests * Q_(1, 'month') * q.value * lost",
        ],
        "accuracy-not-loss": [f"q.requests * q.value * q.duration * (1 - q.start + {_LOST} / 2)"],
        "one-month": ["q.requests * q.value * q.duration * q.rate * Q_(1, 'month')"],
        "points-as-percent": ["Q_(4.383e6, 'USD')"],
        "dropped:value|unit:sample": [f"q.requests * q.duration * {_LOST} / 2"],
        "unit:missing": ["43_830"],
    },
)
