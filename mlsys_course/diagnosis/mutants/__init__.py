"""The operators: every way to break a formula that learners are known to take.

Each operator walks through the tree of a key and yields broken trees. A `Mutant` carries, besides
its tree, a stable slug, a clause in the learner's words ("efficiency (…) is left out") and how
plausible the break is. Nothing here knows a value: the same mutants serve every student's numbers.

The operators are listed in `OPERATORS`; to add one, write a generator into the module it belongs to and put
it there.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace as replace_fields

from mlsys_course.diagnosis.expression import Node, inputs_of, node, nodes, number, replace
from mlsys_course.diagnosis.mutants.exponents import logarithms, powers, roundings, with_carets
from mlsys_course.diagnosis.mutants.factors import (
    brackets,
    counted_from_zero,
    doubled,
    dropped,
    from_the_story,
    inverted,
    misplaced,
    per_unit,
    relative,
    stopped,
    widened,
)
from mlsys_course.diagnosis.mutants.mutant import LOGARITHMS, ROUNDINGS, Mutant, Names, Operator, input_nodes
from mlsys_course.diagnosis.mutants.sums import (
    complements,
    compounded,
    early,
    in_a_row,
    on_top,
    summed,
    together,
)


def everywhere(tree: Node, names: Names) -> Iterator[Mutant]:
    """Break a part that occurs more than once in all its places: it was worked out once, and wrongly."""
    counts: dict[Node, int] = {}
    for part in nodes(tree):
        if part.args:
            counts[part] = counts.get(part, 0) + 1
    shared = [part for part, count in counts.items() if count > 1 and inputs_of(part)]
    for part in shared[:_SHARED]:
        for operator in _LOCAL:
            for broken in operator(part, names):
                yield replace_fields(broken, tree=replace(tree, part, broken.tree), guarded=False)


_SHARED = 3
_LOCAL = (dropped, inverted, complements, brackets, summed)


def guessed(tree: Node, names: Names) -> Iterator[Mutant]:
    """Combine two inputs, or all of them, in the first way that comes to mind."""
    parts = input_nodes(tree)
    for i, one in enumerate(parts):
        for other in parts[i + 1 :]:
            both = f"{names(one.detail)} and {names(other.detail)}"
            pair = f"{one.detail},{other.detail}"
            for new, slug, words in (
                (node("mul", one, other), "product", f"only the product of {both} is taken"),
                (node("div", one, other), "ratio", f"only the ratio of {both} is taken"),
                (node("div", other, one), "ratio", f"only the ratio of {both} is taken"),
                (node("add", one, other), "sum", f"only the sum of {both} is taken"),
                (node("sub", one, other), "difference", f"only the difference of {both} is taken"),
                (node("sub", other, one), "difference", f"only the difference of {both} is taken"),
                (
                    node("div", node("add", one, other), number(2)),
                    "mean",
                    f"only the mean of {both} is taken",
                ),
                (node("maximum", one, other), "max", f"only the larger of {both} is taken"),
                (node("minimum", one, other), "min", f"only the smaller of {both} is taken"),
            ):
                yield Mutant(new, f"only:{slug}:{pair}", words, 0.12, slug in ("product", "ratio"), False)
    if len(parts) > 2:
        for op, slug in (("mul", "product"), ("add", "sum"), ("maximum", "max"), ("minimum", "min")):
            new = functools.reduce(functools.partial(node, op), parts)
            clause = f"the {_ALL[op]} all the numbers is taken"
            yield Mutant(new, f"only:{slug}:all", clause, 0.15, op == "mul", False)
            if op == "add":
                mean = node("div", new, number(len(parts)))
                yield Mutant(
                    mean, "only:mean:all", "the mean of all the numbers is taken", 0.15, False, False
                )


_ALL = {"mul": "product of", "add": "sum of", "maximum": "largest of", "minimum": "smallest of"}


__all__ = ["LOGARITHMS", "OPERATORS", "ROUNDINGS", "Mutant", "Names", "Operator", "mutants"]

OPERATORS: tuple[Operator, ...] = (
    dropped, stopped, inverted, doubled, per_unit, misplaced, from_the_story, counted_from_zero, relative,
    brackets, widened, together, summed, early, compounded, in_a_row, on_top,
    complements, powers, with_carets, logarithms, roundings, everywhere, guessed,
)  # fmt: skip


def mutants(tree: Node, names: Names) -> list[Mutant]:
    """Return every single break of a formula; where two give the same tree the likelier one stays.

    Parameters
    ----------
    tree : Node
        The key's formula.
    names : Names
        How to speak of its inputs; inputs that the formula does not use may be used by mistake.

    Examples
    --------
    >>> from mlsys_course.diagnosis.expression import trace
    >>> tree = trace(lambda ops, gpus: ops / gpus, ("ops", "gpus"))
    >>> [m.slug for m in mutants(tree, Names({})) if m.prior > 0.35]
    ['dropped:ops', 'dropped:gpus', 'inverted:ops', 'inverted:gpus']
    """
    found: dict[Node, Mutant] = {}
    for operator in OPERATORS:
        for mutant in operator(tree, names):
            known = found.get(mutant.tree)
            if mutant.tree is not tree and (known is None or known.prior < mutant.prior):
                found[mutant.tree] = mutant
    return list(found.values())
