"""How fast something doubles."""

from __future__ import annotations

import math
from typing import Any

from mlsys_course.laws.arguments import Reader

__all__ = [
    "doubling_time",
    "growth_factor",
]


def doubling_time(start: Any, end: Any, elapsed: Any) -> Any:
    """Time in which something doubles that grows from start to end: elapsed * ln 2 / ln(end/start).

    Parameters
    ----------
    start, end : Quantity or float
        Amounts of the same kind, above 0, with end larger than start.
    elapsed : Quantity or float
        Time between them, above 0; a plain number comes back as a plain number in the same unit.

    Returns
    -------
    Quantity or float
        The doubling time, in the unit of `elapsed`.

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If start and end are of different kinds or elapsed is no time.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> print(doubling_time(1, 44.5, Q_(6.9, "year")).to("month"))
    15.12 months
    """
    reader = Reader("doubling_time")
    unit = str(getattr(start, "units", ""))
    first = reader.read("start", start, unit, above=True)
    last = reader.read("end", end, unit, above=True, units=unit != "")
    if last <= first:
        raise reader.fail("end", f"{end}", f"more than start, which is {start}: what shrinks does not double")
    reader.read("elapsed", elapsed, "second", above=True)
    result = elapsed * (math.log(2) / math.log(last / first))
    return result if hasattr(result, "units") else float(result)


def growth_factor(elapsed: Any, doubling: Any) -> float:
    """Factor by which something grows in a time: 2 ** (elapsed / doubling).

    Parameters
    ----------
    elapsed : Quantity or float
        Time that passes, not below 0.
    doubling : Quantity or float
        Doubling time, above 0; both with units, or both plain in the same unit.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If an argument is out of range or no number, or only one of them has a unit.
    IncompatibleUnitsError
        If an argument is no time.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> round(growth_factor(Q_(1, "year"), Q_(3.4, "month")), 2)
    11.55
    """
    reader = Reader("growth_factor")
    units = hasattr(elapsed, "units") or hasattr(doubling, "units")
    span = reader.read("elapsed", elapsed, "second", units=units)
    return float(2 ** (span / reader.read("doubling", doubling, "second", above=True, units=units)))
