"""Contracts: the public side of the graded exercises, written from their keys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from autograder.building.masters import BuildError
from mlsys_course.contracts import FILE
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise

FOLDER = Path("mlsys_course", "chapters")


def path(exercise: Exercise) -> Path:
    """Return the contract file of a graded exercise, in the folder of the chapter its key is in."""
    return FOLDER / exercise.chapter.name / FILE


def files(exercises: Mapping[str, Exercise]) -> dict[Path, bytes]:
    """Return the contract files of the course: path below the course's top, and content.

    Parameters
    ----------
    exercises : mapping
        All exercises by name; those with a graded key get a contract.

    Raises
    ------
    BuildError
        If a key cannot say what is public about it, for want of its scenario's table for example.
    """
    chapters: dict[Path, list[Exercise]] = {}
    for exercise in sorted(exercises.values(), key=lambda e: e.chapter.place(e.bank)):
        if exercise.graded:
            chapters.setdefault(path(exercise), []).append(exercise)
    return {name: _dumps([_row(exercise) for exercise in members]) for name, members in chapters.items()}


def _row(exercise: Exercise) -> dict[str, object]:
    try:
        return contract_of(exercise).to_json()
    except (LookupError, ValueError) as error:
        raise BuildError(
            f"{exercise.key.__module__}: {exercise.name} has no contract: {error} "
            "Mend its key, or write the scenario tables: make scenarios"
        ) from error


def _dumps(rows: list[dict[str, object]]) -> bytes:
    return (json.dumps(rows, indent=1, ensure_ascii=False, default=_plain) + "\n").encode()


def _plain(value: object) -> object:
    """Turn what JSON does not know (sets, mapping proxies) into what it knows, in a fixed order."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"A contract holds a {type(value).__name__}, which JSON cannot: {value!r}.")
