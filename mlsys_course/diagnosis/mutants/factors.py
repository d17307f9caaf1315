"""Factors and terms: left out, turned round, taken twice, put in the place of others."""

from __future__ import annotations

from collections.abc import Iterator

from mlsys_course.diagnosis.expression import (
    ONE,
    Node,
    inputs_of,
    node,
    nodes,
    number,
    places,
    replace,
    replace_at,
)
from mlsys_course.diagnosis.mutants.mutant import (
    Mutant,
    Names,
    first_place,
    in_denominator,
    input_nodes,
    part_at,
    slug_of,
    without,
)

_WHOLES = {"sub": "the difference", "add": "the whole sum"}


def dropped(tree: Node, names: Names) -> Iterator[Mutant]:
    """Forget an input, a term, a factor or a coefficient."""
    for part in input_nodes(tree):
        found = [path for path, here in places(tree) if here is part]
        rest = without(tree, lambda here, path, part=part: here is part)  # type: ignore[misc]
        clause = f"{names(part.detail)} is left out"
        if rest is not None:
            yield Mutant(rest, f"dropped:{part.detail}", clause, 0.3 if part.detail in names.series else 0.6)
        one = names.one(part.detail)
        if one is not None:
            yield Mutant(replace(tree, part, one), f"dropped:{part.detail}", clause, 0.4, False, False)
        if len(found) > 1:
            for place in found:
                rest = without(tree, lambda here, path, place=place: path == place)  # type: ignore[misc]
                if rest is not None:
                    clause = f"{names(part.detail)} is left out in one of its places"
                    yield Mutant(rest, f"dropped:{part.detail}", clause, 0.35)
    for path, part in places(tree):
        if not path or part.op == "input":
            continue
        rest = without(tree, lambda here, where, path=path: where == path)  # type: ignore[misc]
        if rest is None:
            continue
        if part.op == "number":
            if part_at(tree, path[:-1]).op == "pow" and path[-1] == 0:
                continue  # what remains is the exponent: see there
            yield Mutant(rest, "dropped:coefficient", "a constant of the formula is left out", 0.45)
        elif part.op in (
            "mul",
            "div",
            "pow",
            "add",
            "sub",
            "maximum",
            "minimum",
            "sum",
            "log",
            "log2",
            "log10",
        ):
            yield Mutant(rest, f"dropped:{slug_of(part)}", f"{names.part(part)} is left out", 0.4)


def stopped(tree: Node, names: Names) -> Iterator[Mutant]:
    """Give a part of the formula for the whole."""
    for path, part in places(tree):
        if not path or not part.args or not inputs_of(part):
            continue
        clause, prior = f"only {names.part(part)} is worked out, without the rest", 0.35
        parent = part_at(tree, path[:-1])
        if parent.op in _WHOLES:
            whole = any(arg.op == "number" for arg in parent.args)  # a complement: see there
            own = [name for name in inputs_of(part) if name not in inputs_of(parent.args[1 - path[-1]])]
            if parent.op == "sub" and not whole:
                clause = f"one of the two terms alone is worked out{_with(own)}, and not their difference"
            else:
                clause = f"only {names.part(part)} is worked out, and not {_WHOLES[parent.op]}"
            prior = 0.5 if parent.op == "sub" and not whole else 0.35
        yield Mutant(part, f"stopped:{slug_of(part)}", clause, prior)


def _with(own: list[str]) -> str:
    """Tell a term from the other one by the inputs that it alone has."""
    return f", the one with {' and '.join(own)}" if 0 < len(own) <= 2 else ""


def inverted(tree: Node, names: Names) -> Iterator[Mutant]:
    """Multiply by an input where one must divide, or the other way round."""
    for part in input_nodes(tree):
        divides = in_denominator(first_place(tree, part), tree)
        clause = (
            f"you multiply by {names(part.detail)} instead of dividing by it"
            if divides
            else f"you divide by {names(part.detail)} instead of multiplying by it"
        )
        slug, one = f"inverted:{part.detail}", names.one(part.detail)
        yield Mutant(replace(tree, part, node("div", ONE, part)), slug, clause, 0.38)
        if one is not None:
            turned = replace(tree, part, node("div", node("mul", one, one), part))
            yield Mutant(turned, slug, clause, 0.33, False, False)
    for path, part in places(tree):
        if part.op == "div":
            above, below = part.args
            turned = replace_at(tree, path, node("div", below, above))
            if path:
                yield Mutant(
                    turned,
                    f"inverted:{slug_of(part)}",
                    f"the fraction of {names.part(above)} and {names.part(below)} is upside down",
                    0.3,
                )
            if below.args:
                product = replace_at(tree, path, node("mul", above, below))
                clause = f"you multiply by {names.part(below)} instead of dividing by it"
                yield Mutant(product, f"inverted:{slug_of(below)}", clause, 0.3)
        if part.op == "mul":
            for first, second in (part.args, part.args[::-1]):
                if second.args or second.op == "number":
                    quotient = replace_at(tree, path, node("div", first, second))
                    clause = f"you divide by {names.part(second)} instead of multiplying by it"
                    yield Mutant(quotient, f"inverted:{slug_of(second)}", clause, 0.25)


