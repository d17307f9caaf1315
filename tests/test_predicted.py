"""The answer to a prediction is covered: a rule finds it in a source, and in what comes before or after."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from chosen import files

from autograder.building import execution, notebooks, predicted
from mlsys_course import calibration, predict, questions
from mlsys_course.memory import keeping
from mlsys_course.widgets import predict as predicting
from mlsys_course.widgets.calibration import NoneYet, topics
from mlsys_course.widgets.picture import Picture

TOP = Path(__file__).resolve().parents[1]
NUMBER, CHOICE = "zz-length-of-a-line", "zz-which-of-three"


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Define two questions of which nobody knows the answer but their functions."""
    monkeypatch.setattr(questions, "_registry", dict(questions.known()))
    monkeypatch.setattr(predicting, "_MADE", {})
    why = "Because it is."
    questions.question(NUMBER, "How long is it?", unit="percent", topic="t", explanation=why)(lambda: 37.25)
    choices = ["the first", "the second one", "neither"]
    questions.question(CHOICE, "Which is it?", choices=choices, topic="t", explanation=why)(
        lambda: "the second one"
    )


def lesson(*cells: str) -> nbformat.NotebookNode:
    """Return a lesson; cells that begin with a heading or a capital letter are text."""
    made = nbformat.v4.new_notebook()
    for cell in cells:
        text = cell[0].isupper() or cell[0] == "#"
        made.cells.append(nbformat.v4.new_markdown_cell(cell) if text else nbformat.v4.new_code_cell(cell))
    return made


def found(*cells: str) -> list[tuple[int, str]]:
    return predicted.in_lesson(lesson(*cells))


ASK = {name: f'predict("{name}")' for name in (NUMBER, CHOICE)}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (NUMBER, "right = 37.25"),
        (NUMBER, "right = 37.3  # rounded"),
        (NUMBER, "compare(37.25)"),
        (CHOICE, 'compare("the second one")'),
        (CHOICE, "right = 'The second one'"),
        (CHOICE, 'print("It is the second one.")'),
    ],
)
def test_an_answer_in_the_source_is_found(name: str, code: str) -> None:
    for cells in ((ASK[name], code), (code, ASK[name])):
        ((place, said),) = found("# Lesson", *cells)
        assert place == 1 + cells.index(code) and f"the answer to {name!r} in its source" in said


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (NUMBER, "It is 37.25 percent."),
        (NUMBER, "It is 37.3 %."),
        (NUMBER, "About 37 percent."),
        (CHOICE, "Of course it is the second one."),
    ],
)
def test_an_answer_told_before_the_question_or_right_after_it_is_found(name: str, text: str) -> None:
    ((place, said),) = found("# Lesson", text, ASK[name])
    assert place == 1 and "before it is asked" in said
    ((place, said),) = found("# Lesson", ASK[name], text)
    assert place == 2 and "before a learner has seen it" in said and "into the explanation" in said
    assert found("# Lesson", ASK[name], f"## Next\n\n{text}") == [], "that is another section"
    ((place, said),) = found("# Lesson", ASK[name], f"{text}\n\n## Next")
    assert place == 2


def test_an_answer_printed_before_or_after_is_found_once_the_lesson_ran() -> None:
    for cells, place, remedy in (
        (["a = 1", ASK[NUMBER]], 1, "before it is asked"),
        ([ASK[NUMBER], "a = 1"], 2, f'after_guess("{NUMBER}")'),
    ):
        ran = lesson("# Lesson", *cells)
        cell = ran.cells[place]
        cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text="the share is 37.1%\n")]
        assert predicted.in_lesson(ran) == []
        cell.outputs[0].text = "the share is 37.25%\n"
        ((at, said),) = predicted.in_lesson(ran)
        assert at == place and "output" in said and remedy in said


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("37.25%", 0), ("37.3 percent", 0), ("37.2%", 0), ("37%", 0), ("a share of 90% and 12.5%", 0),
        ("37.35%", 1), ("37.4%", 1), ("37.1%", 1),
    ],
)  # fmt: skip
def test_an_answer_has_the_same_digits_everywhere(printed: str, found: int) -> None:
    ran = lesson("# Lesson", ASK[NUMBER], f'with after_guess("{NUMBER}"):\n    print("so it is")', "b = 1")
    for cell in ran.cells[2:]:
        cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=f"month 1: {printed}\n")]
    said = list(predicted.rounded_otherwise(ran))
    assert [place for place, _ in said] == [2] * found
    assert all(f"where the answer to {NUMBER!r} is 37.2" in sentence for _, sentence in said)
    assert not list(predicted.rounded_otherwise(ran, f"# told: {printed.rstrip('%')} is another share"))


