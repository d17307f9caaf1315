"""What became of a submission, and the files beside an autograded one that say so."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.grading.execution import Graded

ATTENTION = ".needs-attention"
DIGEST = ".graded-from"


@dataclass(frozen=True)
class Change:
    """A test cell whose score differs from the one it had.

    Parameters
    ----------
    student, cell : str
        Whose, and which.
    before, after : float
        Points.
    keys : tuple of (str or None)
        The key's version then and now; None where it is not known.
    decided : str
        What the staff decided about the answer, where that changed.
    """

    student: str
    cell: str
    before: float
    after: float
    keys: tuple[str | None, str | None]
    decided: str = ""

    @property
    def why(self) -> str:
        """Say what is behind it, as far as that is known."""
        if self.decided:
            return self.decided
        then, now = self.keys
        if then is None or then == now:
            return "the same key: another submission, or another version of the course's code"
        return f"the key changed from version {then} to {now}"


@dataclass
class Outcome:
    """What became of one submission.

    Parameters
    ----------
    student : str
        The student's id.
    graded : dict of str to Graded
        By notebook.
    notes : list of str
        What was put right.
    problem : str or None
        Why it, or a part of it, could not be graded; one line.
    changes : list of Change
        Scores that are not what they were when this submission was graded before.
    unmarked : list of str
        Notebooks that the machine failed: they have no mark, which is not the same as 0.
    """

    student: str
    graded: dict[str, Graded] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problem: str | None = None
    changes: list[Change] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)

    def blame(self, problem: str) -> None:
        """Add a reason why a TA has to look at this submission."""
        self.problem = f"{self.problem}; {problem}" if self.problem else problem
