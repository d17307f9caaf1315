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


drift_bill.accept(
    "convention:month",
    "You take a month as 30 days. Here it is a twelfth of a year, 30.44 days.",
    lambda requests, value, rate, duration: (
        requests * value * rate * duration * duration / 2 * Q_(30, "day") / Q_(1, "month")
    ),
)

drift_bill.misconception(
    "end-for-mean",
    "You let the system lose as much all the time as it does at the end. At the start it loses nothing.",
    lambda requests, value, rate, duration: requests * value * rate * duration * duration,
)

drift_bill.misconception(
    "monthly-steps",
    "You let the accuracy fall in monthly steps. It falls a little every day.",
    lambda requests, value, rate, duration: (
        requests * value * rate * duration * (duration + Q_(1, "month")) / 2
    ),
)

drift_bill.misconception(
    "monthly-steps",
    "You let the accuracy fall in monthly steps, the first after a month. It falls a little every day.",
    lambda requests, value, rate, duration: (
        requests * value * rate * duration * (duration - Q_(1, "month")) / 2
    ),
)

drift_bill.misconception(
    "accuracy-not-loss",
    "That is the cost of all wrong recommendations. The question asks only for those added since the start.",
    lambda requests, value, start, rate, duration: (
        requests * value * duration * (1 - start + rate * duration / 2)
    ),
)

drift_bill.misconception(
    "one-month",
    "You count the time once. A longer time brings more requests and also a larger loss, so it counts twice.",
    lambda requests, value, rate, duration: requests * value * duration * rate * Q_(1, "month"),
)

drift_bill.misconception(
    "points-as-percent",
    "You take one percentage point as 1. It is one hundredth.",
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
        "days = 30 * q.duration.to('month').magnitude\n"
        f"drift_bill = q.requests * Q_(days, 'day') * q.value * {_LOST} / 2",
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
