"""`progress()`: what the progress file holds, as a page that is right without a kernel, light and dark."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

from mlsys_course import chapters, contracts
from mlsys_course.exercise import find
from mlsys_course.memory.keeping import Entry, State, store
from mlsys_course.reading.dimensions import in_prose
from mlsys_course.widgets import numbers

__all__ = ["Progress", "progress"]

# No colour of its own: the page's colours, whatever they are.
_TABLE = "border-collapse:collapse;margin:.3em 0 1em"
_CELL = "text-align:left;padding:.15em 1em .15em 0;border-bottom:1px solid rgba(128,128,128,.4)"
Row = tuple[str, ...]
_TOLD = {"True": "yes", "False": "no"}
_VERDICTS = {True: "passed", False: "open"}
_OTHER_NOW = "passed before, {} now"


class Progress:
    """What a learner did so far; displays itself.

    Parameters
    ----------
    state : dict
        What the file holds: kind to key to entry.
    where : str
        The file, or a sentence about why there is none.
    troubles : sequence of str
        What went wrong while it was kept.
    """

    def __init__(self, state: State, where: str, troubles: Sequence[str] = ()) -> None:
        self.state, self.where, self.troubles = state, where, tuple(troubles)

    def _parts(self) -> Iterable[tuple[str, Row, list[Row]]]:
        """Yield a heading, the columns and the rows of each part that there is."""
        checks, seen = self.state.get("checks", {}), self.state.get("help", {})
        for chapter in chapters.load():
            own = [name for name, of in contracts.owners().items() if of == chapter.name]
            done = [name for name in own if checks.get(name, {}).get("passed")]
            begun = [name for name in own if name in checks]
            rows: list[Row] = [
                (
                    name,
                    _verdict(checks[name], name in done),
                    _text(checks[name].get("tries")),
                    _text(seen.get(name, {}).get("step") or "none"),
                )
                for name in begun
            ]
            if begun:
                heading = f"{chapter.title}: {len(done)} of {len(own)} exercises passed"
                yield heading, ("exercise", "", "tries", "steps of help"), rows
        guessed = [(q, e) for q, e in self.state.get("predictions", {}).items() if _guesses(e)]
        if guessed:
            made = "1 prediction" if len(guessed) == 1 else f"{len(guessed)} predictions"
            rows = [(q, _said(_guesses(e)[0], e), _said(e.get("truth"), e) or "covered") for q, e in guessed]
            yield made, ("question", "your first guess", "answer"), rows
        explained = {
            name: entry for name, entry in self.state.get("written", {}).items() if entry.get("wrote") is True
        }
        if explained:
            rows = [
                (name, _text(entry.get("points")) or "0", _TOLD.get(_text(entry.get("told")), "not yet"))
                for name, entry in explained.items()
            ]
            heading = f"{len(explained)} answer{'' if len(explained) == 1 else 's'} in sentences"
            yield heading, ("question", "points you gave yourself", "good answer found"), rows
        practice = self.state.get("practice", {})
        if practice:
            asked, right = (
                sum(_number(e, name) for e in practice.values()) for name in ("asked", "first_try")
            )
            rows = [
                (_title(code), *(_text(entry.get(name)) for name in ("asked", "first_try", "streak")))
                for code, entry in practice.items()
            ]
            heading = f"Practice: {right} of {asked} right at the first try"
            yield heading, ("exercise", "asked", "right at first try", "in a row"), rows

    def __repr__(self) -> str:
        lines = []
        for heading, columns, rows in self._parts():
            lines += [heading, *("  " + _line(columns, row) for row in rows)]
        lines = lines or ["Nothing yet: make a prediction, check an answer, or practise."]
        return "\n".join([*lines, self.where, *self.troubles])

    def _repr_html_(self) -> str:
        parts = [
            f"<p><b>{html.escape(heading)}</b></p>{_table(columns, rows)}"
            for heading, columns, rows in self._parts()
        ]
        parts = parts or ["<p>Nothing yet: make a prediction, check an answer, or practise.</p>"]
        foot = " ".join(html.escape(line) for line in (self.where, *self.troubles))
        body = f"{''.join(parts)}<p><small>{foot}</small></p>"
        return f'<div class="mlsys-progress" style="line-height:1.5">{body}</div>'


def _line(columns: Sequence[str], row: Sequence[str]) -> str:
    first, *rest = row
    named = (f"{column}: {cell}" if column else cell for column, cell in zip(columns[1:], rest, strict=True))
    return f"{first} ({', '.join(named)})"


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col" style="{_CELL}">{html.escape(column)}</th>' for column in columns)
    body = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{html.escape(cell)}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    return f'<table style="{_TABLE}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _verdict(entry: Entry, passed: bool) -> str:
    """Say how an exercise stands, and that its last check said something else where it did."""
    last = entry.get("verdict")
    if passed and isinstance(last, str) and last and not last.startswith("accepted"):
        return _OTHER_NOW.format(last)
    return _VERDICTS[passed]


def _title(code: str) -> str:
    """Return the title of an exercise of practice; its code where there is none of that code any more."""
    try:
        return find(code).title or code
    except LookupError:
        return code


def _guesses(entry: Entry) -> list[Any]:
    items = entry.get("guesses")
    found = [item.get("guess") for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return [guess for guess in found if guess is not None]


def _said(value: Any, entry: Entry) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        unit = str(entry.get("unit") or "")
        text = numbers.number(float(value))
        return f"{text} {unit if text == '1' else in_prose(unit)}".strip()
    return _text(value)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _number(entry: Entry, name: str) -> int:
    found = entry.get(name)
    return found if isinstance(found, int) else 0


def progress() -> Progress:
    """Show what you did so far: predictions, checks, answers in sentences, help, practice.

    Returns
    -------
    Progress
        A page; it says in which file all this is kept.
    """
    kept = store()
    if kept.path is None:
        where = "This lasts until the kernel stops: it is kept only where you work in a notebook."
    else:
        where = f"Kept in {kept.path}, on this machine alone. Delete the file, and you start afresh."
    return Progress(kept.state(), where, kept.troubles)
