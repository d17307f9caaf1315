"""From masters to notebooks, contracts and the release; every step fails closed.

A build is made in memory, searched and executed, and only then put in place: a build that fails changes
nothing. A chapter is built by itself, whatever others there are.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from autograder import substitution, written
from autograder.building import (
    asked,
    contracts,
    core,
    execution,
    exports,
    leaks,
    notebooks,
    release,
    rules,
    settings,
    solutions,
    told,
    unique,
    ways,
)
from autograder.building.masters import BuildError, Cell, Master, find, load, own_assignments
from mlsys_course import chapters
from mlsys_course.contracts import FILE
from mlsys_course.exercise import Exercise
from mlsys_course.start import EXERCISES, LESSONS, START, Home, pages, start_notebook

__all__ = ["BuildError", "build", "check", "stage"]

TOP = release.TOP
# Left behind by Jupyter and Python beside files that people open; never part of a release.
_LITTER = {".ipynb_checkpoints", "__pycache__", ".virtual_documents"}


def _exercises(given: Mapping[str, Exercise] | None, chapter: str | None) -> Mapping[str, Exercise]:
    if given is not None:
        return given
    from autograder import chapters

    return chapters.load(chapter)


def build(
    execute: bool = True,
    root: Path = TOP,
    exercises: Mapping[str, Exercise] | None = None,
    chapter: str | None = None,
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
    chapter : str, optional
        Only this chapter.

    Raises
    ------
    BuildError
        If a rule is violated, a solution could leak, a notebook fails, a reference solution loses a
        point, a lesson prints what a graded question asks for, or an unknown file lies where built files
        belong. Nothing is written then.
    """
    known = _exercises(exercises, chapter)
    noted = _noted(root, known, chapter)
    if execute:
        made = [
            (path, notebook)
            for path, notebook in sorted(noted.items())
            if isinstance(notebook, NotebookNode) and path.parts[0] != "release"
        ]
        faults = execution.check(made, root, known)
        if faults:
            raise BuildError("\n".join(faults))
    for path, content in _finished(root, noted).items():
        target = root / path
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def check(
    root: Path = TOP, exercises: Mapping[str, Exercise] | None = None, chapter: str | None = None
) -> list[str]:
    """Hold the authoring rules against the course, rebuild it in memory, without executing, and compare.

    Parameters
    ----------
    root : Path
        Top of the course.
    exercises : mapping, optional
        All exercises by name; default: those of the keys.
    chapter : str, optional
        Only this chapter.

    Returns
    -------
    list of str
        One sentence for each violation, with file, cell and remedy; where there is none, for each file that
        is missing, unknown or not what the masters say. Empty when all is as it should be.
    """
    try:
        built = stage(root, _exercises(exercises, chapter), chapter)
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


def main(execute: bool = True, chapter: str | None = None) -> int:
    """Build the course, or a chapter, and say so; return the command's exit status."""
    try:
        build(execute, chapter=chapter)
    except BuildError as error:
        print(f"The build stopped; nothing was changed.\n\n{error}", file=sys.stderr)
        return 1
    what = "notebooks/, source/, release/ and the contracts" if chapter is None else chapter
    print(f"Built {what}" + (", and ran every notebook." if execute else "."))
    return 0


def check_main(chapter: str | None = None) -> int:
    """Print what breaks a rule or is not built as its master says; return the command's exit status."""
    found = check(chapter=chapter)
    for sentence in found:
        print(sentence)
    if found:
        print(f"\n{len(found)} to mend.", file=sys.stderr)
    return 1 if found else 0


def stage(root: Path, exercises: Mapping[str, Exercise], chapter: str | None = None) -> dict[Path, bytes]:
    """Build everything in memory, each chapter by itself, and search it for leaks.

    Parameters
    ----------
    root : Path
        Top of the course, which is only read.
    exercises : mapping
        All exercises by name, or those of the chapter.
    chapter : str, optional
        Only this chapter.

    Returns
    -------
    dict of Path to bytes
        The exact set of built files, by path below the course's top.

    Raises
    ------
    BuildError
        If a rule is violated, nbgrader refuses, anything in the release is not known to be harmless, or an
        unknown file lies where built files belong.
    """
    return _finished(root, _noted(root, exercises, chapter))


def _finished(root: Path, noted: Mapping[Path, NotebookNode | bytes]) -> dict[Path, bytes]:
    """Return the files, their notebooks without what authors noted for the checks, and the first page."""
    built: dict[Path, bytes] = {}
    for path, content in noted.items():
        if isinstance(content, NotebookNode):
            _without_notes(content)
            content = notebooks.dumps(content)
        built[path] = content
    return built | {Path(START): _start(root, built)}


