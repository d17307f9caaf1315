"""The archive students get: lessons, released notebooks, the student package; nothing of ``autograder/``."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from mlsys_course import course
from mlsys_course.start import START, Home, pages, start_notebook

TOP = Path(__file__).resolve().parents[1]
FOLDER = "mlsys-course"

# What each folder may hold. Anything else stops the build: nobody has thought about whether it may go out.
_ALLOWED = {
    "mlsys_course": {".py", ".pyi", ".txt", ".json", ".csv", ".toml", ".typed", ".js"},
    "notebooks": {".ipynb", ".md", ".csv", ".json", ".png", ".svg"},
    "release": {".ipynb", ".md", ".csv", ".json", ".png", ".svg"},
}
_BESIDE_OWN = {".py", ".txt", ".toml"}  # modules and settings beside an instructor's own notebooks
_TABLES = re.compile(r"\[+(build-system|project|tool\.hatch)\b")

README = """\
# Machine Learning Systems: notebooks

1. Unpack this archive and open a terminal in its folder.
2. Set up once, with conda:

       conda env create -f environment.yml
       conda activate mlsys-course

   or with Python 3.11 or newer:

       python -m venv .venv
       .venv/bin/pip install "jupyterlab>=4.4,<5" -e .     (Windows: .venv\\Scripts\\pip)

3. Start the course from this folder: `python -m mlsys_course` (or `.venv/bin/python -m mlsys_course`;
   Windows: `.venv\\Scripts\\python -m mlsys_course`). JupyterLab opens on `START.ipynb`, which
   shows what there is, what you have done, and where to go on.

`notebooks/` holds the lessons, `release/` the exercises you hand in.
Keep `course.toml` where it is. If the course asks who you are, set `student_id` in it.

What you did (predictions, checks, practice) is kept in `mlsys-progress.json` in this folder, on your machine
alone; it is not handed in and never counts for marks. `progress()` shows it; delete it, and you start afresh.
"""


class BundleError(Exception):
    """The archive would hold something it must not, or lack something it must have."""


def build(root: Path = TOP) -> bytes:
    """Return the students' archive, the same bytes for the same files.

    Parameters
    ----------
    root : Path
        Top of the repository; its notebooks must be built.

    Returns
    -------
    bytes
        A ZIP file whose members lie in the folder ``mlsys-course``.

    Raises
    ------
    BundleError
        If a file of an unknown kind, a trace of a solution or hidden test, or somebody's student id would
        go out, or if there is no released notebook.
    """
    found = members(root)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(found):
            # A fixed date: unchanged files give an unchanged archive.
            info = zipfile.ZipInfo(f"{FOLDER}/{name}", date_time=(2000, 1, 1, 0, 0, 0))
            info.external_attr = 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, found[name])
    return archive.getvalue()


def members(root: Path = TOP) -> dict[str, bytes]:
    """Return what goes out to students, by path, after a search for what must not.

    Parameters
    ----------
    root : Path
        Top of the repository; its notebooks must be built.

    Raises
    ------
    BundleError
        As `build` does.
    """
    found = dict(_members(root))
    _search(root, found)
    # Made of what has just been searched.
    found[START] = start_notebook(Home(pages(sorted(found), found.__getitem__), {}))
    return found


def _members(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file of the archive."""
    if course.load(root).student_id:
        raise BundleError(f"{course.FILE} names a student: make student_id empty, everybody gets this file.")
    yield "README.md", README.encode()
    yield "environment.yml", _environment((root / "environment.yml").read_text(encoding="utf-8")).encode()
    yield "pyproject.toml", _project((root / "pyproject.toml").read_text(encoding="utf-8")).encode()
    for name in ("LICENSE", course.FILE):
        yield name, (root / name).read_bytes()
    from autograder.building.masters import own_assignments

    own = own_assignments(root)
    for folder, known in _ALLOWED.items():
        for path in sorted((root / folder).rglob("*")):
            inside = path.relative_to(root)
            if any(part.startswith(".") or part == "__pycache__" for part in inside.parts):
                continue
            if path.is_symlink():
                raise BundleError(f"{inside} is a link: put the file itself there.")
            master = folder == "notebooks" and path.suffix == ".py"
            carried = folder == "release" and path.name == course.FILE  # the one at the top says it all
            if path.is_dir() or master or carried:
                continue
            beside = folder == "release" and inside.parts[1] in own
            allowed = known | _BESIDE_OWN if beside else known
            if path.suffix not in allowed and path.name != "py.typed":
                kinds = " ".join(sorted(allowed))
                raise BundleError(f"{inside} is of no kind that goes to students ({kinds}): remove it.")
            yield inside.as_posix(), path.read_bytes()


def _environment(text: str) -> str:
    """Return the environment file without the staff package."""
    lines = [line for line in text.splitlines() if "autograder" not in line and not line.startswith("#")]
    return "\n".join(lines) + "\n"


def _project(text: str) -> str:
    """Return the tables of ``pyproject.toml`` that installing the student package takes."""
    tables = re.split(r"(?m)^(?=\[)", text)
    return "".join(table for table in tables if _TABLES.match(table))


def _search(root: Path, members: dict[str, bytes]) -> None:
    """Stop where a notebook of the archive holds what students must not have."""
    from autograder import written
    from autograder.building import leaks, notebooks

    secret: set[str] = set()
    said: set[str] = set()
    for chapter in sorted(path.name for path in (root / "source").glob("*/")):
        for draft in written.drafts(root, chapter).values():
            said |= written.sentences(written.filled(draft))
    for path in sorted((root / "source").rglob("*.ipynb")):
        secret |= leaks.telling(notebooks.load(path))
    built = [name for name in members if name.endswith(".ipynb")]
    if not any(name.startswith("release/") for name in built):
        raise BundleError("release/ holds no notebook: run make build first.")
    found = [
        leak for name in built for leak in leaks.in_notebook(notebooks.load(root / name), secret, Path(name))
    ]
    for name, content in members.items():
        text = content.decode("utf-8", "replace")
        if name in built:
            text = "\n".join(cell.source for cell in notebooks.load(root / name).cells)
        found += leaks.in_text(text, said, Path(name))
    found += [
        f"{name}: holds a marker of a solution, hidden test or mark scheme."
        for name, content in members.items()
        if name.startswith("release/") and name not in built
        if leaks.has_marker(content.decode("utf-8", "replace"))
    ]
    if found:
        raise BundleError("\n".join(found))


def main(target: Path) -> int:
    """Write the students' archive and say what is in it.

    Parameters
    ----------
    target : Path
        Where the archive goes; its folder is made.

    Returns
    -------
    int
        0, or 1 where something must be put right first.
    """
    try:
        content = build()
    except (BundleError, course.CourseError) as error:
        print(error, file=sys.stderr)
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(target.name + ".part")
    draft.write_bytes(content)
    draft.replace(target)
    with zipfile.ZipFile(target) as file:
        print(f"{target}: {len(file.namelist())} files, {len(content) / 1000:.0f} kB")
    return 0
