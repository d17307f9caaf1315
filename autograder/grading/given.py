"""What the report of a class needs of an answer: its value, and what equals that of an equal answer.

It is kept beside the autograded notebooks, in ``.answers.json``. Code and prose are never kept there: a text
is only a digest, and of a value only numbers, units and the question's own words are written out.
"""

from __future__ import annotations

import functools
import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.grading.notebook_file import squeeze
from mlsys_course import readable
from mlsys_course.contracts import Contract
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.scalar.reading import Given, parse
from mlsys_course.reading import Refusal, Unusable, unattempted

FILE = ".answers.json"
LONGEST = 160
_OTHER_WORDS = "(other words)"
_DEEPEST = 6
_MOST_ITEMS = 400


def read(exercise: Exercise, answer: Any, row: int | None) -> dict[str, Any]:
    """Return what is kept of an answer.

    Parameters
    ----------
    exercise : Exercise
        What was asked.
    answer : object
        What crossed from the student's process.
    row : int or None
        The row of numbers that was asked for; None for a question without a table.

    Returns
    -------
    dict
        As far as there is such: ``shown``, the value in writing; ``value``, the number in the asked unit;
        ``same``, what equals that of an equal answer; ``row``.
    """
    found: dict[str, Any] = {} if row is None else {"row": row}
    if isinstance(answer, Unusable) or unattempted(answer):
        return found
    given = _number(exercise, answer)
    if given is not None:
        text = readable.number(given.magnitude, 6) if given.quantity is None else _quantity(given)
        if len(text) <= LONGEST:
            found["shown"] = text
        value = _asked(exercise, given)
        if value is not None:
            found["value"] = value
        # In the asked unit 7 days and 168 hours are the same; a bare 7 is another answer.
        unit = _unit(given) if value is None else exercise.unit if given.quantity is not None else ""
        found["same"] = _digest(f"{float(given.magnitude if value is None else value):.9g} {unit}")
        return found
    try:
        plain, foreign = _plain(answer, _words(exercise), _DEEPEST)
    except _NoData:
        return found
    if not foreign and (text := _written(plain)):
        found["shown"] = text
    found["same"] = _digest(repr(_plain(answer, None, _DEEPEST)[0]))
    return found


def text(source: str) -> list[Any]:
    r"""Return the digest and the length of a cell's text, blanks aside: equal for equal texts.

    >>> text("x = 1\n") == text("x  =  1"), text("x = 1")[1]
    (True, 3)
    """
    bare = "".join(squeeze(source).split())
    return [_digest(bare), len(bare)]


def load(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what is kept in a folder of autograded notebooks, by notebook; nothing where that is damaged."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def save(folder: Path, kept: Mapping[str, Mapping[str, Any]]) -> None:
    """Write what is kept of a submission's answers beside its autograded notebooks."""
    (folder / FILE).write_text(json.dumps(kept), encoding="utf-8")


# -- numbers --------------------------------------------------------------------------------------------


def _number(exercise: Exercise, answer: Any) -> Given | None:
    if not exercise.scalar:
        return None
    try:
        given = parse(_contract(exercise), answer)
    except Refusal:
        return None
    return given if math.isfinite(given.magnitude) else None


@functools.cache
def _contract(exercise: Exercise) -> Contract:
    from mlsys_course.diagnosis.contract import contract_of

    return contract_of(exercise)


def _quantity(given: Given) -> str:
    return readable.quantity(given.quantity, 6)


def _unit(given: Given) -> str:
    return "" if given.quantity is None else str(given.quantity.units)


def _asked(exercise: Exercise, given: Given) -> float | None:
    """Return the number in the unit that the question asks for; None where the answer has another one."""
    if given.quantity is None:
        return float(given.magnitude)
    wanted = given.quantity._REGISTRY.Quantity(1, exercise.unit or "")
    if not given.quantity.is_compatible_with(wanted):
        return None
    return float(given.quantity.to(wanted.units).magnitude)


# -- everything else ------------------------------------------------------------------------------------


class _NoData(Exception):
    """The answer is none that can be written down: a function, a figure, a table."""


def _plain(answer: Any, known: frozenset[str] | None, deep: int) -> tuple[Any, bool]:
    """Return an answer as plain data, and whether it holds words that are not the question's.

    Raises
    ------
    _NoData
        If it is no plain data.
    """
    if answer is None or isinstance(answer, bool | int | float):
        return answer, False
    if isinstance(answer, np.generic):
        return _plain(answer.item(), known, deep)
    if isinstance(answer, str):
        own = known is not None and answer.strip().casefold() not in known
        return (_OTHER_WORDS if own else answer), own
    if hasattr(answer, "magnitude") and hasattr(answer, "units"):
        if known is not None and not hasattr(answer.magnitude, "__len__"):
            return readable.quantity(answer, 6), False
        unit = str(answer.units)
        return _plain([answer.magnitude, unit], known and known | {unit.casefold()}, deep)
    if isinstance(answer, np.ndarray):
        if answer.size > _MOST_ITEMS:
            raise _NoData
        answer = answer.tolist()
    if deep == 0 or not isinstance(answer, dict | list | tuple | set | frozenset):
        raise _NoData
    if len(answer) > _MOST_ITEMS:
        raise _NoData
    if isinstance(answer, dict):
        pairs = [(_plain(k, known, deep - 1), _plain(v, known, deep - 1)) for k, v in answer.items()]
        foreign = any(k[1] or v[1] for k, v in pairs)
        if known is None:  # to be compared: the order in which it was written does not matter
            return sorted(((repr(k[0]), v[0]) for k, v in pairs), key=lambda pair: pair[0]), foreign
        return {repr(k[0]) if isinstance(k[0], dict | list) else k[0]: v[0] for k, v in pairs}, foreign
    items = [_plain(item, known, deep - 1) for item in answer]
    plain = [item for item, _ in items]
    if isinstance(answer, set | frozenset):
        plain.sort(key=repr)
    return plain, any(foreign for _, foreign in items)


def _written(plain: Any) -> str:
    """Write plain data as a reader reads it, in one line."""
    if isinstance(plain, bool) or plain is None:
        return str(plain)
    if isinstance(plain, int | float):
        number = readable.number(plain, 6)
        return number if len(number) <= LONGEST else ""
    if isinstance(plain, str):
        return plain[:LONGEST]
    parts = (
        [f"{_written(key)}: {_written(value)}" for key, value in plain.items()]
        if isinstance(plain, dict)
        else [_written(item) for item in plain]
    )
    line = ", ".join(parts)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 2].rsplit(',', 1)[0]}, …"


@functools.cache
def _words(exercise: Exercise) -> frozenset[str]:
    """Return the words that the question itself uses in an answer: its items, classes, claims."""
    return frozenset(word.strip().casefold() for word in _strings([exercise.answer(), exercise.spec], 8))


def _strings(value: Any, deep: int) -> Iterator[str]:
    if deep == 0:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _strings(key, deep - 1)
            yield from _strings(item, deep - 1)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _strings(item, deep - 1)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _strings(getattr(value, one.name), deep - 1)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
