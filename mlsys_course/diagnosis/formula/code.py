"""Source text as it is handed to the diagnosis: bounded, parsed, and never run."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST = 6_000
"""Characters of a cell that are read; formulas are shorter."""
_MOST_STATEMENTS = 200
_SHELL = ("%", "!", "?")


@dataclass(frozen=True)
class Code:
    """The source that an answer comes from.

    Parameters
    ----------
    cell : str
        The answer's cell.
    before : tuple of str
        Cells that ran before it, in order.
    names : mapping
        What names hold that these cells do not give a value, where that is known: a notebook's own names. Of
        them only plain numbers, quantities, the question's numbers and the course's modules are looked at.
    """

    cell: str
    before: tuple[str, ...] = ()
    names: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


def statements(source: object) -> list[ast.stmt]:
    r"""Return the statements of a cell, none where it is no Python or too long to be a formula.

    Lines for the shell are left out.

    Examples
    --------
    >>> [type(one).__name__ for one in statements("%matplotlib inline\nx = 1\nprint(x)")]
    ['Assign', 'Expr']
    >>> statements("x = "), statements("-" * 5000 + "1"), statements(None)
    ([], [], [])
    """
    if not isinstance(source, str) or len(source) > LONGEST:
        return []
    lines = ("" if line.lstrip().startswith(_SHELL) else line for line in source.split("\n"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = ast.parse("\n".join(lines)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return found[:_MOST_STATEMENTS]
