"""Slips of the finished result: the formula is right, and then a factor, a unit or a sign goes wrong.

Such slips need no tree; they are made of the right answer alone, so they work for every exercise
whose answer is a number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from mlsys_course.diagnosis.expression import Dimension, dimension_of


@dataclass(frozen=True)
class Factor:
    """A factor by which a result goes wrong, in either direction.

    Parameters
    ----------
    size : float
        The factor.
    clause : str
        Completes "… is what comes out when …".
    prior : float
        How plausible.
    soft : bool
        Whether it is so close to 1 that scenarios need not keep it away from the answer.
    """

    size: float
    clause: str
    prior: float
    soft: bool = False

    @property
    def slug(self) -> str:
        """Stable name of the slip."""
        return f"scale:{self.size:.10g}" if self.size < 1e15 else f"scale:{self.size:.0e}".replace("e+", "e")


_PREFIX = "prefix step (kilo, mega, giga, tera) is lost or counted twice"
_TIMES = ("second", "minute", "hour", "day", "week", "month", "year")
_GENERAL = (
    Factor(1e3, f"one {_PREFIX}", 0.4),
    Factor(1e6, f"more than one {_PREFIX}", 0.35),
    Factor(1e9, f"more than one {_PREFIX}", 0.35),
    Factor(1e12, f"more than one {_PREFIX}", 0.3),
    Factor(1e15, f"more than one {_PREFIX}", 0.2),
    Factor(1e18, f"more than one {_PREFIX}", 0.15),
    Factor(10, "a power of ten is lost or counted twice", 0.25),
    Factor(1e4, "some powers of ten are lost or counted twice", 0.08),
    Factor(1e5, "some powers of ten are lost or counted twice", 0.08),
    Factor(2, "a factor of two is lost or counted twice", 0.2),
    Factor(4, "a factor of two is lost or counted twice, squared", 0.06),
)
_TIME = (
    Factor(60, "seconds and minutes, or minutes and hours, are mixed up", 0.4),
    Factor(3600, "seconds and hours are mixed up", 0.45),
    Factor(24, "hours and days are mixed up", 0.45),
    Factor(1440, "minutes and days are mixed up", 0.35),
    Factor(86400, "seconds and days are mixed up", 0.45),
    Factor(7, "days and weeks are mixed up", 0.2),
    Factor(30, "days and months are mixed up", 0.2),
    Factor(30.4375, "days and months are mixed up", 0.3),
    Factor(12, "months and years are mixed up", 0.4),
    Factor(365, "days and years are mixed up", 0.35),
    Factor(365.25, "days and years are mixed up", 0.35),
    Factor(8766, "hours and years are mixed up", 0.3),
    Factor(8760, "hours and years are mixed up", 0.3),
    Factor(31557600, "seconds and years are mixed up", 0.35),
    Factor(31536000, "seconds and years are mixed up", 0.35),
    Factor(525960, "minutes and years are mixed up", 0.15),
    Factor(3.6e6, "milliseconds and hours are mixed up", 0.1),
    Factor(60.0**2, "minutes are converted in the wrong direction", 0.1),
    Factor(3600.0**2, "seconds and hours are converted in the wrong direction", 0.2),
    Factor(24.0**2, "hours and days are converted in the wrong direction", 0.2),
    Factor(86400.0**2, "seconds and days are converted in the wrong direction", 0.2),
    Factor(12.0**2, "months and years are converted in the wrong direction", 0.15),
    Factor(365.25 / 365, "a year is taken as a whole number of days", 0.3, soft=True),
    Factor(30.4375 / 30, "a month is taken as a whole number of days", 0.3, soft=True),
)
_INFORMATION = (
    Factor(8, "bits and bytes are mixed up", 0.5),
    Factor(64, "bits and bytes are converted in the wrong direction", 0.28),
    Factor(8000, "bits and bytes are mixed up and a prefix step is lost or counted twice", 0.15),
    Factor(1.024, "decimal and binary prefixes (KB and KiB) are mixed up", 0.4, soft=True),
    Factor(1.024**2, "decimal and binary prefixes (MB and MiB) are mixed up", 0.4, soft=True),
    Factor(1.024**3, "decimal and binary prefixes (GB and GiB) are mixed up", 0.45, soft=True),
    Factor(1.024**4, "decimal and binary prefixes (TB and TiB) are mixed up", 0.4, soft=True),
    Factor(1024, "one binary prefix step is lost or counted twice", 0.3),
    Factor(1024.0**2, "binary prefix steps are lost or counted twice", 0.25),
    Factor(1024.0**3, "binary prefix steps are lost or counted twice", 0.25),
)
_SHARE = (Factor(100, "percent and fractions are mixed up", 0.5),)
_HUNDRED = (Factor(100, "percent and fractions are mixed up, or two powers of ten lost", 0.12),)


def _mentions(dimensions: set[str], *names: str) -> bool:
    return any(name in dimensions for name in names)


_STRANGE = 0.15
"""How much less plausible it is to mix up units of which the question has none."""


def factors(asked: Dimension, share: bool, inside: set[str], units: Collection[str] = _TIMES) -> list[Factor]:
    """Return the factors that may go wrong in a result.

    Parameters
    ----------
    asked : Dimension
        Dimension asked for.
    share : bool
        Whether the answer is a share, a percentage or a probability.
    inside : set of str
        Base dimensions of the question's inputs, such as ``[time]``: a plain number made from times
        may still hold an hour for a second.
    units : collection of str
        The units of time that the question speaks of, such as ``hour``.

    Examples
    --------
    >>> [f.slug for f in factors((), True, set()) if f.prior >= 0.5]
    ['scale:100']
    """
    touched = {name for name, _ in asked} | inside
    found = [*_GENERAL, *(_SHARE if share else _HUNDRED)]
    if _mentions(touched, "[time]"):
        found += [
            factor if any(unit in factor.clause for unit in units)
            else replace(factor, prior=_STRANGE * factor.prior)
            for factor in _TIME
        ]  # fmt: skip
    if _mentions(touched, "[information]"):
        found += _INFORMATION
    unique: dict[float, Factor] = {}
    for factor in found:
        if factor.size not in unique or unique[factor.size].prior < factor.prior:
            unique[factor.size] = factor
    return list(unique.values())


_BY_TIME_UNIT = {
    "millisecond": (1e3,), "second": (1e3, 60, 3600), "minute": (60,), "hour": (60, 3600, 24),
    "day": (24, 86400, 365.25), "week": (7,), "month": (12, 30.4375), "year": (12, 365.25),
}  # fmt: skip


_BINARY = {"k": 1.024, "K": 1.024, "M": 1.024**2, "G": 1.024**3, "T": 1.024**4}


def input_factors(unit: str | None, share: bool = False) -> list[Factor]:
    """Return the factors that may go wrong at one input, by the unit it is displayed in.

    Parameters
    ----------
    unit : str or None
        The unit in which it is displayed.
    share : bool
        Whether it is a fraction without a unit.

    Examples
    --------
    >>> [f.slug for f in input_factors("GB")]
    ['scale:1.073741824', 'scale:8', 'scale:1000']
    """
    from mlsys_course.units import registry

    if not unit:
        return list(_SHARE) if share else []
    parts = registry().Unit(unit)._units
    sizes: set[float] = set()
    for name in parts:
        sizes.update(_BY_TIME_UNIT.get(name, ()))
        if name.endswith(("byte", "bit")) or name in ("B", "KB"):
            sizes.add(8)
            prefix = registry().get_symbol(name)[:1]
            if prefix in _BINARY and name not in ("byte", "bit"):
                sizes.add(_BINARY[prefix])
        if name == "percent":
            sizes.add(100)
        elif name not in _BY_TIME_UNIT and name not in ("parameter", "token", "sample", "USD"):
            sizes.add(1e3)
    known = {factor.size: factor for factor in (*_GENERAL, *_TIME, *_INFORMATION, *_SHARE)}
    return [known[size] for size in sorted(sizes)]


def unit_labels(unit: str | None) -> Iterator[tuple[float, str]]:
    """Yield size and clause of the times a result may be in while it is labelled with `unit`.

    Only plain times have them: for other units prefixes tell the story (`factors`).
    """
    from mlsys_course.units import registry

    if unit is None:
        return
    ureg = registry()
    asked: Any = ureg.Quantity(1, unit)
    if dimension_of(asked) != (("[time]", 1.0),):
        return
    for name in _TIMES:
        size = float(asked.to(name).magnitude)
        if abs(size - 1) > 1e-9:
            yield size, f"a result in {name}s is given the unit {unit}"
