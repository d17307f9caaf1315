"""Keys whose answer is a number: the tree is the key, rounding passes, sentences hold no number."""

from __future__ import annotations

import re

import numpy as np
import pytest
from chosen import chapters, scalars

from autograder.marking import exercises
from mlsys_course import constants
from mlsys_course.chapters import Chapter
from mlsys_course.diagnosis import judge
from mlsys_course.diagnosis.candidates import load
from mlsys_course.diagnosis.values import round_significant
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.scalar.judging import is_right
from mlsys_course.result import Result
from mlsys_course.units import Q_


@pytest.mark.parametrize("exercise", scalars(), ids=lambda e: e.name)
def test_the_tree_gives_what_the_key_gives(exercise: Exercise) -> None:
    known = load(exercise)
    table = exercise.table
    for row in range(0, known.rows, 29):
        answer = exercise.answer(table.row(row) if table else None)
        given = Q_(answer, "") if not hasattr(answer, "to") else answer
        assert given.to(exercise.unit or "").magnitude == pytest.approx(known.right[row], rel=1e-12)


@pytest.mark.parametrize(
    "exercise",
    [one for one in scalars() if one.kind != "integer" and one.rtol >= 1e-3],  # the others ask for more
    ids=lambda e: e.name,
)
def test_three_significant_figures_pass_in_every_row(exercise: Exercise) -> None:
    known = load(exercise)
    rounded = round_significant(known.right, 3)
    assert all(is_right(known, row, float(rounded[row])) for row in range(known.rows))
    if exercise.rtol >= 0.01:  # cut off instead of rounded is a mistake of up to one per cent
        assert np.all(np.abs(rounded - known.right) <= 0.51 * exercise.rtol * np.abs(known.right))


@pytest.mark.parametrize("exercise", scalars(), ids=lambda e: e.name)
def test_clauses_hold_no_number(exercise: Exercise) -> None:
    """The labels are the question's own; everything else in a sentence is words."""
    known = load(exercise)
    table = exercise.table
    labels = [str(about["label"]) for about in table.parameters.values()] if table else []
    labels += [constant.label for constant in constants.registry.values() if constant.label]
    labels += [other.title for other in scalars()]
    texts = [cause.clause for cause in (*known.causes, *known.pairs[0])]
    for text in texts:
        for label in sorted(labels, key=len, reverse=True):
            text = text.replace(label, "")
        found = re.findall(r"(?<![\w.])\d[\d.,]*", text)
        assert not found, text


def numbers(chapter: Chapter) -> list[Exercise]:
    return [exercise for exercise in exercises(chapter.name) if exercise.scalar]


def ask(exercise: Exercise, answer: object) -> Result:
    return judge(exercise, answer, exercise.table.row(0) if exercise.table else None)


@pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.name)
def test_random_numbers_are_not_explained_away(chapter: Chapter) -> None:
    """A cause is a claim: numbers drawn at random must hardly ever get one."""
    draw = np.random.default_rng(1)
    asked = [exercise for exercise in numbers(chapter) if exercise.kind != "integer"]
    draws = max(8, 200 // len(asked))
    tried = named = 0
    for exercise in asked:
        known = load(exercise)
        for factor in 10.0 ** draw.uniform(-1, 1, draws):
            value = float(round_significant(known.right[0] * factor, 4))
            if not is_right(known, 0, value):
                result = ask(exercise, Q_(value, exercise.unit) if exercise.unit else value)
                tried, named = tried + 1, named + (result.cause is not None)
    assert tried > 150
    assert named <= 0.05 * tried


@pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.name)
def test_the_books_numbers_are_never_taken_for_those_of_others(chapter: Chapter) -> None:
    asked = [one for one in numbers(chapter) if one.table is not None and len(one.table.rows) > 1]
    for exercise in asked[:: max(1, len(asked) // 8)]:
        for right in load(exercise).right[1:20]:
            result = ask(exercise, Q_(float(right), exercise.unit or ""))
            assert not (result.cause or "").startswith("numbers:"), exercise.name
