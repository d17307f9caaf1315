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
    "Here the model is as stale all the time as it is at the end of a period. On average over the period "
    "it has lost half of that.",
    lambda cost, penalty, rate: np.sqrt(cost / (penalty * rate)),
)

retraining_period.misconception(
    "mean-loss",
    "The factor for the mean loss stands on the wrong side: it makes staleness cheaper, not dearer.",
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
    "The root is missing, and the factor for the mean loss stands on the wrong side.",
    lambda cost, penalty, rate: cost / (2 * penalty * rate) / Q_(1, "month"),
)

retraining_period.misconception(
    "points-as-fractions",
    "Here the rate is a fraction, and the price is one per percentage point. Use percentage points for both.",
    lambda cost, penalty, rate: 10 * np.sqrt(2 * cost / (penalty * rate)),
)

retraining_period.misconception(
    "dropped:rate",
    "The rate of the drift is left out: how fast the model goes stale decides, too.",
    lambda cost, penalty: np.sqrt(2 * cost / (penalty * Q_(1, "percentage_point/month"))),
)

retraining_period.misconception(
    "cost-ratio",
    "This divides one price by the other. The cost per month has two parts, one that falls and one that "
    "rises with the time; look for the lowest sum.",
    lambda cost, penalty: cost / (penalty * Q_(1, "percentage_point")),
)

retraining_period.misconception(
    "inverted",
    "The fraction under the root is upside down: a dearer retraining should make the time longer.",
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
