"""Practice exercises: prompt and key ship with the student package."""

from __future__ import annotations

import importlib
import pkgutil


def load() -> None:
    """Import every module of practice exercises, which registers them."""
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            importlib.import_module(f"{__name__}.{module.name}")
