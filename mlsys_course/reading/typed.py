"""Reading what people type into a box: numbers the way they write them, with a unit or without.

``50 %``, ``25 d``, ``2/3``, ``10^9``, ``1e9``, ``3 × 10⁹``, ``8.5 billion``, ``1,000``, ``~30``,
``about 20``, ``half``, ``1 in 1,000`` and ``3x`` are numbers. What can mean two things is asked about,
never guessed: ``0,5``, ``20 to 30``, ``> 5``, a bare ``0.5`` where the answer is in percent.

Commas set thousands apart, as everywhere in the course: ``1,000`` is a thousand, for exactly three digits
follow. Any other comma may be a decimal one, and the reader is asked to write a point.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from mlsys_course.reading.dimensions import in_prose, in_words, measures
from mlsys_course.suggest import did_you_mean

__all__ = ["Typed", "Unclear", "read", "read_in", "unit_of"]


class Unclear(ValueError):
    """What was typed is no number, or can be read in two ways; the sentence asks back."""


@dataclass(frozen=True)
class Typed:
    """A number as it was typed.

    Parameters
    ----------
    value : float
        The number before the unit.
    unit : str
        What stands after it; empty where nothing does.
    ratio : bool
        Whether it was written as a part of something: ``2/3``, ``half``, ``1 in 1,000``.
    """

    value: float
    unit: str = ""
    ratio: bool = False


_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_LOWERED = str.maketrans(_SUPERSCRIPT, "0123456789+-")
_ABOUT = re.compile(
    r"(?:~|≈|∼|≅|(?:i(?:'d)? (?:guess|say|think)|about|around|roughly|approximately|approx|circa|ca|"
    r"perhaps|maybe|some|nearly|almost|close to)\b\.?)\s*",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:[<>≤≥]=?|(?:at (?:least|most)|more than|less than|fewer than|up to|under|over|below|above)\b)\s*",
    re.IGNORECASE,
)
_DIGITS = r"(?:\d{1,3}(?:[ '’]\d{3})+(?![\d,'’])(?:\.\d+)?|\d(?:[\d,_]|\.(?!\.))*|\.\d+)"
_PLAIN = rf"[+-]?{_DIGITS}(?:[eE][+-]?\d+)?"
_POWER = rf"{_PLAIN}(?:\s*(?:\^|\*\*)\s*[({{]?[+-]?\d+[)}}]?)?"
_PRODUCT = rf"{_POWER}(?:\s*[*x×·⋅]\s*10\s*(?:\^|\*\*)\s*[({{]?[+-]?\d+[)}}]?)?"
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "mio": 1e6, "mln": 1e6, "billion": 1e9, "bn": 1e9,
    "trillion": 1e12, "quadrillion": 1e15, "quintillion": 1e18, "dozen": 12.0,
}  # fmt: skip
_SCALE = rf"(?:\s*(?:{'|'.join(_SCALES)})s?\b\.?)"
_ATTACHED = {"k": 1e3, "K": 1e3, "M": 1e6}
_AMOUNT = re.compile(rf"({_PRODUCT})({_SCALE}(?: of\b)?|[kKM]\b)?", re.IGNORECASE)
_NUMBER = re.compile(
    rf"(?P<whole>[+-]?\d+)[ ](?P<top>\d+)\s*/\s*(?P<bottom>\d+)(?![\d.,^*])|(?P<amount>{_PRODUCT})"
)
_OVER = re.compile(rf"\s*(?:/|(?:out of|in|of)\b)\s*(?={_DIGITS})", re.IGNORECASE)
_RANGE = re.compile(rf"\s*(?:\b(?:to|or|and|until|till)\b|-|–|—|\.\.+|…|±|\+/-|\+-)\s*(?={_PLAIN})", re.I)
_CURRENCY = re.compile(r"(?:\$|US\$|USD)\s*(?=[\d.+-])")
_COUNTS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_WORDS = {word: float(value) for value, word in enumerate(_COUNTS)}
_WORDS |= {"none": 0.0, "nothing": 0.0, "twice": 2.0, "double": 2.0, "triple": 3.0, "a": 1.0, "an": 1.0}
_PARTS = {"half": 2.0, "halves": 2.0, "third": 3.0, "quarter": 4.0, "fifth": 5.0, "tenth": 10.0}
_MULTIPLES = ("times", "x", "×", "fold", "-fold", "times as much", "times as many", "times as fast")
# Short forms that the registry does not know; capitals count, as they do there.
_SHORT = {
    "y": "year", "yrs": "year", "wk": "week", "wks": "week", "mo": "month", "mos": "month", "secs": "second",
    "mins": "minute", "msec": "ms", "pct": "percent", "per cent": "percent", "FLOPS": "FLOP/s", "$": "USD",
    "US$": "USD", "dollars": "USD", "percentage points": "percentage_point", "ton": "tonne",
    "tons": "tonne", "metric tons": "tonne",
}  # fmt: skip


def read(text: str) -> Typed:
    """Read a number as people type it.

    Parameters
    ----------
    text : str
        What stands in the box.

    Returns
    -------
    Typed

    Raises
    ------
    Unclear
        If it is no number, or may be two; the sentence says what to write.

    Examples
    --------
    >>> read("about 25 d"), read("2/3").value == 2 / 3, read("3 × 10⁹ FLOP/s").value
    (Typed(value=25.0, unit='d', ratio=False), True, 3000000000.0)
    >>> read("0,5")
    Traceback (most recent call last):
    ...
    mlsys_course.reading.typed.Unclear: '0,5' has a comma. ... write 0.5...
    """
    shown = " ".join(str(text).split())
    shown = repr(shown if len(shown) <= 40 else shown[:39] + "…")
    rest = _folded(text)
    if not rest:
        raise Unclear("The box is empty. Type a number, such as 3 or 0.25.")
    while match := _ABOUT.match(rest):
        rest = rest[match.end() :]
    if re.match(r"between\b", rest, re.IGNORECASE):
        raise Unclear(_several(shown))
    if match := _BOUND.match(rest):
        raise Unclear(f"{shown} leaves the number open. Which one number comes closest to what you think?")
    unit = ""
    if match := _CURRENCY.match(rest):
        rest, unit = rest[match.end() :], "USD"
    if match := re.match(r"[x×]\s*(?=\d)", rest):
        rest, unit = rest[match.end() :], "times"
    value, rest, ratio = _number(rest, shown)
    if _RANGE.match(rest) or re.search(rf"(?:\b(?:to|or)\b|\s-|–|—|±)\s*{_PLAIN}", rest):
        raise Unclear(_several(shown))
    after = rest.strip().rstrip("?!. ").strip()
    if unit and after and after.casefold() not in (unit.casefold(), "$", "dollars", "dollar"):
        after = f"{unit}{after if after.startswith('/') else f'*{after}'}" if unit == "USD" else after
        unit = ""
    if not math.isfinite(value):
        raise Unclear(f"{shown} is too large to be a number here. Type a smaller one.")
    return Typed(value, unit or after, ratio)


def _several(shown: str) -> str:
    return f"{shown} names more than one number. Which single one comes closest to what you think?"


def _folded(text: str) -> str:
    """Return a text with one sign for each thing: minus, blanks, powers, fractions."""
    raised = re.sub(f"[{_SUPERSCRIPT}]+", lambda m: "^" + m[0].translate(_LOWERED), str(text))
    signs = []
    for sign in raised:
        parts = unicodedata.normalize("NFKC", sign).split("\N{FRACTION SLASH}")
        if len(parts) == 2:
            signs.append(" " + "/".join(parts))
        else:
            signs.append({"\N{MINUS SIGN}": "-", "\N{FRACTION SLASH}": "/"}.get(sign, parts[0]))
    return " ".join("".join(signs).split())


def _number(text: str, shown: str) -> tuple[float, str, bool]:
    """Read the number that a text begins with: its value, what follows, and whether it is a part of one."""
    if (said := _in_words(text)) is not None:
        return said
    match = _NUMBER.match(text)
    if match is None:
        raise Unclear(f"{shown} cannot be read as a number. Type one, such as 3, 0.25, 2/3 or 1e9.")
    if match["whole"] and int(match["bottom"]):
        part = int(match["top"]) / int(match["bottom"])
        return float(match["whole"]) + math.copysign(part, float(match["whole"])), text[match.end() :], False
    value, rest = _amount(text, shown)
    over = _OVER.match(rest)
    if over:
        below, rest = _amount(rest[over.end() :], shown)
        if not below:
            raise Unclear(f"{shown} divides by zero. Type a number, such as 3 or 2/3.")
        return value / below, rest, True
    return value, rest, False


def _in_words(text: str) -> tuple[float, str, bool] | None:
    """Read "half", "two thirds", "a million", "twice"."""
    match = re.match(r"([a-z]+)\b(?:[ -]([a-z]+)\b)?", text, re.IGNORECASE)
    if match is None:
        return None
    first, second = match[1].casefold(), (match[2] or "").casefold()
    if first in _PARTS:
        return 1 / _PARTS[first], _of(text[match.end(1) :]), True
    if first not in _WORDS:
        return None
    value = _WORDS[first]
    part = second if second in _PARTS else second.removesuffix("s")
    if part in _PARTS:
        return value / _PARTS[part], _of(text[match.end() :]), True
    if second.removesuffix("s") in _SCALES:
        return value * _SCALES[second.removesuffix("s")], text[match.end() :], False
    return None if first in ("a", "an") else (value, text[match.end(1) :], False)


def _of(rest: str) -> str:
    """Return what a part is of: "an hour" in "half an hour"."""
    return re.sub(r"^\s*(?:of|an?)\b", "", rest)


def _amount(text: str, shown: str) -> tuple[float, str]:
    """Read a number with its power of ten, and the word for a large one: 1.2e9, 3*10^9, 8.5 billion, 5k."""
    match = _AMOUNT.match(text)
    if match is None:
        raise Unclear(f"{shown} cannot be read as a number. Type one, such as 3, 0.25, 2/3 or 1e9.")
    value = 1.0
    try:
        for factor in re.split(r"(?<!\*)[*x×·⋅](?!\*)", match[1]):
            base, *exponent = re.split(r"\s*(?:\^|\*\*)\s*", factor.strip())
            value *= _plain(base, shown) ** (int(exponent[0].strip("(){}")) if exponent else 1)
    except (OverflowError, ZeroDivisionError):
        value = math.inf
    if match[2]:
        word = match[2].strip().removesuffix(" of").rstrip(".")
        value *= _ATTACHED.get(word) or _SCALES[word.casefold().removesuffix("s")]
    return value, text[match.end() :]


def _plain(written: str, shown: str) -> float:
    """Return the value of digits with points and commas, where they can mean one thing only."""
    body, sign, exponent = re.fullmatch(r"(.*?)([eE]?)([+-]?\d*)", written, re.DOTALL).groups()  # type: ignore[union-attr]
    if not sign:
        body, exponent = written, ""
    digits = re.sub(r"[ '’_]", "", body)
    if "," in digits:
        if not re.fullmatch(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?", digits.rstrip(",")) or digits.endswith(
            ","
        ):
            pointed = re.sub(r"\.", "", digits).replace(",", ".")
            meant = pointed if digits.count(",") == 1 and not digits.endswith(",") else None
            raise Unclear(
                f"{shown} has a comma. "
                + (f"If decimals follow it, write {meant}" if meant else "Write a point before decimals")
                + "; a comma only sets thousands apart here, as in 1,000."
            )
        digits = digits.replace(",", "")
    if digits.count(".") > 1:
        raise Unclear(
            f"{shown} has more than one point. Write one point before decimals, and commas between "
            "thousands: 1,000,000."
        )
    return float(f"{digits}e{exponent}" if sign else digits)


def read_in(given: Any, unit: str = "") -> float:
    """Read a number in the unit that is asked for; a unit of the same kind is converted.

    Parameters
    ----------
    given : str, int, float or Quantity
        What was typed, or a value.
    unit : str
        The unit asked for, or a word such as "times"; empty for a plain number.

    Returns
    -------
    float
        The number in `unit`.

    Raises
    ------
    Unclear
        If it is no number, may be two, or is a number of something else.

    Examples
    --------
    >>> read_in("36 h", "day"), read_in("half", "percent"), read_in("3x", "times"), read_in("1,000", "day")
    (1.5, 50.0, 3.0, 1000.0)
    >>> read_in("0.5", "percent")
    Traceback (most recent call last):
    ...
    mlsys_course.reading.typed.Unclear: Is that 0.5 % or 50 %? Write the % sign with it.
    """
    if isinstance(given, str):
        return _in_unit(read(given), unit, " ".join(given.split()))
    quantity = getattr(given, "quantity", given)
    if hasattr(quantity, "magnitude"):
        # Words for a count ("times", "rows") are no units; a share in percent is converted.
        wanted = unit if unit_of(unit) is not None else ""
        if quantity.dimensionless and unit != "percent":
            wanted = ""
        try:
            given = float(quantity.to(wanted).magnitude)
        except Exception:
            raise Unclear(_other(str(quantity), quantity, unit)) from None
    elif hasattr(given, "item") and getattr(given, "ndim", 0) == 0:
        given = given.item()
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not math.isfinite(given):
        raise Unclear(f"{given!r} cannot be read as a number. Type one, such as 3, 0.25, 2/3 or 1e9.")
    return float(given)


def _in_unit(typed: Typed, unit: str, shown: str) -> float:
    value, said = typed.value, typed.unit
    if not said:
        if unit == "percent" and typed.ratio:
            return 100 * value
        if unit == "percent" and 0 < abs(value) < 1:
            raise Unclear(f"Is that {value:g} % or {100 * value:g} %? Write the % sign with it.")
        return value
    names = {unit, in_prose(unit), in_prose(unit).removesuffix("s")} - {""}
    if said.casefold() in {name.casefold() for name in names} | {"of them", "them"}:
        return value
    multiple = said.casefold().replace("-", "").strip() in {word.replace("-", "") for word in _MULTIPLES}
    found: Any = _unit("") if multiple else unit_of(said)
    if found is None:
        known = [*names, *_SHORT]
        leave = f" Or type the number alone: it counts in {in_prose(unit)}." if unit else " Type it alone."
        raise Unclear(f"{said!r} is no unit I know.{did_you_mean(said, known)}{leave}")
    asked = unit_of(unit) if unit else _unit("")
    if asked is None:  # a word for what is counted
        asked = _unit("")
    quantity = found._REGISTRY.Quantity(value, found)
    try:
        return float(quantity.to(asked).magnitude)
    except Exception:
        raise Unclear(_other(shown, quantity, unit)) from None


def _other(shown: str, quantity: Any, unit: str) -> str:
    asked = (
        f"{in_words(unit)}, in {in_prose(unit)}"
        if unit and unit_of(unit) is not None
        else (f"a number of {unit}" if unit else "a plain number")
    )
    return f"{shown!r} {measures(quantity)}. The question asks for {asked}."


def _unit(name: str) -> Any:
    from mlsys_course.units import registry

    return registry().Unit(name)


def unit_of(written: str) -> Any:
    """Return the unit that somebody wrote, or None.

    Parameters
    ----------
    written : str
        A unit in words or signs: ``days``, ``Days``, ``GB per second``, ``FLOPS``, ``%``.

    Returns
    -------
    pint.Unit or None

    Examples
    --------
    >>> unit_of("emails per year") == unit_of("email/year"), unit_of("Hours") == unit_of("h")
    (True, True)
    """
    if not written.strip():
        return None
    if written.strip().lower() in _SHORT:
        return unit_of(_SHORT[written.strip().lower()])
    text = re.sub(r"\s+per\s+", "/", re.sub(r"^(?:per\s+|/)", "1/", written.strip()))
    text = re.sub(r"\s*/\s*", "/", text).replace("·", "*").replace("×", "*")
    lowered = re.sub(r"[A-Za-z]{4,}", lambda m: m[0].lower(), text)
    for spelling in (_SHORT.get(text, text), _SHORT.get(text.lower(), text), lowered, lowered.rstrip("s")):
        parts = [_SHORT.get(part, part) for part in re.split(r"([/*])", spelling)]
        try:
            return _unit("".join(parts))
        except Exception:  # what pint raises depends on what stands there
            continue
    return None
