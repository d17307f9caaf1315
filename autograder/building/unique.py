"""What must be unique over the course, seen without importing another chapter.

Letters of bank codes, names of exercises, explorers, modules, tables of data and of numbers, and words of the
glossary are looked up by name from everywhere. Two chapters that use one stop the build, and so does an
exercise that uses another chapter's table (see `autograder.scenarios`). Names of files, TOML and JSON tell,
so that a chapter's check costs the same however many there are.
"""

from __future__ import annotations

from collections.abc import Mapping

from autograder.building.masters import BuildError
from mlsys_course import chapters, data, glossary, scenarios
from mlsys_course.exercise import Exercise, owners


def check(exercises: Mapping[str, Exercise]) -> None:
    """Look for a name that two chapters use.

    Parameters
    ----------
    exercises : mapping
        The loaded exercises by name, of one chapter or of all: their contracts may not be built yet.

    Raises
    ------
    BuildError
        If there is one, or an exercise uses another chapter's table; the sentence names both places.
    """
    try:
        chapters.load()
        chapters.exports()
        data.where()
        glossary.check()
        tables = scenarios.files()
        known = owners()
    except chapters.ChapterError as error:
        raise BuildError(str(error)) from error
    taken = [
        f"{own.name} is an exercise of {own.chapter.name} and of {known[own.name]}. Rename one: names of "
        "exercises are unique over the course."
        for own in exercises.values()
        if known.get(own.name, own.chapter.name) != own.chapter.name
    ]
    taken += [
        f"{own.name} of {own.chapter.name} uses the scenario {own.scenario!r} of {tables[own.scenario][0]}. "
        "Declare one in its own chapter."
        for own in exercises.values()
        if own.scenario in tables and tables[own.scenario][0] != own.chapter.name
    ]
    if taken:
        raise BuildError("\n".join(taken))
