"""Wrong answers whose cause is known: slips written into the source of the reference solutions.

The diagnosis is measured with these (`autograder.truth`), so nothing here comes from it: the slips are edits
of Python source (`ast`), evaluated as plain numbers in base units, where information counts in bytes. How
often a kind of slip is drawn is a judgement of how often learners make it (`OFTEN`).

A slip that breaks the dimensions is what somebody hands in who computes with bare numbers and writes the unit
behind the result: in base units, or (``shown``) in the units of the question's table.
"""

from __future__ import annotations

import ast
import copy
import functools
import inspect
import math
import random
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from mlsys_course.exercise import Exercise
from mlsys_course.scenarios import Table

Array = npt.NDArray[np.float64]

OFTEN: Mapping[str, float] = {
    # in the formula
    "drop-factor": 14, "drop-number": 6, "drop-term": 6, "partial": 5, "invert": 8, "invert-number": 2,
    "upside-down": 5, "swap-difference": 3, "operator": 5, "extremum": 4, "brackets": 6, "complement": 5,
    "squared": 2, "power": 4, "root": 4, "log-base": 4, "drop-log": 2,
    # at an input
    "input-prefix": 5, "input-bits": 3, "input-time": 4, "input-percent": 4, "binary-prefix": 3,
    "sibling-near": 4, "sibling-far": 0.7, "wrong-input": 6, "distractor": 2, "given": 2,
    # of Python, and of rounding
    "floor-division": 3, "caret": 3, "round-middle": 3, "round-result": 2, "drop-rounding": 3,
    "other-rounding": 4,
    # of the finished result
    "result-log10": 1.5, "result-ln": 1, "result-percent": 3, "result-reciprocal": 3, "result-square": 1,
    "result-root": 1.5, "result-negative": 3, "result-complement": 3, "result-off-by-one": 3,
    "result-prefix": 6, "result-bits": 2, "result-time": 5,
    # two common ones at a time
    "chain": 8,
    # of functions
    "return-in-loop": 8, "assign-for-augment": 8, "range-ends": 6, "swapped-parameters": 6, "comparison": 4,
    "return-order": 3, "round-inside": 3, "fixed-parameter": 3, "literal": 2, "builtin": 3,
}  # fmt: skip
"""How often each kind is drawn, in parts; what an exercise does not have leaves its part to the others."""

CHAINED = (
    "drop-factor",
    "drop-number",
    "invert",
    "upside-down",
    "complement",
    "root",
    "input-prefix",
    "input-bits",
    "input-time",
    "input-percent",
    "result-prefix",
    "result-bits",
    "result-time",
    "result-percent",
    "result-complement",
    "sibling-near",
)
"""Kinds that are common enough for two of them to meet."""

BROKEN = 0.35
"""How often a slip that breaks the dimensions is handed in, beside one that keeps them."""

ABSURD = 0.25
"""The same for one that is off by more than twelve orders of magnitude, which many notice."""


@dataclass(frozen=True, eq=False)
class Slip:
    """One way to a wrong answer, with its value in some rows.

    Parameters
    ----------
    kinds : tuple of str
        What was done, from `OFTEN`; two for a chain.
    names : frozenset of str
        The inputs that it concerns.
    told : str
        What was done, for people.
    values : array
        In the asked unit, one per row of `Rows`; NaN where it has no value.
    often : float
        Weight within its kind.
    tree : FunctionDef
        The reference solution with the slip in it.
    """

    kinds: tuple[str, ...]
    names: frozenset[str]
    told: str
    values: Array = field(repr=False)
    often: float = 1.0
    tree: Any = field(default=None, repr=False)

    @property
    def kind(self) -> str:
        """The kind it is counted under."""
        return self.kinds[0] if len(self.kinds) == 1 else "chain"


@dataclass(frozen=True)
class Edit:
    """One edit of a source: the number of a node and what stands there instead."""

    kind: str
    place: int
    new: Callable[[Any], Any]
    names: frozenset[str]
    told: str
    often: float = 1.0


# ------------------------------------------------------------------------------------------------ the rows


