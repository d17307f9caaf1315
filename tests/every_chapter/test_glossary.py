"""Every word of a chapter is found, in all its spellings, and has a place in the chapter."""

from __future__ import annotations

import pytest
from chosen import chapters

from mlsys_course import chapters as every
from mlsys_course import define, glossary

WORDS = [word for word in glossary.terms() if every.find(define(word).chapter) in chapters()]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_found_and_has_a_place(word: str) -> None:
    found = define(word)
    assert found.name == word
    assert found.place == every.find(found.chapter).reference(found.anchor)[0]
    assert found.means.endswith(".") and len(found.means) > 20
    for spelling in found.also:
        assert define(spelling) is found


def test_no_word_stands_twice() -> None:
    assert len(WORDS) == len(set(WORDS)) > 0
