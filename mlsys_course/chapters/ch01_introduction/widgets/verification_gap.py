"""The verification gap: what a test set covers of all possible inputs (eq-verification-gap).

It belongs to sec-introduction-datacentric-paradigm-shift-4eca.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course.units import readable_number, registry
from mlsys_course.widgets.base import Explorer, Knob, choice
from mlsys_course.widgets.picture import COLOURS, still

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PIXELS", "RATE", "Gap", "explore_verification_gap", "gap"]

SIDES = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 24, 28, 32, 48, 64, 96, 128, 160, 192, 224, 256)
"""Positions of the image's side, in pixels."""
PIXELS = {
    "black or white": (1, 2),
    "16 greys": (1, 16),
    "256 greys": (1, 256),
    "colour, 3 channels of 256": (3, 256),
}
"""Kinds of pixels: channels, and levels of each."""
RATE = 1e6
"""Images tested per second: an assumption, generous for a model of any size."""
_YEAR = 365.25 * 86_400


@dataclass(frozen=True)
class Gap:
    """A test set beside all possible images.

    Parameters
    ----------
    side : int
        Height and width of an image in pixels.
    channels, levels : int
        Values of a pixel, and what each of them can be.
    tests : float
        Images in the test set.
    """

    side: int
    channels: int
    levels: int
    tests: float

    @property
    def log_space(self) -> float:
        """Logarithm to base ten of the number of possible images."""
        return self.side**2 * self.channels * math.log10(self.levels)

    @property
    def log_covered(self) -> float:
        """Logarithm to base ten of the fraction that the test set can cover, at most 0."""
        return min(0.0, math.log10(self.tests) - self.log_space)

    @property
    def log_seconds(self) -> float:
        """Logarithm to base ten of the seconds that testing all of them takes, at `RATE`."""
        return self.log_space - math.log10(RATE)


def gap(side: Any, pixel: tuple[int, int], tests: Any) -> Gap:
    """Compare a test set with all possible images.

    Parameters
    ----------
    side : int or Quantity
        Height and width in pixels, 1 or more.
    pixel : (int, int)
        Channels of a pixel, and levels of each channel (2 or more).
    tests : float or Quantity
        Images in the test set, 1 or more.

    Returns
    -------
    Gap

    Raises
    ------
    ValueError
        For less than one pixel, channel or test, or fewer than two levels.

    Notes
    -----
    Machine Learning Systems, chapter 1, eq-verification-gap. Everything is kept as a logarithm: the numbers
    themselves have up to hundreds of thousands of digits.

    Examples
    --------
    >>> small = gap(2, (1, 2), 4)  # 16 images
    >>> round(10**small.log_space), round(10**small.log_covered, 6)
    (16, 0.25)
    """
    pixels, images = (int(_plain(side, "")), _plain(tests, "sample"))
    channels, levels = pixel
    if pixels < 1 or channels < 1 or images < 1 or levels < 2:
        raise ValueError(
            f"Side {pixels}, {channels} channel(s), {levels} level(s), {images:g} test(s): give at least one "
            "pixel, channel and test, and two levels."
        )
    return Gap(pixels, channels, levels, images)


def _plain(value: Any, unit: str) -> float:
    return float(value.to(unit).magnitude) if hasattr(value, "magnitude") else float(value)


# --------------------------------------------------------------------------------------------------- in words


def _amount(log: float, noun: str) -> str:
    """Say how many from the logarithm: the number while it can be read, its digits after that."""
    if log < 6:
        return f"{readable_number(float(f'{10**log:.6g}' if log < 5 else f'{10**log:.2g}'))} {noun}"
    if log < 300:
        exponent, tenths = divmod(round(log, 3), 1)
        return f"{10**tenths:.2g} × 10^{exponent:.0f} {noun}"
    return f"a number of {noun} with about {readable_number(float(f'{log:.2g}'))} digits"


def _fraction(log: float) -> str:
    if log == 0:
        return "all, if no image comes twice"
    if log > -4:
        return f"at most {float(f'{100 * 10**log:.2g}'):g} percent"
    return f"at most one in {_amount(-log, '').strip()}" if -log < 300 else f"less than {_tiny(-log)}"


