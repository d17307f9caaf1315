"""Nothing of a chapter is without a place in the course."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from chosen import chapters

from autograder import coverage
from autograder.marking import exercises
from mlsys_course.chapters import Chapter

# Labels of the book's code cells and footnotes, which exercises and words cite besides its anchors.
CELL = re.compile(r"(?!sec-|eq-|tbl-|fig-)[a-z0-9]+(-[a-z0-9]+)+\Z")

each = pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.name)


@each
def test_every_anchor_is_taken_up(chapter: Chapter) -> None:
    """Each section, equation, table and figure has a lesson, an exercise or a widget."""
    assert [row.anchor for row in coverage.anchors(chapter) if not row.covered] == []


@each
def test_every_section_equation_and_table_has_a_lesson(chapter: Chapter) -> None:
    """Exercises and widgets come on top of the lessons, they do not stand in for them."""
    assert [row.anchor for row in coverage.anchors(chapter) if not row.lessons] == []


@each
def test_every_objective_has_enough_graded_exercises(chapter: Chapter) -> None:
    """At least four for each learning objective."""
    thin = {n: graded for n, (_, graded, _) in coverage.objectives(chapter).items() if len(graded) < 4}
    assert thin == {}


@each
def test_every_exercise_cites_the_chapter(chapter: Chapter) -> None:
    """Anchors exist; every exercise has an objective and at least one anchor."""
    for exercise in exercises(chapter.name):
        assert exercise.anchors and exercise.objective, exercise.name
        strange = [a for a in exercise.anchors if a not in chapter.anchors and not CELL.match(a)]
        assert strange == [], exercise.name


@each
def test_the_bank_counts_without_a_gap(chapter: Chapter) -> None:
    """Each code is one exercise; in each section they are numbered 1, 2, 3 …"""
    places = [chapter.place(exercise.bank) for exercise in exercises(chapter.name)]
    sections: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for *section, number in places:
        sections[tuple(section)].append(number)
    for section, numbers in sections.items():
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), (chapter.letter, section)
