"""I5.12: with which period between two retrainings the cost is lowest."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "retraining_period",
    bank="I5.12",
    unit="month",
    rtol=0.01,
    points=2,
    scenario="retraining_cost",
    objective=7,
    bloom="Analyze",
    anchors=("eq-degradation", "sec-introduction-ml-vs-traditional-software-e19a"),
    title="How often should it be retrained?",
)
def retraining_period(cost, penalty, rate):
    """Minimise cost / T + penalty * rate * T / 2 over T."""
    return np.sqrt(2 * cost / (penalty * rate))


retraining_period.misconception(
    "mean-loss",
    "You let the model be as stale all the time as at the end of a period. On average it has lost half of"
    " that.",
    lambda cost, penalty, rate: np.sqrt(cost / (penalty * rate)),
)

retraining_period.misconception(
    "mean-loss",
    "The 2 for the mean loss is on the wrong side of the fraction. Losing only half on average makes "
    "staleness cheaper, so the period grows.",
    lambda cost, penalty, rate: np.sqrt(cost / (2 * penalty * rate)),
)

retraining_period.misconception(
    "no-root",
    "The root is missing. Setting the derivative of the cost per month to zero gives the square of the time.",
    lambda cost, penalty, rate: cost / (penalty * rate) / Q_(1, "month"),
)

retraining_period.misconception(
    "no-root",
    "The root is missing. Setting the derivative of the cost per month to zero gives the square of the time.",
    lambda cost, penalty, rate: 2 * cost / (penalty * rate) / Q_(1, "month"),
)

retraining_period.misconception(
    "no-root",
    "The root is missing, and the 2 for the mean loss is on the wrong side of the fraction.",
    lambda cost, penalty, rate: cost / (2 * penalty * rate) / Q_(1, "month"),
)

retraining_period.misconception(
    "points-as-fractions",
    "Your rate is a fraction, but the price is per percentage point. Use percentage points for both.",
    lambda cost, penalty, rate: 10 * np.sqrt(2 * cost / (penalty * rate)),
)

retraining_period.misconception(
    "dropped:rate",
    "You leave out the rate of the drift: the faster a model goes stale, the sooner you retrain.",
    lambda cost, penalty: np.sqrt(2 * cost / (penalty * Q_(1, "percentage_point/month"))),
)

retraining_period.misconception(
    "cost-ratio",
    "You divide one price by the other. The cost per month has a part that falls and a part that rises "
    "with the time: find its lowest sum.",
    lambda cost, penalty: cost / (penalty * Q_(1, "percentage_point")),
)

retraining_period.misconception(
    "inverted",
    "The fraction under the root is upside down. Dearer retraining makes the period longer.",
    lambda cost, penalty, rate: Q_(1, "month") ** 2 * np.sqrt(penalty * rate / (2 * cost)),
)

retraining_period.answers(
    right=[
        "np.sqrt(2 * q.cost / (q.penalty * q.rate))",
        "((2 * q.cost / (q.penalty * q.rate)) ** 0.5).to('month')",
        "dearer = q.penalty * q.rate\nretraining_period = (q.cost / (dearer / 2)) ** 0.5",
        "Q_(3.873, 'month')",
        "Q_(3.87, 'month')",
        "Q_(117.9, 'day')",
        "months = np.linspace(0.5, 24, 200_000)\n"
        "bill = q.cost.magnitude / months + q.penalty.magnitude * q.rate.magnitude * months / 2\n"
        "retraining_period = Q_(months[np.argmin(bill)], 'month')",
    ],
    wrong={
        "points-as-fractions": ["Q_(38.73, 'month')"],
        "mean-loss": [
            "np.sqrt(q.cost / (q.penalty * q.rate))",
            "np.sqrt(q.cost / (2 * q.penalty * q.rate))",
            "Q_(2.739, 'month')",
        ],
        "no-root": ["Q_(7.5, 'month')", "Q_(15, 'month')"],
        "dropped:rate": ["Q_(3.464, 'month')"],
        "cost-ratio": ["Q_(6, 'month')"],
        "inverted": ["Q_(0.258, 'month')"],
        "unit:missing": ["3.873"],
        "unit:time*time|unit:time^2|unit:time²": ["2 * q.cost / (q.penalty * q.rate)"],
        "unit:currency": ["q.cost"],
        "value:text": ["'4 months'"],
        "value:none": ["None"],
    },
)
