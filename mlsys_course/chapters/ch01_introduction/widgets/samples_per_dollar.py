"""Samples per dollar: what model, data and hardware do to the cost of a run (eq-cost-scaling)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, choice
from mlsys_course.widgets.drawing import Bars, panel
from mlsys_course.widgets.numbers import plain

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
    return f"{plain(quantity, 'USD'):,.2f} USD"


def _read_out(state: Bill) -> list[str]:
    direction = "the same as" if state.factor == 1 else readable.times(state.factor, 3)
    return [
        f"The run costs {_money(state.after)}, {direction} the {_money(state.before)} it was.",
        f"A dollar buys {readable.times(state.samples_per_dollar, 3)} as many samples as before.",
        "A larger model makes each sample dearer; a larger dataset only means more of them.",
    ]


def _alt(state: Bill) -> str:
    return f"Two bars on one axis: the cost before, {_money(state.before)}, and now, {_money(state.after)}."


def _draw(figure: Figure) -> Update[Bill]:
    axes = panel(figure, left=0.12, right=0.95, bottom=0.22)
    bars = Bars(axes, (1, 0), (0, 1), 0.55)
    axes.set_yticks((1, 0), ("before", "now"))
    axes.set_xlabel("Cost of the run (USD)")

    def update(state: Bill) -> None:
        costs = [plain(cost, "USD") for cost in (state.before, state.after)]
        bars.set(costs, [f"{cost:,.0f}" for cost in costs], 0.01 * max(costs))
        axes.set_xlim(0, 1.15 * max(costs))

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
    >>> explore_samples_per_dollar().move(model="2 times", hardware="2 times").state.factor
    1.0
    """
    before = registry().Quantity(_BEFORE, "USD")
    options = {readable.times(n, same="unchanged"): n for n in _FACTORS}
    labels = {"model": "Model grows", "dataset": "Dataset grows", "hardware": "Efficiency grows"}
    return Explorer(
        "What does a larger run cost?",
        [choice(name, label, options, "unchanged") for name, label in labels.items()],
        lambda model, dataset, hardware: bill(model, dataset, hardware, before),
        _draw,
        _read_out,
        _alt,
        size=(7.5, 2.2),
    )
