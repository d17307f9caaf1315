"""Reading what a submission hands over: strict, typed, bounded, and never by running anything.

The child packs its answers (`autograder.grading.child.encoding`), and may have been made to pack anything.
This module is the gate: it builds values of a fixed list of types from the bytes, or says why it cannot.
Nothing is unpickled, evaluated, imported by name, or allocated on the strength of a length that the bytes do
not bear out.
"""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import fractions
import functools
import math
import re
import struct
import types
import typing
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin

import numpy as np

from autograder.grading.child.encoding import MAX_ARRAY_BYTES, Encoder
from autograder.grading.child.wire import MAX_DEPTH, Tagged, WireError, pack, unpack

__all__ = [
    "Answer",
    "CodecError",
    "Decoder",
    "GraphContent",
    "Missing",
    "Unreadable",
    "encode_argument",
]

MAX_ROWS = 1_000_000
MAX_SIDE = 10_000_000
MAX_DIMENSIONS = 8
MAX_UNITS = 16
MAX_UNIT_NAMES = 200
MAX_EXPONENT = 64
MAX_SAME_HASH = 16
MAX_ENUM_MEMBERS = 1000


class CodecError(ValueError):
    """The bytes are not what an honest child sends."""


@dataclasses.dataclass(frozen=True, slots=True)
class Missing:
    """Stands for a name that the notebook never defined.

    Attributes
    ----------
    name
        The name.
    """

    name: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands for a value that does not cross.

    Attributes
    ----------
    reason
        Why, as a part of a sentence, in a beginner's words. It comes from the child: escape it before
        display.
    type_name
        The name of its type there; empty when nothing is known.
    """

    reason: str
    type_name: str = ""

    def __repr__(self) -> str:
        """Return what a message may call it."""
        return f"<{self.type_name or 'value'}: {self.reason}>"


@dataclasses.dataclass(frozen=True, slots=True)
class GraphContent:
    """A networkx graph, as plain data, read as the original is: ``graph.nodes``, ``graph.edges``.

    Attributes
    ----------
    directed
        Whether an edge has a direction.
    nodes
        The nodes.
    edges
        Pairs of nodes.
    """

    directed: bool
    nodes: tuple[Any, ...]
    edges: tuple[tuple[Any, Any], ...]

    def is_directed(self) -> bool:
        """Say whether an edge has a direction."""
        return self.directed


Answer: TypeAlias = Any
"""A plain value, or `Missing`, `Unreadable`, `GraphContent`, a figure's content, a callable."""


def encode_argument(value: Any) -> Any:
    """Return the packable tree of an argument for a student's function.

    Parameters
    ----------
    value
        A plain value, container, array, Quantity, constant or table.

    Returns
    -------
    object
        A tree for :func:`~autograder.grading.child.wire.pack`.

    Raises
    ------
    TypeError
        When it holds something that cannot cross.

    Examples
    --------
    >>> encode_argument({"disk": 1800})
    Tagged(name='dict', payload=['disk', 1800])
    >>> encode_argument(print)
    Traceback (most recent call last):
    ...
    TypeError: an argument of a student's function must be plain data, not builtin_function_or_method
    """
    tree = _argument_encoder().answer(value)
    if _first_uncrossable(tree) is not None:
        raise TypeError(f"an argument of a student's function must be plain data, not {type(value).__name__}")
    return tree


@functools.cache
def _argument_encoder() -> Encoder:
    return Encoder(_Forgetful())


class _Forgetful(list[Any]):
    """Keeps no function: none may cross from here to there."""

    def append(self, value: Any) -> None:
        pass


def _first_uncrossable(tree: Any) -> Tagged | None:
    waiting = [tree]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Tagged):
            if item.name in ("unreadable", "function", "figure", "graph", "enum"):
                return item
            waiting.append(item.payload)
        elif isinstance(item, list | tuple):
            waiting.extend(item)
        elif isinstance(item, dict):
            waiting.extend(item.values())
    return None


