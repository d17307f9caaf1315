"""The check that given points are drawn."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from mlsys_course.kinds.plot.drawn import (
    PLAIN,
    Curve,
    Drawn,
    Finding,
    inverse,
    likely,
    mapped,
    too,
    unsaid,
    ways,
)
from mlsys_course.kinds.plot.view import Marks, Point, View


@dataclass(frozen=True)
class Series:
    """Given points are drawn, and no others with them: as one line, one scatter or several groups.

    Parameters
    ----------
    x, y : sequence of float
        The points.
    rtol : float
        Relative tolerance of y.
    xtol : float
        Absolute tolerance of x.
    joined : bool
        Whether a line must join them.
    what : str
        What they are, for the messages.
    in_x, in_y : sequence of Drawn
        Other units they may be drawn in.
    wrong : sequence
        Known wrong ways: cause, sentence, x, y.
    """

    x: Sequence[float]
    y: Sequence[float]
    rtol: float = 0.01
    xtol: float = 0.05
    joined: bool = False
    what: str = "points"
    in_x: Sequence[Drawn] = (PLAIN,)
    in_y: Sequence[Drawn] = (PLAIN,)
    wrong: Sequence[tuple[str, str, Sequence[float], Sequence[float]]] = ()

    @property
    def about(self) -> str:
        """What is looked at."""
        return self.what

    @property
    def points(self) -> list[Point]:
        """The points as pairs."""
        return list(zip(self.x, self.y, strict=True))

    def judge(self, view: View) -> Finding | None:
        """Return None, or what is drawn instead of the points."""
        marks = [m for m in (*view.marks, *view.bars) if m.points]
        if not marks:
            return "plot:no-data", f"You drew no {self.what}."
        found = self._way(view, marks)
        if found is None:
            return self._explain(view, marks)
        (to_x, form_x), (to_y, form_y) = found
        return unsaid(form_x, view.x.label, "x") or unsaid(form_y, view.y.label, "y") or (
            self._unjoined([mapped(m, to_x, to_y) for m in marks])
        )  # fmt: skip

    def _way(
        self, view: View, marks: Sequence[Marks]
    ) -> tuple[tuple[Curve, Drawn], tuple[Curve, Drawn]] | None:
        """Return how numbers on the axes are to be read for the points to be the right ones."""
        for by_x in ways(self.in_x, view.x.label):
            for by_y in ways(self.in_y, view.y.label):
                seen = [mapped(m, by_x[0], by_y[0]) for m in marks]
                if len(self.members(seen, self.points)) == len(self.x):
                    return by_x, by_y
        return None

    def reading(self, view: View) -> tuple[Curve, Curve]:
        """Return how numbers along x and y become the question's: as the points show, else as the labels say.

        What else is drawn beside the points, a trend for example, is in the same unit.
        """
        found = self._way(view, [m for m in (*view.marks, *view.bars) if m.points])
        if found is not None:
            return found[0][0], found[1][0]
        return likely(self.in_x, view.x), likely(self.in_y, view.y)

    def _unjoined(self, seen: Sequence[Marks]) -> Finding | None:
        if not self.joined or any(m.joined and len(self.members([m], self.points)) > 1 for m in seen):
            return None
        return "plot:not-joined", f"Join the {self.what} by a line: use ax.plot."

    def members(self, marks: Sequence[Marks], points: Sequence[Point], least: float = 1.0) -> set[int]:
        """Return which points are drawn by marks that draw nothing else (or, below 1, little else)."""
        covered: set[int] = set()
        for mark in marks:
            hits = [self._find(p, points) for p in mark.points]
            found = {i for i in hits if i is not None}
            if found and sum(i is not None for i in hits) >= least * len(hits):
                covered |= found
        return covered

    def _find(self, point: Point, points: Sequence[Point]) -> int | None:
        """Return which of the points a drawn one is; the nearest where several are near."""
        near = [
            (abs(point[0] - x), abs(point[1] - y), i)
            for i, (x, y) in enumerate(points)
            if abs(point[0] - x) <= self.xtol and math.isclose(point[1], y, rel_tol=self.rtol, abs_tol=1e-12)
        ]
        return min(near)[2] if near else None

    def _explain(self, view: View, marks: Sequence[Marks]) -> Finding:
        """Say what the marks show instead."""
        for cause, message, xs, ys in self.wrong:
            wrong = list(zip(xs, ys, strict=True))
            if self._shows(marks, wrong):
                return cause, message
        count = len(self.x)
        xs, ys = list(self.x), list(self.y)
        index = [float(i) for i in range(count)]
        apart = f"You sorted the y values of the {self.what}, so they no longer fit their x values."
        ways: list[tuple[str, str, list[float], list[float]]] = [
            ("plot:x-missing", "Your x values are 0, 1, 2, …: give the plot x as well as y.", index, ys),
            ("plot:x-missing", (
                "Your x values are 1, 2, 3, …: give the plot x as well as "
                "y."
            ), _plus(index, 1), ys),
            ("plot:x-rounded", f"You rounded the x values of the {self.what}: leave them as they are.",
             [float(math.floor(x)) for x in xs], ys),
            ("plot:x-rounded", f"You rounded the x values of the {self.what}: leave them as they are.",
             [float(round(x)) for x in xs], ys),
            ("plot:off-by-one", (
                "Everything is one step too far to the right: check how x and y are "
                "paired."
            ), _plus(xs, 1), ys),
            ("plot:off-by-one", (
                "Everything is one step too far to the left: check how x and y are "
                "paired."
            ), _plus(xs, -1), ys),
            ("plot:sorted", apart, xs, sorted(ys)),
            ("plot:sorted", apart, xs, sorted(ys)[::-1]),
            ("plot:reversed", "Your y values are in reverse order.", xs, ys[::-1]),
            ("plot:x-inverted", (
                "Your x values are upside down: each is 1 over what it should "
                "be."
            ), [inverse(x) for x in xs], ys),
            ("plot:inverted", (
                "Your y values are upside down: each is 1 over what it should "
                "be."
            ), xs, [inverse(y) for y in ys]),
            ("plot:cumulative", "Your y values are running sums: plot the values themselves.", xs, _sums(ys)),
            ("plot:differences", (
                "Your y values are the changes from one point to the next: plot the values "
                "themselves."
            ), xs[1:], [after - before for before, after in itertools.pairwise(ys)]),
            ("plot:logarithms", (
                "Your y values are logarithms to base 10: say so in the label, with "
                "log10."
            ), xs,
             [_log10(y) for y in ys]),
        ]  # fmt: skip
        if self._shows([mapped(m, float, float, swap=True) for m in marks], self.points):
            return "plot:swapped", f"x and y of the {self.what} have changed places."
        for cause, message, wx, wy in ways:
            if self._shows(marks, list(zip(wx, wy, strict=True))):
                return cause, message
        factor = self._factor(marks)
        if factor is not None:
            return "plot:factor-y", f"Your {self.what} are all {too(factor, self.rtol)}"
        covered = max((len(self.members(marks, self.points, least)) for least in (1.0, 0.5)), default=0)
        # A line beside points, a trend for example, is none of them.
        loose = [m for m in marks if not (m.joined or self.joined)] or list(marks)
        drawn = max(len(m.points) for m in loose)
        if not any(m.joined for m in loose):  # several groups, perhaps all of them once more in one
            drawn = max(drawn, len({p for m in loose for p in m.points}))
            drawn = count if sum(len(m.points) for m in loose) == count else drawn
        if 0 < covered < count and 3 * covered >= count:
            missing = count - covered
            if self._places(marks):  # they are drawn, at another height
                return (
                    "plot:values-y",
                    f"Your x values are right, but {missing} of the {count} {self.what} "
                    f"{'has a wrong y value' if missing == 1 else 'have wrong y values'}.",
                )
            return (
                "plot:points-missing",
                f"Your plot lacks {missing} of the {count} {self.what}.",
            )
        if self._places(marks):
            return (
                "plot:values-y",
                f"Your {self.what} have the right x values but wrong y values. Compute one by hand.",
            )
        if drawn != count and not 3 * covered >= count:
            return "plot:count", f"You drew {drawn} points. The question has {count} {self.what}."
        return "plot:values", f"Your {self.what} are not in the right place. Compute one by hand."

    def _shows(self, marks: Sequence[Marks], points: Sequence[Point]) -> bool:
        return bool(points) and len(self.members(marks, points)) >= len({*points})

    def _factor(self, marks: Sequence[Marks]) -> float | None:
        """Return the factor by which all points are too high, or None where there is none."""
        for mark in marks:
            if len(mark.points) != len(self.x) or not all(self.y):
                continue
            ratios = [p[1] / y for p, y in zip(mark.points, self.y, strict=True)]
            near = [abs(p[0] - x) <= self.xtol for p, x in zip(mark.points, self.x, strict=True)]
            ratio = ratios[0]
            if all(near) and ratio and all(math.isclose(r, ratio, rel_tol=self.rtol) for r in ratios):
                return ratio
        return None

    def _places(self, marks: Sequence[Marks]) -> bool:
        return any(
            len(m.points) == len(self.x)
            and all(abs(a - b) <= self.xtol for a, b in zip(sorted(m.x), sorted(self.x), strict=True))
            for m in marks
        )


def _plus(values: Sequence[float], step: float) -> list[float]:
    return [v + step for v in values]


def _log10(value: float) -> float:
    return math.log10(value) if value > 0 else math.nan


def _sums(values: Sequence[float]) -> list[float]:
    out, total = [], 0.0
    for value in values:
        total += value
        out.append(total)
    return out