def doubled(tree: Node, names: Names) -> Iterator[Mutant]:
    """Apply an input twice."""
    for part in input_nodes(tree):
        one = names.one(part.detail) or ONE
        twice = replace(tree, part, node("mul", part, node("div", part, one) if one is not ONE else part))
        clause = f"{names(part.detail)} is applied twice"
        yield Mutant(twice, f"doubled:{part.detail}", clause, 0.15, False, one is ONE)
    for path, part in places(tree):
        if path and part.args and inputs_of(part) and part_at(tree, path[:-1]).op in ("mul", "div"):
            clause = f"{names.part(part)} is applied twice"
            squared = replace_at(tree, path, node("pow", part, number(2)))
            yield Mutant(squared, f"doubled:{slug_of(part)}", clause, 0.06, True, False)


def per_unit(tree: Node, names: Names) -> Iterator[Mutant]:
    """Give the result for all instead of one, or for one instead of all: per batch, per GPU, per month."""
    used = inputs_of(tree)
    for one in dict.fromkeys((*used, *names.labels)):
        part, name, needed = node("input", detail=one), names(one), one in used
        often = "once too often" if needed else ", which this question does not need"
        clause = f"the result is multiplied by {name}{' ' if needed else ''}{often}"
        yield Mutant(node("mul", tree, part), f"times:{one}", clause, 0.2, not needed, False)
        clause = f"the result is divided by {name}{' ' if needed else ''}{often}"
        yield Mutant(node("div", tree, part), f"per:{one}", clause, 0.2, not needed, False)


def misplaced(tree: Node, names: Names) -> Iterator[Mutant]:
    """Swap two inputs, or use one for the other (dimensions sort out what is possible)."""
    parts = input_nodes(tree)
    spare = node("input", detail="\0")
    for i, one in enumerate(parts):
        for other in parts[i + 1 :]:
            both = replace(replace(replace(tree, one, spare), other, one), spare, other)
            clause = f"{names(one.detail)} and {names(other.detail)} are swapped"
            yield Mutant(both, f"swapped:{one.detail},{other.detail}", clause, 0.35, slips=False)
    for name in names.labels:
        used = node("input", detail=name)
        for part in parts:
            if used is not part:
                clause = f"{names(name)} is used in place of {names(part.detail)}"
                slug = f"used:{name}-for-{part.detail}"
                yield Mutant(replace(tree, part, used), slug, clause, 0.3, slips=False)
                found = [path for path, here in places(tree) if here is part]
                if len(found) > 1:
                    for path in found:
                        clause = f"{names(name)} is used in one place that belongs to {names(part.detail)}"
                        yield Mutant(replace_at(tree, path, used), slug, clause, 0.25, slips=False)


def from_the_story(tree: Node, names: Names) -> Iterator[Mutant]:
    """Use a number of the story that the question does not need: for a part of the formula, or on top."""
    used = inputs_of(tree)
    for name in names.labels:
        if name in used:
            continue
        spare = node("input", detail=name)
        for path, part in places(tree):
            if path and part.args and inputs_of(part):
                clause = f"{names(name)} is used in place of {names.part(part)}"
                slug = f"used:{name}-for-{slug_of(part)}"
                yield Mutant(replace_at(tree, path, spare), slug, clause, 0.25, False, False)
        for part in input_nodes(tree):
            for op in ("mul", "div"):
                applied = replace(tree, part, node(op, part, spare))
                where = names(part.detail)
                clause = f"you also use {names(name)} on {where}, though this question does not need it"
                yield Mutant(applied, f"applied:{name}-to-{part.detail}", clause, 0.2, False, False)


