"""What the kinds of answers other than quantities and numbers need to know beyond the exercise itself.

A spec goes into ``@exercise(..., spec=Function(...))``; it names its kind, and `shape` gives the part of it
that is public, which the build writes into the contract and a learner is checked against without any key.

How to write an exercise whose answer is no number
==================================================

1. **Key.** A function's key is the function. The other keys take no parameters (or inputs of the scenario)
   and return the right answer: a dictionary, a set of edges, a DataFrame, a figure.
2. **Misconceptions**: ``@name.misconception(cause, message)`` above a wrong function with the key's
   parameters, or ``name.misconception(cause, message)(lambda: {...})`` with the wrong answer; for
   classifications and claims only the items that differ. The message says what was done and what to think
   of; in a question with two classes it does not say which item is meant unless nothing else can be said.
3. **Functions.** Where the key is a plain formula, its broken trees, its exchanged arguments and simple
   changes of its result are diagnosed without being listed. Set ``rtol`` to 1e-4 or so: a function rounds
   nothing. Give the first case numbers that tell all mistakes apart, for messages show it. Limits go into
   `Edge`, with what happens there in words.
4. **Classifications** name items and classes exactly as the question does. With ``partial`` the question
   says so.
5. **Plots** are checks, the picture's content first; the key draws the right figure. `kinds.plot.Shape`
   takes a test of your own.
6. **Corpus.** At least four right and five wrong answers; ``python -m autograder assess`` shows what stays
   unnamed.
"""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from mlsys_course.exercise import Exercise

__all__ = ["Claims", "Classification", "Edge", "Frame", "Function", "Graph", "Plot"]


@dataclass(frozen=True)
class Edge:
    """A limit at which a function must hold too, with the sentence for those whose function does not.

    Parameters
    ----------
    cause : str
        Stable slug, such as ``limit:s=inf``.
    args : tuple
        Arguments of the call.
    message : str
        What happens there, in words, without the value.
    """

    cause: str
    args: tuple[Any, ...]
    message: str


class Property(Protocol):
    """Judges one result where several are right: None, or a cause and a sentence."""

    def __call__(self, args: tuple[Any, ...], result: Any, /) -> tuple[str, str] | None: ...


@dataclass(frozen=True)
class Function:
    """A function that the learner writes: it is called on many inputs.

    Parameters
    ----------
    cases : sequence of tuple
        Argument tuples of ordinary calls. The first one is public: it is the example that a learner
        without keys is checked with.
    edges : sequence of Edge
        Limits, judged after the ordinary calls.
    generate : callable, optional
        Takes a `random.Random`, returns an argument tuple; drawn from with a fixed seed.
    count : int
        How many generated calls.
    units : mapping
        Parameter to unit (or None for a plain number). Where given, the function is called with plain
        numbers in these units and, in some calls more, with quantities in other units.
    judge_result : callable, optional
        Decides about one result where the key's result is not the only right one; it gets the arguments
        and the plain result and returns None or a cause and a sentence.
    independent : bool
        Whether each parameter may be varied while the others stay, which finds a forgotten one.
    """

    cases: Sequence[tuple[Any, ...]]
    edges: Sequence[Edge] = ()
    generate: Callable[[random.Random], tuple[Any, ...]] | None = None
    count: int = 12
    units: Mapping[str, str | None] = field(default_factory=dict)
    judge_result: Property | None = None
    independent: bool = True

    kind = "function"

    def shape(self, exercise: Exercise) -> dict[str, Any]:
        """Return the public part: parameters, how many are needed, an example call, units, the result.

        Parameters
        ----------
        exercise : Exercise
            The exercise this is the spec of.

        Returns
        -------
        dict
            JSON types only.
        """
        from mlsys_course.reading.function import describe

        parameters = inspect.signature(exercise.key).parameters.values()
        return {
            "parameters": [p.name for p in parameters],
            "required": sum(p.default is p.empty for p in parameters),
            "example": list(self.cases[0]),
            "units": dict(self.units),
            "returns": describe(exercise.key(*self.cases[0])),
        }


