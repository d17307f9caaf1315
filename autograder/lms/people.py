"""``python -m autograder roster FROM``: the roster, out of a file of Canvas or Moodle.

Read are Canvas's gradebook (*Grades, Export*) and Moodle's participants or grades as CSV, or a file with the
roster's own columns. Whoever is known already, by the LMS's user id, else by id, else by mail address, keeps
the id that names their folders; whoever is no longer in the file is marked as dropped.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from autograder.grading import roster, trouble
from autograder.grading.admission import show_name
from autograder.grading.cells import harmless
from autograder.grading.notebook_file import Inadmissible
from autograder.grading.roster import DROPPED, RosterFile, Student
from autograder.lms import LmsError, course
from autograder.lms import heads as columns
from mlsys_course.course import canonical

_NAMED = ("first_name", "last_name", "email", "section", "lms_user_id")


@dataclass(frozen=True)
class Person:
    """A line of the LMS's file.

    Parameters
    ----------
    line : int
        Its number.
    id : str
        What is to be the id of a new student.
    values : mapping of str to str
        What else the file says, by column of the roster; nothing is empty.
    """

    line: int
    id: str
    values: Mapping[str, str]


@dataclass
class Listed:
    """What a file of the LMS says.

    Parameters
    ----------
    lms : str
        ``canvas``, ``moodle``, or ``roster`` for the roster's own columns.
    id_column : str
        The column that ids of new students are taken from.
    people : list of Person
        The students.
    faults : list of str
        The lines that could not be used, each with its number and why.
    """

    lms: str
    id_column: str
    people: list[Person] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


# The columns, as the LMS heads them, of each column of the roster; and what an id may be taken from.
_COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "canvas": {"lms_user_id": ("id",), "section": ("section",), "email": ("email", "email address")},
    "moodle": {
        "first_name": ("first name",),
        "last_name": ("last name", "surname"),
        "email": ("email address", "email"),
        "section": ("groups", "group"),
        "lms_user_id": ("user id",),
    },
    "roster": {name: (name.replace("_", " "),) for name in _NAMED},
}
_IDS = {
    "canvas": ("sis login id", "sis user id", "id"),
    "moodle": ("username", "id number", "email address", "email"),
    "roster": ("id",),
}


def _kind(heads: Sequence[str]) -> str:
    if "student" in heads and "id" in heads:
        return "canvas"
    if "first name" in heads and "id" not in heads and {"last name", "surname"} & set(heads):
        return "moodle"
    if "id" in heads:
        return "roster"
    found = ", ".join(map(show_name, heads[:8])) or "nothing"
    raise LmsError(
        "This is no file of Canvas (Grades, Export), of Moodle (participants or grades as CSV), and no "
        f"roster: its first line has {found}. In another language say what they mean: "
        '--head "Etunimi=first name"'
    )


def read(content: bytes, id_column: str | None = None, meanings: Mapping[str, str] | None = None) -> Listed:
    r"""Read the LMS's file.

    Parameters
    ----------
    content : bytes
        The file.
    id_column : str, optional
        The column that ids are taken from; default: Canvas's SIS Login ID or SIS User ID, Moodle's Username
        or ID number, whichever comes first and is not empty throughout.
    meanings : mapping of str to str, optional
        What heads mean that are in no language known here.

    Returns
    -------
    Listed

    Raises
    ------
    LmsError
        If it is no such file.

    Examples
    --------
    >>> found = read(b'Student,ID,SIS Login ID,Section\n  Points Possible,,,\n"Lee, Ann",71,ann,A\n')
    >>> found.lms, found.people[0].id, found.people[0].values["last_name"]
    ('canvas', 'ann', 'Lee')
    """
    text = roster.decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    numbered: list[tuple[int, list[str]]] = []
    try:
        for row in rows:
            cells = [" ".join(cell.split()) for cell in row]
            if any(cells):
                numbered.append((rows.line_num, cells))
    except csv.Error as error:
        raise LmsError(f"line {rows.line_num}: {error}; nothing was read") from error
    if not numbered:
        raise LmsError("The file is empty")
    heads = columns.english([cell.replace("_", " ") for cell in numbered[0][1]], meanings)
    kind = _kind(heads)
    lines = [(line, dict(zip(heads, cells, strict=False))) for line, cells in numbered[1:]]
    if kind == "canvas":
        lines = [(line, values) for line, values in lines if _is_person(values)]
    wanted = [name for name in _IDS[kind] if any(values.get(name) for _, values in lines)]
    if id_column is not None:
        wanted = columns.english([id_column.replace("_", " ")])
        wanted = [(meanings or {}).get(id_column, wanted[0])]
        if wanted[0] not in heads:
            raise LmsError(f"The file has no column {show_name(id_column)}: {', '.join(numbered[0][1][:8])}")
    if not wanted:
        raise LmsError("The file has no students, or no column that tells them apart")
    found = Listed(kind, numbered[0][1][heads.index(wanted[0])])
    for line, values in lines:
        person = _person(kind, line, values, wanted[0])
        if person.id:
            found.people.append(person)
        else:
            found.faults.append(f"line {line}: its {found.id_column} is empty; --id takes another column")
    return found


def _is_person(values: Mapping[str, str]) -> bool:
    """Say whether a line of Canvas is a student's: some hold the points, or the student for trying out."""
    name = values.get("student", "")
    tester = name == "Student, Test" and not values.get("sis login id")
    return bool(values.get("id")) and name.casefold() != "points possible" and not tester


