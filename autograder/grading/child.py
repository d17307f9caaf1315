"""The untrusted half of trusted grading: everything that runs on the student's side of the line.

The grading process starts this file *by path*, in a clean environment, and it never imports `autograder`:
a forked child inherits its parent's memory, so the parent must hold nothing worth reading. It needs the
standard library and IPython; numpy, pandas, matplotlib, pint and `mlsys_course` are used where they are.

Three kinds of process run it:

``serve``
    the fork server. It builds a private root file system, imports the heavy packages once, and from then on
    only forks. It never reads a byte that a submission wrote.
``supervisor``
    one per submission, forked by the server: makes the child's namespaces, watches its time, memory and
    number of processes, and kills it. No student code runs in it, and the child cannot see it.
``student``
    the child itself: process 1 of its own process namespace, without capabilities, network or anything
    writable but its own scratch. It runs cells in ipykernel's shell and hands answers over as data.

Data crosses in frames: four bytes of length, then a value packed by :func:`pack`. The grading process reads
them with :func:`unpack` and `autograder.grading.codec`, which trust nothing in them.
"""

from __future__ import annotations

import asyncio
import base64
import builtins
import contextlib
import ctypes
import dataclasses
import datetime
import decimal
import enum
import errno
import fractions
import gc
import io
import json
import math
import os
import random
import resource
import select
import signal
import socket
import stat
import struct
import sys
import time
import traceback
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NoReturn

HOME = "/home/student"
COURSE = "/course"
NOBODY = 65534

# ----------------------------------------------------------------------------------------------------------
# The wire: a typed, bounded packing of plain values
# ----------------------------------------------------------------------------------------------------------

MAX_DEPTH = 40
MAX_NODES = 400_000
MAX_INT_BYTES = 1_784  # 4,295 decimal digits: below the length at which Python refuses to print an integer
MAX_FRAME = 32 * 1024 * 1024
_LENGTH = struct.Struct(">I")
_FLOAT = struct.Struct(">d")
_COMPLEX = struct.Struct(">dd")


class WireError(ValueError):
    """A frame is not what :func:`pack` would have written, or larger than allowed."""


@dataclasses.dataclass(frozen=True, slots=True)
class Tagged:
    """A value of a named kind, on its way across: the name says how the payload is to be read.

    Attributes
    ----------
    name
        The kind, such as ``"quantity"``.
    payload
        Plain values, lists, tuples, string-keyed dicts and further `Tagged` values.
    """

    name: str
    payload: Any


def pack(value: Any) -> bytes:
    """Pack a plain value for the wire.

    Parameters
    ----------
    value
        None, ``...``, bool, int, float, complex, str, bytes, list, tuple, dict with string keys, or `Tagged`;
        exactly these types, nested.

    Returns
    -------
    bytes
        The frame's content, without its length.

    Raises
    ------
    WireError
        For any other type.

    Examples
    --------
    >>> unpack(pack({"days": (25.28, None, True)}))
    {'days': (25.28, None, True)}
    """
    out = bytearray()
    _pack(value, out)
    return bytes(out)


def _pack(value: Any, out: bytearray) -> None:
    kind = type(value)
    if value is None:
        out += b"N"
    elif value is Ellipsis:
        out += b"E"
    elif kind is bool:
        out += b"T" if value else b"F"
    elif kind is int:
        body = value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True)
        out += b"i" + _LENGTH.pack(len(body)) + body
    elif kind is float:
        out += b"f" + _FLOAT.pack(value)
    elif kind is complex:
        out += b"c" + _COMPLEX.pack(value.real, value.imag)
    elif kind is str:
        body = value.encode("utf-8", "replace")
        out += b"s" + _LENGTH.pack(len(body)) + body
    elif kind is bytes:
        out += b"b" + _LENGTH.pack(len(value)) + value
    elif kind is list or kind is tuple:
        out += (b"l" if kind is list else b"t") + _LENGTH.pack(len(value))
        for item in value:
            _pack(item, out)
    elif kind is dict:
        out += b"m" + _LENGTH.pack(len(value))
        for key, item in value.items():
            body = key.encode("utf-8", "replace")
            out += _LENGTH.pack(len(body)) + body
            _pack(item, out)
    elif kind is Tagged:
        body = value.name.encode()
        out += b"x" + _LENGTH.pack(len(body)) + body
        _pack(value.payload, out)
    else:
        raise WireError(f"a {kind.__name__} cannot be packed")


def unpack(data: bytes, *, max_depth: int = MAX_DEPTH, max_nodes: int = MAX_NODES) -> Any:
    """Read what :func:`pack` wrote; anything else is refused.

    Time and memory are bounded by the length of `data` and by `max_nodes`, whatever the bytes are.

    Parameters
    ----------
    data
        The content of one frame.
    max_depth, max_nodes
        How deep values may be nested, and how many there may be in all.

    Returns
    -------
    object
        The value.

    Raises
    ------
    WireError
        When a byte is wrong, missing or left over, a key repeated, a text not UTF-8, or a bound passed.
    """
    return _Unpacker(data, max_depth, max_nodes).whole()


class _Unpacker:
    def __init__(self, data: bytes, max_depth: int, max_nodes: int) -> None:
        self.data = data
        self.at = 0
        self.max_depth = max_depth
        self.nodes = max_nodes

    def whole(self) -> Any:
        value = self.value(0)
        if self.at != len(self.data):
            raise WireError("bytes are left over after the value")
        return value

    def take(self, count: int) -> bytes:
        end = self.at + count
        if end > len(self.data):
            raise WireError("the value ends too early")
        part = self.data[self.at : end]
        self.at = end
        return part

    def length(self) -> int:
        (value,) = _LENGTH.unpack(self.take(4))
        return int(value)

    def count(self) -> int:
        # An item takes at least one byte: a count beyond that is a lie, found before anything is allocated.
        value = self.length()
        if value > len(self.data) - self.at or value > self.nodes:
            raise WireError("a container says it is longer than its frame")
        return value

    def text(self, limit: int = MAX_FRAME) -> str:
        size = self.length()
        if size > limit:
            raise WireError("a name is too long")
        try:
            return self.take(size).decode("utf-8")
        except UnicodeDecodeError:
            raise WireError("a text is not UTF-8") from None

    def value(self, depth: int) -> Any:
        self.nodes -= 1
        if self.nodes < 0:
            raise WireError("too many values in one frame")
        if depth > self.max_depth:
            raise WireError("values nested too deeply")
        kind = self.take(1)
        if kind == b"N":
            return None
        if kind == b"E":
            return Ellipsis
        if kind == b"T":
            return True
        if kind == b"F":
            return False
        if kind == b"i":
            size = self.length()
            if size > MAX_INT_BYTES:
                raise WireError("an integer has too many digits")
            return int.from_bytes(self.take(size), "big", signed=True)
        if kind == b"f":
            return _FLOAT.unpack(self.take(8))[0]
        if kind == b"c":
            return complex(*_COMPLEX.unpack(self.take(16)))
        if kind == b"s":
            return self.text()
        if kind == b"b":
            return self.take(self.length())
        if kind == b"l":
            return [self.value(depth + 1) for _ in range(self.count())]
        if kind == b"t":
            return tuple([self.value(depth + 1) for _ in range(self.count())])
        if kind == b"m":
            result: dict[str, Any] = {}
            for _ in range(self.count()):
                key = self.text(256)
                if key in result:
                    raise WireError("a key comes twice")
                result[key] = self.value(depth + 1)
            return result
        if kind == b"x":
            return Tagged(self.text(32), self.value(depth + 1))
        raise WireError("a byte that starts no value")


