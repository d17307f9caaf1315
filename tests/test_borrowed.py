"""A function that lets the package do its work: a remark for the learner, a note for the TA, no points."""

from __future__ import annotations

import contextlib
import functools
import inspect
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from grading_course import ASSIGNMENT, Course

from autograder import grade_answer
from autograder.grading import sandbox
from mlsys_course import contracts, eras, laws
from mlsys_course.borrowed import Watched, place
from mlsys_course.reading import check_contract
from mlsys_course.result import Result

NINE = "09_pitfalls_exercises"


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        yield


def borrows(result: Result, name: str) -> None:
    assert result.accepted and result.score == 1.0, result
    assert [name in remark for remark in result.remarks] == [True]
    assert len(result.notes) == 1 and name in result.notes[0]
    assert result.notes[0] not in repr(result) and result.notes[0] not in result._repr_html_()


def own(result: Result) -> None:
    assert (result.remarks, result.notes) == ((), ())


def through_a_helper(p: float, s: float) -> Any:
    def helper() -> Any:
        return laws.amdahl_speedup(p, s)

    return helper()


class Caller:
    def __call__(self, p: float, s: float) -> Any:
        return laws.amdahl_speedup(p, s)


@pytest.mark.parametrize(
    "function",
    [
        laws.amdahl_speedup,
        lambda p, s: laws.amdahl_speedup(p, s),
        functools.partial(laws.amdahl_speedup),
        lambda p, s: next(map(laws.amdahl_speedup, [p], [s])),
        lambda p, s: float(np.vectorize(laws.amdahl_speedup, otypes=[float])(p, s)),
        through_a_helper,
        Caller(),
    ],
)
def test_a_law_is_noticed_whatever_way_it_is_called(function: Callable[..., Any]) -> None:
    borrows(grade_answer("amdahl", function), "laws.amdahl_speedup")


def test_laws_and_eras_of_the_other_questions() -> None:
    def trained(X: Any, y: Any, epochs: int = 100) -> Any:
        found = eras.perceptron.train(X, y, epochs=epochs)
        return found.weights, found.bias

    def drifted(acc0: float, lam: float, div: float) -> Any:
        return laws.degradation(acc0, lam, div)

    borrows(grade_answer("iron_law", laws.iron_law), "laws.iron_law")
    borrows(grade_answer("iron_law", lambda *a: sum(laws.iron_law_terms(*a)[:3])), "laws.iron_law_terms")
    borrows(grade_answer("combine_cf", lambda a, b: eras.mycin.combine(a, b)), "eras.mycin.combine")
    borrows(grade_answer("train_perceptron", trained), "eras.perceptron.train")
    assert grade_answer("degraded_accuracy", drifted).notes


def test_nothing_is_said_of_what_the_course_itself_calls() -> None:
    """A law that stands behind another function of the package was not called by the learner."""
    inner = Watched(lambda: laws.iron_law(4e9, 2e12, 600e9, 300e12, 0.5, 1e-3), ["laws.iron_law_terms"])
    assert inner() == pytest.approx(0.007) and inner.called == []

    def roofline(ai: float, peak: float, bw: float) -> Any:
        ridge = laws.ridge_point(peak, bw)  # a step, and not the whole
        return (ai * bw, "memory") if ai < ridge else (peak, "compute")

    own(grade_answer("roofline", roofline))


def test_nothing_is_said_of_constants_and_functions_of_ones_own() -> None:
    def amdahl_speedup(p: float, s: float) -> float:
        return 1 / ((1 - p) + p / s)

    own(grade_answer("amdahl", amdahl_speedup))
    own(grade_answer("amdahl", lambda p, s: 1 / ((1 - p) + p / s)))


def test_a_wrong_function_stays_wrong_and_is_told_of_both() -> None:
    result = grade_answer("amdahl", lambda p, s: 1 / laws.amdahl_speedup(p, s))
    assert (result.accepted, result.cause, result.score) == (False, "ratio:time", 0.0)
    assert result.remarks and result.notes


def test_the_student_package_alone_says_it_too() -> None:
    result = check_contract(contracts.get("amdahl"), lambda p, s: laws.amdahl_speedup(p, s))
    assert result.accepted and "laws.amdahl_speedup" in result.remarks[0]
    assert check_contract(contracts.get("amdahl"), lambda p, s: p * s).remarks == ()


def test_a_profiler_of_the_learners_own_goes_on() -> None:
    seen: list[str] = []

    def profile(frame: Any, event: str, argument: Any) -> None:
        seen.append(event)

    sys.setprofile(profile)
    try:
        with pytest.raises(ZeroDivisionError):
            Watched(lambda: 1 / 0, ["laws.roofline"])()
        assert sys.getprofile() is profile
    finally:
        sys.setprofile(None)


def test_a_name_that_the_package_does_not_have_is_refused() -> None:
    assert place("eras.spam.NaiveBayes.log_odds").endswith("eras.spam:NaiveBayes.log_odds")
    for name in ("laws.amdal", "laws", "constants.A100_FLOPS_FP16_TENSOR", "nothing.at_all"):
        with pytest.raises(LookupError, match="has no function"):
            place(name)
    assert inspect.isfunction(laws.roofline)


@pytest.mark.timeout(300)
@pytest.mark.skipif(sandbox.probe() is not None, reason=f"no sandbox: {sandbox.probe()}")
@pytest.mark.xdist_group("borrowed")
def test_in_grading_it_costs_no_points_and_the_ta_reads_it(tmp_path: Path) -> None:
    course = Course.make(tmp_path, (NINE,))
    borrowing = "from mlsys_course import laws\ndef amdahl(p, s):\n    return laws.amdahl_speedup(p, s)"
    course.submit("ada", NINE, course.perfect(NINE))
    course.submit("bob", NINE, course.perfect(NINE, amdahl=borrowing))
    hidden = f"import sys\nsys.modules['mlsys_course.borrowed'] = 3\n{borrowing}"
    course.submit("cyd", NINE, course.perfect(NINE, amdahl=hidden))
    outcomes = {outcome.student: outcome for outcome in course.autograde()}
    said = "laws.amdahl_speedup"
    assert [said in " ".join(outcomes[s].notes) for s in ("ada", "bob", "cyd")] == [False, True, False]
    assert len([note for note in outcomes["bob"].notes if said in note]) == 1
    assert course.scores("ada") == course.scores("bob") == course.scores("cyd") == course.maxima()
    assert said in course.cell_text("bob", NINE, "test_amdahl")
    assert said not in course.cell_text("ada", NINE, "test_amdahl")
    assert course.assignment == ASSIGNMENT and all(o.problem is None for o in outcomes.values())
