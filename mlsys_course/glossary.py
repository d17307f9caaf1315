"""The words of the book: ``define("Iron Law")`` shows what one means and where a chapter uses it.

The terms stand in the chapters' ``glossary.toml``.

>>> define("verification gap")
verification gap: The difference between all inputs ... not proved by testing. (Equation 1.1)
"""

from __future__ import annotations

import html
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import overload

from mlsys_course import chapters
from mlsys_course.suggest import did_you_mean

__all__ = ["Definition", "Definitions", "UnknownTermError", "define", "terms"]


class UnknownTermError(LookupError):
    """The glossary has no such term."""

    def _render_traceback_(self) -> list[str]:
        # IPython shows this in place of a traceback: a typo in a word is no programming error.
        return [str(self)]


@dataclass(frozen=True, repr=False)
class Definition:
    """A term of the book; displayed in a notebook it is a sentence or two.

    Parameters
    ----------
    name : str
        The term.
    means : str
        Its definition.
    anchor : str
        The section, equation, table, figure or footnote of its chapter it belongs to.
    chapter : str
        The chapter's folder.
    also : tuple of str
        Other spellings.
    """

    name: str
    means: str
    anchor: str
    chapter: str
    also: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where the book has it, as a reader calls the place.

        >>> define("verification gap").place
        'Equation 1.1'
        >>> define("perceptron").place
        'a footnote of Section 1.3'
        """
        return chapters.find(self.chapter).reference(self.anchor)[0]

    def __repr__(self) -> str:
        return f"{self.name}: {self.means} ({self.place})"

    def _repr_html_(self) -> str:
        also = f" ({html.escape(', '.join(self.also))})" if self.also else ""
        return (
            f"<p><strong>{html.escape(self.name)}</strong>{also}: {html.escape(self.means)} "
            f"<small>In the book: {html.escape(self.place)}</small></p>"
        )


@dataclass(frozen=True, repr=False)
class Definitions:
    """Several terms of the book; displayed in a notebook they are a list.

    Parameters
    ----------
    found : tuple of Definition
        In the order they were asked for.
    """

    found: tuple[Definition, ...]

    def __repr__(self) -> str:
        return "\n".join(map(repr, self.found))

    def _repr_html_(self) -> str:
        return f'<div style="max-width: 45em">{"".join(one._repr_html_() for one in self.found)}</div>'


@overload
def define(term: str, /) -> Definition: ...
@overload
def define(term: str, /, *more: str) -> Definition | Definitions: ...
def define(term: str, /, *more: str) -> Definition | Definitions:
    """Show the definition of a term of the book, or of several.

    Parameters
    ----------
    term : str
        The term or another spelling of it; case, hyphens and a plural s do not matter.
    *more : str
        Further terms.

    Returns
    -------
    Definition or Definitions

    Raises
    ------
    UnknownTermError
        A LookupError that names the closest term.
    TypeError
        When a term is not text.

    Examples
    --------
    >>> define("MLOps").name
    'operations and monitoring'
    >>> define("dual mandate", "verification gap").found[1].place
    'Equation 1.1'
    >>> define("Iron Lw")
    Traceback (most recent call last):
    ...
    mlsys_course.glossary.UnknownTermError: The glossary has no 'Iron Lw'. Did you mean 'Iron Law'?
    """
    return Definitions(tuple(map(_define, (term, *more)))) if more else _define(term)


def _define(term: str) -> Definition:
    if not isinstance(term, str):
        raise TypeError(
            f"define takes a word in quotes, such as define('latency'), not {type(term).__name__}"
        )
    index = _index()
    key = _key(term)
    found = index.get(key) or index.get(key.removesuffix("s")) or index.get(f"{key}s")
    if found is None:
        spellings = [spelling for one in _glossary() for spelling in (one.name, *one.also)]
        hint = did_you_mean(term, spellings) or " terms() lists all of them."
        raise UnknownTermError(f"The glossary has no {term!r}.{hint}")
    return found


def terms(anchor: str | None = None) -> list[str]:
    """List the terms of the glossary.

    Parameters
    ----------
    anchor : str, optional
        Only those that belong to this place of a chapter.

    Returns
    -------
    list of str
        In the order of the book.

    Examples
    --------
    >>> terms("eq-cost-scaling")
    ['samples per dollar', 'sample']
    """
    return [one.name for one in _glossary() if anchor is None or one.anchor == anchor]


def check() -> None:
    """Look every word up once.

    Raises
    ------
    ChapterError
        If one word has two meanings; with both places.
    """
    _index()


@cache
def _glossary() -> tuple[Definition, ...]:
    found = []
    for chapter in chapters.load():
        path = chapter.folder / "glossary.toml"
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["term"] if path.exists() else ():
            lacking = [key for key in ("name", "means", "anchor") if key not in row]
            if lacking:
                raise chapters.ChapterError(
                    f"{chapter.name}/glossary.toml: the word {row.get('name', 'without a name')!r} lacks "
                    f"{', '.join(lacking)}."
                )
            also = tuple(row.get("also", ()))
            found.append(Definition(row["name"], row["means"], row["anchor"], chapter.name, also))
    return tuple(found)


@cache
def _index() -> dict[str, Definition]:
    index: dict[str, Definition] = {}
    for one in _glossary():
        for spelling in (one.name, *one.also):
            other = index.setdefault(_key(spelling), one)
            if other is not one:
                raise chapters.ChapterError(
                    f"{spelling!r} has two meanings: {other.name!r} in {other.chapter}/glossary.toml and "
                    f"{one.name!r} in {one.chapter}/glossary.toml. Keep one, or give one another spelling."
                )
    return index


def _key(term: str) -> str:
    """Compare letters and digits only: "D·A·M", "DAM" and "d-a-m" are one word."""
    return "".join(c for c in unicodedata.normalize("NFKD", term).casefold() if c.isalnum())
