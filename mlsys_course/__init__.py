"""Helper package of the ML Systems course: units, constants, laws, checks, widgets.

Everything below is importable from the top of the package and is loaded on first use, so that
``import mlsys_course`` stays about as cheap as ``import pint``:

>>> from mlsys_course import Q_, laws
>>> laws.amdahl_speedup(0.5, 2)
1.3333333333333333
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlsys_course import (
        constants,
        data,
        eras,
        figures,
        hardware,
        laws,
        models,
        practice,
    )
    from mlsys_course.checking import check
    from mlsys_course.constants import Constant
    from mlsys_course.exercise import exercise
    from mlsys_course.glossary import define
    from mlsys_course.result import Result
    from mlsys_course.scenarios import scenario
    from mlsys_course.units import Q_, ureg
    from mlsys_course.widgets.predict import predict

__version__ = "1.0.0"

_WHERE = {
    "Constant": "mlsys_course.constants",
    "Q_": "mlsys_course.units",
    "Result": "mlsys_course.result",
    "check": "mlsys_course.checking",
    "define": "mlsys_course.glossary",
    "exercise": "mlsys_course.exercise",
    "predict": "mlsys_course.widgets.predict",
    "scenario": "mlsys_course.scenarios",
    "ureg": "mlsys_course.units",
}
_MODULES = ("constants", "data", "eras", "figures", "hardware", "laws", "models", "practice")

__all__ = [
    "Q_",
    "Constant",
    "Result",
    "check",
    "constants",
    "data",
    "define",
    "eras",
    "exercise",
    "figures",
    "hardware",
    "laws",
    "models",
    "practice",
    "predict",
    "scenario",
    "ureg",
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"mlsys_course.{name}")
    if name in _WHERE:
        value = getattr(importlib.import_module(_WHERE[name]), name)
    elif name.startswith("explore_"):
        from mlsys_course.widgets import explorer

        value = explorer(name)
    else:
        from mlsys_course.suggest import did_you_mean

        hint = did_you_mean(name, __all__)
        raise AttributeError(f"mlsys_course has no {name!r}.{hint}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
