"""What a question says that asks which claims hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mlsys_course.exercise import Exercise, ExerciseError

__all__ = ["Claims"]


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
    exact : collection of str
        Claims about exactness, such as that a sum is the whole: their values are exact up to rounding errors.
    units : mapping
        Claim to the unit of its value, where it has one.
    reconsider : str
        What to look at again where nothing more can be said.
    partial : bool
        Whether each claim counts for itself; the question must say so.
    """

    claims: Sequence[str] | Mapping[str, str]
    rtol: float = 0.02
    exact: Collection[str] = ()
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
        right = exercise.key()
        if set(right) != set(self.claims):
            raise ExerciseError(
                f"{exercise.name}: claims of the key and of the question differ: "
                f"{sorted(set(right) ^ set(self.claims))}."
            )
        if strange := sorted(set(self.exact) - set(self.claims)):
            raise ExerciseError(f"{exercise.name}: exact names {', '.join(strange)}, which is no claim.")
        texts = self.claims if isinstance(self.claims, Mapping) else dict.fromkeys(self.claims, "")
        return {
            "claims": dict(texts),
            "values": {c: self.units.get(c) for c, v in right.items() if isinstance(v, tuple)},
            "partial": self.partial,
        }