class Rows:
    """The inputs of some rows of a table as plain numbers in base units, information in bytes.

    Parameters
    ----------
    exercise : Exercise
        Whose inputs.
    numbers : sequence of int
        The rows of its table.
    """

    def __init__(self, exercise: Exercise, numbers: Sequence[int]) -> None:
        self.exercise, self.numbers = exercise, tuple(numbers)
        table: Table | None = exercise.table
        self.shown = {name: about.get("unit") for name, about in table.parameters.items()} if table else {}
        self.units: dict[str, float] = {}
        self.dimensions: dict[str, dict[str, float]] = {}
        self.rows: list[dict[str, Any]] = []
        self.constants: list[dict[str, str]] = []
        for index in self.numbers:
            scenario = table.row(index) if table else ()
            values = {one.name: one.value for one in scenario}
            self.constants.append({one.name: one.constant for one in scenario if one.constant})
            self.rows.append({name: plain(v) for name, v in values.items() if not isinstance(v, str)})
            for name, value in values.items():
                self.dimensions.setdefault(name, dimension(value))
        for name in self.dimensions:
            self.units[name] = size(self.shown.get(name))
        self.factor = size(exercise.unit)
        self.asked = dimension_of_unit(exercise.unit)

    def share(self, name: str) -> bool:
        """Say whether an input is a plain number between 0 and 1 in all rows."""
        values = [np.asarray(row.get(name, np.nan), float) for row in self.rows]
        return not self.dimensions[name] and all(np.all((v >= 0) & (v <= 1)) for v in values)


@functools.cache
def size(unit: str | None) -> float:
    """Return a unit's size in base units."""
    from mlsys_course.units import registry

    return float(plain(registry().Quantity(1.0, unit))) if unit else 1.0


def dimension(value: Any) -> dict[str, float]:
    """Return the powers of base dimensions that are not zero."""
    value = getattr(value, "quantity", value)
    powers = getattr(value, "dimensionality", {})
    return {str(name): float(power) for name, power in powers.items() if power}


@functools.cache
def dimension_of_unit(unit: str | None) -> dict[str, float]:
    """Return the dimension of a unit."""
    from mlsys_course.units import registry

    return dimension(registry().Quantity(1.0, unit)) if unit else {}


def plain(value: Any) -> Any:
    """Return a magnitude in base units, information in bytes."""
    value = getattr(value, "quantity", value)
    if not hasattr(value, "to_base_units"):
        return np.float64(value) if np.ndim(value) == 0 else np.asarray(value, float)
    magnitude = value.to_base_units().magnitude / 8.0 ** dimension(value).get("[information]", 0.0)
    return np.float64(magnitude) if np.ndim(magnitude) == 0 else np.asarray(magnitude, float)


# ---------------------------------------------------------------------------------------------- the source


def source_of(function: Callable[..., Any]) -> ast.FunctionDef:
    """Return the definition of a key, without decorators and docstring, its expressions numbered."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    found = next(part for part in ast.walk(tree) if isinstance(part, ast.FunctionDef))
    found.decorator_list = []
    if ast.get_docstring(found) is not None:
        found.body = found.body[1:]
    definition: ast.FunctionDef = numbered(found)
    return definition


def numbered(tree: Any) -> Any:
    """Give every node a number, so that an edit finds its place again."""
    for number, part in enumerate(ast.walk(tree)):
        setattr(part, "place", number)  # noqa: B010
    return tree


class _Put(ast.NodeTransformer):
    def __init__(self, place: int, new: Callable[[Any], Any]) -> None:
        self.place, self.new = place, new

    def visit(self, node: ast.AST) -> Any:
        if getattr(node, "place", None) == self.place:
            return self.new(node)
        return self.generic_visit(node)


def place_of(part: Any) -> int:
    """Return a node's number, -1 where it has none."""
    return int(getattr(part, "place", -1))


def edited(tree: Any, *edits: Edit) -> Any:
    """Return a copy of a source with some edits."""
    tree = copy.deepcopy(tree)
    for edit in edits:
        tree = _Put(edit.place, edit.new).visit(tree)
    return tree


def compiled(tree: Any, known: Mapping[str, Any]) -> Callable[..., Any]:
    """Return the function that a source defines."""
    module = ast.Module([tree], type_ignores=[])
    names = dict(known)
    exec(compile(ast.fix_missing_locations(module), "<slip>", "exec"), names)
    function: Callable[..., Any] = names[tree.name]
    return function


def parsed(text: str) -> ast.expr:
    """Return the expression that a text is."""
    return ast.parse(text, mode="eval").body


def call(function: str, *args: ast.expr) -> ast.expr:
    """Return a call of a function by its name."""
    return ast.Call(parsed(function), list(args), [])


def binary(one: ast.expr, op: ast.operator, other: ast.expr) -> ast.expr:
    """Return an operation on two expressions."""
    return ast.BinOp(one, op, other)


def inputs_in(part: ast.AST) -> frozenset[str]:
    """Return the names that are read in a part of a source."""
    return frozenset(
        n.id for n in ast.walk(part) if isinstance(n, ast.Name) and n.id not in ("np", "Q_", "math")
    )


