"""Repairing a submitted notebook: every cell of the course in its place, with notes on what was put right.

Students delete, copy, split, merge and reorder cells, and editors strip metadata. What counts is
found again: by grade_id first, then by what the cell says. The trusted text of locked and test
cells always comes from the template, never from the submission.
"""

from __future__ import annotations

import ast
import difflib
import json
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from autograder.grading.admission import Inadmissible, decode, too_many_parts
from autograder.grading.template import Template, TemplateCell, tested_name

MAX_CELLS = 2000
MAX_SOURCE = 1_000_000
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


def parse(content: bytes) -> list[dict[str, Any]]:
    """Return the cells of a submitted file, whatever notebook format it has.

    Parameters
    ----------
    content : bytes
        The file.

    Returns
    -------
    list of dict
        Each with cell_type, source (str), metadata (dict) and attachments (dict); outputs are dropped.

    Raises
    ------
    Inadmissible
        If it is no notebook; the text says why in plain words.
    """
    if not content.strip(b" \t\r\n\0"):
        raise Inadmissible("the file is empty; it was probably cut off while saving or uploading")
    if too_many_parts(content):
        raise Inadmissible("the file holds millions of parts; no notebook of this course does")
    try:
        raw = json.loads(decode(content))
    except RecursionError:
        raise Inadmissible("the file is nested too deeply to be a notebook") from None
    except ValueError as error:
        head = content[:200].lstrip().lower()
        if head.startswith((b"<!doctype", b"<html")):
            raise Inadmissible("the file is a web page saved as .ipynb, not a notebook") from None
        if b"<<<<<<<" in content and b">>>>>>>" in content:
            raise Inadmissible("the file holds unresolved version-control conflicts") from None
        raise Inadmissible(f"the file is not a notebook (no valid JSON: {error})"[:200]) from None
    if not isinstance(raw, dict):
        raise Inadmissible("the file holds JSON, but no notebook")
    cells = raw.get("cells")
    if cells is None and isinstance(raw.get("worksheets"), list):
        cells = [
            c for sheet in raw["worksheets"] if isinstance(sheet, dict) for c in sheet.get("cells") or []
        ]
    if not isinstance(cells, list):
        raise Inadmissible("the file holds JSON, but no list of cells")
    if len(cells) > MAX_CELLS:
        raise Inadmissible(f"the notebook has {len(cells):,} cells; at most {MAX_CELLS:,} can be graded")
    return [clean for cell in cells if (clean := _clean(cell)) is not None]


def _clean(cell: Any) -> dict[str, Any] | None:
    """Bring one cell of any notebook format to the fields that matter; None where it is no cell."""
    if not isinstance(cell, dict):
        return None
    source = cell.get("source", cell.get("input", ""))  # format 3 calls a code cell's source its input
    text = "".join(map(str, source)) if isinstance(source, list) else str(source or "")
    kind = cell.get("cell_type")
    if kind == "heading":  # format 3
        level = cell.get("level")
        kind, text = "markdown", "#" * (level if isinstance(level, int) and 0 < level < 7 else 1) + " " + text
    if kind not in ("code", "markdown", "raw"):
        kind = "markdown"
    metadata = cell.get("metadata")
    attachments = cell.get("attachments")
    return {
        "cell_type": kind,
        "source": _plain(text[:MAX_SOURCE]),
        "metadata": metadata if isinstance(metadata, dict) else {},
        "attachments": attachments if isinstance(attachments, dict) else {},
    }


def _plain(text: str) -> str:
    """Normalise line ends and drop what no editor should have put in: marks, NULs, lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").replace("\0", "")
    return text.encode("utf-8", "replace").decode("utf-8")


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
        before = _squeezed(cells[at - 1].released)
        for index, cell in enumerate(self.submitted[:-1]):
            if _similar(before, _squeezed(cell["source"])) and index + 1 not in self.claims:
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
            if cell.role in ("test", "locked", "task"):
                drop.update(set(indices) - {keep[grade_id]})
            elif cell.role == "written":
                # a written answer that was split or copied is read whole
                parts = [self.submitted[i]["source"] for i in indices]
                own = [p for p in dict.fromkeys(parts) if _squeezed(p) != _squeezed(cell.released)]
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
            if template is None or keep[template.grade_id or ""] != index:
                cells.append(Cell(raw["cell_type"], raw["source"]))
            elif template.role in ("test", "locked", "task"):
                cells.append(Cell(template.cell_type, template.source, template))
            else:
                source = texts.get(template.grade_id or "", raw["source"])
                cells.append(Cell(template.cell_type, source, template, raw["attachments"]))
        return cells, keep

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
            if _squeezed(self.submitted[index]["source"]) != _squeezed(cell.released):
                changed.append(grade_id)
        if changed:
            self.notes.append(f"locked cells that were changed were restored: {_listed(changed)}")

    def _tests_after_answers(self, cells: list[Cell]) -> list[Cell]:
        """Move a test that stands before its answer to right behind it."""
        moved = []
        for test in [c for c in cells if c.template and c.template.role == "test"]:
            assert test.template is not None
            name = tested_name(test.template.source)
            at = cells.index(test)
            answers = [i for i, c in enumerate(cells) if c.template and c.template.grade_id == name]
            if answers and at < answers[-1]:
                cells.insert(answers[-1], cells.pop(at))
                moved.append(str(test.template.grade_id))
        if moved:
            self.notes.append(f"tests that stood before their answers were moved: {_listed(moved)}")
        return cells


def _fit(wanted: TemplateCell) -> Callable[[dict[str, Any]], bool]:
    """Return a predicate that says whether a submitted cell may be `wanted`."""
    released = _squeezed(wanted.released)
    if wanted.role == "answer":
        name = wanted.grade_id or ""
        return lambda cell: cell["cell_type"] == "code" and name in defined_names(cell["source"])
    if wanted.role == "test":
        name = tested_name(wanted.source) or ""
        call = re.compile(rf"""^\s*check\(\s*['"]{re.escape(name)}['"]""", re.MULTILINE)
        return lambda cell: bool(call.search(cell["source"])) and name not in defined_names(cell["source"])
    return lambda cell: bool(released) and _squeezed(cell["source"]) == released


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


def _squeezed(text: str) -> str:
    """Return the text without white space: what an editor may change without meaning anything."""
    return re.sub(r"\s+", "", text)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
