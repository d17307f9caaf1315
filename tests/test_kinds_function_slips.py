"""Slips in functions that are no plain formula: each kind is named by what the learner's function does."""

from __future__ import annotations

import math
import random
import re
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder import grade_answer
from mlsys_course.diagnosis import judge
from mlsys_course.exercise import Answers, Exercise
from mlsys_course.kinds import Edge, Function
from mlsys_course.kinds.function.breaks import Break, breaks
from mlsys_course.kinds.function.broken import slips
from mlsys_course.kinds.function.source import Source, sources
from mlsys_course.kinds.function.two_slips import both
from mlsys_course.kinds.function.wrong_functions import probes
from mlsys_course.result import Result


def make(key: Callable[..., Any], spec: Function, right: tuple[str, ...] = ()) -> Exercise:
    """An exercise outside the registry."""
    exercise = Exercise(
        key,
        key.__name__,
        "I0.0",
        "function",
        None,
        1e-4,
        0.0,
        1.0,
        None,
        (4,),
        "Create",
        (),
        "",
        "",
        spec,
        False,
    )
    exercise.known = Answers(right, {}) if right else None
    return exercise


def written(source: str, name: str = "f") -> Callable[..., Any]:
    """The function that a learner has typed."""
    names: dict[str, Any] = {"np": np, "math": math}
    exec(source, names)
    made: Callable[..., Any] = names[name]
    return made


def ask(exercise: Exercise, source: str) -> Result:
    result = judge(exercise, written(source), None)
    assert not result.accepted
    return result


def some(draw: random.Random, count: int, low: float = 1, high: float = 50) -> list[float]:
    return [round(draw.uniform(low, high), 2) for _ in range(count)]


# ------------------------------------------------------------------------------------- the questions


def smoothed(values: list[float], alpha: float) -> float:
    level = values[0]
    for value in values[1:]:
        level = level + alpha * (value - level)
    return level


def hit_rate(requests: list[str], size: int) -> float:
    cache: list[str] = []
    hits = 0
    for name in requests:
        if name in cache:
            hits += 1
            cache.remove(name)
        cache.append(name)
        if len(cache) > size:
            cache.pop(0)
    return hits / len(requests)


def batches(samples: int, batch: int, epochs: int) -> int:
    return math.ceil(samples / batch) * epochs


def spread(values: list[float]) -> float:
    x = np.array(values)
    return float(np.sqrt(np.mean((x - x.mean()) ** 2)))


def price(hours: float, rate: float) -> float:
    if hours <= 100:
        return hours * rate
    return 100 * rate + (hours - 100) * rate * 0.7


def slope(xs: list[float], ys: list[float], step: float, rounds: int) -> float:
    w = 0.0
    for _ in range(rounds):
        gradient = 0.0
        for x, y in zip(xs, ys, strict=True):
            gradient += 2 * (w * x - y) * x
        w -= step * gradient / len(xs)
    return w


def recall(truth: list[int], found: list[int]) -> tuple[float, float]:
    both = sum(1 for t, f in zip(truth, found, strict=True) if t == 1 and f == 1)
    return both / sum(found), both / sum(truth)


def largest(rows: list[list[float]]) -> list[float]:
    return list(np.max(np.array(rows), axis=1))


def _flags(draw: random.Random) -> list[int]:
    return [1, *(draw.randint(0, 1) for _ in range(11))]


SMOOTHED = make(
    smoothed,
    Function(cases=[([1.0, 3.0, 8.0], 0.3)], generate=lambda d: (some(d, 6), round(d.uniform(0.1, 0.9), 2))),
)
HIT_RATE = make(
    hit_rate,
    Function(
        cases=[(list("abacabad"), 2)],
        generate=lambda d: ([d.choice("abcdef") for _ in range(d.randint(15, 25))], d.randint(2, 4)),
    ),
)
BATCHES = make(
    batches,
    Function(
        cases=[(1000, 32, 3)],
        generate=lambda d: (d.randint(100, 5000), d.choice([16, 32, 48, 64]), d.randint(2, 9)),
    ),
)
SPREAD = make(
    spread, Function(cases=[([1.0, 2.0, 6.0],)], generate=lambda d: (some(d, 5),), independent=False)
)
PRICE = make(
    price,
    Function(
        cases=[(50.0, 2.5), (200.0, 3.0)],
        generate=lambda d: (float(d.randint(10, 400)), round(d.uniform(1, 9), 2)),
        edges=[Edge("limit:hours=100", (100.0, 2.0), "Exactly a hundred hours.")],
    ),
)
SLOPE = make(
    slope,
    Function(
        cases=[([1.0, 2.0], [2.0, 3.0], 0.05, 3)],
        generate=lambda d: (
            some(d, 4, 0.2, 2),
            some(d, 4, 1, 4),
            round(d.uniform(0.02, 0.1), 3),
            d.randint(2, 6),
        ),
    ),
)
RECALL = make(
    recall, Function(cases=[([1, 0, 1, 1], [1, 1, 0, 0])], generate=lambda d: (_flags(d), _flags(d)))
)
LARGEST = make(
    largest,
    Function(
        cases=[([[1.0, 7.0], [3.0, 2.0]],)],
        generate=lambda d: ([some(d, 3) for _ in range(3)],),
        independent=False,
    ),
)
EVERY = [SMOOTHED, HIT_RATE, BATCHES, SPREAD, PRICE, SLOPE, RECALL, LARGEST]

