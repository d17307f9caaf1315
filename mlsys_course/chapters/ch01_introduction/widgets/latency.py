"""The latency map: how far away the computer may be.

It belongs to fn-latency and sec-introduction-deployment-spectrum-a38c.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, slider, steps
from mlsys_course.widgets.drawing import Threshold, curve, mark, named_ticks, note, panel, put
from mlsys_course.widgets.numbers import number, plain
from mlsys_course.widgets.picture import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Reach", "explore_latency", "reach"]

DISTANCES = (0.01, 0.1, 1, 3, 10, 30, 100, 200, 300, 500, 1000, 1500, 2000, 3000, 5000, 10_000, 20_000)
"""Positions of the distance in km: from the next room to the other side of the Earth."""
DEADLINES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
PLACES = {0.01: "on site", 10: "same city", 300: "same region", 6000: "next continent"}
"""Round distances that help to read the picture, in km."""


@dataclass(frozen=True)
class Reach:
    """A decision that is asked of a computer some distance away.

    Parameters
    ----------
    distance : Quantity
        Length of the fibre to it.
    light : Quantity
        Time of light there and back.
    compute : Quantity
        Time to compute the answer.
    deadline : Quantity
        Time in which the answer is needed.
    speed : Quantity
        Speed of the vehicle that waits.
    signal : Quantity
        Speed of light in fibre.
    """

    distance: Any
    light: Any
    compute: Any
    deadline: Any
    speed: Any
    signal: Any

    @property
    def total(self) -> Any:
        """Time until the answer is there."""
        return self.light + self.compute

    @property
    def fits(self) -> bool:
        """Whether the answer is there in time."""
        return bool(self.total <= self.deadline)

    @property
    def farthest(self) -> Any:
        """The longest fibre that leaves the computer its time, zero where nothing is left."""
        left = self.deadline - self.compute
        return (max(left, 0 * left) * self.signal / 2).to("km")

    @property
    def travelled(self) -> Any:
        """How far the vehicle travels until the answer is there."""
        return (self.speed * self.total).to("meter")


def reach(distance: Any, deadline: Any, speed: Any, compute: Any = None, signal: Any = None) -> Reach:
    """Work out whether an answer from far away comes in time.

    Parameters
    ----------
    distance : Quantity
        Length of the fibre to the computer.
    deadline : Quantity
        Time in which the answer is needed.
    speed : Quantity
        Speed of the vehicle that waits for it.
    compute : Quantity, optional
        Time to compute the answer; left out: 8 ms, an assumption (`mlsys_course.eras.budgets`).
    signal : Quantity, optional
        Speed of the signal; left out: that of light in fibre.

    Returns
    -------
    Reach

    Notes
    -----
    This is the bound that physics sets: switches, queues and radio come on top; the chapter (fn-latency)
    reckons with 50 to 100 ms for the way to a cloud server.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> far = reach(Q_(1000, "km"), Q_(15, "ms"), Q_(20, "m/s"), compute=Q_(0, "ms"))
    >>> print(far.light, far.fits, far.farthest)
    10 ms True 1,500 km
    """
    from mlsys_course import constants
    from mlsys_course.chapters.ch01_introduction.eras import budgets

    signal = constants.SPEED_OF_LIGHT_FIBER.quantity if signal is None else signal
    compute = budgets.FACTS["VEHICLE_COMPUTE_TIME"].quantity if compute is None else compute
    light = budgets.round_trip(distance, signal)
    return Reach(distance, light, compute, deadline, speed, signal)


def _time(value: Any) -> str:
    return readable.amount(value, 3)


def _length(value: Any) -> str:
    km = plain(value, "km")
    if km < 1e-5:
        return readable.amount(value, 3)
    return f"{number(km)} km" if km >= 1 else f"{readable.number(1000 * km, 3)} m"


def _read_out(state: Reach) -> list[str]:
    verdict = "in time" if state.fits else "too late"
    if plain(state.farthest, "km") >= DISTANCES[-1]:
        limit = "Within the deadline the computer may be anywhere on Earth."
    elif state.farthest.magnitude > 0:
        limit = f"Within the deadline the computer may be at most {_length(state.farthest)} of fibre away."
    else:
        limit = "Computing alone takes longer than the deadline: no place is near enough."
    return [
        f"The answer arrives after {_time(state.total)}, {verdict} (deadline {_time(state.deadline)}).",
        f"Light in fibre, there and back: {_time(state.light)}; computing: {_time(state.compute)}.",
        limit,
        f"At {readable.quantity(state.speed, 3)} the car travels {_length(state.travelled)} in that time, "
        f"{_length(state.speed * state.light)} of it just while the light is on its way.",
    ]


def _alt(state: Reach) -> str:
    where = "below" if state.fits else "above"
    return (
        "Time until the answer against the distance of the computer, both logarithmic. The curve is flat "
        "near by, where computing takes the time, and rises in proportion to the distance far away. "
        f"A dot at {_length(state.distance)} lies {where} the dashed deadline of "
        f"{_time(state.deadline)}; the car has moved {_length(state.travelled)} by then."
    )


def _draw(figure: Figure) -> Update[Reach]:
    import numpy as np
    from matplotlib.patches import Rectangle

    axes = panel(figure, top=0.93, bottom=0.18)
    grid = np.logspace(-2.3, 4.4, 120)
    times = curve(axes, COLOURS[0])
    deadline = Threshold(axes, "y", words_at=grid[0] * 1.2, white=1)
    # Across the axes; what axhspan returns can be moved in newer matplotlibs only.
    across = axes.get_yaxis_transform()
    late = Rectangle((0, 1), 1, 1, transform=across, fc="none", ec="0.75", hatch="///", lw=0)
    axes.add_patch(late)
    dot = mark(axes, "o", COLOURS[3], 10)
    verdict = note(axes, "right", white=1.5, weight="bold")
    for distance, name in PLACES.items():
        axes.axvline(distance, color="0.85", linewidth=1, zorder=0)
        side = "right" if distance > 100 else "left"
        axes.text(distance, 0.62, f" {name} ", ha=side, va="bottom", fontsize=8, color="0.3")
    low, high = 0.5, 2000.0
    distances = (0.01, 0.1, 1, 10, 100, 1000, 10_000)
    named_ticks(axes, "x", distances, ("0.01", "0.1", "1", "10", "100", "1,000", "10,000"))
    named_ticks(axes, "y", (1, 10, 100, 1000))
    axes.set(xlim=(grid[0], grid[-1]), ylim=(low, high))
    axes.set(xlabel="Length of the fibre to the computer (km)", ylabel="Time until the answer (ms)")

    def update(state: Reach) -> None:
        per_km = plain(2 * registry().Quantity(1, "km") / state.signal, "ms")
        limit, x, y = plain(state.deadline, "ms"), plain(state.distance, "km"), plain(state.total, "ms")
        times.set_data(grid, plain(state.compute, "ms") + grid * per_km)
        deadline.at(limit, f"deadline {_time(state.deadline)}: too late above", limit * 1.12)
        # The two sentences stand at different ends.
        deadline.side("left" if x > 1 else "right", grid[0] * 1.2 if x > 1 else grid[-1] / 1.2)
        late.set_y(limit)
        late.set_height(high - limit)
        dot.set_data([x], [y])
        dot.set_marker("o" if state.fits else "X")
        said = "in time" if state.fits else "too late"
        put(verdict, x, y * 1.25, f"{_time(state.total)}: {said}; car moved {_length(state.travelled)}")
        verdict.set_horizontalalignment("right" if x > 1 else "left")

    return update


def explore_latency() -> Explorer[Reach]:
    """Explore how far away the computer may be that answers within a deadline.

    Returns
    -------
    Explorer
        Three knobs: distance, deadline, speed of the car that waits.

    Examples
    --------
    >>> explorer = explore_latency().move(distance="2,000 km", deadline="10 ms")
    >>> explorer.state.fits
    False
    """
    one = registry().Quantity
    knobs = [
        slider("distance", "Distance", [_place(d) for d in DISTANCES], one(1000, "km")),
        slider("deadline", "Deadline", [one(d, "ms") for d in DEADLINES], one(10, "ms")),
        slider("speed", "Speed of the car", steps(5, 40, 5, "m/s"), one(30, "m/s")),
    ]
    return Explorer(
        "How far away may the computer be?", knobs, reach, _draw, _read_out, _alt, size=(7.5, 3.6)
    )


def _place(km: float) -> Any:
    return registry().Quantity(km, "km") if km >= 1 else registry().Quantity(1000 * km, "meter")
