"""Reading a directed graph: edges as pairs, an adjacency dictionary, arrows in text, or a networkx graph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from mlsys_course.contracts import Contract
from mlsys_course.reading import Reading, Refusal
from mlsys_course.reading._foreign import entries
from mlsys_course.reading._words import find_name, shorten, some, words
from mlsys_course.result import NOT_ATTEMPTED, not_attempted
from mlsys_course.suggest import did_you_mean

FORM = "a set of pairs, {(from, to), …}"
_ARROW = re.compile(r"\s*(?:-+>|→|=+>|⇒)\s*")
_FROM = ("from", "source", "src", "start", "tail", "u", "parent", "cause", "predecessor", "from_node")
_TO = ("to", "target", "dst", "end", "head", "v", "child", "effect", "successor", "to_node", "destination")


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
        inside = re.sub(r"^\s*(?:strict\s+)?(?:digraph|graph|flowchart)\b[^{\n]*[{\n]|}\s*$", "", answer)
        lines = [line.strip().replace('"', "") for line in re.split(r"[\n;,]+", inside)]
        return _from_text(name, [line for line in lines if line])
    if hasattr(answer, "columns") and hasattr(answer, "iloc"):
        return _from_frame(name, answer)
    if type(answer).__module__.startswith("networkx.") and "Edge" in type(answer).__name__:
        return [(e[0], e[1]) for e in entries(answer)]  # a view is a mapping, too, from edges to their data
    if isinstance(answer, Mapping):
        ends = _ends_of(answer)
        if ends is not None and not any(isinstance(end, str) for end in ends):
            return list(zip(entries(ends[0]), entries(ends[1]), strict=False))
        if ends is not None:
            return [ends]
        if answer and all(isinstance(key, tuple) and len(key) == 2 for key in answer):
            return [(start, end) for start, end in answer]
        if {"nodes", "edges"} <= set(answer) and not isinstance(answer["edges"], str):
            return _edges(name, answer["edges"])
        return [(start, end) for start, ends in answer.items() for end in _ends(ends)]
    if callable(getattr(answer, "items", None)):  # a pandas Series
        return [(start, end) for start, ends in answer.items() for end in _ends(ends)]
    try:
        held = entries(answer)
    except TypeError:
        raise Refusal("type", f"{name} is {shorten(answer)}. Give {FORM}.") from None
    if held and all(isinstance(entry, str) for entry in held):
        return _from_text(name, held)
    found = []
    for entry in held:
        if isinstance(entry, Mapping):
            ends = _ends_of(entry)
            if ends is None and len(entry) == 2:
                ends = tuple(entry.values())
            if ends is not None:
                found.append(ends)
                continue
        if isinstance(entry, str) and _ARROW.search(entry):
            found += _from_text(name, [entry])
            continue
        try:
            parts = entries(entry)
        except TypeError:
            parts = []
        if isinstance(entry, str) or len(parts) not in (2, 3):
            raise Refusal(
                "graph:edge",
                f"{name} holds {shorten(entry)}, which is not an edge. An edge is a pair: (from, to).",
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
        return entries(ends)
    except TypeError:
        return [ends]


def _ends_of(record: Mapping[Any, Any]) -> tuple[Any, Any] | None:
    """Return what a record such as ``{"from": a, "to": b}`` holds, None where it names no ends."""
    folded = {str(key).strip().casefold(): value for key, value in record.items()}
    start = next((folded[name] for name in _FROM if name in folded), None)
    end = next((folded[name] for name in _TO if name in folded), None)
    return None if start is None or end is None else (start, end)


def _from_text(name: str, lines: Iterable[str]) -> list[tuple[Any, Any]]:
    found = []
    for line in lines:
        stops = [stop.strip() for stop in _ARROW.split(line.strip())]
        if len(stops) < 2:
            raise Refusal(
                "graph:edge",
                f"{name} holds {shorten(line)}, which is not an edge. An edge is a pair: (from, to).",
            )
        found += list(zip(stops, stops[1:], strict=False))
    return found


def _from_frame(name: str, frame: Any) -> list[tuple[Any, Any]]:
    columns = list(frame.columns)
    if len(columns) >= 2 and len(columns) == len(frame.index) and list(frame.index) == columns:
        cells = frame.fillna(0).to_numpy().tolist()
        return [
            (i, c)
            for i, row in zip(columns, cells, strict=True)
            for c, cell in zip(columns, row, strict=True)
            if cell
        ]
    named = _ends_of({column: column for column in columns})
    if named is not None:
        return list(zip(frame[named[0]].tolist(), frame[named[1]].tolist(), strict=True))
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
