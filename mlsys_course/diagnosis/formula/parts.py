"""Values of a formula that is read: each is a number of the learner's own row, and the tree that gives it.

The number is worked out with real quantities, so that units are what the learner's were; the tree holds for
every row. What the learner's Python would do to both is written down here, operation by operation.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlsys_course.diagnosis.expression import ONE, ZERO, Node, NotAFormula, node, number
from mlsys_course.units import registry

LARGEST = 1e300
_MOST_ITEMS = 1000
_PLAIN = (int, float, np.integer, np.floating)


class Unreadable(Exception):
    """The source does something that no formula does, or that would go wrong."""


@dataclass(frozen=True, eq=False)
class Part:
    """A part of a formula.

    Parameters
    ----------
    tree : Node
        How it is made from the question's numbers.
    value : float, array or Quantity
        What it is in the learner's row.
    """

    tree: Node
    value: Any

    @property
    def has_unit(self) -> bool:
        """Whether its value is a quantity."""
        return hasattr(self.value, "units")

    @property
    def magnitude(self) -> Any:
        """Its value's number."""
        return self.value.magnitude if self.has_unit else self.value


def literal(value: Any) -> Part:
    """Return a number, or a constant's quantity, as a part.

    Raises
    ------
    Unreadable
        If it is no single finite number.
    """
    value = getattr(value, "quantity", value)
    try:
        plain = float(getattr(value, "magnitude", value))
        if isinstance(value, bool) or not math.isfinite(plain) or abs(plain) > LARGEST:
            raise Unreadable
        return Part(number(value), value if hasattr(value, "units") else plain)
    except (NotAFormula, TypeError, ValueError, OverflowError):
        raise Unreadable from None


def _one(value: Any) -> Node:
    """Return the number 1 in the unit that a quantity has."""
    return number(registry().Quantity(1.0, value.units))


def made(tree: Node, work: Callable[[], Any]) -> Part:
    """Return a part whose value is worked out now.

    Raises
    ------
    Unreadable
        If it cannot be, or is no finite number.
    """
    try:
        with np.errstate(all="ignore"):
            value = work()
        value = getattr(value, "quantity", value)
        magnitudes = np.asarray(getattr(value, "magnitude", value), float)
    except Unreadable:
        raise
    except Exception:  # units that do not go together, a division by zero, …: the learner's cell stops, too
        raise Unreadable from None
    if magnitudes.ndim > 1 or magnitudes.size > _MOST_ITEMS or not magnitudes.size:
        raise Unreadable
    if not np.all(np.isfinite(magnitudes)) or np.any(np.abs(magnitudes) > LARGEST):
        raise Unreadable
    return Part(tree, value)


def plain(part: Part) -> Part:
    """Return a plain number as it is; of a quantity without dimension the number it is.

    Raises
    ------
    Unreadable
        If it has a dimension.
    """
    if not part.has_unit:
        return part
    if not part.value.dimensionless:
        raise Unreadable
    return made(part.tree, lambda: part.value.to("").magnitude)


def converted(part: Part, unit: Any) -> Part:
    """Return a quantity in another unit: the tree stays.

    Raises
    ------
    Unreadable
        If it is a plain number, or has another dimension.
    """
    if not part.has_unit:
        raise Unreadable
    return made(part.tree, lambda: part.value.to(unit))


def magnitude(part: Part) -> Part:
    """Return the bare number of a quantity, in the unit that it has."""
    if not part.has_unit:
        return part
    return Part(node("div", part.tree, _one(part.value)), part.value.magnitude)


def with_unit(part: Part, unit: Any) -> Part:
    """Return a plain number with a unit.

    Raises
    ------
    Unreadable
        If it has one already.
    """
    if part.has_unit:
        return converted(part, unit)
    one = registry().Quantity(1.0, unit)
    return made(node("mul", part.tree, number(one)), lambda: registry().Quantity(part.value, unit))


# ---- arithmetic


def _power(base: Any, exponent: Any) -> Any:
    size = np.max(np.abs(np.asarray(exponent, float)))
    if size > 1e6:
        raise Unreadable
    if hasattr(base, "units"):
        return base ** float(exponent)
    return np.power(np.asarray(base, float), exponent) if np.ndim(base) else float(base) ** exponent


def _whole(value: Any) -> int:
    if value != int(value) or abs(value) > 2**62:
        raise Unreadable
    return int(value)


def add(one: Part, other: Part) -> Part:
    """Return a sum; a zero that a loop or `sum` begins with is left out."""
    if one.tree is ZERO:
        return other
    return made(node("add", one.tree, other.tree), lambda: one.value + other.value)


