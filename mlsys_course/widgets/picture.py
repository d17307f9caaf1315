"""Pictures with a text alternative: a figure drawn off screen, shown as SVG, and what it shows in words.

The one place for how pictures look: `STYLE` (fonts, axes, legends), `COLOURS`, `HATCHES`, and the colours of
the dark theme. A picture is drawn once, in black on white; its SVG holds both themes and takes the one of the
page it stands on. It is sharp at every size.

Figures are made here without pyplot, so that nothing is shown twice in a notebook and no figure stays
open behind the learner's back.
"""

from __future__ import annotations

import base64
import colorsys
import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from io import BytesIO
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["COLOURS", "DPI", "HATCHES", "STYLE", "Picture", "img", "new_figure", "png", "styled", "svg"]

DPI = 110
# Okabe and Ito's palette: apart for every kind of colour vision. The hatches carry the same distinction in
# grey.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9")
HATCHES = ("//", "", "..", "xx", "\\\\", "++")

# Measured in matplotlib's own font, shown in the first of these that the reader has: the others are narrower,
# so that no label is wider than the room that was made for it.
_MEASURED = "DejaVu Sans"
_SHOWN = f"'{_MEASURED}', Arial, Helvetica, sans-serif"
STYLE: Any = {
    "font.family": [_MEASURED],
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "axes.titlesize": 10,
    "lines.linewidth": 2,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "hatch.linewidth": 1,
    "svg.fonttype": "none",
    "svg.hashsalt": "mlsys_course",  # the same figure gives the same bytes
}
"""matplotlib settings of every picture of the course; see `styled`."""

_PAPER = ("#ffffff", "#111111")  # the second is the background of JupyterLab's dark theme

Given = ParamSpec("Given")
Made = TypeVar("Made")


