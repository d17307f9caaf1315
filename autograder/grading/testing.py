"""Running one test cell in the trusted process, on answers that crossed as data."""

from __future__ import annotations

import ast
import contextlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder import marking
from mlsys_course.checking import check
from mlsys_course.course import grading_as
from mlsys_course.result import Result


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
    """

    score: float
    results: tuple[Result, ...]

    @property
    def settled(self) -> bool:
        """Whether the answer was there at all, right or wrong."""
        return all(result.cause not in ("undefined", "not-attempted") for result in self.results)


def run_test(source: str, answers: Mapping[str, Any], points: float, student: str | None) -> Tested:
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

    Returns
    -------
    Tested

    Raises
    ------
    UntestableCell
        If the cell raises, or its last line is not a number of points: the course is at fault.
    """
    shown: list[Result] = []
    namespace: dict[str, Any] = {"check": check, "grade": marking.grade, **answers}
    try:
        tree = ast.parse(source)
        last = tree.body.pop()
        if not isinstance(last, ast.Expr):
            raise UntestableCell("its last line is no expression that gives points")
        with grading_as(student), marking.showing(shown.append), contextlib.redirect_stderr(io.StringIO()):
            exec(compile(tree, "<test cell>", "exec"), namespace)
            value = eval(compile(ast.Expression(last.value), "<test cell>", "eval"), namespace)
    except UntestableCell:
        raise
    except Exception as error:
        raise UntestableCell(f"{type(error).__name__}: {error}") from error
    if type(value) is not float or not 0.0 <= value <= points:
        raise UntestableCell(f"it gave {value!r} where a number of points from 0 to {points} is due")
    return Tested(value, tuple(shown))
