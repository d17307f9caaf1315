"""Scores as CSV: nbgrader's columns and one for each notebook and exercise, and nothing that would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import ExportApp
from nbgrader.plugins import ExportPlugin

from autograder.grading import roster, scores, trouble
from autograder.grading.admission import show_name
from autograder.grading.cells import harmless
from autograder.grading.report import collect
from autograder.grading.unmarked import unmarked

COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "lms_user_id",
    "raw_score", "late_submission_penalty", "score", "max_score", "needs_manual_grade", "problem",
)  # fmt: skip


def exercise(cell: str) -> str:
    """Return what the points of a cell are for.

    >>> exercise("test_training_days"), exercise("explain_utilisation")
    ('training_days', 'explain_utilisation')
    """
    return cell.removeprefix("test_")


def points(gradebook: Gradebook, assignment: Any) -> tuple[list[str], dict[str, dict[str, float | None]]]:
    """Return the points of each notebook and each exercise of an assignment, late penalties left aside.

    Parameters
    ----------
    gradebook : Gradebook
        The class.
    assignment : Assignment
        The gradebook's.

    Returns
    -------
    columns : list of str
        ``<notebook>``, and ``<notebook>/<exercise>`` for what is in it.
    points : dict of str to dict of str to (float or None)
        By student and column; None for what has no score yet.
    """
    columns = []
    for notebook in sorted(assignment.notebooks, key=lambda one: one.name):
        columns.append(notebook.name)
        names = [cell.name for cell in [*notebook.grade_cells, *notebook.task_cells]]
        order = {cell.name: at for at, cell in enumerate(notebook.source_cells)}
        columns += [f"{notebook.name}/{exercise(n)}" for n in sorted(names, key=lambda n: order.get(n, 0))]
    found: dict[str, dict[str, float | None]] = {}
    for one in scores.each(gradebook, assignment.name):
        own = found.setdefault(one.student, {})
        own[f"{one.notebook}/{exercise(one.cell)}"] = None if one.points is None else _rounded(one.points)
    for own in found.values():
        for column in columns:
            if "/" not in column:
                parts = [value for name, value in own.items() if name.startswith(f"{column}/")]
                known = [value for value in parts if value is not None]
                own[column] = _rounded(sum(known)) if parts and len(known) == len(parts) else None
    return columns, found


class SafeCsvExport(ExportPlugin):  # type: ignore[misc]
    """``nbgrader export`` with quoting.

    The columns are nbgrader's, whether a TA is still due, why a submission could not be graded or not
    wholly, and the points of each notebook and exercise, blank where there is no score yet. Whoever handed
    in has a row, with blank scores where nothing could be graded. Whoever has left the course has none.
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
        rows: list[dict[str, Any]] = []
        columns: dict[str, None] = {}
        for assignment in gradebook.assignments:
            if self.assignment and assignment.name not in self.assignment:
                continue
            problems = self._problems(gradebook, assignment.name)
            dropped = self._dropped()
            enrolled = {student.id: student for student in gradebook.students if student.id not in dropped}
            blank = unmarked(gradebook, assignment.name)
            own, each = points(gradebook, assignment)
            columns |= dict.fromkeys(own)
            for name in [*enrolled, *sorted(problems.keys() - enrolled.keys())]:
                if not self.student or name in self.student:
                    row = self._row(gradebook, assignment, name, enrolled.get(name), problems, blank)
                    rows.append(row | each.get(name, {}))
        file = io.StringIO()
        writer = csv.DictWriter(file, [*COLUMNS[:-1], *columns, COLUMNS[-1]], restval="")
        writer.writerow({name: harmless(name) for name in writer.fieldnames})
        writer.writerows({key: harmless(value) for key, value in row.items()} for row in rows)
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
            row |= {key: getattr(student, key) for key in ("last_name", "first_name", "email", "lms_user_id")}
        try:
            submission = gradebook.find_submission(assignment.name, name)
        except MissingEntry:  # nothing was handed in, or not graded: neither is a score
            return row
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
