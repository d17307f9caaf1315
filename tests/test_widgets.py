"""Explorers and predictions without a browser: models, texts, pictures, "Run All" with no front end."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO
from itertools import product
from typing import Any

import matplotlib
import nbclient
import nbformat
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mlsys_course
from mlsys_course import Q_, explore_iron_law, predict
from mlsys_course.chapters.ch01_introduction.widgets.iron_law import break_down
from mlsys_course.units import IncompatibleUnitsError
from mlsys_course.widgets import EXPLORERS, explorer
from mlsys_course.widgets.base import Explorer, choice, doublings, slider, steps
from mlsys_course.widgets.picture import Picture, new_figure
from mlsys_course.widgets.predict import predictions

VIEW = "application/vnd.jupyter.widget-view+json"


def pixels(png: bytes) -> Any:
    return matplotlib.image.imread(BytesIO(png))


class Elements(HTMLParser):
    """The elements of a piece of HTML, as (tag, attributes), and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


# ------------------------------------------------------------------------------------ every explorer there is


@pytest.fixture(params=sorted(EXPLORERS))
def any_explorer(request: pytest.FixtureRequest) -> Explorer[Any]:
    return getattr(mlsys_course, request.param)()


def test_every_position_of_every_knob_has_a_text(any_explorer: Explorer[Any]) -> None:
    start = dict(any_explorer.settings)
    for name, knob in any_explorer.knobs.items():
        texts = set()
        for position, _ in knob.options:
            any_explorer.move(**{name: position})
            assert any_explorer.settings[name] == position
            assert any_explorer.text.strip()
            assert "nan" not in any_explorer.text.split()
            assert len(any_explorer.alt.split()) > 5
            texts.add(any_explorer.text)
        assert len(texts) > 1, f"{name} can be moved, but the text never says anything else"
        any_explorer.move(**start)


def test_ends_of_every_knob_change_the_picture(any_explorer: Explorer[Any]) -> None:
    """In shades of grey too: colour is never the only thing that tells two states apart."""
    start = dict(any_explorer.settings)
    for name, knob in any_explorer.knobs.items():
        low = any_explorer.move(**{name: knob.options[0][0]}).png
        high = any_explorer.move(**{name: knob.options[-1][0]}).png
        low_grey, high_grey = (pixels(picture)[..., :3] @ [0.299, 0.587, 0.114] for picture in (low, high))
        assert low_grey.shape == high_grey.shape
        assert np.abs(low_grey - high_grey).max() > 0.1, f"{name} leaves the picture as it is"
        any_explorer.move(**start)


def test_knobs_pushed_to_their_ends_one_after_another_show(any_explorer: Explorer[Any]) -> None:
    """Every knob from where it stands to an end: the picture changes, and its text alternative with it."""
    for name, knob in any_explorer.knobs.items():
        before = any_explorer.png, any_explorer.alt
        last = knob.options[-1][0]
        any_explorer.move(**{name: last if any_explorer.settings[name] != last else knob.options[0][0]})
        assert any_explorer.png != before[0], f"{name} leaves the picture as it is"
        assert any_explorer.alt != before[1], f"{name} leaves the text alternative as it is"


def test_corners_are_drawn_from_the_state_alone(any_explorer: Explorer[Any]) -> None:
    """The artists are updated, not redrawn: nothing of an earlier picture may be left."""
    corners = list(
        product(*[(knob.options[0][0], knob.options[-1][0]) for knob in any_explorer.knobs.values()])
    )
    names = list(any_explorer.knobs)
    first = {corner: any_explorer.move(**dict(zip(names, corner, strict=True))).png for corner in corners}
    for corner in reversed(corners):
        again = any_explorer.move(**dict(zip(names, corner, strict=True))).png
        assert np.array_equal(pixels(again), pixels(first[corner])), corner


def test_knobs_show_units(any_explorer: Explorer[Any]) -> None:
    assert 1 <= len(any_explorer.knobs) <= 3
    for knob in any_explorer.knobs.values():
        if knob.ordered:
            for text, value in knob.options:
                assert value.dimensionless or text.split()[-1], text
                assert not text.replace(".", "").isdigit(), f"{knob.label} shows the bare number {text}"


def test_shown_without_a_front_end(any_explorer: Explorer[Any]) -> None:
    bundle = any_explorer._repr_mimebundle_()
    assert bundle["text/plain"].startswith(any_explorer.title)
    for sentence in any_explorer.text.splitlines():
        assert sentence in bundle["text/plain"]
    assert VIEW in bundle


def test_widget_has_alt_text_and_live_read_out(any_explorer: Explorer[Any]) -> None:
    box = any_explorer.widget
    picture, words = box.children[-2:]
    ((tag, attributes),) = Elements(picture.value).found
    assert tag == "img"
    assert attributes["alt"] == any_explorer.alt
    read_out = Elements(words.value)
    assert read_out.found[0][1]["aria-live"] == "polite"
    for sentence in any_explorer.text.splitlines():
        assert sentence in read_out.text
    labels = [control.description for control in box.children[1:-2]]
    assert labels == [knob.label for knob in any_explorer.knobs.values()]


