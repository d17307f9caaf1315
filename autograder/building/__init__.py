"""From masters to notebooks, contracts and the release; every step fails closed.

A build is made in a folder of its own, searched and executed there, and only then put in place: a
build that fails changes nothing.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from autograder.building import contracts, execution, exports, leaks, notebooks, release, rules, substitution
from autograder.building.masters import BuildError, Cell, Master, find, load
from mlsys_course.exercise import Exercise

__all__ = ["BuildError", "build", "check", "check_build", "stage"]

TOP = release.TOP
# Left behind by Jupyter and Python beside files that people open; never part of a release.
_LITTER = {".ipynb_checkpoints", "__pycache__", ".virtual_documents"}


def _exercises(given: Mapping[str, Exercise] | None) -> Mapping[str, Exercise]:
    if given is not None:
        return given
    from autograder import chapters as keys

    return keys.load()


def check(root: Path = TOP, exercises: Mapping[str, Exercise] | None = None) -> list[str]:
    """Return every violation of the authoring rules, as sentences with file, cell and remedy.

    Parameters
    ----------
    root : Path
        Top of the course.
    exercises : mapping, optional
        All exercises by name; default: those of the keys.
    """
    try:
        masters = load(root)
    except BuildError as error:
        return [str(error)]
    return [str(violation) for violation in rules.check(masters, _exercises(exercises))]


def build(
    execute: bool = True,
    root: Path = TOP,
    exercises: Mapping[str, Exercise] | None = None,
) -> None:
    """Build every notebook, the contracts and the release, and put them in place.

    Parameters
    ----------
    execute : bool
        Whether lessons and reference solutions are run in real kernels first.
    root : Path
        Top of the course.
    exercises : mapping, optional
        All exercises by name; default: those of the keys.

    Raises
    ------
    BuildError
        If a rule is violated, a solution could leak, a notebook fails, a reference solution loses a
        point, or an unknown file lies where built files belong. Nothing is written then.
    """
    known = _exercises(exercises)
    _refuse_unknown(root, known)
    with tempfile.TemporaryDirectory(prefix="build-") as scratch:
        built = stage(root, Path(scratch), known)
        if execute:
            made = [
                (path, notebooks.load(Path(scratch, path)))
                for path in sorted(built)
                if path.suffix == ".ipynb" and path.parts[0] != "release"
            ]
            faults = execution.check(made, root)
            if faults:
                raise BuildError("\n".join(faults))
        for path, content in built.items():
            target = root / path
            if not target.exists() or target.read_bytes() != content:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)


def check_build(root: Path = TOP, exercises: Mapping[str, Exercise] | None = None) -> list[str]:
    """Rebuild into a temporary folder, without executing, and return every difference.

    Parameters
    ----------
    root : Path
        Top of the course.
    exercises : mapping, optional
        All exercises by name; default: those of the keys.

    Returns
    -------
    list of str
        One sentence per file that is missing, unknown or not what the masters say; empty when all is
        as it should be.
    """
    known = _exercises(exercises)
    with tempfile.TemporaryDirectory(prefix="build-") as scratch:
        try:
            _refuse_unknown(root, known)
            built = stage(root, Path(scratch), known)
        except BuildError as error:
            return str(error).splitlines()
    found = []
    for path, content in sorted(built.items()):
        target = root / path
        if not target.exists():
            found.append(f"{path.as_posix()} has not been built. Run: make build")
        elif target.read_bytes() != content:
            found.append(f"{path.as_posix()} is not what its master says. Edit that, then run: make build")
    return found


def main(execute: bool = True) -> int:
    """Build the course and say so; return the command's exit status."""
    try:
        build(execute)
    except BuildError as error:
        print(f"The build stopped; nothing was changed.\n\n{error}", file=sys.stderr)
        return 1
    print("Built notebooks/, source/, release/ and the contracts" + (", and ran them." if execute else "."))
    return 0


