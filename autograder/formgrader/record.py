"""Who marked what by hand, when, and by which points: ``marked.csv`` beside the gradebook, a line a mark.

Lines are only added. The last one of an answer says whose its mark is, if its points are those of the
gradebook: marks may also come from elsewhere.
"""

from __future__ import annotations

import contextlib
import csv
import fcntl
import io
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from nbgrader.coursedir import CourseDirectory

from autograder.grading.cells import bare, harmless

NAME = "marked.csv"
POINTS, COMMENT = "points", "comment"
_BETWEEN = " | "


class Entry(NamedTuple):
    """What somebody did to an answer.

    Parameters
    ----------
    time : str
        When, in UTC.
    by : str
        Who.
    assignment, notebook, cell, student : str
        Which answer.
    what : str
        ``"points"`` or ``"comment"``.
    points : str
        What the answer has got from then on; "" where the points were taken back, or it is a comment.
    rubric : str
        The points of the mark scheme that were ticked, one behind the other; see `joined`.
    """

    time: str
    by: str
    assignment: str
    notebook: str
    cell: str
    student: str
    what: str
    points: str = ""
    rubric: str = ""


def path_of(coursedir: CourseDirectory) -> Path:
    """Return where the marks of a class are recorded."""
    return Path(coursedir.root, coursedir.autograded_directory).parent / NAME


def joined(texts: Iterable[str]) -> str:
    """Return the texts of points in one.

    Examples
    --------
    >>> joined(["is it long?", "is it wide?"]), split("is it long? | is it wide?"), split("")
    ('is it long? | is it wide?', ['is it long?', 'is it wide?'], [])
    """
    return _BETWEEN.join(text.replace(_BETWEEN, " / ") for text in texts)


def split(rubric: str) -> list[str]:
    """Return the texts of the points that were ticked."""
    return rubric.split(_BETWEEN) if rubric else []


def now() -> str:
    """Return the time of an entry."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"


class Journal:
    """The file, while nobody else writes to it; made by `opened`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._length = os.fstat(descriptor).st_size

    def add(self, entry: Entry) -> None:
        """Add a line, whole or not at all.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        text = io.StringIO()
        writer = csv.writer(text)
        if not self._length:
            writer.writerow(Entry._fields)
        elif os.pread(self._descriptor, 1, self._length - 1) != b"\n":  # a line that was cut off
            text.write("\r\n")
        writer.writerow([harmless(part) for part in entry])
        data = text.getvalue().encode("utf-8", "replace")
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
        except OSError:
            self.take_back()
            raise

    def take_back(self) -> None:
        """Remove what was added."""
        os.ftruncate(self._descriptor, self._length)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Journal]:
    """Keep all others from marking; what was added goes again when the context is left by an exception.

    Parameters
    ----------
    path : Path
        The file, which is made where there is none.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o664)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if not _is(path, descriptor):  # another has put a new file in its place meanwhile
                continue
            journal = Journal(descriptor)
            try:
                yield journal
            except BaseException:
                journal.take_back()
                raise
            return
        finally:
            os.close(descriptor)


def _is(path: Path, descriptor: int) -> bool:
    with contextlib.suppress(OSError):
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    return False


def read(path: Path) -> list[Entry]:
    """Return the entries, the oldest first; what is no entry is passed over."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    found = []
    for row in csv.reader(io.StringIO(text, newline="")):
        if len(row) == len(Entry._fields) and row[6] in (POINTS, COMMENT):
            found.append(Entry(*map(bare, row)))
    return found


def about(path: Path, assignment: str, notebook: str, student: str) -> dict[str, list[Entry]]:
    """Return the entries of one submitted notebook, by cell, the oldest first."""
    found: dict[str, list[Entry]] = {}
    wanted = (assignment, notebook, _kept(student))
    for entry in read(path):
        if (entry.assignment, entry.notebook, entry.student) == wanted:
            found.setdefault(entry.cell, []).append(entry)
    return found


def last_marks(path: Path, assignment: str) -> dict[tuple[str, str, str], Entry]:
    """Return the last mark of each answer, by student, notebook and cell."""
    return {
        (entry.student, entry.notebook, entry.cell): entry
        for entry in read(path)
        if entry.assignment == assignment and entry.what == POINTS
    }


def _kept(text: str) -> str:
    """Return a text as it comes back from the file."""
    return bare(str(harmless(text)))
