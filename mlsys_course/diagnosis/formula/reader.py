r"""An interpreter for what formulas are made of: from the source of a cell to the tree of its answer.

Nothing of the source is run. What is not on the lists here (loops, conditions, files, other libraries) makes
the names that it would bind unknown; a formula that speaks of an unknown name cannot be read.

A number that the learner typed may be one of the question's: 312 where the peak is 312 TFLOP/s. Where it may
be or may not be, there is more than one formula (`Reading.formulas`).
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlsys_course.diagnosis.expression import Node, nodes
from mlsys_course.diagnosis.formula.code import Code, statements
from mlsys_course.diagnosis.formula.expressions import COURSE, MODULES, NAMES, Expressions, Thing
from mlsys_course.diagnosis.formula.parts import Part, Unreadable
from mlsys_course.scenarios import Scenario

_MOST_WAYS = 12
_MOST_CELLS = 80
_CALLS = 5


@dataclass(frozen=True)
class Formula:
    """One way to read a learner's formula.

    Parameters
    ----------
    part : Part
        The answer.
    steps : tuple of (str, Part)
        The intermediate results that the answer is made of, in order, by the learner's names.
    typed : int
        How many typed numbers were taken for one of the question's.
    loose : bool
        Whether one of these was rounded when it was typed.
    constants : mapping
        Names of the course's constants in it, by their numbers.
    """

    part: Part
    steps: tuple[tuple[str, Part], ...]
    typed: int
    loose: bool
    constants: Mapping[Node, str]


@dataclass(frozen=True)
class Reading:
    """The ways to read a formula, those first that take the most typed numbers for the question's own."""

    formulas: tuple[Formula, ...]


