"""Efficiency against demand: each result becomes cheaper, and the largest run dearer.

It belongs to sec-introduction-efficiency-framework-8dd4, fig-algo-efficiency (how fast algorithms save),
fig-ai-training-compute-growth (how fast the demand grows) and the footnote on Moore's law, fn-moores-law.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Knob, Update, slider
from mlsys_course.widgets.drawing import curve, logarithmic, note, panel, put
from mlsys_course.widgets.numbers import number, plain
from mlsys_course.widgets.picture import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Appetite", "appetite", "explore_efficiency"]

YEARS = 12
"""Years that the picture shows: 2012 to 2024 in the chapter."""
DEMAND = (2.5, 3, 3.4, 4, 5, 6, 7, 8, 10, 12, 16, 20, 24, 36)
START = 6
"""Months at the start, from the legend of the chapter's figure; 3.4 is the text's."""
ALGORITHMS = (6, 8, 10, 12, 14, 16, 18, 20, 24, 30, 36, 48)
CHIPS = (12, 15, 18, 21, 24, 27, 30, 36, 48)


@dataclass(frozen=True)
class Appetite:
    """Exponential growth of what is demanded, and of what answers the demand.

    Parameters
    ----------
    demand : float
        Months in which the training compute of the largest run doubles.
    algorithms : float
        Months in which the compute halves that one fixed result takes.
    chips : float
        Months in which the compute doubles that a unit of money buys.
    """

    demand: float
    algorithms: float
    chips: float

    def compute(self, years: float) -> float:
        """Return the compute of the largest run; 1 at the start."""
        return float(2 ** (12 * years / self.demand))

    def gain(self, years: float) -> float:
        """Return the algorithmic efficiency; 1 at the start."""
        return float(2 ** (12 * years / self.algorithms))

    def per_money(self, years: float) -> float:
        """Return the compute that a unit of money buys; 1 at the start."""
        return float(2 ** (12 * years / self.chips))

    def largest_run(self, years: float) -> float:
        """Return the price of the largest run: its compute over what money buys."""
        return self.compute(years) / self.per_money(years)

    def fixed_result(self, years: float) -> float:
        """Return the price of a fixed result: it needs less compute, and compute is cheaper."""
        return 1 / (self.gain(years) * self.per_money(years))

    def effective(self, years: float) -> float:
        """Return the compute of the largest run in operations of the first year."""
        return self.compute(years) * self.gain(years)


def appetite(demand: Any, algorithms: Any, chips: Any) -> Appetite:
    """Return how demand, algorithms and chips grow at the given paces.

    Parameters
    ----------
    demand : Quantity
        Time in which the training compute of the largest run doubles, above 0.
    algorithms : Quantity
        Time in which the compute halves that one fixed result takes, above 0.
    chips : Quantity
        Time in which the compute doubles that a unit of money buys, above 0.

    Returns
    -------
    Appetite

    Raises
    ------
    ValueError
        If a time is not above 0.

    Notes
    -----
    Machine Learning Systems, chapter 1, sec-introduction-efficiency-framework-8dd4. That the price of an
    operation follows Moore's law is an assumption.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> state = appetite(Q_(6, "month"), Q_(1, "year"), Q_(2, "year"))
    >>> state.compute(2), state.gain(2), state.largest_run(2), state.fixed_result(2)
    (16.0, 4.0, 8.0, 0.125)
    """
    months = {}
    for name, time in (("demand", demand), ("algorithms", algorithms), ("chips", chips)):
        months[name] = plain(time, "month")
        if not months[name] > 0:
            raise ValueError(f"{name} cannot double in {time}; give a time above 0.")
    return Appetite(**months)


def _price(factor: float) -> str:
    if math.isclose(factor, 1):
        return "costs as much as in the first"
    if factor > 1:
        return f"costs {number(factor)} times its first price"
    return f"costs 1/{number(1 / factor)} of its first price"


def _read_out(state: Appetite) -> list[str]:
    compute, chips, price = (f(YEARS) for f in (state.compute, state.per_money, state.largest_run))
    if math.isclose(price, 1):
        rest = "exactly as much"
    elif price > 1:
        rest = "which leaves the rest to money, devices and time"
    else:
        rest = "which is more than is asked for"
    return [
        f"After {YEARS} years the largest run {_price(price)}, and the first year's result "
        f"{_price(state.fixed_result(YEARS))}.",
        f"The largest run takes {number(compute)} times the compute; chips give {number(chips)} times as "
        f"much for the money, {rest}.",
        f"Algorithms make each operation worth {number(state.gain(YEARS))} of the first year's: effective "
        f"compute grows by {math.log10(state.effective(YEARS)):.1f} orders of magnitude.",
    ]


def _alt(state: Appetite) -> str:
    price = state.largest_run(YEARS)
    way = "is level" if math.isclose(price, 1) else "rises" if price > 1 else "falls"
    return (
        f"Three straight lines over {YEARS} years on a logarithmic axis, all from 1. The compute of the "
        f"largest run rises to {number(state.compute(YEARS))}; its price {way}, to "
        f"{readable.number(price, 3)}; the price "
        f"of the first year's result falls, to {readable.number(state.fixed_result(YEARS), 2)}."
    )


_LINES = (
    ("compute of\nthe largest run", COLOURS[0], "-"),
    ("price of\nthe largest run", COLOURS[3], "--"),
    ("price of the first\nyear's result", COLOURS[2], ":"),
)


def _draw(figure: Figure) -> Update[Appetite]:
    axes = panel(figure, left=0.11, right=0.72, top=0.96, bottom=0.16)
    lines = [curve(axes, colour, style, 2.2) for _, colour, style in _LINES]
    names = [note(axes, va="center") for _ in _LINES]
    axes.axhline(1, color="black", linewidth=0.8)
    logarithmic(axes, "y")
    axes.set_xticks(range(0, YEARS + 1, 2))
    axes.set(xlim=(0, YEARS), xlabel="Time (year)", ylabel="Growth (first year = 1)")

    def update(state: Appetite) -> None:
        ends = [state.compute(YEARS), state.largest_run(YEARS), state.fixed_result(YEARS)]
        low, high = min(ends), max(*ends, 10.0)
        for line, end in zip(lines, ends, strict=True):
            line.set_data([0, YEARS], [1, end])
        axes.set_ylim(low / 3, high * 3)
        # Names keep a distance, in shares of the axis' height, however near the lines end.
        height = math.log10(high * 3) - math.log10(low / 3)
        above = math.inf
        for name, (words, *_), end in zip(names, _LINES, ends, strict=True):
            place = min((math.log10(end) - math.log10(low / 3)) / height, above - 0.13)
            put(name, YEARS + 0.3, low / 3 * 10 ** (place * height), words)
            above = place

    return update


def explore_efficiency() -> Explorer[Appetite]:
    """Explore how efficiency and the demand for compute grow beside each other.

    Returns
    -------
    Explorer
        Three knobs: the paces of demand, of algorithms and of chips.

    Examples
    --------
    >>> explorer = explore_efficiency().move(demand="24 month")
    >>> round(explorer.state.largest_run(12), 3)
    1.0
    """
    from mlsys_course.constants import ALGORITHMIC_EFFICIENCY_HALVING_TIME, MOORE_DOUBLING_TIME

    def pace(name: str, label: str, values: Sequence[float], start: Any) -> Knob:
        return slider(name, label, [registry().Quantity(value, "month") for value in values], start)

    halving = ALGORITHMIC_EFFICIENCY_HALVING_TIME.quantity
    knobs = [
        pace("demand", "Demand doubles in", DEMAND, registry().Quantity(START, "month")),
        pace("algorithms", "Work for a result halves in", ALGORITHMS, halving),
        pace("chips", "Compute for the money doubles in", CHIPS, MOORE_DOUBLING_TIME.quantity),
    ]
    title = "Each result becomes cheaper: why does the bill grow?"
    return Explorer(title, knobs, appetite, _draw, _read_out, _alt, size=(7.5, 3.4))
