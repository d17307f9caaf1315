"""The line to the process of one submission: requests out, replies back, and nothing that comes is trusted.

Every wait has an end, every message a size, and whatever goes wrong becomes one sentence: why it ended.
"""

from __future__ import annotations

import contextlib
import dataclasses
import select
import signal
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.grading.cgroups import Group
from autograder.grading.child.link import Link
from autograder.grading.child.wire import MAX_FRAME, WireError, unpack
from autograder.grading.codec import CodecError, Frames, frame
from autograder.grading.limits import Limits
from autograder.grading.watch import Seat

__all__ = ["Fault", "Line", "Reply", "Step"]

_SLACK = 5.0  # seconds granted to the supervisor on top of a limit, before this side stops waiting
# A cell that took a larger part of its time than this is the last one of its request: an interrupt that comes
# late must not meet the next one.
_BRISK = 0.1
_FAREWELL = 5.0  # seconds from the end of a process's line to the report of how the process ended
_TOGETHER = 100  # steps of one request: a message holds so many values and no more


@dataclasses.dataclass(frozen=True)
class Fault:
    """Why a process ended that was not ended by what it did.

    Attributes
    ----------
    why
        What gave way.
    certain
        Whether it was the machine for sure; a process killed by nobody we know may have seen to that itself.
    """

    why: str
    certain: bool = True


@dataclasses.dataclass(frozen=True)
class Step:
    """One thing asked for, with its own limits.

    Attributes
    ----------
    ask
        What the child is to do.
    wall, cpu
        Seconds it may take.
    take
        Called with each message on the way; a `CodecError` it raises ends the process.
    room
        Bytes that may come on top of a cell's output.
    """

    ask: Mapping[str, Any]
    wall: float
    cpu: float
    take: Callable[[dict[str, Any]], None]
    room: int = 0


@dataclasses.dataclass
class Reply:
    """What one step brought.

    Attributes
    ----------
    done
        The last message; None when none came, because the process has ended.
    interrupted
        The limit for which it was interrupted: ``"wall"`` or ``"cpu"``.
    """

    done: dict[str, Any] | None = None
    interrupted: str | None = None


