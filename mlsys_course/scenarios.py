"""Scenarios: the numbers a question uses, one row of a committed table per student.

A table lies in its chapter's folder, ``numbers/<name>.json``, and is written by ``make scenarios``. It holds
the book's own numbers (row 0), the choices for what varies, and the admitted rows, each as one number:

    {
     "title": "A training run on a cluster of GPUs",
     "parameters": {"gpus": {"label": "number of GPUs", "unit": null}, "peak": …, "tdp": …},
     "book": [1024, "A100_FLOPS_FP16_TENSOR", "A100_TDP"],
     "vary": [
      {"names": ["gpus"], "choices": [256, 512, 1024]},
      {"names": ["peak", "tdp"], "choices": [["A100_FLOPS_FP16_TENSOR", "A100_TDP"], …]}
     ],
     "rows": [3, 0, 5]
    }

A row's number counts through all combinations of the choices as the digits of a number do: the last part of
``vary`` changes fastest. With two choices each of two parts, 0 is the first of both, 1 the first and the
second, 2 the second and the first. What does not vary keeps the book's value; without ``vary`` everybody gets
the book's numbers. The order of ``rows`` says which student gets which, so nobody edits it by hand.

A text entry names a constant of `mlsys_course.constants`, so that the diagnosis knows the constant's
siblings; other entries are magnitudes in the parameter's unit. A scenario's name is unique over the course.
"""

from __future__ import annotations

import functools
import hashlib
import html
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlsys_course import chapters, readable
from mlsys_course import course as _course
from mlsys_course.suggest import did_you_mean


@dataclass(frozen=True)
class Input:
    """One named number of a question.

    Parameters
    ----------
    name : str
        Name as an attribute of the scenario and as a parameter of the keys.
    label : str
        What it is, in words.
    value : pint.Quantity, int, float, str, list or dict
        With its unit, where it has one.
    constant : str or None
        The constant of `mlsys_course.constants` it comes from.
    """

    name: str
    label: str
    value: Any
    constant: str | None = None

    @property
    def written(self) -> str:
        """The value as a reader would write it; a year has no comma.

        >>> Input("end_year", "the last year", 2013).written, Input("gpus", "GPUs", 2048).written
        ('2013', '2,048')
        """
        is_year = "year" in self.name.split("_") and isinstance(self.value, int)
        return str(self.value) if is_year else _short(self.value)


@dataclass(frozen=True)
class Part:
    """Parameters that vary together, and what they may be.

    Parameters
    ----------
    names : tuple of str
        The parameters.
    choices : sequence of tuple
        A value for each of them.
    """

    names: tuple[str, ...]
    choices: Sequence[tuple[Any, ...]]


