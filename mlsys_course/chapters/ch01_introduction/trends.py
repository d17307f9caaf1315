"""Exponential growth: fitted to points, between two points, in orders of magnitude."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Growth", "fit_growth", "growth_between", "orders_of_magnitude"]


@dataclass(frozen=True)
class Growth:
    """Exponential growth: ``value = start * factor ** (year - since)``.

    Parameters
    ----------
    factor : float
        Growth a year, plain number.
    since : float
        Year of the start.
    start : float
        Value at the start.
    """

    factor: float
    since: float
    start: float

    @property
    def doubling_months(self) -> float:
        """Time in which the value doubles, in months; negative where it halves."""
        return 12 * math.log(2) / math.log(self.factor)

    @property
    def orders_per_year(self) -> float:
        """Orders of magnitude a year."""
        return math.log10(self.factor)

    def value(self, year: float) -> float:
        """Value of the line in a year."""
        return float(self.start * self.factor ** (year - self.since))


def fit_growth(years: Sequence[float] | Any, values: Sequence[float] | Any) -> Growth:
    """Fit a straight line to the logarithms of the values, by least squares.

    Parameters
    ----------
    years, values : sequences of float
        Of equal length, at least two different years; values above 0.

    Returns
    -------
    Growth

    Raises
    ------
    ValueError
        For unequal lengths, fewer than two years, or a value of 0 or below.

    Examples
    --------
    >>> round(fit_growth([2012, 2013, 2014], [1, 2, 4]).doubling_months, 6)
    12.0
    """
    x, y = [float(v) for v in years], [float(v) for v in values]
    if len(x) != len(y):
        raise ValueError(f"every year needs a value: you gave {len(x)} years and {len(y)} values")
    if len(set(x)) < 2:
        raise ValueError("a fit needs at least two different years")
    if min(y) <= 0:
        raise ValueError(f"growth is fitted to logarithms, so values are above 0; you gave {min(y)!r}")
    logs = [math.log(v) for v in y]
    x_mean, y_mean = sum(x) / len(x), sum(logs) / len(logs)
    slope = sum((a - x_mean) * (b - y_mean) for a, b in zip(x, logs, strict=True))
    slope /= sum((a - x_mean) ** 2 for a in x)
    since = min(x)
    return Growth(math.exp(slope), since, math.exp(y_mean + slope * (since - x_mean)))


def growth_between(first: tuple[float, float], last: tuple[float, float]) -> Growth:
    """Return the growth between two points alone.

    Parameters
    ----------
    first, last : (float, float)
        Year and value; the years differ, values are above 0.

    Returns
    -------
    Growth

    Raises
    ------
    ValueError
        For equal years or a value of 0 or below.

    Examples
    --------
    >>> round(growth_between((2012.5, 1), (2019.4, 44.5)).doubling_months, 1)
    15.1
    """
    return fit_growth([first[0], last[0]], [first[1], last[1]])


def orders_of_magnitude(first: float, last: float) -> float:
    """Return how many powers of ten lie between two values.

    Parameters
    ----------
    first, last : float
        Above 0, in one unit.

    Returns
    -------
    float
        log10(last / first).

    Raises
    ------
    ValueError
        For a value of 0 or below.

    Examples
    --------
    >>> round(orders_of_magnitude(1.2e18, 2.0e25), 2)
    7.22
    """
    if first <= 0 or last <= 0:
        raise ValueError(f"orders of magnitude need values above 0, you gave {first!r} and {last!r}")
    return math.log10(last / first)
