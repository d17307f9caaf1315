"""The budget board: what a system uses beside what it may use, row by row, with numbers to change.

A *sheet* is one system: its numbers, by the names of the parameters of a function that makes the rows from
them. A chapter brings its sheets; the last one is the learner's own, whose rows are typed in.
"""

from __future__ import annotations

import html
import inspect
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlsys_course import readable
from mlsys_course.reading.dimensions import in_words, measures
from mlsys_course.reading.typed import Unclear, read, unit_of
from mlsys_course.units import Quantity, registry
from mlsys_course.widgets.base import known
from mlsys_course.widgets.fields import text_field
from mlsys_course.widgets.live import Live

__all__ = ["OWN", "Board", "Entry", "Row", "Sheet", "quantity"]

OWN = "yours"
"""Name of the sheet whose rows are typed in."""
OWN_ROWS = 4
_WIDE = "min(98%, 27em)"
_IN_A_ROW = "min(32%, 16em)"


def quantity(text: str) -> Quantity:
    """Read a quantity as people type it.

    Parameters
    ----------
    text : str
        A number and a unit; a number alone is a plain number.

    Returns
    -------
    Quantity

    Raises
    ------
    ValueError
        If it cannot be read; the sentence says what to write.

    Examples
    --------
    >>> print(quantity("10 Gbit/s"), quantity("2 weeks"), quantity("1,000").magnitude)
    10 Gbit/s 2 weeks 1000.0
    """
    typed = read(text)
    unit = unit_of(typed.unit) if typed.unit else ""
    if unit is None:
        raise Unclear(f"The course knows no unit '{typed.unit}'.")
    found: Quantity = registry().Quantity(typed.value, unit)
    return found


@dataclass(frozen=True)
class Row:
    """One row of a budget.

    Parameters
    ----------
    name : str
        What is budgeted.
    uses, allows : Quantity
        Of one dimension, not below zero.
    """

    name: str
    uses: Quantity
    allows: Quantity

    def __post_init__(self) -> None:
        if not self.uses.check(self.allows.dimensionality):
            raise ValueError(
                f"{self.name}: what is used is {in_words(self.uses)}, what is allowed is "
                f"{in_words(self.allows)}. Only like can be compared with like."
            )

    @property
    def fits(self) -> bool:
        """Whether no more is used than allowed."""
        return bool(self.uses <= self.allows)

    @property
    def share(self) -> float:
        """Used over allowed; above 1 the row is broken."""
        uses, allows = (float(one.to_base_units().magnitude) for one in (self.uses, self.allows))
        if allows > 0:
            return uses / allows
        return math.inf if uses > 0 else 0.0


@dataclass(frozen=True)
class Entry:
    """A number of a sheet that can be changed.

    Parameters
    ----------
    label : str
        What it is.
    start : Quantity
        What it is at the start, a plain number as a quantity without a unit.
    """

    label: str
    start: Quantity


@dataclass(frozen=True)
class Sheet:
    """One system with a budget.

    Parameters
    ----------
    name : str
        As it stands on the board.
    entries : mapping of str to Entry
        Its numbers, by parameter of `rows`.
    rows : callable
        Makes the rows from the numbers: each has a ``name``, and the quantities ``uses`` and ``allows``. It
        may raise ValueError, ZeroDivisionError or pint's errors for numbers that make no sense.
    """

    name: str
    entries: Mapping[str, Entry]
    rows: Callable[..., Iterable[Any]]

    def __post_init__(self) -> None:
        taken = inspect.signature(self.rows).parameters
        for name in self.entries:
            known(name, taken)


