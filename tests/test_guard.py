"""No object, of whatever type and whatever its code does, raises out of a check; each gets a sentence."""

from __future__ import annotations

import datetime
import decimal
import enum
import fractions
import math
import os
import re
import signal
import threading
import unittest.mock
from collections.abc import Callable
from typing import Any

import matplotlib
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

matplotlib.use("agg")

from matplotlib.figure import Figure

from autograder import grade_answer
from autograder.marking import exercises, grade
from mlsys_course import Q_, check, checking
from mlsys_course.kinds.function import reading
from mlsys_course.result import UNCHECKED, UNREADABLE, Result

EXAMPLES = int(os.environ.get("MLSYS_FUZZ_EXAMPLES", "200"))
RAISED = (
    KeyboardInterrupt,
    SystemExit,
    RecursionError,
    GeneratorExit,
    MemoryError,
    StopIteration,
    ValueError,
)
SPECIAL = (
    "__len__", "__eq__", "__bool__", "__repr__", "__str__", "__iter__", "__float__", "__int__", "__index__",
    "__getattr__", "__getitem__", "__call__", "__array__", "__contains__", "__lt__", "__format__", "__next__",
    "__dataframe__", "__deepcopy__", "__fspath__", "__array_ufunc__", "__complex__", "__class_getitem__",
)  # fmt: skip


def odd(base: type, names: frozenset[str], error: type[BaseException]) -> Any:
    """Return an object of a subclass whose own code raises."""

    def fails(*_: Any, **__: Any) -> Any:
        raise error("no")

    body: dict[str, Any] = dict.fromkeys(names, fails)
    body["__hash__"] = object.__hash__  # whoever keeps such objects apart need not compare them
    made = type("Odd", (base,), body)
    return base.__new__(made)


def lies(name: str) -> Any:
    """Return an object whose attribute raises when it is looked at, its class among them."""

    def fails(self: object) -> Any:
        raise KeyboardInterrupt

    return type("Liar", (), {name: property(fails)})()


class Colour(enum.Enum):
    RED = "red"


def drawn() -> Figure:
    figure = Figure()
    figure.add_subplot().plot([1, 2], [3, 4])
    return figure


def words_of_the_questions() -> list[str]:
    found: set[str] = set()
    for one in exercises():
        for part in ("items", "claims", "nodes", "columns"):
            found |= set(map(str, getattr(one.spec, part, ())))
    return sorted(found)


PLAIN = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text(max_size=12)
    | st.binary(max_size=6) | st.decimals() | st.fractions() | st.timedeltas() | st.datetimes() | st.dates()
    | st.just(...) | st.sampled_from(words_of_the_questions())
)  # fmt: skip
MADE: list[Callable[[], Any]] = [
    object, drawn, nx.DiGraph, nx.Graph, pd.DataFrame, Figure, lambda: np, lambda: math, lambda: int,
    lambda: Colour, lambda: Colour.RED, lambda: (x for x in "ab"), lambda: iter([1]), lambda: range(3),
    lambda: pd.DataFrame({"a": []}), lambda: pd.DataFrame([[1, 2, 3]]), lambda: pd.Series([], dtype=float),
    lambda: pd.DataFrame(columns=pd.MultiIndex.from_tuples([("a", 1)])), lambda: pd.NA, lambda: pd.NaT,
    lambda: pd.Timedelta("3D"), lambda: np.timedelta64(3, "D"), lambda: np.timedelta64("NaT"),
    lambda: np.datetime64("2020"), lambda: np.array([]), lambda: np.array(5), lambda: np.ma.masked,
    lambda: np.array([[1, 2], [3, 4]]), lambda: np.array(["a", None], dtype=object), lambda: np.zeros((0, 2)),
    lambda: np.rec.array([(1, 2)], dtype=[("a", int), ("b", int)]), lambda: nx.DiGraph([(1, 2)]).edges,
    lambda: nx.DiGraph([(1, 2)]).adj, lambda: nx.MultiDiGraph([(1, 2), (1, 2)]), lambda: Q_("3 day"),
    lambda: Q_([1, 2], "byte"), lambda: Q_(5, "degC"), lambda: Q_(math.nan, "s"), lambda: Q_("m"),
    lambda: Q_(3, "s").units, lambda: unittest.mock.MagicMock(), lambda: unittest.mock.Mock(), lambda: print,
    lambda: lambda *a, **k: (a, k), lambda: lambda p, s: {}, lambda: ValueError("x"), lambda: Exception,
    lambda: fractions.Fraction(1, 3), lambda: decimal.Decimal("sNaN"), lambda: datetime.UTC,
    lambda: re.compile("a"), lambda: memoryview(b"ab"), lambda: bytearray(b"ab"), lambda: type, lambda: open,
    lambda: 10**400, lambda: -(10**400), lambda: "9" * 10_000, lambda: {}.items(), lambda: {1: 2}.keys(),
    lambda: frozenset(), lambda: threading.Lock(), lambda: drawn().axes, lambda: drawn().axes[0].lines,
    lambda: Result(True, 1.0, None, "x"), lambda: float("1e-320"), lambda: np.int8(-1),
]  # fmt: skip
# Hypothesis itself looks at an object's class and stumbles over these.
LIARS: list[Callable[[], Any]] = [
    lambda name=name: lies(name)  # type: ignore[misc]
    for name in ("__class__", "__dict__", "units", "magnitude", "quantity", "shape", "columns", "axes",
                 "edges", "dtype", "reason", "items", "tolist", "is_directed", "get_fignums", "figure",
                 "parameters")
]  # fmt: skip
ODD = st.builds(
    odd,
    st.sampled_from([object, int, float, str, list, dict, tuple, set, complex, dict]),
    st.frozensets(st.sampled_from(SPECIAL), min_size=1),
    st.sampled_from(RAISED),
)
ATOMS = PLAIN | ODD | st.sampled_from(MADE).map(lambda make: make())