# ----------------------------------------------------------------------------------------------------------
# Encoding: what the student's names hold, as plain tagged data
# ----------------------------------------------------------------------------------------------------------

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
        self.np: Any = _module("numpy")
        self.pd: Any = _module("pandas")
        self.quantity: Any = getattr(_module("pint"), "Quantity", None)
        self.unit: Any = getattr(_module("pint"), "Unit", None)
        self.constant: Any = getattr(_module("mlsys_course.constants"), "Constant", None)
        self.artist: Any = getattr(_module("matplotlib.artist"), "Artist", None)
        self.artist_group: Any = getattr(_module("matplotlib.container"), "Container", None)
        self.describe: Any = getattr(_module("mlsys_course.figure_content"), "describe", None)
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
        if kind is types.ModuleType:
            return self._module(obj)
        if kind is types.CoroutineType:
            return unreadable("it is a coroutine: write def in place of async def, or await it", obj)
        if kind is types.GeneratorType:
            return unreadable("it is a generator, which can be gone through only once: use list(...)", obj)
        if callable(obj):
            return self._function(obj, kind)
        if hasattr(kind, "__next__"):
            return unreadable("it can be gone through only once: put list(...) around it", obj)
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
            parameters = [str(name)[:100] for name in code.co_varnames[: min(code.co_argcount, 50)]]
        self.functions.append(obj)
        name = getattr(obj, "__name__", kind.__name__)
        return Tagged(
            "function",
            {"id": len(self.functions) - 1, "name": str(name)[:200], "parameters": parameters},
        )


_VIEWS: tuple[type, ...] = (type({}.keys()), type({}.values()), type({}.items()))


def _module(name: str) -> Any:
    """Return a module that is installed, or None; the child must start where one of them is missing."""
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


def revive(tree: Any) -> Any:
    """Build the objects the grading process sent as arguments of a student's function.

    Parameters
    ----------
    tree
        What an `Encoder` made in the grading process, unpacked.

    Returns
    -------
    object
        Plain values, numpy arrays, pandas objects and Quantities of the course's registry.
    """
    if isinstance(tree, list):
        return [revive(item) for item in tree]
    if isinstance(tree, tuple):
        return tuple([revive(item) for item in tree])
    if not isinstance(tree, Tagged):
        return tree
    name, payload = tree.name, tree.payload
    if name == "dict":
        parts = [revive(part) for part in payload]
        return dict(zip(parts[::2], parts[1::2], strict=True))
    if name in ("set", "frozenset"):
        return (set if name == "set" else frozenset)(revive(item) for item in payload)
    if name == "decimal":
        return decimal.Decimal(payload)
    if name == "fraction":
        return fractions.Fraction(*payload)
    if name == "datetime":
        return datetime.datetime.fromisoformat(payload)
    if name == "date":
        return datetime.date.fromisoformat(payload)
    if name == "timedelta":
        return datetime.timedelta(*payload)
    if name == "quantity":
        from mlsys_course import ureg

        magnitude, units = payload
        return ureg.Quantity(revive(magnitude), ureg.UnitsContainer(dict(units)))
    np = _module("numpy")
    if name == "npstr":
        return np.str_(payload)
    if name == "npscalar":
        return np.frombuffer(payload[1], dtype=payload[0])[0]
    if name == "ndarray":
        dtype, shape, data = payload
        return np.frombuffer(data, dtype=dtype).reshape(shape).copy()
    if name == "strarray":
        return np.array(payload[1]).reshape(payload[0])
    if name == "objarray":
        made = np.empty(len(payload[1]), dtype=object)
        made[:] = [revive(item) for item in payload[1]]
        return made.reshape(payload[0])
    pd = _module("pandas")
    if name == "na":
        return pd.NA
    if name == "nat":
        return pd.NaT
    if name == "column":
        return pd.array([revive(item) for item in payload[1]], dtype=payload[0])
    if name == "index":
        return _revive_index(payload)
    if name == "series":
        return pd.Series(
            revive(payload["values"]), index=_revive_index(payload["index"]), name=revive(payload["name"])
        )
    if name == "frame":
        frame = pd.DataFrame(
            {number: revive(column) for number, column in enumerate(payload["values"])},
            index=_revive_index(payload["index"]),
        )
        frame.columns = _revive_index(payload["columns"])
        return frame
    raise WireError(f"no argument can be a {name}")


def _revive_index(payload: Mapping[str, Any]) -> Any:
    pd = _module("pandas")
    values, names = payload["values"], [revive(name) for name in payload["names"]]
    if values.name == "range":
        return pd.RangeIndex(*values.payload, name=names[0])
    if values.name == "tuples":
        return pd.MultiIndex.from_tuples([revive(item) for item in values.payload], names=names)
    return pd.Index(revive(values), name=names[0])


# ----------------------------------------------------------------------------------------------------------
# Messages between the processes of the grader (never read from, nor written by, student code)
# ----------------------------------------------------------------------------------------------------------


class Link:
    """JSON messages, with file descriptors, over a Unix stream socket.

    Parameters
    ----------
    sock
        A connected, blocking socket.
    """

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock

    def fileno(self) -> int:
        """Return the socket's descriptor, for `select`."""
        return self.sock.fileno()

    def send(self, message: Mapping[str, Any], fds: Sequence[int] = ()) -> None:
        """Send one message.

        Parameters
        ----------
        message
            Anything JSON can hold.
        fds
            Descriptors to hand over with it.

        Raises
        ------
        OSError
            When the other side has gone.
        """
        body = json.dumps(message).encode()
        data = _LENGTH.pack(len(body)) + body
        if fds:
            sent = socket.send_fds(self.sock, [data], list(fds))
            data = data[sent:]
        self.sock.sendall(data)

    def receive(self) -> tuple[dict[str, Any], list[int]] | None:
        """Return the next message and its descriptors; None when the other side has gone."""
        try:
            head, fds, _, _ = socket.recv_fds(self.sock, _LENGTH.size, 4)
            while head and len(head) < _LENGTH.size:
                head += self.sock.recv(_LENGTH.size - len(head))
            if len(head) < _LENGTH.size:
                return None
            (size,) = _LENGTH.unpack(head)
            body = bytearray()
            while len(body) < size:
                part = self.sock.recv(min(65536, size - len(body)))
                if not part:
                    return None
                body += part
        except ConnectionError:
            return None
        return json.loads(bytes(body)), list(fds)

    def close(self) -> None:
        """Close the socket."""
        self.sock.close()


# ----------------------------------------------------------------------------------------------------------
# Linux: namespaces, mounts, identity, limits
# ----------------------------------------------------------------------------------------------------------

NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 32, 4096, 16384, 1 << 18
_MOUNT_OPTIONS = {
    **{"ro": MS_RDONLY, "nosuid": MS_NOSUID, "nodev": MS_NODEV, "noexec": MS_NOEXEC},
    **{"noatime": 1024, "nodiratime": 2048, "relatime": 1 << 21},
}
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_KEEPCAPS, _PR_SET_SECCOMP = 1, 4, 8, 22
_PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 24, 38, 47
_CAPABILITY_VERSION = 0x20080522


class SandboxError(RuntimeError):
    """A step in setting up the sandbox failed; the text names the step."""


_libc: Any = None


def _call(step: str, name: str, *arguments: Any) -> int:
    """Call a function of the C library; a failure becomes a `SandboxError` that names the step."""
    global _libc
    if _libc is None:
        _libc = ctypes.CDLL(None, use_errno=True)
    result = getattr(_libc, name)(*arguments)
    if result == -1:
        code = ctypes.get_errno()
        raise SandboxError(f"{step}: {os.strerror(code)} ({errno.errorcode.get(code, code)})")
    return int(result)


