"""The chapters' explorers: texts, pictures, knobs. Each is walked through once.

What a single explorer's model computes is tested with its chapter.
"""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Any

import layout
import numpy as np
import pytest
from chosen import explorers
from page_elements import Elements

import mlsys_course
from mlsys_course import chapters
from mlsys_course.widgets.base import Explorer, Knob
from mlsys_course.widgets.picture import styled

CLUMSY = re.compile(r"× 1\b(?![.,]\d)|(?<![.,\d])1 times\b|times as (little|few)")
"""A factor of one, said aloud; "times as little", which is no number of times."""


@dataclass(frozen=True)
class Seen:
    """What a learner has before him: the widget's picture, its text alternative, the read-out."""

    settings: dict[str, str]
    text: str
    svg: bytes
    pixels: Any
    alt: str
    words: str

    @property
    def grey(self) -> Any:
        return self.pixels[..., :3] / 255 @ [0.299, 0.587, 0.114]


@dataclass
class Walk:
    """One walk through an explorer; every picture of it is drawn here and nowhere else."""

    explorer: Explorer[Any]
    start: Seen
    ends: dict[str, tuple[Seen, Seen]] = field(default_factory=dict)  # each knob's, by its control
    pushed: list[Seen] = field(default_factory=list)  # from the start on, one knob after another
    again: list[tuple[Seen, Seen]] = field(default_factory=list)  # start and corners, each by two ways


def look(explorer: Explorer[Any]) -> Seen:
    picture, words = explorer.widget.children[-2:]
    ((tag, attributes),) = [one for one in Elements(picture.value).found if one[0] != "style"]
    assert tag == "img"
    header, _, data = str(attributes["src"]).partition(",")
    assert header == "data:image/svg+xml;base64"
    svg, alt = base64.b64decode(data), str(attributes["alt"])
    return Seen(explorer.settings, explorer.text, svg, pixels(explorer.figure), alt, words.value)


@styled
def pixels(figure: Any) -> Any:
    """Return what the same figure looks like."""
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba()).copy()


def ends(knob: Knob) -> tuple[str, str]:
    return knob.options[0][0], knob.options[-1][0]


@cache
def walk(name: str) -> Walk:
    explorer = getattr(mlsys_course, name)()
    start = look(explorer)
    seen = Walk(explorer, start, pushed=[start])
    for knob, control in zip(explorer.knobs.values(), explorer.widget.children[1:-2], strict=True):
        both = []
        for position in (0, len(knob.options) - 1):
            control.index = position
            both.append(look(explorer))
        seen.ends[knob.name] = both[0], both[1]
        explorer.move(**start.settings)
    for knob in explorer.knobs.values():
        first, last = ends(knob)
        explorer.move(**{knob.name: last if explorer.settings[knob.name] != last else first})
        seen.pushed.append(look(explorer))
    corners = [
        dict(zip(explorer.knobs, c, strict=True)) for c in product(*map(ends, explorer.knobs.values()))
    ]
    there, back = ([look(explorer.move(**c)) for c in way] for way in (corners, corners[::-1]))
    # The picture at the start was drawn before any other.
    seen.again = [(start, look(explorer.move(**start.settings))), *zip(there, back[::-1], strict=True)]
    return seen


# All tests of one explorer run in one process, and share its walk.
each = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in explorers()]
)


@each
def test_every_position_of_every_knob_has_a_text(name: str) -> None:
    explorer: Explorer[Any] = getattr(mlsys_course, name)()
    start = dict(explorer.settings)
    for knob in explorer.knobs.values():
        texts = set()
        for position, _ in knob.options:
            explorer.move(**{knob.name: position})
            assert explorer.settings[knob.name] == position
            assert explorer.text.strip()
            assert "nan" not in explorer.text.split()
            assert len(explorer.alt.split()) > 5
            assert not CLUMSY.search(f"{explorer!r} {explorer.alt}"), explorer
            texts.add(explorer.text)
        assert len(texts) > 1, f"{knob.name} can be moved, but the text never says anything else"
        explorer.move(**start)


@each
def test_a_knob_reads_as_its_name_and_where_it_stands(name: str) -> None:
    for knob in getattr(mlsys_course, name)().knobs.values():
        assert knob.label[:1].isupper(), f"{knob.label}: {knob.options[0][0]} is half a sentence"


