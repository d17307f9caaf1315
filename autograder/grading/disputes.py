"""A mark is disputed: the staff looks at an answer, and gives it other points.

The overrides stand in ``autograder/overrides.csv``, one line each, with the reason. They survive every
grading, and ``changes.csv`` has each score that they changed.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from autograder.grading import trouble
from autograder.grading.admission import show_name
from autograder.grading.cells import bare, harmless
from autograder.grading.overrides import Override, for_answer

FILE = "overrides.csv"
COLUMNS = (
    "time", "by", "assignment", "cell", "student", "answer", "diagnosis", "points", "reason", "withdrawn",
)  # fmt: skip


class OverrideError(NbGraderException):  # type: ignore[misc]
    """An override that cannot be given or read; the text is one or two sentences."""


def path_of(coursedir: CourseDirectory) -> Path:
    """Return where the overrides of a class are kept."""
    return Path(coursedir.root, coursedir.autograded_directory).parent / FILE


def load(coursedir: CourseDirectory, assignment: str) -> tuple[Override, ...]:
    """Return the overrides of an assignment, in the order they were given.

    Raises
    ------
    OverrideError
        If the file cannot be read; the sentence names the line.
    """
    return tuple(one for one in _read(path_of(coursedir)) if one.assignment == assignment)


def _read(path: Path) -> list[Override]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = set(COLUMNS) - set(reader.fieldnames or ())
        if missing:
            raise OverrideError(f"{path}: the columns {', '.join(sorted(missing))} are missing.")
        return [_parsed(path, reader.line_num, row) for row in reader]


def _parsed(path: Path, line: int, row: Mapping[str, str]) -> Override:
    fields = {name: bare(row[name] or "") for name in COLUMNS}
    try:
        points = float(fields.pop("points"))
    except ValueError:
        raise OverrideError(f"{path}, line {line}: points is {row['points']!r}, not a number.") from None
    return Override(points=points, **fields)


def _write(path: Path, overrides: Iterable[Override]) -> None:
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    for one in overrides:
        writer.writerow({key: harmless(value) for key, value in dataclasses.asdict(one).items()})
    trouble.write(path, file.getvalue())


# ------------------------------------------------------------------------------- what is graded already


@dataclasses.dataclass(frozen=True)
class Standing:
    """A test of an autograded notebook.

    Parameters
    ----------
    student, notebook, cell : str
        Whose, where and which.
    answer : str
        The answer's fingerprint.
    cause : str or None
        What the machine named.
    points : float
        The maximum.
    reason : str
        The override's, where one was applied.
    """

    student: str
    notebook: str
    cell: str
    answer: str
    cause: str | None
    points: float
    reason: str


def standing_in(folder: Path, student: str) -> Iterator[Standing]:
    """Yield the tests of an autograded submission that an override can be about.

    Parameters
    ----------
    folder : Path
        Of the autograded notebooks.
    student : str
        Whose.
    """
    for path in sorted(folder.glob("*.ipynb")):
        try:
            about = json.loads(path.read_text(encoding="utf-8"))["metadata"]["mlsys"]["answers"]
            for cell, held in about.items():
                yield Standing(student, path.stem, cell, **held)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue


def reasons(about: Mapping[str, Any]) -> dict[str, str]:
    """Return what the staff decided, by test cell, out of an autograded notebook's metadata."""
    answers = about.get("answers")
    if not isinstance(answers, Mapping):
        return {}
    return {cell: held.get("reason", "") for cell, held in answers.items() if isinstance(held, Mapping)}


def reasons_in(folder: Path) -> dict[str, str]:
    """Return what the staff decided, by test cell, of an autograded submission."""
    return {one.cell: one.reason for one in standing_in(folder, "")}


def what_changed(before: str, now: str) -> str:
    """Say what the staff decided where that is not what it was; nothing where it is.

    Examples
    --------
    >>> what_changed("", "overridden by ta: both readings are fair.")
    'overridden by ta: both readings are fair.'
    >>> what_changed("overridden by ta: both readings are fair.", "")
    'no longer overridden by ta: both readings are fair.'
    """
    if before == now:
        return ""
    return now or f"no longer {before}"


def is_due(folder: Path, student: str, overrides: Iterable[Override]) -> bool:
    """Say whether an autograded submission has other overrides than were given.

    Parameters
    ----------
    folder : Path
        Of the autograded notebooks.
    student : str
        Whose.
    overrides : iterable of Override
        The assignment's, withdrawn ones too.
    """
    listed = tuple(overrides)
    if not listed:
        return False
    for one in standing_in(folder, student):
        wanted = for_answer(listed, one.cell, student, one.answer, one.cause)
        if (wanted.said if wanted else "") != one.reason:
            return True
    return False


