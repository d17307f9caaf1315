"""What a learner answers with: a number and its unit, a choice for each item, a table, a function, or text.

Every kind of answer gets what fits it. An input shows itself as ``boxes`` and hands over an ``answer``;
where it cannot say what is meant, it asks, by raising `Unclear`.
"""

from __future__ import annotations

import ast
import contextlib
import html
import inspect
import io
import linecache
import sys
from collections.abc import Callable
from typing import Any

from mlsys_course.deadline import Expired, within
from mlsys_course.exercise import Exercise
from mlsys_course.reading import typed
from mlsys_course.reading.typed import Unclear
from mlsys_course.scenarios import Scenario
from mlsys_course.widgets.fields import FULL, in_order, text_field

__all__ = ["Unclear", "input_for"]

OPEN = "choose …"
_FILE = "<your function>"
_ROWS = 8  # lines of the box for a function
_SECONDS = 10  # for the lines around it; its calls have a limit of their own

STYLE = """<style>
.mlsys-grid {align-items: center; overflow-x: auto}
.mlsys-grid > .mlsys-cell > .widget-label {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap}
.mlsys-code textarea {font-family: var(--jp-code-font-family, monospace); white-space: pre; overflow-x: auto}
.mlsys-code {flex-wrap: wrap; height: auto}
.mlsys-choice {flex-wrap: wrap; height: auto}
.mlsys-choice > .widget-label {height: auto; white-space: normal; text-align: left; line-height: 1.3}
</style>"""


class Numbers:
    """A number, and its unit beside it where the question asks for one."""

    def __init__(self, exercise: Exercise, numbers: Scenario | None, commit: Callable[[], None]) -> None:
        self._number = text_field("Number", "such as 12.5", commit, "16em")
        self._unit = text_field("Unit", "in words or signs", commit, "16em")
        self.boxes = [self._number, self._unit] if exercise.unit else [self._number]
        self.empty = f"Type a number{' and its unit' if exercise.unit else ''} first."

    @property
    def typed(self) -> tuple[str, str]:
        """What stands in the two fields."""
        return self._number.value, self._unit.value


class Text:
    """A line of Python for what has no input of its own, such as a list."""

    def __init__(self, exercise: Exercise, numbers: Scenario | None, commit: Callable[[], None]) -> None:
        self._line = text_field("Answer", "such as [1, 2]", commit, "32em")
        self.boxes = [self._line]
        self.empty = "Type your answer first, such as [1, 2]."

    @property
    def typed(self) -> tuple[str, str]:
        """What stands in the field, and no unit."""
        return self._line.value, ""


class Choices:
    """A list to choose from for each item; for an order the list of places."""

    def __init__(self, exercise: Exercise, numbers: Scenario | None, commit: Callable[[], None]) -> None:
        import ipywidgets

        self.boxes = [
            ipywidgets.Dropdown(
                options=[OPEN, *map(str, exercise.spec.classes)],
                description=str(item),
                style={"description_width": "min(100%, 24em)"},
                layout={"width": "min(98%, 40em)"},
            )
            for item in exercise.spec.items
        ]
        for box in self.boxes:
            in_order(box).add_class("mlsys-choice")

    def answer(self) -> Any:
        """Return the class of each item."""
        picked = {box.description: box.value for box in self.boxes}
        if OPEN in picked.values():
            raise Unclear("Choose something for every line first.")
        return picked


class Grid:
    """A small table with a field for each cell; the rows have their names unless their order is asked for."""

    def __init__(self, exercise: Exercise, numbers: Scenario | None, commit: Callable[[], None]) -> None:
        import ipywidgets

        spec, made = exercise.spec, exercise.answer(numbers)
        right = made[0] if spec.also else made
        self._key = spec.key
        self._columns = [column for column in spec.columns if column != spec.key or spec.ordered]
        self._names = [str(number) if spec.ordered else str(name)
                       for number, name in enumerate(right[spec.key], 1)]  # fmt: skip
        self._texts = {column for column in self._columns if right[column].dtype.kind not in "iufb"}

        def cell(column: str, row: str) -> Any:
            field = text_field(f"{row}: {column}", "" if column in self._texts else "number", commit, "auto")
            field.add_class("mlsys-cell")
            return field

        self._cells = {(row, column): cell(column, row) for row in self._names for column in self._columns}

        def words(text: str) -> Any:
            return ipywidgets.HTML(f"<b>{html.escape(text)}</b>")

        children = [words("row" if spec.ordered else spec.key), *map(words, self._columns)]
        for row in self._names:
            children += [words(row), *(self._cells[row, column] for column in self._columns)]
        columns = f"max-content repeat({len(self._columns)}, minmax(6em, 14em))"
        grid = ipywidgets.GridBox(
            children,
            layout={"grid_template_columns": columns, "grid_gap": "2px 1em", "width": FULL},
        )
        grid.add_class("mlsys-grid")
        self.boxes = [grid]
        self._also = text_field(spec.also[:1].upper() + spec.also[1:], "number", commit, "min(98%, 32em)")
        if spec.also:
            self.boxes.append(self._also)

    def answer(self) -> Any:
        """Return the table, with the number beside it where one is asked for."""
        import pandas as pd

        empty = [field.description for field in self._cells.values() if not field.value.strip()]
        if empty:
            raise Unclear(f"Fill in every cell first. Still empty: {', '.join(empty[:4])}"
                          f"{', …' if len(empty) > 4 else ''}.")  # fmt: skip
        table: dict[str, list[Any]] = {self._key: [*self._names]}
        for column in self._columns:
            table[column] = [
                field.value.strip() if column in self._texts else _plain(field)
                for row in self._names
                for field in (self._cells[row, column],)
            ]
        frame = pd.DataFrame(table)
        return (frame, _plain(self._also)) if self._also in self.boxes else frame


