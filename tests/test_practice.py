"""practice(): what a learner reads when there is nothing to practise."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mlsys_course import chapters, memory, practice
from mlsys_course.exercise import find
from mlsys_course.memory import keeping
from mlsys_course.practice import _inputs, due
from mlsys_course.practice._session import Practice


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
    assert session.score.startswith("nothing answered yet")
    for number, unit in (
        (f"{right:.4f}", "GB"),
        (f"{right:,.4f} GB", ""),
        (f"{1000 * right:,.1f} MB", ""),
        (f"{right / 1000:.6e}", "Terabytes"),
        (f"{right * 1e9:.0f}", "bytes"),
        (f"about {right:.4f}", "GB"),
    ):
        assert session._read(number, unit).accepted, (number, unit)


def wrong_answers(section: str, name: str, tries: int = 6) -> list[str]:
    """Return what six wrong tries at an exercise are told."""
    session = practice(section, seed=3)
    while session.exercise.name != name:
        session.next()
    wrong = 3.7 * session.exercise.answer(session.numbers)
    return [repr(session.answer(wrong)) for _ in range(tries)]


@pytest.mark.parametrize(("section", "name"), [("lighthouse", "table_size"), ("iron_law", "additional_gpus")])
def test_what_is_said_grows_with_the_tries(section: str, name: str) -> None:
    told = wrong_answers(section, name)
    assert len(set(told)) == 6, "six wrong tries were told the same"
    assert "Where to look: " not in told[0] and "Where to look: " in told[1]
    assert "worked answer" in told[2] and "____" in told[3]
    assert not any("Q_" in said for said in told)


def test_a_new_question_begins_with_the_mistake_alone() -> None:
    session = practice("lighthouse", seed=3)
    for _ in range(3):
        session.answer(1e30)
    session.next()
    session.answer(1e30)
    assert session._tries == 1


def test_years_have_no_comma() -> None:
    session = practice("eras", seed=1)
    while session.exercise.name != "mention_change":
        session.next()
    assert session.numbers is not None
    shown = repr(session) + session.numbers._repr_html_()
    assert str(session.numbers.inputs["end_year"].value) in shown and f"{2013:,}" not in shown


def seek(session: Practice, name: str) -> Any:
    """Go on until an exercise is asked; return the room of its input, the button, and what is said."""
    _, room, (check, _, following), said = (
        child.children if place == 2 else child for place, child in enumerate(session.widget.children)
    )
    while session.exercise.name != name:
        following.click()
    return room, check, said


def test_a_unit_is_asked_for_only_where_there_is_one() -> None:
    session = practice("lighthouse", seed=1)
    seen = set()
    for exercise in session._pool:
        room, _, _ = seek(session, exercise.name)
        if exercise.scalar:
            fields = [field.description for field in room.children[0].children]
            assert fields == (["Number", "Unit"] if exercise.unit else ["Number"])
            seen.add(len(fields))
    assert seen == {1, 2}


def test_an_empty_box_is_told_in_words_of_the_box() -> None:
    """No three dots stand in it, and no name of the course's is known to whoever practises."""
    told = set()
    for section, chapter in [(name, one.name) for one in chapters.load() for name in one.sections]:
        session = practice(section, chapter=chapter, seed=1)
        for _ in range(len(session._pool)):
            check = session.widget.children[2].children[0]
            check.click()
            said = session.widget.children[3].value
            assert "..." not in said and session.exercise.name not in said, session.exercise.name
            assert "nothing answered yet" in said, "it was no try"
            told.add(type(session._input).__name__ + str(bool(session.exercise.unit)))
            if isinstance(session._input, _inputs.Numbers):
                assert f"Type a number{' and its unit' if session.exercise.unit else ''} first." in said
            session.next()
            del session._panel
    assert {"NumbersTrue", "NumbersFalse", "CodeFalse", "GridFalse"} <= told


@pytest.mark.parametrize(
    ("section", "name"), [("pitfalls", "book_part"), ("dam", "stage_order"), ("ai_moment", "failure_voice")]
)
def test_every_item_of_a_choice_has_a_list(section: str, name: str) -> None:
    session = practice(section, seed=1)
    room, check, said = seek(session, name)
    chosen = room.children[1:]
    assert [one.description for one in chosen] == list(map(str, session.exercise.spec.items))
    check.click()
    assert "Choose something for every line first" in said.value
    for one in chosen:
        one.value = str(session.exercise.answer(session.numbers)[one.description])
    check.click()
    assert "accepted" in said.value