_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
_ONE = ast.Constant(1)


def _leaf(part: ast.AST) -> bool:
    return isinstance(part, (ast.Name, ast.Constant))


def _is_number(part: ast.AST, *values: float) -> bool:
    return (
        isinstance(part, ast.Constant)
        and isinstance(part.value, (int, float))
        and (not values or part.value in values)
    )


def formula_edits(tree: ast.FunctionDef) -> Iterator[Edit]:
    """Yield the edits of a formula's operations."""
    body = ast.Module(tree.body, type_ignores=[])
    factors = _factors(body)
    for part in ast.walk(body):
        if isinstance(part, ast.BinOp):
            yield from _binary_edits(part, factors)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
            yield from _call_edits(part)
        if isinstance(part, (ast.BinOp, ast.Call)) and inputs_in(part) and part is not _result(tree):
            text = ast.unparse(part)
            if not text.startswith("Q_("):
                yield Edit(
                    "partial",
                    place_of(_result(tree)),
                    lambda _, p=part: p,  # type: ignore[misc]
                    inputs_in(part),
                    f"only {text}",
                )


def _result(tree: ast.FunctionDef) -> Any:
    return next(part for part in reversed(tree.body) if isinstance(part, ast.Return)).value


def _factors(body: ast.AST) -> set[int]:
    """Return the places of operands of products and quotients."""
    found = set()
    for part in ast.walk(body):
        if isinstance(part, ast.BinOp) and isinstance(part.op, (ast.Mult, ast.Div)):
            found |= {place_of(part.left), place_of(part.right)}
    return found


def _binary_edits(part: ast.BinOp, factors: set[int]) -> Iterator[Edit]:
    place = place_of(part)
    one, other, op = part.left, part.right, part.op
    names, text = inputs_in(part), ast.unparse(part)
    product = isinstance(op, (ast.Mult, ast.Div))

    def edit(kind: str, new: Callable[[Any], ast.expr], of: ast.AST, told: str, often: float = 1.0) -> Edit:
        return Edit(kind, place, new, inputs_in(of) or names, f"{told} in {text}", often)

    if product or isinstance(op, (ast.Add, ast.Sub)):
        kind = "drop-factor" if product else "drop-term"
        for gone, rest, first in ((other, lambda n: n.left, False), (one, lambda n: n.right, True)):
            if _is_number(gone, 1) and product:
                continue
            new: Callable[[Any], ast.expr] = rest
            if first and isinstance(op, ast.Div):
                new = lambda n: binary(ast.Constant(1), ast.Div(), n.right)  # noqa: E731
            if isinstance(op, ast.Sub) and _is_number(one, 1):
                if not first:
                    continue
                yield edit("complement", rest, other, "share for what remains")
                continue
            named = "drop-number" if _is_number(gone) else kind
            yield edit(named, new, gone, f"{ast.unparse(gone)} left out", 1.0 if _leaf(gone) else 0.5)
    if product:
        turned = ast.Div() if isinstance(op, ast.Mult) else ast.Mult()
        named = "invert-number" if _is_number(other) else "invert"
        yield edit(
            named, lambda n: binary(n.left, turned, n.right), other, f"{ast.unparse(turned_text(turned))}"
        )
        if isinstance(op, ast.Div):
            yield edit("upside-down", lambda n: binary(n.right, ast.Div(), n.left), part, "upside down")
            yield edit("floor-division", lambda n: binary(n.left, ast.FloorDiv(), n.right), part, "//")
        yield from _bracket_edits(part)
    if isinstance(op, ast.Mult):
        yield edit("operator", lambda n: binary(n.left, ast.Add(), n.right), part, "+ for *")
    if isinstance(op, (ast.Add, ast.Sub)):
        sign = ast.Sub() if isinstance(op, ast.Add) else ast.Add()
        yield edit("operator", lambda n: binary(n.left, sign, n.right), part, "wrong sign")
        if isinstance(op, ast.Add):
            yield edit("operator", lambda n: binary(n.left, ast.Mult(), n.right), part, "* for +", 0.5)
            yield edit("extremum", lambda n: call("np.maximum", n.left, n.right), part, "max for +")
        else:
            yield edit("swap-difference", lambda n: binary(n.right, ast.Sub(), n.left), part, "turned round")
            yield from _bracket_edits(part)
    if isinstance(op, ast.Pow):
        yield edit("caret", lambda n: call("_caret", n.left, n.right), part, "^")
        yield edit("power", lambda n: binary(n.left, ast.Mult(), n.right), part, "* for **")
        yield edit(
            "power", lambda n: binary(n.right, ast.Pow(), n.left), part, "base and exponent exchanged", 0.5
        )
        if _is_number(other, 2):
            yield edit("root", lambda n: n.left, part, "square forgotten", 3.0)
        else:
            for sign in (ast.Add(), ast.Sub()):
                yield edit(
                    "power",
                    lambda n, s=sign: binary(n.left, ast.Pow(), binary(n.right, s, _ONE)),  # type: ignore[misc]
                    part,
                    "exponent off by one",
                    0.5,
                )
    if names and place in factors and not _leaf(part):
        yield edit("squared", lambda n: binary(n, ast.Pow(), ast.Constant(2)), part, "applied twice", 0.3)


