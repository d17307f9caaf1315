"""Repairing a submitted notebook: every cell of the course in its place, with notes on what was put right.

Students delete, copy, split, merge and reorder cells, and editors strip metadata. What counts is
found again: by grade_id first, then by what the cell says. The trusted text of locked and test
cells always comes from the template, never from the submission.
"""

from __future__ import annotations

import ast
import difflib
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nbformat.notebooknode import NotebookNode

from autograder.grading.notebook_file import parse, squeeze
from autograder.grading.template import Template, TemplateCell, tested_name

ABSENT = "# This answer cell was not in the notebook that was handed in."


@dataclass
class Cell:
    """One cell to run or keep.

    Parameters
    ----------
    cell_type : str
        code, markdown or raw.
    source : str
        What runs, or is shown; for tests and locked cells the template's.
    template : TemplateCell or None
        The course's cell it stands for; None for a cell of the student's own.
    attachments : dict
        Pictures of a written answer.
    """

    cell_type: str
    source: str
    template: TemplateCell | None = None
    attachments: dict[str, Any] = field(default_factory=dict)


@dataclass
class Repaired:
    """A notebook that can be run and graded, and what was put right to get there."""

    cells: list[Cell]
    notes: list[str]


def repair(content: bytes, template: Template) -> Repaired:
    """Turn a submitted file into a notebook that can be run and graded.

    Parameters
    ----------
    content : bytes
        The submitted file.
    template : Template
        What the course handed out.

    Returns
    -------
    Repaired
        Every cell of the course exactly once and in a sensible place, the student's own cells
        between them, and notes.

    Raises
    ------
    Inadmissible
        If the file is no notebook.
    """
    submitted = parse(content)
    notes: list[str] = []
    match = _Matcher(submitted, template, notes)
    return Repaired(match.assemble(), notes)


