"""What a notebook of exercises asks: the build writes it down, and the learner's kernel reads it."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from mlsys_course import chapters, running

__all__ = ["FILE", "Question", "notebooks", "questions", "this_notebook", "which"]

FILE = "notebooks.json"
"""What each notebook of a chapter's exercises asks; the build writes it."""


@dataclass(frozen=True)
class Question:
    """A question of a notebook.

    Parameters
    ----------
    name : str
        The answer's name.
    title : str
        The heading it stands under.
    points : float
        What a full answer is worth.
    written : bool
        Whether a person reads the answer.
    objectives : tuple of int
        Learning objectives of the chapter, by number.
    """

    name: str
    title: str
    points: float
    written: bool = False
    objectives: tuple[int, ...] = ()

    @property
    def label(self) -> str:
        """The heading and, where an answer has a name, the name."""
        return self.title if self.written else f"{self.title} ({self.name})"


@functools.cache
def notebooks() -> dict[tuple[str, str], tuple[Question, ...]]:
    """Return the questions of each notebook of exercises, in its order, by chapter and notebook."""
    found = {}
    for chapter in chapters.names():
        path = chapters.FOLDER / chapter / FILE
        for notebook, rows in _read(path).items() if path.exists() else ():
            found[chapter, notebook] = rows
    return found


def _read(path: Path) -> dict[str, tuple[Question, ...]]:
    raw = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: tuple(Question(**row | {"objectives": tuple(row.get("objectives", ()))}) for row in rows)
        for name, rows in raw.items()
    }


def this_notebook(names: Mapping[str, Any]) -> tuple[str, Sequence[Question]] | None:
    """Return the notebook that Jupyter names, else the one most of whose answers have a cell that ran.

    Parameters
    ----------
    names : mapping
        The notebook's names.

    Returns
    -------
    tuple of str and sequence of Question, or None
        Its chapter, and what it asks.
    """
    session = PurePosixPath(os.environ.get("JPY_SESSION_NAME", "").replace("\\", "/")).stem

    def rank(item: tuple[tuple[str, str], Sequence[Question]]) -> tuple[bool, int]:
        (_, notebook), questions = item
        begun = sum(one.name in names or bool(running.stopped(one.name, names)) for one in questions)
        return notebook == session, begun

    best = max(notebooks().items(), key=rank, default=None)
    return (best[0][0], best[1]) if best is not None and any(rank(best)) else None


def questions(names: Mapping[str, Any]) -> Sequence[Question]:
    """Return the questions of the notebook that has these names; none where it cannot be told which it is."""
    found = this_notebook(names)
    return found[1] if found is not None else ()


def which(call: str, names: Mapping[str, Any]) -> str:
    """Say what to write where a call has no question's name.

    Parameters
    ----------
    call : str
        What was called: ``"check"``, ``"hint"``.
    names : mapping
        The notebook's names, by which its questions are known.
    """
    found = [one.name for one in questions(names) if call == "check" or not one.written]
    example = found[0] if found else "training_days"
    said = f'{call} takes a question\'s name in quotation marks, as in {call}("{example}").'
    return f"{said} The questions of this notebook are {', '.join(found)}." if found else said