def _tiny(log: float) -> str:
    return f"one in 10^{readable_number(float(f'{log:.2g}'))}"


def _duration(log: float) -> str:
    if log >= math.log10(_YEAR):
        years = log - math.log10(_YEAR)
        return f"{10**years:.2g} years" if years < 2 else _amount(years, "years")
    for name, length in (("days", 86_400.0), ("hours", 3600.0), ("minutes", 60.0)):
        if 10**log >= 2 * length:
            return f"{10**log / length:.2g} {name}"
    return f"{registry().Quantity(10**log, 'second').to_compact():.2g}"


def _read_out(state: Gap) -> list[str]:
    values = state.side**2 * state.channels
    parts = "1 value" if values == 1 else f"{values:,} values"
    return [
        f"Of all possible images the test set covers {_fraction(state.log_covered)}.",
        f"{parts} in an image, {state.levels} levels each: {_amount(state.log_space, 'images')}.",
        f"Testing each of them once, a million a second, takes {_duration(state.log_seconds)}.",
    ]


def _alt(state: Gap) -> str:
    return (
        "Logarithm to base ten of a number of images against the side of an image, both axes logarithmic: a "
        f"straight rising line for all possible images, with a dot at {state.side} pixels, "
        f"{state.log_space:.2g} high; a level dashed line for the test set, {math.log10(state.tests):.2g} "
        "high; and a dotted one for what a year of testing covers."
    )


def _draw(figure: Figure) -> Callable[[Gap], None]:
    axes = figure.subplots()
    figure.subplots_adjust(left=0.12, right=0.97, top=0.95, bottom=0.17)
    ends = [SIDES[0], SIDES[-1]]
    (space,) = axes.plot([], [], "-", color=COLOURS[0], linewidth=2, label="all possible images")
    (tested,) = axes.plot([], [], "--", color=COLOURS[3], linewidth=2, label="the test set")
    year = math.log10(RATE * _YEAR)
    axes.plot(ends, [year, year], ":", color="0.3", label="tested in a year, a million a second")
    (between,) = axes.plot([], [], "-", color="black", linewidth=1)
    (dot,) = axes.plot([], [], "o", color=COLOURS[0], markersize=9, clip_on=False, zorder=3)
    label = axes.text(1, 1, "", fontsize=9, ha="right")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(*ends)
    axes.set_ylim(0.25, 1e6)
    ticks = (1, 2, 4, 8, 16, 32, 64, 128, 256)
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.minorticks_off()
    axes.set_xlabel("Side of an image (pixels)")
    axes.set_ylabel("log10 of the number of images\n(about its digits)")
    still(axes.xaxis)
    still(axes.yaxis)
    still(axes.legend(frameon=False, loc="upper left", fontsize=9))
    axes.spines[["top", "right"]].set_visible(False)

    def update(state: Gap) -> None:
        one = state.channels * math.log10(state.levels)
        space.set_data(SIDES, [one * side**2 for side in SIDES])
        level = math.log10(state.tests)
        tested.set_data(ends, [level, level])
        dot.set_data([state.side], [state.log_space])
        between.set_data([state.side] * 2, [level, max(level, state.log_space)])
        visible = state.log_space > 1.5 * level
        label.set_visible(visible)
        label.set_position((state.side * 0.95, math.sqrt(level * state.log_space)))
        label.set_text("the gap ")

    return update


def explore_verification_gap() -> Explorer[Gap]:
    """Explore what share of all possible images a test set covers.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> explorer = explore_verification_gap().move(side="3 pixels")
    >>> round(10**explorer.state.log_space)
    512
    """
    one = registry().Quantity
    sides = tuple((f"{side} pixels" if side > 1 else "1 pixel", one(side, "")) for side in SIDES)
    tests = tuple((f"{10**exponent:,} images", one(10**exponent, "image")) for exponent in range(1, 13))
    return Explorer(
        "How much of the space does a test set cover?",
        [
            Knob("side", "Side of an image", sides, SIDES.index(4), ordered=True),
            choice("pixel", "A pixel is", PIXELS, "black or white"),
            Knob("tests", "Test set", tests, 3, ordered=True),
        ],
        gap,
        _draw,
        _read_out,
        _alt,
    )
