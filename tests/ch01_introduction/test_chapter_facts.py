"""The book's numbers in ``chapter.toml``: each kind counts up in the book's order, and sections nest."""

from __future__ import annotations

import re

import pytest

from mlsys_course import chapters, glossary
from mlsys_course.chapters import Chapter

CHAPTER = chapters.find("ch01_introduction")
WORDS = {"sec": "Section", "tbl": "Table", "fig": "Figure", "eq": "Equation"}
# Words of the glossary that belong to a footnote, which has no number, or to a cell of the book.
NO_ANCHOR = re.compile(r"fn-[\w-]+|gpt3-scale-stats")


def numbers(chapter: Chapter, kind: str) -> list[tuple[int, ...]]:
    """Return the numbers of one kind of anchor, in the order of the file."""
    found = []
    for anchor in chapter.anchors.values():
        if anchor.name.split("-")[0] == kind and not anchor.number.startswith("Chapter"):
            word, _, number = anchor.number.partition(" ")
            assert word == WORDS[kind] and re.fullmatch(r"\d+(\.\d+)+", number), anchor
            found.append(tuple(map(int, number.split("."))))
    return found


def wrong_step(sections: list[tuple[int, ...]], first: tuple[int, ...]) -> tuple[int, ...] | None:
    """Return the first section that neither opens the one before it nor follows it or one around it."""
    before = first
    for number in sections:
        following = {(*before, 1), *((*before[:k], before[k] + 1) for k in range(1, len(before)))}
        if number not in following:
            return number
        before = number
    return None


def test_every_anchor_is_of_a_kind_that_is_numbered() -> None:
    assert {name.split("-")[0] for name in CHAPTER.anchors} == set(WORDS)
    assert all(anchor.place == anchor.number for anchor in CHAPTER.anchors.values())
    first, *rest = CHAPTER.anchors.values()
    assert first.number == "Chapter 1"
    assert not any(anchor.number.startswith("Chapter") for anchor in rest)


@pytest.mark.parametrize(("kind", "how_many"), [("tbl", 7), ("fig", 8), ("eq", 6)])
def test_tables_figures_and_equations_count_up(kind: str, how_many: int) -> None:
    assert numbers(CHAPTER, kind) == [(1, count) for count in range(1, how_many + 1)]


def test_sections_nest() -> None:
    sections = numbers(CHAPTER, "sec")
    assert wrong_step(sections, (1,)) is None
    assert [number for number in sections if len(number) == 2] == [(1, count) for count in range(1, 16)]


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
    assert wrong_step(odd, (1,)) == odd[-1]


@pytest.mark.parametrize(
    ("anchor", "place"),
    [
        ("sec-introduction-deep-learning-era-infrastructure-bottleneck-2f02", "Section 1.3.3"),
        ("sec-introduction-expert-systems-era-knowledge-bottleneck-f928", "Section 1.3.1.2"),
        ("sec-introduction-iron-law-ml-systems-c32a", "Section 1.7"),
        ("eq-degradation", "Equation 1.3"),
        ("tbl-dam-taxonomy", "Table 1.4"),
        ("fig-ai-training-compute-growth", "Figure 1.6"),
    ],
)
def test_some_places_as_the_edition_counts_them(anchor: str, place: str) -> None:
    assert CHAPTER.anchors[anchor].place == place


def test_every_word_of_the_glossary_has_a_place_that_a_reader_finds() -> None:
    for name in glossary.terms():
        word = glossary.define(name)
        assert word.anchor in CHAPTER.anchors or NO_ANCHOR.fullmatch(word.anchor), name
        assert not re.match(r"(sec|tbl|fig|eq)-", word.place), name
