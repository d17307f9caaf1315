"""Checks that a plot is composed of; each looks at what is drawn and says one thing about it.

>>> from mlsys_course.kinds import Plot
>>> spec = Plot([Scale("x", "log"), Label("x", ["gpu", "device"], "the number of GPUs")])
>>> [check.about for check in spec.checks]
['scale of the x axis', 'label of the x axis']
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mlsys_course.reading.plot import Axis, Marks, Note, Point, View

_CONVERSIONS = (8, 10, 100, 1e3, 1e4, 1e6, 1e9, 1e12, 12, 24, 60, 365, 3600, 86400)

Finding = tuple[str, str]
"""Cause and sentence of something that is not as asked."""

Curve = Callable[[float], float]


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
        if self.scale == "log" and _bases(axis.label):
            return None
        word = "logarithmic" if self.scale == "log" else "linear"
        return (
            f"plot:scale-{self.axis}",
            f"The {self.axis} axis is {'linear' if self.scale == 'log' else 'logarithmic'}; a "
            f"{word} one is asked for.",
        )


def _bases(label: str) -> tuple[float, ...]:
    """Return the bases of the logarithms that a label announces, the likeliest first."""
    text = (
        label.casefold()
        .replace("₁₀", "10")
        .replace("₂", "2")
        .replace("_", "")
        .replace("{", "")
        .replace("}", "")
    )
    if re.search(r"log\s*\(?10|\blg\b", text):
        return (10.0,)
    if re.search(r"log\s*\(?2\b", text):
        return (2.0,)
    if re.search(r"\bln\b|\bnatural log|\bloge\b", text):
        return (math.e,)
    # "log" alone is what people write for np.log too.
    return (10.0, math.e) if re.search(r"\blog(arithms?)?\b", text) and "scale" not in text else ()


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
    """

    axis: str
    any_of: Sequence[str]
    what: str

    @property
    def about(self) -> str:
        """What is looked at."""
        return f"label of the {self.axis} axis"

    def judge(self, view: View) -> Finding | None:
        """Return None, or what is wrong with the label."""
        label = view.axis(self.axis).label
        if _holds(label, self.any_of):
            return None
        if not label:
            return f"plot:label-{self.axis}", f"The {self.axis} axis has no label: write there {self.what}."
        other = view.y if self.axis == "x" else view.x
        if _holds(other.label, self.any_of):
            return f"plot:label-{self.axis}", "The labels of the two axes have changed places."
        return (
            f"plot:label-{self.axis}",
            f"The label of the {self.axis} axis, {label[:40]!r}, does not say {self.what}.",
        )


def _holds(text: str, any_of: Iterable[str]) -> bool:
    plain = text.casefold()
    return any(word.casefold() in plain for word in any_of)


# ---------------------------------------------------------------------------------- how values were drawn


@dataclass(frozen=True)
class Drawn:
    """What the number on an axis stands for: it is `factor` times the value in the question's unit.

    Parameters
    ----------
    factor : float
        1 for the question's own unit.
    words : sequence of str
        What the label must say for it; empty where nothing need be said.
    name : str
        The unit in words.
    """

    factor: float
    words: Sequence[str] = ()
    name: str = ""


PLAIN = Drawn(1.0)
OPERATIONS = (
    PLAIN,
    Drawn(1e-9, ("GFLOP", "gigaFLOP", "10^9", "10⁹", "10^{9}", "1e9"), "gigaFLOP"),
    Drawn(1e-12, ("TFLOP", "teraFLOP", "10^12", "10¹²", "10^{12}", "1e12"), "teraFLOP"),
    Drawn(1e-15, ("PFLOP", "petaFLOP", "10^15", "10¹⁵", "10^{15}", "1e15"), "petaFLOP"),
    Drawn(1e-18, ("EFLOP", "exaFLOP", "10^18", "10¹⁸", "10^{18}", "1e18"), "exaFLOP"),
    Drawn(1e-21, ("ZFLOP", "zettaFLOP", "10^21", "10²¹", "10^{21}", "1e21"), "zettaFLOP"),
    Drawn(1e-24, ("YFLOP", "yottaFLOP", "10^24", "10²⁴", "10^{24}", "1e24"), "yottaFLOP"),
    Drawn(1 / 8.64e19, ("FLOP/s-day", "FLOPs-day", "FLOP/s day", "FLOPS-day", "pfs-day"), "petaFLOP/s-days"),
)
PERCENT = (PLAIN, Drawn(100.0, ("%", "percent", "per cent"), "percent"))
FRACTION = (PLAIN, Drawn(0.01, ("fraction", "share", "ratio", "[0, 1]", "0..1", "0–1", "0-1"), "fractions"))
DAYS = (
    PLAIN,
    Drawn(24.0, ("hour", "(h)", "[h]"), "hours"),
    Drawn(1440.0, ("minute", "(min)"), "minutes"),
    Drawn(86400.0, ("second", "(s)", "[s]"), "seconds"),
    Drawn(1 / 7, ("week",), "weeks"),
    Drawn(1 / 30.4375, ("month",), "months"),
    Drawn(1 / 365.25, ("year",), "years"),
)


