"""The cases: over 150 submissions that nobody should have to grade by hand twice."""

import importlib

from adversarial.adding import CASES

for _part in ("points", "reading", "stopping", "tampering", "live", "people"):
    importlib.import_module(f"{__name__}.{_part}")

LIVE = importlib.import_module(f"{__name__}.live").LIVE

__all__ = ["CASES", "LIVE"]
