"""Samples per dollar: what model, data and hardware do to the cost of a run (eq-cost-scaling)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, choice, compared
from mlsys_course.widgets.drawing import curve, legend, mark, named_ticks, panel
from mlsys_course.widgets.numbers import number, plain
from mlsys_course.widgets.picture import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Bill", "bill", "explore_samples_per_dollar"]

_FACTORS = (0.5, 1, 1.5, 2, 3, 5, 10)
_NAMES = ("model", "dataset", "hardware")


@dataclass(frozen=True)
class Bill:
    """The cost of a training run against what it was.

    Parameters
    ----------
    model, dataset, hardware : float
        Factors by which the model, the dataset and the hardware's efficiency have grown.
    before : Quantity
        Cost of the run as it was.
    """

    model: float
    dataset: float
    hardware: float
    before: Any

    @property
    def factor(self) -> float:
        """Cost, new over old."""
        return self.model * self.dataset / self.hardware

    @property
    def after(self) -> Any:
        """Cost of the run now."""
        return self.before * self.factor

    @property
    def samples_per_dollar(self) -> float:
        """Samples that a dollar buys, new over old."""
        return self.hardware / self.model


def bill(model: float, dataset: float, hardware: float, before: Any) -> Bill:
    """Scale the cost of a run.

    Parameters
    ----------
    model, dataset, hardware : float
        Factors above 0, plain numbers.
    before : Quantity
        Cost before, in a currency.

    Returns
    -------
    Bill

    Raises
    ------
    ValueError
        If a factor is not above 0.

    Notes
    -----
    Machine Learning Systems, chapter 1, eq-cost-scaling: cost goes with model times dataset over the
    hardware's efficiency.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> print(bill(2, 3, 1.5, Q_(50, "USD")).after)
    200 USD
    """
    for name, value in zip(_NAMES, (model, dataset, hardware), strict=True):
        if not value > 0:
            raise ValueError(f"The factor for the {name} is {readable.number(value)}; it must be above 0.")
    return Bill(float(model), float(dataset), float(hardware), before)


def _money(quantity: Any) -> str:
    return f"{plain(quantity, 'USD'):,.0f} USD"


def _read_out(state: Bill) -> list[str]:
    change = "" if state.factor == 1 else f"{readable.times(state.factor, 3)} "
    even = math.sqrt(state.hardware)
    return [
        f"The run costs {_money(state.after)}: {change}as much as before.",
        f"A dollar buys {readable.times(state.samples_per_dollar, 3)} as many samples as before."
        if state.samples_per_dollar != 1
        else "A dollar buys as many samples as before.",
        "At the old price, this hardware lets model times dataset grow by a factor of "
        f"{number(state.hardware)}: all of it in one of the two, or {number(even)} in each.",
    ]


def _alt(state: Bill) -> str:
    return (
        "Growth of the dataset against growth of the model, both axes logarithmic, with falling "
        "straight lines of "
        f"equal cost. A dot stands where the model is {readable.times(state.model)} as large as before and "
        f"the dataset {readable.times(state.dataset)} as large, which costs {_money(state.after)}; on the "
        f"solid line of the old cost, {_money(state.before)}, the two factors multiply to "
        f"{number(state.hardware)}."
    )


_ENDS = (0.4, 14.0)


def _draw(figure: Figure) -> Update[Bill]:
    axes = panel(figure, left=0.12, right=0.72, bottom=0.17)
    ticks = (0.5, 1, 2, 3, 5, 10)
    named_ticks(axes, "x", ticks)
    named_ticks(axes, "y", ticks)
    costs = (1, 10, 100)
    styles = ("-", "--", ":")
    lines = [
        curve(axes, COLOURS[at], style, label=f"{cost * _BEFORE:,} USD")
        for at, (cost, style) in enumerate(zip(costs, styles, strict=True))
    ]
    dot = mark(axes, "o", COLOURS[3], 10)
    axes.set(xlim=_ENDS, ylim=_ENDS, xlabel="Model (times)", ylabel="Dataset (times)")
    legend(figure, handles=lines, title="equal cost", loc="center left", bbox_to_anchor=(0.74, 0.7))
    bill_now = figure.text(0.75, 0.3, "", weight="bold", va="center")

    def update(state: Bill) -> None:
        for line, cost in zip(lines, costs, strict=True):
            product = cost * state.hardware
            low, high = max(_ENDS[0], product / _ENDS[1]), min(_ENDS[1], product / _ENDS[0])
            line.set_data(
                [low, high] if low < high else [], [product / low, product / high] if low < high else []
            )
        dot.set_data([state.model], [state.dataset])
        bill_now.set_text(f"this run:\n{_money(state.after)}")

    return update


_BEFORE = 1000
"""Cost of the run before, in USD: a round number, so that factors can be read off."""


def explore_samples_per_dollar() -> Explorer[Bill]:
    """Explore the cost of a training run as model, dataset and hardware change.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> explore_samples_per_dollar().move(model="2 times as large", hardware="2 times as high").state.factor
    1.0
    """
    before = registry().Quantity(_BEFORE, "USD")
    knobs = {
        "model": ("The model", "large"),
        "dataset": ("The dataset", "large"),
        "hardware": ("The efficiency", "high"),
    }
    return Explorer(
        "What does a larger run cost?",
        [choice(name, label, compared(_FACTORS, how), "unchanged") for name, (label, how) in knobs.items()],
        lambda model, dataset, hardware: bill(model, dataset, hardware, before),
        _draw,
        _read_out,
        _alt,
        size=(7.5, 3.2),
    )