def binary(op: str, one: Part, other: Part) -> Part:
    """Return what a binary operator of Python gives; `op` is the name of its class in `ast`.

    Raises
    ------
    Unreadable
        If it is none that a formula has.
    """
    a, b = one.tree, other.tree
    if op == "Add":
        return add(one, other)
    if op == "Sub":
        return made(node("sub", a, b), lambda: one.value - other.value)
    if op == "Mult":
        return made(node("mul", a, b), lambda: one.value * other.value)
    if op == "Div":
        return made(node("div", a, b), lambda: one.value / other.value)
    if op == "FloorDiv":
        return made(node("floor", node("div", a, b)), lambda: one.value // other.value)
    if op == "Mod":
        rest = node("sub", a, node("mul", b, node("floor", node("div", a, b))))
        return made(rest, lambda: one.value % other.value)
    if op == "Pow":
        other = plain(other)
        return made(node("pow", a, b), lambda: _power(one.value, other.value))
    if op == "BitXor":
        one, other = plain(one), plain(other)
        return made(node("xor", a, b), lambda: float(_whole(one.value) ^ _whole(other.value)))
    raise Unreadable


def negative(part: Part) -> Part:
    """Return a part with the other sign."""
    return made(node("neg", part.tree), lambda: -part.value)


def absolute(part: Part) -> Part:
    """Return the size of a part."""
    return made(node("abs", part.tree), lambda: abs(part.value))


# ---- functions of one number


def _of_number(op: str, compute: Callable[[Any], Any]) -> Callable[[Part], Part]:
    def function(part: Part) -> Part:
        bare = plain(part)
        return made(node(op, part.tree), lambda: compute(bare.value))

    return function


def square_root(part: Part) -> Part:
    """Return the square root, of a quantity too."""
    return made(node("sqrt", part.tree), lambda: part.value**0.5)


def square(part: Part) -> Part:
    """Return the square."""
    return made(node("pow", part.tree, number(2)), lambda: part.value**2)


def _base_two(part: Part) -> Part:
    return binary("Pow", literal(2), part)


def _reciprocal(part: Part) -> Part:
    return binary("Div", literal(1), part)


def rounded(op: str, part: Part, digits: int = 0) -> Part:
    """Return a part that is rounded in the unit it has, after so many decimals.

    Raises
    ------
    Unreadable
        If there are more decimals than a float has.
    """
    if abs(digits) > 30:
        raise Unreadable
    step: Node = _one(part.value) if part.has_unit else ONE
    if digits:
        step = node("mul", step, number(10.0**-digits))
    tree = part.tree if step is ONE else node("div", part.tree, step)
    tree = node(op, tree)
    compute: Any = {"ceil": np.ceil, "floor": np.floor, "round": np.round}[op]

    def work() -> Any:
        found = compute(np.asarray(part.magnitude, float) * 10.0**digits) / 10.0**digits
        found = found if np.ndim(found) else float(found)
        return registry().Quantity(found, part.value.units) if part.has_unit else found

    return made(tree if step is ONE else node("mul", tree, step), work)


def to_whole(part: Part) -> Part:
    """Return what ``int`` makes of a number: cut towards zero."""
    bare = plain(part)
    if np.ndim(bare.value):
        raise Unreadable
    return rounded("floor" if bare.value >= 0 else "ceil", Part(part.tree, bare.value))


FUNCTIONS: Mapping[str, Callable[[Part], Part]] = {
    "log": _of_number("log", np.log), "log2": _of_number("log2", np.log2),
    "log10": _of_number("log10", np.log10), "exp": _of_number("exp", np.exp), "exp2": _base_two,
    "sqrt": square_root, "square": square, "reciprocal": _reciprocal, "negative": negative,
    "abs": absolute, "absolute": absolute, "fabs": absolute,
    "ceil": lambda part: rounded("ceil", part), "floor": lambda part: rounded("floor", part),
    "rint": lambda part: rounded("round", part), "trunc": to_whole, "int": to_whole, "float": plain,
    "float64": plain,
}  # fmt: skip
"""Functions of one number, as numpy, math and Python itself call them."""

OPERATORS: Mapping[str, str] = {
    "add": "Add", "subtract": "Sub", "multiply": "Mult", "divide": "Div", "true_divide": "Div",
    "floor_divide": "FloorDiv", "power": "Pow", "float_power": "Pow", "pow": "Pow", "mod": "Mod",
    "remainder": "Mod", "fmod": "Mod",
}  # fmt: skip
"""numpy's functions that are operators, by the operator's class in `ast`."""


# ---- functions of several numbers


def extreme(op: str, parts: Sequence[Part]) -> Part:
    """Return the larger or the smaller of some parts; `op` is ``maximum`` or ``minimum``.

    Raises
    ------
    Unreadable
        If there are none.
    """
    if not parts:
        raise Unreadable
    compute: Any = {"maximum": np.maximum, "minimum": np.minimum}[op]
    found = parts[0]
    for other in parts[1:]:
        work = functools.partial(compute, found.value, other.value)
        found = made(node(op, found.tree, other.tree), work)
    return found


def total(parts: Sequence[Part]) -> Part:
    """Return the sum of some parts.

    Raises
    ------
    Unreadable
        If there are none.
    """
    if not parts:
        raise Unreadable
    found = parts[0]
    for other in parts[1:]:
        found = add(found, other)
    return found


def product(parts: Sequence[Part]) -> Part:
    """Return the product of some parts.

    Raises
    ------
    Unreadable
        If there are none.
    """
    if not parts:
        raise Unreadable
    found = parts[0]
    for other in parts[1:]:
        found = binary("Mult", found, other)
    return found


_OF_SERIES: Mapping[str, Callable[[Any], Any]] = {
    "sum": np.sum, "mean": np.mean, "max": np.max, "min": np.min, "prod": np.prod, "cumsum": np.cumsum,
}  # fmt: skip


def of_series(op: str, part: Part) -> Part:
    """Return the sum, the mean, … of a series of numbers.

    Raises
    ------
    Unreadable
        If it is a single number.
    """
    if not np.ndim(part.magnitude):
        raise Unreadable
    return made(node(op, part.tree), lambda: _OF_SERIES[op](part.value))


def item(part: Part, index: int) -> Part:
    """Return one number of a series.

    Raises
    ------
    Unreadable
        If it is a single number.
    """
    if not np.ndim(part.magnitude):
        raise Unreadable
    return made(node("item", part.tree, detail=index), lambda: part.value[index])


def length(part: Part) -> Part:
    """Return how many numbers a series has.

    Raises
    ------
    Unreadable
        If it is a single number.
    """
    if not np.ndim(part.magnitude):
        raise Unreadable
    return Part(node("size", part.tree), float(np.size(part.magnitude)))
