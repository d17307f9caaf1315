"""Formulas as trees: a key is run once with symbols, and what it did to them is its formula.

A key is a plain formula, so it does not care what it is given::

    def training_days(training_ops, gpus, peak, efficiency):
        return training_ops / (gpus * peak * efficiency)

Called with quantities it returns the right answer. Called with a `Symbol` for each parameter it
returns a tree of `Node` objects, which the diagnosis breaks on purpose (`mlsys_course.diagnosis.mutants`)
and evaluates for all students' numbers at once (`Evaluator`).

FLOP are floating-point operations; one multiply-accumulate (MAC) is 2 FLOP, here and everywhere.
"""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pint.compat

from mlsys_course.readable import without_exponent

Array = npt.NDArray[np.float64]
Dimension = tuple[tuple[str, float], ...]
"""Powers of the base dimensions, sorted by name; ``()`` is a plain number."""

NONE: Dimension = ()


class NotAFormula(TypeError):
    """A key does something to its parameters that a plain formula does not do."""


# ---- trees


class Node:
    """One step of a formula: an operation and what it is applied to.

    Nodes with equal content are one and the same object, so ``is`` compares formulas and a value
    computed for a node serves every tree that holds it. Make them with `node`.

    Parameters
    ----------
    op : str
        ``input`` (a parameter), ``number``, ``sibling`` (a constant in place of a parameter's own), or
        the name of an operation in `OPERATIONS`.
    args : tuple of Node
        What the operation is applied to.
    detail : object
        Name of the input; `Literal` of a number; index of an item.
    """

    __slots__ = ("__weakref__", "args", "detail", "op")

    def __init__(self, op: str, args: tuple[Node, ...], detail: Any) -> None:
        self.op, self.args, self.detail = op, args, detail

    def __repr__(self) -> str:
        if self.op == "input":
            return str(self.detail)
        if self.op == "number":
            return without_exponent(f"{self.detail.plain:g}")
        if self.op == "sibling":
            return str(self.detail[1])
        sign = {"add": "+", "sub": "-", "mul": "*", "div": "/", "pow": "**"}.get(self.op)
        if sign:
            return f"({self.args[0]!r} {sign} {self.args[1]!r})"
        return f"{self.op}({', '.join(map(repr, self.args))})"


class Literal(tuple[float, float, Dimension]):
    """A number written in a key: its value in base units, as it is written, and its dimension."""

    __slots__ = ()

    @property
    def base(self) -> float:
        """Value in base units."""
        return self[0]

    @property
    def plain(self) -> float:
        """Value as written, in its own unit."""
        return self[1]

    @property
    def dimension(self) -> Dimension:
        """Powers of the base dimensions."""
        return self[2]


_interned: weakref.WeakValueDictionary[tuple[Any, ...], Node] = weakref.WeakValueDictionary()


def node(op: str, *args: Node, detail: Any = None) -> Node:
    """Return the node of this content."""
    key = (op, args, detail)
    found = _interned.get(key)
    if found is None:
        found = _interned[key] = Node(op, args, detail)
    return found


def base_value(value: Any) -> tuple[Any, Dimension]:
    """Return magnitude in base units and dimension of a quantity, a constant or a plain number."""
    value = getattr(value, "quantity", value)
    if hasattr(value, "to_base_units"):
        base = value.to_base_units()
        return base.magnitude, dimension_of(value)
    return value, NONE


def dimension_of(quantity: Any) -> Dimension:
    """Return the dimension of a quantity or unit."""
    return tuple(
        sorted((str(name), float(power)) for name, power in quantity.dimensionality.items() if power)
    )


def number(value: Any) -> Node:
    """Return the node of a number written in a key; a quantity keeps its unit.

    Raises
    ------
    NotAFormula
        If it is no single real number.
    """
    base, dimension = base_value(value)
    plain = getattr(value, "magnitude", value)
    if np.ndim(base) != 0:
        raise NotAFormula("Arrays of numbers belong into the scenario, not into the key.")
    return node("number", detail=Literal((float(base), float(plain), dimension)))


ONE = number(1)
ZERO = number(0)


def nodes(tree: Node) -> Iterator[Node]:
    """Walk through a tree, parents first; a part that occurs twice comes twice."""
    yield tree
    for arg in tree.args:
        yield from nodes(arg)


