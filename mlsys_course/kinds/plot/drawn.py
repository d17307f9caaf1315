"""How a value was drawn: in which unit, as a logarithm, under which name."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mlsys_course import readable
from mlsys_course.kinds.plot.view import Axis, Marks, View

Finding = tuple[str, str]
"""Cause and sentence of something that is not as asked."""

Curve = Callable[[float], float]


@dataclass(frozen=True)
class Drawn:
    """What the number on an axis stands for: it is `factor` times the value in the question's unit.

    Parameters
    ----------
    factor : float
        1 for the question's own unit.
    words : sequence of str
        What the label must say for it; empty where nothing need be said.
    name : str
        The unit in words.
    """

    factor: float
    words: Sequence[str] = ()
    name: str = ""


PLAIN = Drawn(1.0)
OPERATIONS = (
    PLAIN,
    Drawn(1e-9, ("GFLOP", "gigaFLOP", "10^9", "10⁹", "10^{9}", "1e9"), "gigaFLOP"),
    Drawn(1e-12, ("TFLOP", "teraFLOP", "10^12", "10¹²", "10^{12}", "1e12"), "teraFLOP"),
    Drawn(1e-15, ("PFLOP", "petaFLOP", "10^15", "10¹⁵", "10^{15}", "1e15"), "petaFLOP"),
    Drawn(1e-18, ("EFLOP", "exaFLOP", "10^18", "10¹⁸", "10^{18}", "1e18"), "exaFLOP"),
    Drawn(1e-21, ("ZFLOP", "zettaFLOP", "10^21", "10²¹", "10^{21}", "1e21"), "zettaFLOP"),
    Drawn(1e-24, ("YFLOP", "yottaFLOP", "10^24", "10²⁴", "10^{24}", "1e24"), "yottaFLOP"),
    Drawn(1 / 8.64e19, ("FLOP/s-day", "FLOPs-day", "FLOP/s day", "FLOPS-day", "pfs-day"), "petaFLOP/s-days"),
)
PERCENT = (PLAIN, Drawn(100.0, ("%", "percent", "per cent"), "percent"))
FRACTION = (PLAIN, Drawn(0.01, ("fraction", "share", "ratio", "[0, 1]", "0..1", "0–1", "0-1"), "fractions"))
DAYS = (
    PLAIN,
    Drawn(24.0, ("hour", "(h)", "[h]"), "hours"),
    Drawn(1440.0, ("minute", "(min)"), "minutes"),
    Drawn(86400.0, ("second", "(s)", "[s]"), "seconds"),
    Drawn(1 / 7, ("week",), "weeks"),
    Drawn(1 / 30.4375, ("month",), "months"),
    Drawn(1 / 365.25, ("year",), "years"),
)


_SYMBOLS = {
    "day": ("d",),
    "hour": ("h", "hr"),
    "minute": ("min",),
    "second": ("s", "sec"),
    "week": ("wk",),
    "month": ("mo",),
    "year": ("a", "yr", "y"),
    "percent": ("%",),
}
"""What stands for the name of a unit behind a quantity: ``t [d]``, ``t / d``, ``t in d``."""


def ways(forms: Sequence[Drawn], label: str) -> list[tuple[Curve, Drawn]]:
    """Return how a number on the axis is turned into the question's unit, the likeliest way first."""
    logarithms = bases(label)
    found: list[tuple[Curve, Drawn]] = []
    said = [f for f in forms if f.words and holds(label, f.words)]
    for form in [*said, *(f for f in forms if f not in said)]:
        found.append((lambda v, f=form.factor: v / f, form))  # type: ignore[misc]
        for base in logarithms:
            found.append((lambda v, f=form.factor, b=base: _raised(b, v) / f, form))  # type: ignore[misc]
    return found


def likely(forms: Sequence[Drawn], axis: Axis) -> Curve:
    """Return how a number on an axis is turned into the question's unit, going by its label alone."""
    found = ways(forms, axis.label)
    return found[1 if bases(axis.label) and not axis.log else 0][0]


