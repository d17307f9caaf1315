"""Reference solutions that only repeat the key: a master names the key, the built notebook shows its answer.

In a master the whole solution region is then::

    ### BEGIN SOLUTION
    from autograder import solution
    which_are_times = solution("which_are_times")
    ### END SOLUTION
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from autograder.building.masters import BuildError
from mlsys_course.exercise import Exercise

IMPORT = "from autograder import solution"

_REGION = re.compile(
    rf"^### BEGIN SOLUTION\n{IMPORT}\n(?P<name>\w+) = solution\(\"(?P=name)\"\)\n### END SOLUTION$",
    re.MULTILINE,
)


def fill(source: str, grade_id: str | None, exercises: Mapping[str, Exercise]) -> str:
    """Return an answer cell's source with the key's answer in the place of its name.

    Parameters
    ----------
    source : str
        Source of a code cell.
    grade_id : str or None
        The cell's grade_id, which is the exercise's name.
    exercises : mapping
        All exercises by name.

    Raises
    ------
    BuildError
        If the name is another one, or the key's answer cannot be written down.
    """
    if IMPORT not in source:
        return source
    match = _REGION.search(source)
    if match is None or match["name"] != grade_id:
        raise BuildError(
            f"cell {grade_id!r} takes its solution from a key. Its region then holds two lines and no more: "
            f'{IMPORT}, and {grade_id} = solution("{grade_id}").'
        )
    exercise = exercises[match["name"]]
    if exercise.kind != "classification":
        raise BuildError(
            f"{exercise.name}: a solution taken from the key is a classification's. Write it out."
        )
    written = "### BEGIN SOLUTION\n" + literal(exercise) + "\n### END SOLUTION"
    return source[: match.start()] + written + source[match.end() :]


def literal(exercise: Exercise) -> str:
    """Return the assignment of a classification's right answer, an item a line.

    Where several classes are right, the first of them is written.
    """
    lines = [f"    {_text(item)}: {_text(value)}," for item, value in answer(exercise).items()]
    return "\n".join([f"{exercise.name} = {{", *lines, "}"])


def answer(exercise: Exercise) -> dict[str, Any]:
    """Return a classification's right answer as a learner would give it: one class for each item."""
    return {
        item: value[0] if isinstance(value, tuple) else value for item, value in exercise.answer().items()
    }


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
