"""A worker of a cluster: each of its threads grades in a process of its own, which it may take down.

A thread of a Dask worker shares its process with others, and no timer of Python's rings in it. What was
handed in is opened, run and marked in a process below it, with the bounds that a worker of one machine has.
"""

from __future__ import annotations

import os
import pickle
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.grading.execution import Marked, Task
    from autograder.grading.worker import Settings

_START = 120.0
"""Seconds on top of a submission's own: the process has to start, and ends itself when its time is up."""
_CODE = "from autograder.grading.far import serve; serve({line}, {life})"
_mine = threading.local()


class Died(Exception):
    """The process in which a submission was graded ended before it was done; the text says how."""


def packed(settings: Settings, function: Callable[[Task], Marked], task: Task) -> bytes:
    """Return what `grade` takes: bytes, which the worker itself reads, and so can say why it cannot.

    Parameters
    ----------
    settings : Settings
        What is the same for all submissions of the run; a process with others is replaced.
    function : callable
        What grades a submission.
    task : Task
        The submission.
    """
    return pickle.dumps((settings, function, task))


def grade(sent: bytes) -> Marked:
    """Grade one submission in this thread's process, which is started at first use and kept warm.

    Parameters
    ----------
    sent : bytes
        The submission, `packed`.

    Returns
    -------
    Marked
        What came of it.

    Raises
    ------
    Died
        If the process ended, or did not answer in time and was killed.
    Failed
        If the grader itself failed at it, or what was sent cannot be read by this version of the course.
    SandboxUnavailable
        If no sandbox can start on that machine.
    """
    try:
        settings, function, task = pickle.loads(sent)
    except Exception as error:
        raise _unreadable(error) from None
    process: _Process | None = getattr(_mine, "process", None)
    if process is None or process.settings != settings:
        if process is not None:
            process.close()
        process = _mine.process = _Process(settings)
    try:
        return process.grade(function, task)
    except Died:
        process.close()
        _mine.process = None
        raise


class Failed(Exception):
    """The grader itself failed at a submission, in its process; the text names the exception."""


class _Process:
    """A process that grades, as the thread that uses it sees it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        ours, theirs = socket.socketpair()
        life, self._life = os.pipe()  # it ends when this process does, and our end of the pipe with it
        os.set_inheritable(life, True)
        with theirs:
            code = _CODE.format(line=theirs.fileno(), life=life)
            self._popen = subprocess.Popen(
                [sys.executable, "-c", code], stdin=subprocess.DEVNULL, pass_fds=(theirs.fileno(), life)
            )
        os.close(life)
        self._line = Connection(ours.detach())
        self._line.send(sys.path)
        self._line.send(settings)

    def grade(self, function: Callable[[Task], Marked], task: Task) -> Marked:
        seconds = task.limits.total_wall + self.settings.slack + _START
        try:
            self._line.send((function, task))
            if not self._line.poll(seconds):
                raise Died(f"the process that graded it did not answer within {seconds:g} seconds")
            answer: Marked | Exception = self._line.recv()
        except (EOFError, OSError):
            raise Died("the process that graded it died") from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        self._popen.kill()
        self._popen.wait()
        self._line.close()
        os.close(self._life)


def serve(line: int, life: int) -> None:
    """Grade what comes along a line until it is closed: what a process of a cluster's worker does.

    Parameters
    ----------
    line, life : int
        File descriptors: the line, and a pipe that ends with the process that uses this one.
    """
    threading.Thread(target=_end_with, args=(life,), daemon=True).start()
    asked = Connection(line)
    sys.path[:] = asked.recv()
    begun: Exception | None = None
    try:
        from autograder.grading.worker import begin_far

        begin_far(asked.recv())
    except Exception as error:
        begun = _unreadable(error)
    while True:
        try:
            function, task = asked.recv()
        except EOFError:
            return
        except Exception as error:
            asked.send(begun or _unreadable(error))
            continue
        if begun is not None:
            asked.send(begun)
            continue
        try:
            asked.send(function(task))
        except Exception as error:  # its text goes back: not every exception survives being pickled
            asked.send(_portable(error))


def _unreadable(error: Exception) -> Failed:
    """Say why a process cannot read what the other side sent: names that its own modules do not have."""
    host, told = socket.gethostname(), f"{type(error).__name__}: {error}"
    return Failed(
        f"the worker on {host} cannot read what it was sent ({told}): "
        "its version of the course differs from the one here: install the same on both, then start it again"
    )


def _portable(error: Exception) -> Exception:
    from autograder.grading.sandbox import SandboxUnavailable

    if isinstance(error, SandboxUnavailable):
        return SandboxUnavailable(str(error))
    return Failed(f"{type(error).__name__}: {error}")


def _end_with(life: int) -> None:
    os.read(life, 1)
    os._exit(1)
