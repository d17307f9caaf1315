"""``python -m autograder pseudonyms``: the class report with pseudonyms, to be shown to the class.

A pseudonym comes from a secret key, ``autograder/pseudonyms.key``, which stays with the staff: the same
student has the same one in every assignment of a term, and without the key nobody can work out whose it is.
A new key means new pseudonyms; `autograder.closing` takes the key away with the term.

What else could give somebody away is left out:

* ids, names, addresses and numbers of the LMS, names of files, notes, and links to students' pages;
* who handed in nothing, dropped the course or could not be graded: how many there are is said, not who;
* what is alike, since whoever worked together would recognise one another;
* sections of fewer than `FEWEST` students, which are put together with others;
* where everybody has numbers of their own, every value: from the numbers one could work out whose they are;
* an answer's value or a sentence in which something of the above occurs.

Whoever knows a student's marks still finds their row: show the report, but do not publish it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

import pandas as pd
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder import desk
from autograder.desk.figures import Figures, write_tables
from autograder.desk.page import page_without_names
from autograder.grading import report, roster, trouble
from autograder.grading.command import at_the_desk
from autograder.lms.collect import plain
from mlsys_course import course as _course
from mlsys_course.course import canonical

FEWEST = 5
"""Among fewer students nobody can be hidden."""
FOLDER = "pseudonymous"
KEY = "pseudonyms.key"
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels: no word, and nobody's name, comes out
_NUMBER = re.compile(r"[0-9⁰¹²³⁴⁵⁶⁷⁸⁹][0-9⁰¹²³⁴⁵⁶⁷⁸⁹.,]*")
_OTHERS = "other sections"


class PseudonymsError(RuntimeError):
    """There can be no report with pseudonyms; the text says why."""


def load_key(coursedir: CourseDirectory) -> bytes:
    """Return the class's key, made where there is none.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class.

    Raises
    ------
    PseudonymsError
        If the file is there and holds no key.
    """
    path = report.page_folder(coursedir) / KEY
    try:
        found = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        found = secrets.token_hex(32)
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(f"{found}\n")
    except UnicodeDecodeError:
        found = ""
    if not re.fullmatch(r"[0-9a-f]{64}", found):
        raise PseudonymsError(
            f"{path} holds no key: put a copy of it in its place, or remove it, which gives everybody "
            "another pseudonym"
        )
    return bytes.fromhex(found)


def pseudonyms(students: Iterable[str], key: bytes) -> dict[str, str]:
    """Return everybody's pseudonym, by id.

    Parameters
    ----------
    students : iterable of str
        Their ids.
    key : bytes
        The class's key.

    Examples
    --------
    >>> pseudonyms(["ada", "ben"], b"secret")
    {'ada': 'P-TSZR-JJMF', 'ben': 'P-MFWR-CCDG'}
    """
    wanted = sorted(set(students))
    for length in (8, 16):
        names = [_one(student, key, length) for student in wanted]
        if len(set(names)) == len(wanted):
            break
    return dict(zip(wanted, names, strict=True))


def _one(student: str, key: bytes, length: int) -> str:
    digest = hmac.new(key, f"student {canonical(student)}".encode("utf-8", "surrogatepass"), hashlib.sha256)
    number, letters = int.from_bytes(digest.digest(), "big"), ""
    for _ in range(length):
        number, at = divmod(number, len(_LETTERS))
        letters += _LETTERS[at]
    return "P-" + "-".join(letters[at : at + 4] for at in range(0, length, 4))


# -- what gives somebody away ---------------------------------------------------------------------------


def telling(people: Iterable[roster.Student]) -> re.Pattern[str]:
    """Return what finds a name, address or id of these people in a text.

    Parameters
    ----------
    people : iterable of Student
        Everybody of the class, also who has left.

    Examples
    --------
    >>> found = telling([roster.Student("u29", "Zoë", "O'Brien", "z@x.org", "A", "90817263")])
    >>> [bool(found.search(text)) for text in ("by ZOE", "zoeobrien_1.ipynb", "90817263 day", "zoetrope")]
    [True, True, True, False]
    """
    words: set[str] = set()
    for one in people:
        first, last = plain(one.first_name), plain(one.last_name)
        words |= {one.id, one.email, one.email.partition("@")[0], one.lms_user_id, one.first_name}
        words |= {one.last_name, *one.first_name.split(), *one.last_name.split(), first + last, last + first}
    words |= {form for word in words for form in (_bare(word), word)}
    # Short numbers are everywhere, and nobody's.
    kept = sorted({word for word in words if len(word) > (3 if word.isdigit() else 1)}, key=len, reverse=True)
    if not kept:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, kept))})(?![^\W_])", re.IGNORECASE)


def _bare(text: str) -> str:
    """Return a text without accents and other marks on letters."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _everybody(gradebook: Gradebook, course: roster.Roster | None) -> list[roster.Student]:
    known = [
        roster.Student(
            one.id, one.first_name or "", one.last_name or "", one.email or "", "", one.lms_user_id or ""
        )
        for one in gradebook.students
    ]
    return [*known, *(course.students.values() if course is not None else ())]


# -- the figures ----------------------------------------------------------------------------------------