def _raised(base: float, value: float) -> float:
    try:
        return math.pow(base, value)
    except OverflowError:
        return math.inf


def unsaid(form: Drawn, label: str, axis: str) -> Finding | None:
    """Return what to say where another unit is drawn than the question's and the label is silent."""
    if not form.words or holds(label, form.words):
        return None
    return (
        f"plot:unit-{axis}",
        f"Your {axis} values are in {form.name}. Say so in the label of the {axis} axis.",
    )


def bases(label: str) -> tuple[float, ...]:
    """Return the bases of the logarithms that a label announces, the likeliest first."""
    text = (
        label.casefold()
        .replace("₁₀", "10")
        .replace("₂", "2")
        .replace("_", "")
        .replace("{", "")
        .replace("}", "")
    )
    if re.search(r"log\s*\(?10|\blg\b", text):
        return (10.0,)
    if re.search(r"log\s*\(?2\b", text):
        return (2.0,)
    if re.search(r"\bln\b|\bnatural log|\bloge\b", text):
        return (math.e,)
    # "log" alone is what people write for np.log too.
    return (10.0, math.e) if re.search(r"\blog(arithms?)?\b", text) and "scale" not in text else ()


_CONVERSIONS = (8, 10, 100, 1e3, 1e4, 1e6, 1e9, 1e12, 12, 24, 60, 365, 3600, 86400)


def too(factor: float, rtol: float) -> str:
    """Say by how much values are off that are all `factor` times as large as they should be.

    A factor that no conversion has is not told: it would give the right values away.

    >>> too(0.01, 0.01)
    '100 times too low. Did you take a percentage for a fraction?'
    """
    size, way = (factor, "high") if abs(factor) > 1 else (1 / factor, "low")
    if not any(math.isclose(size, known, rel_tol=rtol) for known in _CONVERSIONS):
        return f"too {way} by the same factor. Check their unit, and name it in the label."
    if math.isclose(size, 100, rel_tol=rtol):
        return f"100 times too {way}. Did you take a percentage for a fraction?"
    return f"{readable.times(size)} too {way}. Check their unit, and name it in the label."


def mapped(mark: Marks, to_x: Curve, to_y: Curve, swap: bool = False) -> Marks:
    """Return marks with their values turned into the question's units, or with x and y exchanged."""
    points = tuple((to_x(x), to_y(y)) for x, y in ((p[1], p[0]) if swap else p for p in mark.points))
    return Marks(points, mark.label, mark.joined, mark.colour)


def holds(text: str, any_of: Iterable[str]) -> bool:
    """Say whether a text holds one of some words, in any case; a unit's symbol stands for its name.

    >>> holds("t [d]", ["day"]), holds("time in h", ["hours"]), holds("d", ["day"])
    (True, True, False)
    """
    plain = text.casefold()
    words = [word.casefold() for word in any_of]
    if any(word in plain for word in words):
        return True
    symbols = {symbol for word in words for symbol in _SYMBOLS.get(word.rstrip("s"), ())}
    return any(re.search(rf"[\[(/]\s*{s}\s*(?:[\])]|$)|\bin {s}$", plain) for s in symbols)


def names_it(text: str, words: Iterable[str]) -> bool:
    """Say whether a text holds one of the words, numbers as whole numbers (0.3 is not in 0.35)."""
    plain = text.casefold()
    for word in words:
        folded = word.casefold()
        if re.fullmatch(r"[\d.]+", folded):
            if any(math.isclose(float(n), float(folded)) for n in re.findall(r"\d+(?:\.\d+)?|\.\d+", plain)):
                return True
        elif folded in plain:
            return True
    return False


def inverse(value: float) -> float:
    """Return 1 over a value."""
    return 1 / value if value else math.inf


def in_legend(mark: Marks, view: View) -> bool:
    """Say whether a reader sees the mark's own label: in the legend, and not overwritten there."""
    return bool(mark.label) and mark.label in (view.legend or ())
