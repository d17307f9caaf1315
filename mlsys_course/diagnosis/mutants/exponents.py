"""Powers, logarithms and roundings: another base, another way, or none."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mlsys_course.diagnosis import carets
from mlsys_course.diagnosis.expression import ONE, Node, inputs_of, node, nodes, number, places, replace_at
from mlsys_course.diagnosis.mutants.mutant import (
    LOGARITHMS,
    ROUNDINGS,
    Mutant,
    Names,
    in_denominator,
    is_factor,
)

_LOG_SLUGS = {"log": "ln", "log2": "log2", "log10": "log10"}


def with_carets(tree: Node, names: Names) -> Iterator[Mutant]:
    """Write ^ for **."""
    for broken in carets.carets(tree):
        yield Mutant(broken, carets.SLUG, carets.CLAUSE, 0.5, guarded=False)


def powers(tree: Node, names: Names) -> Iterator[Mutant]:
    """Grow linearly instead of exponentially, take the wrong base or exponent, forget a root or a square."""
    if sum(part.op == "pow" for part in nodes(tree)) > 1:
        yield Mutant(_strip(tree, ("pow",)), "stopped:exponent", "only the exponents are worked out", 0.4)
        for size, word in ((2, "two"), (10, "ten")):
            every, clause = _with_base(tree, number(size)), f"{word} is taken as the base everywhere"
            yield Mutant(every, f"base:{size}", clause, 0.25, guarded=False)
    for path, part in places(tree):
        if part.op == "pow":
            base, exponent = part.args
            linear = "growth is taken as linear instead of exponential"
            new_ones = [
                (node("mul", base, exponent), "linear", linear, 0.35),
                (node("add", ONE, node("mul", node("sub", base, ONE), exponent)), "linear",
                 linear, 0.3),
                (node("add", ONE, exponent), "linear", linear, 0.2),
                (node("pow", exponent, base), "swapped:base,exponent",
                 "base and exponent are swapped", 0.35),
                (exponent, "stopped:exponent", "only the exponent is worked out", 0.4),
                (node("exp", exponent), "base:e", "e is taken as the base", 0.25),
                (node("pow", number(10), exponent), "base:10", "ten is taken as the base", 0.25),
                (node("pow", number(2), exponent), "base:2", "two is taken as the base", 0.25),
                (node("pow", base, node("div", ONE, exponent)), "inverted:exponent",
                 "the exponent is upside down", 0.3),
                (node("pow", base, node("sub", exponent, ONE)), "exponent:off-by-one",
                 "the exponent is too small by one", 0.25),
                (node("pow", base, node("add", exponent, ONE)), "exponent:off-by-one",
                 "the exponent is too large by one", 0.2),
                (node("pow", base, node("neg", exponent)), "sign:exponent",
                 "the exponent has the wrong sign", 0.3),
            ]  # fmt: skip
            if exponent is number(2):
                new_ones.append((base, "dropped:square", "a square is forgotten", 0.5))
                new_ones.append(
                    (node("mul", base, number(2)), "doubled-for-squared", "it is doubled, not squared", 0.4)
                )
            for new, slug, clause, prior in new_ones:
                yield Mutant(replace_at(tree, path, new), slug, clause, prior)
        if part.op in ("cumsum", "abs"):
            words = {"cumsum": "the running sum is forgotten", "abs": "the absolute value is forgotten"}
            yield Mutant(replace_at(tree, path, part.args[0]), f"dropped:{part.op}", words[part.op], 0.4)
        if part.op == "sqrt":
            yield Mutant(
                replace_at(tree, path, part.args[0]), "dropped:root", "the square root is forgotten", 0.5
            )
            for inside, literal in places(part.args[0]):
                if literal.op == "number" and literal is not ONE and is_factor(part.args[0], inside):
                    rest = node("sqrt", replace_at(part.args[0], inside, ONE))
                    op = "div" if in_denominator(inside, part.args[0]) else "mul"
                    yield Mutant(
                        replace_at(tree, path, node(op, rest, literal)), "root:outside",
                        "a constant that belongs under the square root stands outside", 0.4,
                    )  # fmt: skip
        if part.op == "exp":
            negative = node("exp", node("neg", part.args[0]))
            yield Mutant(
                replace_at(tree, path, negative), "sign:exponent", "the exponent has the wrong sign", 0.35
            )
            ten = node("pow", number(10), part.args[0])
            yield Mutant(replace_at(tree, path, ten), "base:10", "ten is taken as the base", 0.3)


def logarithms(tree: Node, names: Names) -> Iterator[Mutant]:
    """Take a logarithm to another base, or none."""
    present = {part.op for part in nodes(tree) if part.op in LOGARITHMS}
    for used in present:
        for other, words in LOGARITHMS.items():
            if other != used:
                new = _rename(tree, used, other)
                clause = f"{words} is taken instead of {LOGARITHMS[used]}"
                yield Mutant(new, f"log:{_LOG_SLUGS[other]}", clause, 0.4)
    if present:
        yield Mutant(_strip(tree, LOGARITHMS), "dropped:log", "the logarithms are forgotten", 0.4)
    for path, part in places(tree):
        for log, factor in (part.args, part.args[::-1]) if part.op == "mul" else ():
            if log.op in LOGARITHMS and inputs_of(factor):  # of a power, by the logarithm's rule
                turned = node("mul", log.args[0], node(log.op, factor))
                new, clause = replace_at(tree, path, turned), "base and exponent are swapped"
                yield Mutant(new, "swapped:base,exponent", clause, 0.35, guarded=False)
        if part.op not in LOGARITHMS:
            continue
        inner = part.args[0]
        yield Mutant(replace_at(tree, path, inner), "dropped:log", "the logarithm is forgotten", 0.4)
        if inner.op == "mul":
            for inside, outside in (inner.args, inner.args[::-1]):
                for op in ("add", "mul"):
                    new = replace_at(tree, path, node(op, node(part.op, inside), outside))
                    clause = f"{names.part(outside)} stands outside the logarithm"
                    yield Mutant(new, "log:outside", clause, 0.3)
        for other, words in LOGARITHMS.items():
            if other != part.op:
                new = replace_at(tree, path, node(other, inner))
                clause = f"{words} is taken instead of {LOGARITHMS[part.op]}"
                yield Mutant(new, f"log:{_LOG_SLUGS[other]}", clause, 0.35)
        if inner.op in ("mul", "div"):
            logs = [node(part.op, arg) for arg in inner.args]
            wrong = node("mul", *logs) if inner.op == "mul" else node("div", *logs)
            clause = "the logarithms are multiplied or divided where they must be added or subtracted"
            yield Mutant(replace_at(tree, path, wrong), "log:rules", clause, 0.3)


def _with_base(tree: Node, base: Node) -> Node:
    """Return the tree with another base of all its powers."""
    args = tuple(_with_base(arg, base) for arg in tree.args)
    if tree.op == "pow":
        return node("pow", base, args[1])
    return node(tree.op, *args, detail=tree.detail) if args else tree


def _strip(tree: Node, gone: Collection[str]) -> Node:
    """Return the tree without some functions of one argument, and powers reduced to their exponents."""
    args = tuple(_strip(arg, gone) for arg in tree.args)
    if tree.op in gone:
        return args[-1]
    return node(tree.op, *args, detail=tree.detail)


def _rename(tree: Node, old: str, new: str) -> Node:
    args = tuple(_rename(arg, old, new) for arg in tree.args)
    return node(new if tree.op == old else tree.op, *args, detail=tree.detail)


def roundings(tree: Node, names: Names) -> Iterator[Mutant]:
    """Round the other way, not at all, or one too far."""
    for path, part in places(tree):
        if part.op not in ROUNDINGS:
            continue
        inner = part.args[0]
        yield Mutant(
            replace_at(tree, path, inner), "rounding:none", "the result is not rounded to a whole number", 0.6
        )
        for other, words in ROUNDINGS.items():
            if other != part.op:
                clause = f"the result is rounded {words} instead of {ROUNDINGS[part.op]}"
                slug = {"ceil": "rounding:up", "floor": "rounding:down", "round": "rounding:nearest"}[other]
                yield Mutant(
                    replace_at(tree, path, node(other, inner)), slug, clause, 0.6 if other != "round" else 0.5
                )
        for op, clause in (("add", "one is added too many"), ("sub", "one is missing")):
            yield Mutant(replace_at(tree, path, node(op, part, ONE)), "off-by-one", clause, 0.3)
