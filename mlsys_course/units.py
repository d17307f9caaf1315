"""Units of the course: one strict registry, built on first use.

`ureg` and `Q_` are the two names to know::

    from mlsys_course.units import ureg, Q_

    data = Q_(4, "GB")
    bandwidth = 2 * ureg.TB / ureg.second
    data / bandwidth                      # 0.002 s

bit, FLOP, parameter, token, sample and USD each have a dimension of their own, so bytes and FLOPs can neither
be added nor converted into one another. The units themselves stand in ``units.txt`` beside this file.

Conventions
-----------
- GB is 1e9 byte, GiB is 2**30 byte; ``Gb`` and ``Gbit`` are gigabit; ``B`` is byte.
- One multiply-accumulate (MAC) is 2 FLOP.
- image, query, request and email are other names of sample.
- A year is 365.25 days, a month a twelfth of a year (30.4375 days).
- Products and quotients are simplified: ``1 GB / (1 MB/s)`` is 1000 s, ``25 percent * 4 GB`` is 1 GB.
- Adding the plain number 0 to a quantity is allowed, so that ``sum`` works.
"""

from __future__ import annotations

import difflib
import functools
import html
import operator
import re
from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

import pint
import pint.delegates.formatter
import pint.registry
from pint.util import UnitsContainer

from mlsys_course import arrays, mistyped, readable

__all__ = [
    "Q_",
    "CourseRegistry",
    "IncompatibleUnitsError",
    "Quantity",
    "QuantityLike",
    "UnknownUnitError",
    "registry",
    "ureg",
]

_F = TypeVar("_F", bound=Callable[..., Any])

# pint annotates its classes only in part: as Any, their arithmetic and attributes type-check everywhere.
_PintQuantity: Any = pint.registry.Quantity
_PintUnit: Any = pint.registry.Unit
_PintRegistry: Any = pint.registry.UnitRegistry
_PintFormatter: Any = pint.delegates.formatter.Formatter
_DimensionalityError: Any = pint.DimensionalityError
_UndefinedUnitError: Any = pint.UndefinedUnitError
_OffsetError: Any = pint.OffsetUnitCalculusError

# ---- words for error messages

_DIMENSION_WORDS = {
    "[information]": "information",
    "[operation]": "operations",
    "[parameter]": "parameters",
    "[token]": "tokens",
    "[sample]": "samples",
    "[currency]": "money",
    "[time]": "time",
    "[length]": "length",
    "[mass]": "mass",
    "[current]": "electric current",
    "[temperature]": "temperature",
    "[energy]": "energy",
    "[power]": "power",
}
_COUNTED = {"[operation]", "[parameter]", "[token]", "[sample]"}

# What links two dimensions, in a beginner's words. Looked up for a pair; the general advice serves the rest.
_LINKS = {
    frozenset({"[information]", "[operation]"}): (
        "Divide the bytes by a bandwidth (byte/s) and the FLOP by a rate (FLOP/s): "
        "both become times, and times add up."
    ),
    frozenset({"[information]", "[parameter]"}): (
        "Multiply the parameters by the size of one, for example 2 byte/parameter, to get bytes."
    ),
    frozenset({"[information]", "[token]"}): (
        "Multiply the tokens by the size of one, in byte/token, to get bytes."
    ),
    frozenset({"[information]", "[sample]"}): (
        "Multiply the samples by the size of one, in byte/sample, to get bytes."
    ),
    frozenset({"[operation]", "[parameter]"}): (
        "Multiply the parameters by the work each one causes, for example 2 FLOP/parameter, to get FLOP."
    ),
    frozenset({"[operation]", "[token]"}): (
        "Multiply the tokens by the work each one causes, in FLOP/token, to get FLOP."
    ),
    frozenset({"[operation]", "[sample]"}): (
        "Multiply the samples by the work each one causes, in FLOP/sample, to get FLOP."
    ),
    frozenset({"[operation]", "[time]"}): "Divide the FLOP by a rate, in FLOP/s, to get a time.",
    frozenset({"[information]", "[time]"}): "Divide the bytes by a bandwidth, in byte/s, to get a time.",
    frozenset({"[currency]", "[time]"}): "Multiply the time by a price, for example 4 USD/hour.",
    frozenset({"[energy]", "[time]"}): "Multiply the time by a power, in watt, to get energy.",
}