def _unshare(step: str, flags: int) -> None:
    _call(step, "unshare", flags)


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    def raw(text: str | None) -> bytes | None:
        return None if text is None else os.fsencode(text)

    _call(
        f"mounting {target}", "mount", raw(source), raw(target), raw(kind), ctypes.c_ulong(flags), raw(data)
    )


def _prctl(step: str, option: int, *arguments: int) -> None:
    padded = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    _call(step, "prctl", option, *padded)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        _prctl("dying with its parent", _PR_SET_PDEATHSIG, signal.SIGKILL)


def _write_map(kind: str, inside: int, outside: int) -> None:
    with open(f"/proc/self/{kind}", "w") as file:
        file.write(f"{inside} {outside} 1\n")


def _own_user_namespace(extra: int, outside_uid: int, outside_gid: int) -> None:
    """Enter a new user namespace (and those in `extra`) in which there is one user, nobody."""
    _unshare("making a user namespace", NEWUSER | extra)
    _prctl("staying readable to itself", _PR_SET_DUMPABLE, 1)
    try:
        with open("/proc/self/setgroups", "w") as file:
            file.write("deny")
        _write_map("uid_map", NOBODY, outside_uid)
        _write_map("gid_map", NOBODY, outside_gid)
    except OSError as error:
        raise SandboxError(f"mapping the user of the sandbox: {error.strerror}") from None


def _capabilities() -> int:
    """Return the effective capabilities of this process, as a bit mask."""
    with open("/proc/self/status") as file:
        for line in file:
            if line.startswith("CapEff:"):
                return int(line.split()[1], 16)
    return 0


def _set_capabilities(mask: int) -> None:
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    low, high = mask & 0xFFFFFFFF, mask >> 32
    data = struct.pack("=6I", low, low, 0, high, high, 0)
    _call("setting capabilities", "capset", header, data)


def _is_privileged() -> bool:
    return os.geteuid() == 0 and bool(_capabilities() >> 21 & 1)  # 21 is CAP_SYS_ADMIN


def enter_private_system(plan: Mapping[str, Any]) -> None:
    """Put this process into a private system: own namespaces, and a root that holds what the plan binds.

    Returns in a new process, the first of its process namespace; the calling one waits for it and exits too.

    Parameters
    ----------
    plan
        ``binds`` (pairs of host path and path inside), ``links`` (pairs of path inside and target),
        ``absent`` (host paths that must not exist inside).

    Raises
    ------
    SandboxError
        When a step fails; the text names it.
    """
    flags = NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS
    if _is_privileged():
        _unshare("making namespaces", flags)
    else:
        _own_user_namespace(flags, os.geteuid(), os.getegid())
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        os.closerange(3, 1024)
        _, status = os.waitpid(pid, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    _die_with_parent()
    # A session keyring of the caller would be inherited; the one that is joined here is new and empty.
    with contextlib.suppress(SandboxError, AttributeError):
        _call("leaving the keyring", "syscall", _ARCHITECTURES[os.uname().machine]["keyctl"], 1, None)
    _build_root(plan["binds"], plan["links"])
    check_absent(plan)
    os.environ["HOME"] = HOME
    os.chdir(HOME)


def check_absent(plan: Mapping[str, Any]) -> None:
    """Make sure that what only staff may see is not there.

    Parameters
    ----------
    plan
        ``absent``: paths that must not exist.

    Raises
    ------
    SandboxError
        When one of them does.
    """
    for path in plan["absent"]:
        if os.path.lexists(path):
            raise SandboxError(
                f"{path} would be visible to submissions; move it out of the Python environment"
            )


def _build_root(binds: Iterable[Sequence[str]], links: Iterable[Sequence[str]]) -> None:
    _mount(None, "/", None, MS_REC | MS_PRIVATE)
    _mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755")
    os.mkdir("/tmp/new")
    os.mkdir("/tmp/old")
    _mount("tmpfs", "/tmp/new", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=4m")
    _call("leaving the host's root", "pivot_root", b"/tmp", b"/tmp/old")
    os.chdir("/")
    for source, inside in binds:
        _bind("/old" + source, "/new" + inside)
    for inside, target in links:
        os.makedirs(os.path.dirname("/new" + inside), exist_ok=True)
        os.symlink(target, "/new" + inside)
    for folder in ("/proc", HOME, "/old"):
        os.makedirs("/new" + folder, exist_ok=True)
    _mount_proc("/new/proc")
    _mount_home("/new" + HOME, 64 << 20, 4096)
    _lock("/new")
    os.chdir("/new")
    _call("entering the new root", "pivot_root", b".", b".")
    _call("dropping the host's root", "umount2", b".", 2)  # MNT_DETACH
    os.chdir("/")


def _bind(source: str, target: str) -> None:
    """Show a host file or folder inside; one that the host does not have is left out."""
    try:
        mode = os.stat(source).st_mode
    except OSError:
        return
    if stat.S_ISDIR(mode):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if not os.path.exists(target):
            os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o644))
    _mount(source, target, None, MS_BIND | MS_REC)


