"""Points that the staff gives to an answer, in place of the machine's.

An override is about an answer, not about a person: whoever hands in something else is marked by the machine
again, and whoever gave the same answer can get the same points. `autograder.grading.disputes` keeps them.
"""

from __future__ import annotations

import ast
import dataclasses
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from autograder.grading.testing import Tested
from mlsys_course.result import Result

CAUSE = "overridden"


@dataclasses.dataclass(frozen=True)
class Override:
    """Points for an answer.

    Parameters
    ----------
    cell : str
        The test cell.
    points : float
        What the answer is worth.
    reason : str
        Why; the student reads it.
    by : str
        Who decided.
    time : str
        When, in UTC.
    student : str
        Whose answer it is; empty: everybody's.
    answer : str
        Which answer (see `fingerprint`); empty: any answer with the diagnosis.
    diagnosis : str
        The cause that the machine named; empty: whatever it said.
    withdrawn : str
        When it was taken back; empty: it holds.
    assignment : str
        The assignment.
    """

    cell: str
    points: float
    reason: str
    by: str = ""
    time: str = ""
    student: str = ""
    answer: str = ""
    diagnosis: str = ""
    withdrawn: str = ""
    assignment: str = ""

    def fits(self, cell: str, student: str, answer: str, cause: str | None) -> bool:
        """Say whether it is about an answer.

        Examples
        --------
        >>> one = Override("test_a", 2.0, "both readings are fair", student="ada", answer="12ab")
        >>> one.fits("test_a", "ada", "12ab", None), one.fits("test_a", "ada", "other", None)
        (True, False)
        """
        return (
            not self.withdrawn
            and self.cell == cell
            and self.student in ("", student)
            and self.answer in ("", answer)
            and self.diagnosis in ("", cause or "")
        )

    @property
    def said(self) -> str:
        """Who decided and why, for the staff's tables."""
        return f"overridden by {self.by}: {self.reason}"


def for_answer(
    overrides: Iterable[Override], cell: str, student: str, answer: str, cause: str | None
) -> Override | None:
    """Return the override that an answer gets: one student's before everybody's, the last one given first.

    Parameters
    ----------
    overrides : iterable of Override
        In the order they were given.
    cell, student : str
        Which test, whose answer.
    answer : str
        Its fingerprint.
    cause : str or None
        What the machine named.
    """
    fitting = [one for one in overrides if one.fits(cell, student, answer, cause)]
    return max(reversed(fitting), key=lambda one: bool(one.student), default=None)


def applied(tested: Tested, override: Override, points: float) -> Tested:
    """Return what a test gave, with the points and the words of an override in place of the machine's.

    Parameters
    ----------
    tested : Tested
        The machine's.
    override : Override
        The staff's.
    points : float
        The cell's maximum, of today.
    """
    given = min(override.points, points)
    name = tested.results[-1].name if tested.results else ""
    full = given >= points
    said = f"Your instructor looked at this answer: {given:g} of {points:g} points. {override.reason}"
    result = Result(full, 1.0 if full else given / points if points else 0.0, CAUSE, said, name)
    return dataclasses.replace(tested, score=float(given), results=(result,), fault=None)


# ----------------------------------------------------------------------------------------- the same answer


def fingerprint(given: Mapping[str, Any], code: str, numbers: int | None = None) -> str:
    """Return what tells an answer from another one.

    Answers are the same where their values are the same, in whatever unit (see `autograder.grading.given`); a
    function or a picture is the same where its code is, whatever the comments and spaces.

    Parameters
    ----------
    given : mapping
        What grading has read of the answer.
    code : str
        The source of the answer's cell.
    numbers : int, optional
        The row of the numbers that it was an answer for, where these are personal.

    Examples
    --------
    >>> fingerprint({"same": "12ab"}, "a = 1") == fingerprint({"same": "12ab"}, "a = 24")
    True
    >>> fingerprint({}, "a = 1  # one") == fingerprint({}, "a = 1")
    True
    >>> fingerprint({}, "a = 1") == fingerprint({}, "a = 2")
    False
    """
    what = given.get("same") or _plain(code)
    return hashlib.sha256(f"{numbers}\n{what}".encode("utf-8", "replace")).hexdigest()[:16]


def _plain(code: str) -> str:
    """Return code without comments and spaces."""
    try:
        return ast.dump(ast.parse(code))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return code
