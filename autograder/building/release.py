"""The student version, made by nbgrader itself."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode

from autograder.building import notebooks
from autograder.building.masters import NBGRADER, BuildError

TOP = Path(__file__).resolve().parents[2]
CONFIG = "nbgrader_config.py"


def config(root: Path, db_url: str | None = None) -> Any:
    """Return the course's nbgrader configuration, with its folders below `root`.

    Parameters
    ----------
    root : Path
        Top of the course whose ``source`` and ``release`` are meant.
    db_url : str, optional
        Gradebook; default: the course's own.

    Returns
    -------
    traitlets.config.Config
    """
    from traitlets.config.loader import PyFileConfigLoader

    # The file is course-wide; another root (a sample course, a test) keeps its settings.
    loaded = PyFileConfigLoader(CONFIG, path=str(TOP)).load_config()
    loaded.CourseDirectory.root = str(root)
    loaded.CourseDirectory.db_url = db_url or f"sqlite:///{root / 'autograder' / 'gradebook.db'}"
    return loaded


@contextmanager
def _tools_on_path() -> Iterator[None]:
    """Put this environment's commands first: nbgrader makes a gradebook with the `alembic` command."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


def generate(root: Path, assignment: str, db_url: str) -> None:
    """Make ``release/<assignment>`` from ``source/<assignment>`` and record it in a gradebook.

    Parameters
    ----------
    root : Path
        Top of the course.
    assignment : str
        nbgrader's assignment, which is the chapter's folder.
    db_url : str
        Gradebook.

    Raises
    ------
    BuildError
        If nbgrader refuses; with what it said.
    """
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    from autograder.building.generate import SafeGenerate

    said = StringIO()
    log = logging.Logger("release", logging.WARNING)
    log.addHandler(logging.StreamHandler(said))
    with _tools_on_path():
        settings = config(root, db_url)
        settings.CourseDirectory.assignment_id = assignment
        course = CourseDirectory(config=settings, log=log)
        converter = SafeGenerate(coursedir=course, config=settings, log=log)
        converter.force = True
        try:
            converter.start()
        except (Exception, SystemExit) as error:
            if isinstance(error, NbGraderException) and not said.getvalue():
                raise BuildError(str(error)) from error
            raise BuildError(
                f"nbgrader cannot release {assignment}: {error}\n{said.getvalue()}".strip()
            ) from error
    for path in sorted((root / "release" / assignment).glob("*.ipynb")):
        path.write_bytes(notebooks.dumps(notebooks.load(path)))


def in_memory(source: NotebookNode, where: Path | None = None) -> NotebookNode:
    """Return the student version of a source notebook, made by nbgrader's preprocessors without a gradebook.

    Parameters
    ----------
    source : NotebookNode
        A built source notebook; it is left alone.
    where : Path, optional
        Its path, for the message.

    Returns
    -------
    NotebookNode
        The same as in ``release/``.

    Raises
    ------
    BuildError
        If nbgrader refuses; with what it said.
    """
    from copy import deepcopy

    from nbgrader import preprocessors as steps
    from traitlets.config import Config

    settings = config(TOP)
    settings.merge(Config(NBGRADER))
    notebook: NotebookNode = deepcopy(source)
    try:
        for step in (
            steps.LockCells,
            steps.ClearSolutions,
            steps.ClearOutput,
            steps.ClearHiddenTests,
            steps.ClearMarkScheme,
            steps.ComputeChecksums,
            steps.CheckCellMetadata,
        ):
            notebook, _ = step(config=settings).preprocess(notebook, {})
    except Exception as error:
        raise BuildError(f"nbgrader cannot release {where or 'this notebook'}: {error}") from error
    return notebook
