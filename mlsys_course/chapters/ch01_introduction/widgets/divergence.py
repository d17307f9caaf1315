"""Three ways to measure drift, and why a sensitivity belongs to one of them.

It belongs to eq-degradation, which leaves the divergence open, and to
sec-introduction-ml-vs-traditional-software-e19a.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, choice, slider, steps
from mlsys_course.widgets.drawing import curve, legend, mark, note, pairs, panels, put
from mlsys_course.widgets.numbers import plain
from mlsys_course.widgets.picture import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MEASURES", "Shift", "explore_divergence", "shift"]

TRAINING = (0.35, 0.25, 0.2, 0.12, 0.08, 0.0)
"""Shares of six age groups in the training data, an invented example; the last one is missing there."""
GROUPS = ("<20", "20s", "30s", "40s", "50s", "60+")
TARGETS = {"the next group": 1, "a far group": 4, "a group never seen in training": 5}
"""Where users of the first group are found instead."""
MEASURES = {"Kullback-Leibler": "nat", "total variation": "", "Wasserstein-1": "groups"}
SENSITIVITY = 0.4
"""Accuracy lost per unit of divergence: an assumption, the same for all three to show that it cannot be."""


def _kullback_leibler(now: Sequence[float], before: Sequence[float]) -> float:
    terms = [p * (math.log(p / q) if q > 0 else math.inf) for p, q in zip(now, before, strict=True) if p > 0]
    return math.fsum(terms)


def _total_variation(now: Sequence[float], before: Sequence[float]) -> float:
    return math.fsum(abs(p - q) for p, q in zip(now, before, strict=True)) / 2


def _wasserstein(now: Sequence[float], before: Sequence[float]) -> float:
    carried, work = 0.0, 0.0
    for p, q in zip(now, before, strict=True):
        carried += p - q
        work += abs(carried)
    return work


_COMPUTE = dict(zip(MEASURES, (_kullback_leibler, _total_variation, _wasserstein), strict=True))


@dataclass(frozen=True)
class Shift:
    """A distribution that has moved away from that of the training data.

    Parameters
    ----------
    today : tuple of float
        Share of each group today.
    moved : float
        Share of all users that is found in another group.
    target : str
        Where it is found.
    measure : str
        The divergence that is looked at.
    """

    today: tuple[float, ...]
    moved: float
    target: str
    measure: str

    def divergence(self, measure: str) -> float:
        """Return a divergence of today's distribution from that of the training data."""
        return _COMPUTE[measure](self.today, TRAINING)


def shift(moved: Any, target: str, measure: str) -> Shift:
    """Move users out of the first group.

    Parameters
    ----------
    moved : Quantity or float
        Share of all users, at most that of the first group.
    target : str
        One of `TARGETS`.
    measure : str
        One of `MEASURES`.

    Returns
    -------
    Shift

    Raises
    ------
    ValueError
        If more users move than there are.

    Notes
    -----
    Machine Learning Systems, chapter 1, eq-degradation. Groups lie one unit apart for Wasserstein-1.

    Examples
    --------
    >>> near, far = (shift(0.1, target, "Wasserstein-1") for target in ("the next group", "a far group"))
    >>> [round(one.divergence("total variation"), 3) for one in (near, far)]
    [0.1, 0.1]
    >>> [round(one.divergence("Wasserstein-1"), 3) for one in (near, far)]
    [0.1, 0.4]
    """
    share = plain(moved)
    if not 0 <= share <= TRAINING[0]:
        raise ValueError(
            f"{moved} of the users cannot leave a group that holds {readable.percent(TRAINING[0])} of them."
        )
    today = list(TRAINING)
    today[0] -= share
    today[TARGETS[target]] += share
    return Shift(tuple(today), share, target, measure)


def _value(number: float, measure: str) -> str:
    unit = {"nat": " nat", "groups": " groups"}.get(MEASURES[measure], "")
    return "infinite" if math.isinf(number) else f"{number:.3f}{unit}"


