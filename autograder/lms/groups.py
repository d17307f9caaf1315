"""Who works together: Canvas's list of a group set, or a file with the columns ``group`` and ``id``."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from autograder.grading import roster
from autograder.grading.admission import show_name
from autograder.grading.roster import Student
from autograder.lms import LmsError
from mlsys_course.course import canonical

_GROUP = ("group_name", "group")
_WHO = ("login_id", "id", "email", "canvas_user_id", "user_id")


def read(content: bytes, people: Mapping[str, Student]) -> dict[str, list[str]]:
    r"""Return the members of each group, by the group's name.

    Parameters
    ----------
    content : bytes
        The file.
    people : mapping of str to Student
        Who is in the course, by id.

    Raises
    ------
    LmsError
        If it is no such file, or somebody in it is unknown or in two groups.

    Examples
    --------
    >>> read(b"group,id\nReds,ann\nReds,bob\n", {n: Student(n) for n in ("ann", "bob")})
    {'Reds': ['ann', 'bob']}
    """
    text = roster.decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count)))
    heads = [roster.column(cell) for cell in rows[0]] if rows else []
    group = next((heads.index(name) for name in _GROUP if name in heads), None)
    ways = [heads.index(name) for name in _WHO if name in heads]
    if group is None or not ways:
        raise LmsError(
            "The file of groups needs the columns group and id, or to be Canvas's (People, the group set, "
            f"Download Group Category Roster CSV); it has {', '.join(map(show_name, heads[:8])) or 'nothing'}"
        )
    known: dict[str, set[str]] = {}
    for one in people.values():
        for value in (one.id, one.email, one.lms_user_id):
            if value:
                known.setdefault(canonical(value), set()).add(one.id)
    found: dict[str, list[str]] = {}
    of: dict[str, str] = {}
    for line, row in enumerate(rows[1:], 2):
        cells = [" ".join(cell.split()) for cell in row] + [""] * (len(heads) - len(row))
        if not cells[group]:
            continue  # Canvas lists those without a group, too
        tries = [known.get(canonical(cells[at]), set()) for at in ways if cells[at]]
        student = next((next(iter(ids)) for ids in tries if len(ids) == 1), None)
        if student is None:
            raise LmsError(f"The file of groups, line {line}: there is no such student on the roster")
        if of.setdefault(student, cells[group]) != cells[group]:
            raise LmsError(
                f"The file of groups has {show_name(student)} in {show_name(of[student])} and in "
                f"{show_name(cells[group])}: take one line out"
            )
        if student not in found.setdefault(cells[group], []):
            found[cells[group]].append(student)
    return found
