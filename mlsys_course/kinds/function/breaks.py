"""Slips in the source of a reference solution: what goes wrong when one writes a function.

A formula is broken in `mlsys_course.diagnosis.mutants`. Here are the slips of loops, conditions, steps and
calls, too. What is told of one is what the function does, in the question's own names: the learner's source
looks different from the reference. To add one, write a generator and put it into `BREAKS`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mlsys_course.kinds.function.source import Change, Source, is_tick


@dataclass(frozen=True)
class Break:
    """A slip in a source.

    Parameters
    ----------
    slug : str
        Stable name of the mistake; its first word is the kind in the table of odds.
    clause : str
        Completes "That is what comes out when …".
    prior : float
        How plausible the slip is within its kind, from 0 to 1.
    changes : tuple of (node, node or statements)
        What stands where in the source.
    question : str
        What to look for in one's own source.
    sentence : str
        What is told in place of the clause.
    """

    slug: str
    clause: str
    prior: float
    changes: tuple[Change, ...]
    question: str = ""
    sentence: str = ""

    @property
    def vague(self) -> bool:
        """Whether it is at a part that has no name in the question."""
        return not self.sentence and "intermediate result" in self.clause

    @property
    def told(self) -> str:
        """What a learner reads of whom this is the only slip."""
        said = self.sentence or f"That is what comes out when {self.clause}."
        return f"{said} {self.question}".rstrip()


RETURN = "Is your return inside the loop?"
ASSIGN = "Did you write = instead of +=?"
BEGIN = "Check where your loop begins."
END = "Check where your loop ends."

Breaks = Callable[[Source, ast.AST], Iterator[Break]]

_OPS: Mapping[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("sum", "added"),
    ast.Sub: ("difference", "subtracted"),
    ast.Mult: ("product", "multiplied"),
    ast.Div: ("ratio", "divided"),
}
_SUMS = (ast.Add, ast.Sub)
_POINTS = (ast.Mult, ast.Div)


def _binary(left: ast.expr, op: ast.operator, right: ast.expr) -> ast.expr:
    return ast.BinOp(left, op, right)


def _call(name: str, *args: ast.expr) -> ast.expr:
    *module, own = name.split(".")
    function: ast.expr = ast.Name(own, ast.Load())
    if module:
        function = ast.Attribute(
            ast.Call(ast.Name("__import__", ast.Load()), [ast.Constant(module[0])], []), own
        )
    return ast.Call(function, list(args), [])


def _negative(part: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.USub(), part)


def _number(part: ast.AST) -> float | None:
    """Return the value of a constant number."""
    value = part.value if isinstance(part, ast.Constant) else None
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


# ---- operations


def operations(source: Source, part: ast.AST) -> Iterator[Break]:
    """Take another operation, in another order, or leave one of its parts out."""
    if not isinstance(part, ast.BinOp):
        return
    left, right, op = part.left, part.right, type(part.op)
    one, other, pair = source.said(left), source.said(right), source.both(left, right)
    if op in _OPS:
        name, done = _OPS[op]
        for new, (new_name, new_done) in _OPS.items():
            changed = ((part, _binary(left, new(), right)),)
            if new is op:
                continue
            if op is ast.Mult and new is ast.Div:
                clause = f"you divide by {other} instead of multiplying by it"
                yield Break(f"inverted:{source.slug(right)}", clause, 0.4, changed)
            elif op is ast.Div and new is ast.Mult:
                clause = f"you multiply by {other} instead of dividing by it"
                yield Break(f"inverted:{source.slug(right)}", clause, 0.4, changed)
            else:
                yield Break(
                    f"{new_name}-for-{name}", f"{pair} are {new_done} instead of {done}", 0.4, changed
                )
        if op is ast.Add:
            for function, word in (("maximum", "max"), ("minimum", "min")):
                clause = (
                    f"only the {'larger' if word == 'max' else 'smaller'} of {pair} is taken, not their sum"
                )
                yield Break(
                    f"{word}-for-sum", clause, 0.3, ((part, _call(f"numpy.{function}", left, right)),)
                )
        if op in _SUMS + _POINTS:
            turned: ast.operator = ast.Div() if op in _POINTS else ast.Sub()
            clause = f"{pair} are swapped where they are {_OPS[type(turned)][1]}"
            if op in _POINTS and op is ast.Mult:
                clause = f"you divide by {one} instead of multiplying by it"
            slug = f"inverted:{source.slug(left)}" if op in _POINTS else "difference-first"
            if op is not ast.Add:
                yield Break(slug, clause, 0.4, ((part, _binary(right, turned, left)),))
    for gone, kept in ((left, right), (right, left)):
        if gone is left and op is ast.Sub:
            if _number(left) == 1:
                clause = f"{other} itself is used instead of 1 minus it"
                yield Break(f"complement:{source.slug(right)}", clause, 0.5, ((part, right),))
            if _number(left) != 1:
                gone_slug = f"dropped:{source.slug(left)}"
                yield Break(gone_slug, f"{source.said(left)} is left out", 0.45, ((part, right),))
            kept = _negative(right)
        elif gone is left and op is ast.Div:
            kept = _binary(ast.Constant(1), ast.Div(), right)
        elif op is ast.Pow and gone is left:
            yield Break("stopped:exponent", "only the exponent is worked out", 0.3, ((part, right),))
            continue
        elif op is ast.Pow:
            square = _number(right) == 2
            slug, clause = (
                ("dropped:square", "a square is forgotten")
                if square
                else ("dropped:power", "a power is forgotten")
            )
            yield Break(slug, clause, 0.5, ((part, left),))
            continue
        fixed = not source.made_from(gone) and not any(isinstance(n, ast.Name) for n in ast.walk(gone))
        slug = "dropped:coefficient" if fixed else f"dropped:{source.slug(gone)}"
        plain = fixed or source.said(gone) in source.parameters.values()
        yield Break(slug, f"{source.said(gone)} is left out", 0.45 if plain else 0.25, ((part, kept),))
    if op is ast.Pow:
        yield Break("linear", f"{one} is multiplied by the exponent instead of raised to it", 0.35,
                    ((part, _binary(left, ast.Mult(), right)),))  # fmt: skip
        exchanged = _binary(_binary(ast.Constant(1.0), ast.Mult(), right), ast.Pow(), left)  # no huge integer
        yield Break("swapped:base,exponent", "base and exponent are swapped", 0.3, ((part, exchanged),))
        yield Break("sign:exponent", "the exponent has the wrong sign", 0.3,
                    ((part, _binary(left, ast.Pow(), _negative(right))),))  # fmt: skip
        yield Break("power:xor", "you write ^ where you mean **: in Python ^ is not a power", 0.5,
                    ((part, _binary(left, ast.BitXor(), right)),))  # fmt: skip
    if op is ast.Div:
        yield Break("floor-division", f"{pair} are divided with //: / keeps the fraction", 0.6,
                    ((part, _binary(left, ast.FloorDiv(), right)),))  # fmt: skip
    if op is ast.FloorDiv:
        yield Break("rounding:none", f"the ratio of {pair} is not rounded down to a whole number", 0.6,
                    ((part, _binary(left, ast.Div(), right)),))  # fmt: skip
    if op is ast.Mod:
        yield Break("quotient-for-remainder", f"the quotient of {pair} is taken, not the remainder", 0.5,
                    ((part, _binary(left, ast.FloorDiv(), right)),))  # fmt: skip
    if op is ast.MatMult:
        yield Break("turned:matmul", f"{pair} are swapped in a matrix product", 0.5,
                    ((part, _binary(right, ast.MatMult(), left)),))  # fmt: skip
        yield Break("product-for-matmul", f"{pair} are multiplied element by element, not as matrices", 0.5,
                    ((part, _binary(left, ast.Mult(), right)),))  # fmt: skip


def brackets(source: Source, part: ast.AST) -> Iterator[Break]:
    """Forget brackets: Python then reads another formula."""
    if not isinstance(part, ast.BinOp):
        return
    left, right = part.left, part.right
    if isinstance(right, ast.BinOp) and _binds(part.op) >= _binds(right.op):
        new = _binary(_binary(left, part.op, right.left), right.op, right.right)
        clause = f"the brackets around {source.said(right)} are missing"
        yield Break(f"brackets:{source.slug(right)}", clause, 0.5, ((part, new),))
        if isinstance(right.left, ast.BinOp) and _binds(part.op) >= _binds(right.left.op):
            deep = _binary(_binary(left, part.op, right.left.left), right.left.op, right.left.right)
            new = _binary(deep, right.op, right.right)
            yield Break(f"brackets:{source.slug(right)}", clause, 0.45, ((part, new),))
    if isinstance(left, ast.BinOp) and _binds(part.op) > _binds(left.op):
        new = _binary(left.left, left.op, _binary(left.right, part.op, right))
        clause = f"the brackets around {source.said(left)} are missing"
        yield Break(f"brackets:{source.slug(left)}", clause, 0.5, ((part, new),))
    if _of_one(left) is not None:
        inside = _of_one(left)
        assert isinstance(left, ast.Call) and inside is not None
        new = ast.Call(left.func, [_binary(inside, part.op, right)], left.keywords)
        function = _FUNCTIONS[_name(left)]
        clause = f"{source.said(right)} is inside the brackets of {function} instead of after them"
        yield Break(f"brackets:{source.slug(right)}", clause, 0.5, ((part, new),))
    if isinstance(left, ast.UnaryOp) and isinstance(part.op, ast.Pow):
        new = ast.UnaryOp(left.op, _binary(left.operand, part.op, right))
        yield Break("brackets:sign", "the brackets around a negative base are missing", 0.5, ((part, new),))


def outside(source: Source, part: ast.AST) -> Iterator[Break]:
    """Close the brackets of a function too early."""
    inside = _of_one(part)
    if isinstance(part, ast.Call) and isinstance(inside, ast.BinOp):
        function, last = _FUNCTIONS[_name(part)], inside.right
        new = _binary(ast.Call(part.func, [inside.left], part.keywords), inside.op, last)
        clause = f"{source.said(last)} is after the brackets of {function} instead of inside them"
        yield Break(f"brackets:{source.slug(last)}", clause, 0.4, ((part, new),))


_FUNCTIONS: Mapping[str, str] = {
    "ceil": "a rounding", "floor": "a rounding", "round": "a rounding", "int": "a rounding",
    "sqrt": "a square root", "exp": "an exponential", "log": "a logarithm", "log2": "a logarithm",
    "log10": "a logarithm", "abs": "an absolute value", "sum": "a sum", "mean": "a mean",
}  # fmt: skip


def _name(part: ast.AST) -> str:
    """Return the name of the function that is called, without its module."""
    function = part.func if isinstance(part, ast.Call) else part
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _of_one(part: ast.AST) -> ast.expr | None:
    """Return the argument of a function of numbers that has one."""
    known = isinstance(part, ast.Call) and len(part.args) == 1 and _name(part) in _FUNCTIONS
    return part.args[0] if known else None  # type: ignore[attr-defined]


def _binds(op: ast.operator) -> int:
    if isinstance(op, (ast.Add, ast.Sub)):
        return 1
    return 3 if isinstance(op, ast.Pow) else 2


def parts(source: Source, part: ast.AST) -> Iterator[Break]:
    """Change one part of a formula: its sign, its square, its complement, a rounding."""
    if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub):
        clause = f"{source.said(part.operand)} has the wrong sign"
        yield Break(f"sign:{source.slug(part.operand)}", clause, 0.5, ((part, part.operand),))
    if not isinstance(part, (ast.BinOp, ast.UnaryOp, ast.Call)) or not source.made_from(part):
        return
    said, slug = source.said(part), source.slug(part)
    for new, name, clause, prior in (
        (_negative(part), "sign", f"{said} has the wrong sign", 0.2),
        (_binary(ast.Constant(1), ast.Sub(), part), "complement", f"one minus {said} is taken instead", 0.2),
        (_binary(part, ast.Pow(), ast.Constant(2.0)), "squared", f"{said} is squared", 0.15),
        (
            _binary(part, ast.Pow(), ast.Constant(0.5)),
            "square-root",
            f"the square root of {said} is taken",
            0.15,
        ),
        (_binary(part, ast.Add(), ast.Constant(1)), "off-by-one", f"{said} is one too large", 0.2),
        (_binary(part, ast.Sub(), ast.Constant(1)), "off-by-one", f"{said} is one too small", 0.2),
    ):
        yield Break(f"{name}:{slug}", clause, prior, ((part, new),))


def constants(source: Source, part: ast.AST) -> Iterator[Break]:
    """Take another constant than the formula's."""
    value = _number(part)
    counts = (ast.Subscript, ast.Slice, ast.keyword)  # see `places` and `loops`
    parent: ast.AST | None = part
    while value is not None and isinstance(parent, ast.expr):
        parent = source.parent(parent)
        ranges = isinstance(parent, ast.Call) and ast.unparse(parent.func) == "range"
        if isinstance(parent, counts) or ranges:
            return
    if value is None:
        return
    said = "a constant of the formula"
    for new, slug, clause, prior in (
        (value + 1, "off-by-one:constant", f"{said} is one too large", 0.3),
        (value - 1, "off-by-one:constant", f"{said} is one too small", 0.3),
        (value * 10, "scale:10:constant", f"{said} is ten times too large", 0.3),
        (value / 10, "scale:1/10:constant", f"{said} is ten times too small", 0.2),
        (value * 2, "scale:2:constant", f"{said} is twice as large as it should be", 0.15),
        (value / 2, "scale:1/2:constant", f"{said} is half as large as it should be", 0.15),
    ):
        if new != value:
            rare = 0.3 if isinstance(source.parent(part), ast.Compare) else 1.0
            yield Break(slug, clause, rare * prior, ((part, ast.Constant(new)),))


