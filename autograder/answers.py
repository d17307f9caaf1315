"""Right and wrong answers as learners type them, evaluated.

An exercise's file declares at least four right forms and five wrong answers with the cause the diagnosis
must name::

    training_days.answers(
        right=[
            "q.training_ops / (q.gpus * q.peak * q.efficiency)",
            "Q_(25.3, 'day')",
        ],
        wrong={
            "dropped:efficiency": ["q.training_ops / (q.gpus * q.peak)", "Q_(11.4, 'day')"],
            "unit:missing": ["25.3"],
        },
    )

Each answer is source text as it stands in the learner's cell, where these names are known: ``q`` (the
scenario), ``Q_``, ``ureg``, ``np``, ``pd``, ``plt``, ``math``, ``constants``, ``Decimal``, ``Fraction``. An
expression is stored in the exercise's name; text with an assignment or a line break is the whole answer cell.
A form that speaks of ``q`` holds for every student's numbers; one that does not, for the book's.
"""

from __future__ import annotations

import ast
import contextlib
import io
import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from mlsys_course.exercise import Exercise
from mlsys_course.scenarios import Scenario, Table

UNEXPLAINED = "unexplained"
"""Expected cause of a wrong answer that nobody can be asked to explain; it must be refused all the same, and
counts as not named."""


def is_expression(source: str) -> bool:
    r"""Say whether an answer is one expression, and not a whole cell.

    >>> is_expression("q.gpus * 2"), is_expression("def f(x):\n    return x")
    (True, False)
    """
    try:
        ast.parse(source.strip(), mode="eval")
    except SyntaxError:
        return False
    return True


def cell(name: str, source: str) -> str:
    """Return the answer cell for an answer.

    >>> cell("training_days", "Q_(25, 'day')")
    "training_days = Q_(25, 'day')"
    """
    return f"{name} = {source.strip()}" if is_expression(source) else source


def uses_scenario(source: str) -> bool:
    """Say whether an answer speaks of ``q``, and so holds for every student's numbers."""
    return any(isinstance(part, ast.Name) and part.id == "q" for part in ast.walk(ast.parse(source)))


def namespace(scenario: Scenario | None) -> dict[str, Any]:
    """Return the names an answer may use."""
    import matplotlib

    matplotlib.use("agg", force=False)
    import matplotlib.pyplot as plt
    import numpy as np
    import pandas as pd

    from mlsys_course import constants, data, hardware, models
    from mlsys_course.units import registry

    ureg = registry()
    return {
        "q": scenario, "Q_": ureg.Quantity, "ureg": ureg, "np": np, "pd": pd, "plt": plt, "math": math,
        "constants": constants, "data": data, "hardware": hardware, "models": models,
        "Decimal": Decimal, "Fraction": Fraction,
    }  # fmt: skip


class _Symbols:
    """A scenario whose inputs are symbols, so that an answer becomes a formula."""

    def __init__(self, names: Sequence[str]) -> None:
        from mlsys_course.diagnosis.expression import Symbol, node

        self.__dict__.update({name: Symbol(node("input", detail=name)) for name in names})


def over_all_rows(exercise: Exercise, source: str, table: Table | None = None) -> Any:
    """Return an answer's value in every row of a table (by default its scenario's), in the asked unit.

    Returns
    -------
    array or None
        None where the answer does not speak of ``q``, is no plain formula of it, or has another dimension.
    """
    from mlsys_course.diagnosis.candidates import values_of
    from mlsys_course.diagnosis.expression import Symbol

    table = table or exercise.table
    if table is None or not uses_scenario(source):
        return None
    names = namespace(None)
    names["q"] = _Symbols(tuple(table.parameters))
    try:
        exec(compile(cell(exercise.name, source), f"<answer to {exercise.name}>", "exec"), names)
    except Exception:  # .magnitude, loops, if: those are tried in some rows only
        return None
    answer = names[exercise.name]
    return values_of(exercise, answer.node, table) if isinstance(answer, Symbol) else None


def evaluate(name: str, source: str, scenario: Scenario | None) -> Any:
    """Return what an answer cell leaves in the exercise's name.

    Parameters
    ----------
    name : str
        The exercise.
    source : str
        The answer, as it is declared.
    scenario : Scenario or None
        The learner's numbers.

    Returns
    -------
    object
        The answer. It is the course's own source: nothing of a student's is run here.
    """
    import matplotlib.pyplot as plt

    names = namespace(scenario)
    plt.close("all")
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(cell(name, source), f"<answer to {name}>", "exec"), names)
    return names[name]
