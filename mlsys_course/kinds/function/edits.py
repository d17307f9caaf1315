"""Every single edit of a formula: another operation, another argument, a constant too many.

`mlsys_course.diagnosis.mutants` holds the breaks that learners are known to make, for answers of which one
number is known. A function is known at many points, so that agreement is never chance: here every edit may
be tried, plausible or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mlsys_course import readable
from mlsys_course.diagnosis import carets
from mlsys_course.diagnosis.expression import (
    ONE,
    Evaluator,
    Node,
    inputs_of,
    node,
    number,
    places,
    replace_at,
)
from mlsys_course.diagnosis.mutants import Names

_DONE = {
    "add": "added",
    "sub": "subtracted",
    "mul": "multiplied",
    "div": "divided",
    "pow": "raised to a power",
    "maximum": "compared, the larger one taken",
    "minimum": "compared, the smaller one taken",
}
_TURNED = ("sub", "div", "pow")
FACTORS = (8.0, 1000.0, 100.0, 10.0, 2.0, 60.0, 3600.0, 24.0, 86400.0, 1024.0, 1e6, 1e9, 1e12, 2**30 / 1e9)


@dataclass(frozen=True)
class Edit:
    """An edited formula: its tree, a stable slug, and a clause that completes "… when …"."""

    tree: Node
    slug: str
    clause: str


def edits(tree: Node, names: Names) -> Iterator[Edit]:
    """Return every single edit of a formula.

    Parameters
    ----------
    tree : Node
        The key's formula.
    names : Names
        How to speak of its inputs.

    Examples
    --------
    >>> from mlsys_course.diagnosis.expression import trace
    >>> tree = trace(lambda p, s: p / s, ("p", "s"))
    >>> [e.slug for e in edits(tree, Names({})) if repr(e.tree) == "(p / (s + 1))"]
    ['off-by-one:s']
    """
    every = inputs_of(tree)
    for path, part in places(tree):
        if part.op == "div" and path:  # the whole result: see `changed_results`
            pair = f"{names.part(part.args[0])} and {names.part(part.args[1])}"
            cut = replace_at(tree, path, node("floor", part))
            yield Edit(cut, "floor-division", f"{pair} are divided with //: / keeps the fraction")
    for bits in carets.carets(tree):
        yield Edit(bits, carets.SLUG, carets.CLAUSE)
    for path, part in places(tree):
        if part.op in _DONE:
            yield from _other_operations(tree, path, part, names)
        if part.op == "input":
            yield from _other_arguments(tree, path, part, every, names)
        if path and inputs_of(part):
            for factor in FACTORS:
                what = f"{readable.times(factor)} too"
                slug = f"{factor:g}:{','.join(inputs_of(part))}"
                large = node("mul", part, number(factor))
                yield Edit(
                    replace_at(tree, path, large), f"scale:{slug}", f"{names.part(part)} is {what} large"
                )
                small = node("div", part, number(factor))
                yield Edit(
                    replace_at(tree, path, small), f"scale:1/{slug}", f"{names.part(part)} is {what} small"
                )


def _other_operations(tree: Node, path: tuple[int, ...], part: Node, names: Names) -> Iterator[Edit]:
    one, other = part.args
    pair = f"{names.part(one)} and {names.part(other)}"
    for op, done in _DONE.items():
        if op != part.op:
            new = replace_at(tree, path, node(op, one, other))
            yield Edit(new, f"{op}-for-{part.op}", f"{pair} are {done} instead of {_DONE[part.op]}")
    for op in _TURNED:
        new = replace_at(tree, path, node(op, other, one))
        if op == part.op:
            yield Edit(new, f"turned:{op}", f"{pair} are swapped where they are {_DONE[op]}")
        else:
            clause = f"{names.part(other)} and {names.part(one)} are {_DONE[op]} instead of {_DONE[part.op]}"
            yield Edit(new, f"{op}-for-{part.op}", clause)


def _other_arguments(
    tree: Node, path: tuple[int, ...], part: Node, every: Sequence[str], names: Names
) -> Iterator[Edit]:
    name = str(part.detail)
    said = names(name)
    for other in every:
        if other != name:
            new = replace_at(tree, path, node("input", detail=other))
            yield Edit(new, f"used:{other}-for-{name}", f"{names(other)} is used instead of {said}")
    for changed, slug, clause in (
        (node("add", part, ONE), "off-by-one", f"{said} is one too large"),
        (node("sub", part, ONE), "off-by-one", f"{said} is one too small"),
        (node("sub", ONE, part), "complement", f"1 - {said} is used instead of {said}"),
        (node("add", ONE, part), "plus-one", f"1 + {said} is used instead of {said}"),
        (node("div", ONE, part), "inverted", f"1/{said} is used instead of {said}"),
        (node("mul", part, part), "squared", f"the square of {said} is taken"),
        (node("sqrt", part), "square-root", f"the square root of {said} is taken"),
        (node("neg", part), "sign", f"{said} has the wrong sign"),
        (node("log", part), "logarithm", f"the logarithm of {said} is taken"),
        (node("log2", part), "logarithm", f"the logarithm of {said} is taken"),
        (node("exp", part), "exponential", f"the exponential of {said} is taken"),
        (ONE, "fixed", f"1 stands in the place of {said}"),  # before what rounds every share to it
        (node("floor", part), "rounded", f"{said} is rounded"),
        (node("round", part), "rounded", f"{said} is rounded"),
    ):
        yield Edit(replace_at(tree, path, changed), f"{slug}:{name}", clause)


# ------------------------------------------------------------------------------------------ terms of a sum


def _terms(tree: Node, sign: float = 1.0) -> list[tuple[float, Node]]:
    """Return the terms of a sum with their signs."""
    if tree.op in ("add", "sub"):
        second = sign if tree.op == "add" else -sign
        return [*_terms(tree.args[0], sign), *_terms(tree.args[1], second)]
    if tree.op == "neg":
        return _terms(tree.args[0], -sign)
    return [(sign, tree)]


def weighed(
    tree: Node, names: Names, value_of: Evaluator, given: npt.NDArray[np.float64]
) -> tuple[str, str] | None:
    """Find the weights with which a learner's result is made of the terms of the key.

    Parameters
    ----------
    tree : Node
        The key's formula: a sum, or a number over a sum.
    names : Names
        How to speak of its inputs.
    value_of : Evaluator
        Gives the value of a term at all inputs.
    given : array of shape (inputs,)
        The learner's results, all finite.

    Returns
    -------
    tuple or None
        Cause and sentence where terms are missing, or have another sign or factor than they should.
    """
    whole = tree
    if tree.op == "div" and not inputs_of(tree.args[0]):
        if not np.all(given):
            return None
        whole, given = tree.args[1], 1 / given
    terms = _terms(whole)
    columns: list[Any] = []
    for sign, term in terms:
        value = value_of(term)
        if value is None or value.array.shape[1] != 1:
            return None
        columns.append(sign * np.broadcast_to(value.array, (len(given), 1))[:, 0])
    matrix = np.stack(columns, axis=1)
    if len(terms) < 2 or len(given) < len(terms) + 3 or not np.all(np.isfinite(matrix)):
        return None
    size = np.linalg.norm(matrix, axis=0)
    if not np.all(size):
        return None
    weights, _, rank, _ = np.linalg.lstsq(matrix / size, given, rcond=None)
    off = np.abs(matrix / size @ weights - given)
    if rank < len(terms) or np.any(off > 1e-9 * np.max(np.abs(given))):
        return None
    return _in_words(tree, whole, terms, weights / size, names)


def _in_words(
    tree: Node, whole: Node, terms: Sequence[tuple[float, Node]], weights: Any, names: Names
) -> tuple[str, str] | None:
    """Say which terms have another weight than they should, in the formula's own order."""
    unit = 1.0
    if whole is not tree:
        top = tree.args[0]
        unit = 1.0 / top.detail.plain if top.op == "number" and top.detail.plain else 1.0
    said, slugs = [], []
    for (sign, term), weight in zip(terms, weights, strict=True):
        ratio = float(weight) / unit
        slug = ",".join(inputs_of(term)) or "constant"
        part = names.part(term) if inputs_of(term) else "the constant"
        if abs(ratio - 1) < 1e-6:
            continue
        if abs(ratio) < 1e-6:
            said.append(f"{part} is missing")
            slugs.append(f"dropped:{slug}")
        elif abs(ratio + 1) < 1e-6:
            said.append(f"{part} is {'subtracted' if sign > 0 else 'added'}")
            slugs.append(f"sign:{slug}")
        else:
            said.append(f"{part} has another factor than it should")
            slugs.append(f"scale:{slug}")
    if not said or len(said) == len(terms):
        return None
    where = "below the fraction line" if whole is not tree else "in the sum"
    return "+".join(slugs), f"Your result is made of the right terms, but {where} {' and '.join(said)}."
