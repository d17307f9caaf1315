"""``python -m autograder forget STUDENT``: a student leaves, and all that the course has of them goes."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import sys
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import rmtree
from sqlalchemy import text

from autograder.grading import holdings, roster, trouble
from autograder.grading.admission import show_name
from autograder.grading.cells import harmless
from mlsys_course.course import canonical


@dataclass
class Found:
    """What there is of a student.

    Parameters
    ----------
    folders : list of Path
        Of submissions, earlier attempts, autograded notebooks and feedback.
    submissions : int
        In the gradebook.
    enrolled : bool
        Whether the gradebook has the student.
    records : list of Path
        Files with notes of earlier runs that have some of this student.
    tables : list of Path
        ``changes.csv``, ``scores.csv``, ``overrides.csv``, ``extensions.csv``, ``marked.csv`` and nbgrader's
        ``grades.csv``, where they have lines of this student.
    roster : Path or None
        The roster, where it lists this student.
    left : list of Path
        What a run that was killed had not finished.
    copies : list of Path
        Copies of the gradebook beside it: they are named, and stay.
    exports : list of Path
        What was written for the LMS, which names everybody.
    pages : list of Path
        Reports of the class, which name everybody, and the tables and students' pages beside them.
    """

    folders: list[Path] = field(default_factory=list)
    submissions: int = 0
    enrolled: bool = False
    records: list[Path] = field(default_factory=list)
    tables: list[Path] = field(default_factory=list)
    pages: list[Path] = field(default_factory=list)
    exports: list[Path] = field(default_factory=list)
    roster: Path | None = None
    left: list[Path] = field(default_factory=list)
    copies: list[Path] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.folders or self.enrolled or self.records or self.tables or self.roster)


def _steps(coursedir: CourseDirectory) -> list[Path]:
    directories = (
        coursedir.submitted_directory,
        coursedir.autograded_directory,
        coursedir.feedback_directory,
    )
    return [Path(coursedir.root, directory) for directory in directories]


def _rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        return list(reader.fieldnames or ()), rows


def _is_of(row: dict[str, str], student: str) -> bool:
    names = {student, harmless(student), show_name(student), harmless(show_name(student))}
    return (row.get("student") or row.get("student_id") or "") in names


def look(coursedir: CourseDirectory, student: str) -> Found:
    """Return what there is of a student.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class.
    student : str
        The student's id, letter by letter.
    """
    found = Found()
    submitted, autograded, _ = steps = _steps(coursedir)
    earlier = sorted((autograded.parent / "downloaded").glob("[!.]*/"))
    found.folders = [step / student for step in [*steps, *earlier] if os.path.lexists(step / student)]
    for path in sorted([*autograded.glob(".report-*.json"), *autograded.glob(".marks-*.json")]):
        try:
            if student in json.loads(path.read_text(encoding="utf-8")):
                found.records.append(path)
        except (OSError, ValueError):
            continue
    top = autograded.parent
    names = ("changes.csv", "scores.csv", "overrides.csv", "extensions.csv", "marked.csv")
    for path in (*(top / name for name in names), *holdings.exported(coursedir)):
        if path.is_file() and any(_is_of(row, student) for row in _rows(path)[1]):
            found.tables.append(path)
    pages = (top / name for name in ("report.html", "report", "pseudonymous"))
    found.pages = [path for path in pages if path.exists()]
    course = roster.load(coursedir)
    if course is not None and student in course.students:
        found.roster = Path(coursedir.root, course.name)
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            found.submissions = len(gradebook.find_student(student).submissions)
            found.enrolled = True
        except MissingEntry:
            pass
    if found:
        found.exports = [path for path in sorted(top.glob("for_*.*")) if path.is_file()]
        found.left = [
            path for folder in (*steps, top / "downloaded") for path in sorted(folder.glob(".partial-*"))
        ]
        found.copies = holdings.copies(coursedir)
    return found


def remove(coursedir: CourseDirectory, student: str, found: Found) -> None:
    """Remove what there is of a student, the gradebook first.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class.
    student : str
        The student's id.
    found : Found
        What `look` found.
    """
    if found.enrolled:
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            gradebook.remove_student(student)
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            if gradebook.engine.dialect.name == "sqlite":  # deleted rows stay readable in the file otherwise
                gradebook.db.execute(text("VACUUM"))
    for path in found.records:
        records = json.loads(path.read_text(encoding="utf-8"))
        records.pop(student, None)
        trouble.write(path, json.dumps(records))
    for path in found.tables:
        heads, rows = _rows(path)
        kept = io.StringIO()
        writer = csv.DictWriter(kept, heads)
        writer.writeheader()
        writer.writerows(row for row in rows if not _is_of(row, student))
        trouble.write(path, kept.getvalue())
    if found.roster is not None:
        trouble.write(found.roster, roster.without(found.roster.read_bytes(), student))
    for path in found.exports:
        path.unlink(missing_ok=True)
    for folder in (*found.pages, *found.left, *found.folders):
        if folder.is_symlink() or not folder.is_dir():
            folder.unlink()
        else:
            rmtree(str(folder))


def _listed(coursedir: CourseDirectory, found: Found) -> list[str]:
    def seen(path: Path) -> str:
        return os.path.relpath(path, coursedir.root)

    lines = [f"{seen(folder)}{'' if folder.is_symlink() else '/'}" for folder in found.folders]
    if found.enrolled:
        things = "submission" if found.submissions == 1 else "submissions"
        lines.append(f"the gradebook's rows: {found.submissions} {things} with all marks and comments")
    lines += [f"the notes in {seen(path)}" for path in found.records]
    lines += [f"the lines in {seen(path)}" for path in found.tables]
    if found.roster is not None:
        lines.append(f"the line in {seen(found.roster)}")
    lines += [f"{seen(path)}, which a run that was killed left" for path in found.left]
    for path in found.pages:
        verb = "pseudonyms" if path.name == "pseudonymous" else "grade"
        lines.append(f"{seen(path)}, which the next make {verb} writes again")
    for path in found.exports:
        verb = "give-back" if path.suffix == ".zip" else "export"
        lines.append(f"{seen(path)}, which the next make {verb} writes again")
    return lines


def forget(coursedir: CourseDirectory, student: str, yes: bool = False) -> int:
    """Say what there is of a student, or remove it.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class.
    student : str
        The student's id.
    yes : bool
        Remove it.

    Returns
    -------
    int
        0, or 1 where there is nothing of such a student.
    """
    if not student or student in (".", "..") or "/" in student or "\0" in student:
        print(f"{student!r} is no student's id", file=sys.stderr)
        return 1
    trouble.check_gradebook(coursedir.db_url)
    found = look(coursedir, student)
    if not found:
        print(
            f"There is nothing of {show_name(student)!r} here.{_alike(coursedir, student)}", file=sys.stderr
        )
        return 1
    print(f"{'Removed' if yes else 'To be removed'} of {show_name(student)}:")
    lines = _listed(coursedir, found)
    if yes:
        remove(coursedir, student, found)
    for line in lines:
        print(f"  {line}")
    for path in found.copies:
        print(
            f"{os.path.relpath(path, coursedir.root)} is a copy of the gradebook, which still has "
            f"{show_name(student)}: delete it once you need it no more."
        )
    print("What lies in an exchange, in the LMS, or where somebody copied it to is not touched.")
    if not yes:
        print(f"Nothing was removed yet. To do it: python -m autograder forget {shlex.quote(student)} --yes")
    return 0


def _alike(coursedir: CourseDirectory, student: str) -> str:
    """Name students whose ids look like a given one."""
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        names = {one.id for one in gradebook.students}
    submitted = _steps(coursedir)[0]
    names |= {entry.name for entry in os.scandir(submitted)} if submitted.is_dir() else set()
    close = sorted(name for name in names if canonical(name) == canonical(student))
    return f" Did you mean {' or '.join(map(repr, close))}?" if close else ""
