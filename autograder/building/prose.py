"""Answers in sentences: the file of a written question, held against the master that asks it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

from autograder import substitution, written
from autograder.building import numbers
from autograder.building.masters import Cell, Master, lines_in

_POINTS = re.compile(r"^(\d+(?:\.\d+)?) points?:", re.MULTILINE)


def faults(master: Master, cell: Cell, above: Cell | None, answer: Callable[[str], Any]) -> Iterator[str]:
    """Yield what is wrong with the file of a written question, and where it and the master disagree.

    Parameters
    ----------
    master : Master
        The master.
    cell : Cell
        The answer's cell.
    above : Cell or None
        The cell above it, which holds the mark scheme.
    answer : callable
        Takes an exercise's name and returns its right answer.
    """
    home = written.path_of(master.chapter, str(cell.grade_id))
    if not (master.root / home).is_file():
        yield (
            "has no list that learners judge their own answer by, and no two answers to tell apart. Write "
            f"{home.as_posix()}: CONTRIBUTING.md, *A written question*, has one."
        )
        return
    try:
        draft = written.read(master.root / home)
        written.filled(draft, answer)
    except (written.WrittenError, substitution.SubstitutionError) as error:
        yield f"{home.as_posix()}: {error}"
        return
    yield from (f"{home.as_posix()}: {sentence}" for sentence in _of_its_own(draft))
    yield from (f"{home.as_posix()}: {sentence}" for sentence in _beside(draft, cell, above))
    model = f"{{{{written.{cell.grade_id}}}}}"
    if [line.strip() for line in lines_in(cell.source, "SOLUTION") if line.strip()] != [model]:
        yield (
            f"has a model answer of its own beside the good answer in {home.as_posix()}. Put the one line "
            f"{model} into its solution region."
        )


def _of_its_own(draft: written.Draft) -> Iterator[str]:
    """Yield the typed numbers of a file."""
    typed = [number for text in draft.texts for number in numbers.in_prose(text, False)]
    if typed and not draft.literal:
        yield (
            f"types {', '.join(map(repr, dict.fromkeys(typed)))}. Let the build fill it in, "
            '{{expression:format}}, or say why not: literal = "why".'
        )


def _beside(draft: written.Draft, cell: Cell, above: Cell | None) -> Iterator[str]:
    """Yield where a list is worth something else than its question, or than a line of the mark scheme."""
    each = [check.points for check in draft.checks]
    points = cell.nbgrader.get("points")
    if not isinstance(points, int | float):
        return  # another rule says so
    if sum(each) != points:
        yield (
            f"its list is worth {sum(each):g} points, its question {points}. Give its lines the points of "
            "the mark scheme."
        )
        return
    scheme = lines_in(above.source, "MARK SCHEME") if above else []
    lines = [float(number) for number in _POINTS.findall("\n".join(scheme))]
    if not set(itertools.accumulate(lines)) <= set(itertools.accumulate(each)):
        yield (
            f"its list does not follow the mark scheme, whose lines are worth "
            f"{', '.join(f'{number:g}' for number in lines)}. Each of them is one line of the list, or "
            "several in a row."
        )
