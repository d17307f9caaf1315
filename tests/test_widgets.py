"""What explorers are made of, and predictions, without a browser: knobs, widgets, "Run All".

Every explorer there is goes through `test_explorers`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import nbclient
import nbformat
import pytest
from apart import without_loop
from page_elements import Elements

import mlsys_course
from mlsys_course import Q_, chapters, practice, predict
from mlsys_course.widgets.base import Explorer, choice, doublings, slider, steps
from mlsys_course.widgets.picture import COLOURS, Picture, img, new_figure, png, styled, svg
from mlsys_course.widgets.predict import predictions


def test_an_explorer_nobody_wrote_is_answered_with_the_closest() -> None:
    with pytest.raises(AttributeError, match="explore_iron_law"):
        mlsys_course.explore_iron_lore  # noqa: B018


# ---------------------------------------------------------------------------------------------- the framework


@dataclass(frozen=True)
class Doubled:
    value: Any


def doubler(value: Any, name: str = "x") -> Doubled:
    return Doubled(2 * value)


def build(*knobs: Any, model: Any = doubler, read_out: Any = None) -> Explorer[Doubled]:
    def draw(figure: Any) -> Any:
        axes = figure.subplots()
        (line,) = axes.plot([0, 1], [0, 1])
        axes.set_ylim(0, 20)
        return lambda state: line.set_ydata([0, state.value.magnitude])

    return Explorer(
        "Double <b>what</b>?",
        knobs,
        model,
        draw,
        read_out or (lambda state: [f"Twice as much: {state.value}.", "More & <more>."]),
        lambda state: f'A line that rises from 0 to "{state.value}".',
    )


def value_knob() -> Any:
    return slider("value", "Value", steps(1, 5, 1, "GB"), Q_(3, "GB"))


def test_author_mistakes_are_refused() -> None:
    knob = value_knob()
    with pytest.raises(ValueError, match="one to 3 knobs; 4 were given"):
        build(knob, knob, knob, knob)
    with pytest.raises(ValueError, match="one to 3 knobs; 0 were given"):
        build()
    with pytest.raises(ValueError, match="given twice"):
        build(knob, knob)
    with pytest.raises(ValueError, match="no parameter 'speed'; it takes value, name"):
        build(slider("speed", "Speed", steps(1, 2, 1, "m/s")))
    with pytest.raises(TypeError, match="Every control shows a unit.*got 3"):
        slider("value", "Value", [1 * Q_(1, "GB"), 3])
    with pytest.raises(TypeError, match="Every control shows a unit.*got 3"):
        slider("value", "Value", {"one": Q_(1, ""), "three": 3})
    with pytest.raises(ValueError, match="needs at least 2"):
        choice("name", "Name", {"only": "x"})
    with pytest.raises(ValueError, match="'1 GB' at two positions"):
        slider("value", "Value", [Q_(1, "GB"), Q_(1, "GB")])
    with pytest.raises(ValueError, match="start it above 0"):
        doublings(Q_(0, "GB"))
    with pytest.raises(ValueError, match="say in a sentence what the figure shows"):
        Picture(new_figure(), "figure")


def test_move_takes_texts_and_values_and_is_all_or_nothing() -> None:
    explorer = build(value_knob(), choice("name", "Name", {"first": "x", "second": "y"}))
    assert explorer.move(value="5 GB", name="y").settings == {"value": "5 GB", "name": "second"}
    assert explorer.move(value=Q_(2000, "MB")).settings["value"] == "2 GB"
    before = explorer.settings
    with pytest.raises(ValueError, match="Value cannot be set to 7 GB. Its positions: 1 GB, 2 GB"):
        explorer.move(name="x", value="7 GB")
    with pytest.raises(ValueError, match="no knob 'vale' here; there is value, name. Did you mean 'value'?"):
        explorer.move(name="x", vale="2 GB")
    with pytest.raises(ValueError, match="cannot be set to 2 FLOP"):
        explorer.move(value=Q_(2, "FLOP"))
    assert explorer.settings == before


def test_knobs_begin_where_they_are_told() -> None:
    """By what is shown or by the value; a slider may show words of its own, a choice may be its own value."""
    rounds = {"1 round": Q_(1, ""), "2 rounds": Q_(2, "")}
    assert slider("value", "Value", rounds).start == 0
    assert slider("value", "Value", rounds, "2 rounds") == slider("value", "Value", rounds, Q_(2, ""))
    assert choice("name", "Name", ["x", "y"], "y").options == (("x", "x"), ("y", "y"))
    assert choice("name", "Name", {"first": "x", "second": "y"}, "y").start == 1
    with pytest.raises(ValueError, match="Value cannot be set to 3 rounds. Its positions: 1 round, 2 rounds"):
        slider("value", "Value", rounds, "3 rounds")


def test_texts_are_escaped() -> None:
    title, _, picture, words = build(value_knob()).widget.children
    assert [tag for tag, _ in Elements(words.value).found] == ["div", "span", "p", "b", "ul", "li"]
    assert Elements(words.value).text.startswith("Value: 3 GB.")
    assert "More & <more>." in Elements(words.value).text
    assert Elements(title.value.partition("<style>")[0]).text == "Double <b>what</b>?"
    assert dict(Elements(picture.value).found)["img"]["alt"] == 'A line that rises from 0 to "6 GB".'


def test_one_figure_is_drawn_once() -> None:
    explorer = build(value_knob())
    figure = explorer._canvas[0]
    artists = figure.axes[0].get_children()
    for value in ("1 GB", "5 GB"):
        explorer.move(value=value)
        explorer.png  # noqa: B018
    assert figure.axes[0].get_children() == artists


def test_a_picture_follows_the_theme_of_the_page() -> None:
    """Every colour of the figure has one for a dark page; ink and paper change places."""
    figure = new_figure(2, 1)
    axes = styled(figure.subplots)()
    axes.bar([1, 2], [1, 2], color=COLOURS[0], edgecolor="white", hatch="//")
    axes.text(1, 1, "said   apart", color="0.3")
    text = svg(figure).decode()
    light, dark = (dict(re.findall(r"(--c\w+):(#\w+)", part)) for part in text.split("@media")[:2])
    assert light.keys() == dark.keys() >= {"--c0072b2", "--c4c4c4c", "--cffffff", "--c000000"}
    assert (dark["--cffffff"], dark["--c000000"]) == ("#111111", "#ededed")
    body = text.split("</style>", 1)[1]
    assert not re.search(r"#[0-9a-f]{6}\b", body.replace("url(#", "")), "a colour that knows one theme only"
    assert set(re.findall(r"var\((--c\w+)\)", body)) <= light.keys()
    assert "said \u00a0 apart" in body, "spaces stay as many as they are"
    assert "Arial" in body, "words are words, in a font that the reader has"


@pytest.mark.parametrize("data", [svg, png])
def test_a_picture_has_its_size_whatever_it_is_made_of(data: Any) -> None:
    attributes = dict(Elements(img(data(new_figure(3, 2)), "Nothing at all, in white.")).found)["img"]
    assert (attributes["width"], attributes["height"]) == ("330", "220")


def test_a_picture_says_what_it_shows() -> None:
    picture = Picture(new_figure(2, 1), 'Nothing at all, in "white".')
    attributes = dict(Elements(picture._repr_html_()).found)["img"]
    assert attributes["alt"] == 'Nothing at all, in "white".'
    assert (attributes["width"], attributes["height"]) == ("220", "110")
    assert repr(picture) == 'Nothing at all, in "white".'


# ------------------------------------------------------------------------------------------------ predictions


def test_the_answer_stays_covered_until_there_is_a_prediction() -> None:
    asked = predict("How fast?", unit="times")
    shown = asked.compare(1.75)
    assert "covered" in repr(shown) and "1.75" not in repr(shown) + shown.widget.value
    asked.record(...)
    assert "covered" in shown.widget.value
    asked.record(3)
    assert "Your guess: 3 times. Answer: 1.75 times. A factor of 1.7 too high." in repr(shown)
    assert "Answer: 1.75 times" in Elements(shown.widget.value).text


def test_wrong_predictions_are_kept() -> None:
    asked = predict("How many bits has a byte?", unit="bit")
    kept = predictions()
    asked.compare(Q_(1, "byte"))
    asked.record("10").record("8 bits")
    assert predict("How many bits has a byte?", unit="bit") is asked
    assert asked.guesses == [10, 8]
    assert "Your guess: 10 bits. It is kept. Later you said 8 bits." in repr(asked)
    assert "How many bits has a byte? You: 10 bits. Answer: 8 bits." in Elements(kept.widget.value).text


@pytest.mark.parametrize(
    ("guess", "verdict"),
    [
        (25, "Close."),
        ("1,000", "A factor of 40 too high"),
        (1, "A factor of 25 too low"),
        (-3, "Off by 28 day"),
    ],
)
def test_verdicts(guess: Any, verdict: str) -> None:
    asked = predict(f"How many days, if I say {guess}?", unit="day")
    assert verdict in repr(asked.record(guess).compare(Q_(600, "hour")))


def test_choices() -> None:
    asked = predict("Which term?", choices=["data", "compute"])
    with pytest.raises(
        ValueError, match="'dota' is not among the choices: data, compute. Did you mean 'data'"
    ):
        asked.record("dota")
    assert asked.guesses == []
    shown = asked.record("Data ").compare("compute")
    assert "Your guess: data. Answer: compute." in repr(shown)
    other = predict("And which now?", choices=["data", "compute"]).record("compute")
    assert "That is it." in repr(other.compare("compute"))
    with pytest.raises(ValueError, match="not both"):
        predict("Which?", unit="day", choices=["a", "b"])
    with pytest.raises(ValueError, match="at least two"):
        predict("Which?", choices=["a"])


@pytest.mark.parametrize("typed", ["", "many", "nan", "inf", "3 GB", "0,5", "2 to 3", None, True, [3]])
def test_what_is_no_number_is_not_kept(typed: Any) -> None:
    asked = predict("How many days, in a number?", unit="day")
    with pytest.raises(ValueError, match=r"Type one|is empty|asks for a time|has a comma|single one"):
        asked.record(typed)
    assert asked.guesses == []


def test_the_box_keeps_what_is_typed() -> None:
    asked = predict("How many seats has the <i>bus</i>?")
    question, row, hint, kept, compare = asked.widget.children
    field, button = row.children
    assert "<i>" not in question.value
    field.value = "a few"
    button.click()
    assert "cannot be read as a number" in Elements(hint.value).text and "No prediction yet" in kept.value
    field.value = "50"
    button.click()
    assert hint.value == "" and "Your guess: 50. It is kept." in kept.value


# ------------------------------------------------------------------------------------------- without a kernel


def test_a_face_says_what_the_widget_says_and_runs_nothing() -> None:
    evil = "<img src=x onerror=alert(1)>"
    asked = predict(evil, choices=[evil, "b"])
    assert "No prediction yet" in Elements(asked.face()).text
    asked.record(evil)
    for shown in (asked, asked.compare("b"), predictions()):
        found = Elements(shown.face())
        assert f"Your guess: {evil}" in found.text or f"You: {evil}" in found.text
        assert {tag for tag, _ in found.found} <= {"p", "small"}


@without_loop
def test_a_face_follows_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where somebody is at the notebook: a view that is not saved, and a face that is and keeps up."""
    from mlsys_course.widgets import face

    sent: list[tuple[dict[str, Any], dict[str, Any]]] = []
    monkeypatch.setattr(face, "_publish", lambda bundle, **named: sent.append((bundle, named)))
    monkeypatch.setattr(face.place, "somebody_is_here", lambda: True)
    explorer = build(value_knob())
    explorer._ipython_display_()
    (live, marked), (still, named) = sent
    assert set(live) == {face.VIEW} and marked == {"metadata": face.LIVE}
    style = explorer._display["view"].children[1].value
    (name,) = re.findall(r"[.](\S+) {display: none}", style)
    assert name in still["text/html"] and "3 GB" in Elements(still["text/html"]).text
    explorer.move(value="5 GB")
    again, update = sent[-1]
    assert update == {"display_id": named["display_id"], "update": True}
    assert "Value: 5 GB" in Elements(again["text/html"]).text
    assert again["text/html"].count("<img") == 1 and again["text/html"] != still["text/html"]
    for _ in range(9):
        explorer._ipython_display_()
    assert len(explorer._display["ids"]) <= 4, "views that are long gone are followed for ever"


