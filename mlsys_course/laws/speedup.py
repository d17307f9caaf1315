"""What making one part faster does for the whole."""

from __future__ import annotations

import math
from typing import Any

from mlsys_course.laws.arguments import Reader

__all__ = [
    "amdahl_speedup",
]


def amdahl_speedup(p: Any, s: Any) -> Any:
    """Speedup of the whole when the share p becomes s times faster: 1 / (1 - p + p/s).

    Parameters
    ----------
    p : float
        Share of the old time that is improved, 0 <= p <= 1.
    s : float
        Speedup of that share, above 0; it may be infinite, or below 1 for a slowdown.

    Returns
    -------
    float
        Old time over new time; infinite if everything becomes free.

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    IncompatibleUnitsError
        If an argument has a unit.

    Notes
    -----
    Amdahl, Validity of the single processor approach to achieving large scale computing capabilities (1967).

    Examples
    --------
    >>> round(amdahl_speedup(45 / 130, 3), 3), round(amdahl_speedup(45 / 130, float("inf")), 3)
    (1.3, 1.529)
    """
    reader = Reader("amdahl_speedup")
    share = reader.share("p", p)
    faster = reader.read("s", s, "", above=True, finite=False)
    remaining = 1 - share + share / faster
    if getattr(remaining, "ndim", 0):
        import numpy as np

        with np.errstate(divide="ignore"):
            return 1 / remaining
    return 1 / float(remaining) if remaining else math.inf
