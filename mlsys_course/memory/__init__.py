"""What a learner did, kept from one evening to the next in one plain file that is theirs.

The file is ``mlsys-progress.json`` in the learner's folder: `mlsys_course.memory.place` says where that is.
It lies outside the folders of the assignments, because `nbgrader submit` takes those whole. It is written
only where somebody sits at a notebook, never where nbgrader or the grader runs. It holds no code and no
answer to a graded exercise; nothing reads it for marks, and nothing sends it anywhere. Set
``MLSYS_PROGRESS=off`` in the environment to keep none, or to a file's path to keep it there.

===============  =============================  ==============================================================
kind             key                            fields beside ``first`` and ``last`` (times, UTC)
===============  =============================  ==============================================================
``predictions``  the question                   ``guesses`` (list of ``at``, ``guess``), ``unit``, ``topic``;
                                                once there is a guess, also ``truth``
``checks``       name of the exercise           ``tries``, ``verdict``, ``passed`` (when), ``topic``, ``said``
                                                (a fingerprint: the same answer again is no new try)
``help``         name of the exercise           ``step``, the furthest that was shown
``written``      name of the question           ``wrote`` (an answer was saved; not what it says),
                                                ``ticks`` by line of the list, ``points`` (that learners
                                                give themselves); of the two answers ``shown_first``,
                                                ``chosen``, and ``told``, whether that was right
``practice``     code of the practice exercise  ``asked``, ``right``, ``first_try``, ``streak`` (right at
                                                first try, in a row), ``section``
===============  =============================  ==============================================================

A part of the course that has something else to keep chooses a kind of its own and calls `record`, or `change`
where the new value depends on the old one:

>>> from mlsys_course import memory
>>> memory.record("cards", "a question", stability=2.5, due="2026-03-01")
>>> memory.look("cards")["a question"]["stability"]
2.5

A field may be a text, a number, a truth value, or a short list or table of these. None of these functions
raises: where nothing can be saved (a folder that cannot be written, a full disk), the learner is told once,
and what was kept lasts as long as the kernel.
"""

from __future__ import annotations

import zlib
from typing import Any

from mlsys_course.memory.keeping import Change, Entry, now, store
from mlsys_course.memory.place import topic

__all__ = [
    "change",
    "check",
    "guesses",
    "help_seen",
    "help_step",
    "look",
    "passed",
    "practised",
    "prediction",
    "record",
    "right",
    "tries",
    "truth",
]


def record(kind: str, key: str, **facts: Any) -> None:
    """Keep facts about something; fields that are not named stay as they were.

    Parameters
    ----------
    kind, key : str
        What is kept, and of what (see the table above).
    **facts
        Fields of the entry. Never code, and never an answer to a graded exercise.
    """
    change(kind, key, lambda entry: entry.update(facts))


def change(kind: str, key: str, how: Change) -> None:
    """Change an entry by what it holds.

    Parameters
    ----------
    kind, key : str
        As for `record`.
    how : callable
        Is given the entry, a dictionary with ``first`` at least, and changes it. Two notebooks may do this at
        once: it always sees what the other one has written.
    """
    time = now()

    def timed(entry: Entry) -> None:
        how(entry)
        entry["last"] = time

    store().change(kind, key, timed)


def look(kind: str) -> dict[str, Entry]:
    """Return the entries of a kind by key: a copy, empty where there is nothing.

    Learners can edit their file: expect any field to be missing or to be something else.
    """
    return store().state().get(kind, {})


# ------------------------------------------------------------------------------------------------ predictions


def prediction(question: str, guess: float | str, unit: str = "") -> None:
    """Keep a guess; the first one stays the first.

    Parameters
    ----------
    question : str
        What was asked.
    guess : float or str
        A number in `unit`, or one of the choices.
    unit : str
        The unit, or a word such as "times".
    """
    about = topic()

    def add(entry: Entry) -> None:
        before = entry.get("guesses")
        entry["guesses"] = [*(before if isinstance(before, list) else []), {"at": now(), "guess": guess}]
        entry["unit"] = unit
        if about:
            entry["topic"] = about

    change("predictions", question, add)


