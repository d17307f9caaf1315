"""The visible test: ``check("training_days")``."""

from __future__ import annotations

import difflib
import functools
import os
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import metadata
from typing import TYPE_CHECKING, Any

from mlsys_course import asked, contracts, help, memory, running
from mlsys_course.course import is_grading
from mlsys_course.exercise import find, owners
from mlsys_course.guard import guarded, type_name
from mlsys_course.help import written
from mlsys_course.result import NO_TRY, NOT_ATTEMPTED, NOT_RUN, UNCHECKED, Result

if TYPE_CHECKING:
    from mlsys_course.diagnosis.formula import Code

ENTRY_POINT = "mlsys_course.checkers"


@functools.cache
def _full_checker() -> Callable[[str, Any, Code | None], Result] | None:
    """Return the staff package's checker where it is installed."""
    for entry in metadata.entry_points(group=ENTRY_POINT):
        loaded: Callable[[str, Any, Code | None], Result] = entry.load()
        return loaded
    return None


def _judge(name: str, answer: Any, source: Code | None) -> Result:
    from mlsys_course.diagnosis import judge
    from mlsys_course.reading import check_contract
    from mlsys_course.scenarios import scenario

    try:
        exercise = find(name)
    except LookupError:
        pass
    else:
        if not exercise.graded:
            numbers = scenario(exercise.scenario) if exercise.scenario else None
            return judge(exercise, answer, numbers, source)
    checker = _full_checker()
    if checker is not None:
        return checker(name, answer, source)
    if name not in contracts.owners():
        find(name)  # which says what name is closest, of practice too
    return check_contract(contracts.get(name), answer)


def _checked(name: str, answer: Any, source: Code | None) -> Result:
    try:
        return _judge(name, answer, source)
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
_MISSPELT = (
    "There is no {0}, but there is {1}. Is that your answer? Then name it {0}, run its cell, and run this "
    "one again."
)
_NO_VALUE = "The cell above ran, but it gives {0} no value{1}."
_STORE = ": it shows what it computes and keeps nothing. Store your answer: {0} = …"
_CHANGED = (
    "{0} was changed by another cell{1}, after its own cell had run. Run its own cell again, then this one. "
    "What {0} holds now was not judged."
)
_ELSEWHERE = (
    "The value that was judged comes from another cell than {0}'s own. Not what you meant? Run its own cell "
    "again, then this one."
)
_INTERRUPTED = (
    "The cell above was interrupted before it had {0} complete. Run it again and let it end, then run this "
    "cell again."
)
_ALIKE = 0.8
_RUN = "Run that cell, then this one again."
_OLD = "What {0} held before was not judged."
_AGAIN = "Fix it, run it, then run this cell again."
_WIDTH = 80
"""Characters in a line of what nbgrader's Validate is told: it cuts longer ones off."""

running.watch()


def looked_up(name: str, names: Mapping[str, Any]) -> tuple[Any, Result | None]:
    """Return the answer that a notebook has under an exercise's name, or why there is none.

    Parameters
    ----------
    name : str
        The exercise's name.
    names : mapping
        The notebook's names.

    Returns
    -------
    object
        The answer; ``...`` where there is none.
    Result or None
        What says so where its cell did not run, or stopped.
    """
    why = running.stopped(name, names)
    if why is not None:
        old = names.get(name, ...)
        stale = "" if old is ... else f" {_OLD.format(name)}"
        if why.startswith(running.INTERRUPTED):
            return ..., Result(False, 0.0, NOT_RUN, f"{_INTERRUPTED.format(name)}{stale}", name)
        nothing = why.startswith(("SyntaxError", "IndentationError", "TabError"))
        happened = "did not run" if nothing else f"stopped before it gave {name} a value"
        python = why if why.endswith(("?", "!")) else f"{why.rstrip('.')}."
        said = f"The cell above {happened}. Python says {python} {_AGAIN}{stale}"
        return ..., Result(False, 0.0, NOT_RUN, said, name)
    elsewhere = running.elsewhere(name, names)
    if elsewhere in owners():
        said = _CHANGED.format(name, f", that of {elsewhere}")
        return ..., Result(False, 0.0, NOT_RUN, said, name)
    others = running.left(name, names)
    if others is not None:
        theirs = _possible(others)
        now = f": it gives one to {theirs[-1]}. Is that your answer? Then name it {name}" if theirs else ""
        said = f"The cell above no longer gives {name} a value{now or '. Store your answer in it'}. {_RUN}"
        return ..., Result(False, 0.0, NOT_ATTEMPTED, f"{said} {_OLD.format(name)}", name)
    if name not in names and name in owners():
        nearly = [one for one in names if not one.startswith("_") and one not in owners()]
        other = next(iter(difflib.get_close_matches(name, nearly, n=1, cutoff=_ALIKE)), None)
        given = running.ended(name, names)
        if other:
            said = _MISSPELT.format(name, other)
        elif given is None:
            said = _NOTHING_THERE.format(name)
        else:
            theirs = _possible(given)
            now = (
                f": it gives one to {theirs[-1]}. Is that your answer? Then name it {name}" if theirs else ""
            )
            said = f"{_NO_VALUE.format(name, now or _STORE.format(name))} {_RUN}"
        return ..., Result(False, 0.0, NOT_ATTEMPTED, said, name)
    return names.get(name, ...), None


