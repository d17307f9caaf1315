"""Practice exercises of the section on silent degradation, drift and retraining."""

from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_

_FALLACIES = "sec-introduction-fallacies-pitfalls-230d"

# ------------------------------------------------------------------------------------- I5.4: until the alarm


@exercise(
    "alarm_time",
    bank="I5.4",
    unit="month",
    rtol=0.005,
    scenario="drift",
    objective=7,
    bloom="Apply",
    anchors=("eq-degradation", _FALLACIES, "drift-fallacy"),
    title="Time until the alarm",
    prompt=(
        "The system loses the given number of percentage points each month, always as many. After which time "
        "does it reach the accuracy at which an alarm is due? Do not round to whole months."
    ),
    neighbours=("drifted_accuracy",),
)
def alarm_time(start: Any, rate: Any, alarm: Any) -> Any:
    """Return what may be lost, over what is lost each month."""
    return (start - alarm) / rate


@alarm_time.misconception(
    "level-not-loss",
    "This divides the accuracy that is left by the loss per month. What counts is how much may be lost.",
)
def _level(rate: Any, alarm: Any) -> Any:
    return alarm / rate


@alarm_time.misconception(
    "start-not-loss",
    "This is the time until nothing is left. The alarm is due earlier.",
)
def _start(start: Any, rate: Any) -> Any:
    return start / rate


@alarm_time.misconception(
    "whole-months",
    "This is rounded down to whole months. The question asks for the time itself.",
)
def _down(start: Any, rate: Any, alarm: Any) -> Any:
    return Q_(1, "month") * np.floor((start - alarm) / rate / Q_(1, "month"))


@alarm_time.misconception(
    "whole-months",
    "This is the first whole month after it. The question asks for the time itself.",
)
def _up(start: Any, rate: Any, alarm: Any) -> Any:
    return Q_(1, "month") * np.ceil((start - alarm) / rate / Q_(1, "month"))


@alarm_time.misconception(
    "relative-loss",
    "This takes the loss as a share of the accuracy at the start. Both are in percentage points: divide "
    "the one "
    "by the other.",
)
def _relative(start: Any, rate: Any, alarm: Any) -> Any:
    return (start - alarm) / start / rate


# ------------------------------------------------------------------ I5.6 to I5.8: three ways to measure drift


@exercise(
    "kl_today",
    bank="I5.6",
    scenario="distributions",
    objective=7,
    bloom="Apply",
    anchors="eq-degradation",
    rtol=0.005,
    title="Kullback-Leibler divergence of two distributions",
    prompt=(
        "How far is today's distribution from that of the training data, as Kullback-Leibler divergence "
        "D(today || training) in nats? A plain number."
    ),
    neighbours=("total_variation", "wasserstein"),
)
def kl_today(training: Any, today: Any) -> Any:
    """Sum today's shares times the natural logarithm of today over training."""
    return np.sum(np.multiply(today, np.log(np.divide(today, training))))


@kl_today.misconception(
    "swapped:training,today",
    "The two distributions have changed places. The divergence is not symmetric: the first one weighs the "
    "logarithms.",
)
def _reversed(training: Any, today: Any) -> Any:
    return np.sum(np.multiply(training, np.log(np.divide(training, today))))


@kl_today.misconception(
    "bits", "This is in bits, with logarithms to base 2. Nats need the natural logarithm."
)
def _bits(training: Any, today: Any) -> Any:
    return np.sum(np.multiply(today, np.log2(np.divide(today, training))))


@kl_today.misconception(
    "base-10", "These are logarithms to base 10. Nats need the natural logarithm, which numpy calls log."
)
def _base_10(training: Any, today: Any) -> Any:
    return np.sum(np.multiply(today, np.log10(np.divide(today, training))))


@kl_today.misconception(
    "absolute-terms",
    "Here the terms are added without their signs. Terms of bins that became rarer are negative, and "
    "stay so.",
)
def _absolute(training: Any, today: Any) -> Any:
    return np.sum(np.abs(np.multiply(today, np.log(np.divide(today, training)))))


@kl_today.misconception(
    "weights-missing",
    "The logarithms are added without weights. Each counts as often as its bin occurs today.",
)
def _unweighted(training: Any, today: Any) -> Any:
    return np.sum(np.log(np.divide(today, training)))


@kl_today.misconception(
    "wrong-weights",
    "The logarithms are weighed by the shares in the training data. The first distribution of the two "
    "weighs.",
)
def _wrong_weights(training: Any, today: Any) -> Any:
    return np.sum(np.multiply(training, np.log(np.divide(today, training))))


@exercise(
    "total_variation",
    bank="I5.7",
    scenario="distributions",
    objective=7,
    bloom="Apply",
    anchors="eq-degradation",
    rtol=0.002,
    title="Total variation distance of two distributions",
    prompt=(
        "How far is today's distribution from that of the training data, as total variation distance "
        "(half the "
        "sum of the absolute differences)? A plain number."
    ),
    neighbours=("kl_today", "wasserstein"),
)
def total_variation(training: Any, today: Any) -> Any:
    """Return half the sum of the absolute differences."""
    return np.sum(np.abs(np.subtract(today, training))) / 2


