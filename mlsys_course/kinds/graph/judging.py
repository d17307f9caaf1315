"""Judging a graph: whether its edges are the right ones and, if not, what picture they draw instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.graph.reading import read
from mlsys_course.result import Result
from mlsys_course.scenarios import Scenario

Edges = frozenset[tuple[str, str]]


def judge(exercise: Exercise, answer: Any, scenario: Scenario | None = None) -> Result:
    """Judge a directed graph.

    Parameters
    ----------
    exercise : Exercise
        Its spec is a `mlsys_course.kinds.Graph`.
    answer : object
        The learner's answer.
    scenario : Scenario, optional
        Not used.

    Returns
    -------
    Result

    Raises
    ------
    Refusal
        If the answer cannot be read as a directed graph over the question's nodes.
    """
    reading = read(contract_of(exercise), answer)
    given: Edges = reading.value
    right = frozenset(tuple(edge) for edge in exercise.key())
    if given == right:
        return Result(
            True, 1.0, None, f"All {len(right)} edges are right, and none is too many.", exercise.name
        )
    cause, message = explain(exercise, given, right)
    return Result(False, 0.0, cause, message, exercise.name)


def explain(exercise: Exercise, given: Edges, right: Edges) -> tuple[str | None, str]:
    """Return the cause and the sentence of a wrong graph.

    Parameters
    ----------
    exercise : Exercise
        Holds the misconceptions.
    given, right : frozenset of pair
        Edges.
    """
    ways = [(m.cause, m.message, frozenset(tuple(e) for e in m.wrong())) for m in exercise.misconceptions]
    for cause, message, way in ways:
        if given == way:
            return cause, message
    count = _count(given, right)
    loops = [edge for edge in given if edge[0] == edge[1]]
    if loops:
        return "graph:self-loop", f"{loops[0][0]!r} has an arrow to itself. {count}"
    turned = frozenset((b, a) for a, b in given)
    if turned == right:
        return "graph:reversed", "Every arrow points the wrong way: turn them all round."
    if given == right | {(b, a) for a, b in right}:
        return (
            "graph:both-ways",
            "You give every arrow in both directions: give each only in the one it points.",
        )
    if given - right and {(b, a) for a, b in given - right} <= right - given:
        number = len(given - right)
        return (
            "graph:some-reversed",
            f"{number} of your arrows {'point' if number > 1 else 'points'} the wrong way.",
        )
    # The same picture with something more or less than a misconception draws; nobody who drew a way back is
    # told that there is none.
    onward = not _backward(exercise, given)
    for cause, message, way in sorted(ways, key=lambda w: len(w[2] ^ given)):
        lacks, extra = right - way, way - right
        closer = len(way ^ given) < min(3, len(right ^ given))
        fits = onward or bool(_backward(exercise, way)) or not _backward(exercise, right)
        fits = fits and {node for edge in way for node in edge} <= {node for edge in given for node in edge}
        if closer and fits and not lacks & given and extra <= given:
            return cause, f"{message} {count}"
    if onward and _acyclic(given) and not _acyclic(right):
        return (
            "graph:no-loop",
            f"Your graph never comes back: lead what is learnt later to an earlier stage. {count}",
        )
    if given < right:
        return "graph:missing", f"{count} The others are right: what else leads from one stage to another?"
    if given > right:
        return "graph:extra", f"You have all the right edges, but also others. {count}"
    return None, f"{count} {exercise.spec.reconsider}".strip()


def _backward(exercise: Exercise, edges: Edges) -> Edges:
    """Return the arrows that lead to a node which the question names earlier."""
    place = {name: i for i, name in enumerate(exercise.spec.nodes)}
    return frozenset((a, b) for a, b in edges if place.get(b, 0) < place.get(a, 0))


def _count(given: Edges, right: Edges) -> str:
    missing, extra = len(right - given), len(given - right)
    parts = []
    if missing:
        parts.append(f"{missing} edge{'s are' if missing > 1 else ' is'} missing")
    if extra:
        parts.append(f"{extra} of yours {'are' if extra > 1 else 'is'} too many")
    return f"{' and '.join(parts)}."[:1].upper() + f"{' and '.join(parts)}."[1:]


def _acyclic(edges: Iterable[tuple[str, str]]) -> bool:
    left = set(edges)
    while left:
        ends = {b for _, b in left}
        free = {edge for edge in left if edge[0] not in ends}
        if not free:
            return False
        left -= free
    return True