def inputs_of(tree: Node) -> tuple[str, ...]:
    """Return the names of the inputs in a tree, in the order of their first use."""
    names = (
        n.detail if n.op == "input" else n.detail[0] for n in nodes(tree) if n.op in ("input", "sibling")
    )
    return tuple(dict.fromkeys(names))


def replace(tree: Node, old: Node, new: Node) -> Node:
    """Return the tree with every occurrence of `old` replaced."""
    if tree is old:
        return new
    args = tuple(replace(arg, old, new) for arg in tree.args)
    return tree if args == tree.args else node(tree.op, *args, detail=tree.detail)


def replace_at(tree: Node, path: tuple[int, ...], new: Node) -> Node:
    """Return the tree with the part at one place replaced."""
    if not path:
        return new
    args = list(tree.args)
    args[path[0]] = replace_at(args[path[0]], path[1:], new)
    return node(tree.op, *args, detail=tree.detail)


def places(tree: Node, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Node]]:
    """Walk through a tree with the path to every part."""
    yield path, tree
    for index, arg in enumerate(tree.args):
        yield from places(arg, (*path, index))


# ---- symbols


class Symbol:
    """Stands for a parameter while a key is traced; arithmetic and numpy functions build the tree."""

    __slots__ = ("node",)

    def __init__(self, tree: Node) -> None:
        self.node = tree

    def __add__(self, other: Any) -> Symbol:
        return _apply("add", self, other)

    def __radd__(self, other: Any) -> Symbol:
        return _apply("add", other, self)

    def __sub__(self, other: Any) -> Symbol:
        return _apply("sub", self, other)

    def __rsub__(self, other: Any) -> Symbol:
        return _apply("sub", other, self)

    def __mul__(self, other: Any) -> Symbol:
        return _apply("mul", self, other)

    def __rmul__(self, other: Any) -> Symbol:
        return _apply("mul", other, self)

    def __truediv__(self, other: Any) -> Symbol:
        return _apply("div", self, other)

    def __rtruediv__(self, other: Any) -> Symbol:
        return _apply("div", other, self)

    def __pow__(self, other: Any) -> Symbol:
        return _apply("pow", self, other)

    def __rpow__(self, other: Any) -> Symbol:
        return _apply("pow", other, self)

    def __neg__(self) -> Symbol:
        return _apply("neg", self)

    def __pos__(self) -> Symbol:
        return self

    def __abs__(self) -> Symbol:
        return _apply("abs", self)

    def __getitem__(self, index: int) -> Symbol:
        if not isinstance(index, int):
            raise NotAFormula("A key may take single items of an input, not slices.")
        return Symbol(node("item", self.node, detail=index))

    def __iter__(self) -> Iterator[Symbol]:
        raise NotAFormula("A key cannot loop over an input; use numpy's sum, max, cumsum and the like.")

    def to(self, unit: Any) -> Symbol:
        """Return itself: a change of unit changes no formula."""
        return self

    def __bool__(self) -> bool:
        raise NotAFormula("A key is a plain formula: no if, no max or min of Python's own (use np.maximum).")

    __eq__ = None  # type: ignore[assignment]
    __hash__ = None  # type: ignore[assignment]

    def __float__(self) -> float:
        raise NotAFormula("A key uses numpy's functions (np.ceil, np.log10 …), not those of math.")

    __int__ = __index__ = __float__

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise NotAFormula("This numpy function is not known to the diagnosis.")

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        name = _UFUNCS.get(ufunc.__name__)
        if method != "__call__" or kwargs or name is None:
            raise NotAFormula(f"A key cannot use np.{ufunc.__name__} ({method}).")
        return _apply(name, *inputs)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        name = _FUNCTIONS.get(function.__name__)
        if name is None or kwargs or len(args) != (2 if name == "dot" else 1):
            raise NotAFormula(f"A key cannot use np.{function.__name__} like this.")
        if name == "dot":
            return _apply("sum", _apply("mul", *args))
        return _apply(name, *args)


# pint must leave a product with a symbol to the symbol, as it does for arrays that wrap quantities.
_upcast: dict[str, Any] = pint.compat.upcast_type_map  # type: ignore[assignment]
_upcast[f"{Symbol.__module__}.{Symbol.__name__}"] = Symbol

