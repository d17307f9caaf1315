"""What the student's names hold, as plain tagged data."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import fractions
import math
import operator
import struct
import sys
import types
from typing import Any

from .wire import MAX_INT_BYTES, Tagged

MAX_ITEMS = 100_000  # values in one answer, whatever their nesting
MAX_TEXT = 1_000_000  # characters of one string
MAX_ARRAY_BYTES = 16 * 1024 * 1024
MAX_COLUMNS = 200
MAX_NESTING = 16


class Unencodable(Exception):
    """An object that does not cross; the text says why, to the student."""


def unreadable(reason: str, obj: Any) -> Tagged:
    """Return the mark that stands in for a value that cannot cross.

    Parameters
    ----------
    reason
        Why, in a beginner's words.
    obj
        The value; only the name of its type is used.
    """
    return Tagged("unreadable", {"reason": reason[:500], "type": type(obj).__name__[:100]})


class Encoder:
    """Turns a student's objects into tagged plain data, where possible without calling their methods.

    The classes it recognises are looked up once, before any student code runs, so that rebinding `np` or
    patching `isinstance` changes nothing for an honest submission. A dishonest one can make this class say
    anything: it is the decoder that has to be strict.

    Parameters
    ----------
    functions
        Where callables are kept, so that the grading process can call them by number.

    Examples
    --------
    >>> Encoder([]).answer([1, 2.5, "three"])
    [1, 2.5, 'three']
    >>> Encoder([]).answer({1: "a"})
    Tagged(name='dict', payload=[1, 'a'])
    """

    def __init__(self, functions: list[Any]) -> None:
        self.functions = functions
        self.np: Any = installed("numpy")
        self.pd: Any = installed("pandas")
        self.quantity: Any = getattr(installed("pint"), "Quantity", None)
        self.unit: Any = getattr(installed("pint"), "Unit", None)
        self.constant: Any = getattr(installed("mlsys_course.constants"), "Constant", None)
        self.artist: Any = getattr(installed("matplotlib.artist"), "Artist", None)
        self.artist_group: Any = getattr(installed("matplotlib.container"), "Container", None)
        self.describe: Any = getattr(installed("mlsys_course.kinds.plot.describing"), "describe", None)
        self._left = 0
        self._open: set[int] = set()

    def answer(self, obj: Any) -> Any:
        """Return the tree that stands for one answer; never raises for an odd object.

        Parameters
        ----------
        obj
            Anything.
        """
        self._left = MAX_ITEMS
        self._open = set()
        try:
            return self.encode(obj)
        except Unencodable as error:
            return unreadable(str(error), obj)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # the object's own code failed, in whatever way
            return unreadable(f"reading it failed: {type(error).__name__}", obj)

    def encode(self, obj: Any) -> Any:
        """Return the tree for `obj`.

        Parameters
        ----------
        obj
            Anything.

        Raises
        ------
        Unencodable
            When the answer is too large, too deep or contains itself.
        """
        self._left -= 1
        if self._left < 0:
            raise Unencodable(f"it holds more than {MAX_ITEMS:,} values")
        kind = type(obj)
        if obj is None or obj is Ellipsis or kind is bool or kind is float or kind is complex:
            return obj
        if kind is int:
            return self._int(obj)
        if kind is str:
            return self._str(obj)
        if kind is bytes:
            return self._bytes(obj)
        if id(obj) in self._open:
            raise Unencodable("it contains itself")
        if len(self._open) >= MAX_NESTING:
            raise Unencodable(f"it is nested more than {MAX_NESTING} levels deep")
        self._open.add(id(obj))
        try:
            return self._compound(obj, kind)
        finally:
            self._open.discard(id(obj))

    def _int(self, obj: int) -> Any:
        if obj.bit_length() > 8 * MAX_INT_BYTES - 1:
            digits = int(obj.bit_length() * math.log10(2))
            return unreadable(f"a whole number of about {digits:,} digits is too long to read", obj)
        return obj

    def _str(self, obj: str) -> Any:
        return (
            obj if len(obj) <= MAX_TEXT else unreadable(f"a text of {len(obj):,} characters is too long", obj)
        )

    def _bytes(self, obj: bytes) -> Any:
        return obj if len(obj) <= MAX_TEXT else unreadable(f"{len(obj):,} bytes are too many", obj)

    def _compound(self, obj: Any, kind: type) -> Any:
        np, pd = self.np, self.pd
        if issubclass(kind, enum.Enum):
            fields = object.__getattribute__(obj, "__dict__")
            return Tagged(
                "enum",
                {
                    "class": kind.__name__[:100],
                    "name": str(fields.get("_name_"))[:200],
                    "value": self.encode(fields.get("_value_")),
                },
            )
        if self.constant is not None and issubclass(kind, self.constant):
            return self.encode(obj.quantity)
        if self.quantity is not None and issubclass(kind, self.quantity):
            return self._quantity(obj._magnitude, obj._units)
        if self.unit is not None and issubclass(kind, self.unit):
            return self._quantity(1, obj._units)
        if np is not None and issubclass(kind, np.generic):
            return self._scalar(obj)
        if np is not None and issubclass(kind, np.ndarray):
            return self._array(obj)
        if pd is not None:
            if obj is pd.NA:
                return Tagged("na", None)
            if obj is pd.NaT:
                return Tagged("nat", None)
            if issubclass(kind, pd.DataFrame):
                return self._frame(obj)
            if issubclass(kind, pd.Series):
                return Tagged("series", self._series(obj))
            if issubclass(kind, pd.Index):
                return Tagged("index", self._index(obj))
        if self._drawn(obj):
            return self._figure(obj)
        if issubclass(kind, bool | int):
            return self._int(int.__pos__(obj))
        if issubclass(kind, float):
            return float.__pos__(obj)
        if issubclass(kind, complex):
            return complex.__pos__(obj)
        if issubclass(kind, str):
            return self._str(str.__str__(obj))
        if issubclass(kind, bytes | bytearray):
            return self._bytes(bytes(memoryview(obj)))
        if issubclass(kind, dict):
            return Tagged("dict", [self.encode(part) for pair in dict.items(obj) for part in pair])
        if issubclass(kind, tuple):
            return tuple([self.encode(item) for item in tuple.__iter__(obj)])
        if issubclass(kind, list):
            return [self.encode(item) for item in list.__iter__(obj)]
        if issubclass(kind, set):
            return Tagged("set", [self.encode(item) for item in set.__iter__(obj)])
        if issubclass(kind, frozenset):
            return Tagged("frozenset", [self.encode(item) for item in frozenset.__iter__(obj)])
        if kind is range or kind in _VIEWS:
            return [self.encode(item) for item in obj]
        if issubclass(kind, decimal.Decimal):
            return Tagged("decimal", decimal.Decimal.__str__(obj)[:5000])
        if issubclass(kind, fractions.Fraction):
            return Tagged("fraction", [self._int(obj._numerator), self._int(obj._denominator)])
        if issubclass(kind, datetime.datetime):
            return Tagged("datetime", datetime.datetime.isoformat(obj))
        if issubclass(kind, datetime.date):
            return Tagged("date", datetime.date.isoformat(obj))
        if issubclass(kind, datetime.timedelta):
            return Tagged("timedelta", [obj.days, obj.seconds, obj.microseconds])
        if any(base.__name__ == "Graph" and base.__module__.startswith("networkx.") for base in kind.__mro__):
            return self._graph(obj)
        if kind.__module__.startswith("networkx.") and kind.__name__.endswith("View"):
            return self._view(obj, kind.__name__)
        if kind is types.ModuleType:
            return self._module(obj)
        if kind is types.CoroutineType:
            return unreadable("it is a coroutine: write def in place of async def, or await it", obj)
        if kind is types.GeneratorType:
            return unreadable("it is a generator, which can be gone through only once: use list(...)", obj)
        if callable(obj):
            return self._function(obj, kind)
        if hasattr(kind, "__float__") and not hasattr(kind, "__len__"):
            number = self._number(obj)
            if number is not None:
                return number
        if hasattr(kind, "__next__"):
            return unreadable("it can be gone through only once: put list(...) around it", obj)
        if kind.__module__ == "seaborn._core.plot" and kind.__name__ == "Plot":
            return self._figure(obj.plot()._figure)
        if kind.__module__.startswith("seaborn."):  # a grid of axes
            return self._figure(obj.figure)
        return unreadable("it is of a type that cannot be graded", obj)

    def _quantity(self, magnitude: Any, units: Any) -> Tagged:
        named = []
        for name, exponent in dict(units).items():
            plain = exponent if type(exponent) in (int, float) else float(exponent)
            named.append([str(name), plain])
        return Tagged("quantity", [self.encode(magnitude), named])

    def _scalar(self, obj: Any) -> Any:
        np = self.np
        if isinstance(obj, np.str_):
            return Tagged("npstr", self._str(str.__str__(obj)))
        if isinstance(obj, np.bytes_):
            return self._bytes(bytes(obj))
        array_ = self._plain_array(np.asarray(obj))
        if not isinstance(array_, Tagged) or array_.name != "ndarray":
            return array_
        return Tagged("npscalar", [array_.payload[0], array_.payload[2]])

    def _array(self, obj: Any) -> Any:
        np = self.np
        if issubclass(type(obj), np.ma.MaskedArray):
            return unreadable("it is a masked array; fill it first", obj)
        plain = np.ndarray.view(obj, np.ndarray)
        if plain.dtype.kind == "O" and plain.size and all(self._drawn(item) for item in plain.flat):
            return self._figure(plain.flat[0])
        return self._plain_array(plain)

    def _plain_array(self, plain: Any) -> Any:
        np = self.np
        kind = plain.dtype.kind
        shape = [int(size) for size in plain.shape]
        if plain.nbytes > MAX_ARRAY_BYTES:
            return unreadable(f"an array of {plain.size:,} numbers is too large", plain)
        if kind == "f" and plain.dtype.itemsize > 8:
            plain = plain.astype(np.float64)
        elif kind == "c" and plain.dtype.itemsize > 16:
            plain = plain.astype(np.complex128)
        if kind in "biufcmM":
            dtype = plain.dtype.newbyteorder("<")
            data = np.ascontiguousarray(plain, dtype=dtype).tobytes()
            return Tagged("ndarray", [dtype.str, shape, data])
        if kind in "US":
            return Tagged("strarray", [shape, [self.encode(item) for item in plain.ravel().tolist()]])
        if kind == "O":
            return Tagged("objarray", [shape, [self.encode(item) for item in plain.ravel().tolist()]])
        return unreadable("an array of this kind cannot be graded", plain)

    def _items(self, values: Any) -> Any:
        """Encode one column or one index: numbers as an array, anything else item by item."""
        dtype = values.dtype
        if isinstance(dtype, self.np.dtype) and dtype.kind in "biufcmM":
            return self._plain_array(self.np.asarray(values))
        return Tagged("column", [str(dtype)[:40], [self.encode(item) for item in values.tolist()]])

    def _index(self, index: Any) -> dict[str, Any]:
        if isinstance(index, self.pd.RangeIndex):
            content: Any = Tagged("range", [int(index.start), int(index.stop), int(index.step)])
        elif isinstance(index, self.pd.MultiIndex):
            content = Tagged("tuples", [self.encode(item) for item in index.tolist()])
        else:
            content = self._items(index)
        return {"values": content, "names": [self.encode(name) for name in index.names]}

    def _series(self, series: Any) -> dict[str, Any]:
        return {
            "values": self._items(series),
            "index": self._index(series.index),
            "name": self.encode(series.name),
        }

    def _frame(self, frame: Any) -> Tagged:
        if len(frame.columns) > MAX_COLUMNS:
            return unreadable(f"a table of {len(frame.columns):,} columns is too wide", frame)
        return Tagged(
            "frame",
            {
                "columns": self._index(frame.columns),
                "index": self._index(frame.index),
                "values": [self._items(frame.iloc[:, number]) for number in range(len(frame.columns))],
            },
        )

    def _drawn(self, obj: Any) -> bool:
        if self.artist is None:
            return False
        kind = type(obj)
        if issubclass(kind, self.artist) or issubclass(kind, self.artist_group):
            return True
        for base in (list, tuple):
            if issubclass(kind, base) and 0 < base.__len__(obj) <= 1000:
                return all(issubclass(type(item), self.artist) for item in base.__iter__(obj))
        return False

    def _figure(self, obj: Any) -> Any:
        if self.describe is None:
            return unreadable("drawings cannot be read here", obj)
        while isinstance(obj, list | tuple):
            obj = obj[0]
        return Tagged("figure", _plain_fields(self.describe(obj)))

    def _view(self, obj: Any, name: str) -> Any:
        """Encode what networkx looks at its graph with: edges as a list, neighbours as a dictionary."""
        if "Adjacency" in name or "Atlas" in name:
            return Tagged("dict", [self.encode(part) for node in obj for part in (node, list(obj[node]))])
        return [self.encode(item) for item in obj]

    def _number(self, obj: Any) -> Any:
        """Encode a number of another library, sympy's for example, as Python's own; None where it is none."""
        try:
            return self._int(operator.index(obj))
        except TypeError:
            pass
        try:
            return float(obj)
        except (TypeError, ValueError, OverflowError):
            return None

    def _module(self, module: Any) -> Any:
        if module.__name__ == "matplotlib.pyplot" and module.get_fignums():
            return self._figure(module.gcf())
        return unreadable("it is a module", module)

    def _graph(self, graph: Any) -> Tagged:
        return Tagged(
            "graph",
            {
                "directed": bool(graph.is_directed()),
                "nodes": [self.encode(node) for node in graph.nodes],
                "edges": [[self.encode(edge[0]), self.encode(edge[1])] for edge in graph.edges],
            },
        )

    def _function(self, obj: Any, kind: type) -> Tagged:
        parameters: list[str] | None = None
        if kind is types.FunctionType:
            code = obj.__code__
            count = min(code.co_argcount, 50)
            by_name = code.co_varnames[code.co_argcount : code.co_argcount + min(code.co_kwonlyargcount, 50)]
            parameters = [str(name)[:100] for name in (*code.co_varnames[:count], *by_name)]
        self.functions.append(_by_position(obj) if kind is types.FunctionType else obj)
        name = getattr(obj, "__name__", kind.__name__)
        return Tagged(
            "function",
            {"id": len(self.functions) - 1, "name": str(name)[:200], "parameters": parameters},
        )


def _by_position(function: Any) -> Any:
    """Return a function that takes by position, in its own order, what it takes by name only."""
    code = function.__code__
    count, names = code.co_argcount, code.co_varnames[code.co_argcount :][: code.co_kwonlyargcount]
    if not names:
        return function

    def call(*args: Any, **given: Any) -> Any:
        return function(*args[:count], **dict(zip(names, args[count:], strict=False)), **given)

    return call


_VIEWS: tuple[type, ...] = (type({}.keys()), type({}.values()), type({}.items()))


def installed(name: str) -> Any:
    """Return a module, or None where it is not installed: the child starts without it.

    Parameters
    ----------
    name
        Its full name.
    """
    try:
        __import__(name)
    except ImportError:
        return None
    return sys.modules[name]


def _plain_fields(obj: Any) -> Any:
    """Turn a tree of frozen dataclasses into dicts; long runs of floats become one value."""
    if dataclasses.is_dataclass(obj) and not isinstance(obj, type):
        return {field.name: _plain_fields(getattr(obj, field.name)) for field in dataclasses.fields(obj)}
    if isinstance(obj, tuple):
        if obj and all(type(item) is float for item in obj):
            return Tagged("floats", struct.pack(f"<{len(obj)}d", *obj))
        return tuple([_plain_fields(item) for item in obj])
    return obj
