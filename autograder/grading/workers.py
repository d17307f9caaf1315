"""The one thing the class runner knows of processes: a `concurrent.futures.Executor`."""

from __future__ import annotations

import atexit
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from autograder.grading.execution import Graded, Task, grade_notebook
from autograder.grading.forkserver import ForkServer
from autograder.grading.sandbox import SandboxUnavailable, probe

_server: ForkServer | None = None
_sandboxed = True


def _configure(sandbox: bool) -> None:
    global _sandboxed
    _sandboxed = sandbox


def _serve() -> ForkServer:
    """Return this process's fork server, started at first use and kept warm."""
    global _server
    if _server is None:
        _server = ForkServer(sandbox=_sandboxed)
        _server.start()
        atexit.register(_server.close)
    return _server


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
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(
            jobs, mp_context=context, initializer=_configure, initargs=(sandbox,)
        ) as pool:
            yield pool


@contextmanager
def _dask(scheduler: str, sandbox: bool) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        raise ValueError("--scheduler needs Dask: pip install 'mlsys-autograder[cluster]'") from error
    with Client(scheduler) as client:
        client.run(_configure, sandbox)
        yield client.get_executor()