_CRAFTABLE = (int, float, complex, tuple, frozenset, decimal.Decimal, fractions.Fraction)
_PLAIN_DTYPES = frozenset(
    ["|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"]
)
_TIME_DTYPE = re.compile(r"<[mM]8\[(Y|M|W|D|h|m|s|ms|us|ns)\]\Z")
_DECIMAL = re.compile(r"-?(?:\d+(?:\.\d*)?(?:E[+-]?\d{1,6})?|Infinity|NaN)\Z", re.ASCII)
_UNIT = re.compile(r"[^\W\d][\w°%]{0,63}\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_DATETIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{6})?([+-]\d{2}:\d{2})?\Z", re.ASCII)
_COLUMN_DTYPES = frozenset(
    {"str", "string", "category", "boolean", "Float32", "Float64"}
    | {f"{sign}Int{bits}" for sign in ("", "U") for bits in (8, 16, 32, 64)}
)
_KEY_TYPES = (
    type(None),
    bool,
    int,
    float,
    complex,
    str,
    bytes,
    decimal.Decimal,
    fractions.Fraction,
    enum.Enum,
)


def _no_functions(number: int, name: str, parameters: tuple[str, ...] | None) -> Any:
    return Unreadable("a function cannot be read here", "function")


class Decoder:
    """Builds values from the bytes of a child.

    Parameters
    ----------
    make_function
        Called with the number, name and parameter names of each function in the data; returns what stands
        for it.

    Examples
    --------
    >>> from autograder.grading.child.encoding import Encoder
    >>> from autograder.grading.child.wire import pack
    >>> Decoder().decode(pack(Encoder([]).answer({"a": (1, 2.5)})))
    {'a': (1, 2.5)}
    >>> Decoder().decode(b"z")
    Traceback (most recent call last):
    ...
    autograder.grading.codec.CodecError: a byte that starts no value
    """

    def __init__(
        self, make_function: Callable[[int, str, tuple[str, ...] | None], Any] = _no_functions
    ) -> None:
        self.make_function = make_function
        self._enums: dict[tuple[str, str, str], Any] = {}
        self._unit_names: set[str] = set()

    def decode(self, data: bytes) -> Answer:
        """Return the value that the bytes stand for.

        Parameters
        ----------
        data
            What the child sent.

        Returns
        -------
        object
            The value; see `Answer`.

        Raises
        ------
        CodecError
            When the bytes are not what an honest child sends. No other exception leaves this method.
        """
        try:
            return self.value(unpack(data))
        except CodecError:
            raise
        except WireError as error:
            raise CodecError(str(error)) from None
        except Exception as error:  # numpy, pandas and pint have many; none of them may stop the grading
            raise CodecError(f"not readable ({type(error).__name__})") from None

    def value(self, tree: Any, depth: int = 0) -> Any:
        """Return the value a tree stands for.

        Parameters
        ----------
        tree
            What :func:`~autograder.grading.child.wire.unpack` returned, or a part of it.
        depth
            How deep the part lies.

        Raises
        ------
        CodecError
            When the tree is not what an honest child sends.
        """
        if depth > MAX_DEPTH:
            raise CodecError("values nested too deeply")
        if isinstance(tree, list | tuple):
            items = [self.value(item, depth + 1) for item in tree]
            _check_hashes(items)
            return items if isinstance(tree, list) else tuple(items)
        if isinstance(tree, dict):
            raise CodecError("a message where a value belongs")
        if not isinstance(tree, Tagged):
            return tree
        reader = self._READERS.get(tree.name)
        if reader is None:
            raise CodecError("a kind of value that does not exist")
        return reader(self, tree.payload, depth + 1)

    # Each reader takes a payload of unknown shape.

    def _dict(self, payload: Any, depth: int) -> Any:
        parts = _listed(payload)
        if len(parts) % 2:
            raise CodecError("a key without a value")
        keys = [self.value(part, depth) for part in parts[::2]]
        bad = _check_keys(keys)
        if bad is not None:
            return bad
        made = dict(zip(keys, [self.value(part, depth) for part in parts[1::2]], strict=True))
        if len(made) != len(keys):
            raise CodecError("a key comes twice")
        return made

    def _set(self, payload: Any, depth: int) -> Any:
        items = [self.value(part, depth) for part in _listed(payload)]
        bad = _check_keys(items)
        if bad is not None:
            return bad
        made = set(items)
        if len(made) != len(items):
            raise CodecError("an element comes twice")
        return made

    def _frozenset(self, payload: Any, depth: int) -> Any:
        made = self._set(payload, depth)
        return frozenset(made) if isinstance(made, set) else made

    def _decimal(self, payload: Any, depth: int) -> Any:
        text = _texted(payload, 5000)
        if not _DECIMAL.match(text):
            return Unreadable("a decimal number of an unusual form", "Decimal")
        number = decimal.Decimal(text)
        if number.is_finite() and (abs(number.adjusted()) > 4000 or len(number.as_tuple().digits) > 4000):
            return Unreadable("a decimal number of too many digits", "Decimal")
        return number

    def _fraction(self, payload: Any, depth: int) -> Any:
        parts = _listed(payload, 2)
        if any(isinstance(part, Tagged) for part in parts):
            return Unreadable("a fraction of too many digits", "Fraction")
        above, below = (_counted(part) for part in parts)
        if below <= 0:
            raise CodecError("a fraction without a denominator")
        return fractions.Fraction(above, below)

    def _date(self, payload: Any, depth: int) -> Any:
        text = _texted(payload, 10)
        if not _DATE.match(text):
            raise CodecError("a date that is none")
        return datetime.date.fromisoformat(text)

    def _datetime(self, payload: Any, depth: int) -> Any:
        text = _texted(payload, 64)
        if not _DATETIME.match(text):
            return Unreadable("a point in time of an unusual form", "datetime")
        return datetime.datetime.fromisoformat(text)

    def _timedelta(self, payload: Any, depth: int) -> Any:
        return datetime.timedelta(*[_counted(part) for part in _listed(payload, 3)])

    def _enum(self, payload: Any, depth: int) -> Any:
        fields = _fields(payload, "class", "name", "value")
        kind, name = _texted(fields["class"], 100), _texted(fields["name"], 200)
        value = self.value(fields["value"], depth)
        if not _is_key(value) or not name.isidentifier() or not kind.isidentifier():
            return Unreadable("a member of an unusual enumeration", kind)
        known = self._enums.get((kind, name, repr(value)))
        if known is None:
            if len(self._enums) >= MAX_ENUM_MEMBERS:
                return Unreadable("too many members of enumerations", kind)
            # A real member of an enumeration made for it: code that takes enumerations takes this.
            make: Any = enum.Enum
            made = make(kind, [(name, value)])
            known = made[name]
            self._enums[kind, name, repr(value)] = known
        return known

    def _quantity(self, payload: Any, depth: int) -> Any:
        from mlsys_course.units import ureg

        encoded, named = _listed(payload, 2)
        magnitude = self.value(encoded, depth)
        if isinstance(magnitude, Unreadable):
            return magnitude
        if isinstance(magnitude, bool) or not isinstance(
            magnitude, int | float | complex | decimal.Decimal | fractions.Fraction | np.number | np.ndarray
        ):
            return Unreadable("a quantity whose magnitude is not a number", "Quantity")
        if isinstance(magnitude, np.ndarray) and magnitude.dtype.kind not in "iufc":
            return Unreadable("a quantity whose magnitude is not numeric", "Quantity")
        units: dict[str, int | float] = {}
        for entry in _listed(named, most=MAX_UNITS):
            name, exponent = _listed(entry, 2)
            if not isinstance(name, str) or not _UNIT.match(name):
                return Unreadable("a quantity in a unit with an unusual name", "Quantity")
            if type(exponent) not in (int, float) or not abs(exponent) <= MAX_EXPONENT:
                return Unreadable("a quantity in a unit with an unusual exponent", "Quantity")
            # Looking up a name takes pint half a millisecond: a few dozen are honest, a hundred thousand not.
            self._unit_names.add(name)
            known = _unit_name(name) if len(self._unit_names) <= MAX_UNIT_NAMES else None
            if known is None:
                return Unreadable(
                    f"a quantity in the unit {name}, which this course does not know", "Quantity"
                )
            if known in units:
                raise CodecError("a unit comes twice")
            units[known] = exponent
        return ureg.Quantity(magnitude, ureg.UnitsContainer(units))

    def _npstr(self, payload: Any, depth: int) -> Any:
        if isinstance(payload, Tagged):
            return self.value(payload, depth)
        return np.str_(_texted(payload))

    def _npscalar(self, payload: Any, depth: int) -> Any:
        dtype, data = _listed(payload, 2)
        return _numbers(dtype, [1], data)[0]

    def _ndarray(self, payload: Any, depth: int) -> Any:
        dtype, shape, data = _listed(payload, 3)
        return _numbers(dtype, shape, data)

    def _strarray(self, payload: Any, depth: int) -> Any:
        shape, items = _listed(payload, 2)
        values = [self.value(item, depth) for item in _listed(items)]
        sides = _shape(shape, len(values))
        for kind, width in ((str, 4), (bytes, 1)):
            if all(type(value) is kind for value in values):
                # numpy gives each element the room of the longest.
                longest = max(map(len, values), default=1) or 1
                if longest * width * max(len(values), 1) > MAX_ARRAY_BYTES:
                    return Unreadable("an array of texts that is too large", "ndarray")
                return np.array(values, dtype=kind).reshape(sides)
        return Unreadable("an array of texts that cannot be read", "ndarray")

    def _objarray(self, payload: Any, depth: int) -> Any:
        shape, items = _listed(payload, 2)
        return self._objects(_listed(items), depth).reshape(_shape(shape, len(items)))

    def _objects(self, items: Sequence[Any], depth: int) -> Any:
        made = np.empty(len(items), dtype=object)
        for number, item in enumerate(items):
            made[number] = self.value(item, depth)
        _check_hashes(made)
        return made

    def _na(self, payload: Any, depth: int) -> Any:
        import pandas as pd

        return pd.NA

    def _nat(self, payload: Any, depth: int) -> Any:
        import pandas as pd

        return pd.NaT

    def _column(self, tree: Any, depth: int) -> Any:
        """Return one column or index level as an array; its length is that of the data sent."""
        import pandas as pd

        if not isinstance(tree, Tagged):
            raise CodecError("a column that is none")
        if tree.name == "ndarray":
            made = self._ndarray(tree.payload, depth)
            if made.ndim != 1 or len(made) > MAX_ROWS:
                raise CodecError("a column of an impossible shape")
            return made
        if tree.name == "unreadable":
            raise _TooMuch
        if tree.name != "column":
            raise CodecError("a column that is none")
        dtype, items = _listed(tree.payload, 2)
        values = self._objects(_listed(items), depth)
        if _texted(dtype, 40) in _COLUMN_DTYPES and all(_is_key(value) or value is pd.NA for value in values):
            try:
                return pd.Series(values, dtype=object).astype(dtype).array
            except (TypeError, ValueError):
                pass  # not what its type says: then as plain objects
        return values

    def _index_of(self, tree: Any, depth: int) -> Any:
        import pandas as pd

        fields = _fields(tree, "values", "names")
        names = [self.value(name, depth) for name in _listed(fields["names"], most=20)]
        if not names or not all(_is_key(name) for name in names):
            raise CodecError("an index with impossible names")
        values = fields["values"]
        if not isinstance(values, Tagged):
            raise CodecError("an index that is none")
        if values.name == "range":
            bounds = [_counted(part) for part in _listed(values.payload, 3)]
            if bounds[2] == 0 or max(map(abs, bounds)) > 1 << 53 or len(range(*bounds)) > MAX_ROWS:
                raise CodecError("an index of an impossible length")
            return pd.RangeIndex(range(*bounds), name=names[0])
        if values.name == "tuples":
            rows = [self.value(item, depth) for item in _listed(values.payload)]
            if not all(type(row) is tuple and len(row) == len(names) and _is_key(row) for row in rows):
                raise CodecError("an index of uneven rows")
            if not rows:
                return pd.MultiIndex.from_arrays([[] for _ in names], names=names)
            return pd.MultiIndex.from_tuples(rows, names=names)
        column = self._column(values, depth)
        if not all(_is_key(value) or value is pd.NA or value is pd.NaT for value in column):
            raise _TooMuch
        return pd.Index(column, name=names[0])

    def _index(self, payload: Any, depth: int) -> Any:
        try:
            return self._index_of(payload, depth)
        except _TooMuch:
            return Unreadable("an index with contents that cannot be read", "Index")

    def _series(self, payload: Any, depth: int) -> Any:
        import pandas as pd

        fields = _fields(payload, "values", "index", "name")
        try:
            values = self._column(fields["values"], depth)
            index = self._index_of(fields["index"], depth)
        except _TooMuch:
            return Unreadable("a series with contents that cannot be read", "Series")
        name = self.value(fields["name"], depth)
        if len(values) != len(index) or not _is_key(name):
            raise CodecError("a series of uneven parts")
        return pd.Series(values, index=index, name=name)

    def _frame(self, payload: Any, depth: int) -> Any:
        import pandas as pd

        fields = _fields(payload, "columns", "index", "values")
        try:
            columns = self._index_of(fields["columns"], depth)
            index = self._index_of(fields["index"], depth)
            values = [self._column(column, depth) for column in _listed(fields["values"], most=1000)]
        except _TooMuch:
            return Unreadable("a table with contents that cannot be read", "DataFrame")
        if len(columns) != len(values) or any(len(column) != len(index) for column in values):
            raise CodecError("a table of uneven parts")
        frame = pd.DataFrame(dict(enumerate(values)), index=index)
        frame.columns = columns
        return frame

    def _graph(self, payload: Any, depth: int) -> Any:
        fields = _fields(payload, "directed", "nodes", "edges")
        nodes = tuple([self.value(node, depth) for node in _listed(fields["nodes"])])
        edges = []
        for edge in _listed(fields["edges"]):
            start, end = _listed(edge, 2)
            edges.append((self.value(start, depth), self.value(end, depth)))
        if not all(_is_key(node) for node in nodes) or not all(_is_key(edge) for edge in edges):
            return Unreadable("a graph with nodes that cannot be read", "Graph")
        if type(fields["directed"]) is not bool:
            raise CodecError("a graph of no kind")
        return GraphContent(fields["directed"], nodes, tuple(edges))

    def _figure(self, payload: Any, depth: int) -> Any:
        from mlsys_course.kinds.plot.content import FigureContent

        return _build(payload, FigureContent)

    def _function(self, payload: Any, depth: int) -> Any:
        fields = _fields(payload, "id", "name", "parameters")
        number = _counted(fields["id"])
        if not 0 <= number < 1_000_000:
            raise CodecError("a function that cannot be")
        parameters = fields["parameters"]
        if parameters is not None:
            parameters = tuple([_texted(name, 100) for name in _listed(parameters, most=50)])
        return self.make_function(number, _texted(fields["name"], 200), parameters)

    def _missing(self, payload: Any, depth: int) -> Any:
        return Missing(_texted(payload, 1000))

    def _unreadable(self, payload: Any, depth: int) -> Any:
        fields = _fields(payload, "reason", "type")
        return Unreadable(_texted(fields["reason"], 500), _texted(fields["type"], 100))

    _READERS: dict[str, Callable[[Decoder, Any, int], Any]] = {
        "dict": _dict,
        "set": _set,
        "frozenset": _frozenset,
        "decimal": _decimal,
        "fraction": _fraction,
        "date": _date,
        "datetime": _datetime,
        "timedelta": _timedelta,
        "enum": _enum,
        "quantity": _quantity,
        "npstr": _npstr,
        "npscalar": _npscalar,
        "ndarray": _ndarray,
        "strarray": _strarray,
        "objarray": _objarray,
        "na": _na,
        "nat": _nat,
        "index": _index,
        "series": _series,
        "frame": _frame,
        "graph": _graph,
        "figure": _figure,
        "function": _function,
        "missing": _missing,
        "unreadable": _unreadable,
    }