def names(source: Source, part: ast.AST) -> Iterator[Break]:
    """Take one quantity for another."""
    if not isinstance(part, ast.Name) or not isinstance(part.ctx, ast.Load):
        return
    said = source.said(part)
    known = source.names(part)
    # What has no name in the question cannot be told from another such part.
    for other in known if part.id in known and _has_a_name(source, said) else ():
        instead = source.said_name(part, other)
        if other == part.id or not _has_a_name(source, instead):
            continue
        clause = (
            f"{_several(said)} are mixed up" if instead == said else f"{instead} is used instead of {said}"
        )
        yield Break(f"used:{source.slug(part)}", clause, 0.3, ((part, ast.Name(other, ast.Load())),))
    if not isinstance(source.parent(part), (ast.BinOp, ast.Compare, ast.Subscript, ast.UnaryOp)):
        return
    for step, word in ((1, "large"), (-1, "small")):
        new = _binary(part, ast.Add(), ast.Constant(step))
        yield Break(f"off-by-one:{source.slug(part)}", f"{said} is one too {word}", 0.2, ((part, new),))
    clause = f"one minus {said} is used instead of {said}"
    yield Break(
        f"complement:{source.slug(part)}", clause, 0.25, ((part, _binary(ast.Constant(1), ast.Sub(), part)),)
    )