def turned_text(op: ast.operator) -> ast.expr:
    """Return an operation as an expression, for people."""
    return ast.BinOp(ast.Name("a"), op, ast.Name("b"))


def _bracket_edits(part: ast.BinOp) -> Iterator[Edit]:
    """Leave out the brackets around an operand: Python reads the text in another order."""
    for side in ("left", "right"):
        inner = getattr(part, side)
        if not isinstance(inner, ast.BinOp):
            continue
        sign = _SIGNS[type(part.op)]
        outer = {"left": part.left, "right": part.right}
        texts = {name: ast.unparse(p) if p is inner else f"({ast.unparse(p)})" for name, p in outer.items()}
        text = f"{texts['left']} {sign} {texts['right']}"
        new = ast.parse(text, mode="eval").body
        if ast.dump(new) != ast.dump(ast.parse(ast.unparse(part), mode="eval").body):
            yield Edit(
                "brackets",
                place_of(part),
                lambda _, n=new: n,  # type: ignore[misc]
                inputs_in(inner) or inputs_in(part),
                f"{text} for {ast.unparse(part)}",
            )


_LOGS = ("log", "log2", "log10")
_CUTS = {"ceil": ("floor", "round"), "floor": ("ceil", "round"), "round": ("floor", "ceil")}


def _call_edits(part: ast.Call) -> Iterator[Edit]:
    assert isinstance(part.func, ast.Attribute)
    place = place_of(part)
    name, args, names = part.func.attr, part.args, inputs_in(part)
    text = ast.unparse(part)

    def other(function: str) -> Callable[[Any], ast.expr]:
        return lambda n: call(f"np.{function}", *n.args)

    if name in _LOGS:
        for log in _LOGS:
            if log != name:
                yield Edit("log-base", place, other(log), names, f"{log} for {text}")
        yield Edit("drop-log", place, lambda n: n.args[0], names, f"no {name} in {text}")
    if name == "sqrt":
        yield Edit("root", place, lambda n: n.args[0], names, f"no root in {text}", 3.0)
    if name in _CUTS:
        yield Edit("drop-rounding", place, lambda n: n.args[0], names, f"not rounded: {text}")
        for cut in _CUTS[name]:
            yield Edit("other-rounding", place, other(cut), names, f"{cut} for {name}")
    if name in ("maximum", "minimum"):
        turned = "minimum" if name == "maximum" else "maximum"
        yield Edit("extremum", place, other(turned), names, f"{turned} for {name}")
        yield Edit(
            "extremum", place, lambda n: binary(n.args[0], ast.Add(), n.args[1]), names, f"+ for {name}"
        )
        for index in (0, 1):
            yield Edit(
                "drop-term",
                place,
                lambda n, i=index: n.args[1 - i],  # type: ignore[misc]
                inputs_in(args[index]) or names,
                f"{ast.unparse(args[index])} left out in {text}",
            )
    if name in ("abs", "cumsum"):
        yield Edit("drop-log", place, lambda n: n.args[0], names, f"no {name} in {text}", 0.5)


# ---------------------------------------------------------------------------------------------- the inputs

_BESIDE = {
    "millisecond": (1e3,), "second": (1e3, 60), "minute": (60,), "hour": (60, 3600, 24),
    "day": (24, 365, 86400), "week": (7,), "month": (12, 30), "year": (12, 365),
}  # fmt: skip
"""By how much a time goes wrong that is taken for one in a neighbouring unit."""
_COUNTED = ("parameter", "token", "sample", "image", "email", "query", "USD")


