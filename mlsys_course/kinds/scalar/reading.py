"""Reading a quantity, a number or a whole number, in whatever type it comes.

Any equivalent unit and any numeric type will do: int, float, numpy scalar, array without axes,
Decimal, Fraction, Quantity, Constant. What cannot be read gets one sentence that says what was given,
what was expected and what to do.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import ModuleType
from typing import Any

from mlsys_course import readable
from mlsys_course.contracts import Contract
from mlsys_course.reading import Reading, Refusal
from mlsys_course.reading._foreign import own, unknowns
from mlsys_course.reading.dimensions import dimension_slug, in_prose, in_words, measures

_NUMBER = re.compile(r"^\s*(?:about|approx\.?|ca\.?|~|=)?\s*([-+]?[\d.,]*\d(?:[eE][-+]?\d+)?)\s*(.*?)\s*$")

WHOLE = 1e-9
"""How far a calculated whole number may be from it, relatively: 10 ** (20 * log10(2)) is 2 ** 20."""

_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3}){2,}(\.\d+)?|[-+]?\d{1,3}(,\d{3})+\.\d+")
_SIGNS = {"$": "USD", "US$": "USD", "%": "percent"}


@dataclass(frozen=True)
class Given:
    """A number as it was given.

    Parameters
    ----------
    magnitude : float
        The number in the learner's own unit.
    quantity : pint.Quantity or None
        The same with its unit, in the course's registry; None for a plain number.
    shown : str
        The answer in the learner's own terms.
    digits : int
        Significant digits it is written with (17 for a computed number).
    """

    magnitude: float
    quantity: Any
    shown: str
    digits: int


def parse(contract: Contract, answer: Any) -> Given:
    """Take a number, with its unit if it has one, out of an answer.

    Raises
    ------
    Refusal
        If the answer is no single finite number.
    """
    answer = own(getattr(answer, "quantity", answer))  # a Constant is its quantity
    quantity = None
    number = answer
    if hasattr(answer, "magnitude") and hasattr(answer, "units"):
        quantity, number = _ours(answer), answer.magnitude
    value = _single(contract, number)
    plain = value if isinstance(value, int) else float(value)
    shown = readable.number(plain)
    if contract.kind == "integer" and math.isfinite(value) and value != round(value) and "." not in shown:
        shown = readable.number(plain, 9)  # four figures of 1000.5 would make a whole number of it
    if quantity is not None:
        quantity = type(quantity)(float(value), quantity.units)
        shown = readable.with_unit(shown, quantity.units).replace("%", "percent")
    magnitude = float(value)
    return Given(magnitude, quantity, shown, significant_digits(magnitude))


def significant_digits(value: float) -> int:
    """Count the digits a number is written with; zeros at the end of a whole number do not count.

    >>> significant_digits(25.3), significant_digits(2560.0), significant_digits(1 / 3)
    (3, 3, 16)
    """
    if value == 0 or not math.isfinite(value):
        return 1
    text = f"{abs(value):.16e}" if abs(value) >= 1e16 else repr(abs(value))
    mantissa = text.split("e")[0].replace(".", "").lstrip("0").rstrip("0")
    return max(1, len(mantissa))


def read(contract: Contract, answer: Any) -> Reading:
    """Read an answer and hold it against what is public: kind, unit, sign.

    Raises
    ------
    Refusal
        If it is no number, has the wrong dimension, no unit where one is due, or an impossible sign.
    """
    given = parse(contract, answer)
    value = convert(contract, given)
    if contract.kind == "integer" and value != round(value):
        raise Refusal("rounding:none", f"{given.shown} is no whole number, and the question asks for one.")
    check_sign(contract, given, value)
    return Reading(value, given.shown)


def convert(contract: Contract, given: Given) -> float:
    """Return the number in the unit asked for; a whole number that was calculated is whole again.

    Raises
    ------
    Refusal
        If a unit is missing, or has another dimension.
    """
    value = _in_unit(contract, given)
    if (
        contract.kind == "integer"
        and math.isfinite(value)
        and abs(value - round(value)) <= WHOLE * abs(value)
    ):
        return float(round(value))
    return value


def _in_unit(contract: Contract, given: Given) -> float:
    unit = contract.unit or ""
    if given.quantity is None:
        if not unit or contract.bare:
            return given.magnitude
        share = _asked_as_share(unit)
        if share is not None:
            return given.magnitude / share
        raise Refusal(
            "unit:missing",
            f"{given.shown} has no unit; the question asks for {_typed(unit)} or a unit of the same kind. "
            "Calculate with the question's quantities as they are, without .magnitude, and the unit comes by "
            "itself.",
        )
    if contract.bare and given.quantity.dimensionless:
        return float(given.quantity.to("").magnitude)  # where a plain number counts, so does one from pint
    try:
        return float(given.quantity.to(unit).magnitude)
    except Exception:
        wanted = f"{in_words(unit)}, for example in {_typed(unit)}" if unit else "a plain number"
        raise Refusal(
            f"unit:{dimension_slug(given.quantity)}",
            f"{given.shown} {measures(given.quantity)}, but the question asks for {wanted}.",
        ) from None


def _typed(unit: str) -> str:
    """Return a unit as a sentence says it and as it can be typed: nothing begins with a stroke."""
    text = in_prose(unit)
    return f"1{text}" if text.startswith("/") else text


def check_sign(contract: Contract, given: Given, value: float) -> None:
    """Refuse a sign that the answer cannot have.

    Raises
    ------
    Refusal
        Cause ``value:zero`` or ``value:sign``.
    """
    if value == 0 and contract.sign in ("positive", "negative"):
        raise Refusal(
            "value:zero",
            f"{given.shown} is not possible here. Look for an integer division (//), a rounding, or a "
            f"variable that was never filled.",
        )
    if (value < 0 and contract.sign in ("positive", "nonnegative")) or (
        value > 0 and contract.sign == "negative"
    ):
        have, want = ("negative", "positive") if value < 0 else ("positive", "negative")
        raise Refusal(
            "value:sign",
            f"{given.shown} is {have}, but what the question asks for is {want}. Look at what is "
            "subtracted: the two may have changed places, or one of them may be off.",
        )


def _asked_as_share(unit: str) -> float | None:
    """Return the size of a dimensionless unit such as percent, None for every other unit."""
    from mlsys_course.units import registry

    one: Any = registry().Quantity(1.0, unit)
    return float(one.to("").magnitude) if one.dimensionless else None


def _ours(quantity: Any) -> Any:
    """Return a quantity in the course's registry, wherever it comes from."""
    from mlsys_course.units import registry

    ureg = registry()
    if getattr(quantity, "_REGISTRY", None) is ureg:
        return quantity
    try:
        return ureg.Quantity(1.0, str(quantity.units))
    except Exception:
        raise Refusal(
            "unit:unknown",
            f"The unit {str(quantity.units)[:40]!r} does not come from this course. "
            "Make your quantity with Q_ or ureg of mlsys_course.",
        ) from None