@dataclass(frozen=True)
class Table:
    """All admissible rows of one scenario.

    Parameters
    ----------
    name, title, chapter : str
        The scenario, what it is about, and whose it is.
    parameters : mapping
        Label, unit and kind of each number, by its name.
    book : tuple
        The book's value of each.
    vary : tuple of Part
        What may take the place of the book's values.
    numbers : tuple of int
        The admitted rows, each as its number among all combinations of the choices.

    Examples
    --------
    >>> about = {"gpus": {"label": "number of GPUs", "unit": None}, "share": {"label": "share", "unit": None}}
    >>> parts = (Part(("gpus",), [(256,), (512,)]), Part(("share",), [(0.3,), (0.4,), (0.5,)]))
    >>> Table("run", "A run", "ch01", about, (1024, 0.45), parts, (5, 0, 1)).rows
    ((1024, 0.45), (512, 0.5), (256, 0.3), (256, 0.4))
    """

    name: str
    title: str
    chapter: str
    parameters: Mapping[str, Mapping[str, str | None]]
    book: tuple[Any, ...]
    vary: tuple[Part, ...] = ()
    numbers: tuple[int, ...] = ()

    @property
    def fixed(self) -> bool:
        """Whether everybody gets the book's numbers."""
        return not self.vary

    @functools.cached_property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        """The rows in full, the book's first."""
        book = zip(self.parameters, self.book, strict=True)
        columns = {name: [value] * len(self.numbers) for name, value in book}
        left: Sequence[int] = self.numbers
        for part in reversed(self.vary):
            base = len(part.choices)
            digits, left = [number % base for number in left], [number // base for number in left]
            for name, values in zip(part.names, zip(*part.choices, strict=True), strict=True):
                columns[name] = [values[digit] for digit in digits]
        return (self.book, *zip(*columns.values(), strict=True))

    def row(self, index: int) -> Scenario:
        """Return row `index` as a scenario; row 0 holds the book's numbers."""
        from mlsys_course import constants
        from mlsys_course.units import Q_

        inputs = {}
        for (name, about), entry in zip(self.parameters.items(), self.rows[index], strict=True):
            unit, constant = about.get("unit"), None
            if isinstance(entry, str) and about.get("kind") != "text":
                constant = entry
                value = constants.get(entry).quantity
                value = value.to(unit) if unit else value.to("").magnitude
            else:
                if isinstance(entry, list) and all(isinstance(item, (int, float)) for item in entry):
                    import numpy as np

                    entry = np.array(entry)  # a series: sums and differences work item by item
                value = Q_(entry, unit) if unit else entry
            inputs[name] = Input(name, str(about["label"]), value, constant)
        return Scenario(self.name, self.title, index, inputs)


class Scenario:
    """The numbers of one question for one student; its attributes are the inputs' names.

    Examples
    --------
    >>> q = scenario("iron_law", student=None)
    >>> q.row
    0
    """

    def __init__(self, name: str, title: str, row: int, inputs: Mapping[str, Input]) -> None:
        self.name, self.title, self.row, self.inputs = name, title, row, dict(inputs)

    def __getattr__(self, name: str) -> Any:
        inputs: dict[str, Input] = self.__dict__.get("inputs", {})
        if name in inputs:
            return inputs[name].value
        raise AttributeError(
            f"This question has no number {name!r}.{did_you_mean(name, inputs)} It has: {', '.join(inputs)}."
        )

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.inputs]

    def __iter__(self) -> Iterator[Input]:
        return iter(self.inputs.values())

    def __repr__(self) -> str:
        width = max(map(len, self.inputs), default=0)
        lines = [f"{i.name:<{width}} = {i.written}   {i.label}" for i in self]
        return "\n".join([f"{self.title}", *lines])

    def _repr_html_(self) -> str:
        def row(tag: str, *cells: str) -> str:
            scope = ' scope="col"' if tag == "th" else ""
            return f"<tr>{''.join(f'<{tag}{scope} style={_CELL!r}>{one}</{tag}>' for one in cells)}</tr>"

        rows = "".join(
            row("td", f"<code>{html.escape(i.name)}</code>", html.escape(i.written), html.escape(i.label))
            for i in self
        )
        return (
            '<table style="border-collapse:collapse"><caption style="text-align:left">'
            f"{html.escape(self.title)}</caption><thead>{row('th', 'name', 'value', 'what it is')}</thead>"
            f"<tbody>{rows}</tbody></table>"
        )


# Pages differ in how they set tables, and a widget does not set them at all.
_CELL = "text-align:left;vertical-align:top;padding:.2em 1.2em .2em 0"


def _short(value: Any) -> str:
    """Write a value as a reader would; it may be copied, so with six significant figures."""
    if not hasattr(value, "magnitude") and len(getattr(value, "shape", ())) > 0:
        return _series(value.tolist())
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    return readable.quantity(value, 6) if plain or hasattr(value, "magnitude") else str(value)


def _series(value: Any) -> str:
    """Write a list as Python does, its numbers with six significant figures: commas part the items alone."""
    if isinstance(value, list):
        return f"[{', '.join(map(_series, value))}]"
    return f"{value:.6g}" if isinstance(value, float) else repr(value)


@functools.cache
def table(name: str) -> Table:
    """Load a scenario's table.

    Raises
    ------
    LookupError
        If there is no such scenario; the sentence names the closest one.
    ChapterError
        If two chapters have a scenario of this name, or the table is not as ``make scenarios`` writes it.
    """
    known = _files(chapters.names())
    if name not in known:
        raise LookupError(f"There is no scenario {name!r}.{did_you_mean(str(name), known)}")
    chapter, path = known[name]
    try:
        found = _read(name, chapter, json.loads(path.read_text(encoding="utf-8")))
        fault = _fault(found)
    except KeyError as error:
        fault = f"It lacks {error}."
    except (TypeError, ValueError, AttributeError) as error:
        fault = f"{error}."
    if fault:
        raise chapters.ChapterError(
            f"{chapter}/numbers/{path.name} is not as a table is written. {fault} "
            "Write it anew: make scenarios"
        )
    return found


