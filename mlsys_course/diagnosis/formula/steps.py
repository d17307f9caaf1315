"""Intermediate results that a learner named: which of them are right, and where the slip comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlsys_course import readable
from mlsys_course.diagnosis.expression import Array, Node, inputs_of, nodes
from mlsys_course.diagnosis.formula.difference import Comparison
from mlsys_course.diagnosis.formula.parts import Part
from mlsys_course.diagnosis.formula.polynomials import Expansion, Term, same
from mlsys_course.diagnosis.inputs import si
from mlsys_course.diagnosis.values import Values

_LONGEST_NAME = 40
_MOST_SHOWN = 2
_SUMS = ("add", "sub", "maximum", "minimum")


@dataclass(frozen=True)
class Place:
    """Where a slip is among the steps of a formula.

    Parameters
    ----------
    right : tuple of (str, object)
        The steps that are right, by name, with their values.
    wrong : str
        The step in which the slip is; "" where none of them is known to be wrong.
    after : bool
        Whether all of them are right, so that the slip comes after them.
    """

    right: tuple[tuple[str, Any], ...]
    wrong: str = ""
    after: bool = False

    def said(self, hidden: Sequence[str] = ()) -> str:
        """Return a sentence about the right steps and where the slip comes; "" where there is nothing to say.

        Parameters
        ----------
        hidden : sequence of str
            Names of steps whose value is not to be printed.

        Examples
        --------
        >>> Place((("total", 5.0),), "", True).said(), Place((("total", 5.0),), "").said(["total"])
        ('Your `total` is right: 5. The slip comes after it.', 'Your `total` is right.')
        >>> Place((("a", 5.0), ("b", 3.0)), "c").said(), Place((), "c").said()
        ('Your `a` and `b` are right. The slip is in `c`.', 'The slip is already in `c`.')
        """
        where = f" The slip is in `{self.wrong}`." if self.wrong else ""
        if not self.right:
            return where.replace("is in", "is already in").strip()
        names = [f"`{name}`" for name, _ in self.right[-_MOST_SHOWN:]]
        if len(names) > 1:
            where = " The slip comes after them." if self.after else where
            return f"Your {' and '.join(names)} are right.{where}"
        (name, value) = self.right[-1]
        printed = "" if name in hidden else f": {readable.quantity(value)}"
        return f"Your {names[0]} is right{printed}.{' The slip comes after it.' if self.after else where}"


def place(
    values: Values, key: Node, steps: Sequence[tuple[str, Part]], wrong: Sequence[str] = ()
) -> Place | None:
    """Return which steps are right and in which one the slip is; None where nothing is known of them.

    Parameters
    ----------
    values : Values
        The exercise over its table.
    key : Node
        The key's formula.
    steps : sequence of (str, Part)
        The intermediate results, in order.
    wrong : sequence of str
        Slugs of what is wrong with the answer.
    """
    whole = list(dict.fromkeys(_wholes(key)))
    terms = [arg for one in nodes(key) if one.op in _SUMS for arg in one.args]
    right: list[tuple[str, Any]] = []
    unsure = False
    for name, part in steps:
        if not inputs_of(part.tree) or _only_input(part.tree) or len(name) > _LONGEST_NAME:
            continue
        if any(_gives(values, one, part) for one in whole):
            right.append((name, part.value))
        elif any(_broken(values, one, part, wrong) for one in terms):
            return Place(tuple(right), name)
        elif _piece(values, whole, part.tree):
            unsure = True  # what is missing in it may come later
        elif any(_broken(values, one, part, wrong) for one in whole):
            return Place(tuple(right), name)
        else:
            unsure = True
    return Place(tuple(right), "", not unsure) if right else None


def _wholes(tree: Node, within: str = "") -> Iterator[Node]:
    """Yield the parts of a formula that stand for themselves: of a product not the first few factors."""
    product = tree.op in ("mul", "div")
    if tree.args and inputs_of(tree) and not (product and within == "factor"):
        yield tree
    for index, arg in enumerate(tree.args):
        factor = tree.op == "mul" or (tree.op == "div" and index == 0 and arg.op == "div")
        yield from _wholes(arg, "factor" if factor else "")


def _broken(values: Values, known: Node, step: Part, wrong: Sequence[str]) -> bool:
    """Say whether a step is a part of the key with the mistake in it that the answer has."""
    if not 0 < len(wrong) < 3:
        return False
    found = Comparison(values)(known, step.tree)
    return bool(found) and len(found or ()) <= 2 and all(one.slug in wrong for one in found or ())


def _only_input(tree: Node) -> bool:
    """Say whether a step is an input alone, in whatever unit."""
    return len([part for part in nodes(tree) if part.op == "input"]) == 1 and all(
        part.op in ("input", "number", "mul", "div") for part in nodes(tree)
    )


def _gives(values: Values, known: Node, step: Part) -> bool:
    """Say whether a step is a part of the key, as a quantity or as a bare number in a usual unit."""
    own, right = values.base(step.tree), values.base(known)
    if own is None or right is None:
        return False
    if own.dimension == right.dimension:
        return _equal(own.array, right.array)
    if own.dimension:
        return False
    shown = values.displayed(known)
    return _equal(own.array, si(right.array, right.dimension)) or (
        shown is not None and _equal(own.array, shown)
    )


def _equal(one: Array, other: Array) -> bool:
    with np.errstate(all="ignore"):
        return bool(np.all(np.abs(one - other) <= 1e-7 * np.abs(other)))


def _piece(values: Values, known: Sequence[Node], step: Node) -> bool:
    """Say whether a step is a part of one of the key's products: some of its factors."""
    expansion = Expansion(values)
    mine = expansion.terms(step)
    if len(mine) != 1 or len(mine[0].powers) < 2:
        return False
    for product in known:
        terms = expansion.terms(product)
        for own in (mine[0], Term(1.0, {}).over(mine[0])) if len(terms) == 1 else ():
            sized = same(own.coefficient, 1.0) or same(own.coefficient, terms[0].coefficient)
            if sized and all(_within(p, terms[0].powers.get(atom, 0.0)) for atom, p in own.powers.items()):
                return True
    return False


def _within(power: float, whole: float) -> bool:
    return power * whole > 0 and abs(power) <= abs(whole) + 1e-9
