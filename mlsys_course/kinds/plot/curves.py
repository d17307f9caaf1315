"""The check that curves given by formulas are drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mlsys_course.diagnosis.messages import both
from mlsys_course.kinds.plot.drawn import (
    PLAIN,
    Curve,
    Drawn,
    Finding,
    inverse,
    mapped,
    names_it,
    too,
    unsaid,
    ways,
)
from mlsys_course.kinds.plot.view import Marks, View
from mlsys_course.readable import number


@dataclass(frozen=True)
class Curves:
    """Curves given by formulas are drawn, each over the whole range and each told apart by its name.

    Parameters
    ----------
    curves : mapping
        Words that name a curve in a legend or beside it (``"0.45|45"``: either), to its formula.
    low, high : float
        Range of x.
    rtol : float
        Relative tolerance of y.
    least : int
        How many points a curve needs at least.
    named : bool
        Whether a legend or text must name each curve.
    what : str
        What they are, for the messages.
    in_x, in_y : sequence of Drawn
        Other units they may be drawn in.
    wrong : sequence
        Known wrong ways: cause, sentence, and the curves they draw.
    """

    curves: Mapping[str, Curve]
    low: float
    high: float
    rtol: float = 0.02
    least: int = 2
    named: bool = True
    what: str = "curves"
    in_x: Sequence[Drawn] = (PLAIN,)
    in_y: Sequence[Drawn] = (PLAIN,)
    wrong: Sequence[tuple[str, str, Mapping[str, Curve]]] = ()

    @property
    def about(self) -> str:
        """What is looked at."""
        return self.what

    def judge(self, view: View) -> Finding | None:
        """Return None, or what is drawn instead of the curves."""
        marks = [m for m in view.marks if len(m.points) >= self.least]
        if not marks:
            return "plot:no-data", f"You drew no {self.what}."
        marks += view.across
        best = 0
        for to_x, form_x in ways(self.in_x, view.x.label):
            for to_y, form_y in ways(self.in_y, view.y.label):
                seen = [mapped(m, to_x, to_y) for m in marks]
                place = {name: self._drawn(seen, f) for name, f in self.curves.items()}
                hits = sum(bool(found) for found in place.values())
                if hits == len(self.curves):
                    silent = unsaid(form_x, view.x.label, "x") or unsaid(form_y, view.y.label, "y")
                    return silent or self._range(place) or self._names(view, seen, place)
                best = max(best, hits)
        return self._explain(view, marks, best)

    def _on(self, mark: Marks, curve: Curve) -> bool:
        return all(math.isclose(y, _at(curve, x), rel_tol=self.rtol) for x, y in mark.points)

    def _drawn(self, marks: Sequence[Marks], curve: Curve) -> list[Marks]:
        return [m for m in marks if self._on(m, curve)]

    def _range(self, place: Mapping[str, Sequence[Marks]]) -> Finding | None:
        for found in place.values():
            xs, ys = [x for m in found for x in m.x], [y for m in found for y in m.y]
            if min(ys) <= self.low * 1.01 and max(ys) >= self.high * 0.99 and max(xs) < self.high / 2:
                return "plot:swapped", "You swapped x and y."  # curves such as 1/x look the same
            if min(xs) > self.low * 1.01 or max(xs) < self.high * 0.99:
                return (
                    "plot:range",
                    f"Your {self.what} reach from {number(min(xs))} to {number(max(xs))}; the question goes "
                    f"from {number(self.low)} to {number(self.high)}.",
                )
        return None

    def _names(
        self, view: View, seen: Sequence[Marks], place: Mapping[str, Sequence[Marks]]
    ) -> Finding | None:
        """Say what is wrong with the names of the curves."""
        if not self.named:
            return None
        if view.legend is None and not view.notes:
            return (
                "plot:no-legend",
                (
                    f"Nobody can tell your {self.what} apart. Add a legend: label=… in each call, "
                    "then ax.legend()."
                ),
            )
        shown = [*(view.legend or ()), *(n.text for n in view.notes)]
        for name, found in place.items():
            words = name.split("|")
            labels = [m.label for m in found if m.label]
            if labels and not any(names_it(label, words) for label in labels):
                others = [w for other in place if other != name for w in other.split("|")]
                if any(names_it(label, others) for label in labels):
                    return "plot:legend-swapped", "Your legend swaps the names of the lines."
            if not any(names_it(text, words) for text in shown):
                return (
                    "plot:legend",
                    f"No name in the legend says which of the {self.what} is the one for {words[0]}.",
                )
        return None

    def _explain(self, view: View, marks: Sequence[Marks], hits: int) -> Finding:
        """Say what the marks show instead."""
        upside_down = {name: _over(curve) for name, curve in self.curves.items()}
        said = "Your curves are upside down: each value is 1 over what it should be."
        for to_x, form_x in ways(self.in_x, view.x.label):
            for to_y, form_y in ways(self.in_y, view.y.label):
                if unsaid(form_x, view.x.label, "x") or unsaid(form_y, view.y.label, "y"):
                    continue  # a wrong curve in a unit that nobody named may as well be another one
                seen = [mapped(m, to_x, to_y) for m in marks]
                for cause, message, wrong in [*self.wrong, ("plot:inverted", said, upside_down)]:
                    if self._each_drawn(seen, list(wrong.values())):
                        return cause, message
        swapped = [mapped(m, float, float, swap=True) for m in marks]
        if self._each_drawn(swapped, list(self.curves.values())):
            return "plot:swapped", "You swapped x and y."
        factor = self._scaled(marks, self.curves)
        if factor is not None:
            return (
                "plot:factor-y",
                f"Your {self.what} have the right shape, but all are {too(factor, self.rtol)}",
            )
        for cause, message, wrong in self.wrong:
            factor = self._scaled(marks, wrong)
            if factor is not None:
                return f"{cause}+plot:factor-y", both(message, f"All are {too(factor, self.rtol)}")
            if self._each_drawn(swapped, list(wrong.values())):
                return f"plot:swapped+{cause}", both("You swapped x and y.", message)
        alone = self._one_by_one(marks)
        if alone is not None and len(self.curves) > 1:
            return alone
        if hits > 0:
            count = len(self.curves)
            there = len([mark for mark in marks if mark.joined]) or len(marks)
            if there == hits:  # there is no other to look at: the rest is missing
                what, them = ("1 line", "it is") if hits == 1 else (f"{hits} lines", "they are")
                return (
                    "plot:curves-missing",
                    f"You drew {what}, and {them} right. The question asks for {count}.",
                )
            verb = "is" if hits == 1 else "are"
            return (
                "plot:curves-missing",
                f"{hits} of {count} {self.what} {verb} right. Compute one point of another by hand.",
            )
        lines = len([m for m in marks if m.joined]) or len(marks)
        if lines != len(self.curves):
            drawn = "1 line" if lines == 1 else f"{lines} lines"
            return "plot:count", f"You drew {drawn}. The question asks for {len(self.curves)}."
        return (
            "plot:values",
            f"Your {self.what} are not in the right place. Compute one point by hand.",
        )

    def _each_drawn(self, marks: Sequence[Marks], curves: Sequence[Curve]) -> bool:
        """Say whether every curve is drawn, each by marks of its own: one line shows no three equal ones."""
        left = list(marks)
        for curve in curves:
            mine = next((m for m in left if self._on(m, curve)), None)
            if mine is None:
                return False
            left.remove(mine)
        return True

    def _scaled(self, marks: Sequence[Marks], curves: Mapping[str, Curve]) -> float | None:
        """Return the factor by which every curve is drawn too high, or None where there is none."""
        first = next(iter(curves.values()))
        for mark in marks:
            x, y = mark.points[0]
            factor = y / wanted if (wanted := _at(first, x)) else 0.0
            if not factor or not math.isfinite(factor):
                continue
            seen = [mapped(m, float, lambda v, k=factor: v / k) for m in marks]  # type: ignore[misc]
            if self._each_drawn(seen, list(curves.values())):
                return factor
        return None

    def _one_by_one(self, marks: Sequence[Marks]) -> Finding | None:
        """Say of each curve that is drawn wrongly what is wrong with it, going by the names in the legend."""
        found: dict[str, str] = {}
        for name, curve in self.curves.items():
            words = name.split("|")
            mine = [m for m in marks if m.label and names_it(m.label, words)]
            if len(mine) != 1:  # what is not drawn at all is counted
                return None
            said = None if self._on(mine[0], curve) else self._of_one(mine[0], name, curve)
            if said is not None:
                found.setdefault(said[1], said[0])
        if not found:
            return None
        told = list(found)[:2]
        cause = "+".join(dict.fromkeys(found[one] for one in told))
        return cause, told[0] if len(told) == 1 else both(*told)

    def _of_one(self, mark: Marks, name: str, curve: Curve) -> Finding | None:
        for cause, message, wrong in self.wrong:
            if name in wrong and self._on(mark, wrong[name]):
                return cause, message
        wanted = [_at(curve, x) for x in mark.x]
        steps = [y - right for y, right in zip(mark.y, wanted, strict=True)]
        size = max(map(abs, wanted), default=0.0)
        if not all(map(math.isfinite, steps)) or not size:
            return None
        called = f"Your line {mark.label!r}"
        level = 0.1 * self.rtol * size
        if max(steps) - min(steps) <= level:
            side = "high" if steps[0] > 0 else "low"
            return "plot:offset-y", f"{called} lies too {side} by the same amount everywhere."
        if all(wanted):
            ratios = [y / right for y, right in zip(mark.y, wanted, strict=True)]
            if all(math.isclose(r, ratios[0], rel_tol=0.1 * self.rtol) for r in ratios):
                return "plot:factor-y", f"{called} is {too(ratios[0], self.rtol)}"
        return None


def _over(curve: Curve) -> Curve:
    return lambda x: inverse(_at(curve, x))


def _at(curve: Curve, x: float) -> float:
    try:
        return float(curve(x))
    except (ArithmeticError, ValueError, TypeError):  # a formula has its range
        return math.nan
