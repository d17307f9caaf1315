"""Help with a graph: how many arrows, where each begins, half of them."""

from __future__ import annotations

from mlsys_course import readable
from mlsys_course.exercise import Exercise
from mlsys_course.help import BLANK, Step, formulas
from mlsys_course.kinds.spellings import spellings
from mlsys_course.scenarios import Scenario


def steps(exercise: Exercise, numbers: Scenario | None) -> tuple[Step, ...]:
    """Return the three steps of help (see `mlsys_course.help`)."""
    order = {node: place for place, node in enumerate(spellings(exercise.spec.nodes))}
    arrows = sorted(exercise.key(), key=lambda edge: (order[edge[0]], order[edge[1]]))
    least = [node for node in order if sum(node == end for _, end in arrows) != 1]
    others = formulas.names(least) if 0 < len(least) < len(order) else ""
    into = f" Exactly one arrow leads to each node, except {others}." if others else ""
    half = arrows[: (len(arrows) + 1) // 2]
    return (
        Step(
            1,
            "A hint",
            f"{exercise.spec.reconsider} There are {readable.counted(len(arrows), 'arrow')}.{into}".strip(),
        ),
        Step(
            2,
            "The answer with blanks",
            "Where does each arrow lead?",
            tuple(f"({a!r}, {BLANK})" for a, _ in arrows),
        ),
        Step(3, "Half of the answer", "Find the others.", tuple(f"({a!r}, {b!r})" for a, b in half)),
    )