def _plain(field: Any) -> float:
    """Return the plain number that stands in a field: a share in per cent is one."""
    try:
        given = typed.read(field.value)
        unit = typed.unit_of(given.unit) if given.unit else None
        if not given.unit:
            return given.value
        if unit is None or not unit.dimensionless:
            raise Unclear(f"'{given.unit}' is not needed: the column is a plain number.")
        return float((given.value * unit).to("").magnitude)
    except Unclear as question:
        raise Unclear(f"{field.description}: {question}") from None


class Code:
    """A box for a function, which runs in the learner's kernel as their own code."""

    def __init__(self, exercise: Exercise, numbers: Scenario | None, commit: Callable[[], None]) -> None:
        import ipywidgets

        self._name = exercise.name
        parameters = ", ".join(inspect.signature(exercise.key).parameters)
        self.start = f"def {exercise.name}({parameters}):\n    return ..."
        self._source = ipywidgets.Textarea(
            value=self.start,
            description="Function",
            rows=_ROWS,
            # Not at every key: a busy kernel would be pressed to check while the last keys are on their way.
            continuous_update=False,
            style={"description_width": "initial"},
            layout={"width": "min(98%, 48em)"},
        )
        in_order(self._source).add_class("mlsys-code")
        self.boxes = [self._source]

    def answer(self) -> Any:
        """Run what is written and return the function."""
        if self._source.value.strip() in ("", self.start):
            raise Unclear("Write the function first: what it returns stands in place of the three dots.")
        return defined(self._source.value, self._name)


def defined(source: str, name: str) -> Any:
    r"""Run a learner's lines, beside what their notebook knows, and return the function they make.

    Parameters
    ----------
    source : str
        What was typed.
    name : str
        The function's name.

    Returns
    -------
    object
        What is called so afterwards. Names of the notebook can be used and are not changed.

    Raises
    ------
    Unclear
        If the lines are no Python, stop with an error, or leave nothing of that name: with the line at fault.

    Examples
    --------
    >>> defined("def half(x):\n    return x / 2", "half")(3)
    1.5
    >>> defined("def half(x)\n    return x / 2", "half")
    Traceback (most recent call last):
    mlsys_course.reading.typed.Unclear: Python cannot read line 1: expected ':'. The line is: def half(x)
    """
    import numpy as np

    shell: Any = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    known: dict[str, Any] = {"np": np, **(dict(shell.user_ns) if shell is not None else {})}
    known.pop(name, None)
    lines = source.expandtabs(4).splitlines()
    # Tracebacks, and whoever reads the function's lines, find them here.
    linecache.cache[_FILE] = (len(source), None, [f"{line}\n" for line in lines], _FILE)

    def line_of(number: int | None) -> str:
        text = lines[number - 1].strip() if number and 0 < number <= len(lines) else ""
        return f" The line is: {text}" if text else ""

    try:
        compiled = compile("\n".join(lines) + "\n", _FILE, "exec")
    except (SyntaxError, ValueError) as error:  # ValueError: a null byte
        at = getattr(error, "lineno", None)
        what = getattr(error, "msg", None) or str(error)
        raise Unclear(f"Python cannot read line {at}: {what}.{line_of(at)}" if at
                      else f"Python cannot read this: {what}.") from None  # fmt: skip
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            within(_SECONDS, lambda: exec(compiled, known))
    except Expired:
        raise Unclear(
            f"Your lines did not finish within {_SECONDS} s. Look for a loop whose end is never reached."
        ) from None
    except (Exception, SystemExit) as error:
        at = _line_in(error)
        where = f" in line {at}" if at else ""
        said = f": {error}" if str(error) else ""
        raise Unclear(f"Your lines stop{where} with {type(error).__name__}{said}.{line_of(at)}") from None
    if name not in known:
        made = [node.name for node in ast.parse("\n".join(lines)).body if isinstance(node, ast.FunctionDef)]
        other = f" You define {', '.join(made)}." if made else ""
        raise Unclear(f"There is no function {name} in your lines.{other} Begin with def {name}(…):")
    return known[name]


def _line_in(error: BaseException) -> int | None:
    """Return the last of the learner's lines that an error went through."""
    found, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _FILE:
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


_KINDS: dict[str, type[Choices | Grid | Code]] = {
    "classification": Choices,
    "dataframe": Grid,
    "function": Code,
}


def input_for(
    exercise: Exercise, numbers: Scenario | None, commit: Callable[[], None]
) -> Numbers | Text | Choices | Grid | Code:
    """Return the input that fits an exercise.

    Parameters
    ----------
    exercise : Exercise
        What is asked.
    numbers : Scenario or None
        With which numbers.
    commit : callable
        Called when Enter is pressed in a field of one line.
    """
    if exercise.scalar:
        return Numbers(exercise, numbers, commit)
    return _KINDS.get(exercise.kind, Text)(exercise, numbers, commit)
