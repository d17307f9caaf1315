"""The diagnosis engine: is the answer right and, if not, which mistake gives it.

Each kind of answer judges in its own folder (`mlsys_course.kinds`). Here is what they share: the key's
formula as a tree, its breaks, and their values over all rows of a scenario.
"""

from __future__ import annotations

from typing import Any

from mlsys_course import kinds
from mlsys_course.diagnosis.formula.code import Code
from mlsys_course.exercise import Exercise, ExerciseError
from mlsys_course.guard import guarded
from mlsys_course.reading import Refusal, Unusable, unattempted
from mlsys_course.result import Result, not_attempted
from mlsys_course.scenarios import Scenario


def judge(
    exercise: Exercise, answer: Any, scenario: Scenario | None, source: Code | str | None = None
) -> Result:
    """Judge an answer to an exercise asked with a scenario's numbers.

    Parameters
    ----------
    exercise : Exercise
        The exercise, with its key.
    answer : object
        The learner's answer; anything at all.
    scenario : Scenario or None
        The numbers that were asked for.
    source : Code or str, optional
        The source of the answer's cell, which is read and never run. It may say why an answer is wrong;
        whether it is right is decided without it.

    Returns
    -------
    Result
        Whatever the answer is or does.

    Raises
    ------
    ExerciseError
        If the exercise is not defined as it should be: its author's fault, whatever the answer.
    """
    return guarded(
        exercise.name, answer, lambda: verdict(exercise, answer, scenario, source), but=(ExerciseError,)
    )


def verdict(
    exercise: Exercise, answer: Any, scenario: Scenario | None, source: Code | str | None = None
) -> Result:
    """Do the same for an answer that is plain data, and let a fault of the course itself come out."""
    if unattempted(answer):
        return not_attempted(exercise.name)
    if isinstance(answer, Unusable):
        return Result(False, 0.0, answer.cause, answer.message, exercise.name)
    try:
        judging = kinds.part(exercise.kind, "judging")
        if source is not None and exercise.scalar:
            code = Code(source) if isinstance(source, str) else source
            result: Result = judging.judge(exercise, answer, scenario, code)
        else:
            result = judging.judge(exercise, answer, scenario)
    except Refusal as refusal:
        return Result(False, 0.0, refusal.cause, refusal.message, exercise.name)
    return result
