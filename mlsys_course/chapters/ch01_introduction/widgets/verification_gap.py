"""The verification gap: what a test set covers of all possible inputs (eq-verification-gap).

It belongs to sec-introduction-datacentric-paradigm-shift-4eca.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, choice, slider
from mlsys_course.widgets.drawing import curve, legend, logarithmic, mark, named_ticks, note, panel, put
from mlsys_course.widgets.numbers import plain
from mlsys_course.widgets.picture import COLOURS

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
    pixels, images = int(plain(side)), plain(tests, "sample")
    channels, levels = pixel
    if pixels < 1 or channels < 1 or images < 1 or levels < 2:
        raise ValueError(
            f"Side {pixels}, {channels} channel(s), {levels} level(s), {readable.number(images)} "
            "test(s): give at least one "
            "pixel, channel and test, and two levels."
        )
    return Gap(pixels, channels, levels, images)


def _amount(log: float, noun: str) -> str:
    """Say how many from the logarithm: the number while it can be read, its digits after that."""
    if log < 300:
        return f"{readable.number(10**log, 6 if log < 5 else 2)} {noun}"
    return f"a number of {noun} with about {readable.number(log, 2)} digits"


def _fraction(log: float) -> str:
    if log == 0:
        return "all, if no image comes twice"
    if log > -4:
        return f"at most {readable.percent(10**log, 2)}"
    return f"at most one in {_amount(-log, '').strip()}" if -log < 300 else f"less than {_tiny(-log)}"


def _tiny(log: float) -> str:
    return f"one in {readable.power_of_ten(round(log))}"


def _duration(log: float) -> str:
    if log < 300:
        return readable.amount(registry().Quantity(10**log, "second"), 2)
    return _amount(log - math.log10(_YEAR), "years")


def _read_out(state: Gap) -> list[str]:
    values = state.side**2 * state.channels
    return [
        f"Of all possible images the test set covers {_fraction(state.log_covered)}.",
        f"{readable.counted(values, 'value')} in an image, {state.levels} levels each: "
        f"{_amount(state.log_space, 'images')}.",
        f"Testing each of them once, a million a second, takes {_duration(state.log_seconds)}.",
    ]


def _alt(state: Gap) -> str:
    return (
        "Logarithm to base ten of a number of images against the side of an image, both axes logarithmic: a "
        f"straight rising line for all possible images, with a dot at {state.side} pixels, "
        f"{readable.number(state.log_space, 2)} high; a level dashed line for the test set, "
        f"{readable.number(math.log10(state.tests), 2)} "
        "high; and a dotted one for what a year of testing covers."
    )


def _draw(figure: Figure) -> Update[Gap]:
    axes = panel(figure, left=0.12)
    ends = [SIDES[0], SIDES[-1]]
    space = curve(axes, COLOURS[0], label="all possible images")
    tested = curve(axes, COLOURS[3], "--", label="the test set")
    year = math.log10(RATE * _YEAR)
    in_a_year = curve(axes, "0.3", ":", 1.5, label="tested in a year, a million a second")
    in_a_year.set_data(ends, [year, year])
    between = curve(axes, "black", linewidth=1)
    dot = mark(axes, "o", COLOURS[0], clip_on=False, zorder=3)
    label = note(axes, "right", "baseline")
    logarithmic(axes, "y")
    named_ticks(axes, "x", (1, 2, 4, 8, 16, 32, 64, 128, 256))
    axes.set(xlim=ends, ylim=(0.25, 1e6))
    axes.set_xlabel("Side of an image (pixels)")
    axes.set_ylabel("log10 of the number of images\n(about its digits)")
    legend(axes, loc="upper left")

    def update(state: Gap) -> None:
        one = state.channels * math.log10(state.levels)
        space.set_data(SIDES, [one * side**2 for side in SIDES])
        level = math.log10(state.tests)
        tested.set_data(ends, [level, level])
        dot.set_data([state.side], [state.log_space])
        between.set_data([state.side] * 2, [level, max(level, state.log_space)])
        label.set_visible(state.log_space > 1.5 * level)
        wide = state.side > 2  # there is room at its left
        label.set_horizontalalignment("right" if wide else "left")
        put(label, state.side * (0.95 if wide else 1.05), math.sqrt(level * state.log_space), "the gap")

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
    tests = {f"{10**exponent:,} images": one(10**exponent, "image") for exponent in range(1, 13)}
    knobs = [
        slider(
            "side", "Side of an image", {readable.counted(n, "pixel"): one(n, "") for n in SIDES}, "4 pixels"
        ),
        choice("pixel", "A pixel is", PIXELS, "black or white"),
        slider("tests", "Test set", tests, "10,000 images"),
    ]
    return Explorer("How much of the space does a test set cover?", knobs, gap, _draw, _read_out, _alt)