def _without_notes(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell.source = substitution.without_notes(cell.source, cell.cell_type == "code")


def _noted(
    root: Path, exercises: Mapping[str, Exercise], chapter: str | None
) -> dict[Path, NotebookNode | bytes]:
    """Build everything in memory, notebooks still with their authors' notes."""
    masters = load(root, chapter)
    violations = [str(violation) for violation in rules.check(masters, exercises)]
    violations += core.names_of_chapters(root)
    if violations:
        raise BuildError("\n".join(violations))
    unique.check(exercises)
    promised = contracts.files(exercises)
    _refuse_unknown(root, chapter, set(promised))
    built: dict[Path, NotebookNode | bytes] = {**promised, **exports.files()}
    for own in sorted({master.chapter for master in masters}):
        built |= _stage([master for master in masters if master.chapter == own], exercises)
    carried = settings.for_release(root)
    if carried is not None:
        built |= dict.fromkeys(_carried(masters), carried)
    return built


def _start(root: Path, built: Mapping[Path, bytes]) -> bytes:
    """Return the course's first page: what was built, and the other chapters as they lie there."""
    there = {
        path.relative_to(root) for room in (LESSONS, EXERCISES) for path in root.glob(f"{room}/*/*.ipynb")
    }
    rooms = {path for path in built if path.parts[0] in (LESSONS, EXERCISES)}

    def read(name: str) -> bytes:
        made = built.get(Path(name))
        return (root / name).read_bytes() if made is None else made

    return start_notebook(Home(pages(sorted(path.as_posix() for path in there | rooms), read), {}))


def _carried(masters: Sequence[Master]) -> set[Path]:
    """Return where the assignments' own ``course.toml`` go, where numbers are personal."""
    return {_released(master.path).parent / settings.FILE for master in masters if master.kind == "graded"}


def _stage(masters: Sequence[Master], exercises: Mapping[str, Exercise]) -> dict[Path, NotebookNode | bytes]:
    """Return the notebooks of a chapter, source, lessons and release, and the list of what they ask."""
    sources: dict[Path, NotebookNode] = {}
    lessons: dict[Path, NotebookNode] = {}
    for master in masters:
        (sources if master.kind == "graded" else lessons)[master.notebook] = _notebook(master, exercises)
    ways.add(lessons, sources)
    for source in sources.values():  # before nbgrader makes checksums, by which Validate knows a changed cell
        _without_notes(source)
    released = {_released(path): release.in_memory(source, path) for path, source in sources.items()}
    secret = {line for notebook in sources.values() for line in leaks.telling(notebook)}
    said = _said(masters[0], exercises)
    faults = [leak for path, lesson in lessons.items() for leak in leaks.in_notebook(lesson, secret, path)]
    for path, notebook in {**lessons, **released}.items():
        faults += leaks.in_text("\n".join(cell.source for cell in notebook.cells), said, path)
    for path, lesson in lessons.items():
        faults += told.in_lesson(lesson, told.questions_of_chapter(path, exercises), path)
    for path, source in sources.items():
        where = _released(path)
        faults += leaks.in_notebook(released[where], secret, where)
        faults += leaks.not_from_source(released[where], source, where)
    if faults:
        raise BuildError("\n".join(faults))
    return {**sources, **lessons, **released, **_asked(released, exercises)}


def _asked(
    released: Mapping[Path, NotebookNode], exercises: Mapping[str, Exercise]
) -> dict[Path, NotebookNode | bytes]:
    """Return the list of what a chapter's graded notebooks ask, where it has any."""
    chapter = {path.parts[1] for path in released}
    return {asked.path(name): asked.rows(released, exercises) for name in chapter}


def _said(master: Master, exercises: Mapping[str, Exercise]) -> set[str]:
    """Return what only the files of the chapter's written questions say."""
    found = written.drafts(master.root, master.chapter).values()
    return {
        sentence
        for draft in found
        for sentence in written.sentences(written.filled(draft, lambda name: exercises[name].answer()))
    }


def _notebook(master: Master, exercises: Mapping[str, Exercise]) -> NotebookNode:
    """Return a master's notebook, with the key's points and the prose's numbers in place."""
    names, chapter = rules.names(master, exercises), chapters.find(master.chapter)

    def prose(text: str) -> str:
        return substitution.places(substitution.fill(text, names), chapter)

    def points(cell: Cell) -> float | None:
        if not cell.is_test or cell.grade_id is None:
            return None
        return exercises[cell.grade_id.removeprefix("test_")].points

    notebook = notebooks.from_master(master, points, prose)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = solutions.fill(cell.source, cell.id, exercises)
    return notebook


def _refuse_unknown(root: Path, chapter: str | None, promised: Collection[Path]) -> None:
    """Refuse files that nobody builds where only built files and masters belong."""
    masters = find(root, chapter)
    expected = {*masters, *(path.with_suffix(".ipynb") for path in masters), *promised}
    expected |= {Path("source", "jupytext.toml"), Path("notebooks", "README.md")}
    expected |= {_released(path) for path in masters if path.parts[0] == "source"}
    expected |= {asked.path(path.parts[1]) for path in masters if path.parts[0] == "source"}
    if settings.for_release(root) is not None:
        expected |= {_released(path).parent / settings.FILE for path in masters if path.parts[0] == "source"}
    left_alone = own_assignments(root)
    one = chapter or "*"
    present = [path for top in ("release", "source", "notebooks") for path in _below(root, top, chapter)]
    for name in (FILE, asked.FILE):
        present += sorted(root.glob((contracts.FOLDER / one / name).as_posix()))
    faults = []
    for path in present:
        relative = path.relative_to(root)
        folder = path.is_dir() and not path.is_symlink()
        if relative.parts[0] in ("source", "release") and relative.parts[1] in left_alone:
            continue
        if not folder and relative not in expected and not _LITTER & set(relative.parts):
            faults.append(
                f"{relative.as_posix()}: no master makes it, and students might get it. "
                "Delete it, or add it to what is built; an assignment of your own goes into a folder of its "
                "own, source/<assignment>/*.ipynb, without a master (.py)."
            )
    if faults:
        raise BuildError("\n".join(faults))


def _below(root: Path, top: str, chapter: str | None) -> list[Path]:
    return sorted((root / top / (chapter or ".")).rglob("*"))


def _released(source: Path) -> Path:
    """Return where the student version of a source notebook or its master lies."""
    return Path("release", *source.with_suffix(".ipynb").parts[1:])
