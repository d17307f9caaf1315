"""Search of the lessons for what graded questions ask: a lesson works with numbers of its own.

With the book's numbers (row 0 of a scenario) a question has one answer. A lesson beside it that prints this
answer has answered the question. So the text of a lesson and what its cells print are searched for it. What a
learner sets in an explorer, or asks a practice session, is theirs; the questions of the exercises are not
searched, for their prompts name inputs and never values.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode

from mlsys_course.exercise import Exercise

# Fewer digits are met by chance: two numbers below a hundred agree once in ninety. With a power of ten beside
# them two are enough.
DIGITS = 3
# Cells whose output a learner makes: explorers and practice.
_OWN = re.compile(r"\b(?:explore_\w+|practice|predictions)\s*\(")
# "# told: 84.6 is another accuracy": a number that agrees with an answer by chance, with what it is.
_MEANT = re.compile(r"told: (\S+ [^\n>]+)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NUMBER = re.compile(
    r"(?<![\w.,^])[-\u2212]?(\d[\d,]*(?:\.\d+)?)(?:e([+-]?\d+)|\s*[x×]\s*10\^?\{?([+-]?\d+)\}?)?"
)


@dataclass(frozen=True)
class Asked:
    """What a graded question asks for, as a lesson could print it.

    Parameters
    ----------
    name : str
        The exercise, or a claim of it.
    values : tuple of float
        The answer in the units in which it may be written.
    rtol : float
        How far off a number may be, as a part of it, and still be marked as right.
    """

    name: str
    values: tuple[float, ...]
    rtol: float


# Units in which a text may write the same answer.
_ALSO = (
    ("millisecond", "second", "minute", "hour", "day", "week", "month", "year"),
    ("joule", "kWh", "MWh", "GWh"),
    ("GFLOP/s", "TFLOP/s", "PFLOP/s"),
    ("", "percent"),
)


def asked(exercises: Iterable[Exercise]) -> Iterator[Asked]:
    """Yield what graded questions ask for at the book's numbers: numbers, and the numbers of claims.

    Parameters
    ----------
    exercises : iterable of Exercise
        Graded exercises; those whose answer is no number are passed over.
    """
    for exercise in exercises:
        if exercise.scalar:
            row = exercise.table.row(0) if exercise.table else None
            yield Asked(exercise.name, _written(exercise.answer(row), exercise.unit), exercise.rtol)
        elif exercise.kind == "claims":
            for claim, (_, value) in exercise.key().items():
                if value is not None:
                    yield Asked(f"{exercise.name}, {claim}", _written(value, None), exercise.rtol)


def _written(answer: Any, unit: str | None) -> tuple[float, ...]:
    from mlsys_course.units import Q_

    quantity = answer if hasattr(answer, "to") else Q_(answer, "")
    units = [unit or str(quantity.units)]
    for same in _ALSO:
        units += same if Q_(1, same[0]).check(quantity.dimensionality) else ()
    values = [float(quantity.to(one).magnitude) for one in units]
    if quantity.dimensionless and abs(values[0]) > 1 and unit is None:
        values = values[:1]  # a count is not written in per cent
    return tuple(dict.fromkeys(values))


def numbers(text: str) -> Iterator[tuple[str, float, int]]:
    """Yield every number of a text: as written, its value, and its significant digits.

    Examples
    --------
    >>> [(value, digits) for _, value, digits in numbers("25.3 days, 1,024 GPUs, 3.14e23 FLOP, row 7")]
    [(25.3, 3), (1024.0, 4), (3.14e+23, 3), (7.0, 1)]
    """
    for match in _NUMBER.finditer(text):
        written, exponent = match[1].rstrip(","), match[2] or match[3] or "0"
        plain = written.replace(",", "")
        digits = plain.replace(".", "").lstrip("0")
        if "." not in plain:
            digits = digits.rstrip("0")
        try:
            yield match[0].strip(), float(f"{plain}e{int(exponent)}"), len(digits)
        except (OverflowError, ValueError):
            continue


def _is(printed: float, digits: int, value: float, rtol: float) -> bool:
    """Whether a printed number is a value rounded to so many digits, or would be marked as right for it."""
    if not value or not printed:
        return False
    last = 10.0 ** (math.floor(math.log10(printed)) + 1 - digits)  # what one in the last digit is worth
    return abs(printed - abs(value)) <= max(0.51 * last, rtol * abs(value))


def with_guesses(notebook: NotebookNode) -> NotebookNode:
    """Return a lesson in which somebody has made every prediction, so that nothing stays covered.

    Parameters
    ----------
    notebook : NotebookNode
        A lesson, not executed.
    """
    made: NotebookNode = deepcopy(notebook)
    for cell in made.cells:
        if cell.cell_type != "code" or "predict(" not in cell.source:
            continue
        lines = cell.source.split("\n")
        for node in reversed(ast.parse(cell.source).body):
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Call)
                and isinstance(node.value.func, ast.Name)
                and node.value.func.id == "predict"
                and isinstance(node.targets[0], ast.Name)
            ):
                name = node.targets[0].id
                lines.insert(
                    node.end_lineno or 0, f"{name}.record({name}.choices[0] if {name}.choices else 0);"
                )
        cell.source = "\n".join(lines)
    return made


def pieces(notebook: NotebookNode) -> Iterator[tuple[int, str, set[str]]]:
    """Yield the texts of a lesson, prose and outputs, with the numbers that a comment explains."""
    for index, cell in enumerate(notebook.cells, 1):
        meant = {number for said in _MEANT.findall(cell.source) for number, *_ in numbers(said)}
        if cell.cell_type == "markdown":
            yield index, _COMMENT.sub("", cell.source), meant
        elif cell.cell_type == "code" and not _OWN.search(cell.source):
            for output in cell.get("outputs", ()):
                text = output.get("text") or output.get("data", {}).get("text/plain", "")
                yield index, "".join(text), meant


def in_lesson(notebook: NotebookNode, questions: Iterable[Asked], where: Path) -> Iterator[str]:
    """Yield a sentence for every answer that a lesson prints.

    Parameters
    ----------
    notebook : NotebookNode
        The lesson, executed or not.
    questions : iterable of Asked
        What the graded questions of the section ask for.
    where : Path
        Its path, for the message.
    """
    questions = list(questions)
    for index, text, meant in pieces(notebook):
        for written, value, digits in dict.fromkeys(numbers(text)):
            if digits < DIGITS - ("e" in written) or written in meant:
                continue
            for question in questions:
                # In the unit asked for a number may be off by the tolerance; in others only by its rounding.
                allowed = (question.rtol, *[0.0] * (len(question.values) - 1))
                if any(map(_is, repeat(value), repeat(digits), question.values, allowed)):
                    yield (
                        f"{where}, cell {index}: prints {written}, which is what the graded question "
                        f"{question.name} asks for with the book's numbers. Let the lesson work with other "
                        "numbers, or leave this one to the question; where it is something else, say so in "
                        f"the cell: # told: {written} is ..."
                    )


def questions_beside(lesson: Path, exercises: Mapping[str, Exercise]) -> list[Asked]:
    """Return what the graded questions of a lesson's chapter and section ask for.

    Parameters
    ----------
    lesson : Path
        The lesson, ``notebooks/<chapter>/<number>_<section>.ipynb``.
    exercises : mapping
        All exercises by name.
    """
    chapter, section = lesson.parent.name, lesson.stem.partition("_")[2]
    beside = [
        one
        for one in exercises.values()
        if one.graded and one.chapter.name == chapter and one.section == section
    ]
    return list(asked(beside))
