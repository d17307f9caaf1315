"""Grading on a Dask cluster: the same scores as on this machine alone."""

from __future__ import annotations

import os
import sys
import time
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import machine_failures
import pytest
from adversarial.kit import NOTEBOOK, small_course
from distributed import Client, LocalCluster
from grading_course import Course
from nbgrader.api import MissingEntry
from nbgrader.converters.base import NbGraderException

from autograder.grading import far, sandbox, workers
from autograder.grading.execution import Marked, Task
from autograder.grading.limits import Limits
from autograder.grading.worker import Settings
from mlsys_course.course import Course as CourseFile

pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
]


LONG = [pytest.mark.slow, pytest.mark.adversarial]
THREADS = [pytest.param(1, id="one thread"), pytest.param(2, id="two threads", marks=LONG)]


@pytest.fixture(scope="module", params=THREADS)
def cluster(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Two worker processes on this machine, as far away for the grader as any others."""
    with LocalCluster(
        n_workers=2, threads_per_worker=request.param, dashboard_address=None, silence_logs=50
    ) as started:
        yield started


@pytest.fixture
def course(tmp_path: Path) -> Course:
    made = small_course(tmp_path)
    made.submit("blank", NOTEBOOK, made.blank(NOTEBOOK))
    made.submit("broken", NOTEBOOK, "{")
    made.submit("hostile", NOTEBOOK, made.perfect(NOTEBOOK, training_days="import os; os._exit(0)"))
    for number in range(4):
        made.submit(f"perfect{number}", NOTEBOOK, made.perfect(NOTEBOOK))
    return made


def test_scores_are_those_of_one_machine(cluster: Any, course: Course) -> None:
    there = {outcome.student: outcome for outcome in course.autograde(scheduler=cluster.scheduler_address)}
    scores = {student: course.scores(student) for student in there if student != "broken"}
    assert scores["perfect0"] == scores["perfect3"] == course.maxima()
    assert set(scores["blank"].values()) == {0.0}
    here = {outcome.student: outcome for outcome in course.autograde()}
    assert scores == {student: course.scores(student) for student in here if student != "broken"}
    for student, outcome in here.items():
        assert (outcome.problem, outcome.notes) == (there[student].problem, there[student].notes)


@pytest.mark.parametrize("what", ["worker killed", pytest.param("worker hangs", marks=LONG)])
def test_a_process_that_dies_far_away_costs_nobody_a_mark(
    cluster: Any, course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Killed from outside, or hanging in C code: one submission, tried again alone; the cluster goes on."""
    before = _pids(cluster)
    limits = {"cell_wall": 4.0, "cell_cpu": 4.0, "grace": 1.0, "total_wall": 15.0}
    slack = 8.0 if what == "worker hangs" else 240.0  # what hangs must be over before its repair is
    folder = tmp_path / "tries"
    folder.mkdir()
    failures = {"perfect0": f"twice: {what}", "perfect1": f"once: {what}"}
    monkeypatch.setattr(workers, "grade_task", machine_failures.injected(None, failures, str(folder)))
    there = {
        o.student: o
        for o in course.autograde(scheduler=cluster.scheduler_address, limits=limits, slack=slack)
    }
    tries = machine_failures.tries(folder)
    assert tries["perfect0"] == tries["perfect1"] == [False, True]
    assert "the process that graded it died, the second time" in str(there["perfect0"].problem)
    with pytest.raises(MissingEntry):
        course.scores("perfect0")
    for student in ("perfect1", "perfect2", "perfect3"):
        assert course.scores(student) == course.maxima()
        assert there[student].problem is None
    assert tries["perfect2"] == tries["perfect3"] == [False], "nobody beside it is graded twice"
    assert _pids(cluster) == before, "the cluster's own workers live on"


def test_a_worker_with_another_version_is_named_as_the_reason(
    cluster: Any, course: Course, newer: Callable[[Task], Marked], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "grade_task", newer)
    there = {o.student: str(o.problem) for o in course.autograde(scheduler=cluster.scheduler_address)}
    for student in ("perfect0", "perfect3"):
        assert "No module named 'newer_course'" in there[student]
        assert "version of the course differs" in there[student]
        assert "died" not in there[student]
        with pytest.raises(MissingEntry):
            course.scores(student)


def test_the_process_below_a_worker_says_it_and_lives_on(newer: Callable[[Task], Marked]) -> None:
    task = Task("zoe", (), {}, {}, CourseFile(), Limits())
    try:
        for _ in range(2):
            with pytest.raises(far.Failed, match="No module named 'newer_course'.*version of the course"):
                far.grade(far.packed(Settings(), newer, task))
        before = far._mine.process._popen.pid
        assert far.grade(far.packed(Settings(), _known, task)).notes == ["graded"]
        assert far._mine.process._popen.pid == before
    finally:
        far._mine.process.close()
        del far._mine.process


def _known(task: Task) -> Marked:
    return Marked(notes=["graded"])


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Task], Marked]:
    """Return what grades in a version of the course that no other process has."""
    module = types.ModuleType("newer_course")
    exec("def grade_task(task): return None", module.__dict__)
    monkeypatch.setitem(sys.modules, "newer_course", module)
    function: Callable[[Task], Marked] = module.grade_task
    return function


def _pids(cluster: Any) -> set[int]:
    with Client(cluster.scheduler_address) as client:
        return set(client.run(os.getpid).values())


def test_no_process_outlives_its_worker(course: Course) -> None:
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None, silence_logs=50) as own:
        course.autograde(scheduler=own.scheduler_address)
        with Client(own.scheduler_address) as client:
            below = next(iter(client.run(_processes_below).values()))
        assert below
    until = time.monotonic() + 20
    while (alive := [pid for pid in below if Path("/proc", str(pid)).exists()]) and time.monotonic() < until:
        time.sleep(0.1)
    assert alive == []


def _processes_below() -> list[int]:
    return machine_failures.below(os.getpid())


def test_an_address_without_a_scheduler_is_said(course: Course) -> None:
    with pytest.raises(NbGraderException, match="no Dask scheduler answers at tcp://127.0.0.1:9") as raised:
        course.autograde(scheduler="tcp://127.0.0.1:9")
    assert "\n" not in str(raised.value)
