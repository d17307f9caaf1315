"""Who is in the course: the roster, and the names that are not on it or look like another one.

The roster is a CSV file that stays with the staff, ``autograder/roster.csv`` unless ``nbgrader_config.py``
says otherwise (``c.RosterFile.path``). Its columns are ``id`` and, where they are known, ``first_name``,
``last_name``, ``email``, ``section``, ``lms_user_id`` and ``status``. Ids count as the roster has them,
letter by letter. Whoever has the status ``dropped`` stays in the gradebook, but is in no table and no
statistics. Without a roster everybody who hands in is in the course.
"""

from __future__ import annotations

import csv
import io
import shlex
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets import Unicode
from traitlets.config import Configurable

from autograder.grading.admission import check_student, show_name
from autograder.grading.notebook_file import Inadmissible
from mlsys_course.course import canonical

COLUMNS = ("id", "first_name", "last_name", "email", "section", "lms_user_id", "status")
DROPPED = "dropped"
MAX_BYTES = 16 * 2**20
_LONGEST = {"first_name": 128, "last_name": 128, "email": 128, "section": 128, "lms_user_id": 128}


class RosterError(NbGraderException):  # type: ignore[misc]
    """The roster cannot be read at all; one line."""


class RosterFile(Configurable):
    """Where the roster is."""

    path = Unicode("autograder/roster.csv", help="The roster, relative to the course's folder.").tag(
        config=True
    )


@dataclass(frozen=True)
class Student:
    """One student of the roster; what is not known is empty.

    Parameters
    ----------
    id : str
        As the course writes it: the name of the folder of submissions.
    first_name, last_name, email, section, lms_user_id : str
        As in the roster.
    status : str
        ``dropped`` of somebody who has left the course, else empty.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    section: str = ""
    lms_user_id: str = ""
    status: str = ""


@dataclass(frozen=True)
class Roster:
    """The course's students.

    Parameters
    ----------
    name : str
        The file's name, for messages.
    students : mapping of str to Student
        By id.
    faults : tuple of str
        The lines that could not be used, each with its number and why.
    """

    name: str
    students: Mapping[str, Student] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    @property
    def dropped(self) -> frozenset[str]:
        """Those who have left the course."""
        return frozenset(one.id for one in self.students.values() if one.status)


def read(content: bytes, name: str = "roster.csv") -> Roster:
    r"""Read a roster.

    Parameters
    ----------
    content : bytes
        A CSV file as spreadsheets write it: UTF-8 with or without a mark at its start, UTF-16, or the code
        page of Western Windows; commas, semicolons or tabs; quotes where they are needed.
    name : str
        For messages.

    Returns
    -------
    Roster
        With whoever could be read.

    Raises
    ------
    RosterError
        If there is no line with the names of the columns, or none of them is ``id``.

    Examples
    --------
    >>> found = read(b"id;last_name\nu29;O'Brien\n;nobody\n")
    >>> found.students["u29"].last_name, found.faults
    ("O'Brien", ('line 3: there is no id',))
    """
    text = decoded(content)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    heads: list[str] | None = None
    students: dict[str, Student] = {}
    faults: list[str] = []
    lines: dict[str, int] = {}
    started = 1
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            faults.append(f"line {started}: {error}; nothing after it was read")
            break
        if row is None:
            break
        line, started = started, rows.line_num + 1
        cells = [" ".join(cell.split()) for cell in row]
        if not any(cells):
            continue
        if heads is None:
            heads = _heads(cells, name)
            continue
        try:
            student = _student(heads, cells)
            if student.id in students:
                raise Inadmissible(f"{show_name(student.id)} is on line {lines[student.id]} already")
        except Inadmissible as error:
            faults.append(f"line {line}: {error}")
            continue
        students[student.id], lines[student.id] = student, line
    if heads is None:
        raise RosterError(f"{name} is empty; its first line must be: {','.join(COLUMNS)}")
    return Roster(name, students, tuple(faults))


def without(content: bytes, student: str) -> str:
    r"""Return a roster without a student; all other lines stay as they are.

    Parameters
    ----------
    content : bytes
        The file, as `read` takes it.
    student : str
        The id.

    Examples
    --------
    >>> without(b"id;last_name\nu29;O'Brien\nu30;\"Lee; Ann\"\n", "u29")
    'id;last_name\r\nu30;"Lee; Ann"\r\n'
    """
    text = decoded(content)
    delimiter = _delimiter(text)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    at = [column(cell) for cell in rows[0]].index("id")
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=delimiter)
    writer.writerows(
        row for number, row in enumerate(rows)
        if number == 0 or " ".join("".join(row[at : at + 1]).split()) != student
    )  # fmt: skip
    return kept.getvalue()


def _delimiter(text: str) -> str:
    return max(",;\t", key=next((line for line in text.splitlines() if line.strip()), "").count)


def decoded(content: bytes) -> str:
    """Return the text of a CSV file, whichever program wrote it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _heads(cells: Collection[str], name: str) -> list[str]:
    heads = [column(cell) for cell in cells]
    if heads.count("id") != 1:
        found = ", ".join(map(show_name, cells))
        raise RosterError(
            f"{name} needs one column id in its first line, which has: {found}. "
            f"The columns it may have: {', '.join(COLUMNS)}"
        )
    return heads


def column(head: str) -> str:
    """Return the column that the head of one stands for, whichever way it is written.

    >>> column("Last Name"), column("e-mail")
    ('last_name', 'e_mail')
    """
    return " ".join(head.split()).casefold().replace(" ", "_").replace("-", "_")


