"""Nothing that an answer does comes out of a check: any object gets a sentence, in bounded time.

Warnings of its code do not come out either.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from types import BuiltinFunctionType, FrameType, FunctionType, MethodType, ModuleType, TracebackType
from typing import Any

from mlsys_course.deadline import Bell, Expired, within
from mlsys_course.result import UNREADABLE, Result

SECONDS = 60.0
"""How long an answer may take altogether; a single call of a learner's function has a limit of its own."""

COURSE = [os.path.dirname(__file__)]
"""Folders of the course's own code; a package that plugs in adds its own."""

_stopped = False


@contextlib.contextmanager
def _noting_stops() -> Iterator[None]:
    """Note when the learner stops the cell by hand: an answer may raise KeyboardInterrupt, too."""
    global _stopped
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    _stopped = False

    def note(number: int, frame: FrameType | None) -> Any:
        global _stopped
        _stopped = True
        return before(number, frame)

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def passes_on(error: BaseException) -> bool:
    """Say whether an exception is not the answer's: a time limit, or the learner who stopped the cell."""
    return isinstance(error, Bell) or (isinstance(error, KeyboardInterrupt) and _stopped)


def guarded(
    name: str, answer: Any, work: Callable[[], Result], but: tuple[type[Exception], ...] = ()
) -> Result:
    """Return what the work gives; where it fails over an answer, a sentence about that.

    Parameters
    ----------
    name : str
        The exercise's name.
    answer : object
        What the work reads.
    work : callable
        Reads and judges it.
    but : tuple of exceptions
        What is no fault of an answer, and comes out.

    Raises
    ------
    KeyboardInterrupt
        If the learner stops the cell by hand; apart from `but`, nothing else is raised.

    Examples
    --------
    >>> guarded("rate", [], lambda: Result(True, 1.0, None, "1 Hz is right.", "rate")).accepted
    True
    >>> class Odd:
    ...     def __len__(self):
    ...         raise SystemExit
    >>> print(guarded("rate", Odd(), lambda: len(Odd())).message)
    rate is a value of type Odd, whose own code stopped with SystemExit when it was read.
    """
    try:
        # A warning would stand above the sentence, with the path of a file that nobody has opened.
        with _noting_stops(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return within(SECONDS, work)
    except Expired:
        message = f"{name} could not be read: that did not finish within {SECONDS:g} s."
    except but:
        raise
    except BaseException as error:
        if passes_on(error):
            raise
        if _elsewhere(error.__traceback__):
            what = f"whose own code stopped with {type_name(error)} when it was read."
        else:
            what = "which cannot be read here. The question says which form your answer has."
        message = f"{name} is a value of type {type_name(answer)}, {what}"
    return Result(False, 0.0, UNREADABLE, message, name)


def type_name(value: Any) -> str:
    """Return the name of a value's type, whatever its class says of itself.

    >>> type_name(1.5), type_name(ValueError("x"))
    ('float', 'ValueError')
    """
    return str(type.__dict__["__name__"].__get__(type(value)))[:60]


def called(value: object) -> str | None:
    """Return what a value is, in words, where its text would tell a learner nothing; None for any other."""
    kind = type(value)
    if kind is ModuleType:
        return f"the module {getattr(value, '__name__', '')}".strip()
    if kind in (FunctionType, BuiltinFunctionType, MethodType):
        return "a function"
    if isinstance(value, type):
        return f"the type {type.__dict__['__name__'].__get__(value)}"
    if isinstance(value, BaseException):
        return f"an error ({type_name(value)})"
    library = kind.__module__.partition(".")[0]
    if library == "pandas" and hasattr(kind, "columns"):
        return "a table"
    if library == "pandas" and hasattr(kind, "iloc"):
        return "a single column"
    if library == "numpy" and getattr(value, "shape", None):
        return "an array"
    if kind.__repr__ is object.__repr__ or library in ("matplotlib", "networkx", "seaborn"):
        return f"a value of type {type_name(value)}"
    return None


def _elsewhere(traceback: TracebackType | None) -> bool:
    """Say whether an exception comes out of code that is neither the course's nor a library's."""
    last = traceback
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None:
        return False
    file = last.tb_frame.f_code.co_filename
    return not file.startswith((*COURSE, sys.prefix, sys.base_prefix, "<frozen", "<__array_function__"))
