"""Whether the cell that should give an answer its value ran: a check must not judge what stood there before.

A cell that stops leaves the names it should have bound as they were: without a value, or with one from an
earlier run. `stopped` tells a check of it. A cell that was changed, and now gives its value to another name,
leaves the old name as it was, too: `left` tells of that. The cell of an answer is known by its id, which is
the answer's name: `ended` tells what it gives a value when it gives none to the name, and `elsewhere` which
other cell gave the name another value since. What is known comes from IPython, which says before
and after each cell what it is and how it ended; nothing is known in a plain script.

The cells are also kept as they were written, so that a check can read how an answer was computed (`code`).
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlsys_course.diagnosis.formula import Code

__all__ = ["INTERRUPTED", "code", "elsewhere", "ended", "left", "stopped", "watch"]

INTERRUPTED = "KeyboardInterrupt"
"""How what `stopped` returns begins where the learner stopped the cell."""

_ABSENT = object()
_LONGEST = 200
_NO_LINE = sys.maxsize
_MOST_CELLS = 80
"""Cells that are kept as they were written."""
_LONGEST_CELL = 6_000
_BY_EYE = re.compile(r"^\s*(?:(?:async\s+)?def\s+(\w+)\s*\(|(\w+)\s*(?::[^=\n]*)?=(?!=))", re.MULTILINE)


class _Watch:
    """Follows the cells of one shell."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.failed: dict[str, str] = {}  # name -> what Python said when it should have got its value
        self.left: dict[str, tuple[str, ...]] = {}  # name -> what its cell gives a value now, in its place
        self.givers: dict[str, str] = {}  # name -> the cell that gave it its value
        self.done: dict[str, tuple[str, ...]] = {}  # cell that ran to its end -> the names that it binds
        self.cell = ""
        self.bound: Mapping[str, int] = {}
        self.before: dict[str, Any] | None = None
        self.source = ""
        self.ran: list[tuple[str, str, frozenset[str]]] = []  # cell, its source and the names that it binds

    def starts(self, info: Any) -> None:
        """Note what the names hold that the cell would bind."""
        self.source = str(info.raw_cell)
        self.bound = _bound(self.source, self.shell)
        self.cell = str(getattr(info, "cell_id", None) or "")  # where the notebook says which cell it is
        given = [name for name, cell in self.givers.items() if cell == self.cell]
        space = self.shell.user_ns
        self.before = {
            name: space.get(name, _ABSENT) for name in (*self.bound, *self.failed, *self.left, *given)
        }

    def ended(self, result: Any) -> None:
        """Note which of them it left as they were because it stopped."""
        before, self.before = self.before, None
        if before is None:  # the cell that brought the watch itself
            return
        error = result.error_before_exec or result.error_in_exec
        line = _line(error, self.shell.user_ns) if result.error_in_exec else 0
        if error is None and self.bound and len(self.source) <= _LONGEST_CELL:
            others = [one for one in self.ran if not self.cell or one[0] != self.cell]
            self.ran = [*others, (self.cell, self.source, frozenset(self.bound))][-_MOST_CELLS:]
        self.done.pop(self.cell, None)
        if error is None and self.cell:
            self.done[self.cell] = tuple(self.bound)
        unfinished = _mentioned(self.source, line, self.shell) if _interrupted(error) else frozenset()
        for name, old in before.items():
            anew = self.shell.user_ns.get(name, _ABSENT) is not old
            own = bool(self.cell) and self.givers.get(name) == self.cell
            if name in unfinished and (anew or name in self.bound):
                self.failed[name] = _said(error)
            elif anew or (name in self.bound if error is None else self.bound.get(name, _NO_LINE) < line):
                self.failed.pop(name, None)
                self.left.pop(name, None)
                if self.cell:
                    self.givers[name] = self.cell
            elif error is not None and (name in self.bound or own) and not self.at_home(name):
                self.failed[name] = _said(error)
            elif own:
                self.failed.pop(name, None)
                self.left[name] = tuple(self.bound)

    def at_home(self, name: str) -> bool:
        """Say whether a name has its value from the cell that is called like it, and that is not this one."""
        return self.cell != name and name in self.done.get(name, ())


_watches: list[_Watch] = []


def watch() -> None:
    """Follow the cells of the shell that is there, if there is one; once is enough."""
    ipython: Any = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython is not None else None
    if shell is None or any(one.shell is shell for one in _watches):
        return
    one = _Watch(shell)
    _watches.append(one)
    shell.events.register("pre_run_cell", one.starts)
    shell.events.register("post_run_cell", one.ended)


