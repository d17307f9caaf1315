"""Questions to predict in the lesson on drift."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

from mlsys_course.questions import question
from mlsys_course.units import Q_

_HONEST, _FRAUD, _STEP = -1.0, 1.0, 0.1  # where the lesson's scores lie, and how far fraud moves in a month


def _accuracy(month: float) -> float:
    """Return the share of the lesson's payments that its detector gets right."""
    honest = NormalDist(_HONEST).cdf(0)
    found = 1 - NormalDist(_FRAUD - _STEP * month).cdf(0)
    return (honest + found) / 2


def _total_variation(month: float) -> float:
    """Return how far the distribution of the scores has moved."""
    then, now = NormalDist(_FRAUD), NormalDist(_FRAUD - _STEP * month)
    grid = [-6 + 0.01 * step for step in range(1200)]
    return 0.5 * sum(abs(now.pdf(score) - then.pdf(score)) / 2 for score in grid) * 0.01


@question(
    "pedestrians-missed",
    "One detector finds 95 percent of the pedestrians, the other 99.9. How many times as many does the "
    "first one miss?",
    unit="times",
    topic="chances",
    explanation=(
        "Two accuracies that look alike can be far apart where it matters. Ask about the misses, not the "
        "hits."
    ),
)
def pedestrians_missed() -> float:
    """Return the errors of the one over those of the other."""
    return (1 - 0.95) / (1 - 0.999)


@question(
    "fraud-after-two-years",
    "How accurate is the detector after 24 months?",
    unit="percent",
    topic="drift",
    explanation=(
        "A coin would do better now, and nothing was logged. This is silent degradation: a monitor that "
        "watches crashes, latency and error codes sees a healthy service."
    ),
)
def fraud_after_two_years() -> Any:
    """Return the accuracy on payments that moved for two years."""
    return Q_(100 * _accuracy(24), "percent")


@question(
    "straight-line-far-out",
    "What accuracy does the equation give for the last month?",
    choices=["too high", "about right", "too low"],
    topic="drift",
    explanation=(
        "Near the start the line is good. Far out it is not, and it errs on the comfortable side: reality "
        "is worse. The chapter calls it a first-order approximation that breaks down for large shifts."
    ),
)
def straight_line_far_out() -> str:
    """Extend the slope of the first months to the last one."""
    slope = (_accuracy(3) - _accuracy(0)) / _total_variation(3)
    line = _accuracy(0) + slope * _total_variation(24)
    if abs(line - _accuracy(24)) < 0.02:
        return "about right"
    return "too high" if line > _accuracy(24) else "too low"


@question(
    "blind-divergence",
    "Which divergence gives the same number for both cases?",
    choices=["Kullback-Leibler", "total variation", "Wasserstein-1"],
    topic="drift",
    experiment="Move the users to the next and to a new group in the explorer below, then compare.",
    explanation="It counts the share that moved. It does not see how far they moved, or where to.",
)
def blind_divergence() -> str:
    """Move a tenth of the users to two places."""
    from mlsys_course.chapters.ch01_introduction.widgets.divergence import MEASURES, TARGETS, shift

    near, new = list(TARGETS)[0], list(TARGETS)[-1]
    (blind,) = (
        name
        for name in MEASURES
        if abs(shift(0.1, near, name).divergence(name) - shift(0.1, new, name).divergence(name)) < 1e-12
    )
    return blind


@question(
    "four-times-the-drift",
    "The model drifts four times as fast. How many times as often should you retrain it?",
    unit="times",
    topic="drift",
    experiment=(
        "Find the cheapest period for 0.4 and for 1.6 points a month in the explorer below, then compare."
    ),
    explanation=(
        "If you retrain more often, you pay more for retraining and less for staleness. The sum is lowest "
        "where the two are equal, so the best period goes with the square root."
    ),
)
def four_times_the_drift() -> float:
    """Compare the best periods for the two losses."""
    from mlsys_course.chapters.ch01_introduction.widgets.drift import explore_drift

    slow, fast = (explore_drift().move(rate=Q_(loss, "percentage_point/month")).state for loss in (0.4, 1.6))
    return float(slow.best / fast.best)


@question(
    "from-85-to-40-percent",
    "At the other story's rate, how many years does it take to fall from 85 to 40 percent?",
    unit="year",
    topic="drift",
    explanation=(
        "The chapter tells both stories about the same kind of system. In the exercises you find out how "
        "far apart they are."
    ),
)
def from_85_to_40_percent() -> Any:
    """Return the fall over the loss a month."""
    from mlsys_course import constants

    fall = constants.DRIFT_START_ACCURACY.quantity - Q_(40, "percent")
    return fall / constants.DRIFT_LOSS_PER_MONTH
