"""Nothing of the chapter is without a place in the course."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder import coverage
from autograder.marking import exercises

TOP = Path(__file__).resolve().parents[1]
# Labels of the chapter's code cells and footnotes, which exercises cite besides its anchors.
_CELL = re.compile(r"(?!sec-|eq-|tbl-|fig-)[a-z0-9]+(-[a-z0-9]+)+\Z")


def test_every_anchor_of_the_chapter_is_taken_up() -> None:
    """Each section, equation, table and figure has a lesson, an exercise or a widget."""
    assert [row.anchor for row in coverage.anchors() if not row.covered] == []


def test_every_section_equation_and_table_has_a_lesson() -> None:
    """Exercises and widgets come on top of the lessons, they do not stand in for them."""
    assert [row.anchor for row in coverage.anchors() if not row.lessons] == []


def test_every_objective_has_enough_graded_exercises() -> None:
    """At least four for each of the eight learning objectives."""
    thin = {n: graded for n, (_, graded, _) in coverage.objectives().items() if len(graded) < 4}
    assert thin == {}


def test_every_exercise_cites_the_chapter() -> None:
    """Anchors exist; every exercise has an objective and at least one anchor."""
    known, _ = coverage.chapter()
    for exercise in exercises():
        assert exercise.anchors and exercise.objective, exercise.name
        strange = [a for a in exercise.anchors if a not in known and not _CELL.match(a)]
        assert strange == [], exercise.name


def test_every_code_of_the_bank_is_an_exercise() -> None:
    """The bank's 139 codes, section by section, each exactly once."""
    sizes = {1: 11, 2: 18, 3: 11, 4: 10, 5: 14, 6: 18, 7: 20, 8: 15, 9: 22}
    codes = [exercise.bank for exercise in exercises()]
    assert len(codes) == len(set(codes))
    wanted = {f"I{section}.{number}" for section, size in sizes.items() for number in range(1, size + 1)}
    assert sorted(wanted - set(codes)) == []


@pytest.mark.parametrize("section", range(1, 10))
def test_a_section_has_five_to_nine_graded_exercises(section: int) -> None:
    """What is not graded is there for practice."""
    graded = [e for e in exercises() if e.graded and e.bank.startswith(f"I{section}.")]
    assert 5 <= len(graded) <= 9


def test_the_index_of_the_lessons_is_right() -> None:
    """notebooks/README.md lists every lesson with its number, title, minutes and needs."""
    index = (TOP / "notebooks" / "README.md").read_text(encoding="utf-8")
    for master in sorted((TOP / "notebooks" / "ch01_introduction").glob("*.py")):
        text = master.read_text(encoding="utf-8")
        title = re.search(r"^# # (.+)$", text, re.MULTILINE)
        minutes = re.search(
            r"(\d+) minutes", text[: text.index("What you'll need") + 300].split("What you'll need")[1]
        )
        assert title and minutes, master.name
        row = next(line for line in index.splitlines() if f"{master.stem}.ipynb" in line)
        assert title[1] in row and f"{minutes[1]} min" in row, row
