"""Keys of the graded exercises, one module per section of a chapter.

How to write an exercise whose answer is a number
=================================================

CONTRIBUTING.md has a worked example, step by step.

1. **Numbers.** Declare a scenario: every number of the question is a parameter, also 6 FLOP/parameter/token
   and 2 byte/parameter, and name constants by their name (``"A100_TDP"``), so that the diagnosis knows what
   one takes them for. Series and distributions are lists. Labels are noun phrases that fit into brackets:
   messages read "gpus (number of GPUs) is left out". Several exercises may share a table; inputs a key does
   not use are distractors that the diagnosis knows. Exercises that cannot vary have no ``vary``.
2. **Key.** A plain formula of its parameters: operators and numpy's functions (``np.ceil``, ``np.maximum``,
   ``np.log10``, ``np.sum`` …), no ``if``, no ``math``, no ``.magnitude``. Run with symbols it yields its
   tree, and from that follow all mistakes a tree can make (see `mlsys_course.diagnosis.mutants`) and all
   slips of a finished result (`mlsys_course.diagnosis.slips`). Write it as the learner should think it: term
   by term, with brackets where a learner needs them. Shares and percentages are returned as fractions; the
   unit may be ``"percent"``. Whole numbers have ``kind="integer"`` and end in ``np.ceil`` or ``np.floor``.
3. **Misconceptions** that no tree can make are written by hand: ``@name.misconception(cause, message)`` above
   a function of any inputs of the scenario. The message says what was done and what to think of, and holds no
   number. A plain number returned where the question has a unit stands for that number in the unit asked for.
4. **Accepted forms**: ``@name.accept(cause, remark, score)`` above a function that returns the value of a
   convention or a rounding that counts although it lies outside the tolerance, or inside with a remark. With
   ``score`` below 1 the question must say so. ``unit_credit=0.5`` gives half of the points for the right
   number with a wrong unit or none; the question must say so too.
5. **Tolerance.** 1 % by default, so that three significant figures always pass; no misconception may lie
   within three tolerances. ``python -m autograder scenarios`` draws the rows where this holds for every
   exercise of the table, and says what it cannot tell apart.
6. **Corpus.** At least four right and five wrong answers (see `autograder.corpus`), then ``python -m
   autograder assess NAME``. A cause that stays unnamed is a misconception to write, or an operator that is
   missing.
"""

from __future__ import annotations

import functools
from pathlib import Path

from mlsys_course import chapters
from mlsys_course.chapters import Chapter
from mlsys_course.exercise import Exercise, import_all, load_practice, owner, registered

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
    if (FOLDER / chapter.name).is_dir():
        import_all(f"{PACKAGE}.{chapter.name}")


def load_owner(name_or_bank: str) -> None:
    """Load the chapter that an exercise belongs to, or every chapter where that can't be told."""
    chapter = owner(name_or_bank)
    load(chapter.name if chapter else None)
