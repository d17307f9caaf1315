"""Scenario tables: declared, drawn, admitted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from page_elements import Elements

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
)
from mlsys_course import constants
from mlsys_course.exercise import Exercise
from mlsys_course.scenarios import Input, Scenario, scenario


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


# ------------------------------------------------------------------------------------------ drawing rows


def some(name: str, **changes: Any) -> Declaration:
    settings: dict[str, Any] = {
        "title": "Work and speed",
        "parameters": {
            "work": Parameter("the work", "FLOP"),
            "rate": Parameter("the rate", "FLOP/s"),
            "share": Parameter("the share"),
        },
        "book": (1e18, 1e15, 0.45),
        "vary": [
            OneOf("work", [n * 1e17 for n in range(3, 60)]),
            OneOf("rate", [n * 1e14 for n in (7, 11, 13, 17)]),
            OneOf("share", (0.4, 0.55, 0.99, 1.0)),
        ],
        "rows": 210,
    }
    return declare_in("autograder.chapters.ch01_introduction.numbers.trial", name, {**settings, **changes})


def declare_in(module: str, name: str, settings: dict[str, Any]) -> Declaration:
    """Declare a scenario as a line of this module would."""
    scope = {"__name__": module, "declare": declare}
    made: Declaration = eval("declare(name, **settings)", scope, {"name": name, "settings": settings})
    return made


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

    def test_the_books_own_row_is_no_exception(self) -> None:
        made = some("speed", book=(1e18, 1e15, 1.0))
        key = make(lambda work, rate, share: work / (rate * share), "speed", "second")
        told = "with the book's numbers .*dropped:share.*Take another number"
        with pytest.raises(ScenarioError, match=told):
            generate(made, [key])

    def test_what_changes_nothing_with_the_books_numbers_is_excused(self) -> None:
        """The sides of a square, one more of very many, a constant taken for one nearly as large."""
        sides = some(
            "sides",
            parameters={"width": Parameter("the width"), "height": Parameter("the height")},
            book=(224, 224),
            vary=[OneOf("width", range(100, 140)), OneOf("height", range(150, 190))],
        )
        area = make(lambda width, height: width * height, "sides")
        assert generate(sides, [area])[0].rows[0] == (224, 224)
        strip = some("strip", parameters=sides.parameters, book=(2, 2), vary=sides.vary)
        with pytest.raises(ScenarioError, match="sum-for-product|added"):
            generate(strip, [make(lambda width, height: width * height, "strip")])

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


def test_a_series_is_written_as_one_types_it() -> None:
    numbers = Scenario("s", "S", 0, {"x": Input("x", "shares", np.array([0.25, 0.2, 1 / 3])),
                                     "y": Input("y", "counts", np.array([[1, 2000], [3, 4]]))})  # fmt: skip
    assert [one.written for one in numbers] == ["[0.25, 0.2, 0.333333]", "[[1, 2000], [3, 4]]"]
    assert "x = [0.25, 0.2, 0.333333]" in repr(numbers)


def test_a_table_of_numbers_is_set_alike_on_every_page() -> None:
    """A widget sets no tables, and JupyterLab sets heads and cells to different sides."""
    page = Elements(scenario("iron_law", student=None)._repr_html_())
    cells = [attributes.get("style") or "" for tag, attributes in page.found if tag in ("td", "th")]
    assert len(cells) > 6 and len(set(cells)) == 1
    assert "text-align:left" in cells[0] and "padding" in cells[0]
