"""What a question says that asks for a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from mlsys_course.exercise import Exercise

if TYPE_CHECKING:
    from mlsys_course.kinds.plot.view import View

__all__ = ["Plot"]


class Check(Protocol):
    """One thing a plot must show (see `mlsys_course.kinds.plot`)."""

    @property
    def about(self) -> str:
        """What is looked at, in words."""

    def judge(self, view: View, /) -> tuple[str, str] | None:
        """Return None, or a cause and a sentence."""


@dataclass(frozen=True)
class Plot:
    """A figure, judged by what is drawn in it.

    The key draws the right figure; it serves as the worked answer, and every check must pass on it.

    Parameters
    ----------
    checks : sequence of Check, or callable
        The checks, the most telling first; a callable makes them from the scenario's inputs.
    partial : bool
        Whether each check counts for itself; the question must say so.
    """

    checks: Sequence[Check] | Callable[..., Sequence[Check]]
    partial: bool = False

    kind = "plot"

    def checks_for(self, inputs: Mapping[str, Any]) -> Sequence[Check]:
        """Return the checks for a scenario's inputs."""
        return self.checks(**inputs) if callable(self.checks) else self.checks

    def shape(self, exercise: Exercise) -> dict[str, Any]:
        """Return the public part: whether parts count. What is drawn where is the question's own text."""
        return {"partial": self.partial}
