"""The thread through a chapter: in every notebook the way back, on, and to its counterpart.

It follows from the order of the files, so that no author types it: the one with the next number comes next,
and a lesson and the exercises with its number are counterparts. The links are relative: they hold in the
repository, in the learner's copies and in the students' archive. An assignment that students fetch from
nbgrader's exchange lies by itself: there `without_dead_links` leaves those from exercises to exercises, and
says the others in words.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from mlsys_course.start import EXERCISES, LESSONS, START

__all__ = ["ALL_ANSWERS", "END_CELL", "add", "without_dead_links"]

END_CELL = "way-on"
ALL_ANSWERS = """\
## How far you are

The next cell checks all your answers at once. It costs no tries, and you can run it as often as you like."""
_CHECK_ALL = "from mlsys_course import check_all\n\ncheck_all()"
_LEARN = re.compile(r"\*\*What you'll learn\*\*:?\s*\n+((?:[-*] .*\n?|[ \t]+\S.*\n?)+)")


def add(lessons: Mapping[Path, NotebookNode], graded: Mapping[Path, NotebookNode]) -> None:
    """Put the way into the notebooks of a chapter: a line at the end of the head, a cell at the end.

    Before the end of exercises there is the check of all answers.

    Parameters
    ----------
    lessons, graded : mapping of Path to NotebookNode
        The notebooks by path; changed in place.
    """
    titles = {path: _title(notebook) or path.stem for path, notebook in (*lessons.items(), *graded.items())}
    for own, others in ((lessons, graded), (graded, lessons)):
        order = sorted(own)
        for at, path in enumerate(order):
            before, after = order[max(0, at - 1) : at], order[at + 1 : at + 2]
            others_too = [other for other in sorted(others) if _number(other) == _number(path)]
            notebook = own[path]
            top = _top(path, titles, before, others_too, after)
            if own is lessons:  # where several lessons share a number, the exercises come after the last one
                same = bool(after) and _number(after[0]) == _number(path)
                on = [*after] if same else [*others_too, *after]
            else:  # on to the next lesson, which leads to the next exercises
                on = [one for one in sorted(lessons) if after and _number(one) == _number(after[0])][
                    :1
                ] or after
            end = _end(path, titles, _learnt(notebook), on)
            if notebook.cells[0].cell_type == "markdown":  # in the head: other cells keep their numbers
                notebook.cells[0].source += f"\n\n{top}"
            if own is graded:
                notebook.cells += [_cell(ALL_ANSWERS, "all-answers"), _code(_CHECK_ALL, "check-all")]
            notebook.cells.append(_cell(end, END_CELL))


_OUT = re.compile(r"\[([^\]]+)\]\((\.\./[^)#]*?([^/)#]+)\.ipynb)[^)]*\)")
_START_LINK = rf"\[Start\]\([^)]*{re.escape(START)}\)"
_TO_START = re.compile(rf" \| {_START_LINK}|^{_START_LINK}(?: \| )?", re.MULTILINE)


def without_dead_links(text: str) -> str:
    """Return a notebook's text with its links out of the assignment's folder said in words.

    Parameters
    ----------
    text : str
        Markdown.

    Examples
    --------
    >>> without_dead_links("[Start](../../START.ipynb) | [Lesson: Time](../../notebooks/ch/06_law.ipynb)")
    'Lesson: Time (`06_law`)'
    >>> without_dead_links("On to [the next](07_more_exercises.ipynb).")
    'On to [the next](07_more_exercises.ipynb).'
    """

    def words(link: re.Match[str]) -> str:
        return link[1] if link[2].endswith(START) else f"{link[1]} (`{link[3]}`)"

    return _OUT.sub(words, _TO_START.sub("", text))


def _cell(text: str, name: str) -> NotebookNode:
    cell: NotebookNode = nbformat.from_dict(
        {"cell_type": "markdown", "id": name, "metadata": {}, "source": text}
    )
    return cell


def _code(text: str, name: str) -> NotebookNode:
    made = {"cell_type": "code", "id": name, "metadata": {}, "source": text}
    cell: NotebookNode = nbformat.from_dict({**made, "execution_count": None, "outputs": []})
    return cell


def _number(path: Path) -> str:
    found = re.match(r"\d+", path.name)
    return found[0] if found else path.stem.removesuffix("_exercises")


def _title(notebook: NotebookNode) -> str:
    lines = (line for cell in notebook.cells for line in cell.source.splitlines())
    return next((line[2:].strip() for line in lines if line.startswith("# ")), "")


def _learnt(notebook: NotebookNode) -> str:
    found = next(
        (_LEARN.search(cell.source) for cell in notebook.cells if "What you'll learn" in cell.source), None
    )
    return found[1].strip() if found else ""


def _link(path: Path, to: Path, text: str) -> str:
    """Return a link from one notebook to another, as both lie before a learner."""
    here, there = (Path(EXERCISES, *one.parts[1:]) if one.parts[0] == "source" else one for one in (path, to))
    return f"[{text}]({Path(os.path.relpath(there, here.parent)).as_posix()})"


def _top(
    path: Path,
    titles: Mapping[Path, str],
    before: Sequence[Path],
    counterparts: Sequence[Path],
    after: Sequence[Path],
) -> str:
    parts = [_link(path, one, f"← {titles[one]}") for one in before]
    parts += [_link(path, Path(START), "Start")]
    parts += [_link(path, one, _counterpart(one, titles)) for one in counterparts]
    parts += [_link(path, one, f"{titles[one]} →") for one in after]
    return " | ".join(parts)


def _counterpart(one: Path, titles: Mapping[Path, str]) -> str:
    return f"Lesson: {titles[one]}" if one.parts[0] == LESSONS else "The exercises of this lesson"


def _end(path: Path, titles: Mapping[Path, str], learnt: str, on: Sequence[Path]) -> str:
    start = _link(path, Path(START), "the map of the course")
    lesson = path.parts[0] == LESSONS
    parts = [f"**You have learned**\n\n{learnt}"] if learnt else []
    if not lesson:
        parts.append(
            "**You have reached the end.** The table above says what you have achieved, and what is still "
            f"open. It is kept for you: `progress()` shows it on any evening, and so does {start}."
        )
    links = [_link(path, one, titles[one]) for one in on] or [start]
    parts.append(f"**What comes next**: {', then '.join(links)}.")
    return "\n\n".join(parts)
