"""What a class leaves in the course's folder: everything with a name or a mark in it, and nothing else.

In ``autograder/`` that is whatever is no part of the course, so that a new kind of file counts from its
first day. What git has is the course's; without git, whatever looks like it. Folders that
``nbgrader_config.py`` puts elsewhere count, too.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from autograder.grading import report, roster

_PACKAGE = {"py.typed", "__pycache__", "sample", "solution", "chapters"}
_SUFFIXES = {".py", ".pyi", ".md", ".toml", ".egg-info", ".dist-info"}
_SQLITE = "sqlite:///"


def gradebook(coursedir: CourseDirectory) -> Path | None:
    """Return the gradebook's file, whether or not it is there; None where it is in a database server."""
    url = str(coursedir.db_url)
    return Path(coursedir.root, url.removeprefix(_SQLITE)) if url.startswith(_SQLITE) else None


def copies(coursedir: CourseDirectory) -> list[Path]:
    """Return the copies of the gradebook beside it, as ``nbgrader db upgrade`` makes them."""
    path = gradebook(coursedir)
    return [] if path is None else sorted(path.parent.glob(f"{path.name}.*"))


def exported(coursedir: CourseDirectory) -> list[Path]:
    """Return the tables that ``nbgrader export`` writes where it is called."""
    root = Path(coursedir.root)
    return [path for path in (root / "grades.csv", root / "autograder" / "grades.csv") if path.is_file()]


def of_class(coursedir: CourseDirectory) -> list[Path]:
    """Return the files and folders of a class, none of them inside another.

    Parameters
    ----------
    coursedir : CourseDirectory
        The class.
    """
    root = Path(coursedir.root)
    found = {
        root / directory
        for directory in (
            coursedir.submitted_directory,
            coursedir.autograded_directory,
            coursedir.feedback_directory,
            roster.RosterFile(config=coursedir.config).path,
        )
    }
    for top in {root / "autograder", report.page_folder(coursedir)}:
        # A setting may put a step's folder at the top, where the course itself is.
        if top.is_dir() and top != root:
            of_course = _in_git(top)
            found |= {path for path in top.iterdir() if path.name not in of_course and not _is_course(path)}
    found |= set(exported(coursedir))
    if (path := gradebook(coursedir)) is not None:
        found |= {path, *copies(coursedir), *path.parent.glob(f"{path.name}-*")}
    there = sorted(path for path in found if os.path.lexists(path))
    return [path for path in there if not any(other in path.parents for other in there)]


def _in_git(folder: Path) -> set[str]:
    """Return the names in a folder that git has, or has something below; none where there is no git."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "ls-files", "-z", "--", "."], capture_output=True, check=False
        )
    except OSError:
        return set()
    return {os.fsdecode(name).partition("/")[0] for name in done.stdout.split(b"\0") if name}


def _is_course(path: Path) -> bool:
    """Say whether something in ``autograder/`` looks like a part of the course."""
    if path.name in _PACKAGE or path.suffix in _SUFFIXES:
        return True
    return (path / "README.md").is_file() or any(path.glob("*.py"))
