"""Every anchor has the number that the chapter's edition prints, and a reader is told it."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from mlsys_course import chapters, glossary

ANCHORS = chapters.find("ch01_introduction").anchors


def test_every_anchor_has_a_number_and_none_is_missing() -> None:
    printed = [anchor.number for anchor in ANCHORS.values()]
    assert printed[0] == "Chapter 1"
    # What the edition holds: its headings that are numbered, its captions and its labelled equations.
    sizes = {"Section": 25, "Table": 7, "Figure": 8, "Equation": 6}
    assert {word: sum(number.startswith(word) for number in printed) for word in sizes} == sizes
    assert len(printed) == 1 + sum(sizes.values())
    assert all(anchor.place == anchor.number for anchor in ANCHORS.values())


@pytest.mark.parametrize(
    ("anchor", "place"),
    [
        ("sec-introduction-deep-learning-era-infrastructure-bottleneck-2f02", "Section 1.3.3"),
        ("sec-introduction-expert-systems-era-knowledge-bottleneck-f928", "Section 1.3.1.2"),
        ("sec-introduction-iron-law-ml-systems-c32a", "Section 1.7"),
        ("sec-introduction-summary-385d", "Section 1.15"),
        ("eq-degradation", "Equation 1.3"),
        ("tbl-dam-taxonomy", "Table 1.4"),
        ("fig-ai-training-compute-growth", "Figure 1.6"),
    ],
)
def test_some_places_as_the_edition_counts_them(anchor: str, place: str) -> None:
    assert ANCHORS[anchor].place == place


def test_no_word_of_the_glossary_shows_a_label() -> None:
    for name in glossary.terms():
        assert not re.match(r"(sec|tbl|fig|eq|fn)-", glossary.define(name).place), name


def test_no_built_notebook_shows_a_label_or_a_note_of_its_author() -> None:
    root = Path(__file__).parents[2]
    built = [
        path for top in ("notebooks", "release") for path in root.glob(f"{top}/ch01_introduction/*.ipynb")
    ]
    masters = [one for top in ("notebooks", "source") for one in root.glob(f"{top}/ch01_introduction/*.py")]
    assert len(built) == len(masters) > 0
    for path in built:
        links = 0
        for cell in nbformat.read(path, 4).cells:
            links += cell.source.count("](https://mlsysbook.ai/")
            shown = re.sub(r"\]\(https://[^)]*\)", "]", cell.source)
            assert not re.search(r"\b(sec|tbl|fig|eq|fn)-[a-z]|literal:|told:", shown), (
                path.name,
                cell.source,
            )
        assert links, path.name
