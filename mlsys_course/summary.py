"""`check_all()`: every question of a notebook at once, passed or still open, and how many points are safe."""

from __future__ import annotations

import html
import math
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mlsys_course import asked, chapters, checking, memory, running
from mlsys_course.help import saved
from mlsys_course.memory.keeping import now
from mlsys_course.result import NOT_ATTEMPTED, NOT_RUN, UNCHECKED, Result

__all__ = ["Row", "Summary", "check_all"]


@dataclass(frozen=True)
class Row:
    """How a question stands.

    Parameters
    ----------
    question : asked.Question
        Which one.
    state : str
        A word or two: passed, passed in part, wrong, not attempted, and so on.
    said : str
        Why, as the check says it; empty where there is nothing to say.
    score : float or None
        The share of its points that is safe; None where nobody knows before it is graded.
    """

    question: asked.Question
    state: str
    said: str = ""
    score: float | None = None


@dataclass(frozen=True)
class Summary:
    """How a notebook stands; displays itself, and is right without a kernel: it says when it was so.

    Parameters
    ----------
    rows : tuple of Row
        Every question, in the notebook's order; none where no cell of the notebook has run.
    learnt : tuple of str
        Learning objectives, all questions on which are passed.
    time : str
        When this was so.
    """

    rows: tuple[Row, ...]
    learnt: tuple[str, ...] = ()
    time: str = field(default="", compare=False)

    @property
    def _head(self) -> list[str]:
        """Sentences on the whole: how much is done, which points are safe, where to go on."""
        own = [row for row in self.rows if not row.question.written]
        states = [row.state for row in own]
        known = [state for state in _ORDER if state in states]
        counts = [f"{states.count(state)} {state}" for state in known]
        said = [f"{_many(len(own), 'question')}: {', '.join(counts)}."]
        if all(row.score is None for row in own):
            said.append("Points are given when your work is graded: here nobody judges the values.")
        else:
            safe = sum(row.question.points * (row.score or 0.0) for row in own)
            whole = _many(sum(row.question.points for row in own), "point")
            said.append(f"{_points(safe)} of {whole} are safe.")
        written = [row.question.points for row in self.rows if row.question.written]
        if written:
            answers = "a written answer" if len(written) == 1 else f"{len(written)} written answers"
            said.append(f"Up to {_many(sum(written), 'more point')} for {answers}, which a person reads.")
        still = next((row.question.label for row in self.rows if row.state not in _DONE), None)
        said.append(f"Go on with: {still}." if still else "Nothing is open here.")
        return said

    def _lines(self) -> Iterator[tuple[str, str, str, str]]:
        for row in self.rows:
            whole = f"{row.question.points:g}"
            known = row.score is not None and not row.question.written
            own = _points(row.question.points * (row.score or 0.0))
            points = f"{own} of {whole}" if known else f"up to {whole}"
            yield row.question.label, row.state, points, row.said

    @property
    def _foot(self) -> str:
        time = self.time.replace("T", ", ").replace("Z", " UTC")
        return f"{f'As of {time}. ' if time else ''}Run this cell to bring it up to date: it costs no tries."

    def __repr__(self) -> str:
        lines = list(self._lines())
        if not lines:
            return _NOTHING
        widths = [max(len(line[at]) for line in lines) for at in range(3)]
        table = [
            "  ".join(
                [*(part.ljust(width) for part, width in zip(line, widths, strict=False)), line[3]]
            ).rstrip()
            for line in lines
        ]
        learnt = [_LEARNT, *(f"  {one}" for one in self.learnt), ""] if self.learnt else []
        return "\n".join([*self._head, "", *table, "", *learnt, self._foot])

    def _repr_html_(self) -> str:
        if not self.rows:
            return f'<div class="mlsys-summary" role="status"><p>{html.escape(_NOTHING)}</p></div>'
        head = "".join(
            f'<th scope="col" style="{_CELL}">{name}</th>'
            for name in ("question", "how it stands", "points so far", "why")
        )
        body = "".join(
            f'<tr><th scope="row" style="{_CELL};font-weight:normal">{html.escape(line[0])}</th>'
            + "".join(f'<td style="{_CELL}">{html.escape(part)}</td>' for part in line[1:])
            + "</tr>"
            for line in self._lines()
        )
        learnt = "".join(f"<li>{html.escape(one)}</li>" for one in self.learnt)
        shown = f"<p>{_LEARNT}</p><ul>{learnt}</ul>" if learnt else ""
        return (
            f'<div class="mlsys-summary" role="status" style="line-height:1.5">'
            f"<p><b>{html.escape(self._head[0])}</b> {html.escape(' '.join(self._head[1:]))}</p>"
            f'<table style="border-collapse:collapse;margin:.3em 0 1em"><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>{shown}<p><small>{html.escape(self._foot)}</small></p></div>"
        )


