"""An exercise is a file of its own name, and asking for one loads no more than it takes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder import chapters
from mlsys_course import chapters as every
from mlsys_course import exercise as defining
from mlsys_course.exercise import Exercise, ExerciseError

FOLDER = every.names()[0]
ROOMS = (f"autograder.chapters.{FOLDER}.exercises", f"mlsys_course.chapters.{FOLDER}.practice")


@pytest.fixture
def define(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Exercise]:
    """Return a function that defines the exercise ``trial`` in a module."""
    monkeypatch.setattr(defining, "_registry", {})
    code = every.find(FOLDER).example

    def make(module: str) -> Exercise:
        def key(a: Any) -> Any:
            return a

        key.__module__ = module
        return defining.exercise("trial", bank=code)(key)

    return make


@pytest.mark.parametrize(
    "room", [f"autograder.chapters.{FOLDER}.exercises", f"mlsys_course.chapters.{FOLDER}.practice"]
)
def test_a_file_bears_its_exercises_name(define: Callable[[str], Exercise], room: str) -> None:
    made = define(f"{room}.law.trial")
    assert (made.section, made.graded) == ("law", room.startswith("autograder"))
    for wrong in ("law.trials", "law", "trial", "law.deep.trial"):
        with pytest.raises(ExerciseError, match="file of its own name: .*/<section>/trial.py"):
            define(f"{room}.{wrong}")


def loaded_by(call: str) -> set[str]:
    """Return the names of the exercises that a call has loaded, in a process of its own."""
    code = (
        f"from mlsys_course import check\nfrom mlsys_course.exercise import registered\n{call}\n"
        "print('loaded', *registered())"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize("graded", [True, False])
def test_a_check_loads_the_exercise_and_those_with_its_numbers(graded: bool) -> None:
    everything = chapters.load()
    asked = next(e for e in everything.values() if e.graded == graded and e.scenario)
    rivals = {
        e.name for e in everything.values() if e.scenario == asked.scenario and (graded or not e.graded)
    }
    found = loaded_by(f"check({asked.name!r}, 3)")
    assert found == rivals < set(everything)


def test_every_file_is_read_and_holds_one_exercise() -> None:
    known = {(e.chapter.name, e.section, e.name) for e in chapters.load().values()}
    student = Path(every.__file__).parent
    files = [*chapters.FOLDER.glob("*/exercises/*/[!_]*.py"), *student.glob("*/practice/*/[!_]*.py")]
    assert {(p.parents[2].name, p.parent.name, p.stem) for p in files} == known
    assert len(files) == len(known)
    for path in files:  # by these words those that share its numbers are found, without importing the others
        scenario = chapters.load()[path.stem].scenario
        assert scenario is None or f'scenario="{scenario}"' in path.read_text(encoding="utf-8")