def _known_factors(dimensionality: dict[str, float]) -> dict[str, float]:
    """Fold mass, length and time into energy or power: pJ/byte reads "energy per information"."""
    dims = dict(dimensionality)
    mass = dims.get("[mass]", 0)
    if mass and dims.get("[length]", 0) == 2 * mass:
        for name, time in (("[energy]", -2 * mass), ("[power]", -3 * mass)):
            if dims.get("[time]", 0) == time:
                rest = {k: v for k, v in dims.items() if k not in ("[mass]", "[length]", "[time]")}
                return {name: mass, **rest}
    return dims


def _kind(dimensionality: dict[str, float]) -> str:
    """Say in words what a dimensionality stands for, for example "operations per time"."""

    def words(items: list[tuple[str, float]], one: bool = False) -> str:
        parts = []
        for name, power in items:
            word = _DIMENSION_WORDS.get(name, name.strip("[]"))
            word = word.removesuffix("s") if one and name in _COUNTED else word
            parts.append(word if abs(power) == 1 else f"{word} to the power {abs(power):g}")
        return (" and " if one else " times ").join(parts)

    dims = sorted(_known_factors(dimensionality).items())
    above = [item for item in dims if item[1] > 0]
    below = [item for item in dims if item[1] < 0]
    if not dims:
        return "a plain number"
    if not below:
        return words(above)
    return f"{words(above) or 'a number'} per {words(below, one=True)}"


def _says(unit: str, dimensionality: dict[str, float]) -> str:
    """One clause about a unit: "FLOP counts operations", "GB measures information"."""
    if not dimensionality:
        return f"{unit} is a plain number"
    verb = "counts" if len(dimensionality) == 1 and set(dimensionality) <= _COUNTED else "measures"
    return f"{unit} {verb} {_kind(dimensionality)}"


class IncompatibleUnitsError(_DimensionalityError):  # type: ignore[misc]
    """Two quantities of different kinds were added, compared or converted.

    It is a `pint.DimensionalityError` whose text is a sentence for a learner.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> Q_(3, "GB") + Q_(5, "TFLOP")
    Traceback (most recent call last):
    ...
    mlsys_course.units.IncompatibleUnitsError: You cannot add TFLOP to GB: TFLOP counts operations, GB \
measures information. Divide the bytes by a bandwidth (byte/s) and the FLOP by a rate (FLOP/s): both become \
times, and times add up.
    """

    def __init__(
        self,
        units1: Any,
        units2: Any,
        dim1: Any = "",
        dim2: Any = "",
        extra_msg: str = "",
        sentence: str = "",
        action: str = "",
    ) -> None:
        super().__init__(units1, units2, dim1, dim2, extra_msg)
        self.sentence = sentence
        self.action = action

    def __str__(self) -> str:
        return self.sentence or str(super().__str__())

    def __reduce__(self) -> tuple[Any, ...]:
        return (
            self.__class__,
            (self.units1, self.units2, self.dim1, self.dim2, self.extra_msg, self.sentence, self.action),
        )


class UnknownUnitError(_UndefinedUnitError):  # type: ignore[misc]
    """A unit that the registry does not know; the text says which one was probably meant."""

    def __init__(self, unit_names: Any, sentence: str = "") -> None:
        super().__init__(unit_names)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence or str(super().__str__())

    def __reduce__(self) -> tuple[Any, ...]:
        return self.__class__, (self.unit_names, self.sentence)


