"""Helper package of the ML Systems course: units, constants, laws, checks, widgets.

Everything below is importable from the top of the package and is loaded on first use, so that
``import mlsys_course`` stays about as cheap as ``import pint``:

>>> from mlsys_course import Q_, laws
>>> laws.amdahl_speedup(0.5, 2)
1.3333333333333333
"""

from __future__ import annotations

import importlib
import importlib.machinery
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlsys_course import book, constants, data, hardware, laws, memory, models, practice
    from mlsys_course._names import *  # noqa: F403
    from mlsys_course.checking import check
    from mlsys_course.constants import Constant
    from mlsys_course.dialogues import dialogue
    from mlsys_course.exercise import exercise
    from mlsys_course.glossary import define
    from mlsys_course.help import hint
    from mlsys_course.memory.shown import progress
    from mlsys_course.memory.travel import bring_my_work_back, take_my_work_along
    from mlsys_course.result import Result
    from mlsys_course.scenarios import scenario
    from mlsys_course.start import home
    from mlsys_course.summary import check_all
    from mlsys_course.units import Q_, ureg
    from mlsys_course.widgets.calibration import calibration
    from mlsys_course.widgets.cancel import explore_units
    from mlsys_course.widgets.predict import after_guess, predict

__version__ = "1.0.0"

_WHERE = {
    "Constant": "mlsys_course.constants",
    "Q_": "mlsys_course.units",
    "Result": "mlsys_course.result",
    "after_guess": "mlsys_course.widgets.predict",
    "bring_my_work_back": "mlsys_course.memory.travel",
    "calibration": "mlsys_course.widgets.calibration",
    "check": "mlsys_course.checking",
    "check_all": "mlsys_course.summary",
    "define": "mlsys_course.glossary",
    "dialogue": "mlsys_course.dialogues",
    "exercise": "mlsys_course.exercise",
    "explore_units": "mlsys_course.widgets.cancel",
    "hint": "mlsys_course.help",
    "home": "mlsys_course.start",
    "predict": "mlsys_course.widgets.predict",
    "progress": "mlsys_course.memory.shown",
    "scenario": "mlsys_course.scenarios",
    "take_my_work_along": "mlsys_course.memory.travel",
    "ureg": "mlsys_course.units",
}
_MODULES = ("book", "constants", "data", "hardware", "laws", "memory", "models", "practice")

__all__ = [
    "Q_",
    "Constant",
    "Result",
    "after_guess",
    "book",
    "bring_my_work_back",
    "calibration",
    "check",
    "check_all",
    "constants",
    "data",
    "define",
    "dialogue",
    "exercise",
    "explore_units",
    "hardware",
    "hint",
    "home",
    "laws",
    "memory",
    "models",
    "practice",
    "predict",
    "progress",
    "scenario",
    "take_my_work_along",
    "ureg",
]


class _Exports:
    """Finds ``mlsys_course.eras.mycin`` and ``mlsys_course.widgets.dam`` in the chapter that exports them.

    Notebooks, also those handed out years ago, need not know in which folder a chapter keeps things.
    """

    @staticmethod
    def find_spec(
        fullname: str, path: Any = None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        package, _, rest = fullname.partition(".")
        if package != __name__ or not rest or _own(rest):
            return None
        from mlsys_course import chapters

        real = chapters.module_of(rest)
        return importlib.machinery.ModuleSpec(fullname, _Alias(real)) if real else None  # type: ignore[arg-type]


class _Alias:
    """Loads a module by giving out the one that exists under its full name."""

    def __init__(self, real: str) -> None:
        self.real = real

    def create_module(self, spec: Any) -> Any:
        module = importlib.import_module(self.real)
        self.spec = module.__spec__
        return module

    def exec_module(self, module: Any) -> None:
        module.__spec__ = self.spec


def _own(name: str) -> bool:
    """Say whether a module, named below the package, stands in the package's own folder."""
    path = os.path.join(os.path.dirname(__file__), *name.split("."))
    return os.path.isdir(path) or os.path.isfile(f"{path}.py")


# First, or the path of an exported package would be searched, and its modules loaded a second time.
sys.meta_path.insert(0, _Exports)


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"mlsys_course.{name}")
    if name in _WHERE:
        value = getattr(importlib.import_module(_WHERE[name]), name)
    elif name.startswith("_") or _own(name):
        raise AttributeError(f"mlsys_course has no {name!r}.")  # a module of ours that is being imported
    else:
        value = _of_chapters(name)
    globals()[name] = value
    return value


def _of_chapters(name: str) -> Any:
    """Return what a chapter exports under this name; `mlsys_course.chapters` looks into the folders."""
    from mlsys_course import chapters
    from mlsys_course.suggest import did_you_mean

    try:
        return chapters.export(name)
    except LookupError:
        hint = did_you_mean(name, [*__all__, *chapters.exports()])
        raise AttributeError(f"mlsys_course has no {name!r}.{hint}") from None


def __dir__() -> list[str]:
    from mlsys_course import chapters

    return sorted({*globals(), *__all__, *chapters.exports()})
