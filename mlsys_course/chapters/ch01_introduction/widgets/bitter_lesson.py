"""Expertise against compute: where a general method overtakes (sec-introduction-bitter-lesson-79c7)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, slider, steps
from mlsys_course.widgets.drawing import Threshold, curve, logarithmic, mark, note, panel, put
from mlsys_course.widgets.numbers import amount, plain
from mlsys_course.widgets.picture import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Race", "explore_bitter_lesson", "race"]

START_ACCURACY, START_EXPONENT, LAST_EXPONENT = 30, 14, 27
"""An assumption: at 10^14 FLOP the general method is right in 30 percent; the picture ends at 10^27."""


@dataclass(frozen=True)
class Race:
    """An expert system beside a general method that gains with compute.

    Parameters
    ----------
    expert : Quantity
        Accuracy of the expert system, whatever the compute.
    start : Quantity
        Accuracy of the general method at `start_compute`.
    gain : Quantity
        What each tenfold compute adds to it.
    start_compute, compute : Quantity
        Where the general method starts, and what is at hand.
    """

    expert: Any
    start: Any
    gain: Any
    start_compute: Any
    compute: Any

    def at(self, compute: Any) -> float:
        """Return the general method's accuracy in percent; never more than 100."""
        tenfold = math.log10(plain(compute / self.start_compute))
        return min(100.0, _percent(self.start) + _percent(self.gain) * tenfold)

    @property
    def general(self) -> float:
        """Accuracy of the general method with the compute at hand, in percent."""
        return self.at(self.compute)

    @property
    def lead(self) -> float:
        """Percentage points by which the general method is ahead; negative while it is behind."""
        return self.general - _percent(self.expert)

    @property
    def crossing(self) -> Any:
        """The compute at which both are equal."""
        return self.start_compute * 10 ** (
            (_percent(self.expert) - _percent(self.start)) / _percent(self.gain)
        )

    @property
    def doublings(self) -> float:
        """How often the compute at hand must double until both are equal; negative once it has."""
        return math.log2(plain(self.crossing / self.compute))


def _percent(value: Any) -> float:
    return plain(value, "percent")


def race(expert: Any, gain: Any, compute: Any, start: Any = None, start_compute: Any = None) -> Race:
    """Put an expert system beside a general method.

    Parameters
    ----------
    expert : Quantity
        Accuracy of the expert system: a share.
    gain : Quantity
        Accuracy that each tenfold compute adds to the general method, above 0.
    compute : Quantity
        Compute at hand, above 0.
    start, start_compute : Quantity, optional
        Accuracy of the general method at a compute; left out: 30 percent at 1e14 FLOP, an assumption.

    Returns
    -------
    Race

    Raises
    ------
    ValueError
        For a gain or a compute that is not above zero.

    Notes
    -----
    A model of one sentence in sec-introduction-bitter-lesson-79c7, and not a law: a constant gain for each
    tenfold compute is an assumption, and it must end at 100 percent.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> now = race(Q_(60, "percent"), Q_(10, "percent"), Q_(1e15, "FLOP"))
    >>> now.general, now.lead, f"{now.crossing.to('FLOP').magnitude:.3g}"
    (40.0, -20.0, '1e+17')
    """
    one = registry().Quantity
    start = one(START_ACCURACY, "percent") if start is None else start
    start_compute = one(10.0**START_EXPONENT, "FLOP") if start_compute is None else start_compute
    if not _percent(gain) > 0:
        raise ValueError(f"The gain is {gain}; a general method gains with compute: give more than 0.")
    for value in (compute, start_compute):
        if not value.magnitude > 0:
            raise ValueError(f"The compute is {value}; give one above zero.")
    return Race(expert, start, gain, start_compute, compute)


def _work(value: Any) -> str:
    return amount(plain(value, "FLOP"), "FLOP")


def _read_out(state: Race) -> list[str]:
    expert = f"{_percent(state.expert):.0f} %"
    general = f"{state.general:.0f} %"
    if abs(state.lead) < 0.05:
        stand = f"both are equal at {expert}"
    elif state.lead > 0:
        stand = f"the general method is ahead, {general} to {expert}"
    else:
        stand = f"the expert system is ahead, {expert} to {general}"
    left = state.doublings
    if left > 0:
        away = f"Compute must still double {left:.1f} times, to {readable.times(2**left, 3)} what is at hand."
    else:
        away = f"The compute at hand is past that point by {-left:.1f} doublings."
    ratio = 10 ** (5 / _percent(state.gain))
    return [
        f"With {_work(state.compute)}, {stand}.",
        f"The two meet at {_work(state.crossing)}. {away}",
        "Five more points for the expert system move that point by a factor of "
        f"{readable.number(ratio, 3)}.",
    ]


def _alt(state: Race) -> str:
    return (
        "Accuracy against compute on a logarithmic axis: a dashed level line at "
        f"{_percent(state.expert):.0f} % for the expert system, and a straight line for the general method "
        f"that rises by {_percent(state.gain):.0f} points with each tenfold compute and meets the dashed one "
        f"at {_work(state.crossing)}; a dot on it at the compute at hand, {_work(state.compute)}."
    )


def _draw(figure: Figure) -> Update[Race]:
    axes = panel(figure)
    compute = [
        10.0 ** (START_EXPONENT + step / 8) for step in range(8 * (LAST_EXPONENT - START_EXPONENT) + 1)
    ]
    expert = curve(axes, COLOURS[3], "--")
    general = curve(axes, COLOURS[0])
    dot = mark(axes, "o", COLOURS[0], clip_on=False, zorder=3)
    cross = mark(axes, "X", "black", zorder=3)
    hand = Threshold(axes, "x", "0.5", ":", words_at=2, va="baseline")
    names = [note(axes, va="baseline") for _ in range(2)]
    logarithmic(axes, "x")
    axes.set(xlim=(compute[0], compute[-1]), ylim=(0, 105), xlabel="Compute (FLOP)", ylabel="Accuracy (%)")

    def update(state: Race) -> None:
        level, now, meet = _percent(state.expert), plain(state.compute, "FLOP"), plain(state.crossing, "FLOP")
        unit = registry().Quantity(1, "FLOP")
        heights = [state.at(work * unit) for work in compute]
        expert.set_data([compute[0], compute[-1]], [level, level])
        general.set_data(compute, heights)
        dot.set_data([now], [state.general])
        cross.set_data([meet], [level])
        cross.set_visible(meet <= compute[-1])
        hand.at(now, "at hand", now * 1.2)
        put(names[0], compute[2], level + 2, "expert system")
        put(names[1], compute[2], heights[2] - 9, "general method")

    return update


def explore_bitter_lesson() -> Explorer[Race]:
    """Explore when compute overtakes expertise, in a model of two lines.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> explorer = explore_bitter_lesson().move(expert="60 %", gain="10 %")
    >>> f"{explorer.state.crossing.to('FLOP').magnitude:.3g}"
    '1e+17'
    """
    one = registry().Quantity
    budgets = [one(10.0**exponent, "FLOP").to_compact() for exponent in range(14, 27)]
    knobs = [
        slider("expert", "Expert system is right in", steps(40, 95, 5, "percent"), one(70, "percent")),
        slider("gain", "Tenfold compute adds", steps(2, 15, 1, "percent"), one(6, "percent")),
        slider("compute", "Compute at hand", budgets, budgets[4]),
    ]
    return Explorer("Where does compute overtake expertise?", knobs, race, _draw, _read_out, _alt)