class Line:
    """Both lines of one submission: to its process, and to the supervisor that watches it.

    Parameters
    ----------
    data
        The line to the process.
    link
        The line to its supervisor.
    limits
        What the submission may use.
    group
        Its control group, where there is one.
    seat
        Where there is none: its place among all that run, for the watch on their memory.
    relayed
        Whether another process (bubblewrap) passes on how it ended: a signal as 128 and its number.
    caged
        Whether it is the first process of its own process namespace, which cannot kill itself by SIGKILL.

    Attributes
    ----------
    ended
        None while the process lives; then why it ended: "it crashed (SIGSEGV)".
    fault
        What of the machine gave way, when the process did not end by what it did.
    spent
        Seconds that its steps have taken.
    """

    def __init__(
        self,
        data: socket.socket,
        link: Link,
        limits: Limits,
        group: Group | None = None,
        seat: Seat | None = None,
        *,
        relayed: bool = False,
        caged: bool = False,
    ) -> None:
        self.ended: str | None = None
        self.fault: Fault | None = None
        self.spent = 0.0
        self.limits = limits
        self.group = group
        self.seat = seat
        self.relayed, self.caged = relayed, caged
        self._began: float | None = None
        self.link = link
        self._data = data
        self._frames = Frames(MAX_FRAME)
        self._sequence = 0
        self._wall = 0.0
        self._deadline = 0.0
        self._left = [0, 0]  # bytes and messages of the step under way
        self._hung_up = False
        self._event: dict[str, Any] | None = None
        self._interrupted: dict[int, str] = {}
        data.setblocking(False)

    def begin(self, message: Mapping[str, Any], seconds: float) -> None:
        """Send the first message and wait until the process is ready.

        Parameters
        ----------
        message
            Its files and its environment.
        seconds
            How long to wait.
        """
        ready = False
        text = ""

        def handle(body: bytes) -> bool:
            nonlocal ready, text
            told = _message(body)
            ready = told.get("op") == "ready"
            text = str(told.get("text", ""))[:500]
            return True

        self._deadline = time.monotonic() + seconds
        if self._send(frame(dict(message))):
            self._listen(handle)
        if not ready and self.ended is None:  # else it was stopped by us, and it is known why
            why = f"its sandbox did not start: {text or self._how_it_ended()}"
            self.fault = Fault(why)
            self._end(why)

    def release(self) -> None:
        """Let the process go on as a fork server."""
        self._deadline = time.monotonic() + 10
        self._send(frame({"op": "serve"}))

    def exchange(self, steps: Sequence[Step]) -> list[Reply]:
        """Have steps done in order, and return what each brought.

        They are sent together. The process goes on from one to the next by itself, and says when; each has
        its own limits. It stops at a step that took long, and the rest is sent once more.

        Parameters
        ----------
        steps
            At least one.

        Returns
        -------
        list of Reply
            One for each step; fewer when the process ends, and then the last one has no `Reply.done`.
        """
        replies: list[Reply] = []
        while self.ended is None and len(replies) < len(steps):
            replies += self._exchange(steps[len(replies) : len(replies) + _TOGETHER])
        return replies

    def _exchange(self, steps: Sequence[Step]) -> list[Reply]:
        replies = [Reply()]
        try:
            self._start(steps[0])
        except OSError:
            self._end(self._how_it_ended())
            return replies
        request = {
            "steps": [{**step.ask, "brisk": _BRISK * step.wall} for step in steps],
            "seq": self._sequence,
            "output": self.limits.output_bytes,
            "messages": self.limits.output_messages,
        }

        def handle(body: bytes) -> bool:
            self._left[0] -= len(body)
            self._left[1] -= 1
            if min(self._left) < 0:
                raise _Flood
            told = _message(body)
            if told.get("op") != "done":
                steps[len(replies) - 1].take(told)
                return False
            if type(told.get("seq")) is not int or told["seq"] != self._sequence:
                raise CodecError("a reply to something else")
            replies[-1].done = told
            self._stop(replies[-1])
            if told.get("more") is not True or len(replies) == len(steps):
                return True
            with contextlib.suppress(OSError):  # it may have ended already: what it said until then counts
                self._start(steps[len(replies)])
            replies.append(Reply())
            return False

        try:
            finished = self._send(frame(request)) and self._listen(handle)
        except _Flood:
            finished = False
            self._end("it sent more output than any notebook needs")
        except CodecError as error:
            finished = False
            self._end(f"it sent what no notebook sends: {error}")
        if not finished:
            if self.ended is None:
                self._end(self._how_it_ended())
            self._count()
            replies[-1].interrupted = self._interrupted.get(self._sequence)
        return replies

    def _start(self, step: Step) -> None:
        """Tell the supervisor that a step begins."""
        self._began = time.monotonic()
        self._sequence += 1
        self._wall = step.wall
        self._deadline = time.monotonic() + step.wall + self.limits.grace + _SLACK
        # The child stops sending by itself well before this; one that goes on is flooding.
        self._left = [2 * self.limits.output_bytes + step.room + (1 << 20)]
        self._left += [2 * self.limits.output_messages + 1000]
        self.link.send({"do": "start", "seq": self._sequence, "wall": step.wall, "cpu": step.cpu})

    def _stop(self, reply: Reply) -> None:
        """Tell the supervisor that the step has ended; note whether it had to interrupt it."""
        self._count()
        with contextlib.suppress(OSError):
            self.link.send({"do": "stop"})
        while self._hear(0):
            pass
        reply.interrupted = self._interrupted.get(self._sequence)

    def _count(self) -> None:
        if self._began is not None:
            self.spent += time.monotonic() - self._began
            self._began = None

    def close(self) -> None:
        """Kill the process and everything it started. Safe to call twice."""
        with contextlib.suppress(OSError):
            self.link.send({"do": "kill"})
        self._data.close()
        if self.ended is None:
            self.ended = "it was closed"
        deadline = time.monotonic() + 10
        while self._event is None and time.monotonic() < deadline:
            if not self._hear(0.5):
                break
        self.link.close()
        if self.seat is not None:
            self.seat.leave()

    def _send(self, data: bytes) -> bool:
        view = memoryview(data)
        while view:
            remaining = self._deadline - time.monotonic()
            if remaining <= 0:
                return False
            _, writable, _ = select.select([], [self._data], [], min(remaining, 1.0))
            if writable:
                try:
                    view = view[self._data.send(view[: 1 << 18]) :]
                except BlockingIOError:
                    continue
                except OSError:
                    self._hung_up = True
                    return False
            elif self._hear(0) and self._event is not None:
                return False
        return True

    def _listen(self, handle: Callable[[bytes], bool]) -> bool:
        """Hand over frames until one says that it was the last; False when the process ends or time is up."""
        while True:
            remaining = self._deadline - time.monotonic()
            if remaining <= 0:
                return False
            # The supervisor's report may overtake the child's last words: these are read to their end first.
            watched: list[Any] = [self._data] if self._event is not None else [self._data, self.link]
            if self.seat is not None and self.seat.is_wanted():
                self.fault = Fault("too little memory was left on this machine")
                self._end("it was stopped: too little memory was left on this machine")
                return False
            ready, _, _ = select.select(watched, [], [], min(remaining, 0.1 if self.seat else remaining))
            if self._data in ready:
                try:
                    data = self._data.recv(1 << 18)
                except BlockingIOError:
                    continue
                except OSError:
                    data = b""
                if not data:
                    self._hung_up = True
                    return False
                for body in self._frames.feed(data):
                    if handle(body):
                        return True
            elif self.link in ready:
                self._hear(0)

    def _hear(self, seconds: float) -> bool:
        """Take one report of the supervisor, if there is any; say whether there was."""
        if self._event is not None:
            return False
        ready, _, _ = select.select([self.link], [], [], seconds)
        if not ready:
            return False
        received = None
        with contextlib.suppress(OSError, ValueError):
            received = self.link.receive()
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
            self.link.send({"do": "kill"})

    def squeezed(self) -> Fault | None:
        """Say whether it was killed for memory that others had, or that it would have had without them."""
        group = self.group
        if group is None or not group.memory_kills():
            return None
        if not group.is_full():
            return Fault("the memory of all that ran together was used up")
        if group.memory < self.limits.memory_bytes:
            return Fault("there was too little memory beside the others")
        return None

    def _how_it_ended(self) -> str:
        """Say how the process ended: "it …"."""
        deadline = time.monotonic() + (_FAREWELL if self._hung_up else 1.0)
        while self._event is None and time.monotonic() < deadline:
            self._hear(0.1)
        if self._event is None and self._hung_up:  # alive, says its supervisor, which would know
            return "it closed its line to the grader"
        if self._event is None:  # the supervisor, which should have ended it, says nothing
            self.fault = Fault("its process stopped answering")
            return "it stopped answering"
        why, code = self._event.get("why"), self._event.get("code")
        limits = self.limits
        told = {
            "wall": f"it ran for longer than {self._wall:g} seconds and could not be interrupted",
            "cpu": f"it ran for longer than {self._wall:g} seconds and could not be interrupted",
            "total": "it took longer than a whole submission may",
            "memory": f"it needed more than {limits.memory_bytes >> 20} MiB of memory",
            "processes": f"it started more than {limits.processes} processes",
            "failed": f"its sandbox failed: {str(self._event.get('text', ''))[:500]}",
            "lost": "its sandbox went away",
        }
        if why in told:
            if why in ("failed", "lost"):
                self.fault = Fault(told[why])
            return told[why]
        if code == -signal.SIGKILL or (self.relayed and code == 128 + signal.SIGKILL):
            if self.group is not None and self.group.memory_kills():
                self.fault = self.squeezed()
                return told["memory"]
            # Bubblewrap says the same of a process that ends itself with this number.
            certain = self.caged and code == -signal.SIGKILL
            self.fault = Fault("its process was killed from outside (SIGKILL)", certain)
            return "it was killed (SIGKILL)"
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
