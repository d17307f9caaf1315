"""The sentences: what a learner reads about an answer.

A message never holds a number but the one the learner gave, so that it cannot hold the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
    >>> in_words("day"), in_words("TFLOP/s"), in_words("")
    ('a time', 'operations per time', 'a plain number')
    """
    powers = sorted(_powers(quantity).items())
    above, below = [p for p in powers if p[1] > 0], [p for p in powers if p[1] < 0]
    if not powers:
        return "a plain number"
    if not below and len(above) == 1 and above[0][1] == 1:
        return _WORDS.get(above[0][0], above[0][0])

    def part(items: list[tuple[str, float]]) -> str:
        words = []
        for name, power in items:
            word = _BARE.get(name, name)
            extra = {1.0: "", 2.0: " squared", 3.0: " cubed"}.get(abs(power), " to a power")
            words.append(word + extra)
        return " times ".join(words)

    if not below:
        return part(above)
    return f"{part(above) or 'a number'} per {part(below).replace(' times ', ' and ')}"


def from_causes(given: str, clauses: Sequence[tuple[str, str]], exact: bool) -> str:
    """Say which mistake, or which of two mistakes, an answer comes from.

    Parameters
    ----------
    given : str
        The answer in the learner's own terms.
    clauses : sequence of (clause, sentence)
        One cause, or two equally plausible ones.
    exact : bool
        Whether the answer agrees to its last digit.

    Examples
    --------
    >>> from_causes("11.38 day", [("q.efficiency is left out", "")], True)
    '11.38 day is what comes out when q.efficiency is left out.'
    """
    is_ = "is" if exact else "is close to"
    written = [sentence for _, sentence in clauses if sentence]
    if len(clauses) == 1:
        return written[0] if written else f"{given} {is_} what comes out when {clauses[0][0]}."
    if not written:
        return f"{given} {is_} what comes out either when {clauses[0][0]}, or when {clauses[1][0]}."
    two = [sentence or f"{given} {is_} what comes out when {clause}." for clause, sentence in clauses]
    return f"Either: {two[0]} Or: {two[1]}"


def unexplained(given: str, read_as: str, far: str) -> str:
    """Help where no known mistake gives the answer.

    Parameters
    ----------
    given, read_as : str
        The answer as given, and in the unit asked for ("" where that is the same).
    far : str
        "too large", "too small", or "" where it is not orders of magnitude away.
    """
    head = f"{given} is not right" + (f" (read as {read_as})" if read_as else "")
    if far:
        return (
            f"{head}: it is far {far}, by orders of magnitude. Follow the units through every step, prefixes "
            "first, and see that each number of the question does its part."
        )
    return (
        f"{head}, and it comes from no slip I know. Write the formula down and ask of each number in the "
        "question: if it were twice as large, would the result grow or shrink, and by how much? Then see "
        "that your code does the same."
    )
