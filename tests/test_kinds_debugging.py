"""Debugging tasks as a kind of answers: what is read, what is refused, what an author must not write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsys_course import exercise as exercise_module
from mlsys_course.diagnosis import judge
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise, ExerciseError
from mlsys_course.kinds import Debugging
from mlsys_course.reading import check_contract
from mlsys_course.result import NOT_ATTEMPTED, Result
from mlsys_course.scenarios import Part, Table
from mlsys_course.units import Q_

# This test's own numbers, whatever a chapter's tables hold: 600 GFLOP at 300 TFLOP/s, and 1 ms on top.
STEP = Table(
    "step_to_debug",
    "One step of a model",
    "ch01_introduction",
    {
        "ops": {"label": "operations to do", "unit": "GFLOP"},
        "peak": {"label": "peak rate", "unit": "TFLOP/s"},
        "overhead": {"label": "overhead", "unit": "millisecond"},
    },
    (600, 300, 1),
    (Part(("ops", "peak", "overhead"), [(900, 200, 2), (1500, 400, 0.5), (250, 125, 3)]),),
    (0, 1, 2),
)

LINES = (
    "one = step.ops / step.peak",
    "half = one / 2",
    "twice = half * 4",
    "total = twice + step.overhead",
)


def task(**changes: Any) -> Exercise:
    """A task outside the registry, with the numbers of one step."""
    told: dict[str, Any] = {
        "lines": LINES,
        "wrong": 2,
        "mended": "half = one / 4",
        "scenario": "step",
        "because": "half of it is taken, not a quarter.",
    }

    def key(ops: Any, peak: Any, overhead: Any) -> Any:
        return ops / peak + overhead

    key.__module__ = "autograder.chapters.ch01_introduction.exercises.iron_law.wrong_line"
    return Exercise(
        changes.pop("key", key), "wrong_line", "I0.0", "debugging", "millisecond", 0.01, 0.0, 2.0,
        STEP.name, (4,), "Evaluate", (), "", "", Debugging(**told | changes), False,
    )  # fmt: skip


TASK = task()
RIGHT = Q_(3.0, "millisecond")  # 2 ms and 1 ms
SHOWN = Q_(5.0, "millisecond")  # half of 2 ms four times, and 1 ms


@pytest.fixture(scope="module", autouse=True)
def step_among_the_tables() -> Iterator[None]:
    """Let an exercise find this test's table by its name, beside those that are stored."""
    stored = exercise_module.table
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exercise_module, "table", lambda name: STEP if name == STEP.name else stored(name))
        yield


def ask(answer: Any) -> Result:
    return judge(TASK, answer, STEP.row(0))


def test_the_key_gives_this_step_the_time_worked_out_by_hand() -> None:
    assert TASK.answer(STEP.row(0)).to("millisecond").magnitude == pytest.approx(RIGHT.magnitude)


@pytest.mark.parametrize(
    "answer",
    [
        (2, RIGHT),
        [2.0, RIGHT.to("second")],
        ("2", RIGHT),
        ("line 2", RIGHT),
        (RIGHT, 2),
        {"line": 2, "value": RIGHT},
        {"value": RIGHT, "wrong line": 2},
        {"a": 2, "b": RIGHT},
        pd.Series([np.int64(2), RIGHT]),
        (Q_(2, ""), RIGHT),
    ],
    ids=repr,
)
def test_ways_to_write_it(answer: Any) -> None:
    result = ask(answer)
    assert result.accepted and result.score == 1, result
    assert "half of it is taken" in result.message
    assert check_contract(contract_of(TASK), answer).accepted


@pytest.mark.parametrize(
    ("answer", "cause", "score"),
    [
        ((2, SHOWN), "as-it-stands", 0.5),
        ((2, RIGHT - Q_(1, "millisecond")), "other-line", 0.5),
        ((2, 3), "unit:missing", 0.5),
        ((2, RIGHT.magnitude * Q_(1, "GFLOP")), "unit:operation", 0.5),
        ((2, ...), "debugging:open", 0.5),
        ((..., RIGHT), "debugging:open", 0.5),
        ((2, None), "value:none", 0.5),
        ((1, RIGHT), "line:before", 0.5),
        ((3, RIGHT), "line:after", 0.5),
        ((4, SHOWN), "line:after", 0.0),
        ((5, RIGHT), "debugging:no-such-line", 0.0),
        ((True, RIGHT), "debugging:line", 0.0),
        ((float("nan"), RIGHT), "debugging:line", 0.0),
        (("lines 2 and 3", RIGHT), "debugging:line", 0.0),
        (2, "debugging:shape", 0.0),
        (RIGHT, "debugging:shape", 0.0),
        ((2, RIGHT, 3), "debugging:shape", 0.0),
        ({2, 3}, "debugging:shape", 0.0),
        ((..., ...), NOT_ATTEMPTED, 0.0),
        (..., NOT_ATTEMPTED, 0.0),
    ],
    ids=repr,
)
def test_what_is_not_right_and_why(answer: Any, cause: str, score: float) -> None:
    result = ask(answer)
    assert not result.accepted
    assert (result.cause, result.score) == (cause, score), result
    assert result.message.endswith(".")


@settings(max_examples=300, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(...)
        | st.sampled_from([RIGHT, SHOWN, np.float64(2), np.array(2), np.array([2, 3]), pd.Series([2.0])]),
        lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=6,
    )
)  # fmt: skip
def test_anything_at_all_gets_a_sentence(answer: Any) -> None:
    result = ask(answer)
    assert 0 <= result.score <= 1
    assert result.accepted == (result.score == 1)
    assert result.message
    checked = check_contract(contract_of(TASK), answer)
    assert not (result.accepted and not checked.accepted)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"wrong": 9}, "no line 9"),
        ({"mended": "other = one / 4"}, "assigns another name"),
        ({"mended": "half = one / 3"}, "do not give what the key gives"),
        ({"lines": (LINES[0], "half = one / 4", *LINES[2:])}, "makes no difference"),
        ({"lines": (*LINES[:3], "print(twice)")}, "is not one assignment"),
        ({"lines": (LINES[0], "one = one / 2", *LINES[2:])}, "assign the same name"),
    ],
)
def test_an_author_is_told_what_does_not_fit(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ExerciseError, match=words):
        contract_of(task(**changes))