def _mount_proc(target: str) -> None:
    try:
        _mount("proc", target, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    except SandboxError:
        # Where a container hides parts of its own /proc the kernel refuses a new one. Python can do without;
        # what must not stay is a view of the processes outside.
        _mount("tmpfs", target, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, "size=4k")


def _mount_home(target: str, size: int, files: int) -> None:
    options = f"mode=700,uid={NOBODY},gid={NOBODY},size={size},nr_inodes={files}"
    _mount("tmpfs", target, "tmpfs", MS_NOSUID | MS_NODEV, options)
    for name in ("work", "tmp", "shm"):
        os.mkdir(f"{target}/{name}")
        os.chown(f"{target}/{name}", NOBODY, NOBODY)


def _lock(root: str) -> None:
    """Make every mount under `root` read-only, without set-user-id files; not proc, home and devices."""
    with open("/old/proc/self/mountinfo") as file:
        lines = [line.split() for line in file]
    for fields in lines:
        target = fields[4]
        for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
            target = target.replace(code, character)
        if target != root and not target.startswith(root + "/"):
            continue
        inside = target[len(root) :]
        if inside in ("/proc", HOME) or inside.startswith("/proc/"):
            continue
        kept = 0
        for option in fields[5].split(","):
            kept |= _MOUNT_OPTIONS.get(option, 0)
        extra = MS_RDONLY | MS_NOSUID
        if not inside.startswith("/dev/"):
            extra |= MS_NODEV
        _mount(None, target, None, MS_REMOUNT | MS_BIND | kept | extra)


# Calls that a notebook has no use for and that reach beyond it: other processes, mounts, kernel subsystems,
# memory that no limit counts. Numbers from the kernel's tables for each machine.
_ARCHITECTURES: dict[str, dict[str, Any]] = {
    "x86_64": {
        "audit": 0xC000003E,
        "clone": 56,
        "sockets": (41, 53),
        "keyctl": 250,
        "denied": (
            *(29, 30, 31, 68, 101, 103, 135, 154, 155, 159, 161, 163, 164, 165, 166, 167, 168, 169, 170, 171),
            *(172, 173, 175, 176, 179, 212, 227, 240, 246, 248, 249, 250, 256, 272, 279, 298, 300, 303, 304),
            *(308, 310, 311, 312, 313, 319, 320, 321, 323),
        ),
    },
    "aarch64": {
        "audit": 0xC00000B7,
        "clone": 220,
        "sockets": (198, 199),
        "keyctl": 219,
        "denied": (
            *(18, 39, 40, 41, 51, 60, 89, 92, 97, 104, 105, 106, 112, 116, 117, 142, 161, 162, 170, 171, 180),
            *(186, 194, 195, 196, 217, 218, 219, 224, 225, 235, 238, 239, 241, 262, 264, 265, 268, 270, 271),
            *(272, 273, 279, 280, 282, 294),
        ),
    },
}
_DENIED_EVERYWHERE = (425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 440, 442, 447)
_CLONE3 = 435
_NAMESPACE_FLAGS = NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET


def _filter_program(machine: str) -> bytes | None:
    """Return the seccomp filter for a machine, as the kernel reads it; None where we have no table for it."""
    table = _ARCHITECTURES.get(machine)
    if table is None:
        return None
    kill, allow, refuse = 0x80000000, 0x7FFF0000, 0x00050000
    load, equal, at_least, any_bit, give = 0x20, 0x15, 0x35, 0x45, 0x06
    steps: list[tuple[int, int, int, int]] = [
        (load, 0, 0, 4),
        (equal, 1, 0, table["audit"]),
        (give, 0, 0, kill),
        (load, 0, 0, 0),
    ]
    if machine == "x86_64":  # the x32 calls have numbers of their own
        steps += [(at_least, 0, 1, 0x40000000), (give, 0, 0, kill)]
    for number in table["sockets"]:
        # Only Unix sockets: vsock, for one, belongs to no network namespace.
        steps += [(equal, 0, 4, number), (load, 0, 0, 16), (equal, 1, 0, socket.AF_UNIX)]
        steps += [(give, 0, 0, refuse | errno.ENETUNREACH), (give, 0, 0, allow)]
    steps += [(equal, 0, 4, table["clone"]), (load, 0, 0, 16), (any_bit, 0, 1, _NAMESPACE_FLAGS)]
    steps += [(give, 0, 0, refuse | errno.EPERM), (give, 0, 0, allow)]
    # clone3 hides its flags behind a pointer; told that it does not exist, the C library falls back to clone.
    steps += [(equal, 0, 1, _CLONE3), (give, 0, 0, refuse | errno.ENOSYS)]
    for number in (*table["denied"], *_DENIED_EVERYWHERE):
        steps += [(equal, 0, 1, number), (give, 0, 0, refuse | errno.EPERM)]
    steps.append((give, 0, 0, allow))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _install_filter() -> None:
    program = _filter_program(os.uname().machine)
    if program is None:
        return
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    held = ctypes.create_string_buffer(header, len(header))
    _prctl("installing the system call filter", _PR_SET_SECCOMP, 2, ctypes.addressof(held))


def _set_limits(limits: Mapping[str, Any]) -> None:
    """Set the limits the kernel keeps for each process of the child."""

    def cap(which: int, value: int) -> None:
        _, hard = resource.getrlimit(which)
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        resource.setrlimit(which, (value, value))

    cap(resource.RLIMIT_CORE, 0)
    cap(resource.RLIMIT_FSIZE, limits["file_bytes"])
    cap(resource.RLIMIT_NOFILE, limits["open_files"])
    cap(resource.RLIMIT_CPU, int(limits["total_cpu"]) + 5)
    cap(resource.RLIMIT_MEMLOCK, 65536)
    if sys.platform == "linux":
        # The shared libraries of the server are mapped already: the limit is on what comes on top.
        mapped = 0
        with contextlib.suppress(OSError, ValueError), open("/proc/self/statm") as file:
            mapped = int(file.read().split()[0]) * resource.getpagesize()
        cap(resource.RLIMIT_AS, (mapped or 4 << 30) + limits["memory_bytes"])
        if limits["count_processes"]:
            cap(resource.RLIMIT_NPROC, limits["processes"])
        with contextlib.suppress(AttributeError, ValueError, OSError):
            cap(resource.RLIMIT_MSGQUEUE, 0)


def confine(limits: Mapping[str, Any], mode: str) -> None:
    """Lock this process, the first of its process namespace, into the sandbox for good.

    Parameters
    ----------
    limits
        The fields of `autograder.grading.limits.Limits`.
    mode
        ``"namespaces"``, ``"bubblewrap"`` (the namespaces are made already) or ``"none"``.

    Raises
    ------
    SandboxError
        When a step fails; the text names it.
    """
    if mode == "namespaces":
        privileged = os.geteuid() == 0
        _mount_proc("/proc")
        _mount_home(HOME, limits["scratch_bytes"], limits["scratch_files"])
        os.chdir(HOME)
        socket.sethostname("grading")
        if privileged:
            held = _capabilities()
            os.setgroups([])
            _prctl("keeping capabilities for a moment", _PR_SET_KEEPCAPS, 1)
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
            _set_capabilities(held)
            _prctl("staying readable to itself", _PR_SET_DUMPABLE, 1)
        if os.path.exists("/proc/self/uid_map"):
            _own_user_namespace(0, NOBODY, NOBODY)
    if mode != "none":
        for capability in range(64):
            try:
                _prctl("dropping capabilities", _PR_CAPBSET_DROP, capability)
            except SandboxError:
                break
        with contextlib.suppress(SandboxError):
            _prctl("dropping ambient capabilities", _PR_CAP_AMBIENT, 4)
        _set_capabilities(0)
        with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
    _die_with_parent()  # anew: a change of user has undone it
    if sys.platform == "linux":
        _prctl("giving up new privileges", _PR_SET_NO_NEW_PRIVS, 1)
    _set_limits(limits)
    if mode != "none":
        _install_filter()


# ----------------------------------------------------------------------------------------------------------
# The supervisor: one per submission, watches and kills
# ----------------------------------------------------------------------------------------------------------

_TICK = 0.05


class Supervisor:
    """Watches one child and ends it when a limit is passed or the grading process goes away.

    Parameters
    ----------
    pid
        The child, or the bubblewrap process it runs under.
    link
        The line to the grading process.
    limits
        The fields of `autograder.grading.limits.Limits`.
    proc
        A descriptor of ``/proc`` in which the child can be seen; None where there is none.
    below
        Whether the student's process is the child of `pid` (bubblewrap) or `pid` itself.
    """

    def __init__(
        self, pid: int, link: Link, limits: Mapping[str, Any], proc: int | None, *, below: bool = False
    ) -> None:
        self.pid = pid
        self.link = link
        self.limits = limits
        self.proc = proc
        self.below = below
        self.why: str | None = None
        self.status: int | None = None
        self.request = 0
        self.began = time.monotonic()  # of the request under way; making the child ready counts as one
        self.busy = True
        self.spent = 0.0
        self.wall_end: float | None = None
        self.cpu_end: float | None = None
        self.kill_at: float | None = None
        self._next_nudge = 0.0

    def run(self) -> None:
        """Watch until the child has ended; then say how, in one message."""
        watched: list[Any] = [self.link]
        with contextlib.suppress(OSError, AttributeError):
            watched.append(os.pidfd_open(self.pid))
        while self.status is None:
            ready, _, _ = select.select(watched, [], [], _TICK)
            if self.link in ready:
                self._obey()
            self._reap()
            if self.status is None:
                self._watch()
        self._sweep()
        code = os.waitstatus_to_exitcode(self.status)
        with contextlib.suppress(OSError):
            self.link.send({"event": "ended", "code": code, "why": self.why})

    def _obey(self) -> None:
        received = self.link.receive()
        if received is None:
            self.kill("closed")
            return
        message = received[0]
        if message["do"] == "kill":
            self.kill("closed")
        elif message["do"] == "start":
            usage = self._usage()
            self.request = message["seq"]
            self.began, self.busy = time.monotonic(), True
            self.wall_end = self.began + message["wall"]
            self.cpu_end = usage[1] + message["cpu"] if usage else None
            self.kill_at = self.why = None
        elif message["do"] == "stop":
            if self.busy:
                self.spent += time.monotonic() - self.began
            self.busy = False
            self.wall_end = self.cpu_end = self.kill_at = self.why = None

    def _reap(self) -> None:
        if self.status is None:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.status = status

    def kill(self, why: str) -> None:
        """Kill the child: with the first process of a process namespace, all others in it die.

        Parameters
        ----------
        why
            A word for the report: ``"wall"``, ``"cpu"``, ``"memory"``, ``"processes"``, ``"total"`` or
            ``"closed"``.
        """
        if self.why is None or why == "closed":
            self.why = why
        for pid in (*self._tree(), self.pid):
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        _, self.status = os.waitpid(self.pid, 0)

    def _sweep(self) -> None:
        """End what is left without namespaces: the process group of the child."""
        with contextlib.suppress(OSError):
            os.killpg(self.pid, signal.SIGKILL)

    def _watch(self) -> None:
        now = time.monotonic()
        usage = self._usage()
        if usage is not None:
            resident, cpu, processes = usage
            if resident > self.limits["memory_bytes"] and self._proportional() > self.limits["memory_bytes"]:
                return self.kill("memory")
            if processes > self.limits["processes"] + 2:
                return self.kill("processes")
            if cpu > self.limits["total_cpu"]:
                return self.kill("total")
            if self.cpu_end is not None and cpu > self.cpu_end:
                self._interrupt("cpu", now)
        if self.busy and self.spent + now - self.began > self.limits["total_wall"]:
            return self.kill("total")
        if self.wall_end is not None and now > self.wall_end:
            self._interrupt("wall", now)
        if self.kill_at is not None and now > self.kill_at:
            return self.kill(self.why or "wall")
        return None

    def _interrupt(self, why: str, now: float) -> None:
        """Send what Ctrl-C sends, once a second, until the cell stops or is killed."""
        if self.kill_at is None:
            self.why = why
            self.kill_at = now + self.limits["grace"]
            self._next_nudge = now
            with contextlib.suppress(OSError):
                self.link.send({"event": "interrupted", "why": why, "seq": self.request})
        if now >= self._next_nudge:
            self._next_nudge = now + 1.0
            target = self.pid
            if self.below:
                target = next((pid for pid, parent, *_ in self._processes() if parent == self.pid), self.pid)
            with contextlib.suppress(OSError):
                os.kill(target, signal.SIGINT)

    def _processes(self) -> Iterator[tuple[int, int, float, int]]:
        """Go through all processes in sight: number, parent, CPU seconds, resident bytes."""
        if self.proc is None:
            return
        ticks, page = os.sysconf("SC_CLK_TCK"), resource.getpagesize()
        for name in os.listdir(self.proc):
            if name.isdigit():
                try:
                    text = _read_at(self.proc, f"{name}/stat")
                except OSError:
                    continue
                fields = text[text.rindex(")") + 2 :].split()
                cpu = sum(int(field) for field in fields[11:15]) / ticks
                yield int(name), int(fields[1]), cpu, int(fields[21]) * page

    def _tree(self) -> list[int]:
        return [pid for pid, _, _ in self._members()]

    def _members(self) -> list[tuple[int, float, int]]:
        table = {pid: (parent, cpu, resident) for pid, parent, cpu, resident in self._processes()}
        inside: dict[int, bool] = {self.pid: True, 0: False}

        def belongs(pid: int) -> bool:
            chain = []
            while pid not in inside:
                chain.append(pid)
                pid = table[pid][0] if pid in table else 0
            for member in chain:
                inside[member] = inside[pid]
            return inside[pid]

        return [(pid, cpu, resident) for pid, (_, cpu, resident) in table.items() if belongs(pid)]

    def _usage(self) -> tuple[int, float, int] | None:
        """Return resident bytes, CPU seconds and number of processes of the child and all below it."""
        members = self._members()
        if not members:
            return None
        return sum(m[2] for m in members), sum(m[1] for m in members), len(members)

    def _proportional(self) -> int:
        """Return the memory of the child where pages shared with the server count only in part."""
        if self.proc is None:
            return 0
        total = 0
        for pid, _, resident in self._members():
            try:
                text = _read_at(self.proc, f"{pid}/smaps_rollup")
                total += (
                    next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) << 10
                )
            except (OSError, StopIteration):
                total += resident
        return total


