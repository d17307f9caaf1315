"""What may be behind an answer: the cause of a wrong one, the form of one that counts."""

from __future__ import annotations

from dataclasses import dataclass

from mlsys_course.diagnosis.expression import Array

GUARD = 3.0
"""A refused misconception keeps this many tolerances away from the right answer."""


@dataclass(frozen=True)
class Cause:
    """One way to a wrong answer.

    Parameters
    ----------
    slug : str
        Stable name.
    clause : str
        Completes "… is what comes out when …"; empty where `sentence` says it all.
    prior : float
        How plausible, from 0 to 1, before any answer is seen.
    sentence : str
        A message written by hand.
    guarded : bool
        Whether scenarios keep its value away from the right answer in every row but the book's.
    plain : bool
        Whether it is the value of somebody who computed with bare numbers and named the unit afterwards.
    advice : str
        A message that says what to do, in place of one about what was done.
    two : tuple of str
        Of two slips at once what is said of each alone: clauses, or sentences (which end with a full stop).
    """

    slug: str
    clause: str
    prior: float
    sentence: str = ""
    guarded: bool = True
    plain: bool = False
    advice: str = ""
    two: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Family of the mistake: the slug up to its first colon."""
        return self.slug.split(":")[0]

    @property
    def guard(self) -> float:
        """How many tolerances from the right answer it is no longer named, as it may not have been made.

        Who rounded too far is told so wherever the answer is refused: such an answer is always near.
        """
        return 1.0 if self.kind == "rounding" else GUARD

    @property
    def by_hand(self) -> bool:
        """Whether the exercise's author wrote it."""
        return bool(self.sentence)


@dataclass(frozen=True)
class Form:
    """An accepted form beside the right answer: a convention, or a rounding.

    Parameters
    ----------
    slug, message : str
        Name and remark.
    score : float
        Share of the points.
    values : array
        In the asked unit, one per row; NaN where the form does not apply.
    bare : bool
        Whether it is a plain number given where a unit is due.
    """

    slug: str
    message: str
    score: float
    values: Array
    bare: bool
