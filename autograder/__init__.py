"""Staff package of the ML Systems course: keys, building, grading, reports.

It never runs where a student's code runs. Importing it does not load nbgrader.

>>> import autograder
>>> autograder.grade_answer(autograder.exercises()[0].bank, ...).cause
'not-attempted'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.marking import exercises, grade, grade_answer, solution

__version__ = "1.0.0"
__all__ = ["exercises", "grade", "grade_answer", "solution"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from autograder import marking

        return getattr(marking, name)
    raise AttributeError(f"autograder has no {name!r}")
