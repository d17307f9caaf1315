"""Plain values out of whatever a learner's code returns: numbers, texts, tuples, nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from mlsys_course import readable
from mlsys_course.guard import called, type_name
from mlsys_course.reading._foreign import own

NUMBER, TEXT, FLAG, GROUP, NOTHING, OPEN, RAISED, OTHER = (
    "number", "text", "flag", "group", "nothing", "open", "raised", "other",
)  # fmt: skip

_WORDS = {
    NUMBER: "a number",
    TEXT: "a text",
    FLAG: "True or False",
    GROUP: "a tuple",
    NOTHING: "None",
    OPEN: "...",
    OTHER: "something else",
    "numbers": "a list of numbers",
}


@dataclass(frozen=True)
class Value:
    """What a call gave.

    Parameters
    ----------
    kind : str
        number, text, flag, group, nothing, open (``...``), raised or other.
    value : object
        float, str, bool, tuple of Value, None; the sentence for ``raised``; the type's name for ``other``.
    shown : str
        The learner's own value, for messages.
    """

    kind: str
    value: Any
    shown: str


class WrongUnit(ValueError):
    """A quantity whose dimension is not the one asked for."""


def plain(value: Any, unit: str | None = None) -> Value:
    """Return a value without its types: numpy, Decimal, Fraction and quantities become floats.

    Parameters
    ----------
    value : object
        Anything.
    unit : str, optional
        Unit that a quantity is converted into; a plain number is taken to be in it.

    Raises
    ------
    WrongUnit
        If a quantity cannot be converted; the sentence names both units.

    Examples
    --------
    >>> plain(Fraction(1, 4)).value, plain(("disk", 1800)).kind
    (0.25, 'group')
    """
    shown = show(value)
    if value is None:
        return Value(NOTHING, None, shown)
    if value is Ellipsis:
        return Value(OPEN, None, shown)
    if hasattr(value, "reason") and hasattr(value, "type_name"):  # what did not cross from another process
        return Value(OTHER, f"a {value.type_name or 'value'} that cannot be graded ({value.reason})", shown)
    if hasattr(value, "quantity"):  # a Constant behaves as its quantity
        value = value.quantity
    value = own(value)
    if hasattr(value, "magnitude") and hasattr(value, "units"):
        value = _magnitude(value, unit)
    if hasattr(value, "dtype") and getattr(value, "ndim", 0) == 0 and hasattr(value, "item"):
        value = value.item()
    elif hasattr(value, "tolist") and callable(value.tolist):  # a pandas Series or Index
        value = value.tolist()
    if isinstance(value, bool):
        return Value(FLAG, value, shown)
    if isinstance(value, (int, float, Decimal, Fraction)):
        return Value(NUMBER, _float(value), shown)
    if isinstance(value, str):
        return Value(TEXT, value, shown)
    if isinstance(value, (list, tuple)):
        return Value(
            GROUP, tuple(plain(_loose(v) if unit is None else v, unit) for v in value[:10_000]), shown
        )
    return Value(OTHER, type(value).__name__, shown)


def _loose(value: Any) -> Any:
    """Return the number of a quantity, in units without prefix, among values of which no unit is asked."""
    quantity = getattr(value, "quantity", value)
    if not (hasattr(quantity, "magnitude") and hasattr(quantity, "units")):
        return value
    base = quantity.to_base_units()
    return base.magnitude / 8 ** float(quantity.dimensionality.get("[information]", 0))  # bytes, not bits


def _float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _magnitude(value: Any, unit: str | None) -> Any:
    from mlsys_course.reading.dimensions import in_prose
    from mlsys_course.units import registry

    wanted = unit or ""
    try:
        quantity = (
            value if value._REGISTRY is registry() else registry().Quantity(value.magnitude, str(value.units))
        )
        return quantity.to(wanted).magnitude
    except Exception:
        what = f"a quantity in {in_prose(unit)}" if unit else "a plain number"
        raise WrongUnit(f"{show(value)} where {what} is needed") from None


def show(value: Any, limit: int = 60) -> str:
    """Return a value as a learner would write it, cut to size; never fails."""
    try:
        if isinstance(value, float) or getattr(getattr(value, "dtype", None), "kind", "") == "f":
            if getattr(value, "size", 1) == 1:
                return readable.number(_item(value))
            text = readable.number(value)
        elif hasattr(value, "magnitude"):
            text = str(value)
        elif type(value) is tuple:
            inside = ", ".join(show(v, limit) for v in value[:20])
            text = f"({inside},)" if len(value) == 1 else f"({inside})"
        elif type(value) is list:
            text = f"[{', '.join(show(v, limit) for v in value[:20])}]"
        elif type(value) is dict:
            inside = ", ".join(f"{show(k, limit)}: {show(v, limit)}" for k, v in list(value.items())[:20])
            text = f"{{{inside}}}"
        elif hasattr(value, "dtype") and getattr(value, "size", 0) == 1:
            text = str(value.item())
        else:
            text = called(value) or repr(value)
    except Exception:  # a learner's own __repr__ may do anything
        text = f"a {type_name(value)}"
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _item(value: Any) -> float:
    return float(value.item() if hasattr(value, "item") else value)


def pattern(value: Value) -> Any:
    """Return the type of a value as JSON: ``"number"``, ``"text"``, ``"numbers"`` or a list of these."""
    if value.kind != GROUP:
        return value.kind
    inside = [pattern(v) for v in value.value]
    return "numbers" if inside and set(map(str, inside)) == {NUMBER} else inside


def in_words(wanted: Any) -> str:
    """Return a pattern in words.

    >>> in_words(["text", "number"])
    'a tuple (a text, a number)'
    """
    if isinstance(wanted, (list, tuple)):
        if len(wanted) > 4:
            return f"a tuple of {len(wanted)} values"
        return f"a tuple ({', '.join(in_words(w) for w in wanted)})"
    return _WORDS.get(str(wanted), "a value")


def same(one: Value, other: Value, rtol: float, atol: float = 1e-12) -> bool:
    """Say whether two values agree; numbers within the tolerance, infinities and NaN as themselves.

    Lists and tuples are the same; a flag agrees with 0 or 1, a text with one of other case or dashes.
    """
    from mlsys_course.reading._words import squeeze

    kinds = {one.kind, other.kind}
    if kinds <= {NUMBER, FLAG}:
        a, b = float(one.value), float(other.value)
        if math.isnan(a) or math.isnan(b):
            return math.isnan(a) and math.isnan(b)
        return a == b or (math.isfinite(a) and math.isfinite(b) and abs(a - b) <= max(rtol * abs(b), atol))
    if one.kind != other.kind:
        return False
    if one.kind == GROUP:
        return len(one.value) == len(other.value) and all(
            same(a, b, rtol, atol) for a, b in zip(one.value, other.value, strict=True)
        )
    if one.kind == TEXT:
        return squeeze(one.value) == squeeze(other.value)
    return one.kind in (NOTHING, OPEN, RAISED)


def single(value: Value, wanted: Any) -> Value:
    """Return the number in a list or array of one, where a number is wanted."""
    if wanted == NUMBER and value.kind == GROUP and len(value.value) == 1:
        inner: Value = value.value[0]
        return inner
    return value


def numbers(values: Sequence[Value]) -> list[float] | None:
    """Return the values as floats where all are numbers, else None."""
    return [float(v.value) for v in values] if all(v.kind in (NUMBER, FLAG) for v in values) else None