def truth(question: str, answer: float | str) -> None:
    """Keep the answer beside a guess; without a guess it stays covered, in the file, too."""
    before = look("predictions").get(question)
    if before and before.get("guesses") and before.get("truth") != answer:
        record("predictions", question, truth=answer)


def guesses(question: str, unit: str = "") -> list[float | str]:
    """Return the guesses that are kept for a question, the first one first.

    Parameters
    ----------
    question : str
        What was asked.
    unit : str
        What it was asked in; guesses in another unit are not returned.
    """
    entry = look("predictions").get(question, {})
    items = entry.get("guesses")
    if entry.get("unit", "") != unit or not isinstance(items, list):
        return []
    found = (item.get("guess") for item in items if isinstance(item, dict))
    return [one for one in found if isinstance(one, (int, float, str)) and not isinstance(one, bool)]


# -------------------------------------------------------------------------------------------------- exercises


def check(exercise: str, passed: bool, verdict: str = "", said: str = "") -> None:
    """Count a try at an exercise.

    Parameters
    ----------
    exercise : str
        Its name.
    passed : bool
        Whether the answer was accepted.
    verdict : str
        A few words, such as "not yet right".
    said : str
        What the learner was told. Kept is a fingerprint of it alone: where it is the same as before, nobody
        tried anything new, and the cell has only run again.
    """
    print_of = f"{zlib.crc32(said.encode('utf-8', 'replace')):08x}"
    about = topic()

    def tried(entry: Entry) -> None:
        if entry.get("said") != print_of or "tries" not in entry:
            entry["tries"] = _count(entry, "tries") + 1
        entry.update(said=print_of, verdict=verdict)
        if about:
            entry["topic"] = about
        if passed:
            entry.setdefault("passed", now())

    change("checks", exercise, tried)


def right(exercise: str) -> None:
    """Keep that an exercise was accepted where all were looked at: that is no try.

    Parameters
    ----------
    exercise : str
        Its name.
    """
    if passed(exercise):
        return
    about = topic()

    def accepted(entry: Entry) -> None:
        entry.update(passed=now(), verdict="accepted")
        if about:
            entry["topic"] = about

    change("checks", exercise, accepted)


def tries(exercise: str) -> int:
    """Return how many different answers to an exercise were checked."""
    return _count(look("checks").get(exercise, {}), "tries")


def passed(exercise: str) -> bool:
    """Say whether an exercise was accepted once."""
    return bool(look("checks").get(exercise, {}).get("passed"))


def help_seen(exercise: str, step: int) -> None:
    """Keep how far a learner went in the help for an exercise.

    Parameters
    ----------
    exercise : str
        Its name.
    step : int
        1 for the hint, 2 for the formula with blanks, 3 for the worked solution.
    """
    change("help", exercise, lambda entry: entry.update(step=max(step, _count(entry, "step"))))


def help_step(exercise: str) -> int:
    """Return the furthest step of help that was shown, 0 for none."""
    return _count(look("help").get(exercise, {}), "step")


# --------------------------------------------------------------------------------------------------- practice


def practised(code: str, right: bool, first_try: bool, section: str = "") -> None:
    """Keep how a practice exercise went; call it once for each draw of it.

    Parameters
    ----------
    code : str
        Its code in the bank.
    right : bool
        Whether it was solved.
    first_try : bool
        Whether the first answer was right.
    section : str
        Its chapter and section, a slash between them.
    """

    def asked(entry: Entry) -> None:
        entry["asked"] = _count(entry, "asked") + 1
        entry["right"] = _count(entry, "right") + bool(right)
        entry["first_try"] = _count(entry, "first_try") + bool(right and first_try)
        entry["streak"] = _count(entry, "streak") + 1 if right and first_try else 0
        entry["section"] = section

    change("practice", code, asked)


def _count(entry: Entry, name: str) -> int:
    found = entry.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else 0
