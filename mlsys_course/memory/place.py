"""Where a learner's progress is kept, and whether this is a place to keep any."""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path
from typing import Any

from mlsys_course import chapters, course

__all__ = [
    "FILE",
    "VARIABLE",
    "is_assignment",
    "learners_folder",
    "progress_file",
    "somebody_is_here",
    "topic",
]

FILE = "mlsys-progress.json"
VARIABLE = "MLSYS_PROGRESS"
"""Environment variable: ``off``, or the file to keep progress in."""

ROOMS = ("notebooks", "release", "source")
"""Folders that hold a folder of notebooks for each chapter."""
_MARKS = (b'"nbgrader"', b'"grade_id"')
_NOTEBOOKS, _LEVELS = 30, 8

_seen_learner = False


def is_assignment(folder: Path) -> bool:
    """Say whether `nbgrader submit` could take this folder along, with all that lies in it.

    That is a folder named after a chapter, or one with graded notebooks in it.
    """
    if folder.name in chapters.names():
        return True
    if folder == Path.home():
        return False  # where whole assignments are fetched to
    try:
        notebooks = sorted(folder.glob("*.ipynb"))[:_NOTEBOOKS]
        return any(all(mark in path.read_bytes() for mark in _MARKS) for path in notebooks)
    except OSError:
        return False


@functools.cache
def learners_folder(start: Path) -> Path:
    """Return the folder that is the learner's own, above every assignment.

    ==========================================  =====================================================
    the notebook lies in                        the folder is
    ==========================================  =====================================================
    ``work/``, and everything in it             ``work/``
    the unpacked archive of a course            the archive's top, beside ``course.toml``
    a hub (or Binder): anywhere below home      the home folder, where ``nbgrader fetch`` puts things
    a fetched assignment elsewhere              the folder that the assignment was fetched to
    anywhere else                               the notebook's folder
    ==========================================  =====================================================

    Parameters
    ----------
    start : Path
        The folder of the notebook.

    Returns
    -------
    Path
    """
    here = start.resolve()
    chain = [here, *here.parents]
    home = Path.home().resolve()
    if os.environ.get("JUPYTERHUB_USER") and home in chain:
        return home
    if (here / ROOMS[0]).is_dir():
        return here
    for folder in chain[1:]:
        if any((folder / room) in chain for room in ROOMS):
            return folder
    inside = [at for at, folder in enumerate(chain[:_LEVELS]) if is_assignment(folder)]
    outside = chain[inside[-1] + 1 :] or chain[-1:] if inside else chain
    settings = course.find(outside[0])
    return settings.parent if settings is not None and settings.parent != outside[-1] else outside[0]


def progress_file(start: Path | None = None) -> Path | None:
    """Return the file that progress is kept in, or None where none is kept.

    Nothing is kept where nbgrader or the grader runs, in scripts, and in notebooks that a program runs:
    only where somebody sits at a notebook.

    Parameters
    ----------
    start : Path, optional
        The notebook's folder (default: the working directory).
    """
    wanted = os.environ.get(VARIABLE, "")
    if any(name.startswith("NBGRADER_") for name in os.environ) or wanted == "off":
        return None
    if wanted:
        return Path(wanted).expanduser()
    return learners_folder(start or Path.cwd()) / FILE if somebody_is_here() else None


def somebody_is_here() -> bool:
    """Say whether a person works in this kernel.

    JupyterLab, Notebook and VS Code say with each cell which cell it is, and a widget's button sends a
    message of its own; nbclient, and with it nbconvert and nbgrader, do neither. A kernel inside a browser
    (JupyterLite) has a person before it.
    """
    global _seen_learner
    if not _seen_learner and sys.platform == "emscripten":
        _seen_learner = True
    if not _seen_learner:
        parent = _request()
        metadata, header = parent.get("metadata") or {}, parent.get("header") or {}
        _seen_learner = "cellId" in metadata or header.get("msg_type") == "comm_msg"
    return _seen_learner


def _request() -> dict[str, Any]:
    """Return the message that the kernel is working on, or nothing where there is no kernel."""
    ipython: Any = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython is not None else None
    if getattr(shell, "kernel", None) is None or not hasattr(shell, "get_parent"):  # JupyterLite's has none
        return {}
    found = shell.get_parent()
    return found if isinstance(found, dict) else {}


def topic(start: Path | None = None) -> str:
    """Return what a notebook is about: its chapter, and its own name where Jupyter says it.

    Returns
    -------
    str
        The folder of the chapter, a slash, the name of the lesson; exercises have the topic of their lesson.
    """
    try:
        folder = (start or Path.cwd()).name
    except OSError:  # a working directory that is gone
        folder = ""
    chapter = folder if folder in chapters.names() else ""
    session = os.environ.get("JPY_SESSION_NAME", "")
    notebook = Path(session).stem.removesuffix("_exercises") if session.endswith(".ipynb") else ""
    return "/".join(part for part in (chapter, notebook) if part)
