"""Pictures with a text alternative: a figure drawn off screen, its PNG, and what the PNG shows in words.

Figures are made here without pyplot, so that nothing is shown twice in a notebook and no figure stays
open behind the learner's back.
"""

from __future__ import annotations

import base64
import html
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

__all__ = ["COLOURS", "DPI", "HATCHES", "Picture", "new_figure", "png", "still"]

SomeArtist = TypeVar("SomeArtist", bound="Artist")

DPI = 110
# Okabe and Ito's palette: apart for every kind of colour vision. The hatches carry the same distinction in
# grey.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9")
HATCHES = ("//", "", "..", "xx", "\\\\", "++")


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


def png(figure: Figure) -> bytes:
    """Return a figure as PNG.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Any figure, whatever it was made with.

    Returns
    -------
    bytes
    """
    buffer = BytesIO()
    # Light compression: a knob is waiting for this, and the bytes only travel to the browser next door.
    figure.savefig(buffer, format="png", dpi=DPI, pil_kwargs={"compress_level": 1})
    return buffer.getvalue()


def still(artist: SomeArtist) -> SomeArtist:
    """Draw an artist once and paste that from then on: for legends and axes, which take longer than curves.

    Parameters
    ----------
    artist : matplotlib.artist.Artist
        Drawn off screen, and the same whatever the knobs say.

    Returns
    -------
    matplotlib.artist.Artist
        The same artist.

    Examples
    --------
    >>> figure = new_figure(2, 2)
    >>> line = figure.subplots().plot([1, 2], [1, 4], label="squares")
    >>> legend = still(figure.legend())
    >>> png(figure) == png(figure)
    True
    """
    import numpy as np
    from matplotlib.backends.backend_agg import RendererAgg

    draw, kept = artist.draw, {}

    def paste(renderer: Any) -> None:
        size = renderer.width, renderer.height, renderer.dpi
        if size not in kept:
            aside: Any = RendererAgg(*size)  # type: ignore[no-untyped-call]
            draw(aside)
            pixels = np.asarray(aside.buffer_rgba())
            rows, columns = pixels[..., 3].nonzero()
            part = pixels[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
            # Images are handed over from the bottom row up.
            kept[size] = columns.min(), pixels.shape[0] - 1 - rows.max(), part[::-1].copy()
        renderer.draw_image(renderer.new_gc(), *kept[size])

    artist.draw = paste  # type: ignore[method-assign]
    return artist


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
        return img(png(self.figure), self.alt)


def img(data: bytes, alt: str) -> str:
    """Return an HTML image element that carries its own data.

    Parameters
    ----------
    data : bytes
        A PNG.
    alt : str
        The text alternative; escaped here.

    Returns
    -------
    str
    """
    width, height = (
        int.from_bytes(data[start : start + 4], "big") for start in (16, 20)
    )  # PNG's first chunk
    source = "data:image/png;base64," + base64.b64encode(data).decode("ascii")
    # The size is given so that the page does not jump while the next picture is decoded.
    return (
        f'<img alt="{html.escape(alt)}" src="{source}" width="{width}" height="{height}" decoding="sync"'
        ' style="max-width: 100%; height: auto; background: white">'
    )