def _read_at(folder: int, name: str) -> str:
    fd = os.open(name, os.O_RDONLY, dir_fd=folder)
    try:
        data = b""
        while part := os.read(fd, 65536):
            data += part
    finally:
        os.close(fd)
    return data.decode("utf-8", "replace")


# ----------------------------------------------------------------------------------------------------------
# The student's side: a shell that behaves as the notebook's kernel, and the loop that serves it
# ----------------------------------------------------------------------------------------------------------

_MIMES = (
    "text/plain",
    "text/html",
    "text/markdown",
    "text/latex",
    "image/png",
    "image/jpeg",
    "image/svg+xml",
    "image/gif",
)
_GUI_BACKENDS = {
    *(
        "gtk3agg",
        "gtk3cairo",
        "gtk4agg",
        "gtk4cairo",
        "macosx",
        "nbagg",
        "notebook",
        "ipympl",
        "widget",
        "qtagg",
    ),
    *("qtcairo", "qt5agg", "qt5cairo", "tkagg", "tkcairo", "webagg", "wx", "wxagg", "wxcairo"),
}


_REHEARSAL = (
    "1 / 0",
    "import pandas; pandas.DataFrame({'a': [1.5]}, index=['b'])",
    "import matplotlib.pyplot as plt; plt.loglog([1, 100], [1, 2], label='a'); plt.legend(); plt.show()",
    "import mlsys_course; mlsys_course.Q_(1, 'GB/s') * 2",
    "import asyncio; await asyncio.sleep(0)",
)


class Channel:
    """Frames to and from the grading process, with the child's own brake on how much it sends.

    The brake keeps an honest notebook that prints for ever from being ended as a flood; the grading process
    counts for itself.

    Parameters
    ----------
    sock
        The child's end.
    """

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.owner = os.getpid()
        self.output_left = 0
        self.messages_left = 0

    def send(self, message: Mapping[str, Any]) -> None:
        """Send one message.

        Parameters
        ----------
        message
            Plain values.
        """
        if os.getpid() != self.owner:
            os._exit(0)  # a process that the notebook forked and that ran on to the end of the cell
        body = pack(dict(message))
        self.sock.sendall(_LENGTH.pack(len(body)) + body)

    def output(self, message: dict[str, Any]) -> None:
        """Send one output of a cell, or drop it when the cell has sent too much already.

        Parameters
        ----------
        message
            An output message.
        """
        if os.getpid() != self.owner or self.messages_left <= 0:
            return
        body = pack(message)
        self.messages_left -= 1
        self.output_left -= len(body)
        if self.output_left < 0 or self.messages_left == 0:
            self.messages_left = 0
            note = "\n[more output than is kept: the rest of this cell's output is left out]\n"
            body = pack({"op": "stream", "name": "stderr", "text": note})
        self.sock.sendall(_LENGTH.pack(len(body)) + body)

    def receive(self) -> Any:
        """Return the next request; None when the grading process has hung up."""
        head = self._exactly(_LENGTH.size)
        if head is None:
            return None
        body = self._exactly(_LENGTH.unpack(head)[0])
        return None if body is None else unpack(body)

    def _exactly(self, size: int) -> bytes | None:
        data = bytearray()
        while len(data) < size:
            part = self.sock.recv(min(1 << 20, size - len(data)))
            if not part:
                return None
            data += part
        return bytes(data)


class Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of the notebook.

    Parameters
    ----------
    name
        ``"stdout"`` or ``"stderr"``.
    student
        The process's only `Student`.
    """

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, name: str, student: Student) -> None:
        super().__init__()
        self._name = name
        self._student = student
        self._parts: list[str] = []
        self._size = 0
        self._since = 0.0

    @property
    def name(self) -> str:
        """The stream's name, as Python's own streams have one."""
        return f"<{self._name}>"

    def fileno(self) -> int:
        """Return the descriptor that programs started by the notebook write to."""
        return 1 if self._name == "stdout" else 2

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def isatty(self) -> bool:
        """Say that no person sits in front of it."""
        return False

    @property
    def buffer(self) -> io.BufferedWriter:
        """The stream of bytes below."""
        self.flush()
        return os.fdopen(os.dup(self.fileno()), "wb")

    def write(self, text: str) -> int:
        """Take text to be sent soon.

        Parameters
        ----------
        text
            What was printed.

        Returns
        -------
        int
            Number of characters.

        Raises
        ------
        TypeError
            When it is not a text.
        """
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        channel = self._student.channel
        if channel is None or os.getpid() != channel.owner:  # a process that the notebook itself has forked
            os.write(self.fileno(), text.encode("utf-8", "replace"))
            return len(text)
        if channel.messages_left <= 0:
            return len(text)
        if not self._parts:
            self._since = time.monotonic()
        self._parts.append(text)
        self._size += len(text)
        if self._size > 8192 or time.monotonic() - self._since > 0.2:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what is waiting."""
        if self._parts:
            self._student.other_stream(self).drain()
            self.drain()

    def drain(self) -> None:
        """Send what is waiting on this stream alone."""
        if self._parts:
            text = "".join(self._parts)
            self._parts, self._size = [], 0
            self._student.output({"op": "stream", "name": self._name, "text": text})


def make_shell(student: Student) -> Any:
    """Return ipykernel's shell, with outputs sent down the channel.

    pandas and tqdm look for "ZMQ" in the name of the shell's class to find out whether this is a notebook.

    Parameters
    ----------
    student
        The process's only `Student`.
    """
    from ipykernel.zmqshell import ZMQInteractiveShell
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from traitlets import Type
    from traitlets.config import Config

    class Hook(DisplayHook):
        def write_output_prompt(self) -> None:
            pass

        def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
            message = {"op": "result", "count": self.prompt_count}
            student.show(message, format_dict, md_dict)

        def finish_displayhook(self) -> None:
            self.prompt_end_newline = False
            student.flush()

    class Publisher(DisplayPublisher):
        def publish(
            self,
            data: Any,
            metadata: Any = None,
            source: Any = None,
            *,
            transient: Any = None,
            update: bool = False,
            **unused: Any,
        ) -> None:
            shown = (transient or {}).get("display_id")
            message = {
                "op": "update" if update else "display",
                "id": None if shown is None else str(shown)[:200],
            }
            student.show(message, data, metadata)

        def clear_output(self, wait: bool = False) -> None:
            student.flush()
            student.output({"op": "clear", "wait": bool(wait)})

    class ZMQGradingShell(ZMQInteractiveShell):
        displayhook_class: Any = Type(Hook)
        display_pub_class: Any = Type(Publisher)

        def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
            student.flush()
            student.failed(etype, evalue, stb)
            self._last_traceback = stb

        def enable_gui(self, gui: Any = None) -> None:
            pass

        def enable_matplotlib(self, gui: Any = None) -> Any:
            if gui not in (None, "inline", "agg"):
                student.note(
                    f"%matplotlib {gui} needs a window; figures are drawn in the page (inline) here."
                )
            return super().enable_matplotlib("inline")  # type: ignore[no-untyped-call]

        def ask_exit(self) -> None:
            student.note("exit() was called. The notebook is graded to its end all the same.")

        def system(self, cmd: str) -> None:
            student.refuse(cmd)

        system_piped = system_raw = system

        def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
            from IPython.utils.text import SList

            student.refuse(cmd)
            return SList([]) if split else ""

        def payloadpage_page(
            self, strg: Any, start: int = 0, screen_lines: int = 0, pager_cmd: Any = None
        ) -> None:
            data = strg if isinstance(strg, dict) else {"text/plain": strg}
            student.note(str(data.get("text/plain", "")))

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.separate_in = ""
    shell: Any = ZMQGradingShell.instance(config=config)
    for name in ("pip", "conda", "mamba", "micromamba", "uv"):
        shell.register_magic_function(_refusing(student, f"%{name} "), "line", name)
    for name in ("bash", "sh", "script", "system", "sx", "perl", "ruby", "javascript", "js", "cmd"):
        shell.register_magic_function(_refusing(student, f"%%{name} "), "cell", name)
    for name in ("sx", "system"):
        shell.register_magic_function(_refusing(student, f"%{name} "), "line", name)
    return shell


def _refusing(student: Student, prefix: str) -> Callable[..., None]:
    def magic(line: str, cell: str = "") -> None:
        student.refuse((prefix + line).strip())

    return magic