def ways(forms: Sequence[Drawn], label: str) -> list[tuple[Curve, Drawn]]:
    """Return how a number on the axis is turned into the question's unit, the likeliest way first."""
    bases = _bases(label)
    found: list[tuple[Curve, Drawn]] = []
    said = [f for f in forms if f.words and _holds(label, f.words)]
    for form in [*said, *(f for f in forms if f not in said)]:
        found.append((lambda v, f=form.factor: v / f, form))  # type: ignore[misc]
        for base in bases:
            found.append((lambda v, f=form.factor, b=base: _raised(b, v) / f, form))  # type: ignore[misc]
    return found


def _likely(forms: Sequence[Drawn], axis: Axis) -> Curve:
    """Return how a number on an axis is turned into the question's unit, going by its label alone."""
    found = ways(forms, axis.label)
    return found[1 if _bases(axis.label) and not axis.log else 0][0]


def _raised(base: float, value: float) -> float:
    try:
        return math.pow(base, value)
    except OverflowError:
        return math.inf


def _unsaid(form: Drawn, label: str, axis: str) -> Finding | None:
    """Return what to say where another unit is drawn than the question's and the label is silent."""
    if not form.words or _holds(label, form.words):
        return None
    return (
        f"plot:unit-{axis}",
        f"The values along {axis} are in {form.name}, and the label of the {axis} axis does not say so.",
    )