def _sentence(action: str, first: str, second: str, dim1: dict[str, float], dim2: dict[str, float]) -> str:
    """Write the sentence of an `IncompatibleUnitsError`; the units are given as printed, "" for none."""
    one, two = first or "a plain number", second or "a plain number"
    what = {
        "add": f"add {two} to {one}",
        "subtract": f"subtract {two} from {one}",
        "compare": f"compare {one} with {two}",
        "combine": f"combine {one} with {two}",
        "fit": f"count how often {one} fits into {two}",  # one was to be converted into the other's unit
    }.get(action, f"convert {one} into {two}")
    if action == "float":
        return (
            f"{_says(first, dim1)}, so it is not a plain number. Divide it by a quantity of the same kind, "
            f"or take the number in a unit you choose: x.to({first!r}).magnitude."
        )
    if action == "exponent":
        return (
            f"An exponent is a plain number, and {_says(first or second, dim1 or dim2)}. Divide it by a "
            f"quantity of the same kind first: 2 ** (x / Q_(1, {first or second!r}))."
        )
    if action == "fit" and not (dim1 and dim2):
        unit = first or second
        return (
            f"The whole part of a quotient of {unit} and a plain number depends on the unit that is counted "
            f"in. Divide with /, then round down in a unit you choose: np.floor(x.to({unit!r}))."
        )
    if not dim1 or not dim2:
        (unit, dim), number = ((second, dim2), one) if not dim1 else ((first, dim1), two)
        if number != "a plain number":
            why = f"{_says(unit, dim)}, {_says(number, {})}."
        else:
            why = f"{_says(unit, dim)}, a plain number has no unit."
        if action == "convert" and not dim2:
            help_ = f"Divide by a quantity of the same kind, or take the number with .to({unit!r}).magnitude."
        else:
            help_ = f"Give the number its unit, for example Q_(3, {unit!r})."
        return f"You cannot {what}: {why} {help_}"
    clauses = [_says(first, dim1), _says(second, dim2)]
    if action in ("add", "subtract"):
        clauses.reverse()  # the order in which the sentence has just named them
    return f"You cannot {what}: {clauses[0]}, {clauses[1]}. {_advice(dim1, dim2)}"


def _advice(dim1: dict[str, float], dim2: dict[str, float]) -> str:
    """Say what links two different dimensions."""
    known = _LINKS.get(frozenset({_kind_key(dim1), _kind_key(dim2)}))
    if known:
        return known
    differ = {name: dim1.get(name, 0) - dim2.get(name, 0) for name in {*dim1, *dim2}}
    differ = {name: power for name, power in differ.items() if power}
    if list(map(abs, differ.values())) == [1]:
        (name,) = differ
        if name == "[time]":
            return "One is an amount and the other a rate: multiply the rate by a time."
        return f"They differ by {_DIMENSION_WORDS[name]}: multiply or divide one of them by that."
    return "Only quantities of the same kind go together: look for the rate, size or price that links them."


def _kind_key(dimensionality: dict[str, float]) -> str:
    """Name a simple dimension ("[time]"); "" stands for a compound one."""
    dims = _known_factors(dimensionality)
    (name, power), *rest = dims.items()
    return name if not rest and power == 1 else ""


def _explained(action: str) -> Callable[[_F], _F]:
    """Let a method of `Quantity` raise `IncompatibleUnitsError` where pint raises its terser error."""

    def decorate(method: _F) -> _F:
        @functools.wraps(method)
        def wrapper(self: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                return method(self, *args, **kwargs)
            except pint.DimensionalityError as error:
                if isinstance(error, IncompatibleUnitsError) and (
                    error.action != "convert" or action in ("float", "convert")
                ):
                    raise  # it says already, and more exactly, what was tried
                raise self._REGISTRY.explain(error, action) from None

        return wrapper  # type: ignore[return-value]

    return decorate


# ---- quantities


def _unpickle(magnitude: Any, units: str) -> Any:
    """Rebuild a quantity in the registry of the course, wherever it is unpickled."""
    return registry().Quantity(magnitude, units)


class QuantityLike:
    """Something that stands for a quantity and calculates like one; a named constant, for instance.

    A subclass provides `quantity`; operators, comparisons, numpy functions and attributes such as
    ``.to("day")`` or ``.magnitude`` are those of that quantity.
    """

    __pandas_priority__ = 5000  # as `Quantity` has it

    @property
    def quantity(self) -> Quantity:
        """The quantity it stands for."""
        raise NotImplementedError

    def __getattr__(self, name: str) -> Any:
        # pint recognises its quantities by their attributes (_REGISTRY, _units, …), so these pass too.
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.quantity, name)

    def __str__(self) -> str:
        return str(self.quantity)

    def __format__(self, spec: str) -> str:
        return format(self.quantity, spec)

    def __hash__(self) -> int:
        return hash(self.quantity)

    def __bool__(self) -> bool:
        return bool(self.quantity)

    def __float__(self) -> float:
        return float(self.quantity)

    def __int__(self) -> int:
        return int(self.quantity)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return self.quantity.__array__(dtype, copy)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        return getattr(ufunc, method)(*map(_plain, inputs), **kwargs)

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        return func(*map(_plain, args), **{name: _plain(value) for name, value in kwargs.items()})


