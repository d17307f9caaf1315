"""Mistakes of this chapter that are named, or refused, whatever a student's numbers are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder import exercises
from mlsys_course.diagnosis import judge
from mlsys_course.diagnosis.candidates import load


@pytest.mark.parametrize("row", [0, 1, 2, 50])
def test_a_constant_outside_the_root_is_named(row: int) -> None:
    exercise = next(e for e in exercises() if e.name == "retraining_period")
    table = exercise.table
    assert table is not None
    q = table.row(row)
    result = judge(exercise, 2 * np.sqrt(q.cost / (q.penalty * q.rate)), q)
    assert (result.accepted, result.cause) == (False, "root:outside")


@pytest.mark.parametrize(
    ("name", "answer", "cause"),
    [
        ("emails_per_year", lambda q: q.volume * q.spam, "spam-only"),
        ("total_variation", lambda q: np.sum(q.today - q.training) / 2, "signs-kept"),
        ("run_orders", lambda q: np.log10(q.new_days / (q.old_devices * q.old_days)), "peaks-missing"),
        ("checkpoint_read_time", lambda q: q.size / q.link / 64, "scale:64"),
        ("download_time", lambda q: q.size / q.link / 64, "scale:64"),
        (
            "days_saved",
            lambda q: q.training_ops / (q.gpus * q.peak * (q.better_efficiency - q.efficiency)),
            "difference-first",
        ),
    ],
)
def test_a_mistake_seen_in_class_is_named_in_every_row(name: str, answer: Any, cause: str) -> None:
    exercise = next(e for e in exercises() if e.name == name)
    table = exercise.table
    assert table is not None
    for row in range(0, len(table.rows), 17):
        q = table.row(row)
        result = judge(exercise, answer(q), q)
        assert (result.accepted, result.cause) == (False, cause), (row, result.message)


def test_a_search_depth_in_whole_plies_is_refused_in_every_row() -> None:
    exercise = next(e for e in exercises() if e.name == "search_depth")
    assert exercise.table is not None
    for row, depth in enumerate(load(exercise).right):
        result = judge(exercise, round(float(depth)), exercise.table.row(row))
        assert not result.accepted, row
    assert (judge(exercise, 7, exercise.table.row(0)).cause or "").startswith("rounding:")