def _loss(number: float) -> str:
    if math.isinf(number):
        return "an infinite loss, which tells you nothing"
    return f"{100 * SENSITIVITY * number:.1f} percentage points"


def _read_out(state: Shift) -> list[str]:
    value = state.divergence(state.measure)
    others = [m for m in MEASURES if m != state.measure]
    return [
        f"{readable.percent(state.moved)} of all users have moved to {state.target}. "
        f"{state.measure}: {_value(value, state.measure)}.",
        "The same shift by the others: "
        + ", ".join(f"{m} {_value(state.divergence(m), m)}" for m in others)
        + ".",
        f"With a sensitivity of {SENSITIVITY} per unit, this divergence predicts {_loss(value)}. "
        "A sensitivity that was fitted to one divergence is meaningless for another.",
    ]


def _alt(state: Shift) -> str:
    return (
        "Left, bars of six age groups in training and today; users have left the youngest group for "
        f"{state.target}. Right, {state.measure} against the share of users who moved, one line for each "
        f"place they may have moved to, and a dot at {readable.percent(state.moved)}, "
        f"{_value(state.divergence(state.measure), state.measure)}."
    )


def _draw(figure: Figure) -> Update[Shift]:
    left, right = panels(figure, gap=0.28, top=0.86)
    training, today = pairs(left, range(len(GROUPS)), {"training": 1, "today": 0})
    for bar, share in zip(training, TRAINING, strict=True):
        bar.set_height(100 * share)
    left.set_xticks(range(len(GROUPS)), GROUPS)
    left.set(ylim=(0, 62), xlabel="Age group (years)", ylabel="Share of users (%)")
    legend(left)

    shares = [k / 100 for k in range(26)]
    curves = {
        target: curve(right, colour, style, label=f"to {target}")
        for target, style, colour in zip(TARGETS, ("-", "--", ":"), COLOURS[2:], strict=False)
    }
    dot = mark(right, "o", "black")
    infinite = note(right, "center", "top", backgroundcolor="white")
    right.set(xlim=(0, 25), xlabel="Users who moved (%)")
    legend(figure, 8.5, handles=list(curves.values()), loc="upper right", ncols=3)
    known = {
        (measure, target): [shift(s, target, measure).divergence(measure) for s in shares]
        for measure in MEASURES
        for target in TARGETS
    }

    def update(state: Shift) -> None:
        for bar, share in zip(today, state.today, strict=True):
            bar.set_height(100 * share)
        top = 0.0
        for target, line in curves.items():
            points = [
                (100 * s, d) for s, d in zip(shares, known[state.measure, target], strict=True)
                if math.isfinite(d)
            ]  # fmt: skip
            line.set_data(*zip(*points, strict=True))
            top = max(top, *(d for _, d in points))
        top *= 1.15
        value = state.divergence(state.measure)
        dot.set_data([100 * state.moved], [min(value, 0.84 * top)])
        dot.set_marker("o" if math.isfinite(value) else "^")
        put(infinite, 12.5, 0.99 * top, "infinite for a group never seen")
        infinite.set_visible(state.measure == "Kullback-Leibler")
        unit = MEASURES[state.measure]
        right.set_ylim(0, top)
        right.set_ylabel(f"{state.measure} ({unit})" if unit else state.measure.capitalize())

    return update


def explore_divergence() -> Explorer[Shift]:
    """Explore what Kullback-Leibler, total variation and Wasserstein-1 see of one and the same shift.

    Returns
    -------
    Explorer
        Three knobs: how many users moved, where to, and the divergence.

    Examples
    --------
    >>> explorer = explore_divergence().move(target="a group never seen in training")
    >>> explorer.state.divergence("Kullback-Leibler")
    inf
    """
    knobs = [
        slider("moved", "Users who moved", steps(0, 25, 2.5, "percent"), registry().Quantity(10, "percent")),
        choice("target", "Moved to", list(TARGETS)),
        choice("measure", "Divergence", list(MEASURES)),
    ]
    return Explorer("How far have the data drifted?", knobs, shift, _draw, _read_out, _alt, size=(7.5, 3.4))