def _has_a_name(source: Source, said: str) -> bool:
    return said in source.parameters.values() or said.startswith("an item")


def _several(said: str) -> str:
    return (
        f"items{said.removeprefix('an item')}"
        if said.startswith("an item")
        else f"two quantities like {said}"
    )


# ---- conditions


_TURNED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_EQUAL: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip


def conditions(source: Source, part: ast.AST) -> Iterator[Break]:
    """Turn a condition round, decide otherwise for equal values, leave a condition out."""
    if isinstance(part, ast.Compare) and len(part.ops) == 1:
        op, pair = type(part.ops[0]), source.both(part.left, part.comparators[0])
        if op in _TURNED:
            new = ast.Compare(part.left, [_TURNED[op]()], part.comparators)
            clause = f"the comparison of {pair} is the wrong way round"
            yield Break("comparison:turned", clause, 0.5, ((part, new),))
        if op in _EQUAL:
            new = ast.Compare(part.left, [_EQUAL[op]()], part.comparators)
            clause = f"a comparison treats the case that {pair} are equal the wrong way"
            yield Break("comparison:equal", clause, 0.5, ((part, new),))
    if isinstance(part, ast.BoolOp):
        turned = ast.Or() if isinstance(part.op, ast.And) else ast.And()
        words = (
            "one of two conditions is enough"
            if isinstance(turned, ast.Or)
            else "two conditions must hold at once"
        )
        yield Break("comparison:both", words, 0.5, ((part, ast.BoolOp(turned, part.values)),))
        for gone in part.values:
            kept = [one for one in part.values if one is not gone]
            new_test = kept[0] if len(kept) == 1 else ast.BoolOp(part.op, kept)
            clause = f"a condition on {source.on(gone)} is left out"
            yield Break("guard:dropped", clause, 0.4, ((part, new_test),))
    if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not):
        yield Break("comparison:turned", "a condition is the wrong way round", 0.5, ((part, part.operand),))
    if isinstance(part, ast.IfExp):
        said = source.on(part.test)
        yield Break("comparison:turned", f"the two cases that depend on {said} are swapped", 0.4,
                    ((part, ast.IfExp(part.test, part.orelse, part.body)),))  # fmt: skip
        for kept_part in (part.body, part.orelse):
            clause = f"only one of the two cases is worked out, whatever {said} may be"
            yield Break("guard:one-case", clause, 0.4, ((part, kept_part),))
    if isinstance(part, ast.If):
        said = source.on(part.test)
        yield Break(
            "guard:always", f"a step is always taken, whatever {said} may be", 0.4, ((part, part.body),)
        )
        if part.orelse:
            yield Break("comparison:turned", f"the two cases that depend on {said} are swapped", 0.4,
                        ((part, ast.If(part.test, part.orelse, part.body)),))  # fmt: skip
            yield Break("guard:one-case", f"only one of the cases is worked out, whatever {said} may be", 0.4,
                        ((part, part.orelse),))  # fmt: skip
        else:
            yield Break(
                "guard:dropped", f"the special case that depends on {said} is left out", 0.4, ((part, []),)
            )