def styled(function: Callable[Given, Made]) -> Callable[Given, Made]:
    """Let a function draw in the style of the course, whatever the learner has set for figures of their own.

    Parameters
    ----------
    function : callable
        Makes or changes a figure.

    Returns
    -------
    callable

    Examples
    --------
    >>> @styled
    ... def plot():
    ...     return new_figure(2, 2).subplots()
    >>> bool(plot().spines["top"].get_visible())
    False
    """

    @wraps(function)
    def drawn(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        from matplotlib import rc_context

        with rc_context(STYLE):
            return function(*args, **kwargs)

    return drawn


def new_figure(width: float = 7.5, height: float = 3.0) -> Figure:
    """Return an empty figure that belongs to no window and no pyplot.

    Parameters
    ----------
    width, height : float
        Size in inches; at 110 dots per inch the default is 825 by 330 pixels.

    Returns
    -------
    matplotlib.figure.Figure
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=DPI)
    FigureCanvasAgg(figure)
    return figure


@styled
def png(figure: Figure) -> bytes:
    """Return a figure as PNG, at twice the size it is shown in.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Any figure, whatever it was made with.

    Returns
    -------
    bytes
    """
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=2 * DPI)
    return buffer.getvalue()


@styled
def svg(figure: Figure) -> bytes:
    """Return a figure as SVG that follows the theme of the page.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Any figure, whatever it was made with.

    Returns
    -------
    bytes
        One ``<svg>`` element. Its colours are those of the figure on a light page. On a dark one greys are
        turned over, and dark colours made lighter.

    Examples
    --------
    >>> figure = new_figure(2, 1)
    >>> drawing = svg(figure)
    >>> drawing == svg(figure), b'width="220" height="110"' in drawing
    (True, True)
    """
    buffer = BytesIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    figure.savefig(buffer, format="svg", metadata=nothing)
    text = buffer.getvalue().decode()
    text = text[text.index("<svg") :]
    width, height = (round(side * DPI) for side in figure.get_size_inches())
    text = re.sub(r'(<svg[^>]*?) width="[^"]*" height="[^"]*"', r"\1", text, count=1)
    used: set[str] = set()

    def theme(found: re.Match[str]) -> str:
        colour = found[0].lower()
        used.add(colour)
        return f"var(--c{colour[1:]})"

    text = text.replace(f"'{_MEASURED}'", _SHOWN)
    # The ground of a hatch has its colour in an attribute of its own.
    text = re.sub(r' fill="(#[0-9a-fA-F]{6})"', r' style="fill: \1"', text)
    # A browser would make one space of several.
    text = re.sub(r"(?<=>)[^<>\n]*\S  [^<>\n]*(?=<)", lambda said: said[0].replace("  ", " \u00a0"), text)
    end = text.index(">") + 1
    head, body = text[:end], re.sub(r"(?<=: )#[0-9a-fA-F]{6}\b", theme, text[end:])
    used |= {"#000000"}  # what has no colour of its own is black
    light, dark = (
        "".join(f"--c{colour[1:]}:{turn(colour)};" for colour in sorted(used)) for turn in (str, _dark)
    )
    rules = (
        f"<style>:root{{{light}fill:var(--c000000)}}"
        f"@media (prefers-color-scheme: dark){{:root{{{dark}}}}}</style>"
    )
    return f'{head[:-1]} width="{width}" height="{height}">{rules}{body.rstrip()}'.encode()


@cache
def _dark(colour: str) -> str:
    """Return what a colour becomes on a dark page: a grey is turned over, a dark colour made lighter."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if max(red, green, blue) - min(red, green, blue) < 0.02:
        ink, paper = 0.93, int(_PAPER[1][1:3], 16) / 255
        turned = (ink + (paper - ink) * red,) * 3
    else:
        turned = colorsys.hls_to_rgb(hue, max(lightness, 0.48), min(saturation, 0.75))
    return "#" + "".join(f"{round(255 * part):02x}" for part in turned)


@dataclass(frozen=True)
class Picture:
    """A figure and the sentence that says what is seen on it; the last line of a cell shows it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The finished figure.
    alt : str
        What a reader who cannot see the figure needs to know: what is plotted against what, and what stands
        out.

    Raises
    ------
    ValueError
        When the text is missing or too short to describe anything.

    Examples
    --------
    >>> figure = new_figure(2, 2)
    >>> lines = figure.subplots().plot([1, 2], [1, 4])
    >>> Picture(figure, "A line that rises from 1 at x = 1 to 4 at x = 2.")
    A line that rises from 1 at x = 1 to 4 at x = 2.
    """

    figure: Figure
    alt: str

    def __post_init__(self) -> None:
        if len(self.alt.split()) < 4:
            raise ValueError(f"alt should say in a sentence what the figure shows, but it is {self.alt!r}.")

    def __repr__(self) -> str:
        return self.alt

    def _repr_html_(self) -> str:
        return img(svg(self.figure), self.alt)


# An image follows the colour scheme of the element that shows it; JupyterLab sets none for its dark theme.
_FOLLOW = (
    '<style>[data-jp-theme-light="false"] .mlsys-picture, [data-theme="dark"] .mlsys-picture'
    " {color-scheme: dark}</style>"
)


def img(data: bytes, alt: str) -> str:
    """Return an HTML image element that carries its own data.

    Parameters
    ----------
    data : bytes
        What `svg` or `png` returned.
    alt : str
        The text alternative; escaped here.

    Returns
    -------
    str
        As wide as its place, between 55 % and 120 % of its own size.
    """
    if data.startswith(b"<svg"):
        kind = "svg+xml"
        sizes = re.search(rb'width="(\d+)" height="(\d+)">', data)
        assert sizes is not None  # `svg` writes them
        width, height = int(sizes[1]), int(sizes[2])
    else:
        kind = "png"  # its first chunk holds its size
        width, height = (int.from_bytes(data[start : start + 4], "big") // 2 for start in (16, 20))
    source = f"data:image/{kind};base64," + base64.b64encode(data).decode("ascii")
    # The size is given so that the page does not jump while the next picture is decoded.
    return (
        f'{_FOLLOW}<img class="mlsys-picture" alt="{html.escape(alt)}" src="{source}" width="{width}"'
        f' height="{height}" decoding="sync"'
        f' style="width: 100%; min-width: {round(0.55 * width)}px; max-width: {round(1.2 * width)}px;'
        ' height: auto">'
    )
