"""The fork server's loop, and what it forks."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from .channel import Channel
from .kernel import (
    NEWCGROUP,
    NEWIPC,
    NEWNET,
    NEWNS,
    NEWPID,
    NEWUTS,
    SandboxError,
    die_with_parent,
    unshare,
)
from .link import Link
from .student import Student
from .submission import run_student
from .supervisor import Supervisor, enter


def supervise(
    student: Student,
    request: Mapping[str, Any],
    data: socket.socket,
    control: socket.socket,
    mode: str,
    group: Sequence[int] = (),
) -> NoReturn:
    """Become the supervisor of one submission: make its namespaces, start it, watch it.

    Parameters
    ----------
    student
        The shell, for the child.
    request
        ``limits``, and ``scratch`` where there is no sandbox.
    data
        The child's line to the grading process.
    control
        The supervisor's line to it.
    mode
        The kind of sandbox.
    group
        Descriptors of the submission's control group: doors to go in by, and what tells its CPU time.
    """
    link = Link(control)
    try:
        die_with_parent()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY) if os.path.isdir("/proc/self") else None
        if mode == "namespaces":
            flags = NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS
            try:
                unshare("making namespaces", flags | NEWCGROUP)
            except SandboxError:
                unshare("making namespaces", flags)
        pid = os.fork()
        if pid == 0:
            enter(group[:-1])
            run_student(student, data, request["limits"], mode, request.get("scratch"))
        data.close()
        for door in group[:-1]:
            os.close(door)
        Supervisor(pid, link, request["limits"], proc, cpu=group[-1] if group else None).run()
    except BaseException as error:
        with contextlib.suppress(OSError):
            link.send(
                {"event": "ended", "code": -1, "why": "failed", "text": f"{type(error).__name__}: {error}"}
            )
        os._exit(1)
    os._exit(0)


def serve(student: Student, link: Link, mode: str) -> NoReturn:
    """Be the fork server, until the grading process hangs up.

    Parameters
    ----------
    student
        The warm shell.
    link
        The line to the grading process.
    mode
        The kind of sandbox.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # supervisors need no farewell
    gc.collect()
    gc.freeze()
    while True:
        received = link.receive()
        if received is None:
            os._exit(0)
        request, fds = received
        sockets, group = [socket.socket(fileno=fd) for fd in fds[:2]], fds[2:]
        if os.fork() == 0:
            link.close()
            if request["op"] == "open":
                supervise(student, request, sockets[0], sockets[1], mode, group)
            _prepare(student, sockets[0], sockets[1], mode)
        for sock in sockets:
            sock.close()
        for fd in group:
            os.close(fd)


def _prepare(student: Student, data: socket.socket, control: socket.socket, mode: str) -> NoReturn:
    """Become a fork server that has run some cells already: those that every submission starts with."""
    die_with_parent()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    kept = sys.stdout, sys.stderr
    end = loop.run_until_complete(student.serve(Channel(data)))
    sys.stdout, sys.stderr = kept
    loop.close()
    asyncio.set_event_loop(None)
    student.outputs.channel = None
    data.close()
    if end != "serve":
        os._exit(0)
    link = Link(control)
    link.send({"ready": True})
    serve(student, link, mode)