_GRADIENT = (
    "def f(a, b, c, n):\n    w = 0\n    for i in range(n):\n        g = 0\n"
    "        for k in range(len(a)):\n            g {op} 2 * (w * a[k] - b[k]) * a[k]\n"
    "        w = w - c * g / len(a)\n{after}    return w\n"
)
_CACHE = (
    "def f(names, size):\n    kept, hits = [], {start}\n    for one in names:\n"
    "        if one in kept:\n            hits {op} 1\n            {touch}\n        kept.append(one)\n"
    "        kept = kept[-size:]\n    return hits / len(names)\n"
)
_LEVEL = "def f(v, a):\n    s = v[0]\n    for x in v[{begin}:]:\n        {step}\n    return s"


@pytest.mark.parametrize(
    ("exercise", "source", "cause", "says"),
    [
        # loops
        (SLOPE, _GRADIENT.format(op="=", after=""), "loop:last", "only the last of xs and ys counts"),
        (SLOPE, _GRADIENT.format(op="+=", after="        return w\n"), "loop:first", "return"),
        (SLOPE, _GRADIENT.format(op="+=", after="").replace("range(n)", "range(1, n)"), "range", "loop"),
        (SLOPE, _GRADIENT.format(op="+=", after="").replace("range(n)", "range(n + 1)"), "range", "loop"),
        (SLOPE, _GRADIENT.format(op="-=", after=""), "difference-for-sum|sign|sum-for-difference", ""),
        # steps
        (HIT_RATE, _CACHE.format(start=0, op="+=", touch="pass"), "dropped|sequence", "left out"),
        (HIT_RATE, _CACHE.format(start=1, op="+=", touch="kept.remove(one)"), "start", "starts at 1"),
        (HIT_RATE, _CACHE.format(start=0, op="=", touch="kept.remove(one)"), "dropped|loop:last",
         "only the last of requests counts"),
        # conditions
        (
            PRICE,
            "def f(h, r):\n    if h >= 100:\n        return h * r\n    return 100 * r + 0.7 * r * (h - 100)",
            "comparison:turned",
            "the wrong way round",
        ),
        (PRICE, "def f(h, r):\n    return 100 * r + 0.7 * r * (h - 100)", "guard", "hours"),
        (PRICE, "def f(h, r):\n    return h * r", "guard|swapped", "whatever"),
        # functions of the same family, rounding, brackets, powers
        (BATCHES, "def f(n, b, e):\n    return n // b * e", "floor-division|rounding:down", "rounded down"),
        (BATCHES, "def f(n, b, e):\n    return n / b * e", "rounding:none", "not rounded"),
        (BATCHES, "def f(n, b, e):\n    return math.ceil(n / b * e)", "brackets", "epochs is inside"),
        (SPREAD, "def f(v):\n    m = sum(v) / len(v)\n    return sum((x - m) ** 2 for x in v) / len(v)",
         "dropped:root", "square root"),
        (SPREAD, "def f(v):\n    m = sum(v) / len(v)\n    return math.sqrt(sum((x - m) ** 2 for x in v))",
         "sum-for-mean|dropped", "the sum is taken instead of the mean"),
        (SMOOTHED, _LEVEL.format(begin=1, step="s = s + a * x - s"),
         "brackets", "brackets"),
        (SMOOTHED, _LEVEL.format(begin=1, step="s = a * s + (1 - a) * x"),
         "complement|difference-first|used", "alpha"),
        (SMOOTHED, _LEVEL.format(begin=2, step="s = s + a * (x - s)"),
         "range", "values"),
        # results, axes, arguments
        (RECALL, "def f(t, p):\n    n = np.dot(t, p)\n    return n / sum(t), n / sum(p)", "order|swapped",
         ""),
        (LARGEST, "def f(m):\n    return [max(c) for c in zip(*m)]", "axis", "rows and columns"),
        (LARGEST, "def f(m):\n    return [min(r) for r in m]", "min-for-max", "smallest"),
        (SMOOTHED, _LEVEL.format(begin=1, step="s += 0.01 * a * (x - s)"),
         "scale:1/100", "alpha"),
        (SMOOTHED, _LEVEL.format(begin=1, step="s += 0.3 * (x - s)"),
         "ignores:alpha", "fixed number"),
    ],
)  # fmt: skip
def test_a_slip_is_named_whatever_the_source_looks_like(
    exercise: Exercise, source: str, cause: str, says: str
) -> None:
    result = ask(exercise, source)
    assert result.cause is not None, result
    assert any(result.cause == one or result.cause.startswith(f"{one}:") for one in cause.split("|")), result
    assert says in result.message


