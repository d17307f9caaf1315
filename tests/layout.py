"""What is wrong with how a figure is laid out: words cut, on top of each other, marks beyond their axes.

Everything is measured where it is drawn, so that tick labels that nobody sees do not count.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from mlsys_course.widgets.base import Explorer
from mlsys_course.widgets.picture import styled

NEAR = 1.5  # pixels at 110 dots per inch that nobody sees


class Drawn:
    """What was drawn of a figure, and where, in pixels."""

    def __init__(self, figure: Any) -> None:
        self.figure = figure
        self.words: list[tuple[str, Any]] = []
        self.shapes: list[tuple[str, Any]] = []
        with self._watched():
            figure.canvas.draw()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        from matplotlib.collections import Collection
        from matplotlib.lines import Line2D
        from matplotlib.patches import Patch
        from matplotlib.text import Text

        kept = {kind: kind.draw for kind in (Text, Line2D, Patch, Collection)}

        def watch(kind: Any, note: Any) -> None:
            def draw(artist: Any, renderer: Any, *args: Any, **more: Any) -> None:
                kept[kind](artist, renderer, *args, **more)
                if artist.get_visible() and artist.get_alpha() != 0:
                    note(artist, renderer)

            kind.draw = draw

        watch(Text, self._text)
        watch(Line2D, self._line)
        watch(Patch, self._patch)
        watch(Collection, self._points)
        try:
            yield
        finally:
            for kind, draw in kept.items():
                kind.draw = draw  # type: ignore[method-assign]

    def _text(self, text: Any, renderer: Any) -> None:
        from matplotlib.text import Text

        if text.get_text().strip():
            # The words alone: an annotation's own extent holds its arrow.
            self.words.append((text.get_text(), Text.get_window_extent(text, renderer)))
            if text.get_clip_on() and text.get_clip_box() is not None:
                box = text.get_clip_box()
                self.shapes.append((f"the words {text.get_text()!r}", (self.words[-1][1].extents, box)))

    def _line(self, line: Any, _: Any) -> None:
        axes = line.axes
        if axes is None or line.get_transform() != axes.transData:
            return  # a tick, a legend's sample, a line across the whole axes
        points = axes.transData.transform(np.column_stack(line.get_data()).astype(float))
        points = points[np.isfinite(points).all(axis=1)]
        if not len(points):
            return
        name = f"a line ({line.get_label()}, {line.get_color()})"
        if line.get_marker() not in ("None", "", " ", None):
            half = line.get_markersize() / 2 * self.figure.dpi / 72
            low, high = points.min(axis=0) - half, points.max(axis=0) + half
            name = name.replace("line", "mark")
            # A mark that is not clipped may reach beyond the edge that its place lies on.
            self._inside(name, (*points.min(axis=0), *points.max(axis=0)), axes)
            box = axes.bbox if line.get_clip_on() else self.figure.bbox
            self.shapes.append((name, ((*low, *high), box)))
        else:
            self._inside(name, (*points.min(axis=0), *points.max(axis=0)), axes)

    def _patch(self, patch: Any, renderer: Any) -> None:
        axes = patch.axes
        if axes is None or patch is axes.patch or patch.get_data_transform() != axes.transData:
            return  # a frame, a legend's sample, a span over the whole height
        extents = np.array(patch.get_window_extent(renderer).extents)
        wide, high = extents[2:] - extents[:2]
        if np.isfinite(extents).all() and (wide > 0.1 and high > 0.1):
            self._inside(f"a bar ({type(patch).__name__}, {patch.get_facecolor()})", extents, axes)

    def _points(self, points: Any, _: Any) -> None:
        axes, at = points.axes, points.get_offsets()
        if axes is not None and len(at) and points.get_offset_transform() == axes.transData:
            at = axes.transData.transform(np.asarray(at, float))
            self._inside("points", (*at.min(axis=0), *at.max(axis=0)), axes)

    def _inside(self, name: str, extents: Any, axes: Any) -> None:
        self.shapes.append((name, (extents, axes.bbox)))

    def faults(self) -> list[str]:
        """Say what is wrong; nothing for a good figure."""
        found = []
        paper = self.figure.bbox
        for text, box in self.words:
            if _beyond(box.extents, paper):
                found.append(f"{text!r} stands outside the figure")
        for (one, first), (other, second) in itertools.combinations(self.words, 2):
            over = [
                min(first.extents[side + 2], second.extents[side + 2])
                - max(first.extents[side], second.extents[side])
                for side in (0, 1)
            ]
            if min(over) > NEAR:
                found.append(f"{one!r} and {other!r} stand on top of each other")
        for name, (extents, box) in self.shapes:
            if _beyond(extents, box):
                by = ", ".join(f"{part:.0f}" for part in np.subtract(extents, box.extents))
                found.append(f"{name} leaves its axes or the figure ({by} px)")
        return found


def _beyond(extents: Any, box: Any) -> bool:
    left, bottom, right, top = extents
    return bool(
        left < box.x0 - NEAR or bottom < box.y0 - NEAR or right > box.x1 + NEAR or top > box.y1 + NEAR
    )


def corners(explorer: Explorer[Any]) -> list[dict[str, int]]:
    """Return the settings to look at: each knob at its start and ends, a choice at every entry, all pairs.

    The knobs of a pair take all these positions together, the third stands at its start.
    """
    places = {
        name: sorted({0, knob.start, len(knob.options) - 1} if knob.ordered else range(len(knob.options)))
        for name, knob in explorer.knobs.items()
    }
    start = {name: knob.start for name, knob in explorer.knobs.items()}
    names = list(places)
    found = []
    for pair in itertools.combinations(names, min(2, len(names))):
        for at in itertools.product(*(places[name] for name in pair)):
            setting = {**start, **dict(zip(pair, at, strict=True))}
            if setting not in found:
                found.append(setting)
    ends = itertools.product(*({0, len(knob.options) - 1} for knob in explorer.knobs.values()))
    return found + [s for at in ends if (s := dict(zip(names, at, strict=True))) not in found]


def faults(explorer: Explorer[Any]) -> list[str]:
    """Move an explorer to all its `corners` and say what is wrong there."""
    found: dict[str, str] = {}
    for setting in corners(explorer):
        for name, at in setting.items():
            explorer.move(**{name: explorer.knobs[name].options[at][0]})
        for fault in styled(Drawn)(explorer.figure).faults():
            found.setdefault(fault, f"{explorer.settings}: {fault}")
    return list(found.values())
