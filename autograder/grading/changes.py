"""``changes.csv``: every score that is not what it was, with the reason."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory

from autograder.grading.cells import harmless

NAME = "changes.csv"
HEADS = ("time", "student", "cell", "before", "after", "why")


def folder(config: Any) -> Path:
    """Return where a class's report, scores and changes are: beside its autograded folder."""
    coursedir = CourseDirectory(config=config)
    return Path(coursedir.root, coursedir.autograded_directory).parent


def append(path: Path, rows: Iterable[tuple[str, str, float, float, str]]) -> None:
    """Add lines to a class's ``changes.csv``.

    Parameters
    ----------
    path : Path
        The file; it is made where there is none.
    rows : iterable of tuple
        Student, cell or notebook, points before and after, and why.
    """
    new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        if new:
            writer.writerow(HEADS)
        stamp = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        for row in rows:
            writer.writerow([harmless(value) for value in (stamp, *row)])
