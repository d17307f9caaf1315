"""The points of an answer that a person marks: lines to tick, each worth something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from autograder import written
from mlsys_course.readable import number

_SCHEME = re.compile(r"BEGIN MARK SCHEME[^\n]*\n(.*?)(?:\n[^\n]*END MARK SCHEME|\Z)", re.DOTALL)
_LINE = re.compile(r"\s*(\d+(?:\.\d+)?) points?:\s*(\S.*)")


class Line(NamedTuple):
    """A point of the mark scheme.

    Parameters
    ----------
    text : str
        What the answer has to say.
    points : float
        What that is worth.
    """

    text: str
    points: float


def lines(cells: Iterable[Mapping[str, Any]], name: str) -> list[Line]:
    """Return the points of an answer; none where nobody has written any.

    Those of the course's written questions are the finer ones of their file (`autograder.written`); otherwise
    they are the lines ``2 points: …`` of the mark scheme that stands in the task, or above the answer.

    Parameters
    ----------
    cells : iterable of dict
        The autograded notebook's.
    name : str
        The answer's.
    """
    try:
        return [Line(check.question, float(check.points)) for check in written.question(name).checks]
    except (LookupError, ValueError):  # it is none of the course's, or its file cannot be read
        return scheme(cells, name)


def scheme(cells: Iterable[Mapping[str, Any]], name: str) -> list[Line]:
    r"""Return the lines of the mark scheme above an answer; what students have added counts for nothing.

    Examples
    --------
    >>> told = "2 points: it is\nlong\n0.5 points: and wide"
    >>> source = f"Why?\n### BEGIN MARK SCHEME\n{told}\n### END MARK SCHEME"
    >>> asked = {"source": source, "metadata": {"nbgrader": {"grade_id": "ask", "locked": True}}}
    >>> answer = {"source": "", "metadata": {"nbgrader": {"grade_id": "explain", "solution": True}}}
    >>> scheme([asked, answer], "explain")
    [Line(text='it is long', points=2.0), Line(text='and wide', points=0.5)]
    """
    found: list[Line] = []
    for cell in cells:
        about = cell["metadata"].get("nbgrader") or {}
        source = "".join(cell["source"])
        mine = about.get("grade_id") == name
        if about.get("task") or (about.get("locked") and not about.get("solution")):
            found = _lines("\n".join(_SCHEME.findall(source))) or ([] if about.get("grade") else found)
        if mine:
            return found
        if about.get("solution"):
            found = []
    return []


def _lines(text: str) -> list[Line]:
    found: list[Line] = []
    for line in text.split("\n"):
        if match := _LINE.match(line):
            found.append(Line(match[2].strip(), float(match[1])))
        elif found and line.strip():
            found[-1] = found[-1]._replace(text=f"{found[-1].text} {line.strip()}")
    return found


def comment(line: Line, ticked: bool) -> str:
    """Return what a student reads about a point.

    Examples
    --------
    >>> comment(Line("Is it long?", 0.5), True), comment(Line("Is it long?", 2.0), False)
    ('- 0.5 of 0.5 points: Is it long?', '- 0 of 2 points: Is it long?')
    """
    worth = number(line.points)
    return f"- {worth if ticked else 0} of {worth} {'point' if line.points == 1 else 'points'}: {line.text}"
