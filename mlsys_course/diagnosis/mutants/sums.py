"""Sums, differences, ratios and shares: one taken for another."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from mlsys_course.diagnosis.expression import ONE, Node, node, nodes, number, places, replace, replace_at
from mlsys_course.diagnosis.mutants.mutant import Mutant, Names, input_nodes, part_at, slug_of

_OF = {"add": "the sum of", "maximum": "the larger of", "minimum": "the smaller of", "mean": "the mean of"}
_THEIR = {"add": "their sum", "maximum": "the larger one", "minimum": "the smaller one"}
_TOGETHER_PRIORS = {
    ("add", "maximum"): 0.42,
    ("maximum", "add"): 0.42,
    ("maximum", "minimum"): 0.42,
    ("minimum", "maximum"): 0.42,
    ("minimum", "add"): 0.35,
}
_REDUCTIONS = {"sum": "the sum", "max": "the largest one", "min": "the smallest one", "mean": "the mean"}
_TOGETHER_SLUGS = {"add": "sum", "maximum": "max", "minimum": "min"}


def together(tree: Node, names: Names) -> Iterator[Mutant]:
    """Take the sum, the largest, the smallest or the mean for one another."""
    for path, part in places(tree):
        if part.op in _TOGETHER_SLUGS:
            one, other = part.args
            for op in ("add", "maximum", "minimum", "mean"):
                if op != part.op:
                    new = (
                        node("div", node("add", one, other), number(2))
                        if op == "mean"
                        else node(op, one, other)
                    )
                    slug = f"{_TOGETHER_SLUGS.get(op, op)}-for-{_TOGETHER_SLUGS[part.op]}"
                    clause = (
                        f"{_OF[op]} {names.two(one, other)} is taken instead of "
                        f"{_THEIR[part.op]}"
                    )
                    prior = _TOGETHER_PRIORS.get((part.op, op), 0.25)
                    yield Mutant(replace_at(tree, path, new), slug, clause, prior)
        if part.op in _REDUCTIONS:
            for op, words in _REDUCTIONS.items():
                if op != part.op:
                    clause = f"{words} of the items is taken instead of {_REDUCTIONS[part.op]}"
                    yield Mutant(
                        replace_at(tree, path, node(op, *part.args)), f"{op}-for-{part.op}", clause, 0.35
                    )


def summed(tree: Node, names: Names) -> Iterator[Mutant]:
    """Add for subtract, subtract for add or multiply, multiply for add, turn a difference round."""
    for path, part in places(tree):
        if part.op in ("add", "sub", "mul", "div"):
            one, other = part.args
        if part.op == "sub":
            yield Mutant(
                replace_at(tree, path, node("sub", other, one)),
                "sign",
                "a difference is taken the wrong way round",
                0.4,
            )
            yield Mutant(
                replace_at(tree, path, node("add", one, other)), "sum-for-difference",
                f"{names.two(one, other)} are added instead of subtracted", 0.35,
            )  # fmt: skip
            yield Mutant(
                replace_at(tree, path, node("div", one, other)), "ratio-for-difference",
                f"the ratio of {names.two(one, other)} is taken, not their difference", 0.3,
            )  # fmt: skip
            if path and one.op != "number":
                clause = f"only {names.part(other)} is used, and not the difference"
                yield Mutant(replace_at(tree, path, other), f"stopped:{slug_of(other)}", clause, 0.4)
        if part.op == "add":
            yield Mutant(
                replace_at(tree, path, node("sub", one, other)), "difference-for-sum",
                f"{names.two(one, other)} are subtracted instead of added", 0.3,
            )  # fmt: skip
            yield Mutant(
                replace_at(tree, path, node("mul", one, other)), "product-for-sum",
                f"{names.two(one, other)} are multiplied instead of added", 0.25,
            )  # fmt: skip
        if part.op == "mul":
            yield Mutant(
                replace_at(tree, path, node("add", one, other)), "sum-for-product",
                f"{names.two(one, other)} are added instead of multiplied", 0.3,
            )  # fmt: skip
        if part.op == "div" and "number" not in (one.op, other.op):
            yield from _shares(tree, path, one, other, names)


def early(tree: Node, names: Names) -> Iterator[Mutant]:
    """Subtract first: ``f(a - b)`` for ``f(a) - f(b)``."""
    for path, part in places(tree):
        if part.op != "sub":
            continue
        where = _only_difference(*part.args)
        if not where:
            continue
        one, other = (part_at(arg, where) for arg in part.args)
        both = f"{names.two(one, other)}"
        clause = f"{both} are subtracted first, and the result is worked out from their difference"
        for first, second in ((one, other), (other, one)):
            new = replace_at(part.args[0], where, node("sub", first, second))
            yield Mutant(replace_at(tree, path, new), "difference-first", clause, 0.42)


def compounded(tree: Node, names: Names) -> Iterator[Mutant]:
    """Grow by a share of what there is where the growth is linear, and count the steps of such a growth."""
    clause = "every step is taken as a share of what there is by then, not of what there was at the start"
    for path, part in places(tree):
        if part.op == "div" and part.args[0].op == "sub":
            (high, low), step = part.args[0].args, part.args[1]
            for sign in ("add", "sub"):
                grown = node("log", node(sign, ONE, step))
                steps = node("div", node("log", node("div", high, low)), grown)
                yield Mutant(replace_at(tree, path, steps), "compound", clause, 0.3, False, False)
        if part.op in ("add", "sub") and part.args[1].op == "mul":
            start, (one, other) = part.args[0], part.args[1].args
            for rate, steps in ((one, other), (other, one)):
                grown = node("pow", node(part.op, ONE, rate), steps)
                new = grown if start is ONE else node("mul", start, grown)
                yield Mutant(replace_at(tree, path, new), "compound", clause, 0.3, False, False)


def in_a_row(tree: Node, names: Names) -> Iterator[Mutant]:
    """Let stages work one after the other whose slowest sets the pace: the sum of times for a lowest rate."""
    for path, part in places(tree):
        if part.op != "minimum" or (path and part_at(tree, path[:-1]).op == "minimum"):
            continue
        stages = _leaves(part)
        times = (node("div", ONE, stage) for stage in stages)
        slowed = functools.reduce(functools.partial(node, "add"), times)
        clause = "the stages work one after the other instead of at the same time"
        slower = replace_at(tree, path, node("div", ONE, slowed))
        yield Mutant(slower, "harmonic-for-min", clause, 0.35, guarded=False)


def _leaves(tree: Node) -> list[Node]:
    return [leaf for arg in tree.args for leaf in _leaves(arg)] if tree.op == "minimum" else [tree]


def on_top(tree: Node, names: Names) -> Iterator[Mutant]:
    """Give what comes on top of an input, or the two together, instead of the result itself."""
    for part in (node("input", detail=name) for name in names.labels):
        clause = f"the difference from {names(part.detail)} is given, not the result itself"
        yield Mutant(node("sub", tree, part), f"less:{part.detail}", clause, 0.2, False, False)
        yield Mutant(node("sub", part, tree), f"less:{part.detail}", clause, 0.15, False, False)
        clause = f"{names(part.detail)} is added to the result"
        yield Mutant(node("add", tree, part), f"more:{part.detail}", clause, 0.1, False, False)


def _only_difference(one: Node, other: Node) -> tuple[int, ...] | None:
    """Return the path to the one place where two formulas differ, None where they differ in more."""
    if one.op != other.op or one.detail != other.detail or len(one.args) != len(other.args) or not one.args:
        return ()
    unlike = [i for i, (a, b) in enumerate(zip(one.args, other.args, strict=True)) if a is not b]
    if len(unlike) != 1:
        return None
    below = _only_difference(one.args[unlike[0]], other.args[unlike[0]])
    return None if below is None else (unlike[0], *below)


def _shares(tree: Node, path: tuple[int, ...], one: Node, other: Node, names: Names) -> Iterator[Mutant]:
    """Take difference, relative difference or share for a ratio."""
    above, below = names.part(one), names.part(other)
    difference = node("sub", one, other)
    for new, slug, clause, prior in (
        (difference, "difference-for-ratio",
         f"the difference of {above} and {below} is taken, not their ratio", 0.3),
        (node("sub", other, one), "difference-for-ratio",
         f"the difference of {below} and {above} is taken, not their ratio", 0.25),
        (node("div", one, node("add", one, other)), "share-for-ratio",
         f"the share of {above} in the whole is taken, not its ratio to {below}", 0.25),
        (node("div", difference, other), "change-for-ratio",
         f"the change from {below} to {above} is taken, relative to {below}, not their ratio", 0.3),
        (node("div", difference, one), "change-for-ratio",
         f"the change between {below} and {above} is taken, relative to {above}, not their ratio", 0.25),
    ):  # fmt: skip
        yield Mutant(replace_at(tree, path, new), slug, clause, prior, False, slug.startswith("share"))
    if other.op == "add" and one in other.args:
        rest = other.args[0] if other.args[1] is one else other.args[1]
        yield Mutant(
            replace_at(tree, path, node("div", one, rest)), "ratio-for-share",
            f"{above} is compared with the rest instead of the whole", 0.35,
        )  # fmt: skip


def complements(tree: Node, names: Names) -> Iterator[Mutant]:
    """Take a share for what remains of the whole, and the other way round."""
    for path, part in places(tree):
        if part.op == "sub" and part.args[0].op == "number" and part.args[0].detail.plain in (1, 100):
            if part.args[0] is ONE:
                hundred = replace_at(tree, path, node("sub", number(100), part.args[1]))
                clause = (
                    f"{names.part(part.args[1])} is subtracted from a hundred; as a fraction the whole is one"
                )
                yield Mutant(hundred, "complement:hundred", clause, 0.3, True, False)
            clause = f"{names.part(part.args[1])} itself is used where its complement is needed"
            yield Mutant(
                replace_at(tree, path, part.args[1]), f"complement:{slug_of(part.args[1])}", clause, 0.4
            )
    turned = tree
    for part in input_nodes(tree):
        turned = replace(turned, part, node("sub", ONE, part))
    clause = "every share is replaced by one minus itself"
    yield Mutant(turned, "complement:all", clause, 0.25, False, False)
    straight = tree
    for _, part in places(tree):
        if part.op == "sub" and part.args[0] is ONE:
            straight = replace(straight, part, part.args[1])
    clause = "the shares are used where one minus each share is needed"
    yield Mutant(straight, "complement:all", clause, 0.4)
    for part in input_nodes(tree):
        rest = node("sub", ONE, part)
        if any(here is rest for here in nodes(tree)):
            continue
        clause = f"one minus {names(part.detail)} is used in its place"
        yield Mutant(replace(tree, part, rest), f"complement:{part.detail}", clause, 0.3, slips=False)
