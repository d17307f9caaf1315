"""What each notebook of exercises asks, for `check_all`: names, headings and points, in their order."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode

from autograder import substitution
from autograder.building.contracts import FOLDER
from mlsys_course.asked import FILE, Question
from mlsys_course.exercise import Exercise

__all__ = ["FILE", "path", "rows"]

_HEADING = re.compile(r"^#{1,6} +(.*\S)", re.MULTILINE)
_MARKS = re.compile(r"[`*]|\[([^\]]*)\]\([^)]*\)")


def path(chapter: str) -> Path:
    """Return the file of a chapter, below the course's top."""
    return FOLDER / chapter / FILE


def rows(released: Mapping[Path, NotebookNode], exercises: Mapping[str, Exercise]) -> bytes:
    """Return the file of a chapter, from what its students get: nothing else can come into it.

    Parameters
    ----------
    released : mapping of Path to NotebookNode
        The released notebooks by path.
    exercises : mapping
        All exercises by name.
    """
    found = {
        place.stem: [_plain(question) for question in _questions(notebook, exercises)]
        for place, notebook in sorted(released.items())
    }
    return (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode()


def _questions(notebook: NotebookNode, exercises: Mapping[str, Exercise]) -> list[Question]:
    title, found = "", []
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (headings := _headings(cell)):
            title = _MARKS.sub(lambda mark: mark[1] or "", headings[-1])
        about = cell.metadata.get("nbgrader", {})
        if about.get("grade") and about.get("solution"):
            found.append(Question(about["grade_id"], title, about["points"], written=True))
        elif about.get("grade"):
            name = about["grade_id"].removeprefix("test_")
            found.append(Question(name, title, about["points"], objectives=tuple(exercises[name].objective)))
    return found


def _headings(cell: NotebookNode) -> list[str]:
    return _HEADING.findall(substitution.without_notes(cell.source, False))


def _plain(question: Question) -> dict[str, Any]:
    """Return a question without what goes without saying."""
    return {name: value for name, value in asdict(question).items() if value not in (False, ())}
