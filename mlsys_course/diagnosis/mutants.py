"""The operators: every way to break a formula that learners are known to take.

Each operator walks through the tree of a key and yields broken trees. A `Mutant` carries, besides
its tree, a stable slug, a clause in the learner's words ("efficiency (…) is left out") and how
plausible the break is. Nothing here knows a value: the same mutants serve every student's numbers.

The operators are listed in `OPERATORS`; to add one, write a generator and put it there.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import replace as replace_fields

from mlsys_course.diagnosis import carets
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

ROUNDINGS: Mapping[str, str] = {"ceil": "up", "floor": "down", "round": "to the nearest whole number"}
LOGARITHMS: Mapping[str, str] = {
    "log": "the natural logarithm",
    "log2": "the logarithm to base two",
    "log10": "the logarithm to base ten",
}
_ASIDE = re.compile(r" \([^()]+ [^()]+\)$")
_LOG_SLUGS = {"log": "ln", "log2": "log2", "log10": "log10"}
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
_WHOLES = {"sub": "the difference", "add": "the whole sum"}
_TOGETHER_SLUGS = {"add": "sum", "maximum": "max", "minimum": "min"}


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


Operator = Callable[[Node, Names], Iterator[Mutant]]


def _slug(tree: Node) -> str:
    return ",".join(inputs_of(tree)) or "coefficient"


def _inputs(tree: Node) -> list[Node]:
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


def _divides(path: tuple[int, ...], tree: Node) -> bool:
    """Say whether the part at `path` stands, all in all, in a denominator."""
    below, here = False, tree
    for index in path:
        if here.op == "div" and index == 1:
            below = not below
        here = here.args[index]
    return below


def _is_factor(tree: Node, path: tuple[int, ...]) -> bool:
    """Say whether the part at `path` multiplies or divides the whole tree."""
    return all(_at(tree, path[:depth]).op in ("mul", "div") for depth in range(len(path)))


def _at(tree: Node, path: tuple[int, ...]) -> Node:
    return _at(tree.args[path[0]], path[1:]) if path else tree


def _first_place(tree: Node, part: Node) -> tuple[int, ...]:
    return next(path for path, found in places(tree) if found is part)


# ---- factors and terms


def dropped(tree: Node, names: Names) -> Iterator[Mutant]:
    """Forget an input, a term, a factor or a coefficient."""
    for part in _inputs(tree):
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
            if _at(tree, path[:-1]).op == "pow" and path[-1] == 0:
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
            yield Mutant(rest, f"dropped:{_slug(part)}", f"{names.part(part)} is left out", 0.4)


def stopped(tree: Node, names: Names) -> Iterator[Mutant]:
    """Give a part of the formula for the whole."""
    for path, part in places(tree):
        if not path or not part.args or not inputs_of(part):
            continue
        clause, prior = f"only {names.part(part)} is worked out, without the rest", 0.35
        parent = _at(tree, path[:-1])
        if parent.op in _WHOLES:
            whole = any(arg.op == "number" for arg in parent.args)  # a complement: see there
            own = [name for name in inputs_of(part) if name not in inputs_of(parent.args[1 - path[-1]])]
            if parent.op == "sub" and not whole:
                clause = f"one of the two terms alone is worked out{_with(own)}, and not their difference"
            else:
                clause = f"only {names.part(part)} is worked out, and not {_WHOLES[parent.op]}"
            prior = 0.5 if parent.op == "sub" and not whole else 0.35
        yield Mutant(part, f"stopped:{_slug(part)}", clause, prior)


def _with(own: list[str]) -> str:
    """Tell a term from the other one by the inputs that it alone has."""
    return f", the one with {' and '.join(own)}" if 0 < len(own) <= 2 else ""


def inverted(tree: Node, names: Names) -> Iterator[Mutant]:
    """Multiply by an input where one must divide, or the other way round."""
    for part in _inputs(tree):
        divides = _divides(_first_place(tree, part), tree)
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
                    f"inverted:{_slug(part)}",
                    f"the fraction of {names.part(above)} and {names.part(below)} is upside down",
                    0.3,
                )
            if below.args:
                product = replace_at(tree, path, node("mul", above, below))
                clause = f"you multiply by {names.part(below)} instead of dividing by it"
                yield Mutant(product, f"inverted:{_slug(below)}", clause, 0.3)
        if part.op == "mul":
            for first, second in (part.args, part.args[::-1]):
                if second.args or second.op == "number":
                    quotient = replace_at(tree, path, node("div", first, second))
                    clause = f"you divide by {names.part(second)} instead of multiplying by it"
                    yield Mutant(quotient, f"inverted:{_slug(second)}", clause, 0.25)


def doubled(tree: Node, names: Names) -> Iterator[Mutant]:
    """Apply an input twice."""
    for part in _inputs(tree):
        one = names.one(part.detail) or ONE
        twice = replace(tree, part, node("mul", part, node("div", part, one) if one is not ONE else part))
        clause = f"{names(part.detail)} is applied twice"
        yield Mutant(twice, f"doubled:{part.detail}", clause, 0.15, False, one is ONE)
    for path, part in places(tree):
        if path and part.args and inputs_of(part) and _at(tree, path[:-1]).op in ("mul", "div"):
            clause = f"{names.part(part)} is applied twice"
            squared = replace_at(tree, path, node("pow", part, number(2)))
            yield Mutant(squared, f"doubled:{_slug(part)}", clause, 0.06, True, False)


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
    parts = _inputs(tree)
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
                slug = f"used:{name}-for-{_slug(part)}"
                yield Mutant(replace_at(tree, path, spare), slug, clause, 0.25, False, False)
        for part in _inputs(tree):
            for op in ("mul", "div"):
                applied = replace(tree, part, node(op, part, spare))
                where = names(part.detail)
                clause = f"you also use {names(name)} on {where}, though this question does not need it"
                yield Mutant(applied, f"applied:{name}-to-{part.detail}", clause, 0.2, False, False)


def counted_from_zero(tree: Node, names: Names) -> Iterator[Mutant]:
    """Take the largest value for the number of values: 255 for the 256 levels of a pixel."""
    for part in _inputs(tree):
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
            yield Mutant(replace_at(tree, path, new), f"brackets:{_slug(second)}", clause, 0.3)
        if part.op in ("div", "mul") and first.op in ("add", "sub"):
            new = node(first.op, first.args[0], node(part.op, first.args[1], second))
            clause_first = f"the brackets around {names.part(first)} are missing"
            yield Mutant(replace_at(tree, path, new), f"brackets:{_slug(first)}", clause_first, 0.25)
        if part.op == "mul" and second.op in ("add", "sub"):
            new = node(second.op, node("mul", first, second.args[0]), second.args[1])
            yield Mutant(replace_at(tree, path, new), f"brackets:{_slug(second)}", clause, 0.25)
        if part.op == "sub" and second.op in ("add", "sub"):
            new = node(second.op, node("sub", first, second.args[0]), second.args[1])
            yield Mutant(replace_at(tree, path, new), f"brackets:{_slug(second)}", clause, 0.25)


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
            yield Mutant(replace_at(tree, path, new), f"widened:{_slug(factor)}", clause, 0.3)


def _chain(tree: Node) -> list[tuple[str, Node]]:
    """Return a product or sum as Python reads it without brackets: operation and operand, from the left."""
    if tree.op in ("mul", "div", "add", "sub"):
        return [*_chain(tree.args[0]), (tree.op, tree.args[1])]
    return [("", tree)]


# ---- sums, differences, ratios, shares


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
                        f"{_OF[op]} {names.part(one)} and {names.part(other)} is taken instead of "
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
                f"{names.part(one)} and {names.part(other)} are added instead of subtracted", 0.35,
            )  # fmt: skip
            yield Mutant(
                replace_at(tree, path, node("div", one, other)), "ratio-for-difference",
                f"the ratio of {names.part(one)} and {names.part(other)} is taken, not their difference", 0.3,
            )  # fmt: skip
            if path and one.op != "number":
                clause = f"only {names.part(other)} is used, and not the difference"
                yield Mutant(replace_at(tree, path, other), f"stopped:{_slug(other)}", clause, 0.4)
        if part.op == "add":
            yield Mutant(
                replace_at(tree, path, node("sub", one, other)), "difference-for-sum",
                f"{names.part(one)} and {names.part(other)} are subtracted instead of added", 0.3,
            )  # fmt: skip
            yield Mutant(
                replace_at(tree, path, node("mul", one, other)), "product-for-sum",
                f"{names.part(one)} and {names.part(other)} are multiplied instead of added", 0.25,
            )  # fmt: skip
        if part.op == "mul":
            yield Mutant(
                replace_at(tree, path, node("add", one, other)), "sum-for-product",
                f"{names.part(one)} and {names.part(other)} are added instead of multiplied", 0.3,
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
        one, other = (_at(arg, where) for arg in part.args)
        both = f"{names.part(one)} and {names.part(other)}"
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
        if part.op != "minimum" or (path and _at(tree, path[:-1]).op == "minimum"):
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
                replace_at(tree, path, part.args[1]), f"complement:{_slug(part.args[1])}", clause, 0.4
            )
    turned = tree
    for part in _inputs(tree):
        turned = replace(turned, part, node("sub", ONE, part))
    clause = "every share is replaced by one minus itself"
    yield Mutant(turned, "complement:all", clause, 0.25, False, False)
    straight = tree
    for _, part in places(tree):
        if part.op == "sub" and part.args[0] is ONE:
            straight = replace(straight, part, part.args[1])
    clause = "the shares are used where one minus each share is needed"
    yield Mutant(straight, "complement:all", clause, 0.4)
    for part in _inputs(tree):
        rest = node("sub", ONE, part)
        if any(here is rest for here in nodes(tree)):
            continue
        clause = f"one minus {names(part.detail)} is used in its place"
        yield Mutant(replace(tree, part, rest), f"complement:{part.detail}", clause, 0.3, slips=False)


# ---- powers, logarithms, rounding


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
                if literal.op == "number" and literal is not ONE and _is_factor(part.args[0], inside):
                    rest = node("sqrt", replace_at(part.args[0], inside, ONE))
                    op = "div" if _divides(inside, part.args[0]) else "mul"
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


# ---- parts that occur more than once


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


# ---- guesses


def guessed(tree: Node, names: Names) -> Iterator[Mutant]:
    """Combine two inputs, or all of them, in the first way that comes to mind."""
    parts = _inputs(tree)
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
