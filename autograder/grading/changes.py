"""``changes.csv``: every score that is not what it was, with the reason."""

from __future__ import annotations

import contextlib
import csv
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder.grading import scores, trouble
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


def note_hand_marks(gradebook: Gradebook, assignment: str, coursedir: CourseDirectory) -> None:
    """Write down the scores that somebody gave by hand in the place of others, since the last time.

    What was given is remembered beside the autograded notebooks. The first mark of an answer is no change.

    Parameters
    ----------
    gradebook : Gradebook
        The class.
    assignment : str
        The assignment.
    coursedir : CourseDirectory
        Its folders.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    autograded = Path(coursedir.root, coursedir.autograded_directory)
    record = autograded / f".marks-{assignment}.json"
    before: dict[str, dict[str, list[float | None]]] = {}
    with contextlib.suppress(OSError, ValueError):
        before = json.loads(record.read_text(encoding="utf-8"))
    now: dict[str, dict[str, list[float | None]]] = {}
    rows = []
    for student, notebook, cell, points, by_hand, extra in scores.each(gradebook, assignment):
        score = None if points is None else round(points, 4)
        hand = [by_hand, extra or None]
        now.setdefault(student, {})[f"{notebook}/{cell}"] = [score, *hand]
        was, *hand_then = before.get(student, {}).get(f"{notebook}/{cell}", [None, *hand])
        if hand_then != hand and was is not None and score is not None and was != score:
            rows.append((student, cell, was, score, "marked by hand"))
    if rows:
        append(folder(coursedir.config) / NAME, rows)
    if now != before and autograded.is_dir():
        trouble.write(record, json.dumps(now))
