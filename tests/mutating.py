"""Mutants of a function's source: one small edit each, as a mutation test makes them.

They are made of text and know nothing of the course: what an exercise's hidden inputs cannot tell from the
reference, they cannot tell from a learner's mistake.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_TURNED: Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.GtE, ast.LtE),
    ast.LtE: (ast.Gt, ast.Lt),
    ast.Gt: (ast.LtE, ast.GtE),
    ast.GtE: (ast.Lt, ast.Gt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_OTHER: Mapping[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.Pow: (ast.Mult,),
}
_CALLED = {
    "min": "max", "max": "min", "any": "all", "all": "any", "minimum": "maximum", "maximum": "minimum",
    "log": "log2", "idxmin": "idxmax", "abs": "float",
}  # fmt: skip
_STARTS = (0, 1, -1, 100, 1e6, 999_999, 10**9, 1e12, 2**63 - 1, 1e100, 1e300, -1e9)


@dataclass(frozen=True)
class Mutant:
    """An edited source; what was edited (``kind: before -> after``); and the line in which that stood."""

    edit: str
    source: str
    line: str


def mutants(source: str, example: Sequence[Any]) -> Iterator[Mutant]:
    """Return the mutants of a function's source, without those whose source is the same.

    Parameters
    ----------
    source : str
        An answer cell in which a function is defined.
    example : sequence
        Arguments of one call: what a parameter is replaced by where it is left without effect.

    Examples
    --------
    >>> [m.edit for m in mutants("lambda x: x > 3", [5])][:3]
    ['comparison: x > 3 -> x <= 3', 'comparison: x > 3 -> x >= 3', 'ignored: x -> 5']
    """
    tree = ast.parse(source)
    lines = ast.unparse(tree).splitlines()
    seen = {"\n".join(lines)}
    values = _parameters(tree, example)
    parts = [part for part in ast.walk(tree) if isinstance(part, (ast.expr, ast.stmt))]
    for number, part in enumerate(parts):
        for kind, new in _edits(part, tree, values):
            edited = copy.deepcopy(tree)
            place = [p for p in ast.walk(edited) if isinstance(p, (ast.expr, ast.stmt))][number]
            _Put(place, new).visit(edited)
            text = ast.unparse(ast.fix_missing_locations(edited))
            if text not in seen:
                seen.add(text)
                after = (
                    "nothing"
                    if new is None
                    else " ".join(ast.unparse(ast.fix_missing_locations(new)).split())
                )
                before = " ".join(ast.unparse(part).split())
                changed = [old for old, now in zip(lines, text.splitlines(), strict=False) if old != now]
                yield Mutant(f"{kind}: {before} -> {after}", text, (changed or lines[-1:])[0].strip())


class _Put(ast.NodeTransformer):
    """Puts one node in another's place; None takes a statement out."""

    def __init__(self, place: ast.AST, new: ast.AST | None) -> None:
        self.place, self.new = place, new

    def visit(self, node: ast.AST) -> Any:
        if node is self.place:
            return ast.Pass() if self.new is None else copy.deepcopy(self.new)
        return self.generic_visit(node)


def _parameters(tree: ast.Module, example: Sequence[Any]) -> dict[str, Any]:
    """Return the parameters of the function that the learner hands over, with the example's values."""
    last = tree.body[-1]
    if isinstance(last, ast.Expr):
        last = last.value  # type: ignore[assignment]
    arguments = last.args if isinstance(last, (ast.FunctionDef, ast.Lambda)) else None
    names = [a.arg for a in arguments.args] if arguments is not None else []
    return dict(zip(names, example, strict=False))


def _literal(value: Any) -> ast.expr:
    return ast.parse(repr(value), mode="eval").body


def _edits(
    part: ast.expr | ast.stmt, tree: ast.Module, values: Mapping[str, Any]
) -> Iterator[tuple[str, ast.expr | ast.stmt | None]]:
    if isinstance(part, ast.Constant) and type(part.value) in (int, float):
        for other in dict.fromkeys((part.value + 1, 0, part.value * 1.001)):
            if other != part.value:
                yield "constant", ast.Constant(other)
    if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load) and part.id in values:
        yield "ignored", _literal(values[part.id])
        for name in values:
            yield "parameter", ast.Name(name, ast.Load())
    if isinstance(part, ast.Compare):
        for i, op in enumerate(part.ops):
            for turned in _TURNED.get(type(op), ()):
                yield (
                    "comparison",
                    ast.Compare(part.left, [*part.ops[:i], turned(), *part.ops[i + 1 :]], part.comparators),
                )
    if isinstance(part, ast.BinOp):
        for other_op in _OTHER.get(type(part.op), ()):
            yield "operator", ast.BinOp(part.left, other_op(), part.right)
    if isinstance(part, ast.BoolOp):
        yield "operator", ast.BoolOp(ast.Or() if isinstance(part.op, ast.And) else ast.And(), part.values)
        for kept in part.values:
            yield "operator", kept
    if isinstance(part, (ast.If, ast.IfExp)):
        for truth in (True, False):
            changed = copy.copy(part)
            changed.test = ast.Constant(truth)
            yield "branch", changed
    if isinstance(part, ast.UnaryOp) and isinstance(part.op, (ast.USub, ast.Not)):
        yield "sign", part.operand
    if isinstance(part, ast.Call):
        function = part.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if name in _CALLED:
            other = copy.copy(function)
            setattr(other, "attr" if isinstance(function, ast.Attribute) else "id", _CALLED[name])
            yield "call", ast.Call(other, part.args, part.keywords)
    if isinstance(part, ast.Assign) and _is_start(part.value):
        for start in _STARTS:
            if ast.unparse(part.value) not in (str(start), str(float(start))):
                yield "start", ast.Assign(part.targets, ast.Constant(start))
    if isinstance(part, ast.AugAssign):
        yield "assignment", ast.Assign([part.target], part.value)
        yield "statement", None
    if isinstance(part, (ast.For, ast.While)):
        yield "loop", ast.For(
            part.target, ast.Subscript(ast.Call(ast.Name("list", ast.Load()), [part.iter], []),
                                       ast.Slice(ast.Constant(1), None, None), ast.Load()),
            part.body, part.orelse,
        ) if isinstance(part, ast.For) else None  # fmt: skip
    if isinstance(part, ast.Break):
        yield "statement", None
    if isinstance(part, ast.GeneratorExp) and part.generators[0].ifs:
        first = part.generators[0]
        plain = ast.comprehension(first.target, first.iter, [], first.is_async)
        yield "filter", ast.GeneratorExp(part.elt, [plain, *part.generators[1:]])


def _is_start(value: ast.expr) -> bool:
    """Say whether a value is one that a running total or extreme starts from."""
    try:
        return isinstance(ast.literal_eval(value), (int, float, type(None)))
    except ValueError:
        return ast.unparse(value) in ("math.inf", "-math.inf", "np.inf", "float('inf')", "-float('inf')")
