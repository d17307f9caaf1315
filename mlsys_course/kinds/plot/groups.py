"""The check that points are told apart by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mlsys_course.kinds.plot.drawn import PLAIN, Drawn, Finding, in_legend, mapped, names_it, ways
from mlsys_course.kinds.plot.series import Series
from mlsys_course.kinds.plot.view import Marks, Point, View


@dataclass(frozen=True)
class Groups:
    """Points are told apart by group: each group in marks of its own, named in the legend.

    Parameters
    ----------
    groups : mapping
        Words that name a group (``"large|scale"``: either) to its points.
    rtol, xtol : float
        Tolerances, as in `Series`.
    what : str
        What the groups are, for the messages.
    in_x, in_y : sequence of Drawn
        Other units they may be drawn in.
    """

    groups: Mapping[str, Sequence[Point]]
    rtol: float = 0.01
    xtol: float = 0.05
    what: str = "groups"
    in_x: Sequence[Drawn] = (PLAIN,)
    in_y: Sequence[Drawn] = (PLAIN,)

    @property
    def about(self) -> str:
        """What is looked at."""
        return self.what

    def judge(self, view: View) -> Finding | None:
        """Return None, or what is wrong with the groups."""
        every = [p for points in self.groups.values() for p in points]
        merged = False
        for to_x, _ in ways(self.in_x, view.x.label):
            for to_y, _ in ways(self.in_y, view.y.label):
                marks = [mapped(m, to_x, to_y) for m in view.marks]
                alone = {name: self._alone(marks, points) for name, points in self.groups.items()}
                if all(alone.values()):
                    return self._unnamed(view, alone)
                merged = merged or bool(self._alone(marks, every))
        if merged:
            return (
                "plot:groups-merged",
                f"You drew all points in one call. Draw the {self.what} separately, each with a label.",
            )
        return "plot:groups", f"Your {self.what} do not hold the right points. Check how you split the table."

    def _alone(self, marks: Sequence[Marks], points: Sequence[Point]) -> list[Marks]:
        """Return the marks that hold all of some points and no others."""
        near = Series([x for x, _ in points], [y for _, y in points], self.rtol, self.xtol)
        return [m for m in marks if len(near.members([m], near.points)) == len(points)]

    def _unnamed(self, view: View, alone: Mapping[str, Sequence[Marks]]) -> Finding | None:
        """Say which group has no name, or that of another."""
        if view.legend is None and not view.notes:
            return (
                "plot:no-legend",
                f"Nothing names the {self.what}. Add a legend: label=… in each call, then ax.legend().",
            )
        shown = [*(view.legend or ()), *(n.text for n in view.notes)]
        for name, marks in alone.items():
            labels = [m.label for m in marks if in_legend(m, view)]
            others = [w for other in alone if other != name for w in other.split("|")]
            if any(names_it(label, others) for label in labels) and not any(
                names_it(label, name.split("|")) for label in labels
            ):
                return "plot:legend-swapped", f"Your legend swaps the names of the {self.what}."
            if not any(names_it(text, name.split("|")) for text in shown):
                return "plot:legend", f"One of the {self.what} has no name in your plot. Give it a label."
        return None
