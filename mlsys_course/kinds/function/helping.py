"""Help with a function: what goes in and comes out, its lines with blanks, calls worked out."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import Any

from mlsys_course.exercise import Exercise
from mlsys_course.help import BLANK, Step, formulas
from mlsys_course.kinds.function.spec import Edge
from mlsys_course.scenarios import Scenario

_LONGEST = 200
_SHORT = 4  # statements


def steps(exercise: Exercise, numbers: Scenario | None) -> tuple[Step, ...]:
    """Return the three steps of help (see `mlsys_course.help`)."""
    spec, key = exercise.spec, exercise.key
    written = _written(key)
    calls = [tuple(args) for args in spec.cases] + [tuple(edge.args) for edge in spec.edges]
    first, others = calls[0], calls[1:]
    about = next(filter(None, map(_case, spec.edges)), "")
    return (
        Step(
            1,
            "A hint",
            f"Work one small case out by hand, step by step; then write down what you did.{about}",
            (f"{_call(exercise, first)}  gives  {_short(key(*first))}",),
        ),
        Step(
            2,
            "The answer with blanks",
            "One way to write it.",
            tuple(_with_blanks(exercise.name, key, written)),
        ),
        Step(
            3,
            "Some calls, worked out",
            "Call yours with the same arguments, and print its values on the way.",
            tuple(line for args in others[:2] or [first] for line in _walked(exercise, written, args)),
        ),
    )


def _case(edge: Edge) -> str:
    """Return a limit as a question; empty where its sentence is advice, or says the result."""
    told = edge.message.rstrip(".")
    if told.startswith("Your ") or any(mark in told for mark in ":;?."):
        return ""
    return f" Then think of a limit: what must come out when {told[0].lower()}{told[1:]}?"


def _written(key: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that does the work: where a key only calls another of its module, that one."""
    body = formulas.statements(key)
    for node in ast.walk(body[0]) if len(body) <= 2 else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("_"):
            found = key.__globals__.get(node.func.id)
            if inspect.isfunction(found):
                return found
    return key


def _with_blanks(name: str, key: Callable[..., Any], written: Callable[..., Any]) -> Iterator[str]:
    """Yield a function's lines: a short one's without arguments, a long one's without what is computed."""
    own = tuple(inspect.signature(key).parameters)
    constants = {
        name: value
        for name, value in written.__globals__.items()
        if name.lstrip("_").isupper() and isinstance(value, (str, int, float))
    }
    fixed = constants | {
        parameter.name: parameter.default
        for parameter in inspect.signature(written).parameters.values()
        if parameter.name not in own and parameter.default is not parameter.empty
    }
    lines = [
        line for line in formulas.statements(written) if not isinstance(line, (ast.Import, ast.ImportFrom))
    ]
    long = sum(isinstance(node, ast.stmt) for line in lines for node in ast.walk(line)) > _SHORT
    hidden = tuple(one for one in inspect.signature(written).parameters if one not in fixed)
    yield f"def {name}({', '.join(own)}):"
    for line in lines:
        left = _Fixed(fixed).visit(ast.parse(ast.unparse(line)).body[0])
        left = _Skeleton().visit(left) if long else left
        yield from (f"    {text}" for text in ast.unparse(formulas.Blanked(hidden).visit(left)).splitlines())


class _Fixed(ast.NodeTransformer):
    """Puts in what a helper's further arguments are for the right answer."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        known = node.id in self.values and isinstance(node.ctx, ast.Load)
        return ast.Constant(self.values[node.id]) if known else node

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.test, ast.Constant):
            return node.body if node.test.value else node.orelse
        return node


class _Skeleton(ast.NodeTransformer):
    """Takes out what is assigned and returned."""

    def visit_Assign(self, node: ast.Assign) -> ast.Assign:
        node.value = ast.Name(BLANK, ast.Load())
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AugAssign:
        node.value = ast.Name(BLANK, ast.Load())
        return node

    def visit_Return(self, node: ast.Return) -> ast.Return:
        node.value = ast.Name(BLANK, ast.Load())
        return node


def _call(exercise: Exercise, args: tuple[Any, ...]) -> str:
    return f"{exercise.name}({', '.join(_short(arg) for arg in args)})"


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, tuple):
        return f"({', '.join(map(_short, value))})"
    if hasattr(value, "tolist"):
        return _short(value.tolist())
    text = repr(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " …"


def _walked(exercise: Exercise, written: Callable[..., Any], args: tuple[Any, ...]) -> Iterator[str]:
    """Yield a call, what its own names hold when it is done, and what it returns."""
    held: dict[str, Any] = {}
    code = written.__code__

    def watch(frame: FrameType, event: str, arg: Any) -> Any:
        if frame.f_code is not code:
            return None
        if event == "return":
            held.update(frame.f_locals)
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        result = exercise.key(*args)
    finally:
        sys.settrace(before)
    yield _call(exercise, args)
    for name, value in held.items():
        if name not in inspect.signature(written).parameters and not callable(value):
            yield f"    {name} = {_short(value)}"
    yield f"    returns {_short(result)}"
