"""`mlsys.constants`: the constants of the course under the book's names, and its names of units.

A constant without a unit is a plain number, as in the book, and so is one that the running chapter's
``book.toml`` lists as ``plain``; all others are the course's own, with unit and source.

>>> from mlsys_course.book.constants import MILLION, A100_FLOPS_FP16_TENSOR, TFLOPs, second
>>> MILLION, A100_FLOPS_FP16_TENSOR.to(TFLOPs / second).magnitude
(1000000.0, 312)
"""

from __future__ import annotations

from typing import Any

from mlsys_course import constants
from mlsys_course.book import registry
from mlsys_course.suggest import did_you_mean
from mlsys_course.units import Q_, UnknownUnitError, ureg

__all__ = ["Q_", "ureg"]


def _plain(name: str) -> bool:
    return any(name in notes.get("plain", ()) for notes in registry.notes())


def __getattr__(name: str) -> Any:
    if name.startswith("_"):
        raise AttributeError(name)
    if name in constants.registry:
        found = constants.get(name)
        magnitude = found.quantity.magnitude
        return magnitude if found.quantity.unitless or _plain(name) else found
    # The book writes FLOPs and TFLOPs for the amount; here a plural is read by the units themselves.
    for unit in (name, name.removesuffix("s"), name.replace("flop", "FLOP")):
        try:
            return ureg.Unit(unit)
        except UnknownUnitError:
            continue
    raise AttributeError(
        f"There is no constant or unit {name!r} here.{did_you_mean(name, constants.registry)}"
    )
