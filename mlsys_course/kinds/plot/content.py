"""What a figure shows, as plain numbers and texts.

A drawing that is graded must not be judged by how it was made: `plt.plot`, `ax.semilogy`, pandas and seaborn
all end in the same lines, points and areas. `describing.describe` reads those from a matplotlib figure. The
result holds numbers and texts only, so it can be compared, stored, and sent from one process to another.
"""

from __future__ import annotations

import dataclasses
from typing import Literal

__all__ = [
    "AreaContent",
    "AxesContent",
    "AxisContent",
    "FigureContent",
    "LineContent",
    "PointsContent",
    "SegmentsContent",
    "TextContent",
]

Floats = tuple[float, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class LineContent:
    """A line, in data coordinates.

    Attributes
    ----------
    x, y
        Its points; dates are days since 1970-01-01, categories are counted from 0. The two ends of a line
        across the whole axes (``axhline``, ``axvline``, ``axline``) lie on the axes' limits.
    kind
        ``"data"``, or ``"horizontal"``, ``"vertical"``, ``"sloped"`` for a line across the axes.
    label
        The text for the legend; empty when it has none.
    linestyle, marker
        As matplotlib writes them: ``"-"``, ``"--"``, ``"None"``; ``"o"``, ``"None"``.
    color
        ``"#rrggbb"``.
    """

    x: Floats
    y: Floats
    kind: Literal["data", "horizontal", "vertical", "sloped"]
    label: str
    linestyle: str
    marker: str
    color: str


@dataclasses.dataclass(frozen=True, slots=True)
class PointsContent:
    """Points of one call of ``scatter``.

    Attributes
    ----------
    x, y
        Data coordinates.
    label
        The text for the legend; empty when it has none.
    colors
        The colour of each point, or one for all, ``"#rrggbb"``.
    """

    x: Floats
    y: Floats
    label: str
    colors: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class SegmentsContent:
    """Lines of one call of ``hlines``, ``vlines`` or of a stem plot.

    Attributes
    ----------
    segments
        Each line as x and y of its points.
    label
        The text for the legend; empty when it has none.
    linestyle
        ``"-"`` or ``"--"``.
    """

    segments: tuple[tuple[Floats, Floats], ...]
    label: str
    linestyle: str


@dataclasses.dataclass(frozen=True, slots=True)
class AreaContent:
    """A filled area: a bar, a band, a polygon, the space under a curve.

    Attributes
    ----------
    x0, x1, y0, y1
        Its extent in data coordinates; a band's extent across the axes is their limits.
    kind
        ``"rectangle"`` (bars too), ``"vertical band"`` (``axvspan``), ``"horizontal band"`` (``axhspan``), or
        ``"polygon"`` (``fill``, ``fill_between``).
    x, y
        The corners, in order.
    label
        The text for the legend; empty when it has none.
    color
        ``"#rrggbb"``.
    """

    x0: float
    x1: float
    y0: float
    y1: float
    kind: Literal["rectangle", "vertical band", "horizontal band", "polygon"]
    x: Floats
    y: Floats
    label: str
    color: str


@dataclasses.dataclass(frozen=True, slots=True)
class TextContent:
    """A text within the axes; an annotation too.

    Attributes
    ----------
    text
        What it says.
    x, y
        What it stands beside: the annotated point, otherwise the place of the text. In data coordinates.
    text_x, text_y
        The place of the text, in data coordinates.
    annotation
        Whether it annotates a point.
    """

    text: str
    x: float
    y: float
    text_x: float
    text_y: float
    annotation: bool


@dataclasses.dataclass(frozen=True, slots=True)
class AxisContent:
    """One axis.

    Attributes
    ----------
    label
        What is written beside it.
    scale
        ``"linear"``, ``"log"``, ``"symlog"``, …
    low, high
        Its limits, as set: `low` is larger than `high` on an inverted axis.
    kind
        ``"number"``, ``"date"`` (values are days since 1970-01-01) or ``"category"``.
    categories
        The texts of categories 0, 1, 2, …
    ticks
        Texts of the ticks that were set by hand.
    """

    label: str
    scale: str
    low: float
    high: float
    kind: Literal["number", "date", "category"]
    categories: tuple[str, ...]
    ticks: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class AxesContent:
    """One set of axes with everything drawn in it.

    Attributes
    ----------
    title
        The text above.
    x, y
        The axes.
    lines, points, segments, areas, texts
        What is drawn, in the order in which it was.
    legend
        Texts of the legend; None when none is shown.
    """

    title: str
    x: AxisContent
    y: AxisContent
    lines: tuple[LineContent, ...]
    points: tuple[PointsContent, ...]
    segments: tuple[SegmentsContent, ...]
    areas: tuple[AreaContent, ...]
    texts: tuple[TextContent, ...]
    legend: tuple[str, ...] | None


@dataclasses.dataclass(frozen=True, slots=True)
class FigureContent:
    """A figure.

    Attributes
    ----------
    axes
        Its axes, colour bars included, in the order in which they were made.
    title
        The title of the whole (``suptitle``).
    texts
        Other texts outside the axes.
    legend
        Texts of legends outside the axes.
    """

    axes: tuple[AxesContent, ...]
    title: str
    texts: tuple[str, ...]
    legend: tuple[str, ...]
