"""The form of the tables: rows that name their source, in groups of comparable numbers."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Group", "Row", "Source"]


class Source(NamedTuple):
    """A document that numbers are taken from.

    Parameters
    ----------
    reference : str
        Author and title, or maker and document.
    url : str or None
        Address of the document.
    date : str
        Year or ISO date of publication; for a page that changes, of the version that was read.
    secondary : str
        Why facts from this document alone are unverified: a page about a device that is not its maker's, a
        report on work that its authors did not publish. Empty for a document of those who know.
    """

    reference: str
    url: str | None
    date: str
    secondary: str = ""


class Row(NamedTuple):
    """One constant: `source` is a key of ``SOURCES``, the other fields are those of `Constant`."""

    name: str
    value: float
    unit: str
    kind: str
    source: str
    label: str
    note: str = ""


class Group(NamedTuple):
    """Constants of one kind, which a learner might take for one another."""

    name: str
    rows: tuple[Row, ...]
