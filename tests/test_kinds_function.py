"""Functions: called on many inputs, diagnosed by the wrong function they agree with."""

from __future__ import annotations

import functools
import inspect
import math
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from autograder import chapters, grade_answer
from autograder.marking import exercises
from mlsys_course import contracts
from mlsys_course.diagnosis import judge
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise
from mlsys_course.kinds import Edge, Function
from mlsys_course.kinds.function.wrong_functions import MAX_CALLS, probes
from mlsys_course.reading import check_contract
from mlsys_course.result import Result
from mlsys_course.units import Q_


def make(key: Callable[..., Any], spec: Function, rtol: float = 1e-4, unit: str | None = None) -> Exercise:
    """An exercise outside the registry, so that no name of the course is taken."""
    return Exercise(
        key, "f", "I0.0", "function", unit, rtol, 0.0, 1.0, None, (4,), "Create", (), "", "", spec, False
    )


def ask(exercise: Exercise, answer: Any) -> Result:
    return judge(exercise, answer, None)


RIGHT = [
    lambda p, s: 1 / ((1 - p) + p / s),
    lambda p, s: np.float64(1 / ((1 - p) + p / s)),
    lambda p, s: np.array(1 / ((1 - p) + p / s)),
    lambda p, s: np.array([1 / ((1 - p) + p / s)]),
    lambda p, s: Decimal(1 / ((1 - p) + p / s)),
    lambda p, s: Q_(1 / ((1 - p) + p / s), ""),
    lambda p, s: Q_(100 / ((1 - p) + p / s), "percent"),
    lambda p, s, verbose=False: 1 / ((1 - p) + p / s),
    lambda *args: 1 / ((1 - args[0]) + args[0] / args[1]),
    functools.partial(lambda scale, p, s: scale / ((1 - p) + p / s), 1),
    np.vectorize(lambda p, s: 1 / ((1 - p) + p / s)),
]


@pytest.mark.parametrize("answer", RIGHT)
def test_any_right_form_is_accepted(answer: Any) -> None:
    result = grade_answer("amdahl", answer)
    assert result.accepted and result.score == 1.0, result


def test_number_of_calls_is_bounded() -> None:
    calls = 0

    def counting(p: float, s: float) -> float:
        nonlocal calls
        calls += 1
        return 1 / ((1 - p) + p / s)

    assert grade_answer("amdahl", counting).accepted
    assert 10 < calls <= MAX_CALLS


def test_a_function_that_always_raises_is_called_a_few_times_only() -> None:
    calls = 0

    def raising(p: float, s: float) -> float:
        nonlocal calls
        calls += 1
        raise RuntimeError("no")

    result = grade_answer("amdahl", raising)
    assert (
        result.cause == "function:raises"
        and "RuntimeError: no" in result.message
        and "p = 0.5" in result.message
    )
    assert calls <= 3


def test_mutated_arguments_do_not_matter() -> None:
    exercise = make(lambda rates: min(rates), Function(cases=[([3, 1, 2],), ([9, 8],), ([5, 7, 6],)]))

    def draining(rates: list[int]) -> int:
        least = rates.pop()
        while rates:
            least = min(least, rates.pop())
        return least

    assert ask(exercise, draining).accepted
    assert ask(exercise, draining).accepted


@pytest.mark.parametrize(
    ("answer", "cause", "says"),
    [
        (1.3, "function:called", "without"),
        (Q_(3, "s"), "function:called", "without"),
        (True, "function:called", "True"),
        (None, "none", "def amdahl(p, s)"),
        ("1/(1-p)", "type:text", "text"),
        ([1, 2], "function:called", "[1, 2]"),
        ({}, "type", "not a function"),
        (float("nan"), "function:called", "nan"),
        (lambda p: p, "function:arity", "1 argument (p)"),
        (lambda: 1, "function:arity", "no argument"),
        (lambda p, s, q: 1, "function:arity", "3 arguments"),
        (lambda p, s: None, "function:no-return", "return"),
        (lambda p, s: "fast", "function:type", "returns the text 'fast'. Return one number, the speedup"),
        (
            lambda p, s: (p, s),
            "function:type",
            "returns a tuple of 2 numbers, (0.5, 3). Return one number, the ",
        ),
        (lambda p, s: {"speedup": 1}, "function:type", "dict"),
        (lambda p, s: object, "function:type", "one number"),
        (lambda p, s: Q_(3, "byte"), "function:type", "plain number"),
        (lambda p, s: 1j, "function:type", "complex"),
        (lambda p, s: exit(), "function:raises", "return"),
        (lambda p, s: ..., "not-attempted", "Replace"),
        (..., "not-attempted", "Replace"),
        (math.sqrt, "function:arity", "argument"),
        (int, "function:raises|function:type|function:arity", ""),
    ],
)
def test_a_sentence_for_what_is_no_such_function(answer: Any, cause: str, says: str) -> None:
    result = grade_answer("amdahl", answer)
    assert not result.accepted and result.score == 0.0
    assert result.cause in cause.split("|"), result
    assert says in result.message
    assert "Traceback" not in result.message and "\n" not in result.message