def _student(heads: list[str], cells: list[str]) -> Student:
    """Return the student of one line.

    Raises
    ------
    Inadmissible
        If the line cannot be used.
    """
    if len(cells) > len(heads) and any(cells[len(heads) :]):
        raise Inadmissible(f"it has {len(cells)} cells, but the first line names {len(heads)} columns")
    return admissible({head: cell for head, cell in zip(heads, cells, strict=False) if head in COLUMNS})


def admissible(values: Mapping[str, str]) -> Student:
    """Return a student, sure that the gradebook and the folders can have one like this.

    Parameters
    ----------
    values : mapping of str to str
        By column of the roster.

    Raises
    ------
    Inadmissible
        If they cannot.
    """
    if not values.get("id"):
        raise Inadmissible("there is no id")
    status = values.get("status", "").casefold()
    if status not in ("", "active", DROPPED):
        raise Inadmissible(f"its status is {show_name(status)!r}: it may be empty or {DROPPED!r}")
    student = Student(**{**values, "status": DROPPED if status == DROPPED else ""})
    try:
        check_student(student.id)
        if "/" in student.id or student.id.startswith("."):
            raise Inadmissible("it means something in a path")
    except Inadmissible:
        raise Inadmissible(
            f"{show_name(student.id)!r} cannot be the name of a folder of submissions"
        ) from None
    for column, longest in _LONGEST.items():
        value = getattr(student, column)
        if len(value) > longest or not value.isprintable():
            raise Inadmissible(f"its {column} is too long or holds characters that cannot be shown")
    return student


def load(coursedir: CourseDirectory) -> Roster | None:
    """Return the course's roster; None where it has none.

    Raises
    ------
    RosterError
        If it is there and cannot be read.
    """
    name = RosterFile(config=coursedir.config).path
    path = Path(coursedir.root) / name
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise RosterError(
                f"the roster {name} has {size / 2**20:.0f} MiB, and at most {MAX_BYTES >> 20} MiB are read: "
                "put a CSV file there with one line for each student"
            )
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RosterError(f"the roster {name} cannot be read: {error.strerror}") from error
    return read(content, name)


def enrol(gradebook: Gradebook, roster: Roster) -> None:
    """Put everybody of the roster into the gradebook; what the roster leaves empty stays as it was.

    Whoever has left the course is not put there, and not taken away.
    """
    enrolled = {student.id: student for student in gradebook.students}
    for student in roster.students.values():
        there = enrolled.get(student.id)
        if there is None and student.status:
            continue
        new = {
            key: value
            for key in ("first_name", "last_name", "email", "lms_user_id")
            if (value := getattr(student, key)) and getattr(there, key, None) != value
        }
        if new or there is None:
            gradebook.update_or_create_student(student.id, **new)


def questions(
    names: Iterable[str], roster: Roster | None, known: Iterable[str] = (), folder: str = "submitted"
) -> dict[str, str]:
    r"""Return what a TA has to be asked about the names of folders of submissions.

    Parameters
    ----------
    names : iterable of str
        The names of the folders.
    roster : Roster or None
        Who is in the course, where that is known.
    known : iterable of str
        Students of the gradebook.
    folder : str
        Where the folders are, for messages.

    Returns
    -------
    dict of str to str
        By name, a question. With a roster, whoever has one is not graded until it is answered.

    Examples
    --------
    >>> print(questions(["U29"], read(b"id\nu29\n"))["U29"])  # doctest: +ELLIPSIS
    the roster has no 'U29', but 'u29' (upper and lower case differ): if that is who it is, rename ...
    """
    names = sorted(set(names))
    everybody = set(names) | (set(roster.students) if roster else set(known))
    alike: dict[str, list[str]] = {}
    for name in sorted(everybody):
        alike.setdefault(canonical(name), []).append(name)
    asked = {}
    for name in names:
        if roster is not None and name in roster.students:
            continue
        others = [other for other in alike[canonical(name)] if other != name]
        if roster is None:
            if others:
                asked[name] = _one_or_two(name, others, folder)
            continue
        listed = [other for other in others if other in roster.students]
        if listed:
            move = f"mv {shlex.quote(f'{folder}/{name}')} {shlex.quote(f'{folder}/{listed[0]}')}"
            asked[name] = (
                f"the roster has no {_seen(name)}, but {_seen(listed[0])} ({_differs(name, listed[0])}): if "
                f"that is who it is, rename the folder ({move}); if not, add a line to {roster.name}. Not "
                "graded until then"
            )
        else:
            asked[name] = (
                f"nobody of this id is on the roster: add a line to {roster.name}, or rename the folder "
                f"{folder}/{name} to the id of its student. Not graded until then"
            )
    return asked


def _one_or_two(name: str, others: list[str], folder: str) -> str:
    listed = ", ".join(map(_seen, others))
    return (
        f"its id looks like {listed} ({_differs(name, others[0])}): if they are one person, keep one folder "
        f"in {folder}; if they are two, list both in the roster, autograder/roster.csv"
    )


def _seen(name: str) -> str:
    return repr(show_name(name)) if name == " ".join(name.split()) else ascii(name)


def _differs(one: str, other: str) -> str:
    """Say in which way two names that look alike differ."""
    if unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other):
        return "two Unicode forms of the same letters"
    if "".join(one.split()) == "".join(other.split()):
        return "spaces differ"
    if one.casefold() == other.casefold():
        return "upper and lower case differ"
    return "they differ in the form of letters or spaces only"
