"""Starting the fork server, and opening a child for each submission."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any

from autograder.grading import cgroups
from autograder.grading.child.link import Link
from autograder.grading.child.wire import MAX_FRAME
from autograder.grading.limits import Limits
from autograder.grading.outputs import CellRun
from autograder.grading.process import Child, ChildLost
from autograder.grading.sandbox import (
    CHILD,
    ENVIRONMENT,
    Mode,
    Plan,
    child_limits,
    choose,
    interpreter,
)
from autograder.grading.watch import Seat, Watch

__all__ = ["ForkServer"]

_START_SECONDS = 120.0
_READY_SECONDS = {"namespaces": 30.0, "bubblewrap": 60.0, "none": 30.0}


class ForkServer:
    """Starts the process that forks a sandboxed child for each submission; use it as a context manager.

    Parameters
    ----------
    preload
        Modules that the notebooks import, loaded once on top of numpy, pandas, matplotlib and the course.
    sandbox
        Whether to keep submissions in a sandbox. Without one, which is for trusted input only, student code
        runs with the caller's rights.
    groups
        Whether to put each submission into a memory cgroup, where there is one to be had.
    watch
        Where there is none: the watch on the memory of all that run.

    Raises
    ------
    SandboxUnavailable
        On start, when this machine cannot keep submissions in a sandbox.
    RuntimeError
        On start, when the packages cannot be imported inside.

    Examples
    --------
    >>> with ForkServer() as server, server.open() as child:
    ...     run = child.run_cell("days = 25.28")
    ...     child.answers(["days"])
    {'days': 25.28}
    """

    def __init__(
        self,
        preload: Iterable[str] = (),
        *,
        sandbox: bool = True,
        groups: bool = True,
        watch: Watch | None = None,
    ) -> None:
        self.groups, self.watch = groups, watch
        self.preload = tuple(preload)
        self.sandbox = sandbox
        self.mode: Mode | None = None
        self.prepared: list[CellRun] = []
        self._plan: Plan | None = None
        self._link: Link | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._log: Any = None
        self._lock = threading.Lock()
        self._prefix: list[str] = []

    def start(self) -> None:
        """Start the server; entering the context does this."""
        if self.mode is not None:
            raise RuntimeError("the fork server has been started already")
        self.mode = choose() if self.sandbox else "none"
        self._plan = Plan.make(self.mode, self.preload)
        if self.mode == "bubblewrap":
            return
        ours, theirs = socket.socketpair()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        environment = dict(ENVIRONMENT)
        if self.mode == "none":
            home = str(self._plan.skeleton)
            environment.update(HOME=home, MPLCONFIGDIR=home, IPYTHONDIR=home)
        self._process = subprocess.Popen(
            [*interpreter(), str(CHILD), "serve", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            cwd="/",
        )
        theirs.close()
        self._link = Link(ours)
        ours.settimeout(_START_SECONDS)
        try:
            self._link.send(self._plan.message())
            answer = self._link.receive()
        except OSError:
            answer = None
        if answer is None or answer[0].get("ready") is not True:
            text = "" if answer is None else str(answer[0].get("text", ""))
            log = self._logged()
            self.close()
            raise RuntimeError(
                f"the fork server for grading did not start: {text or log or 'no reason was given'}"
            )
        ours.settimeout(30)

    @property
    def alive(self) -> bool:
        """Whether the server has been started and has not ended."""
        if self.mode == "bubblewrap":
            return self._plan is not None
        if self._link is None:
            return False
        readable, _, _ = select.select([self._link.fileno()], [], [], 0)
        return not readable  # it never speaks first: what can be read is its end

    def _logged(self) -> str:
        if self._log is None:
            return ""
        self._log.seek(0)
        return bytes(self._log.read()).decode("utf-8", "replace")[-2000:].strip()

    def close(self) -> None:
        """End the server and with it every child that is still open. Safe to call twice."""
        if self._link is not None:
            self._link.close()
            self._link = None
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._log is not None:
            self._log.close()
            self._log = None
        if self._plan is not None:
            self._plan.close()
            self._plan = None

    def __enter__(self) -> ForkServer:
        if self.mode is None:
            self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(
        self,
        files: Mapping[str, bytes] | None = None,
        limits: Limits | None = None,
        environment: Mapping[str, str] | None = None,
        memory: int = 0,
    ) -> Child:
        """Open a child for one submission.

        Parameters
        ----------
        files
            Data files to lay beside the notebook: relative path to content.
        limits
            What it may use.
        environment
            Environment variables to set in it.
        memory
            Bytes it may have while others run beside it, where a control group holds it to that; 0: what
            `limits` says.

        Returns
        -------
        Child
            The process. When it could not be started, its `ended` says why, and its cells and answers say so
            too.

        Raises
        ------
        ValueError
            When a file's path is not a plain relative one, or the files do not fit into scratch.
        RuntimeError
            When the server itself has ended.
        """
        child = self._begin(files or {}, limits or Limits(), environment or {}, memory)
        if self.mode == "bubblewrap":
            child.stretch(self._prefix)
        return child

    def _begin(
        self, files: Mapping[str, bytes], limits: Limits, environment: Mapping[str, str], memory: int = 0
    ) -> Child:
        for name in files:
            _check_path(name)
        if sum(map(len, files.values())) > room(limits):
            raise ValueError("the files to lay beside the notebook are larger than its scratch folder")
        group = self._group(limits, memory)
        try:
            if self.mode == "bubblewrap":
                child = self._open_cold(limits, group)
            else:
                child = self._open_warm(limits, group)
        except BaseException:
            if group is not None:
                group.close()
            raise
        child.begin(files, environment, _READY_SECONDS[self.mode or "none"])
        return child

    def _group(self, limits: Limits, memory: int) -> cgroups.Group | None:
        """Make the control group of a submission, where this machine has such."""
        place = cgroups.find() if self.groups and self.mode != "none" else None
        return cgroups.Group(place, limits, memory) if place is not None else None

    def _seat(self, group: cgroups.Group | None) -> Seat | None:
        return self.watch.sit() if self.watch is not None and group is None else None

    def _open_warm(self, limits: Limits, group: cgroups.Group | None) -> Child:
        request: dict[str, Any] = {"op": "open", "limits": child_limits(limits)}
        scratch = None
        if self.mode == "none":
            scratch = Path(tempfile.mkdtemp(prefix="mlsys-unsafe-"))
            for name in ("work", "tmp", "shm"):
                (scratch / name).mkdir()
            request["scratch"] = str(scratch)
        given = group.handed() if group is not None else []
        try:
            data, control = self._ask({**request, "group": bool(given)}, given)
        finally:
            for fd in given:
                os.close(fd)
        seat, caged = self._seat(group), self.mode == "namespaces"
        return Child(data, Link(control), limits, scratch=scratch, group=group, seat=seat, caged=caged)

    def _open_cold(self, limits: Limits, group: cgroups.Group | None) -> Child:
        assert self._plan is not None
        given = group.handed() if group is not None else []
        data, their_data = socket.socketpair()
        control, their_control = socket.socketpair()
        guard = subprocess.Popen(
            [
                *interpreter(),
                str(CHILD),
                "guard",
                str(their_control.fileno()),
                str(their_data.fileno()),
            ],
            pass_fds=[their_control.fileno(), their_data.fileno(), *given],
            env=dict(ENVIRONMENT),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )
        their_data.close()
        their_control.close()
        for fd in given:
            os.close(fd)
        link = Link(control)
        plan = {**self._plan.message(), "limits": child_limits(limits)}
        request = {
            "command": self._plan.bubblewrap(limits),
            "plan": plan,
            "environment": dict(ENVIRONMENT),
            "group": given,
        }
        with contextlib.suppress(OSError):
            link.send(request)
        seat = self._seat(group)
        return Child(data, link, limits, guard=guard, group=group, seat=seat, caged=True)

    def _ask(
        self, request: Mapping[str, Any], given: Sequence[int] = ()
    ) -> tuple[socket.socket, socket.socket]:
        """Send the server a request with the far ends of two new lines; return the near ones."""
        if self._link is None:
            raise RuntimeError("the fork server is not running")
        first, their_first = socket.socketpair()
        second, their_second = socket.socketpair()
        try:
            with self._lock:
                self._link.send(request, [their_first.fileno(), their_second.fileno(), *given])
        except OSError:
            first.close()
            second.close()
            raise RuntimeError(
                f"the fork server for grading has ended: {self._logged() or 'no reason'}"
            ) from None
        finally:
            their_first.close()
            their_second.close()
        return first, second

    def prepare(self, cells: Iterable[str], limits: Limits | None = None) -> ForkServer:
        """Run cells that all submissions start with, once, and return a server whose children have run them.

        Only cells of the course's own, the same for every student, may go this way: locked cells, up to the
        first that asks for the student's numbers. They run in the server, with none of the limits of a child.

        Parameters
        ----------
        cells
            Sources of the cells, in order.
        limits
            Bounds on their time and outputs.

        Returns
        -------
        ForkServer
            Use it as a context manager, while this one stays open. `prepared` holds what the cells gave.

        Raises
        ------
        RuntimeError
            When a cell fails: a locked cell of the course must not.
        """
        limits = limits or Limits()
        sources = list(cells)
        warm = ForkServer(self.preload, sandbox=self.sandbox, groups=self.groups, watch=self.watch)
        warm.mode = self.mode
        warm._prefix = [*self._prefix, *sources]
        try:
            if self.mode == "bubblewrap":  # each child starts cold and runs these cells itself
                warm._plan = Plan.make("bubblewrap", self.preload)
                with warm._begin({}, limits, {}) as child:
                    warm.prepared = _all(child, warm._prefix)[len(self._prefix) :]
            else:
                warm._link, warm.prepared = self._split_off(sources, limits)
            failed = next((run.error for run in warm.prepared if run.error is not None), None)
            if failed is not None:
                raise ChildLost(f"{failed.ename}: {failed.evalue}")
        except ChildLost as lost:
            warm.close()
            raise RuntimeError(f"a cell that all submissions start with does not run: {lost}") from None
        return warm

    def _split_off(self, sources: Sequence[str], limits: Limits) -> tuple[Link, list[CellRun]]:
        """Have the server fork another that runs the cells and serves from then on."""
        data, control = self._ask({"op": "prepare"})
        control.settimeout(30)
        nobody, far = socket.socketpair()  # these cells are the course's own: no supervisor watches them
        runner = Child(data, Link(nobody), limits)
        try:
            runs = _all(runner, sources)
            runner.release()
            answer = Link(control).receive()
            if answer is None or answer[0].get("ready") is not True:
                raise ChildLost("the server ended")
        except (ChildLost, OSError):
            control.close()
            raise
        finally:
            far.close()
            runner.close()
        return Link(control), runs


def room(limits: Limits) -> int:
    """Return how many bytes of files can be laid beside a notebook."""
    return min(limits.scratch_bytes, MAX_FRAME - (1 << 20))


def _check_path(name: str) -> None:
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\0" in name or path == PurePosixPath("."):
        raise ValueError(f"{name!r} is not a plain relative path for a file beside the notebook")


def _all(child: Child, sources: Sequence[str]) -> list[CellRun]:
    done = child.stretch(sources)
    if done.ended is not None:
        raise ChildLost(done.ended)
    return done.runs