@dataclass(frozen=True)
class Classification:
    """Every item gets one class.

    The key is a function without parameters that returns a dictionary from item to class; a value that is
    a tuple of classes accepts each of them. A misconception's function returns such a dictionary too, or
    only the part of it that differs.

    Parameters
    ----------
    items : sequence of str or mapping
        The items in the order of the question; a mapping gives each other ways to write it.
    classes : sequence or mapping
        The classes; a mapping gives each other ways to write it. Case, dashes, an unambiguous beginning and
        a surrounding phrase ("memory-bound") are understood without being listed.
    reconsider : str
        What to look at again where nothing more can be said: one sentence, in the question's terms.
    partial : bool
        Whether a part of the items right earns a part of the points (above what one class for all would
        earn); the question must say so.
    """

    items: Sequence[str] | Mapping[str, Sequence[str]]
    classes: Sequence[Any] | Mapping[Any, Sequence[Any]]
    reconsider: str = ""
    partial: bool = False

    kind = "classification"

    def shape(self, exercise: Exercise) -> dict[str, Any]:
        """Return the public part: items and classes with their other names, and whether parts count.

        Raises
        ------
        ExerciseError
            If the key answers other items, or uses a class, than the question names.
        """
        items, classes = _names(self.items), _names(self.classes)
        _agree(exercise, items, classes)
        return {
            "items": {str(name): [str(o) for o in others] for name, others in items.items()},
            # Pairs, for a class may be True or 2 and JSON keys are text.
            "classes": [[name, list(others)] for name, others in classes.items()],
            "partial": self.partial,
        }


@dataclass(frozen=True)
class Graph:
    """A directed graph: which arrows lead from where to where.

    The key returns the edges as pairs of node names; so does a misconception's function.

    Parameters
    ----------
    nodes : sequence or mapping
        The nodes; a mapping gives each other ways to write it.
    reconsider : str
        What to look at again where nothing more can be said.
    """

    nodes: Sequence[str] | Mapping[str, Sequence[str]]
    reconsider: str = ""

    kind = "graph"

    def shape(self, exercise: Exercise) -> dict[str, Any]:
        """Return the public part: the nodes with their other names.

        Raises
        ------
        ExerciseError
            If the key uses a node that the question does not name.
        """
        from mlsys_course.exercise import ExerciseError

        nodes = _names(self.nodes)
        strange = {end for edge in exercise.key() for end in edge} - set(nodes)
        if strange:
            raise ExerciseError(f"{exercise.name}: the key has nodes the question does not name: {strange}.")
        return {"nodes": {name: list(others) for name, others in nodes.items()}}


@dataclass(frozen=True)
class Claims:
    """For each claim whether the data support it and, where the question asks for it, the computed value.

    The key returns a dictionary from claim to True or False, or to a pair of that and the value; a
    misconception's function returns such a dictionary, or the part of it that differs.

    Parameters
    ----------
    claims : sequence or mapping
        The claims by their short names; a mapping gives each its full text.
    rtol : float
        Relative tolerance of the values.
    units : mapping
        Claim to the unit of its value, where it has one.
    reconsider : str
        What to look at again where nothing more can be said.
    partial : bool
        Whether each claim counts for itself; the question must say so.
    """

    claims: Sequence[str] | Mapping[str, str]
    rtol: float = 0.02
    units: Mapping[str, str] = field(default_factory=dict)
    reconsider: str = ""
    partial: bool = False

    kind = "claims"

    def shape(self, exercise: Exercise) -> dict[str, Any]:
        """Return the public part: the claims, which of them have a value and its unit.

        Raises
        ------
        ExerciseError
            If the key judges other claims than the question names.
        """
        from mlsys_course.exercise import ExerciseError

        right = exercise.key()
        if set(right) != set(self.claims):
            raise ExerciseError(
                f"{exercise.name}: claims of the key and of the question differ: "
                f"{sorted(set(right) ^ set(self.claims))}."
            )
        texts = self.claims if isinstance(self.claims, Mapping) else dict.fromkeys(self.claims, "")
        return {
            "claims": dict(texts),
            "values": {c: self.units.get(c) for c, v in right.items() if isinstance(v, tuple)},
            "partial": self.partial,
        }


