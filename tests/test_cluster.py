"""Grading on a Dask cluster: the same scores as on this machine alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from adversarial.kit import NOTEBOOK, small_course
from distributed import LocalCluster
from grading_course import Course
from nbgrader.converters.base import NbGraderException

from autograder.grading import sandbox

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}"),
]


THREADS = [
    pytest.param(1, id="one thread"),
    pytest.param(2, id="two threads", marks=[pytest.mark.slow, pytest.mark.adversarial]),
]


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


def test_an_address_without_a_scheduler_is_said(course: Course) -> None:
    with pytest.raises(NbGraderException, match="no Dask scheduler answers at tcp://127.0.0.1:9") as raised:
        course.autograde(scheduler="tcp://127.0.0.1:9")
    assert "\n" not in str(raised.value)
