"""Other ways to write a right function: what one calls, another writes out as a loop or with brackets gone.

A slip is easier to make in some forms than in others, and a learner's source has its own. A form need not be
right for whatever it is applied to: whoever uses it compares what it gives with what the key gives.
"""

from __future__ import annotations

import ast
import copy
import itertools
from collections.abc import Iterator, Mapping

_CALLS: Mapping[str, str] = {
    "sum": "sum({0})",
    "mean": "sum({0}) / len({0})",
    "fmean": "sum({0}) / len({0})",
    "average": "sum({0}) / len({0})",
    "var": "sum((_v - sum({0}) / len({0})) ** 2 for _v in {0}) / len({0})",
    "std": "(sum((_v - sum({0}) / len({0})) ** 2 for _v in {0}) / len({0})) ** 0.5",
    "norm": "sum(_v ** 2 for _v in {0}) ** 0.5",
    "dot": "sum(_u * _v for _u, _v in zip({0}, {1}))",
    "sqrt": "({0}) ** 0.5",
    "square": "({0}) ** 2",
}
"""What functions of modules and methods of arrays do, in plain Python."""

_MODULES = ("math", "np", "numpy", "statistics", "np.linalg", "numpy.linalg")


def forms(module: ast.Module) -> Iterator[ast.Module]:
    r"""Yield other forms of a module: with sums written out as loops, with products of sums multiplied out.

    Parameters
    ----------
    module : ast.Module
        Left as it is.

    Examples
    --------
    >>> text = "def f(x, k):\n    return k * (1 - np.mean(x))"
    >>> for form in forms(ast.parse(text)):
    ...     print(ast.unparse(form))
    def f(x, k):
        _sum1 = 0
        for _one in x:
            _sum1 += _one
        return k * (1 - _sum1 / len(x))
    def f(x, k):
        return k * 1 - k * np.mean(x)
    """
    written_out = _Loops().visit(_Written().visit(copy.deepcopy(module)))
    multiplied = _Multiplied().visit(copy.deepcopy(module))
    for form in (written_out, multiplied):
        if ast.dump(form) != ast.dump(module):
            yield ast.fix_missing_locations(form)


class _Written(ast.NodeTransformer):
    """Writes out what functions of numpy and math do."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.func, ast.Attribute) or node.func.attr not in _CALLS or node.keywords:
            return node
        of_module = ast.unparse(node.func.value) in _MODULES
        args = node.args if of_module else [node.func.value, *node.args]
        text = _CALLS[node.func.attr]
        if len(args) != 1 + ("{1}" in text):
            return node
        return _expression(
            text.format(*(f"({ast.unparse(arg)})" if _loose(arg) else ast.unparse(arg) for arg in args))
        )

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.MatMult):
            return _expression(_CALLS["dot"].format(ast.unparse(node.left), ast.unparse(node.right)))
        return node


def _loose(part: ast.expr) -> bool:
    return not isinstance(part, (ast.Name, ast.Call, ast.Subscript, ast.Constant))


def _expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


class _Loops(ast.NodeTransformer):
    """Writes a sum in front of the statement that uses it, as a loop."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                setattr(node, field, [new for one in block for new in self._statement(one)])
        return node

    def _statement(self, part: ast.stmt) -> list[ast.stmt]:
        if not isinstance(part, (ast.Assign, ast.AugAssign, ast.Return, ast.Expr)):
            self.generic_visit(part)
            return [part]
        before: list[ast.stmt] = []
        rest = _Sums(self.numbers, before).visit(part)
        return [*before, rest]


class _Sums(ast.NodeTransformer):
    """Takes the sums out of a statement."""

    def __init__(self, numbers: Iterator[int], before: list[ast.stmt]) -> None:
        self.numbers, self.before = numbers, before

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return node

    def visit_ListComp(self, node: ast.AST) -> ast.AST:
        return node

    visit_GeneratorExp = visit_DictComp = visit_SetComp = visit_IfExp = visit_ListComp

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if not (isinstance(node.func, ast.Name) and node.func.id == "sum" and len(node.args) == 1):
            return node
        name, (arg,) = f"_sum{next(self.numbers)}", node.args
        value: ast.expr = ast.Name("_one", ast.Load())
        target, iterated, tests = ast.Name("_one", ast.Store()), arg, []
        if isinstance(arg, (ast.GeneratorExp, ast.ListComp)):
            if len(arg.generators) != 1:
                return node
            (inner,) = arg.generators
            value, target, iterated, tests = arg.elt, inner.target, inner.iter, inner.ifs  # type: ignore[assignment]
        step: ast.stmt = ast.AugAssign(ast.Name(name, ast.Store()), ast.Add(), value)
        for test in tests:
            step = ast.If(test, [step], [])
        self.before += [
            ast.Assign([ast.Name(name, ast.Store())], ast.Constant(0)),
            ast.For(target, iterated, [step], []),
        ]
        return ast.Name(name, ast.Load())


class _Multiplied(ast.NodeTransformer):
    """Multiplies a product or a quotient of a sum out."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        left, right, op = node.left, node.right, node.op
        if isinstance(op, ast.Mult) and _is_sum(right):
            return ast.BinOp(ast.BinOp(left, op, right.left), right.op, ast.BinOp(left, op, right.right))  # type: ignore[attr-defined]
        if isinstance(op, (ast.Mult, ast.Div)) and _is_sum(left):
            return ast.BinOp(ast.BinOp(left.left, op, right), left.op, ast.BinOp(left.right, op, right))  # type: ignore[attr-defined]
        return node


def _is_sum(part: ast.expr) -> bool:
    return isinstance(part, ast.BinOp) and isinstance(part.op, (ast.Add, ast.Sub))
