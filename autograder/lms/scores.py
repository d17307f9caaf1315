"""Scores for Canvas and Moodle: ``python -m autograder export FROM``, and exporters of nbgrader.

Best is to fill in a file of the LMS: Canvas's gradebook (*Grades, Export*), Moodle's grades, or the grading
worksheet of one of Moodle's assignments. Then everybody is who the LMS says, its column of the assignment is
filled in, and who is in one of the two only is listed. Without such a file the roster says who there is.

A score is what counts after late penalties. It is left blank, which the LMS reads as *unchanged*, where
nothing was handed in, where something could not be marked, and where an answer still waits for a person.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import ExportApp
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Unicode

from autograder.grading import report, roster, trouble
from autograder.grading.admission import show_name
from autograder.grading.cells import harmless
from autograder.grading.roster import Student
from autograder.grading.unmarked import unmarked
from autograder.lms import LmsError, course
from autograder.lms import heads as columns
from mlsys_course.course import canonical

_CANVAS = ("student", "id", "sis user id", "sis login id", "section")
_MOODLE = (
    "identifier", "full name", "first name", "last name", "surname", "id number", "username", "email address",
    "user id",
)  # fmt: skip


@dataclass
class Scores:
    """How a class stands in one assignment.

    Parameters
    ----------
    assignment : str
        The assignment.
    maximum : float
        Full marks.
    points : dict of str to float
        By student, what counts.
    waiting, unmarked : list of str
        Those whose answers still wait for a person, and those of whom something could not be marked.
    """

    assignment: str
    maximum: float
    points: dict[str, float] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)


def scores(gradebook: Gradebook, assignment: str) -> Scores:
    """Return how a class stands in an assignment.

    Parameters
    ----------
    gradebook : Gradebook
        The class.
    assignment : str
        The assignment.

    Raises
    ------
    LmsError
        If the gradebook does not have it.
    """
    try:
        of_gradebook = gradebook.find_assignment(assignment)
    except MissingEntry:
        of_gradebook = None
    if of_gradebook is None or not of_gradebook.notebooks:
        raise LmsError(f"{show_name(assignment)} has not been graded yet: make grade comes first")
    found = Scores(assignment, round(of_gradebook.max_score, 2))
    blank = unmarked(gradebook, assignment)
    for submission in gradebook.assignment_submissions(assignment):
        student = submission.student.id
        if student in blank:
            found.unmarked.append(student)
        elif submission.needs_manual_grade:
            found.waiting.append(student)
        else:
            penalty = submission.late_submission_penalty or 0.0
            found.points[student] = round(max(0.0, float(submission.score) - penalty), 2)
    return found


@dataclass
class Sheet:
    """A file for the LMS.

    Parameters
    ----------
    rows : list of list of str
        With its heads.
    problems : list of str
        Who is in one of the two only, and what else does not fit; one line each.
    filled : int
        How many scores it has.
    """

    rows: list[list[str]]
    problems: list[str] = field(default_factory=list)
    filled: int = 0


class _People:
    """Finds the student of a row of the LMS's file."""

    def __init__(self, students: Mapping[str, Student]) -> None:
        self._students = students
        self._by: dict[str, dict[str, set[str]]] = {"lms": {}, "id": {}, "mail": {}, "name": {}}
        for one in students.values():
            names = {f"{one.first_name} {one.last_name}", f"{one.last_name} {one.first_name}"}
            own = {"lms": {one.lms_user_id}, "id": {one.id}, "mail": {one.email.casefold()}, "name": names}
            for key, values in own.items():
                for value in values:
                    if value.strip():
                        self._by[key].setdefault(canonical(value), set()).add(one.id)

    def of(self, row: Mapping[str, str], canvas: bool) -> tuple[str, bool] | None:
        """Return the student by user id, else an id, else the address, else the name; and if by the name.

        A name is nobody's where the address or the user id is another one.
        """
        name = row.get("student") or row.get("full name")
        if not name:
            name = f"{row.get('first name', '')} {row.get('last name') or row.get('surname', '')}"
        last, comma, first = name.partition(", ")
        name = f"{first} {last}" if comma else name
        number = row.get("id" if canvas else "user id", "")
        ids = [row.get(key, "") for key in ("sis login id", "sis user id", "username", "id number")]
        tries = [("lms", number), *(("id", value) for value in (*ids, number))]
        mail = row.get("email address") or row.get("email", "")
        tries += [("id", mail), ("mail", mail), ("mail", row.get("sis login id", "")), ("name", name)]
        for key, value in tries:
            found = self._by[key].get(canonical(value), set()) if value.strip() else set()
            if len(found) == 1:
                one = self._students[next(iter(found))]
                another = number and one.lms_user_id and number != one.lms_user_id
                if key == "name":
                    another = another or (mail and one.email and canonical(mail) != canonical(one.email))
                if key == "lms" or not another:
                    return one.id, key == "name"
        return None


