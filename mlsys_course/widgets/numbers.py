"""Numbers on their way in and out of an explorer: read by its model, said by its read-out."""

from __future__ import annotations

from typing import Any

from mlsys_course import readable
from mlsys_course.units import Quantity, registry

__all__ = ["amount", "number", "plain"]


def plain(value: Any, unit: str = "") -> float:
    """Return a number that a model was given, with or without its unit.

    Parameters
    ----------
    value : float or Quantity
        A plain number is taken as it is.
    unit : str
        What a quantity is converted to.

    Returns
    -------
    float

    Raises
    ------
    IncompatibleUnitsError
        For a quantity of another dimension.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> plain(Q_(45, "percent")), plain(0.45), plain(Q_(2, "week"), "day")
    (0.45, 0.45, 14.0)
    """
    return float(value.to(unit).magnitude if isinstance(value, Quantity) else value)


def number(value: float) -> str:
    """Write a number with three significant digits.

    Examples
    --------
    >>> number(25.2784), number(2184.05), number(3.14159e23)
    ('25.3', '2,180', '3.14 × 10²³')
    """
    return readable.number(value, 3)


def amount(value: float, unit: str) -> str:
    """Write a number with three significant digits and the prefix of its unit that reads best.

    Parameters
    ----------
    value : float
        In `unit`.
    unit : str
        A unit of the course, without a prefix.

    Examples
    --------
    >>> amount(312e12, "FLOP/s"), amount(0.0352, "joule")
    ('312 TFLOP/s', '35.2 mJ')
    """
    return readable.amount(registry().Quantity(value, unit), 3)
