"""The check that single points are drawn, each with its name."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mlsys_course.kinds.plot.drawn import PLAIN, Curve, Drawn, Finding, in_legend, names_it, unsaid, ways
from mlsys_course.kinds.plot.view import SAME, Marks, Note, Point, View, apart, part_of


@dataclass(frozen=True)
class NamedPoints:
    """Single points are drawn, and each has its name beside it or in the legend.

    Parameters
    ----------
    points : mapping
        Words that name a point (``"GPT-2|Llama"``: either) to its place.
    rtol : float
        Relative tolerance of x and y.
    wrong : sequence
        Known wrong ways: cause, sentence, and a function from the right place to the wrong one.
    what : str
        What they are, for the messages.
    in_x, in_y : sequence of Drawn
        Other units they may be drawn in.
    slips : sequence
        Known wrong ways of a single point: cause, sentence (``{name}`` in it is filled in), and a function
        from the right place to the wrong one.
    """

    points: Mapping[str, Point]
    rtol: float = 0.05
    wrong: Sequence[tuple[str, str, Callable[[Point], Point]]] = ()
    what: str = "points"
    in_x: Sequence[Drawn] = (PLAIN,)
    in_y: Sequence[Drawn] = (PLAIN,)
    slips: Sequence[tuple[str, str, Callable[[Point], Point]]] = ()

    @property
    def about(self) -> str:
        """What is looked at."""
        return self.what

    def judge(self, view: View) -> Finding | None:
        """Return None, or what is wrong with the points."""
        # A curve of many points passes near everything; it marks nothing.
        marks = [m for m in (*view.marks, *view.bars) if not m.joined or len(m.points) <= len(self.points)]
        drawn = [p for m in marks for p in m.points]
        best = 0
        for to_x, form_x in ways(self.in_x, view.x.label):
            for to_y, form_y in ways(self.in_y, view.y.label):
                seen = [(to_x(x), to_y(y)) for x, y in drawn]
                hits = sum(any(self._near(p, q) for q in seen) for p in self.points.values())
                best = max(best, hits)
                if hits == len(self.points):
                    silent = unsaid(form_x, view.x.label, "x") or unsaid(form_y, view.y.label, "y")
                    return silent or self._unnamed(view) or self._misplaced(view, marks, to_x, to_y)
        for cause, message, wrong in self.wrong:
            for to_x, _ in ways(self.in_x, view.x.label):
                for to_y, _ in ways(self.in_y, view.y.label):
                    seen = [(to_x(x), to_y(y)) for x, y in drawn]
                    if all(any(self._near(wrong(p), q) for q in seen) for p in self.points.values()):
                        return cause, message
        if not drawn:
            return "plot:no-data", f"You drew no {self.what}."
        for to_x, _ in ways(self.in_x, view.x.label):
            for to_y, _ in ways(self.in_y, view.y.label):
                found = self._misplaced(view, marks, to_x, to_y)
                if found is not None and found[0] in {cause for cause, *_ in self.slips}:
                    return found
        count = len(self.points)
        return "plot:points-missing", f"{count - best} of the {count} {self.what} are in the wrong place."

    def _near(self, one: Point, other: Point) -> bool:
        return all(math.isclose(a, b, rel_tol=self.rtol) for a, b in zip(one, other, strict=True))

    def _unnamed(self, view: View) -> Finding | None:
        texts = [*(view.legend or ()), *(n.text for n in view.notes)]
        bare = [name for name in self.points if not any(names_it(t, name.split("|")) for t in texts)]
        if not bare:
            return None
        if any(names_it(m.label, bare[0].split("|")) for m in view.marks) and view.legend is None:
            return "plot:no-legend", f"The labels of the {self.what} are not shown. Call ax.legend()."
        return "plot:unnamed", f"{bare[0].split('|')[0]} has no name. Write it beside its point."

    def _misplaced(self, view: View, marks: Sequence[Marks], to_x: Curve, to_y: Curve) -> Finding | None:
        """Say which name belongs to another place than the one where it stands."""
        every = [p for m in marks for p in m.points]
        right = {
            name: [p for p in every if self._near(place, (to_x(p[0]), to_y(p[1])))]
            for name, place in self.points.items()
        }
        # The corners of a line are no marks, unless it is the line that joins the points.
        spots = [p for m in marks if not m.joined or len(m.points) == 1 for p in m.points]
        spots += [p for found in right.values() for p in found]
        aside = self._aside(view, right, spots)
        wrong = []
        for name, found in right.items():
            at = self._at(view, marks, name, found, spots, aside)
            if at is not None:
                wrong.append((name, (to_x(at[0]), to_y(at[1]))))
        for cause, message, slip in self.slips:
            for name, at in wrong:
                if self._near(slip(self.points[name]), at):
                    return cause, message.format(name=name.split("|")[0])
        for name, at in wrong:
            other = next((n for n, place in self.points.items() if n != name and self._near(place, at)), "")
            if other:
                return (
                    "plot:names-swapped",
                    f"You wrote the name {name.split('|')[0]} at the point of {other.split('|')[0]}.",
                )
        if wrong:
            return "plot:name-place", f"The name {wrong[0][0].split('|')[0]} is not at its point."
        return None

    def _at(
        self, view: View, marks: Sequence[Marks], name: str, right: Sequence[Point], spots: Sequence[Point],
        aside: Point,
    ) -> Point | None:  # fmt: skip
        """Return at which point a name stands if that is a wrong one; None where it is right or unknown."""
        words = name.split("|")
        found = [
            p for m in marks if in_legend(m, view) and names_it(m.label, words) for p in m.points
        ]  # fmt: skip
        for note in view.notes:
            if names_it(note.text, words):
                found += [p for place in _told(view, note, spots)
                          for p in self._beside(view, place, right, spots, aside)]  # fmt: skip
        if any(apart(view, p, q) < SAME for p in found for q in right):
            return None
        return found[0] if found else None

    def _beside(
        self, view: View, place: Point, right: Sequence[Point], spots: Sequence[Point], aside: Point
    ) -> list[Point]:
        """Return the points that a text may be meant for: the nearest, also if all texts stand aside."""
        if not spots:
            return []
        nearest = min(spots, key=lambda p: apart(view, place, p))
        least = apart(view, place, nearest)
        found = [nearest]
        if least > SAME or math.hypot(*aside) > SAME:
            found.append(min(spots, key=lambda p: apart(view, place, p, aside)))
        if least > SAME:
            found += [p for p in right if apart(view, place, p) < 1.5 * least]
        return found

    def _aside(self, view: View, right: Mapping[str, Sequence[Point]], spots: Sequence[Point]) -> Point:
        """Return how far the texts commonly stand from their points, in parts of the axes."""
        steps = []
        for name, found in right.items():
            said = [n for n in view.notes if names_it(n.text, name.split("|"))]
            places = [p for note in said for p in _told(view, note, spots)]
            if places and found:
                (x, y), (u, v) = part_of(view, places[0]), part_of(view, found[0])
                steps.append((x - u, y - v))
        steps = [step for step in steps if all(map(math.isfinite, step))]
        if len(steps) < 3:
            return 0.0, 0.0
        return statistics.median(x for x, _ in steps), statistics.median(y for _, y in steps)


def _told(view: View, note: Note, spots: Sequence[Point]) -> list[Point]:
    """Return the places that a text speaks about: the point that it is tied to, else where it stands too."""
    places = [p for p in note.places if all(map(math.isfinite, p))]
    if places and any(apart(view, places[0], spot) < SAME for spot in spots):
        return places[:1]
    return places
