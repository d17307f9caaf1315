"""Scores as CSV: nbgrader's columns, quoted, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import ExportApp
from nbgrader.plugins import ExportPlugin

from autograder.grading import roster, trouble
from autograder.grading.admission import show_name
from autograder.grading.report import collect
from autograder.grading.unmarked import unmarked

COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score", "needs_manual_grade", "problem",
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
    """``nbgrader export`` with quoting.

    The columns are nbgrader's, whether a TA is still due, and why a submission could not be graded or not
    wholly. Whoever handed in has a row; where nothing of it could be graded, its scores are blank. Whoever
    has left the course has none.
    """

    problems: Mapping[str, str] | None = None
    """The problems of everybody who handed in; by default read from the class's folders."""
    dropped: Collection[str] | None = None
    """Who has left the course; by default what the roster says."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if isinstance(self.parent, ExportApp):  # it opens the gradebook next, and would end in a traceback
            try:
                trouble.check_gradebook(self.parent.coursedir.db_url)
            except trouble.GradebookError as error:
                self.parent.fail("%s", error)

    def export(self, gradebook: Gradebook) -> None:
        """Write the scores of all students (or those asked for) to ``--to``."""
        target = Path(self.to or "grades.csv")
        file = io.StringIO()
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for assignment in gradebook.assignments:
            if self.assignment and assignment.name not in self.assignment:
                continue
            problems = self._problems(gradebook, assignment.name)
            dropped = self._dropped()
            enrolled = {student.id: student for student in gradebook.students if student.id not in dropped}
            blank = unmarked(gradebook, assignment.name)
            for name in [*enrolled, *sorted(problems.keys() - enrolled.keys())]:
                if not self.student or name in self.student:
                    row = self._row(gradebook, assignment, name, enrolled.get(name), problems, blank)
                    writer.writerow({key: harmless(value) for key, value in row.items()})
        trouble.write(target, file.getvalue())

    def _problems(self, gradebook: Gradebook, assignment: str) -> Mapping[str, str]:
        if self.problems is not None:
            return self.problems
        coursedir = getattr(self.parent, "coursedir", None)
        if coursedir is None:
            return {}
        return collect(gradebook, assignment, (), coursedir).problems

    def _dropped(self) -> Collection[str]:
        if self.dropped is not None:
            return self.dropped
        coursedir = getattr(self.parent, "coursedir", None)
        course = roster.load(coursedir) if coursedir is not None else None
        return course.dropped if course is not None else ()

    def _row(
        self,
        gradebook: Gradebook,
        assignment: Any,
        name: str,
        student: Any,
        problems: Mapping[str, str],
        blank: Collection[str],
    ) -> dict[str, Any]:
        row = {
            "assignment": assignment.name,
            "duedate": str(assignment.duedate or ""),
            "student_id": name if student is not None else show_name(name),
            "max_score": _rounded(assignment.max_score),
            "problem": problems.get(name, ""),
        }
        if student is not None:
            row |= {key: getattr(student, key) for key in ("last_name", "first_name", "email")}
        try:
            submission = gradebook.find_submission(assignment.name, name)
        except MissingEntry:
            if name in problems:  # handed in, but not graded: that is no zero
                return row
            return row | dict.fromkeys(("raw_score", "late_submission_penalty", "score"), 0.0)
        row |= {
            "timestamp": str(submission.timestamp or ""),
            "needs_manual_grade": "yes" if submission.needs_manual_grade else "",
        }
        if name in blank:  # a notebook has no mark, so there is no sum
            return row
        penalty = submission.late_submission_penalty or 0.0
        return row | {
            "raw_score": _rounded(submission.score),
            "late_submission_penalty": _rounded(penalty),
            "score": _rounded(max(0.0, submission.score - penalty)),
        }


def _rounded(points: float) -> float:
    return round(points, 2)
