"""Search of what students get for what they must not get. Unknown content counts as a leak."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from autograder.building.masters import REGIONS, is_marker, lines_in
from autograder.written import squeezed
from mlsys_course.help.saved import STUB

STUBS = ("# YOUR CODE HERE", STUB)
CELL_METADATA = {"nbgrader", "deletable", "editable", "tags"}

_MARKER = re.compile(r"(BEGIN|END)[ _]*(SOLUTION|HIDDEN[ _]*TEST|MARK[ _]*SCHEME)", re.IGNORECASE)
_STAFF = re.compile(r"\b(?:import|from)\s+autograder\b")
# Shorter lines (`else:`, `return total`) stand in any notebook and give nothing away.
_TELLING = 14


def normalised(line: str) -> str:
    """Return a line without what does not matter: spaces, case, kind of quotes.

    Examples
    --------
    >>> normalised("print( 'Training  Days' )")
    'print("trainingdays")'
    """
    return "".join(line.split()).replace("'", '"').lower()


def _without_comment(line: str) -> str:
    """Return a line of code without its comment (the line itself where it is no code by itself)."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(line.strip()).readline))
    except (tokenize.TokenError, IndentationError):
        return line
    comment = next((token for token in tokens if token.type == tokenize.COMMENT), None)
    return line.strip()[: comment.start[1]] if comment else line


def has_marker(text: str) -> bool:
    """Say whether a text holds the marker of a solution, hidden test or mark scheme.

    Examples
    --------
    >>> has_marker("### BEGIN SOLUTION"), has_marker("the solution begins here")
    (True, False)
    """
    return _MARKER.search(text) is not None


def telling(source: NotebookNode) -> set[str]:
    """Return the normalised lines of a source notebook that must not reach a student."""
    secret = set()
    for cell in source.cells:
        for region in REGIONS:
            for line in lines_in(cell.source, region):
                key = normalised(_without_comment(line) if cell.cell_type == "code" else line)
                opens = key.endswith(("{", "[", "("))  # `terms = {` stands in the stub as well
                if len(key) >= _TELLING and not opens and not key.startswith(("import", "from")):
                    secret.add(key)
    return secret


def in_notebook(notebook: NotebookNode, secret: Iterable[str], where: Path) -> Iterator[str]:
    """Yield every leak in a notebook meant for students.

    Parameters
    ----------
    notebook : NotebookNode
        A lesson or a released notebook.
    secret : iterable of str
        What `telling` found in the source notebooks.
    where : Path
        Its path, for the message.
    """
    secret = list(secret)
    for index, cell in enumerate(notebook.cells, 1):
        name = f"{where}, cell {cell.metadata.get('nbgrader', {}).get('grade_id') or index}"
        if has_marker(cell.source):
            yield f"{name}: holds a marker of a solution, hidden test or mark scheme."
        if _STAFF.search(cell.source) or (cell.cell_type == "code" and "autograder" in cell.source):
            yield f"{name}: names autograder, which students do not have."
        if cell.get("outputs") or cell.get("execution_count"):
            yield f"{name}: holds outputs."
        if cell.get("attachments"):
            yield f"{name}: holds an attachment, which nobody has searched."
        unknown = set(cell.metadata) - CELL_METADATA
        if unknown:
            yield f"{name}: unknown cell metadata {', '.join(sorted(unknown))}."
        text = "\n".join(normalised(line) for line in cell.source.split("\n"))
        for line in secret:
            if line in text:
                yield f"{name}: holds the solution line {line!r}."
    if set(notebook.metadata) - {"kernelspec", "language_info"}:
        yield f"{where}: unknown notebook metadata {', '.join(sorted(notebook.metadata))}."


def in_text(text: str, said: Iterable[str], where: Path) -> Iterator[str]:
    """Yield every sentence of a written question's list and answers that a text holds.

    Parameters
    ----------
    text : str
        What students would get.
    said : iterable of str
        What `autograder.written.sentences` found in the questions' files.
    where : Path
        The text's path, for the message.
    """
    whole = squeezed(text)
    for sentence in said:
        if sentence in whole:
            yield f"{where}: holds what a written question's list or answers say: {sentence!r}."


def not_from_source(released: NotebookNode, source: NotebookNode, where: Path) -> Iterator[str]:
    """Yield every difference between a released notebook and the visible part of its source.

    This is the positive half of the search: whatever is not a visible line of the same cell, or a
    stub in the place of a solution, should not be there.
    """
    if len(released.cells) != len(source.cells):
        yield f"{where}: {len(released.cells)} cells, but its source has {len(source.cells)}."
        return
    for index, (cell, original) in enumerate(zip(released.cells, source.cells, strict=True), 1):
        expected = _visible(original)
        if cell.source != expected:
            name = original.metadata.get("nbgrader", {}).get("grade_id") or index
            yield f"{where}, cell {name}: is not the visible part of its source cell."


def _visible(cell: NotebookNode) -> str:
    """Return the cell as a student should get it."""
    stub = STUBS[0] if cell.cell_type == "code" else STUBS[1]
    kept: list[str] = []
    inside = False
    for line in cell.source.split("\n"):
        if is_marker(line):
            inside = "### BEGIN" in line
            if "### BEGIN SOLUTION" in line:
                kept.append(line[: line.index("#")] + stub)
        elif not inside:
            kept.append(line)
    return "\n".join(kept)