_UFUNCS = {
    "add": "add", "subtract": "sub", "multiply": "mul", "divide": "div", "true_divide": "div",
    "power": "pow", "float_power": "pow", "negative": "neg", "absolute": "abs", "fabs": "abs",
    "sqrt": "sqrt", "square": "square", "exp": "exp", "exp2": "exp2", "log": "log", "log2": "log2",
    "log10": "log10", "ceil": "ceil", "floor": "floor", "rint": "round", "maximum": "maximum",
    "minimum": "minimum", "reciprocal": "reciprocal",
}  # fmt: skip
_FUNCTIONS = {
    "sum": "sum", "mean": "mean", "max": "max", "amax": "max", "min": "min", "amin": "min",
    "cumsum": "cumsum", "round": "round", "around": "round", "abs": "abs", "dot": "dot", "prod": "prod",
    "size": "size",
}  # fmt: skip


def _apply(op: str, *args: Any) -> Symbol:
    found = [arg.node if isinstance(arg, Symbol) else number(arg) for arg in args]
    if op == "square":
        return Symbol(node("pow", found[0], number(2)))
    if op == "exp2":
        return Symbol(node("pow", number(2), found[0]))
    if op == "reciprocal":
        return Symbol(node("div", ONE, found[0]))
    if op == "add" and found[0] is ZERO:  # the start of Python's own sum
        return Symbol(found[1])
    return Symbol(node(op, *found))


def trace(formula: Callable[..., Any], parameters: tuple[str, ...]) -> Node | None:
    """Return the tree of a formula, or None where there is none to be had.

    Parameters
    ----------
    formula : callable
        A key, or a hand-written wrong way.
    parameters : tuple of str
        Its parameters' names.

    Examples
    --------
    >>> trace(lambda ops, gpus, peak: ops / (gpus * peak), ("ops", "gpus", "peak"))
    (ops / (gpus * peak))
    """
    symbols = [Symbol(node("input", detail=name)) for name in parameters]
    try:
        result = formula(*symbols)
    except Exception:  # regressions, tables, loops: not a formula, so misconceptions are written by hand
        return None
    return result.node if isinstance(result, Symbol) else None


# ---- values


class Value(tuple[Array, Dimension]):
    """What a formula gives: one line per row of the scenario, one column per item, and the dimension."""

    __slots__ = ()

    @property
    def array(self) -> Array:
        """Magnitudes in base units, of shape (rows or 1, items)."""
        return self[0]

    @property
    def dimension(self) -> Dimension:
        """Powers of the base dimensions."""
        return self[1]


class Unlike(ArithmeticError):
    """Two dimensions were added, or something that is no plain number was put into a logarithm."""


@functools.lru_cache(maxsize=4096)
def _times(one: Dimension, other: Dimension, power: float = 1.0) -> Dimension:
    powers = dict(one)
    for name, exponent in other:
        powers[name] = powers.get(name, 0.0) + exponent * power
    return tuple(sorted((name, exponent) for name, exponent in powers.items() if exponent))


def _same(args: list[Value]) -> Dimension:
    dimension = args[0].dimension
    if any(arg.dimension != dimension for arg in args):
        raise Unlike
    return dimension


def _plain(args: list[Value]) -> Dimension:
    if any(arg.dimension for arg in args):
        raise Unlike
    return NONE


def _first(args: list[Value]) -> Dimension:
    return args[0].dimension


def _power(args: list[Value]) -> Dimension:
    base, exponent = args
    if exponent.dimension:
        raise Unlike
    if not base.dimension:
        return NONE
    powers = np.unique(exponent.array)
    if powers.size != 1:
        raise Unlike
    return _times(NONE, base.dimension, float(powers[0]))


def _difference(one: Array, other: Array) -> Array:
    """Subtract; what differs by a rounding error alone gives zero, as it would on paper."""
    rest: Array = np.asarray(one - other, float)
    return np.where(np.abs(rest) <= 1e-14 * np.maximum(np.abs(one), np.abs(other)), 0.0, rest)


def _reduction(function: Callable[..., Any]) -> Callable[[Array], Array]:
    return lambda array: np.asarray(function(array, axis=-1, keepdims=True))


