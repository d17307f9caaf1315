"""The stored tables: what their declarations say, and proved over all rows."""

from __future__ import annotations

import inspect
import json
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from chosen import all_exercises, chapters, scalars

from autograder import scenarios as generator
from autograder.answers import over_all_rows
from autograder.marking import exercises
from autograder.scenarios import generate, to_json
from mlsys_course import constants
from mlsys_course.chapters import Chapter
from mlsys_course.diagnosis import judge
from mlsys_course.diagnosis.candidates import load
from mlsys_course.diagnosis.causes import GUARD
from mlsys_course.exercise import Exercise, Misconception
from mlsys_course.scenarios import Scenario, table

DECLARED = {name: made for one in chapters() for name, made in generator.declarations(one.name).items()}


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_a_stored_table_is_what_its_declaration_says(name: str) -> None:
    made, stored = DECLARED[name], table(name)
    assert list(stored.rows[0]) == json.loads(json.dumps(made.book))
    assert list(stored.parameters) == list(made.parameters)
    for parameter, about in made.parameters.items():
        assert (stored.parameters[parameter]["label"], stored.parameters[parameter]["unit"]) == (
            about.label,
            about.unit,
        )
    assert len(stored.rows) == 1 if made.fixed else len(stored.rows) > 200
    assert len({json.dumps(row) for row in stored.rows}) == len(stored.rows)
    for place, parameter in enumerate(made.parameters):
        allowed = {json.dumps(made.book[place])}
        for part in made.vary:
            if parameter in part.names:
                allowed |= {json.dumps(choice[part.names.index(parameter)]) for choice in part.choices}
        assert {json.dumps(row[place]) for row in stored.rows} <= allowed


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_every_value_of_a_table_can_be_read(name: str) -> None:
    stored = table(name)
    for index in range(0, len(stored.rows), 37):
        row = stored.row(index)
        for one in row:
            assert one.constant is None or one.constant in constants.registry
        assert all(part.name in repr(row) for part in row)


@pytest.mark.parametrize("exercise", scalars(), ids=lambda e: e.name)
def test_no_misconception_comes_near_the_answer_in_any_row(exercise: Exercise) -> None:
    """Proved over all rows: three tolerances, for everything the diagnosis may report or the answers hold."""
    known = load(exercise)
    reported = np.nan_to_num(known.values, nan=np.inf)
    guards = np.array([cause.guard for cause in known.causes])
    assert not np.any(np.abs(reported - known.right[:, None]) <= guards * known.tolerance[:, None])
    guarded = np.array([cause.guarded for cause in known.causes], bool)
    always = known.near.all(
        axis=1
    )  # soft slips and wide tolerances: hidden in every row, told by `scenarios`
    for index in np.flatnonzero(guarded & ~always):
        rows = np.flatnonzero(known.near[index, 1:]) + 1
        assert not rows.size, f"{known.causes[index].slug} in row {rows[:5]}"
    assert exercise.known is not None
    for cause, sources in exercise.known.wrong.items():
        for source in sources:
            values = over_all_rows(exercise, source)
            if values is not None:
                close = np.flatnonzero(np.abs(values - known.right) <= GUARD * known.tolerance)
                assert not close.size, f"{source!r} ({cause}) in row {close[:5]}"


@pytest.mark.parametrize(
    "exercise", [one for one in all_exercises() if one.misconceptions], ids=lambda exercise: exercise.name
)
def test_every_misconception_is_refused_with_the_books_numbers(exercise: Exercise) -> None:
    """The book's row is the one most people get: no mistake may be right there by chance."""
    q = exercise.table.row(0) if exercise.table is not None else None
    for misconception in exercise.misconceptions:
        result = judge(exercise, mistaken(exercise, misconception, q), q)
        plt.close("all")
        assert not result.accepted, f"{misconception.cause}: {result.message}"


def mistaken(exercise: Exercise, misconception: Misconception, q: Scenario | None) -> Any:
    """Return a misconception as the answer of somebody who has everything else right."""
    if exercise.kind == "function":
        return misconception.wrong
    wanted = inspect.signature(misconception.wrong).parameters
    wrong = misconception.wrong(**{name: q.inputs[name].value for name in wanted} if q is not None else {})
    if exercise.kind == "debugging":
        return exercise.spec.wrong, wrong
    if exercise.kind in ("classification", "claims"):
        right = exercise.answer(q)
        if exercise.kind == "classification":
            right = {item: one[0] if isinstance(one, tuple) else one for item, one in right.items()}
        return {**right, **wrong}
    return wrong


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_a_stored_table_holds_the_rows_that_its_declaration_draws_and_admits(name: str) -> None:
    made = DECLARED[name]
    users = [exercise for exercise in exercises(made.chapter) if exercise.scenario == name]
    drawn, _ = generate(made, users)
    assert [json.dumps(row) for row in table(name).rows] == [json.dumps(row) for row in drawn.rows]
    path = generator.folder_of(made.chapter) / f"{name}.json"
    assert path.read_text(encoding="utf-8") == to_json(drawn)


@pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.name)
def test_every_scenario_an_exercise_asks_for_is_declared_and_used(chapter: Chapter) -> None:
    asked = {exercise.scenario for exercise in exercises(chapter.name) if exercise.scenario}
    declared = set(generator.declarations(chapter.name))
    assert asked <= declared
    assert {path.stem for path in generator.folder_of(chapter.name).glob("*.json")} == declared
