"""Lessons are searched for what graded questions ask, wherever in the chapter the two stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder import chapters
from autograder.building import told
from mlsys_course import readable
from mlsys_course.exercise import Exercise

EVERY = chapters.load()
NUMBERS = [one for one in EVERY.values() if one.graded and one.scalar]
WITH_UNIT = [one for one in NUMBERS if one.unit]


def found(text: str, section: str, exercise: Exercise, code: str = "") -> list[str]:
    """Return what the search says about a lesson with such a text, or with a cell that prints it."""
    cell = new_code_cell(code, outputs=[new_output("stream", text=text)]) if code else new_markdown_cell(text)
    where = Path("notebooks", exercise.chapter.name, f"01_{section}.ipynb")
    return list(told.in_lesson(new_notebook(cells=[cell]), told.asked([exercise]), where))


def written(exercise: Exercise, figures: int) -> str:
    answer = exercise.answer(exercise.table.row(0) if exercise.table else None).to(exercise.unit)
    return readable.quantity(answer, figures)


def is_round(exercise: Exercise) -> bool:
    """Say whether an answer has one figure: such numbers stand everywhere by chance."""
    return len(next(told.numbers(written(exercise, 3))).written.strip("0.")) < 2


@pytest.mark.parametrize(
    "exercise", [one for one in WITH_UNIT if not is_round(one)], ids=lambda one: one.name
)
def test_an_answer_of_three_figures_is_found_in_every_lesson(exercise: Exercise) -> None:
    text = f"So it takes {written(exercise, 3)}, all in all."
    assert found(text, exercise.section, exercise)
    assert found(text, "another_section", exercise)
    assert found(text, "another_section", exercise, "print(result)")


def test_two_figures_are_enough_beside_the_unit_alone() -> None:
    exercise = EVERY["training_days"]
    assert found("Done after 25 days.", "another_section", exercise)
    assert found("Done after 25 days.", exercise.section, exercise)
    assert not found("Done after 25 images.", exercise.section, exercise)
    assert not found("Row 25 says it.", exercise.section, exercise)
    assert not found("Done after 26 days.", "another_section", exercise)


@pytest.mark.parametrize(
    "text", ["3.15 × 10²³ FLOP", "3.15e23", r"$3.15 \times 10^{23}$ FLOP", "0.315 x 10^24"]
)
def test_a_large_number_is_read_in_every_notation(text: str) -> None:
    assert found(text, "another_section", EVERY["training_compute"])


def test_another_unit_of_the_same_kind_is_converted() -> None:
    exercise = EVERY["training_days"]
    assert found("That is 606.7 hours.", "another_section", exercise)
    assert not found("That is 606.7 GB.", exercise.section, exercise)


def test_a_comment_says_what_a_number_is_instead() -> None:
    exercise = EVERY["training_days"]
    assert found("25.3 days", exercise.section, exercise, "print(time)")
    assert not found("25.3 days", exercise.section, exercise, "print(time)  # told: 25.3 is another run")


def test_a_hit_says_where_and_what_to_do() -> None:
    exercise = EVERY["training_days"]
    (said,) = found("Done after 25.3 days.", "another_section", exercise)
    assert (
        "01_another_section.ipynb, cell 1: prints 25.3, which is what the graded question training_days"
        in said
    )
    assert "Let the lesson work with other numbers" in said
