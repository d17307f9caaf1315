"""The visible test: ``check("training_days", training_days)``."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from importlib import metadata
from typing import Any

from mlsys_course import contracts
from mlsys_course.exercise import find
from mlsys_course.result import Result

ENTRY_POINT = "mlsys_course.checkers"


@functools.cache
def _full_checker() -> Callable[[str, Any], Result] | None:
    """Return the staff package's checker where it is installed."""
    for entry in metadata.entry_points(group=ENTRY_POINT):
        loaded: Callable[[str, Any], Result] = entry.load()
        return loaded
    return None


def _judge(name: str, answer: Any) -> Result:
    from mlsys_course.diagnosis import judge
    from mlsys_course.reading import check_contract
    from mlsys_course.scenarios import scenario

    try:
        exercise = find(name)
    except LookupError:
        pass
    else:
        if not exercise.graded:
            return judge(exercise, answer, scenario(exercise.scenario) if exercise.scenario else None)
    checker = _full_checker()
    if checker is not None:
        return checker(name, answer)
    if name not in contracts.owners():
        find(name)  # which says what name is closest, of practice too
    return check_contract(contracts.get(name), answer)


def check(name: str, answer: Any) -> Result:
    """Say whether an answer is on track; displays itself, never raises.

    Where the whole course is installed the answer gets the full diagnosis; with the student package
    alone, its kind, unit, sign and shape are checked, and the value is left to the grader.

    Parameters
    ----------
    name : str
        The exercise's name, as in its test cell.
    answer : object
        The learner's answer.

    Returns
    -------
    Result
        A sentence; under nbgrader's Validate a refusal is also written to stderr, which is how
        Validate learns of it.
    """
    try:
        if isinstance(name, str):
            result = _judge(name, answer)
        else:
            sentence = (
                "First comes the exercise's name in quotation marks, then the answer, as in "
                'check("training_days", training_days).'
            )
            result = Result(False, 0.0, "error", sentence, "check")
    except Exception as error:  # "Run All" must reach the end whatever happens here
        result = Result(False, 0.0, "error", f"This could not be checked: {error}", str(name))
    if not result.accepted and "NBGRADER_VALIDATING" in os.environ:
        print(result, file=sys.stderr)
    return result
