"""How a law reads its arguments: the dimension, the range, and that it is a finite number."""

from __future__ import annotations

import math
from typing import Any

import pint

from mlsys_course import readable
from mlsys_course.units import IncompatibleUnitsError, QuantityLike, registry

__all__ = ["Reader"]

_KINDS = {
    "byte": "an amount of data",
    "byte/second": "a bandwidth",
    "FLOP": "a number of operations",
    "FLOP/second": "a rate of operations",
    "second": "a time",
    "parameter": "a number of parameters",
    "token": "a number of tokens",
    "FLOP/parameter/token": "operations per parameter and token",
    "joule/byte": "an energy per byte",
    "joule/FLOP": "an energy per operation",
    "FLOP/byte": "an arithmetic intensity",
    "sample/second": "a rate of samples",
    "USD/second": "a price per time",
    "": "a plain number",
}
_EXAMPLES = {
    "byte": 'Q_(4, "GB")',
    "byte/second": 'Q_(2, "TB/s")',
    "FLOP": 'Q_(600, "GFLOP")',
    "FLOP/second": 'Q_(312, "TFLOP/s")',
    "second": 'Q_(1, "ms")',
    "parameter": 'Q_(7e9, "parameter")',
    "token": 'Q_(300e9, "token")',
    "FLOP/parameter/token": 'Q_(6, "FLOP/parameter/token")',
    "joule/byte": 'Q_(160, "pJ/byte")',
    "joule/FLOP": 'Q_(3.7, "pJ/FLOP")',
    "FLOP/byte": 'Q_(150, "FLOP/byte")',
    "sample/second": 'Q_(2500, "image/s")',
    "USD/second": 'Q_(4, "USD/hour")',
    "": "0.45",
}


class Reader:
    """Reads the arguments of one law as numbers in fixed units and gives the result its unit back.

    Parameters
    ----------
    law : str
        Name of the law, for the messages.

    Examples
    --------
    >>> reader = Reader("amdahl_speedup")
    >>> reader.share("p", 0.5)
    0.5
    >>> reader.share("p", 45)
    Traceback (most recent call last):
    ...
    ValueError: amdahl_speedup: p is 45; expected a fraction from 0 to 1; if it is a percentage, ...
    """

    def __init__(self, law: str) -> None:
        self.law = law
        self.plain = True

    def fail(self, name: str, given: str, expected: str) -> ValueError:
        """Return the error that says which argument of which law is wrong; it is not raised here."""
        return ValueError(f"{self.law}: {name} is {given}; expected {expected}.")

    def read(
        self,
        name: str,
        value: Any,
        unit: str,
        *,
        above: bool = False,
        finite: bool = True,
        units: bool = False,
    ) -> Any:
        """Return the number of `value` in `unit`: not negative, or with `above` greater than 0.

        Parameters
        ----------
        name : str
            The argument.
        value : Quantity, Constant, int, float or array
            What the caller gave.
        unit : str
            Unit of the result, and of a plain number; ``""`` for a plain number.
        above : bool
            Whether 0 is refused.
        finite : bool
            Whether infinity is refused.
        units : bool
            Whether a plain number is refused.

        Returns
        -------
        float or numpy.ndarray

        Raises
        ------
        ValueError
            If it is out of range or no number.
        IncompatibleUnitsError
            If it has the wrong dimension.
        """
        example = _EXAMPLES.get(unit, f"Q_(3, {unit!r})")
        kind = f"{_KINDS.get(unit, f'an amount in {unit}')}, for example {example}"
        if value is ...:
            raise self.fail(name, "still '...', not filled in yet", kind)
        if isinstance(value, QuantityLike):
            value = value.quantity
        given = str(value)
        if isinstance(value, pint.Quantity):
            if value._REGISTRY is not registry():
                raise self.fail(
                    name, f"{given}, in units of another registry", f"units of Q_ or ureg: {kind}"
                )
            if not value.is_compatible_with(unit or "dimensionless"):
                sentence = f"{self.law}: {name} is {value}; expected {kind}."
                raise IncompatibleUnitsError(value.units, unit or "dimensionless", sentence=sentence)
            number = value.to(unit or "dimensionless").magnitude
            self.plain = self.plain and unit == ""
        elif isinstance(value, (bool, str, bytes)) or not hasattr(value, "__float__"):
            raise self.fail(name, repr(value), kind)
        elif units:
            raise self.fail(name, f"{value}, a number without a unit", kind)
        else:
            number = value
        low, high = _extremes(number)
        if low != low:
            raise self.fail(name, "nan, not a number", kind)
        if finite and math.inf in (abs(low), high):
            raise self.fail(name, "infinite", f"a finite number: {kind}")
        if low < 0 or (above and low == 0):
            raise self.fail(name, given, f"a number {'above' if above else 'not below'} 0: {kind}")
        return number

    def share(self, name: str, value: Any, *, above: bool = False) -> Any:
        """Return a fraction between 0 and 1; with `above`, 0 itself is refused."""
        number = self.read(name, value, "", above=above)
        high = _extremes(number)[1]
        if high > 1:
            hint = ""
            if 2 <= high <= 100:
                text = readable.number(high)
                hint = (
                    f"; if it is a percentage, write {readable.number(high / 100)} or Q_({text}, 'percent')"
                )
            expected = f"a fraction {'above' if above else 'from'} 0 {'and at most' if above else 'to'} 1"
            raise self.fail(name, readable.number(high), expected + hint)
        return number

    def give(self, number: Any, unit: str) -> Any:
        """Return a result: plain if all arguments were, else with its unit."""
        if self.plain:
            return number if getattr(number, "ndim", 0) else float(number)
        return registry().Quantity(number, unit)


def _extremes(number: Any) -> tuple[float, float]:
    """Return the smallest and the largest value of a number or array; nan if one is nan."""
    if getattr(number, "ndim", 0):
        return float(number.min()), float(number.max())
    return float(number), float(number)