def of_class(coursedir: CourseDirectory, assignment: str) -> Figures:
    """Return the figures of a class with pseudonyms: as `autograder.desk.of_class`, but nobody is named.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class's folders.
    assignment : str
        The assignment.

    Raises
    ------
    PseudonymsError
        If there are too few students, or the key cannot be read.
    """
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        found = desk.figures(gradebook, coursedir, report.collect(gradebook, assignment, (), coursedir))
        pattern = telling(_everybody(gradebook, roster.load(coursedir)))
    if len(found.students) < FEWEST:
        raise PseudonymsError(
            f"The figures of {assignment} rest on {len(found.students)} students: pseudonyms hide nobody "
            f"among fewer than {FEWEST}"
        )
    personal = _course.load(Path(coursedir.root)).personal
    return without_names(found, load_key(coursedir), pattern, personal)


def without_names(found: Figures, key: bytes, pattern: re.Pattern[str], personal: bool) -> Figures:
    """Return figures in which pseudonyms stand for students, and nothing else gives anybody away.

    Parameters
    ----------
    found : Figures
        The figures.
    key : bytes
        The class's key.
    pattern : Pattern
        What finds a name, from `telling`.
    personal : bool
        Whether everybody has numbers of their own.
    """
    names = pseudonyms({*found.students.student, *found.answers.student, *found.mastery.student}, key)

    def renamed(frame: pd.DataFrame) -> pd.DataFrame:
        """Return a table in another order, too: that of the ids tells who is who."""
        other = frame.assign(student=frame.student.map(names))
        return other.sort_values("student", kind="stable", ignore_index=True)

    def quiet(text: object) -> object:
        if not isinstance(text, str):
            return text
        both = unicodedata.normalize("NFC", text)
        return "" if pattern.search(both) or pattern.search(_bare(both)) else text

    def numberless(text: str) -> str:
        return _NUMBER.sub("…", text) if personal else text

    answers, causes = renamed(found.answers), found.causes
    return replace(
        found,
        answers=answers.assign(
            cause=answers.cause.map(quiet), shown=None if personal else answers.shown.map(quiet)
        ),
        causes=causes.assign(
            cause=causes.cause.map(quiet),
            told=causes.told.map(numberless).map(quiet),
            example="" if personal else causes.example.map(quiet),
        ),
        mastery=renamed(found.mastery),
        students=renamed(found.students.assign(section=sections(found.students.section))),
        likeness=found.likeness.iloc[:0],
        left_out=found.left_out.assign(student="").sort_values("why", ignore_index=True),
    )


def sections(of: pd.Series[str]) -> pd.Series[str]:
    """Return students' sections, small ones put together until none is small; none where only one is left.

    Parameters
    ----------
    of : Series
        The section of each student.

    Examples
    --------
    >>> sections(pd.Series(["A"] * 9 + ["B"] * 6 + ["C"])).value_counts().to_dict()
    {'A': 9, 'other sections': 7}
    >>> set(sections(pd.Series(["A"] * 9 + ["C"])))
    {''}
    """
    sizes = sorted(Counter(of).items(), key=lambda one: one[1])
    small = [name for name, size in sizes if size < FEWEST]
    for name, _ in sizes[len(small) :]:
        if not small or of.isin(small).sum() >= FEWEST:
            break
        small.append(name)
    merged = of.where(~of.isin(small), _OTHERS)
    return merged if merged.nunique() > 1 else merged.map(lambda _: "")


# -- the command ----------------------------------------------------------------------------------------


def write(found: Figures, folder: Path) -> Collection[Path]:
    """Write the page and the tables into a folder of their own; return the files.

    Parameters
    ----------
    found : Figures
        From `of_class`.
    folder : Path
        The folder, new or of an earlier time.
    """
    tables = {name: table for name, table in found.tables().items() if name != "likeness"}
    folder.mkdir(parents=True, exist_ok=True)
    written = {folder / "report.html", *write_tables(tables, folder)}
    trouble.write(folder / "report.html", page_without_names(found, list(tables)))
    for left in set(folder.iterdir()) - written:
        left.unlink()
    return written


def main(assignment: str | None = None, who: str | None = None) -> int:
    """Write the report with pseudonyms, or say whose one is; return the command's exit status.

    Parameters
    ----------
    assignment : str, optional
        The assignment; default: the only one that has been graded.
    who : str, optional
        A pseudonym.
    """

    def work(coursedir: CourseDirectory) -> None:
        print(_whose(coursedir, who) if who else _written(coursedir, assignment))

    return at_the_desk(work, PseudonymsError)


def _whose(coursedir: CourseDirectory, who: str) -> str:
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        names = pseudonyms([one.id for one in gradebook.students], load_key(coursedir))
    for student, name in names.items():
        if name == who.strip().upper():
            return student
    raise PseudonymsError(f"{who} is nobody's pseudonym here; they look like P-BCDF-GHJK")


def _written(coursedir: CourseDirectory, named: str | None) -> str:
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        graded = sorted(one.name for one in gradebook.assignments if one.submissions)
    if named is None and len(graded) == 1:
        (named,) = graded
    if named is None or named not in graded:
        listed = ", ".join(graded) or "none"
        asked = (
            f"{named} has not been graded"
            if named
            else "Say which assignment: make pseudonyms ASSIGNMENT=name"
        )
        raise PseudonymsError(f"{asked}; graded so far: {listed}")
    found = of_class(coursedir, named)
    folder = report.page_folder(coursedir) / FOLDER / named
    count = len(write(found, folder))
    return (
        f"{os.path.relpath(folder, coursedir.root)}/: report.html and {count - 1} tables, with pseudonyms "
        f"for {len(found.students)} students.\n"
        "Show it, but do not publish it: whoever knows a student's marks finds their row.\n"
        f"{os.path.relpath(report.page_folder(coursedir) / KEY, coursedir.root)} tells whose a pseudonym is: "
        "it stays with the staff."
    )
