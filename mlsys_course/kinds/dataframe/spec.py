"""What a question says that asks for a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlsys_course.exercise import Exercise, ExerciseError
from mlsys_course.kinds.spellings import spellings

__all__ = ["Frame"]


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
        right = exercise.answer()
        table = right[0] if self.also else right
        columns = spellings(self.columns)
        missing = [c for c in columns if c not in table.columns]
        if missing:
            raise ExerciseError(f"{exercise.name}: the key's table lacks {missing}.")
        return {
            "columns": {name: list(others) for name, others in columns.items()},
            "key": self.key,
            "rows": len(table),
            "also": self.also,
        }
