"""The written answers to every exercise that is no number: right ones pass, wrong ones are named."""

from __future__ import annotations

import json
import warnings

import matplotlib
import pytest

matplotlib.use("agg")

import matplotlib.pyplot as plt

from autograder import answers as corpus
from autograder import grade_answer
from autograder.chapters import load
from mlsys_course.contracts import Contract
from mlsys_course.exercise import SCALAR_KINDS
from mlsys_course.reading import check_contract
from mlsys_course.result import NOT_ATTEMPTED
from mlsys_course.scenarios import scenario

EXERCISES = {name: e for name, e in load().items() if e.kind not in SCALAR_KINDS}
CORPORA = {name: entry for name, entry in corpus.load().items() if name in EXERCISES}


def answers(name: str, source: str) -> object:
    exercise = EXERCISES[name]
    return corpus.evaluate(name, source, scenario(exercise.scenario) if exercise.scenario else None)


@pytest.mark.parametrize("name", sorted(EXERCISES))
def test_every_exercise_has_a_corpus(name: str) -> None:
    entry = CORPORA[name]
    assert len(entry.right) >= 4
    assert sum(map(len, entry.wrong.values())) >= 5


@pytest.mark.parametrize("name", sorted(CORPORA))
def test_right_answers_pass(name: str) -> None:
    for source in CORPORA[name].right:
        result = grade_answer(name, answers(name, source))
        assert result.accepted and result.score > 0, f"{source}\n{result}"
    plt.close("all")


@pytest.mark.parametrize("name", sorted(CORPORA))
def test_wrong_answers_are_refused_and_named(name: str) -> None:
    for causes, sources in CORPORA[name].wrong.items():
        for source in sources:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                result = grade_answer(name, answers(name, source))
            assert not result.accepted and result.score < 1, f"{source}\n{result}"
            expected = [None if cause == corpus.UNEXPLAINED else cause for cause in causes.split("|")]
            assert result.cause in expected, f"{source}\n{result}\ncause {result.cause!r}, not {causes!r}"
            assert "\n" not in result.message and "Traceback" not in result.message
    plt.close("all")


@pytest.mark.parametrize("name", sorted(EXERCISES))
def test_the_contract_survives_the_way_through_json(name: str) -> None:
    exercise = EXERCISES[name]
    read = Contract(**json.loads(json.dumps(exercise.contract().to_json(), allow_nan=False)))
    assert check_contract(read, ...).cause == NOT_ATTEMPTED
    assert not check_contract(read, None).accepted
    if exercise.kind == "function":
        assert check_contract(read, exercise.key).accepted
    elif name in CORPORA:
        assert check_contract(read, answers(name, CORPORA[name].right[0])).accepted
    plt.close("all")
