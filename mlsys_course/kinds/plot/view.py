"""What is drawn in a plot, in data coordinates, whatever drew it.

A `View` is one set of axes as the judge sees it: marks (lines and points alike), levels, bands, texts and
labels. Values of a date axis become years, categories that are numbers become these numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mlsys_course.kinds.plot.content import AxesContent, AxisContent, FigureContent

Point = tuple[float, float]
_DAYS_PER_YEAR = 365.2425
_INVISIBLE = ("None", "none", "", " ")


@dataclass(frozen=True)
class Marks:
    """Points that belong together: a line, the points of one scatter, the tops of bars.

    Parameters
    ----------
    points : tuple of pair
        Data coordinates, as drawn; points that are not finite are left out.
    label : str
        What the legend calls it.
    joined : bool
        Whether a line joins the points.
    colour : str
        ``#rrggbb``.
    """

    points: tuple[Point, ...]
    label: str = ""
    joined: bool = False
    colour: str = ""

    @property
    def x(self) -> tuple[float, ...]:
        """All x."""
        return tuple(x for x, _ in self.points)

    @property
    def y(self) -> tuple[float, ...]:
        """All y."""
        return tuple(y for _, y in self.points)


@dataclass(frozen=True)
class Note:
    """A text in the axes, with the place it speaks about and its own place."""

    text: str
    places: tuple[Point, ...]


@dataclass(frozen=True)
class Axis:
    """One axis: label, scale, limits, and what it shows."""

    label: str
    scale: str
    low: float
    high: float
    kind: str

    @property
    def log(self) -> bool:
        """Whether equal steps are equal factors."""
        return self.scale in ("log", "symlog", "asinh")


@dataclass(frozen=True)
class View:
    """One set of axes, or several drawn as one (twin axes).

    Parameters
    ----------
    x, y : Axis
        The axes.
    marks : tuple of Marks
        Lines, points and bars.
    levels, uprights : tuple of float
        y of horizontal lines, x of vertical lines.
    bands : tuple of pair
        x from and to of what is shaded; horizontal bands are left out.
    notes : tuple of Note
        Texts.
    legend : tuple of str or None
        Texts of the legend.
    title : str
        Title of the axes and of the figure.
    across : tuple of Marks
        Level lines (``axhline``, ``hlines``), which may stand for a constant curve.
    """

    x: Axis
    y: Axis
    marks: tuple[Marks, ...]
    levels: tuple[float, ...] = ()
    uprights: tuple[float, ...] = ()
    bands: tuple[Point, ...] = ()
    notes: tuple[Note, ...] = ()
    legend: tuple[str, ...] | None = None
    title: str = ""
    bars: tuple[Marks, ...] = field(default=())
    across: tuple[Marks, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing at all is drawn."""
        return not (self.marks or self.levels or self.uprights or self.bands or self.notes or self.bars)

    def axis(self, name: str) -> Axis:
        """Return the axis ``"x"`` or ``"y"``."""
        return self.x if name == "x" else self.y


def _numbers(axis: AxisContent, values: Sequence[float]) -> list[float]:
    """Return what a reader of the axis reads: years of dates, the numbers that categories spell."""
    if axis.kind == "date":
        return [1970 + v / _DAYS_PER_YEAR for v in values]
    if axis.kind == "category":
        spelt = [_float(name) for name in axis.categories]
        if spelt and None not in spelt:
            return [float(spelt[int(v)] or 0) if 0 <= v < len(spelt) else math.nan for v in values]
    return list(values)


def _float(text: str) -> float | None:
    try:
        return float(text.replace(",", "").replace("_", ""))
    except ValueError:
        return None


def _marks(axes: AxesContent, x: Sequence[float], y: Sequence[float], **about: Any) -> Marks:
    pairs = zip(_numbers(axes.x, x), _numbers(axes.y, y), strict=False)
    return Marks(tuple(p for p in pairs if all(map(math.isfinite, p))), **about)


def _flat(values: Sequence[float]) -> bool:
    return len(values) > 1 and max(values) - min(values) <= 1e-9 * max(1e-300, *map(abs, values))


def _scatters(axes: AxesContent) -> Iterator[Marks]:
    for points in axes.points:
        yield _marks(axes, points.x, points.y, label=points.label)
        colours = points.colors
        # One call with a colour for each point may hold several groups (seaborn's hue).
        if len(colours) == len(points.x) and 1 < len(set(colours)) < len(colours):
            for colour in dict.fromkeys(colours):
                mine = [i for i, c in enumerate(colours) if c == colour]
                xs, ys = [points.x[i] for i in mine], [points.y[i] for i in mine]
                yield _marks(axes, xs, ys, label=points.label, colour=colour)


