"""Help with a plot: what it must show, the calls with blanks, the calls."""

from __future__ import annotations

import ast
import builtins
import inspect
from collections.abc import Callable
from typing import Any

from mlsys_course.exercise import Exercise
from mlsys_course.help import BLANK, Step
from mlsys_course.help.formulas import statements
from mlsys_course.scenarios import Scenario

_AXES = "ax"
_LIBRARIES = ("np", "math", "plt")


def steps(exercise: Exercise, numbers: Scenario | None) -> tuple[Step, ...]:
    """Return the three steps of help (see `mlsys_course.help`)."""
    checks = exercise.spec.checks_for(exercise.inputs(numbers))
    looked_at = tuple(f"- {check.about}" for check in checks)
    drawn = [_call(node) for line in statements(exercise.key) for node in ast.walk(line) if _draws(node)]
    calls = tuple(dict.fromkeys(ast.unparse(_MadeUp(exercise.key).visit(node)) for node in drawn))
    return (
        Step(1, "A hint", "This is what the check looks for. Go through it point by point.", looked_at),
        Step(
            2,
            "The answer with blanks",
            "These calls draw it. What goes into them is for you to find.",
            tuple(dict.fromkeys(_emptied(node) for node in drawn)),
        ),
        Step(
            3,
            "The calls that draw it",
            "The names in them are made up: the numbers are for you to compute.",
            calls,
        ),
    )


def _draws(node: ast.AST) -> bool:
    """Say whether this is a call that draws or labels: a method of axes."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("axes", "ax")
    )


def _call(node: ast.AST) -> ast.Call:
    """Return a drawing call as a learner writes it: with ``ax``, as the question's messages call it."""
    made = ast.parse(ast.unparse(node), mode="eval").body
    assert isinstance(made, ast.Call) and isinstance(made.func, ast.Attribute)
    made.func.value = ast.Name(_AXES, ast.Load())
    return made


class _MadeUp(ast.NodeTransformer):
    """Puts a made-up name in the place of what only the key's own module has.

    A constant of the module becomes its name, read aloud; a call of one of its functions becomes what it is
    called with, where that is one name, else the function's name, and a list of such calls one name. What is
    done to a local text or list becomes that text or list.
    """

    def __init__(self, key: Callable[..., Any]) -> None:
        self.own = {
            name
            for name, value in key.__globals__.items()
            if not inspect.ismodule(value) and not hasattr(builtins, name)
        }

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(_aloud(node.id), node.ctx) if node.id in self.own else node

    def visit_ListComp(self, node: ast.ListComp) -> ast.expr:
        each = node.elt
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id in self.own:
            return ast.Name(_aloud(each.func.id), ast.Load())
        self.generic_visit(node)
        if isinstance(node.elt, ast.Name) and node.elt.id not in ast.unparse(node.generators[0].target):
            return node.elt
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        if isinstance(node.func, ast.Name) and node.func.id in self.own:
            given = [arg for arg in node.args if not isinstance(arg, ast.Constant)]
            alone = len(given) == 1 and isinstance(given[0], ast.Name) and given[0].id not in self.own
            return given[0] if alone else ast.Name(_aloud(node.func.id), ast.Load())
        root = node.func.value if isinstance(node.func, ast.Attribute) else None
        if isinstance(root, ast.Name) and root.id not in (_AXES, *_LIBRARIES):
            return self.visit_Name(root)
        self.generic_visit(node)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        value = self.visit(node.value)
        if isinstance(node.value, ast.Call) and isinstance(value, ast.Name):
            return value  # a part of what was done to a text
        node.value, node.slice = value, self.visit(node.slice)
        return node


def _aloud(name: str) -> str:
    return name.strip("_").lower()


def _emptied(node: ast.Call) -> str:
    words = [f"{word.arg}={BLANK}" if word.arg else BLANK for word in node.keywords]
    return f"{ast.unparse(node.func)}({', '.join([*[BLANK] * len(node.args), *words])})"
