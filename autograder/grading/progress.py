"""How far a run is: on a terminal one line that changes, elsewhere a line now and then."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Sequence
from typing import TextIO

from autograder.grading.admission import show_name
from autograder.grading.outcome import Outcome

EVERY = 30.0
"""Seconds between two lines where there is no terminal: a log stays short, and shows a sign of life."""
_NAMED = 3
_WIDTH = 20


class Progress:
    """Says after each submission how many are done, how fast, how long it takes yet, and who needs attention.

    Parameters
    ----------
    what : str
        What is done to each.
    stream : TextIO, optional
        Where it is said; default: standard output.
    clock : callable
        Gives the time in seconds.

    Attributes
    ----------
    done, total : int
        How many are done, of how many.

    Examples
    --------
    >>> import io
    >>> times, said = iter([0.0, 40.0, 80.0]), io.StringIO()
    >>> progress = Progress(stream=said, clock=lambda: next(times))
    >>> progress(1, 4, [])
    >>> progress(2, 4, [Outcome("ada", problem="no notebook")])
    >>> print(said.getvalue(), end="")
    graded 1 of 4, 1.5 per minute, about 2 min left
    graded 2 of 4, 1.5 per minute, about 80 s left; needs attention: ada
    """

    def __init__(
        self,
        what: str = "graded",
        *,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._what, self._stream, self._clock = what, stream or sys.stdout, clock
        self.done = self.total = 0
        self._terminal = self._stream.isatty()
        self._started = self._said = clock()
        self._shown = False

    def __call__(self, done: int, total: int, outcomes: Sequence[Outcome] = ()) -> None:
        """Say that `done` of `total` submissions are done, if it is time to."""
        self.done, self.total = done, total
        now = self._clock()
        if not self._terminal and now - self._said < EVERY:
            return
        self._said = now
        line = _line(self._what, done, total, now - self._started, outcomes)
        if self._terminal:
            line = f"{_bar(done, total)} {line}"
            width = shutil.get_terminal_size().columns - 1
            self._stream.write(f"\r{line[:width]:<{width}}")
            self._shown = True
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()

    def end(self) -> None:
        """Take the line off the terminal again."""
        if self._shown:
            self._stream.write(f"\r{'':<{shutil.get_terminal_size().columns - 1}}\r")
            self._stream.flush()


def _bar(done: int, total: int) -> str:
    """Draw how far it is, in characters that every terminal has.

    >>> _bar(15, 60)
    '[#####...............]'
    """
    full = _WIDTH * done // total if total else _WIDTH
    return f"[{'#' * full:.<{_WIDTH}}]"


def _line(what: str, done: int, total: int, seconds: float, outcomes: Sequence[Outcome]) -> str:
    text = f"{what} {done} of {total}"
    if seconds > 0 and done:
        rate = done / seconds
        speed = f"{rate:.1f} per second" if rate >= 1 else f"{60 * rate:.1f} per minute"
        text += f", {speed}, about {_duration((total - done) / rate)} left"
    needy = [show_name(outcome.student) for outcome in outcomes if outcome.problem]
    if needy:
        more = f" and {len(needy) - _NAMED} more" if len(needy) > _NAMED else ""
        text += f"; needs attention: {', '.join(needy[:_NAMED])}{more}"
    return text


def _duration(seconds: float) -> str:
    """Write a duration as somebody says it who waits.

    >>> _duration(42.0), _duration(600.0)
    ('42 s', '10 min')
    """
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