class Board(Live):
    """Budgets to change: what fits, what does not, and which row is the tightest.

    Parameters
    ----------
    sheets : sequence of Sheet
        The systems.
    start : str
        The one shown first.

    Raises
    ------
    ValueError
        For a start that is no sheet.
    """

    title = "What fits, and what runs out first?"

    def __init__(self, sheets: Sequence[Sheet], start: str) -> None:
        self.sheets = {sheet.name: sheet for sheet in sheets}
        self._typed: dict[str, dict[str, str]] = {
            sheet.name: {name: _said(entry.start) for name, entry in sheet.entries.items()}
            for sheet in sheets
        }
        self._own: list[tuple[str, str, str]] = [("", "", "") for _ in range(OWN_ROWS)]
        self._own[0] = ("answer in time", "80 ms", "100 ms")
        self.sheet = ""
        self.show(start)

    # ------------------------------------------------------------------------------------------- the numbers

    def show(self, sheet: str) -> Board:
        """Turn to another sheet, by its name."""
        names = [*self.sheets, OWN]
        if sheet not in names:
            raise ValueError(f"There is no sheet {sheet!r} on the board; there is {', '.join(names)}.")
        self.sheet = sheet
        self._work_out()
        return self

    def set(self, **entries: Any) -> Board:
        """Change numbers of the present sheet from code, as they would be typed or as quantities.

        Parameters
        ----------
        **entries
            Names of its numbers and what they become: ``set(link="40 Gbit/s")``.

        Returns
        -------
        Board
            Itself, so that the last line of a cell shows it.

        Raises
        ------
        ValueError
            For a name the sheet does not have.
        """
        typed = self._typed.get(self.sheet, {})
        for name in entries:
            known(name, typed)
        for name, value in entries.items():
            typed[name] = value if isinstance(value, str) else _said(getattr(value, "quantity", value))
        self._work_out()
        return self

    def set_own(self, row: int, name: str, uses: str, allows: str) -> Board:
        """Type a row of your own.

        Parameters
        ----------
        row : int
            Which one, from 1.
        name, uses, allows : str
            What is budgeted, how much is used and how much is allowed, as they would be typed.

        Returns
        -------
        Board

        Raises
        ------
        ValueError
            For a row that the sheet does not have.
        """
        if not 1 <= row <= OWN_ROWS:
            raise ValueError(f"Your sheet has rows 1 to {OWN_ROWS}; you gave {row}.")
        self._own[row - 1] = (name, uses, allows)
        self._work_out()
        return self

    def _work_out(self) -> None:
        self.problems: list[str] = []
        self.rows: list[Row] = self._own_rows() if self.sheet == OWN else self._sheet_rows()
        self.listed = bool(self.problems)  # of rows that fit or do not the table says the rest
        self.refresh()

    def _sheet_rows(self) -> list[Row]:
        sheet, values = self.sheets[self.sheet], {}
        for name, typed in self._typed[self.sheet].items():
            entry = sheet.entries[name]
            try:
                value = _positive(quantity(typed))
            except ValueError as problem:
                self.problems.append(f"{entry.label}: {problem}")
                continue
            if not value.check(entry.start.dimensionality):
                self.problems.append(
                    f"{entry.label}: {typed} {measures(value)}; it should be {in_words(entry.start)}."
                )
            plain = entry.start.check("")
            values[name] = float(value.to("").magnitude) if plain and value.check("") else value
        if self.problems:
            return []
        try:
            return [Row(one.name, one.uses, one.allows) for one in sheet.rows(**values)]
        except ZeroDivisionError:
            self.problems.append("A number that something is divided by is 0.")
        except ValueError as problem:
            self.problems.append(str(problem))
        return []

    def _own_rows(self) -> list[Row]:
        rows = []
        for number, (name, uses, allows) in enumerate(self._own, start=1):
            if not any(one.strip() for one in (name, uses, allows)):
                continue
            amounts = []
            for column, typed in (("uses", uses), ("allowed", allows)):
                try:
                    amounts.append(_positive(quantity(typed)))
                except ValueError as problem:
                    self.problems.append(f"Row {number}, {column}: {problem}")
            if len(amounts) < 2:
                continue
            try:
                rows.append(Row(name.strip() or f"row {number}", *amounts))
            except ValueError as problem:
                self.problems.append(f"Row {number}: {problem}")
        return rows

    @property
    def tightest(self) -> Row | None:
        """The row of which the largest share is used."""
        return max(self.rows, key=lambda row: row.share, default=None)

    # --------------------------------------------------------------------------------------------- the looks

    def sentences(self) -> Sequence[str]:
        """Return what fits and what does not, and the tightest row."""
        if self.problems or self.tightest is None:
            return self.problems or ["Type a row: what it is, how much it uses, how much is allowed."]
        broken = [row for row in self.rows if not row.fits]
        tight = self.tightest
        if broken:
            count = f"{len(broken)} of {readable.counted(len(self.rows), 'row')}"
            verdict = f"{count} {'does' if len(broken) == 1 else 'do'} not fit. The tightest is"
        else:
            verdict = "Everything fits. The tightest row is"
        verdict += f" '{tight.name}': {_used(tight)}."
        return [verdict, *(self._says(row) for row in self.rows)]

    @staticmethod
    def _says(row: Row) -> str:
        verdict = "fits" if row.fits else "does not fit"
        uses, allows = _amount(row.uses), _amount(row.allows)
        return f"{row.name}: uses {uses} of {allows}: {verdict}."

    def shown(self) -> str:
        """Return the rows as a table, with a bar for each on a scale of powers of ten."""
        if not self.rows:
            return ""
        tight = self.tightest
        body = "".join(self._row(row, row is tight) for row in self.rows)
        heads = "".join(
            f'<th scope="col" style="text-align: left; padding: 2px 10px 2px 0">{head}</th>'
            for head in ("row", "verdict", "uses", "allowed", "share", "1/1000 to 1000 times")
        )
        return (
            f'<table class="mlsys-board" aria-label="{html.escape(self.sheet)}"'
            ' style="border-collapse: collapse; text-align: left; margin-top: 8px">'
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        )

    def _row(self, row: Row, tightest: bool) -> str:
        cell = 'style="text-align: left; padding: 3px 10px 3px 0; white-space: nowrap"'
        words = [_amount(row.uses), _amount(row.allows), _share(row)]
        cells = "".join(f"<td {cell}>{html.escape(word)}</td>" for word in words)
        verdict = ("fits" if row.fits else "<b>does not fit</b>") + (" ◀ tightest" if tightest else "")
        weight = "bold" if tightest else "normal"
        return (
            f'<tr style="border-top: 1px solid #8888"><th scope="row" style="text-align: left; '
            f'font-weight: {weight}; padding-right: 12px">{html.escape(row.name)}</th>'
            f"<td {cell}>{verdict}</td>{cells}<td>{_bar(row)}</td></tr>"
        )

    def fields(self) -> Sequence[Any]:
        """Return the choice of a sheet and the fields of the one that is shown."""
        import ipywidgets

        sheets = [*self.sheets, OWN]
        choose = ipywidgets.Dropdown(
            options=sheets, value=self.sheet, description="Budget of", style={"description_width": "initial"}
        )
        choose.add_class("mlsys-field")
        numbers = ipywidgets.Box(self._numbers(), layout={"flex_flow": "row wrap"})

        def turn(change: Any) -> None:
            self.show(change["new"])
            numbers.children = tuple(self._numbers())

        choose.observe(turn, names="value")
        return [choose, numbers]

    def _numbers(self) -> list[Any]:
        if self.sheet == OWN:
            return [self._own_fields(row) for row in range(OWN_ROWS)]
        entries, typed = self.sheets[self.sheet].entries, self._typed[self.sheet]
        return [
            _field(entry.label, typed[name], lambda text, name=name: self.set(**{name: text}))  # type: ignore[misc]
            for name, entry in entries.items()
        ]

    def _own_fields(self, row: int) -> Any:
        import ipywidgets

        def change(place: int, text: str) -> None:
            cells = list(self._own[row])
            cells[place] = text
            self.set_own(row + 1, *cells)

        labels = (f"Row {row + 1}", "uses", "allowed")
        fields = [
            _field(label, self._own[row][place], lambda text, place=place: change(place, text), _IN_A_ROW)  # type: ignore[misc]
            for place, label in enumerate(labels)
        ]
        return ipywidgets.HBox(fields, layout={"flex_flow": "row wrap"})


