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


def test_the_boxes_read_what_people_type_and_ask_where_it_is_not_clear() -> None:
    """A question back is no try; a unit may stand behind the number or in its own box, and is converted."""
    session = practice("lighthouse", seed=0)
    while session.exercise.name != "table_size":
        session.next()
    right = session.exercise.answer(session.numbers).to("GB").magnitude
    for number, unit, said in (
        (f"{right:.6f}".replace(".", ","), "GB", "has a comma"),
        (f"{right:.4f}", "", "of what? Write the unit as well"),
        (f"{right:.4f} GB", "TB", "Which one is it?"),
        ("20 to 30", "GB", "more than one number"),
        (f"{right:.4f}", "gigs of rope", "no unit I know"),
    ):
        result = session._read(number, unit)
        assert said in result.message and "Q_" not in result.message, result
    assert session.score.startswith("0 of 0")
    for number, unit in (
        (f"{right:.4f}", "GB"),
        (f"{right:,.4f} GB", ""),
        (f"{1000 * right:,.1f} MB", ""),
        (f"{right / 1000:.6e}", "Terabytes"),
        (f"{right * 1e9:.0f}", "bytes"),
        (f"about {right:.4f}", "GB"),
    ):
        assert session._read(number, unit).accepted, (number, unit)