def view(axes: AxesContent, whole: FigureContent) -> View:
    """Return one set of axes as the judge sees it."""
    marks, levels, uprights = [], [], []
    across = []
    for line in axes.lines:
        if line.kind == "horizontal":
            levels += list(line.y[:1])
            across.append(_marks(axes, line.x, line.y, label=line.label, joined=True, colour=line.color))
        elif line.kind == "vertical":
            uprights += _numbers(axes.x, line.x[:1])
        else:
            joined = line.linestyle not in _INVISIBLE
            if not joined and line.marker in _INVISIBLE:
                continue  # a line without dashes and markers shows nothing
            made = _marks(axes, line.x, line.y, label=line.label, joined=joined, colour=line.color)
            if made.points:
                marks.append(made)
                if joined and _flat(made.y) and not _flat(made.x):
                    levels.append(made.y[0])
                if joined and _flat(made.x) and not _flat(made.y):
                    uprights.append(made.x[0])
    marks += [m for m in _scatters(axes) if m.points]
    for many in axes.segments:
        for xs, ys in many.segments:
            piece = _marks(axes, xs, ys, label=many.label, joined=True)
            if len(piece.points) > 1 and _flat(piece.y):
                levels.append(piece.y[0])
                across.append(piece)
            elif len(piece.points) > 1 and _flat(piece.x):
                uprights.append(piece.x[0])
            elif piece.points:
                marks.append(piece)
    bands, bars = [], []
    for area in axes.areas:
        if area.kind == "horizontal band":
            levels += [area.y0, area.y1]
            continue
        x0, x1 = _numbers(axes.x, (area.x0, area.x1))
        if area.kind == "rectangle":
            bars.append(((x0 + x1) / 2, area.y1 if area.y1 > 0 or area.y0 >= 0 else area.y0))
        if math.isfinite(x0) and math.isfinite(x1) and x1 > x0:
            bands.append((x0, x1))
    notes = tuple(
        Note(t.text, tuple((_numbers(axes.x, (px,))[0], py) for px, py in ((t.x, t.y), (t.text_x, t.text_y))))
        for t in axes.texts
        if t.text.strip()
    )
    legend = (*(axes.legend or ()), *whole.legend)
    return View(
        _axis(axes.x), _axis(axes.y), tuple(marks), tuple(levels), tuple(uprights), tuple(bands), notes,
        legend or None, " ".join(filter(None, (axes.title, whole.title, *whole.texts))),
        (Marks(tuple(bars)),) if bars else (), tuple(across),
    )  # fmt: skip


def _axis(axis: AxisContent) -> Axis:
    low, high = _numbers(axis, (axis.low, axis.high))
    kind = axis.kind
    if kind == "category" and all(_float(name) is not None for name in axis.categories):
        kind = "number"
    return Axis(axis.label, axis.scale, low, high, kind)


def together(views: Sequence[View]) -> View:
    """Return several axes as one: twin axes share one picture."""

    def axis(name: str) -> Axis:
        every = [v.axis(name) for v in views]
        first = every[0]
        scale = next((a.scale for a in every if a.log), first.scale)
        return Axis(" ".join(a.label for a in every if a.label), scale, first.low, first.high, first.kind)

    legends = [text for v in views for text in v.legend or ()]
    return View(
        axis("x"),
        axis("y"),
        tuple(m for v in views for m in v.marks),
        tuple(n for v in views for n in v.levels),
        tuple(n for v in views for n in v.uprights),
        tuple(b for v in views for b in v.bands),
        tuple(n for v in views for n in v.notes),
        tuple(legends) or None,
        " ".join(v.title for v in views if v.title),
        tuple(b for v in views for b in v.bars),
        tuple(m for v in views for m in v.across),
    )


def views(content: FigureContent) -> list[View]:
    """Return what may be meant as the picture: each set of axes, then all of them as one."""
    single = [view(axes, content) for axes in content.axes[:12]]
    drawn = [v for v in single if not v.blank]
    if len(drawn) < 2:
        return drawn
    titles = [axes.title for axes, v in zip(content.axes, single, strict=False) if not v.blank]
    panels = drawn
    if len(set(titles)) == len(titles):  # a panel for each: its title is the name of what it shows
        panels = [_panel(v, title) for v, title in zip(drawn, titles, strict=True)]
    return [*drawn, together(panels)]


def _panel(view: View, title: str) -> View:
    """Return axes whose title names what no legend names."""
    if not title or view.legend:
        return view
    marks = tuple(replace(mark, label=mark.label or title) for mark in view.marks)
    return replace(view, marks=marks, legend=(title,))


SAME = 0.008
"""Two places this near, in parts of the axes, are the same one to the eye."""


def part_of(view: View, point: Point) -> Point:
    """Return a place in parts of the axes, as the eye sees it; not finite where the axes cannot show it."""

    def part(axis: Axis, value: float) -> float:
        low, high = axis.low, axis.high
        if axis.log:
            low, high, value = (math.log10(v) if v > 0 else math.nan for v in (low, high, value))
        return (value - low) / (high - low) if high != low else math.nan

    return part(view.x, point[0]), part(view.y, point[1])


def apart(view: View, one: Point, other: Point, aside: Point = (0.0, 0.0)) -> float:
    """Return how far apart two places are, in parts of the axes; infinitely where one cannot be shown."""
    (x, y), (u, v) = part_of(view, one), part_of(view, other)
    gap = math.hypot(x - aside[0] - u, y - aside[1] - v)
    return gap if math.isfinite(gap) else math.inf
