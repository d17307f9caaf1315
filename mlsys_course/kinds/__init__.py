"""What the kinds of answers other than quantities and numbers need to know beyond the exercise itself.

A spec goes into ``@exercise(..., spec=Function(...))``; it names its kind, and `shape` gives the part of it
that is public, which the build writes into the contract and a learner is checked against without any key.
"""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from mlsys_course.exercise import Exercise

__all__ = ["Classification", "Edge", "Function"]


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
