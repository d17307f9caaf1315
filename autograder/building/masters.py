"""Masters: the py:percent files that people edit, read into cells.

Every notebook has one master of the same name beside it. A lesson (``notebooks/``) is an ordinary
jupytext file. A graded notebook (``source/``) holds these kinds of cells besides plain prose and
scratch cells:

===================  ==========================================================================
read-only cell       ``nbgrader={"grade_id": "imports", "locked": true}``: imports, the scenario
answer cell          ``nbgrader={"grade_id": "training_days", "solution": true}``; the stub, then
                     the solution region::

                         training_days = ...
                         ### BEGIN SOLUTION
                         training_days = q.training_ops / (q.gpus * q.peak * q.efficiency)
                         ### END SOLUTION

                     or, for a function, signature and docstring, the region, and a last
                     ``return ...`` that makes the untouched cell valid Python::

                         def iron_law(data, bandwidth):
                             \"\"\"Return the time.\"\"\"
                             ### BEGIN SOLUTION
                             return data / bandwidth
                             ### END SOLUTION
                             return ...

                     or, for an answer in parts, a literal whose leaves are ``...``. A solution that
                     would only repeat the key is taken from it (`autograder.building.solutions`).
test cell            ``nbgrader={"grade_id": "test_training_days", "grade": true, "locked": true}``::

                         check("training_days")
                         ### BEGIN HIDDEN TESTS
                         from autograder import grade
                         grade("training_days", training_days)
                         ### END HIDDEN TESTS

                     Its points come from the key; nobody types them.
rubric cell          markdown, ``nbgrader={"grade_id": "ask_recompute", "locked": true}``: the
                     question in prose, then a ``MARK SCHEME`` region (one ``###`` marker line above
                     and one below it, like the others)
prose answer         markdown, directly after its rubric cell, ``nbgrader={"grade_id":
                     "explain_recompute", "grade": true, "solution": true, "points": 3}``: a solution
                     region with the model answer, and nothing else
===================  ==========================================================================

`autograder.building.rules` checks all this. nbgrader's remaining fields (``schema_version`` and the
flags left out) are filled in by the build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mlsys_course import chapters

NBGRADER: dict[str, Any] = {
    # The author wrote `name = ...` above the solution region, so the stub need not raise.
    "ClearSolutions": {"code_stub": {"python": "# YOUR CODE HERE"}},
}
"""nbgrader's own settings for notebooks that are built from masters."""

KINDS = {"notebooks": "lesson", "source": "graded"}
REGIONS = ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME")

_MARKER = re.compile(rf"^\s*### (BEGIN|END) ({'|'.join(REGIONS)})\s*$")
# What nbgrader, or an author in a hurry, might take for a marker.
_LOOKS_LIKE_MARKER = re.compile(
    r"\b(BEGIN|END)[ _]+(SOLUTION|HIDDEN|TEST|MARK)|^\s*###+\s*(BEGIN|END)\b|###\s*(HASHED\s+)?AUTOTEST"
)
_CELL = re.compile(r"^# %%")


class BuildError(RuntimeError):
    """The course cannot be built; the sentences say where and what to do."""


@dataclass(frozen=True)
class Cell:
    """One cell of a master.

    Parameters
    ----------
    index : int
        Place in the notebook, from 1.
    line : int
        Line of its marker in the master, 0 where there is none.
    type : str
        code, markdown or raw.
    source : str
        Text of the cell.
    metadata : dict
        The cell's metadata as written.
    """

    index: int
    line: int
    type: str
    source: str
    metadata: dict[str, Any] = field(default_factory=dict)

    @property
    def nbgrader(self) -> dict[str, Any]:
        """The cell's nbgrader metadata, empty where it has none."""
        found = self.metadata.get("nbgrader")
        return found if isinstance(found, dict) else {}

    @property
    def grade_id(self) -> str | None:
        """The cell's grade_id."""
        found = self.nbgrader.get("grade_id")
        return str(found) if found else None

    def is_(self, flag: str) -> bool:
        """Say whether nbgrader's `flag` (grade, solution, locked, task) is set."""
        return self.nbgrader.get(flag) is True

    @property
    def is_answer(self) -> bool:
        """Whether it is an autograded answer."""
        return self.is_("solution") and not self.is_("grade")

    @property
    def is_test(self) -> bool:
        """Whether it holds autograder tests."""
        return self.is_("grade") and not self.is_("solution")

    @property
    def is_prose_answer(self) -> bool:
        """Whether it is a manually graded answer."""
        return self.is_("grade") and self.is_("solution")

    @property
    def label(self) -> str:
        """The grade_id, else number and first line: how a message names the cell."""
        if self.grade_id:
            return f"cell {self.grade_id!r}"
        first = next((line.strip() for line in self.source.splitlines() if line.strip()), "empty")
        return f"cell {self.index} ({first[:40]!r})"


@dataclass(frozen=True)
class Master:
    """One master, read.

    Parameters
    ----------
    root : Path
        Top of the course.
    path : Path
        The master, below `root`.
    text : str
        Its text.
    metadata : dict
        Notebook metadata from its header.
    cells : tuple of Cell
        Its cells.
    """

    root: Path
    path: Path
    text: str
    metadata: dict[str, Any]
    cells: tuple[Cell, ...]

    @property
    def kind(self) -> str:
        """``lesson`` or ``graded``."""
        return KINDS[self.path.parts[0]]

    @property
    def chapter(self) -> str:
        """Folder of the chapter, which is nbgrader's assignment."""
        return self.path.parts[1]

    @property
    def notebook(self) -> Path:
        """The built notebook, below the course's top."""
        return self.path.with_suffix(".ipynb")


