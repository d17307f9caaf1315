"""The one thing the class runner knows of processes: a `concurrent.futures.Executor`."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import threading
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from autograder.grading.execution import Graded, Task, grade_notebook
from autograder.grading.forkserver import ForkServer
from autograder.grading.sandbox import SandboxUnavailable, probe


class ClusterUnavailable(RuntimeError):
    """The Dask cluster that was named cannot be used; the text is one line."""


_server: ForkServer | None = None
_sandboxed = True


def _configure(sandbox: bool) -> None:
    global _sandboxed
    _sandboxed = sandbox


def _begin(sandbox: bool) -> None:
    """Set up a worker process of this machine: when the process that started it is killed, it ends too."""
    _configure(sandbox)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _serve() -> ForkServer:
    """Return this process's fork server, started at first use and kept warm."""
    global _server
    if _server is not None and not _server.alive:
        _server.close()
        _server = None
    if _server is None:
        _server = ForkServer(sandbox=_sandboxed)
        _server.start()
        atexit.register(_server.close)
    return _server


def submit(pool: Executor, task: Task) -> Future[Graded]:
    """Hand a task to the workers; where they are gone already, the future says so."""
    try:
        return pool.submit(grade_task, task)
    except BrokenExecutor as error:
        future: Future[Graded] = Future()
        future.set_exception(error)
        return future


def result(future: Future[Graded], task: Task, sandbox: bool) -> Graded:
    """Wait for a graded notebook; where its worker died, try once more in a process of its own.

    When one process dies, those beside it are stopped and the tasks that were waiting are lost with them:
    each of these is graded alone, so that the one at fault costs nobody else anything.

    Raises
    ------
    RuntimeError
        If the process of its own dies as well.
    """
    try:
        return future.result()
    except BrokenExecutor:
        pass
    try:
        with _pool(1, sandbox) as alone:
            return alone.submit(grade_task, task).result()
    except BrokenExecutor:
        raise RuntimeError("the process that graded it died (out of memory?)") from None


def grade_task(task: Task) -> Graded:
    """Grade one notebook with this process's fork server."""
    return grade_notebook(task, _serve())


class _Inline(Executor):
    """Runs each task in this process: for a submission or two, starting workers would cost more."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run now; return the finished future."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def executor(jobs: int, scheduler: str = "", sandbox: bool = True) -> Iterator[Executor]:
    """Give an executor: this process, local processes, or a Dask cluster.

    Parameters
    ----------
    jobs : int
        Local processes; 1 stays in this one.
    scheduler : str
        Address of a Dask scheduler; its workers need the same environment.
    sandbox : bool
        Whether students' code is sandboxed.

    Raises
    ------
    SandboxUnavailable
        If the sandbox cannot start on this machine.
    ClusterUnavailable
        If Dask is not installed, or nothing answers at the scheduler's address.
    """
    if sandbox and not scheduler and (reason := probe()) is not None:
        raise SandboxUnavailable(reason)
    if scheduler:
        with _dask(scheduler, sandbox) as pool:
            yield pool
    elif jobs <= 1:
        _configure(sandbox)
        yield _Inline()
    else:
        with _pool(jobs, sandbox) as pool:
            yield pool


def _pool(jobs: int, sandbox: bool) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(sandbox,))


@contextmanager
def _dask(scheduler: str, sandbox: bool) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterUnavailable("--scheduler needs Dask: pip install 'mlsys-autograder[cluster]'") from error
    try:
        client = Client(scheduler, timeout=10)
    except (OSError, ValueError) as error:
        raise ClusterUnavailable(
            f"no Dask scheduler answers at {scheduler}: give the address that `dask scheduler` prints"
        ) from error
    with client:
        client.run(_configure, sandbox)
        yield client.get_executor()
