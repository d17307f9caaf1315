"""What a program said, and what was said to it: text that wraps between words, on a page and in a terminal.

>>> dialogue(("You", "It rains."), ("ELIZA", "Please go on."))
You: It rains.
ELIZA: Please go on.
"""

from __future__ import annotations

import html
import textwrap
from typing import Any

__all__ = ["Dialogue", "dialogue"]

_WIDTH = 100


class Dialogue:
    """Turns of a dialogue; in a notebook they are paragraphs.

    Attributes
    ----------
    turns : tuple of (str, str)
        Who speaks, empty for nobody in particular, and what is said. Line breaks in it stay.
    """

    def __init__(self, turns: tuple[tuple[str, str], ...]) -> None:
        self.turns = turns

    def __repr__(self) -> str:
        lines = []
        for who, said in self.turns:
            first, *rest = f"{who}: {said}".splitlines() if who else said.splitlines() or [""]
            for line in (first, *rest):
                indent = " " * (len(line) - len(line.lstrip()) + 4)
                lines += textwrap.wrap(line, _WIDTH, subsequent_indent=indent, drop_whitespace=True) or [""]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        turns = "".join(
            "<p style='white-space: pre-wrap; margin: 0.5em 0; line-height: 1.5'>"
            f"{f'<strong>{html.escape(who)}:</strong> ' if who else ''}{html.escape(said)}</p>"
            for who, said in self.turns
        )
        return f"<div style='max-width: 45em'>{turns}</div>"


def dialogue(*turns: Any) -> Dialogue:
    r"""Show what was said, one paragraph a turn.

    Parameters
    ----------
    *turns : tuple of (str, object), or object
        Who speaks and what is said; what nobody in particular says stands alone.

    Returns
    -------
    Dialogue
        The last line of a cell shows it.

    Examples
    --------
    >>> dialogue(("STUDENT", "The answer is 162."), "Nobody\n  says this.")
    STUDENT: The answer is 162.
    Nobody
      says this.
    """
    return Dialogue(
        tuple((turn[0], str(turn[1])) if isinstance(turn, tuple) else ("", str(turn)) for turn in turns)
    )
