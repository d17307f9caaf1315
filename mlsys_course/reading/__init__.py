"""Reading an answer against its contract: what was given, in the question's own terms.

A reader knows kind, unit, sign and shape and nothing of the right answer, so it serves the student
package alone as well as the full diagnosis, which reads first and judges then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mlsys_course import kinds
from mlsys_course.contracts import Contract
from mlsys_course.guard import guarded
from mlsys_course.result import NOT_ATTEMPTED, Result, not_attempted


@dataclass(frozen=True)
class Reading:
    """An answer as it was read.

    Parameters
    ----------
    value : object
        What the kind's own ``read`` makes of it; for numbers a float (or exact int) in the contract's unit.
    given : str
        The answer in the learner's own terms, for messages.
    remarks : tuple of str
        Sentences that cost nothing.
    """

    value: Any
    given: str
    remarks: tuple[str, ...] = ()


class Refusal(Exception):
    """The answer cannot be read as what the question asks for.

    Parameters
    ----------
    cause : str
        Stable slug.
    message : str
        Sentence: what was given, what was expected, what to do.
    part : mapping, optional
        What could be read all the same, item by item: where each item counts for itself, these are judged.
    """

    def __init__(self, cause: str, message: str, part: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.cause, self.message, self.part = cause, message, part


@dataclass(frozen=True)
class Unusable:
    """Stands for an answer that never arrived: undefined, or of a type that cannot cross to the grader.

    Parameters
    ----------
    cause : str
        ``undefined`` or ``unreadable``.
    message : str
        Sentence for the learner.
    """

    cause: str
    message: str


def unattempted(answer: Any) -> bool:
    """Say whether the answer still holds the stub's ``...``."""
    return answer is Ellipsis


def read(contract: Contract, answer: Any) -> Reading:
    """Read an answer.

    Raises
    ------
    Refusal
        If it cannot be read as the kind, unit and shape the contract asks for.
    """
    if unattempted(answer):
        raise Refusal(NOT_ATTEMPTED, not_attempted(contract.name).message)
    if isinstance(answer, Unusable):
        raise Refusal(answer.cause, answer.message)
    reading: Reading = kinds.part(contract.kind, "reading").read(contract, answer)
    return reading


def check_contract(contract: Contract, answer: Any) -> Result:
    """Look at kind, unit, sign and shape alone: all that a student package without keys can tell.

    Parameters
    ----------
    contract : Contract
        The public side of the exercise.
    answer : object
        The learner's answer; anything at all.

    Returns
    -------
    Result
        Never ``judged`` where the form is right: nothing is said about the value then.
    """
    return guarded(contract.name, answer, lambda: _form(contract, answer))


def _form(contract: Contract, answer: Any) -> Result:
    try:
        reading = read(contract, answer)
    except Refusal as refusal:
        return Result(False, 0.0, refusal.cause, refusal.message, contract.name)
    return Result(
        True,
        1.0,
        None,
        f"{reading.given} has the right form. Whether it is right is judged when your work is graded.",
        contract.name,
        reading.remarks,
        judged=False,
    )
