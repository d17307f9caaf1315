"""The course's first page: what there is, what you have done, where you go on.

`START.ipynb` shows it. The build makes that notebook as it is before anything was done; a launch
(`mlsys_course.launch`) makes it anew with what the progress file holds, and its cell ``home()`` brings it up
to date.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from mlsys_course import chapters, contracts
from mlsys_course.memory.keeping import State, now, store

__all__ = ["START", "Home", "Page", "course_folder", "home", "pages", "start_notebook"]

START = "START.ipynb"
LESSONS, EXERCISES = "notebooks", "release"
_MINUTES = re.compile(r"(\d+) minutes")
_CHECKED = re.compile(rf"""^\s*check\(\s*["'](?!{contracts.WRITTEN})(\w+)["']""", re.MULTILINE)
_ASKED = re.compile(r"\bpredict\(")

Read = Callable[[str], bytes]
"""Returns a file by its path below the course's folder; raises `OSError` where there is none."""


@dataclass(frozen=True)
class Page:
    """A notebook of the course, as its own text says.

    Parameters
    ----------
    path : str
        Below the course's folder.
    title : str
        Its heading.
    minutes : int
        How long it takes, as it says; 0 where it does not.
    exercises : tuple of str
        Names of the exercises it checks.
    predictions : int
        How many predictions it asks for.
    """

    path: str
    title: str
    minutes: int
    exercises: tuple[str, ...]
    predictions: int

    @property
    def chapter(self) -> str:
        """Folder of its chapter."""
        return PurePosixPath(self.path).parts[1]

    @property
    def graded(self) -> bool:
        """Whether it is a notebook of exercises."""
        return self.path.startswith(f"{EXERCISES}/")

    @property
    def topic(self) -> str:
        """What progress files its work under: a lesson and its exercises have one topic."""
        return f"{self.chapter}/{PurePosixPath(self.path).stem.removesuffix('_exercises')}"


def page(path: str, content: bytes) -> Page:
    """Return what a notebook says of itself."""
    cells = json.loads(content)["cells"]
    texts = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    prose = [text for kind, text in texts if kind == "markdown"]
    heading = next((line for text in prose for line in text.splitlines() if line.startswith("# ")), "# ")
    minutes = next((int(found[1]) for text in prose[:2] if (found := _MINUTES.search(text))), 0)
    code = "\n".join(text for kind, text in texts if kind == "code")
    title = heading[2:].strip() or PurePosixPath(path).stem
    return Page(path, title, minutes, tuple(dict.fromkeys(_CHECKED.findall(code))), len(_ASKED.findall(code)))


def pages(paths: list[str], read: Read) -> list[Page]:
    """Return the course's notebooks in the order in which they are worked through.

    Parameters
    ----------
    paths : list of str
        All files below ``notebooks/`` and ``release/``.
    read : callable
        Returns a file's content.

    Returns
    -------
    list of Page
        Chapter by chapter; each lesson is followed by its exercises.
    """
    found = []
    for path in paths:
        parts = PurePosixPath(path).parts
        if len(parts) == 3 and parts[1] in chapters.names() and path.endswith(".ipynb"):
            try:
                found.append(page(path, read(path)))
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                continue  # a notebook that cannot be read is no reason to show none
    return sorted(found, key=lambda one: (one.topic, one.graded))


def course_folder(start: Path | None = None) -> Path | None:
    """Return the nearest folder at or above `start` that holds the lessons."""
    here = (start or Path.cwd()).resolve()
    return next((folder for folder in (here, *here.parents) if (folder / LESSONS).is_dir()), None)


def _pages_below(folder: Path) -> list[Page]:
    paths = [
        path.relative_to(folder).as_posix()
        for room in (LESSONS, EXERCISES)
        for path in sorted((folder / room).glob("*/[!.]*.ipynb"))
    ]
    return pages(paths, lambda path: (folder / path).read_bytes())


class Home:
    """The map of the course, with what is done on it; displays itself.

    Parameters
    ----------
    everything : list of Page
        The course, in order.
    state : dict
        What the progress file holds.
    time : str
        When this was so; empty for a course that nobody has begun.
    """

    def __init__(self, everything: list[Page], state: State, time: str = "") -> None:
        self.pages, self.state, self.time = everything, state, time

    def done(self, one: Page) -> tuple[int, int]:
        """Return how much of a page is done, and out of how much: exercises passed, or predictions made."""
        if one.graded:
            checks = self.state.get("checks", {})
            return sum(bool(checks.get(name, {}).get("passed")) for name in one.exercises), len(one.exercises)
        made = sum(entry.get("topic") == one.topic for entry in self.state.get("predictions", {}).values())
        return min(made, one.predictions), one.predictions

    @property
    def next(self) -> Page | None:
        """The page last worked on or, where all of it is done, the first after it that is not."""
        latest = ("", 0)
        for at, one in enumerate(self.pages):
            entries = self.state.get("checks" if one.graded else "predictions", {}).values()
            times = [str(entry.get("last")) for entry in entries if entry.get("topic") == one.topic]
            latest = max([latest, *((time, at) for time in times)])
        rest = [*self.pages[latest[1] :], *self.pages[: latest[1]]]
        return next((one for one in rest if self.done(one)[0] < self.done(one)[1]), None)

    def _rows(self) -> list[tuple[str, list[tuple[Page, str]]]]:
        """Return the chapters' titles with their pages and what is done of each."""
        found: list[tuple[str, list[tuple[Page, str]]]] = []
        titles = {chapter.name: chapter.title for chapter in chapters.load()}
        for name in dict.fromkeys(one.chapter for one in self.pages):
            own = [one for one in self.pages if one.chapter == name]
            found.append((titles[name], [(one, self._said(one)) for one in own]))
        return found

    def _said(self, one: Page) -> str:
        done, all_of_it = self.done(one)
        what = "exercises" if one.graded else "predictions"
        tick = " ✓" if done == all_of_it and all_of_it else ""
        return f"{done} of {all_of_it} {what}{tick}" if all_of_it else ""

    @property
    def _age(self) -> str:
        if not self.time:
            return "Nothing done yet. Run this cell to bring the page up to date."
        time = self.time.replace("T", ", ").replace("Z", " UTC")
        return f"As of {time}. Run this cell to bring it up to date."

    def __repr__(self) -> str:
        lines = [f"Continue here: {self.next.title} ({self.next.path})"] if self.next else []
        for title, rows in self._rows():
            lines += [title, *(f"  {one.path}: {one.title}. {_minutes(one)} {said}" for one, said in rows)]
        return "\n".join([*lines, self._age])

    def _repr_html_(self) -> str:
        line = "text-align:left;padding:.2em 1.2em .2em 0;border-bottom:1px solid rgba(128,128,128,.4)"
        parts = []
        if self.next:
            verb = "Continue here" if self.time and any(self.state.values()) else "Begin here"
            parts.append(f"<p><b>{verb}: {_link(self.next)}</b></p>")
        elif self.pages:
            parts.append("<p><b>You have done everything there is. Practise what you want to keep.</b></p>")
        for title, rows in self._rows():
            names = ("notebook", "time", "done")
            head = "".join(f'<th scope="col" style="{line}">{name}</th>' for name in names)
            body = "".join(
                f'<tr><td style="{line}">{_link(one)}</td>'
                f'<td style="{line};white-space:nowrap">{_minutes(one)}</td>'
                f'<td style="{line}">{html.escape(said)}</td></tr>'
                for one, said in rows
            )
            parts.append(
                f"<p><b>{html.escape(title)}</b></p><table style='border-collapse:collapse'>"
                f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            )
        parts.append(f"<p><small>{html.escape(self._age)}</small></p>")
        return f'<div class="mlsys-home" style="line-height:1.5">{"".join(parts)}</div>'


def _link(one: Page) -> str:
    return f'<a href="{html.escape(one.path)}">{html.escape(one.title)}</a>'


def _minutes(one: Page) -> str:
    return f"{one.minutes} min" if one.minutes else ""


def home() -> Home:
    """Show the course: its lessons and exercises, what you have done of them, and where you go on.

    Returns
    -------
    Home
        Links lead from the folder that the lessons are in, where `START.ipynb` is.

    Raises
    ------
    FileNotFoundError
        If no folder here or above holds the lessons.
    """
    folder = course_folder()
    if folder is None:
        raise FileNotFoundError(
            f"There is no folder {LESSONS}/ here or above. Run this in {START}, in the course's folder."
        )
    return Home(_pages_below(folder), store().state(), now())


INTRODUCTION = """\
# Machine Learning Systems

Notebooks for the book *Machine Learning Systems*: here you compute what its chapters claim. Every **lesson**
asks for your guess first, lets you find out, and explains what you see. Its **exercises** check your answers
and tell you what went wrong. Run a cell with Shift+Enter.
"""
ALONG = """\
## Your work

Your work is kept on this machine, for you alone; `progress()` shows it. Some places, such as Binder, forget
everything after a while. There, take your work along before you leave: the next cell makes a file for you to
download.
"""
BACK = "The next cell brings your work back, there or on any other machine."


def start_notebook(shown: Home) -> bytes:
    """Return ``START.ipynb`` with the course as it stands, as the bytes of a notebook.

    Parameters
    ----------
    shown : Home
        What its first code cell displays until it is run again.
    """
    cells = [_text("start", INTRODUCTION), _code("home", "home"), _text("your-work", ALONG)]
    cells += [
        _code("along", "take_my_work_along"),
        _text("back-again", BACK),
        _code("back", "bring_my_work_back"),
    ]
    output = {
        "data": {"text/html": [shown._repr_html_()], "text/plain": [repr(shown)]},
        "execution_count": 1,
        "metadata": {},
        "output_type": "execute_result",
    }
    cells[1] |= {"outputs": [output], "execution_count": 1}
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    # The language tells a place without a kernel of this name which of its own to take.
    about = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


def _text(name: str, text: str) -> dict[str, Any]:
    lines = text.rstrip("\n").splitlines(keepends=True)
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": lines}


def _code(name: str, verb: str) -> dict[str, Any]:
    source = [f"from mlsys_course import {verb}\n", "\n", f"{verb}()"]
    made: dict[str, Any] = {"cell_type": "code", "id": name, "metadata": {}, "source": source}
    return {**made, "execution_count": None, "outputs": []}