# -------------------------------------------------------------------------------------------------- series


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
            return "plot:no-data", f"No {self.what} are drawn."
        found = self._way(view, marks)
        if found is None:
            return self._explain(view, marks)
        (to_x, form_x), (to_y, form_y) = found
        return _unsaid(form_x, view.x.label, "x") or _unsaid(form_y, view.y.label, "y") or (
            self._unjoined([_mapped(m, to_x, to_y) for m in marks])
        )  # fmt: skip

    def _way(
        self, view: View, marks: Sequence[Marks]
    ) -> tuple[tuple[Curve, Drawn], tuple[Curve, Drawn]] | None:
        """Return how numbers on the axes are to be read for the points to be the right ones."""
        for by_x in ways(self.in_x, view.x.label):
            for by_y in ways(self.in_y, view.y.label):
                seen = [_mapped(m, by_x[0], by_y[0]) for m in marks]
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
        return _likely(self.in_x, view.x), _likely(self.in_y, view.y)

    def _unjoined(self, seen: Sequence[Marks]) -> Finding | None:
        if not self.joined or any(m.joined and len(self.members([m], self.points)) > 1 for m in seen):
            return None
        return "plot:not-joined", f"The {self.what} are not joined by a line."

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
        apart = f"The y values of the {self.what} are sorted: they lost their x."
        ways: list[tuple[str, str, list[float], list[float]]] = [
            ("plot:x-missing", "Along x stands 0, 1, 2, …: give the plot the x values too.", index, ys),
            ("plot:x-missing", "Along x stands 1, 2, 3, …: give the plot x too.", _plus(index, 1), ys),
            ("plot:x-rounded", f"The {self.what} stand at whole numbers along x: leave their x as it is.",
             [float(math.floor(x)) for x in xs], ys),
            ("plot:x-rounded", f"The {self.what} stand at whole numbers along x: leave their x as it is.",
             [float(round(x)) for x in xs], ys),
            ("plot:off-by-one", "Everything stands one step too far to the right.", _plus(xs, 1), ys),
            ("plot:off-by-one", "Everything stands one step too far to the left.", _plus(xs, -1), ys),
            ("plot:sorted", apart, xs, sorted(ys)),
            ("plot:sorted", apart, xs, sorted(ys)[::-1]),
            ("plot:reversed", "The y values stand in the reverse order.", xs, ys[::-1]),
            ("plot:x-inverted", "Along x stands 1 over what is asked for.", [_inv(x) for x in xs], ys),
            ("plot:inverted", "Along y stands 1 over what is asked for.", xs, [_inv(y) for y in ys]),
            ("plot:cumulative", "Along y each value adds up all those before.", xs, _sums(ys)),
            ("plot:logarithms", "Along y stand logarithms, and the label of the axis does not say so.", xs,
             [_log10(y) for y in ys]),
        ]  # fmt: skip
        if self._shows([_mapped(m, float, float, swap=True) for m in marks], self.points):
            return "plot:swapped", f"x and y of the {self.what} have changed places."
        for cause, message, wx, wy in ways:
            if self._shows(marks, list(zip(wx, wy, strict=True))):
                return cause, message
        factor = self._factor(marks)
        if factor is not None:
            return (
                "plot:factor-y",
                f"The values along y are {factor} throughout: look at their unit, and say it in the label.",
            )
        covered = max((len(self.members(marks, self.points, least)) for least in (1.0, 0.5)), default=0)
        # A line beside points, a trend for example, is none of them.
        loose = [m for m in marks if not (m.joined or self.joined)] or list(marks)
        drawn = max(len(m.points) for m in loose)
        if not any(m.joined for m in loose):  # several groups, perhaps all of them once more in one
            drawn = max(drawn, len({p for m in loose for p in m.points}))
            drawn = count if sum(len(m.points) for m in loose) == count else drawn
        if 0 < covered < count and 3 * covered >= count:
            missing = count - covered
            return (
                "plot:points-missing",
                f"{missing} of the {count} {self.what} {'is' if missing == 1 else 'are'} not drawn.",
            )
        if self._places(marks):
            return (
                "plot:values-y",
                f"The {self.what} stand at the right x, but their y values are not what is asked for.",
            )
        if drawn != count and not 3 * covered >= count:
            return "plot:count", f"{drawn} points are drawn; the question has {count} {self.what}."
        return "plot:values", f"The {self.what} are not where the question has them."

    def _shows(self, marks: Sequence[Marks], points: Sequence[Point]) -> bool:
        return bool(points) and len(self.members(marks, points)) >= len({*points})

    def _factor(self, marks: Sequence[Marks]) -> str | None:
        for mark in marks:
            if len(mark.points) != len(self.x) or not all(self.y):
                continue
            ratios = [p[1] / y for p, y in zip(mark.points, self.y, strict=True)]
            near = [abs(p[0] - x) <= self.xtol for p, x in zip(mark.points, self.x, strict=True)]
            ratio = ratios[0]
            if all(near) and ratio and all(math.isclose(r, ratio, rel_tol=self.rtol) for r in ratios):
                size, way = (ratio, "large") if ratio > 1 else (1 / ratio, "small")
                known = any(math.isclose(size, f, rel_tol=self.rtol) for f in _CONVERSIONS)
                return f"{size:.3g} times too {way}" if known else f"too {way} by one and the same factor"
        return None

    def _places(self, marks: Sequence[Marks]) -> bool:
        return any(
            len(m.points) == len(self.x)
            and all(abs(a - b) <= self.xtol for a, b in zip(sorted(m.x), sorted(self.x), strict=True))
            for m in marks
        )


def _mapped(mark: Marks, to_x: Curve, to_y: Curve, swap: bool = False) -> Marks:
    points = tuple((to_x(x), to_y(y)) for x, y in ((p[1], p[0]) if swap else p for p in mark.points))
    return Marks(points, mark.label, mark.joined, mark.colour)


def _plus(values: Sequence[float], step: float) -> list[float]:
    return [v + step for v in values]


def _inv(value: float) -> float:
    return 1 / value if value else math.inf


def _log10(value: float) -> float:
    return math.log10(value) if value > 0 else math.nan


