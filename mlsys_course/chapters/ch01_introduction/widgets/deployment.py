"""The deployment explorer: where a model can run.

It belongs to tbl-efficiency-priorities, sec-introduction-deployment-spectrum-a38c, fn-latency and
fn-microcontrollers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, choice, slider
from mlsys_course.widgets.drawing import Bars, Threshold, lay, named_ticks, paint, panels, put
from mlsys_course.widgets.numbers import plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Place", "Tier", "explore_deployment", "place", "tiers"]

# What one answer is, and what the model is called.
MODELS = {
    "GPT-3: one token": "GPT-3",
    "GPT-2: one token": "GPT-2",
    "ResNet-50: one image": "ResNet-50",
    "MobileNetV2: one image": "MobileNetV2",
    "Keyword spotting: one sound": "Keyword Spotting",
}
PRECISIONS = {"32 bit": 4.0, "16 bit": 2.0, "8 bit": 1.0, "4 bit": 0.5}
DEADLINES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


@dataclass(frozen=True)
class Tier:
    """A place where models run, and one device that stands for it.

    Parameters
    ----------
    name, device : str
        The tier; the device.
    memory, bandwidth, rate, power, network : Quantity
        What the device has and draws; time that the way to it adds.
    """

    name: str
    device: str
    memory: Any
    bandwidth: Any
    rate: Any
    power: Any
    network: Any


@dataclass(frozen=True)
class Place:
    """One model on one tier.

    Parameters
    ----------
    tier : Tier
        Where.
    needs : Quantity
        Memory for the weights.
    time : Quantity
        Time for one answer, the way included.
    deadline : Quantity
        Time allowed.
    energy : Quantity
        Energy of the device for one answer.
    """

    tier: Tier
    needs: Any
    time: Any
    deadline: Any
    energy: Any

    @cached_property
    def memory_share(self) -> float:
        """Memory needed over memory there."""
        return plain(self.needs / self.tier.memory)

    @cached_property
    def time_share(self) -> float:
        """Time taken over time allowed."""
        return plain(self.time / self.deadline)

    @property
    def fits(self) -> bool:
        """Whether the model has room there and answers in time."""
        return self.memory_share <= 1 and self.time_share <= 1


@cache
def tiers() -> tuple[Tier, ...]:
    """Return the four tiers of the chapter, each with a device that stands for it.

    All rates are those of dense INT8, so that they can be compared; the microcontroller does one operation
    a cycle.
    """
    from mlsys_course import constants, hardware

    h100, orin = hardware.find("H100"), hardware.find("Jetson AGX Orin")
    phone = hardware.find("iPhone 15 Pro")
    here = registry().Quantity(0, "ms")
    return (
        Tier("cloud", "one H100", h100.memory, h100.memory_bandwidth, h100.peak_int8, h100.tdp,
             constants.CLOUD_NETWORK_LATENCY.quantity),
        Tier("edge", "Jetson AGX Orin", orin.memory, orin.memory_bandwidth, orin.peak_int8, orin.tdp, here),
        Tier("mobile", "a phone", constants.PHONE_RAM, constants.PHONE_MEMORY_BW, phone.peak_int8,
             constants.PHONE_POWER, here),
        Tier("TinyML", "ESP32", constants.ESP32_DATA_RAM, constants.MICROCONTROLLER_BW,
             constants.MICROCONTROLLER_RATE, constants.MICROCONTROLLER_POWER, here),
    )  # fmt: skip


def place(model: str, width: float, deadline: Any) -> tuple[Place, ...]:
    """Put one model on every tier.

    Parameters
    ----------
    model : str
        A model of `mlsys_course.models` whose parameters are all used for each answer.
    width : float
        Bytes per weight: 4, 2, 1 or 0.5, a plain number.
    deadline : Quantity
        Time in which the answer is needed.

    Returns
    -------
    tuple of Place
        Cloud, edge, mobile, TinyML.

    Raises
    ------
    LookupError
        For an unknown model.
    ValueError
        For a model whose parameters are not known.

    Notes
    -----
    Machine Learning Systems, chapter 1: weights must fit into the memory; the time is the pipelined Iron Law
    (eq-intro-iron-law-pipelined) with the network's latency (fn-latency) as the overhead. The efficiency
    of 0.3 and the figures of phone and microcontroller are assumptions (`constants.DEPLOYMENT_EFFICIENCY`,
    `constants.PHONE_RAM` and the like).

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> [one.tier.name for one in place("ResNet-50", 1, Q_(10, "ms")) if one.fits]
    ['edge', 'mobile']
    """
    from mlsys_course import models

    q = registry().Quantity
    found = models.find(model)
    if found.parameters is None:
        raise ValueError(f"The number of parameters of {found.name} is not known here; try GPT-2.")
    # Where the operations are not known, every parameter is used in one multiply-accumulate.
    ops = found.parameters * q(2, "FLOP/parameter") if found.ops is None else found.ops.quantity
    needs = (found.parameters * q(width, "byte/parameter")).to("MB")
    return tuple(_on(tier, needs, ops, deadline) for tier in tiers())


def _on(tier: Tier, needs: Any, ops: Any, deadline: Any) -> Place:
    from mlsys_course import constants

    reached = tier.rate * constants.DEPLOYMENT_EFFICIENCY
    busy = max((needs / tier.bandwidth).to("s"), (ops / reached).to("s"))
    return Place(tier, needs, busy + tier.network, deadline, (busy * tier.power).to("joule"))


def _short(value: Any) -> str:
    return readable.amount(value, 3)


def _why(one: Place) -> str:
    if one.memory_share > 1:
        return f"no room ({_short(one.needs)} needed, {_short(one.tier.memory)} there)"
    if one.time_share > 1:
        way = ", the way alone takes too long" if one.tier.network > one.deadline else ""
        return f"too late ({_short(one.time)}{way})"
    return f"fits: {_short(one.time)}, {_short(one.energy)} for one answer"


def _read_out(state: tuple[Place, ...]) -> list[str]:
    fitting = [one.tier.name for one in state if one.fits]
    first = f"It can run here: {', '.join(fitting)}." if fitting else "It can run on none of these devices."
    deadline = readable.quantity(state[0].deadline, 3)
    return [
        f"{first} The weights need {_short(state[0].needs)}; the answer is due after {deadline}. All devices "
        "compute in dense INT8, whatever the weights are stored in.",
        *(
            f"{one.tier.name[0].upper()}{one.tier.name[1:]} ({one.tier.device}): {_why(one)}."
            for one in state
        ),
    ]


def _alt(state: tuple[Place, ...]) -> str:
    rooms = ", ".join(f"{one.tier.name} {readable.number(one.memory_share, 2)}" for one in state)
    times = ", ".join(f"{one.tier.name} {readable.number(one.time_share, 2)}" for one in state)
    return (
        "Two groups of four bars on logarithmic axes, each with a line at 1, the limit. "
        f"Left, memory needed over memory there: {rooms}. Right, time taken over time allowed: {times}."
    )


_LOW, _HIGH = 1e-8, 1e7  # holds every model on every tier


def _draw(figure: Figure) -> Update[tuple[Place, ...]]:
    names = [tier.name for tier in tiers()]
    rows = range(len(names))
    both = panels(figure, gap=0.08, left=0.1, top=0.88, bottom=0.2, sharey=True)
    bars = []
    for axes, label in zip(both, ("Memory needed / memory there", "Time taken / time allowed"), strict=True):
        named_ticks(axes, "x", (1e-6, 1e-3, 1, 1e3, 1e6), ("10⁻⁶", "10⁻³", "1", "10³", "10⁶"))
        Threshold(axes, "x", words_at=-0.64, ha="center").at(1, "limit")
        axes.set(xlim=(_LOW, _HIGH), ylim=(len(names) - 0.4, -0.6), xlabel=f"{label} (times)")
        white = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
        bars.append(Bars(axes, rows, [0] * len(names), fontsize=9, bbox=white))
    both[0].set_yticks(rows, names)

    def update(state: tuple[Place, ...]) -> None:
        for row, one in enumerate(state):
            room = one.memory_share, f"{_short(one.needs)} of {_short(one.tier.memory)}"
            time = one.time_share, f"{_short(one.time)} of {readable.quantity(one.deadline, 3)}"
            for panel, (share, said) in zip(bars, (room, time), strict=True):
                lay(panel.bars[row], _LOW, share - _LOW)
                paint(panel.bars[row], 3 if share > 1 else 0)
                put(panel.words[row], _LOW * 2, words=f"{said}: {'too much' if share > 1 else 'fits'}")

    return update


def explore_deployment() -> Explorer[tuple[Place, ...]]:
    """Explore on which of the four tiers a model has room and answers in time.

    Returns
    -------
    Explorer
        Three knobs: model, bits per weight, deadline.

    Examples
    --------
    >>> explorer = explore_deployment().move(model="Keyword Spotting", width="8 bit", deadline="500 ms")
    >>> [one.tier.name for one in explorer.state if one.fits]
    ['cloud', 'edge', 'mobile', 'TinyML']
    """
    one = registry().Quantity
    knobs = [
        choice("model", "Model", MODELS, "ResNet-50: one image"),
        choice("width", "Weights", PRECISIONS, "8 bit"),
        slider("deadline", "Deadline", [one(time, "ms") for time in DEADLINES], one(10, "ms")),
    ]
    return Explorer("Where can it run?", knobs, place, _draw, _read_out, _alt, size=(8.5, 3.2))
