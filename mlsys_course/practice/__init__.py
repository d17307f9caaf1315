"""Practice: exercises whose prompt and key ship with the student package, with fresh numbers each time.

>>> from mlsys_course import practice
>>> session = practice("iron_law", seed=1)
>>> session.answer(...).verdict
'not attempted yet'
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

from mlsys_course import chapters
from mlsys_course.chapters import Chapter
from mlsys_course.suggest import did_you_mean

if TYPE_CHECKING:
    from mlsys_course.exercise import Exercise
    from mlsys_course.practice._session import Practice

__all__ = ["practice", "sections"]


def sections(chapter: str | None = None) -> list[str]:
    """Return the sections that have practice exercises, of one chapter or of all."""
    found = chapters.load() if chapter is None else (chapters.find(chapter),)
    return sorted({section for one in found for section in one.sections})


def practice(
    section: str | None = None, seed: int | None = None, chapter: str | None = None
) -> Practice | NothingDue:
    """Start practising a section, or what is due today.

    Parameters
    ----------
    section : str, optional
        A section's name, such as ``"iron_law"``. Without one, the exercises of all sections that are due
        today: what you practised before comes back when it is about to be forgotten.
    seed : int, optional
        Makes the draw of questions and numbers repeatable.
    chapter : str, optional
        The section's chapter, where several have a section of this name; by default the chapter in whose
        folder you work, then the only one that has it.

    Returns
    -------
    Practice or NothingDue
        In JupyterLab a widget that asks, checks and keeps the score; everywhere an object with
        ``question``, ``answer(...)``, ``worked()``, ``next()`` and ``score``; a sentence if nothing is due.

    Raises
    ------
    LookupError
        If there is no such section (the sentence names the closest one), or it has no exercises yet.
    """
    from mlsys_course.practice._session import Practice

    if section is None:
        found = _due_today(chapter)
        return Practice(None, "due today", seed, found) if found else NothingDue(sections(chapter))
    return Practice(_chapter_of(section, chapter), section, seed)


def _due_today(chapter: str | None) -> list[Exercise]:
    """Return the exercises that are due, of one chapter or of all."""
    from mlsys_course.exercise import find
    from mlsys_course.practice.due import due

    found = []
    for code, place in due():
        try:
            if chapter is None or place.partition("/")[0] == chapter:
                found.append(find(code))
        except LookupError:  # the progress file is the learner's: it may name what there is no longer
            continue
    return found


class NothingDue:
    """What `practice` answers where nothing is due: which sections there are to begin with."""

    def __init__(self, names: list[str]) -> None:
        self.names = names

    def __repr__(self) -> str:
        return (
            f"Nothing is due today. Practise a section: {', '.join(self.names)}. What you answer there comes "
            "back when it is due."
        )


def _chapter_of(section: str, chapter: str | None) -> Chapter:
    """Say whose section is meant."""
    here = chapters.find(chapter) if chapter is not None else chapters.current()
    having = [one for one in chapters.load() if section in one.sections]
    if here is not None and (here in having or chapter is not None):
        having = [here] if here in having else []
    if len(having) == 1:
        return having[0]
    if having:
        calls = " or ".join(f"practice({section!r}, chapter={one.name!r})" for one in having)
        raise LookupError(f"Several chapters have a section {section!r}: write {calls}.")
    known = sections(chapter)
    raise LookupError(
        f"There is no section {section!r} to practise.{did_you_mean(str(section), known)} "
        f"There are: {', '.join(known)}."
    )


class _Callable(ModuleType):
    """Lets ``from mlsys_course import practice`` be the verb a learner says and still be this package."""

    def __call__(
        self, section: str | None = None, seed: int | None = None, chapter: str | None = None
    ) -> Practice | NothingDue:
        return practice(section, seed, chapter)


sys.modules[__name__].__class__ = _Callable
