"""What a question says that asks for a directed graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlsys_course.exercise import Exercise, ExerciseError
from mlsys_course.kinds.spellings import spellings

__all__ = ["Graph"]


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
        nodes = spellings(self.nodes)
        strange = {end for edge in exercise.key() for end in edge} - set(nodes)
        if strange:
            raise ExerciseError(f"{exercise.name}: the key has nodes the question does not name: {strange}.")
        return {"nodes": {name: list(others) for name, others in nodes.items()}}
