"""The record of who marked what: two servers write at once, and what cannot be written is not half there."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest
from adversarial.kit import small_course

from autograder.formgrader import record, rubric
from autograder.grading import forget


def entry(number: int, by: str = "tim", **changed: str) -> record.Entry:
    made = record.Entry("now", by, "ch01", "nb", f"explain_{number}", "ada", record.POINTS, "1", "a | b")
    return made._replace(**changed)


def write(path: str, by: str, count: int) -> None:
    for number in range(count):
        with record.opened(Path(path)) as journal:
            journal.add(entry(number, by))


def test_several_servers_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / record.NAME
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write, args=(str(path), f"by{n}", 200)) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found = record.read(path)
    assert len(found) == 600 and path.read_text().count("assignment") == 1
    for n in range(3):
        mine = [int(one.cell.removeprefix("explain_")) for one in found if one.by == f"by{n}"]
        assert mine == list(range(200))


def test_a_mark_that_fails_leaves_no_line(tmp_path: Path) -> None:
    path = tmp_path / record.NAME
    write(str(path), "tim", 2)
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError), record.opened(path) as journal:
        journal.add(entry(3))
        raise ZeroDivisionError
    assert path.read_bytes() == before


def test_a_full_disk_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / record.NAME
    write(str(path), "tim", 1)
    before, real, tries = path.read_bytes(), os.write, iter([7, None])

    def full(descriptor: int, data: bytes) -> int:
        much = next(tries)
        if much is None:
            raise OSError(28, "No space left on device")
        return real(descriptor, data[:much])

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(OSError, match="No space"), record.opened(path) as journal:
            journal.add(entry(1))
    assert path.read_bytes() == before


def test_a_line_that_was_cut_off_costs_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / record.NAME
    write(str(path), "tim", 2)
    os.truncate(path, path.stat().st_size - 9)
    write(str(path), "uma", 1)
    assert [one.by for one in record.read(path)] == ["tim", "uma"]


def test_a_file_put_in_its_place_meanwhile_gets_the_line(tmp_path: Path) -> None:
    """As when a student is removed: whoever waited for the old file writes into the new one."""
    path = tmp_path / record.NAME
    write(str(path), "tim", 3)
    context = multiprocessing.get_context("spawn")
    with record.opened(path):
        waiting = context.Process(target=write, args=(str(path), "uma", 1))
        waiting.start()
        waiting.join(5)
        new = tmp_path / "new"
        write(str(new), "kept", 1)
        os.replace(new, path)
    waiting.join()
    assert [one.by for one in record.read(path)] == ["kept", "uma"]


def test_what_a_spreadsheet_would_run_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / record.NAME
    with record.opened(path) as journal:
        journal.add(entry(0, "=tim()", student="'ada"))
    assert ",=tim" not in path.read_text()
    (found,) = record.about(path, "ch01", "nb", "'ada")["explain_0"]
    assert found.by == "=tim()" and record.split(found.rubric) == ["a", "b"]


def test_points_of_the_course_s_questions_are_worth_what_the_question_is() -> None:
    lines = rubric.lines([], "explain_utilisation")
    assert len(lines) >= 3 and sum(line.points for line in lines) == 3


def test_a_student_s_own_mark_scheme_counts_for_nothing() -> None:
    """Points come from cells that students cannot change, and from the nearest one above the answer."""
    told = "### BEGIN MARK SCHEME\n{}\n### END MARK SCHEME"
    cells = [
        {
            "source": told.format("1 point: theirs"),
            "metadata": {"nbgrader": {"grade_id": "a", "locked": True}},
        },
        {"source": "", "metadata": {"nbgrader": {"grade_id": "one", "solution": True}}},
        {"source": told.format("9 points: mine"), "metadata": {}},
        {
            "source": told.format("9 points: mine"),
            "metadata": {"nbgrader": {"grade_id": "two", "solution": True}},
        },
    ]
    assert [line.text for line in rubric.scheme(cells, "one")] == ["theirs"]
    assert rubric.scheme(cells, "two") == []


def test_who_is_forgotten_is_in_no_line(tmp_path: Path) -> None:
    course = small_course(tmp_path)
    path = record.path_of(course.coursedir())
    with record.opened(path) as journal:
        journal.add(entry(0, student="ada"))
    with record.opened(path) as journal:
        journal.add(entry(1, student="bob"))
    found = forget.look(course.coursedir(), "ada")
    assert found.tables == [path]
    forget.remove(course.coursedir(), "ada", found)
    assert [one.student for one in record.read(path)] == ["bob"]
    with record.opened(path) as journal:
        journal.add(entry(2, student="bob"))
    assert [one.cell for one in record.read(path)] == ["explain_1", "explain_2"]
