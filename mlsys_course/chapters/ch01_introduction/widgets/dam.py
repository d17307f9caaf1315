"""D·A·M diagnosis: which axis limits a system, told by what helps (tbl-dam-taxonomy, fig-ai-triad)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlsys_course import readable
from mlsys_course.widgets.base import Explorer, Update, choice
from mlsys_course.widgets.drawing import Threshold, legend, pairs, panel

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["AXES", "CASES", "REMEDIES", "Trial", "explore_dam", "try_remedy"]

AXES = ("Data", "Algorithm", "Machine")

CASES: dict[str, tuple[tuple[float, float, float], str]] = {
    "A small dataset": ((0.62, 0.9, 0.95), "the model fits its few examples and fails on new ones"),
    "A model that is too small": ((0.9, 0.65, 0.95), "training loss stays high, on old examples too"),
    "A slow cluster": ((0.9, 0.92, 0.6), "training is stopped before it has converged"),
    "Users speak differently now": ((0.55, 0.9, 0.9), "old test sets are passed, new questions are not"),
}
"""Four systems: how far each axis lets it come, as a share of what is possible, and what one sees of it.

The shares are made up for this explorer, so that the rule of the smallest one can be seen at work.
"""

REMEDIES: dict[str, str] = {
    "more and fresher data": "Data",
    "a better model": "Algorithm",
    "faster hardware": "Machine",
}
"""What a team may buy, and the axis it works on."""

_GAIN = 0.3


@dataclass(frozen=True)
class Trial:
    """A remedy tried on a system.

    Parameters
    ----------
    case, symptom, remedy : str
        The system, what one sees of it, and what is tried.
    before, after : tuple of float
        How far each axis lets the system come, as a share, before and after the remedy.
    """

    case: str
    symptom: str
    remedy: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]

    @property
    def limit(self) -> str:
        """The axis that limited the system before."""
        return AXES[self.before.index(min(self.before))]

    @property
    def next_limit(self) -> str:
        """The axis that limits it now."""
        return AXES[self.after.index(min(self.after))]

    @property
    def gain(self) -> float:
        """What the remedy gained."""
        return min(self.after) - min(self.before)


def try_remedy(case: str, remedy: str) -> Trial:
    """Try a remedy on a system; the axis that lets it come least far decides.

    Parameters
    ----------
    case : str
        One of `CASES`.
    remedy : str
        One of `REMEDIES`.

    Returns
    -------
    Trial

    Raises
    ------
    KeyError
        If either is unknown.

    Examples
    --------
    >>> try_remedy("A slow cluster", "a better model").gain
    0.0
    >>> try_remedy("A slow cluster", "faster hardware").gain > 0.2
    True
    """
    before, symptom = CASES[case]
    axis = AXES.index(REMEDIES[remedy])
    after = tuple(min(1.0, share + _GAIN) if i == axis else share for i, share in enumerate(before))
    return Trial(case, symptom, remedy, before, (after[0], after[1], after[2]))


def _read_out(state: Trial) -> list[str]:
    if state.gain > 0:
        first = (
            f"It helps: the system comes to {readable.percent(min(state.after))} instead of "
            f"{readable.percent(min(state.before))}."
        )
    else:
        first = (
            f"It does not help: the system stays at {readable.percent(min(state.before))}, because "
            f"{state.limit} limits it."
        )
    moved = (
        f"The limit is still {state.limit}."
        if state.limit == state.next_limit
        else f"The limit was {state.limit} and is now {state.next_limit}: the bottleneck has moved."
    )
    return [first, moved, f"What one sees: {state.symptom}."]


def _alt(state: Trial) -> str:
    now = ", ".join(
        f"{axis} {readable.percent(share)}" for axis, share in zip(AXES, state.after, strict=True)
    )
    return (
        f"Three pairs of bars, before and after the remedy, one pair for each axis; now {now}. A dashed line"
        f" marks the shortest bar, {state.next_limit}."
    )


def _draw(figure: Figure) -> Update[Trial]:
    axes = panel(figure, top=0.85, bottom=0.15)
    both = pairs(axes, range(len(AXES)), {"before": 0, "after the remedy": 1}, width=0.36)
    limit = Threshold(axes, "y", linewidth=1.5)
    axes.set_xticks(range(len(AXES)), AXES)
    axes.set(ylim=(0, 108), ylabel="lets the system come to (%)")
    legend(axes, 10, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)

    def update(state: Trial) -> None:
        for bars, shares in zip(both, (state.before, state.after), strict=True):
            for bar, share in zip(bars, shares, strict=True):
                bar.set_height(100 * share)
        limit.at(100 * min(state.after))

    return update


def explore_dam() -> Explorer[Trial]:
    """Explore D·A·M diagnosis: try remedies on systems and see which axis was the limit.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> explore_dam().move(case="A small dataset", remedy="faster hardware").state.gain
    0.0
    """
    knobs = [
        choice("case", "System", list(CASES)),
        choice("remedy", "Try", list(REMEDIES), "faster hardware"),
    ]
    return Explorer("Which axis limits the system?", knobs, try_remedy, _draw, _read_out, _alt)