def test_what_is_no_answer_is_not_found() -> None:
    assert found("# Lesson", "The first, the second one, or neither?", ASK[CHOICE], "Try 37 times.") == []
    assert found("# Lesson", ASK[NUMBER], "It has 38.1 percent. In 37 rows.", "x = [1, 2, 37]") == []
    assert found("# Lesson", ASK[NUMBER], "Row 37.25 of it. <!-- told: 37.25 is a row -->") == []
    ((_, said),) = found("# Lesson", 'predict("zz-witch-of-three")')
    assert "There is no question 'zz-witch-of-three'" in said


def test_the_cell_that_asks_may_show_what_it_shows() -> None:
    ran = lesson("# Lesson", ASK[NUMBER])
    ran.cells[1].outputs = [nbformat.v4.new_output("stream", name="stdout", text="Answer: 37.25 percent")]
    assert predicted.in_lesson(ran) == []


def test_question_guess_answer_and_reason_are_one_object() -> None:
    shown = predict(CHOICE)
    assert repr(shown) == "Which is it?\nNo prediction yet."
    assert "second one" not in shown.widget.children[-2].value
    shown.record("neither")
    assert repr(shown) == "Which is it?\nYour guess: neither. Answer: the second one.\nBecause it is."
    assert "Answer: the second one." in shown.widget.children[-2].value
    assert predict(CHOICE) is shown


def test_an_experiment_comes_between_guess_and_answer() -> None:
    questions.question(
        "zz-try-it", "How many?", topic="t", explanation="So it is.", experiment="Count first, then compare."
    )(lambda: 12)
    shown = predict("zz-try-it")
    compare = shown.widget.children[-1]
    assert compare.layout.display == "none"
    assert repr(shown.reveal()) == "How many?\nNo prediction yet.", "nothing to compare with"
    shown.record("about 10")
    assert repr(shown) == "How many?\nYour guess: 10. It is kept.\nCount first, then compare."
    assert compare.layout.display != "none"
    compare.click()
    assert repr(shown) == "How many?\nYour guess: 10. Answer: 12. A factor of 1.2 too low.\nSo it is."
    assert compare.layout.display == "none"


def test_what_is_printed_about_an_answer_waits_for_the_guess(tmp_path: Path) -> None:
    name = "three-models-in-a-chain"
    ran = execution.run(
        lesson(
            "from mlsys_course import after_guess, predict",
            f'with after_guess("{name}"):\n    print("it is <85.7>")',
            f'predict("{name}").record(50)',
            f'with after_guess("{name}"):\n    print("it is <85.7>")',
        ),
        tmp_path,
    )
    first, later = (ran.cells[place].outputs[0].data["text/plain"] for place in (1, 3))
    assert "85.7" not in str(ran.cells[1].outputs) and "Make your prediction above first" in first
    assert later == "it is <85.7>"


def test_a_picture_of_an_answer_waits_for_the_guess(tmp_path: Path) -> None:
    name = "three-models-in-a-chain"
    held = (
        "from mlsys_course.widgets.picture import Picture, new_figure\n"
        f'with after_guess("{name}") as show:\n'
        '    show(Picture(new_figure(), "A line that rises to <85.7> percent at the end"))'
    )
    ran = execution.run(
        lesson("from mlsys_course import after_guess, predict", held, f'predict("{name}").record(50)', held),
        tmp_path,
    )
    covered, open_ = (ran.cells[place].outputs[0].data for place in (1, 3))
    assert "85.7" not in str(covered) and "svg" not in str(covered) and "img" not in str(covered)
    assert "rises to <85.7>" in open_["text/plain"] and "rises to &lt;85.7&gt;" in open_["text/html"]


@pytest.mark.parametrize(
    ("unit", "possible", "typed", "said"),
    [
        ("percent", None, "160", "You said 160 percent. That cannot be: it lies between 0 and 100 percent."),
        ("percent", None, "-1 %", "You said -1 percent. That cannot be: it lies between 0 and 100 percent."),
        ("percent", (0, None), "-1 %", "You said -1 percent. That cannot be: it is not below 0."),
        ("rows", None, "-4", "You said -4 rows. That cannot be: it is not below 0."),
        ("rows", (0, 5), "6", "You said 6 rows. That cannot be: it lies between 0 and 5 rows."),
        ("hour", None, "-90 minutes", "You said -1.5 h. That cannot be: it is not below 0."),
        ("", (None, 9), "10", "You said 10. That cannot be: it is not above 9."),
    ],
)
def test_what_cannot_be_is_told_so_and_is_no_prediction(
    unit: str, possible: questions.Possible | None, typed: str, said: str
) -> None:
    questions.question("zz-limits", "How much?", unit=unit, possible=possible, topic="t", explanation="So.")(
        lambda: 3
    )
    shown = predict("zz-limits")
    kept = list(shown.guesses)
    with pytest.raises(ValueError, match="predict again") as caught:
        shown.record(typed)
    assert str(caught.value).replace("\N{MINUS SIGN}", "-") == f"{said} Nothing is kept yet; predict again."
    assert shown.guesses == kept and not shown.fits(shown.read(typed))
    assert shown.record("3").guesses == [*kept, 3]


