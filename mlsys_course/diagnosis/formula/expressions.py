"""Expressions that are read: names, numbers, arithmetic, attributes and calls of what is listed here."""

from __future__ import annotations

import ast
import math
import re
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

import numpy as np

from mlsys_course.diagnosis.expression import Node, node, number
from mlsys_course.diagnosis.formula import parts
from mlsys_course.diagnosis.formula.literals import readings_of
from mlsys_course.diagnosis.formula.parts import Part, Unreadable, literal
from mlsys_course.scenarios import Scenario

_DEEPEST = 60
_MOST_STEPS = 20_000
_LARGEST_TREE = 400

COURSE = "mlsys_course"
NAMES: Mapping[str, tuple[str, str]] = {
    "np": ("numpy", ""), "numpy": ("numpy", ""), "math": ("math", ""), "ureg": ("units", ""),
    "constants": ("constants", ""), "Q_": ("units", "Quantity"), "scenario": ("scenarios", "scenario"),
    **{name: ("builtin", name) for name in
       ("abs", "round", "sum", "min", "max", "int", "float", "pow", "len")},
}  # fmt: skip
"""What names stand for that a notebook of the course begins with."""
MODULES = {"numpy": "numpy", "math": "math", f"{COURSE}.constants": "constants", COURSE: "course"}
_NUMBERS = {"pi": math.pi, "e": math.e}
_FUNCTION_TYPES = (BuiltinFunctionType, FunctionType, np.ufunc)
_LISTS = {"array", "asarray", "list", "tuple"}
_SERIES = {"sum": "sum", "mean": "mean", "max": "max", "amax": "max", "min": "min", "amin": "min",
           "prod": "prod", "cumsum": "cumsum", "average": "mean"}  # fmt: skip
_UNIT_TOKEN = re.compile(r"\s*(?:(\*\*|\^)\s*(-?\d{1,2})(?![\d.])|([*/·()])|(1)(?=\s*/)|(%|[^\W\d]\w{0,30}))")
_SIZED = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?)\s*\*?\s*(.*)", re.DOTALL)


@dataclass(frozen=True)
class Thing:
    """What a name stands for that is no number: a module, a function, the question's numbers."""

    place: str
    name: str = ""
    held: Any = field(default=None, compare=False)


_sizes: weakref.WeakKeyDictionary[Node, int] = weakref.WeakKeyDictionary()


def _size(tree: Node) -> int:
    """Return how many nodes a tree has when it is written out."""
    found = _sizes.get(tree)
    if found is None:
        found = _sizes[tree] = 1 + sum(map(_size, tree.args))
    return found