def read(code: Code, name: str, scenario: Scenario | None) -> Reading | None:
    r"""Read the formula that gives an answer.

    Parameters
    ----------
    code : Code
        The source.
    name : str
        The answer's name.
    scenario : Scenario or None
        The learner's numbers.

    Returns
    -------
    Reading or None
        None where the source is no formula. Whatever it is, nothing is raised.

    Examples
    --------
    >>> from mlsys_course import scenario
    >>> found = read(Code("n = q.gpus * q.peak\nx = n * 2"), "x", scenario("iron_law"))
    >>> found.formulas[0].part.tree
    ((gpus * peak) * 2)
    """
    try:
        cells = [statements(cell) for cell in (*code.before[-_MOST_CELLS:], code.cell)]
        if not cells[-1]:
            return None
        found: list[Formula] = []
        interpreter = _Interpreter(code, scenario, {})
        formula = interpreter.formula(cells, name)
        if formula is not None:
            found.append(formula)
        for choice in interpreter.other_choices():
            formula = _Interpreter(code, scenario, choice).formula(cells, name)
            if formula is not None and all(formula.part.tree is not one.part.tree for one in found):
                found.append(formula)
        return Reading(tuple(found)) if found else None
    except (Unreadable, ArithmeticError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


class _Interpreter(Expressions):
    """Reads cells once, with one choice of what typed numbers stand for."""

    def __init__(self, code: Code, scenario: Scenario | None, choice: Mapping[int, int]) -> None:
        super().__init__(code.names, scenario, choice)
        self._steps: dict[str, Part] = {}
        self._calls = 0

    def formula(self, cells: Sequence[list[ast.stmt]], name: str) -> Formula | None:
        """Return the formula that the cells give a name."""
        for cell in cells:
            self._steps = {}
            for one in cell:
                self._statement(one)
        found = self._known.get(name)
        if not isinstance(found, Part):
            return None
        inside = set(nodes(found.tree))
        steps = tuple(
            (step, part)
            for step, part in self._steps.items()
            if step != name and part.tree.args and part.tree in inside and part.tree is not found.tree
        )
        stood = [loose for tree, loose in self._stood if tree in inside]
        return Formula(found, steps, len(stood), any(stood), dict(self._named))

    def other_choices(self) -> Iterator[Mapping[int, int]]:
        """Yield the other ways to take the typed numbers."""
        places = list(self._options)
        ways = itertools.product(*(range(self._options[place]) for place in places))
        next(ways, None)
        for way in itertools.islice(ways, _MOST_WAYS):
            yield dict(zip(places, way, strict=True))

    # ---- statements

    def _statement(self, one: ast.stmt) -> None:
        if isinstance(one, ast.Assign):
            for target in one.targets:
                self._bind(target, one.value)
        elif isinstance(one, ast.AnnAssign) and one.value is not None:
            self._bind(one.target, one.value)
        elif isinstance(one, ast.AugAssign) and isinstance(one.target, ast.Name):
            name = one.target.id
            value = ast.BinOp(ast.Name(name, ast.Load()), one.op, one.value)
            self._bind(one.target, value)
        elif isinstance(one, ast.FunctionDef):
            self._known[one.name] = one
        elif isinstance(one, ast.Import | ast.ImportFrom):
            self._import(one)
        elif not isinstance(one, ast.Expr):
            self._forget(one)

    def _forget(self, one: ast.AST) -> None:
        for part in ast.walk(one):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store | ast.Del):
                self._known[part.id] = None

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        try:
            found = self._read(value)
        except Unreadable:
            self._forget(target)
            return
        self._give(target, found)

    def _give(self, target: ast.expr, found: Any) -> None:
        if isinstance(target, ast.Name):
            self._known[target.id] = found
            self._steps.pop(target.id, None)
            if isinstance(found, Part):
                self._steps[target.id] = found
        elif isinstance(target, ast.Tuple | ast.List) and isinstance(found, tuple):
            if len(found) == len(target.elts):
                for one, its in zip(target.elts, found, strict=True):
                    self._give(one, its)
            else:
                self._forget(target)
        else:
            self._forget(target)

    def _import(self, one: ast.Import | ast.ImportFrom) -> None:
        for alias in one.names:
            bound = alias.asname or alias.name.split(".")[0]
            if isinstance(one, ast.Import):
                place = MODULES.get(alias.name)
                self._known[bound] = Thing(place) if place else None
            elif one.module in ("math", "numpy"):
                self._known[bound] = Thing(one.module, alias.name)
            elif one.module == f"{COURSE}.constants":
                self._known[bound] = self._try_constant(alias.name)
            elif one.module in (COURSE, f"{COURSE}.units") and alias.name in NAMES:
                self._known[bound] = Thing(*NAMES[alias.name])
            else:
                self._known[bound] = None

    def _try_constant(self, name: str) -> Part | None:
        try:
            return self._constant(name)
        except Unreadable:
            return None

    def _own_function(self, function: ast.FunctionDef, one: ast.Call, depth: int) -> Any:
        """Return what a function of the learner's gives: its own statements, up to the return."""
        arguments = function.args
        names = [arg.arg for arg in (*arguments.posonlyargs, *arguments.args)]
        other = arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.defaults
        keywords = {word.arg: word.value for word in one.keywords if word.arg}
        if other or len(one.args) + len(one.keywords) != len(names) or self._calls >= _CALLS:
            raise Unreadable
        given = dict(zip(names, one.args, strict=False)) | keywords
        if set(given) != set(names) or function.decorator_list:
            raise Unreadable
        values = {name: self._read(value, depth) for name, value in given.items()}
        outside, steps = self._known, self._steps
        self._known, self._steps, self._calls = {**outside, **values}, {}, self._calls + 1
        try:
            for statement in function.body:
                if isinstance(statement, ast.Return) and statement.value is not None:
                    return self._read(statement.value, depth)
                if not isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr):
                    raise Unreadable
                self._statement(statement)
            raise Unreadable
        finally:
            self._known, self._steps, self._calls = outside, steps, self._calls - 1
