"""The process of one submission, as the grading process sees it: run cells, read answers, call functions.

Whatever goes wrong in it becomes a fact about that one submission: a cell that failed, an answer that cannot
be read, a process that ended. No exception of this module stands for something a student did, except
`StudentFunctionError`, which is raised by the student's function.
"""

from __future__ import annotations

import contextlib
import dataclasses
import inspect
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.grading.cgroups import Group
from autograder.grading.child.link import Link
from autograder.grading.codec import Answer, CodecError, Decoder, Missing, Unreadable, encode_argument
from autograder.grading.limits import Limits
from autograder.grading.line import Fault, Line, Reply, Step
from autograder.grading.outputs import CellError, CellRun, Collector
from autograder.grading.watch import Seat
from mlsys_course.borrowed import Elsewhere

__all__ = ["Child", "ChildLost", "MachineFailed", "RemoteFunction", "Stretch", "StudentFunctionError"]

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
    unfinished
        Whether the function was stopped because its time was up.
    """

    def __init__(self, ename: str, evalue: str, *, unfinished: bool = False) -> None:
        super().__init__(evalue)
        self.ename = self.learner_type = ename
        self.evalue = evalue
        self.unfinished = unfinished


class MachineFailed(Exception):
    """A notebook could not be run, and its student is not to blame: nothing is known of its marks.

    Attributes
    ----------
    wall, cpu
        Seconds that the student's code had taken until then.
    """

    wall = 0.0
    cpu = 0.0


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


class RemoteFunction(Elsewhere):
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
        return self._child.call(self._number, args, kwargs)[0]

    def watched(self, places: Collection[str], args: Sequence[Any]) -> tuple[Any, Collection[str]]:
        """Call it, and learn which functions of the package it called; see `mlsys_course.borrowed`."""
        return self._child.call(self._number, args, {}, places)

    def __repr__(self) -> str:
        return f"<student's function {self.__name__}>"


@dataclasses.dataclass(frozen=True)
class Stretch:
    """What a stretch of a notebook gave: cells, and then the answers to one test.

    Attributes
    ----------
    runs
        The cells that were run, in order; where the process ended in one, that is the last, and `killed`.
    answers
        What the names held after the last cell.
    ended
        Why the process has ended; None while it lives.
    """

    runs: list[CellRun]
    answers: dict[str, Answer]
    ended: str | None


class Child:
    """The process of one submission. Made by `ForkServer.open`; use it as a context manager.

    Attributes
    ----------
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
        group: Group | None = None,
        seat: Seat | None = None,
        caged: bool = False,
    ) -> None:
        self.limits = limits
        self._line = Line(data, link, limits, group, seat, relayed=guard is not None, caged=caged)
        self._group = group
        self._scratch = scratch
        self._guard = guard
        self._lock = threading.RLock()

    @property
    def ended(self) -> str | None:
        """None while the process lives; then why it ended: "it crashed (SIGSEGV)". No later cell is run."""
        return self._line.ended

    @property
    def fault(self) -> Fault | None:
        """What of the machine gave way; None where nothing did, as far as can be told."""
        return self._line.squeezed() or self._line.fault

    @property
    def wall_used(self) -> float:
        """Seconds that the student's code has taken."""
        return self._line.spent

    @property
    def cpu_used(self) -> float:
        """Seconds of CPU time it has taken; the wall time where nobody counts."""
        counted = self._group.cpu_seconds() if self._group is not None else None
        return self._line.spent if counted is None else counted

    def stretch(self, sources: Sequence[str], names: Iterable[str] | None = None) -> Stretch:
        """Run cells as Jupyter would, and then read what names hold: one request and its replies.

        Parameters
        ----------
        sources
            The cells' sources, in order.
        names
            Names of variables and functions; None to read nothing.

        Returns
        -------
        Stretch
            What came of it, also when the process has ended.
        """
        cells = [_Cell(source, self.limits) for source in sources]
        reading = None if names is None else _Reading(names, self.limits, Decoder(self._remote))
        steps = [cell.step for cell in cells]
        if reading is not None:
            steps.append(reading.step)
        with self._lock:
            alive = self.ended is None
            replies = self._line.exchange(steps) if steps else []
            runs = [cell.finish(reply, self.ended) for cell, reply in zip(cells, replies, strict=False)]
            if reading is None or not alive or (runs and runs[-1].killed):
                return Stretch(runs, {}, self.ended)
            return Stretch(runs, reading.finish(replies[-1], self.ended), self.ended)

    def run_cell(self, source: str) -> CellRun:
        """Run one cell.

        Parameters
        ----------
        source
            The cell's source.

        Returns
        -------
        CellRun
            Its outputs and how it ended.

        Raises
        ------
        ChildLost
            When the process ends in this cell, or has ended before it.
        """
        done = self.stretch([source])
        if not done.runs:
            raise ChildLost(done.ended or "it ended")
        if done.runs[0].killed:
            raise ChildLost(done.ended or "it ended", done.runs[0])
        return done.runs[0]

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
        with self._lock:
            if self.ended is not None:
                raise ChildLost(self.ended)
            return self.stretch([], names).answers

    def call(
        self, number: int, args: Sequence[Any], kwargs: Mapping[str, Any], places: Collection[str] = ()
    ) -> tuple[Answer, Collection[str]]:
        """Call a function of the child; `RemoteFunction` does this.

        Parameters
        ----------
        number
            The function's number.
        args, kwargs
            Plain values, arrays, Quantities, tables.
        places
            Functions of the package to look out for meanwhile.

        Returns
        -------
        tuple
            The decoded result, `Unreadable` when it cannot cross; and those of the places that were called,
            as the child says: good for a remark, and for no mark.

        Raises
        ------
        StudentFunctionError
            When the function raises, takes too long, or the process has ended.
        TypeError
            When an argument cannot cross.
        """
        ask = {
            "op": "call",
            "function": number,
            "args": [encode_argument(value) for value in args],
            "kwargs": {name: encode_argument(value) for name, value in kwargs.items()},
            "places": list(places),
            "bytes": self.limits.answer_bytes,
        }
        wall = self.limits.call_wall
        room = self.limits.answer_bytes + self.limits.output_bytes
        with self._lock:
            if self.ended is not None:
                raise StudentFunctionError("NotebookEnded", self.ended)
            # What the function prints is nobody's business.
            (reply,) = self._line.exchange([Step(ask, wall, wall, lambda message: None, room)])
            if reply.interrupted:
                raise StudentFunctionError(
                    "TimeoutError", f"it did not finish within {wall:g} s", unfinished=True
                )
            if reply.done is None:
                raise StudentFunctionError("NotebookEnded", self.ended or "it ended")
            told = reply.done.get("error")
            if isinstance(told, list) and len(told) == 2 and all(isinstance(part, str) for part in told):
                raise StudentFunctionError(told[0][:200], told[1][:2000])
            value = reply.done.get("value")
            if not isinstance(value, bytes):
                return Unreadable("nothing came back"), ()
            said = reply.done.get("called")
            called = [one for one in places if one in said] if isinstance(said, list) else []
            try:
                return Decoder(self._remote).decode(value), called
            except CodecError as error:
                return Unreadable(f"it was handed over in a form that cannot be read: {error}"), called

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
        laid = [[name, content] for name, content in files.items()]
        self._line.begin({"files": laid, "environment": dict(environment)}, seconds)

    def release(self) -> None:
        """Let the process go on as a fork server; `ForkServer.prepare` does this."""
        self._line.release()

    def close(self) -> None:
        """Kill the process and everything it started; remove its files. Safe to call twice."""
        self._line.close()
        if self._guard is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._guard.wait(5)
            if self._guard.poll() is None:
                self._guard.kill()
                self._guard.wait()
        if self._group is not None:
            self._group.close()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _remote(self, number: int, name: str, parameters: tuple[str, ...] | None) -> RemoteFunction:
        return RemoteFunction(self, number, name, parameters)


