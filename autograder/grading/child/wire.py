"""The wire: a typed, bounded packing of plain values.

Data crosses in frames: four bytes of length, then a value packed by :func:`pack`. The grading process reads
them with :func:`unpack` and `autograder.grading.codec`, which trust nothing in them.
"""

from __future__ import annotations

import dataclasses
import struct
from typing import Any

MAX_DEPTH = 40
MAX_NODES = 400_000
MAX_INT_BYTES = 1_784  # 4,295 decimal digits: below the length at which Python refuses to print an integer
MAX_FRAME = 32 * 1024 * 1024
LENGTH = struct.Struct(">I")
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
        out += b"i" + LENGTH.pack(len(body)) + body
    elif kind is float:
        out += b"f" + _FLOAT.pack(value)
    elif kind is complex:
        out += b"c" + _COMPLEX.pack(value.real, value.imag)
    elif kind is str:
        body = value.encode("utf-8", "replace")
        out += b"s" + LENGTH.pack(len(body)) + body
    elif kind is bytes:
        out += b"b" + LENGTH.pack(len(value)) + value
    elif kind is list or kind is tuple:
        out += (b"l" if kind is list else b"t") + LENGTH.pack(len(value))
        for item in value:
            _pack(item, out)
    elif kind is dict:
        out += b"m" + LENGTH.pack(len(value))
        for key, item in value.items():
            body = key.encode("utf-8", "replace")
            out += LENGTH.pack(len(body)) + body
            _pack(item, out)
    elif kind is Tagged:
        body = value.name.encode()
        out += b"x" + LENGTH.pack(len(body)) + body
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
        (value,) = LENGTH.unpack(self.take(4))
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
