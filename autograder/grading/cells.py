"""Cells of a table that a spreadsheet opens."""

from __future__ import annotations

from typing import Any


def harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless(-2.5), harmless("ada")
    ("'=1+1", -2.5, 'ada')
    """
    if isinstance(value, str):
        text = "".join(c if c.isprintable() else " " for c in value)
        return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@", "|", "%") else text
    return "" if value is None else value


def bare(text: str) -> str:
    """Take away again what `harmless` put before a text.

    Examples
    --------
    >>> bare("'=1+1"), bare("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text
