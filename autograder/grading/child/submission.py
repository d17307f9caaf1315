"""Becoming the process of one submission."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import socket
import sys
from collections.abc import Mapping
from typing import Any, NoReturn

from .channel import Channel
from .confinement import confine
from .encoding import installed
from .kernel import SandboxError
from .root import HOME
from .student import Student
from .wire import LENGTH, pack


def warm_up(plan: Mapping[str, Any]) -> Student:
    """Import everything the submissions will need, once.

    Parameters
    ----------
    plan
        ``sys_path`` and ``preload``.

    Returns
    -------
    Student
        The shell that the children inherit.
    """
    sys.path[:] = plan["sys_path"]
    sys.dont_write_bytecode = True
    sys.argv = ["notebook"]
    import site

    # `help`, `exit` and `copyright` are there in any notebook; the environment's path files are not read.
    site.sethelper()
    site.setquit()
    site.setcopyright()
    for name in plan["preload"]:
        if installed(name) is None and name in plan["required"]:
            raise SandboxError(f"{name} cannot be imported by the Python of the grading sandbox")
    student = Student()
    student.rehearse()
    return student


def only(data: socket.socket) -> socket.socket:
    """Close all descriptors but the standard three and one line, which becomes the fourth.

    Parameters
    ----------
    data
        The line.

    Returns
    -------
    socket
        The same line by its new number.
    """
    if data.fileno() != 3:
        os.dup2(data.fileno(), 3)
        data.detach()
        data = socket.socket(fileno=3)
    os.closerange(4, 65536)
    return data


def run_student(
    student: Student, data: socket.socket, limits: Mapping[str, Any], mode: str, scratch: str | None
) -> NoReturn:
    """Become the process of one submission.

    Parameters
    ----------
    student
        The shell.
    data
        The line to the grading process; all other descriptors are closed.
    limits
        The fields of `autograder.grading.limits.Limits`.
    mode
        The kind of sandbox.
    scratch
        Folder to work in where there is no sandbox.
    """
    try:
        if mode != "bubblewrap":
            os.setsid()
        for number in (signal.SIGCHLD, signal.SIGHUP):  # as in any notebook
            signal.signal(number, signal.SIG_DFL)
        if mode != "bubblewrap":  # there it is done before warming up: libraries keep their fonts open
            data = only(data)
        channel = Channel(data)
        confine(limits, mode)
        home = scratch or HOME
        os.environ.clear()
        os.environ.update(
            {
                "HOME": home,
                "LANG": "C.UTF-8",
                "PATH": "/usr/bin:/bin",
                "TMPDIR": f"{home}/tmp",
                "MPLCONFIGDIR": f"{home}/tmp",
                "MPLBACKEND": "module://matplotlib_inline.backend_inline",
                "OPENBLAS_NUM_THREADS": "1",
                "OMP_NUM_THREADS": "1",
                "NBGRADER_EXECUTION": "autograde",  # as nbgrader itself says what is going on
            }
        )
        first = channel.receive()
        if first is None:
            os._exit(0)
        os.environ.update(first["environment"])
        work = f"{home}/work"
        for name, content in first["files"]:
            path = os.path.join(work, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
        del first
        os.chdir(work)
        _redirect(student, home)
        if work not in sys.path:
            # Last, not first: a `numpy.py` lying beside the notebook must not stand in for numpy.
            sys.path.append("")
        random.seed()
        np = sys.modules.get("numpy")
        if np is not None:
            np.random.seed()
        channel.send({"op": "ready"})
    except BaseException as error:
        with contextlib.suppress(BaseException):
            body = pack({"op": "failed", "text": f"{type(error).__name__}: {error}"[:2000]})
            data.sendall(LENGTH.pack(len(body)) + body)
        os._exit(1)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    while True:
        try:
            loop.run_until_complete(student.serve(channel))
            break
        except KeyboardInterrupt:
            continue  # an interrupt that came between two cells
        except BaseException:
            os._exit(1)
    os._exit(0)


def _redirect(student: Student, home: str) -> None:
    """Send what is written to descriptors 1 and 2 into files that are read after each cell."""
    null = os.open("/dev/null", os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    for number, name in ((1, "stdout"), (2, "stderr")):
        path = f"{home}/tmp/.{name}"
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_EXCL, 0o600)
        os.unlink(path)
        os.dup2(fd, number)
        os.close(fd)
        student.outputs.captured.append((name, number))
    sys.stdout, sys.stderr = student.outputs.stdout, student.outputs.stderr
