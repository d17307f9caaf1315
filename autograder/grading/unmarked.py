"""Notebooks that were handed in and have no mark: blank in every table, which is not the same as 0."""

from __future__ import annotations

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Notebook,
    SolutionCell,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.orm import aliased


def unmarked(gradebook: Gradebook, assignment: str) -> dict[str, set[str]]:
    """Return the notebooks of which a test has neither the machine's mark nor one given by hand.

    A notebook that was not handed in has zeros, and an answer that waits for a person is no test: what is
    left is what the machine failed, or could not read.

    Parameters
    ----------
    gradebook : Gradebook
        The class.
    assignment : str
        The assignment.

    Returns
    -------
    dict of str to set of str
        By student.
    """
    answer = aliased(SolutionCell)
    rows = (
        gradebook.db.query(SubmittedAssignment.student_id, Notebook.name)
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .outerjoin(answer, (answer.notebook_id == BaseCell.notebook_id) & (answer.name == BaseCell.name))
        .filter(Assignment.name == assignment)
        .filter(BaseCell.type == "GradeCell")
        .filter(Grade.auto_score.is_(None), Grade.manual_score.is_(None), answer.id.is_(None))
        .distinct()
    )
    found: dict[str, set[str]] = {}
    for student, notebook in rows:
        found.setdefault(student, set()).add(notebook)
    return found
