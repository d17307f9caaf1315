"""Handing out through nbgrader's exchange, where an assignment lies without the course around it."""

from __future__ import annotations

from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseAssignment

from autograder.building import notebooks
from autograder.building.ways import without_dead_links

__all__ = ["ReleaseByItself", "by_itself"]


def by_itself(folder: Path) -> None:
    """Say in words, in the notebooks of a folder, what they link to outside it.

    Cells that nbgrader knows stay as they are: a changed one would not be the one that was handed out.

    Parameters
    ----------
    folder : Path
        An assignment, on its way to students.
    """
    for path in sorted(folder.rglob("*.ipynb")):
        notebook = notebooks.load(path)
        before = notebooks.dumps(notebook)
        for cell in notebook.cells:
            if cell.cell_type == "markdown" and "nbgrader" not in cell.metadata:
                cell.source = without_dead_links(cell.source)
        if notebooks.dumps(notebook) != before:
            path.write_bytes(notebooks.dumps(notebook))


class ReleaseByItself(ExchangeReleaseAssignment):  # type: ignore[misc]
    """nbgrader's release to the exchange; `nbgrader_config.py` puts it in place."""

    def copy_files(self) -> None:
        """Copy the assignment, and take out the links that lead nowhere from there."""
        super().copy_files()
        by_itself(Path(self.dest_path))
