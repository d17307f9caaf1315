"""Every explorer: knobs, texts and pictures at every position, without a browser."""

from __future__ import annotations

from io import BytesIO
from itertools import product
from typing import Any

import matplotlib
import numpy as np
import pytest
from chosen import explorers
from page_elements import Elements

import mlsys_course
from mlsys_course import chapters
from mlsys_course.widgets.base import Explorer

VIEW = "application/vnd.jupyter.widget-view+json"


def pixels(png: bytes) -> Any:
    return matplotlib.image.imread(BytesIO(png))


@pytest.fixture(params=explorers())
def any_explorer(request: pytest.FixtureRequest) -> Explorer[Any]:
    return getattr(mlsys_course, request.param)()


def test_its_module_is_named_after_it(any_explorer: Explorer[Any], request: pytest.FixtureRequest) -> None:
    name = request.node.callspec.params["any_explorer"]
    assert getattr(mlsys_course, name).__module__ == chapters.exports()[name]
    assert isinstance(any_explorer, Explorer)


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
