"""Marks given by hand when a submission is graded again: an answer that is the same stays marked."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbgrader.preprocessors import SaveAutoGrades

Answers = dict[str, str]


def answers(notebook: str | bytes) -> Answers:
    """Return what tells each graded answer of an autograded notebook from another one, by cell.

    An answer in prose is its text and pictures. Code depends on the code before it, and so does what a test
    cell says of it: for these it is all the notebook's code.

    Parameters
    ----------
    notebook : str or bytes
        The file.
    """
    found: Answers = {}
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
        cells = json.loads(notebook)["cells"]
        code = [_source(cell) for cell in cells if cell["cell_type"] == "code"]
        for cell in cells:
            about = cell["metadata"].get("nbgrader", {})
            if about.get("grade") or about.get("task"):
                prose = cell["cell_type"] != "code"
                whole = [_source(cell), cell.get("attachments")] if prose else code
                found[about["grade_id"]] = hashlib.sha256(
                    json.dumps(whole, sort_keys=True).encode()
                ).hexdigest()
    return found


def _source(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])


def answers_in(folder: Path) -> dict[str, Answers]:
    """Return the answers of each notebook of an autograded submission; see `answers`."""
    found = {}
    for path in folder.glob("*.ipynb"):
        with contextlib.suppress(OSError):
            found[path.stem] = answers(path.read_bytes())
    return found


class SaveGrades(SaveAutoGrades):  # type: ignore[misc]
    """nbgrader's own way to save scores, without its commits and without opening closed cases again.

    nbgrader asks for a mark by hand again at every regrade. Here a cell that was marked by hand stays done
    while the answer and the machine's own score are what they were.
    """

    def save(self, gradebook: Any, node: Any, resources: dict[str, Any], before: Answers) -> None:
        """Save the scores of one notebook.

        Parameters
        ----------
        gradebook : Gradebook
            Open; nothing is committed here that the caller holds back.
        node : NotebookNode
            The autograded notebook.
        resources : dict
            nbgrader's names of notebook, assignment and student.
        before : dict of str to str
            The answers as they were when they were marked, by cell.
        """
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
        self.student_id, self.gradebook = names["student"], gradebook
        now = answers(json.dumps(node))
        self._same = {cell for cell, answer in now.items() if before.get(cell) == answer}
        for index, cell in enumerate(node.cells):
            self.preprocess_cell(cell, resources, index)

    def _add_score(self, cell: Any, resources: dict[str, Any]) -> None:
        name = cell.metadata["nbgrader"]["grade_id"]
        grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
        done = grade.manual_score is not None and not grade.needs_manual_grade
        score = grade.auto_score
        super()._add_score(cell, resources)
        if done and name in self._same and grade.auto_score == score:
            grade.needs_manual_grade = False
