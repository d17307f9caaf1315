"""What a question says that asks for a class for every item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlsys_course.exercise import Exercise, ExerciseError
from mlsys_course.kinds.spellings import spellings

__all__ = ["Classification"]


@dataclass(frozen=True)
class Classification:
    """Every item gets one class.

    The key returns a dictionary from item to class; its parameters, if it has any, are inputs of the
    scenario. A value that is a tuple of classes accepts each of them. A misconception's function has the same
    parameters and returns such a dictionary too, or only the part of it that differs.

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
    order : bool
        Whether the classes are the places of an order, each taken once: ``(1, 2, 3)``.
    """

    items: Sequence[str] | Mapping[str, Sequence[str]]
    classes: Sequence[Any] | Mapping[Any, Sequence[Any]]
    reconsider: str = ""
    partial: bool = False
    order: bool = False

    kind = "classification"

    def shape(self, exercise: Exercise) -> dict[str, Any]:
        """Return the public part: items and classes with their other names, and whether parts count.

        Raises
        ------
        ExerciseError
            If the key answers other items, or uses a class, than the question names.
        """
        items, classes = spellings(self.items), spellings(self.classes)
        _agree(exercise, items, classes)
        return {
            "items": {str(name): [str(o) for o in others] for name, others in items.items()},
            # Pairs, for a class may be True or 2 and JSON keys are text.
            "classes": [[name, list(others)] for name, others in classes.items()],
            "partial": self.partial,
        }


def _agree(exercise: Exercise, items: Mapping[Any, Any], classes: Mapping[Any, Any]) -> None:
    """Refuse a key that answers another question than its spec asks."""
    right = exercise.answer()
    if set(right) != set(items):
        raise ExerciseError(
            f"{exercise.name}: items of the key and of the question differ: "
            f"{sorted(set(right) ^ set(items))}."
        )
    for item, value in right.items():
        for one in value if isinstance(value, tuple) else (value,):
            if one not in classes:
                raise ExerciseError(f"{exercise.name}: {item!r} is given {one!r}, which is not a class.")
