"""The grading process's side of the line: start the fork server, open a child per submission, talk to it.

Nothing a child sends is trusted. Every wait has an end, every message a size, and whatever goes wrong
becomes a fact about that one submission: a cell that failed, an answer that cannot be read, a process that
ended. No exception of this module stands for something a student did, except `StudentFunctionError`, which
is raised by the student's function.
"""

from __future__ import annotations

import contextlib
import dataclasses
import inspect
import re
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any

from autograder.grading.child.link import Link
from autograder.grading.child.wire import MAX_FRAME, WireError, unpack
from autograder.grading.codec import (
    Answer,
    CodecError,
    Decoder,
    Frames,
    Missing,
    Unreadable,
    encode_argument,
    frame,
)
from autograder.grading.limits import Limits
from autograder.grading.outputs import CellError, CellRun, Collector
from autograder.grading.sandbox import (
    CHILD,
    ENVIRONMENT,
    Mode,
    Plan,
    SandboxUnavailable,
    child_limits,
    choose,
    interpreter,
)

__all__ = [
    "Answer",
    "CellError",
    "CellRun",
    "Child",
    "ChildLost",
    "ForkServer",
    "Limits",
    "Missing",
    "RemoteFunction",
    "SandboxUnavailable",
    "StudentFunctionError",
    "Unreadable",
]

_START_SECONDS = 120.0
_SLACK = 5.0  # seconds granted to the supervisor on top of a limit, before this side stops waiting
_OUTPUT = ("stream", "display", "result", "update", "error", "clear")
_NAME = re.compile(r"[^\W\d]\w*\Z")


class StudentFunctionError(Exception):
    """A student's function raised an exception, or took too long; as a text, the exception's message.

    Attributes
    ----------
    ename, learner_type
        Name of the exception's class; ``"TimeoutError"`` when the function was stopped.
    evalue
        Its message. It comes from the student: escape it before display.
    """

    def __init__(self, ename: str, evalue: str) -> None:
        super().__init__(evalue)
        self.ename = self.learner_type = ename
        self.evalue = evalue


class ChildLost(Exception):
    """The notebook's process has ended before its last cell; as a text, why: "it crashed (SIGSEGV)".

    Attributes
    ----------
    run
        What the cell in which it ended had put out until then; None when it ended elsewhere.
    """

    def __init__(self, why: str, run: CellRun | None = None) -> None:
        super().__init__(why)
        self.run = run