def slips_of_unit(unit: str | None, share: bool) -> Iterator[tuple[str, float, str, float]]:
    """Yield kind, factor, words and weight of what goes wrong with a number in a unit."""
    if unit is None:
        if share:
            yield "percent", 100.0, "percent for a fraction", 1.0
        return
    from mlsys_course.units import registry

    # By full names: "GB/s" holds gigabyte and second.
    found = [str(name) for name in registry().Unit(unit)._units]
    for name in found:
        bare = name.removeprefix("giga").removeprefix("mega").removeprefix("tera").removeprefix("kilo")
        if name == "percent":
            yield "percent", 100.0, "the percent sign is lost", 1.0
        elif name in _BESIDE:
            for step in _BESIDE[name]:
                yield "time", float(step), f"{name}s and a neighbouring unit", 1.0
                yield "time", 1.0 / step, f"{name}s and a neighbouring unit", 1.0
        elif not any(counted in name for counted in _COUNTED):
            for power, often in ((3, 2.0), (6, 0.7), (9, 0.3)):
                yield "prefix", 10.0**power, f"10^{power}", often
                yield "prefix", 10.0**-power, f"10^-{power}", often
        if bare.endswith(("byte", "bit")) or name in ("GB", "MB", "TB", "kB"):
            yield "bits", 8.0, "bits for bytes", 1.0
            yield "bits", 0.125, "bytes for bits", 1.0
            for step, prefix in ((1, "kilo"), (2, "mega"), (3, "giga"), (4, "tera")):
                if name.startswith(prefix) or name == {"giga": "GB", "mega": "MB", "tera": "TB"}.get(prefix):
                    yield "binary", 1.024**step, f"{prefix} as a binary prefix", 1.0
                    yield "binary", 1.024**-step, f"binary prefix as {prefix}", 0.5


_AT_INPUT = {
    "prefix": "input-prefix", "bits": "input-bits", "time": "input-time", "percent": "input-percent",
    "binary": "binary-prefix",
}  # fmt: skip
_AT_RESULT = {
    "prefix": "result-prefix", "bits": "result-bits", "time": "result-time", "percent": "result-percent",
    "binary": "binary-prefix",
}  # fmt: skip


def input_edits(tree: ast.FunctionDef, rows: Rows) -> Iterator[Edit]:
    """Yield what goes wrong at an input: its unit, its place, its constant."""
    used = [arg.arg for arg in tree.args.args]
    result = place_of(_result(tree))

    def everywhere(name: str, text: str, kind: str, told: str, often: float = 1.0) -> Edit:
        """Return an edit of all places of an input: the body is read with another value of it."""
        return Edit(f"{kind}", -1, lambda n: rebound(n, name, text), frozenset([name]), told, often)

    for name in used:
        if name not in rows.dimensions:
            continue
        for kind, factor, told, often in slips_of_unit(rows.shown.get(name), rows.share(name)):
            yield everywhere(name, f"{name} * {factor!r}", _AT_INPUT[kind], f"{told} at {name}", often)
        u = f"({rows.units[name]!r})"
        if rows.dimensions[name]:  # with bare numbers in the table's units
            yield everywhere(name, f"1.0 * {u}", "drop-factor", f"{name} left out (shown)", 0.7)
            yield everywhere(name, f"{u} ** 2 / {name}", "invert", f"{name} inverted (shown)", 0.7)
            yield everywhere(name, f"{name} ** 2 / {u}", "squared", f"{name} applied twice (shown)", 0.5)
        else:
            yield everywhere(name, f"1 / {name}", "invert", f"{name} inverted", 0.4)
            yield everywhere(name, f"{name} ** 2", "squared", f"{name} applied twice", 0.5)
        if rows.share(name):
            yield everywhere(name, f"1 - {name}", "complement", f"1 - {name} for {name}", 0.7)
        for other in rows.rows[0]:
            if other == name or rows.dimensions[other] != rows.dimensions[name]:
                continue
            if np.ndim(rows.rows[0][other]) != np.ndim(rows.rows[0][name]):
                continue
            label = rows.dimensions[name] or rows.share(name) == rows.share(other)
            yield everywhere(
                name, f"_row[{other!r}]", "wrong-input", f"{other} for {name}", 1.0 if label else 0.2
            )
    for i, one in enumerate(used):
        for other in used[i + 1 :]:
            if rows.dimensions.get(one, 0) == rows.dimensions.get(other, 1):
                yield Edit(
                    "wrong-input",
                    -1,
                    lambda n, a=one, b=other: _exchanged(n, a, b),  # type: ignore[misc]
                    frozenset([one, other]),
                    f"{one} and {other} exchanged",
                    1.5,
                )
    for other, value in rows.rows[0].items():
        if other not in used and np.ndim(value) == 0:
            for sign in "*/":
                new = f"_row[{other!r}]"
                yield Edit(
                    "distractor",
                    result,
                    lambda n, s=sign, t=new: binary(n, ast.Mult() if s == "*" else ast.Div(), parsed(t)),  # type: ignore[misc]
                    frozenset([other]),
                    f"{sign} {other}",
                )
        if np.ndim(value) == 0:
            new = f"_row[{other!r}]"
            yield Edit(
                "given",
                result,
                lambda n, t=new: parsed(t),  # type: ignore[misc]
                frozenset([other]),
                f"{other} as it stands",
            )


