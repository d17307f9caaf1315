"""The bundled sample class, made from the source notebooks and the exercises' answers."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from traitlets.config import Config

from autograder.answers import cell as answer_cell
from autograder.building.release import in_memory
from autograder.building.variants import fill, solutions
from autograder.chapters import load
from mlsys_course.exercise import Answers

DUE = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
MISCONCEPTIONS = 5


_NUMBERS = re.compile(r"""^(\w+) = scenario\(["'](\w+)["']\)""", re.MULTILINE)


def _own_names(source: NotebookNode) -> dict[str, str]:
    """Return, by scenario, the name under which the notebook holds its numbers (answers say ``q``)."""
    return {scenario: name for cell in source.cells for name, scenario in _NUMBERS.findall(cell.source)}


def answers(
    source: NotebookNode, choose: Callable[[Answers], str | None], chapter: str | None = None
) -> dict[str, str]:
    """Return a student's answer cells: what `choose` takes from those known, the reference otherwise.

    Parameters
    ----------
    source : NotebookNode
        A source notebook.
    choose : callable
        Takes an exercise's known answers; returns source text, or None for the reference.
    chapter : str, optional
        The notebook's chapter; no other is loaded then.
    """
    cells, names, exercises = solutions(source), _own_names(source), load(chapter)
    for name in cells:
        known = exercises[name].known if name in exercises else None
        text = choose(known) if known is not None else None
        if text is not None:
            held = names.get(exercises[name].scenario or "", "q")
            cells[name] = _imports(text) + re.sub(r"\bq\b", held, answer_cell(name, text))
    return cells


_MODULES = {
    "Decimal": "from decimal import Decimal",
    "Fraction": "from fractions import Fraction",
    "constants": "from mlsys_course import constants",
    "data": "from mlsys_course import data",
    "hardware": "from mlsys_course import hardware",
    "math": "import math",
    "models": "from mlsys_course import models",
    "np": "import numpy as np",
    "pd": "import pandas as pd",
    "plt": "import matplotlib.pyplot as plt",
    "ureg": "from mlsys_course import ureg",
}


def _imports(text: str) -> str:
    """Return the import lines for the modules that an answer takes for granted."""
    used = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    return "".join(f"{_MODULES[name]}\n" for name in sorted(used & set(_MODULES)))


def nth_right(number: int) -> Callable[[Answers], str | None]:
    """Choose the `number`-th right form of every exercise."""
    return lambda known: known.right[number % len(known.right)]


def nth_wrong(number: int) -> Callable[[Answers], str | None]:
    """Choose the `number`-th listed mistake of every exercise."""

    def choose(known: Answers) -> str | None:
        texts = [text for forms in known.wrong.values() for text in forms]
        return texts[number % len(texts)] if texts else None

    return choose


def _error_at_top(release: NotebookNode, source: NotebookNode) -> NotebookNode:
    notebook = fill(release, solutions(source))
    notebook.cells.insert(0, new_code_cell("total = undefined_name + 1", id="my-own-cell"))
    return notebook


def _copied_cells(release: NotebookNode, source: NotebookNode) -> NotebookNode:
    """Right answers, and every question's cells copied below: stock nbgrader loses the whole class here."""
    notebook = fill(release, solutions(source))
    copies = []
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata and cell.cell_type == "code":
            copy = deepcopy(cell)
            copy.id = f"{cell.id[:58]}-copy"
            copies.append(copy)
    notebook.cells += copies
    return notebook


def submissions(
    release: NotebookNode, source: NotebookNode, chapter: str | None = None
) -> Mapping[str, NotebookNode]:
    """Return one notebook of every member of the class, by student id."""
    own: dict[str, NotebookNode] = {
        "perfect": fill(release, solutions(source)),
        "blank": fill(release, {}),
        "other_units": fill(release, answers(source, nth_right(1), chapter)),
        "other_styles": fill(release, answers(source, nth_right(2), chapter)),
        "error_at_top": _error_at_top(release, source),
        "late": fill(release, solutions(source)),
        "copied_cells": _copied_cells(release, source),
    }
    for number in range(MISCONCEPTIONS):
        own[f"misconception_{number + 1}"] = fill(release, answers(source, nth_wrong(number), chapter))
    return own


def write_class(root: Path, config: Config, assignment: str) -> int:
    """Write the sample class's submissions, new each time.

    Parameters
    ----------
    root : Path
        Top of the course.
    config : Config
        nbgrader's settings of the sample class.
    assignment : str
        The assignment.

    Returns
    -------
    int
        Number of submissions.
    """
    folder = root / config.CourseDirectory.submitted_directory
    shutil.rmtree(folder, ignore_errors=True)
    members = set()
    for path in sorted((root / "source" / assignment).glob("*.ipynb")):
        source = nbformat.read(path, as_version=4)
        for student, notebook in submissions(in_memory(source), source, assignment).items():
            target = folder / student / assignment
            target.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, target / path.name)
            handed_in = DUE + (timedelta(hours=1) if student == "late" else -timedelta(hours=1))
            (target / "timestamp.txt").write_text(handed_in.strftime("%Y-%m-%d %H:%M:%S UTC"))
            members.add(student)
    return len(members)


def set_due_date(gradebook: Gradebook, assignment: str) -> None:
    """Give the sample assignment its due date, so that one submission is late."""
    gradebook.update_or_create_assignment(assignment, duedate=DUE.replace(tzinfo=None))


__all__ = ["answers", "nth_right", "nth_wrong", "set_due_date", "submissions", "write_class"]
