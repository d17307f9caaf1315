"""Drift and retraining: how stale a model becomes, and what that costs.

It belongs to eq-degradation and sec-introduction-ml-vs-traditional-software-e19a; accuracy and rate at the
start are those of the drift example in sec-introduction-fallacies-pitfalls-230d.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, choice, slider, steps
from mlsys_course.widgets.drawing import Threshold, curve, logarithmic, mark, named_ticks, note, panels, put
from mlsys_course.widgets.numbers import number, plain
from mlsys_course.widgets.picture import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Upkeep", "explore_drift", "upkeep"]

SPAN = 24.0
"""Months that the picture shows."""
_PERIODS_SHOWN = (0.5, 60.0)
ALARM = 82.0
"""Accuracy in percent at which the picture draws an alarm."""
PENALTY = 400.0
"""USD a month for each percentage point below the fresh accuracy: an assumption."""
PERIODS = (1, 2, 3, 4, 6, 8, 12)
COSTS = (500, 1000, 2000, 3000, 4000, 6000, 8000, 12_000, 16_000, 24_000, 32_000, 48_000)


@dataclass(frozen=True)
class Upkeep:
    """A model that goes stale and is retrained every so often.

    Parameters
    ----------
    start : float
        Accuracy of a freshly trained model, in percent.
    rate : float
        Percentage points lost each month.
    period : float or None
        Months between two retrainings; None: it is never retrained.
    cost : float
        Price of one retraining, in USD.
    penalty : float
        USD a month for each percentage point below the fresh accuracy.
    """

    start: float
    rate: float
    period: float | None
    cost: float
    penalty: float = PENALTY

    def accuracy(self, month: float) -> float:
        """Return the accuracy in percent, right after a retraining where one falls on that month."""
        since = month if self.period is None else month % self.period
        return max(self.start - self.rate * since, 0.0)

    @property
    def corners(self) -> list[tuple[float, float]]:
        """The sawtooth's corners: month and accuracy, both ends of every jump."""
        step = SPAN if self.period is None else self.period
        low = max(self.start - self.rate * step, 0.0)
        found: list[tuple[float, float]] = []
        for k in range(round(SPAN / step)):
            found += [(k * step, self.start), ((k + 1) * step, low)]
        return found

    @property
    def lowest(self) -> float:
        """The lowest accuracy in percent within the picture."""
        return min(accuracy for _, accuracy in self.corners)

    @property
    def mean(self) -> float:
        """The mean accuracy in percent over the picture's months."""
        return (self.start + self.lowest) / 2

    def bill(self, period: float) -> float:
        """Return USD a month when the model is retrained every `period` months."""
        return self.cost / period + self.penalty * self.rate * period / 2

    @property
    def best(self) -> float:
        """The period in months with the lowest bill, where its two parts are equal."""
        return float((2 * self.cost / (self.penalty * self.rate)) ** 0.5)

    @property
    def alarm_after(self) -> float | None:
        """Months from a retraining to the alarm; None where the next retraining comes before."""
        after = (self.start - ALARM) / self.rate
        return after if after <= (SPAN if self.period is None else self.period) else None


def upkeep(rate: Any, period: Any, cost: Any, start: Any = None) -> Upkeep:
    """Return how a model fares that drifts at a constant rate.

    Parameters
    ----------
    rate : Quantity
        Accuracy lost per time, above 0.
    period : Quantity or None
        Time between two retrainings, above 0; None: never.
    cost : Quantity
        Price of one retraining.
    start : Quantity, optional
        Accuracy of a fresh model; left out: that of the chapter's example.

    Returns
    -------
    Upkeep

    Raises
    ------
    ValueError
        If rate or period is not above 0.

    Notes
    -----
    Machine Learning Systems, chapter 1, eq-degradation, with a divergence that grows by the same amount each
    month, and that returns to zero when the model is trained on today's data.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> state = upkeep(Q_(1, "percentage_point/month"), Q_(4, "month"), Q_(1000, "USD"), Q_(90, "percent"))
    >>> state.lowest, state.mean, round(state.best, 3)
    (86.0, 88.0, 2.236)
    """
    from mlsys_course.constants import DRIFT_START_ACCURACY

    fresh = DRIFT_START_ACCURACY.quantity if start is None else start
    loss = plain(rate, "percentage_point/month")
    months = None if period is None else plain(period, "month")
    if not loss > 0:
        raise ValueError(f"A model that loses {rate} does not drift; give a rate above 0.")
    if months is not None and not months > 0:
        raise ValueError(f"A model cannot be retrained every {period}; give a time above 0.")
    return Upkeep(plain(fresh, "percent"), loss, months, plain(cost, "USD"))


def _usd(value: float) -> str:
    return f"{readable.number(float(round(value)))} USD"