def rebound(tree: Any, name: str, text: str) -> Any:
    """Return a function whose parameter has another value from its first line on."""
    tree.body = [ast.Assign([ast.Name(name, ast.Store())], parsed(text)), *tree.body]
    return tree


def _exchanged(tree: Any, one: str, other: str) -> Any:
    left = ast.Tuple([ast.Name(one, ast.Store()), ast.Name(other, ast.Store())], ast.Store())
    tree.body = [ast.Assign([left], parsed(f"({other}, {one})")), *tree.body]
    return tree


# ---------------------------------------------------------------------------------------------- the result


def result_edits(tree: ast.FunctionDef, rows: Rows, share: bool) -> Iterator[Edit]:
    """Yield what goes wrong with the finished result, in the asked unit."""
    place = place_of(_result(tree))
    unit, whole = repr(rows.factor), rows.exercise.kind == "integer"

    def edit(kind: str, text: str, told: str, often: float = 1.0) -> Edit:
        def new(part: ast.expr) -> ast.expr:
            class _In(ast.NodeTransformer):
                def visit_Name(self, node: ast.Name) -> Any:
                    return part if node.id == "_y" else node

            inner = _In().visit(parsed(text.replace("Y", f"(_y / {unit})")))
            return binary(inner, ast.Mult(), parsed(unit))

        return Edit(kind, place, new, frozenset(), told, often)

    for kind, factor, told, often in slips_of_unit(rows.exercise.unit, share):
        yield edit(_AT_RESULT[kind], f"Y * {factor!r}", f"result: {told}", often)
    if rows.exercise.unit is None and not whole:
        for power in (3, 6, -3, -6):
            yield edit("result-prefix", f"Y * {10.0**power!r}", f"result: 10^{power}")
    yield edit("result-log10", "np.log10(Y)", "log10 of the result")
    yield edit("result-ln", "np.log(Y)", "ln of the result")
    if not share and rows.exercise.unit is None:
        yield edit("result-percent", "Y * 100.0", "result as a percentage", 0.5)
    yield edit("result-reciprocal", "1 / Y", "reciprocal of the result")
    yield edit("result-square", "Y ** 2", "square of the result")
    yield edit("result-root", "np.sqrt(Y)", "root of the result")
    yield edit("result-negative", "-Y", "negative result")
    if share:
        one = "100.0" if rows.exercise.unit == "percent" else "1.0"
        yield edit("result-complement", f"{one} - Y", "what remains")
    elif not rows.asked:
        yield edit("result-off-by-one", "Y - 1.0", "one less")
        yield edit("result-off-by-one", "Y + 1.0", "one more")
    if not whole:
        for digits in (1, 2):
            yield edit("round-result", f"_significant(Y, {digits})", f"result to {digits} digits")
        yield edit("round-result", "np.round(Y)", "result to a whole number")
        yield edit("round-result", "np.floor(Y)", "result cut to a whole number")


def rounding_edits(
    tree: ast.FunctionDef, rows: Rows, scales: Callable[[Any], dict[str, float] | None]
) -> Iterator[Edit]:
    """Yield roundings of a part of the formula, to whole numbers of the table's or the asked unit."""
    for part in ast.walk(ast.Module(tree.body, type_ignores=[])):
        if not isinstance(part, ast.BinOp) or not inputs_in(part) or part is _result(tree):
            continue
        powers = scales(part)
        unit = "1.0" if powers == {} else repr(rows.factor) if powers == rows.asked else ""
        names, told = inputs_in(part), ast.unparse(part)
        if unit:
            for function in ("round", "ceil", "floor"):

                def cut(n: ast.expr, f: str = function, u: str = unit) -> ast.expr:
                    return binary(call(f"np.{f}", binary(n, ast.Div(), parsed(u))), ast.Mult(), parsed(u))

                yield Edit("round-middle", place_of(part), cut, names, f"{function} of {told}")

        def two(n: ast.expr) -> ast.expr:
            return call("_significant", n, ast.Constant(2))

        yield Edit("round-middle", place_of(part), two, names, f"{told} to two digits", 0.5)


