"""Wrong answers with the cell that a learner wrote for them: slips of the reference solutions, as source.

A slip (`autograder.slips`) is an edit of a key's source. Here it becomes the cell of a notebook, in one of
two ways: with the question's quantities, or with bare numbers in base units and the unit behind the result.
"""

from __future__ import annotations

import ast
import copy
import functools
import math
import random
from typing import Any

from autograder.answers import evaluate
from autograder.slips import Slip, Source, dimension_of_unit, size
from mlsys_course.scenarios import Scenario

_RESULT = ("result-", "round-")


def cell(source: Source, slip: Slip, scenario: Scenario | None, draw: random.Random) -> str | None:
    """Return a cell that gives a slip's value in the learner's row; None where it cannot be written so.

    Parameters
    ----------
    source : Source
        The slips of the exercise.
    slip : Slip
        One of them.
    scenario : Scenario or None
        The learner's numbers.
    draw : Random
        Decides between the two ways to write it.
    """
    bare_first = draw.random() < 0.5 or any(kind.startswith(_RESULT) for kind in slip.kinds)
    for bare in (True, False) if bare_first else (False, True):
        text = _written(source, slip, bare)
        if text is not None and _gives(source, slip, text, scenario):
            return text
    return None


def _gives(source: Source, slip: Slip, text: str, scenario: Scenario | None) -> bool:
    exercise = source.rows.exercise
    try:
        answer: Any = evaluate(exercise.name, text, scenario)
        if exercise.unit:
            answer = answer.to(exercise.unit).magnitude
        value = float(getattr(answer, "magnitude", answer))
    except Exception:  # units that do not go together: such a cell gives no answer
        return False
    return math.isclose(value, float(slip.values[0]), rel_tol=1e-9)


def _written(source: Source, slip: Slip, bare: bool) -> str | None:
    tree = copy.deepcopy(slip.tree)
    *body, last = tree.body
    if (
        not isinstance(last, ast.Return)
        or last.value is None
        or not all(isinstance(one, ast.Assign) for one in body)
    ):
        return None
    exercise, writer = source.rows.exercise, _Writer(source, bare)
    names = [arg.arg for arg in tree.args.args]
    parts = [part for one in body for part in ast.walk(one)]
    assigned = {part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    lines = []
    for name in names:
        if bare or name in assigned:
            lines.append(f"{name} = {ast.unparse(writer.input(name))}")
            writer.bound.add(name)
    writer.bound |= assigned
    try:
        lines += [ast.unparse(ast.fix_missing_locations(writer.visit(one))) for one in body]
        result = ast.unparse(ast.fix_missing_locations(writer.visit(last.value)))
    except _Unwritable:
        return None
    if bare and exercise.unit:
        factor = "" if source.rows.factor == 1 else f" / {source.rows.factor!r}"
        result = f"Q_(({result}){factor}, {exercise.unit!r})"
    return "\n".join([*lines, f"{exercise.name} = {result}"])


class _Unwritable(Exception):
    """A learner would not write it."""


class _Writer(ast.NodeTransformer):
    """Turns a key's source into a learner's."""

    def __init__(self, source: Source, bare: bool) -> None:
        self.source, self.bare = source, bare
        self.bound: set[str] = set()

    def input(self, name: str) -> ast.expr:
        """Return a number of the question."""
        return self._plain(f"q.{name}", self.source.rows.shown.get(name))

    def _plain(self, text: str, unit: str | None) -> ast.expr:
        base = _base(unit) if unit and self.bare else None
        return ast.parse(f"{text}.m_as({base!r})" if base is not None else text, mode="eval").body

    def visit_Name(self, node: ast.Name) -> Any:
        if isinstance(node.ctx, ast.Load) and node.id not in self.bound and node.id in self.source.parameters:
            return self.input(node.id)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> Any:
        if isinstance(node.value, ast.Name) and node.value.id == "_row":
            assert isinstance(node.slice, ast.Constant)
            return self.input(str(node.slice.value))
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> Any:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "_significant":
            raise _Unwritable
        if name == "_instead":
            own, other = (str(getattr(arg, "value", "")) for arg in node.args[:2])
            return self._plain(f"constants.{other}", self.source.rows.shown.get(own))
        if name == "Q_" and self.bare:
            number, unit = (ast.literal_eval(arg) for arg in node.args)
            return ast.Constant(float(number) * size(str(unit)))
        found = self.generic_visit(node)
        if name == "_caret":
            sides = [ast.Call(ast.Name("int", ast.Load()), [arg], []) for arg in node.args]
            return ast.BinOp(sides[0], ast.BitXor(), sides[1])
        return found


@functools.cache
def _base(unit: str) -> str | None:
    """Return the base unit in which somebody computes with bare numbers: information counts in bytes."""
    from mlsys_course.units import registry

    powers = dimension_of_unit(unit)
    if not powers:
        return "" if size(unit) != 1 else None
    base = registry().Quantity(1.0, unit).to_base_units().units
    names = {("byte" if name == "bit" else name): power for name, power in base._units.items()}
    return " * ".join(f"{name}**{power:g}" for name, power in names.items())