def test_infinite_recursion_generators_and_coroutines() -> None:
    def endless(p: float, s: float) -> float:
        return endless(p, s)

    def generator(p: float, s: float) -> Any:
        yield 1

    async def coroutine(p: float, s: float) -> float:
        return 1.0

    assert "RecursionError" in grade_answer("amdahl", endless).message
    assert "yield" in grade_answer("amdahl", generator).message
    assert "async" in grade_answer("amdahl", coroutine).message


def test_a_branch_without_return_is_told_from_no_return_at_all() -> None:
    def some(p: float, s: float) -> float | None:
        return 1 / ((1 - p) + p / s) if s > 5 else None

    result = grade_answer("amdahl", some)
    assert result.cause == "function:no-return" and "branch" in result.message


def test_right_but_for_a_limit() -> None:
    result = grade_answer("amdahl", lambda p, s: s / (s * (1 - p) + p))
    assert result.cause == "limit:s=inf" and "s = inf" in result.message


def test_the_message_shows_the_input_and_what_the_learner_returned() -> None:
    result = grade_answer("amdahl", lambda p, s: (1 - p) + p / s)
    assert result.cause == "ratio:time"
    assert "p = 0.5, s = 3" in result.message and "0.6667" in result.message


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (lambda p, s: 7 / ((1 - p) + p / s), "factor"),
        (lambda p, s: 3.7 + 1 / ((1 - p) + p / s), "offset"),
        (lambda p, s: p**2 + 1, "ignores:s"),
        (lambda p, s: math.sin(s), "ignores:p"),
        (lambda p, s: 1.5, "constant"),
        (lambda p, s: p, "returns:p|ignores:s"),
        (lambda p, s: -1 / ((1 - p) + p / s), "sign"),
        (lambda p, s: int(1 / ((1 - p) + p / s)), "integer-division"),
    ],
)
def test_patterns_without_a_misconception(answer: Any, cause: str) -> None:
    assert grade_answer("amdahl", answer).cause in cause.split("|")


def test_what_nobody_can_explain_has_no_cause_and_no_right_value() -> None:
    result = grade_answer("amdahl", lambda p, s: p**1.7 + math.log(s + 2))
    assert result.cause is None and not result.accepted
    for probe in probes_of("amdahl")[:1]:
        assert f"{probe.right.value:.3g}" not in result.message


def probes_of(name: str) -> Any:
    return probes(chapters.load()[name])


def test_tree_mutants_find_what_no_misconception_lists() -> None:
    exercise = make(
        lambda a, b, c: a * b / c,
        Function(cases=[(2.0, 3.0, 5.0), (7.0, 11.0, 13.0), (1.0, 4.0, 9.0)]),
    )
    assert ask(exercise, lambda a, b, c: a / c).cause == "dropped:b"
    assert ask(exercise, lambda a, b, c: a * c / b).cause.startswith("swapped:")  # type: ignore[union-attr]
    assert ask(exercise, lambda a, b, c: (a + b) / c).cause is not None
    assert "+" in str(ask(exercise, lambda a, b, c: 8 * a / c**2).cause or "+")


def test_quantities_are_asked_for_where_the_units_are_given() -> None:
    right = grade_answer("iron_law", lambda d, b, o, r, n, lat: d / b + o / (r * n) + lat)
    assert right.accepted
    stripped = grade_answer("iron_law", lambda d, b, o, r, n, lat: float(d) / float(b) + o / (r * n) + lat)
    assert stripped.cause == "function:quantities" and "byte" not in stripped.message.split("(")[0]


