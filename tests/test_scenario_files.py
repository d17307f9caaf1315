"""The files of scenario tables: how they are read and written, what is said of a bad one, whose they are."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograder import scenarios as generator
from autograder.building import unique
from autograder.building.masters import BuildError
from autograder.scenarios import (
    Declaration,
    OneOf,
    Parameter,
    ScenarioError,
    Together,
    declare,
    generate,
    prune,
    to_json,
    write_all,
)
from mlsys_course import chapters, scenarios
from mlsys_course.chapters import ChapterError
from mlsys_course.exercise import Exercise
from mlsys_course.scenarios import Part, Table, table

ONE, OTHER = "ch91_one", "ch92_other"
FACTS = """
title = "{name}"
letter = "{letter}"
edition = {{ repository = "book", path = "text", commit = "0", date = "2026-01-01" }}
objectives = {{ 1 = "Know it" }}
anchors = {{ sec-one = "One" }}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the course two empty chapters and nothing else."""
    for letter, name in zip("XY", (ONE, OTHER), strict=True):
        (tmp_path / name).mkdir()
        (tmp_path / name / "chapter.toml").write_text(FACTS.format(name=name, letter=letter))
    monkeypatch.setattr(chapters, "FOLDER", tmp_path)
    monkeypatch.setattr(generator, "_declared", {})
    monkeypatch.setattr(generator, "load", _no_exercises)
    forget()
    yield tmp_path
    monkeypatch.undo()
    forget()


def _no_exercises(chapter: str | None = None) -> dict[str, Exercise]:
    """Stand in for `autograder.chapters.load`: it knows an unknown chapter, too."""
    if chapter is not None:
        chapters.find(chapter)
    return {}


def forget() -> None:
    scenarios.forget()
    chapters._load.cache_clear()


def speed(name: str = "speed", chapter: str = ONE, **changes: Any) -> Declaration:
    """Declare a scenario in a chapter."""
    settings = {
        "title": "Work and speed",
        "parameters": {
            "work": Parameter("the work", "FLOP"),
            "rate": Parameter("the rate", "TFLOP/s"),
            "tdp": Parameter("the power", "watt"),
            "name": Parameter("the device", kind="text"),
            "shares": Parameter("shares of the groups"),
        },
        "book": (1e18, "A100_FLOPS_FP16_TENSOR", "A100_TDP", "A100", [0.25, 0.75]),
        "vary": [
            OneOf("work", [n * 1e17 for n in range(3, 60)]),
            Together(
                ("rate", "tdp", "name"),
                [("H100_FLOPS_FP16_TENSOR", "H100_TDP", "H100"), (300, 350.0, "another")],
            ),
            OneOf("shares", [[0.5, 0.5], [0.1, 0.9]]),
        ],
        **changes,
    }
    scope = {"__name__": f"autograder.chapters.{chapter}.numbers.trial", "declare": declare}
    made: Declaration = eval("declare(name, **settings)", scope, {"name": name, "settings": settings})
    return made


def write(text: str, chapter: str = ONE, name: str = "speed") -> None:
    (chapters.FOLDER / chapter / "numbers").mkdir(exist_ok=True)
    (chapters.FOLDER / chapter / "numbers" / f"{name}.json").write_text(text, encoding="utf-8")
    scenarios.forget()


# ------------------------------------------------------------------------------------------ rows and numbers


def test_numbers_count_through_all_combinations() -> None:
    letters, pairs, digits = "abc", [("x", 1), ("y", 2)], (7, 8, 9, 10)
    parts = (
        Part(("letter",), [(one,) for one in letters]),
        Part(("word", "size"), pairs),
        Part(("digit",), [(one,) for one in digits]),
    )
    about: dict[str, dict[str, str | None]] = {n: {} for n in ("digit", "size", "same", "word", "letter")}
    book = (0, 0, "book", "", "")
    combinations = list(itertools.product(letters, pairs, digits))
    spelled = Table("t", "t", ONE, about, book, parts, tuple(range(len(combinations)))).rows
    assert spelled[0] == book
    assert spelled[1:] == tuple((d, size, "book", word, one) for one, (word, size), d in combinations)


def test_a_number_may_be_of_any_size() -> None:
    parts = tuple(Part((f"p{n}",), [(f"{n}:{one}",) for one in range(1000)]) for n in range(30))
    about: dict[str, dict[str, str | None]] = {f"p{n}": {} for n in range(30)}
    last = 1000**30 - 1
    found = Table("t", "t", ONE, about, ("",) * 30, parts, (last, 1000**29, 0))
    assert found.rows[1] == tuple(f"{n}:999" for n in range(30))
    assert found.rows[2] == ("0:1", *(f"{n}:0" for n in range(1, 30)))
    assert found.rows[3] == tuple(f"{n}:0" for n in range(30))


@pytest.mark.usefixtures("folder")
class TestWriting:
    def test_what_is_read_is_what_was_drawn(self) -> None:
        drawn, _ = generate(speed(), [])
        write(to_json(drawn))
        assert json.dumps(table("speed").rows) == json.dumps(drawn.rows)
        assert table("speed") == Table(
            "speed", drawn.title, ONE, drawn.parameters, drawn.book, drawn.vary, drawn.numbers
        )
        assert not table("speed").fixed
        row = table("speed").row(next(n for n, line in enumerate(drawn.rows) if line[2] == "H100_TDP"))
        assert (row.inputs["tdp"].constant, row.inputs["name"].constant) == ("H100_TDP", None)

    def test_a_fixed_table_is_the_books_row(self) -> None:
        drawn, report = generate(speed(vary=()), [])
        text = to_json(drawn)
        assert set(json.loads(text)) == {"title", "parameters", "book"}
        write(text)
        assert table("speed").fixed
        assert table("speed").rows == drawn.rows
        assert (len(drawn.rows), report.rows) == (1, 1)

    def test_lines_are_full_and_not_too_long(self) -> None:
        text = to_json(generate(speed(vary=[OneOf("work", [n * 1e17 for n in range(3, 999)])]), [])[0])
        lines = text.splitlines()
        assert max(map(len, lines)) <= 110
        assert len(lines) < 60
        assert json.loads(text)["rows"]

    def test_a_choice_that_no_row_takes_is_left_out(self) -> None:
        vary = [
            OneOf("work", [n * 1e17 for n in range(1000)]),
            OneOf("tdp", (300, "A100_TDP", 500, "H100_TDP")),
        ]
        drawn, _ = generate(speed(require=lambda tdp: tdp > 400, vary=vary, rows=4000), [])
        assert [part.choices for part in drawn.vary][1] == [(500,), ("H100_TDP",)]
        assert {row[2] for row in drawn.rows[1:]} == {500, "H100_TDP"}
        assert len(set(map(json.dumps, drawn.rows))) == len(drawn.rows) == 2001

    def test_of_very_many_combinations_some_are_drawn(self) -> None:
        many = [OneOf("work", range(10**5)), OneOf("tdp", range(10**5))]
        drawn, report = generate(speed(vary=many), [])
        assert report.rows == len({row[:3] for row in drawn.rows}) == 241
        write(to_json(drawn))
        assert table("speed").rows == drawn.rows

    def test_a_requirement_that_nothing_meets_comes_to_an_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(generator, "_MOST_TRIED", 2000)
        many = [OneOf("work", range(10**5)), OneOf("tdp", range(10**5))]
        with pytest.raises(ScenarioError, match="only 0 of 0 rows"):
            generate(speed(vary=many, require=lambda tdp: tdp < 0), [])


# ------------------------------------------------------------------------------------------ a bad file


GOOD: dict[str, Any] = {
    "title": "Work and speed",
    "parameters": {"work": {"label": "the work", "unit": "FLOP"}, "tdp": {"label": "power", "unit": "watt"}},
    "book": [1e18, "A100_TDP"],
    "vary": [{"names": ["work"], "choices": [1e17, 2e17]}, {"names": ["tdp"], "choices": ["H100_TDP", 500]}],
    "rows": [3, 0],
}
ONE_ROW_EACH = [{"names": ["work", "tdp"], "choices": [[1e17, 1], [2e17]]}]


@pytest.mark.usefixtures("folder")
class TestABadFile:
    def test_the_good_one(self) -> None:
        write(json.dumps(GOOD))
        assert table("speed").rows == ((1e18, "A100_TDP"), (2e17, 500), (1e17, "H100_TDP"))

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"book": [1e18]}, "There are 1 numbers of the book for 2 parameters"),
            ({"rows": [3, 4]}, "Row 4 is none of the combinations, which have the numbers 0 to 3"),
            ({"rows": [-1]}, "Row -1 is none"),
            ({"rows": [1.0]}, "Row 1.0 is none"),
            ({"rows": [True]}, "Row True is none"),
            ({"rows": [[1e17, 500]]}, r"Row \[1e\+17, 500\] is none"),
            ({"rows": [1, 2, 1]}, "Row 1 stands twice"),
            ({"rows": []}, "There are choices, but no rows"),
            ({"vary": [], "rows": [0]}, "There are rows, but no choices"),
            ({"rows": 5}, "not iterable"),
            (
                {"vary": [*GOOD["vary"], GOOD["vary"][0]]},
                "'work' varies, but is no parameter or varies twice",
            ),
            ({"vary": [{"names": ["price"], "choices": [1]}]}, "'price' varies, but is no parameter"),
            ({"vary": [{"names": ["work"]}]}, "It lacks 'choices'"),
            ({"vary": [{"names": ["work"], "choices": []}]}, "Row 3 is none"),
            ({"vary": ONE_ROW_EACH}, "A choice for work, tdp has 1 values"),
            ({"vary": ["work"]}, "must be"),
            (
                {"book": [1e18, "A100_TPD"]},
                "tdp is to be 'A100_TPD', which is no constant. Did you mean 'A100",
            ),
            (
                {"vary": [{"names": ["tdp"], "choices": ["H10_TDP"]}], "rows": [0]},
                "'H10_TDP', which is no con",
            ),
            ({"parameters": ["work", "tdp"]}, "list indices"),
        ],
    )
    def test_what_is_wrong_and_where_and_what_to_do(self, changes: dict[str, Any], sentence: str) -> None:
        write(json.dumps({**GOOD, **changes}))
        with pytest.raises(ChapterError, match=sentence) as caught:
            table("speed")
        assert str(caught.value).startswith(f"{ONE}/numbers/speed.json is not as a table is written. ")
        assert str(caught.value).endswith(" Write it anew: make scenarios")

    @pytest.mark.parametrize("room", ["title", "parameters", "book", "rows"])
    def test_what_is_lacking(self, room: str) -> None:
        write(json.dumps({name: entry for name, entry in GOOD.items() if name != room}))
        with pytest.raises(ChapterError, match=rf"speed\.json .* It lacks '{room}'\. Write"):
            table("speed")

    @pytest.mark.parametrize("text", ["", "[]", "7", "<<<<<<< HEAD\n{}", '{"title": 5', "null"])
    def test_what_is_no_table_at_all(self, text: str) -> None:
        write(text)
        with pytest.raises(ChapterError, match=r"numbers/speed\.json is not as a table .*make scenarios"):
            table("speed")

    def test_a_text_need_not_be_a_constant(self) -> None:
        about = {"work": GOOD["parameters"]["work"], "tdp": {"label": "the device", "kind": "text"}}
        write(json.dumps({**GOOD, "parameters": about, "book": [1e18, "A pocket calculator"]}))
        assert table("speed").row(0).tdp == "A pocket calculator"

    def test_nobody_has_it(self) -> None:
        write(json.dumps(GOOD))
        with pytest.raises(LookupError, match=r"There is no scenario 'sped'\. Did you mean 'speed'\?"):
            table("sped")


# ------------------------------------------------------------------------------------------ whose it is


class TestChapters:
    def test_each_chapter_has_its_own_tables(self, folder: Path) -> None:
        speed("speed", ONE)
        speed("haste", OTHER)
        assert [report.name for report in write_all(chapter=OTHER)] == ["haste"]
        assert [path.relative_to(folder).as_posix() for path in folder.rglob("*.json")] == [
            f"{OTHER}/numbers/haste.json"
        ]
        assert table("haste").chapter == OTHER
        assert [report.name for report in write_all()] == ["haste", "speed"]
        assert table("speed").chapter == ONE

    @pytest.mark.usefixtures("folder")
    def test_a_name_is_declared_once_in_the_course(self) -> None:
        speed("speed", ONE)
        speed("speed", ONE)  # the module is imported again
        with pytest.raises(
            ScenarioError, match=f"speed is declared twice, in .*{ONE}.numbers.trial and in .*{OTHER}.numbers"
        ):
            speed("speed", OTHER)
        with pytest.raises(ScenarioError, match=f"speed is declared twice, in .*{ONE}.numbers.trial. Names"):
            speed("speed", ONE, book=(2e18, 300, 300, "", [0.5]))

    @pytest.mark.usefixtures("folder")
    def test_two_files_of_one_name_stop_with_both_places(self) -> None:
        for chapter in (ONE, OTHER):
            write(json.dumps(GOOD), chapter)
        with pytest.raises(ChapterError, match=f"'speed' stands twice: in {ONE}/numbers and {OTHER}/numbers"):
            table("speed")

    def test_a_declaration_outside_of_the_chapters(self) -> None:
        with pytest.raises(LookupError, match="test_scenario_files is in no chapter's folder"):
            declare("speed", title="", parameters={}, book=())

    @pytest.mark.usefixtures("folder")
    def test_an_exercise_uses_scenarios_of_its_own_chapter(self, monkeypatch: pytest.MonkeyPatch) -> None:
        user: Any = SimpleNamespace(
            name="time", scenario="speed", scalar=False, chapter=SimpleNamespace(name=OTHER)
        )
        monkeypatch.setattr(generator, "load", lambda chapter=None: {"time": user})
        sentence = f"time uses scenario 'speed', which nobody declares in autograder.chapters.{OTHER}.numbers"
        for chapter in (None, OTHER):
            with pytest.raises(ScenarioError, match=sentence):
                write_all(chapter=chapter)
        speed("speed", ONE)
        with pytest.raises(ScenarioError, match=sentence):
            write_all()
        write(json.dumps(GOOD))
        with pytest.raises(BuildError, match=f"^time of {OTHER} uses the scenario 'speed' of {ONE}. Declare"):
            unique.check({"time": user})

    def test_what_nobody_declares_is_removed_from_its_chapter(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        speed("speed", ONE)
        speed("haste", OTHER)
        for chapter in (ONE, OTHER):
            write("{}", chapter, "old")
        assert generator.main(chapter=ONE) == 0
        assert "old.json is removed: nobody declares it.\n1 scenarios." in capsys.readouterr().out
        assert sorted(path.name for path in (folder / ONE / "numbers").iterdir()) == ["speed.json"]
        assert sorted(path.name for path in (folder / OTHER / "numbers").iterdir()) == ["old.json"]
        assert generator.main(["haste"]) == 0
        assert (folder / OTHER / "numbers" / "old.json").exists()
        assert generator.main() == 0
        assert sorted(path.name for path in (folder / OTHER / "numbers").iterdir()) == ["haste.json"]

    @pytest.mark.usefixtures("folder")
    def test_declarations_that_are_not_found_cost_no_table(self, capsys: pytest.CaptureFixture[str]) -> None:
        write(json.dumps(GOOD))
        speed("haste", OTHER)
        with pytest.raises(ScenarioError, match=f"{ONE} declares no scenario and has 1 tables"):
            prune()
        assert generator.main(chapter=ONE) == 1
        assert (
            f"see that its declarations stand in autograder.chapters.{ONE}.numbers" in capsys.readouterr().err
        )
        assert table("speed").rows

    @pytest.mark.usefixtures("folder")
    def test_names_that_do_not_exist(self, capsys: pytest.CaptureFixture[str]) -> None:
        speed("speed", ONE)
        assert generator.main(["sped"]) == 1
        assert "Nobody declares a scenario 'sped'. Did you mean 'speed'?" in capsys.readouterr().err
        assert generator.main(["speed"], OTHER) == 1
        assert f"Nobody in {OTHER} declares a scenario 'speed'." in capsys.readouterr().err
        assert generator.main([], "ch93_none") == 1
        assert "There is no chapter 'ch93_none'." in capsys.readouterr().err
