"""Practice: every exercise of every section is asked, checked and worked out, with several rows."""

from __future__ import annotations

import re

import pytest
from chosen import chapters

from mlsys_course import practice
from mlsys_course.chapters import Chapter
from mlsys_course.practice._session import Practice
from mlsys_course.result import NOT_ATTEMPTED

SECTIONS = [(chapter, section) for chapter in chapters() for section in chapter.sections]
each = pytest.mark.parametrize(
    ("chapter", "section"), SECTIONS, ids=[f"{chapter.name}-{section}" for chapter, section in SECTIONS]
)
ROUNDS = 3


def rounds(session: Practice) -> int:
    """Return how many questions show every exercise of a section three times."""
    return ROUNDS * len(session._pool)


@each
def test_the_worked_answer_is_right_and_says_so(chapter: Chapter, section: str) -> None:
    session = practice(section, seed=1, chapter=chapter.name)
    seen: dict[str, set[str]] = {}
    for _ in range(rounds(session)):
        exercise, numbers = session.exercise, session.numbers
        worked = session.worked()
        assert session.answer(exercise.answer(numbers)).accepted, exercise.name
        if exercise.scalar:
            assert worked.startswith(f"{exercise.name} = ")
            # Typed into the two boxes as it is printed, the value is right.
            printed = re.fullmatch(r"  = (\S+(?: × \S+)?)(?: (.+)|(%))?", worked.splitlines()[-1])
            assert printed, worked
            number = printed[1].removesuffix("%")
            typed = session._read(number, printed[2] or ("percent" if number != printed[1] else ""))
            assert typed.accepted, (exercise.name, worked, typed)
        # What is printed is the work: no decorator, no factor of one, no name out of the course's own code.
        assert "@" not in worked and "* 1\n" not in f"{worked}\n", worked
        assert not re.search(r"\b_\w+\(", worked), worked
        seen.setdefault(exercise.name, set()).add(repr(numbers))
        session.next()
    assert set(seen) == {exercise.name for exercise in session._pool}
    for exercise in session._pool:
        rows = len(exercise.table.rows) if exercise.table else 1
        # Three draws of hundreds of rows are seldom one; of few they may be.
        assert len(seen[exercise.name]) > 1 or rows < 100, exercise.name


@each
def test_a_question_is_words_and_nothing_is_answered_by_nothing(chapter: Chapter, section: str) -> None:
    session = practice(section, seed=2, chapter=chapter.name)
    for _ in session._pool:
        assert len(session.question.split()) > 5 and session.exercise.title in session.question
        assert session.answer(...).cause == NOT_ATTEMPTED
        assert not session.answer(None).accepted
        session.next()
    assert session.score.startswith("0 of ")


@each
def test_a_right_first_try_counts_and_a_worked_answer_does_not(chapter: Chapter, section: str) -> None:
    session = practice(section, seed=3, chapter=chapter.name)
    session.answer(session.exercise.answer(session.numbers))
    assert session.score.startswith("1 of 1 right at the first try")
    session.next().worked()
    session.answer(session.exercise.answer(session.numbers))
    assert session.score.startswith("1 of 2 right at the first try")
