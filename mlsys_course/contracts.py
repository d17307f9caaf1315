"""Contracts: what is public about every graded answer (kind, unit, sign, shape, tolerance, points).

The build writes a ``contract.json`` into each chapter's folder from its keys; a learner who has only the
student package is checked against these and against nothing else.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from mlsys_course import chapters
from mlsys_course.suggest import did_you_mean

WRITTEN = "explain_"
"""How the name of an answer in sentences begins: it has no contract, and people judge it."""


@dataclass(frozen=True)
class Contract:
    """The public side of one exercise.

    Parameters
    ----------
    name, bank : str
        The answer's name in the notebook, and its code in the exercise bank.
    kind : str
        The kind of answer (see `mlsys_course.kinds`).
    unit : str or None
        The unit asked for; any equivalent unit is accepted.
    rtol : float
        Relative tolerance.
    points : float
        What a full answer is worth.
    sign : str
        ``positive``, ``nonnegative``, ``negative`` or ``any``.
    bare : bool
        Whether a plain number is read as being in `unit`.
    shape : mapping
        What the kind needs to be read: a function's parameters, a classification's items and
        classes, a table's columns.
    scenario : str or None
        The scenario whose numbers the question uses.
    """

    name: str
    bank: str
    kind: str
    unit: str | None = None
    rtol: float = 0.01
    points: float = 1.0
    sign: str = "any"
    bare: bool = False
    shape: Mapping[str, Any] = field(default_factory=dict)
    scenario: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the contract as JSON types, in a fixed order."""
        return asdict(self)


FILE = "contract.json"


@functools.cache
def load_all() -> dict[str, Contract]:
    """Return the contracts of every chapter, by name."""
    return {name: contract for name, (_, contract) in _by_name().items()}


@functools.cache
def _by_name() -> dict[str, tuple[str, Contract]]:
    return chapters.gather(FILE, _read)


def _read(path: Path) -> dict[str, Contract]:
    return {raw["name"]: Contract(**raw) for raw in json.loads(path.read_text(encoding="utf-8"))}


def owners() -> dict[str, str]:
    """Return the chapter that each graded exercise belongs to, by name."""
    return {name: chapter for name, (chapter, _) in _by_name().items()}


def get(name: str) -> Contract:
    """Return the contract of an exercise.

    Raises
    ------
    LookupError
        If no graded exercise has this name; the sentence names the closest one.
    """
    everything = load_all()
    if name not in everything:
        raise LookupError(f"There is no exercise {name!r}.{did_you_mean(str(name), everything)}")
    return everything[name]