def held(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.sampled_from(words_of_the_questions()) | st.text(max_size=5) | ODD
    return (
        st.lists(inner, max_size=6)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(keys, inner, max_size=6)
        | st.lists(st.tuples(keys, inner), max_size=6)
        | inner.map(lambda value: lambda *_: value)
    )


ANSWERS = st.recursive(ATOMS, held, max_leaves=8)
ONE_OF_EACH = list({one.kind: one for one in exercises()}.values())


def is_told(result: Result) -> None:
    assert isinstance(result, Result)
    assert result.message and "\n" not in result.message and "Traceback" not in result.message
    assert str(result) and result._repr_html_()


@pytest.mark.timeout(3600)
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("exercise", ONE_OF_EACH, ids=lambda exercise: exercise.kind)
def test_any_object_gets_a_sentence(exercise: Any) -> None:
    count = max(10, EXAMPLES // len(ONE_OF_EACH))

    @settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(ANSWERS)
    def every(answer: Any) -> None:
        is_told(grade_answer(exercise.name, answer))
        is_told(check(exercise.name, answer))

    every()


@pytest.mark.parametrize("make", [*MADE, *LIARS])
@pytest.mark.filterwarnings("ignore")
def test_each_of_these_gets_a_sentence_with_the_keys_and_without(
    make: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for exercise in ONE_OF_EACH:
        is_told(grade_answer(exercise.name, make()))
    monkeypatch.setattr(checking, "_full_checker", lambda: None)
    for exercise in ONE_OF_EACH:
        is_told(check(exercise.name, make()))


@pytest.mark.parametrize("error", RAISED)
@pytest.mark.parametrize("name", ["__len__", "__eq__", "__bool__", "__repr__", "__iter__", "__getattr__"])
def test_an_object_whose_code_raises_anything_is_refused(name: str, error: type[BaseException]) -> None:
    for exercise in ONE_OF_EACH:
        for answer in (odd(object, frozenset({name}), error), odd(dict, frozenset({name}), error)):
            result = grade_answer(exercise.name, answer)
            is_told(result)
            assert not result.accepted


def test_whoever_stops_a_check_by_hand_has_stopped_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        while True:
            ...

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            check("amdahl", stopped)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("threaded", [False, True])
def test_a_function_that_never_returns_is_told_so(threaded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CALL_SECONDS", 0.2)

    def never(*_: Any) -> None:
        while True:
            try:
                ...
            except BaseException:
                continue

    told: list[Result] = []
    functions = [one for one in exercises() if one.kind == "function"]

    def run() -> None:
        told.extend(grade_answer(one.name, never) for one in functions)
        told.append(check(functions[0].name, never))
        monkeypatch.setattr(checking, "_full_checker", lambda: None)
        told.append(check(functions[0].name, never))

    if threaded:
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(120)
    else:
        run()
    assert len(told) == len(functions) + 2
    for result in told:
        assert result.cause == "function:endless", result
        assert "did not finish within 0.2 s. Look for a loop" in result.message


def test_a_function_that_hangs_at_a_limit_only_is_told_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CALL_SECONDS", 0.2)

    def amdahl(p: float, s: float) -> float:
        while s == math.inf:
            ...
        return 1 / ((1 - p) + p / s)

    result = grade_answer("amdahl", amdahl)
    assert result.cause == "function:endless"
    assert "s = inf" in result.message


@pytest.mark.parametrize("name", ["training_day", 3, None, odd(str, frozenset({"__eq__"}), SystemExit)])
def test_a_name_that_names_no_exercise_is_no_verdict(name: Any) -> None:
    result = check(name, 1)
    assert result.cause == UNCHECKED
    assert "not yet right" not in str(result) and "not yet right" not in result._repr_html_()
    if type(name) is str and name:
        assert str(result) == "There is no exercise 'training_day'. Did you mean 'training_days'?"


def test_a_fault_of_the_course_comes_out_where_points_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """A student loses nothing by it: the grader leaves the answer to a TA."""
    from mlsys_course import kinds

    class Broken:
        @staticmethod
        def judge(*_: Any) -> Result:
            raise IndexError("list index out of range")

    monkeypatch.setattr(kinds, "part", lambda *_: Broken)
    name = ONE_OF_EACH[0].name
    assert grade_answer(name, 3).cause == UNREADABLE
    assert "index" not in grade_answer(name, 3).message
    with pytest.raises(IndexError):
        grade(name, 3)
