"""Graded keys of the section on fallacies, pitfalls, deployment and the five pillars."""

import math
from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_

# -------------------------------------------------------------------------------------- I9.1: Amdahl


@exercise(
    "latency_reduction",
    bank="I9.1",
    unit="percent",
    rtol=0.005,
    points=2,
    scenario="amdahl",
    objective=(4, 6),
    bloom="Apply",
    anchors=("sec-introduction-fallacies-pitfalls-230d", "amdahls-pitfall"),
    title="What a faster model is worth",
    prompt=(
        "Three stages follow one another, and inference becomes faster by the given factor. By which "
        "share of the old "
        "end-to-end latency does the latency fall? A fraction, or a quantity in percent."
    ),
    neighbours=("speedup_limit", "preprocessing_budget"),
)
def latency_reduction(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    """Time saved over the old total."""
    return (inference - inference / speedup) / (preprocessing + inference + postprocessing)


@latency_reduction.misconception(
    "local-improvement",
    "This is by how much inference alone becomes shorter. The question is about the whole request: the other "
    "stages take as long as before.",
)
def _local(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    return 1 - 1 / speedup


@latency_reduction.misconception(
    "new-as-base",
    "This is the time saved relative to the new latency (the speedup less one). The question is "
    "about the share of "
    "the old latency.",
)
def _new_as_base(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    new = preprocessing + inference / speedup + postprocessing
    return (preprocessing + inference + postprocessing) / new - 1


@latency_reduction.misconception(
    "remaining-share",
    "This is what remains of the old latency. The question is about what is saved.",
)
def _remaining(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    total = preprocessing + inference + postprocessing
    return (preprocessing + inference / speedup + postprocessing) / total


@latency_reduction.misconception(
    "inference-share",
    "This is the share of inference in the old latency. That much would be saved if inference took "
    "no time at all.",
)
def _share(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    return inference / (preprocessing + inference + postprocessing)


@latency_reduction.misconception(
    "speedup-of-whole",
    "This is how many times as fast the whole becomes, old latency over new. The question is about "
    "the share of the "
    "old latency that is saved.",
)
def _speedup(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    total = preprocessing + inference + postprocessing
    return total / (preprocessing + inference / speedup + postprocessing)


@latency_reduction.misconception(
    "share-over-speedup",
    "This is what is left of inference, as a share of the old latency. What is saved is the part "
    "that inference loses.",
)
def _left(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    return inference / speedup / (preprocessing + inference + postprocessing)


# ------------------------------------------------------ I9.18, I9.21, I9.22: what the pillars calculate


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
    prompt=(
        "Operations: a set of independent metrics is watched, and each is tested once per interval. "
        "While nothing is "
        "wrong, a test still gives an alarm with a small probability. How many false alarms are to "
        "be expected over "
        "the period? A plain number, not rounded."
    ),
)
def false_alarms(metrics: Any, interval: Any, probability: Any, period: Any) -> Any:
    """Return tests made in the period times the probability of a false alarm in one."""
    return metrics * (period / interval) * probability


@false_alarms.misconception(
    "per-test-round",
    "This is the number of false alarms each time the metrics are tested once. Count how often that "
    "happens in the "
    "period.",
)
def _one_round(metrics: Any, probability: Any) -> Any:
    return metrics * probability


@false_alarms.misconception(
    "per-hour",
    "This is the number of false alarms in an hour; the question asks about the period.",
)
def _per_hour(metrics: Any, interval: Any, probability: Any) -> Any:
    return metrics * (Q_(1, "hour") / interval) * probability


@false_alarms.misconception(
    "probability-rounded",
    "Here the probability is rounded before it is multiplied. Take it as it is given, and round at the end, "
    "if at all.",
)
def _rounded_probability(metrics: Any, interval: Any, probability: Any, period: Any, sigma: Any) -> Any:
    rounded = 0.003 if float(sigma) == 3 else math.nan
    return metrics * (period / interval) * rounded


@false_alarms.misconception(
    "one-sided",
    "This counts alarms on one side only. The probability given holds for both sides together.",
)
def _one_sided(metrics: Any, interval: Any, probability: Any, period: Any) -> Any:
    return metrics * (period / interval) * probability / 2


@false_alarms.misconception(
    "all-tests",
    "This is the number of tests made in the period. Only a small share of them gives an alarm.",
)
def _all_tests(metrics: Any, interval: Any, period: Any) -> Any:
    return metrics * (period / interval)


@exercise(
    "drift_window",
    bank="I9.21",
    kind="integer",
    points=2,
    scenario="drift_window",
    objective=(8, 7),
    bloom="Apply",
    anchors=("fig-pillars", "sec-introduction-five-engineering-disciplines-fa08"),
    title="How much data does a drift test need?",
    prompt=(
        "Data engineering: two windows of n records each, one from training and one from production, "
        "are compared by "
        "the Kolmogorov-Smirnov distance. The test calls them different where the distance is larger "
        "than the "
        "coefficient times the square root of 2/n. What is the smallest n at which the given "
        "distance counts as "
        "drift? A whole number."
    ),
)
def drift_window(distance: Any, coefficient: Any) -> Any:
    """Solve distance = coefficient * sqrt(2 / n) for n, rounded up."""
    return np.ceil(2 * (coefficient / distance) ** 2)


@drift_window.misconception(
    "dropped:2",
    "The 2 under the root is left out: both windows are samples, and both are uncertain.",
)
def _one_window(distance: Any, coefficient: Any) -> Any:
    return np.ceil((coefficient / distance) ** 2)


@drift_window.misconception(
    "halved",
    "Here the 2 divides instead of multiplying. Solve the inequality for n once more.",
)
def _halved(distance: Any, coefficient: Any) -> Any:
    return np.ceil((coefficient / distance) ** 2 / 2)


@drift_window.misconception(
    "both-windows",
    "This counts the records of both windows; n is the size of one.",
)
def _both(distance: Any, coefficient: Any) -> Any:
    return np.ceil(4 * (coefficient / distance) ** 2)


@drift_window.misconception(
    "not-squared",
    "The square is missing: n stands under a root, so solving for it squares the rest.",
)
def _not_squared(distance: Any, coefficient: Any) -> Any:
    return np.ceil(2 * coefficient / distance)


@drift_window.misconception(
    "half-squared",
    "Only a part is squared. Square both sides of the inequality before solving it for n.",
)
def _half_squared(distance: Any, coefficient: Any) -> Any:
    return np.ceil(np.sqrt(2) * coefficient / distance)


@exercise(
    "minority_accuracy",
    bank="I9.22",
    unit="percent",
    rtol=0.005,
    points=2,
    scenario="subgroups",
    objective=8,
    bloom="Analyze",
    anchors=("fig-pillars", "sec-introduction-five-engineering-disciplines-fa08"),
    title="What an average hides",
    prompt=(
        "Ethics and governance: a report gives the accuracy over all users, and the accuracy for the "
        "users in the "
        "majority group, who are the given share of all. How accurate is the system for everybody "
        "else? A fraction, "
        "or a quantity in percent."
    ),
)
def minority_accuracy(overall: Any, majority: Any, share: Any) -> Any:
    """Return what the majority leaves of the average, over the share of the others."""
    return (overall - share * majority) / (1 - share)


@minority_accuracy.misconception(
    "mirrored",
    "This lies as far below the average as the majority lies above it. That holds only for two "
    "groups of equal size.",
)
def _mirrored(overall: Any, majority: Any) -> Any:
    return 2 * overall - majority


@minority_accuracy.misconception(
    "not-divided",
    "This is what the other users contribute to the average. Divide it by their share to get their "
    "own accuracy.",
)
def _contribution(overall: Any, majority: Any, share: Any) -> Any:
    return overall - share * majority


@minority_accuracy.misconception(
    "shares-exchanged",
    "Here the shares are exchanged: the share given is that of the majority, the others are the rest.",
)
def _exchanged(overall: Any, majority: Any, share: Any) -> Any:
    return (overall - (1 - share) * majority) / share


@minority_accuracy.misconception(
    "overall",
    "This is the accuracy over all users. The question is about those outside the majority.",
)
def _overall(overall: Any) -> Any:
    return overall


@minority_accuracy.misconception(
    "majority",
    "This is the accuracy of the majority. The question is about everybody else.",
)
def _majority(majority: Any) -> Any:
    return majority


@minority_accuracy.misconception(
    "multiplied",
    "Here the accuracies are multiplied. The average is a sum: each group's accuracy times its share.",
)
def _multiplied(overall: Any, majority: Any) -> Any:
    return overall * majority


@minority_accuracy.misconception(
    "error-rate",
    "This is the error rate of the other users; the question asks for their accuracy.",
)
def _error(overall: Any, majority: Any, share: Any) -> Any:
    return 1 - (overall - share * majority) / (1 - share)


@minority_accuracy.misconception(
    "error-over-accuracy",
    "Here all errors are put on the other users, as if the majority had none.",
)
def _all_errors(overall: Any, share: Any) -> Any:
    return 1 - (1 - overall) / (1 - share)