def _of(names: Mapping[str, Any]) -> _Watch | None:
    """Return the watch of the shell whose names these are."""
    return next((one for one in _watches if one.shell.user_ns is names), None)


def stopped(name: str, names: Mapping[str, Any]) -> str | None:
    """Return what Python said when the cell stopped that should give a name its value; None where it ran.

    Parameters
    ----------
    name : str
        The answer's name.
    names : mapping
        The notebook's names.
    """
    watch = _of(names)
    return watch.failed.get(name) if watch else None


def left(name: str, names: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return what a name's cell gives a value now in its place; None where it still gives it to the name.

    Parameters
    ----------
    name : str
        The answer's name.
    names : mapping
        The notebook's names.
    """
    watch = _of(names)
    return watch.left.get(name) if watch else None


def ended(name: str, names: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return what a name's own cell gives a value; None where it did not run to its end, or is not known.

    Parameters
    ----------
    name : str
        The answer's name.
    names : mapping
        The notebook's names.
    """
    watch = _of(names)
    return watch.done.get(name) if watch else None


def elsewhere(name: str, names: Mapping[str, Any]) -> str | None:
    """Return the cell that gave a name another value after its own cell had; None where none did.

    Parameters
    ----------
    name : str
        The answer's name.
    names : mapping
        The notebook's names.
    """
    watch = _of(names)
    if watch is None or name not in watch.done.get(name, ()):
        return None
    giver = watch.givers.get(name, name)
    return giver if giver != name else None


def code(name: str, names: Mapping[str, Any]) -> Code | None:
    """Return the source of the cell that gave a name its value, with what ran before it; None where unknown.

    Parameters
    ----------
    name : str
        The answer's name.
    names : mapping
        The notebook's names.
    """
    from mlsys_course.diagnosis.formula import Code

    watch = _of(names)
    ran = watch.ran if watch else []
    last = max((place for place, (_, _, bound) in enumerate(ran) if name in bound), default=None)
    if last is None:
        return None
    return Code(ran[last][1], tuple(source for _, source, _ in ran[:last]), names)


def _bound(source: str, shell: Any) -> dict[str, int]:
    r"""Return the names that a cell would bind, with the last line of the first statement that surely does.

    Where it is not valid Python they are found by eye, and nothing of it runs.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(shell.transform_cell(source))
    except Exception:  # whatever a cell is, watching it stops nothing
        return dict.fromkeys((one or other for one, other in _BY_EYE.findall(source)), _NO_LINE)
    found: dict[str, int] = {}
    for statement in tree.body:
        surely = isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign | _DEFINITIONS)
        for name in _names(statement):
            found.setdefault(name, _NO_LINE)
            if surely and statement.end_lineno is not None:
                found[name] = min(found[name], statement.end_lineno)
    return found


_DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _names(node: ast.AST) -> list[str]:
    """Return the names that a statement binds in the notebook, and not inside a function."""
    if isinstance(node, _DEFINITIONS):
        return [node.name]
    if isinstance(node, ast.Lambda):
        return []
    own = [node.id] if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else []
    return own + [name for child in ast.iter_child_nodes(node) for name in _names(child)]


def _line(error: BaseException, space: Mapping[str, Any]) -> int:
    """Return the line of the cell at which it stopped, 0 where that cannot be told."""
    step = error.__traceback__
    while step is not None and step.tb_frame.f_globals is not space:
        step = step.tb_next
    return step.tb_lineno if step is not None else 0


def _interrupted(error: BaseException | None) -> bool:
    return isinstance(error, KeyboardInterrupt)


def _mentioned(source: str, line: int, shell: Any) -> frozenset[str]:
    """Return the names in the statements that a cell was in, or had still before it, at a line."""
    try:
        tree = ast.parse(shell.transform_cell(source))
    except Exception:  # whatever a cell is, watching it stops nothing
        return frozenset()
    rest = [one for one in tree.body if (one.end_lineno or 0) >= line]
    return frozenset(node.id for one in rest for node in ast.walk(one) if isinstance(node, ast.Name))


def _said(error: BaseException | None) -> str:
    """Return an exception in a line: its name, and what it says."""
    try:
        if isinstance(error, SyntaxError):
            said = f"{error.msg} (line {error.lineno})" if error.lineno else str(error.msg)
        else:
            said = " ".join(str(error).split())
    except Exception:
        said = ""
    kind = type(error).__name__
    if len(said) > _LONGEST:
        said = f"{said[:_LONGEST].rstrip()} …"
    return f"{kind}: {said}" if said else kind
