"""Help with an answer that is a formula: out of the key's own source and tree."""

from __future__ import annotations

import ast
import functools
import inspect
import math
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from mlsys_course import readable
from mlsys_course.diagnosis import expression
from mlsys_course.exercise import Exercise
from mlsys_course.help import BLANK, Step
from mlsys_course.reading.dimensions import in_words
from mlsys_course.scenarios import Input, Scenario
from mlsys_course.units import Q_

_APART = 0.05
"""How far the worked solution's answer lies from the learner's, at least, relative to the larger one."""
_ROWS = 60  # looked at for the numbers whose answer is farthest away

_FIGURES = 6  # what is rounded up in the end may lie close above a whole number

HINT, BLANKS, WORKED = "A hint", "The answer with blanks", "A worked solution with other numbers"


def steps(exercise: Exercise, numbers: Scenario | None) -> tuple[Step, ...]:
    """Return the help with an answer that is one number.

    Parameters
    ----------
    exercise : Exercise
        With a key that is a formula, in one line or in several.
    numbers : Scenario or None
        The learner's numbers.
    """
    body = statements(exercise.key)
    lines = tuple(blanked(exercise.name, body, exercise.parameters))
    if not exercise.parameters:
        lines = tuple(re.sub(r"'[^']*'", BLANK, line) for line in lines)
    blanks, inputs = sum(line.count(BLANK) for line in lines), exercise.parameters
    given = f"The blanks are {names(sorted(inputs))}, not in this order."
    if len(inputs) == 1:
        given = f"{'The blank is' if blanks == 1 else 'Each blank is'} {inputs[0]}."
    elif blanks > len(inputs):
        given += " Some come more than once."
    return (
        Step(1, HINT, thought(exercise, numbers)),
        Step(2, BLANKS, given if inputs else "The blanks are names in quotation marks.", lines),
        Step(
            3,
            WORKED if inputs else "The worked solution",
            "Do the same with yours." if inputs else "Compare it with yours, line by line.",
            tuple(worked(exercise, numbers)),
        ),
    )


def names(found: list[str]) -> str:
    """Return names as a sentence lists them."""
    return ", ".join(found[:-1]) + f" and {found[-1]}" if len(found) > 1 else "".join(found)


# ----------------------------------------------------------------------------------------------- source


def statements(function: Callable[..., Any]) -> list[ast.stmt]:
    """Return what a function does, line by line, without its docstring and without factors of one."""
    return [_WithoutOnes().visit(node) for node in definition(function).body]


def definition(function: Callable[..., Any]) -> ast.FunctionDef:
    """Return a function's own lines: no decorator and no docstring; a lambda returns its one."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    found = next(node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.Lambda)))
    if isinstance(found, ast.Lambda):
        return ast.FunctionDef("answer", found.args, [ast.Return(found.body)], [])
    found.decorator_list = []
    found.body = [
        node
        for node in found.body
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    return found


class _WithoutOnes(ast.NodeTransformer):
    """Takes out factors of one, by which a key says that only the unit changes."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        for one, other in ((node.right, node.left), (node.left, node.right)):
            both = isinstance(node.op, ast.Mult) or (isinstance(node.op, ast.Div) and one is node.right)
            if both and isinstance(one, ast.Constant) and type(one.value) is int and one.value == 1:
                return other
        return node


class Blanked(ast.NodeTransformer):
    """Puts a blank in the place of names that are used.

    Parameters
    ----------
    hidden : tuple of str
        The names.
    """

    def __init__(self, hidden: tuple[str, ...]) -> None:
        self.hidden = hidden

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """Return a blank for a hidden name."""
        return (
            ast.Name(BLANK, node.ctx) if node.id in self.hidden and isinstance(node.ctx, ast.Load) else node
        )


