"""What the two explorers of a pipeline ask of its stages, and of the one that becomes faster."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from typing import TypeVar

from mlsys_course import readable
from mlsys_course.widgets.picture import COLOURS

Stages = TypeVar("Stages", bound=Sized)


def few(stages: Stages) -> Stages:
    """Return stages that are at least two and have a colour each; raise ValueError otherwise."""
    if not 2 <= len(stages) <= len(COLOURS):
        raise ValueError(f"Give two to {len(COLOURS)} stages; {len(stages)} were given.")
    return stages


def check_faster(stages: Iterable[str], stage: str, times: float) -> None:
    """Raise ValueError if the stage is none of them, or its speedup is not above 0."""
    if stage not in stages:
        raise ValueError(f"There is no stage {stage!r}; there is {', '.join(stages)}.")
    if not times > 0:
        raise ValueError(f"A stage becomes {readable.number(times)} times as fast: give a number above 0.")