def _read(content: bytes) -> list[list[str]]:
    text = roster.decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        return [row for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise LmsError(f"line {rows.line_num} of the LMS's file: {error}") from error


def _column(
    heads: Sequence[str], meant: Sequence[str], known: Sequence[str], assignment: str, named: str
) -> int:
    """Return the column of an assignment in the LMS's file.

    Raises
    ------
    LmsError
        If it cannot be told.
    """
    possible = [at for at, head in enumerate(meant) if head not in known]
    wanted = canonical(named or assignment)
    found = [at for at in possible if wanted in (canonical(heads[at]), canonical(_title(heads[at])))]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(repr(show_name(heads[at])) for at in possible[:8]) or "none"
    raise LmsError(
        f"The file has {'several columns' if found else 'no column'} {show_name(named or assignment)!r}: say "
        f"which one is meant with --column; there are {listed}"
    )


def _title(head: str) -> str:
    """Return what the LMS's column is called without what the LMS puts around it.

    >>> _title("Training (1234)"), _title("Assignment: Training (Real)")
    ('Training', 'Training')
    """
    return re.sub(r"\A[^:]{1,30}: ", "", re.sub(r" \([^()]*\)\Z", "", " ".join(head.split())))


def fill(
    content: bytes,
    students: Mapping[str, Student],
    found: Scores,
    column: str = "",
    meanings: Mapping[str, str] | None = None,
) -> Sheet:
    """Fill in a file of Canvas or Moodle.

    Parameters
    ----------
    content : bytes
        The file.
    students : mapping of str to Student
        Who is in the course, those who have left included.
    found : Scores
        What to fill in.
    column : str
        The head of the assignment's column, where it is not the assignment's name.
    meanings : mapping of str to str, optional
        What heads mean that are in no language known here.

    Returns
    -------
    Sheet
        The columns that say who it is, and the one that was filled in.

    Raises
    ------
    LmsError
        If the file is none, or does not have the column.
    """
    rows = _read(content)
    heads = columns.english(rows[0], meanings) if rows else []
    canvas = "student" in heads and "id" in heads
    if not canvas and not set(heads) & {"identifier", "first name", "full name", "email address"}:
        raise LmsError(
            "This is no gradebook of Canvas and no grades or worksheet of Moodle. In another language say "
            'what its columns mean: --head "Etunimi=first name"'
        )
    worksheet = "identifier" in heads and "grade" in heads
    known = _CANVAS if canvas else _MOODLE
    at = heads.index("grade") if worksheet else _column(rows[0], heads, known, found.assignment, column)
    kept = list(range(len(heads))) if worksheet else [n for n, head in enumerate(heads) if head in known]
    kept = sorted({*kept, at})
    people, sheet = _People(students), Sheet([[rows[0][n] for n in kept]])
    lines = []
    claims: dict[str, list[bool]] = {}
    for cells in rows[1:]:
        cells = cells + [""] * (len(heads) - len(cells))
        row = dict(zip(heads, (" ".join(cell.split()) for cell in cells), strict=False))
        claim = people.of(row, canvas)
        lines.append((cells, row, claim))
        if claim is not None:
            claims.setdefault(claim[0], []).append(claim[1])
    for cells, row, claim in lines:
        if canvas and (not row["id"] or row["student"].casefold() == "points possible"):
            sheet.problems += _maximum(row["student"], cells[at], found)
            sheet.rows.append([str(_safe(cells[n])) for n in kept])
            continue
        who = row.get("student") or row.get("full name")
        who = show_name(
            who or f"{row.get('first name', '')} {row.get('last name') or row.get('surname', '')}"
        )
        student, by_name = claim or (None, False)
        # Of several lines that seem to be one student's, the one is that more than the name speaks for.
        same = claims[student] if student is not None else []
        score = ""
        if student is None:
            if who != "Student, Test":
                sheet.problems.append(f"{who}: in the LMS's file, and not here")
        elif len(same) > 1 and (by_name or same.count(False) > 1):
            sheet.problems.append(
                f"{who}: several lines seem to be {show_name(student)}; this one is left blank"
            )
        elif students[student].status:
            sheet.problems.append(f"{who}: in the LMS's file, and dropped here ({show_name(student)})")
        elif student in found.points:
            score, sheet.filled = _points(found.points[student]), sheet.filled + 1
        cells[at] = score
        sheet.rows.append([score if n == at else str(_safe(cells[n])) for n in kept])
    for name, one in students.items():
        if name not in claims and not one.status:
            has = f", though it has {_points(found.points[name])} points" if name in found.points else ""
            sheet.problems.append(f"{show_name(name)}: here, and not in the LMS's file{has}")
    return sheet


def _maximum(head: str, cell: str, found: Scores) -> list[str]:
    try:
        points = float(cell)
    except ValueError:
        return []
    if head.strip().casefold() != "points possible" or points == found.maximum:
        return []
    return [
        f"the LMS gives {_points(points)} points for {found.assignment}, the course {_points(found.maximum)}"
    ]


def _points(score: float) -> str:
    return f"{score:.2f}".rstrip("0").rstrip(".")


def _safe(cell: str) -> Any:
    """Return a cell that no spreadsheet runs; a dash alone is how Moodle writes that there is nothing."""
    return cell if cell.strip() in ("-", "") else harmless(cell)


def fresh(lms: str, students: Mapping[str, Student], found: Scores) -> Sheet:
    """Return a file for the LMS without one of its own: the roster says who there is.

    Parameters
    ----------
    lms : str
        ``canvas`` or ``moodle``.
    students : mapping of str to Student
        Who is in the course.
    found : Scores
        What goes in.
    """
    heads = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    if lms == "moodle":
        heads = ["First name", "Last name", "ID number", "Email address"]
    sheet = Sheet([[*heads, found.assignment]])
    if lms == "canvas":
        sheet.rows.append(["    Points Possible", "", "", "", "", _points(found.maximum)])
    for student in students.values():
        if student.status:
            continue
        who = [student.first_name, student.last_name, student.id, student.email]
        if lms == "canvas":
            name = ", ".join(filter(None, (student.last_name, student.first_name))) or student.id
            who = [name, student.lms_user_id, "", student.id, student.section]
        missing = not (student.lms_user_id if lms == "canvas" else student.email)
        if missing:
            lacks = "lms_user_id" if lms == "canvas" else "email"
            sheet.problems.append(
                f"{show_name(student.id)}: the roster has no {lacks}, by which the LMS knows them"
            )
        score = found.points.get(student.id)
        sheet.filled += score is not None
        sheet.rows.append([*map(str, map(harmless, who)), "" if score is None else _points(score)])
    return sheet


class _LmsExport(ExportPlugin):  # type: ignore[misc]
    """What both exporters share."""

    lms: ClassVar[str]

    file = Unicode("", help="The LMS's own file, to be filled in.").tag(config=True)
    column = Unicode("", help="The head of the assignment's column in that file.").tag(config=True)
    heads: Mapping[str, str] = {}
    dry_run = Bool(False, help="Say what does not fit, and write nothing.").tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.problems: list[str] = []
        if isinstance(self.parent, ExportApp):
            try:
                trouble.check_gradebook(self.parent.coursedir.db_url)
            except trouble.GradebookError as error:
                self.parent.fail("%s", error)

    def export(self, gradebook: Gradebook) -> None:
        """Write one assignment's scores, and say who is in one of the two only."""
        try:
            self._export(gradebook, self.parent.coursedir)
        except (LmsError, NbGraderException, OSError) as error:
            if not isinstance(self.parent, ExportApp):
                raise
            self.parent.fail("%s", trouble.sentence(error) or error)

    def _export(self, gradebook: Gradebook, coursedir: CourseDirectory) -> None:
        names = list(self.assignment) or [one.name for one in gradebook.assignments]
        if len(names) != 1:
            listed = ", ".join(map(show_name, names))
            raise LmsError(f"One assignment goes into one file: --assignment, of {listed or 'none so far'}")
        students = course.people(coursedir)
        found = scores(gradebook, names[0])
        if self.student:
            found.points = {s: points for s, points in found.points.items() if s in self.student}
        if self.file:
            sheet = fill(Path(self.file).read_bytes(), students, found, self.column, self.heads)
        else:
            sheet = fresh(self.lms, students, found)
        self.problems = sheet.problems
        default = report.page_folder(coursedir) / f"for_{self.lms}.csv"
        target = Path(self.to) if self.to else default
        shown = os.path.relpath(target, coursedir.root) if target.is_relative_to(coursedir.root) else target
        print(
            f"{names[0]}: {sheet.filled} scores"
            + (", nothing is written" if self.dry_run else f" in {shown}")
        )
        active = {name for name, one in students.items() if not one.status}
        for these, why in (
            (found.waiting, "blank, for answers wait for a person"),
            (found.unmarked, "blank, for something could not be marked"),
            (
                sorted(active - {*found.points, *found.waiting, *found.unmarked}),
                "blank, for nothing is graded",
            ),
        ):
            here = [show_name(name) for name in these if name in active]
            if here:
                more = f" and {len(here) - 12} more" if len(here) > 12 else ""
                print(f"  {len(here)} {why}: {', '.join(here[:12])}{more}")
        if sheet.problems:
            print(f"\nDoes not fit ({len(sheet.problems)}):")
            for problem in sheet.problems:
                print(f"  {problem}")
        if not self.dry_run:
            text = io.StringIO()
            csv.writer(text).writerows(sheet.rows)
            trouble.write(target, text.getvalue())


class CanvasExport(_LmsExport):
    """``nbgrader export --exporter=autograder.lms.scores.CanvasExport``: for Canvas's *Import*."""

    lms = "canvas"


class MoodleExport(_LmsExport):
    """``nbgrader export --exporter=autograder.lms.scores.MoodleExport``: for Moodle's *Import*."""

    lms = "moodle"


def main(
    source: str,
    named: str | None = None,
    *,
    to: str | None = None,
    column: str | None = None,
    dry_run: bool = False,
    heads: Sequence[str] = (),
) -> int:
    """Write the scores of an assignment for the LMS.

    Parameters
    ----------
    source : str
        The LMS's own file, or ``canvas`` or ``moodle`` for one out of the roster.
    named : str, optional
        The assignment; default: the only one.
    to : str, optional
        Where to; default ``autograder/for_canvas.csv`` or ``for_moodle.csv``.
    column : str, optional
        The head of the assignment's column in the LMS's file.
    dry_run : bool
        Whether to say only what does not fit.
    heads : sequence of str
        ``HEAD=MEANING``, for what is in another language.

    Returns
    -------
    int
        0, or 1 where somebody is in one of the two only.
    """
    path = Path(source).expanduser().absolute()
    target = Path(to).expanduser().absolute() if to else None

    def work(coursedir: CourseDirectory) -> int:
        if not source:
            raise LmsError(
                "Say which file to fill in: make export FROM=file.csv, or FROM=canvas or FROM=moodle"
            )
        meanings = columns.named(heads)
        plugin: type[_LmsExport] = MoodleExport if source == "moodle" else CanvasExport
        if source not in ("canvas", "moodle"):
            first = _read(path.read_bytes())[:1]
            meant = set(columns.english(first[0], meanings)) if first else set()
            plugin = CanvasExport if {"student", "id"} <= meant else MoodleExport
        assignment = course.assignment(coursedir, named, f"make export FROM={source}")
        app = ExportApp(config=coursedir.config, coursedir=coursedir)
        export = plugin(parent=app, assignment=[assignment], to=str(target or ""), dry_run=dry_run)
        export.file = "" if source in ("canvas", "moodle") else str(path)
        export.column, export.heads = column or "", meanings
        with course.gradebook(coursedir) as gradebook:
            export._export(gradebook, coursedir)
        return 1 if export.problems else 0

    return course.run(work)
