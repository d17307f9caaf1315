"""The "did you mean" of every look-up by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """Return a sentence that names the closest known name, or nothing.

    Parameters
    ----------
    given : str
        What the reader typed.
    known : iterable of str
        The names that exist.

    Returns
    -------
    str
        `` Did you mean 'X'?`` with a leading blank, or an empty string.

    Examples
    --------
    >>> did_you_mean("A10", ["A100", "H100"])
    " Did you mean 'A100'?"
    """
    lowered = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(str(given).casefold(), lowered, n=1, cutoff=0.5)
    return f" Did you mean {lowered[close[0]]!r}?" if close else ""
