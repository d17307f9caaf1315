"""Dimensions in words and as stable names: what a quantity measures."""

from __future__ import annotations

from typing import Any

from mlsys_course import readable

_WORDS = {
    "information": "an amount of information",
    "operation": "an amount of work (operations)",
    "parameter": "a number of parameters",
    "token": "a number of tokens",
    "sample": "a number of samples",
    "currency": "an amount of money",
    "time": "a time",
    "length": "a length",
    "mass": "a mass",
    "current": "an electric current",
    "temperature": "a temperature",
    "energy": "an energy",
    "power": "a power",
}
_BARE = {
    "operation": "operations",
    "parameter": "parameters",
    "token": "tokens",
    "sample": "samples",
    "currency": "money",
}


def _powers(quantity: Any) -> dict[str, float]:
    """Return the powers of the base dimensions; mass, length and time fold into energy or power."""
    from mlsys_course.units import registry

    if isinstance(quantity, str):
        quantity = registry().Quantity(1.0, quantity)
    powers = {str(name).strip("[]"): float(power) for name, power in quantity.dimensionality.items() if power}
    mass = powers.get("mass", 0.0)
    if mass and powers.get("length") == 2 * mass:
        time = powers.get("time", 0.0)
        rest = {name: power for name, power in powers.items() if name not in ("mass", "length", "time")}
        # One energy is kg m2/s2; a power has one more second below.
        if time == -3 * mass:
            return {"power": mass, **rest}
        rest_time = time + 2 * mass
        return {"energy": mass, **rest, **({"time": rest_time} if rest_time else {})}
    return powers


def dimension_slug(quantity: Any) -> str:
    """Return the dimension of a quantity or unit as a stable name.

    Examples
    --------
    >>> dimension_slug("GB"), dimension_slug("FLOP/s"), dimension_slug("kWh"), dimension_slug("")
    ('information', 'operation/time', 'energy', 'none')
    """

    def part(items: list[tuple[str, float]]) -> str:
        return "*".join(name if abs(power) == 1 else f"{name}^{abs(power):g}" for name, power in items)

    powers = sorted(_powers(quantity).items())
    above, below = [p for p in powers if p[1] > 0], [p for p in powers if p[1] < 0]
    if not powers:
        return "none"
    return f"{part(above) or '1'}/{part(below)}" if below else part(above)


def in_words(quantity: Any) -> str:
    """Say what a quantity or unit measures.

    Examples
    --------
    >>> in_words("day"), in_words("TFLOP/s"), in_words("pJ/parameter"), in_words("query/day"), in_words("")
    ('a time', 'operations per time', 'energy per parameter', 'queries per time', 'a plain number')
    """
    counted = _counted(quantity)
    powers = sorted(_powers(quantity).items())
    above, below = [p for p in powers if p[1] > 0], [p for p in powers if p[1] < 0]
    if not powers:
        return "a plain number"
    if not below and len(above) == 1 and above[0][1] == 1:
        name = above[0][0]
        return f"a number of {counted[name][1]}" if name in counted else _WORDS.get(name, name)

    def part(items: list[tuple[str, float]]) -> str:
        words = []
        for name, power in items:
            one, many = counted.get(name, (_BARE.get(name, name).removesuffix("s"), _BARE.get(name, name)))
            word = many if power > 0 else one
            extra = {1.0: "", 2.0: " squared", 3.0: " cubed"}.get(abs(power), " to a power")
            words.append(word + extra)
        return " times ".join(words)

    if not below:
        return part(above)
    return f"{part(above) or 'a number'} per {part(below).replace(' times ', ' and ')}"


def measures(quantity: Any) -> str:
    """Say what a quantity or unit measures, as the rest of a sentence.

    Examples
    --------
    >>> measures("day"), measures("TFLOP/s")
    ('is a time', 'measures operations per time')
    """
    what = in_words(quantity)
    return f"is {what}" if what.startswith(("a ", "an ")) else f"measures {what}"


def _counted(quantity: Any) -> dict[str, tuple[str, str]]:
    """Return what a quantity counts by a name of its own: queries and emails are samples."""
    from mlsys_course.units import registry

    units = registry().Unit(quantity) if isinstance(quantity, str) else quantity.units
    found = {}
    for name in units._units:
        if dict(registry().get_dimensionality(name)) == {"[sample]": 1}:
            unit = registry().Unit(name)
            found["sample"] = readable.unit_text(unit), readable.unit_text(unit, many=True)
    return found


def in_prose(unit: str) -> str:
    """Write a unit as a sentence says it: what to answer in, what something is given in.

    Parameters
    ----------
    unit : str
        A unit of the course, or any other word, which stays as it is.

    Examples
    --------
    >>> in_prose("day"), in_prose("percentage_point/month"), in_prose("percent"), in_prose("plies")
    ('days', 'percentage points/month', 'percent', 'plies')
    >>> in_prose("1/day")
    'a number per day'
    """
    from mlsys_course.units import UnknownUnitError, registry

    try:
        text = readable.unit_text(registry().Unit(unit), many=True)
    except UnknownUnitError:
        return unit
    if text.startswith("/"):
        return f"a number per {text[1:]}"
    return text.replace("%", "percent") or unit
