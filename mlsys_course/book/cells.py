"""A folder of the book's cells, run one after another, and what they say beside what the chapter prints."""

from __future__ import annotations

import importlib
import os
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mlsys_course import book

__all__ = ["Cells", "run"]


@dataclass
class Cells:
    """What the cells of a folder did.

    Parameters
    ----------
    failed : dict of str to str
        File to the error it ended with, and its line.
    printed : dict of str to str
        What the chapter prints, by the name it is exported under; empty where that is not known.
    exported : dict of str to str
        What the cells export under these names here.
    explained : dict of str to str
        Why a name is different here, where that is known.
    chapter : str
        The course's chapter whose cells they are, or "".
    ran : list of str
        The files that ran to their end.
    """

    failed: dict[str, str] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    exported: dict[str, str] = field(default_factory=dict)
    explained: dict[str, str] = field(default_factory=dict)
    chapter: str = ""
    ran: list[str] = field(default_factory=list)

    @property
    def differences(self) -> dict[str, tuple[str, str]]:
        """Name to what the chapter prints and what comes out here, where the two differ."""
        pairs = {name: (text, self.exported.get(name, "nothing")) for name, text in self.printed.items()}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}

    @property
    def unexplained(self) -> list[str]:
        """Names that differ without a reason given, or that have a reason and do not differ."""
        return sorted(set(self.differences) ^ set(self.explained))

    @property
    def fine(self) -> bool:
        """Whether every cell ran, and every difference is one that is known."""
        return bool(self.ran) and not self.failed and not self.unexplained

    def lines(self) -> Iterator[str]:
        """Yield what is to be said of them, line by line."""
        yield f"{len(self.ran)} of {len(self.ran) + len(self.failed)} cells ran to their end."
        for name, error in self.failed.items():
            yield f"{name} stops: {error}"
        if not self.printed:
            yield "What the chapter prints is not known: no cell calls start_chapter, or no book.toml has it."
            return
        same = len(self.printed) - len(self.differences)
        yield f"{same} of {len(self.printed)} values that {self.chapter} prints come out the same."
        for name, (there, here) in self.differences.items():
            why = self.explained.get(name, "Nobody has explained this.")
            yield f"{name}: the chapter prints {there}, here it is {here}. {why}"
        for name in set(self.explained) - set(self.differences):
            yield f"{name}: no longer different, though book.toml explains a difference. Take it out there."


def _text(value: Any) -> str:
    return str(getattr(value, "data", value))  # a formula is a Markdown object


def run(folder: Path) -> Cells:
    """Run all cells of a folder in one name space, in the order of their names, as a notebook does.

    Parameters
    ----------
    folder : Path
        With one ``.py`` file for each cell.

    Raises
    ------
    ValueError
        If there is no cell, or if a package `mlsys` is installed, which the cells would use.
    """
    os.environ.setdefault("MPLBACKEND", "agg")
    files = sorted(Path(folder).glob("*.py"))
    if not files:
        raise ValueError(
            f"{folder} holds no cell: give a folder with one .py file for each cell of a chapter."
        )
    mlsys = importlib.import_module("mlsys")
    if mlsys is not book:
        raise ValueError(f"The cells would use the mlsys in {mlsys.__file__}. Take it off the path first.")
    done = Cells()
    space: dict[str, Any] = {"__name__": "__main__"}
    book.registry.end_chapter("")
    try:
        for file in files:
            try:
                with warnings.catch_warnings():
                    warnings.filterwarnings("ignore", "FigureCanvasAgg is non-interactive")
                    exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), space)
                done.ran.append(file.name)
            except Exception as error:
                inside = [
                    one for one in traceback.extract_tb(error.__traceback__) if one.filename == str(file)
                ]
                line = f", line {inside[-1].lineno}" if inside else ""
                done.failed[file.name] = f"{type(error).__name__}{line}: {error}"
        _compare(done, space)
    finally:
        book.registry.end_chapter("")
        _close_figures()
    return done


def _compare(done: Cells, space: dict[str, Any]) -> None:
    chapter = book.registry.current()
    if chapter is None:
        return
    (notes,) = book.registry.notes()
    done.chapter = chapter.name
    done.printed = dict(notes.get("printed", {}))
    done.explained = dict(notes.get("differences", {}))
    done.exported = {name: _text(space[name]) for name in done.printed if name in space}


def _close_figures() -> None:
    import sys

    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
