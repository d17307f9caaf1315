"""Feedback that follows the gradebook: pages are made again when what they show has changed, and only then.

``nbgrader_config.py`` puts `SafeFeedback` in the place of nbgrader's own class, so that ``nbgrader
generate_feedback`` and the formgrader's button go this way, too.
"""

from __future__ import annotations

import contextlib
import fnmatch
import functools
import hashlib
import json
import multiprocessing
import os
import shutil
import time
from collections.abc import Callable, Collection, Generator, Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from autograder import stopping
from autograder.grading import layout, pages, trouble
from autograder.grading.admission import read_file, show_name
from mlsys_course import course

MADE_FROM = ".made-from"
"""Beside the pages: the fingerprint of all that they show."""
CARRIED = ("timestamp.txt", "submission_secret.txt")
"""What ``nbgrader release_feedback`` reads beside the pages. Nothing else of a submission goes there."""

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload([layout.__name__])

Marks = dict[str, dict[str, Any]]


@dataclass
class Made:
    """What became of the pages.

    Parameters
    ----------
    students : list of str
        Whose pages were made.
    problems : dict of str to str
        By student, which page could not be made, and why.
    """

    students: list[str] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)


def marks(gradebook: Gradebook, assignment: str) -> dict[str, Marks]:
    """Return what the gradebook knows of each submission, by student and notebook; see `layout.Job`."""
    found: dict[str, Marks] = {}

    def rows(*columns: Any, of: Any = None) -> Iterable[Any]:
        query = gradebook.db.query(SubmittedAssignment.student_id, Notebook.name, *columns)
        query = query.select_from(SubmittedNotebook)
        query = query.join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        query = query.join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        query = query.join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        if of is not None:
            query = query.join(of, of.notebook_id == SubmittedNotebook.id)
            query = query.join(BaseCell, of.cell_id == BaseCell.id)
        rows: Iterable[Any] = query.filter(Assignment.name == assignment)
        return rows

    late = SubmittedNotebook.late_submission_penalty
    for student, name, score, maximum, penalty in rows(
        SubmittedNotebook.score, SubmittedNotebook.max_score, late
    ):
        penalty = penalty or 0.0
        about = {"score": (score or 0.0) - penalty, "max_score": maximum or 0.0, "late_penalty": penalty}
        found.setdefault(student, {})[name] = {**about, "cells": {}, "comments": {}}
    for student, name, cell, score, maximum, waits in rows(
        BaseCell.name, Grade.score, Grade.max_score, Grade.needs_manual_grade, of=Grade
    ):
        found[student][name]["cells"][cell] = [score or 0.0, maximum, bool(waits)]
    for student, name, cell, comment in rows(BaseCell.name, Comment.comment, of=Comment):
        if comment:
            found[student][name]["comments"][cell] = comment
    return found


@functools.cache
def _program() -> str:
    """Return what tells one version of the pages' making from another."""
    files: list[str | Path] = [
        pages.__file__,
        layout.__file__,
        pages.TEMPLATES / "feedback" / "index.html.j2",
    ]
    return hashlib.sha256(b"\n".join(Path(file).read_bytes() for file in files)).hexdigest()


def _fingerprint(folder: Path, own: Marks, contact: str) -> str:
    """Return what changes when anything on a student's pages does."""
    whole = hashlib.sha256(json.dumps([_program(), own, contact], sort_keys=True).encode())
    for name in (*(f"{name}.ipynb" for name in sorted(own)), *CARRIED):
        content = read_file(folder / name, name, [])
        whole.update(hashlib.sha256(b"-" if content is None else b"+" + content).digest())
    return whole.hexdigest()


def _is_fresh(target: Path, fingerprint: str, names: Iterable[str]) -> bool:
    made_from = read_file(target / MADE_FROM, MADE_FROM, [])
    return made_from == fingerprint.encode() and all((target / f"{name}.html").is_file() for name in names)