def _sums(values: Sequence[float]) -> list[float]:
    out, total = [], 0.0
    for value in values:
        total += value
        out.append(total)
    return out


# -------------------------------------------------------------------------------------------------- curves


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
            return "plot:no-data", f"No {self.what} are drawn."
        marks += view.across
        best = 0
        for to_x, form_x in ways(self.in_x, view.x.label):
            for to_y, form_y in ways(self.in_y, view.y.label):
                seen = [_mapped(m, to_x, to_y) for m in marks]
                place = {name: self._drawn(seen, f) for name, f in self.curves.items()}
                hits = sum(bool(found) for found in place.values())
                if hits == len(self.curves):
                    unsaid = _unsaid(form_x, view.x.label, "x") or _unsaid(form_y, view.y.label, "y")
                    return unsaid or self._range(place) or self._names(view, seen, place)
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
                return "plot:swapped", "x and y have changed places."  # curves such as 1/x look the same
            if min(xs) > self.low * 1.01 or max(xs) < self.high * 0.99:
                return (
                    "plot:range",
                    f"The {self.what} reach from {min(xs):g} to {max(xs):g}; the question goes from "
                    f"{self.low:g} to {self.high:g}.",
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
                f"The {self.what} cannot be told apart: add a legend (label=… and ax.legend()).",
            )
        shown = [*(view.legend or ()), *(n.text for n in view.notes)]
        for name, found in place.items():
            words = name.split("|")
            labels = [m.label for m in found if m.label]
            if labels and not any(_names_it(label, words) for label in labels):
                others = [w for other in place if other != name for w in other.split("|")]
                if any(_names_it(label, others) for label in labels):
                    return "plot:legend-swapped", "The legend gives the lines each other's names."
            if not any(_names_it(text, words) for text in shown):
                return (
                    "plot:legend",
                    f"No name in the legend says which of the {self.what} is the one for {words[0]}.",
                )
        return None

    def _explain(self, view: View, marks: Sequence[Marks], hits: int) -> Finding:
        """Say what the marks show instead."""
        upside_down = {name: _over(curve) for name, curve in self.curves.items()}
        said = "The curves run the wrong way: each value is 1 over what is asked for."
        for to_x, _ in ways(self.in_x, view.x.label):
            for to_y, _ in ways(self.in_y, view.y.label):
                seen = [_mapped(m, to_x, to_y) for m in marks]
                for cause, message, wrong in [*self.wrong, ("plot:inverted", said, upside_down)]:
                    if all(self._drawn(seen, f) for f in wrong.values()):
                        return cause, message
        swapped = [_mapped(m, float, float, swap=True) for m in marks]
        if all(self._drawn(swapped, f) for f in self.curves.values()):
            return "plot:swapped", "x and y have changed places."
        if self._all_scaled(marks):
            return (
                "plot:factor-y",
                f"The {self.what} have the right shape, but are all too high or too low by one and the same "
                "factor: look at the unit along y.",
            )
        if hits > 0:
            count = len(self.curves)
            verb = "is" if hits == 1 else "are"
            return "plot:curves-missing", f"{hits} of {count} {self.what} {verb} drawn as asked."
        if len([m for m in marks if m.joined]) != len(self.curves):
            drawn = "1 line is" if len(marks) == 1 else f"{len(marks)} lines are"
            return "plot:count", f"{drawn} drawn; the question has {len(self.curves)}."
        return (
            "plot:values",
            f"The {self.what} do not run where the question has them. Compute one point by hand.",
        )

    def _all_scaled(self, marks: Sequence[Marks]) -> bool:
        """Say whether every curve is drawn, too high or too low by one factor."""
        first = next(iter(self.curves.values()))
        for mark in marks:
            x, y = mark.points[0]
            factor = y / wanted if (wanted := _at(first, x)) else 0.0
            if not factor or not math.isfinite(factor):
                continue
            seen = [_mapped(m, float, lambda v, k=factor: v / k) for m in marks]  # type: ignore[misc]
            if all(self._drawn(seen, f) for f in self.curves.values()):
                return True
        return False


def _over(curve: Curve) -> Curve:
    return lambda x: _inv(_at(curve, x))


def _at(curve: Curve, x: float) -> float:
    try:
        return float(curve(x))
    except (ArithmeticError, ValueError, TypeError):  # a formula has its range
        return math.nan