class _Matcher:
    """Finds the course's cells among the submitted ones."""

    def __init__(self, submitted: list[dict[str, Any]], template: Template, notes: list[str]) -> None:
        self.submitted, self.template, self.notes = submitted, template, notes
        # submitted index -> template cell; a template cell may be claimed more than once (copies)
        self.claims: dict[int, TemplateCell] = {}
        # own cells made of what stood in the course's: the cell -> the grade_id it stood in
        self.kept: dict[int, str] = {}
        self._by_metadata()
        lost = [c for c in template.cells if c.grade_id and c not in self.claims.values()]
        if lost:
            self._by_content(lost)

    def _by_metadata(self) -> None:
        known, strangers, other_version = self.template.by_id, set(), False
        for index, cell in enumerate(self.submitted):
            meta = cell["metadata"].get("nbgrader")
            grade_id = meta.get("grade_id") if isinstance(meta, dict) else None
            if not isinstance(grade_id, str):
                continue
            if grade_id not in known:
                strangers.add(grade_id)
                continue
            found = known[grade_id]
            self.claims[index] = found
            if found.role in ("test", "locked") and isinstance(meta.get("checksum"), str):
                other_version |= found.released_checksum not in (None, meta["checksum"])
        if other_version or strangers:
            self.notes.append("handed out by another version of the course; graded with the present one")

    def _by_content(self, lost: list[TemplateCell]) -> None:
        """Match by what a cell says where its metadata is gone."""
        found = []
        for wanted in lost:
            fits = _fit(wanted)
            candidates = [i for i, c in enumerate(self.submitted) if i not in self.claims and fits(c)]
            if wanted.role == "written" and not candidates:
                candidates = self._after_heading(wanted)
            if candidates:
                # of several the last counts, as running the notebook would have it
                self.claims[candidates[-1]] = wanted
                found.append(wanted.grade_id)
        if found:
            self.notes.append(
                f"the grading labels of {len(found)} cells were gone (another editor?) and were found again"
            )

    def _after_heading(self, wanted: TemplateCell) -> list[int]:
        """Find a written answer by the text cell that precedes it in the course's notebook."""
        cells = self.template.cells
        at = cells.index(wanted)
        if at == 0:
            return []
        before = squeeze(cells[at - 1].released)
        for index, cell in enumerate(self.submitted[:-1]):
            if _similar(before, squeeze(cell["source"])) and index + 1 not in self.claims:
                return [index + 1]
        return []

    def assemble(self) -> list[Cell]:
        """Lay out the notebook to run."""
        cells, places = self._merge_copies()
        present = {c.template.grade_id for c in cells if c.template}
        missing = [c for c in self.template.cells if c.grade_id and c.grade_id not in present]
        for wanted in missing:
            self._insert(cells, wanted)
        self._note_missing(missing)
        self._note_changed(places)
        return self._tests_after_answers(cells)

    def _merge_copies(self) -> tuple[list[Cell], dict[str, int]]:
        """Give each course cell one place: the last copy of an answer or test, the first of a locked cell."""
        copies: dict[str, list[int]] = {}
        for index in sorted(self.claims):
            grade_id = self.claims[index].grade_id
            assert grade_id is not None
            copies.setdefault(grade_id, []).append(index)
        keep: dict[str, int] = {}
        drop: set[int] = set()
        texts: dict[str, str] = {}
        doubled: list[str] = []
        for grade_id, indices in copies.items():
            cell = self.template.by_id[grade_id]
            keep[grade_id] = indices[0] if cell.role in ("locked", "task") else indices[-1]
            if len(indices) > 1:
                doubled.append(grade_id)
            if cell.role == "written":
                # a written answer that was split or copied is read whole
                parts = [self.submitted[i]["source"] for i in indices]
                own = [p for p in dict.fromkeys(parts) if not cell.untouched(p)]
                texts[grade_id] = "\n\n".join(own) if own else cell.released
                drop.update(set(indices) - {keep[grade_id]})
        if doubled:
            self.notes.append(
                f"{len(doubled)} course cells stand more than once; the last copy of an answer "
                f"counts: {_listed(doubled)}"
            )
        cells: list[Cell] = []
        for index, raw in enumerate(self.submitted):
            if index in drop:
                continue
            template = self.claims.get(index)
            if template is not None and template.role in ("test", "locked", "task"):
                typed_in, below = self._typed_in(raw, template)
                cells += [typed_in] if typed_in and not below else []
                if keep[template.grade_id or ""] == index:
                    cells.append(Cell(template.cell_type, template.source, template))
                cells += [typed_in] if typed_in and below else []
            elif template is None or keep[template.grade_id or ""] != index:
                cells.append(Cell(raw["cell_type"], raw["source"], attachments=raw["attachments"]))
            else:
                source = texts.get(template.grade_id or "", raw["source"])
                cells.append(Cell(template.cell_type, source, template, raw["attachments"]))
        self._count_as_written(cells)
        return cells, keep

    def _typed_in(self, raw: dict[str, Any], template: TemplateCell) -> tuple[Cell | None, bool]:
        """Return what a student typed into a cell that is put back, as a cell of its own, and its place.

        Code runs where it stood: below a locked cell whose own lines it left alone and may need. Otherwise it
        runs before the course's, which then has the last word, and before a test, which reads what it made.
        Prose stands below the question.
        """
        text = typed(raw["source"], "\n".join(_forms(template)), raw["cell_type"])
        if not text or _as_handed_out(raw):
            return None, False
        own = Cell(raw["cell_type"], text, attachments=raw["attachments"])
        if raw["cell_type"] == "code":
            below = template.role == "locked" and _stands_below(raw["source"], template.released)
            where = "below" if below else "before"
            self.notes.append(f"what was typed into {template.grade_id} was kept, as a cell {where} it")
            return own, below
        self.kept[id(own)] = str(template.grade_id)
        return own, True

    def _count_as_written(self, cells: list[Cell]) -> None:
        """Take prose typed into a question for the written answer that follows it, or leave it in sight."""
        for at, own in reversed(list(enumerate(cells))):
            if id(own) not in self.kept:
                continue
            question = self.kept[id(own)]
            follows = next((c for c in cells[at + 1 :] if c.template is not None), None)
            if follows is None or follows.template is None or follows.template.role != "written":
                self.notes.append(f"what was typed into {question} was kept, as a cell below it")
                continue
            untouched = follows.template.untouched(follows.source)
            follows.source = own.source if untouched else f"{own.source}\n\n{follows.source}"
            follows.attachments = {**own.attachments, **follows.attachments}
            del cells[at]
            self.notes.append(
                f"what was typed into the question {question} counts as {follows.template.grade_id}"
            )

    def _insert(self, cells: list[Cell], wanted: TemplateCell) -> None:
        """Put a missing course cell back after the nearest course cell that precedes it."""
        order: list[str | None] = [c.grade_id for c in self.template.cells if c.grade_id]
        before = set(order[: order.index(wanted.grade_id)])
        places = [i for i, c in enumerate(cells) if c.template and c.template.grade_id in before]
        if wanted.role == "answer":
            source = ABSENT  # the stub would wipe out what another cell may have answered
        else:
            source = wanted.source if wanted.role in ("test", "locked", "task") else wanted.released
        cells.insert(max(places) + 1 if places else 0, Cell(wanted.cell_type, source, wanted))

    def _note_missing(self, missing: list[TemplateCell]) -> None:
        back = [str(c.grade_id) for c in missing if c.role in ("test", "locked", "task")]
        if back:
            self.notes.append(f"{len(back)} missing course cells were put back: {_listed(back)}")
        gone = [str(c.grade_id) for c in missing if c.role in ("answer", "written")]
        if gone:
            self.notes.append(f"answer cells that are not in the notebook: {_listed(gone)}")

    def _note_changed(self, places: dict[str, int]) -> None:
        changed = []
        for grade_id, index in places.items():
            cell = self.template.by_id[grade_id]
            if cell.role not in ("test", "locked"):
                continue
            if squeeze(self.submitted[index]["source"]) not in map(squeeze, _forms(cell)):
                changed.append(grade_id)
        if changed:
            self.notes.append(f"locked cells that were changed were restored: {_listed(changed)}")

    def _tests_after_answers(self, cells: list[Cell]) -> list[Cell]:
        """Move a test that stands before its answer to right behind it."""
        moved = []
        for test in [c for c in cells if c.template and c.template.role == "test"]:
            assert test.template is not None
            if test.template.own:  # it may test anything, and stands where it stands
                continue
            name = tested_name(test.template.source)
            at = cells.index(test)
            answers = [i for i, c in enumerate(cells) if c.template and c.template.grade_id == name]
            if answers and at < answers[-1]:
                cells.insert(answers[-1], cells.pop(at))
                moved.append(str(test.template.grade_id))
        if moved:
            self.notes.append(f"tests that stood before their answers were moved: {_listed(moved)}")
        return cells


