"""Stubs of what chapters and kinds export, for editors and type checkers, which do not look into folders.

``from mlsys_course import explore_dam`` and ``data.ai_timeline()`` are found at run time; a checker reads the
same names in ``mlsys_course/_names.pyi``, ``_tables.pyi`` and ``kinds/_specs.pyi``.
"""

from __future__ import annotations

from pathlib import Path

from mlsys_course import chapters, data, kinds

NAMES = Path("mlsys_course", "_names.pyi")
TABLES = Path("mlsys_course", "_tables.pyi")
SPECS = Path("mlsys_course", "kinds", "_specs.pyi")
_HEAD = '"""Made by `make build` from the {} folders."""\n\n'


def files() -> dict[Path, bytes]:
    """Return the stubs: path below the course's top, and content."""
    names = [_imported(name, module) for name, module in sorted(chapters.exports().items())]
    tables = [
        f"from {chapters.PACKAGE}.{chapter}.tables import {name} as {name}"
        for name, chapter in sorted(data.where().items())
    ]
    specs = [f"from {module} import {name} as {name}" for name, module in sorted(kinds.specs().items())]
    stubs = {NAMES: ("chapters'", names), TABLES: ("chapters'", tables), SPECS: ("kinds'", specs)}
    return {
        path: (_HEAD.format(whose) + "\n".join(lines) + "\n").encode()
        for path, (whose, lines) in stubs.items()
    }


def _imported(name: str, module: str) -> str:
    if name.startswith("explore_"):
        return f"from {module} import {name} as {name}"
    package, _, last = module.rpartition(".")
    return f"from {package} import {last} as {name}"
