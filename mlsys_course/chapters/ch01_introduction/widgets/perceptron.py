"""The perceptron playground: a line that learns, or cannot (fn-early)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.chapters.ch01_introduction.eras import perceptron
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, choice, slider
from mlsys_course.widgets.drawing import curve, mark, panels
from mlsys_course.widgets.numbers import plain
from mlsys_course.widgets.picture import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Rounds", "after_rounds", "explore_perceptron"]

MOST_ROUNDS = 12
_Point = tuple[float, float]
FUNCTIONS: dict[str, tuple[int, ...]] = {
    "AND: 1 where both are 1": perceptron.AND,
    "OR: 1 where one of them is 1": perceptron.OR,
    "NAND: 0 where both are 1": perceptron.NAND,
    "XOR: 1 where exactly one is 1": perceptron.XOR,
}


@dataclass(frozen=True)
class Rounds:
    """A perceptron after some rounds through the four corners.

    Parameters
    ----------
    labels : tuple of int
        Labels of `mlsys_course.eras.perceptron.CORNERS`.
    shown : int
        Rounds so far.
    weights, bias : tuple of float, float
        After them.
    mistakes : tuple of int
        Mistakes in each round, up to `MOST_ROUNDS`; a run that has ended or repeats is carried on.
    training : Training
        The whole run.
    """

    labels: tuple[int, ...]
    shown: int
    weights: tuple[float, float]
    bias: float
    mistakes: tuple[int, ...]
    training: perceptron.Training

    @property
    def outputs(self) -> tuple[int, ...]:
        """What the perceptron says at each corner."""
        return tuple(perceptron.output(self.weights, self.bias, corner) for corner in perceptron.CORNERS)

    @property
    def right(self) -> int:
        """Corners that come out as they are labelled."""
        return sum(a == b for a, b in zip(self.outputs, self.labels, strict=True))

    @property
    def has_line(self) -> bool:
        """Whether weights other than zero draw a line at all."""
        return any(self.weights)


def after_rounds(labels: Sequence[int], rounds: Any) -> Rounds:
    """Train a perceptron on the corners of the unit square for some rounds.

    Parameters
    ----------
    labels : sequence of int
        Labels of the four corners, 0 or 1, in the order of `mlsys_course.eras.perceptron.CORNERS`.
    rounds : int or Quantity
        How often all corners are shown, 0 to `MOST_ROUNDS`.

    Returns
    -------
    Rounds

    Raises
    ------
    ValueError
        For other labels, or more rounds.

    Examples
    --------
    >>> after_rounds(perceptron.AND, 6).right, after_rounds(perceptron.XOR, 12).right
    (4, 2)
    """
    shown = int(plain(rounds))
    if not 0 <= shown <= MOST_ROUNDS:
        raise ValueError(f"rounds is 0 to {MOST_ROUNDS}, you gave {shown}")
    run = perceptron.train(perceptron.CORNERS, labels)
    order = [_same_as(run, number) for number in range(1, MOST_ROUNDS + 1)]
    mistakes = tuple(run.mistakes[number - 1] for number in order)
    if shown == 0:
        return Rounds(tuple(labels), 0, (0.0, 0.0), 0.0, mistakes, run)
    last = [step for step in run.trace if step.epoch == order[shown - 1]][-1]
    return Rounds(tuple(labels), shown, (last.weights[0], last.weights[1]), last.bias, mistakes, run)


def _same_as(run: perceptron.Training, number: int) -> int:
    """Return the round of the trace that a later round repeats."""
    if number <= run.epochs:
        return number
    if run.cycle is None:
        return run.epochs  # without a mistake nothing moves any more
    first, second = run.cycle
    return first + 1 + (number - first - 1) % (second - first)


def _read_out(state: Rounds) -> list[str]:
    w1, w2 = state.weights
    start = f"After {readable.counted(state.shown, 'round')}" if state.shown else "Before the first round"
    said = [f"{start} {state.right} of 4 corners come out as labelled."]
    said.append(
        f"Weights {readable.number(w1)} and {readable.number(w2)}, bias {readable.number(state.bias)}."
    )
    if not state.has_line:
        always = "1" if state.bias > 0 else "0"
        said.append(f"With both weights zero there is no line: every corner comes out as {always}.")
    if state.shown and not state.mistakes[state.shown - 1]:
        said.append("The last round passed without a mistake: the line stays where it is.")
    elif state.training.cycle:
        first, second = state.training.cycle
        said.append(
            f"It {state.training.outcome}. No number of rounds will help: no line separates these labels,"
            f" and the best line gets {int(4 * perceptron.best_accuracy(state.labels))} corners right."
        )
    elif state.shown:
        wrong = state.mistakes[state.shown - 1]
        said.append(f"In the last round {readable.counted(wrong, 'mistake')} moved the line.")
    return said


def _alt(state: Rounds) -> str:
    corners = ", ".join(
        f"({x}, {y}) labelled {label} comes out as {out}"
        for (x, y), label, out in zip(perceptron.CORNERS, state.labels, state.outputs, strict=True)
    )
    line = "A line splits the square" if state.has_line else "There is no line yet"
    shown = state.mistakes[: state.shown]
    counted = ", ".join(map(str, shown)) or "none yet"
    return (
        f"Left, the unit square: {corners}. {line}; the side that comes out as 1 is hatched. Right, bars"
        f" with the mistakes of each round: {counted}."
    )


def _draw(figure: Figure) -> Update[Rounds]:
    from matplotlib.patches import Polygon

    square, counts = panels(figure, (1, 1.25), gap=0.28, top=0.87, bottom=0.16)
    square.spines[["top", "right"]].set_visible(True)
    low, high = -0.5, 1.5
    side = Polygon([(0, 0)] * 3, facecolor=COLOURS[5], alpha=0.35, hatch="//", edgecolor="0.4", linewidth=0)
    square.add_patch(side)
    line = curve(square, "black")
    marks, crosses, names = [], [], []
    for x, y in perceptron.CORNERS:
        marks.append(mark(square, "o", "black", 16, zorder=3))
        crosses.append(mark(square, "x", COLOURS[3], 26, markeredgewidth=2.5))
        for corner in (marks[-1], crosses[-1]):
            corner.set_data([x], [y])
        names.append(square.text(x, y, "", ha="center", va="center", weight="bold", zorder=4))
    square.set(
        xlim=(low, high), ylim=(low, high), xlabel="First input (no unit)", ylabel="Second input (no unit)"
    )
    square.set_xticks([0, 1])
    square.set_yticks([0, 1])
    square.set_title("Label in the corner; a cross: comes out wrong", fontsize=9, y=1.0)
    bars = counts.bar(range(1, MOST_ROUNDS + 1), [0] * MOST_ROUNDS, edgecolor="white")
    counts.set(ylim=(0, 4.3), xlim=(0.3, MOST_ROUNDS + 0.7), xlabel="Round", ylabel="Mistakes in it (of 4)")
    counts.set_xticks(range(1, MOST_ROUNDS + 1))
    title = counts.set_title("", fontsize=9, y=1.0)  # where it would be put, without asking each time

    def update(state: Rounds) -> None:
        region = _region(state, low, high)
        side.set_xy(region or [(9, 9)] * 3)
        border = _border(state, low, high)
        line.set_data([p[0] for p in border], [p[1] for p in border])
        for spot, name, cross, label, out in zip(
            marks, names, crosses, state.labels, state.outputs, strict=True
        ):
            spot.set_markerfacecolor("black" if label else "white")
            name.set_text(str(label))
            name.set_color("white" if label else "black")
            cross.set_visible(label != out)
        title.set_text(f"Rounds so far: {state.shown}")
        for number, (bar, wrong) in enumerate(zip(bars, state.mistakes, strict=True), start=1):
            bar.set_height(wrong if number <= state.shown else 0)
            bar.set_facecolor(COLOURS[3] if number == state.shown else COLOURS[0])
            bar.set_hatch("xx" if number == state.shown else "")

    return update


def _edges(low: float, high: float) -> list[tuple[_Point, _Point]]:
    corners = [(low, low), (high, low), (high, high), (low, high)]
    return list(zip(corners, [*corners[1:], corners[0]], strict=True))


def _value(state: Rounds, point: _Point) -> float:
    return state.weights[0] * point[0] + state.weights[1] * point[1] + state.bias


def _region(state: Rounds, low: float, high: float) -> list[_Point]:
    """Return the part of the box where the perceptron says 1, as a polygon (clipped edge by edge)."""
    found = []
    for here, there in _edges(low, high):
        if _value(state, here) > 0:
            found.append(here)
        found += _crossing(state, here, there)
    return found


def _border(state: Rounds, low: float, high: float) -> list[_Point]:
    """Return where the line enters and leaves the box; nothing where it misses it."""
    return [point for here, there in _edges(low, high) for point in _crossing(state, here, there)]


def _crossing(state: Rounds, here: _Point, there: _Point) -> list[_Point]:
    """Return where the line crosses an edge, if it does."""
    first, last = _value(state, here), _value(state, there)
    if (first > 0) == (last > 0):
        return []
    part = first / (first - last)
    return [(here[0] + part * (there[0] - here[0]), here[1] + part * (there[1] - here[1]))]


def explore_perceptron() -> Explorer[Rounds]:
    """Explore how a perceptron learns a function of two bits, round by round.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> explore_perceptron().move(labels="XOR: 1 where exactly one is 1", rounds="12 rounds").state.right
    2
    """
    rounds = {
        readable.counted(count, "round"): registry().Quantity(count, "") for count in range(MOST_ROUNDS + 1)
    }
    knobs = [choice("labels", "Labels", FUNCTIONS), slider("rounds", "Rounds", rounds, "2 rounds")]
    return Explorer("What can one line learn?", knobs, after_rounds, _draw, _read_out, _alt, size=(7.5, 3.4))
