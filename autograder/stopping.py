"""Ctrl-C, or being told to end: a command stops within seconds, says so in a line, and leaves nothing.

`watched` surrounds a command. The first signal raises `Stopped` where the command is, so that it cleans up on
its way out; further ones change nothing. Where that takes too long, because something holds the command up
that no exception reaches, a thread cleans up and ends the process.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.util import Finalize
from types import FrameType

GRACE = 2.0
"""Seconds from the signal until the process is ended, whatever it does."""

FROM_A_TERMINAL = frozenset({signal.SIGINT, signal.SIGHUP})
"""What comes when somebody presses Ctrl-C, or closes it."""
_ROOM = 60  # characters of the system's folder for temporary files
_SIGNALS = (*FROM_A_TERMINAL, signal.SIGTERM)
_lock = threading.Lock()
_asked: int | None = None
_held = 0
_lost = False
_said = False
_line: Callable[[], str] = lambda: "Stopped."  # noqa: E731 - replaced by `say`
_cleaners: list[Callable[[], None]] = []


class Stopped(KeyboardInterrupt):
    """The command was told to stop."""


def say(line: str | Callable[[], str]) -> None:
    """Set what the command says when it is stopped from now on.

    Parameters
    ----------
    line : str or callable
        One line, or what returns it.
    """
    global _line
    _line = line if callable(line) else lambda: line


def check() -> None:
    """Stop now, where the exception that a signal raised was caught by somebody who goes on.

    Raises
    ------
    Stopped
        If the command was told to stop.
    """
    if _asked is not None:
        raise Stopped


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Put a stop off until the end of a short piece of work that is done whole or not at all.

    Raises
    ------
    Stopped
        At the end, if the command was told to stop meanwhile.
    """
    global _held
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked_before, _held = _asked, _held + 1
    try:
        yield
    finally:
        _held -= 1
    if asked_before is None and not _held:
        check()


@contextlib.contextmanager
def out_of_reach() -> Iterator[None]:
    """Keep what a terminal sends to all from the processes started here: each would complain of Ctrl-C.

    They inherit that it is blocked; one whose own children need it lets it through again.
    """
    from multiprocessing import resource_tracker

    before = signal.pthread_sigmask(signal.SIG_BLOCK, FROM_A_TERMINAL)
    try:
        resource_tracker.ensure_running()  # which lets through again what it has blocked itself
        signal.pthread_sigmask(signal.SIG_BLOCK, FROM_A_TERMINAL)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def cleaning(clean: Callable[[], None]) -> Iterator[None]:
    """Have the thread that ends the process do this first, and do it when an exception passes.

    Parameters
    ----------
    clean : callable
        May be called from another thread, and twice.
    """
    _cleaners.append(clean)
    try:
        yield
    except BaseException:
        clean()
        raise
    finally:
        _cleaners.remove(clean)


def kill(pids: Iterable[int], seconds: float = 1.0) -> None:
    """Kill processes and all that they have started, and wait until they have gone.

    Parameters
    ----------
    pids : iterable of int
        Processes that this one has started and not waited for.
    seconds : float
        How long to wait.
    """
    import psutil

    tops, below = [], []
    for pid in pids:
        with contextlib.suppress(psutil.Error):
            tops.append(psutil.Process(pid))
            below += tops[-1].children(recursive=True)
    for process in [*tops, *below]:  # from the top: nobody is left to start another
        with contextlib.suppress(psutil.Error):
            process.kill()
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(map(_lives, [*tops, *below])):
        time.sleep(0.01)


def _lives(process: object) -> bool:
    import psutil

    assert isinstance(process, psutil.Process)
    with contextlib.suppress(psutil.Error):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


def _kill_all() -> None:
    """Kill whatever this process has started, but what ends by itself and complains when it cannot."""
    import psutil

    started = []
    for process in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if not any("resource_tracker" in part for part in process.cmdline()):
                started.append(process.pid)
    kill(started)


def _on_signal(number: int, frame: FrameType | None) -> None:
    global _asked, _lost
    due, _asked, _lost = _asked is None or _lost, _asked or number, False
    if due and not _held:
        raise Stopped


def _on_unraisable(found: sys.UnraisableHookArgs) -> None:
    """Take note where the exception came up in what lets none out, such as the removal of an object."""
    global _lost
    if issubclass(found.exc_type, Stopped):
        _lost = True
    else:
        sys.__unraisablehook__(found)


def _wake() -> None:
    """Have the main thread look for signals, whatever it waits for: the first may have come to another."""
    main = threading.main_thread().ident
    if main is not None and signal.getsignal(signal.SIGTERM) is _on_signal:
        signal.pthread_kill(main, signal.SIGTERM)


def _tell() -> None:
    global _said
    with _lock:
        if not _said:
            _said = True
            with contextlib.suppress(OSError, ValueError):  # the terminal may be gone
                print(_line(), file=sys.stderr, flush=True)


def _enforce(woken: int) -> None:
    """End the process when it does not end by itself: the work of a thread."""
    number = 0
    while number not in _SIGNALS:
        number = os.read(woken, 1)[0]
    end = time.monotonic() + GRACE
    _wake()
    while time.monotonic() < end:
        time.sleep(0.05)
        if _lost:
            _wake()
    for clean in [_kill_all, *reversed(_cleaners)]:
        with contextlib.suppress(Exception):
            clean()
    _tell()
    os._exit(128 + number)


def _use_own_folder() -> None:
    """Have all temporary files in a folder that goes with the process, after all else has been put away.

    Where the system's own has a long name it stays: sockets lie in it, whose paths are bounded.
    """
    if len(tempfile.gettempdir()) > _ROOM:
        return
    folder = tempfile.mkdtemp(prefix="mlsys-")
    tempfile.tempdir = folder

    def remove() -> None:
        shutil.rmtree(folder, ignore_errors=True)

    _cleaners.append(remove)
    Finalize(None, remove, exitpriority=-1000)  # that of multiprocessing's own folder has -100


def watched(command: Callable[[], int]) -> int:
    """Run a command that can be stopped.

    Parameters
    ----------
    command : callable
        Returns the exit status.

    Returns
    -------
    int
        What `command` returned, or 128 and the number of the signal that stopped it, as a shell says it.
    """
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    threading.Thread(target=_enforce, args=(woken,), daemon=True).start()
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # whoever ignores it, as nohup, means it
            signal.signal(number, _on_signal)
    sys.unraisablehook = _on_unraisable
    status = 0
    _use_own_folder()
    try:
        status = command()
    except BaseException:
        if _asked is None:
            raise
    if _asked is None:
        return status
    _kill_all()
    _tell()
    return 128 + _asked