# ---- loops and steps


def loops(source: Source, part: ast.AST) -> Iterator[Break]:
    """Leave a loop too early, begin or end it at the wrong place, keep only the last of what is added up."""
    if isinstance(part, (ast.For, ast.While)):
        over = source.passing(part.iter) if isinstance(part, ast.For) else ()
        kept = part.body
        first = f"only the first of {_all(over)} counts" if over else "only the first pass of a loop counts"
        for back in (ast.Break(), *_returns_after(source, part)):
            yield Break("loop:first", first, 0.5, ((kept[-1], [kept[-1], back]),), RETURN)
        for one in ast.walk(part):
            if isinstance(one, ast.AugAssign) and isinstance(one.target, ast.Name):
                back = ast.Return(ast.Name(one.target.id, ast.Load()))
                yield Break("loop:first", first, 0.5, ((kept[-1], [kept[-1], back]),), RETURN)
        for before in source.block(part):
            if before is part:
                break
            if isinstance(before, ast.Assign) and _number(before.value) is not None:
                clause = "a running result starts anew in every pass of a loop"
                yield Break("loop:last", clause, 0.4, ((part.body[0], [before, part.body[0]]),))
    if isinstance(part, (ast.For, ast.comprehension)):
        yield from _ends(source, part.iter)
    if isinstance(part, ast.comprehension):
        over = source.passing(part.iter)
        said = f"only the first of {_all(over)} counts" if over else "only the first pass of a loop counts"
        yield Break("loop:first", said, 0.4, ((part.iter, _cut(part.iter, "[:1]")),), RETURN)
        said = f"only the last of {_all(over)} counts" if over else "only the last pass of a loop counts"
        yield Break("loop:last", said, 0.4, ((part.iter, _cut(part.iter, "[-1:]")),), ASSIGN)
        for test in part.ifs:
            said = f"a condition on {source.on(test)}"
            yield Break("guard:dropped", f"{said} is left out", 0.5, ((test, ast.Constant(True)),))
            turned = ast.UnaryOp(ast.Not(), test)
            yield Break("comparison:turned", f"{said} is the wrong way round", 0.5, ((test, turned),))
    if isinstance(part, ast.AugAssign):
        over = _passed(source, part)
        last = f"only the last of {_all(over)} counts" if over else "only the last pass of the loop counts"
        yield Break("loop:last", last, 0.5, ((part, ast.Assign([part.target], part.value)),), ASSIGN)
        turns: Mapping[type[ast.operator], tuple[ast.operator, str, str]] = {
            ast.Add: (ast.Sub(), "difference-for-sum", "{} is subtracted instead of added"),
            ast.Sub: (ast.Add(), "sum-for-difference", "{} is added instead of subtracted"),
            ast.Mult: (ast.Div(), "inverted", "you divide by {} instead of multiplying by it"),
            ast.Div: (ast.Mult(), "inverted", "you multiply by {} instead of dividing by it"),
        }
        if type(part.op) in turns:
            op, slug, words = turns[type(part.op)]
            clause = words.format(source.said(part.value))
            yield Break(slug, clause, 0.4, ((part, ast.AugAssign(part.target, op, part.value)),))
        if isinstance(part.op, (ast.Mult, ast.Div)):
            done = "multiplying" if isinstance(part.op, ast.Mult) else "dividing"
            clause = f"you add {source.said(part.value)} instead of {done} by it"
            yield Break("sum-for-product", clause, 0.4,
                        ((part, ast.AugAssign(part.target, ast.Add(), part.value)),))  # fmt: skip
    if isinstance(part, (ast.Break, ast.Continue)):
        yield Break(
            "guard:dropped", "a loop goes on where it should stop or skip an item", 0.4, ((part, []),)
        )


