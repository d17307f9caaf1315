"""What the browser's Python does as it starts, while its reader still reads."""

from __future__ import annotations

import contextlib
import importlib
import io

FIRST = ("matplotlib.pyplot", "numpy", "pandas", "ipywidgets", "mlsys_course", "mlsys_course.diagnosis")
"""What the notebooks' first cells import: seconds that nobody waits for later."""


def warm() -> None:
    """Import what every notebook needs; matplotlib says in red that it looks for its fonts, and need not."""
    with contextlib.redirect_stderr(io.StringIO()):
        for name in FIRST:
            importlib.import_module(name)
