"""Graded keys of the section on silent degradation, drift and retraining: the answers that are numbers."""

from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_

_SECTION = "sec-introduction-ml-vs-traditional-software-e19a"
_FALLACIES = "sec-introduction-fallacies-pitfalls-230d"

# ----------------------------------------------------------------------------- I5.2: what silence hides


@exercise(
    "misses_growth",
    bank="I5.2",
    rtol=0.005,
    points=1,
    scenario="detector",
    objective=(3, 7),
    bloom="Understand",
    anchors=_SECTION,
    title="How much worse is a little worse?",
    prompt=(
        "A detector finds a smaller share of the pedestrians than at the start. How many times as many "
        "pedestrians does it miss now? A plain number."
    ),
)
def misses_growth(before: Any, after: Any) -> Any:
    """Return the share missed now over the share missed before."""
    return (1 - after) / (1 - before)


@misses_growth.misconception(
    "ratio:accuracy",
    "This compares the pedestrians that are found. The question is about those that are missed.",
)
def _accuracies(before: Any, after: Any) -> Any:
    return before / after


@misses_growth.misconception(
    "ratio:accuracy",
    "This compares the pedestrians that are found. The question is about those that are missed.",
)
def _accuracies_inverted(before: Any, after: Any) -> Any:
    return after / before


@misses_growth.misconception(
    "points",
    "These are the percentage points lost. The question asks how many times as many are missed.",
)
def _points(before: Any, after: Any) -> Any:
    return 100 * (before - after)


@misses_growth.misconception(
    "points",
    "This is the share lost, one share less the other. The question asks how many times as many are missed: "
    "divide one share of misses by the other.",
)
def _difference_of_shares(before: Any, after: Any) -> Any:
    return before - after


@misses_growth.misconception(
    "share-of-new",
    "This is the share of today's misses that are new. The question asks how many times as many there are.",
)
def _share_of_new(before: Any, after: Any) -> Any:
    return (before - after) / (1 - after)


@misses_growth.misconception(
    "growth-less-one",
    "This is by how many times the misses have grown. The question asks how many times as many there "
    "are: the "
    "old ones count too.",
)
def _growth(before: Any, after: Any) -> Any:
    return (before - after) / (1 - before)


@misses_growth.misconception(
    "relative-drop",
    "This is the share of what was found that is lost. The question is about what is missed.",
)
def _relative_drop(before: Any, after: Any) -> Any:
    return (before - after) / before


# ------------------------------------------------------------------------ I5.3, I5.5: the chapter's decay


@exercise(
    "drifted_accuracy",
    bank="I5.3",
    unit="percent",
    rtol=0.0005,
    points=1,
    scenario="drift",
    objective=7,
    bloom="Apply",
    anchors=("eq-degradation", _FALLACIES, "drift-fallacy"),
    title="A recommender after some months",
    prompt=(
        "The system loses the given number of percentage points each month, always as many. How accurate is "
        "it after the given time? Keep one decimal. A fraction, or a quantity in percent."
    ),
    neighbours=("alarm_time",),
)
def drifted_accuracy(start: Any, rate: Any, duration: Any) -> Any:
    """Subtract what is lost from what was there."""
    return start - rate * duration


@drifted_accuracy.misconception(
    "loss-not-level",
    "This is the accuracy that is lost. The question is about what is left of it.",
)
def _loss(rate: Any, duration: Any) -> Any:
    return rate * duration


@drifted_accuracy.misconception(
    "compounded",
    "Here each month takes a share of what is left. The rate is in percentage points: every month takes the "
    "same amount.",
)
def _compounded(start: Any, rate: Any, duration: Any) -> Any:
    return start * (1 - rate * Q_(1, "month")) ** (duration / Q_(1, "month"))


@drifted_accuracy.misconception(
    "relative-loss",
    "Here the loss is taken as a share of the accuracy at the start. Percentage points are subtracted from "
    "percent as they are.",
)
def _relative(start: Any, rate: Any, duration: Any) -> Any:
    return start * (1 - rate * duration)


@drifted_accuracy.misconception(
    "one-month",
    "This is the accuracy after a single month. More time has passed.",
)
def _one_month(start: Any, rate: Any) -> Any:
    return start - rate * Q_(1, "month")


@drifted_accuracy.misconception(
    "month-missing",
    "This is the accuracy one month too early: count the months from the start once more.",
)
def _one_less(start: Any, rate: Any, duration: Any) -> Any:
    return start - rate * (duration - Q_(1, "month"))


@drifted_accuracy.misconception(
    "rounded:percent",
    "This is rounded to whole percent, as the chapter prints it: then start, loss and end no longer "
    "agree with "
    "one another. Keep one decimal.",
)
def _whole(start: Any, rate: Any, duration: Any) -> Any:
    return np.round(100 * (start - rate * duration)) / 100