def _names_it(text: str, words: Iterable[str]) -> bool:
    """Say whether a text holds one of the words, numbers as whole numbers (0.3 is not in 0.35)."""
    plain = text.casefold()
    for word in words:
        folded = word.casefold()
        if re.fullmatch(r"[\d.]+", folded):
            if any(math.isclose(float(n), float(folded)) for n in re.findall(r"\d+(?:\.\d+)?|\.\d+", plain)):
                return True
        elif folded in plain:
            return True
    return False


# ------------------------------------------------------------------------------------ bands, levels, notes


@dataclass(frozen=True)
class Bands:
    """Spans of x are shaded.

    Parameters
    ----------
    spans : sequence of pair
        From and to.
    tol : float
        Absolute tolerance of both ends.
    what : str
        What they are, for the messages.
    wrong : sequence
        Known wrong ways: cause, sentence, from, to.
    """

    spans: Sequence[Point]
    tol: float = 0.51
    what: str = "spans"
    wrong: Sequence[tuple[str, str, float, float]] = ()

    @property
    def about(self) -> str:
        """What is looked at."""
        return f"shaded {self.what}"

    def judge(self, view: View) -> Finding | None:
        """Return None, or what is shaded instead."""

        def shaded(low: float, high: float) -> bool:
            return any(abs(a - low) <= self.tol and abs(b - high) <= self.tol for a, b in view.bands)

        for cause, message, low, high in self.wrong:
            if shaded(low, high):
                return cause, message
        missing = [span for span in self.spans if not shaded(*span)]
        if not missing:
            return None
        if not view.bands:
            return "plot:no-bands", f"No {self.what} are shaded (ax.axvspan shades one)."
        if len(missing) < len(self.spans):
            return (
                "plot:band",
                f"{len(missing)} of the {len(self.spans)} {self.what} is not shaded from its "
                "first year to its last.",
            )
        return (
            "plot:band",
            f"The {self.what} are not shaded where they are: look at where each begins and ends.",
        )


@dataclass(frozen=True)
class Level:
    """A horizontal line is drawn.

    Parameters
    ----------
    y : float
        Its height.
    tol : float
        Absolute tolerance.
    what : str
        What it is, for the messages.
    in_y : sequence of Drawn
        Other units it may be drawn in.
    """

    y: float
    tol: float
    what: str
    in_y: Sequence[Drawn] = (PLAIN,)

    @property
    def about(self) -> str:
        """What is looked at."""
        return self.what

    def judge(self, view: View) -> Finding | None:
        """Return None, or what is wrong with the line."""
        for to_y, form in ways(self.in_y, view.y.label):
            if any(abs(to_y(level) - self.y) <= self.tol and _among(level, view) for level in view.levels):
                return _unsaid(form, view.y.label, "y")
        if any(abs(x - self.y) <= self.tol for x in view.uprights):
            return "plot:level-upright", f"The line for {self.what} is vertical; it belongs across the plot."
        if view.levels:
            return (
                "plot:level",
                f"The horizontal line for {self.what} is not at the height that is asked for.",
            )
        return "plot:no-level", f"There is no horizontal line for {self.what} (ax.axhline draws one)."


def _among(level: float, view: View) -> bool:
    """Say whether a level may be in the unit of what is drawn beside it: 0.82 is none among percentages."""
    ys = [y for mark in view.marks if len(mark.points) > 2 for y in mark.y]
    return not ys or min(ys) / 10 <= level <= 10 * max(ys)


