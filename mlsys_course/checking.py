"""The visible test: ``check("training_days", training_days)``."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import metadata
from typing import Any

from mlsys_course import contracts, help, memory
from mlsys_course.exercise import find, owners
from mlsys_course.guard import guarded, type_name
from mlsys_course.result import NOT_ATTEMPTED, UNCHECKED, Result

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


def _checked(name: Any, answer: Any) -> Result:
    if not isinstance(name, str):
        sentence = (
            "First comes the exercise's name in quotation marks, then the answer, as in "
            'check("training_days", training_days).'
        )
        return Result(False, 0.0, UNCHECKED, sentence, "check")
    name = str.__str__(name)
    try:
        return _judge(name, answer)
    except Exception as error:  # no answer raises: it is the name, or the course's own settings
        said = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
        return Result(False, 0.0, UNCHECKED, said or f"This could not be checked: {type_name(error)}.", name)


def _helped(result: Result) -> Result:
    """Return the result with the help that is due after so many wrong tries."""
    if result.accepted or not result.judged or "NBGRADER_VALIDATING" in os.environ:
        return result
    tries = memory.tries(result.name)
    if tries < min(help.OFFERED):
        return result
    try:
        return replace(result, help=help.offered(result.name, tries))
    except Exception:  # whatever is wrong with the help, the verdict stands
        return result


_LOOKED_UP = object()
_NOTHING_THERE = (
    "There is no {0} yet: the cell above did not run, or stopped before it gave {0} a value. Run it, read "
    "what it says, then run this cell again."
)


def check(name: str, answer: Any = _LOOKED_UP) -> Result:
    """Say whether an answer is on track; displays itself, never raises.

    Where the whole course is installed the answer gets the full diagnosis; with the student package
    alone, its kind, unit, sign and shape are checked, and the value is left to the grader.

    Parameters
    ----------
    name : str
        The exercise's name, as in its test cell.
    answer : object, optional
        The learner's answer. Without it, it is what the notebook has under the exercise's name; where it has
        nothing, because the cell above failed, the sentence says so.

    Returns
    -------
    Result
        A sentence; under nbgrader's Validate a refusal is also written to stderr, which is how
        Validate learns of it.
    """
    if answer is _LOOKED_UP:
        names = sys._getframe(1).f_globals
        if type(name) is str and name in owners() and name not in names:
            result = Result(False, 0.0, NOT_ATTEMPTED, _NOTHING_THERE.format(name), name)
            if "NBGRADER_VALIDATING" in os.environ:
                print(result, file=sys.stderr)
            return result
        answer = names.get(name, ...) if type(name) is str else ...
    result = guarded(name if type(name) is str else "check", answer, lambda: _checked(name, answer))
    if result.cause not in (NOT_ATTEMPTED, UNCHECKED):
        memory.check(result.name, result.accepted, result.verdict, result.message)
        result = _helped(result)
    if not result.accepted and "NBGRADER_VALIDATING" in os.environ:
        print(result, file=sys.stderr)
    return result