@drifted_accuracy.misconception(
    "points-as-fractions",
    "Here a hundredth of the loss is subtracted. Accuracy and loss must be in the same unit, both in "
    "percent or "
    "both as fractions.",
)
def _hundredth(start: Any, rate: Any, duration: Any) -> Any:
    return start - rate * duration / 100


@exercise(
    "loss_ratio",
    bank="I5.5",
    rtol=0.005,
    points=2,
    scenario="drift_reports",
    objective=(7, 3),
    bloom="Evaluate",
    anchors=(_SECTION, "eq-degradation", _FALLACIES, "drift-fallacy"),
    title="Two stories about one system",
    prompt=(
        "In the first report the system falls from its start below a level within the given time; in "
        "the second "
        "it loses a given number of percentage points each month. Take the slowest constant loss per "
        "month that "
        "makes the first report true. How many times the loss of the second report is it? A plain number."
    ),
)
def loss_ratio(start: Any, level: Any, duration: Any, rate: Any) -> Any:
    """Return loss per month over loss per month."""
    return (start - level) / duration / rate


@loss_ratio.misconception(
    "rate-not-ratio",
    "This is the loss per month in the first report. The question is how many times the other report's loss "
    "that is.",
)
def _rate(start: Any, level: Any, duration: Any) -> Any:
    return ((start - level) / duration).to("percentage_point/month").magnitude


@loss_ratio.misconception(
    "relative-fall-alone",
    "This is the fall as a share of the accuracy at the start. The question compares what is lost each "
    "month, in percentage points.",
)
def _fall_alone(start: Any, level: Any) -> Any:
    return (start - level) / start


@loss_ratio.misconception(
    "from-hundred",
    "Here the fall is counted from 100 percent. The first report says at which accuracy the system starts.",
)
def _from_hundred(level: Any, duration: Any, rate: Any) -> Any:
    return (1 - level) / duration / rate


@loss_ratio.misconception(
    "compounded",
    "Here each month takes a share of what is left. The question has a constant loss per month.",
)
def _compounded_fall(start: Any, level: Any, duration: Any, rate: Any) -> Any:
    return (1 - (level / start) ** (Q_(1, "month") / duration)) / (rate * Q_(1, "month"))


@loss_ratio.misconception(
    "dropped:duration",
    "This divides the whole fall by one month's loss. First find what the first report loses in a month.",
)
def _no_months(start: Any, level: Any, rate: Any) -> Any:
    return (start - level) / rate / Q_(1, "month")


@loss_ratio.misconception(
    "relative-loss",
    "Here the fall is taken as a share of the accuracy at the start, and compared with percentage "
    "points. Use "
    "percentage points for both.",
)
def _relative_fall(start: Any, level: Any, duration: Any, rate: Any) -> Any:
    return (start - level) / start / duration / rate


@loss_ratio.misconception(
    "level-not-loss",
    "This takes the level that remains for what is lost.",
)
def _level(level: Any, duration: Any, rate: Any) -> Any:
    return level / duration / rate


@loss_ratio.misconception(
    "start-not-loss",
    "This lets the accuracy fall to nothing. The first report says down to which level it falls.",
)
def _start(start: Any, duration: Any, rate: Any) -> Any:
    return start / duration / rate


@loss_ratio.misconception(
    "difference",
    "This is by how many percentage points a month the two losses differ. The question asks how many "
    "times as "
    "large the one is.",
)
def _difference(start: Any, level: Any, duration: Any, rate: Any) -> Any:
    return ((start - level) / duration - rate).to("percentage_point/month").magnitude


@loss_ratio.misconception(
    "levels-compared",
    "This compares the accuracies with which the two reports end. The question compares what they lose each "
    "month.",
)
def _levels(start: Any, level: Any, duration: Any, rate: Any) -> Any:
    return (start - rate * duration) / level


# -------------------------------------------------------------------------- I5.10, I5.12: when to retrain


@exercise(
    "retraining_due",
    bank="I5.10",
    unit="week",
    rtol=0.005,
    points=2,
    scenario="drift_budget",
    objective=7,
    bloom="Analyze",
    anchors="eq-degradation",
    title="Time until retraining is due",
    prompt=(
        "The accuracy follows the Degradation Equation, and the divergence grows by the same amount "
        "each week, "
        "from zero. After which time has the accuracy lost what it may lose? Do not round to whole weeks."
    ),
)
def retraining_due(tolerance: Any, sensitivity: Any, growth: Any) -> Any:
    """Return the divergence that may be reached, over its growth."""
    return tolerance / sensitivity / growth


@retraining_due.misconception(
    "threshold-multiplied",
    "Here the threshold of the divergence is sensitivity times tolerance. Solve the Degradation "
    "Equation for the "
    "divergence: what it is multiplied by divides.",
)
def _multiplied(tolerance: Any, sensitivity: Any, growth: Any) -> Any:
    return tolerance * sensitivity / growth


