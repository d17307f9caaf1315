"""How a learner starts: copies that follow the course, a first page that knows what is done."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from page_elements import Elements

from mlsys_course import launch
from mlsys_course.chapters import names
from mlsys_course.memory import place
from mlsys_course.memory.keeping import Store
from mlsys_course.start import START, Home, _pages_below, home, start_notebook

(CHAPTER, *_) = names()
ONE, TWO = f"notebooks/{CHAPTER}/01_one.ipynb", f"notebooks/{CHAPTER}/02_two.ipynb"
EXERCISES = f"release/{CHAPTER}/01_one_exercises.ipynb"


def write(path: Path, *cells: str, ran: bool = False) -> None:
    notebook = nbformat.v4.new_notebook()
    for number, source in enumerate(cells):
        kind = nbformat.v4.new_markdown_cell if source.startswith("#") else nbformat.v4.new_code_cell
        cell = kind(source, id=f"c{number}")
        if ran and cell.cell_type == "code":
            cell.outputs, cell.execution_count = [nbformat.v4.new_output("stream", text="out")], 3
        notebook.cells.append(cell)
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small course: two lessons, one notebook of exercises."""
    monkeypatch.delenv(place.VARIABLE, raising=False)
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    place.learners_folder.cache_clear()
    top = tmp_path / "course"
    (top / "source").mkdir(parents=True)
    (top / "course.toml").write_text("")
    write(top / ONE, "# One\n\nIt takes 20 minutes.", "a = predict('A?')", "b = predict('B?')")
    write(top / TWO, "# Two & <more>\n\nIt takes 30 minutes.", "c = predict('C?')")
    write(
        top / EXERCISES,
        "# Exercises: one\n\nabout 60 minutes",
        "check('first', 1)\nx = 1",
        'check("second", 2)',
    )
    (top / "notebooks" / CHAPTER / "01_one.py").write_text("# master")
    return top


def deliver(course: Path) -> str:
    return "\n".join(launch.deliver(course, course / "work"))


def test_what_nobody_changed_follows_the_course(course: Path) -> None:
    assert deliver(course) == ""
    work = course / "work"
    assert (work / ONE).read_bytes() == (course / ONE).read_bytes()
    assert not list(work.rglob("*.py"))
    write(work / ONE, "# One\n\nIt takes 20 minutes.", "a = predict('A?')", "b = predict('B?')", ran=True)
    ran = (work / ONE).read_bytes()
    write(work / TWO, "# Two\n\nmine", ran=True)
    mine = (work / TWO).read_bytes()
    assert deliver(course) == "" and (work / ONE).read_bytes() == ran, "nothing is new in the course"

    write(course / ONE, "# One, better")
    write(course / TWO, "# Two, better")
    said = deliver(course)
    assert (work / ONE).read_bytes() == (course / ONE).read_bytes()
    assert [path.read_bytes() for path in (work / launch.ASIDE).rglob("*.ipynb")] == [ran]
    assert (work / TWO).read_bytes() == mine
    assert ONE in said.split("stay")[0] and TWO in said.split("stay")[1]
    again = deliver(course)
    assert ONE not in again and TWO in again, "what was left is named as long as it is"


@pytest.mark.parametrize("manifest", [None, "", "[]", "{"])
def test_copies_that_nobody_wrote_down_are_theirs(course: Path, manifest: str | None) -> None:
    """Copies of an earlier version, and a list that is lost."""
    deliver(course)
    work = course / "work"
    if manifest is None:
        (work / launch.DELIVERED).unlink()
    else:
        (work / launch.DELIVERED).write_text(manifest)
    write(work / TWO, "# Mine")
    mine = (work / TWO).read_bytes()
    assert TWO in deliver(course) and (work / TWO).read_bytes() == mine
    write(course / ONE, "# One, better")
    deliver(course)  # it was as the course had it, so it is known again
    assert (work / ONE).read_bytes() == (course / ONE).read_bytes()


def _state(course: Path) -> dict[str, Any]:
    return Store(course / "work" / place.FILE).state()


def _home(course: Path) -> Home:
    return Home(_pages_below(course / "work"), _state(course), "2026-01-01T10:00:00Z")


