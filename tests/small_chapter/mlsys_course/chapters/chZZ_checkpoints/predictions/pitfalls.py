"""Questions to predict in the lesson on checkpoints."""

from __future__ import annotations

from typing import Any

from mlsys_course.questions import question
from mlsys_course.units import Q_


@question(
    "interruptions-of-a-large-run",
    "How many hours lie between two interruptions of the larger run?",
    unit="hour",
    topic="failures",
    explanation="Any machine that fails stops the run.",
)
def interruptions_of_a_large_run() -> Any:
    """Return the run's days over its interruptions."""
    from mlsys_course import data

    larger = data.interruptions().set_index("run").loc["Llama 3 405B"]
    return Q_(float(larger["days"] / larger["unexpected"]), "day").to("hour")
