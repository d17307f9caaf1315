"""An instructor's own tests: ordinary nbgrader test cells, which run where the student's cells run.

They stand in no key of the course, so nothing of them can be kept from the student's process: what such a
test gives is what that process says. Points go by nbgrader's rules (`nbgrader.utils.determine_grade`) but for
three: what is written to stderr costs nothing, numpy's numbers are numbers, and more than the maximum is cut
down to it.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.grading.child.shell import CELL_MAGICS_REFUSED, LINE_MAGICS_REFUSED
from autograder.grading.outputs import CellRun
from autograder.grading.sandbox import STAFF_PACKAGES

_NUMPY = re.compile(
    r"np\.(?:u?int\w*|float\w*|u?longlong|longdouble|half|single|double|u?byte|u?short)\('?([^'()]+)'?\)"
)
_SHELL = {"system", "getoutput"}
_PYTHON_MAGICS = {"capture", "prun", "time", "timeit"}
_MISSING = re.compile(r"No module named '(\w+)")


@dataclass(frozen=True)
class Inside:
    """What an instructor's own test gave.

    Parameters
    ----------
    score : float
        Points, between 0 and the cell's maximum.
    cause : str or None
        The exception's name where one took the points.
    note : str or None
        What is odd about the points.
    fault : str or None
        Why the test itself cannot be trusted to have marked anything; then a TA has to.
    """

    score: float
    cause: str | None = None
    note: str | None = None
    fault: str | None = None


def version(source: str) -> str:
    """Return eight hexadecimal digits that change when the test does."""
    return hashlib.sha256(source.encode()).hexdigest()[:8]


def mark(source: str, maximum: float, run: CellRun) -> Inside:
    """Give the points of a test that was run.

    Parameters
    ----------
    source : str
        The test, out of the gradebook.
    maximum : float
        Its points.
    run : CellRun
        What came of it.
    """
    for output in run.outputs:
        if output["output_type"] == "error":
            return _failed(source, output["ename"], output["evalue"])
        if output["output_type"] == "execute_result":
            return _result(output["data"].get("text/plain", ""), maximum)
    if run.error is not None:  # what was put out before it left no room to show it
        return _failed(source, run.error.ename, run.error.evalue)
    if run.timed_out:
        return _failed(source, "TimeoutError", "")
    return Inside(maximum) if run.result is None else _result(run.result, maximum)


def _failed(source: str, ename: str, evalue: str) -> Inside:
    missing = _MISSING.match(evalue) if ename == "ModuleNotFoundError" else None
    if missing is not None and missing[1] in set(_imported(_parse(source).body)):
        return Inside(0.0, ename, fault=f"this test imports {missing[1]}, which is not installed here")
    return Inside(0.0, ename if ename.isidentifier() else "error")


def _result(text: str, maximum: float) -> Inside:
    """Give the points of a test that ends in an expression, as nbgrader does."""
    number = _NUMPY.fullmatch(text)
    try:
        points = float(number[1] if number else text)
    except ValueError:
        odd = text == "False"
        return Inside(maximum, note="gave False, which is full marks in nbgrader: assert it" if odd else None)
    if points > maximum:
        return Inside(maximum, note=f"gave {points:g} points, of which {maximum:g}, its maximum, count")
    if points >= 0:
        return Inside(points)
    return Inside(maximum, note=f"gave {text[:40]}, which is full marks in nbgrader")


def fault_of(source: str) -> str | None:
    """Say why a test cannot be run in a sandbox, whoever's answers it tests; None where it can.

    Examples
    --------
    >>> fault_of("assert squares(2) == [1, 4]")
    >>> fault_of("import nbgrader")
    'this test imports nbgrader, which students and their processes do not have'
    >>> fault_of("files = !ls")
    'this test runs a shell command, which the sandbox does not; write it in Python'
    """
    try:
        tree = _parse(source)
    except (SyntaxError, ValueError) as error:
        return f"this test is not valid Python ({getattr(error, 'msg', None) or error})"
    for name in _imported(ast.walk(tree)):
        if name in STAFF_PACKAGES:
            return (
                'this test uses autograder, but its last line is not grade("name", name)'
                if name == "autograder"
                else f"this test imports {name}, which students and their processes do not have"
            )
    if any(_runs_a_command(node) for node in ast.walk(tree)):
        return "this test runs a shell command, which the sandbox does not; write it in Python"
    return None


def _parse(source: str) -> ast.Module:
    """Parse a cell as IPython would, what stands below a magic that runs Python included."""
    from IPython.core.inputtransformer2 import TransformerManager

    code = TransformerManager().transform_cell(source)  # type: ignore[no-untyped-call]
    tree = compile(code, "<test>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    assert isinstance(tree, ast.Module)
    for statement in list(tree.body):
        match statement:
            case ast.Expr(
                ast.Call(
                    ast.Attribute(attr="run_cell_magic"),
                    [ast.Constant(str(name)), _, ast.Constant(str(below))],
                )
            ) if name in _PYTHON_MAGICS:
                tree.body += _parse(below).body
    return tree


def _imported(nodes: Iterator[ast.AST] | list[ast.stmt]) -> Iterator[str]:
    """Yield the top-level packages that import statements name."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def _runs_a_command(node: ast.AST) -> bool:
    match node:
        case ast.Call(
            ast.Attribute(ast.Call(ast.Name("get_ipython")), attr=verb), [ast.Constant(str(name)), *_]
        ):
            refused = {"run_cell_magic": CELL_MAGICS_REFUSED, "run_line_magic": LINE_MAGICS_REFUSED}
            return verb in _SHELL or name in refused.get(verb, ())
    return False
