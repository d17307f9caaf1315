"""What a question says that asks for a function."""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from mlsys_course import laws
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.function.reading import describe

__all__ = ["Edge", "Function"]


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
    gives : str
        What the function returns, as the end of a sentence: ``"one number, the bill in USD"``. For a tuple it
        names the parts in their order. Left out, it says of which types they are.
    borrowed : sequence of str
        Functions of the package that compute the same, as a learner calls them: ``"laws.amdahl_speedup"``.
        A function that calls one is told so (`mlsys_course.borrowed`). A law of the exercise's own name
        need not be listed.
    """

    cases: Sequence[tuple[Any, ...]]
    edges: Sequence[Edge] = ()
    generate: Callable[[random.Random], tuple[Any, ...]] | None = None
    count: int = 12
    units: Mapping[str, str | None] = field(default_factory=dict)
    judge_result: Property | None = None
    independent: bool = True
    gives: str = ""
    borrowed: Sequence[str] = ()

    kind = "function"

    def shape(self, exercise: Exercise) -> dict[str, Any]:
        """Return the public part: parameters, how many are needed, an example call, units, the result.

        What the package has of the same kind is public, too.

        Parameters
        ----------
        exercise : Exercise
            The exercise this is the spec of.

        Returns
        -------
        dict
            JSON types only.
        """
        parameters = inspect.signature(exercise.key).parameters.values()
        own = exercise.name in laws.__all__
        return {
            "parameters": [p.name for p in parameters],
            "required": sum(p.default is p.empty for p in parameters),
            "example": list(self.cases[0]),
            "units": dict(self.units),
            "borrowed": sorted({*self.borrowed, *([f"laws.{exercise.name}"] if own else [])}),
            "returns": describe(exercise.key(*self.cases[0])),
            "gives": self.gives,
        }
