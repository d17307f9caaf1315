"""Marking one answer: what the hidden tests call."""

from __future__ import annotations

import contextlib
import contextvars
import hashlib
import inspect
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from autograder import chapters
from mlsys_course import guard, scenarios
from mlsys_course.diagnosis.formula import Code
from mlsys_course.exercise import Exercise, find
from mlsys_course.result import UNREADABLE, Result

guard.COURSE.append(os.path.dirname(__file__))


def exercises(chapter: str | None = None) -> list[Exercise]:
    """Return every exercise, graded and practice, in the order of the bank.

    Parameters
    ----------
    chapter : str, optional
        Only those of this chapter.

    Returns
    -------
    list of Exercise
        Each with kind, unit, rtol, points, objective, bloom, anchors and graded.
    """
    return sorted(chapters.load(chapter).values(), key=lambda e: (e.chapter.name, e.chapter.place(e.bank)))


def grade_answer(
    name_or_bank: str, answer: Any, student: str | None = None, source: Code | str | None = None
) -> Result:
    """Judge an answer.

    Parameters
    ----------
    name_or_bank : str
        The exercise's name or bank code.
    answer : object
        The answer, of any type.
    student : str, optional
        Whose numbers count; by default those of the current learner (the book's where the course
        is not personal).
    source : Code or str, optional
        The source of the answer's cell. It is read, never run, and may say why a number is wrong; whether
        it is accepted is decided without it.

    Returns
    -------
    Result
        ``accepted``, ``score`` (0 to 1), ``cause``, ``message``, whatever the answer is or does.

    Raises
    ------
    LookupError
        If there is no such exercise.

    Examples
    --------
    >>> one = next(exercise for exercise in exercises() if exercise.kind == "quantity")
    >>> grade_answer(one.bank, one.answer()).accepted
    True
    >>> grade_answer(one.name, one.answer().magnitude).cause
    'unit:missing'
    """
    from mlsys_course.diagnosis import judge

    return _marked(judge, name_or_bank, answer, student, source)


def _marked(
    judge: Callable[[Exercise, Any, Any, Code | str | None], Result],
    name_or_bank: str,
    answer: Any,
    student: str | None,
    source: Code | str | None = None,
) -> Result:
    judged, call = _judged.get(), (name_or_bank, id(answer), student)
    if judged is not None and call in judged:
        return judged[call]
    chapters.load_owner(name_or_bank)
    exercise = find(name_or_bank)
    numbers = scenarios.scenario(exercise.scenario, student) if exercise.scenario else None
    result = judge(exercise, answer, numbers, source or _sources.get().get(exercise.name))
    if judged is not None and result.cause != UNREADABLE:  # `grade` wants to know why
        judged[call] = result
    return result


def solution(name: str) -> Any:
    """Return the reference solution of a classification, for masters that need not repeat the key.

    Parameters
    ----------
    name : str
        The exercise's name.

    Returns
    -------
    dict
        One class for each item.
    """
    from autograder.building import solutions

    chapters.load_owner(name)
    return solutions.answer(find(name))


_shown: contextvars.ContextVar[Callable[[Result], None] | None] = contextvars.ContextVar(
    "shown", default=None
)


# Within one test cell `check` and `grade` ask for the same verdict, and a function is called often for it.
_judged: contextvars.ContextVar[dict[tuple[str, int, str | None], Result] | None] = contextvars.ContextVar(
    "judged", default=None
)


# In grading no test cell knows what the student wrote: whoever runs it says so beside it.
_sources: contextvars.ContextVar[Mapping[str, Code]] = contextvars.ContextVar("sources", default={})  # noqa: B039


@contextlib.contextmanager
def written_as(sources: Mapping[str, Code]) -> Iterator[None]:
    """Within this context the diagnosis knows the source of answers, by their names."""
    token = _sources.set(sources)
    try:
        yield
    finally:
        _sources.reset(token)


@contextlib.contextmanager
def showing(sink: Callable[[Result], None]) -> Iterator[None]:
    """Within this context the diagnosis goes to `sink`, and no answer is judged twice; they must live on."""
    shown, judged = _shown.set(sink), _judged.set({})
    try:
        yield
    finally:
        _shown.reset(shown)
        _judged.reset(judged)


def key_version(exercise: Exercise) -> str:
    """Return eight hexadecimal digits that change when the key, its tolerance or its points do.

    Examples
    --------
    >>> len(key_version(exercises()[0]))
    8
    """
    facts = (exercise.kind, exercise.unit, exercise.rtol, exercise.atol, exercise.points, exercise.scenario)
    text = inspect.getsource(exercise.key) + repr(facts)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def grade(name: str, answer: Any) -> float:
    """Mark an answer: the last line of every hidden test.

    Parameters
    ----------
    name : str
        The exercise's name.
    answer : object
        The student's answer.

    Returns
    -------
    float
        Points from 0 to the exercise's points. A plain Python float: nbgrader reads the cell's
        result as text and takes anything it cannot parse for full marks.

    Raises
    ------
    Exception
        Where marking fails over the answer: it is the grader's to say so, never the student's loss.
    """
    from mlsys_course.diagnosis import verdict

    result = _marked(verdict, name, answer, None)
    sink = _shown.get()
    if sink is not None:
        sink(result)
    else:
        from IPython.display import display

        display(result)  # type: ignore[no-untyped-call]
    return float(round(result.score * find(name).points, 4))