def sibling_edits(tree: ast.FunctionDef, rows: Rows) -> Iterator[Edit]:
    """Yield constants of the same dimension in the place of an input's own."""
    from mlsys_course import constants

    for name in (arg.arg for arg in tree.args.args):
        seen: dict[str, bool] = {}
        for row in rows.constants:
            own = row.get(name)
            if own is None:
                continue
            mine = constants.get(own)
            for other in constants.registry.values():
                if other.name == own or _of_constant(other.name)[1] != _of_constant(own)[1]:
                    continue
                first, rest = own.split("_", 1)[0], own.split("_", 1)[-1]
                near = other.name.startswith(f"{first}_") or other.name.endswith(f"_{rest}")
                if near or other.group == mine.group:
                    seen[other.name] = seen.get(other.name, False) or near
        for other_name, near in seen.items():
            value = _of_constant(other_name)[0]
            kind = "sibling-near" if near else "sibling-far"
            text = f"_instead({name!r}, {other_name!r}, {value!r})"
            yield Edit(
                kind,
                -1,
                lambda n, a=name, t=text: rebound(n, a, t),  # type: ignore[misc]
                frozenset([name]),
                f"{other_name} for {name}",
            )


@functools.cache
def _of_constant(name: str) -> tuple[float, dict[str, float]]:
    from mlsys_course import constants

    quantity = constants.get(name).quantity
    return float(plain(quantity)), dimension(quantity)


# ------------------------------------------------------------------------------------- all of an exercise


def _significant(value: Any, digits: int) -> Any:
    with np.errstate(all="ignore"):
        place = 10.0 ** (digits - 1 - np.floor(np.log10(np.abs(value))))
        return np.round(value * place) / place


def _caret(one: Any, other: Any) -> float:
    """Return what ``^`` gives, which takes whole numbers only."""
    if np.ndim(one) or np.ndim(other) or one != int(one) or other != int(other) or max(one, other) > 2**62:
        return math.nan
    return float(int(one) ^ int(other))


