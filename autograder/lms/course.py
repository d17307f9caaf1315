"""The course that a command is about, and how its trouble is said."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError

from autograder.grading import command, report, roster, trouble
from autograder.grading.admission import show_name
from autograder.lms import LmsError


def run(work: Callable[[CourseDirectory], int]) -> int:
    """Do a command's work in the course's folder, and say in one line what goes wrong.

    Parameters
    ----------
    work : callable
        Gets the class, returns the exit status.

    Returns
    -------
    int
        That, or 1 after a line on what is wrong.
    """
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    try:
        root = command.course_root()
        os.chdir(root)
        coursedir = CourseDirectory(config=command.load_config(root))
        trouble.check_gradebook(coursedir.db_url)
        return work(coursedir)
    except (LmsError, trouble.GradebookError) as error:
        print(error, file=sys.stderr)
    except (NbGraderException, OSError, SQLAlchemyError) as error:
        known = trouble.sentence(error)
        if known is None and isinstance(error, SQLAlchemyError):
            raise
        print(known or error, file=sys.stderr)
    return 1


@contextmanager
def gradebook(coursedir: CourseDirectory) -> Iterator[Gradebook]:
    """Open the class's gradebook; it is made where there is none."""
    with Gradebook(coursedir.db_url, coursedir.course_id) as opened:
        yield opened


def assignment(coursedir: CourseDirectory, named: str | None, verb: str) -> str:
    """Return the assignment that is meant: the one named, or the only one.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class.
    named : str or None
        What was typed.
    verb : str
        The command, for messages.

    Raises
    ------
    LmsError
        If there is no such assignment, or there are several.
    """
    known = report.assignments(coursedir)
    listed = ", ".join(map(show_name, known[:8])) + (f" and {len(known) - 8} more" if len(known) > 8 else "")
    if named is not None:
        if named not in known:
            raise LmsError(f"No assignment {show_name(named)!r} here; there is: {listed or 'none'}")
        return named
    if len(known) != 1:
        raise LmsError(
            f"There are several assignments: {listed}. Say which: {verb} ASSIGNMENT={known[0]}"
            if known
            else "There is no assignment: source/ holds none"
        )
    return known[0]


def people(coursedir: CourseDirectory) -> dict[str, roster.Student]:
    """Return who is in the course, by id: the roster, or whoever the gradebook has.

    Raises
    ------
    LmsError
        If neither has anybody.
    """
    listed = roster.load(coursedir)
    if listed is not None and listed.students:
        return dict(listed.students)
    found = {}
    if Path(coursedir.db_url.removeprefix("sqlite:///")).exists():
        with gradebook(coursedir) as opened:
            for one in opened.students:
                known = (one.first_name, one.last_name, one.email, "", one.lms_user_id)
                found[one.id] = roster.Student(one.id, *(value or "" for value in known))
    if not found:
        raise LmsError(
            "Nobody is in the course yet, so that nothing can be placed: make roster FROM=file.csv takes the "
            "students from the LMS's own file"
        )
    return found