def test_result_in_another_unit_is_converted() -> None:
    answer = lambda d, b, o, r, n, lat: (  # noqa: E731
        Q_(d / b + o / (r * n) + lat, "s").to("ms")
        if not hasattr(d, "units")
        else (d / b + o / (r * n) + lat).to("hour")
    )
    assert grade_answer("iron_law", answer).accepted


# ------------------------------------------------------------------- other functions of the bank of exercises


def bottleneck_key(rates: dict[str, float]) -> tuple[str, float]:
    name = min(rates, key=lambda stage: rates[stage])
    return name, rates[name]


def bottleneck_exercise() -> Exercise:
    exercise = make(
        bottleneck_key,
        Function(
            cases=[
                ({"disk": 1800, "prep": 2200, "gpu": 2500},),
                ({"a": 9, "z": 1},),
                ({"z": 5, "b": 7, "c": 6},),
                ({"disk": 10.5},),
            ],
            edges=[Edge("single", ({"disk": 10.5},), "There is one stage only.")],
            independent=False,
        ),
    )
    exercise.misconception(
        "maximum",
        "The fastest stage is no bottleneck.",
        lambda rates: (max(rates, key=lambda s: rates[s]), max(rates.values())),
    )
    exercise.misconception(
        "min-of-names",
        "The names are compared, not the rates.",
        lambda rates: (min(rates), rates[min(rates)]),
    )
    return exercise


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (lambda rates: sorted(rates.items(), key=lambda item: item[1])[0], None),
        (lambda rates: list(bottleneck_key(rates)), None),
        (lambda rates: (bottleneck_key(rates)[0].upper(), np.float32(bottleneck_key(rates)[1])), None),
        (lambda rates: (max(rates, key=rates.get), max(rates.values())), "maximum"),
        (lambda rates: (min(rates), rates[min(rates)]), "min-of-names"),
        (lambda rates: bottleneck_key(rates)[::-1], "order"),
        (lambda rates: bottleneck_key(rates)[0], "function:type"),
        (lambda rates: min(rates.values()), "function:type"),
        (lambda rates: rates["disk"], "function:raises|function:type"),
    ],
)
def test_pairs_of_text_and_number(answer: Any, cause: str | None) -> None:
    result = ask(bottleneck_exercise(), answer)
    assert result.accepted == (cause is None), result
    if cause is not None:
        assert result.cause in cause.split("|"), result


def roofline(ai: float, peak: float, bw: float) -> tuple[float, str]:
    return min(peak, ai * bw), "memory" if ai * bw < peak else "compute"


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (roofline, None),
        (lambda ai, peak, bw: [np.minimum(peak, ai * bw), "Compute" if ai >= peak / bw else "Memory"], None),
        (
            lambda ai, peak, bw: (roofline(ai, peak, bw)[0], "compute" if ai * bw < peak else "memory"),
            "swapped:memory-compute",
        ),
        (lambda ai, peak, bw: (roofline(ai, peak, bw)[0], "memory"), "constant"),
        (lambda ai, peak, bw: (max(peak, ai * bw), roofline(ai, peak, bw)[1]), "max-for-min"),
        (lambda ai, peak, bw: (1000 * min(peak, ai * bw), roofline(ai, peak, bw)[1]), "scale:1000"),
        (
            lambda ai, peak, bw: (roofline(ai, peak, bw)[0], "memory" if ai * bw <= peak else "compute"),
            "limit:ridge",
        ),
        (lambda ai, peak, bw: roofline(ai, peak, bw)[::-1], "order"),
        (lambda ai, peak, bw: min(peak, ai * bw), "function:type"),
        (lambda ai, peak, bw: roofline(ai, bw, peak), "swapped:peak-bw"),
    ],
)
def test_a_number_and_a_word(answer: Any, cause: str | None) -> None:
    exercise = make(
        roofline,
        Function(
            cases=[
                (1, 312e12, 2.0e12),
                (1000, 312e12, 2.0e12),
                (50, 989e12, 3.35e12),
                (400, 989e12, 3.35e12),
            ],
            edges=[Edge("limit:ridge", (100, 2e14, 2e12), "The intensity is exactly that of the ridge.")],
        ),
    )
    result = ask(exercise, answer)
    assert result.cause == cause and result.accepted == (cause is None), result