def _returns_after(source: Source, loop: ast.stmt) -> Iterator[ast.stmt]:
    """Yield the return statements behind a loop that use nothing that is worked out behind it."""
    block = source.block(loop)
    behind = block[next(i for i, one in enumerate(block) if one is loop) + 1 :]
    if behind and isinstance(behind[0], ast.Return):
        yield behind[0]
    elif len(behind) > 1 and isinstance(behind[-1], ast.Return):
        yield ast.If(ast.Constant(True), behind, [])


def _passed(source: Source, part: ast.AST) -> tuple[str, ...]:
    """Return the parameters that the loop passes through in which a statement stands."""
    here: ast.AST | None = part
    while here is not None:
        here = source.parent(here)
        if isinstance(here, ast.For):
            return source.passing(here.iter)
    return ()


def _all(names: Sequence[str]) -> str:
    return " and ".join(dict.fromkeys(names))


def _cut(iterated: ast.expr, places: str) -> ast.expr:
    cut = ast.parse(f"list(x){places}", mode="eval").body
    assert isinstance(cut, ast.Subscript) and isinstance(cut.value, ast.Call)
    cut.value.args = [iterated]
    return cut


def _ends(source: Source, iterated: ast.expr) -> Iterator[Break]:
    over = source.passing(iterated)
    first, last = (
        (f"the first of {_all(over)}", f"the last of {_all(over)}")
        if over
        else ("the first pass of a loop", "the last pass of a loop")
    )
    yield Break("range:first", f"{first} is left out", 0.4, ((iterated, _cut(iterated, "[1:]")),), BEGIN)
    yield Break("range:last", f"{last} is left out", 0.4, ((iterated, _cut(iterated, "[:-1]")),), END)
    if isinstance(iterated, ast.Call) and ast.unparse(iterated.func) == "range" and iterated.args:
        ends = iterated.args
        place = 0 if len(ends) == 1 else 1
        for step, words in ((1, "one pass too many"), (-1, "one pass too few")):
            shifted = [*ends[:place], _binary(ends[place], ast.Add(), ast.Constant(step)), *ends[place + 1 :]]
            yield Break("range:last", f"a loop makes {words} at its end", 0.4,
                        ((iterated, ast.Call(iterated.func, shifted, [])),))  # fmt: skip
        if len(ends) == 1:
            later = [ast.Constant(1), _binary(ends[0], ast.Add(), ast.Constant(1))]
            yield Break("range:first", "the counter of a loop starts at 1 instead of 0", 0.4,
                        ((iterated, ast.Call(iterated.func, later, [])),))  # fmt: skip
        else:
            for step, words in ((1, "too late"), (-1, "too early")):
                shifted = [_binary(ends[0], ast.Add(), ast.Constant(step)), *ends[1:]]
                yield Break("range:first", f"a loop starts one pass {words}", 0.4,
                            ((iterated, ast.Call(iterated.func, shifted, [])),))  # fmt: skip