@retraining_due.misconception(
    "dropped:sensitivity",
    "Here accuracy and divergence are taken for the same thing. The sensitivity turns the one into the "
    "other.",
)
def _no_sensitivity(tolerance: Any, growth: Any) -> Any:
    return tolerance / growth


@retraining_due.misconception(
    "whole-weeks",
    "This is rounded down to whole weeks, which is safe. The question asks for the time itself, not rounded.",
)
def _down(tolerance: Any, sensitivity: Any, growth: Any) -> Any:
    return Q_(1, "week") * np.floor(tolerance / sensitivity / growth / Q_(1, "week"))


@retraining_due.misconception(
    "whole-weeks",
    "This is rounded up to whole weeks, when too much accuracy is lost already; and the question asks "
    "for the "
    "time itself, not rounded.",
)
def _up(tolerance: Any, sensitivity: Any, growth: Any) -> Any:
    return Q_(1, "week") * np.ceil(tolerance / sensitivity / growth / Q_(1, "week"))


@retraining_due.misconception(
    "points-not-fractions",
    "Here percentage points are divided by a sensitivity for fractions. Write both as fractions, or let the "
    "units do it.",
)
def _percent(tolerance: Any, sensitivity: Any, growth: Any) -> Any:
    return 100 * tolerance / sensitivity / growth


@retraining_due.misconception(
    "threshold",
    "This is the divergence that may be reached. The question is how long it takes to get there.",
)
def _threshold(tolerance: Any, sensitivity: Any) -> Any:
    return tolerance / sensitivity


@exercise(
    "retraining_period",
    bank="I5.12",
    unit="month",
    rtol=0.01,
    points=2,
    scenario="retraining_cost",
    objective=7,
    bloom="Evaluate",
    anchors=("eq-degradation", _SECTION),
    title="How often should it be retrained?",
    prompt=(
        "Accuracy is lost at a constant rate, every retraining restores it at the given price, and each "
        "percentage point below the fresh accuracy costs the given amount a month. With which time between "
        "two retrainings is the total cost per month lowest? Not rounded."
    ),
)
def retraining_period(cost: Any, penalty: Any, rate: Any) -> Any:
    """Minimise cost / T + penalty * rate * T / 2 over T."""
    return np.sqrt(2 * cost / (penalty * rate))


@retraining_period.misconception(
    "mean-loss",
    "Here the model is as stale all the time as it is at the end of a period. On average over the "
    "period it has "
    "lost half of that.",
)
def _full_loss(cost: Any, penalty: Any, rate: Any) -> Any:
    return np.sqrt(cost / (penalty * rate))


@retraining_period.misconception(
    "mean-loss",
    "The factor for the mean loss stands on the wrong side: it makes staleness cheaper, not dearer.",
)
def _half(cost: Any, penalty: Any, rate: Any) -> Any:
    return np.sqrt(cost / (2 * penalty * rate))


@retraining_period.misconception(
    "no-root",
    "The root is missing. Setting the derivative of the cost per month to zero gives the square of the time.",
)
def _no_root(cost: Any, penalty: Any, rate: Any) -> Any:
    return cost / (penalty * rate) / Q_(1, "month")


@retraining_period.misconception(
    "no-root",
    "The root is missing. Setting the derivative of the cost per month to zero gives the square of the time.",
)
def _no_root_doubled(cost: Any, penalty: Any, rate: Any) -> Any:
    return 2 * cost / (penalty * rate) / Q_(1, "month")


@retraining_period.misconception(
    "no-root",
    "The root is missing, and the factor for the mean loss stands on the wrong side.",
)
def _no_root_halved(cost: Any, penalty: Any, rate: Any) -> Any:
    return cost / (2 * penalty * rate) / Q_(1, "month")


@retraining_period.misconception(
    "points-as-fractions",
    "Here the rate is a fraction, and the price is one per percentage point. Use percentage points for both.",
)
def _fractions(cost: Any, penalty: Any, rate: Any) -> Any:
    return 10 * np.sqrt(2 * cost / (penalty * rate))


@retraining_period.misconception(
    "dropped:rate",
    "The rate of the drift is left out: how fast the model goes stale decides, too.",
)
def _no_rate(cost: Any, penalty: Any) -> Any:
    return np.sqrt(2 * cost / (penalty * Q_(1, "percentage_point/month")))


@retraining_period.misconception(
    "cost-ratio",
    "This divides one price by the other. The cost per month has two parts, one that falls and one that "
    "rises "
    "with the time; look for the lowest sum.",
)
def _prices(cost: Any, penalty: Any) -> Any:
    return cost / (penalty * Q_(1, "percentage_point"))


@retraining_period.misconception(
    "inverted",
    "The fraction under the root is upside down: a dearer retraining should make the time longer.",
)
def _inverted(cost: Any, penalty: Any, rate: Any) -> Any:
    return Q_(1, "month") ** 2 * np.sqrt(penalty * rate / (2 * cost))
