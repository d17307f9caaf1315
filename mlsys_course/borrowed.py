"""Borrowed work: a learner's function that calls the course's own one for what it should compute itself.

It counts all the same; the learner reads a remark, and the TA a note. What a question would have borrowed is
said by its spec (`mlsys_course.kinds.Function`), and whether it is called is seen when the function runs:
whatever name or way it was got by.

>>> from mlsys_course import laws
>>> mine = Watched(lambda p, s: laws.amdahl_speedup(p, s), ["laws.amdahl_speedup"])
>>> mine(0.5, 2), mine.called
(1.3333333333333333, ['laws.amdahl_speedup'])
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import FrameType
from typing import Any

_PACKAGE = __name__.rpartition(".")[0]


class Elsewhere:
    """A function of another process, which sees by itself what is called there."""

    def watched(self, places: Collection[str], args: Sequence[Any]) -> tuple[Any, Collection[str]]:
        """Call it.

        Parameters
        ----------
        places : collection of str
            Functions to look out for, as `place` writes them.
        args : sequence
            Its arguments.

        Returns
        -------
        tuple
            The result, and those of the places that were called.
        """
        raise NotImplementedError


class Watched:
    """A learner's function, and what it borrowed in the calls so far.

    Parameters
    ----------
    function : callable
        The function, or an `Elsewhere`.
    names : collection of str
        What would be borrowed, as a learner calls it: ``"laws.roofline"``.
    """

    def __init__(self, function: Callable[..., Any], names: Collection[str]) -> None:
        self._function = function
        self._names = {place(name): name for name in names}
        self._called: set[str] = set()

    def __call__(self, *args: Any) -> Any:
        """Call the function with plain values."""
        if not self._names:
            return self._function(*args)
        if isinstance(self._function, Elsewhere):
            result, called = self._function.watched(tuple(self._names), args)
            self._called.update(called)
            return result
        with watching(self._names) as seen:
            try:
                return self._function(*args)
            finally:
                self._called |= seen

    @property
    def elsewhere(self) -> bool:
        """Whether it runs in another process, which limits its time by itself."""
        return isinstance(self._function, Elsewhere)

    @property
    def called(self) -> list[str]:
        """What was borrowed, by the names given."""
        return [name for where, name in self._names.items() if where in self._called]

    def remark(self, name: str) -> str | None:
        """Return the sentence for the learner, or None where nothing was borrowed."""
        if not self.called:
            return None
        return (
            f"Your {name} calls {_listed(self.called)} of the course. It counts, but the question is how "
            "that is computed: write it yourself."
        )

    def note(self, name: str) -> str | None:
        """Return the note for the TA, or None where nothing was borrowed."""
        return f"in {name} the course's {_listed(self.called)} does the work" if self.called else None


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names)


@functools.cache
def place(name: str) -> str:
    """Return where a function of the package is defined.

    Parameters
    ----------
    name : str
        As a learner calls it, below the package.

    Returns
    -------
    str
        Its module and its qualified name there.

    Raises
    ------
    LookupError
        If the package has no such function.

    Examples
    --------
    >>> place("laws.amdahl_speedup")
    'mlsys_course.laws.speedup:amdahl_speedup'
    >>> place("laws.amdal")
    Traceback (most recent call last):
        ...
    LookupError: mlsys_course has no function 'laws.amdal'.
    """
    parts = name.split(".")
    found: Any = None
    for length in range(len(parts) - 1, 0, -1):
        with contextlib.suppress(ImportError, AttributeError):
            module = importlib.import_module(".".join([_PACKAGE, *parts[:length]]))
            found = functools.reduce(getattr, parts[length:], module)
            break
    found = inspect.unwrap(found) if callable(found) else None
    if not hasattr(found, "__code__"):
        raise LookupError(f"{_PACKAGE} has no function {name!r}.")
    return f"{found.__module__}:{found.__qualname__}"


@contextlib.contextmanager
def watching(places: Collection[str]) -> Iterator[set[str]]:
    """Within this context, note which functions are called that stand at these places.

    A function that others of the package call does not count: only what was called from outside of it.

    Parameters
    ----------
    places : collection of str
        As `place` writes them.

    Yields
    ------
    set of str
        Those that have been called; it fills while the context lasts.
    """
    called: set[str] = set()
    wanted: Mapping[str, Collection[str]] = _by_name(frozenset(places))

    def see(frame: FrameType, event: str, argument: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_name in wanted:
            where = f"{frame.f_globals.get('__name__')}:{code.co_qualname}"
            if where in wanted[code.co_name] and not _inside(frame.f_back):
                called.add(where)

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        yield called
    finally:
        sys.setprofile(before)


@functools.cache
def _by_name(places: Collection[str]) -> Mapping[str, Collection[str]]:
    found: dict[str, set[str]] = {}
    for where in places:
        found.setdefault(where.rpartition(":")[2].rpartition(".")[2], set()).add(where)
    return found


def _inside(caller: FrameType | None) -> bool:
    """Say whether a caller is code of the package; this module's own calls are those of the learner."""
    name = str(caller.f_globals.get("__name__", "")) if caller is not None else ""
    return name.startswith(f"{_PACKAGE}.") and name != __name__
