"""The book's numbers in a ``chapter.toml``: each kind counts up in the book's order, and sections nest."""

from __future__ import annotations

import re

import pytest
from chosen import chapters

from mlsys_course.chapters import Chapter

WORDS = {"sec": "Section", "tbl": "Table", "fig": "Figure", "eq": "Equation"}
CHAPTERS = pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.name)


def numbers(chapter: Chapter, kind: str) -> list[tuple[int, ...]]:
    """Return the numbers of one kind of anchor, in the order of the file."""
    found = []
    for anchor in chapter.anchors.values():
        if anchor.name.split("-")[0] == kind and anchor.number and not anchor.number.startswith("Chapter"):
            word, _, number = anchor.number.partition(" ")
            assert word == WORDS[kind] and re.fullmatch(r"(\d+|[A-Z])(\.\d+)+", number), anchor
            found.append(tuple(int(part) if part.isdigit() else ord(part) for part in number.split(".")))
    return found


def wrong_step(sections: list[tuple[int, ...]]) -> tuple[int, ...] | None:
    """Return the first section that neither opens the one before it nor follows it or one around it."""
    before = sections[0][:1] if sections else ()
    for number in sections:
        following = {(*before, 1), *((*before[:k], before[k] + 1) for k in range(1, len(before)))}
        if number not in following:
            return number
        before = number
    return None


@CHAPTERS
def test_every_anchor_is_of_a_kind_that_is_numbered(chapter: Chapter) -> None:
    assert {name.split("-")[0] for name in chapter.anchors} <= set(WORDS)
    whole = [anchor.name for anchor in chapter.anchors.values() if anchor.number.startswith("Chapter")]
    assert whole in ([], [next(iter(chapter.anchors))]), "the chapter's own anchor is the first"


@CHAPTERS
@pytest.mark.parametrize("kind", ["tbl", "fig", "eq"])
def test_tables_figures_and_equations_count_up(chapter: Chapter, kind: str) -> None:
    found = numbers(chapter, kind)
    assert found == [(*found[0][:1], count) for count in range(1, len(found) + 1)] if found else True


@CHAPTERS
def test_sections_nest(chapter: Chapter) -> None:
    assert wrong_step(numbers(chapter, "sec")) is None


@CHAPTERS
def test_all_kinds_are_of_one_chapter(chapter: Chapter) -> None:
    assert len({number[0] for kind in WORDS for number in numbers(chapter, kind)}) <= 1


@pytest.mark.core
@pytest.mark.parametrize(
    "odd",
    [
        [(1, 2)],
        [(1, 1), (1, 3)],
        [(1, 1), (1, 1, 2)],
        [(1, 1), (1, 1, 1), (1, 1, 3)],
        [(1, 1), (1, 2, 1)],
        [(1, 1), (2, 1)],
    ],
)
def test_a_gap_in_the_sections_is_found(odd: list[tuple[int, ...]]) -> None:
    assert wrong_step(odd) == odd[-1]
