"""Scenarios: the numbers a question uses, one row of a committed table per student.

A table lies in its chapter's folder, ``numbers/<name>.json``, and is written by ``make scenarios``. Row 0
holds the book's own numbers. A text entry names a constant of `mlsys_course.constants`, so that
the diagnosis knows the constant's siblings; other entries are magnitudes in the parameter's unit.
"""

from __future__ import annotations

import functools
import hashlib
import html
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlsys_course import chapters
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


@dataclass(frozen=True)
class Table:
    """All admissible rows of one scenario."""

    name: str
    title: str
    chapter: str
    fixed: bool
    parameters: Mapping[str, Mapping[str, str | None]]
    rows: tuple[tuple[Any, ...], ...]

    def row(self, index: int) -> Scenario:
        """Return row `index` as a scenario; row 0 holds the book's numbers."""
        from mlsys_course import constants
        from mlsys_course.units import Q_

        inputs = {}
        for (name, about), entry in zip(self.parameters.items(), self.rows[index], strict=True):
            unit, constant = about.get("unit"), None
            if isinstance(entry, str) and about.get("kind") != "text":
                constant = entry
                try:
                    value = constants.get(entry).quantity
                except LookupError as error:
                    raise LookupError(f"The scenario {self.name!r}, row {index}, {name}: {error}") from None
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
        lines = [f"{i.name:<{width}} = {_short(i.value)}   {i.label}" for i in self]
        return "\n".join([f"{self.title}", *lines])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td><code>{html.escape(i.name)}</code></td><td>{html.escape(_short(i.value))}</td>"
            f"<td style='text-align:left'>{html.escape(i.label)}</td></tr>"
            for i in self
        )
        return (
            f"<table><caption>{html.escape(self.title)}</caption><thead><tr><th>name</th><th>value</th>"
            f"<th style='text-align:left'>what it is</th></tr></thead><tbody>{rows}</tbody></table>"
        )


def _short(value: Any) -> str:
    """Write a value as a reader would: six significant figures, the unit in full."""
    magnitude = getattr(value, "magnitude", value)
    text = f"{magnitude:.6g}" if isinstance(magnitude, float) else str(magnitude)
    if isinstance(magnitude, int) and not isinstance(magnitude, bool):
        text = f"{magnitude:,}" if abs(magnitude) < 10**9 else f"{magnitude:.6g}"
    units = getattr(value, "units", None)
    return f"{text} {units}" if units is not None else text


def files() -> dict[str, tuple[str, Path]]:
    """Return the chapter and the file of every scenario, by name.

    Raises
    ------
    ChapterError
        If two chapters have one of the same name.
    """
    return chapters.gather("numbers", lambda folder: {path.stem: path for path in folder.glob("*.json")})


@functools.cache
def table(name: str) -> Table:
    """Load a scenario's table.

    Raises
    ------
    LookupError
        If there is no such scenario; the sentence names the closest one.
    """
    found = files()
    if name not in found:
        raise LookupError(f"There is no scenario {name!r}.{did_you_mean(str(name), found)}")
    chapter, path = found[name]
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Table(
        name,
        raw["title"],
        chapter,
        raw.get("fixed", False),
        raw["parameters"],
        tuple(tuple(row) for row in raw["rows"]),
    )


def pick(course: _course.Course, chapter: str, name: str, student: str, rows: int) -> int:
    """Return the row of `student`: the same on every machine, spread evenly over all rows but the book's."""
    text = "\x1f".join((course.course_id, chapter, course.salt, name, student))
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
