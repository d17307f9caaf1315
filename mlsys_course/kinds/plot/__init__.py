"""Plots: a figure is judged by what is drawn in it, check by check.

The checks, of which a `mlsys_course.kinds.Plot` is composed, can be imported from here:

>>> from mlsys_course.kinds import Plot
>>> from mlsys_course.kinds import plot as drawn
>>> spec = Plot([drawn.Scale("x", "log"), drawn.Label("x", ["gpu", "device"], "the number of GPUs")])
>>> [check.about for check in spec.checks]
['scale of the x axis', 'label of the x axis']
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlsys_course.kinds.plot.checks import *  # noqa: F403


if not TYPE_CHECKING:  # on first use: whoever asks for a number, or describes a figure, needs no checks

    def __getattr__(name: str) -> Any:
        if not name.startswith("_"):
            checks = importlib.import_module("mlsys_course.kinds.plot.checks")
            if name in checks.__all__:
                return getattr(checks, name)
        raise AttributeError(f"mlsys_course.kinds.plot has no {name!r}.")
