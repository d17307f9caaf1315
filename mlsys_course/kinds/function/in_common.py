"""What the calls have in common for which a function is wrong: the branch that nobody looked at."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

_FEW = 2
_SOME = 4

Test = Callable[[tuple[Any, ...]], bool]


def in_common(
    names: Sequence[str], right: Sequence[tuple[Any, ...]], wrong: Sequence[tuple[Any, ...]]
) -> str | None:
    """Say what holds for all the wrong calls and for none of the right ones.

    Parameters
    ----------
    names : sequence of str
        The arguments' names.
    right, wrong : sequence of tuple
        The arguments of the calls whose results are right, and of those whose results are wrong.

    Returns
    -------
    str or None
        Completes "It fails whenever …"; None where nothing simple tells them apart, or there are too few.

    Examples
    --------
    >>> in_common(["a", "b"], [(1, 2), (-1, -2), (3, 1)], [(-1, 2), (3, -1)])
    'a and b have unlike signs'
    >>> in_common(["x"], [(1,), (2,)], [(3,)])
    """
    if min(len(right), len(wrong)) < _FEW or len({len(args) for args in (*right, *wrong)}) != 1:
        return None
    held: list[tuple[str, list[bool]]] = []
    for words, test in _tests(names, wrong[0]):
        on_wrong = [_holds(test, args) for args in wrong]
        if all(on_wrong):
            on_right = [_holds(test, args) for args in right]
            if not any(on_right):
                return words
            held.append((words, on_right))
    if min(len(right), len(wrong)) >= _SOME:
        for (one, on_one), (other, on_other) in itertools.combinations(held, 2):
            if not any(a and b for a, b in zip(on_one, on_other, strict=True)):
                return f"{one} and {other}"
    return None


def _holds(test: Test, args: tuple[Any, ...]) -> bool:
    try:
        return bool(test(args))
    except Exception:  # arguments of another kind
        return False


def _tests(names: Sequence[str], args: tuple[Any, ...]) -> Iterator[tuple[str, Test]]:
    """Yield simple things that may be true of arguments, the simplest first."""
    places = range(min(len(names), len(args)))
    for i in places:
        for words, test in _OF_A_NUMBER if _is_number(args[i]) else _OF_A_LIST:
            yield f"{names[i]} {words}", functools.partial(_of_one, test, i)
    for i, j in itertools.permutations(places, 2):
        if _is_number(args[i]) and _is_number(args[j]):
            for words, compare in _OF_TWO:
                yield words.format(names[i], names[j]), functools.partial(_of_two, compare, i, j)


def _of_one(test: Callable[[Any], bool], i: int, args: tuple[Any, ...]) -> bool:
    return test(args[i])


def _of_two(test: Callable[[Any, Any], bool], i: int, j: int, args: tuple[Any, ...]) -> bool:
    return test(args[i], args[j])


_OF_A_NUMBER: tuple[tuple[str, Callable[[Any], bool]], ...] = (
    ("is negative", lambda x: x < 0),
    ("is positive", lambda x: x > 0),
    ("is zero", lambda x: x == 0),
    ("is infinite", math.isinf),
    ("is below 1", lambda x: x < 1),
    ("is above 1", lambda x: x > 1),
)
_OF_A_LIST: tuple[tuple[str, Callable[[Any], bool]], ...] = (
    ("is empty", lambda items: len(items) == 0),
    ("has one item", lambda items: len(items) == 1),
    ("holds a zero", lambda items: any(item == 0 for item in items)),
    ("holds a negative number", lambda items: min(items) < 0),
    ("holds an item twice", lambda items: len(set(items)) < len(items)),
)
_OF_TWO: tuple[tuple[str, Callable[[Any, Any], bool]], ...] = (
    ("{} and {} have unlike signs", lambda one, other: one * other < 0),
    ("{} and {} are equal", lambda one, other: one == other),
    ("{} is greater than {}", lambda one, other: one > other),
)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
