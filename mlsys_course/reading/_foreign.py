"""Numbers of other libraries as Python's own: sympy's and mpmath's, spans of time of datetime and pandas."""

from __future__ import annotations

import datetime
import math
import operator
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Any

MAX_ENTRIES = 10_000
"""How many entries of an answer are read; some have no end."""

_NUMPY_SPANS = {"Y": "year", "M": "month", "W": "week", "D": "day", "h": "hour", "m": "minute", "s": "second"}


def own(value: Any) -> Any:
    """Return a number as int or float and a span of time as a quantity; anything else as it is.

    Examples
    --------
    >>> own(datetime.timedelta(hours=36)).to("hour").magnitude, own("3"), own(None)
    (36.0, '3', None)
    """
    if value is None or isinstance(
        value, (int, float, complex, Decimal, Fraction, str, bytes, list, tuple, dict, set)
    ):
        return value
    if isinstance(value, datetime.timedelta):
        return _span(value.total_seconds(), "second")
    if getattr(getattr(value, "dtype", None), "kind", "") == "m" and getattr(value, "ndim", 1) == 0:
        return _numpy_span(value)
    if not _is_number(value):
        return value
    try:
        return operator.index(value)
    except TypeError:
        pass
    try:
        return float(value)
    except (TypeError, OverflowError):
        return value


def _is_number(value: Any) -> bool:
    """Say whether a value of another library is one number, and nothing else besides."""
    kind = type(value)
    return (
        hasattr(kind, "__float__")
        and not callable(value)
        and not any(hasattr(kind, name) for name in ("__len__", "__iter__", "shape", "units"))
        and getattr(value, "is_number", True) is not False
    )


def unknowns(value: Any) -> list[str]:
    """Return the symbols that an expression still holds, as sympy's do."""
    return sorted(map(str, getattr(value, "free_symbols", ()) or ()))


def _span(number: float, unit: str) -> Any:
    """Return a span of time in the unit that people say it in."""
    from mlsys_course.units import registry

    seconds: Any = registry().Quantity(float(number), unit)
    for larger, size in (("day", 86400.0), ("hour", 3600.0), ("minute", 60.0)):
        if unit == "second" and abs(number) >= size:
            return seconds.to(larger)
    return seconds


def _numpy_span(value: Any) -> Any:
    import numpy as np

    if np.isnat(value):
        return math.nan
    unit, step = np.datetime_data(value.dtype)
    if unit in _NUMPY_SPANS:
        return _span(float(int(value.astype("int64")) * step), _NUMPY_SPANS[unit])
    return _span(float(value / np.timedelta64(1, "ns")) / 1e9, "second")


def entries(answer: Any) -> list[Any]:
    """Return what an answer holds, one after the other: at most so many that there is an end.

    Raises
    ------
    TypeError
        If it holds nothing of the kind.
    """
    return list(islice(iter(answer), MAX_ENTRIES))