@dataclass(frozen=True)
class Annotation:
    """A text stands at a place.

    Parameters
    ----------
    x, y : float or None
        The place; None: anywhere along it.
    xtol, ytol : float
        Absolute tolerance of x; relative tolerance of y.
    before : float
        How far before x a text may begin that ends there.
    any_of : sequence of str
        Words one of which the text holds; empty: any text.
    what : str
        What it is, for the messages.
    """

    x: float | None
    y: float | None = None
    xtol: float = 0.51
    ytol: float = 0.1
    any_of: Sequence[str] = ()
    what: str = "annotation"
    before: float = 0.0

    @property
    def about(self) -> str:
        """What is looked at."""
        return self.what

    def judge(self, view: View) -> Finding | None:
        """Return None, or what is wrong with the text."""
        if not view.notes:
            return "plot:no-annotation", f"There is no {self.what} (ax.annotate writes one)."
        said = [n for n in view.notes if not self.any_of or _holds(n.text, self.any_of)]
        if any(self._here(place) or self._aside(view, place) for note in said for place in note.places):
            return None
        if not said:
            return "plot:annotation-text", f"None of your texts is the {self.what} that is asked for."
        return (
            "plot:annotation-place",
            f"The {self.what} is there, but points at another place than it should.",
        )

    def _aside(self, view: View, place: Point) -> bool:
        """Say whether a text stands a little aside of the place, and not on something else that is drawn."""
        if self.x is None or self.y is not None:
            return False
        little = 0.03 * abs(view.x.high - view.x.low) if not view.x.log else 0.0
        if not -max(self.before, little) <= place[0] - self.x <= little:
            return False
        return all(_apart(view, place, p) >= _SAME for m in (*view.marks, *view.bars) for p in m.points)

    def _here(self, place: Point) -> bool:
        return (self.x is None or abs(place[0] - self.x) <= self.xtol) and (
            self.y is None or math.isclose(place[1], self.y, rel_tol=self.ytol)
        )


# -------------------------------------------------------------------------------------------------- groups


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
                marks = [_mapped(m, to_x, to_y) for m in view.marks]
                alone = {name: self._alone(marks, points) for name, points in self.groups.items()}
                if all(alone.values()):
                    return self._unnamed(view, alone)
                merged = merged or bool(self._alone(marks, every))
        if merged:
            return (
                "plot:groups-merged",
                f"All points look alike: draw the {self.what} apart, each with a label.",
            )
        return "plot:groups", f"The {self.what} do not hold the points they should."

    def _alone(self, marks: Sequence[Marks], points: Sequence[Point]) -> list[Marks]:
        """Return the marks that hold all of some points and no others."""
        near = Series([x for x, _ in points], [y for _, y in points], self.rtol, self.xtol)
        return [m for m in marks if len(near.members([m], near.points)) == len(points)]

    def _unnamed(self, view: View, alone: Mapping[str, Sequence[Marks]]) -> Finding | None:
        """Say which group has no name, or that of another."""
        if view.legend is None and not view.notes:
            return "plot:no-legend", f"Nothing names the {self.what}: add a legend (label=… and ax.legend())."
        shown = [*(view.legend or ()), *(n.text for n in view.notes)]
        for name, marks in alone.items():
            labels = [m.label for m in marks if _in_legend(m, view)]
            others = [w for other in alone if other != name for w in other.split("|")]
            if any(_names_it(label, others) for label in labels) and not any(
                _names_it(label, name.split("|")) for label in labels
            ):
                return "plot:legend-swapped", f"The legend gives the {self.what} each other's names."
            if not any(_names_it(text, name.split("|")) for text in shown):
                return "plot:legend", f"Nothing in the plot names one of the {self.what}."
        return None


def _in_legend(mark: Marks, view: View) -> bool:
    """Say whether a reader sees the mark's own label: in the legend, and not overwritten there."""
    return bool(mark.label) and mark.label in (view.legend or ())


