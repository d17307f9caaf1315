"""The interval between checkpoints: what saving costs, and what a failure does.

It belongs to sec-checkpoints-interval and eq-checkpoints-interval.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, slider
from mlsys_course.widgets.drawing import curve, legend, mark, panel
from mlsys_course.widgets.numbers import plain
from mlsys_course.widgets.picture import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Loss", "explore_checkpoints", "loss"]

MACHINE = 50_000
"""Hours between two failures of one accelerator, as in the Llama 3 run (interruptions)."""


@dataclass(frozen=True)
class Loss:
    """What a run loses to checkpoints and to failures.

    Parameters
    ----------
    interval, write, between : Quantity
        Time from checkpoint to checkpoint, to write one, and from failure to failure.
    """

    interval: Any
    write: Any
    between: Any

    @property
    def saving(self) -> float:
        """Share of the time that goes into writing."""
        return plain(self.write / self.interval)

    @property
    def redone(self) -> float:
        """Share of the time that is done again after failures."""
        return plain(self.interval / (2 * self.between))

    @property
    def best(self) -> float:
        """The interval that loses least, in minutes."""
        return math.sqrt(2 * plain(self.write, "minute") * plain(self.between, "minute"))


def loss(interval: Any, gpus: Any, write: Any) -> Loss:
    """Work out the loss.

    Parameters
    ----------
    interval : Quantity
        Time from checkpoint to checkpoint.
    gpus : Quantity
        How many accelerators there are; each fails independently.
    write : Quantity
        Time to write a checkpoint, in which nothing is computed.

    Returns
    -------
    Loss

    Notes
    -----
    J. W. Young, A first order approximation to the optimum checkpoint interval, CACM 17 (1974): on average
    half an interval is lost with each failure, so that the share write/interval + interval/(2 between) is
    lost, least at sqrt(2 write between).

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> round(loss(Q_(30, "minute"), Q_(1000, "GPU"), Q_(1, "minute")).best, 1)
    77.5
    """
    return Loss(interval, write, registry().Quantity(MACHINE, "hour") / plain(gpus, "GPU"))


def _read_out(state: Loss) -> list[str]:
    return [
        f"{100 * (state.saving + state.redone):.1f} % of the time is lost.",
        f"Writing takes {100 * state.saving:.2f} %, work that failures undo {100 * state.redone:.2f} %.",
        f"A failure comes every {plain(state.between, 'hour'):,.1f} h; the best interval is "
        f"{state.best:,.1f} minutes.",
    ]


def _alt(state: Loss) -> str:
    side = "shorter" if plain(state.interval, "minute") < state.best else "longer"
    return (
        "Share of the time that is lost against the interval between checkpoints. The curve falls, has its "
        f"lowest point at {state.best:.1f} minutes and rises again; the dot at "
        f"{state.interval:.3g} is {side} than that, at {100 * (state.saving + state.redone):.2f} percent."
    )


def _draw(figure: Figure) -> Update[Loss]:
    import numpy as np

    axes = panel(figure, top=0.93, bottom=0.18)
    grid = np.logspace(0, 3, 120)
    total = curve(axes, COLOURS[0], label="lost in all")
    saving = curve(axes, COLOURS[1], "--", label="writing")
    redone = curve(axes, COLOURS[2], ":", label="done again")
    dot = mark(axes, "o", COLOURS[3], 10)
    axes.set(xscale="log", yscale="log", xlim=(1, 1000), ylim=(1e-4, 1000))
    axes.set(xlabel="Interval between checkpoints (minutes)", ylabel="Lost (percent of the time)")
    legend(axes)

    def update(state: Loss) -> None:
        write, between = plain(state.write, "minute"), plain(state.between, "minute")
        saving.set_data(grid, 100 * write / grid)
        redone.set_data(grid, 100 * grid / (2 * between))
        total.set_data(grid, 100 * (write / grid + grid / (2 * between)))
        dot.set_data([plain(state.interval, "minute")], [100 * (state.saving + state.redone)])

    return update


def explore_checkpoints() -> Explorer[Loss]:
    """Explore how often a training run should be saved.

    Returns
    -------
    Explorer
        Three knobs: the interval, the number of accelerators, the time to write a checkpoint.

    Examples
    --------
    >>> explorer = explore_checkpoints().move(gpus="16,384 GPU")
    >>> round(float(explorer.state.between.to("hour").magnitude), 1)
    3.1
    """
    one = registry().Quantity
    knobs = [
        slider("interval", "Interval", [one(m, "minute") for m in (2, 5, 10, 20, 60, 120, 480)]),
        slider("gpus", "Accelerators", [one(n, "GPU") for n in (8, 128, 1024, 4096, 16_384)]),
        slider("write", "Time to write", [one(m, "minute") for m in (0.1, 0.5, 1, 3, 10)]),
    ]
    return Explorer("How often to save?", knobs, loss, _draw, _read_out, _alt, size=(7.5, 3.6))
