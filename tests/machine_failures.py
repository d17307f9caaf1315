"""Failures of the machine, made in the process that grades a submission: what tests hand over to it.

Each takes hold of one student's submission, the first time or each time it is tried, and of nobody else's.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from autograder.grading import execution, forkserver, line, worker
from autograder.grading.execution import Marked, Task
from autograder.grading.process import Child
from autograder.grading.testing import exercises
from mlsys_course import kinds
from mlsys_course.exercise import Exercise

REAL = worker.grade_task


def injected(mode: str | None, failures: Mapping[str, str], folder: str) -> Callable[[Task], Marked]:
    """Return what grades a submission, with failures by student: ``"once: worker"``, ``"twice: disk"``.

    Parameters
    ----------
    mode
        The kind of sandbox; None: the one that is chosen here.
    failures
        By student, how often and what.
    folder
        Where each try leaves a file, named by the student.
    """
    return functools.partial(_grade, mode, dict(failures), folder)


def tries(folder: Path) -> dict[str, list[bool]]:
    """Return for each student whether they were alone, try by try."""
    found: dict[str, list[bool]] = {}
    for path in sorted(folder.iterdir(), key=lambda path: int(path.name.rsplit("@", 1)[1])):
        found.setdefault(path.name.split("@")[0], []).append(path.read_text() == "alone")
    return found


def _grade(mode: str | None, failures: dict[str, str], folder: str, task: Task) -> Marked:
    if mode is not None:
        forkserver.choose = lambda: mode
    often, _, what = failures.get(task.student, "").partition(": ")
    before = list(Path(folder).glob(f"{task.student}@*"))
    Path(folder, f"{task.student}@{time.monotonic_ns()}").write_text("alone" if task.alone else "")
    if not what or (often == "once" and before):
        return REAL(task)
    with globals()[f"_{what.replace(' ', '_')}"]():
        return REAL(task)


@contextlib.contextmanager
def _patched(owner: Any, name: str, value: Any) -> Iterator[None]:
    real = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, real)


def _sandbox() -> Any:
    """No place for its files: its sandbox does not start."""

    def begin(self: Child, files: Any, environment: Any, seconds: float) -> None:
        real(self, {**files, "x" * 300: b""}, environment, seconds)

    real = Child.begin
    return _patched(Child, "begin", begin)


def _server() -> Any:
    """The fork server cannot be started."""

    def start(self: Any) -> None:
        raise RuntimeError("the fork server for grading did not start: no reason was given")

    worker._replace()
    return _patched(forkserver.ForkServer, "start", start)


def _late() -> Any:
    """The machine is so busy that the child is not ready in time."""

    def begin(self: Child, files: Any, environment: Any, seconds: float) -> None:
        real(self, files, environment, 0.0001)

    real = Child.begin
    return _patched(Child, "begin", begin)


def _before_the_second_stretch(do: Callable[[Child], None], seconds: float = 1.5) -> Any:
    """Do something while the student's code runs: it begins with a pause."""

    def everything(self: Any, child: Child) -> None:
        threading.Timer(0.3, do, [child]).start()
        child.stretch([f"import time; time.sleep({seconds})"])
        real(self, child)

    real = execution._Run.everything
    return _patched(execution._Run, "everything", everything)


def below(pid: int) -> list[int]:
    """Return the living children of a process, the newest last."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, parent, *more = (path / "stat").read_text().rpartition(")")[2].split()
            if int(parent) == pid and state not in "ZX":
                found.append((int(more[17]), int(path.name)))
    return [child for _, child in sorted(found)]


def _newest_below(pid: int) -> list[int]:
    """Return a process, its newest child, that one's newest child, and so on."""
    line = [pid]
    while found := below(line[-1]):
        line.append(found[-1])
    return line


def _supervisor_of(child: Child) -> int:
    if child._guard is not None:
        return child._guard.pid
    return _newest_below(_server_process())[-2]  # the last is the student, who only sleeps


def _server_process() -> int:
    server = worker._server
    assert server is not None and server._process is not None
    return server._process.pid


def _fork_server_killed() -> Any:
    def kill(child: Child) -> None:
        server = worker._server
        assert server is not None
        target = server._process.pid if server._process is not None else _supervisor_of(child)
        os.kill(target, signal.SIGKILL)

    return _before_the_second_stretch(kill)


def _supervisor_killed() -> Any:
    return _before_the_second_stretch(lambda child: os.kill(_supervisor_of(child), signal.SIGKILL))


def _student_killed() -> Any:
    def kill(child: Child) -> None:
        top = child._guard.pid if child._guard is not None else _server_process()
        os.kill(_newest_below(top)[-1], signal.SIGKILL)

    return _before_the_second_stretch(kill)


@contextlib.contextmanager
def _supervisor_silent() -> Iterator[None]:
    """It is stopped, and nobody ends a cell that takes too long."""

    def stop(child: Child) -> None:
        os.kill(_supervisor_of(child), signal.SIGSTOP)

    with _patched(line, "_SLACK", 0.5), _before_the_second_stretch(stop, 600):
        yield


def _worker_killed() -> Any:
    return _before_the_second_stretch(lambda child: os.kill(os.getpid(), signal.SIGKILL))


def _worker_hangs() -> Any:
    """In C code, where no signal of Python's is handled."""

    def hang(*arguments: Any) -> Any:
        ctypes.PyDLL(None).sleep(600)

    return _patched(execution, "repair", hang)


def _memory() -> Any:
    """Others have taken so much that this one gets next to nothing of it; alone it has what it may."""

    def group(self: Any, limits: Any, memory: int) -> Any:
        return real(self, limits, memory and 8 << 20)

    real = forkserver.ForkServer._group
    return _patched(forkserver.ForkServer, "_group", group)


def with_half_the_points(name: str, task: Task) -> Marked:
    """Grade by another key: this exercise is worth half."""
    exercise = exercises()[name]
    with _patched(exercise, "points", exercise.points / 2):
        return REAL(task)


def with_faulty_marking(name: str, task: Task) -> Marked:
    """Grade while marking this exercise fails where the answer has no unit."""
    # In what judges this kind, below everything that keeps faults from learners: `check`, which comes first
    # in the test cell, has to keep this one, and `grade` has to let it out.
    part = kinds.part(exercises()[name].kind, "judging")
    real = part.judge

    def faulty(exercise: Exercise, answer: Any, *rest: Any) -> Any:
        if exercise.name == name and str(getattr(answer, "units", "")) != "day":
            raise ZeroDivisionError("marking")
        return real(exercise, answer, *rest)

    with _patched(part, "judge", faulty):
        return REAL(task)