@total_variation.misconception(
    "half-missing",
    "This is the sum of the absolute differences. What one bin wins another loses: half of it is the "
    "distance.",
)
def _whole_sum(training: Any, today: Any) -> Any:
    return np.sum(np.abs(np.subtract(today, training)))


@total_variation.misconception(
    "signs-kept",
    "Without absolute values the differences always add up to zero: what one bin wins another loses.",
)
def _signed(training: Any, today: Any) -> Any:
    return 0 * np.sum(np.subtract(today, training))


@total_variation.misconception(
    "largest-difference", "This is the difference in the bin where it is largest. All bins count."
)
def _largest(training: Any, today: Any) -> Any:
    return np.max(np.abs(np.subtract(today, training)))


@total_variation.misconception(
    "euclidean",
    "This is the Euclidean distance, with squares and a root. Here the absolute differences count.",
)
def _euclidean(training: Any, today: Any) -> Any:
    difference = np.subtract(today, training)
    return np.sqrt(np.sum(difference * difference))


@total_variation.misconception(
    "euclidean", "These are squared differences. Here the absolute differences count."
)
def _squares(training: Any, today: Any) -> Any:
    difference = np.subtract(today, training)
    return np.sum(difference * difference)


@total_variation.misconception(
    "mean-difference", "This is the mean of the absolute differences; the question says half of their sum."
)
def _mean(training: Any, today: Any) -> Any:
    return np.mean(np.abs(np.subtract(today, training)))


@exercise(
    "wasserstein",
    bank="I5.8",
    scenario="distributions",
    objective=7,
    bloom="Apply",
    anchors="eq-degradation",
    rtol=0.002,
    title="Wasserstein distance of two distributions",
    prompt=(
        "How far is today's distribution from that of the training data, as Wasserstein-1 distance? The bins "
        "stand in order, each one unit from the next. A plain number."
    ),
    neighbours=("kl_today", "total_variation"),
)
def wasserstein(training: Any, today: Any) -> Any:
    """Sum what has to be carried across each border between bins."""
    return np.sum(np.abs(np.cumsum(np.subtract(today, training))))


@wasserstein.misconception(
    "total-variation",
    "This is the total variation distance: it says how much is to be moved, and not how far.",
)
def _moved(training: Any, today: Any) -> Any:
    return np.sum(np.abs(np.subtract(today, training))) / 2


@wasserstein.misconception(
    "not-cumulated",
    "These are the differences bin by bin. Sum them up from the left first: what is missing so far must be "
    "carried across the next border.",
)
def _not_cumulated(training: Any, today: Any) -> Any:
    return np.sum(np.abs(np.subtract(today, training)))


@wasserstein.misconception(
    "mean", "This is divided by the number of bins. The bins stand one unit apart: nothing is to be divided."
)
def _mean_carried(training: Any, today: Any) -> Any:
    return np.mean(np.abs(np.cumsum(np.subtract(today, training))))


@wasserstein.misconception(
    "halved", "This is half of it. What is carried across a border is counted once already."
)
def _halved(training: Any, today: Any) -> Any:
    return np.sum(np.abs(np.cumsum(np.subtract(today, training)))) / 2


@wasserstein.misconception(
    "largest-border", "This is what is carried across one border, the busiest. All borders count."
)
def _largest_border(training: Any, today: Any) -> Any:
    return np.max(np.abs(np.cumsum(np.subtract(today, training))))


@wasserstein.misconception(
    "unit-interval", "Here all bins together are taken to be one unit wide; each is one unit from the next."
)
def _unit_interval(training: Any, today: Any) -> Any:
    return np.sum(np.abs(np.cumsum(np.subtract(today, training)))) / (np.size(training) - 1)


# ------------------------------------------------------------------------------ I5.11: the mean of a sawtooth


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
        "back to "
        "its fresh accuracy. How accurate is it on average over time? A fraction, or a quantity in percent."
    ),
)
def mean_accuracy(start: Any, rate: Any, period: Any) -> Any:
    """Return the middle between the fresh accuracy and the lowest one."""
    return start - rate * period / 2


@mean_accuracy.misconception(
    "lowest",
    "This is the accuracy right before a retraining, the lowest. The question is about the mean over time.",
)
def _lowest(start: Any, rate: Any, period: Any) -> Any:
    return start - rate * period


@mean_accuracy.misconception(
    "month-starts",
    "This is the mean of the values at the beginning of each month. In between the accuracy falls further.",
)
def _month_starts(start: Any, rate: Any, period: Any) -> Any:
    return start - rate * (period - Q_(1, "month")) / 2


@mean_accuracy.misconception(
    "month-ends",
    "This is the mean of the values at the end of each month. Before that the accuracy was higher.",
)
def _month_ends(start: Any, rate: Any, period: Any) -> Any:
    return start - rate * (period + Q_(1, "month")) / 2


@mean_accuracy.misconception(
    "one-month", "This is the accuracy one month after a retraining. The question is about the whole period."
)
def _after_one_month(start: Any, rate: Any) -> Any:
    return start - rate * Q_(1, "month")