@dataclass(frozen=True)
class NamedPoints:
    """Single points are drawn, and each has its name beside it or in the legend.

    Parameters
    ----------
    points : mapping
        Words that name a point (``"GPT-2|Llama"``: either) to its place.
    rtol : float
        Relative tolerance of x and y.
    wrong : sequence
        Known wrong ways: cause, sentence, and a function from the right place to the wrong one.
    what : str
        What they are, for the messages.
    in_x, in_y : sequence of Drawn
        Other units they may be drawn in.
    slips : sequence
        Known wrong ways of a single point: cause, sentence (``{name}`` in it is filled in), and a function
        from the right place to the wrong one.
    """

    points: Mapping[str, Point]
    rtol: float = 0.05
    wrong: Sequence[tuple[str, str, Callable[[Point], Point]]] = ()
    what: str = "points"
    in_x: Sequence[Drawn] = (PLAIN,)
    in_y: Sequence[Drawn] = (PLAIN,)
    slips: Sequence[tuple[str, str, Callable[[Point], Point]]] = ()

    @property
    def about(self) -> str:
        """What is looked at."""
        return self.what

    def judge(self, view: View) -> Finding | None:
        """Return None, or what is wrong with the points."""
        # A curve of many points passes near everything; it marks nothing.
        marks = [m for m in (*view.marks, *view.bars) if not m.joined or len(m.points) <= len(self.points)]
        drawn = [p for m in marks for p in m.points]
        best = 0
        for to_x, form_x in ways(self.in_x, view.x.label):
            for to_y, form_y in ways(self.in_y, view.y.label):
                seen = [(to_x(x), to_y(y)) for x, y in drawn]
                hits = sum(any(self._near(p, q) for q in seen) for p in self.points.values())
                best = max(best, hits)
                if hits == len(self.points):
                    unsaid = _unsaid(form_x, view.x.label, "x") or _unsaid(form_y, view.y.label, "y")
                    return unsaid or self._unnamed(view) or self._misplaced(view, marks, to_x, to_y)
        for cause, message, wrong in self.wrong:
            for to_x, _ in ways(self.in_x, view.x.label):
                for to_y, _ in ways(self.in_y, view.y.label):
                    seen = [(to_x(x), to_y(y)) for x, y in drawn]
                    if all(any(self._near(wrong(p), q) for q in seen) for p in self.points.values()):
                        return cause, message
        if not drawn:
            return "plot:no-data", f"No {self.what} are drawn."
        for to_x, _ in ways(self.in_x, view.x.label):
            for to_y, _ in ways(self.in_y, view.y.label):
                found = self._misplaced(view, marks, to_x, to_y)
                if found is not None and found[0] in {cause for cause, *_ in self.slips}:
                    return found
        count = len(self.points)
        return "plot:points-missing", f"{count - best} of the {count} {self.what} are not where they belong."

    def _near(self, one: Point, other: Point) -> bool:
        return all(math.isclose(a, b, rel_tol=self.rtol) for a, b in zip(one, other, strict=True))

    def _unnamed(self, view: View) -> Finding | None:
        texts = [*(view.legend or ()), *(n.text for n in view.notes)]
        bare = [name for name in self.points if not any(_names_it(t, name.split("|")) for t in texts)]
        if not bare:
            return None
        if any(_names_it(m.label, bare[0].split("|")) for m in view.marks) and view.legend is None:
            return "plot:no-legend", f"The labels of the {self.what} are not shown: call ax.legend()."
        return "plot:unnamed", f"{bare[0].split('|')[0]} is not named: write its name beside its point."

    def _misplaced(self, view: View, marks: Sequence[Marks], to_x: Curve, to_y: Curve) -> Finding | None:
        """Say which name belongs to another place than the one where it stands."""
        every = [p for m in marks for p in m.points]
        right = {
            name: [p for p in every if self._near(place, (to_x(p[0]), to_y(p[1])))]
            for name, place in self.points.items()
        }
        # The corners of a line are no marks, unless it is the line that joins the points.
        spots = [p for m in marks if not m.joined or len(m.points) == 1 for p in m.points]
        spots += [p for found in right.values() for p in found]
        aside = self._aside(view, right, spots)
        wrong = []
        for name, found in right.items():
            at = self._at(view, marks, name, found, spots, aside)
            if at is not None:
                wrong.append((name, (to_x(at[0]), to_y(at[1]))))
        for cause, message, slip in self.slips:
            for name, at in wrong:
                if self._near(slip(self.points[name]), at):
                    return cause, message.format(name=name.split("|")[0])
        for name, at in wrong:
            other = next((n for n, place in self.points.items() if n != name and self._near(place, at)), "")
            if other:
                return (
                    "plot:names-swapped",
                    f"The name {name.split('|')[0]} stands at the point of {other.split('|')[0]}.",
                )
        if wrong:
            return "plot:name-place", f"{wrong[0][0].split('|')[0]} stands at another place than its own."
        return None

    def _at(
        self, view: View, marks: Sequence[Marks], name: str, right: Sequence[Point], spots: Sequence[Point],
        aside: Point,
    ) -> Point | None:  # fmt: skip
        """Return at which point a name stands if that is a wrong one; None where it is right or unknown."""
        words = name.split("|")
        found = [
            p for m in marks if _in_legend(m, view) and _names_it(m.label, words) for p in m.points
        ]  # fmt: skip
        for note in view.notes:
            if _names_it(note.text, words):
                found += [p for place in _told(view, note, spots)
                          for p in self._beside(view, place, right, spots, aside)]  # fmt: skip
        if any(_apart(view, p, q) < _SAME for p in found for q in right):
            return None
        return found[0] if found else None

    def _beside(
        self, view: View, place: Point, right: Sequence[Point], spots: Sequence[Point], aside: Point
    ) -> list[Point]:
        """Return the points that a text may be meant for: the nearest, also if all texts stand aside."""
        if not spots:
            return []
        nearest = min(spots, key=lambda p: _apart(view, place, p))
        least = _apart(view, place, nearest)
        found = [nearest]
        if least > _SAME or math.hypot(*aside) > _SAME:
            found.append(min(spots, key=lambda p: _apart(view, place, p, aside)))
        if least > _SAME:
            found += [p for p in right if _apart(view, place, p) < 1.5 * least]
        return found

    def _aside(self, view: View, right: Mapping[str, Sequence[Point]], spots: Sequence[Point]) -> Point:
        """Return how far the texts commonly stand from their points, in parts of the axes."""
        steps = []
        for name, found in right.items():
            said = [n for n in view.notes if _names_it(n.text, name.split("|"))]
            places = [p for note in said for p in _told(view, note, spots)]
            if places and found:
                (x, y), (u, v) = _part(view, places[0]), _part(view, found[0])
                steps.append((x - u, y - v))
        steps = [step for step in steps if all(map(math.isfinite, step))]
        if len(steps) < 3:
            return 0.0, 0.0
        return statistics.median(x for x, _ in steps), statistics.median(y for _, y in steps)


