"""Running one test cell in the trusted process, on answers that crossed as data."""

from __future__ import annotations

import ast
import contextlib
import functools
import io
import reprlib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder import chapters, marking
from autograder.grading import given
from autograder.grading.template import tested_name
from mlsys_course import readable, scenarios
from mlsys_course.checking import check
from mlsys_course.course import Course, grading_as
from mlsys_course.deadline import Expired, within
from mlsys_course.diagnosis.formula import Code
from mlsys_course.reading import Unusable
from mlsys_course.result import Result
from mlsys_course.units import registry

SECONDS = 60.0


class UntestableCell(Exception):
    """A trusted test cell failed by itself: a fault of the course, never of the student."""


@dataclass(frozen=True)
class Tested:
    """What a test cell gave.

    Parameters
    ----------
    score : float
        Points, between 0 and the cell's maximum.
    results : tuple of Result
        The diagnoses to show, in order.
    evidence : str
        What was read and with what it was compared: value, row of numbers, tolerance, the key's version.
    fault : str or None
        Why the answer could not be marked; then a TA has to.
    row : int or None
        The numbers that it is an answer for; None where the question has no other ones.
    given : dict
        What the report of the class needs of the answer (see `autograder.grading.given`).
    """

    score: float
    results: tuple[Result, ...]
    evidence: str = ""
    fault: str | None = None
    row: int | None = None
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def settled(self) -> bool:
        """Whether the answer was there at all, right or wrong."""
        return all(result.cause not in ("undefined", "not-attempted") for result in self.results)


def run_test(
    source: str,
    answers: Mapping[str, Any],
    points: float,
    student: str | None,
    course: Course,
    written: Mapping[str, Code] | None = None,
) -> Tested:
    """Run a test cell's trusted source.

    Parameters
    ----------
    source : str
        Out of the gradebook.
    answers : mapping
        The decoded answers, by name; what could not cross is an `Unusable`.
    points : float
        The cell's maximum score.
    student : str or None
        Whose numbers count.
    course : Course
        The course's settings.
    written : mapping, optional
        The text that each answer comes from. The diagnosis reads it; it has no part in the score.

    Returns
    -------
    Tested

    Raises
    ------
    UntestableCell
        If the cell's last line is not a number of points: the course is at fault.
    """
    shown: list[Result] = []
    row: int | None = None
    namespace: dict[str, Any] = {"check": check, "grade": marking.grade, **answers}
    try:
        tree = ast.parse(source)
        last = tree.body.pop()
        if not isinstance(last, ast.Expr):
            raise UntestableCell("its last line is no expression that gives points")
        with (
            grading_as(student, course),
            marking.showing(shown.append),
            marking.written_as(written or {}),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            row = _row(tested_name(source))
            evidence = _evidence(tested_name(source), answers)
            kept = _given(tested_name(source), answers)
            with contextlib.redirect_stderr(io.StringIO()):
                value = within(SECONDS, lambda: _run(tree, last, namespace))
    except UntestableCell:
        raise
    except Exception as error:
        # An answer that marking was not written for costs its own points until a TA has looked at it.
        what = str(error) if isinstance(error, Expired) else f"{type(error).__name__}: {error}"[:300]
        told = "This answer could not be marked by the machine; your instructor is told to look at it."
        result = Result(False, 0.0, "unmarked", told, tested_name(source) or "")
        return Tested(0.0, (result,), row=row, fault=f"marking it failed ({what})")
    if type(value) is not float or not 0.0 <= value <= points:
        raise UntestableCell(f"it gave {value!r} where a number of points from 0 to {points} is due")
    return Tested(value, tuple(shown), evidence, row=row, given=kept)


def _run(tree: ast.Module, last: ast.Expr, namespace: dict[str, Any]) -> Any:
    exec(compile(tree, "<test cell>", "exec"), namespace)
    return eval(compile(ast.Expression(last.value), "<test cell>", "eval"), namespace)


def _row(name: str | None) -> int | None:
    exercise = exercises().get(name or "")
    return scenarios.scenario(exercise.scenario).row if exercise is not None and exercise.scenario else None


def _evidence(name: str | None, answers: Mapping[str, Any]) -> str:
    """Say what was read and what it was compared with, without the right answer."""
    exercise = exercises().get(name or "")
    if exercise is None or name is None or name not in answers:
        return ""
    answer = answers[name]
    if isinstance(answer, np.generic):
        answer = answer.item()
    parts = [] if isinstance(answer, Unusable) else [f"read: {_brief(answer)}"]
    if (row := _row(name)) is not None:
        parts.append(f"numbers: row {row} of {exercise.scenario}" + (" (everybody's)" if row == 0 else ""))
    if exercise.rtol:
        parts.append(f"tolerance: {readable.percent(exercise.rtol)}")
    if exercise.atol:
        parts.append(
            f"tolerance: {readable.quantity(registry().Quantity(exercise.atol, exercise.unit or ''))}"
        )
    return "; ".join([*parts, f"key: version {marking.key_version(exercise)}"])


def _given(name: str | None, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is kept of the answer; an odd one may leave nothing, but costs nobody a mark."""
    exercise = exercises().get(name or "")
    if exercise is None or name is None or name not in answers:
        return {}
    try:
        return given.read(exercise, answers[name], _row(name))
    except Exception:
        return {}


exercises = functools.cache(chapters.load)
_short = reprlib.Repr()
_short.maxdict = _short.maxlist = _short.maxtuple = _short.maxset = 6
_short.maxlong, _short.maxstring, _short.maxother = 60, 80, 120


def _brief(answer: Any) -> str:
    """Return an answer on one line of at most some 200 characters."""
    if answer is ...:
        return "nothing (the ... of the stub)"
    if hasattr(answer, "units") or isinstance(answer, float):
        return readable.quantity(answer, 6)[:200]  # evidence: a mark can hang on more than four figures
    if hasattr(answer, "shape") or hasattr(answer, "axes"):
        return f"{type(answer).__name__} {getattr(answer, 'shape', '')}".strip()
    return " ".join(_short.repr(answer).split())[:200]