def _plain(value: Any) -> Any:
    """Replace a `QuantityLike`, also inside a list or tuple, by its quantity."""
    if isinstance(value, QuantityLike):
        return value.quantity
    if type(value) in (list, tuple):
        return type(value)(map(_plain, value))
    return value


def _lend_operators() -> None:
    """Give `QuantityLike` the operators of its quantity, in both orders."""

    def one(operation: Callable[..., Any]) -> Callable[..., Any]:
        return lambda self, *args: operation(self.quantity, *args)

    def left(operation: Callable[..., Any]) -> Callable[..., Any]:
        return lambda self, other: operation(self.quantity, _plain(other))

    def right(operation: Callable[..., Any]) -> Callable[..., Any]:
        return lambda self, other: operation(_plain(other), self.quantity)

    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "divmod", "pow"):
        operation = divmod if name == "divmod" else getattr(operator, name)
        setattr(QuantityLike, f"__{name}__", left(operation))
        setattr(QuantityLike, f"__r{name}__", right(operation))
    for name in ("lt", "le", "gt", "ge", "eq", "ne"):
        setattr(QuantityLike, f"__{name}__", left(getattr(operator, name)))
    for name, operation in (("neg", operator.neg), ("pos", operator.pos), ("abs", abs), ("round", round)):
        setattr(QuantityLike, f"__{name}__", one(operation))


_lend_operators()


def _refuse_currency_sign(text: str) -> None:
    # pint would skip the sign, and make a plain number of "100 $".
    for sign in "$€£¥":
        if sign in text:
            raise UnknownUnitError(text, f"The unit {sign!r} is not known here. Money is counted in 'USD'.")


_NOTHING = object()
_NUMBERS = (int, float)
"""Types of numbers that need no second look."""