def _field(label: str, text: str, change: Callable[[str], Any], width: str = _WIDE) -> Any:
    last = [text]

    def typed(_: Any = None) -> None:
        if field.value != last[0]:
            last[0] = field.value
            change(field.value)

    field = text_field(label, "", typed, width=width)
    field.value = text
    if width == _WIDE:
        field.style.description_width = "15em"
    field.add_class("mlsys-field")
    field.observe(typed, names="value")
    return field


def _positive(value: Quantity) -> Quantity:
    if not float(value.magnitude) >= 0:
        raise ValueError(f"{_said(value)} is below 0; give 0 or more.")
    return value


def _said(value: Any) -> str:
    """Write a number as one would type it."""
    if not isinstance(value, Quantity):
        return readable.number(value, 6)
    return readable.quantity(value, 6)


def _amount(value: Quantity) -> str:
    return readable.amount(value, 3)


def _share(row: Row) -> str:
    return "without end" if math.isinf(row.share) else readable.percent(row.share)


def _used(row: Row) -> str:
    return f"{_share(row)} of what is allowed"


_DECADES = 3
"""On either side of the limit."""


def _bar(row: Row) -> str:
    """Draw a share on a scale of powers of ten, the limit in the middle; the words beside it say the same."""
    share = row.share
    power = math.log10(share) if 0 < share < math.inf else math.copysign(_DECADES, share - 1)
    reach = 50 * (1 + max(-_DECADES, min(_DECADES, power)) / _DECADES)
    colour = "#0072B2" if row.fits else "repeating-linear-gradient(45deg, #D55E00 0 5px, #8a3c00 5px 7px)"
    limit = "position: absolute; left: 50%; top: -3px; width: 2px; height: 1.2em; background: currentColor"
    return (
        '<div aria-hidden="true" style="position: relative; width: 9em; height: 0.8em; margin-right: 10px">'
        f'<div style="width: {max(reach, 1):.1f}%; height: 100%; background: {colour}"></div>'
        f'<div style="{limit}"></div></div>'
    )
