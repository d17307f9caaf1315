"""Typed numbers that stand for a number of the question: 312 where the peak is 312 TFLOP/s."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlsys_course.diagnosis.expression import Node, node, number
from mlsys_course.diagnosis.formula.parts import Part
from mlsys_course.diagnosis.values import round_significant
from mlsys_course.kinds.scalar.reading import significant_digits
from mlsys_course.scenarios import Scenario
from mlsys_course.units import registry

_EXACT = 1e-9
_STEPS = 6
"""Prefixes, each of a thousand, by which a typed number may differ from the one that is displayed."""
_FEWEST = 3
"""Significant digits that a number must have which was rounded when it was typed."""
_EVERYDAY = frozenset(
    (0.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 12.0, 24.0, 30.0, 52.0, 60.0, 365.0, 3600.0, 86400.0)
)
"""Numbers that formulas have of their own."""


@dataclass(frozen=True)
class Stands:
    """A typed number as one of the question's.

    Parameters
    ----------
    part : Part
        The number, made from that of the question.
    input : Node
        That of the question.
    loose : bool
        Whether it was rounded when it was typed.
    """

    part: Part
    input: Node
    loose: bool


def readings_of(typed: Part, unit: Any, scenario: Scenario | None) -> list[Stands | None]:
    """Return what a typed number may stand for, the likeliest first; None is the number itself.

    Parameters
    ----------
    typed : Part
        The number.
    unit : Unit or None
        Its unit, where it was typed with one.
    scenario : Scenario or None
        The question's numbers.

    Examples
    --------
    >>> from mlsys_course import scenario
    >>> from mlsys_course.diagnosis.formula.parts import literal
    >>> q = scenario("iron_law")
    >>> [one and one.input for one in readings_of(literal(0.45), None, q)]
    [efficiency]
    """
    value = float(typed.value)
    found: list[Stands | None] = []
    for its in scenario.inputs.values() if scenario is not None and value else ():
        held = its.value
        if np.ndim(getattr(held, "magnitude", held)) or isinstance(held, (str, bool, dict, list)):
            continue
        tree = node("input", detail=its.name)
        one = _with_unit(value, unit, held, tree) if unit is not None else _bare(value, held, tree)
        if one is not None:
            found.append(one)
    if unit is None and value == 1:
        return [None]
    found.sort(key=lambda one: one is not None and one.loose)
    power_of_ten = abs(math.log10(abs(value)) % 1) < 1e-12 if value else True
    if unit is None and (power_of_ten or value in _EVERYDAY):
        return [None, *found]
    sure = any(one is not None and not one.loose for one in found)
    return found if sure else [*found, None]


def _with_unit(value: float, unit: Any, held: Any, tree: Node) -> Stands | None:
    if not hasattr(held, "units"):
        return None
    try:
        size = float(held.to(unit).magnitude)
    except Exception:  # another dimension
        return None
    alike = _alike(value, size)
    return None if alike is None else Stands(Part(tree, registry().Quantity(value, unit)), tree, alike)


def _bare(value: float, held: Any, tree: Node) -> Stands | None:
    magnitude = float(getattr(held, "magnitude", held))
    if not magnitude or value * magnitude < 0:
        return None
    quantity = hasattr(held, "units")
    steps = round(math.log10(value / magnitude) / 3) if quantity else 0
    scales = [10.0 ** (3 * steps)] if abs(steps) <= _STEPS else []
    if not quantity and 0 < magnitude < 1:
        scales.append(100.0)
    for scale in scales:
        alike = _alike(value, magnitude * scale)
        if alike is not None:
            bare = node("div", tree, number(registry().Quantity(1.0, held.units))) if quantity else tree
            made = bare if scale == 1 else node("mul", bare, number(scale))
            return Stands(Part(made, value), tree, alike)
    return None


def _alike(value: float, own: float) -> bool | None:
    """Say whether a typed number is another one rounded; None where it is not that number."""
    if abs(value - own) <= _EXACT * abs(own):
        return False
    digits = significant_digits(value)
    if digits >= _FEWEST and abs(value - float(round_significant(own, digits))) <= _EXACT * abs(own):
        return True
    return None
