"""What the entry points of the student package name: the diagnosis for ``check``, the keys for ``hint``."""

from __future__ import annotations

from typing import Any

from autograder import chapters
from autograder.marking import grade_answer
from mlsys_course import scenarios
from mlsys_course.diagnosis.formula import Code
from mlsys_course.exercise import Exercise, find
from mlsys_course.result import Result
from mlsys_course.scenarios import Scenario


def checker(name: str, answer: Any, source: Code | None = None) -> Result:
    """Judge an answer against its key, with the numbers of the current learner."""
    return grade_answer(name, answer, source=source)


def with_key(name: str) -> tuple[Exercise, Scenario | None]:
    """Return a graded exercise with its key, and the numbers of the current learner.

    Raises
    ------
    LookupError
        If there is no such exercise.
    """
    chapters.load_owner(name)
    exercise = find(name)
    return exercise, scenarios.scenario(exercise.scenario) if exercise.scenario else None
