"""The written answers to every exercise: right ones pass, wrong ones are refused and named."""

from __future__ import annotations

import json
import warnings

import matplotlib
import pytest

matplotlib.use("agg")

import matplotlib.pyplot as plt
from chosen import all_exercises, chapters

from autograder import grade_answer
from autograder.answers import UNEXPLAINED, evaluate
from autograder.assess import assess, meets_goals, report
from autograder.marking import exercises
from mlsys_course.chapters import Chapter
from mlsys_course.contracts import Contract
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Answers, Exercise
from mlsys_course.reading import check_contract
from mlsys_course.result import NOT_ATTEMPTED
from mlsys_course.scenarios import scenario

each = pytest.mark.parametrize("exercise", all_exercises(), ids=lambda exercise: exercise.name)
# Numbers are assessed, in many forms and rows, all together.
each_form = pytest.mark.parametrize(
    "exercise", [e for e in all_exercises() if not e.scalar], ids=lambda exercise: exercise.name
)


def known(exercise: Exercise) -> Answers:
    assert exercise.known is not None
    return exercise.known


def answers(exercise: Exercise, source: str) -> object:
    return evaluate(exercise.name, source, scenario(exercise.scenario) if exercise.scenario else None)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.name)
def test_the_goals_are_met(chapter: Chapter) -> None:
    """Every right answer accepted, every wrong one refused, 95 % named; no answer given away."""
    assessed = assess([exercise.name for exercise in exercises(chapter.name)])
    total, text = assessed.total, report(assessed)
    assert assessed.without_answers == []
    assert total.right_accepted == total.right > 0, text
    assert total.wrong_refused == total.wrong > 0, text
    assert total.share_named >= 0.95, text
    assert (total.leaks, total.mixups, total.near) == (0, 0, 0), text
    assert meets_goals(total)


@each
def test_every_exercise_has_enough_answers(exercise: Exercise) -> None:
    assert len(known(exercise).right) >= 4
    assert sum(map(len, known(exercise).wrong.values())) >= 5


@each_form
def test_right_answers_pass(exercise: Exercise) -> None:
    for source in known(exercise).right:
        result = grade_answer(exercise.name, answers(exercise, source))
        assert result.accepted and result.score > 0, f"{source}\n{result}"
    plt.close("all")


@each_form
def test_wrong_answers_are_refused_and_named(exercise: Exercise) -> None:
    for causes, sources in known(exercise).wrong.items():
        for source in sources:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                result = grade_answer(exercise.name, answers(exercise, source))
            assert not result.accepted and result.score < 1, f"{source}\n{result}"
            expected = [None if cause == UNEXPLAINED else cause for cause in causes.split("|")]
            assert result.cause in expected, f"{source}\n{result}\ncause {result.cause!r}, not {causes!r}"
            assert "\n" not in result.message and "Traceback" not in result.message
    plt.close("all")


@each
def test_the_contract_survives_the_way_through_json(exercise: Exercise) -> None:
    read = Contract(**json.loads(json.dumps(contract_of(exercise).to_json(), allow_nan=False)))
    assert check_contract(read, ...).cause == NOT_ATTEMPTED
    assert not check_contract(read, None).accepted
    if exercise.kind == "function":
        assert check_contract(read, exercise.key).accepted
    assert check_contract(read, answers(exercise, known(exercise).right[0])).accepted
    plt.close("all")


@pytest.mark.parametrize(
    "exercise",
    [one for chapter in chapters() for one in exercises(chapter.name) if one.kind == "classification"],
    ids=lambda one: one.name,
)
def test_the_order_of_the_items_does_not_give_the_classes_away(exercise: Exercise) -> None:
    """Items of one class do not stand together, class after class."""
    first = [value[0] if isinstance(value, tuple) else value for value in exercise.answer().values()]
    blocks = 1 + sum(one != other for one, other in zip(first, first[1:], strict=False))
    assert blocks > len(set(first)) or len(set(first)) == len(first), first
    halves = [first[i : i + len(first) // 2] for i in (0, len(first) // 2)]
    assert halves[0] != halves[1], "the second half repeats the first"