def blanked(name: str, body: list[ast.stmt], hidden: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of a formula, a blank in the place of each name that is hidden.

    Parameters
    ----------
    name : str
        What the answer is called.
    body : list of ast.stmt
        The lines.
    hidden : tuple of str
        Names that the learner is to put in.

    Examples
    --------
    >>> list(blanked("days", statements(lambda ops, rate: ops / rate), ("ops", "rate")))
    ['days = ____ / ____']
    """
    for line in body:
        if isinstance(line, (ast.Import, ast.ImportFrom)):
            continue
        empty = Blanked(hidden).visit(ast.parse(ast.unparse(line)).body[0])
        if isinstance(line, ast.Return):
            yield f"{name} = {ast.unparse(empty.value)}"
        else:
            yield from ast.unparse(empty).splitlines()


# ----------------------------------------------------------------------------------------- what to think of


def thought(exercise: Exercise, numbers: Scenario | None) -> str:
    """Return what to think of: how the answer is put together, in words and dimensions."""
    tree = expression.trace(exercise.key, exercise.parameters)
    named = [
        line.targets[0].id.replace("_", " ")
        for line in statements(exercise.key)
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name)
    ]
    if named:
        first, *others = (f'"{name}"' for name in named)
        then = "".join(f", then {name}" for name in others)
        told = f"It goes in steps: first work out {first}{then}, and from that the answer."
    else:
        told = _shape(tree, exercise, numbers) if tree is not None else ""
    given = list(numbers.inputs.values()) if numbers is not None else []
    needed = [item for item in given if item.name in exercise.parameters]
    what = "inputs" if any(getattr(item.value, "ndim", 0) for item in needed) else "numbers"
    if len(needed) < len(given):
        told += f" Of the {what} in the table you need only {names([item.name for item in needed])}."
    elif len(needed) > 1:
        told += f" You need {'both' if len(needed) == 2 else f'all {len(needed)}'} {what} of the table."
    return told.strip()


_SENTENCES = {
    "log": "How many factors of e are in a ratio? That is its natural logarithm. First find the ratio.",
    "log2": "How many factors of two are in a ratio? That is its logarithm. First find the ratio.",
    "log10": "How many factors of ten are in a ratio? That is its logarithm. First find the ratio.",
    "pow": "Something is multiplied by the same factor again and again. By what factor, and how often?",
    "sqrt": "The numbers give you the square of the answer: take a square root at the end.",
    "sum": "Work it out item by item, then add up.",
    "mean": "Work it out item by item, then take the mean.",
}
_COUNT = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}
_ROUNDED = {"ceil": "up", "floor": "down", "round": "to the nearest whole number"}
_LIMITS = {"maximum": "larger", "max": "larger", "minimum": "smaller", "min": "smaller"}


def _shape(tree: expression.Node, exercise: Exercise, numbers: Scenario | None) -> str:
    """Say how the last step of a formula goes."""

    def shape(part: expression.Node) -> str:
        return _shape(part, exercise, numbers)

    measured = _measured(exercise, numbers)
    plain = [arg for arg in tree.args if arg.op == "number"]
    rest = [arg for arg in tree.args if arg.op != "number"]
    if tree.op in _ROUNDED:
        return f"{shape(tree.args[0])} Only whole ones count: round {_ROUNDED[tree.op]} at the very end."
    if tree.op in ("mul", "div"):
        return _fraction(tree, measured, shape)
    if tree.op in ("add", "sub") and plain and rest:
        return _with_number(tree, plain[0], rest[0], shape)
    if tree.op in ("add", "sub"):
        kind = measured(tree.args[0])
        each = f"Each is {kind}. " if kind.startswith(("a ", "an ")) else ""
        if tree.op == "add":
            return f"{_COUNT[_terms(tree)]} parts add up. {each}First work out each of them on its own."
        return f"It is the difference of two parts. {each}Work out both, then subtract."
    if tree.op in _LIMITS and plain and rest:
        side = "below" if _LIMITS[tree.op] == "larger" else "above"
        return f"{shape(rest[0])} The answer cannot be {side} {_number(plain[0])}, whatever that gives."
    if tree.op in _LIMITS:
        return f"Work out each of the limits on its own, then take the {_LIMITS[tree.op]}."
    if tree.op == "pow" and tree.args[1].op == "number":
        return "Something is raised to a power. First work out what that is."
    return _SENTENCES.get(tree.op, "")


def _terms(tree: expression.Node) -> int:
    return sum(map(_terms, tree.args)) if tree.op == "add" else 1


def _with_number(
    tree: expression.Node,
    plain: expression.Node,
    rest: expression.Node,
    shape: Callable[[expression.Node], str],
) -> str:
    """Say how a formula goes that adds a number to something, or subtracts one from it."""
    number = _number(plain)
    if tree.op == "add":
        if rest.op in _ROUNDED:
            return f"{shape(rest.args[0])} Round the result {_ROUNDED[rest.op]}, then add {number}."
        return f"{shape(rest)} Add {number} in the end."
    if tree.args[0] is plain:
        return f"Something is taken away from {number}. First find out what. {shape(rest)}"
    return f"{shape(rest)} Subtract {number} in the end: only the change is asked for."


def _fraction(
    tree: expression.Node,
    measured: Callable[[expression.Node], str],
    shape: Callable[[expression.Node], str],
) -> str:
    """Say how a product or a quotient goes."""
    above, below = _factors(tree)
    own = [[part for part in side if part.op != "number"] for side in (above, below)]
    if len(own[0]) == 1 and not own[1]:
        if own[0][0].op != "input":
            return shape(own[0][0])
        if all(part.detail.plain == 1 for part in (*above, *below) if part.op == "number"):
            return "One of your numbers is the answer already, in another unit: convert it."
        return "Only one of your numbers goes in, with a constant. Which constant?"
    if not own[0]:
        return f"It is {_number(above[0])} over something. First find out what. {shape(_product(own[1]))}"
    if not own[1]:
        return (
            f"The answer is a product of {len(own[0])} factors. Ask of each number: what happens to the "
            "answer when it doubles?"
        )
    kinds = measured(_product(own[0])), measured(_product(own[1]))
    if all(kinds) and not any(" times " in kind or " and " in kind for kind in kinds):
        if kinds[0] == kinds[1]:
            verb = "is" if kinds[0].startswith(("a ", "an ")) else "measures"
            return f"It compares two quantities. Each {verb} {kinds[0]}: which one do you divide by which?"
        return f"Divide {kinds[0]} by {kinds[1]}. Which of your numbers make up which of the two?"
    return (
        "The answer is a fraction. Ask of each number: when it doubles, does the answer grow, shrink, or "
        "neither? That says which go above the line, and which below."
    )


def _number(node: expression.Node) -> str:
    return readable.number(node.detail.plain)


def _product(parts: list[expression.Node]) -> expression.Node:
    """Return what some factors make together."""
    return functools.reduce(lambda one, other: expression.node("mul", one, other), parts)


def _factors(tree: expression.Node) -> tuple[list[expression.Node], list[expression.Node]]:
    """Return the factors of a product or quotient: those above the line, and those below."""
    if tree.op not in ("mul", "div"):
        return [tree], []
    above, below = _factors(tree.args[0])
    up, down = _factors(tree.args[1])
    return (above + up, below + down) if tree.op == "mul" else (above + down, below + up)


def _measured(exercise: Exercise, numbers: Scenario | None) -> Callable[[expression.Node], str]:
    """Return what says of a part of the tree what it measures; nothing where it is a plain number."""

    def look(node: expression.Node, plain: bool) -> expression.Value:
        value = np.asarray(0.0)
        if node.op == "input" and numbers is not None:
            base, dimension = expression.base_value(numbers.inputs[node.detail].value)
            return expression.Value((np.atleast_2d(np.asarray(base, float)), dimension))
        return expression.Value((np.atleast_2d(value), expression.NONE))

    evaluate = expression.Evaluator(look)

    def measured(node: expression.Node) -> str:
        from mlsys_course.units import registry

        found = evaluate(node)
        if found is None or not found.dimension:
            return ""
        unit = registry().Unit("")
        for name, power in found.dimension:
            unit = unit * registry().get_base_units(_any_unit(name))[1] ** power
        return in_words(registry().Quantity(1.0, unit))

    return measured


def _any_unit(dimension: str) -> Any:
    """Return a unit of a base dimension such as ``[time]``."""
    from mlsys_course.units import registry

    found = registry()
    return next(iter(sorted(map(str, found.get_compatible_units(dimension)))))


# ---------------------------------------------------------------------------------------- with other numbers


def other(exercise: Exercise, numbers: Scenario | None) -> Scenario | None:
    """Return numbers for the worked solution: not the learner's, and with another answer.

    Raises
    ------
    LookupError
        If no numbers give another answer.
    """
    table = exercise.table
    if table is None or numbers is None:
        return numbers
    own = _plain(exercise.answer(numbers), exercise)
    rows = [table.row(row) for row in range(min(len(table.rows), _ROWS)) if row != numbers.row]
    far = {row.row: _distance(_plain(exercise.answer(row), exercise), own) for row in rows}
    if far and max(far.values()) > max(_APART, 5 * exercise.rtol):
        return table.row(max(far, key=far.__getitem__))
    for factors in ((0.5, 2, 3), (0.8, 1.25, 2), (0.7, 3, 0.9), (0.9, 1.1, 0.6)):
        made = _made_up(numbers, factors)
        try:
            answer = _plain(exercise.answer(made), exercise)
        except (ArithmeticError, ValueError):
            continue
        if math.isfinite(answer) and answer > 0 and _distance(answer, own) > _APART:
            return made
    raise LookupError(f"{exercise.name}: no other numbers give another answer.")


def _plain(value: Any, exercise: Exercise) -> float:
    return float(value.to(exercise.unit or "").magnitude if hasattr(value, "to") else value)


def _distance(one: float, other: float) -> float:
    return abs(one - other) / max(abs(one), abs(other), 1e-300)


def _made_up(numbers: Scenario, factors: tuple[float, ...]) -> Scenario:
    """Return a scenario of made-up numbers, near those of a table that has only one row."""
    changed = {}
    for place, (name, item) in enumerate(numbers.inputs.items()):
        value, factor = item.value, factors[place % len(factors)]
        magnitude = getattr(value, "magnitude", value)
        if isinstance(magnitude, (int, float)) and not isinstance(magnitude, bool):
            if 0 < magnitude < 1 or in_share(value):
                factor = min(factor, 0.9)
            new = float(f"{magnitude * factor:.3g}")
            whole = isinstance(magnitude, int) or (magnitude == int(magnitude) and abs(magnitude) < 1000)
            new = max(round(new), 1) if whole else new
            value = type(value)(new, value.units) if hasattr(value, "units") else new
        changed[name] = Input(name, item.label, value)
    return Scenario(numbers.name, "Made-up numbers", -1, changed)


def in_share(value: Any) -> bool:
    """Say whether a quantity is a share, which cannot pass the whole.

    >>> from mlsys_course import Q_
    >>> in_share(Q_(30, "percent")), in_share(Q_(30, "day")), in_share(3)
    (True, False, False)
    """
    return str(getattr(value, "units", "")) in ("%", "percent")


def worked(exercise: Exercise, numbers: Scenario | None) -> Iterator[str]:
    """Yield the lines of a solution with other numbers than these: the numbers, the steps, the answer."""
    given = other(exercise, numbers)
    inputs = exercise.inputs(given)
    if given is not None:
        width = max(map(len, inputs))
        for name in exercise.parameters:
            yield f"{name:<{width}} = {given.inputs[name].written}   ({given.inputs[name].label})"
        yield ""
    yield from run(exercise.key, exercise.name, inputs)
    yield f"  = {said(exercise.answer(given), exercise.unit)}"


def run(function: Callable[..., Any], name: str, inputs: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a formula does with numbers: each line, and below it what comes out of its parts.

    Parameters
    ----------
    function : callable
        The key.
    name : str
        What the answer is called.
    inputs : mapping
        Its arguments by name.
    """
    space = {**function.__globals__, **inputs}
    for line in statements(function):
        source = ast.unparse(line)
        if isinstance(line, (ast.Import, ast.ImportFrom)):
            exec(compile(source, "<key>", "exec"), space)
            continue
        if isinstance(line, ast.Return) and line.value is not None:
            yield f"{name} = {ast.unparse(line.value)}"
            for part in _parts(line.value):
                yield f"  {ast.unparse(part)} = {said(_value(part, space))}"
            return
        exec(compile(source, "<key>", "exec"), space)  # the course's own key
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            value = said(space[line.targets[0].id])
            if "\n" in value:  # a table: it stands below its name
                yield from (source, *(f"  {row}" for row in value.splitlines()))
            else:
                yield f"{source} = {value}"
        else:
            yield from source.splitlines()


def _value(part: ast.expr, space: Mapping[str, Any]) -> Any:
    """Return what a part of a formula is; the difference of two percentages counts percentage points."""

    def value(one: ast.expr) -> Any:
        return eval(compile(ast.Expression(one), "<key>", "eval"), dict(space))

    found = value(part)
    sides = [part.left, part.right] if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Sub) else []
    if sides and all(in_share(value(side)) for side in sides):
        return found.to("percentage_point")
    return found