def test_infinite_results_are_results() -> None:
    def key(p: list[float], q: list[float]) -> float:
        total = 0.0
        for a, b in zip(p, q, strict=True):
            if a > 0:
                total += math.inf if b == 0 else a * math.log(a / b)
        return total

    exercise = make(
        key,
        Function(
            cases=[
                ([0.25, 0.2, 0.3, 0.25], [0.4, 0.3, 0.2, 0.1]),
                ([0.5, 0.5], [0.5, 0.5]),
                ([0.9, 0.1], [0.5, 0.5]),
            ],
            edges=[
                Edge("limit:p=0", ([0, 1], [0.5, 0.5]), "A bin of p is empty."),
                Edge("limit:q=0", ([0.5, 0.5], [1, 0]), "A bin of q is empty where p is not."),
            ],
            independent=False,
        ),
    )
    exercise.misconception("reversed", "p and q have changed places.", lambda p, q: key(q, p))

    def vectorised(p: Any, q: Any) -> Any:
        p, q = np.asarray(p, float), np.asarray(q, float)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(p > 0, p * np.log(p / q), 0).sum()

    assert ask(exercise, key).accepted and ask(exercise, vectorised).accepted
    assert ask(exercise, lambda p, q: key(q, p)).cause == "reversed"
    assert ask(exercise, lambda p, q: key(p, q) / math.log(2)).cause == "log:log2"
    naive = ask(exercise, lambda p, q: sum(a * math.log(a / b) for a, b in zip(p, q, strict=True)))
    assert naive.cause == "limit:p=0" and "ValueError" in naive.message
    smoothed = ask(
        exercise, lambda p, q: sum(a * math.log(a / (b + 1e-12)) for a, b in zip(p, q, strict=True) if a)
    )
    assert smoothed.cause == "limit:q=0"


def test_any_separating_weights_are_right() -> None:
    points = [(0, 0), (0, 1), (1, 0), (1, 1)]

    def key(X: Any, y: Any, epochs: int = 100) -> Any:
        w, b = [0.0] * len(X[0]), 0.0
        for _ in range(epochs):
            for x, label in zip(X, y, strict=True):
                error = label - (sum(a * c for a, c in zip(w, x, strict=True)) + b > 0)
                w = [a + error * c for a, c in zip(w, x, strict=True)]
                b += error
        return w, b

    def separates(args: tuple[Any, ...], result: Any) -> tuple[str, str] | None:
        X, y = args[:2]
        weights, bias = result
        if len(weights) != len(X[0]):
            return "weights:count", "there is one weight for each input."
        got = [int(sum(a * c for a, c in zip(weights, x, strict=True)) + bias > 0) for x in X]
        if got == list(y):
            return None
        return (
            ("never-updates", "all weights are zero.")
            if not any(weights)
            else ("not-separated", "some points fall on the wrong side.")
        )

    exercise = make(
        key,
        Function(cases=[(points, [0, 0, 0, 1]), (points, [1, 1, 1, 0]), ([(1,), (2,), (3,)], [0, 0, 1])],
                 judge_result=separates, independent=False),
    )  # fmt: skip
    assert ask(exercise, key).accepted

    def slow(X: Any, y: Any) -> Any:
        weights, bias = key(X, y, 500)
        return np.array(weights) * 0.1, np.float64(bias * 0.1)

    assert ask(exercise, slow).accepted
    assert ask(exercise, lambda X, y: ([0.0] * len(X[0]), 0.0)).cause == "never-updates"
    assert ask(exercise, lambda X, y: [0.0] * len(X[0])).cause == "function:type"


def test_fractions_lists_of_one_and_flags() -> None:
    exercise = make(lambda n: n % 2 == 0, Function(cases=[(1,), (2,), (3,), (10,)]))
    assert ask(exercise, lambda n: not n % 2).accepted
    assert ask(exercise, lambda n: np.bool_(n % 2 == 0)).accepted
    assert ask(exercise, lambda n: int(n % 2 == 0)).accepted
    half = make(lambda n: n / 2, Function(cases=[(1,), (2,), (3,)]))
    assert ask(half, lambda n: Fraction(n, 2)).accepted


