"""A second chapter beside the first: what both may not name, and that nothing loads the one not asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import small_course

from autograder import chapters as keys
from autograder.building import BuildError, exports, unique
from mlsys_course import chapters, checking, contracts, glossary, scenarios
from mlsys_course.exercise import find

FIRST = chapters.names()[0]
SECOND = "ch99_second"
TOML = """
title = "Second"
letter = "{letter}"

[edition]
repository = "someone/book"
path = "second.qmd"
commit = "0000000"
date = "2026-01-01"

[objectives]
1 = "Know it"

[anchors]
sec-second = "Second"
"""
Write = Callable[..., Path]


def _forget() -> None:
    for cached in (
        chapters._load,
        chapters._exports,
        contracts._by_name,
        contracts.load_all,
        glossary._glossary,
        glossary._index,
    ):
        cached.cache_clear()


@pytest.fixture
def second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Return what writes files into a second chapter's folder; importing that chapter fails."""
    home = tmp_path / "chapters"
    home.mkdir()
    (home / FIRST).symlink_to(chapters.FOLDER / FIRST)

    def write(files: dict[str, str] | None = None, letter: str = "Y") -> Path:
        everything = {
            "chapter.toml": TOML.format(letter=letter),
            "__init__.py": "raise RuntimeError('imported')\n",
            **(files or {}),
        }
        for name, text in everything.items():
            path = home / SECOND / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        _forget()
        return home / SECOND

    monkeypatch.setattr(chapters, "FOLDER", home)
    monkeypatch.setattr(chapters, "__path__", [str(home)])
    yield write
    monkeypatch.undo()
    _forget()


def _contract(name: str, bank: str) -> str:
    return json.dumps([{"name": name, "bank": bank, "kind": "number"}])


def test_a_second_chapter_is_found_and_exported_without_being_imported(second: Write) -> None:
    second(
        {
            "widgets/seesaw.py": "",
            "clocks/__init__.py": "",
            "tables/tables.toml": "[ticks]\n",
            "glossary.toml": "[[term]]\nname = 'tock'\nmeans = 'A sound.'\nanchor = 'sec-second'\n",
            "numbers/seesaw.json": "{}",
            "practice/sec/balance.py": "",
            "contract.json": _contract("tipping_point", "Y1.1"),
        }
    )
    unique.check({})
    names, tables = (exports.files()[path].decode() for path in (exports.NAMES, exports.TABLES))
    package = f"mlsys_course.chapters.{SECOND}"
    assert f"from {package}.widgets.seesaw import explore_seesaw as explore_seesaw\n" in names
    assert f"from {package} import clocks as clocks\n" in names
    assert f"from {package}.tables import ticks as ticks\n" in tables
    assert glossary.define("tock").chapter == SECOND
    assert scenarios.files()["seesaw"][0] == SECOND
    assert contracts.owners()["tipping_point"] == SECOND
    assert contracts.owners()["training_days"] == FIRST
    assert package not in sys.modules


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (
            {"widgets/amdahl.py": ""},
            f"explore_amdahl is exported twice: by mlsys_course.chapters.{FIRST}.widgets.amdahl and by "
            f"mlsys_course.chapters.{SECOND}.widgets.amdahl.",
        ),
        (
            {"eras.py": ""},
            f"eras is exported twice: by mlsys_course.chapters.{FIRST}.eras and by "
            f"mlsys_course.chapters.{SECOND}.eras.",
        ),
        (
            {"tables/tables.toml": "[ai_winters]\n"},
            f"'ai_winters' stands twice: in {FIRST}/tables/tables.toml and {SECOND}/tables/tables.toml.",
        ),
        (
            {"numbers/iron_law.json": "{}"},
            f"'iron_law' stands twice: in {FIRST}/numbers and {SECOND}/numbers.",
        ),
        (
            {"glossary.toml": "[[term]]\nname = 'iron law'\nmeans = 'Of iron.'\nanchor = 'sec-second'\n"},
            f"'iron law' has two meanings: 'Iron Law of ML Systems' in {FIRST}/glossary.toml and 'iron law' "
            f"in {SECOND}/glossary.toml. Keep one, or give one another spelling.",
        ),
        (
            {"contract.json": _contract("training_days", "Y1.1")},
            f"'training_days' stands twice: in {FIRST}/contract.json and {SECOND}/contract.json.",
        ),
        (
            {"practice/sec/training_days.py": ""},
            f"'training_days' is an exercise of {SECOND} and of {FIRST}.",
        ),
    ],
)
def test_two_chapters_that_use_one_name_stop_the_build(
    second: Write, files: dict[str, str], sentence: str
) -> None:
    second(files)
    with pytest.raises(BuildError) as stopped:
        unique.check({})
    assert str(stopped.value) == sentence


