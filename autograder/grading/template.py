"""What the course handed out: the trusted side's picture of one notebook of an assignment."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from nbformat.notebooknode import NotebookNode

from autograder.grading.notebook_file import squeeze
from mlsys_course.help.saved import EARLIER_STUBS

Role = Literal["answer", "test", "written", "task", "locked", "free"]


@dataclass(frozen=True)
class TemplateCell:
    """One cell as handed out.

    Parameters
    ----------
    grade_id : str or None
        nbgrader's name of the cell; None for a cell that nbgrader does not know.
    role : str
        ``answer`` (autograded answer), ``test`` (autograder tests), ``written`` (manually graded
        answer), ``task``, ``locked`` (read-only) or ``free``.
    cell_type : str
        code or markdown.
    source : str
        For tests and locked cells the trusted source out of the gradebook, hidden tests included.
    released : str
        What the student was given.
    points : float
        Maximum score; 0 for cells that carry none.
    checksum : str or None
        The gradebook's checksum.
    released_checksum : str or None
        The checksum in the notebook handed out; tells another version of the course.
    """

    grade_id: str | None
    role: Role
    cell_type: str
    source: str
    released: str
    points: float = 0.0
    checksum: str | None = None
    released_checksum: str | None = None

    @cached_property
    def own(self) -> bool:
        """Whether it is an instructor's own test, which no key marks: it runs in the student's process."""
        return self.role == "test" and not marked_by_key(self.source)

    @property
    def names(self) -> tuple[str, ...]:
        """What a test cell reads: the free variables of its trusted source."""
        return free_names(self.source) if self.role == "test" and not self.own else ()

    def untouched(self, source: str) -> bool:
        """Say whether a cell is as it was handed out, by this edition of the course or an earlier one."""
        stubs = EARLIER_STUBS if self.role == "written" else ()
        return squeeze(source) in map(squeeze, (self.released, *stubs))


@dataclass(frozen=True)
class Template:
    """One notebook of an assignment as handed out."""

    assignment: str
    notebook: str
    cells: tuple[TemplateCell, ...]
    metadata: Mapping[str, Any]

    @property
    def by_id(self) -> dict[str, TemplateCell]:
        """The cells that nbgrader knows, by grade_id."""
        return {cell.grade_id: cell for cell in self.cells if cell.grade_id}


# What every test cell finds ready besides the answers.
GIVEN = frozenset({"check", "grade"})


def free_names(source: str) -> tuple[str, ...]:
    r"""Return the names a piece of trusted code reads and does not define itself, sorted.

    Examples
    --------
    >>> free_names("from autograder import grade\ngrade('days', days)")
    ('days',)
    """
    import builtins

    tree = ast.parse(source)
    bound: set[str] = set()
    loaded: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (loaded if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            bound.add(node.name)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
    return tuple(sorted(loaded - bound - GIVEN - set(dir(builtins))))


def marked_by_key(source: str) -> bool:
    r"""Say whether a test cell hands an answer to a key: it ends in ``grade("name", ...)`` of autograder.

    Every other test is an instructor's own.

    Examples
    --------
    >>> marked_by_key("from autograder import grade\ngrade('days', days)")
    True
    >>> marked_by_key("assert days == 25")
    False
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):  # a magic, for one
        return False
    match tree.body[-1:]:
        case [ast.Expr(ast.Call(ast.Name("grade"), [ast.Constant(str()), *_]))]:
            return any(
                isinstance(node, ast.ImportFrom)
                and node.module == "autograder"
                and any(alias.name == "grade" and alias.asname in (None, "grade") for alias in node.names)
                for node in tree.body
            )
    return False


def tested_name(source: str) -> str | None:
    """Return the exercise that a test cell's ``grade("name", name)`` or ``check(...)`` marks."""
    found = re.findall(r"""\b(?:grade|check)\(\s*['"]([A-Za-z_]\w*)['"]""", source)
    return found[-1] if found else None


def role_of(meta: Mapping[str, Any]) -> Role:
    """Say what an nbgrader cell is from its metadata."""
    if meta.get("task"):
        return "task"
    if meta.get("grade"):
        return "written" if meta.get("solution") else "test"
    if meta.get("solution"):
        return "answer"
    return "locked" if meta.get("locked") else "free"


def build(
    assignment: str, notebook: str, released: NotebookNode, known: Mapping[str, Mapping[str, Any]]
) -> Template:
    """Put the notebook handed out and the gradebook's cells together.

    Parameters
    ----------
    assignment, notebook : str
        Names.
    released : NotebookNode
        The notebook of ``release/``: the order of all cells.
    known : mapping
        The gradebook's source cells by name, each with source, checksum, cell_type, max_score.
    """
    cells = []
    for cell in released.cells:
        meta = cell.metadata.get("nbgrader", {})
        grade_id = meta.get("grade_id")
        if grade_id not in known:
            cells.append(TemplateCell(None, "free", cell.cell_type, cell.source, cell.source))
            continue
        entry, role = known[grade_id], role_of(meta)
        cells.append(
            TemplateCell(
                grade_id,
                role,
                entry["cell_type"],
                entry["source"] if role in ("test", "locked", "task") else cell.source,
                cell.source,
                float(entry.get("max_score") or 0.0),
                entry["checksum"],
                meta.get("checksum"),
            )
        )
    missing = set(known) - {cell.grade_id for cell in cells}
    if missing:
        raise ValueError(
            f"{notebook}: the gradebook knows {', '.join(sorted(missing))}, which release/ does not have. "
            "Run `make build` again so that both are of one version."
        )
    return Template(assignment, notebook, tuple(cells), dict(released.metadata))
