"""The words of the chapter: ``define("Iron Law")`` shows what one means and where the chapter uses it.

The terms stand in ``glossary.toml`` beside this file.

>>> define("perceptron")
perceptron: A single linear threshold unit (1957) that learns from its mistakes. It separates classes that a straight line can separate, and no others: XOR is beyond it. (fn-early)
"""  # noqa: E501

from __future__ import annotations

import html
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

from mlsys_course.suggest import did_you_mean

__all__ = ["Definition", "UnknownTermError", "define", "terms"]


class UnknownTermError(LookupError):
    """The glossary has no such term."""

    def _render_traceback_(self) -> list[str]:
        # IPython shows this in place of a traceback: a typo in a word is no programming error.
        return [str(self)]


@dataclass(frozen=True, repr=False)
class Definition:
    """A term of the chapter; displayed in a notebook it is a sentence or two.

    Parameters
    ----------
    name : str
        The term.
    means : str
        Its definition.
    anchor : str
        The section, equation, table, figure or footnote of the chapter it belongs to.
    also : tuple of str
        Other spellings.
    """

    name: str
    means: str
    anchor: str
    also: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"{self.name}: {self.means} ({self.anchor})"

    def _repr_html_(self) -> str:
        also = f" ({html.escape(', '.join(self.also))})" if self.also else ""
        return (
            f"<p><strong>{html.escape(self.name)}</strong>{also}: {html.escape(self.means)} "
            f"<small>In the chapter: <code>{html.escape(self.anchor)}</code></small></p>"
        )


def define(term: str) -> Definition:
    """Show the definition of a term of the chapter.

    Parameters
    ----------
    term : str
        The term or another spelling of it; case, hyphens and a plural s do not matter.

    Returns
    -------
    Definition

    Raises
    ------
    UnknownTermError
        A LookupError that names the closest term.
    TypeError
        When ``term`` is not text.

    Examples
    --------
    >>> define("MLOps").name
    'operations and monitoring'
    >>> define("Iron Lw")
    Traceback (most recent call last):
    ...
    mlsys_course.glossary.UnknownTermError: The glossary has no 'Iron Lw'. Did you mean 'Iron Law'?
    """
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
        Only those that belong to this place of the chapter.

    Returns
    -------
    list of str
        In the order of the chapter.

    Examples
    --------
    >>> terms("eq-cost-scaling")
    ['samples per dollar', 'sample']
    """
    return [one.name for one in _glossary() if anchor is None or one.anchor == anchor]


@cache
def _glossary() -> tuple[Definition, ...]:
    text = (resources.files("mlsys_course") / "glossary.toml").read_text(encoding="utf-8")
    return tuple(
        Definition(row["name"], row["means"], row["anchor"], tuple(row.get("also", ())))
        for row in tomllib.loads(text)["term"]
    )


@cache
def _index() -> dict[str, Definition]:
    index: dict[str, Definition] = {}
    for one in _glossary():
        for spelling in (one.name, *one.also):
            if index.setdefault(_key(spelling), one) is not one:
                raise ValueError(f"glossary.toml defines {spelling!r} twice")
    return index


def _key(term: str) -> str:
    """Compare letters and digits only: "D·A·M", "DAM" and "d-a-m" are one word."""
    return "".join(c for c in unicodedata.normalize("NFKD", term).casefold() if c.isalnum())