class Remote:
    """A stand-in such as the grader's for a function that lives in the sandbox."""

    def __init__(self, function: Callable[..., Any], parameters: tuple[str, ...] | None) -> None:
        self.function, self.parameters, self.__name__ = function, parameters, "amdahl"

    def __call__(self, *args: Any) -> Any:
        try:
            return self.function(*args)
        except Exception as error:
            failure = RuntimeError(f"{type(error).__name__}: {error}")
            failure.ename, failure.evalue = type(error).__name__, str(error)  # type: ignore[attr-defined]
            raise failure from None


def test_a_stand_in_is_judged_like_the_function_itself() -> None:
    def amdahl(p: float, s: float, verbose: bool = False) -> float:
        return 1 / ((1 - p) + p / s)

    assert grade_answer("amdahl", Remote(amdahl, ("p", "s", "verbose"))).accepted
    assert grade_answer("amdahl", Remote(lambda p, s: p * s, None)).cause == "proportional"
    raising = grade_answer("amdahl", Remote(lambda p, s: p / 0, ("p", "s")))
    assert raising.cause == "function:raises" and "ZeroDivisionError" in raising.message
    assert "RuntimeError" not in raising.message
    arity = grade_answer("amdahl", Remote(lambda p: p, ("p",)))
    assert arity.cause == "function:arity"


def test_the_contract_alone_checks_form_and_calls_once() -> None:
    from mlsys_course.exercise import find

    contract = contract_of(find("amdahl"))
    calls = []

    def wrong(p: float, s: float) -> float:
        calls.append((p, s))
        return -1.0

    assert check_contract(contract, wrong).accepted and calls == [(0.5, 3)]
    assert check_contract(contract, lambda p, s: None).cause == "function:no-return"
    assert check_contract(contract, lambda p: p).cause == "function:arity"
    assert check_contract(contract, ...).cause == "not-attempted"


def test_probes_are_the_same_in_every_run() -> None:
    one, two = probes_of("iron_law"), probes_of("iron_law")
    assert [p.args for p in one] == [p.args for p in two] and len(one) <= MAX_CALLS
    assert inspect.signature(grade_answer).parameters  # the public entry point stays what keys are called by


# ------------------------------------------------------------------------ slips of control flow


def log_odds(body: str) -> Callable[..., Any]:
    """Make a function of `I2.10` from the lines of its loop."""
    source = (
        "import math\n"
        "def spam_log_odds(words, spam_counts, ham_counts, n_spam, n_ham):\n"
        "    s = math.log(n_spam / n_ham)\n" + body
    )
    names: dict[str, Any] = {}
    exec(source, names)
    made: Callable[..., Any] = names["spam_log_odds"]
    return made


TERM = "math.log((spam_counts.get(w, 0) + 1) / (n_spam + 2) / ((ham_counts.get(w, 0) + 1) / (n_ham + 2)))"


@pytest.mark.parametrize(
    ("body", "cause", "says"),
    [
        (f"    for w in words:\n        s += {TERM}\n        return s\n    return s", "loop:first", "return"),
        (f"    for w in words:\n        s = {TERM}\n    return s", "loop:last", "+="),
        (f"    for i in range(1, len(words)):\n        w = words[i]\n        s += {TERM}\n    return s",
         "range:first", "begins"),
        (f"    for i in range(len(words) - 1):\n        w = words[i]\n        s += {TERM}\n    return s",
         "range:last", "ends"),
    ],
)  # fmt: skip
def test_a_slip_in_a_loop_is_named(body: str, cause: str, says: str) -> None:
    result = grade_answer("I2.10", log_odds(body))
    assert (result.accepted, result.cause) == (False, cause), result
    assert says in result.message and "words" in result.message


