"""Practice: exercises whose prompt and key ship with the student package, with fresh numbers each time.

>>> from mlsys_course import practice
>>> session = practice("iron_law", seed=1)
>>> session.answer(...).verdict
'not attempted yet'
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
import sys
from types import ModuleType
from typing import TYPE_CHECKING

from mlsys_course.suggest import did_you_mean

if TYPE_CHECKING:
    from mlsys_course.practice._session import Practice

__all__ = ["load", "practice", "sections"]


def sections() -> list[str]:
    """Return the sections that have practice exercises."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


@functools.cache
def load() -> None:
    """Import every module of practice exercises, which registers them."""
    for name in sections():
        importlib.import_module(f"{__name__}.{name}")


def practice(section: str, seed: int | None = None) -> Practice:
    """Start practising a section.

    Parameters
    ----------
    section : str
        A section's name, such as ``"iron_law"``.
    seed : int, optional
        Makes the draw of questions and numbers repeatable.

    Returns
    -------
    Practice
        In JupyterLab a widget that asks, checks and keeps the score; everywhere an object with
        ``question``, ``answer(...)``, ``worked()``, ``next()`` and ``score``.

    Raises
    ------
    LookupError
        If there is no such section; the sentence names the closest one.
    """
    from mlsys_course.practice._session import Practice

    if section not in sections():
        raise LookupError(
            f"There is no section {section!r} to practise.{did_you_mean(str(section), sections())} "
            f"There are: {', '.join(sections())}."
        )
    load()
    return Practice(section, seed)


class _Callable(ModuleType):
    """Lets ``from mlsys_course import practice`` be the verb a learner says and still be this package."""

    def __call__(self, section: str, seed: int | None = None) -> Practice:
        return practice(section, seed)


sys.modules[__name__].__class__ = _Callable
