"""Search of the lessons for what graded questions ask: a lesson works with numbers of its own.

With the numbers that everybody has (row 0 of a scenario) a question has one answer. A lesson that prints this
answer has answered the question. So the text of every lesson of the chapter and what its cells print are
searched for it: for numbers of three and more figures, and for those of two where a unit stands beside them.
What a learner sets in an explorer, or asks a practice session, is theirs; the questions of the exercises are
not searched, for their prompts name inputs and never values.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode

from mlsys_course import questions
from mlsys_course.exercise import Exercise

# Fewer digits are met by chance: two numbers below a hundred agree once in ninety. With a power of ten or the
# unit beside them two are enough.
DIGITS = 3
# Cells whose output a learner makes: explorers and practice.
_OWN = re.compile(r"\b(?:explore_\w+|practice|predictions|calibration)\s*\(")
# "# told: 84.6 is another accuracy": a number that agrees with an answer by chance, with what it is.
_MEANT = re.compile(r"told: (\S+ [^\n>]+)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NUMBER = re.compile(
    r"(?<![\w.,^])[-\u2212]?(\d[\d,]*(?:\.\d+)?)"
    r"(?:e([+-]?\d+)|\s*(?:[x×]|\\times)\s*10\^?\{?([+-]?\d+)\}?|[\s-](thousand|million|billion|trillion)\b)?"
)
_WORDS = {"thousand": "3", "million": "6", "billion": "9", "trillion": "12"}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
# What may be a unit right behind a number; the first that is one counts.
_UNITS = tuple(
    re.compile(r"[\s\u00a0\u202f-]?(" + unit + ")")
    for unit in (
        r"%",
        r"[A-Za-zµ]+(?: per |\s?/\s?)[A-Za-z]+(?: per |\s?/\s?)[A-Za-z]+",
        r"[A-Za-zµ]+(?: per |\s?/\s?)[A-Za-z]+",
        r"/[A-Za-z]+",
        r"[A-Za-zµ]+(?: points?)?",
    )
)
# Words of a text that a registry takes for units: inches, attoseconds, years.
_NO_UNITS = {"a", "am", "an", "as", "at", "bar", "point", "points", "in", "mil", "pm", "rods", "set", "us"}


@dataclass(frozen=True)
class Asked:
    """What a graded question asks for, as a lesson could print it.

    Parameters
    ----------
    name : str
        The exercise, or a claim of it.
    values : tuple of float
        The answer in the units in which it may be written, the one asked for first.
    rtol : float
        How far off a number may be, as a part of it, and still be marked as right.
    answer : Quantity
        The answer with its unit.
    section : tuple of str
        Chapter and section of the exercise.
    """

    name: str
    values: tuple[float, ...]
    rtol: float
    answer: Any
    section: tuple[str, str]


@dataclass(frozen=True)
class Printed:
    """A number of a text.

    Parameters
    ----------
    written : str
        As it stands there.
    value : float
        Its value.
    digits : int
        How many of its digits count.
    unit : str
        The unit right behind it, as it stands there; empty where there is none.
    """

    written: str
    value: float
    digits: int
    unit: str = ""


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
            yield _asked(exercise, exercise.name, exercise.answer(row), exercise.unit)
        elif exercise.kind == "claims":
            for claim, (_, value) in exercise.key().items():
                if value is not None:
                    yield _asked(exercise, f"{exercise.name}, {claim}", value, None)


def _asked(exercise: Exercise, name: str, answer: Any, unit: str | None) -> Asked:
    from mlsys_course.units import Q_

    quantity = answer if hasattr(answer, "to") else Q_(answer, "")
    section = (exercise.chapter.name, exercise.section)
    return Asked(name, _written(quantity, unit), exercise.rtol, quantity, section)


def _written(quantity: Any, unit: str | None) -> tuple[float, ...]:
    from mlsys_course.units import Q_

    units = [unit or str(quantity.units)]
    for same in _ALSO:
        units += same if Q_(1, same[0]).check(quantity.dimensionality) else ()
    values = [float(quantity.to(one).magnitude) for one in units]
    if quantity.dimensionless and abs(values[0]) > 1 and unit is None:
        values = values[:1]  # a count is not written in per cent
    return tuple(dict.fromkeys(values))


def numbers(text: str) -> Iterator[Printed]:
    """Yield every number of a text.

    Examples
    --------
    >>> [(one.value, one.digits, one.unit) for one in numbers("25.3 days, 1,024 GPUs, 3.14 × 10²³ FLOP")]
    [(25.3, 3, 'days'), (1024.0, 4, 'GPUs'), (3.14e+23, 3, 'FLOP')]
    >>> [(one.value, one.unit) for one in numbers("8.5 billion queries/day in 2024")]
    [(8500000000.0, 'queries/day'), (2024.0, '')]
    """
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda raised: "^" + raised[0].translate(_RAISED), text)
    for match in _NUMBER.finditer(text):
        written = match[1].rstrip(",")
        exponent = match[2] or match[3] or _WORDS.get(match[4], "0")
        plain = written.replace(",", "")
        digits = plain.replace(".", "").lstrip("0")
        if "." not in plain:
            digits = digits.rstrip("0")
        try:
            value = float(f"{plain}e{int(exponent)}")
        except (OverflowError, ValueError):
            continue
        if math.isfinite(value):
            behind = "" if match[1].endswith(",") else text[match.end() : match.end() + 60]
            yield Printed(match[0].strip().rstrip(","), value, len(digits), _unit_behind(behind))


def _unit_behind(text: str) -> str:
    for pattern in _UNITS:
        match = pattern.match(text)
        if match and match[1].lower() not in _NO_UNITS and _unit(match[1]) is not None:
            return match[1]
    return ""


@functools.cache
def _unit(written: str) -> Any:
    from mlsys_course.reading.typed import unit_of

    return unit_of(written)


def without_comments(text: str) -> str:
    """Return a Markdown text as a reader sees it.

    >>> without_comments("three <!-- literal: a row -->rows")
    'three rows'
    """
    return _COMMENT.sub("", text)


def is_learners_own(source: str) -> bool:
    """Say whether what a cell shows is made by the learner: an explorer, practice, their predictions."""
    return _OWN.search(source) is not None


def is_rounded(printed: float, digits: int, value: float, rtol: float = 0.0) -> bool:
    """Say whether a printed number is a value rounded to so many digits, or would be marked as right for it.

    Examples
    --------
    >>> is_rounded(46.1, 3, 46.05), is_rounded(46.2, 3, 46.05), is_rounded(46.2, 3, 46.05, rtol=0.01)
    (True, False, True)
    """
    if not value or not printed:
        return False
    last = 10.0 ** (math.floor(math.log10(printed)) + 1 - digits)  # what one in the last digit is worth
    return abs(printed - abs(value)) <= max(0.51 * last, rtol * abs(value))


def _tells(printed: Printed, question: Asked, beside: bool) -> bool:
    """Whether a number of a lesson answers a question; in the question's own section all is looked at."""
    unit = _unit(printed.unit) if printed.unit else None
    if unit is not None:
        if unit.dimensionality != question.answer.dimensionality:
            return False
        expected = float(question.answer.to(unit).magnitude)
        near = question.rtol if beside and math.isclose(expected, question.values[0]) else 0.0
        return printed.digits >= DIGITS - 1 and is_rounded(printed.value, printed.digits, expected, near)
    if printed.digits < DIGITS - ("10" in printed.written or "e" in printed.written):
        return False
    if not beside:
        return is_rounded(printed.value, printed.digits, question.values[0], 0.0)
    # In the unit asked for a number may be off by the tolerance; in others only by its rounding.
    allowed = (question.rtol, *[0.0] * (len(question.values) - 1))
    return any(map(is_rounded, repeat(printed.value), repeat(printed.digits), question.values, allowed))


