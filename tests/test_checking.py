"""A check finds the answer itself, and says so where there is none: nothing stops the run."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from mlsys_course.contracts import load_all
from mlsys_course.result import NOT_ATTEMPTED

EXERCISE, OTHER, *_ = (name for name, contract in load_all().items() if contract.kind == "quantity")
CHECK = f"check({EXERCISE!r})"


def run(*cells: str) -> list[Any]:
    """Return what the last expression of a notebook's cells gave; a cell that fails stops none after it."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, allow_errors=True, timeout=120).execute()
    return [cell.outputs for cell in notebook.cells]


def test_after_a_cell_that_failed_the_check_says_so() -> None:
    outputs = run(
        "from mlsys_course import check",
        f"{EXERCISE} = (",
        CHECK,
        f"{EXERCISE} = 1 / 0",
        CHECK,
        f"{EXERCISE} = 3",
        CHECK,
        f"{EXERCISE} = ...",
        CHECK,
    )
    for at in (2, 4):
        (said,) = outputs[at]
        assert said.output_type == "execute_result", "the check failed, too"
        assert "the cell above did not run" in said.data["text/plain"]
        assert "not attempted yet" in said.data["text/plain"]
    assert "3 has no unit" in outputs[6][0].data["text/plain"]
    assert "not attempted yet" in outputs[8][0].data["text/plain"]


def test_validate_hears_of_an_answer_that_is_not_there(monkeypatch: Any, capsys: Any) -> None:
    from mlsys_course import check

    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    result = check(EXERCISE)
    assert (result.accepted, result.cause) == (False, NOT_ATTEMPTED)
    assert "the cell above did not run" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["no_such_exercise", 3, None])
def test_what_is_no_exercise_is_said_as_ever(name: Any) -> None:
    from mlsys_course import check

    assert repr(check(name)) == repr(check(name, 1))
