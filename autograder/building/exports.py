"""Stubs of what chapters export, for editors and type checkers, which do not look into folders by themselves.

``from mlsys_course import explore_dam`` and ``data.ai_timeline()`` are found at run time; a checker reads the
same names in ``mlsys_course/_names.pyi`` and ``_tables.pyi``.
"""

from __future__ import annotations

from pathlib import Path

from mlsys_course import chapters, data

NAMES = Path("mlsys_course", "_names.pyi")
TABLES = Path("mlsys_course", "_tables.pyi")
_HEAD = '"""Made by `make build` from the chapters\' folders."""\n\n'


def files() -> dict[Path, bytes]:
    """Return both stubs: path below the course's top, and content."""
    names = [_imported(name, module) for name, module in sorted(chapters.exports().items())]
    tables = [
        f"from {chapters.PACKAGE}.{chapter}.tables import {name} as {name}"
        for name, chapter in sorted(data.where().items())
    ]
    stubs = {NAMES: names, TABLES: tables}
    return {path: (_HEAD + "\n".join(lines) + "\n").encode() for path, lines in stubs.items()}


def _imported(name: str, module: str) -> str:
    if name.startswith("explore_"):
        return f"from {module} import {name} as {name}"
    package, _, last = module.rpartition(".")
    return f"from {package} import {last} as {name}"