class _Cell:
    """One cell on its way through the child."""

    def __init__(self, source: str, limits: Limits) -> None:
        self.limits = limits
        self.collector = Collector(limits)
        self.step = Step({"op": "run", "source": source}, limits.cell_wall, limits.cell_cpu, self._take)

    def _take(self, message: dict[str, Any]) -> None:
        if message.get("op") not in _OUTPUT:
            raise CodecError("a message that belongs to no cell")
        self.collector.take(message)

    def finish(self, reply: Reply, ended: str | None) -> CellRun:
        collector, limits = self.collector, self.limits
        timed_out = reply.interrupted is not None
        if reply.done is None:
            why = ended or "it ended"
            collector.fail(CellError("NotebookEnded", f"the notebook's process ended here: {why}"))
            return CellRun(collector.outputs, collector.error, timed_out=timed_out, killed=True)
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
        if timed_out:
            bound = f"run for {limits.cell_wall:g}"
            if reply.interrupted == "cpu":
                bound = f"compute for {limits.cell_cpu:g}"
            collector.note(f"[stopped: a cell may {bound} seconds, no longer]")
        count = reply.done.get("count")
        number = count if type(count) is int and 0 <= count < 1_000_000 else None
        result = reply.done.get("result")
        return CellRun(
            collector.outputs,
            error,
            timed_out=timed_out,
            execution_count=number,
            result=result[:200] if isinstance(result, str) else None,
        )


class _Reading:
    """The answers to one test on their way out of the child."""

    def __init__(self, names: Iterable[str], limits: Limits, decoder: Decoder) -> None:
        self.limits = limits
        self.decoder = decoder
        self.wanted = list(dict.fromkeys(names))
        self.found: dict[str, Answer] = {}
        self.step = Step(
            {"op": "answers", "names": self.wanted, "bytes": limits.answer_bytes},
            limits.answer_wall,
            limits.answer_wall,
            self._take,
            min((limits.answer_bytes + 1000) * max(1, len(self.wanted)), 8 * limits.answer_bytes),
        )

    def _take(self, message: dict[str, Any]) -> None:
        name, value = message.get("name"), message.get("value")
        if (
            message.get("op") != "answer"
            or name not in self.wanted
            or name in self.found
            or not isinstance(value, bytes)
        ):
            raise CodecError("an answer nobody asked for")
        try:
            if len(value) > self.limits.answer_bytes:
                raise CodecError("too long")
            answer = self.decoder.decode(value)
        except CodecError as error:
            answer = Unreadable(f"it was handed over in a form that cannot be read: {error}")
        if isinstance(answer, Missing) and answer.name != name:
            answer = Missing(str(name))
        self.found[str(name)] = answer

    def finish(self, reply: Reply, ended: str | None) -> dict[str, Answer]:
        why = "it was not handed over" if reply.interrupted is None else "reading it took too long"
        if reply.done is None and ended is not None:
            why = f"the notebook's process ended: {ended}"
        return {name: self.found.get(name, Unreadable(why)) for name in self.wanted}