def _person(kind: str, line: int, values: Mapping[str, str], id_column: str) -> Person:
    told = {
        column: next((values[name] for name in names if values.get(name)), "")
        for column, names in _COLUMNS[kind].items()
    }
    if kind == "canvas":
        last, comma, first = values.get("student", "").partition(", ")
        if not comma:  # written the other way round, or one name alone
            first, _, last = last.rpartition(" ")
        told |= {"first_name": first, "last_name": last}
        login = values.get("sis login id", "")
        if not told["email"] and "@" in login:
            told["email"] = login
    known = {column: str(harmless(value)) for column, value in told.items() if value}
    return Person(line, values.get(id_column, ""), known)


@dataclass
class Update:
    """What a file changes in the roster.

    Parameters
    ----------
    students : list of Student
        The roster as it is then.
    added, back, dropped : list of str
        New ids, those who were dropped once and are in the file again, and those who no longer are.
    changed : list of str
        One line for each student of whom something else is known now.
    faults : list of str
        Lines that were not used.
    """

    students: list[Student] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def _index(students: Sequence[Student], key: Callable[[Student], str]) -> dict[str, Student]:
    """Return the students by a key, without keys that several have."""
    found: dict[str, list[Student]] = {}
    for student in students:
        if key(student):
            found.setdefault(key(student), []).append(student)
    return {value: several[0] for value, several in found.items() if len(several) == 1}


def update(known: Sequence[Student], listed: Listed, drop: bool = True) -> Update:
    """Return the roster as the LMS's file makes it.

    Parameters
    ----------
    known : sequence of Student
        The roster so far.
    listed : Listed
        The file.
    drop : bool
        Whether those who are not in the file are marked as dropped.

    Returns
    -------
    Update
    """
    by_lms = _index(known, lambda s: s.lms_user_id)
    by_id = {student.id: student for student in known}
    by_mail = _index(known, lambda s: s.email.casefold())
    result = Update(faults=list(listed.faults))
    now = dict(by_id)
    lines: dict[str, int] = {}
    for person in listed.people:
        number, mail = person.values.get("lms_user_id", ""), person.values.get("email", "").casefold()
        there = by_lms.get(number) or by_id.get(person.id)
        if there is None and (there := by_mail.get(mail)) is not None and there.lms_user_id and number:
            there = None  # one address, but another account
        try:
            student = _merged(there, person, now)
            if student.id in lines:
                raise Inadmissible(f"{show_name(student.id)} is on line {lines[student.id]} already")
        except Inadmissible as error:
            result.faults.append(f"line {person.line}: {error}")
            if there is not None:  # whoever is in the file, however it is written, has not dropped out
                lines.setdefault(there.id, person.line)
            continue
        lines[student.id] = person.line
        now[student.id] = student
        shown = show_name(student.id)
        if there is None:
            result.added.append(student.id)
        elif there.status:
            result.back.append(student.id)
        if there is not None:
            moved = [name for name in _NAMED if getattr(there, name) != getattr(student, name)]
            if moved:
                result.changed.append(
                    f"{shown}: "
                    + ", ".join(
                        f"{name} {_was(getattr(there, name))} -> {getattr(student, name)}" for name in moved
                    )
                )
    if drop:
        for student in known:
            if student.id not in lines and not student.status:
                result.dropped.append(student.id)
                now[student.id] = replace(student, status=DROPPED)
    result.students = list(now.values())
    return result


def _was(value: str) -> str:
    return value or "(empty)"