def _to_digits(values: Array, digits: int) -> Array:
    """Round to significant digits."""
    place = np.power(10.0, digits - 1 - np.floor(np.log10(np.abs(values))))
    return np.where(values == 0, 0.0, np.round(values * place) / place)


def _xor(one: Array, other: Array) -> Array:
    """Return what ``^`` gives, which takes whole numbers only."""
    one, other = np.broadcast_arrays(np.asarray(one, float), np.asarray(other, float))
    fit = (one == np.rint(one)) & (other == np.rint(other)) & (np.maximum(abs(one), abs(other)) < 2.0**53)
    whole = [np.where(fit, value, 0).astype(np.int64) for value in (one, other)]
    return np.where(fit, whole[0] ^ whole[1], np.nan)


OPERATIONS: Mapping[str, tuple[Callable[..., Any], Callable[[list[Value]], Dimension]]] = {
    "add": (np.add, _same),
    "sub": (_difference, _same),
    "mul": (np.multiply, lambda args: _times(args[0].dimension, args[1].dimension)),
    "div": (np.divide, lambda args: _times(args[0].dimension, args[1].dimension, -1.0)),
    "pow": (lambda a, b: np.power(np.asarray(a, float), b), _power),
    "xor": (_xor, _plain),
    "neg": (np.negative, _first),
    "abs": (np.abs, _first),
    "sqrt": (np.sqrt, lambda args: _times(NONE, args[0].dimension, 0.5)),
    "exp": (np.exp, _plain),
    "log": (np.log, _plain),
    "log2": (np.log2, _plain),
    "log10": (np.log10, _plain),
    "ceil": (np.ceil, _plain),
    "floor": (np.floor, _plain),
    "round": (np.round, _plain),
    "to1digits": (lambda array: _to_digits(array, 1), _first),
    "to2digits": (lambda array: _to_digits(array, 2), _first),
    "maximum": (np.maximum, _same),
    "minimum": (np.minimum, _same),
    "sum": (_reduction(np.sum), _first),
    "mean": (_reduction(np.mean), _first),
    "max": (_reduction(np.max), _first),
    "min": (_reduction(np.min), _first),
    "prod": (_reduction(np.prod), _plain),
    "size": (lambda array: np.full((array.shape[0], 1), float(array.shape[1])), lambda args: NONE),
    "cumsum": (lambda array: np.cumsum(array, axis=-1), _first),
}


class Evaluator:
    """Evaluates trees for all rows of a scenario in one pass each; parts in common are computed once.

    Parameters
    ----------
    lookup : callable
        Returns the `Value` of an ``input`` or ``sibling`` node.
    plain : bool
        Whether to compute as somebody does who strips the units first: every number as it is
        displayed, no conversion, no dimension.
    literal : callable, optional
        Turns base value and dimension of a number in the formula into the bare number it stands for, where
        that is not the number as written.
    """

    def __init__(
        self,
        lookup: Callable[[Node, bool], Value],
        *,
        plain: bool = False,
        literal: Callable[[float, Dimension], float] | None = None,
    ) -> None:
        self._lookup, self._plain, self._literal = lookup, plain, literal
        self._known: dict[Node, Value | None] = {}

    def __call__(self, tree: Node) -> Value | None:
        """Return the value of a tree, or None where its dimensions do not go together."""
        if tree in self._known:
            return self._known[tree]
        try:
            with np.errstate(all="ignore"):
                found = self._compute(tree)
        except (Unlike, IndexError, ValueError):
            found = None
        self._known[tree] = found
        return found

    def _compute(self, tree: Node) -> Value | None:
        if tree.op == "number":
            literal: Literal = tree.detail
            one = literal.plain if self._plain else literal.base
            if self._literal is not None:
                one = self._literal(literal.base, literal.dimension)
            return Value((np.array([[one]]), NONE if self._plain else literal.dimension))
        if tree.op in ("input", "sibling"):
            return self._lookup(tree, self._plain)
        args = []
        for arg in tree.args:
            value = self(arg)
            if value is None:
                return None
            args.append(value)
        if tree.op == "item":
            index = tree.detail
            array = args[0].array
            if not -array.shape[1] <= index < array.shape[1]:
                raise Unlike
            return Value((array[:, [index]], args[0].dimension))
        compute, dimension = OPERATIONS[tree.op]
        return Value((np.asarray(compute(*(arg.array for arg in args)), float), dimension(args)))
