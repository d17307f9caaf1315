"""What a case is, and what it is made with."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from grading_course import ASSIGNMENT, TOP, Course, empty_gradebook
from nbformat.v4 import new_code_cell, new_markdown_cell

NOTEBOOK = "06_iron_law_exercises"
TESTS = ("training_days", "which_are_times", "iron_law")
WRITTEN = "explain_utilisation"
KEPT = {
    "imports_iron_law",
    "numbers_iron_law",
    "ask_utilisation",
    WRITTEN,
    *TESTS,
    *(f"test_{n}" for n in TESTS),
}


@dataclass
class Kit:
    """What a submission is built with.

    Parameters
    ----------
    course : Course
        The class it belongs to.
    student : str
        Its student.
    words : mapping of str to str
        What stands for @NAME@ in the code of a case: ports, paths and secrets of this run.
    """

    course: Course
    student: str
    words: Mapping[str, str]

    @property
    def folder(self) -> Path:
        """Where the submission's files go."""
        return self.course.folder(self.student)

    def fill(self, text: str) -> str:
        """Put in the words of this run."""
        for word, value in self.words.items():
            text = text.replace(f"@{word}@", value)
        return text

    def right(self, **changed: str) -> Any:
        """Return the notebook with all right answers, some replaced."""
        return self.course.perfect(NOTEBOOK, **{name: self.fill(text) for name, text in changed.items()})

    def blank(self, **changed: str) -> Any:
        """Return the notebook as handed out, some answers put in."""
        made = self.course.blank(NOTEBOOK)
        for cell in made.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in changed:
                cell.source = self.fill(changed[name])
        return made

    def code(self, notebook: Any, text: str, at: int = 0) -> Any:
        """Insert a code cell of the student's own."""
        notebook.cells.insert(at % (len(notebook.cells) + 1), new_code_cell(self.fill(text)))
        return notebook

    def text(self, notebook: Any, text: str, at: int = -1, **more: Any) -> Any:
        """Insert a text cell of the student's own."""
        notebook.cells.insert(at % (len(notebook.cells) + 1), new_markdown_cell(self.fill(text), **more))
        return notebook

    def submit(self, notebook: Any, name: str = NOTEBOOK) -> None:
        """Hand in a notebook: an object, or the text or bytes of the file."""
        self.course.submit(self.student, name, notebook)

    def dumps(self, notebook: Any) -> str:
        """Return a notebook as the text of its file."""
        return json.dumps(notebook)


def cell(notebook: Any, grade_id: str) -> Any:
    """Return the cell of this grade_id."""
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def without(notebook: Any, *grade_ids: str) -> Any:
    """Return the notebook without some cells."""
    made = copy.deepcopy(notebook)
    made.cells = [c for c in made.cells if c.metadata.get("nbgrader", {}).get("grade_id") not in grade_ids]
    return made


@dataclass(frozen=True)
class Case:
    """One submission.

    Parameters
    ----------
    name : str
        What it does.
    group : str
        The class of things it belongs to.
    build : callable
        Hands the submission in, by means of a `Kit`.
    fair : set of str or None
        The tests whose points it deserves, which it gets exactly; None where it cannot be graded.
    note : str or None
        Text that one of the notes must hold.
    problem : str or None
        Text that the line under "needs attention" must hold; None where there must be no such line.
    student : str or None
        Its student's id, where that is what it is about.
    quick : bool
        Whether it belongs to the short run.
    """

    name: str
    group: str
    build: Callable[[Kit], None]
    fair: frozenset[str] | None = frozenset()
    note: str | None = None
    problem: str | None = None
    student: str | None = None
    quick: bool = False
    tags: tuple[str, ...] = field(default=())


def small_course(root: Path) -> Course:
    """Return a course of one notebook with a question of each kind."""
    source = root / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    notebook = nbformat.read(TOP / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    kept = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") in KEPT]
    notebook.cells = [notebook.cells[0], *kept]
    nbformat.write(notebook, source / f"{NOTEBOOK}.ipynb")
    for name in ("nbgrader_config.py", "course.toml"):
        shutil.copy(TOP / name, root)
    (root / "autograder").mkdir()
    (root / "autograder" / "gradebook.db").write_bytes(empty_gradebook())
    course = Course(root)
    made = course.api().generate_assignment(ASSIGNMENT)
    assert made["success"], made
    return course


ALL = frozenset(TESTS)
NONE: frozenset[str] = frozenset()
