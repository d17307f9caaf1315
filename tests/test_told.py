"""A lesson does not print what a graded question asks for: the search finds it, and stops the build."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import nbformat
import pytest
from nbformat.notebooknode import NotebookNode

from autograder.building import execution, told
from autograder.chapters import load

WHERE = Path("notebooks/ch01_introduction/06_iron_law.ipynb")
DAYS = told.Asked("training_days", (25.278, 606.7, 2_184_050.0), 0.015)
SHARE = told.Asked("share", (0.3356, 33.56), 0.01)


def lesson(*cells: NotebookNode) -> NotebookNode:
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=list(cells))
    return notebook


def text(source: str) -> NotebookNode:
    cell: NotebookNode = nbformat.v4.new_markdown_cell(source)
    return cell


def code(source: str, printed: str = "") -> NotebookNode:
    output = nbformat.v4.new_output("stream", name="stdout", text=printed)
    cell: NotebookNode = nbformat.v4.new_code_cell(source, outputs=[output])
    return cell


def found(*cells: NotebookNode, questions: Sequence[told.Asked] = (DAYS, SHARE)) -> list[str]:
    return list(told.in_lesson(lesson(*cells), questions, WHERE))


@pytest.mark.parametrize(
    "said",
    [
        "25.3 days",
        "it takes 25.28 day",
        "25.1 days",
        "607 hours",
        "2.18e6 s",
        "2,184,050 seconds",
        "33.6 %",
        "0.336",
    ],
)
def test_an_answer_is_found_in_prose_and_in_what_a_cell_prints(said: str) -> None:
    for cell in (text(f"We find {said}."), code("print(time)", said)):
        (sentence,) = found(cell)
        assert sentence.startswith(f"{WHERE}, cell 1: prints ")
        assert (
            "which is what the graded question" in sentence and "Let the lesson work with other" in sentence
        )


@pytest.mark.parametrize(
    "said",
    ["25 days", "26.1 days", "600 hours", "18 days", "year 2025", "33.1 %", "3.14e23 FLOP", "1,024 GPUs"],
)
def test_another_number_is_not(said: str) -> None:
    assert not found(text(said), code("print(x)", said))


def test_what_a_learner_sets_is_theirs() -> None:
    assert not found(code("explore_iron_law()", "25.3 days"), code('practice("iron_law")', "25.3"))


def test_a_number_that_agrees_by_chance_is_named_in_the_cell() -> None:
    said = "a rope of 25.3 m"
    assert found(text(said))
    assert not found(
        text(f"{said} <!-- told: 25.3 is a length -->"), code("x  # told: 25.3 is a length", said)
    )
    assert found(text(f"{said} <!-- told: 25.2 is a length -->")), "another number is named"


def test_a_covered_answer_is_uncovered_first() -> None:
    """A prediction covers the answer until there is a guess: the build makes one for each."""
    covered = lesson(
        nbformat.v4.new_code_cell("from mlsys_course import predict"),
        nbformat.v4.new_code_cell('days = predict("How long?", unit="day")\ndays'),
        nbformat.v4.new_code_cell('way = predict(\n    "Which way?",\n    choices=["up", "down"],\n)\nway'),
        nbformat.v4.new_code_cell("days.compare(25.278)"),
        nbformat.v4.new_code_cell('way.compare("down")'),
    )
    assert not list(told.in_lesson(execution.run(covered, Path.cwd()), [DAYS], WHERE))
    uncovered = execution.run(told.with_guesses(covered), Path.cwd())
    assert not list(execution.faults(uncovered, WHERE))
    (sentence,) = told.in_lesson(uncovered, [DAYS], WHERE)
    assert "cell 4: prints 25.3" in sentence
    (sentence,) = execution.check([(WHERE, covered)], Path.cwd(), load("ch01_introduction"))[:1]
    assert "training_days" in sentence or "days_25" in sentence


def test_the_questions_beside_a_lesson_are_those_of_its_section() -> None:
    known = load("ch01_introduction")
    questions = told.questions_beside(WHERE, known)
    assert {"training_days", "days_saved", "training_claims, days_25"} <= {one.name for one in questions}
    days = next(one for one in questions if one.name == "training_days")
    assert days.values[0] == pytest.approx(25.278, rel=1e-4) and len(days.values) > 5
    assert not any(
        one.name == "training_days"
        for one in told.questions_beside(Path(WHERE.parent, "04_dam.ipynb"), known)
    )
