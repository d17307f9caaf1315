"""Checks of what stands over the data: shaded spans, level lines, texts, and tests of an author's own."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mlsys_course.kinds.plot.drawn import PLAIN, Drawn, Finding, holds, unsaid, ways
from mlsys_course.kinds.plot.view import SAME, Point, View, apart


@dataclass(frozen=True)
class Bands:
    """Spans of x are shaded.

    Parameters
    ----------
    spans : sequence of pair
        From and to.
    tol : float
        Absolute tolerance of both ends.
    what : str
        What they are, for the messages.
    wrong : sequence
        Known wrong ways: cause, sentence, from, to.
    """

    spans: Sequence[Point]
    tol: float = 0.51
    what: str = "spans"
    wrong: Sequence[tuple[str, str, float, float]] = ()

    @property
    def about(self) -> str:
        """What is looked at."""
        return f"shaded {self.what}"

    def judge(self, view: View) -> Finding | None:
        """Return None, or what is shaded instead."""

        def shaded(low: float, high: float) -> bool:
            return any(abs(a - low) <= self.tol and abs(b - high) <= self.tol for a, b in view.bands)

        for cause, message, low, high in self.wrong:
            if shaded(low, high):
                return cause, message
        missing = [span for span in self.spans if not shaded(*span)]
        if not missing:
            return None
        if not view.bands:
            return "plot:no-bands", f"Shade the {self.what}: ax.axvspan shades one."
        if len(missing) < len(self.spans):
            return (
                "plot:band",
                f"You did not shade {len(missing)} of the {len(self.spans)} {self.what} from its first year "
                "to its last.",
            )
        return (
            "plot:band",
            f"You shaded the {self.what} in the wrong place. Check where each begins and ends.",
        )


@dataclass(frozen=True)
class Level:
    """A horizontal line is drawn.

    Parameters
    ----------
    y : float
        Its height.
    tol : float
        Absolute tolerance.
    what : str
        What it is, for the messages.
    in_y : sequence of Drawn
        Other units it may be drawn in.
    """

    y: float
    tol: float
    what: str
    in_y: Sequence[Drawn] = (PLAIN,)

    @property
    def about(self) -> str:
        """What is looked at."""
        return self.what

    def judge(self, view: View) -> Finding | None:
        """Return None, or what is wrong with the line."""
        for to_y, form in ways(self.in_y, view.y.label):
            if any(abs(to_y(level) - self.y) <= self.tol and _among(level, view) for level in view.levels):
                return unsaid(form, view.y.label, "y")
        if any(abs(x - self.y) <= self.tol for x in view.uprights):
            return (
                "plot:level-upright",
                f"Your line for {self.what} is vertical. Draw it across the plot with ax.axhline.",
            )
        if view.levels:
            return (
                "plot:level",
                f"Your horizontal line for {self.what} is at the wrong height.",
            )
        return "plot:no-level", f"You drew no horizontal line for {self.what}. Draw one with ax.axhline."


def _among(level: float, view: View) -> bool:
    """Say whether a level may be in the unit of what is drawn beside it: 0.82 is none among percentages."""
    ys = [y for mark in view.marks if len(mark.points) > 2 for y in mark.y]
    return not ys or min(ys) / 10 <= level <= 10 * max(ys)


@dataclass(frozen=True)
class Annotation:
    """A text stands at a place.

    Parameters
    ----------
    x, y : float or None
        The place; None: anywhere along it.
    xtol, ytol : float
        Absolute tolerance of x; relative tolerance of y.
    before : float
        How far before x a text may begin that ends there.
    any_of : sequence of str
        Words one of which the text holds; empty: any text.
    what : str
        What it is, for the messages.
    """

    x: float | None
    y: float | None = None
    xtol: float = 0.51
    ytol: float = 0.1
    any_of: Sequence[str] = ()
    what: str = "annotation"
    before: float = 0.0

    @property
    def about(self) -> str:
        """What is looked at."""
        return self.what

    def judge(self, view: View) -> Finding | None:
        """Return None, or what is wrong with the text."""
        if not view.notes:
            return "plot:no-annotation", f"Add the {self.what} with ax.annotate."
        said = [n for n in view.notes if not self.any_of or holds(n.text, self.any_of)]
        if any(self._here(place) or self._aside(view, place) for note in said for place in note.places):
            return None
        if not said:
            return "plot:annotation-text", f"None of your texts is the {self.what}. Add it with ax.annotate."
        return (
            "plot:annotation-place",
            f"Your {self.what} points at the wrong place.",
        )

    def _aside(self, view: View, place: Point) -> bool:
        """Say whether a text stands a little aside of the place, and not on something else that is drawn."""
        if self.x is None or self.y is not None:
            return False
        little = 0.03 * abs(view.x.high - view.x.low) if not view.x.log else 0.0
        if not -max(self.before, little) <= place[0] - self.x <= little:
            return False
        return all(apart(view, place, p) >= SAME for m in (*view.marks, *view.bars) for p in m.points)

    def _here(self, place: Point) -> bool:
        return (self.x is None or abs(place[0] - self.x) <= self.xtol) and (
            self.y is None or math.isclose(place[1], self.y, rel_tol=self.ytol)
        )


@dataclass(frozen=True)
class Shape:
    """Anything else: a test of the author's own.

    Parameters
    ----------
    what : str
        What it looks at.
    test : callable
        Takes the view, returns None or a cause and a sentence.
    """

    what: str
    test: Callable[[View], Finding | None] = field(repr=False)

    @property
    def about(self) -> str:
        """What is looked at."""
        return self.what

    def judge(self, view: View) -> Finding | None:
        """Return what the test says."""
        return self.test(view)
