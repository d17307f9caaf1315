"""A limit on the time that trusted code spends on what a submission made."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Expired(Exception):
    """The time was up before the work was done."""


class _Bell(BaseException):
    """Rings through every ``except Exception`` of the code that takes too long."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Stop the enclosed work when it takes too long.

    Outside the main thread, where no timer can be set, the work is not limited.

    Parameters
    ----------
    seconds : float
        Wall time.

    Raises
    ------
    Expired
        When the time is up.

    Examples
    --------
    >>> with within(0.05):
    ...     while True:
    ...         pass
    Traceback (most recent call last):
    ...
    autograder.grading.deadline.Expired: it took longer than 0.05 seconds
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise _Bell

    before, started = signal.signal(signal.SIGALRM, ring), time.monotonic()
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _Bell:
        raise Expired(f"it took longer than {seconds:g} seconds") from None
    finally:
        signal.signal(signal.SIGALRM, before)
        if left:  # an enclosing limit goes on
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - started), 0.001))