def steps(source: Source, part: ast.AST) -> Iterator[Break]:
    """Leave a step out, take two in the wrong order, begin with the wrong value, round in between."""
    if not isinstance(part, ast.stmt) or source.parent(part) is None or is_tick(part):
        return
    if isinstance(part, (ast.Assign, ast.AugAssign, ast.Expr)):
        clause = f"the step that works with {source.said(part.value)} is left out"
        yield Break(f"dropped:{source.slug(part.value)}", clause, 0.35, ((part, []),))
    if isinstance(part, (ast.Assign, ast.AugAssign)):
        block = source.block(part)
        place = next(i for i, one in enumerate(block) if one is part)
        if place + 1 < len(block) and isinstance(block[place + 1], (ast.Assign, ast.AugAssign)):
            later = block[place + 1]
            clause = (
                f"two steps come in the wrong order: the one with {source.said(later.value)} before the one "  # type: ignore[attr-defined]
                f"with {source.said(part.value)}"
            )
            yield Break("sequence", clause, 0.4, ((later, []), (part, [later, part])))
    if (
        isinstance(part, ast.Assign)
        and isinstance(part.targets[0], ast.Tuple)
        and isinstance(part.value, ast.Tuple)
    ):
        targets, values = part.targets[0].elts, part.value.elts
        if len(targets) == len(values):
            one_by_one: list[ast.stmt] = [ast.Assign([t], v) for t, v in zip(targets, values, strict=True)]
            clause = "values that change at the same time are changed one after the other"
            yield Break("sequence", clause, 0.4, ((part, one_by_one),))
    if isinstance(part, ast.Assign):
        values = part.value.elts if isinstance(part.value, ast.Tuple) else [part.value]
        for value in values:
            if _number(value) is not None or ast.unparse(value).lstrip("-") in ("math.inf", "np.inf"):
                for start in (0, 1):
                    if _number(value) != start:
                        clause = f"a running result starts at {start}"
                        yield Break("start", clause, 0.4, ((value, ast.Constant(start)),))
    if isinstance(part, (ast.Assign, ast.AugAssign, ast.Return)) and part.value is not None:
        value = part.value
        if isinstance(value, (ast.BinOp, ast.Call, ast.Name, ast.IfExp)):
            said = source.said(value)
            where = "the result" if isinstance(part, ast.Return) else said
            for digits in range(5):
                new = _call("_rounded", value, ast.Constant(digits))
                yield Break("rounded", f"{where} is rounded on the way", 0.4, ((value, new),))
    if isinstance(part, ast.Return) and part.value is not None:
        for inner in source.worked_out(part):
            clause = f"only {source.said(inner)} is returned and the rest is forgotten"
            yield Break(f"stopped:{source.slug(inner)}", clause, 0.35, ((part.value, inner),))
        for name in source.names(part):
            said = source.said_name(part, name)
            clause = f"{said} is returned instead of what you work out from it"
            yield Break("stopped:intermediate", clause, 0.3, ((part.value, ast.Name(name, ast.Load())),))


# ---- calls


