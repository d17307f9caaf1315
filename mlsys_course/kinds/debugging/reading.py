"""Reading the answer to a debugging task: the number of a line, and a value."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Any

from mlsys_course import readable
from mlsys_course.contracts import Contract
from mlsys_course.kinds.scalar import reading as scalar
from mlsys_course.reading import Reading, Refusal
from mlsys_course.reading._plain import NUMBER, TEXT, plain, show
from mlsys_course.result import NOT_ATTEMPTED, not_attempted

OPEN = "debugging:open"
_FORM = "a pair: the number of the wrong line, then the value"


def parts(contract: Contract, answer: Any) -> tuple[Any, Any]:
    """Take an answer apart; what is still open is ``...``.

    Parameters
    ----------
    contract : Contract
        Its shape holds ``lines``, how many there are.
    answer : object
        A pair of line and value, in a tuple, a list, an array or a dictionary; the value may stand first
        where the two cannot be mistaken for one another.

    Returns
    -------
    line, value
        The line as an int from 1 to the number of lines; the value as it was given.

    Raises
    ------
    Refusal
        If it is no pair, nothing was filled in, or the first of the two is no line.
    """
    name = contract.name
    given = list(answer.values()) if isinstance(answer, Mapping) else answer
    if hasattr(given, "tolist") and getattr(given, "ndim", 0) == 1:
        given = list(given)
    if isinstance(answer, Mapping):
        given = _by_key(answer, given)
    if not isinstance(given, (list, tuple)) or len(given) != 2:
        raise Refusal("debugging:shape", f"{name} is {show(answer)}. Give {_FORM}, as in (2, value).")
    line, value = given
    if line is Ellipsis and value is Ellipsis:
        raise Refusal(NOT_ATTEMPTED, not_attempted(name).message)
    if _is_quantity(line) and not _is_quantity(value) and value is not Ellipsis:
        line, value = value, line
    return _line(contract, line), value


def _by_key(answer: Mapping[Any, Any], values: list[Any]) -> list[Any]:
    """Return line and value of a dictionary by what it calls them, else in its order."""
    for place, key in enumerate(answer):
        if len(values) == 2 and isinstance(key, str) and "line" in key.lower():
            return [values[place], values[1 - place]]
    return values


def _is_quantity(value: Any) -> bool:
    value = getattr(value, "quantity", value)
    return hasattr(value, "units") and hasattr(value, "magnitude") and not value.dimensionless


def _line(contract: Contract, given: Any) -> Any:
    """Return the number of a line; ``...`` stays."""
    if given is Ellipsis:
        return given
    count = contract.shape["lines"]
    try:
        read = plain(given)
    except ValueError:  # a quantity with a unit
        read = None
    number = read.value if read is not None and read.kind == NUMBER else None
    if read is not None and read.kind == TEXT:
        digits = "".join(c if c.isdecimal() else " " for c in str(read.value)).split()
        number = float(digits[0]) if len(digits) == 1 else None
    if number is None or not math.isfinite(number) or number != round(number):
        raise Refusal(
            "debugging:line",
            f"Your line is {show(given)}. Give the number of one line, from 1 to {count}.",
        )
    if not 1 <= number <= count:
        raise Refusal(
            "debugging:no-such-line",
            f"There is no line {readable.number(number)}. The lines are numbered from 1 to {count}.",
        )
    return int(number)


def read(contract: Contract, answer: Any) -> Reading:
    """Read a line and a value.

    Returns
    -------
    Reading
        The value is a pair: the number of the line, and the result in the contract's unit.

    Raises
    ------
    Refusal
        If the two cannot be read, one of them is open, or the value has not the kind of the question.
    """
    line, value = parts(contract, answer)
    if line is Ellipsis or value is Ellipsis:
        raise Refusal(OPEN, still_open(contract.name, line))
    found = scalar.read(dataclasses.replace(contract, kind=contract.shape["value"], shape={}), value)
    return Reading((line, found.value), f"Line {line} with {found.given}")


def still_open(name: str, line: Any) -> str:
    """Ask for the half that is still missing."""
    missing = "number of the wrong line" if line is Ellipsis else "value"
    return f"Give the {missing}, too: {name} still has ... in its place."
