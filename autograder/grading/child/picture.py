"""Pictures of figures, drawn once.

IPython asks matplotlib for a tight picture, and matplotlib lays out and draws everything twice for it: to
find out what it takes, and then in earnest. Drawing once on a larger sheet and cutting the margin off does.
"""

from __future__ import annotations

import binascii
import io
from typing import Any

_MARGIN = 0.35  # of the figure's size, on each side: for legends and labels that stand outside


def install() -> None:
    """Have IPython take its pictures here; matplotlib must be importable."""
    from IPython.core import pylabtools

    slow: Any = pylabtools.print_figure

    def print_figure(
        fig: Any, fmt: str = "png", bbox_inches: Any = "tight", base64: bool = False, **kwargs: Any
    ) -> Any:
        if fmt == "png" and bbox_inches == "tight" and not kwargs and (fig.axes or fig.lines):
            data = png(fig)
            if data is not None:
                return binascii.b2a_base64(data, newline=False).decode("ascii") if base64 else data
        return slow(fig, fmt, bbox_inches, base64, **kwargs)

    pylabtools.print_figure = print_figure


def png(figure: Any) -> bytes | None:
    """Return a tight picture of a figure as PNG, or None where one drawing does not do.

    Parameters
    ----------
    figure
        A matplotlib figure. One that is laid out by an engine, is transparent, or draws beyond a third of
        its size outside, is left to matplotlib.
    """
    import numpy as np
    from matplotlib import rcParams
    from matplotlib.transforms import Bbox
    from PIL import Image

    colour = figure.get_facecolor()
    if figure.get_layout_engine() is not None or len(colour) < 4 or colour[3] < 1:
        return None
    width, height = figure.get_size_inches()
    dpi = figure.dpi
    sheet = Bbox([[-_MARGIN * width, -_MARGIN * height], [(1 + _MARGIN) * width, (1 + _MARGIN) * height]])
    drawn = io.BytesIO()
    figure.canvas.print_figure(
        drawn, format="raw", bbox_inches=sheet, dpi=dpi, facecolor=colour, edgecolor=figure.get_edgecolor()
    )
    columns, rows = (int(np.ceil(length * dpi - 1e-6)) for length in sheet.size)
    pixels = np.frombuffer(drawn.getvalue(), np.uint32)  # red, green, blue and opacity in one
    if pixels.size != rows * columns:
        return None
    pixels = pixels.reshape(rows, columns)
    inked = pixels != pixels[0, 0]
    across, down = np.flatnonzero(inked.any(axis=0)), np.flatnonzero(inked.any(axis=1))
    if not across.size or across[0] == 0 or down[0] == 0 or across[-1] == columns - 1 or down[-1] == rows - 1:
        return None
    pad = round(rcParams["savefig.pad_inches"] * dpi)
    cut = pixels[max(down[0] - pad, 0) : down[-1] + 1 + pad, max(across[0] - pad, 0) : across[-1] + 1 + pad]
    written = io.BytesIO()
    size = (cut.shape[1], cut.shape[0])
    Image.frombytes("RGBA", size, np.ascontiguousarray(cut).tobytes()).save(written, "png", compress_level=3)
    return written.getvalue()