def _single(contract: Contract, number: Any) -> Any:
    """Return the one finite real number in an answer, as int or float."""
    name = contract.name
    if number is None:
        raise Refusal(
            "value:none",
            f"{name} is None: nothing was stored in it. A function that prints its result returns None; "
            "assign the number itself.",
        )
    if isinstance(number, (str, bytes)):
        raise Refusal("value:text", _about_text(contract, str(number)))
    if isinstance(number, BaseException) or (isinstance(number, type) and issubclass(number, BaseException)):
        raise Refusal("value:exception", f"{name} holds an error, not a number: the calculation failed.")
    number = own(number)
    if isinstance(number, (type, ModuleType)):
        raise Refusal(
            "value:type",
            f"{name} is {'the module' if isinstance(number, ModuleType) else 'the type'} "
            f"{getattr(number, '__name__', '')}, not a number. Store the result of your calculation in it.",
        )
    if unknowns(number):
        raise Refusal(
            "value:symbols",
            f"{name} is no number yet: it still holds {', '.join(unknowns(number)[:4])}. Put numbers in with "
            ".subs(...).",
        )
    if hasattr(number, "shape") or hasattr(number, "__array_interface__"):
        number = _from_array(name, number)
    if isinstance(number, (list, tuple, set, frozenset, dict)):
        raise Refusal(
            "value:shape",
            f"{name} holds {_container(number)}; the question asks for a single number{_as_one(number)}",
        )
    if isinstance(number, bool):
        raise Refusal(
            "value:boolean",
            f"{name} is {number}, the result of a comparison; the question asks for a number.",
        )
    if isinstance(number, complex):
        raise Refusal(
            "value:complex", f"{name} is a complex number: look for the root or the power of a negative one."
        )
    if isinstance(number, (int, float, Decimal, Fraction)):
        return _finite(name, number)
    if callable(number):
        raise Refusal(
            "value:function", f"{name} is a function that was never called: add its brackets and arguments."
        )
    raise Refusal(
        "value:type",
        f"{name} is of type {type(number).__name__}; the question asks for a number"
        + (f", with its unit: {_typed(contract.unit)}." if contract.unit else "."),
    )


