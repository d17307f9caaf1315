"""What a process that grades does: one submission after the other, each within its bounds.

What was handed in is opened and run here, never in the process that holds the gradebook. The process has a
bound on its memory, and on the time that one submission may take.
"""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import faulthandler
import multiprocessing
import os
import resource
import signal
import tempfile
import threading
from pathlib import Path

from autograder import stopping
from autograder.grading.execution import Marked, Task, grade_submission
from autograder.grading.forkserver import ForkServer
from autograder.grading.watch import Watch, default_reserve

MEMORY = 3 << 30
"""Bytes that a worker may take on top of what it starts with: some hundred times what a notebook needs."""


@dataclasses.dataclass(frozen=True)
class Settings:
    """What is the same for all submissions of a run.

    Parameters
    ----------
    sandbox : bool
        Whether students' code is sandboxed.
    groups : bool
        Whether each submission gets a memory cgroup, where there is one to be had.
    slack : float
        Seconds on top of the time of the student's own code, for opening, marking and starting again.
    watch : Watch
        The watch on the memory of the run, where there are no cgroups.
    scratch : str
        Folder for temporary files, which whoever started the process removes; "": the system's.
    """

    sandbox: bool = True
    groups: bool = True
    slack: float = 240.0
    watch: Watch = Watch()
    scratch: str = ""


_server: ForkServer | None = None
_settings = Settings()


def begin(settings: Settings) -> None:
    """Set up a worker process of this machine: when the process that started it is killed, it ends too.

    What a terminal sends is not for it. It was started with that blocked, and is killed when the run is
    stopped.
    """
    # The fork server inherits this; a student's process has its own way with these signals.
    for number in stopping.FROM_A_TERMINAL:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, stopping.FROM_A_TERMINAL)
    tempfile.tempdir = settings.scratch or None
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _configure(settings)


def begin_far(settings: Settings) -> None:
    """Set up a process below a cluster's worker: what is free on its machine is known there alone."""
    watch = Watch(settings.watch.reserve or default_reserve())
    _configure(dataclasses.replace(settings, watch=watch))


def _configure(settings: Settings) -> None:
    """Take the run's settings, and bound the memory of this process."""
    global _settings
    _settings = settings
    with contextlib.suppress(OSError, ValueError):
        mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = mapped + MEMORY
        resource.setrlimit(
            resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard)
        )


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _serve() -> ForkServer:
    """Return this process's fork server, started at first use and kept warm."""
    global _server
    if _server is not None and not _server.alive:
        _server.close()
        _server = None
    if _server is None:
        _server = ForkServer(sandbox=_settings.sandbox, groups=_settings.groups, watch=_settings.watch)
        _server.start()
        atexit.register(_server.close)
    return _server


def _replace() -> None:
    """Give up a fork server under which something failed: the next submission gets a new one."""
    global _server
    server, _server = _server, None
    if server is not None:
        server.close()


def grade_task(task: Task) -> Marked:
    """Grade one submission with this process's fork server, within its time."""
    seconds = task.limits.total_wall + _settings.slack
    faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())
    try:
        marked = grade_submission(task, _serve)
        if marked.failed:
            _replace()
        return marked
    finally:
        faulthandler.cancel_dump_traceback_later()


def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
