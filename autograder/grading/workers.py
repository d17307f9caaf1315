"""The one thing the class runner knows of processes: a `concurrent.futures.Executor`.

What was handed in is opened and run in the processes of the executor (`autograder.grading.worker`), never in
the one that holds the gradebook.
"""

from __future__ import annotations

import dataclasses
import multiprocessing
import shutil
import tempfile
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path

from autograder import stopping
from autograder.grading import cgroups, far
from autograder.grading.execution import Marked, Task
from autograder.grading.sandbox import SandboxUnavailable, probe
from autograder.grading.watch import Watch, default_reserve
from autograder.grading.worker import Settings, begin, grade_task

__all__ = ["ClusterUnavailable", "Runner", "Settings", "grade_task"]

_AHEAD = 2  # submissions that wait, per worker
_SHARED = 0.75  # of the memory that is free: the rest is for the workers themselves
_LEAST = 256 << 20


class ClusterUnavailable(RuntimeError):
    """The Dask cluster that was named cannot be used; the text is one line."""


@dataclasses.dataclass
class Runner:
    """Grades submissions, each in a process that it may take down with it and nobody else.

    Parameters
    ----------
    jobs : int
        Local processes.
    scheduler : str
        Address of a Dask scheduler instead; its workers need the same environment.
    settings : Settings
        What is the same for all.
    """

    jobs: int
    scheduler: str = ""
    settings: Settings = Settings()

    def run(self, tasks: Iterable[Task]) -> Generator[tuple[Task, Marked], None, None]:
        """Grade all, a few ahead of the one being taken; hand over each as it comes.

        A submission that the machine failed, or whose process ended, is graded once more at the end, alone
        and within what is left of its time; what fails then stands in `Marked.failed`. A run that is stopped,
        or closed before its end, ends its processes at once, and with them what they were grading.

        Raises
        ------
        SandboxUnavailable
            If the sandbox cannot start on this machine.
        ClusterUnavailable
            If Dask is not installed, or nothing answers at the scheduler's address.
        """
        if self.settings.sandbox and not self.scheduler and (reason := probe()) is not None:
            raise SandboxUnavailable(reason)
        again: list[tuple[Task, Marked | None]] = []
        source = (self._bounded(task) for task in tasks)
        if self.scheduler:
            with _dask(self.scheduler) as pool:
                yield from self._through(pool, source, again)
                while again:
                    yield from self._alone(pool, again)
            return
        with tempfile.TemporaryDirectory(prefix="mlsys-grading-", ignore_cleanup_errors=True) as folder:
            more = True
            while more:  # a pool that breaks is replaced; what was in it is graded alone
                with self._pool(self.jobs, folder) as pool, _ended_at_once(folder):
                    more = yield from self._through(pool, source, again)
            while again:
                with self._pool(1, folder) as pool, _ended_at_once(folder):
                    yield from self._alone(pool, again)

    def _alone(
        self, pool: Executor, again: list[tuple[Task, Marked | None]]
    ) -> Iterator[tuple[Task, Marked]]:
        """Grade one after the other what the machine failed, until nothing is left or the pool breaks."""
        while again:
            task, first = again.pop(0)
            try:
                yield task, self._once_more(pool, task, first)
            except _Broken as broken:
                yield task, broken.marked
                return

    def _bounded(self, task: Task) -> Task:
        """Say how much memory a submission may take while others run: all together must fit this machine."""
        if self.scheduler:
            return task
        share = int(_SHARED * cgroups.available() / self.jobs)
        return dataclasses.replace(task, memory=min(task.limits.memory_bytes, max(share, _LEAST)))

    def _through(
        self, pool: Executor, source: Iterator[Task], again: list[tuple[Task, Marked | None]]
    ) -> Generator[tuple[Task, Marked], None, bool]:
        """Take tasks through a pool; return whether it broke before all were through."""
        running: dict[Future[Marked], Task] = {}
        while True:
            while len(running) < (1 + _AHEAD) * self.jobs and (task := next(source, None)) is not None:
                try:
                    running[self._submit(pool, task)] = task
                except BrokenExecutor:
                    again += [(other, None) for other in (task, *running.values())]
                    return True
            if not running:
                return False
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            broken = False
            for future in done:
                task = running.pop(future)
                try:
                    marked = future.result()
                except BrokenExecutor:
                    broken = True
                    again.append((task, None))
                    continue
                except far.Died:  # that process alone: the pool goes on
                    again.append((task, None))
                    continue
                except SandboxUnavailable:
                    raise
                except Exception as error:
                    marked = _fault(task, error)
                if marked.failed:
                    again.append((task, marked))
                else:
                    yield task, marked
            if broken:
                again += [(other, None) for other in running.values()]
                return True

    def _submit(self, pool: Executor, task: Task) -> Future[Marked]:
        if self.scheduler:
            return pool.submit(far.grade, far.packed(self.settings, grade_task, task))
        with stopping.held(), stopping.out_of_reach():  # the first one starts the processes
            return pool.submit(grade_task, task)

    def _once_more(self, pool: Executor, task: Task, first: Marked | None) -> Marked:
        """Grade a submission alone: all of it, or what the machine failed of it."""
        first = first or Marked(failed=dict.fromkeys(task.templates, "the process that graded it died"))
        left = dataclasses.replace(
            task.limits,
            total_wall=max(task.limits.total_wall - first.wall, 1.0),
            total_cpu=max(task.limits.total_cpu - first.cpu, 1.0),
        )
        only = tuple(first.failed) if first.present else ()
        try:
            rest = dataclasses.replace(task, limits=left, only=only, alone=True, memory=0)
            second = self._submit(pool, rest).result()
        except (BrokenExecutor, far.Died) as error:
            why = "the process that graded it died, the second time with nothing beside it"
            first.failed = dict.fromkeys(first.failed, why)
            if isinstance(error, far.Died):
                return first
            raise _Broken(first) from None
        except SandboxUnavailable:
            raise
        except Exception as error:
            first.failed = dict.fromkeys(first.failed, _why(error))
            return first
        second.graded = {**first.graded, **second.graded}
        second.notes = list(dict.fromkeys([*first.notes, *second.notes]))
        second.problems = list(dict.fromkeys([*first.problems, *second.problems]))
        second.wall, second.cpu = second.wall + first.wall, second.cpu + first.cpu
        return second

    def _pool(self, jobs: int, folder: str) -> ProcessPoolExecutor:
        seats, scratch = Path(folder, "seats"), Path(folder, "scratch")
        seats.mkdir(exist_ok=True)
        watch = Watch(self.settings.watch.reserve or default_reserve(), str(seats))
        scratch.mkdir(exist_ok=True)
        settings = dataclasses.replace(self.settings, watch=watch, scratch=str(scratch))
        context = multiprocessing.get_context("spawn")
        with stopping.out_of_reach():  # its locks have a process of multiprocessing's look after them
            return ProcessPoolExecutor(jobs, mp_context=context, initializer=begin, initargs=(settings,))