@each
def test_knobs_show_units(name: str) -> None:
    explorer: Explorer[Any] = getattr(mlsys_course, name)()
    assert 1 <= len(explorer.knobs) <= 3
    for knob in explorer.knobs.values():
        if knob.ordered:
            for text, value in knob.options:
                assert value.dimensionless or text.split()[-1], text
                assert not text.replace(".", "").isdigit(), f"{knob.label} shows the bare number {text}"


@each
def test_ends_of_every_knob_change_the_picture(name: str) -> None:
    """In shades of grey too: colour is never the only thing that tells two states apart."""
    for knob, (low, high) in walk(name).ends.items():
        assert low.pixels.shape == high.pixels.shape
        assert np.abs(low.grey - high.grey).max() > 0.1, f"{knob} leaves the picture as it is"


@each
def test_moving_a_control_is_moving_its_knob(name: str) -> None:
    """The picture, its text alternative and the read-out follow, and speak of the knob's new position."""
    seen = walk(name)
    for control, knob in zip(seen.explorer.widget.children[1:-2], seen.explorer.knobs.values(), strict=True):
        assert control.description == knob.label
        assert control.index == knob.start, "moving the knob moves its control"
        for there, position in zip(seen.ends[knob.name], ends(knob), strict=True):
            assert there.settings == {**seen.start.settings, knob.name: position}
            read_out = Elements(there.words).text
            assert f"{knob.label}: {position}" in read_out
            assert all(sentence in read_out for sentence in there.text.splitlines())
        (low, high) = seen.ends[knob.name]
        assert (low.svg, low.words) != (high.svg, high.words)


@each
def test_knobs_pushed_to_their_ends_one_after_another_show(name: str) -> None:
    """Every knob from where it stands to an end: the picture changes, and its text alternative with it."""
    pushed = walk(name).pushed
    for before, after in zip(pushed, pushed[1:], strict=False):
        assert after.svg != before.svg, f"{after.settings} leaves the picture of {before.settings}"
        assert after.alt != before.alt, f"{after.settings} leaves the text alternative of {before.settings}"


@each
def test_pictures_are_drawn_from_the_state_alone(name: str) -> None:
    """The artists are updated, not redrawn: nothing of an earlier picture may be left."""
    for first, again in walk(name).again:
        assert first.settings == again.settings
        assert np.array_equal(first.pixels, again.pixels), first.settings
        assert first.svg == again.svg, first.settings


@each
def test_words_and_marks_have_room_wherever_the_knobs_stand(name: str) -> None:
    """No words outside the picture or on top of each other, no mark, bar or line beyond its axes."""
    assert layout.faults(getattr(mlsys_course, name)()) == []


@each
def test_texts_of_the_knobs_fit_their_boxes(name: str) -> None:
    """On a page of 500 pixels a drop-down shows about 50 letters, and a line below a slider 28."""
    explorer: Explorer[Any] = getattr(mlsys_course, name)()
    for knob in explorer.knobs.values():
        longest = max((text for text, _ in knob.options), key=len)
        assert len(longest) <= (28 if knob.ordered else 50), f"{knob.label}: {longest}"


@each
def test_a_picture_and_its_texts_are_shown(name: str) -> None:
    """In a front end a live region and a text alternative; without one, the same sentences as text."""
    seen = walk(name)
    explorer = seen.explorer
    assert explorer.settings == seen.start.settings
    assert seen.start.alt == explorer.alt
    bundle = explorer._repr_mimebundle_()
    face = Elements(bundle["text/html"])
    assert [attributes["alt"] for tag, attributes in face.found if tag == "img"] == [seen.start.alt]
    for knob in explorer.knobs.values():
        assert f"{knob.label}: {seen.start.settings[knob.name]}" in face.text
    assert "Run this cell" in face.text
    assert bundle["text/plain"].startswith(explorer.title)
    read_out = Elements(seen.start.words)
    assert read_out.found[0][1]["aria-live"] == "polite"
    for sentence in explorer.text.splitlines():
        assert sentence in bundle["text/plain"]
        assert sentence in face.text
        assert sentence in read_out.text


def test_explorers_are_found_by_the_names_of_their_modules() -> None:
    for name in explorers():
        function = getattr(mlsys_course, name)
        assert (function.__name__, function.__module__) == (name, chapters.exports()[name])
        assert name in dir(mlsys_course)


def test_models_and_texts_load_no_widget_library() -> None:
    """Neither the package nor any explorer needs ipywidgets or matplotlib before its picture is shown."""
    code = (
        "import sys, mlsys_course\n"
        f"for name in {explorers()}:\n"
        "    getattr(mlsys_course, name)().text\n"
        "print([name for name in ('ipywidgets', 'matplotlib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