def with_guesses(notebook: NotebookNode) -> NotebookNode:
    """Return a lesson in which somebody has made every prediction, so that nothing stays covered.

    Parameters
    ----------
    notebook : NotebookNode
        A lesson, not executed.
    """
    made: NotebookNode = deepcopy(notebook)
    for cell in made.cells:
        if cell.cell_type != "code":
            continue
        for name in re.findall(r"\bpredict\((\"[a-z0-9-]+\")\)", cell.source):
            asked = f"predict({name})"
            guess = f"{asked}.record({asked}.choices[-1] if {asked}.choices else 1)"
            cell.source = cell.source.replace(asked, f"{guess}.reveal()")
    return made


def pieces(notebook: NotebookNode) -> Iterator[tuple[int, str, set[str]]]:
    """Yield the texts of a lesson, prose and outputs, with the numbers that a comment explains."""
    for index, cell in enumerate(notebook.cells, 1):
        notes = [*_MEANT.findall(cell.source), *_notes_of_questions(cell.source)]
        meant = {number.written for said in notes for number in numbers(said)}
        if cell.cell_type == "markdown":
            yield index, without_comments(cell.source), meant
        elif cell.cell_type == "code" and not is_learners_own(cell.source):
            for output in cell.get("outputs", ()):
                text = output.get("text") or output.get("data", {}).get("text/plain", "")
                yield index, "".join(text), meant


def _notes_of_questions(source: str) -> Iterator[str]:
    """Yield what the questions of a cell say of their answers: a comment in the cell would tell them."""
    for name in re.findall(r"\bpredict\(\"([a-z0-9-]+)\"\)", source):
        yield questions.find(name).told


def in_lesson(notebook: NotebookNode, graded: Iterable[Asked], where: Path, notes: str = "") -> Iterator[str]:
    """Yield a sentence for every answer that a lesson prints.

    Parameters
    ----------
    notebook : NotebookNode
        The lesson, executed or not.
    graded : iterable of Asked
        What the graded questions of the chapter ask for.
    where : Path
        Its path, for the message.
    notes : str
        The text of its master: what authors note there, a built notebook does not show.
    """
    graded = list(graded)
    noted = {number.written for said in _MEANT.findall(notes) for number in numbers(said)}
    here = where.parent.name, where.stem.partition("_")[2]
    for index, text, meant in pieces(notebook):
        for printed in dict.fromkeys(numbers(text)):
            if printed.written in meant | noted:
                continue
            for question in graded:
                if _tells(printed, question, question.section == here):
                    yield (
                        f"{where}, cell {index}: prints {printed.written}, which is what the graded question "
                        f"{question.name} asks for with everybody's numbers. Let the lesson work with other "
                        "numbers, or leave this one to the question; where it is something else, say so in "
                        f"the cell: # told: {printed.written} is ..."
                    )


def questions_of_chapter(lesson: Path, exercises: Mapping[str, Exercise]) -> list[Asked]:
    """Return what the graded questions of a lesson's chapter ask for.

    Parameters
    ----------
    lesson : Path
        The lesson, ``notebooks/<chapter>/<number>_<section>.ipynb``.
    exercises : mapping
        All exercises by name.
    """
    return list(
        asked(one for one in exercises.values() if one.graded and one.chapter.name == lesson.parent.name)
    )
