"""Judging a plot by what is drawn: its checks one by one, on the axes that fit them best."""

from __future__ import annotations

from typing import Any

from mlsys_course.diagnosis import messages
from mlsys_course.diagnosis.contract import contract_of
from mlsys_course.exercise import Exercise
from mlsys_course.kinds.plot.reading import read
from mlsys_course.kinds.plot.view import View, views
from mlsys_course.result import Result
from mlsys_course.scenarios import Scenario

Findings = list[tuple[str, str] | None]


def judge(exercise: Exercise, answer: Any, scenario: Scenario | None = None) -> Result:
    """Judge a plot.

    Parameters
    ----------
    exercise : Exercise
        Its spec is a `mlsys_course.kinds.Plot`.
    answer : object
        A figure, axes, anything drawn in them, or the content of one.
    scenario : Scenario, optional
        The numbers that were asked for; checks that depend on them are made from these.

    Returns
    -------
    Result

    Raises
    ------
    Refusal
        If the answer is no drawing, or a blank one.
    """
    content = read(contract_of(exercise), answer).value
    inputs = exercise.inputs(scenario or (exercise.table.row(0) if exercise.table else None))
    checks = exercise.spec.checks_for(inputs)

    def look(view: View) -> Findings:
        return [check.judge(view) for check in checks]

    # The axes on which most is as asked; ties go to the first.
    findings = min((look(v) for v in views(content)), key=lambda found: sum(f is not None for f in found))
    off = [finding for finding in findings if finding is not None]
    if not off:
        return Result(True, 1.0, None, f"Your plot is right in all {len(checks)} respects.",
                      exercise.name)  # fmt: skip
    cause, message = off[0]
    if len(off) > 1:
        different = list(dict.fromkeys(off))
        others = sorted({checks[i].about for i, f in enumerate(findings) if f is not None and f != off[0]})
        if len(different) == 2 and not any("+" in one for one, _ in different):
            message = messages.both(message, different[1][1])
        elif others:
            rest = ", the ".join(other.removeprefix("the ") for other in others)
            message = f"{message} Then check the {rest}."
    score = 0.0
    if exercise.spec.partial:
        # The first check is what the picture is about: without it the rest is worth half.
        share = (len(checks) - len(off)) / len(checks)
        score = round(share if findings[0] is None else share / 2, 4)
    return Result(False, score, cause, message, exercise.name)
