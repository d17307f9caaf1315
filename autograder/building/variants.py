"""Submissions made from source notebooks: the perfect one, and any other, by replacing answers."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from copy import deepcopy

from nbformat.notebooknode import NotebookNode

from autograder.building.masters import is_marker, lines_in
from autograder.building.release import in_memory
from mlsys_course.suggest import did_you_mean


def answer_cells(notebook: NotebookNode) -> dict[str, NotebookNode]:
    """Return the cells a student fills in, autograded and prose, by grade_id."""
    return {
        cell.metadata.nbgrader.grade_id: cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


def as_cell(name: str, text: str) -> str:
    """Return the answer cell for an answer given as an expression; whole cells pass unchanged.

    Parameters
    ----------
    name : str
        Name of the answer.
    text : str
        An expression, or source text with a newline or an assignment, or the signature of a function.

    Examples
    --------
    >>> as_cell("days", "Q_(25, 'day')")
    "days = Q_(25, 'day')"
    >>> as_cell("days", "days = 25")
    'days = 25'
    """
    if "\n" in text:
        return text
    try:
        ast.parse(text.strip(), mode="eval")
    except SyntaxError:
        return text
    return f"{name} = {text.strip()}"


def solutions(source: NotebookNode) -> dict[str, str]:
    """Return the reference answers, each as the whole cell a student would have written.

    Parameters
    ----------
    source : NotebookNode
        A built source notebook.

    Returns
    -------
    dict of str to str
        By grade_id. Stubs (``name = ...``, ``return ...``) and markers are gone; model answers in
        prose are included.
    """
    found = {}
    for name, cell in answer_cells(source).items():
        if cell.cell_type == "code":
            found[name] = _without_stubs(cell.source)
        else:
            found[name] = "\n".join(lines_in(cell.source, "SOLUTION")).strip()
    return found


def fill(release: NotebookNode, answers: Mapping[str, str]) -> NotebookNode:
    """Return a submission: a released notebook with some answer cells replaced, the others blank.

    Parameters
    ----------
    release : NotebookNode
        A released notebook; it is left alone.
    answers : mapping
        Text of whole answer cells by grade_id (see `as_cell` for bare expressions).

    Raises
    ------
    LookupError
        If a name is no answer cell of this notebook.
    """
    notebook: NotebookNode = deepcopy(release)
    cells = answer_cells(notebook)
    for name, text in answers.items():
        if name not in cells:
            raise LookupError(f"This notebook has no answer cell {name!r}.{did_you_mean(name, cells)}")
        cells[name].source = text
    return notebook


def perfect(source: NotebookNode) -> NotebookNode:
    """Return the submission that deserves every point: the release with the reference answers in it."""
    return fill(in_memory(source), solutions(source))


def is_stub(node: ast.AST) -> bool:
    """Say whether a value is ``...``, or a literal all of whose leaves are ``...``.

    Examples
    --------
    >>> is_stub(ast.parse("{'a': ..., 'b': [..., ...]}", mode="eval").body)
    True
    """
    if isinstance(node, ast.Constant):
        return node.value is Ellipsis
    if isinstance(node, ast.Dict):
        return bool(node.values) and all(is_stub(value) for value in node.values)
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return bool(node.elts) and all(is_stub(element) for element in node.elts)
    return False


def stub_statements(tree: ast.Module) -> list[ast.stmt]:
    """Return the statements of an answer cell that only hold its place."""
    found: list[ast.stmt] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and is_stub(node.value):
            found.append(node)
        if isinstance(node, ast.FunctionDef):
            last = node.body[-1]
            if isinstance(last, ast.Return) and last.value is not None and is_stub(last.value):
                found.append(last)
    return found


def _without_stubs(source: str) -> str:
    """Return an answer cell without markers and without the statements that held its place."""
    drop = {
        number
        for statement in stub_statements(ast.parse(source))
        for number in range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
    }
    kept = [
        line
        for number, line in enumerate(source.split("\n"), 1)
        if number not in drop and not is_marker(line)
    ]
    return "\n".join(kept).strip("\n")