@mean_accuracy.misconception(
    "half-a-month",
    "This is the accuracy half a month after a retraining. The middle of the whole period is asked for.",
)
def _half_a_month(start: Any, rate: Any) -> Any:
    return start - rate * Q_(0.5, "month")


@mean_accuracy.misconception(
    "mean-loss", "This is the mean of what is lost. The question is about the accuracy that is left."
)
def _mean_loss(rate: Any, period: Any) -> Any:
    return rate * period / 2


@mean_accuracy.misconception(
    "never-retrained",
    "This is the mean of a model that is never retrained. Each retraining brings the accuracy back.",
)
def _never(start: Any, rate: Any, span: Any) -> Any:
    return start - rate * span / 2


# -------------------------------------------------------------------------------- I5.13: why tests take weeks


@exercise(
    "users_per_arm",
    bank="I5.13",
    rtol=0.03,
    scenario="ab_test",
    objective=(7, 6),
    bloom="Analyze",
    anchors=_FALLACIES,
    title="Why comparing models takes weeks",
    prompt=(
        "To tell two accuracies apart, each model needs n = (z_alpha + z_beta)^2 * V / d^2 users, where "
        "d is the "
        "difference as a fraction and V adds up the variances p (1 - p) of both arms; take the old "
        "model's for "
        "each. How many users is that per arm? A plain number; rounding does not matter."
    ),
)
def users_per_arm(old: Any, drop: Any, z_alpha: Any, z_beta: Any) -> Any:
    """Return the users that each arm of the comparison needs."""
    return (z_alpha + z_beta) ** 2 * 2 * old * (1 - old) / drop**2


@users_per_arm.accept(
    "convention:both-variances",
    "Counted with each arm's own variance, which is a little more exact.",
)
def _own_variances(old: Any, drop: Any, z_alpha: Any, z_beta: Any) -> Any:
    new = old - drop
    return (z_alpha + z_beta) ** 2 * (old * (1 - old) + new * (1 - new)) / drop**2


@users_per_arm.misconception(
    "one-variance",
    "Only one arm's variance is counted. Both accuracies are uncertain, so both variances add up.",
)
def _one_variance(old: Any, drop: Any, z_alpha: Any, z_beta: Any) -> Any:
    return (z_alpha + z_beta) ** 2 * old * (1 - old) / drop**2


@users_per_arm.misconception(
    "both-arms", "These are the users of both arms together. The question is about one arm."
)
def _both_arms(old: Any, drop: Any, z_alpha: Any, z_beta: Any) -> Any:
    return (z_alpha + z_beta) ** 2 * 4 * old * (1 - old) / drop**2


@users_per_arm.misconception(
    "points-not-fractions",
    "Here the difference is put in as percentage points. The variance is that of a fraction, so the "
    "difference "
    "is one too.",
)
def _in_points(old: Any, drop: Any, z_alpha: Any, z_beta: Any) -> Any:
    return (z_alpha + z_beta) ** 2 * 2 * old * (1 - old) / (100 * drop) ** 2


@users_per_arm.misconception(
    "dropped:power",
    "The quantile of the power, z_beta, is left out: without it a real difference is missed every other "
    "time.",
)
def _no_power(old: Any, drop: Any, z_alpha: Any) -> Any:
    return z_alpha**2 * 2 * old * (1 - old) / drop**2


@users_per_arm.misconception(
    "dropped:quantiles", "Both quantiles are left out: without them the test proves nothing."
)
def _no_quantiles(old: Any, drop: Any) -> Any:
    return 2 * old * (1 - old) / drop**2


@users_per_arm.misconception(
    "dropped:quantiles",
    "Both quantiles and one arm's variance are left out.",
)
def _bare(old: Any, drop: Any) -> Any:
    return old * (1 - old) / drop**2


@users_per_arm.misconception(
    "squares-added", "The quantiles are squared one by one. Add them first, then square the sum."
)
def _squares_added(old: Any, drop: Any, z_alpha: Any, z_beta: Any) -> Any:
    return (z_alpha**2 + z_beta**2) * 2 * old * (1 - old) / drop**2


@users_per_arm.misconception(
    "not-squared:difference",
    "The difference is not squared. Half the difference takes four times the users.",
)
def _difference(old: Any, drop: Any, z_alpha: Any, z_beta: Any) -> Any:
    return (z_alpha + z_beta) ** 2 * 2 * old * (1 - old) / drop


@users_per_arm.misconception("not-squared:quantiles", "The sum of the quantiles is not squared.")
def _quantiles(old: Any, drop: Any, z_alpha: Any, z_beta: Any) -> Any:
    return (z_alpha + z_beta) * 2 * old * (1 - old) / drop**2


@users_per_arm.misconception(
    "accuracy-for-variance",
    "The accuracy stands where its variance belongs, which is the accuracy times what is missing to one.",
)
def _no_variance(old: Any, drop: Any, z_alpha: Any, z_beta: Any) -> Any:
    return (z_alpha + z_beta) ** 2 * 2 * old / drop**2
