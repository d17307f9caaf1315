"""What a broken formula is, how its inputs are spoken of, and how a tree is taken apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from mlsys_course.diagnosis.expression import ONE, Node, inputs_of, node, nodes, places

_ASIDE = re.compile(r" \([^()]+ [^()]+\)$")


ROUNDINGS: Mapping[str, str] = {"ceil": "up", "floor": "down", "round": "to the nearest whole number"}
LOGARITHMS: Mapping[str, str] = {
    "log": "the natural logarithm",
    "log2": "the logarithm to base two",
    "log10": "the logarithm to base ten",
}


@dataclass(frozen=True)
class Mutant:
    """A broken formula.

    Parameters
    ----------
    tree : Node
        The formula as somebody computes it who makes the mistake.
    slug : str
        Stable name of the mistake, ``dropped:efficiency``.
    clause : str
        Completes "… is what comes out when …".
    prior : float
        How plausible the mistake is, from 0 to 1, before any answer is seen.
    slips : bool
        Whether somebody who computes without units makes it too; the dimension may then be wrong in
        the formula and right on the answer.
    guarded : bool
        Whether scenarios keep it away from the right answer.
    """

    tree: Node
    slug: str
    clause: str
    prior: float
    slips: bool = True
    guarded: bool = True


class Names:
    """A scenario's inputs as messages speak of them, and their units as far as operators need them.

    Parameters
    ----------
    labels : mapping
        Label of each input.
    ones : mapping
        The number 1 in the unit that an input is displayed in, for inputs that have one.
    series : collection of str
        Inputs that are a series, which are less easily forgotten than a single number.

    Examples
    --------
    >>> Names({"gpus": "number of GPUs (an assumption)"})("gpus")
    'gpus (number of GPUs)'
    """

    def __init__(
        self, labels: Mapping[str, str], ones: Mapping[str, Node] | None = None, series: Collection[str] = ()
    ) -> None:
        self.labels, self._ones, self.series = labels, ones or {}, series

    def __call__(self, name: str) -> str:
        """Return an input's name with its label, without what the label says of the number's source."""
        label = _ASIDE.sub("", self.labels.get(name, ""))
        if label.lower() in ("", name.replace("_", " ")):
            return name
        for bracket, stop in ((" (", ", "), ("(", ""), (")", "")):
            label = label.replace(bracket, stop)
        return f"{name} ({label})"

    def one(self, name: str) -> Node | None:
        """Return the number 1 in an input's unit, None for an input without one.

        Somebody who computes with bare numbers and leaves an input out keeps its unit in mind: the result is
        what the formula gives when the input is 1 in its unit.
        """
        return self._ones.get(name)

    def part(self, tree: Node) -> str:
        """Speak of a part of a formula by the inputs it is made of."""
        if tree.op == "input":
            return self(tree.detail)
        names = inputs_of(tree)
        if not names:
            return "a constant of the formula"
        if len(names) == 1:
            return f"the part made from {names[0]}"
        return f"the part made from {', '.join(names[:-1])} and {names[-1]}"

    def two(self, one: Node, other: Node) -> str:
        """Speak of two parts; of two that share inputs, by those that each has alone."""
        own = [
            [name for name in inputs_of(a) if name not in inputs_of(b)]
            for a, b in ((one, other), (other, one))
        ]
        shared = set(inputs_of(one)) & set(inputs_of(other))
        if shared and all(0 < len(names) <= 2 for names in own):
            first, second = (" and ".join(names) for names in own)
            return f"the part with {first} and the part with {second}"
        return f"{self.part(one)} and {self.part(other)}"


Operator = Callable[[Node, Names], Iterator[Mutant]]


def slug_of(tree: Node) -> str:
    """Return the part of a slug that names the inputs of a part."""
    return ",".join(inputs_of(tree)) or "coefficient"


def input_nodes(tree: Node) -> list[Node]:
    """Return the inputs of a tree that are no siblings."""
    return [node("input", detail=name) for name in inputs_of(tree) if _holds_input(tree, name)]


def _holds_input(tree: Node, name: str) -> bool:
    return any(part.op == "input" and part.detail == name for part in nodes(tree))


def without(
    tree: Node, gone: Callable[[Node, tuple[int, ...]], bool], path: tuple[int, ...] = ()
) -> Node | None:
    """Return the tree as it is when some parts of it are forgotten; None where nothing remains."""
    if gone(tree, path):
        return None
    if not tree.args:
        return tree
    args = [without(arg, gone, (*path, i)) for i, arg in enumerate(tree.args)]
    if all(new is old for new, old in zip(args, tree.args, strict=True)):
        return tree
    kept = [arg for arg in args if arg is not None]
    if len(kept) == len(args):
        return node(tree.op, *kept, detail=tree.detail)
    if not kept:
        return None
    if tree.op == "div" and args[0] is None:
        return node("div", ONE, kept[0])
    if tree.op == "sub" and args[0] is None:
        return node("neg", kept[0])
    return kept[0] if tree.op in ("add", "sub", "mul", "div", "pow", "maximum", "minimum") else None


def in_denominator(path: tuple[int, ...], tree: Node) -> bool:
    """Say whether the part at `path` stands, all in all, in a denominator."""
    below, here = False, tree
    for index in path:
        if here.op == "div" and index == 1:
            below = not below
        here = here.args[index]
    return below


def is_factor(tree: Node, path: tuple[int, ...]) -> bool:
    """Say whether the part at `path` multiplies or divides the whole tree."""
    return all(part_at(tree, path[:depth]).op in ("mul", "div") for depth in range(len(path)))


def part_at(tree: Node, path: tuple[int, ...]) -> Node:
    """Return the part at a place."""
    return part_at(tree.args[path[0]], path[1:]) if path else tree


def first_place(tree: Node, part: Node) -> tuple[int, ...]:
    """Return where a part stands first."""
    return next(path for path, found in places(tree) if found is part)
