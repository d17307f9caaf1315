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

from autograder.formgrader import record
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
    kept = autograded / f".marks-{assignment}.json"
    before: dict[str, dict[str, list[float | None]]] = {}
    with contextlib.suppress(OSError, ValueError):
        before = json.loads(kept.read_text(encoding="utf-8"))
    now: dict[str, dict[str, list[float | None]]] = {}
    marked = record.last_marks(record.path_of(coursedir), assignment)
    rows = []
    for student, notebook, cell, points, by_hand, extra in scores.each(gradebook, assignment):
        score = None if points is None else round(points, 4)
        hand = [by_hand, extra or None]
        now.setdefault(student, {})[f"{notebook}/{cell}"] = [score, *hand]
        was, *hand_then = before.get(student, {}).get(f"{notebook}/{cell}", [None, *hand])
        if hand_then != hand and was is not None and score is not None and was != score:
            rows.append((student, cell, was, score, _by_hand(marked.get((student, notebook, cell)), by_hand)))
    if rows:
        append(folder(coursedir.config) / NAME, rows)
    if now != before and autograded.is_dir():
        trouble.write(kept, json.dumps(now))


def _by_hand(last: record.Entry | None, points: float | None) -> str:
    """Say who gave a mark, where the last one known to have given one gave this."""
    same = last is not None and last.points == ("" if points is None else f"{points:g}")
    return f"marked by hand by {last.by}" if last is not None and same else "marked by hand"