def _from_array(name: str, array: Any) -> Any:
    """Return the number in a numpy scalar or an array without axes."""
    shape = tuple(getattr(array, "shape", ()))
    if shape:
        size = math.prod(shape)
        advice = "Take it out with .item()." if size == 1 else "Reduce it to the one that is asked for."
        if not size:
            advice = "Look for a selection that finds nothing."
        raise Refusal(
            "value:shape",
            f"{name} holds an array of "
            f"{'one value' if size == 1 else 'several values' if size else 'no values'}; the question asks "
            f"for a single number. {advice}",
        )
    return array.item() if hasattr(array, "item") else array


def _finite(name: str, number: int | float | Decimal | Fraction) -> int | float:
    try:
        value = float(number)
    except OverflowError:
        value = math.inf
    except ValueError:  # a signalling NaN of decimal
        value = math.nan
    if math.isnan(value):
        raise Refusal(
            "value:nan",
            f"{name} is NaN, not a number: look for zero divided by zero, or the logarithm or root of a "
            f"negative number.",
        )
    if math.isinf(value) and isinstance(number, int):
        raise Refusal(
            "value:infinite",
            f"{name} is a whole number of more than 300 digits. No quantity of this course is that large: is "
            f"it its number of digits, or its logarithm, that is asked for?",
        )
    if math.isinf(value):
        raise Refusal(
            "value:infinite", f"{name} is infinite, or too large to be a number: look for a division by zero."
        )
    return number if isinstance(number, int) and abs(number) < 2**53 else value


def _as_one(number: Any) -> str:
    """Say how one number comes out of several."""
    if isinstance(number, (list, tuple)) and len(number) == 1:
        return ". Take it out, for example with [0]."
    if type(number) is tuple and len(number) == 2 and all(type(part) is int for part in number):
        return ". Python reads a comma as the end of a number: write 0.5, not 0,5."
    return "."


def _container(value: Any) -> str:
    kind = type(value).__name__
    article = "an" if kind[0] in "aeiou" else "a"
    size = len(value)
    return f"{article} empty {kind}".replace("a empty", "an empty") if not size else f"{article} {kind}"


def _about_text(contract: Contract, text: str) -> str:
    """Say how to turn a text into a number with a unit."""
    shown = " ".join(text.split())
    shown = f"'{shown[:40]}…'" if len(shown) > 40 else f"'{shown}'"
    match = _NUMBER.match(text)
    if not text.strip():
        return f"{contract.name} is an empty text; the question asks for a number."
    if "^" in text:
        power = shown.strip("'").replace("^", "**")
        return f"{shown} is a text. In Python ^ is not a power: write {power}, without quotation marks."
    if match is None:
        return f"{shown} is a text; the question asks for a number{' with a unit' if contract.unit else ''}."
    number, unit = match[1], match[2].rstrip(".")
    if "," in number and not _THOUSANDS.fullmatch(number):
        return (
            f"{shown} is a text, and its comma may be a decimal point or may set thousands apart. Write the "
            "number without quotation marks: a point before decimals, nothing between thousands."
        )
    number = number.replace(",", "")
    if not contract.unit and unit.lower() in ("%", "percent") and contract.kind != "integer":
        return f"{shown} is a text. Write it as a quantity: Q_({number}, 'percent')."
    if not contract.unit:
        if unit:
            return f"{shown} is a text; the question asks for a plain number, without quotation marks."
        return f"{shown} is a text. Write the number without quotation marks: {number}."
    if not unit:
        return (
            f"{shown} is a text. Write the number without quotation marks and with its unit: "
            f'Q_({number}, "...").'
        )
    known = _known_unit(unit)
    if known is None and _WRITTEN_OUT.match(unit):  # as the course writes a quantity
        return f"{shown} is a text: what str() or an f-string makes of a quantity. Give the quantity itself."
    if known is None:
        return (
            f"{shown} is a text, and {unit[:20]!r} is no unit that is known here. Write a quantity, "
            f'Q_(number, "unit"), with the unit\'s English name; {contract.unit} is one that fits.'
        )
    return f"{shown} is a text. Write it as a quantity: Q_({number}, {known!r})."


_WRITTEN_OUT = re.compile(r"×|(thousand|million|billion|trillion)\b")
"""What the course writes between a large number and its unit."""


def _known_unit(written: str) -> str | None:
    """Return a unit as the registry spells it, None where it has no such unit."""
    from mlsys_course.units import registry

    written = _SIGNS.get(written, written)
    for spelling in (written, written.rstrip("s")):
        try:
            registry().Unit(spelling)
        except Exception:
            continue
        return spelling
    return None
