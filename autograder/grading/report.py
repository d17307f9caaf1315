"""The report of a grading run: a table on the screen, and a page for the TA."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from autograder.grading.admission import show_name
from autograder.grading.convert import Outcome


@dataclass(frozen=True)
class Line:
    """One student of the table."""

    student: str
    scores: tuple[float, ...]
    total: float
    late: bool
    manual: bool
    notes: int


@dataclass(frozen=True)
class Report:
    """What a run ended with.

    Parameters
    ----------
    assignment : str
        The assignment.
    notebooks : tuple of str
        Its notebooks, the columns of the table.
    maximum : float
        Full marks.
    lines : tuple of Line
        One per student with a submission.
    outcomes : tuple of Outcome
        The submissions processed in this run.
    """

    assignment: str
    notebooks: tuple[str, ...]
    maximum: float
    lines: tuple[Line, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def attention(self) -> list[Outcome]:
        """The submissions that could not be graded."""
        return [outcome for outcome in self.outcomes if outcome.problem]

    def table(self) -> str:
        """Return the table for the screen."""
        heads = [
            "student",
            *(name.removesuffix("_exercises") for name in self.notebooks),
            "total",
            "late",
            "to grade by hand",
            "notes",
        ]
        rows = [
            [
                show_name(line.student),
                *(_points(score) for score in line.scores),
                f"{_points(line.total)} / {_points(self.maximum)}",
                "late" if line.late else "",
                "yes" if line.manual else "",
                str(line.notes or ""),
            ]
            for line in self.lines
        ]
        widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
        text = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in [heads, *rows]
        ]
        text.insert(1, "  ".join("-" * width for width in widths))
        for outcome in self.outcomes:
            text += [f"  note, {show_name(outcome.student)}: {_one_line(note)}" for note in outcome.notes]
        changes = [change for outcome in self.outcomes for change in outcome.changes]
        if changes:
            text.append(f"\nOther scores than before ({len(changes)}):")
            text += [
                f"  {show_name(c.student)}, {c.cell}: {c.before:g} -> {c.after:g} ({c.why})" for c in changes
            ]
        if self.attention:
            text.append(f"\nNeeds attention ({len(self.attention)}):")
            text += [f"  {show_name(o.student)}: {_one_line(o.problem or '')}" for o in self.attention]
        return "\n".join(text)

    def causes(self) -> dict[str, Counter[str]]:
        """Count, by test cell, which mistakes this run's submissions made; right answers are none."""
        counts: dict[str, Counter[str]] = {}
        for outcome in self.outcomes:
            for graded in outcome.graded.values():
                for cell, cause in graded.causes.items():
                    if cause is not None or not graded.scores.get(cell):
                        counts.setdefault(cell, Counter())[cause or "unexplained"] += 1
        return counts

    def page(self) -> str:
        """Return the report as a page that loads nothing and runs nothing."""
        table = html.escape(self.table())
        mistakes = "".join(
            f"<tr><td>{html.escape(cell)}</td><td>{html.escape(cause)}</td><td>{-count}</td></tr>"
            for count, cell, cause in sorted(
                (
                    (-count, cell, cause)
                    for cell, counter in self.causes().items()
                    for cause, count in counter.items()
                )
            )
        )
        return (
            '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            f"<title>Grading report: {html.escape(self.assignment)}</title>"
            "<style>body{font:16px sans-serif;margin:2em}td,th{padding:.2em .8em;text-align:left}"
            "pre{overflow-x:auto}</style></head><body><main>"
            f"<h1>Grading report: {html.escape(self.assignment)}</h1><h2>Scores</h2><pre>{table}</pre>"
            "<h2>Mistakes, the most frequent first</h2><table><thead>"
            "<tr><th>test cell</th><th>cause</th><th>students</th></tr>"
            f"</thead><tbody>{mistakes}</tbody></table></main></body></html>\n"
        )

    def write(self, path: Path) -> None:
        """Write the page."""
        path.write_text(self.page(), encoding="utf-8")


def _points(score: float) -> str:
    """Return points as people write them: at most two decimals.

    >>> _points(22.3321), _points(8.0)
    ('22.33', '8')
    """
    return f"{score:.2f}".rstrip("0").rstrip(".")


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def collect(gradebook: Gradebook, assignment: str, outcomes: Sequence[Outcome]) -> Report:
    """Read the scores out of the gradebook: what the table shows is what counts."""
    found = gradebook.find_assignment(assignment)
    names = tuple(sorted(notebook.name for notebook in found.notebooks))
    notes = {outcome.student: len(outcome.notes) for outcome in outcomes}
    lines = []
    for student in sorted(gradebook.students, key=lambda s: s.id):
        try:
            submission = gradebook.find_submission(assignment, student.id)
        except MissingEntry:
            continue
        scores = {notebook.name: notebook.score for notebook in submission.notebooks}
        total = max(0.0, submission.score - (submission.late_submission_penalty or 0.0))
        lines.append(
            Line(
                student.id,
                tuple(scores.get(name, 0.0) for name in names),
                total,
                submission.total_seconds_late > 0,
                bool(submission.needs_manual_grade),
                notes.get(student.id, 0),
            )
        )
    return Report(assignment, names, found.max_score, tuple(lines), tuple(outcomes))