class Student:
    """The one shell of this process, and the requests it answers.

    Made once in the server; every child inherits it and gives it a channel.
    """

    def __init__(self) -> None:
        self.channel: Channel | None = None
        self.functions: list[Any] = []
        self.error: tuple[str, str] | None = None
        self.running = False
        self.task: asyncio.Task[Any] | None = None
        self.captured: list[tuple[str, int]] = []
        self._nested = False
        self.stdout, self.stderr = Stream("stdout", self), Stream("stderr", self)
        self.shell = make_shell(self)
        self.encoder = Encoder(self.functions)
        # A person cannot answer, and a window cannot open.
        builtins.input = _no_input
        import getpass

        getpass.getpass = _no_input
        self._tame_matplotlib()

    def _tame_matplotlib(self) -> None:
        matplotlib = _module("matplotlib")
        if matplotlib is None:
            return
        with contextlib.suppress(Exception):
            self.shell.enable_matplotlib("inline")
        original = matplotlib.use

        def use(backend: str, *, force: bool = True) -> None:
            if str(backend).lower() in _GUI_BACKENDS:
                self.note(f"matplotlib.use({backend!r}) needs a window; figures are drawn in the page here.")
                return
            original(backend, force=force)

        use.__doc__ = original.__doc__
        matplotlib.use = use

    def rehearse(self) -> None:
        """Run what notebooks do, once: what is loaded and cached at first use, children inherit."""
        kept = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self.stdout, self.stderr
        try:
            for source in _REHEARSAL:
                self.shell.run_cell(source)
        finally:
            sys.stdout, sys.stderr = kept
            self.shell.reset(new_session=True)
            self.shell.execution_count = 1
            self.error = None

    # -- outputs -------------------------------------------------------------------------------------------

    def other_stream(self, stream: Stream) -> Stream:
        """Return stderr for stdout, and stdout for stderr: one is sent before the other starts.

        Parameters
        ----------
        stream
            One of the two.
        """
        return self.stderr if stream is self.stdout else self.stdout

    def output(self, message: dict[str, Any]) -> None:
        """Send an output, after whatever was written below Python in the meantime.

        Parameters
        ----------
        message
            An output message.
        """
        if self.channel is None:
            return
        if not self._nested:
            self._nested = True
            try:
                self._collect()
            finally:
                self._nested = False
        self.channel.output(message)

    def flush(self) -> None:
        """Send everything that is waiting, on both streams and below Python."""
        self.stdout.drain()
        self.stderr.drain()
        self._collect()

    def _collect(self) -> None:
        """Send what libraries and programs wrote to descriptors 1 and 2."""
        if self.channel is None or os.getpid() != self.channel.owner:
            return
        for name, fd in self.captured:
            try:
                size = os.fstat(fd).st_size
                if size:
                    text = os.pread(fd, min(size, 1 << 20), 0).decode("utf-8", "replace")
                    os.ftruncate(fd, 0)
                    self.channel.output({"op": "stream", "name": name, "text": text})
            except OSError:
                continue

    def show(self, message: dict[str, Any], data: Any, metadata: Any) -> None:
        """Send a display.

        Parameters
        ----------
        message
            The message so far.
        data
            Mime type to content, as IPython's formatters give it.
        metadata
            Mime type to metadata.
        """
        self.flush()
        kept: dict[str, str] = {}
        for mime in _MIMES:
            content = data.get(mime)
            if isinstance(content, bytes):
                content = base64.b64encode(content).decode()
            if isinstance(content, str):
                kept[mime] = content
        sizes: dict[str, int] = {}
        for mime in ("image/png", "image/jpeg"):
            entry = (metadata or {}).get(mime)
            for side in ("width", "height"):
                if isinstance(entry, dict) and isinstance(entry.get(side), int):
                    sizes[side] = entry[side]
        self.output({**message, "data": kept, "size": sizes})

    def note(self, text: str) -> None:
        """Print a remark of the grader into the cell's output.

        Parameters
        ----------
        text
            One sentence.
        """
        self.stdout.write(text + "\n")

    def refuse(self, command: str) -> None:
        """Say that a shell line was not run.

        Parameters
        ----------
        command
            The line.
        """
        why = "shell commands are not run while a notebook is graded"
        if "install" in command:
            why += ", and there is no network; what the course needs is installed already"
        self.note(f"Not run: {command[:200]}\n({why}.)")

    def failed(self, etype: Any, evalue: Any, stb: Any) -> None:
        """Send an exception of a cell.

        Parameters
        ----------
        etype, evalue
            Its class and the exception.
        stb
            The lines of the traceback.
        """
        try:
            text = str(evalue)
        except BaseException:  # __str__ is the student's
            text = "<the message cannot be shown>"
        lines = [str(line)[:20_000] for line in list(stb)[:200]]
        self.error = (str(etype.__name__)[:200], text[:5_000])
        self.output({"op": "error", "ename": self.error[0], "evalue": self.error[1], "traceback": lines})

    # -- requests ------------------------------------------------------------------------------------------

    async def serve(self, channel: Channel) -> str:
        """Answer requests until the grading process hangs up.

        Parameters
        ----------
        channel
            The line to it.

        Returns
        -------
        str
            ``"closed"``, or ``"serve"`` when the process shall become a fork server of its own.
        """
        self.channel = channel
        signal.signal(signal.SIGINT, self._on_interrupt)
        loop = asyncio.get_running_loop()
        while True:
            readable = asyncio.Event()
            loop.add_reader(channel.sock, readable.set)
            try:
                await readable.wait()  # tasks that a cell has left behind go on meanwhile, as in Jupyter
            finally:
                loop.remove_reader(channel.sock)
            request = channel.receive()
            if request is None:
                return "closed"
            operation = request["op"]
            if operation == "serve":
                return "serve"
            channel.output_left = request["output"]
            channel.messages_left = request["messages"]
            if operation == "run":
                finish = await self._run(request)
            elif operation == "answers":
                finish = self._answers(request)
            else:
                finish = self._call(request)
            self.flush()
            channel.send({"op": "done", "seq": request["seq"], **finish})

    def _on_interrupt(self, number: int, frame: Any) -> None:
        if not self.running:
            return
        if self.task is not None and not self.task.done() and not self.task.cancelling():
            # From a signal handler only this call wakes the loop.
            self.task.get_loop().call_soon_threadsafe(self.task.cancel)
            return
        raise KeyboardInterrupt

    async def _run(self, request: Mapping[str, Any]) -> dict[str, Any]:
        source = request["source"]
        shell = self.shell
        self.error = None
        sys.stdout, sys.stderr = self.stdout, self.stderr  # a cell before this one may have replaced them
        signal.signal(signal.SIGINT, self._on_interrupt)
        self.running = True
        try:
            failed = None
            transformed = source
            try:
                transformed = shell.transform_cell(source)
            except Exception:
                failed = sys.exc_info()
            if shell.should_run_async(source, transformed_cell=transformed, preprocessing_exc_tuple=failed):
                self.task = asyncio.ensure_future(
                    shell.run_cell_async(
                        source,
                        store_history=True,
                        transformed_cell=transformed,
                        preprocessing_exc_tuple=failed,
                    )
                )
                await asyncio.wait([self.task])
                if self.task.cancelled():
                    raise KeyboardInterrupt
            else:
                shell.run_cell(source, store_history=True)
        except KeyboardInterrupt:  # came too late to be shown by the shell
            if self.error is None:
                self.failed(KeyboardInterrupt, "", ["KeyboardInterrupt"])
        finally:
            self.running = False
            self.task = None
        return {"count": shell.execution_count - 1, "error": None if self.error is None else list(self.error)}

    def _answers(self, request: Mapping[str, Any]) -> dict[str, Any]:
        assert self.channel is not None
        space = self.shell.user_ns
        self.running = True
        try:
            for name in request["names"]:
                tree = self.encoder.answer(space[name]) if name in space else Tagged("missing", name)
                try:
                    body = pack(tree)
                except Exception as error:
                    body = pack(unreadable(f"reading it failed: {type(error).__name__}", tree))
                if len(body) > request["bytes"]:
                    body = pack(unreadable(f"{len(body):,} bytes are too many", space.get(name)))
                self.channel.send({"op": "answer", "name": name, "value": body})
        except KeyboardInterrupt:
            pass
        finally:
            self.running = False
        return {}

    def _call(self, request: Mapping[str, Any]) -> dict[str, Any]:
        assert self.channel is not None
        self.running = True
        try:
            function = self.functions[request["function"]]
            positional = [revive(item) for item in request["args"]]
            named = {name: revive(item) for name, item in request["kwargs"].items()}
            body = pack(self.encoder.answer(function(*positional, **named)))
            if len(body) > request["bytes"]:
                body = pack(unreadable(f"{len(body):,} bytes are too many", None))
            self.running = False
            return {"value": body}
        except BaseException as error:  # KeyboardInterrupt and SystemExit too: the loop must go on
            self.running = False
            try:
                text = str(error)
            except BaseException:
                text = "<the message cannot be shown>"
            return {"error": [type(error).__name__[:200], text[:2_000]]}


def _no_input(prompt: object = "", *unused: Any, **also_unused: Any) -> NoReturn:
    raise RuntimeError(
        "input() was called, but nobody can type while a notebook is graded: "
        "give the variable its value in the cell instead"
    )


# ----------------------------------------------------------------------------------------------------------
# The processes
# ----------------------------------------------------------------------------------------------------------


def warm_up(plan: Mapping[str, Any]) -> Student:
    """Import everything the submissions will need, once.

    Parameters
    ----------
    plan
        ``sys_path`` and ``preload``.

    Returns
    -------
    Student
        The shell that the children inherit.
    """
    sys.path[:] = plan["sys_path"]
    sys.dont_write_bytecode = True
    sys.argv = ["notebook"]
    import site

    # `help`, `exit` and `copyright` are there in any notebook; the environment's path files are not read.
    site.sethelper()
    site.setquit()
    site.setcopyright()
    for name in plan["preload"]:
        if _module(name) is None and name in plan["required"]:
            raise SandboxError(f"{name} cannot be imported by the Python of the grading sandbox")
    student = Student()
    student.rehearse()
    return student


