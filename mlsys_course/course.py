"""The course's settings: which course this is, and whose numbers are asked for."""

from __future__ import annotations

import contextlib
import contextvars
import os
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

FILE = "course.toml"


class CourseError(ValueError):
    """A setting of the course is missing or malformed."""


@dataclass(frozen=True)
class Course:
    """Settings read from ``course.toml``.

    Parameters
    ----------
    course_id : str
        Name of the course; part of what picks a student's numbers.
    personal : bool
        Whether every student gets numbers of their own.
    salt : str
        Public text mixed into the choice, so that two years differ.
    student_id : str
        The learner, where no hub says who it is.
    help : bool
        Whether learners get help with graded exercises where the keys are at hand, as they are in an open
        course. It can only be switched off: a course for credit has no keys to help with.
    contact : str
        Whom students write to about a mark, as their feedback says it: an address, a name, a forum.
    """

    course_id: str = "mlsys"
    personal: bool = False
    salt: str = ""
    student_id: str = ""
    help: bool = True
    contact: str = ""


_student: contextvars.ContextVar[str | None] = contextvars.ContextVar("student", default=None)
_graded: contextvars.ContextVar[Course | None] = contextvars.ContextVar("graded", default=None)


def find(start: Path | None = None) -> Path | None:
    """Return the nearest ``course.toml`` at or above `start` (default: the working directory)."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return folder / FILE
    return None


def load(start: Path | None = None) -> Course:
    """Read the course's settings; without a ``course.toml`` everybody gets the book's numbers.

    Raises
    ------
    CourseError
        If the file is no TOML, or holds an unknown setting or a wrong type.
    """
    if start is None and (graded := _graded.get()) is not None:
        return graded
    path = find(start)
    if path is None:
        return Course()
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{FILE} cannot be read as TOML: {error}. Restore it from the course.") from error
    known = Course.__dataclass_fields__
    for key, value in settings.items():
        if key not in known:
            raise CourseError(f"{FILE} has a setting {key!r}; it knows {', '.join(known)}.")
        wanted = bool if key in ("personal", "help") else str
        if type(value) is not wanted:
            raise CourseError(f"{FILE}: {key} must be a {wanted.__name__}, not {value!r}.")
    found = Course(**settings)
    return found if found.student_id else replace(found, student_id=_further_up(path, found))


def _further_up(path: Path, course: Course) -> str:
    """Return the student id that a ``course.toml`` of the same course above this one holds, or nothing.

    A released assignment brings a file of its own, without anybody's id.
    """
    above = find(path.parent.parent) if path.parent != path.parent.parent else None
    if above is None:
        return ""
    try:
        other = load(above.parent)
    except CourseError:
        return ""
    return other.student_id if other.course_id == course.course_id else ""


@contextlib.contextmanager
def grading_as(student: str | None, course: Course | None = None) -> Iterator[None]:
    """Within this context the numbers are those of `student` (the grader's way to say whose).

    Parameters
    ----------
    student : str or None
        The learner.
    course : Course, optional
        The settings that count, whatever folder this process works in.
    """
    token, settings = _student.set(student), _graded.set(course)
    try:
        yield
    finally:
        _student.reset(token)
        _graded.reset(settings)


def is_grading() -> bool:
    """Say whether a class is graded here: then no learner is helped, and nothing is kept."""
    return _graded.get() is not None


def canonical(student: str) -> str:
    r"""Return a student's id without what people and systems write differently: case, Unicode form, spaces.

    Numbers are chosen by it, in the notebook and by the grader: a hub's ``U29`` and a roster's ``u29`` are
    given the same.

    Examples
    --------
    >>> canonical(" U29 "), canonical("Zoe\u0308") == canonical("ZO\u00cb")
    ('u29', True)
    """
    folded = unicodedata.normalize("NFKC", student).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def student_id(course: Course) -> str | None:
    """Say who the learner is: the grader's word, then the hub's, then ``course.toml``'s."""
    return _student.get() or os.environ.get("JUPYTERHUB_USER") or course.student_id or None
