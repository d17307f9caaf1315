"""What somebody writes who means a quantity, and what is wrong with it where it makes none, in a sentence."""

from __future__ import annotations

import re
import types
from collections.abc import Mapping, Sequence
from typing import Any

from mlsys_course.guard import called, type_name

__all__ = ["number", "refuse", "refuse_text", "refuse_unit"]

_EXAMPLE = 'Q_ takes a number and its unit, as in Q_(12.5, "week").'
_NUMBER = r"\d[\d.]*(?:[eE][-+]?\d+)?"
_COMMA = re.compile(r"(?<![\w.])(\d[\d.]*(?:,\d+)+(?:\.\d*)?)")
_LONG = 60
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?")
_TWO = re.compile(rf"(?<![\w.])({_NUMBER})[\s;]+({_NUMBER})(?![\w.])(?!\s*/)")


def refuse(value: Any, units: Any, more: Sequence[Any], named: Mapping[str, Any], nothing: object) -> None:
    """Raise where a call makes no quantity.

    Parameters
    ----------
    value, units : object
        What was given as the number and as its unit.
    more, named : sequence, mapping
        What was given beyond these.
    nothing : object
        Stands for a number that was not given.

    Raises
    ------
    TypeError, ValueError
        With a sentence that says what to write.

    Examples
    --------
    >>> refuse(12, 5, ("week",), {}, None)
    Traceback (most recent call last):
    ...
    TypeError: Q_ takes one number and its unit. A decimal has a point, not a comma: Q_(12.5, "week").
    """
    if value is nothing:
        raise TypeError(f"Nothing was given. {_EXAMPLE}")
    if named:
        name, unit = next(iter(named.items()))
        raise TypeError(f"Write the unit without {name}=, as in Q_({_shown(value)}, {_quoted(unit)}).")
    if more:
        whole = [one for one in (value, units) if type(one) is int]
        if len(whole) == 2 and len(more) == 1 and isinstance(more[0], str):
            point = f"Q_({value}.{units}, {_quoted(more[0])})"
            raise TypeError(f"Q_ takes one number and its unit. A decimal has a point, not a comma: {point}.")
        raise TypeError(f"{2 + len(more)} things were given, and Q_ takes two. {_EXAMPLE}")
    if isinstance(value, str):
        if not value.strip():
            raise ValueError(f"The text is empty. {_EXAMPLE}")
    elif value is None or isinstance(value, (bool, dict, set, *_CALLED)) or value is ...:
        what = "..." if value is ... else _shown(value)
        raise TypeError(f"{what} is no number. {_EXAMPLE}")


_CALLED = (type, types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType)


def number(value: str, units: Any) -> float:
    """Return the number in a text that stands beside a unit.

    Raises
    ------
    TypeError, ValueError
        If it holds none; the sentence says what to write.

    Examples
    --------
    >>> number("12", "week"), number("1,200.5", "week")
    (12, 1200.5)
    """
    if not isinstance(units, str) and isinstance(units, int | float):
        raise TypeError(f"The number comes first, then its unit: Q_({_shown(units)}, {_quoted(value)}).")
    refuse_text(value)
    try:
        found = float(value.replace(",", ""))
        return int(found) if value.strip().lstrip("+-").isdigit() else found
    except ValueError:
        if re.match(rf"\s*[-+]?{_NUMBER}\s*[^\W\d]", value):
            raise ValueError(
                f"{value!r} has a unit of its own: write Q_({_quoted(value)}), or "
                f"Q_({_quoted(value)}).to({_quoted(units)})."
            ) from None
        raise ValueError(
            f"{value!r} is no number. The number stands without quotation marks: Q_(12.5, {_quoted(units)})."
        ) from None


def refuse_text(text: str) -> None:
    """Raise where pint would make another number out of a text than its writer means.

    It skips commas, and multiplies two numbers that stand side by side.

    Raises
    ------
    ValueError
        With a sentence that says what to write.

    Examples
    --------
    >>> refuse_text("12,500 week")
    >>> refuse_text("12,5 week")
    Traceback (most recent call last):
    ...
    ValueError: A decimal has a point, not a comma: write 12.5 in '12,5 week'.
    """
    for match in _COMMA.finditer(text):
        if not _THOUSANDS.fullmatch(match[1]):
            plain = match[1]
            if plain.count(",") == 1:
                whole, _, rest = plain.partition(",")
                plain = f"{whole.replace('.', '')}.{rest}"
                raise ValueError(f"A decimal has a point, not a comma: write {plain} in {text!r}.")
            raise ValueError(f"Write {plain} in {text!r} without commas, with a point before decimals.")
    two = _TWO.search(text)
    if two:
        raise ValueError(f"In {text!r} two numbers stand side by side, {two[1]} and {two[2]}. {_EXAMPLE}")


def refuse_unit(value: Any, units: Any) -> None:
    """Raise where what was given as the unit is none.

    Raises
    ------
    TypeError
        With a sentence that says what to write.

    Examples
    --------
    >>> refuse_unit(12, 5)
    Traceback (most recent call last):
    ...
    TypeError: The unit is a text in quotation marks, not 5, as in Q_(12, "week").
    """
    if units is not None and not isinstance(units, str):
        what = "..." if units is ... else _shown(units)
        raise TypeError(
            f'The unit is a text in quotation marks, not {what}, as in Q_({_shown(value)}, "week").'
        ) from None


def _shown(value: Any) -> str:
    """Return a value as a learner would write it, cut to size; never fails."""
    try:
        single = hasattr(value, "dtype") and getattr(value, "size", 0) == 1
        text = " ".join((called(value) or repr(value.item() if single else value)).split())
    except Exception:  # a learner's own __repr__ may do anything
        return f"a {type_name(value)}"
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def _quoted(text: Any) -> str:
    return f'"{text}"'