_SAME = 0.008
"""Two places this near, in parts of the axes, are the same one to the eye."""


def _told(view: View, note: Note, spots: Sequence[Point]) -> list[Point]:
    """Return the places that a text speaks about: the point that it is tied to, else where it stands too."""
    places = [p for p in note.places if all(map(math.isfinite, p))]
    if places and any(_apart(view, places[0], spot) < _SAME for spot in spots):
        return places[:1]
    return places


def _part(view: View, point: Point) -> Point:
    """Return a place in parts of the axes, as the eye sees it; not finite where the axes cannot show it."""

    def part(axis: Axis, value: float) -> float:
        low, high = axis.low, axis.high
        if axis.log:
            low, high, value = (math.log10(v) if v > 0 else math.nan for v in (low, high, value))
        return (value - low) / (high - low) if high != low else math.nan

    return part(view.x, point[0]), part(view.y, point[1])


def _apart(view: View, one: Point, other: Point, aside: Point = (0.0, 0.0)) -> float:
    (x, y), (u, v) = _part(view, one), _part(view, other)
    gap = math.hypot(x - aside[0] - u, y - aside[1] - v)
    return gap if math.isfinite(gap) else math.inf


@dataclass(frozen=True)
class Legend:
    """There is a legend, or texts beside the lines, that hold all of some words.

    Parameters
    ----------
    words : sequence of str
        Each may offer alternatives (``"Deep Learning|DL"``).
    what : str
        What they name, for the messages.
    """

    words: Sequence[str] = ()
    what: str = "lines"

    @property
    def about(self) -> str:
        """What is looked at."""
        return "legend"

    def judge(self, view: View) -> Finding | None:
        """Return None, or what is wrong with the legend."""
        if view.legend is None and not view.notes:
            return "plot:no-legend", f"Nothing names the {self.what}: add a legend (label=… and ax.legend())."
        shown = [*(view.legend or ()), *(n.text for n in view.notes)]
        missing = [w for w in self.words if not any(_names_it(t, w.split("|")) for t in shown)]
        return ("plot:legend", f"The legend does not name all {self.what}.") if missing else None


@dataclass(frozen=True)
class Shape:
    """Anything else: a test of the author's own.

    Parameters
    ----------
    what : str
        What it looks at.
    test : callable
        Takes the view, returns None or a cause and a sentence.
    """

    what: str
    test: Callable[[View], Finding | None] = field(repr=False)

    @property
    def about(self) -> str:
        """What is looked at."""
        return self.what

    def judge(self, view: View) -> Finding | None:
        """Return what the test says."""
        return self.test(view)
