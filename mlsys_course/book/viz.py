"""`mlsys.viz`: a figure in the style of the course."""

from __future__ import annotations

from typing import Any

from mlsys_course.widgets.picture import COLOURS

__all__ = ["COLORS", "setup_plot"]

_LINES = {
    **dict(zip(("Blue", "Orange", "Green", "Red", "Violet"), COLOURS, strict=False)),
    "Brown": "#7A4B2A",
}

COLORS: dict[str, str] = {
    "primary": "#333333",
    "grid": "#CCCCCC",
    "crimson": "#A51C30",
    "YellowFill": "#FEF9E0",
    **{f"{name}Line": colour for name, colour in _LINES.items()},
    **{f"{name}{light}": f"{colour}33" for name, colour in _LINES.items() for light in ("L", "Fill")},
}
"""Colours by the book's names; those for areas are the line's, four fifths transparent."""


def setup_plot(figsize: tuple[float, float] | None = None) -> tuple[Any, Any, dict[str, str], Any]:
    """Return a new figure, its axes, the colours, and `matplotlib.pyplot`.

    Parameters
    ----------
    figsize : tuple of float, optional
        Width and height, in inches.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=figsize)
    axes.grid(True, color=COLORS["grid"], linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes, COLORS, plt
