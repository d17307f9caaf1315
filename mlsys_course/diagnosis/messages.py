"""The sentences: what a learner reads about an answer.

A message never holds a number but the one the learner gave, so that it cannot hold the answer.
"""

from __future__ import annotations

from collections.abc import Sequence


def from_causes(given: str, clauses: Sequence[tuple[str, str]], exact: bool) -> str:
    """Say which mistake, or which of two mistakes, an answer comes from.

    Parameters
    ----------
    given : str
        The answer in the learner's own terms.
    clauses : sequence of (clause, sentence)
        One cause, or two equally plausible ones.
    exact : bool
        Whether the answer agrees to its last digit.

    Examples
    --------
    >>> from_causes("11.38 day", [("efficiency is left out", "")], True)
    '11.38 day is what comes out when efficiency is left out.'
    """
    is_ = "is" if exact else "is close to"
    written = [sentence for _, sentence in clauses if sentence]
    if len(clauses) == 1:
        return written[0] if written else f"{given} {is_} what comes out when {clauses[0][0]}."
    if not written:
        return f"{given} {is_} what comes out either when {clauses[0][0]}, or when {clauses[1][0]}."
    two = [sentence or f"{given} {is_} what comes out when {clause}." for clause, sentence in clauses]
    return f"Either: {two[0]} Or: {two[1]}"


def perhaps(given: str, message: str) -> str:
    """Say that an answer fits only if it was rounded to one or two digits, as many numbers would.

    >>> perhaps("18 month", "This is the old time.")
    'Perhaps this, if 18 month is a rounded number: This is the old time.'
    """
    return f"Perhaps this, if {given} is a rounded number: {message}"


def unexplained(given: str, read_as: str, far: str, near: bool = False) -> str:
    """Help where no known mistake gives the answer.

    Parameters
    ----------
    given, read_as : str
        The answer as given, and in the unit asked for ("" where that is the same).
    far : str
        "too large", "too small", or "" where it is not orders of magnitude away.
    near : bool
        Whether its size is about right.
    """
    head = f"{given} is not right" + (f" (read as {read_as})" if read_as else "")
    if far:
        return (
            f"{head}: it is far {far}, by orders of magnitude. Follow the units through every step, prefixes "
            "first."
        )
    if near:
        return (
            f"{head}, and I can't tell how you got it. Its size is about right: look for a factor near one, "
            "a small term, or a number that was rounded on the way."
        )
    return (
        f"{head}, and I can't tell how you got it. Ask of each number in the question: does the result grow "
        "when it grows, and does your code do the same?"
    )
