"""A limit on the time that other people's code may take: a learner's function, a damaged file.

In the main thread a timer of the operating system rings; in any other thread, and where there is no such
timer (Windows), a watching thread does. Where no thread can be started either (in a browser), Python's own
tracing looks at the clock from line to line, which makes the work slower.

Code that catches everything, as ``except BaseException: pass`` does, is rung at again and again, at another
instruction each time, until one is met that no handler covers. What runs within one call of a C function,
such as ``sum(itertools.count())``, cannot be stopped in any of these ways.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, Protocol, TypeVar

_AGAIN = 0.02
"""Seconds from one ring to the next."""

T = TypeVar("T")


class Expired(Exception):
    """The time was up before the work was done."""


class Bell(BaseException):
    """Rings through every ``except Exception`` of the code that takes too long."""


class _Limit(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...


def within(seconds: float, work: Callable[[], T]) -> T:
    """Do some work, and stop it when it takes too long; of limits within each other the first one counts.

    Handlers, timers and trace functions that were set before are set again afterwards.

    Parameters
    ----------
    seconds : float
        Wall time.
    work : callable
        Called without arguments.

    Returns
    -------
    object
        What the work returns.

    Raises
    ------
    Expired
        When the time is up.

    Examples
    --------
    >>> within(60, lambda: 6 * 7)
    42
    >>> def for_ever():
    ...     while True:
    ...         pass
    >>> within(0.05, for_ever)
    Traceback (most recent call last):
    ...
    mlsys_course.deadline.Expired: it did not finish within 0.05 s
    """
    bell: type[Bell] = type("_Bell", (Bell,), {})  # its own, so that a limit within this one lets it pass
    limit = _way(seconds, bell)
    # A watcher may ring until it has been stopped, wherever a call is made: there is none outside a `try`.
    result, late, error = None, False, None
    try:
        limit.start()
        result, error = next(_apart(work))
    except bell:
        late = True
    except BaseException as other:
        error = other
    try:
        limit.stop()
    except bell:
        try:
            limit.stop()
        except bell:
            limit.stop()
    if late:
        raise Expired(f"it did not finish within {seconds:g} s") from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]


def _apart(work: Callable[[], T]) -> Iterator[tuple[T | None, BaseException | None]]:
    """Do the work in a generator: it has handled exceptions of its own.

    A frame that is left by a jump out of its ``except`` would otherwise go on handling the bell, and whatever
    failed later would be shown as "during handling of" it.
    """
    try:
        done: tuple[T | None, BaseException | None] = work(), None
    except StopIteration as error:  # a generator must not let it out
        done = None, error
    yield done


def _way(seconds: float, bell: type[Bell]) -> _Limit:
    """Return the limit that this thread can have."""
    if threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer"):
        return _Timer(seconds, bell)
    if hasattr(ctypes, "pythonapi") and _threads():
        return _Watcher(seconds, bell)
    return _Clock(seconds, bell)


def _threads() -> bool:
    """Say whether a thread can be started here."""
    try:
        thread = threading.Thread(target=lambda: None, daemon=True)
        thread.start()
        thread.join()
    except RuntimeError:
        return False
    return True


def _ours(frame: FrameType | None) -> bool:
    return frame is None or frame.f_code.co_filename == __file__


def _reported(frame: FrameType | None) -> bool:
    """Say whether an exception that nobody can catch is being reported here: one more would be another."""
    hook = getattr(sys.unraisablehook, "func", sys.unraisablehook)
    code = getattr(hook, "__code__", None)
    while frame is not None and code is not None:
        if frame.f_code is code:
            return True
        frame = frame.f_back
    return False


class _Chase:
    """Takes a frame back to its first line, where no handler covers it, and raises there.

    A trace function that raises is taken away by the interpreter. A profile function is not: it sets it again
    as soon as a frame has been left.
    """

    def __init__(self, bell: type[Bell]) -> None:
        self.bell, self.before = bell, (sys.gettrace(), sys.getprofile())
        self.steps, self.jumped, self.waiting, self.begun = 0, False, False, False
        self.draws = itertools.cycle((1, 2, 3, 5, 8, 13))

    def begin(self, frame: FrameType | None) -> None:
        """Trace what runs in `frame` and in what called it, up to the limit itself."""
        self.waiting, self.begun, self.jumped = True, True, False
        self.steps = next(self.draws)
        while frame is not None and not _ours(frame):
            frame.f_trace, frame.f_trace_opcodes = self.look, True
            frame = frame.f_back
        sys.setprofile(self.go_on)
        sys.settrace(self.look)

    def look(self, frame: FrameType, event: str, arg: Any) -> Any:
        """Jump at a line, and raise two instructions later; where no jump is possible, raise anyway."""
        if _ours(frame) or _reported(frame):
            return None
        frame.f_trace_opcodes = True
        if event == "line" and self.waiting and not self.jumped:
            lines = [line for *_, line in frame.f_code.co_lines() if line]
            try:
                first = next((line for line in lines if line != lines[0]), lines[0])
                frame.f_lineno = first  # type: ignore[misc]  # what debuggers jump with
            except ValueError:  # not out of here
                return self.look
            self.jumped, self.steps = True, 2
        elif event == "opcode" and self.waiting:
            self.steps -= 1
            if self.steps <= 0:
                self.waiting = False
                raise self.bell
        return self.look

    def go_on(self, frame: FrameType, event: str, arg: Any) -> None:
        """Begin anew in the frame that a raised exception has come to."""
        if event == "return" and not self.waiting and not _ours(frame) and not _ours(frame.f_back):
            self.begin(frame.f_back)

    def end(self) -> None:
        """Set what was set before."""
        self.waiting = False
        if self.begun:
            trace, profile = self.before
            sys.setprofile(profile)
            sys.settrace(trace)


class _Timer:
    """Rings by SIGALRM."""

    def __init__(self, seconds: float, bell: type[Bell]) -> None:
        self.seconds, self.bell, self.chase = seconds, bell, _Chase(bell)
        self.on, self.rings = False, 0

    def start(self) -> None:
        self.before = signal.getsignal(signal.SIGALRM)
        left, self.every = signal.getitimer(signal.ITIMER_REAL)
        started = time.monotonic()
        self.due = started + self.seconds
        self.enclosing = started + left if left else math.inf  # when whoever set a timer before is to hear it
        self.on = True
        signal.signal(signal.SIGALRM, self.ring)
        signal.setitimer(signal.ITIMER_REAL, min(self.seconds, left or math.inf), _AGAIN)

    def ring(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if not self.on or _ours(frame) or _reported(frame):
            return
        if now < self.due:  # the enclosing one's time, or a ring that comes a little early
            if now >= self.enclosing and callable(self.before):
                self.enclosing = now + self.every if self.every else math.inf
                self.before(number, frame)
            return
        self.rings += 1
        if self.rings == 1 or self.chase.waiting:
            raise self.bell
        self.chase.begin(frame)

    def stop(self) -> None:
        self.on = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.chase.end()
        signal.signal(signal.SIGALRM, self.before if self.before is not None else signal.SIG_DFL)
        if self.enclosing < math.inf:
            signal.setitimer(signal.ITIMER_REAL, max(self.enclosing - time.monotonic(), 0.001), self.every)


class _Watcher:
    """Rings from a thread that raises an exception in this one."""

    def __init__(self, seconds: float, bell: type[Bell]) -> None:
        self.seconds, self.bell, self.chase = seconds, bell, _Chase(bell)
        self.done, self.thread = threading.Event(), threading.get_ident()
        self.on, self.rings = True, 0
        self.watcher = threading.Thread(target=self.watch, daemon=True, name="deadline")

    def start(self) -> None:
        self.watcher.start()

    def watch(self) -> None:
        limit = self

        class Rung(self.bell):  # type: ignore[misc, name-defined]
            """What is raised in the thread: made there, which is where a trace function can be set."""

            def __init__(self) -> None:
                limit.rung(sys._getframe().f_back)

        pause = self.seconds
        while not self.done.wait(pause):
            if not self.done.is_set():
                there = ctypes.c_ulong(self.thread)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(there, ctypes.py_object(Rung))
            pause = _AGAIN

    def rung(self, frame: FrameType | None) -> None:
        self.rings += 1
        if self.on and self.rings > 1 and not _ours(frame):
            self.chase.begin(frame)

    def stop(self) -> None:
        self.on = False
        self.chase.end()
        self.done.set()
        self.watcher.join()  # what was sent before comes in here


class _Clock:
    """Looks at the clock at every line."""

    def __init__(self, seconds: float, bell: type[Bell]) -> None:
        self.seconds, self.bell = seconds, bell

    def start(self) -> None:
        self.end, self.before = time.monotonic() + self.seconds, sys.gettrace()
        sys.settrace(self.look)

    def look(self, frame: FrameType, event: str, arg: Any) -> Any:
        if time.monotonic() > self.end and not _ours(frame):
            raise self.bell
        return self.look

    def stop(self) -> None:
        sys.settrace(self.before)
