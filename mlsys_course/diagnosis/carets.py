"""The caret: ``^`` written for a power, which Python takes for "exclusive or" of two whole numbers.

It binds more loosely than arithmetic does: ``3*2^20`` is ``(3*2) ^ 20`` and ``2^20 - 1`` is ``2 ^ (20 - 1)``.
So what the caret takes in grows with the formula around it, up to the next bracket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mlsys_course.diagnosis.expression import Node, node, places, replace_at

SLUG = "power:xor"
CLAUSE = "^ is written for **, although ^ is not a power in Python"
_ARITHMETIC = ("add", "sub", "mul", "div")
_WRITTEN = ((10, range(3, 40)), (2, range(10, 64)))
"""Bases and exponents of numbers that are too long to be written out."""


def advice(powers: str = "") -> str:
    """Return what to do about a caret.

    Parameters
    ----------
    powers : str
        The powers as Python writes them, where they are known.

    Examples
    --------
    >>> advice("2**36"), advice()
    ('In Python ^ is not a power: write 2**36.', 'In Python ^ is not a power: write ** for a power.')
    """
    return f"In Python ^ is not a power: write {powers or '** for a power'}."


def carets(tree: Node) -> Iterator[Node]:
    """Yield a formula with one of its powers written with a caret, for every place a bracket may end it.

    Examples
    --------
    >>> from mlsys_course.diagnosis.expression import trace
    >>> list(carets(trace(lambda a, n: a * 2**n - 1, ("a", "n"))))
    [((a * xor(2, n)) - 1), (xor((a * 2), n) - 1), xor((a * 2), (n - 1))]
    """
    for path, part in places(tree):
        if part.op != "pow":
            continue
        left, right = part.args
        yield replace_at(tree, path, node("xor", left, right))
        for end in range(len(path) - 1, -1, -1):
            around = tree
            for step in path[:end]:
                around = around.args[step]
            if around.op not in _ARITHMETIC:
                break
            if path[end] == 0:
                right = node(around.op, right, around.args[1])
            else:
                left = node(around.op, around.args[0], left)
            yield replace_at(tree, path[:end], node("xor", left, right))


def written_as_power(value: float, fits: Callable[[float], bool]) -> bool:
    """Say whether a whole number is what a caret makes of a number that would have been right.

    Somebody who writes a result as ``85*10^8`` or ``2^36`` gets 858 or 38.

    Parameters
    ----------
    value : float
        The number.
    fits : callable
        Whether a number is right.

    Examples
    --------
    >>> written_as_power(85 * 10 ^ 8, lambda number: number == 85 * 10**8)
    True
    >>> written_as_power(859, lambda number: number == 85 * 10**8)
    False
    """
    if value != round(value) or not 0 <= value < 2**53:
        return False
    for base, exponents in _WRITTEN:
        for exponent in exponents:
            factor, rest = divmod(int(value) ^ exponent, base)
            if factor and not rest and fits(float(factor) * float(base) ** exponent):
                return True
    return False
