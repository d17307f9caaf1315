"""The parser playground: what STUDENT makes of a word problem.

Covers sec-introduction-symbolic-ai-era-logic-bottleneck-a250.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.chapters.ch01_introduction.eras import student
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, choice, slider
from mlsys_course.widgets.numbers import plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["WORDINGS", "Node", "Parse", "explore_student", "parse"]

WORDINGS: dict[str, str] = {change: change for change, _ in student.REPHRASINGS}
"""Ways to word the advertisement problem, by what was changed."""
_ADS = tuple(range(10, 101, 5))
_SHARES = (5, 10, 20, 25, 40, 50)


@dataclass(frozen=True)
class Node:
    """A node of an equation drawn as a tree.

    Parameters
    ----------
    text : str
        An operation, a number, or the name of a quantity.
    x, y : float
        Place: x counts the leaves from the left, y the levels from the top.
    parent : int or None
        Index of the node above it.
    """

    text: str
    x: float
    y: float
    parent: int | None


@dataclass(frozen=True)
class Parse:
    """What STUDENT made of one wording.

    Parameters
    ----------
    wording : str
        What was changed in the text.
    ads, share : float
        The numbers in it, advertisements and percent.
    problem : str
        The text.
    equations : tuple of str
        Its equations; empty where it stopped.
    tree : tuple of Node
        The first equation as a tree; empty where it stopped.
    value : float or None
        The answer; None where it stopped.
    message : str
        The answer as a sentence, or the sentence it stopped with.
    """

    wording: str
    ads: float
    share: float
    problem: str
    equations: tuple[str, ...]
    tree: tuple[Node, ...]
    value: float | None
    message: str


def parse(wording: str, ads: Any = 45, share: Any = 20) -> Parse:
    """Give STUDENT the advertisement problem in one of its wordings, with other numbers.

    Parameters
    ----------
    wording : str
        A key of `WORDINGS`.
    ads : int or Quantity
        Number of advertisements, without a unit.
    share : int or Quantity
        The percentage; a plain number is in percent.

    Returns
    -------
    Parse

    Raises
    ------
    ValueError
        For an unknown wording.

    Notes
    -----
    Machine Learning Systems, chapter 1, the STUDENT callout; the program is `mlsys_course.eras.student`.
    Where a wording spells its percentage out ("a fifth"), `share` has no effect.

    Examples
    --------
    >>> parse("as printed").value, parse("as printed", 10, 50).value
    (162, 50)
    >>> parse("a verb that no rule knows").value is None
    True
    """
    texts = dict(student.REPHRASINGS)
    if wording not in texts:
        raise ValueError(f"There is no wording {wording!r}; there is {', '.join(texts)}.")
    number, percent = int(plain(ads)), plain(share, "percent")
    problem = texts[wording].replace("45", str(number)).replace("20%", f"{readable.number(percent)}%")
    try:
        solved = student.solve(problem)
    except student.NotUnderstood as error:
        return Parse(wording, number, percent, problem, (), (), None, str(error))
    return Parse(
        wording,
        number,
        percent,
        problem,
        tuple(map(str, solved.equations)),
        tuple(_laid_out(solved.equations[_longest(solved.equations)])),
        solved.value,
        solved.answer,
    )


def _longest(equations: tuple[student.Equation, ...]) -> int:
    return max(range(len(equations)), key=lambda index: len(str(equations[index])))


def _laid_out(equation: student.Equation) -> Iterator[Node]:
    """Yield the nodes of an equation, parents first: leaves side by side, the rest above their children."""
    nodes: list[Node] = []
    leaves = 0

    def place(item: student.Equation | student.Expression, level: int, parent: int | None) -> float:
        nonlocal leaves
        index = len(nodes)
        if isinstance(item, (student.Equation, student.Operation)):
            symbol = "=" if isinstance(item, student.Equation) else _SIGNS.get(item.symbol, item.symbol)
            nodes.append(Node(symbol, 0.0, float(level), parent))
            x = (place(item.left, level + 1, index) + place(item.right, level + 1, index)) / 2
            nodes[index] = Node(symbol, x, float(level), parent)
            return x
        text = readable.number(float(item)) if isinstance(item, Fraction) else _wrapped(item)
        nodes.append(Node(text, float(leaves), float(level), parent))
        leaves += 1
        return float(leaves - 1)

    place(equation, 0, None)
    yield from nodes


_SIGNS = {"*": "×", "/": "÷", "^": "to the power of"}


def _wrapped(name: str) -> str:
    """Break the name of a quantity into short lines."""
    lines: list[str] = [""]
    for word in name.split():
        if len(lines[-1]) + len(word) > 14 and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _read_out(state: Parse) -> list[str]:
    if state.value is None:
        return [
            f"No answer. STUDENT says: {state.message}",
            f"The text: {state.problem}",
            "You understand it; nobody has written a rule for it.",
        ]
    return [
        f"{state.message}",
        f"The text: {state.problem}",
        f"Its equations: {'; '.join(state.equations)}.",
    ]


def _alt(state: Parse) -> str:
    caption = f"Above it: {_caption(state)}."
    if not state.tree:
        return f"An empty frame instead of an equation, with the words: no rule fits this wording. {caption}"
    leaves = ", ".join(node.text.replace("\n", " ") for node in state.tree if node.text not in _OPERATORS)
    return (
        "A tree with the equals sign at the top and operations below it; its leaves from left to right are "
        f"{leaves}. The answer below it: {state.message} {caption}"
    )


def _caption(state: Parse) -> str:
    return f"{state.wording}; {readable.number(state.ads)} advertisements, {readable.number(state.share)} %"


_OPERATORS = {"=", "+", "-", *_SIGNS.values()}

_MOST_NODES = 15


def _draw(figure: Figure) -> Update[Parse]:
    axes = figure.add_axes((0.01, 0.12, 0.98, 0.86))
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    lines = [axes.plot([], [], color="0.4", linewidth=1.2, zorder=1)[0] for _ in range(_MOST_NODES)]
    texts = [
        axes.text(0.5, 0.5, "", ha="center", va="center", fontsize=10, zorder=2,
                  bbox={"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": "black"})
        for _ in range(_MOST_NODES)
    ]  # fmt: skip
    stop = axes.text(
        0.5, 0.5, "", ha="center", va="center", fontsize=12, wrap=True,
        bbox={"boxstyle": "round,pad=0.9", "facecolor": "white", "edgecolor": "black", "linestyle": "--"},
    )  # fmt: skip
    caption = figure.text(0.99, 0.98, "", ha="right", va="top", fontsize=9, style="italic")
    answer = figure.text(0.5, 0.05, "", ha="center", va="center", fontsize=11, weight="bold")

    def update(state: Parse) -> None:
        width = max((node.x for node in state.tree), default=1.0) or 1.0
        depth = max((node.y for node in state.tree), default=1.0) or 1.0
        places = [(0.1 + 0.8 * node.x / width, 0.93 - 0.84 * node.y / depth) for node in state.tree]
        for index, (text, line) in enumerate(zip(texts, lines, strict=True)):
            drawn = index < len(state.tree)
            text.set_visible(drawn)
            line.set_visible(drawn and state.tree[index].parent is not None)
            if not drawn:
                continue
            node = state.tree[index]
            text.set_position(places[index])
            text.set_text(node.text)
            if node.parent is not None:
                line.set_data(*zip(places[index], places[node.parent], strict=True))
        stop.set_visible(not state.tree)
        stop.set_text(f"No rule fits:\n{state.wording}")
        caption.set_text(_caption(state))
        answer.set_text(state.message if state.tree else "no answer")

    return update


def explore_student() -> Explorer[Parse]:
    """Explore what STUDENT understands: a wording of its problem and the two numbers in it.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> explore_student().move(ads="100 advertisements", share="5 %").state.value
    50
    """
    q = registry().Quantity
    ads = {f"{number} advertisements": q(number, "") for number in _ADS}
    knobs = [
        choice("wording", "Wording", WORDINGS),
        slider("ads", "Advertisements", ads, "45 advertisements"),
        slider("share", "Per cent of them", [q(percent, "percent") for percent in _SHARES], "20 %"),
    ]
    return Explorer("What does STUDENT make of it?", knobs, parse, _draw, _read_out, _alt, size=(7.5, 3.8))