def test_a_face_says_all_without_styles_and_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """As pages show it that take out scripts, styles, drawings and pictures: words are left, and no code."""
    monkeypatch.setenv("MLSYS_PROGRESS", "off")
    explorer = chapters.export(next(name for name in chapters.exports() if name.startswith("explore_")))()
    for shown, words in (
        (explorer, explorer.title),
        (predict("How far?", unit="km").record(4), "Your guess: 4 km"),
        (predict("How far?", unit="km").compare(5), "How far?"),
        (practice(chapters.find(chapters.names()[0]).sections[0], seed=1), "nothing answered yet"),
    ):
        bundle = shown._repr_mimebundle_()
        page = re.sub(r"<(style|script|svg)\b.*?</\1>|<img[^>]*>", "", bundle["text/html"], flags=re.DOTALL)
        text = Elements(page).text
        assert words in text, text
        assert not re.search(r"[{}]|data:|<", text), text
        assert words in bundle["text/plain"]
        for picture in re.findall(r"<img[^>]*>", bundle["text/html"]):
            assert re.search(r'alt="[^"]{40,}"', picture), "a picture that is not shown says nothing"


# ------------------------------------------------------------------------------------------------ in a kernel


def test_run_all_without_a_front_end() -> None:
    name = next(name for name in chapters.exports() if name.startswith("explore_"))
    cells = [
        f"from mlsys_course import {name}, predict\n{name}()",
        "asked = predict('How many?', unit='times')\nasked",
        "asked.compare(3)",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    shown = [cell.outputs[0].data["text/plain"] for cell in notebook.cells]
    assert all(set(cell.outputs[0].data) == {"text/html", "text/plain"} for cell in notebook.cells)
    assert "<img" in notebook.cells[0].outputs[0].data["text/html"]
    assert shown[0] == repr(chapters.export(name)())
    assert shown[1] == "How many?\nNo prediction yet."
    assert "covered until" in shown[2]
    assert all(len(cell.outputs) == 1 for cell in notebook.cells), "something was printed beside the widget"


def test_an_answer_in_percent_is_compared_in_percent() -> None:
    """A share of a hundredth and one per cent are one answer, however the quantity was written."""
    for answer in (Q_(61.9, "percent"), Q_(0.619, ""), Q_(619, "mJ") / Q_(1, "J")):
        asked = predict("Which share?", unit="percent").record(50)
        assert "Answer: 61.9" in str(asked.compare(answer)), answer
    assert "Answer: 3" in str(predict("How many?", unit="devices").record(1).compare(Q_(3, "")))
