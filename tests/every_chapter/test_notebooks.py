"""Notebooks of the course: built as their masters say, run to their end, references score full."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from chosen import TOP, chapters, files
from nbclient import NotebookClient
from nbgrader.utils import compute_checksum

from autograder.building import check, execution, notebooks
from autograder.chapters import load
from mlsys_course import asked
from mlsys_course.chapters import Chapter

MADE = [*files("notebooks", "*.ipynb"), *files("source", "*.ipynb")]
RELEASED = files("release", "*.ipynb")


def short(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


@pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.name)
def test_it_breaks_no_rule_and_is_built_as_its_masters_say(chapter: Chapter) -> None:
    assert check(chapter=chapter.name) == []


@pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.name)
def test_every_master_is_built_and_every_graded_one_released(chapter: Chapter, tracked: list[Path]) -> None:
    def inside(folder: str, suffix: str) -> set[str]:
        here = [path for path in tracked if path.parts[:2] == (folder, chapter.name)]
        return {path.stem for path in here if path.suffix == suffix}

    assert inside("notebooks", ".ipynb") == inside("notebooks", ".py") != set()
    assert inside("source", ".ipynb") == inside("source", ".py") == inside("release", ".ipynb") != set()
    assert {path.suffix for path in tracked if path.parts[:2] == ("release", chapter.name)} == {".ipynb"}


@pytest.mark.parametrize("path", MADE, ids=short)
def test_a_notebook_runs_and_the_reference_solutions_score_full(path: Path) -> None:
    assert execution.check([(path, notebooks.load(TOP / path))], TOP, load(path.parts[1])) == []


@pytest.mark.parametrize("path", RELEASED, ids=short)
def test_the_untouched_release_runs_to_its_end(path: Path) -> None:
    done = execution.run(notebooks.load(TOP / path), (TOP / path).parent)
    for cell in done.cells:
        for output in cell.get("outputs", ()):
            assert output.output_type != "error", cell.id
            assert output.get("name") != "stderr", cell.id
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code":
            assert "not attempted yet" in str(cell.outputs).lower(), cell.id


@pytest.mark.parametrize("path", RELEASED, ids=short)
def test_run_all_reaches_the_end_past_answers_that_stop(path: Path) -> None:
    """As JupyterLab does it: a cell that stops is the last one, unless it is tagged; no check stops."""
    notebook = notebooks.load(TOP / path)
    cells = {cell.id: cell for cell in notebook.cells}
    names = [name for name in cells if f"test_{name}" in cells]
    broken, stopping = names[0], names[-1]
    cells[broken].source = f"{broken} = ("
    cells[stopping].source = f"{stopping} = not_there + 1"
    NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str((TOP / path).parent)}}
    ).execute()
    failed = {
        cell.id: output.ename
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output.output_type == "error"
    }
    assert failed == {broken: "SyntaxError", stopping: "NameError"}
    assert "The cell above did not run. Python says SyntaxError: " in said(cells[f"test_{broken}"])
    assert f"stopped before it gave {stopping} a value. Python says NameError: " in said(
        cells[f"test_{stopping}"]
    )


def said(cell: nbformat.NotebookNode) -> str:
    """Return what a check displays, in one line."""
    return " ".join(cell.outputs[0].data["text/plain"].split())


@pytest.mark.parametrize("path", RELEASED, ids=short)
def test_every_released_cell_is_the_one_its_checksum_was_made_of(path: Path) -> None:
    """Else nbgrader's Validate says that its contents have changed, and nothing more."""
    marked = [cell for cell in notebooks.load(TOP / path).cells if "nbgrader" in cell.metadata]
    assert [cell.id for cell in marked if cell.metadata.nbgrader.checksum != compute_checksum(cell)] == []


@pytest.mark.parametrize("path", RELEASED, ids=short)
def test_the_check_of_all_answers_knows_what_the_notebook_asks(path: Path) -> None:
    cells = notebooks.load(TOP / path).cells
    graded = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]
    known = asked.notebooks()[path.parts[1], path.stem]
    assert [one.name for one in known] == [cell.id.removeprefix("test_") for cell in graded]
    assert [one.points for one in known] == [cell.metadata.nbgrader.points for cell in graded]
    assert len({one.label for one in known}) == len(known) and all(one.title for one in known)
    assert cells[-2].source.endswith("check_all()") and not cells[-2].metadata
