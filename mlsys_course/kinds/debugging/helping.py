"""Help with a wrong line: where to look, what is wrong with it, the mended calculation with other numbers."""

from __future__ import annotations

import re

from mlsys_course.exercise import Exercise
from mlsys_course.help import BLANK, Step, formulas
from mlsys_course.scenarios import Scenario


def steps(exercise: Exercise, numbers: Scenario | None) -> tuple[Step, ...]:
    """Return the three steps of help (see `mlsys_course.help`)."""
    spec = exercise.spec
    first = max(1, min(spec.wrong - 1, len(spec.lines) - 2))
    last = min(first + 2, len(spec.lines))
    name = spec.names(exercise)[spec.wrong - 1]
    empty = f"{name} = {BLANK}"
    given = formulas.other(exercise, numbers)
    inputs = {item.name: item.value for item in given.inputs.values()} if given is not None else {}
    values = spec.run(inputs, mended=True)
    used = [
        one
        for one in inputs
        if re.search(rf"\b{spec.scenario}\.{one}\b", "\n".join(spec.source(mended=True)))
    ]
    table = [f"{spec.scenario}.{one} = {formulas.said(inputs[one])}" for one in used]
    worked = [
        f"{line}   # {formulas.said(value)}"
        for line, value in zip(spec.source(mended=True), values.values(), strict=True)
    ]
    return (
        Step(
            1,
            "A hint",
            f"Say in words what each line works out. The mistake is in one of the lines {first} to {last}.",
        ),
        Step(
            2,
            "The line",
            f"It is line {spec.wrong}: {spec.because} Put it right, and run all the lines again.",
            (empty,),
        ),
        Step(3, formulas.WORKED, "Do the same with yours.", (*table, "", *worked)),
    )