class RemoteFunction:
    """A student's function, called where it lives.

    Calling it sends the arguments across and returns the decoded result; see `Child.call`.

    Attributes
    ----------
    parameters
        Names of its positional parameters; None when they cannot be told.
    """

    def __init__(self, child: Child, number: int, name: str, parameters: tuple[str, ...] | None) -> None:
        self._child = child
        self._number = number
        self.__name__ = name
        self.__qualname__ = name
        self.parameters = parameters
        if (
            parameters is not None
            and all(map(_NAME.match, parameters))
            and len(set(parameters)) == len(parameters)
        ):
            kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
            with contextlib.suppress(ValueError):  # a keyword is no parameter's name
                self.__signature__ = inspect.Signature([inspect.Parameter(part, kind) for part in parameters])

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function in the child.

        Parameters
        ----------
        *args, **kwargs
            Plain values, arrays, Quantities, tables.

        Returns
        -------
        object
            The decoded result; `Unreadable` when it cannot cross.

        Raises
        ------
        StudentFunctionError
            When the function raises, takes too long, or its notebook's process has ended.
        TypeError
            When an argument cannot cross.
        """
        return self._child.call(self._number, args, kwargs)

    def __repr__(self) -> str:
        return f"<student's function {self.__name__}>"


@dataclasses.dataclass
class _Reply:
    """What one request brought."""

    done: dict[str, Any] | None = None
    interrupted: bool = False


class Child:
    """The process of one submission. Made by `ForkServer.open`; use it as a context manager.

    Attributes
    ----------
    ended
        None while the process lives; then why it ended: "it crashed (SIGSEGV)". No later cell is run.
    limits
        What the submission may use.
    """

    def __init__(
        self,
        data: socket.socket,
        link: Link,
        limits: Limits,
        *,
        scratch: Path | None = None,
        guard: subprocess.Popen[bytes] | None = None,
    ) -> None:
        self.ended: str | None = None
        self.limits = limits
        self._data = data
        self._link = link
        self._scratch = scratch
        self._guard = guard
        self._frames = Frames(MAX_FRAME)
        self._sequence = 0
        self._wall = 0.0
        self._event: dict[str, Any] | None = None
        self._interrupted: dict[int, str] = {}
        self._lock = threading.RLock()
        data.setblocking(False)

    # -- what the grader asks for
    # -----------------------------------------------------------------------------

    def run_cell(self, source: str, tags: Sequence[str] = ()) -> CellRun:
        """Run one cell, as Jupyter would.

        Parameters
        ----------
        source
            The cell's source.
        tags
            The cell's tags; one tagged ``skip-execution`` is not run.

        Returns
        -------
        CellRun
            Its outputs and how it ended.

        Raises
        ------
        ChildLost
            When the process ends in this cell, or has ended before it.
        """
        with self._lock:
            if "skip-execution" in tags:
                return CellRun([])
            if self.ended is not None:
                raise ChildLost(self.ended)
            collector = Collector(self.limits)

            def take(message: dict[str, Any]) -> None:
                if message.get("op") not in _OUTPUT:
                    raise CodecError("a message that belongs to no cell")
                collector.take(message)

            reply = self._request(
                {"op": "run", "source": source}, self.limits.cell_wall, self.limits.cell_cpu, take
            )
            if reply.done is None:
                why = self.ended or "it ended"
                collector.fail(CellError("NotebookEnded", f"the notebook's process ended here: {why}"))
                run = CellRun(collector.outputs, collector.error, timed_out=reply.interrupted, killed=True)
                raise ChildLost(why, run)
            error = collector.error
            told = reply.done.get("error")
            if (
                error is None
                and isinstance(told, list)
                and len(told) == 2
                and all(isinstance(t, str) for t in told)
            ):
                error = CellError(told[0][:200], told[1][:5000])  # its output was cut off
            if told is None:
                error = None
            if reply.interrupted:
                bound = f"run for {self.limits.cell_wall:g}"
                if self._interrupted[self._sequence] == "cpu":
                    bound = f"compute for {self.limits.cell_cpu:g}"
                collector.note(f"[stopped: a cell may {bound} seconds, no longer]")
            count = reply.done.get("count")
            number = count if type(count) is int and 0 <= count < 1_000_000 else None
            return CellRun(collector.outputs, error, timed_out=reply.interrupted, execution_count=number)

    def answers(self, names: Iterable[str]) -> dict[str, Answer]:
        """Return what the names hold at this moment.

        Parameters
        ----------
        names
            Names of variables and functions.

        Returns
        -------
        dict
            For each name a plain value, a figure's content, a `RemoteFunction`, `Missing` or `Unreadable`.

        Raises
        ------
        ChildLost
            When the process had ended before; one that ends now leaves the rest of the names `Unreadable`.
        """
        wanted = list(dict.fromkeys(names))
        found: dict[str, Answer] = {}
        decoder = Decoder(self._remote)

        def take(message: dict[str, Any]) -> None:
            name, value = message.get("name"), message.get("value")
            if (
                message.get("op") != "answer"
                or name not in wanted
                or name in found
                or not isinstance(value, bytes)
            ):
                raise CodecError("an answer nobody asked for")
            try:
                if len(value) > self.limits.answer_bytes:
                    raise CodecError("too long")
                answer = decoder.decode(value)
            except CodecError as error:
                answer = Unreadable(f"it was handed over in a form that cannot be read: {error}")
            if isinstance(answer, Missing) and answer.name != name:
                answer = Missing(str(name))
            found[str(name)] = answer

        with self._lock:
            if self.ended is not None:
                raise ChildLost(self.ended)
            room = (self.limits.answer_bytes + 1000) * max(1, len(wanted))
            reply = self._request(
                {"op": "answers", "names": wanted, "bytes": self.limits.answer_bytes},
                self.limits.answer_wall,
                self.limits.answer_wall,
                take,
                room=min(room, 8 * self.limits.answer_bytes),
            )
            why = "reading it took too long" if reply.interrupted else "it was not handed over"
            if reply.done is None and self.ended is not None:
                why = f"the notebook's process ended: {self.ended}"
        return {name: found.get(name, Unreadable(why)) for name in wanted}

    def call(self, number: int, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Answer:
        """Call a function of the child; `RemoteFunction` does this.

        Parameters
        ----------
        number
            The function's number.
        args, kwargs
            Plain values, arrays, Quantities, tables.

        Returns
        -------
        object
            The decoded result; `Unreadable` when it cannot cross.

        Raises
        ------
        StudentFunctionError
            When the function raises, takes too long, or the process has ended.
        TypeError
            When an argument cannot cross.
        """
        request = {
            "op": "call",
            "function": number,
            "args": [encode_argument(value) for value in args],
            "kwargs": {name: encode_argument(value) for name, value in kwargs.items()},
            "bytes": self.limits.answer_bytes,
        }
        with self._lock:
            if self.ended is not None:
                raise StudentFunctionError("NotebookEnded", self.ended)
            reply = self._request(
                request,
                self.limits.call_wall,
                self.limits.call_wall,
                lambda message: None,  # what the function prints is nobody's business
                room=self.limits.answer_bytes + self.limits.output_bytes,
            )
            if reply.interrupted:
                raise StudentFunctionError(
                    "TimeoutError", f"it took longer than {self.limits.call_wall:g} seconds"
                )
            if reply.done is None:
                raise StudentFunctionError("NotebookEnded", self.ended or "it ended")
            told = reply.done.get("error")
            if isinstance(told, list) and len(told) == 2 and all(isinstance(part, str) for part in told):
                raise StudentFunctionError(told[0][:200], told[1][:2000])
            value = reply.done.get("value")
            if not isinstance(value, bytes):
                return Unreadable("nothing came back")
            try:
                return Decoder(self._remote).decode(value)
            except CodecError as error:
                return Unreadable(f"it was handed over in a form that cannot be read: {error}")

    def release(self) -> None:
        """Let the process go on as a fork server; `ForkServer.prepare` does this."""
        self._send(frame({"op": "serve"}), time.monotonic() + 10)

    def close(self) -> None:
        """Kill the process and everything it started; remove its files. Safe to call twice."""
        with contextlib.suppress(OSError):
            self._link.send({"do": "kill"})
        self._data.close()
        if self.ended is None:
            self.ended = "it was closed"
        deadline = time.monotonic() + 10
        while self._event is None and time.monotonic() < deadline:
            if not self._hear(0.5):
                break
        self._link.close()
        if self._guard is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._guard.wait(5)
            if self._guard.poll() is None:
                self._guard.kill()
                self._guard.wait()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- the line to the child
    # ----------------------------------------------------------------------------------

    def _remote(self, number: int, name: str, parameters: tuple[str, ...] | None) -> RemoteFunction:
        return RemoteFunction(self, number, name, parameters)

    def begin(self, files: Mapping[str, bytes], environment: Mapping[str, str], seconds: float) -> None:
        """Hand over the files and wait until the child is ready; `ForkServer.open` does this.

        Parameters
        ----------
        files
            Relative path to content.
        environment
            Variables to set.
        seconds
            How long to wait.
        """
        message = {
            "files": [[name, content] for name, content in files.items()],
            "environment": dict(environment),
        }
        deadline = time.monotonic() + seconds
        ready = False
        text = ""

        def take(body: bytes) -> bool:
            nonlocal ready, text
            told = _message(body)
            ready = told.get("op") == "ready"
            text = str(told.get("text", ""))[:500]
            return True

        if self._send(frame(message), deadline):
            self._listen(deadline, take)
        if not ready:
            self._end(f"its sandbox did not start: {text or self._how_it_ended()}")

    def _request(
        self,
        message: dict[str, Any],
        wall: float,
        cpu: float,
        take: Callable[[dict[str, Any]], None],
        room: int = 0,
    ) -> _Reply:
        """Send a request and take its replies until the last one, the end of the process, or the deadline."""
        self._sequence += 1
        number = self._sequence
        reply = _Reply()
        # The child stops sending by itself well before this; one that goes on is flooding.
        left = [2 * self.limits.output_bytes + room + (1 << 20), 2 * self.limits.output_messages + 1000]
        message = {
            **message,
            "seq": number,
            "output": self.limits.output_bytes,
            "messages": self.limits.output_messages,
        }
        deadline = time.monotonic() + wall + self.limits.grace + _SLACK
        self._wall = wall
        try:
            self._link.send({"do": "start", "seq": number, "wall": wall, "cpu": cpu})
        except OSError:
            self._end(self._how_it_ended())
            return reply

        def handle(body: bytes) -> bool:
            left[0] -= len(body)
            left[1] -= 1
            if left[0] < 0 or left[1] < 0:
                raise _Flood
            told = _message(body)
            if told.get("op") == "done":
                if type(told.get("seq")) is not int or told["seq"] != number:
                    raise CodecError("a reply to something else")
                reply.done = told
                return True
            take(told)
            return False

        try:
            finished = self._send(frame(message), deadline) and self._listen(deadline, handle)
        except _Flood:
            finished = False
            self._end("it sent more output than any notebook needs")
        except CodecError as error:
            finished = False
            self._end(f"it sent what no notebook sends: {error}")
        if finished:
            with contextlib.suppress(OSError):
                self._link.send({"do": "stop"})
            while self._hear(0):
                pass
        elif self.ended is None:
            self._end(self._how_it_ended())
        reply.interrupted = number in self._interrupted
        return reply

    def _send(self, data: bytes, deadline: float) -> bool:
        view = memoryview(data)
        while view:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return False
            _, writable, _ = select.select([], [self._data], [], min(remaining, 1.0))
            if writable:
                try:
                    view = view[self._data.send(view[: 1 << 18]) :]
                except BlockingIOError:
                    continue
                except OSError:
                    return False
            elif self._hear(0) and self._event is not None:
                return False
        return True

    def _listen(self, deadline: float, handle: Callable[[bytes], bool]) -> bool:
        """Hand over frames until one says that it was the last; False when the process ends or time is up."""
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return False
            # The supervisor's report may overtake the child's last words: these are read to their end first.
            watched: list[Any] = [self._data] if self._event is not None else [self._data, self._link]
            ready, _, _ = select.select(watched, [], [], remaining)
            if self._data in ready:
                try:
                    data = self._data.recv(1 << 18)
                except BlockingIOError:
                    continue
                except OSError:
                    data = b""
                if not data:
                    return False
                for body in self._frames.feed(data):
                    if handle(body):
                        return True
            elif self._link in ready:
                self._hear(0)

    def _hear(self, seconds: float) -> bool:
        """Take one report of the supervisor, if there is any; say whether there was."""
        if self._event is not None:
            return False
        ready, _, _ = select.select([self._link], [], [], seconds)
        if not ready:
            return False
        received = None
        with contextlib.suppress(OSError, ValueError):
            received = self._link.receive()
        if received is None:
            self._event = {"code": None, "why": "lost"}
        elif received[0].get("event") == "interrupted":
            self._interrupted[int(received[0]["seq"])] = str(received[0]["why"])
        else:
            self._event = received[0]
        return True

    def _end(self, why: str) -> None:
        if self.ended is None:
            self.ended = why
        with contextlib.suppress(OSError):
            self._link.send({"do": "kill"})

    def _how_it_ended(self) -> str:
        """Say how the process ended: "it …"."""
        deadline = time.monotonic() + 1.0
        while self._event is None and time.monotonic() < deadline:
            self._hear(0.1)
        if self._event is None:
            return "it stopped answering"  # the line is closed, or all time is up
        why, code = self._event.get("why"), self._event.get("code")
        limits = self.limits
        told = {
            "wall": f"it ran for longer than {self._wall:g} seconds and could not be interrupted",
            "cpu": f"it ran for longer than {self._wall:g} seconds and could not be interrupted",
            "total": "it took longer than a whole notebook may",
            "memory": f"it needed more than {limits.memory_bytes >> 20} MiB of memory",
            "processes": f"it started more than {limits.processes} processes",
            "failed": f"its sandbox failed: {str(self._event.get('text', ''))[:500]}",
            "lost": "its sandbox went away",
        }
        if why in told:
            return told[why]
        if isinstance(code, int) and code < 0:
            name = f"signal {-code}"
            with contextlib.suppress(ValueError):
                name = signal.Signals(-code).name
            return f"it crashed ({name})"
        return f"it ended itself (exit status {code})"


class _Flood(Exception):
    """More messages or bytes than an honest child sends."""


def _message(body: bytes) -> dict[str, Any]:
    try:
        told = unpack(body)
    except WireError as error:
        raise CodecError(str(error)) from None
    if not isinstance(told, dict):
        raise CodecError("a message that is none")
    return told


class ForkServer:
    """Starts the process that forks a sandboxed child for each submission; use it as a context manager.

    Parameters
    ----------
    preload
        Modules that the notebooks import, loaded once on top of numpy, pandas, matplotlib and the course.
    sandbox
        Whether to keep submissions in a sandbox. Without one, which is for trusted input only, student code
        runs with the caller's rights.

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

    def __init__(self, preload: Iterable[str] = (), *, sandbox: bool = True) -> None:
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
        child = self._begin(files or {}, limits or Limits(), environment or {})
        if self.mode == "bubblewrap":
            with contextlib.suppress(ChildLost):
                for source in self._prefix:
                    child.run_cell(source)
        return child

    def _begin(self, files: Mapping[str, bytes], limits: Limits, environment: Mapping[str, str]) -> Child:
        for name in files:
            _check_path(name)
        if sum(map(len, files.values())) > min(limits.scratch_bytes, MAX_FRAME - (1 << 20)):
            raise ValueError("the files to lay beside the notebook are larger than its scratch folder")
        if self.mode == "bubblewrap":
            child = self._open_cold(limits)
            seconds = 60.0
        else:
            child = self._open_warm(limits)
            seconds = 30.0
        child.begin(files, environment, seconds)
        return child

    def _open_warm(self, limits: Limits) -> Child:
        request: dict[str, Any] = {"op": "open", "limits": child_limits(limits)}
        scratch = None
        if self.mode == "none":
            scratch = Path(tempfile.mkdtemp(prefix="mlsys-unsafe-"))
            for name in ("work", "tmp", "shm"):
                (scratch / name).mkdir()
            request["scratch"] = str(scratch)
        data, control = self._ask(request)
        return Child(data, Link(control), limits, scratch=scratch)

    def _open_cold(self, limits: Limits) -> Child:
        assert self._plan is not None
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
            pass_fds=[their_control.fileno(), their_data.fileno()],
            env=dict(ENVIRONMENT),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )
        their_data.close()
        their_control.close()
        link = Link(control)
        plan = {**self._plan.message(), "limits": child_limits(limits)}
        request = {"command": self._plan.bubblewrap(limits), "plan": plan, "environment": dict(ENVIRONMENT)}
        with contextlib.suppress(OSError):
            link.send(request)
        return Child(data, link, limits, guard=guard)

    def _ask(self, request: Mapping[str, Any]) -> tuple[socket.socket, socket.socket]:
        """Send the server a request with the far ends of two new lines; return the near ones."""
        if self._link is None:
            raise RuntimeError("the fork server is not running")
        first, their_first = socket.socketpair()
        second, their_second = socket.socketpair()
        try:
            with self._lock:
                self._link.send(request, [their_first.fileno(), their_second.fileno()])
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
        warm = ForkServer(self.preload, sandbox=self.sandbox)
        warm.mode = self.mode
        warm._prefix = [*self._prefix, *sources]
        try:
            if self.mode == "bubblewrap":  # each child starts cold and runs these cells itself
                warm._plan = Plan.make("bubblewrap", self.preload)
                with warm._begin({}, limits, {}) as child:
                    warm.prepared = [child.run_cell(source) for source in warm._prefix][len(self._prefix) :]
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
            runs = [runner.run_cell(source) for source in sources]
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


def _check_path(name: str) -> None:
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\0" in name or path == PurePosixPath("."):
        raise ValueError(f"{name!r} is not a plain relative path for a file beside the notebook")
