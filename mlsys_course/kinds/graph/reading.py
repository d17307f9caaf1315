"""Reading a directed graph: edges as pairs, an adjacency dictionary, arrows in text, or a networkx graph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from mlsys_course.contracts import Contract
from mlsys_course.reading import Reading, Refusal
from mlsys_course.reading._words import find_name, shorten, some, words
from mlsys_course.result import NOT_ATTEMPTED, not_attempted
from mlsys_course.suggest import did_you_mean

FORM = "a set of pairs, {(from, to), …}"
_ARROW = re.compile(r"\s*(?:->|→|=>|⇒|-->)\s*")


def _edges(name: str, answer: Any) -> list[tuple[Any, Any]]:
    """Return pairs of nodes as they are written.

    Raises
    ------
    Refusal
        If the answer has none of the forms that are understood.
    """
    if answer is None:
        raise Refusal("none", f"{name} is None. Give {FORM}.")
    if callable(getattr(answer, "is_directed", None)) and hasattr(answer, "edges"):
        if not answer.is_directed():
            raise Refusal(
                "graph:undirected",
                f"{name} is an undirected graph, which does not say where an arrow points. Make "
                "it a DiGraph.",
            )
        edges = answer.edges
        return [(e[0], e[1]) for e in (edges() if callable(edges) else edges)]
    if isinstance(answer, str):
        return _from_text(name, [line for line in re.split(r"[\n;,]+", answer) if line.strip()])
    if hasattr(answer, "columns") and hasattr(answer, "iloc"):
        return _from_frame(name, answer)
    if isinstance(answer, Mapping):
        if {"nodes", "edges"} <= set(answer) and not isinstance(answer["edges"], str):
            return _edges(name, answer["edges"])
        return [(start, end) for start, ends in answer.items() for end in _ends(ends)]
    try:
        entries = list(answer)
    except TypeError:
        raise Refusal("type", f"{name} is {shorten(answer)}. Give {FORM}.") from None
    if entries and all(isinstance(entry, str) for entry in entries):
        return _from_text(name, entries)
    found = []
    for entry in entries:
        if isinstance(entry, str) and _ARROW.search(entry):
            found += _from_text(name, [entry])
            continue
        try:
            parts = list(entry)
        except TypeError:
            parts = []
        if isinstance(entry, str) or len(parts) not in (2, 3):
            raise Refusal(
                "graph:edge",
                f"{name} holds {shorten(entry)}, which is no edge. An edge is a pair: (from, to).",
            )
        if isinstance(entry, (set, frozenset)):
            raise Refusal(
                "graph:undirected",
                f"{name} holds the set {shorten(entry)}, which has no order. An edge is a pair: (from, to).",
            )
        found.append((parts[0], parts[1]))
    return found


def _ends(ends: Any) -> Iterable[Any]:
    if isinstance(ends, str):
        return [ends]
    if ends is None:
        return []
    try:
        return list(ends)
    except TypeError:
        return [ends]


def _from_text(name: str, lines: Iterable[str]) -> list[tuple[Any, Any]]:
    found = []
    for line in lines:
        stops = [stop.strip() for stop in _ARROW.split(line.strip())]
        if len(stops) < 2:
            raise Refusal(
                "graph:edge",
                f"{name} holds {shorten(line)}, which is no edge. An edge is a pair: (from, to).",
            )
        found += list(zip(stops, stops[1:], strict=False))
    return found


def _from_frame(name: str, frame: Any) -> list[tuple[Any, Any]]:
    columns = list(frame.columns)
    if len(columns) >= 2 and len(columns) == len(frame.index) and list(frame.index) == columns:
        return [(i, c) for i in frame.index for c in columns if frame.loc[i, c]]
    if len(columns) in (2, 3):
        return list(zip(frame[columns[0]].tolist(), frame[columns[1]].tolist(), strict=True))
    raise Refusal("graph:table", f"{name} is a table with {len(columns)} columns. Give two: from and to.")


def _node(given: Any, nodes: Mapping[str, list[str]]) -> str | None:
    """Return the node that `given` writes; one word of its name suffices if no other node has it."""
    name = find_name(given, nodes)
    if name is not None:
        return name
    said = set(words(given))
    near = [
        node
        for node, others in nodes.items()
        if any(said <= set(words(s)) or set(words(s)) <= said for s in (node, *others))
    ]
    return near[0] if said and len(near) == 1 else None


def read(contract: Contract, answer: Any) -> Reading:
    """Read a directed graph.

    Parameters
    ----------
    contract : Contract
        Its shape holds ``nodes``.
    answer : object
        Pairs in a set, list, tuple, array or table of two columns; a dictionary from node to nodes; lines
        such as ``"a -> b"``; a networkx DiGraph.

    Returns
    -------
    Reading
        The value is a frozenset of pairs of the question's node names.

    Raises
    ------
    Refusal
        If it has none of these forms, is undirected, or names a node the question does not.
    """
    nodes: Mapping[str, list[str]] = contract.shape["nodes"]
    pairs = _edges(contract.name, answer)
    if pairs and all(Ellipsis in pair for pair in pairs):
        raise Refusal(NOT_ATTEMPTED, not_attempted(contract.name).message)
    if not pairs:
        raise Refusal("empty", f"{contract.name} has no edge. Give {FORM}.")
    found = set()
    for start, end in pairs:
        ends = []
        for given in (start, end):
            node = _node(given, nodes)
            if node is None:
                close = did_you_mean(str(given), nodes)
                raise Refusal(
                    "graph:node",
                    f"{contract.name} has a node {shorten(given)}, which the question does not name.{close} "
                    f"The nodes are {some(nodes, 12)}.",
                )
            ends.append(node)
        found.add((ends[0], ends[1]))
    return Reading(frozenset(found), f"Your graph of {len(found)} edges")
