"""The staff's side of the chapters: graded exercises, and the numbers of all questions.

How to write an exercise
========================

An exercise is one file, named after its answer: ``autograder/chapters/<chapter>/exercises/<section>/<name>.py``,
or ``mlsys_course/chapters/<chapter>/practice/<section>/<name>.py`` for practice, whose key students have. It
holds the key, the misconceptions, the accepted forms and the answers that all of it is tested with; what
several exercises of a section need stands in ``_shared.py`` beside them. CONTRIBUTING.md has a worked example,
step by step; answers that are no number are in `mlsys_course.kinds`.

1. **Numbers.** Declare a scenario in ``numbers/<section>.py``: every number of the question is a parameter, also
   6 FLOP/parameter/token and 2 byte/parameter, and name constants by their name (``"A100_TDP"``), so that the
   diagnosis knows what one takes them for. Series and distributions are lists. Labels are noun phrases that fit
   into brackets: messages read "gpus (number of GPUs) is left out". Several exercises may share a table; inputs a
   key does not use are distractors that the diagnosis knows. Exercises that cannot vary have no ``vary``.
2. **Key.** A plain formula of its parameters: operators and numpy's functions (``np.ceil``, ``np.maximum``,
   ``np.log10``, ``np.sum`` …), no ``if``, no ``math``, no ``.magnitude``, and no types. Run with symbols it yields
   its tree, and from that follow all mistakes a tree can make (see `mlsys_course.diagnosis.mutants`) and all
   slips of a finished result (`mlsys_course.diagnosis.slips`). Write it as the learner should think it: term
   by term, with brackets where a learner needs them. Shares and percentages are returned as fractions; the
   unit may be ``"percent"``. Whole numbers have ``kind="integer"`` and end in ``np.ceil`` or ``np.floor``. The
   question itself stands in the notebook's master; only practice, which has none, takes a ``prompt``.
3. **Misconceptions** that no tree can make are written by hand: ``name.misconception(cause, message, lambda …: …)``
   with a function of any inputs of the scenario. The message says what was done and what to think of, and holds
   no number. A plain number returned where the question has a unit stands for that number in the unit asked for.
4. **Accepted forms**: ``name.accept(cause, remark, lambda …: …, score)`` with the value of a convention or a
   rounding that counts although it lies outside the tolerance, or inside with a remark. With ``score`` below 1
   the question must say so. ``unit_credit=0.5`` gives half of the points for the right number with a wrong unit
   or none; the question must say so too.
5. **Tolerance.** 1 % by default, so that three significant figures always pass; no misconception may lie
   within three tolerances. ``python -m autograder scenarios`` draws the rows where this holds for every
   exercise of the table, and says what it cannot tell apart.
6. **Answers**: ``name.answers(right=[…], wrong={cause: […]})``, at least four right and five wrong ones (see
   `autograder.answers`), then ``python -m autograder assess NAME``. A cause that stays unnamed is a misconception
   to write, or an operator that is missing.
"""

from __future__ import annotations

import functools
import importlib
import itertools
from pathlib import Path

from mlsys_course import chapters
from mlsys_course.chapters import Chapter
from mlsys_course.exercise import Exercise, load_one, load_practice, load_room, owner, registered

FOLDER = Path(__file__).parent
PACKAGE = __name__


def load(chapter: str | None = None) -> dict[str, Exercise]:
    """Import the exercises of a chapter (of every chapter), graded and practice; return them by name."""
    wanted = chapters.load() if chapter is None else (chapters.find(chapter),)
    for one in wanted:
        _load(one)
    return {e.name: e for e in registered().values() if e.chapter in wanted}


@functools.cache
def _load(chapter: Chapter) -> None:
    load_practice(chapter)
    load_room(f"{PACKAGE}.{chapter.name}.exercises", FOLDER / chapter.name / "exercises")


def load_numbers(chapter: str | None = None) -> None:
    """Import the declarations of a chapter's scenarios (of every chapter's)."""
    for name in chapters.names() if chapter is None else (chapter,):
        for path in sorted((FOLDER / name / "numbers").glob("[!_]*.py")):
            importlib.import_module(f"{PACKAGE}.{name}.numbers.{path.stem}")


def load_owner(name_or_bank: str) -> None:
    """Load a graded exercise by its name, or the chapter that a code belongs to; nothing where there is none."""
    if name_or_bank in registered():
        return  # asked for every answer of a class; folders are looked into once
    chapter = owner(name_or_bank) or _not_built_yet(name_or_bank)
    if chapter is None:
        return
    if not name_or_bank.isidentifier():
        _load(chapter)
        return
    load_one(
        name_or_bank,
        {
            f"{chapters.PACKAGE}.{chapter.name}.practice": chapter.folder / "practice",
            f"{PACKAGE}.{chapter.name}.exercises": FOLDER / chapter.name / "exercises",
        },
    )


def _not_built_yet(name: str) -> Chapter | None:
    """Return the chapter of an exercise that no contract knows, by the name of its file."""
    if not name.isidentifier():
        return None
    files = [FOLDER.glob(f"{chapter}/exercises/*/{name}.py") for chapter in chapters.names()]
    return next((chapters.find(path.parents[2].name) for path in itertools.chain(*files)), None)
