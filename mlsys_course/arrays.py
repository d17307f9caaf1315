"""Quantities in numpy's functions and in pandas' columns.

One rule for all of them: what comes out is what the operators would have given, unit included, or it is
refused in a sentence. A number never loses its unit on the way into an array or a column: there it becomes
one object per value, each with its unit.

Examples
--------
>>> import numpy as np, pandas as pd
>>> from mlsys_course import Q_
>>> np.ceil(np.divide(Q_(3, "GB"), Q_(700, "MB")))
5
>>> np.full(2, Q_(3, "GB"))
array([3 GB, 3 GB], dtype=object)
>>> memory = pd.Series([1.5, 8.0]) * Q_(2, "byte/parameter")
>>> memory.sum()
19 B/parameter
"""

from __future__ import annotations

import operator
import sys
from collections.abc import Callable, Iterable
from typing import Any

import pint

__all__ = [
    "NoLengthError",
    "UnitLostError",
    "beside",
    "call_function",
    "call_ufunc",
    "is_pandas",
    "objects",
    "unary",
]


class UnitLostError(pint.errors.PintError):
    """A function of numpy or pandas cannot keep units; the text says what to do instead.

    It is deliberately no `TypeError`: pandas takes those for "not a number", and puts words of its own there.
    """

    def __str__(self) -> str:
        # groupby raises an error of the same type anew, with words of its own: the first ones stay.
        return str(self.__cause__ if isinstance(self.__cause__, UnitLostError) else super().__str__())


class NoLengthError(TypeError):
    """A single quantity has no length; the text says how to take numbers out of a column of quantities."""


def _lost(what: str, units: Iterable[Any]) -> UnitLostError:
    """Say that a function would lose the unit of what it was given."""
    units = list(units)
    first = next((one for one in units if not one.dimensionless), units[0] if units else None)
    unit = "" if first is None else f"{first:~P}".replace("%", "percent")
    return UnitLostError(
        f"{what} cannot keep the unit {unit or 'of a quantity'}. Take the numbers in a unit you choose "
        f"first, x.to({unit!r}).magnitude, and give the result its unit again with Q_(result, …)."
    )


# numpy's functions that mean an operator, and are computed by it
_OPERATORS = {
    "add": "add",
    "subtract": "sub",
    "multiply": "mul",
    "divide": "truediv",
    "floor_divide": "floordiv",
    "remainder": "mod",
    "divmod": "divmod",
    "power": "pow",
    "float_power": "pow",
    "less": "lt",
    "less_equal": "le",
    "greater": "gt",
    "greater_equal": "ge",
    "equal": "eq",
    "not_equal": "ne",
}
_SWAPPED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}
_UNARY: dict[str, Callable[[Any], Any]] = {
    "negative": operator.neg,
    "positive": operator.pos,
    "absolute": operator.abs,
}

# Computed by pint without a look at the unit, or with one that depends on how the quantity is written.
_WITHOUT_UNITS = {
    "bitwise_and",
    "bitwise_or",
    "bitwise_xor",
    "deg2rad",
    "degrees",
    "fill_diagonal",
    "fmod",
    "frexp",
    "invert",
    "ldexp",
    "logical_and",
    "logical_not",
    "logical_or",
    "logical_xor",
    "nextafter",
    "rad2deg",
    "radians",
    "spacing",
}


def _is_quantity(value: Any) -> bool:
    return hasattr(type(value), "_REGISTRY") and hasattr(value, "_units") and hasattr(value, "_magnitude")


def _walk(values: Any) -> Iterable[Any]:
    for value in values:
        yield value
        if isinstance(value, (list, tuple)):
            yield from _walk(value)


def _simplified(result: Any) -> Any:
    """Give a result the units that `*` and `/` would have given."""
    if isinstance(result, (list, tuple)):
        return type(result)(map(_simplified, result)) if type(result) in (list, tuple) else result
    return result.to_reduced_units() if _is_quantity(result) else result


def _kept(what: str, units: Iterable[Any], compute: Callable[[], Any]) -> Any:
    """Compute pint's way; where it has none, or breaks on what it was given, say so in words."""
    try:
        result = compute()
    except (pint.errors.PintError, ValueError):  # units that do not go together; shapes that do not fit
        raise
    except (TypeError, AttributeError, RecursionError) as error:
        raise _lost(what, units) from error
    if result is NotImplemented:
        raise _lost(what, units)
    return result


def is_pandas(value: Any) -> bool:
    """Say whether a value is a Series, a DataFrame or an Index, without importing pandas for it."""
    pd = sys.modules.get("pandas")
    return pd is not None and isinstance(value, (pd.Series, pd.DataFrame, pd.Index))


def objects(quantity: Any) -> Any:
    """Lay a quantity out as an array: plain numbers where it has no dimension, else one object per value.

    Parameters
    ----------
    quantity : Quantity
        A scalar or an array.

    Returns
    -------
    numpy.ndarray
        Of the shape of the quantity.
    """
    import numpy as np

    if quantity.dimensionless:
        return np.asarray(quantity.to("").magnitude)
    magnitude = np.asarray(quantity._magnitude)
    found = np.empty(magnitude.shape, dtype=object)
    for place, one in np.ndenumerate(magnitude):
        found[place] = type(quantity)(one.item() if hasattr(one, "item") else one, quantity._units)
    return found