def run_student(
    student: Student, data: socket.socket, limits: Mapping[str, Any], mode: str, scratch: str | None
) -> NoReturn:
    """Become the process of one submission.

    Parameters
    ----------
    student
        The shell.
    data
        The line to the grading process; all other descriptors are closed.
    limits
        The fields of `autograder.grading.limits.Limits`.
    mode
        The kind of sandbox.
    scratch
        Folder to work in where there is no sandbox.
    """
    try:
        if mode != "bubblewrap":
            os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if data.fileno() != 3:
            os.dup2(data.fileno(), 3)
            data.detach()
            data = socket.socket(fileno=3)
        channel = Channel(data)
        confine(limits, mode)
        home = scratch or HOME
        os.environ.clear()
        os.environ.update(
            {
                "HOME": home,
                "LANG": "C.UTF-8",
                "PATH": "/usr/bin:/bin",
                "TMPDIR": f"{home}/tmp",
                "MPLCONFIGDIR": f"{home}/tmp",
                "MPLBACKEND": "module://matplotlib_inline.backend_inline",
                "OPENBLAS_NUM_THREADS": "1",
                "OMP_NUM_THREADS": "1",
            }
        )
        first = channel.receive()
        if first is None:
            os._exit(0)
        os.environ.update(first["environment"])
        work = f"{home}/work"
        for name, content in first["files"]:
            path = os.path.join(work, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
        del first
        os.chdir(work)
        _redirect(student, home)
        os.closerange(4, 65536)
        if work not in sys.path:
            # Last, not first: a `numpy.py` lying beside the notebook must not stand in for numpy.
            sys.path.append("")
        random.seed()
        np = sys.modules.get("numpy")
        if np is not None:
            np.random.seed()
        channel.send({"op": "ready"})
    except BaseException as error:
        with contextlib.suppress(BaseException):
            body = pack({"op": "failed", "text": f"{type(error).__name__}: {error}"[:2000]})
            data.sendall(_LENGTH.pack(len(body)) + body)
        os._exit(1)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    while True:
        try:
            loop.run_until_complete(student.serve(channel))
            break
        except KeyboardInterrupt:
            continue  # an interrupt that came between two cells
        except BaseException:
            os._exit(1)
    os._exit(0)


def _redirect(student: Student, home: str) -> None:
    """Send what is written to descriptors 1 and 2 into files that are read after each cell."""
    null = os.open("/dev/null", os.O_RDONLY)
    os.dup2(null, 0)
    for number, name in ((1, "stdout"), (2, "stderr")):
        path = f"{home}/tmp/.{name}"
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_EXCL, 0o600)
        os.unlink(path)
        os.dup2(fd, number)
        student.captured.append((name, number))
    sys.stdout, sys.stderr = student.stdout, student.stderr


def supervise(
    student: Student, request: Mapping[str, Any], data: socket.socket, control: socket.socket, mode: str
) -> NoReturn:
    """Become the supervisor of one submission: make its namespaces, start it, watch it.

    Parameters
    ----------
    student
        The shell, for the child.
    request
        ``limits``, and ``scratch`` where there is no sandbox.
    data
        The child's line to the grading process.
    control
        The supervisor's line to it.
    mode
        The kind of sandbox.
    """
    link = Link(control)
    try:
        _die_with_parent()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY) if os.path.isdir("/proc/self") else None
        if mode == "namespaces":
            flags = NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS
            try:
                _unshare("making namespaces", flags | NEWCGROUP)
            except SandboxError:
                _unshare("making namespaces", flags)
        pid = os.fork()
        if pid == 0:
            run_student(student, data, request["limits"], mode, request.get("scratch"))
        data.close()
        Supervisor(pid, link, request["limits"], proc).run()
    except BaseException as error:
        with contextlib.suppress(OSError):
            link.send(
                {"event": "ended", "code": -1, "why": "failed", "text": f"{type(error).__name__}: {error}"}
            )
        os._exit(1)
    os._exit(0)


def serve(student: Student, link: Link, mode: str) -> NoReturn:
    """Be the fork server, until the grading process hangs up.

    Parameters
    ----------
    student
        The warm shell.
    link
        The line to the grading process.
    mode
        The kind of sandbox.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # supervisors need no farewell
    gc.collect()
    gc.freeze()
    while True:
        received = link.receive()
        if received is None:
            os._exit(0)
        request, fds = received
        sockets = [socket.socket(fileno=fd) for fd in fds]
        if os.fork() == 0:
            link.close()
            if request["op"] == "open":
                supervise(student, request, sockets[0], sockets[1], mode)
            _prepare(student, sockets[0], sockets[1], mode)
        for sock in sockets:
            sock.close()


def _prepare(student: Student, data: socket.socket, control: socket.socket, mode: str) -> NoReturn:
    """Become a fork server that has run some cells already: those that every submission starts with."""
    _die_with_parent()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    kept = sys.stdout, sys.stderr
    end = loop.run_until_complete(student.serve(Channel(data)))
    sys.stdout, sys.stderr = kept
    loop.close()
    asyncio.set_event_loop(None)
    student.channel = None
    data.close()
    if end != "serve":
        os._exit(0)
    link = Link(control)
    link.send({"ready": True})
    serve(student, link, mode)


def main(arguments: Sequence[str]) -> None:
    """Start the process that the command line names.

    Parameters
    ----------
    arguments
        ``serve FD``, ``probe FD``, ``single FD FD`` (inside bubblewrap), or ``guard FD FD`` (around it).
    """
    role = arguments[0]
    sockets = [socket.socket(fileno=int(fd)) for fd in arguments[1:]]
    link = Link(sockets[0])
    if role in ("serve", "probe"):
        received = link.receive()
        if received is None:
            return
        plan = received[0]
        try:
            if plan["mode"] == "namespaces":
                enter_private_system(plan)
            if role == "probe":
                _probe(link, plan)
            student = warm_up(plan)
        except (SandboxError, OSError) as error:
            link.send({"ready": False, "text": str(error)})
            os._exit(1)
        except BaseException:
            link.send({"ready": False, "text": traceback.format_exc()[-2000:]})
            os._exit(1)
        link.send({"ready": True})
        serve(student, link, plan["mode"])
    elif role == "guard":
        _guard(link, sockets[1])
    elif role == "single":
        received = link.receive()
        if received is None:
            return
        plan = received[0]
        data = sockets[1]
        try:
            check_absent(plan)
            student = warm_up(plan)
        except BaseException as error:
            body = pack({"op": "failed", "text": f"{type(error).__name__}: {error}"[:2000]})
            data.sendall(_LENGTH.pack(len(body)) + body)
            os._exit(1)
        link.close()
        run_student(student, data, plan["limits"], "bubblewrap", None)


def _probe(link: Link, plan: Mapping[str, Any]) -> NoReturn:
    """Go through all steps of a child once, without importing anything, and say whether they work."""
    pid = os.fork()
    if pid == 0:
        try:
            _unshare("making namespaces", NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS)
            inner = os.fork()
            if inner == 0:
                try:
                    confine(plan["limits"], "namespaces")
                    os._exit(0)
                except BaseException as error:
                    link.send({"ready": False, "text": str(error)})
                    os._exit(2)
            _, status = os.waitpid(inner, 0)
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
        except BaseException as error:
            link.send({"ready": False, "text": str(error)})
            os._exit(2)
    _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status) == 0:
        link.send({"ready": True})
    os._exit(0)


def _guard(link: Link, data: socket.socket) -> NoReturn:
    """Start bubblewrap around one child, and supervise it from outside."""
    import subprocess

    received = link.receive()
    if received is None:
        os._exit(0)
    request = received[0]
    inner, outer = socket.socketpair()
    command = [*request["command"], "single", str(inner.fileno()), str(data.fileno())]
    process = subprocess.Popen(
        command,
        pass_fds=(inner.fileno(), data.fileno()),
        stdin=subprocess.DEVNULL,
        env=request["environment"],
        start_new_session=True,
    )
    inner.close()
    data.close()
    Link(outer).send(request["plan"])
    outer.close()
    proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
    Supervisor(process.pid, link, request["plan"]["limits"], proc, below=True).run()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