def _possible(given: Sequence[str]) -> list[str]:
    """Return the names out of a cell that can be an answer misnamed: no other question's, none hidden."""
    return [one for one in given if one not in owners() and not one.startswith("_")]


def _of_written(name: str) -> written.SelfCheck | Result:
    try:
        return written.self_check(name)
    except Exception as error:  # a name that is none, settings that cannot be read
        said = str(error) or f"This could not be checked: {type_name(error)}."
        return Result(False, 0.0, UNCHECKED, said, name)


def check(name: str = "", answer: Any = _LOOKED_UP) -> Result | written.SelfCheck:
    """Say whether an answer is on track; displays itself, never raises.

    Where the whole course is installed the answer gets the full diagnosis; with the student package
    alone, its kind, unit, sign and shape are checked, and the value is left to the grader. An answer in
    sentences, whose question's name begins with ``explain_``, is judged by the learner (see
    `mlsys_course.help.written`).

    Parameters
    ----------
    name : str
        The exercise's name, as in its test cell. Without it, the sentence says which names there are.
    answer : object, optional
        The learner's answer. Without it, it is what the notebook has under the exercise's name; where its
        cell did not run, or stopped, the sentence says so, and what an earlier run left is not judged.

    Returns
    -------
    Result or SelfCheck
        A sentence; under nbgrader's Validate a refusal is also written to stderr, which is how
        Validate learns of it. For an answer in sentences a list to tick, and two answers to compare it with.
    """
    names = sys._getframe(1).f_globals
    if not isinstance(name, str) or not name.strip():
        return Result(False, 0.0, UNCHECKED, asked.which("check", names), "check")
    name = str.__str__(name)
    if written.is_written(name) and name not in owners():
        return _of_written(name)
    nothing, moved = None, False
    if answer is _LOOKED_UP:
        answer, nothing = looked_up(name, names)
        moved = nothing is None and running.elsewhere(name, names) is not None
    result = nothing or judged(name, answer, running.code(name, names))
    if moved:
        result = replace(result, remarks=(*result.remarks, _ELSEWHERE.format(name)))
    if result.cause not in NO_TRY and not is_grading():  # a class is no learner who tries again and again
        memory.check(result.name, result.accepted, result.verdict, result.message)
        result = _helped(result)
    if not result.accepted and "NBGRADER_VALIDATING" in os.environ:
        print(_wrapped(result), file=sys.stderr)
    return result


def judged(name: str, answer: Any, source: Code | None = None) -> Result:
    """Judge an answer, whatever it is or does; nothing is kept of it, and no help is due.

    Parameters
    ----------
    name : str
        The exercise's name.
    answer : object
        The answer.
    source : Code, optional
        What it was computed by, where that is known.
    """
    return guarded(name, answer, lambda: _checked(name, answer, source))


def _wrapped(result: Result) -> str:
    """Return what a result says in lines that Validate shows whole."""
    return "\n".join(textwrap.fill(line, _WIDTH) for line in repr(result).splitlines())
