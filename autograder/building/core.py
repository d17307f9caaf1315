"""Core names no chapter: what a line outside the chapters' folders says must hold for every chapter.

A chapter's name or one of its bank codes in core is a special case in the making, or an example that goes
stale with the chapter. CONTRIBUTING.md and every README.md may name one: they speak to people.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

from autograder.building import exports
from mlsys_course import chapters

PACKAGES = ("mlsys_course", "autograder")
FILES = ("Makefile", "nbgrader_config.py", "pyproject.toml", "course.toml")
_ROOM = "chapters"
# Made from the chapters' folders, for editors.
_GENERATED = {exports.NAMES, exports.TABLES}
_TEXT = {".py", ".pyi", ".toml", ".ini", ".j2", ".md", ".txt", ".json", ".csv", ".css", ".js"}


def names_of_chapters(root: Path) -> list[str]:
    """Return each line of core that names a chapter or one of its bank codes, as a sentence with the remedy.

    Parameters
    ----------
    root : Path
        Top of the course.
    """
    found = []
    for path in sorted(files(root)):
        pattern = _pattern(codes=path.parts[0] in PACKAGES)
        for number, line in enumerate((root / path).read_text(encoding="utf-8").splitlines(), 1):
            for named in dict.fromkeys(match[0].strip("\"'`") for match in pattern.finditer(line)):
                found.append(
                    f"{path.as_posix()}:{number}: names {named}. Outside the chapters' folders a line holds "
                    "for every chapter: move what is about this one into its folder, or find it there. "
                    "[core]"
                )
    return found


def files(root: Path) -> Iterator[Path]:
    """Yield the files of core, below the course's top; what a class leaves in ``autograder/`` is none."""
    yield from (Path(name) for name in FILES if (root / name).is_file())
    for package in PACKAGES:
        top = root / package
        folders = [path.parent for path in top.glob("*/__init__.py")]
        inside = [*top.glob("*"), *(path for folder in folders for path in folder.rglob("*"))]
        for path in inside:
            relative = path.relative_to(root)
            own = len(relative.parts) > 3 and relative.parts[1] == _ROOM
            generated = relative in _GENERATED or "__pycache__" in relative.parts
            of_a_class = path.parent == top and path.suffix == ".csv"  # scores and what changed in them
            apart = own or generated or of_a_class or path == top / "README.md"
            if path.is_file() and not apart and path.suffix in _TEXT:
                yield relative


@functools.cache
def _pattern(codes: bool) -> re.Pattern[str]:
    """Match a chapter's name, and a bank code in full or in quotes; settings hold codes of other kinds."""
    parts = [r"\bch\d\d_\w+", *(rf"\b{re.escape(name)}\b" for name in chapters.names())]
    for chapter in chapters.load() if codes else ():
        code = re.escape(chapter.prefix)
        parts += [rf"(?<![\w.]){code}\d+(?:\.\d+)+\b", rf"([\"'`]){code}\d+\b[\"'`]"]
    return re.compile("|".join(parts))
