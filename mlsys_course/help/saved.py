"""What a learner has written in a Markdown cell: only the saved notebook knows it, never the kernel."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

__all__ = ["EARLIER_STUBS", "STUB", "answer", "notebook"]

STUB = "Not attempted yet: write your answer here, in place of this line."
"""What an answer cell holds that nobody has touched; nbgrader's Validate shows it as what is wrong."""
EARLIER_STUBS = ("YOUR ANSWER HERE",)
"""What it held in notebooks that were handed out before."""
_VARIABLE = "JPY_SESSION_NAME"
_MOST_BYTES = 50_000_000


def notebook() -> Path | None:
    """Return the file of the notebook that runs in this kernel, where it is known.

    Jupyter says it in the kernel's environment, Visual Studio Code among the notebook's names. A notebook
    that was renamed since its kernel started is not found.
    """
    names = [os.environ.get(_VARIABLE, "")]
    ipython: Any = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython is not None else None
    names.append(getattr(shell, "user_ns", {}).get("__vsc_ipynb_file__", ""))
    for name in names:
        if isinstance(name, str) and name.endswith(".ipynb") and Path(name).is_file():
            return Path(name)
    return None


def answer(name: str) -> str | None:
    """Return what the saved notebook holds as the answer to a written question.

    Parameters
    ----------
    name : str
        The grade_id of the answer's cell.

    Returns
    -------
    str or None
        The text, empty where the cell is as it was handed out; None where no file is known that has such a
        cell.
    """
    path = notebook()
    if path is None:
        return None
    try:
        if path.stat().st_size > _MOST_BYTES:
            return None
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts = [_text(cell) for cell in cells if _grade_id(cell) == name]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not texts:
        return None
    return max((text for text in texts if text not in (STUB, *EARLIER_STUBS)), key=len, default="")


def _grade_id(cell: Any) -> Any:
    return ((cell.get("metadata") or {}).get("nbgrader") or {}).get("grade_id")


def _text(cell: Any) -> str:
    return "".join(cell.get("source") or "").strip()