_OTHER: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "min": {"max": ("max-for-min", "the largest is taken instead of the smallest")},
    "max": {"min": ("min-for-max", "the smallest is taken instead of the largest"),
            "sum": ("sum-for-max", "the sum is taken instead of the largest")},
    "minimum": {"maximum": ("max-for-min", "the larger one is taken instead of the smaller one")},
    "maximum": {"minimum": ("min-for-max", "the smaller one is taken instead of the larger one")},
    "argmin": {"argmax": ("max-for-min", "the largest is looked for instead of the smallest")},
    "argmax": {"argmin": ("min-for-max", "the smallest is looked for instead of the largest")},
    "sum": {"max": ("max-for-sum", "the largest is taken instead of the sum"),
            "min": ("min-for-sum", "the smallest is taken instead of the sum")},
    "mean": {"sum": ("sum-for-mean", "the sum is taken instead of the mean"),
             "median": ("mean-for-median", "the median is taken instead of the mean")},
    "fmean": {"fsum": ("sum-for-mean", "the sum is taken instead of the mean")},
    "median": {"mean": ("mean-for-median", "the mean is taken instead of the median")},
    "any": {"all": ("comparison:both", "all must hold where one is enough")},
    "all": {"any": ("comparison:both", "one is enough where all must hold")},
    "ceil": {"floor": ("rounding:down", "a number is rounded down instead of up")},
    "floor": {"ceil": ("rounding:up", "a number is rounded up instead of down")},
    "log": {"log2": ("log:log2", "the logarithm to base two is taken instead of the natural one"),
            "log10": ("log:log10", "the logarithm to base ten is taken instead of the natural one")},
    "log2": {"log": ("log:ln", "the natural logarithm is taken instead of the one to base two"),
             "log10": ("log:log10", "the logarithm to base ten is taken instead of the one to base two")},
    "log10": {"log": ("log:ln", "the natural logarithm is taken instead of the one to base ten"),
              "log2": ("log:log2", "the logarithm to base two is taken instead of the one to base ten")},
    "std": {"var": ("dropped:root", "the variance is taken instead of the standard deviation")},
    "var": {"std": ("root", "the standard deviation is taken instead of the variance")},
    "prod": {"sum": ("sum-for-product", "the sum is taken instead of the product")},
    "cumsum": {"cumprod": ("product-for-sum", "a running product is taken instead of a running sum")},
}  # fmt: skip
_DROPPED: Mapping[str, tuple[str, str]] = {
    "abs": ("dropped:abs", "an absolute value is forgotten"),
    "fabs": ("dropped:abs", "an absolute value is forgotten"),
    "sqrt": ("dropped:root", "a square root is forgotten"),
    "square": ("dropped:square", "a square is forgotten"),
    "log": ("dropped:log", "a logarithm is forgotten"),
    "log2": ("dropped:log", "a logarithm is forgotten"),
    "log10": ("dropped:log", "a logarithm is forgotten"),
    "exp": ("dropped:exponential", "an exponential is forgotten"),
    "ceil": ("rounding:none", "a number is not rounded to a whole one"),
    "floor": ("rounding:none", "a number is not rounded to a whole one"),
    "round": ("rounding:none", "a number is not rounded"),
    "int": ("rounding:none", "a number is not cut off to a whole one"),
    "sorted": ("dropped:sorted", "the items are not sorted"),
    "set": ("dropped:set", "items that come twice are counted twice"),
    "cumsum": ("dropped:cumsum", "a running sum is forgotten"),
    "sign": ("dropped:sign", "the size of a number is used where only its sign counts"),
}