def find(root: Path, chapter: str | None = None) -> list[Path]:
    """Return the paths of all masters below `root`, in order; of one chapter where one is named.

    Raises
    ------
    BuildError
        If a ``.py`` lies anywhere but in ``notebooks/<chapter>/`` or ``source/<chapter>/``, or a folder there
        is no chapter's.
    """
    found = []
    own = own_assignments(root)
    for top in KINDS:
        for path in sorted((root / top / (chapter or ".")).rglob("*.py")):
            relative = path.relative_to(root)
            if any(part.startswith((".", "__")) for part in relative.parts):
                continue
            if top == "source" and relative.parts[1] in own:
                continue
            if len(relative.parts) != 3:
                raise BuildError(f"{relative}: a master lies in {top}/<chapter>/; move it there.")
            found.append(relative)
    for folder in sorted({path.parent for path in found}):
        try:
            chapters.find(folder.name)
        except LookupError as error:
            home = f"mlsys_course/chapters/{folder.name}/chapter.toml"
            raise BuildError(f"{folder.as_posix()}: {error} A new chapter begins with {home}.") from None
    return found


def own_assignments(root: Path) -> set[str]:
    """Return the assignments that are an instructor's own: notebooks in a folder that holds no master.

    They are released by nbgrader when they are graded or generated; no build makes or touches them, nor the
    modules and data beside them. The folder of a chapter is never one, whatever is missing from it.
    """
    known = set(chapters.names())
    return {
        folder.name
        for folder in {path.parent for path in (root / "source").glob("[!.]*/*.ipynb")}
        if folder.name not in known and not any(_is_master(path) for path in folder.rglob("*.py"))
    }


def _is_master(path: Path) -> bool:
    """Say whether a file has the head that jupytext writes."""
    with path.open("rb") as file:
        return b"jupytext:" in file.read(2_000)


def read(root: Path, path: Path) -> Master:
    """Read one master.

    Parameters
    ----------
    root : Path
        Top of the course.
    path : Path
        The master, below `root`.

    Raises
    ------
    BuildError
        If jupytext cannot read it.
    """
    import jupytext

    text = (root / path).read_bytes().decode("utf-8")
    try:
        notebook = jupytext.reads(text, fmt="py:percent")
    except Exception as error:
        raise BuildError(f"{path}: jupytext cannot read it: {error}") from error
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _CELL.match(line)]
    offset = len(notebook.cells) - len(lines)  # text above the first marker is a cell of its own
    cells = []
    for index, raw in enumerate(notebook.cells):
        metadata = {key: value for key, value in raw.metadata.items() if key != "lines_to_next_cell"}
        line = lines[index - offset] if 0 <= index - offset < len(lines) else 0
        cells.append(Cell(index + 1, line, raw.cell_type, raw.source, metadata))
    return Master(root, path, text, dict(notebook.metadata), tuple(cells))


def load(root: Path, chapter: str | None = None) -> list[Master]:
    """Read all masters of the course at `root`, or those of one chapter."""
    return [read(root, path) for path in find(root, chapter)]


def tagged(source: str) -> Iterator[tuple[str | None, str]]:
    r"""Yield every line of a cell but the markers, with the region it lies in (None: visible).

    Examples
    --------
    >>> list(tagged("a = ...\n### BEGIN SOLUTION\na = 1\n### END SOLUTION"))
    [(None, 'a = ...'), ('SOLUTION', 'a = 1')]
    """
    inside: str | None = None
    for line in source.split("\n"):
        marker = _MARKER.match(line)
        if marker is None:
            yield inside, line
        else:
            inside = marker[2] if marker[1] == "BEGIN" else None


def lines_in(source: str, region: str | None) -> list[str]:
    """Return the lines of one kind of region; of the visible part for None."""
    return [line for tag, line in tagged(source) if tag == region]


def is_marker(line: str) -> bool:
    """Say whether a line opens or closes a region."""
    return _MARKER.match(line) is not None


def marker_faults(source: str) -> Iterator[str]:
    r"""Yield what is wrong with the markers of a cell: unpaired, nested, or nearly a marker.

    Examples
    --------
    >>> list(marker_faults("### BEGIN SOLUTION\nx = 1"))
    ['### BEGIN SOLUTION is never closed: add ### END SOLUTION.']
    """
    inside: str | None = None
    for line in source.split("\n"):
        marker = _MARKER.match(line)
        if marker is None:
            if _LOOKS_LIKE_MARKER.search(line):
                known = " / ".join(f"### BEGIN {region}" for region in REGIONS)
                yield f"{line.strip()!r} is no marker this course knows: write {known}, alone on its line."
            continue
        verb, region = marker.groups()
        if verb == "BEGIN":
            if inside:
                yield f"### BEGIN {region} stands inside ### BEGIN {inside}: close that one first."
            inside = region
        else:
            if inside != region:
                yield f"### END {region} closes nothing: add ### BEGIN {region} above it, or take it out."
            inside = None
    if inside:
        yield f"### BEGIN {inside} is never closed: add ### END {inside}."
