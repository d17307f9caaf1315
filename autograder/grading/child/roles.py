"""The processes that the command line can name."""

from __future__ import annotations

import os
import socket
import traceback
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from .confinement import confine
from .kernel import NEWIPC, NEWNET, NEWNS, NEWPID, NEWUTS, SandboxError, unshare
from .link import Link
from .root import check_absent, enter_private_system
from .server import serve
from .submission import only, run_student, warm_up
from .supervisor import Supervisor, enter
from .wire import LENGTH, pack


def main(arguments: Sequence[str]) -> None:
    """Start the process that the command line names.

    Parameters
    ----------
    arguments
        ``serve FD``, ``probe FD``, ``single FD FD`` (inside bubblewrap), or ``guard FD FD`` (around it).
    """
    role = arguments[0]
    sockets = [socket.socket(fileno=int(fd)) for fd in arguments[1:]]
    link = Link(sockets[0])
    if role in ("serve", "probe"):
        received = link.receive()
        if received is None:
            return
        plan = received[0]
        try:
            if plan["mode"] == "namespaces":
                enter_private_system(plan)
            if role == "probe":
                _probe(link, plan)
            student = warm_up(plan)
        except (SandboxError, OSError) as error:
            link.send({"ready": False, "text": str(error)})
            os._exit(1)
        except BaseException:
            link.send({"ready": False, "text": traceback.format_exc()[-2000:]})
            os._exit(1)
        link.send({"ready": True})
        serve(student, link, plan["mode"])
    elif role == "guard":
        _guard(link, sockets[1])
    elif role == "single":
        received = link.receive()
        if received is None:
            return
        plan = received[0]
        link.close()
        data = only(sockets[1])
        try:
            check_absent(plan)
            student = warm_up(plan)
        except BaseException as error:
            body = pack({"op": "failed", "text": f"{type(error).__name__}: {error}"[:2000]})
            data.sendall(LENGTH.pack(len(body)) + body)
            os._exit(1)
        run_student(student, data, plan["limits"], "bubblewrap", None)


def _probe(link: Link, plan: Mapping[str, Any]) -> NoReturn:
    """Go through all steps of a child once, without importing anything, and say whether they work."""
    pid = os.fork()
    if pid == 0:
        try:
            unshare("making namespaces", NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS)
            inner = os.fork()
            if inner == 0:
                try:
                    confine(plan["limits"], "namespaces")
                    os._exit(0)
                except BaseException as error:
                    link.send({"ready": False, "text": str(error)})
                    os._exit(2)
            _, status = os.waitpid(inner, 0)
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
        except BaseException as error:
            link.send({"ready": False, "text": str(error)})
            os._exit(2)
    _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status) == 0:
        link.send({"ready": True})
    os._exit(0)


def _guard(link: Link, data: socket.socket) -> NoReturn:
    """Start bubblewrap around one child, and supervise it from outside."""
    import subprocess

    received = link.receive()
    if received is None:
        os._exit(0)
    request = received[0]
    group = request["group"]
    inner, outer = socket.socketpair()
    command = [*request["command"], "single", str(inner.fileno()), str(data.fileno())]
    process = subprocess.Popen(
        command,
        pass_fds=(inner.fileno(), data.fileno(), *group[:-1]),
        stdin=subprocess.DEVNULL,
        env=request["environment"],
        start_new_session=True,
        preexec_fn=lambda: enter(group[:-1]),
    )
    for door in group[:-1]:
        os.close(door)
    inner.close()
    data.close()
    Link(outer).send(request["plan"])
    outer.close()
    proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
    cpu = group[-1] if group else None
    Supervisor(process.pid, link, request["plan"]["limits"], proc, below=True, cpu=cpu).run()
    os._exit(0)