def _read_out(state: Upkeep) -> list[str]:
    if state.period is None:
        head = (
            f"Never retrained, the model falls from {state.start:.1f} % to {state.lowest:.1f} % in "
            f"{SPAN:.0f} months."
        )
        spent = state.penalty * state.rate * SPAN / 2
        bill = f"Staleness costs {_usd(spent)} a month on average over these months, and more every month."
    else:
        head = (
            f"Accuracy swings between {state.start:.1f} % and {state.lowest:.1f} %; "
            f"its mean is {state.mean:.1f} %."
        )
        stale = state.bill(state.period) - state.cost / state.period
        bill = (
            f"A month costs {_usd(state.bill(state.period))}: {_usd(state.cost / state.period)} for "
            f"retraining, {_usd(stale)} for staleness."
        )
    best = (
        f"The bill is lowest when you retrain every {number(state.best)} months: "
        f"{_usd(state.bill(state.best))}."
    )
    if state.alarm_after is None:
        alarm = f"The alarm at {ALARM:.0f} % never sounds."
    else:
        alarm = f"The alarm at {ALARM:.0f} % sounds {number(state.alarm_after)} months after a training."
    return [head, bill, best, alarm]


def _alt(state: Upkeep) -> str:
    if state.period is None:
        line = f"Left, a line that falls from {state.start:.1f} to {state.lowest:.1f} percent accuracy"
    else:
        line = (
            f"Left, a sawtooth: accuracy falls from {state.start:.1f} to {state.lowest:.1f} percent and "
            f"jumps back every {number(state.period)} months"
        )
    side = "below" if state.alarm_after is not None else "above"
    place = "no dot, for it is never retrained" if state.period is None else "a dot at the chosen time"
    return (
        f"{line}; its lowest point lies {side} a dashed alarm line. Right, the cost per month against the "
        f"time between retrainings: a curve that falls steeply, is lowest near {number(state.best)} months "
        f"and rises again, with {place}."
    )


def _draw(figure: Figure) -> Update[Upkeep]:
    import numpy as np

    left, right = panels(figure, (3, 2), gap=0.45, right=0.97, top=0.93)
    saw = curve(left, COLOURS[0])
    Threshold(left, "y", words_at=SPAN + 0.3, va="center").at(ALARM, "alarm")
    left.set_xticks(range(0, int(SPAN) + 1, 3))
    left.set(xlim=(0, SPAN), xlabel="Time (month)", ylabel="Accuracy (%)")

    grid = np.geomspace(*_PERIODS_SHOWN, 120)
    bill = curve(right, COLOURS[3])
    best = mark(right, "^", "black", 7)
    here = mark(right, "o", COLOURS[0])
    lowest = note(right, "center", "top")
    named_ticks(right, "x", (1, 3, 10, 30))
    logarithmic(right, "y")
    right.set(xlim=_PERIODS_SHOWN, xlabel="Time between retrainings (month)", ylabel="Cost (USD/month)")

    def update(state: Upkeep) -> None:
        saw.set_data(*zip(*state.corners, strict=True))
        left.set_ylim(min(state.lowest, ALARM) - 1, state.start + 1)
        costs = state.cost / grid + state.penalty * state.rate * grid / 2
        bill.set_data(grid, costs)
        low = state.bill(state.best)
        best.set_data([state.best], [low / 1.2])
        put(lowest, state.best, low / 1.4, "lowest")
        here.set_visible(state.period is not None)
        if state.period is not None:
            here.set_data([state.period], [state.bill(state.period)])
        right.set_ylim(low / 3, 1.3 * max(costs))

    return update


def explore_drift() -> Explorer[Upkeep]:
    """Explore how often a drifting model should be retrained.

    Returns
    -------
    Explorer
        Three knobs: rate of the drift, time between retrainings, price of one retraining.

    Examples
    --------
    >>> explorer = explore_drift().move(period="every 6 months")
    >>> explorer.state.alarm_after is None
    False
    """
    from mlsys_course.constants import DRIFT_LOSS_PER_MONTH

    one = registry().Quantity
    periods: dict[str, Any] = {
        f"every {months} months" if months > 1 else "every month": one(months, "month") for months in PERIODS
    }
    periods["never"] = None
    rates = steps(0.2, 2, 0.2, "percentage_point/month")
    knobs = [
        slider("rate", "Loss of accuracy", rates, DRIFT_LOSS_PER_MONTH.quantity),
        choice("period", "Retrained", periods, "never"),
        slider("cost", "Price of a retraining", [one(usd, "USD") for usd in COSTS], one(3000, "USD")),
    ]
    title = "How often should a drifting model be retrained?"
    return Explorer(title, knobs, upkeep, _draw, _read_out, _alt, size=(7.5, 3.4))
