"""Late penalties that follow the gradebook: a due date, an extension or a mark by hand may have changed."""

from __future__ import annotations

import logging
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import AssignLatePenalties

from autograder.grading import changes, dates


class _Penalties(AssignLatePenalties):  # type: ignore[misc]
    def of(self, student: str, notebook: Any, seconds_late: float) -> float | None:
        """Return nbgrader's penalty for a notebook; None where there is none."""
        if seconds_late <= 0:
            return None
        given = self.plugin_inst.late_submission_penalty(student, notebook.score, seconds_late)
        return None if given is None else float(min(max(given, 0.0), notebook.score))


def seconds_late(submission: Any) -> float:
    """Return how late a submission came, its extension counted; 0 where there is no due date.

    nbgrader fails where there is an extension and no due date.
    """
    return float(submission.total_seconds_late) if submission.assignment.duedate is not None else 0.0


def settle(
    gradebook: Gradebook, assignment: str, config: Any, student: str | None = None, record: bool = True
) -> None:
    """Give the submissions of an assignment the extensions and penalties that are due as things stand now.

    A penalty that changes a score is written into ``changes.csv`` with what it is for. nbgrader works
    penalties out while it grades, and again only when it grades again. The rule is the course's: the plugin
    of ``AssignLatePenalties`` in ``nbgrader_config.py``.

    Parameters
    ----------
    gradebook : Gradebook
        The class.
    assignment : str
        The assignment.
    config : Config
        nbgrader's settings.
    student : str, optional
        Only this student's submission.
    record : bool
        Whether to write changes down; a score that is the first one is no change.
    """
    step = _Penalties(config=config)
    step.log = logging.getLogger("penalties")
    step.log.setLevel(logging.ERROR)
    step.init_plugin()
    step.plugin_inst.log = step.log
    gradebook.db.flush()
    gradebook.db.expire_all()  # scores are worked out by the database
    try:
        if student is None:
            submissions = gradebook.assignment_submissions(assignment)
        else:
            submissions = [gradebook.find_submission(assignment, student)]
    except MissingEntry:
        return
    extensions = dates.load(config)
    rows = []
    for submission in submissions:
        own = extensions.get((submission.student.id, assignment))
        if own is not None:
            dates.grant(submission, own)
        late = seconds_late(submission)
        for notebook in submission.notebooks:
            penalty = step.of(submission.student.id, notebook, late)
            before, now = notebook.late_submission_penalty or 0.0, penalty or 0.0
            if now != before:
                scores = (round(max(0.0, notebook.score - one), 2) for one in (before, now))
                why = f"late penalty {before:g} -> {now:g}: {_why(submission, late, own)}"
                rows.append((submission.student.id, notebook.name, *scores, why))
                notebook.late_submission_penalty = penalty
    gradebook.db.commit()
    if record and rows:
        changes.append(changes.folder(config) / changes.NAME, rows)


def _why(submission: Any, late: float, extension: dates.Extension | None) -> str:
    """Say how late a submission came, and by which date."""
    due = submission.assignment.duedate
    if due is None:
        return "there is no due date"
    said = f"due {dates.shown(due)}"
    if submission.extension:
        said += f", extended to {dates.shown(due + submission.extension)}"
        if extension is not None and extension.reason:
            said += f" ({extension.reason})"
    hours, minutes = divmod(int(late) // 60, 60)
    return f"{hours} h {minutes} min late, {said}" if late > 0 else f"in time, {said}"
