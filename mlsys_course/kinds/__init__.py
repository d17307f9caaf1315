"""Kinds of answers: a folder for each, found by looking.

===============  ==========================================================================================
``spec.py``      what a question of this kind says beyond the exercise itself, such as `Function`; its
                 ``shape`` is the public part, which a learner is checked against without any key
``reading.py``   ``read(contract, answer)``: what was given, in the question's own terms
``judging.py``   ``judge(exercise, answer, scenario)``: whether it is right, and which mistake gives it
``helping.py``   ``steps(exercise, numbers)``: a hint, the answer with blanks, a worked solution
===============  ==========================================================================================

A folder serves the kind of its name, or those that it lists as ``KINDS``. Adding a kind is adding a folder;
what its ``spec.py`` exports can be imported from here.

How to write an exercise whose answer is no number
==================================================

Where it stands, and what holds for every exercise, is said in `autograder.chapters`. A spec goes into
``@exercise(..., spec=Function(...))``; it names its kind. ``grep -rl "Graph(" autograder`` finds the
exercises that have one.

1. **Key.** A function's key is the function. The other keys take no parameters (or inputs of the scenario)
   and return the right answer: a dictionary, a set of edges, a DataFrame, a figure.
2. **Misconceptions**: ``name.misconception(cause, message, wrong)`` with a wrong function of the key's
   parameters, or with one that returns the wrong answer, ``lambda: {...}``; for classifications and claims
   only the items that differ. The message says what was done and what to think
   of; in a question with two classes it does not say which item is meant unless nothing else can be said.
3. **Functions.** Where the key is a plain formula, its broken trees, its exchanged arguments and simple
   changes of its result are diagnosed without being listed. Set ``rtol`` to 1e-4 or so: a function rounds
   nothing. Give the first case numbers that tell all mistakes apart, for messages show it. Limits go into
   `Edge`, with what happens there in words. What the package itself has for it goes into ``borrowed``.
4. **Classifications** name items and classes exactly as the question does. With ``partial`` the question
   says so. With ``order`` the classes are places, ``(1, 2, 3)``, each taken once; such a key has parameters.
5. **Debugging tasks** show a calculation in a locked cell ``lines_<name>`` above the answer: eight lines, one
   of them wrong. A rule of the build holds the cell to the spec. The key is the formula of the right result,
   so that wrong values are diagnosed as those of numbers; half the points are the line's, half the value's.
   The wrong line should pass the units, and be a mistake that people make.
6. **Plots** are checks, the picture's content first; the key draws the right figure. `kinds.plot.Shape`
   takes a test of your own.
7. **Answers.** At least four right and five wrong ones; ``python -m autograder assess`` shows what
   stays unnamed.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import pkgutil
from collections.abc import Iterable, Mapping
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any

from mlsys_course.suggest import did_you_mean

if TYPE_CHECKING:
    from mlsys_course.kinds._specs import *  # noqa: F403


def _packages() -> list[str]:
    return sorted(found.name for found in pkgutil.iter_modules(__path__) if found.ispkg)  # noqa: F405


def _add(found: dict[str, str], names: Iterable[str], place: str) -> None:
    for name in names:
        if found.setdefault(name, place) != place:
            raise ValueError(f"{name!r} stands twice: in {found[name]} and in {place}.")


@functools.cache
def folders() -> Mapping[str, str]:
    """Return the kinds of answers, each with the folder that serves it.

    Raises
    ------
    ValueError
        If two folders serve one kind.

    >>> folders()["graph"], folders()["integer"]
    ('graph', 'scalar')
    """
    found: dict[str, str] = {}
    for folder in _packages():
        package = importlib.import_module(f"{__name__}.{folder}")
        _add(found, vars(package).get("KINDS", (folder,)), folder)
    return MappingProxyType(found)


def part(kind: str, name: str) -> ModuleType:
    """Return a module out of a kind's folder.

    Parameters
    ----------
    kind : str
        A kind of answers.
    name : str
        ``reading``, ``judging`` or ``helping``.

    Raises
    ------
    LookupError
        If there is no such kind; the sentence names the closest one.
    """
    if kind not in folders():
        raise LookupError(f"There is no kind of answer {kind!r}.{did_you_mean(kind, folders())}")
    return importlib.import_module(f"{__name__}.{folders()[kind]}.{name}")


@functools.cache
def specs() -> Mapping[str, str]:
    """Return what the ``spec.py`` of all kinds export, each with its module.

    Raises
    ------
    ValueError
        If two kinds export one name.

    >>> specs()["Graph"]
    'mlsys_course.kinds.graph.spec'
    """
    found: dict[str, str] = {}
    for folder in _packages():
        module = f"{__name__}.{folder}.spec"
        if importlib.util.find_spec(module):  # a number needs none
            _add(found, importlib.import_module(module).__all__, module)
    return MappingProxyType(found)


if not TYPE_CHECKING:  # a checker shall know the names one by one

    def __getattr__(name: str) -> Any:
        # Other names are modules that are being imported, among them those that `specs` imports.
        if not name[:1].isupper() or name not in specs():
            raise AttributeError(f"mlsys_course.kinds has no {name!r}.")
        return getattr(importlib.import_module(specs()[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *specs()})
