"""The drawing kit: what explorers draw again and again, made once and then moved.

Everything here is made with no data yet, in an explorer's ``draw``, and moved by its ``update``::

    def draw(figure):
        axes = panel(figure, left=0.12)
        bars = Bars(axes, rows=(1, 0), styles=(0, 1))
        limit = Threshold(axes, "x", words_at=1.4, ha="center")

        def update(state):
            bars.set(state.costs, [f"{cost:,.0f}" for cost in state.costs], gap=0.01 * max(state.costs))
            limit.at(state.budget, "the budget")

        return update

A *style* is a number: of a colour of `COLOURS` and of the hatch of `HATCHES` that says the same in grey.
Keyword arguments that are not named here are matplotlib's own. matplotlib is imported when an explorer is
shown, not before.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from mlsys_course.readable import number, power_of_ten
from mlsys_course.widgets.picture import COLOURS, HATCHES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.legend import Legend
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch, Rectangle
    from matplotlib.text import Text

__all__ = [
    "Bars",
    "Stack",
    "Threshold",
    "curve",
    "key",
    "lay",
    "legend",
    "logarithmic",
    "lying",
    "mark",
    "named_ticks",
    "note",
    "paint",
    "pairs",
    "panel",
    "panels",
    "put",
]

_WHITE = {"facecolor": "white", "edgecolor": "none"}


# ------------------------------------------------------------------------------------------------ the places


def panel(
    figure: Figure, *, left: float = 0.1, right: float = 0.97, top: float = 0.95, bottom: float = 0.17
) -> Axes:
    """Return the axes of a picture with one panel, without a frame above and at the right.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Empty.
    left, right, top, bottom : float
        Edges of the axes, as shares of the figure; what is written around them stands outside.
    """
    return _panels(figure, (1.0,), left=left, right=right, top=top, bottom=bottom)[0]


def panels(
    figure: Figure,
    widths: tuple[float, float] = (1, 1),
    *,
    gap: float,
    left: float = 0.08,
    right: float = 0.98,
    top: float = 0.95,
    bottom: float = 0.17,
    sharey: bool = False,
) -> tuple[Axes, Axes]:
    """Return the axes of a picture with two panels side by side.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Empty.
    widths : (float, float)
        Their widths against each other.
    gap : float
        Room between them, as a share of their mean width.
    left, right, top, bottom : float
        Outer edges of both, as shares of the figure.
    sharey : bool
        Whether both have the vertical axis of the left one.
    """
    edges = {"left": left, "right": right, "top": top, "bottom": bottom, "wspace": gap}
    first, second = _panels(figure, widths, sharey=sharey, **edges)
    return first, second


def _panels(figure: Figure, widths: tuple[float, ...], sharey: bool = False, **edges: float) -> list[Axes]:
    found: list[Axes] = list(
        figure.subplots(1, len(widths), width_ratios=widths, sharey=sharey, squeeze=False)[0]
    )
    figure.subplots_adjust(**edges)
    for axes in found:
        axes.spines[["top", "right"]].set_visible(False)
    return found


def logarithmic(axes: Axes, axis: Literal["x", "y"]) -> None:
    """Make an axis logarithmic, with plain numbers near 1 and powers of ten beyond.

    matplotlib's own labels go through its formula parser, which takes longer than all the rest of a picture.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Its small ticks go, of both axes: they say little.
    axis : {"x", "y"}
        Which one.

    Examples
    --------
    >>> from mlsys_course.widgets.picture import new_figure
    >>> axes = panel(new_figure())
    >>> logarithmic(axes, "x")
    >>> [axes.xaxis.get_major_formatter()(tick) for tick in (1e-6, 0.1, 1, 1000, 1e12)]
    ['10⁻⁶', '0.1', '1', '1,000', '10¹²']
    """
    axes.set(**{f"{axis}scale": "log"})
    (axes.xaxis if axis == "x" else axes.yaxis).set_major_formatter(_power)
    axes.minorticks_off()


def _power(tick: float, _: float = 0) -> str:
    exponent = round(math.log10(tick))
    return number(tick) if -3 <= exponent <= 3 else power_of_ten(exponent)


def named_ticks(
    axes: Axes, axis: Literal["x", "y"], ticks: Sequence[float], names: Sequence[str] | None = None
) -> None:
    """Make an axis logarithmic with these ticks only, as plain numbers instead of powers of ten.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Its small ticks go, of both axes: they cost time and say little.
    axis : {"x", "y"}
        Which one.
    ticks : sequence of float
        Places.
    names : sequence of str, optional
        What is written there; left out: the numbers.

    Examples
    --------
    >>> from mlsys_course.widgets.picture import new_figure
    >>> axes = panel(new_figure())
    >>> named_ticks(axes, "x", (1, 10, 1000))
    >>> axes.get_xscale(), [label.get_text() for label in axes.get_xticklabels()]
    ('log', ['1', '10', '1,000'])
    """
    axes.set(**{f"{axis}scale": "log"})
    ticker = axes.set_xticks if axis == "x" else axes.set_yticks
    ticker(ticks, [number(tick) for tick in ticks] if names is None else names)
    axes.minorticks_off()


# ------------------------------------------------------------------------------------------ bars and hatches


def paint(bar: Patch, style: int) -> None:
    """Give a bar a colour and the hatch that says the same."""
    bar.set_facecolor(COLOURS[style])
    bar.set_hatch(HATCHES[style])


def lay(bar: Rectangle, begin: float, length: float) -> None:
    """Move a lying bar and give it a length, in units of the axis."""
    bar.set_x(begin)
    bar.set_width(length)


def lying(axes: Axes, rows: Sequence[float], thickness: Any, styles: Sequence[int]) -> list[Rectangle]:
    """Return painted bars that lie in rows and have no length of their own yet.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where they lie.
    rows : sequence of float
        Middle of each, on the vertical axis.
    thickness : float or sequence of float
        Theirs, or of each.
    styles : sequence of int
        One for each.
    """
    bars: list[Rectangle] = list(axes.barh(rows, [1.0] * len(rows), thickness, edgecolor="white").patches)
    for bar, style in zip(bars, styles, strict=True):
        paint(bar, style)
    return bars


class Bars:
    """Bars that lie one in each row, from zero, with words behind the end of each.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where they lie.
    rows : sequence of float
        Middle of each, on the vertical axis.
    styles : sequence of int
        One for each.
    thickness : float
        Of each.
    **font
        Of the words.

    Attributes
    ----------
    bars : list of matplotlib.patches.Rectangle
    words : list of matplotlib.text.Text

    Examples
    --------
    >>> from mlsys_course.widgets.picture import new_figure
    >>> bars = Bars(panel(new_figure()), rows=(1, 0), styles=(0, 3))
    >>> bars.set([2, -1], ["gain", "loss"], gap=0.1)
    >>> [(text.get_text(), text.get_position()[0], text.get_ha()) for text in bars.words]
    [('gain', 2.1, 'left'), ('loss', -1.1, 'right')]
    """

    def __init__(
        self, axes: Axes, rows: Sequence[float], styles: Sequence[int], thickness: float = 0.6, **font: Any
    ) -> None:
        self.bars = lying(axes, rows, thickness, styles)
        self.words = [axes.text(0, row, "", ha="left", va="center", **font) for row in rows]

    def set(self, lengths: Sequence[float], words: Sequence[str], gap: float) -> None:
        """Give each bar a length and words; those of a bar below zero stand at its left.

        Parameters
        ----------
        lengths : sequence of float
            In units of the axis.
        words : sequence of str
            What stands behind each end.
        gap : float
            Room between an end and its words, in units of the axis.
        """
        for bar, text, length, said in zip(self.bars, self.words, lengths, words, strict=True):
            bar.set_width(length)
            text.set_x(length + (gap if length >= 0 else -gap))
            text.set_horizontalalignment("left" if length >= 0 else "right")
            text.set_text(said)


class Stack:
    """Bars that follow one another in one row, with words behind the last.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where they lie.
    row : float
        Their middle, on the vertical axis.
    count : int
        How many; each has a style of its own.
    thickness : float
        Of all.

    Examples
    --------
    >>> from mlsys_course.widgets.picture import new_figure
    >>> stack = Stack(panel(new_figure()), row=0, count=3)
    >>> stack.set([3, 1, 2], "6 ms", gap=0.5)
    >>> [bar.get_x() for bar in stack.bars], stack.words.get_position()[0]
    ([0.0, 3.0, 4.0], 6.5)
    """

    def __init__(self, axes: Axes, row: float, count: int, thickness: float = 0.55) -> None:
        self.bars = lying(axes, [row] * count, thickness, range(count))
        self.words = axes.text(0, row, "", ha="left", va="center")

    def set(self, lengths: Sequence[float], words: str, gap: float) -> None:
        """Give each bar a length; `gap` is the room before the words. All in units of the axis."""
        begin = 0.0
        for bar, length in zip(self.bars, lengths, strict=True):
            lay(bar, begin, length)
            begin += length
        put(self.words, begin + gap, words=words)


def pairs(
    axes: Axes, places: Sequence[float], kinds: dict[str, int], width: float = 0.4, bottom: float = 0.0
) -> list[list[Rectangle]]:
    """Return bars that stand in pairs, without a height of their own yet.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where they stand.
    places : sequence of float
        Middle of each pair, on the horizontal axis.
    kinds : dict of str to int
        What the left bars and the right bars are, for the legend, and the style of each.
    width : float
        Of each bar.
    bottom : float
        Where all of them stand.

    Returns
    -------
    list of list of matplotlib.patches.Rectangle
        The left ones and the right ones.

    Examples
    --------
    >>> from mlsys_course.widgets.picture import new_figure
    >>> before, after = pairs(panel(new_figure()), range(3), {"before": 1, "after": 0})
    >>> len(before), after[0].get_hatch()
    (3, '//')
    """
    found = []
    for (label, style), shift in zip(kinds.items(), (-0.2, 0.2), strict=True):
        at = [place + shift for place in places]
        bars = axes.bar(at, [1.0] * len(at), width, bottom=bottom, edgecolor="white", label=label)
        for bar in bars.patches:
            paint(bar, style)
        found.append(list(bars.patches))
    return found


# ------------------------------------------------------------------------------- curves, marks, lines, words


def curve(axes: Axes, color: str, linestyle: str = "-", linewidth: float = 2, **more: Any) -> Line2D:
    """Return a line without points yet."""
    return axes.plot([], [], color=color, linestyle=linestyle, linewidth=linewidth, **more)[0]


def mark(axes: Axes, marker: str, color: str, size: float = 9, **more: Any) -> Line2D:
    """Return a mark without a place yet, whole at the edge of its axes; ``set_data`` puts it, or several."""
    more = {"clip_on": False, **more}
    return axes.plot([], [], marker=marker, color=color, markersize=size, linestyle="", **more)[0]


def note(
    axes: Axes, ha: str = "left", va: str = "bottom", *, fontsize: float = 9, white: float | None = None,
    **more: Any,
) -> Text:  # fmt: skip
    """Return small words without a place yet; `put` moves them.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where they will stand.
    ha, va : str
        Which side of them stands at their place: matplotlib's names.
    fontsize : float
        In points.
    white : float, optional
        Width in points of a white border around them, which keeps them readable on top of a line.
    """
    box = None if white is None else {**_WHITE, "pad": white}
    return axes.text(0, 0, "", ha=ha, va=va, fontsize=fontsize, bbox=box, **more)


def put(text: Text, x: float | None = None, y: float | None = None, words: str | None = None) -> None:
    """Move words, say something else with them, or both; what is left out stays."""
    if x is not None:
        text.set_x(x)
    if y is not None:
        text.set_y(y)
    if words is not None:
        text.set_text(words)


class Threshold:
    """A straight line across the picture at one value of an axis, and small words at it.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        What it crosses.
    axis : {"x", "y"}
        The axis its value is on.
    color, linestyle, linewidth
        As for matplotlib.
    words_at : float
        Where the words stand on the other axis.
    **words
        As for `note`.

    Examples
    --------
    >>> from mlsys_course.widgets.picture import new_figure
    >>> axes = panel(new_figure())
    >>> deadline = Threshold(axes, "y", words_at=5)
    >>> deadline.at(10, "too late above", near=11)
    >>> axes.lines[0].get_ydata(), axes.texts[0].get_position()
    ([10, 10], (5, 11))
    """

    def __init__(
        self,
        axes: Axes,
        axis: Literal["x", "y"],
        color: str = "black",
        linestyle: str = "--",
        linewidth: float = 1,
        words_at: float = 0,
        **words: Any,
    ) -> None:
        draw = axes.axvline if axis == "x" else axes.axhline
        self._axis = axis
        self._line = draw(1, color=color, linestyle=linestyle, linewidth=linewidth)
        self._words = note(axes, **words)
        self._words.set(**{"y" if axis == "x" else "x": words_at})

    def at(self, value: float, words: str = "", near: float | None = None) -> None:
        """Move the line.

        Parameters
        ----------
        value : float
            Where it stands now.
        words : str
            What is written at it.
        near : float, optional
            Where that is written on the line's own axis, if not at `value` itself.
        """
        self._line.set(**{f"{self._axis}data": [value, value]})
        self._words.set(**{self._axis: value if near is None else near})
        self._words.set_text(words)

    def side(self, ha: str, words_at: float) -> None:
        """Move the words along the line: what stands at a place of the other axis is their side `ha`."""
        self._words.set(ha=ha, **{"y" if self._axis == "x" else "x": words_at})


# ----------------------------------------------------------------------------------------------- the legends


def legend(owner: Axes | Figure, fontsize: float = 9, **more: Any) -> Legend:
    """Return a legend without a frame, of all that has a label."""
    return owner.legend(frameon=False, fontsize=fontsize, **more)


def key(owner: Axes | Figure, names: Sequence[str], **more: Any) -> Legend:
    """Return a legend of the first styles, one name for each."""
    from matplotlib.patches import Patch

    patches = [Patch(edgecolor="white") for _ in names]
    for style, patch in enumerate(patches):
        paint(patch, style)
    return legend(owner, handles=patches, labels=names, **more)
