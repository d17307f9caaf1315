"""The supervisor: one for each submission, watches and kills. No student code runs in it."""

from __future__ import annotations

import contextlib
import os
import resource
import select
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .link import Link

_TICK = 0.05


class Supervisor:
    """Watches one child and ends it when a limit is passed or the grading process goes away.

    Parameters
    ----------
    pid
        The child, or the bubblewrap process it runs under.
    link
        The line to the grading process.
    limits
        The fields of `autograder.grading.limits.Limits`.
    proc
        A descriptor of ``/proc`` in which the child can be seen; None where there is none.
    below
        Whether the student's process is the child of `pid` (bubblewrap) or `pid` itself.
    cpu
        A descriptor that tells the CPU time of the submission's control group; None where there is none.
    """

    def __init__(
        self,
        pid: int,
        link: Link,
        limits: Mapping[str, Any],
        proc: int | None,
        *,
        below: bool = False,
        cpu: int | None = None,
    ) -> None:
        self.cpu = cpu
        self.pid = pid
        self.link = link
        self.limits = limits
        self.proc = proc
        self.below = below
        self.why: str | None = None
        self.status: int | None = None
        self.request = 0
        self.began = time.monotonic()  # of the request under way
        self.busy = False
        self.spent = 0.0
        self.wall_end: float | None = None
        self.cpu_end: float | None = None
        self.kill_at: float | None = None
        self._next_nudge = 0.0

    def run(self) -> None:
        """Watch until the child has ended; then say how, in one message."""
        watched: list[Any] = [self.link]
        with contextlib.suppress(OSError, AttributeError):
            watched.append(os.pidfd_open(self.pid))
        while self.status is None:
            ready, _, _ = select.select(watched, [], [], _TICK)
            if self.link in ready:
                self._obey()
            self._reap()
            if self.status is None:
                self._watch()
        self._sweep()
        code = os.waitstatus_to_exitcode(self.status)
        with contextlib.suppress(OSError):
            self.link.send({"event": "ended", "code": code, "why": self.why})

    def _obey(self) -> None:
        received = self.link.receive()
        if received is None:
            self.kill("closed")
            return
        message = received[0]
        if message["do"] == "kill":
            self.kill("closed")
        elif message["do"] == "start":
            usage = self._usage()
            self.request = message["seq"]
            self.began, self.busy = time.monotonic(), True
            self.wall_end = self.began + message["wall"]
            self.cpu_end = usage[1] + message["cpu"] if usage else None
            self.kill_at = self.why = None
        elif message["do"] == "stop":
            if self.busy:
                self.spent += time.monotonic() - self.began
            self.busy = False
            self.wall_end = self.cpu_end = self.kill_at = self.why = None

    def _reap(self) -> None:
        if self.status is None:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.status = status

    def kill(self, why: str) -> None:
        """Kill the child: with the first process of a process namespace, all others in it die.

        Parameters
        ----------
        why
            A word for the report: ``"wall"``, ``"cpu"``, ``"memory"``, ``"processes"``, ``"total"`` or
            ``"closed"``.
        """
        if self.why is None or why == "closed":
            self.why = why
        for pid in (*self._tree(), self.pid):
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        _, self.status = os.waitpid(self.pid, 0)

    def _sweep(self) -> None:
        """End what is left without namespaces: the process group of the child."""
        with contextlib.suppress(OSError):
            os.killpg(self.pid, signal.SIGKILL)

    def _watch(self) -> None:
        now = time.monotonic()
        usage = self._usage()
        if usage is not None:
            resident, cpu, processes = usage
            if resident > self.limits["memory_bytes"] and self._proportional() > self.limits["memory_bytes"]:
                return self.kill("memory")
            if processes > self.limits["processes"] + 2:
                return self.kill("processes")
            if self.request and cpu > self.limits["total_cpu"]:
                return self.kill("total")
            if self.cpu_end is not None and cpu > self.cpu_end:
                self._interrupt("cpu", now)
        if self.request and self.busy and self.spent + now - self.began > self.limits["total_wall"]:
            return self.kill("total")  # making it ready is not the student's time
        if self.wall_end is not None and now > self.wall_end:
            self._interrupt("wall", now)
        if self.kill_at is not None and now > self.kill_at:
            return self.kill(self.why or "wall")
        return None

    def _interrupt(self, why: str, now: float) -> None:
        """Send what Ctrl-C sends, once a second, until the cell stops or is killed."""
        if self.kill_at is None:
            self.why = why
            self.kill_at = now + self.limits["grace"]
            self._next_nudge = now
            with contextlib.suppress(OSError):
                self.link.send({"event": "interrupted", "why": why, "seq": self.request})
        if now >= self._next_nudge:
            self._next_nudge = now + 1.0
            target = self.pid
            if self.below:
                target = next((pid for pid, parent, *_ in self._processes() if parent == self.pid), self.pid)
            with contextlib.suppress(OSError):
                os.kill(target, signal.SIGINT)

    def _processes(self) -> Iterator[tuple[int, int, float, int]]:
        """Go through all processes in sight: number, parent, CPU seconds, resident bytes."""
        if self.proc is None:
            return
        ticks, page = os.sysconf("SC_CLK_TCK"), resource.getpagesize()
        for name in os.listdir(self.proc):
            if name.isdigit():
                try:
                    text = _read_at(self.proc, f"{name}/stat")
                except OSError:
                    continue
                fields = text[text.rindex(")") + 2 :].split()
                cpu = sum(int(field) for field in fields[11:15]) / ticks
                yield int(name), int(fields[1]), cpu, int(fields[21]) * page

    def _tree(self) -> list[int]:
        return [pid for pid, _, _ in self._members()]

    def _members(self) -> list[tuple[int, float, int]]:
        table = {pid: (parent, cpu, resident) for pid, parent, cpu, resident in self._processes()}
        inside: dict[int, bool] = {self.pid: True, 0: False}

        def belongs(pid: int) -> bool:
            chain = []
            while pid not in inside:
                chain.append(pid)
                pid = table[pid][0] if pid in table else 0
            for member in chain:
                inside[member] = inside[pid]
            return inside[pid]

        return [(pid, cpu, resident) for pid, (_, cpu, resident) in table.items() if belongs(pid)]

    def _usage(self) -> tuple[int, float, int] | None:
        """Return resident bytes, CPU seconds and number of processes of the child and all below it."""
        members = self._members()
        if not members:
            return None
        # What children took that nobody waited for is in no process's account; the group knows it.
        counted = seconds(os.pread(self.cpu, 4096, 0).decode()) if self.cpu is not None else None
        return sum(m[2] for m in members), counted or sum(m[1] for m in members), len(members)

    def _proportional(self) -> int:
        """Return the memory of the child where pages shared with the server count only in part."""
        if self.proc is None:
            return 0
        total = 0
        for pid, _, resident in self._members():
            try:
                text = _read_at(self.proc, f"{pid}/smaps_rollup")
                total += (
                    next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) << 10
                )
            except (OSError, StopIteration):
                total += resident
        return total


def seconds(text: str) -> float | None:
    r"""Return the CPU time that a control group's file tells; None where it tells none.

    >>> seconds("usage_usec 1500000\nuser_usec 1"), seconds("250000000\n"), seconds("")
    (1.5, 0.25, None)
    """
    words = text.split()
    try:
        return int(words[1]) / 1e6 if words[:1] == ["usage_usec"] else int(words[0]) / 1e9
    except (IndexError, ValueError):
        return None


def enter(doors: Sequence[int]) -> None:
    """Put this process into the control group whose descriptors these are, and close them."""
    for fd in doors:
        os.write(fd, b"0")
        os.close(fd)


def _read_at(folder: int, name: str) -> str:
    fd = os.open(name, os.O_RDONLY, dir_fd=folder)
    try:
        data = b""
        while part := os.read(fd, 65536):
            data += part
    finally:
        os.close(fd)
    return data.decode("utf-8", "replace")