def test_a_table_has_a_field_for_each_cell() -> None:
    """What is empty is named, a unit that does not belong is asked about, per cent are read."""
    session = practice("dam", seed=1)
    room, check, said = seek(session, "busy_table")
    right = session.exercise.answer(session.numbers)
    cells = {one.description: one for one in room.children[1].children if one.description}
    assert list(cells) == [f"{row}: {column}" for row in right["stage"] for column in ("busy", "spare")]

    def fill(busy: Callable[[float], str]) -> None:
        for _, row in right.iterrows():
            cells[f"{row['stage']}: busy"].value = busy(row["busy"])
            cells[f"{row['stage']}: spare"].value = f"{row['spare']:,.4g}"
        check.click()

    check.click()
    assert "Still empty: storage: busy, storage: spare" in said.value
    fill(lambda share: f"{share:.4f} GB")
    assert "storage: busy: &#x27;GB&#x27; is not needed" in said.value
    assert session.score.startswith("nothing answered yet"), "a question back is no try"
    fill(lambda share: f"{1 - share:.4f}")
    assert "waits" in said.value and "accepted" not in said.value
    fill(lambda share: f"{100 * share:.2f} %")
    assert "accepted" in said.value


def test_a_function_is_written_into_the_box(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_inputs, "_SECONDS", 0.2)
    session = practice("dam", seed=1)
    room, check, said = seek(session, "training_bill")
    (box,) = room.children[1:]
    head = "def training_bill(images, epochs, rate, price):\n    return "
    assert box.value == f"{head}..."
    check.click()
    assert "Write the function first" in said.value and "nothing answered yet" in said.value
    for source, words in (
        (head.replace(":", ""), "Python cannot read line 1: expected &#x27;:&#x27;"),
        (head.replace("training_bill", "bill") + "1", "You define bill."),
        ("while True:\n    pass", "did not finish within"),
        ("raise SystemExit", "Your lines stop in line 1 with SystemExit"),
        ("import sea_shells\n" + head + "1", "Your lines stop in line 1 with ModuleNotFoundError"),
    ):
        box.value = source
        check.click()
        assert words in said.value, said.value
    assert session.score.startswith("nothing answered yet"), "a question back is no try"
    box.value = f"{head}images * epochs / rate * price"
    check.click()
    assert "An hour has 3,600 seconds" in said.value
    box.value = f"{head}images * epochs / speed"
    check.click()
    assert "NameError" in said.value
    box.value = f"{head[:-7]}print('unseen')\n    return images"
    check.click()
    assert capsys.readouterr().out == ""
    box.value = f"SECONDS = 3600\n{head}np.float64(images) * epochs / rate / SECONDS * price"
    check.click()
    assert "accepted" in said.value


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep progress in a file of this test's own."""
    file = tmp_path / "progress.json"
    monkeypatch.setenv("MLSYS_PROGRESS", str(file))
    for name in [name for name in os.environ if name.startswith("NBGRADER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(keeping, "_stores", {})
    return file


def test_what_was_wrong_is_due_and_what_was_right_comes_back_later(kept: Path) -> None:
    now = datetime.now(UTC)
    assert "Nothing is due today" in repr(practice())
    right, wrong = "I7.2", "I6.11"
    due.review(right, True, "ch01_introduction/lighthouse", now)
    due.review(wrong, False, "ch01_introduction/iron_law", now)
    cards = memory.look("cards")
    assert cards[wrong]["due"] < cards[right]["due"], "what was wrong comes back first"
    later = datetime.fromisoformat(cards[right]["due"])
    assert [code for code, _ in due.due(later)] == [wrong, right]
    assert due.due(now - timedelta(days=1)) == []
    due.review(right, True, "ch01_introduction/lighthouse", later)
    again = datetime.fromisoformat(memory.look("cards")[right]["due"])
    assert again - later > later - now, "the time between two turns grows"


def test_what_is_due_is_practised_over_all_sections(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=400)
    places = {"table_size": "lighthouse", "additional_gpus": "iron_law"}
    for name, section in places.items():
        due.review(find(name).bank, True, f"ch01_introduction/{section}", long_ago)
    due.review("I99.1", True, "ch01_introduction/gone", long_ago)  # an exercise that there is no longer
    session = practice(seed=0)
    assert {exercise.name for exercise in session._pool} == set(places)
    assert "Due today: 2 exercises, from iron_law (1), lighthouse (1)." in repr(session)
    first = session.exercise
    session.answer(first.answer(session.numbers))
    assert {code for code, _ in due.due()} == {session.next().exercise.bank, "I99.1"}


def test_three_in_a_row_at_the_first_try_make_mastery(kept: Path) -> None:
    session = practice("lighthouse", seed=0)
    for right in (True, True, False, True, True, True):
        assert not due.mastered(session.place)
        session.answer(session.exercise.answer(session.numbers) if right else None)
        session.answer(session.exercise.answer(session.numbers))  # a second try counts for nothing
        session.next()
    assert due.mastered(session.place) and "you have mastered this section" in session.score


def test_a_card_that_was_edited_is_a_new_one(kept: Path) -> None:
    memory.record("cards", "I7.2", due="tomorrow", stability="much", state=77)
    due.review("I7.2", True, "ch01_introduction/lighthouse")
    assert datetime.fromisoformat(memory.look("cards")["I7.2"]["due"]) > datetime.now(UTC)
    memory.record("cards", "I7.2", due="2026-01-01T00:00:00")  # no time zone
    assert due.due() == []
