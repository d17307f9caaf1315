"""What a chapter's author reads when a file of the chapter lacks something."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from mlsys_course import chapters, glossary
from mlsys_course.chapters import ChapterError
from mlsys_course.data import Tables


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the glossary file of a chapter that has nothing else."""
    (tmp_path / "ch99_words").mkdir()
    (tmp_path / "ch99_words" / "chapter.toml").write_text(
        'title = "Words"\nletter = "Y"\n[edition]\nrepository = ""\npath = ""\ncommit = ""\ndate = ""\n'
        '[objectives]\n1 = "Say something"\n[anchors]\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(chapters, "FOLDER", tmp_path)
    glossary._glossary.cache_clear()
    glossary._index.cache_clear()
    yield tmp_path / "ch99_words" / "glossary.toml"
    glossary._glossary.cache_clear()
    glossary._index.cache_clear()


def test_a_word_without_its_place(words: Path) -> None:
    words.write_text('[[term]]\nname = "batch"\nmeans = "Some samples."\n', encoding="utf-8")
    with pytest.raises(ChapterError, match=r"ch99_words/glossary.toml: the word 'batch' lacks anchor\."):
        glossary.check()


def test_a_table_that_nobody_describes(tmp_path: Path) -> None:
    (tmp_path / "tables.toml").write_text('[known]\ntitle = "Known"\n', encoding="utf-8")
    tables = Tables(str(tmp_path / "__init__.py"))
    with pytest.raises(ChapterError, match=r"known lacks source, reference, note, units: .*\[known\]"):
        tables.with_provenance(pd.DataFrame(), "known")
    with pytest.raises(ChapterError, match="new lacks title"):
        tables.with_provenance(pd.DataFrame(), "new")
