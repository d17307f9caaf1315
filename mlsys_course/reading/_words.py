"""Reading words as people write them: case, dashes, blanks, short names, names inside a phrase."""

from __future__ import annotations

import difflib
import enum
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mlsys_course.guard import called, type_name

_DASHES = re.compile("[\u2010-\u2015\u2212\u00ad-]")
_IGNORED = re.compile(r"[\s_,:;='\"`]+")
_NEGATIONS = {"not", "no", "non", "never", "without", "isn't", "neither"}
_BOOLEANS = {
    True: ("true", "yes", "y", "t", "1", "1.0", "valid", "supported", "holds", "right", "correct"),
    False: (
        "false",
        "no",
        "n",
        "f",
        "0",
        "0.0",
        "invalid",
        "unsupported",
        "not supported",
        "refuted",
        "wrong",
    ),
}


def words(text: object) -> list[str]:
    """Return the words of a text, folded: no case, no dashes, no punctuation at their ends.

    >>> words("Software-2.0 (Learned)")
    ['software', '2.0', 'learned']
    """
    plain = unicodedata.normalize("NFKC", str(text)).casefold().replace("&", " and ").replace("_", " ")
    plain = _DASHES.sub(" ", plain)
    return [word for raw in re.split(r"[\s,;:/|]+", plain) if (word := raw.strip(".()[]{}'\"`!?"))]


def squeeze(text: object) -> str:
    """Fold a text to what tells it from another one; signs of arithmetic stay.

    >>> squeeze("ResNet-50, batch = 1") == squeeze("resnet50 batch 1")
    True
    >>> squeeze("data / bandwidth") == squeeze("data+bandwidth")
    False
    """
    plain = unicodedata.normalize("NFKC", str(text)).casefold().replace("&", "and")
    return _IGNORED.sub("", _DASHES.sub("", plain)).rstrip(".")


def is_member(value: Any) -> bool:
    """Say whether a value is a member of an enumeration, or stands for one of another process."""
    return isinstance(value, enum.Enum) or (hasattr(value, "class_name") and hasattr(value, "name"))


def spoken(value: Any) -> str:
    """Return a class as text: the name of an Enum member, ``2.0`` for 2, ``true`` for a numpy bool."""
    if is_member(value):
        return str(value.name)
    if hasattr(value, "item") and getattr(value, "ndim", None) == 0:
        value = value.item()
    return str(value)


def find_name(given: Any, names: Mapping[str, Sequence[str]]) -> str | None:
    """Return the name (or the only one it can mean) that `given` writes, or None.

    Parameters
    ----------
    given : object
        What was written.
    names : mapping
        Name to its other spellings.
    """
    folded = squeeze(spoken(given))
    for name, others in names.items():
        if folded and any(folded == squeeze(other) for other in (name, *others)):
            return name
    return None


class Vocabulary:
    """The classes of a question, and the ways to write them.

    Parameters
    ----------
    classes : sequence of pair
        Each class with its other spellings.

    Examples
    --------
    >>> v = Vocabulary([["memory", ["bandwidth"]], ["compute", []]])
    >>> v.read("Memory-bound"), v.read("c"), v.read("memory or compute")
    (['memory'], ['compute'], ['memory', 'compute'])
    """

    def __init__(self, classes: Iterable[Sequence[Any]]) -> None:
        self.spellings: dict[Any, list[str]] = {}
        for name, others in classes:
            extra = list(_BOOLEANS[name]) if isinstance(name, bool) else []
            self.spellings[name] = [str(name), *map(str, others), *extra]

    @property
    def listed(self) -> str:
        """The classes, for a message."""
        return ", ".join(map(str, self.spellings))

    def read(self, given: Any) -> list[Any]:
        """Return the classes that `given` may mean: one, none, or several where it is ambiguous."""
        forms = [spoken(given)]
        if is_member(given):
            forms.append(str(given.value))
        for form in forms:
            found = self._read_text(form)
            if found:
                return found
        return []

    def _read_text(self, text: str) -> list[Any]:
        folded = squeeze(text)
        if not folded:
            return []
        exact = [name for name, all_ in self.spellings.items() if any(folded == squeeze(s) for s in all_)]
        if exact:
            return exact
        number = _number(text)
        if number is not None:
            return [name for name, all_ in self.spellings.items() if any(_number(s) == number for s in all_)]
        said = words(text)
        if _NEGATIONS & set(said):
            return []
        # A beginning ("mem"), some of a class's words ("throughput"), or a phrase around it ("memory-bound").
        for fits in (
            lambda s: squeeze(s).startswith(folded) and not isinstance(_number(s), float),
            lambda s: bool(said) and set(said) <= set(words(s)),
            lambda s: bool(words(s)) and _inside(words(s), said),
        ):
            found = [
                n for n, all_ in self.spellings.items() if not isinstance(n, bool) and any(map(fits, all_))
            ]
            if found:
                return found
        return []

    def closest(self, given: Any) -> str:
        """Return a "did you mean" with a leading blank, or nothing; True and False look like many words."""
        named = {name: all_ for name, all_ in self.spellings.items() if not isinstance(name, bool)}
        known = {squeeze(s): name for name, all_ in named.items() for s in all_}
        close = difflib.get_close_matches(squeeze(spoken(given)), known, n=1, cutoff=0.6)
        return f" Did you mean {str(known[close[0]])!r}?" if close else ""


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _inside(inner: Sequence[str], outer: Sequence[str]) -> bool:
    """Say whether the words `inner` stand one after the other in `outer`."""
    size = len(inner)
    return any(list(outer[i : i + size]) == list(inner) for i in range(len(outer) - size + 1))


def shorten(value: object, limit: int = 60) -> str:
    """Return a value for a message, cut to size: its text, or what it is where that says more; never fails.

    >>> shorten(re), shorten(print), shorten("x"), shorten(ValueError("no"))
    ('the module re', 'a function', "'x'", 'an error (ValueError)')
    """
    text = called(value)
    if text is None:
        try:
            text = repr(value)
        except Exception:  # a learner's own __repr__ may do anything
            text = f"a {type_name(value)}"
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def some(names: Iterable[object], limit: int = 3) -> str:
    """List a few names for a message.

    >>> some(["a", "b", "c", "d", "e"])
    "'a', 'b', 'c' and 2 more"
    """
    texts = [shorten(name, 70) for name in names]
    if len(texts) <= limit:
        return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)
    return f"{', '.join(texts[:limit])} and {len(texts) - limit} more"
