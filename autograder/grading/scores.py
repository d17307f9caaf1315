"""What every cell of a class has in the gradebook, by hand or by the machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)


class Score(NamedTuple):
    """The points of a cell.

    Parameters
    ----------
    student, notebook, cell : str
        Whose, and for what.
    points : float or None
        With the extra credit; None where a mark by hand is still due, or the machine has given none.
    by_hand, extra : float or None
        What a person gave.
    """

    student: str
    notebook: str
    cell: str
    points: float | None
    by_hand: float | None
    extra: float | None


def each(gradebook: Gradebook, assignment: str) -> Iterator[Score]:
    """Yield the scores of an assignment, by student, notebook and cell.

    Parameters
    ----------
    gradebook : Gradebook
        The class.
    assignment : str
        The assignment.
    """
    rows = (
        gradebook.db.query(
            SubmittedAssignment.student_id, Notebook.name, BaseCell.name,
            Grade.auto_score, Grade.manual_score, Grade.extra_credit, Grade.needs_manual_grade,
        )
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .filter(Assignment.name == assignment)
        .order_by(SubmittedAssignment.student_id, Notebook.name, BaseCell.name)
    )  # fmt: skip
    for student, notebook, cell, automatic, by_hand, extra, waits in rows:
        given = by_hand if by_hand is not None else None if waits else automatic
        points = None if given is None else given + (extra or 0.0)
        yield Score(student, notebook, cell, points, by_hand, extra)
