"""The diagnosis engine: is the answer right and, if not, which mistake gives it.

Quantities, numbers and integers are diagnosed from the key's own expression tree; every other kind
has a module of its own, named after it.
"""

from __future__ import annotations

import importlib
from typing import Any

from mlsys_course.exercise import Exercise
from mlsys_course.reading import Refusal, Unusable, unattempted
from mlsys_course.result import Result, not_attempted
from mlsys_course.scenarios import Scenario

_MODULE = {
    "quantity": "scalar",
    "number": "scalar",
    "integer": "scalar",
    "function": "function",
    "classification": "classification",
    "dataframe": "dataframe",
    "graph": "graph",
    "claims": "claims",
    "plot": "plot",
}


def judge(exercise: Exercise, answer: Any, scenario: Scenario | None) -> Result:
    """Judge an answer to an exercise asked with a scenario's numbers.

    Parameters
    ----------
    exercise : Exercise
        The exercise, with its key.
    answer : object
        The learner's answer; anything at all.
    scenario : Scenario or None
        The numbers that were asked for.

    Returns
    -------
    Result
        Never raises for the sake of an answer.
    """
    if unattempted(answer):
        return not_attempted(exercise.name)
    if isinstance(answer, Unusable):
        return Result(False, 0.0, answer.cause, answer.message, exercise.name)
    module = importlib.import_module(f"mlsys_course.diagnosis.{_MODULE[exercise.kind]}")
    try:
        result: Result = module.judge(exercise, answer, scenario)
    except Refusal as refusal:
        return Result(False, 0.0, refusal.cause, refusal.message, exercise.name)
    return result
