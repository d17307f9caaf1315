"""An exercise's formulas, evaluated for all rows of its scenario in the unit it asks for."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeGuard

import numpy as np

from mlsys_course.diagnosis.expression import (
    Array,
    Dimension,
    Evaluator,
    Node,
    Value,
    base_value,
    inputs_of,
    node,
    trace,
)
from mlsys_course.diagnosis.inputs import Columns, si
from mlsys_course.diagnosis.mutants import Names
from mlsys_course.exercise import Exercise, ExerciseError
from mlsys_course.reading.dimensions import in_words
from mlsys_course.scenarios import Table


class Base(NamedTuple):
    """One value per row, in base units, with its dimension; `bare` where a function gave plain numbers."""

    array: Array
    dimension: Dimension
    bare: bool = False


class Values:
    """What the formulas of an exercise give over a table.

    Parameters
    ----------
    exercise : Exercise
        One whose answer is a quantity, a number or a whole number.
    table : Table or None
        The rows; None for a question without a scenario.

    Attributes
    ----------
    tree : Node or None
        The key's formula, where it is one.
    dimension, factor
        Dimension of the asked unit, and its size in base units.

    Raises
    ------
    ExerciseError
        If the exercise is of another kind.
    """

    def __init__(self, exercise: Exercise, table: Table | None) -> None:
        from mlsys_course.units import registry

        if not exercise.scalar:
            raise ExerciseError(f"{exercise.name} is a {exercise.kind}; this part diagnoses numbers.")
        self.exercise, self.columns = exercise, Columns(table)
        self.rows = self.columns.rows
        self._evaluate = Evaluator(self.columns)
        self._displayed = Evaluator(self.columns, plain=True)
        self._si = Evaluator(self.columns.si, plain=True, literal=si)
        one: Any = registry().Quantity(1.0, exercise.unit or "")
        factor, self.dimension = base_value(one)
        self.factor = float(factor)
        labels = {name: str(about["label"]) for name, about in table.parameters.items()} if table else {}
        units = {name: self.columns.one(name) for name in labels}
        ones = {name: node("number", detail=unit) for name, unit in units.items() if unit is not None}
        self.names = Names(labels, ones, {name for name in labels if self.columns.is_series(name)})
        self.tree = trace(exercise.key, exercise.parameters)
        if self.tree is not None and self.base(self.tree) is None:
            self.tree = None

    # ---- formulas

    def base(self, tree: Node) -> Base | None:
        """Return the values of a formula in base units, None where it gives none or several per row."""
        value = self._evaluate(tree)
        return Base(self._per_row(value), value.dimension) if _single(value) else None

    def asked(self, tree: Node) -> Array | None:
        """Return the values of a formula in the asked unit, None where it has another dimension."""
        value = self.base(tree)
        if value is None or value.dimension != self.dimension:
            return None
        return value.array / self.factor

    def displayed(self, tree: Node) -> Array | None:
        """Return what comes out when the numbers are combined as they are displayed, in the asked unit.

        A share that is computed so may be meant as a percentage.
        """
        value = self._displayed(tree)
        return self._per_row(value) / (1.0 if self.dimension else self.factor) if _single(value) else None

    def bare(self, tree: Node) -> Iterator[Array]:
        """Yield what somebody gets who computes with bare numbers and names the unit afterwards.

        The numbers are those displayed, or those in bytes, seconds, FLOP and the like, brought into the asked
        unit at the end.
        """
        shown = self.displayed(tree)
        if shown is not None and np.isfinite(shown).any():
            yield shown
        value = self._si(tree)
        if _single(value) and np.isfinite(value.array).any():
            yield self._per_row(value) / si(self.factor, self.dimension)

    @property
    def inside(self) -> set[str]:
        """Base dimensions of the key's inputs."""
        names = inputs_of(self.tree) if self.tree is not None else ()
        return {base for name in names for base, _ in self.columns.dimension(name) or ()}

    @functools.cached_property
    def times(self) -> set[str]:
        """Units of time that the question speaks of: in its inputs, and in what it asks for."""
        from mlsys_course.units import registry

        names = inputs_of(self.tree) if self.tree is not None else self.columns.names
        units = [self.exercise.unit, *(self.columns.unit(name) for name in names)]
        return {str(part) for unit in units if unit for part in registry().Unit(unit)._units}

    def _per_row(self, value: Value) -> Array:
        """One value per row, also where a formula has no inputs."""
        array: Array = np.broadcast_to(value.array[:, 0], (self.rows,)).astype(float)
        return array

    # ---- keys and functions written by hand

    def right(self) -> Array:
        """Return the right answers in the asked unit, one per row.

        Raises
        ------
        ExerciseError
            If the key does not give what the question asks for.
        """
        if self.tree is not None:
            values = self.asked(self.tree)
            if values is not None:
                return values
        else:
            (found, *more) = self.written(self.exercise.key)
            if not more and found.dimension == self.dimension:
                return found.array / self.factor
        raise ExerciseError(
            f"{self.exercise.name}: its key does not give {in_words(self.exercise.unit or '')}, which the "
            "question asks for."
        )

    def written(self, function: Callable[..., Any]) -> list[Base]:
        """Evaluate a function of some of the scenario's inputs: one result for each dimension that it gives.

        Raises
        ------
        ExerciseError
            If it asks for an input that the scenario does not have.
        """
        parameters = tuple(inspect.signature(function).parameters)
        for name in parameters:
            if name not in self.columns.names:
                raise ExerciseError(
                    f"{self.exercise.name}: {name!r} is no input of scenario {self.exercise.scenario!r}."
                )
        tree = trace(function, parameters)
        value = self.base(tree) if tree is not None else None
        if value is not None:
            return [Base(value.array, value.dimension, not value.dimension)]
        groups: dict[tuple[Dimension, bool], Array] = {}
        for index in range(self.rows):
            inputs = self.columns.table.row(index).inputs if self.columns.table else {}
            result = function(**{name: inputs[name].value for name in parameters})
            result = getattr(result, "quantity", result)
            number, dimension = base_value(result)
            kind = dimension, not hasattr(result, "magnitude")
            groups.setdefault(kind, np.full(self.rows, np.nan))[index] = float(number)
        return [Base(array, dimension, bare) for (dimension, bare), array in groups.items()]


def _single(value: Value | None) -> TypeGuard[Value]:
    return value is not None and value.array.shape[1] == 1


def round_significant(values: Any, digits: int) -> Array:
    """Round to significant figures.

    >>> round_significant(np.array([25.278, 0.0]), 3)
    array([25.3,  0. ])
    """
    values = np.asarray(values, float)
    with np.errstate(all="ignore"):
        place = np.power(10.0, digits - 1 - np.floor(np.log10(np.abs(values))))
        rounded = np.round(values * place) / place
    kept: Array = np.where((values == 0) | ~np.isfinite(rounded), values, rounded)
    return kept
