"""What a question would have borrowed is said by it, and not handed over by its notebook."""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from chosen import TOP, all_exercises, files

from autograder.building.notebooks import load
from autograder.building.variants import answer_cells
from mlsys_course import chapters, laws
from mlsys_course.borrowed import place
from mlsys_course.deadline import Expired, within
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.function.reading import call
from mlsys_course.kinds.function.wrong_functions import probes
from mlsys_course.reading._plain import same

FUNCTIONS = [one for one in all_exercises() if one.kind == "function"]


def package_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Return the public functions of laws and of the modules that chapters export."""
    rooms: dict[str, Any] = {"laws": laws}
    for name in chapters.exports():
        if not name.startswith("explore_"):
            room = chapters.export(name)
            inside = [(part, getattr(room, part)) for part in getattr(room, "__all__", ())]
            rooms |= {f"{name}.{part}": found for part, found in inside if inspect.ismodule(found)}
    for name, room in rooms.items():
        for own, function in vars(room).items():
            public = inspect.isfunction(function) and not own.startswith("_")
            if public and function.__module__.startswith(room.__name__):
                yield f"{name}.{own}", function


def computes(function: Callable[..., Any], exercise: Exercise) -> bool:
    """Say whether a function gives what the key gives; one that takes long does not."""
    ordinary = [probe for probe in probes(exercise) if probe.edge is None][:6]

    def agrees() -> bool:
        return all(
            same(call(function, probe.args, exercise.unit), probe.right, exercise.rtol) for probe in ordinary
        )

    quiet = contextlib.redirect_stdout(io.StringIO())
    with contextlib.suppress(Expired), quiet, np.errstate(all="ignore"):
        return within(0.5, agrees)
    return False


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.name)
def test_what_computes_the_same_is_listed(exercise: Exercise) -> None:
    listed = [place(name) for name in contract_of(exercise).shape["borrowed"]]
    known = dict(package_functions())
    assert {"laws.roofline", "laws.iron_law"} <= set(known)
    assert [n for n, f in known.items() if computes(f, exercise) and place(n) not in listed] == []


@pytest.mark.parametrize("path", files("source", "*.ipynb"), ids=lambda path: path.stem)
def test_the_notebook_does_not_hand_it_over(path: Path) -> None:
    """What its locked cells import holds no function that one of its questions would have borrowed."""
    notebook = load(TOP / path)
    asked = [one for one in FUNCTIONS if one.name in answer_cells(notebook)]
    roots = {name.split(".")[0] for one in asked for name in contract_of(one).shape["borrowed"]}
    imported = {
        alias.asname or alias.name
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("locked")
        for statement in ast.walk(ast.parse(cell.source))
        if isinstance(statement, ast.ImportFrom) and statement.module == "mlsys_course"
        for alias in statement.names
    }
    assert imported & roots == set()
