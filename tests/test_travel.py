"""One's work goes along in one file, and comes back without taking anything away."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from page_elements import Elements

from mlsys_course import bring_my_work_back, memory, take_my_work_along
from mlsys_course.chapters import names
from mlsys_course.memory import keeping, place, travel

(CHAPTER, *_) = names()
LESSON, EXERCISES = f"notebooks/{CHAPTER}/lesson.ipynb", f"release/{CHAPTER}/exercises.ipynb"


def notebook(root: Path, name: str, source: str, output: str = "") -> Path:
    cell = nbformat.v4.new_code_cell(source, id="one")
    if output:
        cell.outputs = [nbformat.v4.new_output("stream", text=output)]
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return path


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return a function that goes to a machine of a name, new or as it was left."""

    def go(name: str) -> Path:
        root = tmp_path / name
        root.mkdir(exist_ok=True)
        monkeypatch.setenv(place.VARIABLE, str(root / place.FILE))
        monkeypatch.setattr(keeping, "_stores", {})
        monkeypatch.chdir(root)
        return root

    yield go


def test_work_goes_along_and_comes_back_on_a_fresh_machine(machine: Any) -> None:
    old = machine("old")
    notebook(old, LESSON, "x = 1", "1")
    notebook(old, EXERCISES, "training = 25.3")
    notebook(old, f"{CHAPTER}/fetched.ipynb", "y = 2")
    notebook(old, "own.ipynb", "import mlsys_course")
    notebook(old, "diary.ipynb", "dear = 'diary'")
    notebook(old, f"notebooks/{CHAPTER}/.ipynb_checkpoints/lesson-checkpoint.ipynb", "x = 0")
    memory.prediction("How far?", 3.0, "km")
    taken = take_my_work_along()
    assert taken.notebooks == 4 and "diary" not in str(zipfile.ZipFile(taken.path).namelist())
    ((_, link),) = [(tag, named) for tag, named in Elements(taken._repr_html_()).found if tag == "a"]
    assert (old / str(link["href"])).samefile(taken.path)

    new = machine("new")
    notebook(new, LESSON, "x = 1")  # as it was handed out: nothing is lost when it is replaced
    memory.prediction("How high?", 5.0, "m")
    returned = bring_my_work_back(taken.path)
    assert isinstance(returned, travel.Returned)
    assert set(returned.brought) == {LESSON, EXERCISES, f"{CHAPTER}/fetched.ipynb", "own.ipynb"}
    assert returned.aside == [] and not (new / travel.ASIDE).exists()
    for name in returned.brought:
        assert (new / name).read_bytes() == (old / name).read_bytes()
    assert memory.guesses("How far?", "km") == [3.0] and memory.guesses("How high?", "m") == [5.0]
    again = bring_my_work_back(taken.path)
    assert isinstance(again, travel.Returned) and again.brought == [] and len(again.same) == 4


def test_changed_work_is_kept_and_named(machine: Any) -> None:
    old = machine("old")
    notebook(old, LESSON, "x = 1")
    notebook(old, EXERCISES, "answer = 1")
    taken = take_my_work_along().path
    notebook(old, LESSON, "x = 1", "has run since")
    changed = notebook(old, EXERCISES, "answer = 2  # a whole evening's work").read_bytes()
    returned = bring_my_work_back(taken)
    assert isinstance(returned, travel.Returned)
    assert returned.same == [LESSON] and returned.aside == [EXERCISES]
    assert (old / returned.kept / EXERCISES).read_bytes() == changed
    assert "answer = 1" in (old / EXERCISES).read_text()
    assert EXERCISES in repr(returned) and returned.kept in repr(returned)
    assert EXERCISES in Elements(returned._repr_html_()).text


def _packed(*members: tuple[str, str], progress: str = '{"format": 1}') -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(place.FILE, progress)
        for name, content in members:
            file.writestr(name, content)
    return packed.getvalue()


NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
GOOD = ("notebooks/good.ipynb", NOTEBOOK)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 and then nothing",
        _packed(GOOD)[:-40],
        _packed(GOOD, progress="{"),
        _packed(GOOD, progress='{"format": 9}'),
        *(
            _packed(GOOD, (name, NOTEBOOK))
            for name in (
                "../x.ipynb",
                "/x.ipynb",
                "a/../../x.ipynb",
                "c:\\x.ipynb",
                ".ipython/x.ipynb",
                "x.py",
            )
        ),
        _packed(GOOD, ("a/b/c/d/e/f.ipynb", NOTEBOOK)),
        _packed(GOOD, ("notebooks/bad.ipynb", "[]")),
        _packed(GOOD, ("notebooks/bad.ipynb", "print('hello')")),
    ],
    ids=lambda data: f"{len(data)} bytes",
)
def test_what_is_no_work_of_the_course_changes_nothing(machine: Any, data: bytes) -> None:
    root = machine("here")
    memory.record("any", "one", n=1)
    before = (root / place.FILE).read_bytes()
    with pytest.raises(travel.WorkError) as refused:
        travel.unpack(data, root)
    assert str(refused.value)
    assert not list(root.rglob("*.ipynb")) and (root / place.FILE).read_bytes() == before


def test_a_file_that_is_small_and_unpacks_to_gigabytes_is_refused(machine: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(travel, "_MOST_BYTES", 1000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(place.FILE, '{"format": 1}')
        file.writestr("notebooks/bomb.ipynb", " " * 10_000_000)
    with pytest.raises(travel.WorkError, match="larger than any notebook"):
        travel.unpack(packed.getvalue(), machine("here"))
