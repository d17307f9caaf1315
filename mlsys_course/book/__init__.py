"""The book's own cells, run over the numbers of this course.

The chapters' Python cells import a package `mlsys` that stands in the book's repository. After

>>> from mlsys_course import book

the same imports work here: ``mlsys.constants`` (numbers and unit names), ``mlsys.formatting`` (`fmt`,
`check`, `md_math`), ``mlsys.formulas``, ``mlsys.viz``, ``mlsys.registry``, ``mlsys.Hardware`` and
``mlsys.Models``. They hold no number of their own: everything comes from `mlsys_course.constants`, with
its source. A `mlsys` that is installed, or stands beside the notebook, comes first; then this package is
not asked, and says so when it is imported.

What is different from the book's package
-----------------------------------------
- FLOP, byte, parameter, token and sample are dimensions: what adds two of them fails here.
- In this course searches per day carry a unit, queries per day. The book's cells compare them with plain
  numbers: what a chapter lists as ``plain`` in its ``book.toml`` comes without its unit here, and only here.
- Where the book is wrong, the course is right: the ImageNet test set has 100,000 images; the 50,000 that the
  book's package holds are the validation set. ``python -m mlsys_course.book FOLDER`` lists such differences.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import sys
import warnings
from typing import Any

from mlsys_course.book import registry

__all__ = ["Hardware", "Models", "registry"]

_NAME = "mlsys"
_PARTS = ("constants", "formatting", "formulas", "hardware", "models", "registry", "viz")


class _Finder:
    """Finds `mlsys` where nothing else is called so: it stands last."""

    @staticmethod
    def find_spec(
        fullname: str, path: Any = None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        return _spec("", is_package=True) if fullname == _NAME else None


class _Parts:
    """Finds the parts under the book's names: it stands first, or each would be loaded twice."""

    @staticmethod
    def find_spec(
        fullname: str, path: Any = None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        package, _, part = fullname.partition(".")
        ours = package == _NAME and part in _PARTS and sys.modules.get(_NAME) is sys.modules[__name__]
        return _spec(part, is_package=False) if ours else None


def _spec(part: str, *, is_package: bool) -> importlib.machinery.ModuleSpec:
    loader: Any = _Loader(part)
    return importlib.machinery.ModuleSpec(f"{_NAME}.{part}".rstrip("."), loader, is_package=is_package)


class _Loader:
    """Gives out the module of this package under the book's name for it."""

    def __init__(self, part: str) -> None:
        self.part = part

    def create_module(self, spec: Any) -> Any:
        module = importlib.import_module(f"{__name__}.{self.part}" if self.part else __name__)
        self.own = module.__spec__
        return module

    def exec_module(self, module: Any) -> None:
        module.__spec__ = self.own


def _install() -> None:
    """Put the finder behind all others, once."""
    if _Finder in sys.meta_path:
        return
    found = sys.modules.get(_NAME) or importlib.util.find_spec(_NAME)
    if found is not None:
        where = getattr(found, "origin", None) or getattr(found, "__file__", None) or "another place"
        warnings.warn(
            f"There is a package mlsys already ({where}). The book's cells use that one, not the numbers of "
            "the course.",
            stacklevel=3,
        )
    sys.meta_path.insert(0, _Parts)
    sys.meta_path.append(_Finder)


_install()


def __getattr__(name: str) -> Any:
    if name in ("Hardware", "Models"):
        return getattr(importlib.import_module(f"{__name__}.{name.lower()}"), name)
    if name in _PARTS:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"mlsys has no {name!r} here. It has: Hardware, Models, {', '.join(_PARTS)}.")