@dataclass(frozen=True)
class Frame:
    """A table.

    The key returns a DataFrame; so does a misconception's function. With `also`, both return a pair of the
    table and a number.

    Parameters
    ----------
    columns : sequence or mapping
        The columns asked for; a mapping gives each other ways to write it.
    key : str
        The column that names a row; the learner may have it as the index.
    ordered : bool
        Whether the order of the rows is asked for.
    also : str
        What the number beside the table is, in words; empty where only a table is asked for.
    reconsider : str
        What to look at again where nothing more can be said.
    """

    columns: Sequence[str] | Mapping[str, Sequence[str]]
    key: str
    ordered: bool = False
    also: str = ""
    reconsider: str = ""

    kind = "dataframe"

    def shape(self, exercise: Exercise) -> dict[str, Any]:
        """Return the public part: columns with their other names, number of rows, the naming column.

        Raises
        ------
        ExerciseError
            If the key's table lacks a column of the question.
        """
        from mlsys_course.exercise import ExerciseError

        right = exercise.answer()
        table = right[0] if self.also else right
        columns = _names(self.columns)
        missing = [c for c in columns if c not in table.columns]
        if missing:
            raise ExerciseError(f"{exercise.name}: the key's table lacks {missing}.")
        return {
            "columns": {name: list(others) for name, others in columns.items()},
            "key": self.key,
            "rows": len(table),
            "also": self.also,
        }


class Check(Protocol):
    """One thing a plot must show (see `mlsys_course.kinds.plot`)."""

    @property
    def about(self) -> str:
        """What is looked at, in words."""

    def judge(self, view: Any, /) -> tuple[str, str] | None:
        """Return None, or a cause and a sentence."""


@dataclass(frozen=True)
class Plot:
    """A figure, judged by what is drawn in it.

    The key draws the right figure; it serves as the worked answer, and every check must pass on it.

    Parameters
    ----------
    checks : sequence of Check, or callable
        The checks, the most telling first; a callable makes them from the scenario's inputs.
    partial : bool
        Whether each check counts for itself; the question must say so.
    """

    checks: Sequence[Check] | Callable[..., Sequence[Check]]
    partial: bool = False

    kind = "plot"

    def checks_for(self, inputs: Mapping[str, Any]) -> Sequence[Check]:
        """Return the checks for a scenario's inputs."""
        return self.checks(**inputs) if callable(self.checks) else self.checks

    def shape(self, exercise: Exercise) -> dict[str, Any]:
        """Return the public part: whether parts count. What is drawn where is the question's own text."""
        return {"partial": self.partial}


def _names(given: Sequence[Any] | Mapping[Any, Sequence[Any]]) -> dict[Any, tuple[Any, ...]]:
    """Return names with their other spellings."""
    if isinstance(given, Mapping):
        return {name: tuple(others) for name, others in given.items()}
    return dict.fromkeys(given, ())


def _agree(exercise: Exercise, items: Mapping[Any, Any], classes: Mapping[Any, Any]) -> None:
    """Refuse a key that answers another question than its spec asks."""
    from mlsys_course.exercise import ExerciseError

    right = exercise.key()
    if set(right) != set(items):
        raise ExerciseError(
            f"{exercise.name}: items of the key and of the question differ: "
            f"{sorted(set(right) ^ set(items))}."
        )
    for item, value in right.items():
        for one in value if isinstance(value, tuple) else (value,):
            if one not in classes:
                raise ExerciseError(f"{exercise.name}: {item!r} is given {one!r}, which is not a class.")
