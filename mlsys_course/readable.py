"""Numbers, units and quantities as a reader reads them: the one place that decides how they look.

At most four significant figures, thousands separated, large numbers in words, the others as powers of ten; a
unit in the plural where there is more than one of it.

Examples
--------
>>> number(25.2784), number(1281167), number(8.5e9), number(3.14e23), number(6.5e-6)
('25.28', '1,281,167', '8.5 billion', '3.14 × 10²³', '6.5 × 10⁻⁶')
>>> from mlsys_course import Q_
>>> quantity(Q_(6, "month")), quantity(Q_(1, "month")), quantity(Q_(1e4, "1/s")), amount(Q_(8.2e9, "FLOP"))
('6 months', '1 month', '10,000/s', '8.2 GFLOP')
"""

from __future__ import annotations

import math
import re
from typing import Any

__all__ = [
    "amount",
    "capital",
    "counted",
    "first_sentence",
    "formatted",
    "number",
    "percent",
    "power_of_ten",
    "quantity",
    "times",
    "unit_text",
    "with_unit",
    "without_exponent",
]

FIGURES = 4
_WORDS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z\"'“(])")
_SUPERSCRIPTS = str.maketrans("0123456789-.", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⋅")


def first_sentence(text: str) -> str:
    """Return the first sentence of a message.

    >>> first_sentence("25.3 days is close. Is the efficiency in it?")
    '25.3 days is close.'
    """
    return _SENTENCE.split(text, maxsplit=1)[0]


def power_of_ten(exponent: int) -> str:
    """Write a power of ten.

    Examples
    --------
    >>> power_of_ten(23), power_of_ten(-6)
    ('10²³', '10⁻⁶')
    """
    return "10" + str(exponent).translate(_SUPERSCRIPTS)


def without_exponent(text: str) -> str:
    """Write the exponent of a number, as Python's formats print it, as a power of ten.

    Examples
    --------
    >>> without_exponent("2.53e+24"), without_exponent("45.2")
    ('2.53 × 10²⁴', '45.2')
    """
    return re.sub(r"([\d.]+)[eE]([+-]?\d+)", lambda m: f"{m[1]} × {power_of_ten(int(m[2]))}", text)


def number(value: Any, figures: int = FIGURES) -> str:
    """Write a number.

    Parameters
    ----------
    value : int, float, numpy scalar or array
        A whole number below a billion is written in full, if `figures` is not asked to be fewer than four.
    figures : int
        Significant figures, at most.

    Returns
    -------
    str

    Examples
    --------
    >>> number(36974.4), number(150528), number(300e9), number(-0.00012), number(1e18), number(25.2784, 3)
    ('36,970', '150,528', '300 billion', '-1.2 × 10⁻⁴', '10¹⁸', '25.3')
    """
    if getattr(value, "ndim", 0):
        import numpy as np

        write: Any = {"all": lambda one: number(one, figures)}
        return str(np.array2string(value, formatter=write, separator=", ", threshold=20))
    try:
        exact = float(value)
    except (TypeError, ValueError, OverflowError):
        return str(value)
    if not math.isfinite(exact):
        return str(exact)
    rounded = float(f"{exact:.{figures}g}")
    size = abs(rounded)
    if exact == int(exact) and abs(exact) < 1e9 and figures >= FIGURES and (rounded != exact or size < 1e6):
        return f"{int(exact):,}"
    if size and (size < 1e-3 or size >= 1e15):
        mantissa, exponent = f"{exact:.{figures - 1}e}".split("e")
        return _times_ten(mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa, int(exponent))
    for scale, word in _WORDS:
        if size >= scale:
            return f"{_plain(rounded / scale, figures)} {word}"
    return _plain(rounded, figures)


def _times_ten(mantissa: str, exponent: int) -> str:
    sign, digits = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
    return sign + ("" if digits == "1" else f"{digits} × ") + power_of_ten(exponent)


def _plain(value: float, figures: int) -> str:
    """Write a number that needs neither word nor power of ten."""
    above = math.floor(math.log10(abs(value))) + 1 if value else 1
    text = f"{value:,.{max(0, figures - above)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# ---- units

# Units that are words but stand for an amount: they have no plural.
_NO_PLURAL = ("FLOP", "MAC", "USD")
_PLURALS = {"query": "queries", "inch": "inches", "foot": "feet", "century": "centuries"}


def unit_text(units: Any, many: bool = False) -> str:
    """Write a unit.

    Parameters
    ----------
    units : pint.Unit
        A unit of the course.
    many : bool
        Whether there is more, or less, than one of it.

    Returns
    -------
    str
        Empty for a plain number; it begins with "/" where nothing stands above the line.

    Examples
    --------
    >>> from mlsys_course import ureg
    >>> unit_text(ureg.Unit("day*query"), many=True), unit_text(ureg.Unit("percentage_point"), many=True)
    ('query·days', 'percentage points')
    >>> unit_text(ureg.Unit("FLOP/s")), unit_text(ureg.Unit("1/s")), unit_text(ureg.Unit("byte/parameter"))
    ('FLOP/s', '/s', 'B/parameter')
    """
    items = sorted(units._units.items(), key=lambda item: (_is_time(units, item[0]), item[0]))
    items = [(name, power) for name, power in items if name != "count"]
    above = [(name, power) for name, power in items if power > 0]
    below = [(name, power) for name, power in items if power < 0]
    words = [_one(units, name, power) for name, power in above]
    if many and above and above[-1][1] == 1:
        words[-1] = _plural(units, above[-1][0])
    return "·".join(words) + "".join(f"/{_one(units, name, -power)}" for name, power in below)


def _is_time(units: Any, name: str) -> bool:
    return dict(units._REGISTRY.get_dimensionality(name)) == {"[time]": 1}


def _symbol(units: Any, name: str) -> str:
    symbol = str(units._REGISTRY.get_symbol(name))
    return symbol.removeprefix("Δ").replace("_", " ")


def _one(units: Any, name: str, power: float) -> str:
    raised = "" if power == 1 else f"{power:g}".translate(_SUPERSCRIPTS)
    return _symbol(units, name) + raised


def _plural(units: Any, name: str) -> str:
    """Return the plural of a unit that is written as a word; a symbol such as GB has none."""
    symbol = _symbol(units, name)
    prefix, base, _ = units._REGISTRY.parse_unit_name(name)[0]
    word = base.replace("_", " ")
    written_out = symbol.endswith(word) and (word.replace(" ", "").islower() or word == "GPU")
    if not written_out or base in _NO_PLURAL or (prefix and base == "bit"):
        return symbol
    return symbol.removesuffix(word) + _PLURALS.get(word, f"{word}s")


# ---- quantities


def with_unit(text: str, units: Any) -> str:
    """Put a unit behind a number that is written already.

    Examples
    --------
    >>> from mlsys_course import ureg
    >>> with_unit("1", ureg.month), with_unit("2.0", ureg.month), with_unit("10", ureg.Unit("1/s"))
    ('1 month', '2.0 months', '10/s')
    """
    unit = unit_text(units, many=text not in ("1", "-1"))
    return f"{text}{unit}" if not unit or unit.startswith("/") else f"{text} {unit}"


def quantity(value: Any, figures: int = FIGURES) -> str:
    """Write a quantity in the unit it has; a plain number without one.

    Parameters
    ----------
    value : Quantity, Constant or number
        A scalar or an array.
    figures : int
        Significant figures, at most.

    Examples
    --------
    >>> from mlsys_course import Q_
    >>> quantity(Q_(25.2784, "day")), quantity(Q_(8.5e9, "query/day")), quantity(Q_(0.8, "percentage_point"))
    ('25.28 days', '8.5 billion queries/day', '0.8 percentage points')
    """
    value = getattr(value, "quantity", value)
    if not hasattr(value, "units"):
        return number(value, figures)
    return with_unit(number(value.magnitude, figures), value.units)


def amount(value: Any, figures: int = FIGURES) -> str:
    """Write a quantity with the prefix of its unit, or the unit of time, that reads best.

    Parameters
    ----------
    value : Quantity, Constant or number
        A scalar.
    figures : int
        Significant figures, at most.

    Examples
    --------
    >>> from mlsys_course import Q_
    >>> amount(Q_(0.0352, "joule")), amount(Q_(1.55e11, "byte")), amount(Q_(1e4, "ms"))
    ('35.2 mJ', '155 GB', '10 s')
    >>> amount(Q_(2184050, "s")), amount(Q_(3.12e14, "FLOP/s")), amount(Q_(3e11, "token"))
    ('25.28 days', '312 TFLOP/s', '300 billion tokens')
    """
    value = getattr(value, "quantity", value)
    if not hasattr(value, "units") or not math.isfinite(value.magnitude) or not value.magnitude:
        return quantity(value, figures)
    return quantity(_well_sized(value), figures)


_TIMES = ("year", "day", "hour", "minute", "second")


def _well_sized(value: Any) -> Any:
    """Return the same quantity with the prefix, or the unit of time, that makes its number short."""
    units = value.units
    if dict(units.dimensionality) == {"[time]": 1}:
        for name in _TIMES:
            if abs(value.to(name).magnitude) >= 1:
                return value.to(name)
        return value.to("second").to_compact()
    above = [name for name, power in units._units.items() if power > 0]
    if len(above) != 1 or units._units[above[0]] != 1:
        return value
    ureg = units._REGISTRY
    base = ureg.parse_unit_name(above[0])[0][1]
    if base not in _NO_FRACTIONS and (str(ureg.get_symbol(base)) == base or base in _NO_PREFIX):
        return value  # what is written as a word, tokens or USD, is counted in millions
    below = units / ureg.Unit(above[0])
    size = abs(value.to(ureg.Unit(base) * below).magnitude)
    prefix = next((prefix for prefix, least in _PREFIXES if size >= least * (1 - 5e-5)), "")
    if prefix in _FRACTIONS and base in _NO_FRACTIONS:
        prefix = ""
    return value.to(ureg.Unit(prefix + base) * below)


_PREFIXES = (
    ("yotta", 1e24),
    ("zetta", 1e21),
    ("exa", 1e18),
    ("peta", 1e15),
    ("tera", 1e12),
    ("giga", 1e9),
    ("mega", 1e6),
    ("kilo", 1e3),
    ("", 1.0),
    ("milli", 1e-3),
    ("micro", 1e-6),
    ("nano", 1e-9),
    ("pico", 1e-12),
)
_FRACTIONS = ("milli", "micro", "nano", "pico")
_NO_FRACTIONS = ("FLOP", "MAC", "byte", "bit")
_NO_PREFIX = ("percent", "permille", "tonne", "degree_Celsius", "degree_Fahrenheit", "pound", "foot", "mile")


def percent(share: float, figures: int = 3, sign: bool = False) -> str:
    """Write a share of one as a percentage, with a sign where asked for.

    Examples
    --------
    >>> percent(0.4534), percent(369.744), percent(0), percent(0.05, sign=True)
    ('45.3 %', '37,000 %', '0 %', '+5 %')
    """
    return f"{'+' * (sign and share > 0)}{number(100 * float(share), figures)} %"


def times(factor: float, figures: int = 3, same: str = "just") -> str:
    """Write a factor, so that "as fast" or "as many" can follow; nothing is "1 times" as fast.

    Examples
    --------
    >>> times(2.54), times(0.5), times(1), times(1200), times(1, same="unchanged")
    ('2.54 times', 'half', 'just', '1,200 times', 'unchanged')
    """
    text = number(factor, figures)
    return {"1": same, "0.5": "half"}.get(text, f"{text} times")


def capital(text: str) -> str:
    """Write a name as a sentence begins with it: the rest of it stays as it is.

    >>> capital("storage"), capital("the GPU")
    ('Storage', 'The GPU')
    """
    return text[:1].upper() + text[1:]


def counted(count: int, noun: str) -> str:
    """Count things.

    Examples
    --------
    >>> counted(1, "stage"), counted(3, "stage"), counted(1024, "image"), counted(2, "query")
    ('1 stage', '3 stages', '1,024 images', '2 queries')
    """
    return f"{number(count)} {noun if count == 1 else _PLURALS.get(noun, f'{noun}s')}"


# ---- formats: f"{quantity:>12.1f}"

_SPEC = re.compile(
    r"(?:(?P<fill>.)?(?P<align>[<>^]))?(?P<sign>[-+ ]?)(?P<compact>#?)(?P<zero>0?)(?P<width>\d*)"
    r"(?P<group>[,_]?)(?P<precision>(?:\.\d+)?)(?P<type>[eEfFgGd%]?)(?P<style>(?:~|P|H|L|C|D|raw)*)"
)


def formatted(value: Any, spec: str, styled: Any) -> str:
    """Write a quantity as a format asks for.

    Parameters
    ----------
    value : Quantity
    spec : str
        A format of Python's, such as ">12", ",.0f" or ".1%"; "#" chooses the prefix that reads best.
    styled : callable
        Writes a quantity in one of pint's own styles, ``styled(quantity, spec)``.

    Raises
    ------
    ValueError
        If it is no format of a number, or a percentage of something that has a unit.

    Examples
    --------
    >>> from mlsys_course import Q_
    >>> f"{Q_(2.5, 'GB'):>12}|{Q_(1234.5, 'day'):,.0f}|{Q_(25, 'percent'):.1%}|{Q_(1e18, 'FLOP'):.1e}"
    '      2.5 GB|1,234 days|25.0%|1.0 × 10¹⁸ FLOP'
    """
    found = _SPEC.fullmatch(spec)
    if not found:
        raise ValueError(f"{spec!r} is no format of a number. Try .1f for one decimal, or ,.0f for none.")
    if found["compact"]:
        value = _well_sized(value)
    of_number = found["sign"] + found["group"] + found["precision"] + found["type"]
    if found["style"]:
        text = str(styled(value, of_number + found["style"])).strip()
    elif found["type"] == "%":
        if not value.dimensionless:
            raise ValueError(
                f"{quantity(value)} is no share of one, so it cannot be written as a percentage."
            )
        text = _numbers(value.to("").magnitude, of_number)
    elif of_number:
        text = with_unit(_numbers(value.magnitude, of_number), value.units)
    else:
        text = quantity(value)
    width = int(found["width"] or 0)
    if found["zero"] and not found["align"]:
        return text.rjust(width, "0")
    return f"{text:{found['fill'] or ' '}{found['align'] or '>'}{width}}" if width else text


def _numbers(magnitude: Any, spec: str) -> str:
    if getattr(magnitude, "ndim", 0):
        import numpy as np

        write: Any = {"all": lambda one: _numbers(one, spec)}
        return str(np.array2string(magnitude, formatter=write, separator=", ", threshold=20))
    whole = spec.endswith("d") and float(magnitude).is_integer()
    try:
        text = format(int(magnitude) if whole else magnitude, spec)
    except (TypeError, ValueError):
        raise ValueError(
            f"{spec!r} is no format of the number {number(magnitude)}. Try .1f or ,.0f."
        ) from None
    return without_exponent(text)
