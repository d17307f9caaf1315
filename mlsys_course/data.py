"""The chapters' data as tidy tables, each with its provenance.

Every table is a function that returns a new `pandas.DataFrame`; ``df.attrs`` holds ``title``, ``source`` (the
place in the book), ``reference`` (the publication), ``units`` and ``note``, and `describe` shows them.

>>> from mlsys_course import data
>>> df = data.training_compute()
>>> len(df), df.attrs["units"]["training_flop"]
(15, 'FLOP')

The functions stand in the chapters' ``tables/``, and are found by looking there.
"""

from __future__ import annotations

import html
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlsys_course import chapters
from mlsys_course.suggest import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from mlsys_course._tables import *  # noqa: F403

PROVENANCE = "tables.toml"
_ROOM = f"tables/{PROVENANCE}"
_SAID = ("title", "source", "reference", "note")


class Tables:
    """A folder of CSV files with their provenance; a chapter's tables are read through one.

    Parameters
    ----------
    module : str
        ``__file__`` of the module beside the files.
    """

    def __init__(self, module: str) -> None:
        self.folder = Path(module).parent

    @cached_property
    def provenance(self) -> Mapping[str, Any]:
        """What ``tables.toml`` says of each table."""
        return read_provenance(self.folder / PROVENANCE)

    def read(self, name: str) -> Any:  # a DataFrame; its stubs know nothing of the columns
        """Return a CSV file as it stands."""
        import pandas as pd

        return pd.read_csv(self.folder / f"{name}.csv", encoding="utf-8")

    def table(self, name: str) -> pd.DataFrame:
        """Return a CSV file as a table with its provenance."""
        return self.with_provenance(self.read(name), name)

    def with_provenance(self, df: Any, name: str) -> pd.DataFrame:
        """Hang its provenance on a table.

        Raises
        ------
        ChapterError
            If ``tables.toml`` says nothing of the table, or too little.
        """
        about = self.provenance.get(name, {})
        lacking = [key for key in (*_SAID, "units") if key not in about]
        if lacking:
            raise chapters.ChapterError(
                f"The table {name} lacks {', '.join(lacking)}: write it under [{name}] in "
                f"{self.folder / PROVENANCE}."
            )
        # A copy, so that nobody changes the provenance of the next table by accident.
        df.attrs = {"name": name, **{key: about[key] for key in _SAID}}
        df.attrs["units"] = dict(about["units"])
        table: pd.DataFrame = df
        return table