@pytest.mark.parametrize("letter", ["I", "I08"])
def test_two_chapters_whose_codes_nobody_could_tell_apart(second: Write, letter: str) -> None:
    second(letter=letter)
    with pytest.raises(BuildError, match=f"{FIRST} begins its codes with 'I' and {SECOND} with '{letter}'"):
        unique.check({})


@pytest.mark.parametrize(
    ("letter", "code", "owner"),
    [
        ("Y", "Y1.10", SECOND),
        ("Y", "I6.1", FIRST),
        ("Y", "Y.1", None),
        ("C08", "C08.1", SECOND),
        ("C08", "C081.1", None),
        ("C0", "C08.1", None),
    ],
)
def test_a_code_belongs_to_the_chapter_of_its_letter(
    second: Write, letter: str, code: str, owner: str | None
) -> None:
    second(letter=letter)
    chapter = chapters.of_code(code)
    assert (chapter and chapter.name) == owner
    assert {chapters.of_code(one.example) for one in chapters.load()} == set(chapters.load())


def test_an_exercise_whose_name_another_chapter_has(second: Write) -> None:
    """Before its contract is built, the key alone tells."""
    second({"contract.json": _contract("tipping_point", "Y1.1")})
    own = small_course.exercise("tipping_point", "I6.2", 1)
    with pytest.raises(BuildError, match=f"tipping_point is an exercise of {FIRST} and of {SECOND}. Rename"):
        unique.check({"tipping_point": own})


def test_an_unknown_name_gets_the_closest_of_all_chapters_and_loads_none(
    second: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    second({"contract.json": _contract("tipping_point", "Y1.1"), "practice/sec/balance.py": ""})
    for name, meant in (
        ("tiping_point", "tipping_point"),
        ("balanse", "balance"),
        ("trainig_days", "training_days"),
    ):
        for checker in (checking._full_checker(), None):
            monkeypatch.setattr(checking, "_full_checker", lambda checker=checker: checker)
            sentence = f"There is no exercise {name!r}. Did you mean {meant!r}?"
            assert checking.check(name, 1).message == sentence
    with pytest.raises(LookupError, match="Did you mean 'balance'"):
        find("balanse")


def test_the_chapter_of_an_exercise_that_is_not_built_yet_is_told_by_its_file(
    second: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second()
    staff = tmp_path / "staff"
    (staff / SECOND / "exercises" / "sec").mkdir(parents=True)
    (staff / SECOND / "exercises" / "sec" / "brand_new.py").touch()
    monkeypatch.setattr(keys, "FOLDER", staff)
    found = keys._not_built_yet("brand_new")
    assert found is not None and found.name == SECOND
    assert keys._not_built_yet("brand_old") is None


# What a learner's first `check` imports, in a process of its own with a second chapter whose import fails.
FIRST_CHECK = """
import sys
from importlib import metadata
from pathlib import Path

if {alone}:
    metadata.entry_points = lambda **wanted: ()
from mlsys_course import chapters

chapters.FOLDER = Path({home!r})
chapters.__path__.insert(0, {home!r})
from mlsys_course import Q_, check

print(check({name!r}, Q_(25.28, "day")).cause)
print("autograder" in sys.modules, *(n for n in ("pandas", "matplotlib", "nbgrader") if n in sys.modules))
print(*(name for name in sys.modules if {second!r} in name))
"""


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("name", ["training_days", "training_dais"])
def test_the_first_check_loads_the_owner_alone(second: Write, alone: bool, name: str) -> None:
    home = second(
        {
            "practice/__init__.py": "raise RuntimeError('imported')\n",
            "practice/sec/balance.py": "",
            "contract.json": _contract("tipping_point", "Y1.1"),
        }
    ).parent
    code = FIRST_CHECK.format(alone=alone, home=str(home), name=name, second=SECOND)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    cause, heavy, loaded = run.stdout.split("\n")[:3]
    assert cause == ("unchecked" if name == "training_dais" else "None")
    assert heavy.split()[0] == str(not alone)
    assert loaded == ""