def beside(quantity: Any, table: Any) -> Any:
    """Lay a quantity out beside a pandas object, so that pandas' own operators combine the two.

    Parameters
    ----------
    quantity : Quantity
        A scalar, or an array of the table's length or shape.
    table : pandas.Series, pandas.DataFrame or pandas.Index

    Returns
    -------
    numpy.ndarray or float
        A plain number where the quantity is a scalar without dimension.

    Raises
    ------
    ValueError
        If the shapes do not fit.
    """
    import numpy as np

    found = objects(quantity)
    if found.dtype != object and not found.ndim:
        return found[()]
    try:
        return np.broadcast_to(found, table.shape).copy()
    except ValueError:
        size = " by ".join(map(str, table.shape))
        raise ValueError(
            f"The quantity holds {found.size} values and the {type(table).__name__} is {size}: "
            "they go together one by one only where the sizes are equal."
        ) from None


def unary(name: str) -> Any:
    """Return numpy's function of one argument by its name, or None.

    numpy calls a method of this name on each object of an array.
    """
    np = sys.modules.get("numpy")
    found = getattr(np, name, None)
    return found if np is not None and isinstance(found, np.ufunc) and found.nin == 1 else None


def call_ufunc(
    pints: Callable[..., Any], function: Any, method: str, inputs: tuple[Any, ...], options: dict[str, Any]
) -> Any:
    """Compute a ufunc of quantities.

    Parameters
    ----------
    pints : callable
        pint's own way, for what is no operator.
    function : numpy.ufunc
    method : str
        "__call__", or "reduce" and the like.
    inputs : tuple
        The arguments; at least one is a quantity.
    options : dict
        Keyword arguments.

    Returns
    -------
    Quantity, numpy.ndarray or pandas object

    Raises
    ------
    UnitLostError
        If the function cannot keep units.
    IncompatibleUnitsError
        If the quantities do not go together.
    """
    import numpy as np

    name = function.__name__
    units = [one.units for one in inputs if _is_quantity(one)]
    if method != "__call__":
        raise _lost(f"np.{name}.{method}", units)
    options = {key: value for key, value in options.items() if value is not None}
    out = options.get("out", ())
    if any(isinstance(one, np.ndarray) and one.dtype != object for one in out):
        unit = next((f"{one:~P}" for one in units), "")
        raise UnitLostError(
            f"An array of plain numbers cannot take on the unit {unit} where it stands. "
            "Write a = a * x instead of a *= x: this makes a new array, with its unit."
        )
    tables = [one for one in inputs if is_pandas(one)]
    if tables:
        inputs = tuple(beside(one, tables[0]) if _is_quantity(one) else one for one in inputs)
        return function(*inputs, **options)
    if any(isinstance(one, np.ndarray) and one.dtype == object for one in inputs):
        inputs = tuple(objects(one) if _is_quantity(one) else one for one in inputs)
        return function(*inputs, **options)
    if options or name in _WITHOUT_UNITS:
        raise _lost(f"np.{name}" + " with these options" * bool(options), units)
    if name in _UNARY:
        return _UNARY[name](inputs[0])
    if name in _OPERATORS:
        return _operate(_OPERATORS[name], *inputs)
    return _simplified(_kept(f"np.{name}", units, lambda: pints(function, method, *inputs)))


def _operate(name: str, first: Any, second: Any) -> Any:
    # The method itself and not the operator: with an array at the left the operator would ask numpy again.
    if _is_quantity(first):
        return getattr(first, f"__{name}__")(second)
    return getattr(second, f"__{_SWAPPED.get(name, 'r' + name)}__")(first)


def call_function(
    pints: Callable[..., Any], function: Any, types: Any, args: tuple[Any, ...], options: dict[str, Any]
) -> Any:
    """Compute one of numpy's other functions of quantities.

    Parameters
    ----------
    pints : callable
        pint's own way.
    function : callable
        numpy's function.
    types : iterable of type
        The types that numpy has found among the arguments.
    args, options : tuple, dict
        Arguments; at least one of them, or of a list among them, is a quantity.

    Returns
    -------
    object
        What the function returns, with units where it has any.

    Raises
    ------
    UnitLostError
        If the function cannot keep units.
    IncompatibleUnitsError
        If the quantities do not go together.
    """
    import numpy as np

    name = ".".join([*function.__module__.split(".")[1:], function.__name__])
    units = [one.units for one in _walk([*args, *options.values()]) if _is_quantity(one)]
    if name in _WITHOUT_UNITS:
        raise _lost(f"np.{name}", units)
    if name == "copyto":
        return _copy_into(*args, **options)
    if name in ("zeros_like", "empty_like") and _is_quantity(args[0]):  # to be filled with such quantities
        return type(args[0])(function(args[0]._magnitude, *args[1:], **options), args[0]._units)
    with_objects = [one for one in _walk(args) if isinstance(one, np.ndarray) and one.dtype == object]
    if with_objects or any(map(is_pandas, _walk(args))):
        raise _lost(f"np.{name} of quantities beside a column or an array of objects", units)
    if name == "isin" and not all(map(_is_quantity, args[:2])):
        raise _lost("np.isin of quantities and plain numbers", units)
    return _simplified(_kept(f"np.{name}", units, lambda: pints(function, types, args, options)))


def _copy_into(to: Any, given: Any, *args: Any, **options: Any) -> None:
    """`numpy.copyto`, with a quantity on either side."""
    import numpy as np

    if _is_quantity(to):
        given = given.to(to._units).magnitude if _is_quantity(given) else (0 * to + given).magnitude
        np.copyto(to._magnitude, given, *args, **options)
    else:
        np.copyto(to, np.asarray(given, dtype=to.dtype), *args, **options)
