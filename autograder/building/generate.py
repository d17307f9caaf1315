"""nbgrader's generate step, made careful: ``release/`` is never emptied, and carries the course's settings.

``nbgrader_config.py`` puts `SafeGenerate` in the place of nbgrader's own class.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from traitlets.config import Config

from autograder.building import leaks, settings
from autograder.building.masters import NBGRADER, own_assignments
from autograder.grading import trouble

_MASTERS = ("*.py", "jupytext.toml", "pyproject.toml", "ruff.toml")
_KINDS: Mapping[str, Any] = {
    "grade": utils.is_grade,
    "solution": utils.is_solution,
    "task": utils.is_task,
    "source": lambda cell: any(
        kind(cell) for kind in (utils.is_grade, utils.is_solution, utils.is_locked, utils.is_task)
    ),
}


class SafeGenerate(GenerateAssignment):  # type: ignore[misc]
    """``nbgrader generate_assignment`` into a folder beside the old release, which is swapped at the end."""

    _beside: str | None = None

    @property
    def _output_directory(self) -> str:
        return self._beside or str(self.coursedir.release_directory)

    def init_notebooks(self) -> None:
        """List the notebooks of the assignment; brackets in a path mean nothing."""
        folder = self._format_source(self.coursedir.assignment_id, ".")
        wanted = f"{self.coursedir.notebook_id}.ipynb"
        names = sorted(path.name for path in Path(folder).glob(wanted)) if Path(folder).is_dir() else []
        self.notebooks: list[str] = []
        if not names:
            raise NbGraderException(f"There is no notebook {wanted} in {folder}.")
        self.assignments = {folder: [os.path.join(folder, name) for name in names]}

    @trouble.said_in_one_sentence
    def start(self) -> None:
        """Make the release; where that fails, the one before stays whole.

        Raises
        ------
        NbGraderException
            If nbgrader refuses.
        """
        coursedir = self.coursedir
        target = Path(coursedir.root, coursedir.release_directory, coursedir.assignment_id)
        self._keep_masters_at_home()
        if coursedir.notebook_id != "*" or (target.exists() and not self.force):
            super().start()  # it touches nothing but what is missing
            return
        self._refuse_other_cells()
        parent = target.parent
        parent.mkdir(parents=True, exist_ok=True)
        for left in parent.glob(".partial-*"):
            shutil.rmtree(left, ignore_errors=True)
        beside = parent / f".partial-{os.getpid()}"
        self._beside = os.path.relpath(beside, coursedir.root)
        try:
            super().start()
            made = beside / coursedir.assignment_id
            carried = settings.for_release(Path(coursedir.root))
            if carried is not None:
                (made / settings.FILE).write_bytes(carried)
            aside = beside / "before"
            if target.exists():
                os.replace(target, aside)
            try:
                os.replace(made, target)
            except OSError:
                if aside.exists():
                    os.replace(aside, target)
                raise
        finally:
            self._beside = None
            shutil.rmtree(beside, ignore_errors=True)

    def _keep_masters_at_home(self) -> None:
        """Hand out no master, which holds the solutions; an assignment of one's own is handed out whole.

        Raises
        ------
        NbGraderException
            If a file beside an own notebook holds a solution or hidden test: nbgrader copies it as it is.
        """
        if self.coursedir.assignment_id in own_assignments(Path(self.coursedir.root)):
            self._refuse_solutions_beside()
            return
        self.update_config(Config(NBGRADER))
        self.coursedir.ignore = [*self.coursedir.ignore, *_MASTERS]

    def _refuse_solutions_beside(self) -> None:
        folder = Path(self._format_source(self.coursedir.assignment_id, "."))
        beside = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".ipynb")
        for path in beside:
            if leaks.has_marker(path.read_bytes().decode("utf-8", "replace")):
                raise NbGraderException(
                    f"{path.relative_to(folder)} beside the notebooks of {folder.name} holds a solution or "
                    "hidden test, and students would get it as it is: move it out of source/."
                )

    def _refuse_other_cells(self) -> None:
        """Say what nbgrader would refuse in a traceback: exercises that came or went after submissions.

        Raises
        ------
        NbGraderException
            With the two ways out.
        """
        name = self.coursedir.assignment_id
        folder = Path(self._format_source(name, "."))
        paths = {path.stem: path for path in sorted(folder.glob("*.ipynb"))} if folder.is_dir() else {}
        added: list[str] = []
        gone: list[str] = []
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                assignment = gradebook.find_assignment(name)
            except MissingEntry:
                return
            if not assignment.submissions or not paths:
                return
            known = {notebook.name: notebook for notebook in assignment.notebooks}
            added += [f"{stem}.ipynb" for stem in paths if stem not in known]
            gone += [f"{stem}.ipynb" for stem in known if stem not in paths]
            for stem in sorted(paths.keys() & known.keys()):
                cells = nbformat.read(paths[stem], as_version=4).cells
                for kind, belongs in _KINDS.items():
                    now = {cell.metadata.nbgrader["grade_id"] for cell in cells if belongs(cell)}
                    then = {cell.name for cell in getattr(known[stem], f"{kind}_cells")}
                    added += [f"{cell} in {stem}.ipynb" for cell in sorted(now - then)]
                    gone += [f"{cell} in {stem}.ipynb" for cell in sorted(then - now)]
        if added or gone:
            raise NbGraderException(_refusal(name, list(dict.fromkeys(added)), list(dict.fromkeys(gone))))


def _refusal(assignment: str, added: list[str], gone: list[str]) -> str:
    def listed(names: list[str]) -> str:
        return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")

    what = [f"added: {listed(added)}"] if added else []
    what += [f"removed: {listed(gone)}"] if gone else []
    return (
        f"{assignment} has submissions already, and its cells are not those that were handed out ("
        f"{'; '.join(what)}): either put source/{assignment} back as it was and run make build, or keep the "
        f"change and have everything graded anew, without the marks and comments given by hand: "
        f".venv/bin/nbgrader db assignment remove {assignment} --force, then make grade ASSIGNMENT="
        f"{assignment} ARGS=--force. Nothing was changed."
    )