SOURCES = [(exercise, source) for exercise in EVERY for source in sources(exercise)]


@pytest.mark.parametrize(("exercise", "source"), SOURCES, ids=lambda one: getattr(one, "name", ""))
def test_no_slip_is_told_with_the_names_of_the_source(exercise: Exercise, source: Source) -> None:
    asked = set(source.parameters.values())
    hidden = set(source.names(source.function)) - asked - {"value", "name", "level", "found", "both", "step"}
    for slip in breaks(source):
        words = set(re.findall(r"\w+", f"{slip.clause} {slip.question}"))
        assert not words & hidden, slip
        assert not re.search(r"\d{2,}|\d\.\d", slip.clause), slip  # nor with its numbers
        assert 0 < slip.prior <= 1 and not slip.clause.endswith((".", " ", ",")) and "  " not in slip.clause


def test_a_function_of_no_known_slip_gets_no_cause() -> None:
    for exercise, source in (
        (SMOOTHED, "def f(v, a):\n    return sum(v) * a ** 3 + math.sin(len(v))"),
        (BATCHES, "def f(n, b, e):\n    return (n * 7 + b * 13 + e * 29) % 101"),
        (SPREAD, "def f(v):\n    return max(v) ** 0.37 + min(v)"),
        (RECALL, "def f(t, p):\n    return 0.123 + sum(t) / 77, 0.3 * sum(p)"),
    ):
        cause = ask(exercise, source).cause
        assert cause is None or cause.split(":")[0] in ("ignores", "part"), (source, cause)


def test_two_slips_that_give_the_same_function_are_told_together() -> None:
    """The last value alone: = for +=, or the weight left out."""
    result = ask(SMOOTHED, "def f(v, a):\n    return v[-1]")
    assert "only the last of values counts" in result.message or "alpha" in result.message
    assert result.message.count("That is what comes out when") == 1


def test_a_right_answer_is_a_source_too() -> None:
    def total(values: list[float], weight: float) -> float:
        return float(np.cumsum(np.outer(values, weight))[-1])

    spec = Function(
        cases=[([1.0, 2.0, 4.0], 0.5)], generate=lambda d: (some(d, 5), round(d.uniform(0.1, 2), 2))
    )
    loop = "def total(xs, w):\n    s = 0\n    for x in xs:\n        s += x * w\n    return s"
    wrong = "def f(a, b):\n    t = 0\n    for x in a:\n        t += x ** b\n    return t + b"
    assert ask(make(total, spec), wrong).cause is None
    added = "def f(a, b):\n    t = 0\n    for x in a:\n        t += x + b\n    return t"
    assert ask(make(total, spec), added).cause is None
    named = ask(make(total, spec, (loop,)), added)
    assert named.cause == "sum-for-product"
    assert "an item of values and weight are added instead of multiplied" in named.message
    # A right answer that needs names which are not here, or is none, does no harm.
    odd = ("def total(a, b):\n    return scipy.dot(a, b)", "total = 7", "lambda a, b: sum(a)")
    assert ask(make(total, spec, (*odd, loop)), added).cause == "sum-for-product"


def test_a_right_answer_that_prints_shows_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    loud = (
        "print(7)\ndef smoothed(v, a):\n    s = v[0]\n    for x in v[1:]:\n        s = a * x + (1 - a) * s\n"
        "    print(s)\n    return s"
    )
    exercise = make(smoothed, SMOOTHED.spec, (loud,))
    assert "wrong sign" in ask(exercise, _LEVEL.format(begin=1, step="s = a * x - (1 - a) * s")).message
    assert capfd.readouterr() == ("", "")


