"""What generic suites run over: all chapters, or that of ``--chapter``."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

from autograder.marking import exercises
from mlsys_course import chapters as every
from mlsys_course.chapters import Chapter
from mlsys_course.exercise import Exercise

TOP = Path(__file__).resolve().parents[1]
NAME: str | None = None
"""The chapter that pytest was told to run, set by conftest before any suite is read."""


def chapters() -> tuple[Chapter, ...]:
    """Return the chapters to test."""
    return every.load() if NAME is None else (every.find(NAME),)


def scalars() -> list[Exercise]:
    """Return their exercises whose answer is a number, graded and practice."""
    return [one for one in all_exercises() if one.scalar]


def all_exercises() -> list[Exercise]:
    """Return their exercises, graded and practice."""
    return [one for chapter in chapters() for one in exercises(chapter.name)]


def explorers(chapter: Chapter | None = None) -> list[str]:
    """Return the names of their explorers with knobs, or of one chapter's."""
    return [name for name in all_explorers(chapter) if _has_knobs(name)]


def _has_knobs(name: str) -> bool:
    return str(inspect.signature(every.export(name)).return_annotation).startswith("Explorer")


def all_explorers(chapter: Chapter | None = None) -> list[str]:
    """Return the names of their explorers, those that one types into too."""
    among = chapters() if chapter is None else (chapter,)
    return sorted(
        name
        for name, module in every.exports().items()
        if name.startswith("explore_") and every.of_module(module) in among
    )


def files(folder: str, pattern: str) -> list[Path]:
    """Return their files below notebooks/, source/ or release/, relative to the top of the repository."""
    return [
        path.relative_to(TOP)
        for chapter in chapters()
        for path in sorted((TOP / folder / chapter.name).glob(pattern))
    ]


def one_of_each_chapter(paths: list[Path]) -> list[Any]:
    """Return the files as parameters: a chapter's first for every change, the others for the long run."""
    first = {path.parent: path for path in reversed(paths)}
    return [
        pytest.param(
            path,
            marks=[] if path in first.values() else [pytest.mark.slow],
            id=f"{path.parent.name}-{path.stem}",
        )
        for path in paths
    ]