class Expressions:
    """Reads expressions.

    Parameters
    ----------
    names : mapping
        What a notebook's names hold.
    scenario : Scenario or None
        The learner's numbers.
    choice : mapping
        What ambiguous typed numbers are taken for, by their order.
    """

    def __init__(
        self, names: Mapping[str, Any], scenario: Scenario | None, choice: Mapping[int, int]
    ) -> None:
        self._names, self._scenario, self._choice = names, scenario, choice
        self._known: dict[str, Any] = {}
        self._options: dict[int, int] = {}  # ambiguous typed numbers, by their order, and their readings
        self._taken = 0
        self._left = _MOST_STEPS
        self._stood: list[tuple[Node, bool]] = []
        self._named: dict[Node, str] = {}  # constants of the course, by their numbers

    def _read(self, one: ast.expr, depth: int = 0) -> Any:
        """Return the part, thing or tuple of such that an expression is.

        Raises
        ------
        Unreadable
            If it is none that a formula has.
        """
        self._left -= 1
        if depth > _DEEPEST or self._left < 0:
            raise Unreadable
        reader = getattr(self, f"_read_{type(one).__name__}", None)
        if reader is None:
            raise Unreadable
        found = reader(one, depth + 1)
        if isinstance(found, Part) and _size(found.tree) > _LARGEST_TREE:
            raise Unreadable
        return found

    def _part(self, one: ast.expr, depth: int) -> Part:
        found = self._read(one, depth)
        if isinstance(found, tuple):
            found = self._series(found)
        if not isinstance(found, Part):
            raise Unreadable
        return found

    def _read_Constant(self, one: ast.Constant, depth: int) -> Part:
        if type(one.value) not in (int, float):
            raise Unreadable
        return self._typed(literal(one.value), None)

    def _typed(self, found: Part, unit: Any) -> Part:
        """Return a typed number, or the number of the question that it stands for."""
        place, self._taken = self._taken, self._taken + 1
        options = readings_of(found, unit, self._scenario)
        if len(options) > 1:
            self._options[place] = len(options)
        chosen = options[self._choice.get(place, 0)] if options else None
        if chosen is None:
            return found if unit is None else parts.with_unit(found, unit)
        self._stood.append((chosen.input, chosen.loose))
        return chosen.part

    def _read_Name(self, one: ast.Name, depth: int) -> Any:
        if one.id in self._known:
            found = self._known[one.id]
        elif one.id in self._names:
            found = self._held(self._names[one.id])
        elif one.id in NAMES:
            found = Thing(*NAMES[one.id])
        else:
            found = Thing("unknown", one.id)
        if found is None:
            raise Unreadable
        return found

    def _held(self, value: Any) -> Any:
        """Return what a name of the notebook stands for; nothing of the value is called."""
        from mlsys_course import constants
        from mlsys_course.constants import Constant
        from mlsys_course.scenarios import scenario
        from mlsys_course.units import registry

        if value is scenario:
            return Thing("scenarios", "scenario")
        if type(value) is Scenario:
            own = self._scenario
            same = own is not None and (value.name, value.row) == (own.name, own.row)
            return Thing("numbers") if same else Thing("others", "", value)
        if issubclass(type(value), ModuleType):  # what it says of its class itself is not asked
            known = {id(np): "numpy", id(math): "math", id(constants): "constants"}
            return Thing(known[id(value)]) if id(value) in known else None
        if value is registry():
            return Thing("units")
        if value is registry().Quantity:
            return Thing("units", "Quantity")
        if type(value) is Constant:
            return self._constant(value.name)
        if type(value) in (int, float, np.float64, np.int64) or type(value) is registry().Quantity:
            return self._worked_out(value)
        for place, module in (("math", math), ("numpy", np)):
            name = str(getattr(value, "__name__", "")) if type(value) in _FUNCTION_TYPES else ""
            if name and getattr(module, name, None) is value:
                return Thing(place, name)
        return None

    def _worked_out(self, value: Any) -> Part | None:
        """Return a number of the question that has another name; any other has no formula."""
        found, unit = literal(value), None
        if found.has_unit:
            unit, found = found.value.units, Part(number(found.magnitude), float(found.magnitude))
        for option in readings_of(found, unit, self._scenario):
            if option is not None and not option.loose:
                return option.part
        return None

    def _read_BinOp(self, one: ast.BinOp, depth: int) -> Any:
        left, right = self._part(one.left, depth), self._part(one.right, depth)
        return parts.binary(type(one.op).__name__, left, right)

    def _read_UnaryOp(self, one: ast.UnaryOp, depth: int) -> Part:
        found = self._part(one.operand, depth)
        if isinstance(one.op, ast.USub):
            return parts.negative(found)
        if isinstance(one.op, ast.UAdd):
            return found
        raise Unreadable

    def _read_Tuple(self, one: ast.Tuple | ast.List, depth: int) -> tuple[Any, ...]:
        if len(one.elts) > 50:
            raise Unreadable
        return tuple(self._read(item, depth) for item in one.elts)

    _read_List = _read_Tuple

    def _series(self, items: tuple[Any, ...]) -> Part:
        """Return typed numbers as one of the question's series, where they are one."""
        if not items or not all(isinstance(item, Part) and not item.has_unit for item in items):
            raise Unreadable
        values = np.array([item.value for item in items], float)
        for name, its in self._scenario.inputs.items() if self._scenario is not None else ():
            held = np.asarray(getattr(its.value, "magnitude", its.value))
            if (
                held.dtype.kind in "if"
                and held.shape == values.shape
                and np.allclose(held, values, rtol=1e-9)
            ):
                part = Part(node("input", detail=name), its.value)
                return parts.magnitude(part) if part.has_unit else part
        raise Unreadable

    def _read_Subscript(self, one: ast.Subscript, depth: int) -> Any:
        index = one.slice
        sign = 1
        if isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub):
            sign, index = -1, index.operand
        if not isinstance(index, ast.Constant) or type(index.value) is not int or index.value > 1000:
            raise Unreadable
        found = self._read(one.value, depth)
        if isinstance(found, tuple):
            if not -len(found) <= sign * index.value < len(found):
                raise Unreadable
            return found[sign * index.value]
        if not isinstance(found, Part):
            raise Unreadable
        return parts.item(found, sign * index.value)

    def _read_Attribute(self, one: ast.Attribute, depth: int) -> Any:
        owner = self._read(one.value, depth)
        name = one.attr
        if isinstance(owner, Part):
            if name in ("magnitude", "m"):
                return parts.magnitude(owner)
            raise Unreadable
        if not isinstance(owner, Thing):
            raise Unreadable
        if owner.place == "others":
            its = owner.held.inputs.get(name)
            return literal(its.value if its is not None else None)
        if owner.place in ("numbers", "unknown"):  # without the notebook's names, what has our inputs is ours
            return self._input(name)
        if owner.place in ("numpy", "math") and not owner.name:
            return literal(_NUMBERS[name]) if name in _NUMBERS else Thing(owner.place, name)
        if owner.place == "constants" and not owner.name:
            return Thing("constants", "get") if name == "get" else self._constant(name)
        if owner.place == "units" and not owner.name:
            return Thing("units", name) if name in ("Quantity", "Unit") else self._unit(name)
        if owner.place == "course" and not owner.name and name in NAMES:
            return Thing(*NAMES[name])
        raise Unreadable

    def _input(self, name: str) -> Part:
        inputs = self._scenario.inputs if self._scenario is not None else {}
        if name not in inputs or isinstance(inputs[name].value, str):
            raise Unreadable
        value = inputs[name].value
        if not hasattr(value, "units") and np.asarray(value).dtype.kind not in "if":
            raise Unreadable
        if not hasattr(value, "units") and np.ndim(value) == 0:
            value = float(value)
        return Part(node("input", detail=name), value)

    def _constant(self, name: str) -> Part:
        """Return a constant of the course; where it is an input's own it is that input."""
        from mlsys_course import constants

        if name not in constants.registry:
            raise Unreadable
        for its in self._scenario.inputs.values() if self._scenario is not None else ():
            if its.constant == name:
                return Part(node("input", detail=its.name), its.value)
        found = literal(constants.get(name))
        self._named[found.tree] = name
        return found

    def _unit(self, text: Any) -> Part:
        """Return 1 in a unit."""
        from mlsys_course.units import registry

        return literal(registry().Quantity(1.0, self._unit_of(text)))

    def _unit_of(self, text: Any) -> Any:
        """Return a unit that is written as text; what has powers of numbers, or is long, is none."""
        from mlsys_course.units import registry

        if not isinstance(text, str) or len(text) > 80:
            raise Unreadable
        place = 0
        while text[place:].strip():
            token = _UNIT_TOKEN.match(text, place)
            if token is None or not token[0].strip():
                raise Unreadable
            place = token.end()
        try:
            return registry().Unit(text)
        except Exception:  # a unit that there is not: the learner's cell stops, too
            raise Unreadable from None

    # ---- calls

    def _read_Call(self, one: ast.Call, depth: int) -> Any:
        if any(isinstance(arg, ast.Starred) for arg in one.args) or len(one.args) > 20:
            raise Unreadable
        if isinstance(one.func, ast.Attribute):
            try:
                owner = self._read(one.func.value, depth)
            except Unreadable:
                raise
            if isinstance(owner, tuple):
                owner = self._series(owner)
            if isinstance(owner, Part):
                return self._method(owner, one, depth)
        function = self._read(one.func, depth)
        if isinstance(function, ast.FunctionDef):
            return self._own_function(function, one, depth)
        if not isinstance(function, Thing):
            raise Unreadable
        if function.place == "units":
            return self._quantity(function.name, one, depth)
        if function.place == "scenarios":
            return self._numbers(one)
        if function.place == "constants" and function.name == "get":
            return self._constant(self._text(one.args[0]) if len(one.args) == 1 else "")
        if function.place in ("numpy", "math", "builtin") and function.name:
            return self._function(function, one, depth)
        raise Unreadable

    def _numbers(self, one: ast.Call) -> Thing:
        """Return the question's numbers, where ``scenario`` is called for them."""
        own = self._scenario
        if own is None or len(one.args) != 1 or one.keywords or self._text(one.args[0]) != own.name:
            raise Unreadable
        return Thing("numbers")

    def _text(self, one: ast.expr) -> str:
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            return one.value
        raise Unreadable

    def _unit_argument(self, one: ast.expr, depth: int) -> Any:
        """Return the unit that an argument names: as text, or as ``ureg.day``."""
        if isinstance(one, ast.Constant):
            return self._unit_of(one.value)
        found = self._read(one, depth)
        if isinstance(found, Part) and found.has_unit and found.magnitude == 1:
            return found.value.units
        raise Unreadable

    def _quantity(self, name: str, one: ast.Call, depth: int) -> Part:
        """Return what ``Q_(3, 'day')``, ``Q_('3 day')`` or ``ureg('day')`` is."""
        if one.keywords or not 1 <= len(one.args) <= 2 or name not in ("", "Quantity", "Unit"):
            raise Unreadable
        first = one.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            sized = _SIZED.fullmatch(first.value[:200])
            if len(one.args) != 1 or (sized is None and name == "Quantity"):
                raise Unreadable
            if sized is None or name == "Unit":
                return self._unit(first.value)
            return self._typed(literal(float(sized[1])), self._unit_of(sized[2] or "dimensionless"))
        if name != "Quantity":
            raise Unreadable
        if len(one.args) == 1:
            return parts.with_unit(self._part(first, depth), "")
        unit = self._unit_argument(one.args[1], depth)
        if isinstance(first, ast.Constant) and type(first.value) in (int, float):
            return self._typed(literal(first.value), unit)
        return parts.with_unit(self._part(first, depth), unit)

    def _method(self, owner: Part, one: ast.Call, depth: int) -> Any:
        assert isinstance(one.func, ast.Attribute)
        name, args = one.func.attr, one.args
        if name in ("to", "m_as"):
            if len(args) != 1 or one.keywords:
                raise Unreadable
            found = parts.converted(owner, self._unit_argument(args[0], depth))
            return parts.magnitude(found) if name == "m_as" else found
        if one.keywords:
            raise Unreadable
        if name == "to_base_units" and not args:
            return parts.made(owner.tree, lambda: owner.value.to_base_units())
        if name in ("to_reduced_units", "item", "copy") and not args:
            return owner
        if name in _SERIES and not args:
            return parts.of_series(_SERIES[name], owner)
        if name == "round" and len(args) <= 1:
            return parts.rounded("round", owner, self._digits(args, depth))
        raise Unreadable

    def _digits(self, args: Sequence[ast.expr], depth: int) -> int:
        if not args:
            return 0
        sign, one = 1, args[0]
        if isinstance(one, ast.UnaryOp) and isinstance(one.op, ast.USub):
            sign, one = -1, one.operand
        if isinstance(one, ast.Constant) and type(one.value) is int:
            return sign * one.value
        raise Unreadable

    def _function(self, function: Thing, one: ast.Call, depth: int) -> Any:
        """Return what a function of numpy, math or Python gives."""
        name, args = function.name, one.args
        if one.keywords or not args:
            raise Unreadable
        if function.place == "numpy" and name in _LISTS and len(args) == 1:
            return self._part(args[0], depth)
        if name in ("round", "around"):
            if len(args) > 2:
                raise Unreadable
            return parts.rounded("round", self._part(args[0], depth), self._digits(args[1:], depth))
        if name in ("maximum", "minimum") and len(args) == 2:
            return parts.extreme(name, [self._part(arg, depth) for arg in args])
        if name in _SERIES and len(args) == 1:
            found = self._read(args[0], depth)
            if isinstance(found, tuple):
                return self._of_several(name, [self._only(item) for item in found])
            return parts.of_series(_SERIES[name], self._only(found))
        if function.place == "builtin" and name in ("max", "min"):
            return self._of_several(name, [self._part(arg, depth) for arg in args])
        if name in ("fsum", "sumprod", "dot"):
            raise Unreadable
        if name == "len" and len(args) == 1:
            return parts.length(self._part(args[0], depth))
        if name == "log" and function.place == "math" and len(args) == 2:
            over, base = (parts.FUNCTIONS["log"](self._part(arg, depth)) for arg in args)
            return parts.binary("Div", over, base)
        if name in parts.OPERATORS and len(args) == 2:
            return parts.binary(parts.OPERATORS[name], *(self._part(arg, depth) for arg in args))
        if name in parts.FUNCTIONS and len(args) == 1:
            found = self._part(args[0], depth)
            if function.place == "math":
                found = parts.to_whole(found) if name == "trunc" else parts.plain(found)
            return parts.FUNCTIONS[name](found)
        raise Unreadable

    def _only(self, found: Any) -> Part:
        if not isinstance(found, Part):
            raise Unreadable
        return found

    def _of_several(self, name: str, found: Sequence[Part]) -> Part:
        kind = _SERIES.get(name, name)
        if kind in ("max", "min"):
            return parts.extreme({"max": "maximum", "min": "minimum"}[kind], found)
        if kind == "sum":
            return parts.total(found)
        if kind == "mean":
            return parts.binary("Div", parts.total(found), literal(len(found)))
        if kind == "prod":
            return parts.product(found)
        raise Unreadable

    def _own_function(self, function: ast.FunctionDef, one: ast.Call, depth: int) -> Any:
        """Return what a function of the learner's gives."""
        raise Unreadable
