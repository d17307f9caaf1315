"""Keys of the graded exercises, one module per section of a chapter."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from mlsys_course.exercise import Exercise, registered


@functools.cache
def load() -> dict[str, Exercise]:
    """Import every key and every practice exercise; return all exercises by name."""
    from mlsys_course import practice

    practice.load()
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        importlib.import_module(module.name)
    return registered()