class _TooMuch(Exception):
    """A part of a table could not be sent: the table as a whole is unreadable, though nobody lied."""


def _listed(payload: Any, exactly: int | None = None, *, most: int | None = None) -> list[Any]:
    if not isinstance(payload, list) or (exactly is not None and len(payload) != exactly):
        raise CodecError("a list of another length was expected")
    if most is not None and len(payload) > most:
        raise CodecError("a list is too long")
    return payload


def _fields(payload: Any, *names: str) -> dict[str, Any]:
    if not isinstance(payload, dict) or set(payload) != set(names):
        raise CodecError("fields are missing or unknown")
    return payload


def _texted(payload: Any, most: int = 2_000_000) -> str:
    if not isinstance(payload, str) or len(payload) > most:
        raise CodecError("a text was expected")
    return payload


def _counted(payload: Any) -> int:
    if type(payload) is not int:
        raise CodecError("a whole number was expected")
    return payload


def _is_key(value: Any) -> bool:
    """Say whether a value may be a key: plain, and hashed by code that a submission has no part in."""
    if isinstance(value, tuple | frozenset):
        return all(_is_key(item) for item in value)
    return isinstance(value, (*_KEY_TYPES, np.generic, datetime.date, datetime.timedelta))


def _check_keys(keys: list[Any]) -> Unreadable | None:
    if not all(_is_key(key) for key in keys):
        return Unreadable("a dictionary or set with keys that cannot be read", "dict")
    _check_hashes(keys)
    return None


