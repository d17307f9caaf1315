"""Certainty factors, combined (sec-introduction-expert-systems-era-knowledge-bottleneck-f928)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.chapters.ch01_introduction.eras import mycin
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Knob, Update, choice, slider
from mlsys_course.widgets.drawing import Bars, legend, mark, panel
from mlsys_course.widgets.numbers import plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Combined", "combine_two", "explore_certainty"]

METHODS: dict[str, mycin.Method] = {
    "later MYCIN and EMYCIN": "emycin",
    "the first MYCIN (belief minus disbelief)": "mycin",
}


@dataclass(frozen=True)
class Combined:
    """Two certainty factors for one hypothesis, and what becomes of them.

    Parameters
    ----------
    first, second : float
        The factors, from -1 to 1.
    method : {"emycin", "mycin"}
        How unlike signs are combined.
    combined : float or None
        The combined factor; None for certainty against certainty, which no rule settles.
    """

    first: float
    second: float
    method: mycin.Method
    combined: float | None

    @property
    def agree(self) -> bool:
        """Whether neither rule contradicts the other."""
        return self.first * self.second >= 0

    @property
    def plain_sum(self) -> float:
        """What adding the two would give."""
        return self.first + self.second

    @property
    def mean(self) -> float:
        """What averaging the two would give."""
        return self.plain_sum / 2


def combine_two(first: Any, second: Any, method: mycin.Method = "emycin") -> Combined:
    """Combine the certainty factors of two rules.

    Parameters
    ----------
    first, second : float or Quantity
        Certainty factors, from -1 to 1, without a unit.
    method : {"emycin", "mycin"}
        See `mlsys_course.chapters.ch01_introduction.eras.mycin.combine`.

    Returns
    -------
    Combined

    Raises
    ------
    ValueError
        For a factor outside -1 to 1, or an unknown method.

    Notes
    -----
    Machine Learning Systems, chapter 1, sec-introduction-expert-systems-era-knowledge-bottleneck-f928; the
    formulas stand in `mlsys_course.chapters.ch01_introduction.eras.mycin`.

    Examples
    --------
    >>> round(combine_two(0.7, -0.4).combined, 3), combine_two(1, -1).combined
    (0.5, None)
    """
    a, b = (round(plain(factor), 12) for factor in (first, second))
    certain = abs(a) == abs(b) == 1 and a != b
    # The first MYCIN subtracts disbelief from belief, which even certainty against certainty allows.
    found = None if certain and method == "emycin" else mycin.combine(a, b, method)
    return Combined(a, b, method, found)


def _named(wanted: mycin.Method) -> str:
    return next(text for text, method in METHODS.items() if method == wanted)


def _cf(value: float) -> str:
    return f"{value + 0.0:+.3g}" if value else "0"


def _read_out(state: Combined) -> list[str]:
    if state.combined is None:
        return [
            (
                "There is no combined factor: one rule is certain and the other certain of the opposite,"
                " and the formula divides by zero."
            ),
            "Two experts were asked; neither left room for doubt.",
        ]
    said = f"The combined certainty factor is {_cf(state.combined)}."
    if state.agree and state.combined:
        stronger = max(abs(state.first), abs(state.second))
        room = (
            "Nothing can make it more certain."
            if stronger == 1
            else (
                f"It lies above the stronger rule's {readable.number(stronger, 3)} in size, and "
                "never beyond certainty."
                if min(abs(state.first), abs(state.second)) > 0
                else "One rule says nothing, so the other one stands."
            )
        )
        how = f"The rules agree. {room}"
    elif state.agree:
        how = "Neither rule says anything."
    else:
        how = f"The rules conflict: {_cf(state.first)} against {_cf(state.second)}."
    beyond = abs(state.plain_sum) > 1
    note = ", which is more than certainty" if beyond else ""
    return [
        said,
        how,
        f"For comparison: adding gives {_cf(state.plain_sum)}{note}; averaging gives {_cf(state.mean)}.",
    ]


def _alt(state: Combined) -> str:
    ends = "no third bar" if state.combined is None else f"the combined factor {_cf(state.combined)}"
    return (
        "Bars from zero along an axis from certainly not, at -1, to certainly, at 1: the first rule's"
        f" factor {_cf(state.first)}, the second rule's {_cf(state.second)}, and below them {ends}. A cross"
        f" marks the plain sum {_cf(state.plain_sum)}, a circle the mean {_cf(state.mean)}. Above the bars:"
        f" {_named(state.method)}."
    )


_ROWS = ("First rule", "Second rule", "Combined")


def _draw(figure: Figure) -> Update[Combined]:
    axes = panel(figure, left=0.15, top=0.86)
    bars = Bars(axes, range(3), range(3), weight="bold")
    added = mark(axes, "x", "black", 10, label="sum")
    mean = mark(axes, "o", "black", 9, markerfacecolor="none", label="mean")
    axes.axvline(0, color="black", linewidth=1)
    for edge in (-1, 1):
        axes.axvline(edge, color="black", linewidth=1, linestyle="--")
    axes.set_yticks(range(3), _ROWS)
    axes.set(xlim=(-2.05, 2.05), ylim=(2.85, -0.5))
    axes.set_xlabel("Certainty factor (no unit): -1 certainly not, 0 unknown, 1 certainly")
    method = figure.text(0.15, 0.93, "", fontsize=9, style="italic")
    legend(figure, loc="upper right", bbox_to_anchor=(0.98, 1.0), ncols=2)

    def update(state: Combined) -> None:
        shown = (state.first, state.second, state.combined)
        said = ["none" if value is None else _cf(value) for value in shown]
        bars.set([value or 0.0 for value in shown], said, 0.04)
        method.set_text(_named(state.method))
        added.set_data([state.plain_sum], [2.5])
        mean.set_data([state.mean], [2.5])

    return update


def _factor(name: str, label: str, start: float) -> Knob:
    values = [round(step / 10, 1) for step in range(-10, 11)]
    return slider(
        name,
        label,
        {f"CF {_cf(value)}": registry().Quantity(value, "") for value in values},
        f"CF {_cf(start)}",
    )


def explore_certainty() -> Explorer[Combined]:
    """Explore how MYCIN combines two rules: two factors, two ways of settling a conflict.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> explore_certainty().move(second="CF +0.6").state.combined
    0.88
    """
    knobs = [
        _factor("first", "First rule", 0.7),
        _factor("second", "Second rule", -0.4),
        choice("method", "Combined as by", METHODS),
    ]
    title = "Two rules speak about one hypothesis: how certain is it?"
    return Explorer(title, knobs, combine_two, _draw, _read_out, _alt)