def read_provenance(path: Path) -> Mapping[str, Any]:
    """Return what a ``tables.toml`` says, by table."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def errata(chapter: str | None = None) -> pd.DataFrame:
    """Return the places where the book contradicts its own numbers or its sources.

    Parameters
    ----------
    chapter : str, optional
        Only this chapter's; by default the chapter in whose folder you work, and anywhere else all of them.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``place`` (anchor or cell in the book), ``claim``, ``claimed`` and ``computed`` (numbers in
        ``unit``), ``data_give`` (a sentence), ``source``; where a chapter has them, ``kind`` (number, wording
        or comment), ``edition`` (the state of the book that the row is about) and ``mended`` (what a later
        one has instead). ``computed`` is worked out from the tables and constants when the function is
        called.

    Raises
    ------
    LookupError
        If there is no such chapter, or nobody has listed errors of it.

    Examples
    --------
    >>> df = errata()
    >>> {"id", "place", "claimed", "computed"} <= set(df.columns)
    True
    """
    import pandas as pd

    with_errata = [one for one in chapters.load() if (one.folder / "errata.py").exists()]
    wanted = chapters.find(chapter) if chapter is not None else chapters.current()
    if wanted in with_errata:
        with_errata = [wanted]
    elif chapter is not None:
        raise LookupError(
            f"No errors of {chapter} are listed. There are some of {', '.join(c.name for c in with_errata)}."
        )
    found: list[pd.DataFrame] = [one.module("errata").errata() for one in with_errata]
    if len(found) == 1:
        return found[0]
    everything = pd.concat(found, ignore_index=True)
    # What is said of each, once; pandas drops it where it differs.
    everything.attrs = {
        key: "; ".join(dict.fromkeys(df.attrs[key] for df in found))
        for key in ("name", "title", "source", "reference", "note")
    }
    everything.attrs["units"] = {column: unit for df in found for column, unit in df.attrs["units"].items()}
    return everything


@dataclass(frozen=True, repr=False)
class Description:
    """What a table holds and where it comes from; displayed in a notebook it is a short list.

    Parameters
    ----------
    name, title, source, reference, note : str
        Provenance.
    rows : int
        Number of rows.
    columns : dict of str to str
        Each column with its unit, or "".
    """

    name: str
    title: str
    source: str
    reference: str
    note: str
    rows: int
    columns: dict[str, str]

    def _lines(self) -> list[tuple[str, str]]:
        listed = ", ".join(f"{name} [{unit}]" if unit else name for name, unit in self.columns.items())
        return [
            ("rows", str(self.rows)),
            ("columns", listed),
            ("source", self.source),
            ("reference", self.reference),
            ("note", self.note),
        ]

    def __repr__(self) -> str:
        head = f"{self.name}: {self.title}"
        return "\n".join([head, *(f"  {key}: {text}" for key, text in self._lines())])

    def _repr_html_(self) -> str:
        items = "".join(
            f"<dt><strong>{key}</strong></dt><dd>{html.escape(text)}</dd>" for key, text in self._lines()
        )
        return f"<p><code>{self.name}</code>: {html.escape(self.title)}</p><dl>{items}</dl>"


def describe(name: str) -> Description:
    """Say what a table holds, in which units, and where it comes from.

    Parameters
    ----------
    name : str
        Name of a table, such as "ai_timeline".

    Returns
    -------
    Description

    Raises
    ------
    LookupError
        When there is no such table; the message names the closest one.

    Examples
    --------
    >>> describe("ai_winters")
    ai_winters: The two AI winters as the chapter shades them
      rows: 2
      columns: winter, start_year [year], end_year [year]
      source: chapter Introduction, Figure 1.1
      reference: chapter Introduction, caption of Figure 1.1
      note: Other histories place the winters a few years earlier or later.
    """
    df = _function(name)()
    about = df.attrs
    columns = {column: about["units"].get(column, "") for column in df.columns}
    said = [about[key] for key in ("title", "source", "reference", "note")]
    for chapter in chapters.load():
        said = [chapter.named(text) for text in said]
    title, source, reference, note = said
    return Description(name, title, source, reference, note, len(df), columns)


def tables() -> list[str]:
    """List the names of all tables.

    Returns
    -------
    list of str

    Examples
    --------
    >>> "errata" in tables()
    True
    """
    return sorted(_where())


def where() -> dict[str, str]:
    """Return the chapter that each table stands in.

    Raises
    ------
    ChapterError
        If two chapters name a table alike.
    """
    found = chapters.gather(_ROOM, _without_errata)
    return {name: chapter for name, (chapter, _) in found.items()}


def _without_errata(path: Path) -> dict[str, Any]:
    return {name: about for name, about in read_provenance(path).items() if name != "errata"}


def _where() -> list[str]:
    return [*where(), "errata"]


def _function(name: str) -> Callable[[], pd.DataFrame]:
    if name == "errata":
        return errata
    owners = where()
    if name not in owners:
        raise LookupError(f"There is no table {name!r}.{did_you_mean(str(name), _where())}")
    function: Callable[[], pd.DataFrame] = getattr(chapters.find(owners[name]).module("tables"), name)
    return function


def __getattr__(name: str) -> Any:
    if name.startswith("_"):
        raise AttributeError(f"mlsys_course.data has no {name!r}.")
    try:
        return _function(name)
    except LookupError as error:
        raise AttributeError(str(error)) from None


def __dir__() -> list[str]:
    return sorted([*globals(), *where()])
