"""Scores as CSV: nbgrader's columns, quoted, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score", "needs_manual_grade",
)  # fmt: skip


def harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless(-2.5), harmless("ada")
    ("'=1+1", -2.5, 'ada')
    """
    if isinstance(value, str):
        text = "".join(c if c.isprintable() else " " for c in value)
        return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@", "|", "%") else text
    return "" if value is None else value


class SafeCsvExport(ExportPlugin):  # type: ignore[misc]
    """``nbgrader export`` with quoting; the columns are nbgrader's, and whether a TA is still due."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the scores of all students (or those asked for) to ``--to``."""
        with Path(self.to or "grades.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            for assignment in gradebook.assignments:
                if self.assignment and assignment.name not in self.assignment:
                    continue
                for student in gradebook.students:
                    if not self.student or student.id in self.student:
                        row = self._row(gradebook, assignment, student)
                        writer.writerow({key: harmless(value) for key, value in row.items()})

    def _row(self, gradebook: Gradebook, assignment: Any, student: Any) -> dict[str, Any]:
        row = {
            "assignment": assignment.name,
            "duedate": str(assignment.duedate or ""),
            "student_id": student.id,
            "last_name": student.last_name,
            "first_name": student.first_name,
            "email": student.email,
            "max_score": assignment.max_score,
            "raw_score": 0.0,
            "late_submission_penalty": 0.0,
            "score": 0.0,
        }
        try:
            submission = gradebook.find_submission(assignment.name, student.id)
        except MissingEntry:
            return row
        penalty = submission.late_submission_penalty or 0.0
        return row | {
            "timestamp": str(submission.timestamp or ""),
            "raw_score": submission.score,
            "late_submission_penalty": penalty,
            "score": max(0.0, submission.score - penalty),
            "needs_manual_grade": "yes" if submission.needs_manual_grade else "",
        }