def test_the_first_page_knows_what_is_done_and_where_to_go_on(course: Path) -> None:
    deliver(course)
    empty = _home(course)
    assert empty.next is not None and empty.next.path == ONE
    assert [one.minutes for one in empty.pages] == [20, 60, 30]
    assert "Begin here: One" in Elements(empty._repr_html_()).text
    store = Store(course / "work" / place.FILE)

    def keep(kind: str, key: str, when: str, **facts: Any) -> None:
        store.change(kind, key, lambda entry: entry.update(topic=f"{CHAPTER}/01_one", last=when, **facts))

    keep("predictions", "A?", "2026-01-01", guesses=[])
    assert _home(course).next.path == ONE  # type: ignore[union-attr]
    keep("predictions", "B?", "2026-01-02", guesses=[])
    keep("checks", "first", "2026-01-03", passed="2026-01-03")
    shown = _home(course)
    assert shown.next is not None and shown.next.path == EXERCISES
    text = Elements(shown._repr_html_()).text
    assert "2 of 2 predictions ✓" in text and "1 of 2 exercises" in text
    assert "Continue here: Exercises: one" in text and "2026-01-01, 10:00:00 UTC" in text
    keep("checks", "second", "2026-01-04", passed="2026-01-04")
    after = _home(course)
    assert after.next is not None and after.next.path == TWO
    assert "Two & <more>" in Elements(after._repr_html_()).text and "<more>" not in after._repr_html_()
    links = [str(named["href"]) for tag, named in Elements(after._repr_html_()).found if tag == "a"]
    assert len(links) == 4 and all((course / "work" / link).is_file() for link in links)


def test_a_broken_notebook_hides_no_other(course: Path) -> None:
    (course / ONE).write_text("{")
    (course / f"notebooks/{CHAPTER}/00_odd.ipynb").write_text('{"cells": [3]}')
    assert [one.path for one in _pages_below(course)] == [EXERCISES, TWO]


def test_the_course_itself_starts_with_what_was_built(top: Path) -> None:
    notebook = nbformat.read(top / START, 4)
    nbformat.validate(notebook)
    (page,) = notebook.cells[1].outputs
    links = [str(named["href"]) for tag, named in Elements(page.data["text/html"]).found if tag == "a"]
    assert len(links) > 10 and all((top / link).is_file() for link in links)
    assert start_notebook(Home(_pages_below(top), {})) == (top / START).read_bytes()


def _launched(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mlsys_course", "--version", *more]
    return subprocess.run(command, cwd=folder, env=dict(os.environ), capture_output=True, text=True)


def test_a_launch_works_in_copies_or_in_the_archive_where_it_is(course: Path) -> None:
    """The way of Windows and macOS, where there is no make: nothing but Python."""
    done = _launched(course)
    assert done.returncode == 0, done.stderr
    assert (course / "work" / START).is_file() and (course / "work" / ONE).is_file()
    assert not (course / START).exists(), "in the repository nothing is written beside work/"
    again = _launched(course / "work")
    assert again.returncode == 0 and not (course / "work" / "work").exists()
    shutil.rmtree(course / "source")  # as in the archive
    shutil.rmtree(course / "work")
    done = _launched(course)
    assert done.returncode == 0, done.stderr
    assert (course / START).is_file() and not (course / "work").exists()
    shutil.rmtree(course / "notebooks")
    lost = _launched(course)
    assert lost.returncode == 2 and "no folder notebooks/" in lost.stderr


def test_the_first_page_is_written_with_the_progress_of_its_folder(course: Path) -> None:
    deliver(course)
    work = course / "work"
    assert place.learners_folder(work) == work.resolve()
    store = Store(work / place.FILE)
    store.change(
        "checks", "first", lambda entry: entry.update(topic=f"{CHAPTER}/01_one", passed="x", last="x")
    )
    launch.write_start(work)
    shown = json.loads((work / START).read_text(encoding="utf-8"))["cells"][1]["outputs"][0]["data"][
        "text/plain"
    ]
    assert "1 of 2 exercises" in "".join(shown)


def test_home_says_where_to_run_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=START):
        home()


def test_a_learners_window_has_no_panel_for_grading() -> None:
    folder = launch.environment()["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0]
    said = json.loads((Path(folder) / "labconfig" / "page_config.json").read_text(encoding="utf-8"))
    assert said == {"disabledExtensions": {"@jupyter/nbgrader": True}}
    assert launch.arguments(["--port=1"])[-1] == "--port=1" and START in launch.arguments()
