"""Certainty factors, combined (sec-introduction-expert-systems-era-knowledge-bottleneck-f928)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course.chapters.ch01_introduction.eras import mycin
from mlsys_course.units import Quantity, registry
from mlsys_course.widgets.base import Explorer, Knob, choice
from mlsys_course.widgets.picture import COLOURS, HATCHES

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
    a, b = (round(float(_plain(factor)), 12) for factor in (first, second))
    certain = abs(a) == abs(b) == 1 and a != b
    # The first MYCIN subtracts disbelief from belief, which even certainty against certainty allows.
    found = None if certain and method == "emycin" else mycin.combine(a, b, method)
    return Combined(a, b, method, found)


def _plain(factor: Any) -> Any:
    return factor.to("").magnitude if isinstance(factor, Quantity) else factor


# --------------------------------------------------------------------------------------------------- in words


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
                f"It lies above the stronger rule's {stronger:.3g} in size, and never beyond certainty."
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


# ------------------------------------------------------------------------------------------------ the picture

_ROWS = ("First rule", "Second rule", "Combined")


def _draw(figure: Figure) -> Callable[[Combined], None]:
    axes = figure.subplots()
    figure.subplots_adjust(left=0.15, right=0.97, top=0.86, bottom=0.17)
    bars = [
        axes.barh(row, 0.0, 0.6, color=colour, hatch=hatch, edgecolor="white", linewidth=1)[0]
        for row, colour, hatch in zip(range(3), COLOURS, HATCHES, strict=False)
    ]
    values = [axes.text(0, row, "", va="center", weight="bold") for row in range(3)]
    (added,) = axes.plot([0], [2.5], marker="x", markersize=10, color="black", linestyle="", label="sum")
    (mean,) = axes.plot(
        [0],
        [2.5],
        marker="o",
        markersize=9,
        markerfacecolor="none",
        color="black",
        linestyle="",
        label="mean",
    )
    axes.axvline(0, color="black", linewidth=1)
    for edge in (-1, 1):
        axes.axvline(edge, color="black", linewidth=1, linestyle="--")
    axes.set_yticks(range(3), _ROWS)
    axes.set_ylim(2.85, -0.5)
    axes.set_xlim(-2.05, 2.05)
    axes.set_xlabel("Certainty factor (no unit): -1 certainly not, 0 unknown, 1 certainly")
    axes.spines[["top", "right"]].set_visible(False)
    note = figure.text(0.15, 0.93, "", fontsize=9, style="italic")
    figure.legend(loc="upper right", bbox_to_anchor=(0.98, 1.0), ncols=2, frameon=False, fontsize=9)

    def update(state: Combined) -> None:
        shown = (state.first, state.second, state.combined)
        for bar, text, value in zip(bars, values, shown, strict=True):
            bar.set_width(value or 0.0)
            text.set_text("none" if value is None else _cf(value))
            text.set_x((value or 0.0) + (0.04 if (value or 0.0) >= 0 else -0.04))
            text.set_horizontalalignment("left" if (value or 0.0) >= 0 else "right")
        note.set_text(_named(state.method))
        added.set_xdata([state.plain_sum])
        mean.set_xdata([state.mean])

    return update


# -------------------------------------------------------------------------------------------------- the knobs


def _factor(name: str, label: str, start: float) -> Knob:
    values = [round(step / 10, 1) for step in range(-10, 11)]
    q = registry().Quantity
    options = tuple((f"CF {_cf(value)}", q(value, "")) for value in values)
    return Knob(name, label, options, values.index(start), ordered=True)


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
    return Explorer(
        "Two rules speak about one hypothesis: how certain is it?",
        [
            _factor("first", "First rule", 0.7),
            _factor("second", "Second rule", -0.4),
            choice("method", "Combined as by", METHODS),
        ],
        combine_two,
        _draw,
        _read_out,
        _alt,
    )
