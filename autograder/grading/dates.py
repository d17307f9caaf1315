"""``python -m autograder due`` and ``extend``: when an assignment is due, and who has until later.

Due dates stand in the gradebook. Extensions stand in a file of the staff, ``extensions.csv`` beside it, since
nbgrader keeps one only with a submission, and most are granted before there is any. From there they reach the
gradebook whenever penalties are settled.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from autograder.grading import roster, times, trouble
from autograder.grading.admission import show_name
from autograder.grading.cells import harmless
from autograder.grading.changes import folder

NAME = "extensions.csv"
_HEADS = ("student", "assignment", "until", "reason")
_SPAN = re.compile(r"\+?\s*(?P<count>\d{1,4}(?:\.\d+)?)\s*(?P<unit>minute|hour|day|week)s?\Z", re.IGNORECASE)
_LONGEST_REASON = 200


class DatesError(NbGraderException):  # type: ignore[misc]
    """What was asked for cannot be done; one sentence with the way out."""


@dataclass(frozen=True)
class Extension:
    """Somebody's own due date.

    Parameters
    ----------
    until : datetime
        In UTC, without a zone, as nbgrader keeps times.
    reason : str
        Why; may be empty.
    """

    until: datetime
    reason: str = ""


def shown(moment: datetime | None) -> str:
    """Return a time as the staff writes it."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment is not None else "none"


def load(config: Any) -> dict[tuple[str, str], Extension]:
    """Return the extensions, by student and assignment.

    Parameters
    ----------
    config : Config
        nbgrader's settings.

    Raises
    ------
    DatesError
        If the file cannot be read as what it is.
    """
    path = folder(config) / NAME
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    found = {}
    for number, row in enumerate(csv.DictReader(io.StringIO(roster.decoded(content), newline="")), start=2):
        values = {key: (row.get(key) or "").strip() for key in _HEADS}
        if not any(values.values()):
            continue
        stamp = times.read(values["until"].encode(), "it says")
        if stamp.time is None or not values["student"] or not values["assignment"]:
            why = stamp.problem or "it needs student, assignment and until"
            raise DatesError(f"{NAME}, line {number}: {why}")
        found[values["student"], values["assignment"]] = Extension(stamp.time, values["reason"])
    return found


def _save(config: Any, extensions: Mapping[tuple[str, str], Extension]) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADS)
    for (student, assignment), one in sorted(extensions.items()):
        writer.writerow([student, assignment, shown(one.until), harmless(one.reason)])
    trouble.write(folder(config) / NAME, text.getvalue())


def grant(submission: Any, extension: Extension) -> None:
    """Give a submission of the gradebook its extension, measured from the due date as it is now."""
    due = submission.assignment.duedate
    more = extension.until - due if due is not None else timedelta(0)
    submission.extension = more if more > timedelta(0) else None


def _moment(text: str) -> datetime:
    stamp = times.read(text.encode("utf-8", "replace"), "you wrote")
    if stamp.time is None:
        raise DatesError(str(stamp.problem))
    return stamp.time


def _due(gradebook: Gradebook, assignment: str) -> datetime | None:
    try:
        found: datetime | None = gradebook.find_assignment(assignment).duedate
    except MissingEntry:
        return None
    return found


def set_due(gradebook: Gradebook, assignment: str, text: str) -> datetime | None:
    """Set an assignment's due date, or with ``none`` remove it; return it.

    Raises
    ------
    DatesError
        If it is no time.
    """
    moment = None if text.casefold() == "none" else _moment(text)
    try:
        gradebook.find_assignment(assignment).duedate = moment
        gradebook.db.commit()
    except MissingEntry:
        gradebook.add_assignment(assignment, **({} if moment is None else {"duedate": moment}))
    return moment


def extend(
    coursedir: CourseDirectory,
    gradebook: Gradebook,
    student: str,
    assignment: str,
    text: str,
    reason: str = "",
) -> datetime | None:
    """Grant a student an extension, or with ``none`` take it back; return until when it is.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class.
    gradebook : Gradebook
        Its gradebook.
    student, assignment : str
        Whose, and of what.
    text : str
        A time, or how much longer than everybody else: ``2 days``, ``36 hours``.
    reason : str
        Why.

    Raises
    ------
    DatesError
        If that is no extension.
    """
    extensions = load(coursedir.config)
    if text.casefold() == "none":
        if extensions.pop((student, assignment), None) is None:
            raise DatesError(f"{show_name(student)} has no extension for {assignment} in {NAME}")
        try:
            gradebook.find_submission(assignment, student).extension = None
            gradebook.db.commit()
        except MissingEntry:
            pass
        _save(coursedir.config, extensions)
        return None
    due = _due(gradebook, assignment)
    if due is None:
        raise DatesError(f'{assignment} has no due date yet: python -m autograder due {assignment} "TIME"')
    span = _SPAN.match(text.strip())
    until = due + timedelta(**{f"{span['unit'].lower()}s": float(span["count"])}) if span else _moment(text)
    if until <= due:
        raise DatesError(
            f"{assignment} is due {shown(due)}, which is not before {shown(until)}: no extension"
        )
    if len(reason) > _LONGEST_REASON or not reason.isprintable():
        raise DatesError(f"The reason is one line of at most {_LONGEST_REASON} characters")
    extensions[student, assignment] = Extension(until, " ".join(reason.split()))
    _save(coursedir.config, extensions)
    return until


def listed(
    coursedir: CourseDirectory, gradebook: Gradebook, assignment: str, student: str | None = None
) -> list[str]:
    """Return when an assignment is due and who has until later, or that of `student` alone, as lines."""
    lines = [f"{assignment}: due {shown(_due(gradebook, assignment))}"]
    for (name, of), one in sorted(load(coursedir.config).items()):
        if of == assignment and student in (None, name):
            why = f" ({one.reason})" if one.reason else ""
            lines.append(f"  {show_name(name)}: {shown(one.until)}{why}")
    return lines
