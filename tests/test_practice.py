"""practice(): what a learner reads when there is nothing to practise."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlsys_course import chapters, practice


@pytest.fixture
def unfinished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a chapter with a section that nobody has written exercises for."""
    name = "ch99_unfinished"
    room = tmp_path / name / "practice" / "empty"
    room.mkdir(parents=True)
    for path in (tmp_path / name / "__init__.py", room / "planned.py"):
        path.write_text('"""Nothing yet."""\n', encoding="utf-8")
    (tmp_path / name / "chapter.toml").write_text(
        'title = "Unfinished"\nletter = "Y"\n[edition]\nrepository = ""\npath = ""\ncommit = ""\ndate = ""\n'
        '[objectives]\n1 = "Do something"\n[anchors]\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(chapters, "FOLDER", tmp_path)
    monkeypatch.setattr(chapters, "__path__", [str(tmp_path)])
    return name


def test_an_empty_section_is_a_sentence(unfinished: str) -> None:
    with pytest.raises(LookupError, match=f"'empty' of {unfinished} has no exercises .*No section of it has"):
        practice("empty", chapter=unfinished)


def test_an_unknown_section_names_the_closest() -> None:
    with pytest.raises(LookupError, match="There is no section 'iron_lw' .*Did you mean 'iron_law'"):
        practice("iron_lw")
