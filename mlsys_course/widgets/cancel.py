"""Units that cancel: a typed formula as a tree, each step with its unit, and the step that goes wrong."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.reading.dimensions import in_words
from mlsys_course.reading.typed import unit_of
from mlsys_course.units import Quantity, registry
from mlsys_course.widgets.fields import text_field
from mlsys_course.widgets.formula import Node, Unreadable, powers, work_out
from mlsys_course.widgets.live import Live
from mlsys_course.widgets.picture import COLOURS, img, new_figure, styled, svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["UnitsExplorer", "draw", "explore_units"]

_ROW, _MARGIN, _GAP = 0.42, 0.15, 0.35  # inches
_DOES = {"product": "", "sum": "sum", "power": "power", "sqrt": "square root", "min": "min", "max": "max"}


class UnitsExplorer(Live):
    """A formula to type, and the tree of its steps; made by `explore_units`.

    Attributes
    ----------
    formula : str
        As it was typed last.
    tree : Node or None
        Its steps; None where it cannot be read.
    """

    title = "Which units cancel, and what is left?"

    def __init__(self, formula: str, values: Mapping[str, Any], result: str = "") -> None:
        self.values = {name: getattr(value, "quantity", value) for name, value in values.items()}
        for name, value in self.values.items():
            if not isinstance(value, Quantity):
                raise TypeError(f"{name} is {value!r}; give a quantity, such as Q_(5, 'day').")
        self.wanted = unit_of(result) if result else None
        if result and self.wanted is None:
            raise ValueError(f"The course knows no unit {result!r}.")
        self.tree: Node | None = None
        self.type(formula)

    def type(self, formula: str) -> UnitsExplorer:
        """Work a formula out, as if it were typed into the field.

        Parameters
        ----------
        formula : str
            With ``+ - * / **``, brackets, ``sqrt``, ``min``, ``max``, the names given and the course's
            constants. A number takes its unit in square brackets: ``5 [day]``.

        Returns
        -------
        UnitsExplorer
            Itself, so that the last line of a cell shows it.
        """
        self.formula, self._problem = formula, ""
        try:
            self.tree = work_out(formula, self.values)
        except Unreadable as problem:
            self.tree, self._problem = None, str(problem)
        else:
            self._judge(self.tree)
        self.refresh()
        return self

    def _judge(self, tree: Node) -> None:
        """Hold the result against the unit that is wanted."""
        if self.wanted is None or tree.value is None:
            return
        wanted = registry().Quantity(1, self.wanted)
        if tree.value.check(wanted.dimensionality):
            tree.value = tree.value.to(self.wanted)
        else:
            tree.fault = f"The result is {in_words(tree.value)}; it should be {in_words(wanted)}."

    def sentences(self) -> Sequence[str]:
        """Return the result in words, what cancels, and each fault."""
        if self.tree is None:
            return [self._problem]
        tree = self.tree
        if tree.faults:
            return [f"In {node.text}: {node.fault}" for node in tree.faults]
        said = [f"The formula gives {_amount(tree, self.wanted)}."]
        for node in tree.walk():
            gone = sorted({_unit(name) for _, name in node.cancelled})
            if gone:
                said.append(f"In {node.text}, {_and(gone)} {'cancels' if len(gone) == 1 else 'cancel'}.")
        return said

    def alt(self) -> str:
        """Return the picture's text alternative."""
        assert self.tree is not None  # there is a picture
        steps = "; ".join(f"{node.text} is {node.says}" for node in self.tree.walk())
        wrong = len(self.tree.faults)
        marked = f" {readable.counted(wrong, 'step')} marked as wrong." if wrong else ""
        return f"A tree of the formula's steps, the result at the left: {steps}.{marked}"

    def shown(self) -> str:
        """Return the tree as a picture, or nothing for what cannot be read."""
        return "" if self.tree is None else img(svg(draw(self.tree, self.wanted)), self.alt())

    def fields(self) -> Sequence[Any]:
        """Return what is given, and the field for the formula."""
        import ipywidgets

        names = ", ".join(
            f"<b>{html.escape(name)}</b> = {html.escape(readable.amount(value, 3))}"
            for name, value in self.values.items()
        )
        given = ipywidgets.HTML(f"<p>Given: {names}. A number takes its unit in brackets: 5 [day].</p>")

        def typed(_: Any = None) -> None:
            if field.value != self.formula:
                self.type(field.value)

        field = text_field("Formula", "", typed, width="98%")
        field.value = self.formula
        field.add_class("mlsys-field")
        field.observe(typed, names="value")
        return [given, field]


def _amount(node: Node, wanted: Any = None) -> str:
    if node.value is None:
        return "?"
    return readable.quantity(node.value, 3) if wanted is not None else node.says


def _unit(name: str) -> str:
    return readable.unit_text(registry().Unit(name))


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


# ----------------------------------------------------------------------------------------------- the picture

_Piece = tuple[str, bool, bool]  # words, in bold, struck out


