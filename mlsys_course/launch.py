"""Start JupyterLab on the course: ``python -m mlsys_course``, which ``make lab`` runs as well.

In the repository the learner works in ``work/``, on copies. What they changed there is never overwritten;
what they did not change follows the course. In the archive that students get, they work where they are.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mlsys_course.memory import place
from mlsys_course.memory.keeping import Store, now
from mlsys_course.memory.travel import ASIDE
from mlsys_course.start import EXERCISES, LESSONS, START, Home, _pages_below, course_folder, start_notebook

__all__ = ["arguments", "deliver", "main", "write_start"]

WORK = "work"
DELIVERED = ".delivered.json"
_CONFIG = Path(__file__).parent / "launch_config"


def fingerprint(content: bytes, name: str) -> str:
    """Return what tells two versions of a file apart: a notebook's sources, another file's bytes.

    A notebook that has only run has the fingerprint it was delivered with.
    """
    if name.endswith(".ipynb"):
        try:
            cells = json.loads(content)["cells"]
            content = json.dumps([(cell["cell_type"], "".join(cell["source"])) for cell in cells]).encode()
        except (ValueError, KeyError, TypeError):
            pass  # no notebook any more: its bytes
    return hashlib.sha256(content).hexdigest()[:32]


def _files(top: Path) -> Iterator[str]:
    """Yield what a learner gets, by path below the course's top."""
    for room in (LESSONS, EXERCISES):
        for path in sorted((top / room).rglob("*")):
            hidden = any(
                part.startswith(".") or part == "__pycache__" for part in path.relative_to(top).parts
            )
            if path.is_file() and path.suffix != ".py" and not hidden:
                yield path.relative_to(top).as_posix()


def deliver(top: Path, work: Path) -> list[str]:
    """Bring a learner's copies up to date.

    Parameters
    ----------
    top : Path
        The course.
    work : Path
        The learner's folder.

    Returns
    -------
    list of str
        Sentences about what was refreshed and what was left; none where nothing changed.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    manifest = work / DELIVERED
    try:
        loaded = json.loads(manifest.read_text(encoding="utf-8"))
        delivered: dict[str, Any] = loaded if isinstance(loaded, dict) else {}
    except (OSError, ValueError):
        delivered = {}
    before = dict(delivered)
    stamp = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    refreshed, left = [], []
    for name in _files(top):
        content, target = (top / name).read_bytes(), work / name
        new = fingerprint(content, name)
        if target.exists():
            there = target.read_bytes()
            old = fingerprint(there, name)
            if old == new:
                delivered[name] = new
                continue
            if old != delivered.get(name):
                if delivered.get(name) != new:
                    left.append(name)
                continue
            aside = work / ASIDE / stamp / name
            aside.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(there)
            refreshed.append(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        delivered[name] = new
    if delivered != before:
        work.mkdir(parents=True, exist_ok=True)
        manifest.write_text(json.dumps(delivered, indent=0, sort_keys=True), encoding="utf-8")
    said = []
    if refreshed:
        said.append(
            "These have a new version. You had not changed them, so they are replaced; the old ones are in "
            f"{WORK}/{ASIDE}/{stamp}/:{_listed(refreshed)}"
        )
    if left:
        said.append(
            f"These have a new version, but you have changed yours, so yours stay:{_listed(left)}"
        )
    return said


def _listed(names: Sequence[str]) -> str:
    return "".join(f"\n  {name}" for name in names)


def write_start(folder: Path) -> None:
    """Write ``START.ipynb`` with what the progress file of this folder holds.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    kept = place.progress_file(folder) or place.learners_folder(folder) / place.FILE
    state = Store(kept).state() if kept.is_file() else {}
    (folder / START).write_bytes(start_notebook(Home(_pages_below(folder), state, now())))


def arguments(more: Sequence[str] = ()) -> list[str]:
    """Return the command that starts JupyterLab on the first page.

    Parameters
    ----------
    more : sequence of str
        Further options of ``jupyter lab``.
    """
    own = [sys.executable, "-m", "jupyter", "lab", START, "--LabApp.news_url=None"]
    own += [
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        own.append("--allow-root")
    return [*own, *more]


def environment() -> dict[str, str]:
    """Return the environment of a learner's JupyterLab, in which the panels for grading are off."""
    paths = [str(_CONFIG), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    return {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}


def main(more: Sequence[str] | None = None) -> int:
    """Bring the copies and the first page up to date, start JupyterLab, and return its exit status.

    Parameters
    ----------
    more : sequence of str, optional
        Further options of ``jupyter lab``; default: those of the command line.
    """
    given = list(sys.argv[1:] if more is None else more)
    top = course_folder()
    if top is None:
        print(
            f"There is no folder {LESSONS}/ here. Start this in the course's folder, where it is.",
            file=sys.stderr,
        )
        return 2
    if top.name == WORK and course_folder(top.parent) == top.parent:
        top = top.parent  # started in one's own copies
    folder = top
    try:
        if (top / "source").is_dir():
            folder = top / WORK
            for sentence in deliver(top, folder):
                print(sentence)
        write_start(folder)
    except OSError as error:
        print(
            f"{folder} cannot be written: {error}. Choose a folder of your own for the course.",
            file=sys.stderr,
        )
        return 1
    try:
        return subprocess.run(arguments(given), cwd=folder, env=environment(), check=False).returncode
    except KeyboardInterrupt:
        return 0  # Ctrl+C is how JupyterLab is stopped
