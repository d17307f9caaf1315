"""Every word of a chapter is found, in all its spellings, and has a place in the chapter."""

from __future__ import annotations

import re

import pytest
from chosen import chapters

from mlsys_course import chapters as every
from mlsys_course import define, glossary

WORDS = [word for word in glossary.terms() if every.find(define(word).chapter) in chapters()]
# Labels of the book's footnotes and code cells, which no chapter.toml lists.
LABEL = re.compile(r"fn-[\w-]+|(?!sec-|eq-|tbl-|fig-)[a-z0-9]+(-[a-z0-9]+)+")


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_found_and_has_a_place(word: str) -> None:
    found = define(word)
    assert found.name == word
    assert found.anchor in every.find(found.chapter).anchors or LABEL.fullmatch(found.anchor), found.anchor
    assert found.means.endswith(".") and len(found.means) > 20
    for spelling in found.also:
        assert define(spelling) is found


def test_no_word_stands_twice() -> None:
    assert len(WORDS) == len(set(WORDS)) > 0