def files() -> dict[str, tuple[str, Path]]:
    """Return the chapter and the file of every scenario, by name.

    Raises
    ------
    ChapterError
        If two chapters have one of the same name.
    """
    return chapters.gather("numbers", lambda folder: {path.stem: path for path in folder.glob("*.json")})


@functools.cache
def _files(folders: tuple[str, ...]) -> dict[str, tuple[str, Path]]:
    return files()


def forget() -> None:
    """Read the tables again when they are asked for next: they were written anew."""
    table.cache_clear()
    _files.cache_clear()


def _read(name: str, chapter: str, raw: Mapping[str, Any]) -> Table:
    parts = [(tuple(part["names"]), part["choices"]) for part in raw.get("vary", ())]
    vary = tuple(
        Part(names, [(choice,) for choice in choices] if len(names) == 1 else list(map(tuple, choices)))
        for names, choices in parts
    )
    numbers = tuple(raw["rows"] if vary else raw.get("rows", ()))
    return Table(name, raw["title"], chapter, raw["parameters"], tuple(raw["book"]), vary, numbers)


def _fault(found: Table) -> str:
    """Say what is wrong with a table that someone has edited or merged by hand, or nothing."""
    if len(found.book) != len(found.parameters):
        return f"There are {len(found.book)} numbers of the book for {len(found.parameters)} parameters."
    varied = [name for part in found.vary for name in part.names]
    for name in varied:
        if name not in found.parameters or varied.count(name) > 1:
            return f"{name!r} varies, but is no parameter or varies twice."
    for part in found.vary:
        for choice in part.choices:
            if len(choice) != len(part.names):
                return f"A choice for {', '.join(part.names)} has {len(choice)} values: {list(choice)}."
    size = math.prod(len(part.choices) for part in found.vary)
    for number in found.numbers:
        if type(number) is not int or not 0 <= number < size:
            return f"Row {number!r} is none of the combinations, which have the numbers 0 to {size - 1}."
    if bool(found.vary) != bool(found.numbers):
        return "There are rows, but no choices." if found.numbers else "There are choices, but no rows."
    if len(set(found.numbers)) < len(found.numbers):
        twice = next(number for number in found.numbers if found.numbers.count(number) > 1)
        return f"Row {twice} stands twice."
    return _strange_constant(found)


def _strange_constant(found: Table) -> str:
    """Say which entry names a constant that there is not, or nothing."""
    from mlsys_course import constants

    for part in (Part(tuple(found.parameters), [found.book]), *found.vary):
        for choice in part.choices:
            for name, entry in zip(part.names, choice, strict=True):
                is_name = isinstance(entry, str) and found.parameters[name].get("kind") != "text"
                if is_name and entry not in constants.registry:
                    return (
                        f"{name} is to be {entry!r}, which is no constant."
                        f"{did_you_mean(entry, constants.registry)} Mend the declaration."
                    )
    return ""


def pick(course: _course.Course, chapter: str, name: str, student: str, rows: int) -> int:
    """Return the row of `student`: the same on every machine, spread evenly over all rows but the book's."""
    text = "\x1f".join((course.course_id, chapter, course.salt, name, _course.canonical(student)))
    number = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")
    return 1 + number % (rows - 1)


def scenario(name: str, student: str | None = None) -> Scenario:
    """Return the numbers that the question `name` uses.

    Parameters
    ----------
    name : str
        Name of the scenario, as in the notebook.
    student : str, optional
        Whose numbers; by default the learner of this session.

    Returns
    -------
    Scenario
        The book's own numbers, or the student's where the course says ``personal = true``.

    Raises
    ------
    LookupError
        If there is no such scenario, or the course is personal and nobody says who the learner is.
    """
    found, course = table(name), _course.load()
    if not course.personal or found.fixed:
        return found.row(0)
    who = student or _course.student_id(course)
    if not who:
        raise LookupError(
            "This course gives every student numbers of their own, and I do not know who you are: "
            'write your student id in course.toml (student_id = "...") and run this cell again.'
        )
    return found.row(pick(course, found.chapter, name, who, len(found.rows)))
