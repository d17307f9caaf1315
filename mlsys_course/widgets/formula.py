"""A typed formula, worked out with units one step after another; where a dimension goes wrong is found.

What people type is never run as code. It is parsed to a syntax tree (`ast`), and only numbers, names that
were given, ``+ - * / **``, ``sqrt``, ``min`` and ``max`` are worked out, with pint.

>>> tree = work_out("work / (gpus * peak)", {"work": Q_(3, "ZFLOP"), "gpus": Q_(1000, ""),
...                 "peak": Q_(300, "TFLOP/s")})
>>> print(tree.says)
2.78 h
>>> print(work_out("work + 5 [day]", {"work": Q_(3, "ZFLOP")}).fault)
This adds an amount of work (operations) and a time: only like can be added to like.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mlsys_course import readable
from mlsys_course.reading.dimensions import in_words
from mlsys_course.reading.typed import unit_of
from mlsys_course.suggest import did_you_mean
from mlsys_course.units import Q_, Quantity, registry

__all__ = ["LONGEST", "MOST_LEAVES", "Node", "Unreadable", "work_out"]

LONGEST = 300
"""Characters of a formula."""
MOST_LEAVES = 16
"""Numbers and names in it."""
_MOST_POWER = 12


class Unreadable(ValueError):
    """What was typed is no formula; the sentence says what to change."""


@dataclass
class Node:
    """One step of a formula.

    Parameters
    ----------
    text : str
        As it was typed.
    sign : str
        What joins it to its neighbours: ``×``, ``÷``, ``+``, ``−``, or nothing.
    kind : str
        ``leaf``, or what is done: ``product``, ``sum``, ``power``, ``sqrt``, ``min``, ``max``.
    children : list of Node
        What it is made of.
    value : Quantity or None
        None where it has none, because of a fault here or below.
    fault : str
        What is wrong with this very step; empty where nothing is.
    cancelled : dict of (int, str) to float
        For a product: of which child (by place) which unit cancels, and in which power.
    """

    text: str
    kind: str
    children: list[Node] = field(default_factory=list)
    sign: str = ""
    value: Quantity | None = None
    fault: str = ""
    cancelled: dict[tuple[int, str], float] = field(default_factory=dict)

    @property
    def says(self) -> str:
        """Its value in words, with its unit."""
        return "?" if self.value is None else readable.amount(self.value, 3)

    def walk(self) -> Iterator[Node]:
        """Yield it and all below it, from the left."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def faults(self) -> list[Node]:
        """The steps in which something goes wrong."""
        return [node for node in self.walk() if node.fault]


def work_out(formula: str, values: Mapping[str, Any]) -> Node:
    """Work a formula out with units.

    Parameters
    ----------
    formula : str
        As one would type it: ``6 * P * D / (n * R)``. A number takes its unit in brackets: ``5 [day]``.
    values : mapping of str to Quantity
        What the names stand for; constants of the course are known by their own names.

    Returns
    -------
    Node
        The last step. Faults of dimension are kept in it and raise nothing.

    Raises
    ------
    Unreadable
        If it cannot be read as a formula.

    Examples
    --------
    >>> work_out("sqrt(16 [m**2]) + 3 [m]", {}).says
    '7 m'
    >>> work_out("__import__('os')", {})
    Traceback (most recent call last):
    ...
    mlsys_course.widgets.formula.Unreadable: The only functions here are sqrt, min and max.
    """
    if not formula.strip():
        raise Unreadable("Type a formula, such as 2 [GB] / (10 [GB/s]).")
    if len(formula) > LONGEST:
        raise Unreadable(f"A formula has at most {LONGEST} characters here. Work it out in parts.")
    code, written = _without_units(formula)
    try:
        parsed = ast.parse(code.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise Unreadable(_unread(formula)) from None
    leaves = sum(isinstance(node, ast.Name | ast.Constant) for node in ast.walk(parsed))
    if leaves > MOST_LEAVES:
        raise Unreadable(f"A formula has at most {MOST_LEAVES} numbers and names here. Work it out in parts.")
    return _Reader(written, values).read(parsed.body)


_DIGITS = r"(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_WITH_UNIT = re.compile(rf"(?<![\w.])({_DIGITS})\s*\[([^\[\]]{{0,60}})\]")
_SIGNS = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "⋅": "*"})