@contextmanager
def _ended_at_once(folder: str) -> Iterator[None]:
    """End the processes that were started in this context when it is left by an exception.

    A pool would wait until they have done what they are at, which may be a student's endless loop.
    """
    others = {process.pid for process in multiprocessing.active_children()}

    def end() -> None:
        running = {process.pid for process in multiprocessing.active_children()}
        killed = [pid for pid in running - others if pid is not None]
        stopping.kill(killed)
        cgroups.sweep(killed)
        shutil.rmtree(folder, ignore_errors=True)

    with stopping.cleaning(end):
        yield


class _Broken(Exception):
    """A process of the pool has ended, and with it the pool: what is known of the submission it graded."""

    def __init__(self, marked: Marked) -> None:
        super().__init__()
        self.marked = marked


def _fault(task: Task, error: Exception) -> Marked:
    """Return what came of a submission at which the grader itself failed: no marks, and a line for the TA."""
    return Marked(failed=dict.fromkeys(task.templates, _why(error)))


def _why(error: Exception) -> str:
    told = str(error) if isinstance(error, far.Failed) else f"{type(error).__name__}: {error}"
    return f"grading it failed ({told})"[:400]


@contextmanager
def _dask(scheduler: str) -> Iterator[Executor]:
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
        yield client.get_executor()
