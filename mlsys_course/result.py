"""What a check answers: accepted or not, and the sentence that says why."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import Any

NOT_ATTEMPTED = "not-attempted"
NOT_RUN = "not-run"
"""The cause of an answer whose cell stopped before it gave one."""
UNREADABLE = "unreadable"
"""The cause of an answer that cannot be read at all."""
UNCHECKED = "unchecked"
"""The cause of a check that names no exercise, or that the course's settings do not allow."""
NO_TRY = (NOT_ATTEMPTED, NOT_RUN, UNCHECKED)
"""Causes that no answer has been judged by: they count as no try."""


@dataclass(frozen=True)
class Result:
    """The verdict on one answer; displayed in a notebook it is a sentence.

    Parameters
    ----------
    accepted : bool
        Whether the answer counts as right.
    score : float
        Share of the points, from 0 to 1.
    cause : str or None
        A stable slug that names what happened (``dropped:efficiency``, ``scale:1000``,
        ``unit:information``, ``not-attempted``), or None where nobody can tell.
    message : str
        A sentence for the learner; it never holds the right answer.
    name : str
        The exercise's name.
    remarks : tuple of str
        Further sentences that cost nothing (a convention to know about).
    notes : tuple of str
        What a TA should know beside it; a learner is not shown these.
    judged : bool
        False where only the answer's form was looked at: then nothing is said about its value.
    help : object
        What is shown below after several tries, None for nothing (see `mlsys_course.help`).

    Examples
    --------
    >>> Result(True, 1.0, None, "25.3 day is right.", "training_days")
    training_days: accepted. 25.3 day is right.
    """

    accepted: bool
    score: float
    cause: str | None
    message: str
    name: str = ""
    remarks: tuple[str, ...] = field(default=())
    notes: tuple[str, ...] = field(default=())
    judged: bool = True
    help: Any = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score is a share of the points, from 0 to 1, not {self.score!r}")

    @property
    def verdict(self) -> str:
        """A few words: accepted, not yet right, not attempted yet, no answer yet, form checked only, ..."""
        if not self.judged:
            return "form checked only"
        if self.cause == UNCHECKED:
            return "not checked"
        if self.accepted:
            return "accepted" if self.score == 1.0 else "accepted in part"
        if self.cause == NOT_ATTEMPTED:
            return "not attempted yet"
        if self.cause == NOT_RUN:
            return "no answer yet"
        return "not yet right" if self.score == 0.0 else "right in part"

    def __repr__(self) -> str:
        head = f"{self.name}: {self.verdict}." if self.name else f"{self.verdict.capitalize()}."
        if self.cause == UNCHECKED:
            head = ""  # the sentence says it all
        said = " ".join(part for part in (head, self.message, *self.remarks) if part)
        return f"{said}\n\n{self.help!r}" if self.help is not None else said

    def _repr_html_(self) -> str:
        # The verdict is spelled out: the colour of the bar is never the only signal.
        colour = "#1b7837" if self.accepted else "#b35806"
        if not self.judged or self.cause in NO_TRY:
            colour = "#5e5e5e"  # neither right nor wrong
        remarks = "".join(f"<br><small>{html.escape(r)}</small>" for r in self.remarks)
        head = f"<strong>{html.escape(self.name)}: {html.escape(self.verdict)}.</strong> "
        return (
            f'<div role="status" style="border-left:4px solid {colour};padding:.3em .8em">'
            f"{'' if self.cause == UNCHECKED else head}{html.escape(self.message)}{remarks}</div>"
            f"{'' if self.help is None else self.help._repr_html_()}"
        )


def not_attempted(name: str) -> Result:
    """Return the result of an answer that still holds the stub's ``...``."""
    return Result(False, 0.0, NOT_ATTEMPTED, f"Replace the ... of {name} with your answer.", name)
