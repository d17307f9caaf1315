"""Scenario tables: declared, drawn, admitted, and proved over all rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder import answers as corpus
from autograder import exercises
from autograder import scenarios as generator
from autograder.scenarios import (
    Declaration,
    OneOf,
    Parameter,
    ScenarioError,
    Together,
    declare,
    generate,
    to_json,
    write_all,
)
from mlsys_course import constants
from mlsys_course.diagnosis.candidates import load
from mlsys_course.diagnosis.causes import GUARD
from mlsys_course.exercise import SCALAR_KINDS, Exercise
from mlsys_course.scenarios import table

DECLARED = generator.declarations()


def scalars() -> list[Exercise]:
    return [exercise for exercise in exercises() if exercise.kind in SCALAR_KINDS]


@pytest.fixture
def nothing_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator, "_declared", {})


def make(
    key: Callable[..., Any], name: str, unit: str | None = None, rtol: float = 0.01, kind: str | None = None
) -> Exercise:
    chosen = kind or ("quantity" if unit else "number")
    return Exercise(
        key,
        f"about_{name}",
        "I0.0",
        chosen,
        unit,
        rtol,
        0.0,
        1.0,
        name,
        (4,),
        "Apply",
        (),
        "",
        "",
        None,
        False,
    )


# ------------------------------------------------------------------------------------------ the stored tables


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
    """Proved over all rows: three tolerances, for everything the diagnosis may report or the corpus holds."""
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
    for entry in filter(None, [corpus.load().get(exercise.name)]):
        for cause, sources in entry.wrong.items():
            for source in sources:
                values = corpus.over_all_rows(exercise, source)
                if values is not None:
                    close = np.flatnonzero(np.abs(values - known.right) <= GUARD * known.tolerance)
                    assert not close.size, f"{source!r} ({cause}) in row {close[:5]}"


def test_tables_are_written_the_same_again(tmp_path: Path) -> None:
    names = ["checkpoint", "iron_law_terms"]
    write_all(names, tmp_path)
    stored = Path(generator.FOLDER)
    for name in names:
        text = (tmp_path / f"{name}.json").read_text(encoding="utf-8")
        assert text == (stored / f"{name}.json").read_text(encoding="utf-8")
        rows = [line for line in text.splitlines() if line.startswith("  [")]
        assert len(rows) == len(json.loads(text)["rows"])


def test_every_scenario_an_exercise_asks_for_is_declared_and_used() -> None:
    asked = {exercise.scenario for exercise in exercises() if exercise.scenario}
    assert asked <= set(DECLARED)
    assert {path.stem for path in generator.FOLDER.glob("*.json")} == set(DECLARED)


# ------------------------------------------------------------------------------------------ drawing rows


def some(name: str, **changes: Any) -> Declaration:
    settings: dict[str, Any] = {
        "title": "Work and speed",
        "parameters": {
            "work": Parameter("the work", "FLOP"),
            "rate": Parameter("the rate", "FLOP/s"),
            "share": Parameter("the share"),
        },
        "book": (1e18, 1e15, 0.5),
        "vary": [
            OneOf("work", [n * 1e17 for n in range(3, 60)]),
            OneOf("rate", [n * 1e14 for n in (7, 11, 13, 17)]),
            OneOf("share", (0.4, 0.55, 0.99, 1.0)),
        ],
        "chapter": "ch01_introduction",
        "rows": 210,
    }
    return declare(name, **{**settings, **changes})


@pytest.mark.usefixtures("nothing_declared")
class TestDrawing:
    def test_a_row_that_hides_a_mistake_is_not_drawn(self) -> None:
        made = some("speed")
        key = make(lambda work, rate, share: work / (rate * share), "speed", "second")
        drawn, report = generate(made, [key])
        shares = {row[2] for row in drawn.rows[1:]}
        assert shares == {0.4, 0.55}  # with a share of 1 it may be left out, with 0.99 nearly so
        assert len(drawn.rows) == report.rows == 211
        assert report.near

    def test_without_exercises_everything_is_admitted(self) -> None:
        drawn, _ = generate(some("speed"), [])
        assert {row[2] for row in drawn.rows[1:]} == {0.4, 0.55, 0.99, 1.0}

    def test_drawing_depends_on_the_declaration_alone(self) -> None:
        one, other = generate(some("speed"), [])[0], generate(some("speed"), [])[0]
        assert to_json(one) == to_json(other)
        assert generate(some("haste"), [])[0].rows != one.rows

    def test_too_few_rows_name_the_culprit(self) -> None:
        made = some(
            "speed", vary=[OneOf("work", [n * 1e17 for n in range(3, 300)]), OneOf("share", (1.0, 0.99))]
        )
        key = make(lambda work, rate, share: work / (rate * share), "speed", "second")
        with pytest.raises(ScenarioError, match="only 0 of .* rows are admissible.*dropped:share"):
            generate(made, [key])

    def test_a_wide_tolerance_is_told_and_not_diagnosed(self) -> None:
        made = some("speed", vary=[OneOf("work", [n * 1e16 for n in range(3, 400)])], book=(1e18, 1e15, 0.97))
        key = make(lambda work, rate, share: work / (rate * share), "speed", "second", rtol=0.02)
        _, report = generate(made, [key])
        assert "about_speed: dropped:share" in report.always

    def test_the_books_own_row_is_exempt_but_told(self) -> None:
        made = some("speed", book=(1e18, 1e15, 1.0))
        key = make(lambda work, rate, share: work / (rate * share), "speed", "second")
        drawn, report = generate(made, [key])
        assert drawn.rows[0] == (1e18, 1e15, 1.0)
        assert "about_speed: dropped:share" in report.book

    def test_values_that_belong_together_stay_together(self) -> None:
        pairs = [(7e14, 0.3), (13e14, 0.4)]
        vary = [OneOf("work", [n * 1e17 for n in range(3, 200)]), Together(("rate", "share"), pairs)]
        drawn, _ = generate(some("speed", vary=vary), [])
        assert {row[1:] for row in drawn.rows[1:]} == set(pairs)

    def test_requirements_hold_in_displayed_units(self) -> None:
        vary = [
            OneOf("work", [n * 1e17 for n in range(3, 500)]),
            OneOf("rate", ["A100_FLOPS_FP16_TENSOR", 2e14]),
        ]
        made = some("speed", vary=vary, require=lambda work, rate: 1000 < work / rate < 90_000)
        drawn, _ = generate(made, [])
        peak = constants.A100_FLOPS_FP16_TENSOR.quantity.to("FLOP/s").magnitude
        ratios = [row[0] / (peak if isinstance(row[1], str) else row[1]) for row in drawn.rows[1:]]
        assert min(ratios) > 1000
        assert max(ratios) < 90_000

    def test_a_whole_number_never_hangs_on_the_last_bit(self) -> None:
        # 0.3 and 0.1 are no binary fractions: their ratio is a little less than 3, its ceiling 3 by luck.
        made = some(
            "parts",
            parameters={"whole": Parameter("the whole"), "part": Parameter("one part")},
            book=(0.25, 0.1),
            vary=[OneOf("whole", [n / 100 for n in range(3, 900)]), OneOf("part", (0.1, 0.07, 0.03))],
        )
        drawn, _ = generate(made, [make(lambda whole, part: np.ceil(whole / part), "parts", kind="integer")])
        for whole, part in drawn.rows[1:]:
            inner = whole / part
            assert abs(inner - round(inner)) > 1e-9

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"book": (1e18, 1e15)}, "2 book values for 3 parameters"),
            ({"vary": [OneOf("speed", (1, 2))]}, "'speed', which is no parameter"),
            ({"vary": [OneOf("share", (1, 2)), Together(("share", "work"), [(1, 2)])]}, "named twice"),
            ({"vary": [Together(("share", "work"), [(1, 2, 3)])]}, "another length"),
            ({"vary": [OneOf("rate", ("A100_TPD",))]}, "speed: rate takes 'A100_TPD'.*mean 'A100_TDP'"),
        ],
    )
    def test_a_declaration_that_does_not_fit(self, changes: dict[str, Any], sentence: str) -> None:
        with pytest.raises(ScenarioError, match=sentence):
            some("speed", **changes)


def test_a_row_with_an_unknown_constant_says_where_it_stands() -> None:
    odd = some("speed").table([(1e18, "A100_TPD", 0.5)])
    with pytest.raises(LookupError, match=r"'speed', row 1, rate: There is no constant 'A100_TPD'"):
        odd.row(1)


def rows_of(name: str) -> Iterator[dict[str, Any]]:
    stored = table(name)
    for row in stored.rows:
        yield dict(zip(stored.parameters, row, strict=True))


def test_the_iron_law_is_asked_with_real_devices_and_sensible_runs() -> None:
    peaks = {row["peak"] for row in rows_of("iron_law")}
    assert peaks == {"A100_FLOPS_FP16_TENSOR", "H100_FLOPS_FP16_TENSOR", "B200_FLOPS_FP16_TENSOR"}
    assert all(row["better_efficiency"] > row["efficiency"] for row in rows_of("iron_law"))
    assert all(row["tokens"] != row["corpus"] for row in rows_of("recomputation"))