@pytest.mark.parametrize(
    ("unit", "possible", "typed"),
    [
        ("percent", (0, None), "160"),
        ("", None, "-4"),
        ("percentage_point", None, "-4"),
        ("hour", None, "1e9"),
    ],
)
def test_what_can_be_is_a_prediction(unit: str, possible: questions.Possible | None, typed: str) -> None:
    questions.question("zz-any", "How much?", unit=unit, possible=possible, topic="t", explanation="So.")(
        lambda: 3
    )
    assert predict("zz-any").record(typed).guesses[-1] == float(typed)
    own = predict("How much is it, if I say so?", unit=unit)
    assert own.record("-160").guesses[-1] == -160, "what a question of one's own is about, nobody else knows"


@pytest.mark.parametrize("name", questions.known())
def test_every_answer_is_possible(name: str) -> None:
    asked = predict(name)
    assert asked.asked and asked.fits(asked.read(asked.asked.answer()))


def test_names_are_words_and_unique() -> None:
    for name, said in (("how fast", "words with hyphens"), ("fast", "words with hyphens")):
        with pytest.raises(ValueError, match=said):
            questions.question(name, "?", topic="t", explanation="")
    with pytest.raises(ValueError, match="not both"):
        questions.question("zz-a", "?", unit="day", choices=["a", "b"], topic="t", explanation="")
    with pytest.raises(ValueError, match="at least two"):
        questions.question("zz-a", "?", choices=["a"], topic="t", explanation="")
    with pytest.raises(LookupError, match="Did you mean 'zz-which-of-three'"):
        predict("zz-witch-of-three")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep progress in a file of this test's own."""
    monkeypatch.setenv("MLSYS_PROGRESS", str(tmp_path / "progress.json"))
    for name in [name for name in os.environ if name.startswith("NBGRADER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(keeping, "_stores", {})


@pytest.mark.usefixtures("kept")
def test_the_portrait_sets_every_first_guess_beside_its_answer() -> None:
    assert isinstance(calibration(), NoneYet) and "No prediction has its answer yet" in str(calibration())
    predict("What is open?", unit="day").record(3)
    assert isinstance(calibration(), NoneYet), "its answer is not known yet"
    predict(NUMBER).record("74.5 %").record("37.25 %")
    predict(CHOICE).record("neither")
    for number, (guess, truth) in enumerate([(10, 1e9), (5, 5), (0, 3), (-1, 3)]):
        predict(f"How many, the {number}th time?").record(guess).compare(truth)
    found = {topic.name: topic for topic in topics()}
    assert found["t"].ratios == [2.0] and (found["t"].right, found["t"].chosen) == (0, 1)
    assert found["your own"].ratios == [1e-8, 1.0] and found["your own"].off == 2
    portrait = calibration()
    assert isinstance(portrait, Picture)
    assert "2 of 3 lie within a factor of two" in portrait.alt and "0 of 1 choice right" in portrait.alt
    (axes,) = portrait.figure.axes
    low, high = axes.get_xlim()
    marks = [line for line in axes.lines if len(line.get_xdata()) == 1]
    assert len(marks) == 3 and all(low < line.get_xdata()[0] < high for line in marks)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["your own", "t (0 of 1 right)"]
    page = portrait._repr_html_()
    assert "<img" in page and "your own: 2 numbers" in page, "it stands without a kernel"
    portrait.figure.canvas.draw()
    room = portrait.figure.bbox
    for text in [*axes.get_yticklabels(), axes.xaxis.label]:
        box = text.get_window_extent()
        assert box.x0 >= room.x0 and box.x1 <= room.x1 and box.y0 >= room.y0, text


@pytest.mark.parametrize("path", files("notebooks", "*.ipynb"), ids=lambda path: path.stem)
def test_every_lesson_asks_and_tells_nothing(path: Path) -> None:
    built = notebooks.load(TOP / path)
    assert list(predicted.asked_in(list(predicted.pieces(built)))), "a lesson asks for a prediction"
    assert predicted.in_lesson(built) == []
