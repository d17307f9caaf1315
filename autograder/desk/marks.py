"""A class's marks out of the gradebook, one row for each student and exercise, and who is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)

from autograder import chapters
from autograder.grading.template import marked_by_key, tested_name
from mlsys_course.exercise import Exercise

COLUMNS = ("student", "notebook", "cell", "exercise", "title", "by", "points", "maximum", "share", "counts")


class About(NamedTuple):
    """What is known of a graded cell.

    Parameters
    ----------
    cell, notebook : str
        Its name and its notebook.
    exercise : Exercise or None
        The exercise whose key marks it, where there is one.
    by : str
        ``key``, ``own test`` (an instructor's own) or ``hand``.
    name : str
        What the report calls it: no two of an assignment have the same.
    source : str
        The test as its author wrote it.
    """

    cell: str
    notebook: str
    exercise: Exercise | None
    by: str
    name: str
    source: str = ""

    @property
    def title(self) -> str:
        """What it is about, in a few words; empty where nobody wrote that down."""
        return self.exercise.title if self.exercise else ""


def cells(gradebook: Gradebook, assignment: str) -> dict[str, About]:
    """Return the graded cells of an assignment by name, notebook by notebook, in the questions' order."""
    known = chapters.load()
    found = []
    for notebook in gradebook.find_assignment(assignment).notebooks:
        sources = {cell.name: cell.source or "" for cell in notebook.source_cells}
        answers = {cell.name for cell in notebook.solution_cells}
        for cell in (*notebook.grade_cells, *notebook.task_cells):
            source, exercise, by = sources.get(cell.name, ""), None, "own test"
            if cell in notebook.task_cells or cell.name in answers or cell.cell_type != "code":
                by = "hand"
            elif marked_by_key(source):
                by, exercise = "key", known.get(tested_name(source) or "")
            name = exercise.name if exercise else cell.name.removeprefix("test_")
            found.append(About(cell.name, notebook.name, exercise, by, name, source))
    names = Counter(one.name for one in found)
    unique = [one if names[one.name] == 1 else one._replace(name=one.cell) for one in found]
    return {one.cell: one for one in sorted(unique, key=_place)}


def _place(one: About) -> tuple[str, tuple[int, ...], str]:
    place = one.exercise.chapter.place(one.exercise.bank) if one.exercise else (10**9,)
    return one.notebook, place, one.cell


def table(
    gradebook: Gradebook, assignment: str, about: Mapping[str, About], students: Iterable[str]
) -> pd.DataFrame:
    """Return the marks of an assignment.

    Parameters
    ----------
    gradebook : Gradebook
        The class.
    assignment : str
        The assignment.
    about : mapping of str to About
        Its graded cells.
    students : iterable of str
        Whose marks.

    Returns
    -------
    DataFrame
        One row for each student and exercise. ``points`` and ``share`` (of the ``maximum``) are missing where
        there is no mark: where the machine failed, or a person has still to mark; ``counts`` says so.
    """
    rows = (
        gradebook.db.query(
            SubmittedAssignment.student_id,
            BaseCell.name,
            Grade.auto_score,
            Grade.manual_score,
            Grade.extra_credit,
            Grade.needs_manual_grade,
            Grade.max_score,
        )
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .filter(Assignment.name == assignment)
    )
    wanted, order = set(students), {cell: place for place, cell in enumerate(about)}
    found = []
    for student, cell, auto, manual, extra, waits, maximum in rows:
        if student not in wanted or cell not in about:
            continue
        one, given = about[cell], auto if manual is None else manual
        counts = given is not None and not waits
        points = float(given) + float(extra or 0.0) if counts else None
        share = points / maximum if points is not None and maximum else None
        found.append(
            (
                student,
                order[cell],
                one.notebook,
                cell,
                one.name,
                one.title,
                one.by,
                points,
                maximum,
                share,
                counts,
            )
        )
    found.sort(key=lambda row: row[:2])
    frame = pd.DataFrame([(row[0], *row[2:]) for row in found], columns=list(COLUMNS))
    return frame.astype({"points": float, "maximum": float, "share": float, "counts": bool})


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """Return a table's rows; their attributes are its columns."""
    return iter(frame.itertuples(index=False))


def totals(gradebook: Gradebook, assignment: str) -> dict[str, float]:
    """Return every student's points after the late penalty as a share of the maximum, if there are any."""
    try:
        maximum = float(gradebook.find_assignment(assignment).max_score)
        submissions = gradebook.assignment_submissions(assignment)
    except MissingEntry:
        return {}
    if not maximum:
        return {}
    return {
        one.student.id: max(0.0, float(one.score) - float(one.late_submission_penalty or 0.0)) / maximum
        for one in submissions
    }


def previous(gradebook: Gradebook, assignment: str) -> str | None:
    """Return the assignment before this one that has submissions: by due date, else by name."""
    this = gradebook.find_assignment(assignment)
    others = [one for one in gradebook.assignments if one.name != assignment and one.submissions]

    def before(other: Any) -> bool:
        if other.duedate and this.duedate:
            return bool(other.duedate < this.duedate)
        return bool(other.name < this.name)

    found = [one for one in others if before(one)]
    if not found:
        return None
    dated = [one for one in found if one.duedate] if this.duedate else []
    last = max(dated, key=lambda one: one.duedate) if dated else max(found, key=lambda one: one.name)
    return str(last.name)


__all__ = ["COLUMNS", "About", "cells", "each", "previous", "table", "totals"]