class Source:
    """The slips of one exercise over some rows.

    Parameters
    ----------
    exercise : Exercise
        One whose answer is a number.
    numbers : sequence of int
        The rows of its table; the first is the one in which answers are handed in.
    """

    def __init__(self, exercise: Exercise, numbers: Sequence[int]) -> None:
        self.rows = Rows(exercise, numbers)
        self.tree = source_of(exercise.key)
        self.parameters = [arg.arg for arg in self.tree.args.args]
        self._names = dict(exercise.key.__globals__)
        self._names.update(np=np, _significant=_significant, _caret=_caret)
        self._drawn = {one: random.Random(one).uniform(1.3, 3.1) for one in _dimensions(self.rows)}
        self.right = self.values(self.tree)

    def values(self, tree: Any) -> Array:
        """Return what a source gives, in the asked unit, one number per row."""
        function = self._function(tree)
        return (
            np.array([self._once(function, row, {}) for row in range(len(self.rows.rows))]) / self.rows.factor
        )

    def _function(self, tree: Any) -> Callable[..., Any]:
        """Return the function of a source; each call puts what it asks of the row into its globals."""
        return compiled(tree, self._names)

    def _once(self, function: Callable[..., Any], row: int, drawn: Mapping[str, float]) -> float:
        """Run a function in one row; `drawn` changes the sizes of the base units."""
        constants = self.rows.constants[row]

        def scaled(value: Any, powers: Mapping[str, float]) -> Any:
            for one, power in powers.items() if drawn else ():
                value = value * drawn[one] ** power
            return value

        def literal(value: Any, unit: Any = "") -> Any:
            return scaled(np.float64(value) * size(str(unit)), dimension_of_unit(str(unit)))

        def instead(name: str, other: str, value: float) -> Any:
            if name not in constants or constants[name] == other:
                return np.float64(np.nan)
            return scaled(np.float64(value), self.rows.dimensions[name])

        inputs = {k: scaled(v, self.rows.dimensions[k]) for k, v in self.rows.rows[row].items()}
        function.__globals__.update(Q_=literal, _row=inputs, _instead=instead)
        try:
            with np.errstate(all="ignore"):
                value = function(*(inputs[name] for name in self.parameters))
            return float(value) if np.ndim(value) == 0 else math.nan
        except (ArithmeticError, ValueError, TypeError, KeyError, IndexError):
            return math.nan

    def powers_of(self, tree: Any) -> dict[str, float] | None:
        """Return the dimension of what a source gives, None where it has none.

        Found by changing the size of one base unit at a time: a sound formula follows with a power of it.
        """
        function = self._function(tree)
        before = self._once(function, 0, dict.fromkeys(self._drawn, 1.0))
        found: dict[str, float] = {}
        for one, factor in self._drawn.items():
            powers = []
            for by in (factor, 1.7 * factor):
                after = self._once(function, 0, {**dict.fromkeys(self._drawn, 1.0), one: by})
                if not before or not math.isfinite(after / before) or after / before <= 0:
                    return {} if not before and not after else None
                powers.append(math.log(after / before) / math.log(by))
            if abs(powers[0] - powers[1]) > 1e-9:
                return None
            if abs(powers[0]) > 1e-9:
                found[one] = round(powers[0], 9)
        return found

    @functools.cached_property
    def edits(self) -> list[Edit]:
        """Every single edit."""
        right = self.right[np.isfinite(self.right)] * self.rows.factor
        share = (
            not self.rows.asked
            and bool(np.all(np.abs(right) <= 1.0001))
            and self.rows.exercise.kind != "integer"
        )
        result = _result(self.tree)

        def scales(part: ast.AST) -> dict[str, float] | None:
            alone = copy.deepcopy(self.tree)
            return self.powers_of(_Put(result.place, lambda _: part).visit(alone))

        return [
            *formula_edits(self.tree), *input_edits(self.tree, self.rows),
            *sibling_edits(self.tree, self.rows), *rounding_edits(self.tree, self.rows, scales),
            *result_edits(self.tree, self.rows, share),
        ]  # fmt: skip

    def slips(self) -> list[Slip]:
        """Return every single slip that changes the result in the first row, the same value once per kind."""
        found: dict[Any, Slip] = {}
        for edit in self.edits:
            slip = self.slip(edit)
            if slip is not None:
                key = (slip.kinds, slip.names, tuple(f"{value:.12g}" for value in slip.values))
                found.setdefault(key, slip)
        return list(found.values())

    def slip(self, *edits: Edit) -> Slip | None:
        """Return what one or two edits give, None where that is nothing or right."""
        tree: Any = self.tree
        for edit in edits:
            tree = edited(tree, edit) if edit.place >= 0 else edit.new(copy.deepcopy(tree))
        values = self.values(tree)
        if not math.isfinite(values[0]) or abs(values[0] - self.right[0]) <= 1e-9 * abs(self.right[0]):
            return None
        sound = self.powers_of(tree) == self.rows.asked or all(e.kind.startswith("result-") for e in edits)
        often = math.prod(edit.often for edit in edits) * (1.0 if sound else BROKEN)
        if not 1e-12 <= abs(values[0] / self.right[0] if self.right[0] else 1.0) <= 1e12:
            often *= ABSURD
        kinds = tuple(edit.kind for edit in edits)
        names = frozenset().union(*(edit.names for edit in edits))
        return Slip(kinds, names, "; ".join(edit.told for edit in edits), values, often, tree)

    def chains(self, draw: random.Random, count: int) -> list[Slip]:
        """Return some pairs of common slips at different places, drawn by how often they are made."""
        common = [edit for edit in self.edits if edit.kind in CHAINED]
        if not common:
            return []
        weights = shares([(edit.kind, edit.often) for edit in common])
        found: list[Slip] = []
        for _ in range(8 * count):
            one, other = draw.choices(common, weights, k=2)
            if len(found) >= count:
                break
            if one is other or (one.place, one.names) == (other.place, other.names):
                continue
            if one.place > other.place >= 0 or one.kind.startswith("result-"):
                one, other = other, one  # what holds the other comes last
            slip = self.slip(other, one) if other.place > one.place else self.slip(one, other)
            if slip is not None:
                found.append(slip)
        return found


def _dimensions(rows: Rows) -> list[str]:
    return sorted({one for powers in (*rows.dimensions.values(), rows.asked) for one in powers} | {"[time]"})


def shares(kinds: Sequence[tuple[str, float]]) -> list[float]:
    """Return weights that give each kind its part of `OFTEN`, shared out among its members."""
    total: dict[str, float] = {}
    for kind, often in kinds:
        total[kind] = total.get(kind, 0.0) + often
    return [OFTEN[kind] * often / total[kind] for kind, often in kinds]


def drawn(source: Source, draw: random.Random, count: int) -> tuple[list[Slip], list[Slip]]:
    """Return slips as learners make them, and all single ones beside them.

    Returns
    -------
    drawn, every : lists of Slip
    """
    every = source.slips()
    chains = source.chains(draw, 3)
    pool = [*every, *chains]
    weights = shares([(slip.kind, slip.often) for slip in pool])
    return draw.choices(pool, weights, k=count), pool