@pytest.mark.parametrize(
    ("name", "function", "cause"),
    [
        ("student_customers", lambda ads, pct: 2 * (pct / 100 * ads) ^ 2, "power:xor"),
        ("student_customers", lambda ads, pct: 2 * (pct // 100 * ads) ** 2, "floor-division"),
        ("amdahl", lambda p, s: 1 / (1 - p) + p / s, "precedence"),
        ("amdahl", lambda s, p: 1 / ((1 - p) + p / s), "swapped:p-s"),
        ("amdahl", lambda p, s: 1 / ((1 - p) + p / 3), "ignores:s"),
        ("amdahl", lambda p, s: round(1 / ((1 - p) + p / s), 2), "rounded"),
        (
            "iron_law",
            lambda bandwidth, ops, data, peak, eta, latency: data / bandwidth + ops / (peak * eta) + latency,
            "swapped:data-bandwidth-ops",
        ),
    ],
)
def test_a_slip_of_python_in_a_function_is_named(name: str, function: Any, cause: str) -> None:
    result = grade_answer(name, function)
    assert (result.accepted, result.cause) == (False, cause), result


def larger_part(a: float, b: float) -> float:
    """Return a function of two branches: the larger number, or the product where the signs differ."""
    return a * b if a * b < 0 else max(a, b)


def test_a_branch_that_is_wrong_is_told_by_what_its_calls_have_in_common() -> None:
    cases = [(1, 2), (3, -1), (-2, 5), (-1, -4), (2, 2.5), (-3, 0.5), (4, 7), (-6, -5)]
    exercise = make(larger_part, Function(cases=cases))
    result = ask(exercise, lambda a, b: math.sin(a + 3 * b) if a * b < 0 else max(a, b))
    assert result.cause == "function:where"
    assert "wrong whenever a and b have unlike signs, and right in all other calls" in result.message
    scattered = ask(exercise, lambda a, b: 0.1234 if a in (1, -2, 4) else larger_part(a, b))
    assert scattered.cause != "function:where"


def test_a_result_that_is_an_argument_does_not_ignore_it() -> None:
    result = grade_answer("roofline", lambda ai, peak, bw: (peak, "compute") if ai >= 1 else (bw, "memory"))
    assert not result.accepted and result.cause != "ignores:bw"


def test_a_known_mistake_beside_another_one_is_told_for_the_calls_that_show_it() -> None:
    def first_mycin(a: float, b: float) -> float:  # and something odd for two negative factors
        return a + b if a * b < 0 else a + b * (1 - a) if a >= 0 and b >= 0 else a * 1.7 - b**3

    result = grade_answer("combine_cf", first_mycin)
    assert result.cause == "first-mycin"
    assert "Most wrong calls show this" in result.message
    assert "In the others something else is wrong" in result.message


def test_no_warning_stands_above_a_verdict(recwarn: pytest.WarningsRecorder) -> None:
    """With the path of a file nobody has opened; where it says something, the verdict says it."""

    def divergence(p: Any, q: Any) -> Any:
        return np.sum(np.asarray(p) * np.log(np.asarray(p) / (np.asarray(q) * 0)))

    result = grade_answer("kl_divergence", divergence)
    assert not result.accepted and not list(recwarn)
    assert "While it ran, Python warned: divide by zero encountered in divide." in result.remarks
    check_contract(contracts.get("kl_divergence"), divergence)
    assert not list(recwarn)


def test_what_numpy_warns_of_at_a_limit_is_no_fault(recwarn: pytest.WarningsRecorder) -> None:
    def divergence(p: Any, q: Any) -> Any:
        p, q = np.asarray(p, float), np.asarray(q, float)
        terms = p * np.log(p / q)
        return float(np.sum(np.where(p > 0, terms, 0)))

    result = grade_answer("kl_divergence", divergence)
    assert result.accepted and not result.remarks and not list(recwarn)


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("bottleneck", lambda rates: "disk", "Return a pair: the name of the slowest stage, then its rate."),
        (
            "kl_divergence",
            lambda p, q: [0.1, 0.2],
            "returns a list of 2 numbers, [0.1, 0.2]. Return one number",
        ),
        (
            "roofline",
            lambda ai, peak, bw: ("memory", "x", 1),
            "a tuple of 3 values, ('memory', 'x', 1). Return a",
        ),
    ],
)
def test_a_wrong_form_is_told_what_came_and_what_to_return(name: str, answer: Any, said: str) -> None:
    assert said in grade_answer(name, answer).message


@pytest.mark.parametrize(
    "one", [one for one in exercises() if one.kind == "function"], ids=lambda one: one.name
)
def test_every_function_says_what_it_returns(one: Exercise) -> None:
    """By type alone, "a text, a number", nobody knows which text and what number."""
    assert re.match(r"(one (whole )?number, the |a (pair|tuple|list)\b.*: )", one.spec.gives), one.spec.gives
