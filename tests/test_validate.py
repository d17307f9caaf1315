"""What nbgrader's own Validate says of a notebook: the course's sentences, whole, and no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.validator import Validator

from autograder.building import notebooks, variants
from mlsys_course import Q_, check

CHAPTER, NOTEBOOK = "ch01_introduction", "06_iron_law_exercises.ipynb"
WIDTH = 90  # Validate's own: it cuts a line off that is longer with its indent


@pytest.fixture(scope="module")
def said(top: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what `nbgrader validate` prints: one answer wrong, two stopped, the others untouched."""
    folder = tmp_path_factory.mktemp("validate")
    answers = {
        "training_days": "training_days = Q_(11.375, 'day')",
        "days_saved": "days_saved = (",
        "gpus_for_deadline": f"gpus_for_deadline = {'not_there + ' * 30}1",
    }
    released = notebooks.load(top / "release" / CHAPTER / NOTEBOOK)
    nbformat.write(variants.fill(released, answers), folder / "one.ipynb")
    run = subprocess.run(
        [sys.executable, "-m", "nbgrader", "validate", "one.ipynb"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    return run.stdout


def blocks(said: str) -> dict[str, str]:
    """Return what was said of each cell, by the cell."""
    found = {}
    for block in said.split("The following cell failed:")[1:]:
        cell, _, error = block.partition("The error was:")
        found[cell.strip()] = error.partition("=" * WIDTH)[0]
    return found


def test_every_line_is_shown_whole(said: str) -> None:
    for line in said.splitlines():
        assert len(line) < WIDTH - 3 or set(line) == {"="}, line
    of_wrong = blocks(said)['check("training_days")']
    sentence = check("training_days", Q_(11.375, "day"))
    assert len(of_wrong.strip().splitlines()) > 1 and sentence.message in " ".join(of_wrong.split())


def test_an_untouched_question_is_not_attempted_and_no_traceback_is_shown(said: str) -> None:
    found = {cell: " ".join(error.split()) for cell, error in blocks(said).items()}
    assert "Traceback" not in said and "----" not in said and "NameError Trace" not in said
    stopped = {'check("days_saved")': "SyntaxError", 'check("gpus_for_deadline")': "NameError"}
    for cell, error in stopped.items():
        assert "no answer yet" in found[cell] and f"Python says {error}" in found[cell]
    for cell in set(found) - {*stopped, 'check("training_days")'}:
        assert "not attempted yet" in (found[cell] + cell).lower(), cell
    assert sum(cell.startswith("Not attempted yet") for cell in found) == 1, "the written question"


def test_the_dialog_is_given_the_same_lines(said: str, top: Path, tmp_path: Path) -> None:
    """The window's dialog shows them in a <pre>, which does not wrap."""
    released = notebooks.load(top / "release" / CHAPTER / NOTEBOOK)
    answers = {"training_days": "training_days = Q_(11.375, 'day')"}
    nbformat.write(variants.fill(released, answers), tmp_path / "one.ipynb")
    failed = Validator().validate(str(tmp_path / "one.ipynb"))["failed"]
    (wrong,) = [one for one in failed if one["source"] == 'check("training_days")']
    lines = wrong["error"].splitlines()
    assert len(lines) > 1 and all(len(line) <= WIDTH - 10 for line in lines)
    assert lines == [line.strip() for line in blocks(said)['check("training_days")'].strip().splitlines()]