class Quantity(_PintQuantity):  # type: ignore[misc]
    """A number (or numpy array) with a unit of the course: ``Q_(3, "GB")`` or ``3 * ureg.GB``."""

    def __new__(cls, value: Any = _NOTHING, units: Any = None, *more: Any, **named: Any) -> Any:
        """Make a quantity from a number and a unit, a text such as "3 GB", or another quantity."""
        if type(value) not in _NUMBERS or more or named:
            if isinstance(value, str):
                _refuse_currency_sign(value)
            mistyped.refuse(value, units, more, named, _NOTHING)
            if isinstance(value, str) and units is not None:
                value = mistyped.number(value, units)
        try:
            return super().__new__(cls, _plain(value), units)
        except TypeError:
            mistyped.refuse_unit(value, units)
            raise

    # Each override only rewords the error; the arithmetic is pint's.
    def _add_sub(self, other: Any, op: Any) -> Any:
        try:
            return super()._add_sub(other, op)
        except pint.DimensionalityError as error:
            raise self._REGISTRY.explain(error, "add" if op is operator.add else "subtract") from None

    def _iadd_sub(self, other: Any, op: Any) -> Any:
        try:
            return super()._iadd_sub(other, op)
        except pint.DimensionalityError as error:
            raise self._REGISTRY.explain(error, "add" if op is operator.iadd else "subtract") from None

    def __rsub__(self, other: Any) -> Any:
        try:
            return super().__rsub__(other)
        except pint.DimensionalityError as error:
            flipped = pint.DimensionalityError(error.units2, error.units1, error.dim2, error.dim1)
            raise self._REGISTRY.explain(flipped, "subtract") from None

    @_explained("compare")
    def compare(self, other: Any, op: Any) -> Any:
        """Compare with another quantity of the same kind; the plain number 0 is of every kind."""
        other = _plain(other)
        try:
            return super().compare(other, op)
        except ValueError:
            if not isinstance(other, Quantity):  # pint reports a missing unit as a ValueError
                raise pint.DimensionalityError(self._units, "dimensionless") from None
            raise

    # pint binds these names to its own `compare`, so they are bound again here.
    def __lt__(self, other: Any) -> Any:
        return self.compare(other, op=operator.lt)

    def __le__(self, other: Any) -> Any:
        return self.compare(other, op=operator.le)

    def __gt__(self, other: Any) -> Any:
        return self.compare(other, op=operator.gt)

    def __ge__(self, other: Any) -> Any:
        return self.compare(other, op=operator.ge)

    def __eq__(self, other: Any) -> Any:
        return super().__eq__(_plain(other))

    def __ne__(self, other: Any) -> Any:
        return super().__ne__(_plain(other))

    __hash__ = _PintQuantity.__hash__

    @_explained("float")
    def __float__(self) -> float:
        return float(super().__float__())

    @_explained("float")
    def __int__(self) -> int:
        return int(super().__int__())

    def __len__(self) -> int:
        """Return how many values an array holds; pandas asks it of each value that is to become a number."""
        try:
            return len(self._magnitude)
        except TypeError:
            raise arrays.NoLengthError(
                f"{self} is a single quantity, so it has no length. To take the numbers out of a column of "
                f"quantities, choose a unit: column.map(lambda x: x.to('{self.units:~P}').magnitude)."
            ) from None

    def __complex__(self) -> complex:
        if not self.dimensionless:  # pandas asks for it, to take the mean of a column
            unit = f"{self.units:~P}"
            raise arrays.UnitLostError(
                f"This step would lose the unit {unit}. The mean of a column of quantities is "
                "column.sum() / len(column); for other statistics take the numbers first: "
                f"column.map(lambda x: x.to({unit!r}).magnitude)."
            )
        return complex(super().__complex__())

    # The exponent and the whole part: what a plain number would mean there is said in words.
    @_explained("exponent")
    def __pow__(self, other: Any) -> Any:
        return super().__pow__(other)

    @_explained("exponent")
    def __ipow__(self, other: Any) -> Any:
        return super().__ipow__(other)

    @_explained("exponent")
    def __rpow__(self, other: Any) -> Any:
        return super().__rpow__(other)

    @_explained("fit")
    def __floordiv__(self, other: Any) -> Any:
        return super().__floordiv__(other)

    @_explained("fit")
    def __rfloordiv__(self, other: Any) -> Any:
        return super().__rfloordiv__(other)

    @_explained("fit")
    def __mod__(self, other: Any) -> Any:
        return super().__mod__(other)

    @_explained("fit")
    def __rmod__(self, other: Any) -> Any:
        return super().__rmod__(other)

    @_explained("fit")
    def __divmod__(self, other: Any) -> Any:
        return super().__divmod__(other)

    @_explained("fit")
    def __rdivmod__(self, other: Any) -> Any:
        return super().__rdivmod__(other)

    __pandas_priority__ = 5000  # above that of pandas' own: an operator of a column asks the quantity

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        found = arrays.objects(self)
        if found.dtype.kind == "O" and getattr(dtype, "kind", dtype) not in (None, "O", object):
            raise self._REGISTRY.explain(pint.DimensionalityError(self._units, "dimensionless"), "float")
        return found if dtype is None else found.astype(dtype)

    @_explained("combine")
    def __array_ufunc__(self, ufunc: Any, method: Any, *inputs: Any, **kwargs: Any) -> Any:
        own, given = super().__array_ufunc__, tuple(map(_plain, inputs))
        try:
            return arrays.call_ufunc(own, ufunc, method, given, kwargs)
        except pint.OffsetUnitCalculusError as error:
            raise self._REGISTRY.explain_offset(error) from None
        except pint.DimensionalityError as error:
            if len(inputs) == 1 and getattr(error, "action", "convert") == "convert":
                raise self._REGISTRY.explain(error, "float") from None  # a logarithm, a sine
            raise

    @_explained("combine")
    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        args, kwargs = tuple(map(_plain, args)), {name: _plain(value) for name, value in kwargs.items()}
        return arrays.call_function(super().__array_function__, func, types, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        try:
            return super().__getattr__(name)
        except AttributeError:
            function = None if name.startswith("_") else arrays.unary(name)
            if function is None:
                raise AttributeError(
                    f"A quantity has no {name!r}. Its number in a unit of your choice is "
                    f"x.to('{self.units:~P}').magnitude."
                ) from None
            return lambda: function(self)

    def __repr__(self) -> str:
        return str(self)

    def to_reduced_units(self) -> Any:
        """Return the quantity with one unit per dimension: GB/(MB/s) becomes s, percent*GB becomes GB.

        Called by pint after each product and quotient. A quantity with a single unit is returned as it is.
        """
        units = self._units
        if len(units) < 2 and all(power == 1 for power in units.values()):
            return self
        reduced = self._REGISTRY.reduced(units)
        return self if reduced is units else self.to(reduced)

    def ito_reduced_units(self) -> None:
        """Simplify the units in place, as `to_reduced_units` does."""
        reduced = self.to_reduced_units()
        if reduced is not self:
            self._magnitude, self._units = reduced.magnitude, reduced._units

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickle, (self.magnitude, str(self._units))

    def _repr_html_(self) -> str:
        return html.escape(str(self))

    def _repr_latex_(self) -> None:
        """No LaTeX: the text form is the one that is read aloud, copied and searched."""

    def _repr_pretty_(self, p: Any, cycle: bool) -> None:
        p.text(str(self))


def _meeting(name: str) -> Any:
    """Return an operator of `Quantity` that also meets columns, arrays of objects and what is no number."""
    method = getattr(Quantity, f"__{name}__")
    plain = name[1:] if name[1:] in _ARITHMETIC else name
    operation: Any = divmod if plain == "divmod" else getattr(operator, plain)

    @functools.wraps(method)
    def wrapper(self: Any, other: Any) -> Any:
        if type(other) not in (int, float, Quantity):
            other = _plain(other)
            if arrays.is_pandas(other):
                mine = arrays.beside(self, other)
                return operation(other, mine) if name[0] == "r" else operation(mine, other)
            if getattr(getattr(other, "dtype", None), "kind", "") == "O":
                mine = arrays.objects(self)
                return operation(other, mine) if name[0] == "r" else operation(mine, other)
            if plain in _ARITHMETIC and (other is None or isinstance(other, (str, bytes))):
                what = "None" if other is None else f"the text {other!r}"
                raise TypeError(f"You cannot calculate with {self} and {what}: a number is needed here.")
        try:
            return method(self, other)
        except pint.OffsetUnitCalculusError as error:
            raise self._REGISTRY.explain_offset(error) from None

    return wrapper


class Unit(_PintUnit):  # type: ignore[misc]
    """A unit of the course, such as ``ureg.GB``; times a number, an array or a column it makes quantities."""

    __pandas_priority__ = Quantity.__pandas_priority__

    def __mul__(self, other: Any) -> Any:
        return self._one() * other if arrays.is_pandas(other) else super().__mul__(other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        return self._one() / other if arrays.is_pandas(other) else super().__truediv__(other)

    def __rtruediv__(self, other: Any) -> Any:
        return other / self._one() if arrays.is_pandas(other) else super().__rtruediv__(other)

    def _one(self) -> Any:
        return self._REGISTRY.Quantity(1, self)


_ARITHMETIC = ("add", "sub", "mul", "truediv", "floordiv", "mod", "divmod", "pow")
for _name in (
    *(order + name for name in _ARITHMETIC for order in ("", "r", "i")),
    *("lt", "le", "gt", "ge", "eq", "ne"),
):
    if hasattr(Quantity, f"__{_name}__"):
        setattr(Quantity, f"__{_name}__", _meeting(_name))


class _LearnerFormatter(_PintFormatter):  # type: ignore[misc]
    """Print quantities as "25.28 days" and "312 TFLOP/s" unless a format asks for something else."""

    def format_quantity(self, quantity: Any, spec: str = "", **options: Any) -> str:
        return readable.formatted(quantity, spec, functools.partial(super().format_quantity, **options))

    def format_unit(self, unit: Any, uspec: str = "", sort_func: Any = None, **options: Any) -> str:
        if not uspec and hasattr(unit, "_units"):
            return readable.unit_text(unit)
        text = str(super().format_unit(unit, uspec or "~P", sort_func, **options))
        return "" if text == "dimensionless" else text


# ---- registry

# A slip of the shift key turns MB into mB, a thousandth of a byte: no fractions of what is counted.
_NO_FRACTIONS = ("bit", "byte", "FLOP", "MAC", "parameter", "token", "sample")
_SMALL_PREFIXES = ("femto", "pico", "nano", "micro", "milli", "centi", "deci")


class CourseRegistry(_PintRegistry):  # type: ignore[misc]
    """pint's registry with the units of ``units.txt``, errors in words and simplified products."""

    Quantity = Quantity
    Unit = Unit

    def __init__(self) -> None:
        self._reduced: dict[UnitsContainer, UnitsContainer] = {}
        definitions = (files(__package__) / "units.txt").read_text(encoding="utf-8").splitlines()
        super().__init__(definitions, auto_reduce_dimensions=True, on_redefinition="raise")
        self.formatter = _LearnerFormatter(self)

    def explain(self, error: pint.DimensionalityError, action: str) -> IncompatibleUnitsError:
        """Turn pint's error into an `IncompatibleUnitsError` for an action such as "add" or "convert"."""
        names, dims = [], []
        for units in (error.units1, error.units2):
            plain = str(units) in ("", "dimensionless", "None")
            names.append("" if plain else f"{self.Unit(units):~P}".replace("%", "percent"))
            dims.append({} if plain else dict(self.Unit(units).dimensionality))
        sentence = _sentence(action, names[0], names[1], dims[0], dims[1])
        return IncompatibleUnitsError(
            error.units1, error.units2, error.dim1, error.dim2, error.extra_msg, sentence, action
        )

    def explain_offset(self, error: pint.OffsetUnitCalculusError) -> IncompatibleUnitsError:
        """Turn pint's error about a temperature into an `IncompatibleUnitsError`."""
        units = [
            self.Unit(one) for one in (error.units1, error.units2) if str(one) not in ("", "dimensionless")
        ]
        unit = next((one for one in units if one.dimensionality == {"[temperature]": 1}), units[0])
        sentence = (
            f"{unit:~P} does not count from zero, so it cannot be added, multiplied or divided. Make a "
            "temperature with Q_(20, 'degC'), and calculate in kelvin: x.to('kelvin')."
        )
        return IncompatibleUnitsError(error.units1, error.units2, sentence=sentence)

    def parse_expression(self, input_string: str, *args: Any, **kwargs: Any) -> Any:
        """Read a number with its unit as pint does, and a temperature such as "20 degC" too."""
        if isinstance(input_string, str):
            mistyped.refuse_text(input_string)
        try:
            return super().parse_expression(input_string, *args, **kwargs)
        except pint.errors.PintTypeError:
            match = _NUMBER_AND_NAME.fullmatch(input_string)
            if not match:
                raise
            return self.Quantity(float(match[1]) if {*match[1]} & {*".eE"} else int(match[1]), match[2])

    __call__ = parse_expression

    def reduced(self, units: UnitsContainer) -> UnitsContainer:
        """Find the simplest units for a product; the same object comes back if there are none simpler."""
        if units not in self._reduced:
            self._reduced[units] = self._reduce(units)
        found = self._reduced[units]
        return units if found == units else found

    def _reduce(self, units: UnitsContainer) -> UnitsContainer:
        dims = {name: self.get_dimensionality(name) for name in units}
        kept = UnitsContainer({name: power for name, power in units.items() if dims[name]})
        for name in list(kept):
            for other in kept:
                if name == other or name not in kept:
                    continue
                # kW and W, or hour and day: same dimension up to a power, so one of them is enough.
                ratio = self._get_dimensionality_ratio(name, other)
                if ratio:
                    kept = kept.add(other, kept[name] / ratio).remove([name])
                    break
        whole = self.get_dimensionality(kept)
        if not whole:
            return UnitsContainer()
        if len(kept) > 1 and len(whole) == 1:
            # Wh/W or mAh*V/mW are simply times: say so in the unit of that dimension.
            ((dimension, power),) = whole.items()
            unit = {"[time]": "second", "[information]": "byte"}.get(dimension)
            if unit:
                return UnitsContainer({unit: power})
        return kept

    def parse_units_as_container(self, input_string: str, *args: Any, **kwargs: Any) -> Any:
        """Read a unit as pint does; what cannot be read raises `UnknownUnitError`."""
        if not isinstance(input_string, str):
            return super().parse_units_as_container(input_string, *args, **kwargs)
        _refuse_currency_sign(input_string)
        try:
            return super().parse_units_as_container(input_string, *args, **kwargs)
        except (AssertionError, TypeError, ValueError):
            sentence = (
                f"{input_string!r} cannot be read as a unit. A unit is built of names, *, / and **, "
                "as in 'TFLOP/s' or 'USD/hour'; the number stands before it: Q_(3, 'day')."
            )
            raise UnknownUnitError(input_string, sentence) from None

    def _convert(self, value: Any, src: Any, dst: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return super()._convert(value, src, dst, *args, **kwargs)
        except IncompatibleUnitsError:
            raise
        except pint.DimensionalityError as error:
            raise self.explain(error, "convert") from None

    def get_name(self, name_or_alias: str, case_sensitive: bool | None = None) -> str:
        """Return the canonical name of a unit; an unknown one raises `UnknownUnitError` with a suggestion."""
        if name_or_alias not in self._units and name_or_alias != "dimensionless":
            candidates = self.parse_unit_name(name_or_alias, case_sensitive)
            if not candidates:
                raise UnknownUnitError(name_or_alias, self._suggest(name_or_alias))
            prefix, unit, _ = candidates[0]
            if prefix in _SMALL_PREFIXES and unit in _NO_FRACTIONS and not name_or_alias.startswith(prefix):
                big = "M" if prefix == "milli" else "k"
                rest = self.get_symbol(unit)
                raise UnknownUnitError(
                    name_or_alias,
                    f"{name_or_alias!r} would be a {prefix}{unit}, a small fraction of one {unit}. "
                    f"Prefixes are case-sensitive: did you mean '{big}{rest}'?",
                )
        return str(super().get_name(name_or_alias, case_sensitive))

    def _suggest(self, name: str) -> str:
        if name.endswith("FLOPS"):
            return (
                f"The unit {name!r} is not known here. Work is counted in {name[:-1]!r}, "
                f"a rate is '{name[:-1]}/s': which one do you mean?"
            )
        if name.endswith("bps") or name.endswith("Bps"):
            unit = "bit" if name.endswith("bps") else "B"
            return f"The unit {name!r} is not known here. Write '{name[:-3]}{unit}/s'."
        if name == "b":
            return "The unit 'b' is not known here. Write 'bit' for a bit or 'byte' (or 'B') for a byte."
        if name.endswith("s") and self.parse_unit_name(name[:-1]):
            return f"The unit {name!r} is not known here. {name[:-1]!r} is an amount, '{name[:-1]}/s' a rate."
        known = [n for n in self._units if n]
        known += [p + u for u in ("B", "bit", "FLOP", "W", "Wh", "J") for p in "kMGTP"]
        known += [p + "iB" for p in "KMGT"]
        by_case = {n.lower(): n for n in reversed(known)}
        one = name.lower()
        near = [
            found
            for word in (one, one.removesuffix("s"))
            for found in difflib.get_close_matches(word, list(by_case), n=1, cutoff=0.7)
        ]
        close = [by_case[found] for found in near]
        hint = f"Did you mean {close[0]!r}?" if close else "All units are listed in mlsys_course/units.txt."
        return f"The unit {name!r} is not known here. {hint}"


_NUMBER_AND_NAME = re.compile(r"\s*([-+]?[\d.]+(?:[eE][-+]?\d+)?)\s*\*?\s*([^\W\d]\w*)\s*")


@functools.lru_cache(maxsize=1)
def registry() -> CourseRegistry:
    """Return the registry of the course, building it at the first call.

    It also becomes pint's application registry, so that `pint.Quantity(3, "FLOP")` is one of ours.

    Returns
    -------
    CourseRegistry
    """
    built = CourseRegistry()
    pint.set_application_registry(built)  # type: ignore[no-untyped-call]
    return built


if TYPE_CHECKING:
    ureg: CourseRegistry
    Q_: type[Quantity]


def __getattr__(name: str) -> Any:
    if name == "ureg":
        return registry()
    if name == "Q_":
        return registry().Quantity
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
