"""Help with a plot: what it must show, the calls with blanks, the calls."""

from __future__ import annotations

import ast

from mlsys_course.exercise import Exercise
from mlsys_course.help import BLANK, Step
from mlsys_course.help.formulas import statements
from mlsys_course.scenarios import Scenario


def steps(exercise: Exercise, numbers: Scenario | None) -> tuple[Step, ...]:
    """Return the three steps of help (see `mlsys_course.help`)."""
    checks = exercise.spec.checks_for(exercise.inputs(numbers))
    looked_at = tuple(f"- {check.about}" for check in checks)
    drawn = [node for line in statements(exercise.key) for node in ast.walk(line) if _draws(node)]
    calls = tuple(dict.fromkeys(ast.unparse(node) for node in drawn))
    return (
        Step(1, "A hint", "This is what the check looks for. Go through it point by point.", looked_at),
        Step(
            2,
            "The answer with blanks",
            "These calls draw it. What goes into them is for you to find.",
            tuple(dict.fromkeys(_emptied(node) for node in drawn)),
        ),
        Step(
            3,
            "The calls that draw it",
            "The names in them are made up: the numbers are for you to compute.",
            calls,
        ),
    )


def _draws(node: ast.AST) -> bool:
    """Say whether this is a call that draws or labels: a method of axes."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("axes", "ax")
    )


def _emptied(node: ast.AST) -> str:
    assert isinstance(node, ast.Call)
    words = [f"{word.arg}={BLANK}" if word.arg else BLANK for word in node.keywords]
    return f"{ast.unparse(node.func)}({', '.join([*[BLANK] * len(node.args), *words])})"
