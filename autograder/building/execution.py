"""Running built notebooks in real kernels: lessons without a word on stderr, sources to full points."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from autograder.building import predicted, told
from mlsys_course.exercise import Exercise

CELL_TIMEOUT = 120  # seconds


def run(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Return an executed copy of a notebook.

    Parameters
    ----------
    notebook : NotebookNode
        A built notebook.
    folder : Path
        Where its kernel starts: the folder the notebook belongs to.

    Returns
    -------
    NotebookNode
        With outputs; errors are outputs too.
    """
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    executed: NotebookNode = deepcopy(notebook)
    # Where numbers are personal somebody must be asking; any student's row must do.
    environment = {"JUPYTERHUB_USER": "reference", **os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    with tempfile.TemporaryDirectory(prefix="kernel-") as private:  # its sockets, out of others' reach
        client = NotebookClient(
            executed,
            km=AsyncKernelManager(
                kernel_name="python3", transport="ipc", connection_file=str(Path(private, "connection.json"))
            ),
            timeout=CELL_TIMEOUT,
            allow_errors=True,
            resources={"metadata": {"path": str(folder)}},
        )
        client.execute(env=environment, cleanup_kc=True)
    return executed


def faults(executed: NotebookNode, where: Path) -> Iterator[str]:
    """Yield what went wrong in an executed notebook: errors, warnings, lost points.

    Parameters
    ----------
    executed : NotebookNode
        A notebook with outputs.
    where : Path
        Its path, for the message.
    """
    for index, cell in enumerate(executed.cells, 1):
        name = f"{where}, cell {cell.metadata.get('nbgrader', {}).get('grade_id') or index}"
        said = ""
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                yield f"{name}: {output.ename}: {output.evalue}"
            elif output.output_type == "stream":
                said += output.text
                if output.name == "stderr":
                    yield f"{name}: writes to stderr: {output.text.strip()[:500]}"
            else:
                said += str(output.get("data", {}).get("text/plain", ""))
        about = cell.metadata.get("nbgrader", {})
        if about.get("grade") and not about.get("solution"):
            points = float(about["points"])
            score = _score(cell)
            if score is None:
                yield f"{name}: shows no points."
            elif score != points:
                told = said.strip()[:500]
                yield f"{name}: the reference solution scores {score:g} of {points:g}. It was told: {told}"


def _score(cell: NotebookNode) -> float | None:
    """Return the points a test cell shows: nbgrader takes its first result, and text for full marks."""
    results = [output for output in cell.outputs if output.output_type == "execute_result"]
    try:
        return float(results[0]["data"]["text/plain"])
    except (IndexError, KeyError, ValueError):
        return None


def check(
    notebooks: Sequence[tuple[Path, NotebookNode]], root: Path, exercises: Mapping[str, Exercise]
) -> list[str]:
    """Execute notebooks, two at a time, and return everything that went wrong.

    Parameters
    ----------
    notebooks : sequence of (Path, NotebookNode)
        Path below `root`, and content. Lessons are run twice. As "Run All" does it, without a guess, they
        must not tell the answer to a prediction; with a guess for every prediction, they must not print what
        the graded questions of their chapter ask for, nor the answer to a prediction in other digits.
    root : Path
        Top of the course.
    exercises : mapping
        All exercises by name.
    """
    lessons = [(path, one) for path, one in notebooks if _is_lesson(path)]
    guessed = [(path, told.with_guesses(one)) for path, one in lessons]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda item: run(item[1], root / item[0].parent), [*notebooks, *guessed]))
    found: list[str] = []
    for (path, _), executed in zip([*notebooks, *guessed], done, strict=True):
        found += [fault for fault in faults(executed, path) if fault not in found]
    for (path, _), executed in zip(notebooks, done[: len(notebooks)], strict=True):
        if _is_lesson(path):
            found += [
                f"{path}, cell {place + 1}: {said}"
                for place, said in predicted.in_lesson(executed, _notes(root / path))
            ]
    for (path, _), executed in zip(guessed, done[len(notebooks) :], strict=True):
        found += told.in_lesson(
            executed, told.questions_of_chapter(path, exercises), path, _notes(root / path)
        )
        found += [
            f"{path}, cell {place + 1}: {said}"
            for place, said in predicted.rounded_otherwise(executed, _notes(root / path))
        ]
    return found


def _notes(notebook: Path) -> str:
    """Return the text of a notebook's master, where there is one."""
    master = notebook.with_suffix(".py")
    return master.read_text(encoding="utf-8") if master.is_file() else ""


def _is_lesson(path: Path) -> bool:
    return path.parts[0] == "notebooks"