def _parts(value: ast.expr) -> Iterator[ast.expr]:
    """Yield what the last step of a formula combines, as far as it has to be worked out first."""
    if isinstance(value, ast.Call):
        for arg in value.args:
            yield from _parts(arg)
            if not isinstance(arg, (ast.Name, ast.Constant)):
                yield arg
    elif isinstance(value, ast.BinOp):
        product = isinstance(value.op, ast.Mult)
        for side in (value.left, value.right):
            if product and isinstance(side, ast.BinOp) and isinstance(side.op, (ast.Mult, ast.Div)):
                yield from _parts(side)
            elif isinstance(side, (ast.BinOp, ast.Call)):
                yield side


def said(value: Any, unit: str | None = None) -> str:
    """Write a value as the course shows it, in a unit where one is named."""
    if isinstance(value, (tuple, list)):
        return "(" + ", ".join(said(one) for one in value) + ")"
    if isinstance(value, np.ndarray):
        return "[" + ", ".join(said(one) for one in value.tolist()) + "]"
    plain = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    if plain and unit:
        value = Q_(value, "")  # a share, which is asked for in percent
    if hasattr(value, "to"):
        return readable.quantity(value.to(unit), _FIGURES) if unit else readable.amount(value, _FIGURES)
    return readable.quantity(value, _FIGURES) if plain else str(value)