def check_main() -> int:
    """Print what breaks a rule or is not built as its master says; return the command's exit status."""
    found = check() or check_build()
    for sentence in found:
        print(sentence)
    if found:
        print(f"\n{len(found)} to mend.", file=sys.stderr)
    return 1 if found else 0


def stage(root: Path, into: Path, exercises: Mapping[str, Exercise]) -> dict[Path, bytes]:
    """Build everything into an empty folder and search it for leaks.

    Parameters
    ----------
    root : Path
        Top of the course, which is only read.
    into : Path
        An empty folder.
    exercises : mapping
        All exercises by name.

    Returns
    -------
    dict of Path to bytes
        The exact set of built files, by path below the course's top.

    Raises
    ------
    BuildError
        If a rule is violated, nbgrader refuses, or anything in the release is not known to be harmless.
    """
    masters = load(root)
    violations = rules.check(masters, exercises)
    if violations:
        raise BuildError("\n".join(map(str, violations)))
    built = contracts.files(exercises) | exports.files()
    sources: dict[Path, NotebookNode] = {}
    lessons: dict[Path, NotebookNode] = {}
    for master in masters:
        notebook = _notebook(master, exercises)
        built[master.notebook] = notebooks.dumps(notebook)
        target = into / master.notebook
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(built[master.notebook])
        (sources if master.kind == "graded" else lessons)[master.notebook] = notebook
    for assignment in sorted({path.parts[1] for path in sources}):
        release.generate(into, assignment)
    built |= _searched(into, sources, lessons)
    return built


def _notebook(master: Master, exercises: Mapping[str, Exercise]) -> NotebookNode:
    """Return a master's notebook, with the key's points and the prose's numbers in place."""
    names = substitution.Names(master.kind, exercises)

    def points(cell: Cell) -> float | None:
        if not cell.is_test or cell.grade_id is None:
            return None
        return exercises[cell.grade_id.removeprefix("test_")].points

    return notebooks.from_master(master, points, lambda text: substitution.fill(text, names))


def _searched(
    into: Path, sources: Mapping[Path, NotebookNode], lessons: Mapping[Path, NotebookNode]
) -> dict[Path, bytes]:
    """Return the released files, once they are known to be all there is and to hold nothing secret."""
    expected = {_released(path): path for path in sources}
    present = {path.relative_to(into) for path in (into / "release").rglob("*") if not path.is_dir()}
    faults = [f"{path.as_posix()}: nothing should be there." for path in sorted(present - set(expected))]
    faults += [f"{path.as_posix()}: nbgrader did not release it." for path in sorted(set(expected) - present)]
    secret = {line for notebook in sources.values() for line in leaks.telling(notebook)}
    for path, notebook in lessons.items():
        faults += leaks.in_notebook(notebook, secret, path)
    for path in sorted(present & set(expected)):
        released = notebooks.load(into / path)
        faults += leaks.in_notebook(released, secret, path)
        faults += leaks.not_from_source(released, sources[expected[path]], path)
    if faults:
        raise BuildError("\n".join(faults))
    return {path: (into / path).read_bytes() for path in expected}


def _refuse_unknown(root: Path, exercises: Mapping[str, Exercise]) -> None:
    """Refuse files that nobody builds where only built files and masters belong."""
    masters = find(root)
    expected = {*masters, *(path.with_suffix(".ipynb") for path in masters)}
    expected |= {Path("source", "jupytext.toml"), Path("notebooks", "README.md")}
    expected |= {_released(path) for path in masters if path.parts[0] == "source"}
    faults = []
    for top in ("release", "source", "notebooks"):
        for path in sorted((root / top).rglob("*")):
            relative = path.relative_to(root)
            folder = path.is_dir() and not path.is_symlink()
            if not folder and relative not in expected and not _LITTER & set(relative.parts):
                faults.append(
                    f"{relative.as_posix()}: no master makes it, and students might get it. "
                    "Delete it, or add it to what is built."
                )
    if faults:
        raise BuildError("\n".join(faults))


def _released(source: Path) -> Path:
    """Return where the student version of a source notebook or its master lies."""
    return Path("release", *source.with_suffix(".ipynb").parts[1:])
