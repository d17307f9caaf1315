"""What samples cost, and how cost scales."""

from __future__ import annotations

from typing import Any

from mlsys_course.laws.arguments import Reader
from mlsys_course.units import Quantity

__all__ = [
    "cost_scaling",
    "samples_per_dollar",
]


def samples_per_dollar(rate: Any, price: Any) -> Quantity:
    """Return the samples processed for one dollar: rate / price.

    Parameters
    ----------
    rate : Quantity
        Samples (images, queries, …) per time, with its unit.
    price : Quantity
        Price of the machine per time, above 0, with its unit.

    Returns
    -------
    Quantity
        In sample/USD.

    Raises
    ------
    ValueError
        If an argument has no unit, is out of range or no number.
    IncompatibleUnitsError
        If an argument has the wrong dimension.

    Notes
    -----
    Machine Learning Systems, chapter 1, the perspective on samples per dollar beside eq-cost-scaling.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> print(samples_per_dollar(Q_(2500, "image/s"), Q_(4, "USD/hour")))
    2.25 million samples/USD
    """
    reader = Reader("samples_per_dollar")
    speed = reader.read("rate", rate, "sample/second", units=True)
    cost = reader.read("price", price, "USD/second", above=True, units=True)
    result: Quantity = reader.give(speed / cost, "sample/USD")
    return result


def cost_scaling(model: Any, dataset: Any, hardware_efficiency: Any) -> float:
    """Factor by which the cost of training changes: model * dataset / hardware_efficiency.

    Parameters
    ----------
    model, dataset : float
        Growth factors of the model and of the dataset, not below 0.
    hardware_efficiency : float
        Growth factor of the hardware's efficiency, above 0.

    Returns
    -------
    float
        New cost over old cost.

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If an argument has a unit.

    Notes
    -----
    Machine Learning Systems, chapter 1, eq-cost-scaling.

    Examples
    --------
    >>> cost_scaling(2, 3, 1.5)
    4.0
    """
    reader = Reader("cost_scaling")
    size, length = reader.read("model", model, ""), reader.read("dataset", dataset, "")
    return float(size * length / reader.read("hardware_efficiency", hardware_efficiency, "", above=True))
