"""Notebooks that come out the same, byte for byte, on every machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.building.masters import BuildError, Cell, Master

METADATA: dict[str, dict[str, Any]] = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}

GOES_ON = "raises-exception"
"""Tag of the cells that learners write in: where one stops, *Run All* goes on to the check that says so."""


def from_master(
    master: Master,
    points: Callable[[Cell], float | None] = lambda cell: None,
    prose: Callable[[str], str] = str,
) -> NotebookNode:
    """Return the notebook of a master.

    Parameters
    ----------
    master : Master
        The master, free of violations.
    points : callable
        Gives the points of a test cell; None leaves what the master says.
    prose : callable
        Applied to the text of every markdown cell.

    Returns
    -------
    NotebookNode
        Version 4.5, without outputs; each cell's id is its grade_id, else ``cell-NNN``.

    Raises
    ------
    BuildError
        If it is no valid notebook.
    """
    # nbformat's own makers of cells validate each one, slowly; the whole is validated below.
    cells = []
    for cell in master.cells:
        metadata = {key: value for key, value in cell.metadata.items() if key != "nbgrader"}
        if cell.nbgrader:
            metadata["nbgrader"] = _nbgrader(cell, points(cell))
        made: dict[str, Any] = {"id": cell.grade_id or f"cell-{cell.index:03d}", "metadata": metadata}
        if cell.type == "code" and master.kind == "graded" and not cell.is_("locked"):
            metadata["tags"] = list(dict.fromkeys([*metadata.get("tags", []), GOES_ON]))
        if cell.type == "code":
            made |= {"cell_type": "code", "source": cell.source, "execution_count": None, "outputs": []}
        else:
            made |= {"cell_type": "markdown", "source": prose(cell.source)}
        cells.append(made)
    notebook: NotebookNode = nbformat.from_dict(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": METADATA, "cells": cells}
    )
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        raise BuildError(f"{master.path}: not a valid notebook: {error}") from error
    return notebook


def _nbgrader(cell: Cell, points: float | None) -> dict[str, Any]:
    """Complete a cell's nbgrader metadata."""
    full: dict[str, Any] = {"grade": False, "solution": False, "locked": False, "task": False}
    full |= cell.nbgrader | {"schema_version": 3, "cell_type": cell.type}
    if points is not None:
        full["points"] = int(points) if float(points).is_integer() else float(points)
    return full


def dumps(notebook: NotebookNode) -> bytes:
    """Return a notebook as the bytes that are committed: keys sorted, one newline at the end."""
    text: str = nbformat.writes(notebook, version=nbformat.NO_CONVERT)
    return (text.rstrip("\n") + "\n").encode()


def load(path: Path) -> NotebookNode:
    """Read a notebook as it is.

    Raises
    ------
    BuildError
        If it cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BuildError(f"{path}: cannot be read as a notebook: {error}") from error
    return loads(content, path)


def loads(content: bytes, where: Path) -> NotebookNode:
    """Return a notebook out of its bytes, as it is.

    Parameters
    ----------
    content : bytes
        What `dumps` gives.
    where : Path
        Its path, for the message.

    Raises
    ------
    BuildError
        If it cannot be read.
    """
    try:
        notebook: NotebookNode = nbformat.reads(content.decode(), as_version=nbformat.NO_CONVERT)
    except Exception as error:
        raise BuildError(f"{where}: cannot be read as a notebook: {error}") from error
    return notebook