def counted_from_zero(tree: Node, names: Names) -> Iterator[Mutant]:
    """Take the largest value for the number of values: 255 for the 256 levels of a pixel."""
    for part in input_nodes(tree):
        if names.one(part.detail) is None and part.detail not in names.series:
            clause = f"one is subtracted from {names(part.detail)}"
            less = node("sub", part, ONE)
            if all(here is not less for here in nodes(tree)):
                yield Mutant(replace(tree, part, less), f"off-by-one:{part.detail}", clause, 0.2, True, False)
    for path, part in places(tree):
        if part.op == "number" and _is_power_of_two(part.detail.plain):
            less = node("sub", part, ONE)
            clause = "one is subtracted from a constant of the formula"
            yield Mutant(replace_at(tree, path, less), "off-by-one:coefficient", clause, 0.15, True, False)


def _is_power_of_two(value: float) -> bool:
    return value >= 16 and float(value).is_integer() and int(value) & (int(value) - 1) == 0


def relative(tree: Node, names: Names) -> Iterator[Mutant]:
    """Take percentage points for percent, and the other way round: ``a * (1 - b)`` for ``a - b``."""
    for path, part in places(tree):
        if part.op in ("sub", "add") and "number" not in (part.args[0].op, part.args[1].op):
            one, other = part.args
            new = node("mul", one, node(part.op, ONE, other))
            clause = f"{names.part(other)} is taken as a share of {names.part(one)}, not in points"
            yield Mutant(replace_at(tree, path, new), "relative", clause, 0.3, False, False)
        if part.op == "mul":
            for one, other in (part.args, part.args[::-1]):
                if other.op in ("sub", "add") and other.args[0] is ONE:
                    share = other.args[1]
                    new = node(other.op, one, share)
                    clause = f"{names.part(share)} is taken in points, not as a share of {names.part(one)}"
                    yield Mutant(replace_at(tree, path, new), "relative", clause, 0.3, False, False)


def brackets(tree: Node, names: Names) -> Iterator[Mutant]:
    """Leave out the brackets: ``a / b * c`` for ``a / (b * c)``, ``a + b / c`` for ``(a + b) / c``."""
    for path, part in places(tree):
        if part.op not in ("div", "mul", "sub"):
            continue
        first, second = part.args
        clause = f"the brackets around {names.part(second)} are missing"
        if part.op == "div" and second.op in ("mul", "div", "add", "sub"):
            head, *tail = _chain(second)
            new = node("div", first, head[1])
            for sign, one in tail:
                new = node(sign, new, one)
            yield Mutant(replace_at(tree, path, new), f"brackets:{slug_of(second)}", clause, 0.3)
        if part.op in ("div", "mul") and first.op in ("add", "sub"):
            new = node(first.op, first.args[0], node(part.op, first.args[1], second))
            clause_first = f"the brackets around {names.part(first)} are missing"
            yield Mutant(replace_at(tree, path, new), f"brackets:{slug_of(first)}", clause_first, 0.25)
        if part.op == "mul" and second.op in ("add", "sub"):
            new = node(second.op, node("mul", first, second.args[0]), second.args[1])
            yield Mutant(replace_at(tree, path, new), f"brackets:{slug_of(second)}", clause, 0.25)
        if part.op == "sub" and second.op in ("add", "sub"):
            new = node(second.op, node("sub", first, second.args[0]), second.args[1])
            yield Mutant(replace_at(tree, path, new), f"brackets:{slug_of(second)}", clause, 0.25)


def widened(tree: Node, names: Names) -> Iterator[Mutant]:
    """Apply to a whole sum what belongs to one term: ``(a + b) / c`` for ``a / c + b``."""
    for path, part in places(tree):
        if part.op not in ("add", "sub"):
            continue
        for index, term in enumerate(part.args):
            if term.op not in ("mul", "div"):
                continue
            inner, factor = term.args
            sides = list(part.args)
            sides[index] = inner
            new = node(term.op, node(part.op, *sides), factor)
            what = "divided" if term.op == "div" else "multiplied"
            clause = f"the whole sum is {what} by {names.part(factor)}, not only one term of it"
            yield Mutant(replace_at(tree, path, new), f"widened:{slug_of(factor)}", clause, 0.3)


def _chain(tree: Node) -> list[tuple[str, Node]]:
    """Return a product or sum as Python reads it without brackets: operation and operand, from the left."""
    if tree.op in ("mul", "div", "add", "sub"):
        return [*_chain(tree.args[0]), (tree.op, tree.args[1])]
    return [("", tree)]
