"""The hidden inputs of function exercises: no mutant of a right function passes as right."""

from __future__ import annotations

import contextlib
import io
import random
import re
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest
from chosen import TOP, all_exercises, files
from mutating import Mutant, mutants

from autograder import grade_answer
from autograder.answers import evaluate
from autograder.building import variants
from autograder.building.notebooks import load
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.function.judging import unwrap
from mlsys_course.kinds.function.reading import call
from mlsys_course.kinds.function.wrong_functions import probes
from mlsys_course.reading._plain import RAISED, same

EQUIVALENT = {
    "combine_cf": {
        r"comparison: .* 0 -> .* 0 ": "the formulas agree where a factor, or the sum, is 0",
        r"operator: a < 0 and b < 0 -> [ab] < 0 ": "turning both signs round turns the result round",
        r"(constant|ignored|parameter): .* -> .*\| (- +)?if a < 0 and b < 0": "the same",
        r"parameter: .*\| if a \+ b < 0": "both have one sign there: one of them tells that of the sum",
        r".*\| print\(a, b\)$": "what is printed is not looked at",
    },
    "bottleneck": {r"comparison: rate < slowest -> rate <= slowest ": "no two stages are equally slow"},
    "spam_log_odds": {
        r".*\| claim = math.log\(n / \(n_spam \+ n_ham\)\)$": "what both classes are divided by cancels",
    },
    "degraded_accuracy": {
        r"constant: 1 -> (2|1\.001) ": "nothing rises above the initial accuracy",
        r"comparison: left < 0 -> left <= 0 ": "0 is returned for 0 either way",
    },
    "kl_divergence": {
        r".*\| return \(pd\.Series\(p\) \* np\.log\(ratio\.where": "times a share of 0, or skipped by sum",
    },
    "iron_law": {
        r"constant: 0 -> 1 \| def iron_law\(d, bw, o, r, n, l=0\)": "a default: all arguments are given",
        r"branch: .* -> value if False": "a quantity in its own unit stays what it is",
    },
    "amdahl": {r"(start|constant): .*\| old = 100$": "the old time cancels"},
}
"""Mutants that mean the same as the right function, by a pattern for the edit and the line, and why."""


def functions() -> list[Exercise]:
    return [one for one in all_exercises() if one.kind == "function"]


@cache
def references() -> dict[str, str]:
    """Return the reference solutions of the chapters' graded notebooks."""
    found: dict[str, str] = {}
    for path in files("source", "*.ipynb"):
        found |= variants.solutions(load(TOP / path))
    return found


def right_functions(exercise: Exercise) -> list[str]:
    assert exercise.known is not None
    reference = references().get(exercise.name)
    return [*([reference] if reference else []), *exercise.known.right]


def described(mutant: Mutant) -> str:
    return f"{mutant.edit} | {mutant.line}"


@cache
def fresh(exercise: Exercise) -> list[tuple[Any, ...]]:
    """Return many more inputs, for functions of which more than one result is right."""
    draw = random.Random(f"{exercise.name} again")
    made = [tuple(exercise.spec.generate(draw)) for _ in range(30)]
    return [*(p.args for p in probes(exercise)), *made]


def always_right(exercise: Exercise, function: Callable[..., Any]) -> bool:
    """Say whether every one of many more results is right by the exercise's own property."""
    judged = exercise.spec.judge_result
    for args in fresh(exercise):
        value = call(function, args)
        if value.kind == RAISED or judged(args, unwrap(value)) is not None:
            return False
    return True


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def survivors(exercise: Exercise) -> list[str]:
    """Return the mutants of all right functions that are accepted."""
    found = []
    for source in right_functions(exercise):
        for mutant in mutants(source, exercise.spec.cases[0]):
            try:
                function = evaluate(exercise.name, mutant.source, None)
            except Exception:  # an edit that does not even run is no function
                continue
            if grade_answer(exercise.name, function).accepted:
                several = exercise.spec.judge_result is not None
                if not several or not always_right(exercise, function):
                    found.append(described(mutant))
    return found


@pytest.mark.parametrize("exercise", functions(), ids=lambda exercise: exercise.name)
def test_no_mutant_of_a_right_function_is_accepted(exercise: Exercise) -> None:
    """Constants, parameters, comparisons, operators, branches, start values: each edit shows somewhere."""
    with quietly():
        found = survivors(exercise)
    known = EQUIVALENT.get(exercise.name, {})
    assert [one for one in found if not any(re.match(pattern, one) for pattern in known)] == []
    unused = [pattern for pattern in known if not any(re.match(pattern, one) for one in found)]
    assert unused == [], "these patterns stand for no mutant any more"


@pytest.mark.parametrize("exercise", functions(), ids=lambda exercise: exercise.name)
def test_every_parameter_is_moved(exercise: Exercise) -> None:
    """The key with one parameter held at its first value is another function on the hidden inputs."""
    inputs = probes(exercise)
    for index in range(max(len(probe.args) for probe in inputs)):
        seen = {repr(probe.args[index]) for probe in inputs if index < len(probe.args)}
        assert len(seen) > 1 or any(index >= len(probe.args) for probe in inputs), index
        if exercise.spec.judge_result is None:
            held = inputs[0].args[index]
            values = [
                call(exercise.key, (*p.args[:index], held, *p.args[index + 1 :]), exercise.unit)
                for p in inputs
            ]
            assert not all(same(v, p.right, exercise.rtol) for v, p in zip(values, inputs, strict=True))
