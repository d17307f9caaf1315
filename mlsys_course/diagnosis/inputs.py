"""The inputs of a scenario as columns: every row of its table at once, in base units."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np

from mlsys_course.diagnosis.expression import (
    Array,
    Dimension,
    Literal,
    Node,
    Unlike,
    Value,
    base_value,
    dimension_of,
)
from mlsys_course.scenarios import Table


class Columns:
    """The columns of a table, converted once; looks up ``input`` and ``sibling`` nodes for an `Evaluator`.

    Parameters
    ----------
    table : Table or None
        None where a question has no scenario: one row without inputs.
    """

    def __init__(self, table: Table | None) -> None:
        self.table = table
        self.rows = len(table.rows) if table else 1
        self.names: tuple[str, ...] = tuple(table.parameters) if table else ()
        self._known: dict[tuple[Any, bool], Value] = {}

    def add(self, name: str, value: Value) -> None:
        """Add a column that the table does not have."""
        self._known[name, False] = value

    def __call__(self, leaf: Node, plain: bool) -> Value:
        """Return the column of a leaf.

        Raises
        ------
        Unlike
            If the input is no number, or its rows are not alike.
        """
        key = (leaf.detail, plain)
        if key not in self._known:
            if leaf.op == "sibling":
                name, target = leaf.detail
                self._known[key] = self._sibling(name, target, plain)
            else:
                self._known[key] = self._input(leaf.detail, plain)
        return self._known[key]

    def si(self, leaf: Node, plain: bool) -> Value:
        """Return a column as a bare number in bytes, seconds, FLOP and the like."""
        value = self(leaf, False)
        return Value((si(value.array, value.dimension), ()))

    def entries(self, name: str) -> list[Any]:
        """Return the entries of a column as the table holds them: numbers, lists, constants' names."""
        if self.table is None or name not in self.names:
            raise Unlike
        place = self.names.index(name)
        return [row[place] for row in self.table.rows]

    def constants(self, name: str) -> list[str | None]:
        """Return the name of the constant in each row, None where the row holds a number."""
        about = self.table.parameters[name] if self.table else {}
        entries = self.entries(name)
        if about.get("kind") == "text":
            return [None] * len(entries)
        return [entry if isinstance(entry, str) else None for entry in entries]

    def unit(self, name: str) -> str | None:
        """Return the unit an input is displayed in."""
        return self.table.parameters[name].get("unit") if self.table else None

    def dimension(self, name: str) -> Dimension | None:
        """Return the dimension of an input, None where it is no number."""
        try:
            return self._input(name, False).dimension
        except Unlike:
            return None

    def is_series(self, name: str) -> bool:
        """Say whether an input holds several numbers."""
        return any(isinstance(entry, (list, tuple)) for entry in self.entries(name))

    def is_share(self, name: str) -> bool:
        """Say whether an input is a plain number from 0 to 1 in all rows, without the percent sign."""
        if self.unit(name) or self.dimension(name) is None:
            return False
        entries = self._input(name, False).array
        return bool(np.all((entries > 0) & (entries <= 1)))

    def one(self, name: str) -> Literal | None:
        """Return the number 1 in the unit an input is displayed in, None for a plain number."""
        factor, dimension = _unit(self.unit(name))
        return Literal((factor, 1.0, dimension)) if dimension else None

    def _input(self, name: str, plain: bool) -> Value:
        assert self.table is not None or not self.names
        if name not in self.names or (self.table and self.table.parameters[name].get("kind") == "text"):
            raise Unlike
        unit = self.unit(name)
        factor, dimension = _unit(unit)
        converted: dict[str, float] = {}
        lines: list[Sequence[float]] = []
        for entry in self.entries(name):
            if isinstance(entry, str):
                if entry not in converted:
                    converted[entry] = _constant(entry, unit)
                lines.append([converted[entry]])
            elif isinstance(entry, (list, tuple)):
                lines.append(entry)
            else:
                lines.append([entry])
        try:
            array = np.array(lines, dtype=float)
        except (TypeError, ValueError):
            raise Unlike from None
        if array.ndim != 2:
            raise Unlike
        return Value((array, ())) if plain else Value((array * factor, dimension))

    def _sibling(self, name: str, target: str, plain: bool) -> Value:
        unit = self.unit(name)
        factor, dimension = _unit(unit)
        one = _constant(target, unit) * (1.0 if plain else factor)
        close: dict[str, bool] = {}
        lines = []
        for own in self.constants(name):
            if own is not None and own not in close:
                close[own] = any(other == target for other, _ in siblings(own))
            lines.append([one if own is not None and close[own] else np.nan])
        array: Array = np.array(lines)
        return Value((array, () if plain else dimension))


def si(magnitude: Any, dimension: Dimension) -> Any:
    """Turn a magnitude in base units into one in the units people think in: information counts in bytes."""
    return magnitude / 8.0 ** dict(dimension).get("[information]", 0.0)


@functools.cache
def siblings(name: str) -> tuple[tuple[str, str], ...]:
    """Return name and label of the constants one might take for another, the likeliest first."""
    from mlsys_course import constants

    return tuple((other.name, other.label or other.name) for other in constants.siblings(name))


@functools.cache
def _unit(unit: str | None) -> tuple[float, Dimension]:
    from mlsys_course.units import registry

    if not unit:
        return 1.0, ()
    one: Any = registry().Quantity(1.0, unit)
    return float(base_value(one)[0]), dimension_of(one)


@functools.cache
def _constant(name: str, unit: str | None) -> float:
    from mlsys_course import constants

    return float(constants.get(name).quantity.to(unit or "").magnitude)