def _check_hashes(values: Iterable[Any]) -> None:
    """Refuse values made to collide: a set of a hundred thousand of one hash takes minutes to build.

    Whoever grades a list may well make a set of it, so lists are looked at too.
    """
    seen: dict[int, list[Any]] = {}
    for value in values:
        if type(value) in _CRAFTABLE and _is_key(value):
            same = seen.setdefault(hash(value), [])
            if value not in same:
                same.append(value)
                if len(same) > MAX_SAME_HASH:
                    raise CodecError("values made to collide")


def _shape(payload: Any, size: int) -> tuple[int, ...]:
    sides = [_counted(side) for side in _listed(payload, most=MAX_DIMENSIONS)]
    if any(not 0 <= side <= MAX_SIDE for side in sides) or math.prod(sides) != size:
        raise CodecError("an array whose shape does not fit its contents")
    return tuple(sides)


def _numbers(dtype: Any, shape: Any, data: Any) -> Any:
    if not isinstance(dtype, str) or not (dtype in _PLAIN_DTYPES or _TIME_DTYPE.match(dtype)):
        raise CodecError("an array of an unknown type")
    if not isinstance(data, bytes) or len(data) > MAX_ARRAY_BYTES:
        raise CodecError("an array without contents")
    kind = np.dtype(dtype)
    if len(data) % kind.itemsize:
        raise CodecError("an array that ends within a number")
    sides = _shape(shape, len(data) // kind.itemsize)
    if kind.kind == "b":  # a byte that is neither 0 nor 1 would be a bool like no other
        return (np.frombuffer(data, dtype=np.uint8) != 0).reshape(sides)
    return np.frombuffer(data, dtype=kind).reshape(sides).copy()


@functools.lru_cache(maxsize=4096)
def _unit_name(name: str) -> str | None:
    """Return the course's own name for a unit, or None. Takes a name only: no expression is parsed."""
    from mlsys_course.units import ureg

    try:
        known = ureg.get_name(name, case_sensitive=True)
    except Exception:  # pint has several errors for a name that is none
        return None
    return str(known) or None


def _build(payload: Any, kind: Any) -> Any:
    """Build a frozen dataclass, field by field, from data of unknown shape."""
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        fields = _fields(payload, *hints)
        return kind(**{name: _build(fields[name], hint) for name, hint in hints.items()})
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        choices = [choice for choice in get_args(kind) if choice is not type(None)]
        if payload is None and len(choices) < len(get_args(kind)):
            return None
        return _build(payload, choices[0])
    if origin is Literal:
        if payload not in get_args(kind):
            raise CodecError("a word that is not in the list")
        return payload
    if origin is tuple:
        inner = get_args(kind)
        if inner == (float, Ellipsis):
            return _floats(payload)
        if not isinstance(payload, tuple):
            raise CodecError("a row of values was expected")
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple([_build(item, inner[0]) for item in payload])
        if len(payload) != len(inner):
            raise CodecError("a row of another length was expected")
        return tuple([_build(item, part) for item, part in zip(payload, inner, strict=True)])
    if kind is str:
        return _texted(payload, 2000)
    if type(payload) is not kind:
        raise CodecError("a value of another type was expected")
    return payload


def _floats(payload: Any) -> tuple[float, ...]:
    if isinstance(payload, Tagged) and payload.name == "floats":
        data = payload.payload
        if not isinstance(data, bytes) or len(data) % 8:
            raise CodecError("a row of numbers that ends within one")
        return struct.unpack(f"<{len(data) // 8}d", data)
    if not isinstance(payload, tuple) or any(type(item) is not float for item in payload):
        raise CodecError("a row of numbers was expected")
    return payload


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def frame(value: Any) -> bytes:
    r"""Return a value as a frame: its length, then the packed bytes.

    Parameters
    ----------
    value
        Plain values; see :func:`~autograder.grading.child.wire.pack`.

    Examples
    --------
    >>> frame(None)
    b'\x00\x00\x00\x01N'
    """
    body = pack(value)
    return struct.pack(">I", len(body)) + body


class Frames:
    """Cuts a stream of bytes into frames without ever holding more than one frame's limit.

    Parameters
    ----------
    most
        Length of the longest frame that is accepted.

    Examples
    --------
    >>> frames = Frames(100)
    >>> list(frames.feed(frame(True)[:3])), list(frames.feed(frame(True)[3:]))
    ([], [b'T'])
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._waiting = bytearray()

    def feed(self, data: bytes) -> Iterable[bytes]:
        """Take bytes that came in; go through the frames that are complete.

        Parameters
        ----------
        data
            What was received.

        Raises
        ------
        CodecError
            When a frame says it is longer than allowed.
        """
        self._waiting += data
        while len(self._waiting) >= 4:
            size = int.from_bytes(self._waiting[:4], "big")
            if size > self.most:
                raise CodecError("a message that is too long")
            if len(self._waiting) < 4 + size:
                return
            part = bytes(self._waiting[4 : 4 + size])
            del self._waiting[: 4 + size]
            yield part
