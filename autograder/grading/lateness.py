"""Late penalties that follow the gradebook: a due date, an extension or a mark by hand may have changed."""

from __future__ import annotations

import logging
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import AssignLatePenalties


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


def settle(gradebook: Gradebook, assignment: str, config: Any, student: str | None = None) -> None:
    """Give the submissions of an assignment the penalties that are due as the gradebook stands now.

    nbgrader works penalties out while it grades, and again only when it grades again. The rule is the
    course's: the plugin of ``AssignLatePenalties`` in ``nbgrader_config.py``.

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
    for submission in submissions:
        late = seconds_late(submission)
        for notebook in submission.notebooks:
            penalty = step.of(submission.student.id, notebook, late)
            if (penalty or 0.0) != (notebook.late_submission_penalty or 0.0):
                notebook.late_submission_penalty = penalty
    gradebook.db.commit()
