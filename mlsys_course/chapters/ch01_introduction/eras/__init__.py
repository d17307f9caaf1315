"""The chapter's eras as small systems that run.

Each module is one system, in the words its field uses, and can be read in one sitting:

======================  =====================================================  =========================
module                  what it does                                           the bottleneck it shows
======================  =====================================================  =========================
``student``             word problem -> equations -> answer (1964)             a rephrasing breaks it
``eliza``               keywords, decomposition and reassembly rules (1966)    nothing is learned
``mycin``               rules with certainty factors, backward chaining (1976) two rules that conflict
``perceptron``          the learning rule, with a trace (1957)                 AND is learned, XOR is not
``spam``                naive Bayes with Laplace smoothing                     the word never seen
``viola_jones``         integral image, Haar-like features, cascade (2001)     features are made by hand
``alexnet``             shapes, parameters, memory of two GPU streams (2012)   the memory of one GPU
``search``              game search against a hand-coded player                depth costs positions
``selfplay``            self-play that needs no expert games                   games played
``budgets``             Waymo, FarmBeats, AlphaFold                            bytes, links, time, power
======================  =====================================================  =========================

Modules are loaded on first use; none needs pandas or matplotlib.

>>> from mlsys_course import eras
>>> eras.student.solve(eras.student.CUSTOMERS).value
162
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlsys_course.chapters.ch01_introduction.eras import (
        alexnet,
        budgets,
        eliza,
        mycin,
        perceptron,
        search,
        selfplay,
        spam,
        student,
        viola_jones,
    )

__all__ = [
    "alexnet",
    "budgets",
    "eliza",
    "mycin",
    "perceptron",
    "search",
    "selfplay",
    "spam",
    "student",
    "viola_jones",
]


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return importlib.import_module(f"mlsys_course.chapters.ch01_introduction.eras.{name}")
    from mlsys_course.suggest import did_you_mean

    raise AttributeError(f"mlsys_course.eras has no {name!r}.{did_you_mean(name, __all__)}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
