"""`mlsys.registry`: which chapter's cells are running."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from mlsys_course import chapters

__all__ = ["current", "end_chapter", "notes", "start_chapter"]

_running: list[chapters.Chapter] = []


def start_chapter(chapter: str) -> None:
    """Say which chapter's cells follow; its ``book.toml`` then holds.

    Parameters
    ----------
    chapter : str
        Volume and name, as the book writes them: the name is that of the chapter's file. For a chapter that
        this course does not have, what all chapters say together holds.

    Raises
    ------
    ValueError
        If it is not written as "volume:name".

    Examples
    --------
    >>> start_chapter("introduction")
    Traceback (most recent call last):
    ...
    ValueError: 'introduction' is no chapter of the book: write volume and name, as in 'vol1:name'.
    """
    volume, _, name = chapter.partition(":")
    if not volume or not name:
        raise ValueError(f"{chapter!r} is no chapter of the book: write volume and name, as in 'vol1:name'.")
    _running[:] = [
        one
        for one in chapters.load()
        if PurePosixPath(one.edition.path).stem == name and volume in PurePosixPath(one.edition.path).parts
    ]


def end_chapter(chapter: str) -> None:
    """Say that the chapter's last cell has run."""
    _running.clear()


def current() -> chapters.Chapter | None:
    """Return the chapter whose cells are running, if the course has it."""
    return _running[0] if _running else None


@functools.cache
def _notes(name: str) -> Mapping[str, Any]:
    path = chapters.FOLDER / name / "book.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def notes() -> tuple[Mapping[str, Any], ...]:
    """Return what the ``book.toml`` of the running chapter says, or those of all chapters."""
    running = current()
    return tuple(_notes(name) for name in ([running.name] if running else chapters.names()))