def _pieces(node: Node, gone: Mapping[str, float], wanted: Any) -> list[_Piece]:
    """Return the words of a step, unit by unit, so that those that cancel can be struck out."""
    head = f"{node.sign} " if node.sign else ""
    if node.kind == "leaf":
        named = node.text.isidentifier()
        start: list[_Piece] = [(f"{head}{node.text} = " if named else head, True, False)]
    else:
        what = _DOES[node.kind]
        start = [(f"{head}{what} = " if what else f"{head}= ", True, False)]
    if node.value is None:
        return [*start, ("?" if node.kind != "leaf" or node.text.isidentifier() else node.text, True, False)]
    if wanted is not None:
        return [*start, (readable.quantity(node.value, 3), True, False)]
    if not gone and node.kind != "leaf":
        return [*start, (node.says, False, False)]
    start.append((readable.number(node.value.magnitude, 4), False, False))
    units = [(name, power) for name, power in powers(node.value).items() if name != "count"]
    above = [name for name, power in units if power > 0]
    for name, power in sorted(units, key=lambda one: one[1] < 0):
        many = name == above[-1] and abs(node.value.magnitude) != 1 if power > 0 else False
        text = readable.unit_text(registry().Unit(name) ** abs(power), many)
        struck = gone.get(name, 0) >= abs(power) - 1e-9
        start.append((f" {text}" if power > 0 else f"/{text}", False, struck))
    return start


@styled
def draw(tree: Node, wanted: Any = None) -> Figure:
    """Draw the steps of a formula: the result at the left, what it is made of at its right.

    Parameters
    ----------
    tree : Node
        From `work_out`.
    wanted : pint.Unit, optional
        The unit of the result.

    Returns
    -------
    matplotlib.figure.Figure
        As large as the tree needs.
    """
    # Measured on a figure of no size in particular: words are as long everywhere.
    ruler = new_figure()
    renderer: Any = ruler.canvas.get_renderer()  # type: ignore[attr-defined]

    def length(text: str, bold: bool) -> float:
        drawn = ruler.text(0, 0, text.replace(" ", "\u00a0"), weight="bold" if bold else "normal", fontsize=9)
        return float(drawn.get_window_extent(renderer).width / ruler.dpi)

    placed: list[tuple[Node, int, float, list[tuple[_Piece, float]]]] = []
    widths: dict[int, float] = {}
    rows = 0

    def place(node: Node, depth: int, gone: Mapping[str, float]) -> float:
        nonlocal rows
        pieces = [
            (piece, length(piece[0], piece[1]))
            for piece in _pieces(node, gone, wanted if node is tree else None)
        ]
        widths[depth] = max(widths.get(depth, 0.0), sum(wide for _, wide in pieces))
        if node.children:
            below = [
                place(child, depth + 1, {n: p for (at, n), p in node.cancelled.items() if at == index})
                for index, child in enumerate(node.children)
            ]
            row = sum(below) / len(below)
        else:
            row, rows = float(rows), rows + 1
        placed.append((node, depth, row, pieces))
        return row

    place(tree, 0, {})
    lefts = [_MARGIN]
    for depth in range(len(widths)):
        lefts.append(lefts[-1] + widths[depth] + _GAP + 0.12)
    width, height = max(lefts[-1], 5.0), _ROW * rows + 2 * _MARGIN
    figure = new_figure(width, height)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    ends = {
        id(node): (lefts[depth], lefts[depth] + sum(w for _, w in pieces), _MARGIN + (row + 0.5) * _ROW)
        for node, depth, row, pieces in placed
    }
    for node, _, _, pieces in placed:
        left, right, y = ends[id(node)]
        for child in node.children:
            to, _, there = ends[id(child)]
            axes.plot([right + 0.06, to - 0.08], [y, there], color="0.6", linewidth=1)
        _words(axes, left, y, pieces, wrong=bool(node.fault))
    return figure


def _words(axes: Any, left: float, y: float, pieces: Sequence[tuple[_Piece, float]], wrong: bool) -> None:
    """Write a step; strike out what cancels, and put a dashed box around what is wrong."""
    x = left
    for (text, bold, struck), wide in pieces:
        style = {"weight": "bold" if bold else "normal", "color": "0.35" if struck else "black"}
        axes.text(x, y, text.replace(" ", "\u00a0"), ha="left", va="center", fontsize=9, **style)
        if struck:
            axes.plot([x + 0.03, x + wide], [y + 0.05, y - 0.05], color=COLOURS[3], linewidth=1.5)
        x += wide
    if wrong:
        from matplotlib.patches import Rectangle

        box = Rectangle(
            (left - 0.05, y - 0.16), x - left + 0.1, 0.32, fill=False, edgecolor=COLOURS[3], linewidth=2,
            linestyle="--",
        )  # fmt: skip
        axes.add_patch(box)


def explore_units(formula: str = "", result: str = "", **values: Any) -> UnitsExplorer:
    """Explore a formula with units: type it, and see what each step is, what cancels and what goes wrong.

    Parameters
    ----------
    formula : str
        What stands in the field at the start. Left out: moving 2 GB over a link, with the link upside down.
    result : str
        The unit the result should have; left out: any.
    **values : Quantity or Constant
        What the names in it stand for.

    Returns
    -------
    UnitsExplorer

    Raises
    ------
    TypeError
        For a value without a unit.
    ValueError
        For a result in a unit that the course does not know.

    Examples
    --------
    >>> from mlsys_course import Q_
    >>> explorer = explore_units("data * link", "s", data=Q_(2, "GB"), link=Q_(10, "GB/s"))
    >>> print(explorer.text)
    In data × link: The result is information squared per time; it should be a time.
    >>> print(explorer.type("data / link").text)
    The formula gives 0.2 s.
    In data ÷ link, GB cancels.
    """
    if not formula:
        from mlsys_course.units import Q_

        formula, result = "data * link", "s"
        values = {"data": Q_(2, "GB"), "link": Q_(10, "GB/s"), **values}
    return UnitsExplorer(formula, values, result)