# No colour of its own: the page's colours, whatever they are.
_CELL = "text-align:left;vertical-align:top;padding:.15em 1em .15em 0;"
_CELL += "border-bottom:1px solid rgba(128,128,128,.4)"
_NOTHING = (
    "No answer of this notebook is there yet. Run the notebook from its first cell, then this cell again."
)
_LEARNT = "Learning objectives of the chapter on which you have passed every question here:"
_PASSED, _FORM, _READ, _OWN = "passed", "form is right", "read by a person", "judged by you"
_PART, _WRONG, _STOPPED, _OPEN, _UNCHECKED = (
    "right in part",
    "wrong",
    "stopped",
    "not attempted",
    "not checked",
)
_ORDER = (_PASSED, _FORM, _PART, _WRONG, _STOPPED, _OPEN, _UNCHECKED)
_DONE = (_PASSED, _FORM, _READ, _OWN)


def _points(points: float) -> str:
    """Write points as nobody is hurt by: two decimals at most, never rounded up to all of them.

    >>> _points(5.9713), _points(1.5), _points(2.9999)
    ('5.97', '1.5', '2.99')
    """
    return f"{math.floor(points * 100 + 1e-6) / 100:g}"


def _many(count: float, what: str) -> str:
    return f"{count:g} {what}{'' if count == 1 else 's'}"


def check_all() -> Summary | None:
    """Check all questions of this notebook at once; displays itself, never raises.

    It costs no tries and brings no help. Questions that nobody has touched are called *not attempted*;
    written answers are named, with the points that learners gave themselves, if any; they are left to the
    person who reads them.

    Returns
    -------
    Summary or None
        Nothing where nbgrader runs the notebook: it looks at every test by itself.

    Examples
    --------
    In a notebook of which no answer has run:

    >>> check_all()
    No answer of this notebook is there yet. Run the notebook from its first cell, then this cell again.
    """
    if any(name.startswith("NBGRADER_") for name in os.environ):
        return None
    names = sys._getframe(1).f_globals
    found = asked.this_notebook(names)
    if found is None:
        return Summary(())
    chapter, questions = found
    rows = tuple(_row(question, names) for question in questions)
    return Summary(rows, _learnt(chapter, rows), now())


def _row(question: asked.Question, names: Mapping[str, Any]) -> Row:
    if question.written:
        judged = memory.look("written").get(question.name, {})
        if judged.get("wrote") is not True:
            if saved.answer(question.name) == "":
                return Row(question, _OPEN, "A person reads it. The saved notebook holds nothing yet.")
            return Row(question, _READ)
        points = judged.get("points")
        own = points if isinstance(points, int | float) else 0
        return Row(question, _OWN, f"By your own list {own:g} of {_many(question.points, 'point')}.")
    answer, nothing = checking.looked_up(question.name, names)
    result = nothing or checking.judged(question.name, answer, running.code(question.name, names))
    if result.judged and result.accepted:
        memory.right(question.name)
    if result.cause == NOT_ATTEMPTED:
        return Row(question, _OPEN, score=0.0 if _values_are_judged() else None)
    said = result.message
    if result.cause == NOT_RUN:
        why = running.stopped(question.name, names)
        said = f"Python says {why}" if why and not why.startswith(running.INTERRUPTED) else said
    if not result.judged:
        return Row(question, _FORM)
    if result.cause == UNCHECKED:
        return Row(question, _UNCHECKED, result.message)
    score = result.score if _values_are_judged() else None
    return Row(question, _word(result), "" if result.score == 1.0 else said, score)


def _values_are_judged() -> bool:
    return checking._full_checker() is not None


def _word(result: Result) -> str:
    if result.cause == NOT_RUN:
        return _STOPPED
    if result.score == 1.0 and result.accepted:
        return _PASSED
    return _PART if result.score > 0.0 else _WRONG


def _learnt(chapter: str, rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the learning objectives that this notebook has questions on, all of which are passed."""
    texts = chapters.find(chapter).objectives
    asked = [(number, row.state == _PASSED) for row in rows for number in row.question.objectives]
    return tuple(
        texts[number]
        for number in dict.fromkeys(number for number, _ in asked)
        if number in texts and all(passed for other, passed in asked if other == number)
    )