def test_moving_the_control_is_moving_the_knob(any_explorer: Explorer[Any]) -> None:
    box = any_explorer.widget
    for control, knob in zip(box.children[1:-2], any_explorer.knobs.values(), strict=True):
        before = box.children[-2].value, box.children[-1].value
        control.index = len(knob.options) - 1 if knob.start == 0 else 0
        assert any_explorer.settings[knob.name] == control.options[control.index]
        assert any_explorer.text.splitlines()[0] in Elements(box.children[-1].value).text
        assert (box.children[-2].value, box.children[-1].value) != before
        any_explorer.move(**{knob.name: knob.options[knob.start][0]})
        assert control.index == knob.start


def test_registry_names_what_modules_define() -> None:
    for name in EXPLORERS:
        assert getattr(mlsys_course, name) is explorer(name)
    with pytest.raises(AttributeError, match="explore_iron_law"):
        mlsys_course.explore_iron_lore  # noqa: B018


def test_importing_loads_no_widget_library() -> None:
    """Neither the package nor an explorer's function and model need ipywidgets or matplotlib until shown."""
    code = (
        "import sys\n"
        "from mlsys_course import explore_iron_law, predict\n"
        "explore_iron_law().text; predict('How many?').record(3)\n"
        "print([name for name in ('ipywidgets', 'matplotlib', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


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


def test_texts_are_escaped() -> None:
    title, _, picture, words = build(value_knob()).widget.children
    assert [tag for tag, _ in Elements(words.value).found] == ["div", "span", "p", "b", "ul", "li"]
    assert Elements(words.value).text.startswith("Value: 3 GB.")
    assert "More & <more>." in Elements(words.value).text
    assert Elements(title.value).text == "Double <b>what</b>?"
    assert Elements(picture.value).found[0][1]["alt"] == 'A line that rises from 0 to "6 GB".'


def test_one_figure_is_drawn_once() -> None:
    explorer = build(value_knob())
    figure = explorer._canvas[0]
    artists = figure.axes[0].get_children()
    for value in ("1 GB", "5 GB"):
        explorer.move(value=value)
        explorer.png  # noqa: B018
    assert figure.axes[0].get_children() == artists


def test_a_picture_says_what_it_shows() -> None:
    picture = Picture(new_figure(2, 1), 'Nothing at all, in "white".')
    ((tag, attributes),) = Elements(picture._repr_html_()).found
    assert (tag, attributes["alt"]) == ("img", 'Nothing at all, in "white".')
    assert (attributes["width"], attributes["height"]) == ("220", "110")
    assert repr(picture) == 'Nothing at all, in "white".'


# -------------------------------------------------------------------------------------- the Iron Law explorer

amounts = st.floats(1e-3, 1e3)


@settings(max_examples=60, deadline=None)
@given(amounts, amounts, amounts, amounts, st.floats(0.01, 1), st.floats(0, 1e3))
def test_overlap_gains_at_most_a_factor_of_two(
    data: float, bandwidth: float, ops: float, peak: float, eta: float, latency: float
) -> None:
    task = break_down(
        Q_(data, "GB"), Q_(bandwidth, "GB/s"), Q_(ops, "TFLOP"), Q_(peak, "TFLOP/s"), eta, Q_(latency, "s")
    )
    additive, pipelined, terms = task.additive, task.pipelined, list(task.terms)
    assert terms == pytest.approx([data / bandwidth, ops / (peak * eta), latency])
    assert additive == pytest.approx(sum(terms))
    assert pipelined == pytest.approx(max(terms[:2]) + latency)
    assert additive * (1 + 1e-12) >= pipelined >= additive / 2 * (1 - 1e-12)
    assert terms[["data", "compute", "overhead"].index(task.longest)] == max(terms)
    assert sum(task.share(term) for term in task.terms) == pytest.approx(1)


def test_a_faster_chip_only_shrinks_its_own_terms() -> None:
    on_a100 = explore_iron_law().state.now
    on_h100 = explore_iron_law().move(device="H100").state.now
    assert on_a100.terms.data / on_h100.terms.data == pytest.approx(3350 / 2039)
    assert on_a100.terms.compute / on_h100.terms.compute == pytest.approx(989 / 312)
    assert on_a100.terms.latency == on_h100.terms.latency
    assert 1 < on_a100.additive / on_h100.additive < 3350 / 2039


def test_read_out_follows_the_operations() -> None:
    explorer = explore_iron_law("ops", ops=Q_(3, "GFLOP"))
    assert "the same as at the start. The data term takes the most." in explorer.text
    explorer.move(ops="384 GFLOP")
    assert "Compute term: 2.74 ms, 58.1% of it." in explorer.text
    assert "4.71 ms, 2.36 times as long as at the start. The compute term takes the most." in explorer.text
    assert "Overlapped (pipelined): 3.24 ms, 1.45 times as fast." in explorer.text
    explorer = explore_iron_law("latency")
    explorer.move(latency=explorer.knobs["latency"].options[0][0])
    assert "1.33 times as fast as at the start" in explorer.text


def test_times_of_any_size_are_readable() -> None:
    """From a phone's inference to the training of GPT-3 the text has units a person would use."""
    run = explore_iron_law("eta", data=1e15, bandwidth=1e12, ops=3.14e23, peak=1024 * 312e12, latency=3600)
    assert "25.3 d" in run.text
    quick = explore_iron_law("eta", data=1e3, bandwidth=1e12, ops=1e3, peak=1e12, latency=1e-9)
    assert "ns" in quick.text
    assert run.png and quick.png


def test_start_values() -> None:
    explorer = explore_iron_law("eta", "data", eta=0.37, data=Q_(7000, "MB"))
    assert explorer.settings == {"eta": "37 %", "data": "7 GB"}
    assert explore_iron_law("peak", peak=mlsys_course.constants.H100_FLOPS_FP16_TENSOR).settings["peak"] == (
        "989 TFLOP/s"
    )


def test_what_the_law_does_not_take_is_refused() -> None:
    with pytest.raises(ValueError, match="no 'efficiency'; it has data"):
        explore_iron_law("efficiency")
    with pytest.raises(ValueError, match="4 were given"):
        explore_iron_law("data", "ops", "eta", "latency")
    with pytest.raises(ValueError, match="brings its own peak"):
        explore_iron_law("device", peak=Q_(1, "TFLOP/s"))
    with pytest.raises(ValueError, match="no device 'H10' here.*Did you mean 'H100'"):
        explore_iron_law(device="H10")
    with pytest.raises(ValueError, match="if it is a percentage, write 0.45"):
        explore_iron_law("ops", eta=45)
    with pytest.raises(IncompatibleUnitsError, match="data is 3 FLOP; expected an amount of data"):
        explore_iron_law("ops", data=Q_(3, "FLOP"))
    with pytest.raises(ValueError, match="cannot start at 0 B"):
        explore_iron_law("data", data=0)
    with pytest.raises(ValueError, match="no time to look at"):
        explore_iron_law("bandwidth", data=0, ops=0, latency=0)


# ------------------------------------------------------------------------------------------------ predictions


def test_the_answer_stays_covered_until_there_is_a_prediction() -> None:
    asked = predict("How fast?", unit="times")
    shown = asked.compare(1.75)
    assert "covered" in repr(shown) and "1.75" not in repr(shown) + shown.widget.value
    asked.record(...)
    assert "covered" in shown.widget.value
    asked.record(3)
    assert "You predicted 3 times; it is 1.75 times. A factor of 1.7 too high." in repr(shown)
    assert "it is 1.75 times" in Elements(shown.widget.value).text


def test_wrong_predictions_are_kept() -> None:
    asked = predict("How many bits has a byte?", unit="bit")
    kept = predictions()
    asked.compare(Q_(1, "byte"))
    asked.record("10").record("8 bits")
    assert predict("How many bits has a byte?", unit="bit") is asked
    assert asked.guesses == [10, 8]
    assert "You predicted 10 bit. It is kept. Later you said 8 bit." in repr(asked)
    assert "How many bits has a byte? You: 10 bit. Answer: 8 bit." in Elements(kept.widget.value).text


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
    assert "You predicted data; it is compute. Your prediction is kept" in repr(shown)
    other = predict("And which now?", choices=["data", "compute"]).record("compute")
    assert "That is it." in repr(other.compare("compute"))
    with pytest.raises(ValueError, match="not both"):
        predict("Which?", unit="day", choices=["a", "b"])
    with pytest.raises(ValueError, match="at least two"):
        predict("Which?", choices=["a"])


@pytest.mark.parametrize("typed", ["", "many", "nan", "inf", "3 hours", None, True, [3]])
def test_what_is_no_number_is_not_kept(typed: Any) -> None:
    asked = predict("How many days, in a number?", unit="day")
    with pytest.raises(ValueError, match="Type a plain number in day"):
        asked.record(typed)
    assert asked.guesses == []


def test_the_box_keeps_what_is_typed() -> None:
    asked = predict("How many seats has the <i>bus</i>?")
    question, row, hint, kept = asked.widget.children
    field, button = row.children
    assert "<i>" not in question.value
    field.value = "a few"
    button.click()
    assert "cannot be read" in Elements(hint.value).text and "No prediction yet" in kept.value
    field.value = "50"
    button.click()
    assert hint.value == "" and "You predicted 50. It is kept." in kept.value


# ------------------------------------------------------------------------------------------------ in a kernel


def test_run_all_without_a_front_end() -> None:
    cells = [
        "from mlsys_course import explore_iron_law, predict\nexplore_iron_law()",
        "asked = predict('How many?', unit='times')\nasked",
        "asked.compare(3)",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    shown = [cell.outputs[0].data["text/plain"] for cell in notebook.cells]
    assert shown[0].splitlines()[:2] == [
        "The Iron Law: where does the time go?",
        "  Device: A100: 2,039 GB/s, 312 TFLOP/s",
    ]
    assert "Data term: 1.47 ms" in shown[0]
    assert shown[1] == "How many?\nNo prediction yet."
    assert "covered until" in shown[2]
    assert all(len(cell.outputs) == 1 for cell in notebook.cells), "something was printed beside the widget"