def calls(source: Source, part: ast.AST) -> Iterator[Break]:
    """Take another function of the same family, none, or its arguments in another order."""
    if not isinstance(part, ast.Call):
        return
    function = part.func
    name = _name(part)
    module = isinstance(function, ast.Attribute) and ast.unparse(function.value) in (
        "math",
        "np",
        "numpy",
        "statistics",
    )
    argument = part.args[0] if part.args else None
    if isinstance(function, ast.Attribute) and not module:
        argument = function.value
    for other, (slug, clause) in _OTHER.get(name, {}).items():
        changed: ast.expr
        if isinstance(function, ast.Attribute):
            changed = ast.Attribute(function.value, other, ast.Load())
        else:
            changed = ast.Name(other, ast.Load())
        yield Break(slug, clause, 0.5, ((part, ast.Call(changed, part.args, part.keywords)),))
    if argument is not None and name in ("sum",):
        mean: ast.expr = _binary(part, ast.Div(), _call("len", argument))
        yield Break("mean-for-sum", "the mean is taken instead of the sum", 0.3, ((part, mean),))
    if argument is not None and name in _DROPPED:
        slug, clause = _DROPPED[name]
        yield Break(slug, clause, 0.5, ((part, argument),))
    if argument is not None and name in ("ceil", "floor"):
        nearest = _call("_rounded", argument, ast.Constant(0))
        clause = f"a number is rounded to the nearest whole one, not {'up' if name == 'ceil' else 'down'}"
        yield Break("rounding:nearest", clause, 0.5, ((part, nearest),))
    if argument is not None and name == "exp":
        new = ast.Call(function, [_negative(argument)], [])
        yield Break("sign:exponent", "an exponent has the wrong sign", 0.4, ((part, new),))
    if argument is not None and name == "round":
        for other, (slug, clause) in {
            "floor": ("rounding:down", "a number is rounded down instead of to the nearest"),
            "ceil": ("rounding:up", "a number is rounded up instead of to the nearest"),
        }.items():
            yield Break(slug, clause, 0.4, ((part, _call(f"numpy.{other}", argument)),))
    if name in ("min", "max") and len(part.args) > 1:
        for gone in part.args:
            kept = [one for one in part.args if one is not gone]
            one_left = kept[0] if len(kept) == 1 else ast.Call(function, kept, part.keywords)
            clause = f"{source.said(gone)} is left out of a comparison"
            yield Break(f"dropped:{source.slug(gone)}", clause, 0.4, ((part, one_left),))
    if name in ("sorted", "sort", "argsort") and not part.keywords:
        down = ast.Subscript(
            _call("list", part), ast.Slice(None, None, _negative(ast.Constant(1))), ast.Load()
        )
        yield Break("sorted:down", "the items are sorted the wrong way round", 0.4, ((part, down),))
    if len(part.args) == 2 and name not in ("min", "max", "round", "range", "isclose", "sum"):
        new = ast.Call(function, part.args[::-1], part.keywords)
        clause = f"{source.both(*part.args)} are swapped"
        yield Break("swapped", clause, 0.4, ((part, new),))
    for keyword in part.keywords:
        value = keyword.value
        if keyword.arg == "axis" and _number(value) in (0, 1):
            flipped = ast.Constant(1 - int(_number(value) or 0))
            yield Break("axis", "rows and columns are swapped (axis)", 0.5, ((value, flipped),))
        if isinstance(value, ast.Constant) and isinstance(value.value, bool):
            clause = (
                "the order is the wrong way round"
                if keyword.arg == "reverse"
                else f"{keyword.arg} is set the other way"
            )
            yield Break(f"{keyword.arg}", clause, 0.4, ((value, ast.Constant(not value.value)),))
        kept_keywords = [one for one in part.keywords if one is not keyword]
        words = {
            "axis": "rows and columns are not kept apart (axis)",
            "key": "the items themselves are compared",
        }
        if keyword.arg in words:
            yield Break(f"{keyword.arg}", words[keyword.arg], 0.4,
                        ((part, ast.Call(function, part.args, kept_keywords)),))  # fmt: skip


def places(source: Source, part: ast.AST) -> Iterator[Break]:
    """Take another item than the one at its place, or all where a part is due."""
    if not isinstance(part, ast.Subscript) or not isinstance(part.ctx, ast.Load):
        return
    said = source.said(part.value)
    if isinstance(part.slice, ast.Slice):
        clause = f"all of {said} is used where only part of it is needed"
        yield Break("range:slice", clause, 0.4, ((part, part.value),))
        for bound in (part.slice.lower, part.slice.upper):
            if bound is not None:
                for step, words in ((1, "one item too late"), (-1, "one item too early")):
                    end = "begins" if bound is part.slice.lower else "ends"
                    yield Break("range:slice", f"the part of {said} {end} {words}", 0.3,
                                ((bound, _binary(bound, ast.Add(), ast.Constant(step))),))  # fmt: skip
    elif not isinstance(part.slice, (ast.Constant, ast.Tuple, ast.UnaryOp)):
        for step, words in ((1, "after"), (-1, "before")):
            shifted = _binary(part.slice, ast.Add(), ast.Constant(step))
            yield Break("range:place", f"the item of {said} {words} the right one is taken", 0.3,
                        ((part.slice, shifted),))  # fmt: skip


BREAKS: tuple[Breaks, ...] = (
    loops, conditions, operations, brackets, outside, calls, steps, places, names, parts, constants,
)  # fmt: skip


def breaks(source: Source) -> Iterator[Break]:
    """Yield every single slip in a source, the loops of all its functions first.

    Parameters
    ----------
    source : Source
        The reference solution.
    """
    every = [
        part
        for function in source.functions
        for part in ast.walk(function)
        if not is_tick(part) and not (isinstance(part, ast.Call) and ast.unparse(part) == "_tick()")
    ]
    for operator in BREAKS:
        for part in every:
            yield from operator(source, part)