def _merged(there: Student | None, person: Person, now: Mapping[str, Student]) -> Student:
    """Return the student of a line: what the file does not know stays as it was.

    Raises
    ------
    Inadmissible
        If the line cannot be used.
    """
    if there is not None:
        if there.lms_user_id and person.values.get("lms_user_id", there.lms_user_id) != there.lms_user_id:
            raise Inadmissible(
                f"{show_name(there.id)} has the lms_user_id {there.lms_user_id} on the roster, and another "
                "one here: empty it there if the new one is right"
            )
        kept = {name: getattr(there, name) for name in _NAMED}
        return roster.admissible({"id": there.id, **kept, **person.values})
    alike = [one for one in now if canonical(one) == canonical(person.id)]
    if alike:
        raise Inadmissible(
            f"its id {show_name(person.id)} looks like {show_name(alike[0])}, who is somebody else"
        )
    if harmless(person.id) != person.id:
        raise Inadmissible(f"its id {show_name(person.id)!r} would be a formula; --id takes another column")
    return roster.admissible({"id": person.id, **person.values})


def _written(students: Sequence[Student], extra: Mapping[str, Mapping[str, str]]) -> str:
    heads = [*roster.COLUMNS, *dict.fromkeys(name for own in extra.values() for name in own)]
    text = io.StringIO()
    writer = csv.DictWriter(text, heads, restval="")
    writer.writeheader()
    for student in students:
        own = {column: getattr(student, column) for column in roster.COLUMNS}
        writer.writerow({**extra.get(student.id, {}), **own})
    return text.getvalue()


def _extra(content: bytes) -> dict[str, dict[str, str]]:
    """Return the columns of a roster that are the staff's own, by student."""
    text = roster.decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    lines = [row for row in rows if any(cell.strip() for cell in row)]
    heads = [" ".join(cell.split()) for cell in lines[0]]
    known = [roster.column(cell) for cell in heads]
    found = {}
    for row in lines[1:]:
        values = dict(zip(known, row, strict=False))
        own = {
            heads[at]: row[at] for at in range(min(len(heads), len(row))) if known[at] not in roster.COLUMNS
        }
        found[" ".join(values.get("id", "").split())] = own
    return found


def main(
    source: str,
    id_column: str | None = None,
    add_only: bool = False,
    dry_run: bool = False,
    heads: Sequence[str] = (),
) -> int:
    """Take the roster from a file of the LMS, and say what that changes.

    Parameters
    ----------
    source : str
        The file.
    id_column : str, optional
        The column that ids of new students are taken from.
    add_only : bool
        Whether the file has only some of the students, so that nobody is dropped.
    dry_run : bool
        Whether to say only what would change.
    heads : sequence of str
        ``HEAD=MEANING``, for what is in another language.

    Returns
    -------
    int
        0, or 1 where a line could not be used.
    """
    path = Path(source).expanduser().absolute()

    def work(coursedir: CourseDirectory) -> int:
        if not source:
            raise LmsError("Say which file: make roster FROM=file.csv")
        name = RosterFile(config=coursedir.config).path
        if path.is_file() and path.stat().st_size > roster.MAX_BYTES:
            raise LmsError(f"{show_name(path.name)} is too large for a list of students")
        listed = read(path.read_bytes(), id_column, columns.named(heads))
        before = roster.load(coursedir)
        if before is not None and before.faults:
            raise LmsError(f"{name}, {before.faults[0]}: mend that first, nothing was changed")
        target = Path(coursedir.root) / name
        extra = _extra(target.read_bytes()) if before is not None else {}
        known = list(before.students.values()) if before is not None else []
        result = update(known, listed, drop=not add_only)
        _tell(name, listed, result, dry_run)
        if not dry_run:
            trouble.write(target, _written(result.students, extra))
            with course.gradebook(coursedir) as gradebook:
                roster.enrol(gradebook, roster.Roster(name, {one.id: one for one in result.students}))
        return 1 if result.faults else 0

    return course.run(work)


def _tell(name: str, listed: Listed, result: Update, dry_run: bool) -> None:
    active = sum(not student.status for student in result.students)
    print(f"{name}: {active} students" + (", nothing is written yet" if dry_run else ""))
    if result.added:
        print(f"  {len(result.added)} new, by {listed.id_column}: {_some(result.added)}")
    if result.back:
        print(f"  {len(result.back)} back: {_some(result.back)}")
    for line in result.changed:
        print(f"  changed, {line}")
    if result.dropped:
        print(
            f"  {len(result.dropped)} dropped, since they are not in the file: {_some(result.dropped)}. "
            "Their marks stay in the gradebook. If the file has only a part of the class: take the whole "
            "one, which brings them back, and the next time --add-only"
        )
    if not (result.added or result.back or result.changed or result.dropped):
        print("  nothing has changed")
    if result.faults:
        print(f"\nNeeds attention ({len(result.faults)}):")
        for line in result.faults:
            print(f"  {line}")


def _some(students: Sequence[str]) -> str:
    shown = ", ".join(map(show_name, students[:12]))
    return shown + (f" and {len(students) - 12} more" if len(students) > 12 else "")