def test_the_helpers_of_a_key_are_broken_too() -> None:
    exercise = make(
        doubled_total, Function(cases=[([1.0, 2.5],)], generate=lambda d: (some(d, 4),), independent=False)
    )
    result = ask(exercise, "def f(v):\n    return 2 * (v[0] ** 2)")
    assert result.cause == "loop:first" and "values" in result.message


def doubled_total(values: list[float]) -> float:
    return 2 * _squares(values)


def _squares(xs: list[float]) -> float:
    total = 0.0
    for x in xs:
        total += x**2
    return total


def test_a_slip_that_never_ends_is_stopped_by_its_steps() -> None:
    def halvings(n: int) -> int:
        count = 0
        while n > 1:
            n = n // 2
            count += 1
        return count

    exercise = make(halvings, Function(cases=[(1000,), (17,)], generate=lambda d: (d.randint(2, 10**6),)))
    values = [one.value(0) for one in slips(exercise).every]
    assert sum(value.kind == "raised" for value in values) > 5
    assert not any(value.shown == "endless" for value in values)  # none came to its limit in seconds
    assert ask(
        exercise, "def f(n):\n    c = 1\n    while n > 1:\n        n //= 2\n        c += 1\n    return c"
    ).cause


def test_no_warning_of_a_broken_function_is_seen() -> None:
    def share(values: list[float], weight: float) -> float:
        x = np.array(values)
        return float(np.sum(np.log(x - weight) / x))

    exercise = make(
        share, Function(cases=[([2.0, 3.0], 1.0)], generate=lambda d: (some(d, 4, 3, 9), d.random()))
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ask(exercise, "def f(v, w):\n    return sum(v) * w + 0.5")


def test_a_key_without_a_source_is_diagnosed_by_its_values() -> None:
    names: dict[str, Any] = {}
    exec(
        "def key(values):\n    total = 0\n    for v in values:\n        total += v * v\n    return total",
        names,
    )
    exercise = make(
        names["key"], Function(cases=[([1.0, 2.5],)], generate=lambda d: (some(d, 4),), independent=False)
    )
    assert list(sources(exercise)) == []
    assert ask(exercise, "def f(v):\n    for x in v:\n        return x * x").cause == "loop:first"


def test_the_same_is_told_in_any_order() -> None:
    first = ask(SMOOTHED, _LEVEL.format(begin=2, step="s = s + a * (x - s)"))
    slips.cache_clear()
    ask(SMOOTHED, _LEVEL.format(begin=1, step="s = s + a * x - s"))
    again = ask(SMOOTHED, _LEVEL.format(begin=2, step="s = s + a * (x - s)"))
    assert first == again


@pytest.mark.parametrize("exercise", EVERY, ids=lambda one: one.name)
def test_right_functions_come_out_of_their_sources(exercise: Exercise) -> None:
    for source in sources(exercise):
        function = source.changed(())
        for probe in probes(exercise):
            given = function(*probe.args)
            assert np.allclose(np.array(given, float), np.array(exercise.key(*probe.args), float))


@pytest.mark.parametrize(
    ("exercise", "source", "cause", "says"),
    [
        # The reference calls numpy; the learner writes it out, and the slip is in what numpy does.
        (SPREAD, "def f(v):\n    m = sum(v)\n    return (sum((x - m) ** 2 for x in v) / len(v)) ** 0.5",
         "dropped", "number of items in values"),
        (SPREAD,
         "def f(v):\n    m = sum(v) / len(v)\n    s = 0\n    for x in v:\n        s = (x-m)**2"
         "\n    return (s / len(v)) ** 0.5", "loop:last", "+="),
        (SPREAD, "def f(v):\n    m = np.mean(v)\n    return (sum((x + m) ** 2 for x in v) / len(v)) ** 0.5",
         "sum-for-difference", "added instead of subtracted"),
        # The reference takes a part of a difference; the learner weighs both.
        (SMOOTHED, _LEVEL.format(begin=1, step="s = s + x - a * s"), "dropped:alpha", "alpha is left out"),
    ],
)  # fmt: skip
def test_a_slip_in_another_form_of_the_reference_is_named(
    exercise: Exercise, source: str, cause: str, says: str
) -> None:
    result = ask(exercise, source)
    assert str(result.cause).startswith(cause) and says in result.message, result


@pytest.mark.parametrize("digits", range(4))
def test_results_rounded_to_some_decimals_are_told_so(digits: int) -> None:
    def halves(parts: int, whole: float) -> float:
        return parts / 8 * whole

    exercise = make(
        halves,
        Function(cases=[(3, 1.0), (5, 7.25)], generate=lambda d: (d.randint(1, 99), d.randint(1, 40) / 16)),
    )
    up = f"def f(a, b):\n    return math.floor(a / 8 * b * 10 ** {digits} + 0.5) / 10 ** {digits}"
    assert ask(exercise, up).cause == "rounded"


def _terms(rate: float, hours: float, fee: float) -> float:
    return rate * hours + fee if hours < 24 else rate * 24 + fee / 2


TERMS = make(
    _terms,
    Function(
        cases=[(2.5, 3.25, 7.1), (1.5, 30.5, 4.3)],
        generate=lambda d: (d.uniform(1, 9), d.choice([1, 2]) * d.uniform(12.1, 23.7), d.uniform(3, 50)),
    ),
)


@pytest.mark.parametrize(
    ("exercise", "source", "says"),
    [
        # terms of a sum, a slip on top of another one, branches, values
        (TERMS, "def f(r, h, f):\n    return r / h - f if h < 24 else r * 24 + f / 2",
         ["divide by hours", "fee"]),
        (SPREAD, "def f(v):\n    m = sum(v) / len(v)\n    return 60 * sum((x - m) ** 2 for x in v) / len(v)",
         ["60 times too large", "square"]),
        (PRICE, "def f(h, r):\n    return h / r if h <= 100 else 100 * r + (h - 100) * 0.7",
         ["divide by rate", "rate is left out"]),
        (RECALL, "def f(t, p):\n    return sum(t), sum(p)",
         ["The first value that you return is the sum of truth.", "The second", "the sum of found."]),
    ],
)  # fmt: skip
def test_two_slips_at_once_are_both_told(exercise: Exercise, source: str, says: list[str]) -> None:
    result = ask(exercise, source)
    assert result.cause is not None and "+" in result.cause, result
    assert "Two things at once" in result.message
    for words in says:
        assert words in result.message, result.message


def test_of_two_slips_the_one_without_a_name_is_not_described() -> None:
    first = Break("dropped:a", "a is left out", 0.5, ())
    vague = Break("inverted:a,b", "you divide by an intermediate result", 0.5, ())
    assert both(first, vague) == "That is what comes out when a is left out. Something else is wrong, too."


def test_a_number_in_an_arguments_place_is_not_called_a_rounding() -> None:
    """Every share above a half is rounded to 1: who writes 1 has not rounded."""
    result = grade_answer("degraded_accuracy", lambda acc0, lam, div: max(0, 1 - lam * div))
    assert result.cause in ("fixed:acc0", "ignores:acc0"), result


def test_two_written_mistakes_in_a_loop_are_both_told() -> None:
    def bits_of_the_other(p: list[float], q: list[float]) -> float:
        pairs = [(b, a) for a, b in zip(p, q, strict=True) if b]
        return sum(a * math.log2(a / b) if b else math.inf for a, b in pairs)

    result = grade_answer("kl_divergence", bits_of_the_other)
    assert result.cause == "reversed+bits", result


def test_what_was_done_to_a_wrong_result_is_told_with_it() -> None:
    def odds_without_prior(
        words: list[str], spam: dict[str, int], ham: dict[str, int], n_spam: int, n_ham: int
    ) -> float:
        pairs = [((spam.get(w, 0) + 1) / (n_spam + 2), (ham.get(w, 0) + 1) / (n_ham + 2)) for w in words]
        return math.prod(one / other for one, other in pairs)

    result = grade_answer("spam_log_odds", odds_without_prior)
    assert result.cause == "dropped:prior+exponential", result


def test_a_slip_of_a_function_that_got_other_arguments_is_told_with_them() -> None:
    """The last value is never reached, and the root is forgotten."""
    short = (
        "def f(v):\n    v = v[:-1]\n    m = sum(v) / len(v)\n"
        "    return sum((x - m) ** 2 for x in v) / len(v)"
    )
    result = ask(SPREAD, short)
    assert "the last of values is left out" in result.message and "Two things at once" in result.message


def test_one_value_of_several_is_what_is_made_of_an_argument() -> None:
    def throughput(rates: dict[str, float]) -> tuple[str, float]:
        return min(rates, key=lambda name: rates[name]), len(rates) / sum(1 / rate for rate in rates.values())

    result = grade_answer("bottleneck", throughput)
    assert result.cause == "made:harmonic-mean:rates"
    assert "Only the second value" in result.message and "is the harmonic mean of rates" in result.message


def test_a_wrong_result_may_be_rounded_on_top() -> None:
    source = "def f(v):\n    m = sum(v) / len(v)\n    return round(sum((x - m) ** 2 for x in v) / len(v), 2)"
    result = ask(SPREAD, source)
    assert (result.cause or "").endswith("+rounded"), result
    assert "a square root is forgotten" in result.message
