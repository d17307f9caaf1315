"""The sentences: what a learner reads about an answer.

A message never holds a number but the one the learner gave, so that it cannot hold the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mlsys_course import readable

_TWICE, _THEN = "Two things at once.", " And then "
_LABELLED = re.compile(r"(\w+) \(([^()]+)\)")


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
        return f"{given} {is_} what comes out when {_together(clauses[0][0], clauses[1][0])}."
    two = [sentence or f"{given} {is_} what comes out when {clause}." for clause, sentence in clauses]
    if two[0] == two[1]:
        return two[0]
    # The first sentence says what was done, the second what to do: with two causes the first is enough.
    return f"Either: {short(two[0])} Or: {short(two[1])}"


def short(message: str) -> str:
    """Return what a message says was done, without what to do.

    >>> short("You take all emails. Use the good ones. And then hours and days are mixed up.")
    'You take all emails. And then hours and days are mixed up.'
    >>> short("Two things at once. You take all emails. You forget the shift.")
    'Two things at once. You take all emails. You forget the shift.'
    """
    if message.startswith(_TWICE):
        return message
    first, (_, then, second) = readable.first_sentence(message), message.partition(_THEN)
    return f"{first}{then}{second}"


def one_of_two(given: str, said: Sequence[str], exact: bool) -> str:
    """Name the mistake that is said in fewer words, of two whose description nobody would follow.

    >>> one_of_two("9 day", ("a is left out", "b is used in the place of another one"), True)
    '9 day is what comes out when a is left out, and something else is wrong, too.'
    """
    for one in said:
        if one.endswith("."):
            return f"{readable.first_sentence(one)} Something else is wrong, too."
    is_ = "is" if exact else "is close to"
    return f"{given} {is_} what comes out when {min(said, key=len)}, and something else is wrong, too."


def both(first: str, second: str) -> str:
    """Name two mistakes that were made at once, each by what was done.

    >>> both("You take all emails. Use the good ones.", "You leave out the shift. A day has one.")
    'Two things at once. You take all emails. You leave out the shift.'
    """
    return f"{_TWICE} {readable.first_sentence(first)} {readable.first_sentence(second)}"


def _together(one: str, other: str) -> str:
    """Join two clauses: a label is given once, and a beginning that both have is not repeated.

    >>> _together("gpu (its peak) is replaced by the peak of the H100", "gpu (its peak) is left out")
    'gpu (its peak) is replaced by the peak of the H100, or when gpu is left out'
    >>> _together("gpu (its peak) is replaced by the peak of the H100", "gpu (its peak) is replaced by 1")
    'gpu (its peak) is replaced by the peak of the H100 or by 1'
    >>> _together("a is left out, and then b is inverted", "a is left out, and then c is inverted")
    'a is left out, and then b is inverted or c is inverted'
    """
    first, then, _ = one.partition(", and then ")
    if then and other.startswith(first + then):
        return f"{one} or {other.removeprefix(first + then)}"
    head, by, second = other.rpartition(" replaced by ")
    if by and one.startswith(head + by):
        return f"{one} or by {second}"
    for name, label in _LABELLED.findall(one):
        other = other.replace(f"{name} ({label})", name)
    return f"{one}, or when {other}"


def perhaps(given: str, message: str) -> str:
    """Say that an answer fits only if it was rounded to one or two digits, as many numbers would.

    >>> perhaps("18 months", "This is the old time.")
    'If 18 months is a rounded number, this may be it: This is the old time.'
    >>> perhaps("18 months", "18 months is what comes out when the gain is left out.")
    'If 18 months is a rounded number, it may be what comes out when the gain is left out.'
    """
    rounded, said = f"If {given} is a rounded number", f"{given} is what comes out when "
    if message.startswith(said):
        return f"{rounded}, it may be what comes out when {message.removeprefix(said)}"
    return f"{rounded}, this may be it: {message}"


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
            f"{head}: it is far {far}, by orders of magnitude. Check powers of ten and units at every step."
        )
    if near:
        return (
            f"{head}, and I can't tell how you got it. Its size is about right: look for a factor near one, "
            "a small term, or a number rounded too early."
        )
    return (
        f"{head}, and I can't tell how you got it. For each number in the question, ask whether the result "
        "should grow with it, and check that yours does."
    )
