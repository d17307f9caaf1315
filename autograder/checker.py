"""What the entry point ``mlsys_course.checkers`` names: the full diagnosis for ``check(...)``."""

from __future__ import annotations

from typing import Any

from autograder.marking import grade_answer
from mlsys_course.result import Result


def checker(name: str, answer: Any) -> Result:
    """Judge an answer against its key, with the numbers of the current learner."""
    return grade_answer(name, answer)