def _class(coursedir: CourseDirectory, assignment: str) -> list[Standing]:
    root = Path(coursedir.root, coursedir.autograded_directory)
    folders = [(path.name, path / assignment) for path in sorted(root.glob("*")) if path.is_dir()]
    return [one for student, folder in folders for one in standing_in(folder, student)]


# ------------------------------------------------------------------------------------------ the command


def give(
    coursedir: CourseDirectory,
    assignment: str,
    student: str,
    question: str,
    points: float,
    reason: str,
    by: str,
    *,
    everybody: bool = False,
    diagnosis: bool = False,
) -> str:
    """Give points to a student's answer, and to those who gave the same; say whose answers that are.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class.
    assignment, student : str
        Whose answer is looked at.
    question : str
        The exercise's name, or that of its test cell.
    points : float
        What the answer is worth.
    reason : str
        Why: the student reads it.
    by : str
        Who decides.
    everybody : bool
        For everybody who gave this answer, now or later.
    diagnosis : bool
        For everybody whose answer got the same diagnosis: where numbers are personal, equal slips give
        different answers.

    Raises
    ------
    OverrideError
        If there is no such answer, or the points or the reason will not do.
    """
    everyone = _class(coursedir, assignment)
    mine = [one for one in everyone if one.student == student]
    if not mine:
        raise OverrideError(
            f"Nothing of {show_name(student)} in {assignment} is graded here that an override could be about."
        )
    found = next((one for one in mine if question in (one.cell, one.cell.removeprefix("test_"))), None)
    if found is None:
        names = ", ".join(one.cell.removeprefix("test_") for one in mine)
        raise OverrideError(
            f"{show_name(student)} has no answer {question!r} in {assignment} that the machine marked; there "
            f"is: {names}. What is marked by hand, you change in the formgrader."
        )
    if not 0 <= points <= found.points:
        raise OverrideError(f"{points:g} points? {question} has from 0 to {found.points:g}.")
    reason = " ".join(reason.split())
    if not reason:
        raise OverrideError("Give a reason, in a sentence: the student reads it, and so do your colleagues.")
    if diagnosis and not found.cause:
        raise OverrideError(
            f"The machine named no cause for {show_name(student)}'s {question}. Use --everybody: that is "
            "about this very answer."
        )
    new = Override(
        found.cell, float(points), reason if reason.endswith((".", "!", "?")) else f"{reason}.", by,
        f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        "" if everybody or diagnosis else student,
        "" if diagnosis else found.answer,
        (found.cause or "") if diagnosis else "",
        "", assignment,
    )  # fmt: skip
    path = path_of(coursedir)
    _write(path, [*_read(path), new])
    students = sorted({o.student for o in everyone if new.fits(o.cell, o.student, o.answer, o.cause)})
    names, answers = ", ".join(map(show_name, students)), "answer" if len(students) == 1 else "answers"
    return (
        f"{new.points:g} points for {len(students)} {answers}: {names}.\n"
        f"make grade ASSIGNMENT={assignment} puts them into the gradebook, the pages and changes.csv."
    )


def withdraw(coursedir: CourseDirectory, number: int) -> str:
    """Take an override back; it stays in the file, with the time. Say what to do next.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class.
    number : int
        Its number in the list, from 1.

    Raises
    ------
    OverrideError
        If there is none, or it is withdrawn already.
    """
    path = path_of(coursedir)
    every = _read(path)
    if not 1 <= number <= len(every):
        raise OverrideError(f"There is no override {number}; the list has {len(every)}.")
    if every[number - 1].withdrawn:
        raise OverrideError(f"Override {number} was withdrawn at {every[number - 1].withdrawn}.")
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    every[number - 1] = dataclasses.replace(every[number - 1], withdrawn=now)
    _write(path, every)
    back = every[number - 1]
    return (
        f"Withdrawn: {back.points:g} points for {back.cell}. make grade ASSIGNMENT={back.assignment} marks "
        "these answers as before."
    )


def listed(coursedir: CourseDirectory) -> list[str]:
    """Return a line for each override, with its number."""
    lines = []
    for number, one in enumerate(_read(path_of(coursedir)), start=1):
        whose = f"{show_name(one.student)}'s answer" if one.student else "everybody with this answer"
        if one.diagnosis:
            whose = f"everybody with the diagnosis {one.diagnosis}"
        state = f", withdrawn {one.withdrawn}" if one.withdrawn else ""
        lines.append(
            f"{number}. {one.assignment}, {one.cell}: {one.points:g} points for {whose}, "
            f"{one.time}, {one.said}{state}"
        )
    return lines
