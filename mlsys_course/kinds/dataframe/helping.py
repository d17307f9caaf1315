"""Help with a table: its shape, its first row, half of its rows."""

from __future__ import annotations

from mlsys_course.exercise import Exercise
from mlsys_course.help import BLANK, Step
from mlsys_course.kinds.spellings import spellings
from mlsys_course.scenarios import Scenario


def steps(exercise: Exercise, numbers: Scenario | None) -> tuple[Step, ...]:
    """Return the three steps of help (see `mlsys_course.help`)."""
    right = exercise.answer(numbers)
    table = (right[0] if exercise.spec.also else right)[list(spellings(exercise.spec.columns))]
    also = f" Beside it: {exercise.spec.also}." if exercise.spec.also else ""
    columns = ", ".join(map(str, table.columns))
    half = (len(table) + 1) // 2
    shown = table.head(2).to_string(index=False).splitlines()
    empty = [BLANK] * (len(table) - 2)
    return (
        Step(
            1,
            "A hint",
            f"{exercise.spec.reconsider} The table has {len(table)} rows and these columns: {columns}.{also} "
            "Make the columns one by one, and print the table after each.".strip(),
        ),
        Step(
            2, "The answer with blanks", "The first two rows. Yours should begin like this.", (*shown, *empty)
        ),
        Step(
            3,
            "Half of the answer",
            "Where does yours begin to differ?",
            tuple(table.head(half).to_string(index=False).splitlines()),
        ),
    )