def _without_units(formula: str) -> tuple[str, list[tuple[float, str]]]:
    """Put a name for each ``5 [day]``, which then binds like one."""
    written: list[tuple[float, str]] = []

    def keep(found: re.Match[str]) -> str:
        written.append((float(found[1]), found[2].strip()))
        return f" _{len(written) - 1} "

    code = _WITH_UNIT.sub(keep, formula.translate(_SIGNS))
    if "[" in code or "]" in code:
        raise Unreadable("A unit in brackets follows a number, as in 5 [day].")
    return code.replace("^", "**"), written


def _unread(formula: str) -> str:
    if formula.count("(") != formula.count(")"):
        return "The brackets do not pair up: count the '(' and the ')'."
    if "=" in formula:
        return "Leave out the '=': type only what is to be worked out."
    if re.search(r"\d\s+[A-Za-z]", _WITH_UNIT.sub("", formula)):
        return "Put a unit in square brackets, as in 5 [day], and write * where you multiply."
    return "This cannot be read as a formula. Write * where you multiply, and a unit in brackets: 5 [day]."


class _Reader:
    """Turns a syntax tree into steps, and refuses all that is not on its list."""

    def __init__(self, written: Sequence[tuple[float, str]], values: Mapping[str, Any]) -> None:
        self._written = written
        self._values = values

    def read(self, node: ast.expr) -> Node:
        match node:
            case ast.BinOp(op=ast.Mult() | ast.Div()):
                return _product(_text(node, self._written), self._chain(node, ast.Mult, ast.Div, "×", "÷"))
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                return _alike(
                    "sum", _text(node, self._written), self._chain(node, ast.Add, ast.Sub, "+", "−")
                )
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return _power(_text(node, self._written), self.read(left), self.read(right))
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as op, operand=operand):
                below = self.read(operand)
                if isinstance(op, ast.USub) and below.value is not None:
                    below.value = -below.value
                below.text = _text(node, self._written)
                return below
            case ast.Call(func=ast.Name(id="sqrt"), args=[one], keywords=[]):
                half = Node("1/2", "leaf", value=Q_(0.5, ""))
                return _power(_text(node, self._written), self.read(one), half, kind="sqrt")
            case ast.Call(func=ast.Name(id="min" | "max" as name), args=args, keywords=[]) if args:
                return _alike(name, _text(node, self._written), [self.read(one) for one in args])
            case ast.Call():
                raise Unreadable("The only functions here are sqrt, min and max.")
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return Node(_number(number), "leaf", value=Q_(float(number), ""))
            case ast.Name(id=name):
                return self._named(name)
            case ast.Tuple():
                raise Unreadable("Write numbers without commas: 1000, and a point for decimals: 0.5.")
        raise Unreadable("Only numbers, names, + - * / **, sqrt, min and max can stand in a formula here.")

    def _with_unit(self, value: float, unit: str) -> Node:
        text = f"{_number(value)} {unit}"
        found = unit_of(unit) if unit else None
        if found is None:
            return Node(text, "leaf", fault=f"The course knows no unit '{unit}'.")
        return Node(text, "leaf", value=Q_(value, found))

    def _named(self, name: str) -> Node:
        if re.fullmatch(r"_\d+", name) and int(name[1:]) < len(self._written):
            return self._with_unit(*self._written[int(name[1:])])
        value: Any = self._values.get(name)
        if value is None:
            from mlsys_course import constants

            try:
                value = constants.get(name)
            except LookupError:
                known = ", ".join(self._values) or "none"
                hint = did_you_mean(name, self._values)
                return Node(name, "leaf", fault=f"There is no '{name}' here; there is {known}.{hint}")
        value = getattr(value, "quantity", value)
        return Node(name, "leaf", value=value if isinstance(value, Quantity) else Q_(float(value), ""))

    def _chain(self, node: ast.expr, plus: type, minus: type, up: str, down: str) -> list[Node]:
        """Return the parts of a chain of one kind of operation, each with its sign."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, plus | minus):
            last = self.read(node.right)
            last.sign = down if isinstance(node.op, minus) else up
            return [*self._chain(node.left, plus, minus, up, down), last]
        first = self.read(node)
        return [first]


def _text(node: ast.expr, written: Sequence[tuple[float, str]]) -> str:
    def unit(found: re.Match[str]) -> str:
        value, name = written[int(found[1])]
        return f"{_number(value)} [{name}]"

    text = ast.unparse(node).replace("**", "^").replace("*", "×").replace("/", "÷")
    return re.sub(r"\b_(\d+)\b", unit, text)


def _number(number: float) -> str:
    return readable.number(number, 6)


def _step(node: Node, compute: Callable[[list[Quantity]], Any]) -> Node:
    """Work a step out, if all below it could be."""
    values = [child.value for child in node.children]
    if node.fault or any(value is None for value in values):
        return node
    try:
        value = compute([value for value in values if value is not None])
        magnitude = float(value.magnitude)
    except ZeroDivisionError:
        node.fault = "This divides by zero."
        return node
    except (OverflowError, ValueError, TypeError):
        node.fault = "This gives no number."
        return node
    if not math.isfinite(magnitude):
        node.fault = "This gives no number: it is too large."
        return node
    node.value = value
    return node


def _product(text: str, parts: list[Node]) -> Node:
    def compute(values: list[Quantity]) -> Any:
        result = values[0]
        for part, value in zip(parts[1:], values[1:], strict=True):
            result = result / value if part.sign == "÷" else result * value
        return result.to_reduced_units()

    node = _step(Node(text, "product", parts), compute)
    node.cancelled = _cancelled(parts)
    return node


def powers(quantity: Any) -> dict[str, float]:
    """Return the units of a quantity, each with its power."""
    return {str(name): float(power) for name, power in quantity.unit_items()}


def _cancelled(parts: Sequence[Node]) -> dict[tuple[int, str], float]:
    """Pair units of one dimension that stand above and below the line of a product."""
    above: dict[str, list[list[Any]]] = {}
    below: dict[str, list[list[Any]]] = {}
    for place, part in enumerate(parts):
        if part.value is None:
            continue
        for name, power in powers(part.value).items():
            dimension = str(registry().Unit(name).dimensionality)
            if dimension == "dimensionless":
                continue
            side = above if (power > 0) != (part.sign == "÷") else below
            side.setdefault(dimension, []).append([place, name, abs(power)])
    gone: dict[tuple[int, str], float] = {}
    for dimension in above.keys() & below.keys():
        shared = min(sum(entry[2] for entry in side[dimension]) for side in (above, below))
        for side in (above, below):
            left = shared
            for place, name, power in side[dimension]:
                if left > 0:
                    gone[place, name] = min(power, left)
                    left -= power
    return gone


_DOING = {"sum": "adds", "min": "compares", "max": "compares"}


def _alike(kind: str, text: str, parts: list[Node]) -> Node:
    """Make a sum, a minimum or a maximum: all its parts have one dimension."""
    node = Node(text, kind, parts)
    known = [part for part in parts if part.value is not None]
    for part in known[1:]:
        first = known[0].value
        if first is None or part.value is None or part.value.check(first.dimensionality):
            continue
        doing = "subtracts" if part.sign == "−" else _DOING[kind]
        joined = f"{in_words(part.value)} from {in_words(first)}" if doing == "subtracts" else (
            f"{in_words(first)} and {in_words(part.value)}"
        )  # fmt: skip
        only = (
            "compared with" if doing == "compares" else "subtracted from" if part.sign == "−" else "added to"
        )
        node.fault = f"This {doing} {joined}: only like can be {only} like."
        return node

    def compute(values: list[Quantity]) -> Any:
        if kind != "sum":
            return (min if kind == "min" else max)(values)
        total = values[0]
        for part, value in zip(parts[1:], values[1:], strict=True):
            total = total - value if part.sign == "−" else total + value
        return total

    return _step(node, compute)


def _power(text: str, base: Node, exponent: Node, kind: str = "power") -> Node:
    node = Node(text, kind, [base] if kind == "sqrt" else [base, exponent])
    if exponent.value is not None:
        if not exponent.value.check(""):
            node.fault = (
                f"The exponent is {in_words(exponent.value)}: an exponent is a number without a unit."
            )
        elif abs(float(exponent.value.to("").magnitude)) > _MOST_POWER:
            node.fault = f"An exponent is at most {_MOST_POWER} here."

    def compute(values: list[Quantity]) -> Any:
        power = 0.5 if kind == "sqrt" else float(values[1].to("").magnitude)
        if float(values[0].magnitude) < 0 and not power.is_integer():
            raise ValueError
        return values[0] ** power

    return _step(node, compute)