def bring_up_to_date(
    coursedir: CourseDirectory,
    assignment: str,
    students: Collection[str] | None = None,
    *,
    force: bool = False,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Made:
    """Make the feedback pages of exactly those students whose pages would show something else.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class.
    assignment : str
        The assignment.
    students : collection of str, optional
        Only these; by default all that the gradebook has a submission of.
    force : bool
        Make them in any case.
    jobs : int, optional
        Processes at a time; default one per core.
    progress : callable, optional
        Told how many students' pages are made, of how many.

    Returns
    -------
    Made
        Whose pages were made, and what could not be.
    """
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        known = marks(gradebook, assignment)
    result, due = Made(), []
    contact = course.load(Path(coursedir.root)).contact
    for student, own in sorted(known.items()):
        if students is not None and student not in students:
            continue
        folder = _folder(coursedir, coursedir.autograded_directory, student, assignment)
        target = _folder(coursedir, coursedir.feedback_directory, student, assignment)
        own = {name: own[name] for name in sorted(own) if (folder / f"{name}.ipynb").is_file()}
        if not own:
            continue
        fingerprint = _fingerprint(folder, own, contact)
        if force or not _is_fresh(target, fingerprint, own):
            due.append(_Student(student, assignment, folder, target, own, fingerprint, contact))
    with contextlib.closing(_side_by_side(due, jobs or os.cpu_count() or 1)) as done:
        for one in done:
            result.students.append(one.name)
            if one.problems:
                result.problems[one.name] = "; ".join(one.problems)
            if progress is not None:
                progress(len(result.students), len(due))
    return result


def _folder(coursedir: CourseDirectory, step: str, student: str, assignment: str) -> Path:
    return Path(coursedir.format_path(step, student, assignment))


class _Student:
    """The pages of one student on their way."""

    def __init__(
        self,
        name: str,
        assignment: str,
        folder: Path,
        target: Path,
        own: Marks,
        fingerprint: str,
        contact: str,
    ) -> None:
        self.name, self._assignment, self._own, self._fingerprint = name, assignment, own, fingerprint
        self._contact = contact
        self._folder, self._target = folder, target
        self._new = target.with_name(f".partial-{os.getpid()}-{target.name}")
        self._left, self._plain = dict(own), False
        self.problems: list[str] = []
        self.said: Connection | None = None
        self._process: Any = None
        self._until = 0.0

    def start(self) -> None:
        """Start the process, the second time for what the first one did not get through."""
        if not self._plain:
            self._target.parent.mkdir(parents=True, exist_ok=True)
            for left in self._target.parent.glob(".partial-*"):
                shutil.rmtree(left, ignore_errors=True)
            self._new.mkdir()
        here, there = _processes.Pipe(duplex=False)
        job = layout.Job(
            self.name,
            self._assignment,
            str(self._folder),
            str(self._new),
            dict(self._left),
            self._plain,
            self._contact,
        )
        self._process = _processes.Process(target=layout.run, args=(job, there), daemon=True)
        with stopping.held(), stopping.out_of_reach():
            self._process.start()
        there.close()
        self.said, self._until = here, time.monotonic() + layout.WALL_SECONDS

    @property
    def late(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() > self._until

    def hear(self) -> bool:
        """Take what the process says; return whether it has ended and there is no more to do."""
        assert self.said is not None
        try:
            if not self.late:
                name, problem = json.loads(self.said.recv_bytes(10_000))
                if self._plain or not problem:
                    self._left.pop(name, None)
                    if problem:
                        self._give_up(name, problem)
                return False
        except (EOFError, OSError, ValueError):
            pass
        self._end()
        self.said.close()
        if self._left and not self._plain:
            self._plain = True
            self.start()
            return False
        for name in list(self._left):
            self._give_up(name, "it takes more time or memory than a page may take")
        with stopping.held():
            self._put_in_place()
        return True

    def _end(self) -> None:
        """End the process if it has not ended: the number of one that has may be somebody else's by now."""
        if self._process is None:
            return
        if not self.late:
            self._process.join(1.0)
        if self._process.is_alive():
            self._process.kill()
        self._process.join()

    def _give_up(self, name: str, why: str) -> None:
        self.problems.append(f"the feedback page of {name} could not be made: {why}")
        page = layout.bare_page(name, self._own[name], "it takes too much, or is damaged", self._contact)
        (self._new / f"{name}.html").write_text(page, encoding="utf-8", errors="replace")

    def _put_in_place(self) -> None:
        for name in CARRIED:
            content = read_file(self._folder / name, name, [])
            if content is not None and len(content) < 10_000:
                (self._new / name).write_bytes(content)
        if not self.problems:  # otherwise the next run tries again
            (self._new / MADE_FROM).write_text(self._fingerprint, encoding="ascii")
        aside = self._new.with_name(f"{self._new.name}-before")
        if os.path.lexists(self._target):
            os.replace(self._target, aside)
        os.replace(self._new, self._target)
        if aside.is_dir():
            shutil.rmtree(aside, ignore_errors=True)

    def drop(self) -> None:
        """End the process, and leave the pages as they were."""
        if self._process is not None and self._process.is_alive():
            self._process.kill()
        shutil.rmtree(self._new, ignore_errors=True)

    def fail(self, error: OSError) -> None:
        """Give the student's pages up: this machine does not let them be written."""
        self._end()
        shutil.rmtree(self._new, ignore_errors=True)
        self.problems.append(f"the feedback pages could not be written: {error.strerror or error}")


def _side_by_side(students: Iterable[_Student], jobs: int) -> Generator[_Student, None, None]:
    """Make the pages of several students at a time; yield each whose pages are done."""
    waiting, running = list(reversed(list(students))), list[_Student]()

    def drop() -> None:
        for one in running:
            one.drop()

    with stopping.cleaning(drop):
        while waiting or running:
            while waiting and len(running) < jobs:
                one = waiting.pop()
                running.append(one)
                try:
                    one.start()
                except OSError as error:
                    one.fail(error)
                    running.remove(one)
                    yield one
            ready = wait([one.said for one in running if one.said is not None], timeout=1.0)
            for one in [one for one in running if one.said in ready or one.late]:
                try:
                    if not one.hear():
                        continue
                except OSError as error:
                    one.fail(error)
                running.remove(one)
                yield one


class SafeFeedback(GenerateFeedback):  # type: ignore[misc]
    """``nbgrader generate_feedback`` in bounded processes; with ``--force`` also what is up to date."""

    @trouble.said_in_one_sentence
    def start(self) -> None:
        """Make the pages of the students that are asked for.

        Raises
        ------
        NbGraderException
            If there is nothing to make pages of, or some could not be made.
        """
        coursedir, assignment = self.coursedir, self.coursedir.assignment_id
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            known = marks(gradebook, assignment)
        wanted, excluded = coursedir.student_id, coursedir.student_id_exclude.split(",")
        students = {
            name
            for name in known
            if (name == wanted or fnmatch.fnmatchcase(name, wanted)) and name not in excluded
        }
        if not students:
            who = "anybody" if wanted == "*" else show_name(wanted)
            raise NbGraderException(
                f"The gradebook has no submission of {assignment} by {who}: run make grade first."
            )
        made = bring_up_to_date(coursedir, assignment, students, force=self.force)
        for student in made.students:
            self.set_permissions(assignment, student)
        if made.problems:
            listed = (f"{show_name(student)}: {problem}" for student, problem in made.problems.items())
            raise NbGraderException("\n".join(listed))