def typed(source: str, released: str, cell_type: str) -> str:
    r"""Return what somebody added to a cell of the course: the lines that are not the course's.

    Parameters
    ----------
    source, released : str
        The cell as handed in, and as handed out.
    cell_type : str
        Code that the added lines alone do not make is returned whole.

    Examples
    --------
    >>> typed("days = 25\ncheck('days')", "check('days')", "code")
    'days = 25'
    >>> typed("check(\n'days')", "check('days')", "code")
    ''
    """
    if squeeze(source) == squeeze(released):
        return ""
    known = {squeeze(line) for line in released.split("\n")}
    added = "\n".join(line for line in source.split("\n") if not line.strip() or squeeze(line) not in known)
    if not squeeze(added):
        return ""
    if cell_type == "code":
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(added)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return source
    return added.strip("\n")


def _stands_below(source: str, released: str) -> bool:
    """Say whether the course's lines are all there, in order, and what was added stands below the first."""
    lines = [line for line in map(squeeze, source.split("\n")) if line]
    own = [line for line in map(squeeze, released.split("\n")) if line]
    rest = iter(lines)
    return bool(own) and lines[0] == own[0] and all(line in rest for line in own)


def _forms(template: TemplateCell) -> tuple[str, ...]:
    """Return what a cell says as handed out, and how an earlier edition of the course said the same."""
    name = tested_name(template.source) if template.role == "test" and not template.own else None
    return (template.released, f'check("{name}", {name})') if name else (template.released,)


def _as_handed_out(raw: dict[str, Any]) -> bool:
    """Say whether a cell is as another version of the course handed it out: its checksum fits its text."""
    from nbgrader import utils

    meta = raw["metadata"].get("nbgrader")
    try:
        node = NotebookNode(
            cell_type=raw["cell_type"],
            source=raw["source"],
            metadata=NotebookNode(nbgrader=NotebookNode(meta)),
        )
        return bool(meta["checksum"] == utils.compute_checksum(node))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return False


def _fit(wanted: TemplateCell) -> Callable[[dict[str, Any]], bool]:
    """Return a predicate that says whether a submitted cell may be `wanted`."""
    released = squeeze(wanted.released)
    if wanted.role == "answer":
        stub = defined_names(wanted.released)
        names = {wanted.grade_id} if wanted.grade_id in stub or not stub else stub
        return lambda cell: cell["cell_type"] == "code" and names <= defined_names(cell["source"])
    if wanted.role == "test" and not wanted.own:
        name = tested_name(wanted.source) or ""
        call = re.compile(rf"""^\s*check\(\s*['"]{re.escape(name)}['"]""", re.MULTILINE)
        return lambda cell: bool(call.search(cell["source"])) and name not in defined_names(cell["source"])
    return lambda cell: bool(released) and squeeze(cell["source"]) == released


def _similar(text: str, other: str) -> bool:
    """Say whether two texts differ in a few places only; long ones are not compared in detail."""
    if not 0.6 < (len(text) + 1) / (len(other) + 1) < 1.7 or len(text) > 20_000:
        return text == other
    matcher = difflib.SequenceMatcher(None, text, other)
    return matcher.quick_ratio() > 0.8 and matcher.ratio() > 0.8


def defined_names(source: str) -> set[str]:
    r"""Return the names a cell assigns or defines at its top level; nothing where it does not parse.

    Examples
    --------
    >>> sorted(defined_names("a = b = 1\ndef f(): pass"))
    ['a', 'b', 'f']
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(re.findall(r"^(?:def\s+)?([A-Za-z_]\w*)\s*(?:=(?!=)|\()", source, re.MULTILINE))
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(
            node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.With | ast.For | ast.If | ast.Try
        ):
            names.update(
                n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
            )
    return names


def _listed(names: list[str]) -> str:
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
