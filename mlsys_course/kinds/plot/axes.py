"""Checks of the axes: their scale and their labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mlsys_course.kinds.plot.drawn import Finding, bases, holds
from mlsys_course.kinds.plot.view import View


@dataclass(frozen=True)
class Scale:
    """An axis has a scale; values drawn as logarithms count as logarithmic where the label says so.

    Parameters
    ----------
    axis : str
        ``"x"`` or ``"y"``.
    scale : str
        ``"log"`` or ``"linear"``.
    """

    axis: str
    scale: str = "log"

    @property
    def about(self) -> str:
        """What is looked at."""
        return f"scale of the {self.axis} axis"

    def judge(self, view: View) -> Finding | None:
        """Return None, or what is wrong with the scale."""
        axis = view.axis(self.axis)
        if axis.log == (self.scale == "log"):
            return None
        if self.scale == "log" and bases(axis.label):
            return None
        word = "logarithmic" if self.scale == "log" else "linear"
        return (
            f"plot:scale-{self.axis}",
            f"Your {self.axis} axis is {'linear' if self.scale == 'log' else 'logarithmic'}. Make it {word}.",
        )


@dataclass(frozen=True)
class Label:
    """An axis says what it shows.

    Parameters
    ----------
    axis : str
        ``"x"`` or ``"y"``.
    any_of : sequence of str
        Words one of which the label holds, in any case; a title that says it does not replace the label.
    what : str
        What it must say, for the message.
    units : sequence of str
        Ways to write the unit, where the question asks for it in the label; a unit says what is shown, too.
    """

    axis: str
    any_of: Sequence[str]
    what: str
    units: Sequence[str] = ()

    @property
    def about(self) -> str:
        """What is looked at."""
        return f"label of the {self.axis} axis"

    def judge(self, view: View) -> Finding | None:
        """Return None, or what is wrong with the label."""
        label = view.axis(self.axis).label
        if holds(label, self.units):
            return None
        if holds(label, self.any_of):
            if not self.units:
                return None
            return (
                f"plot:label-unit-{self.axis}",
                f"Name the unit in the label of the {self.axis} axis, {label[:40]!r}.",
            )
        if not label:
            return f"plot:label-{self.axis}", f"Your {self.axis} axis has no label. Say in it {self.what}."
        other = view.y if self.axis == "x" else view.x
        if holds(other.label, self.any_of):
            return f"plot:label-{self.axis}", "You swapped the labels of the two axes."
        return (
            f"plot:label-{self.axis}",
            f"Your label of the {self.axis} axis, {label[:40]!r}, must say {self.what}.",
        )
