"""The energy explorer: what moving the weights and computing with them cost (eq-energy-cost)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.units import registry
from mlsys_course.widgets.base import Compared, Explorer, Update, choice, slider
from mlsys_course.widgets.drawing import Stack, key, panel
from mlsys_course.widgets.numbers import amount, number, plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Bill", "energy_bill", "explore_energy"]

MODELS = {
    "ResNet-50, one image": "ResNet-50",
    "MobileNetV2, one image": "MobileNetV2",
    "Keyword Spotting, one sound": "Keyword Spotting",
    "GPT-2, one token": "GPT-2",
}
PRECISIONS = {"FP32, 4 bytes": "FP32", "FP16, 2 bytes": "FP16", "INT8, 1 byte": "INT8"}


@dataclass(frozen=True)
class Bill:
    """Energy of one input.

    Parameters
    ----------
    model, precision : str
        What ran, and in which precision.
    batch : int
        Inputs that shared one fetch of the weights.
    moving, computing : float
        Energy of one input's part of the fetch, and of its arithmetic, in joule.
    byte_in_multiplications : float
        How many multiplications of this precision cost as much as moving one byte.
    """

    model: str
    precision: str
    batch: int
    moving: float
    computing: float
    byte_in_multiplications: float

    @property
    def total(self) -> float:
        """Both together, in joule."""
        return self.moving + self.computing

    @property
    def share(self) -> float:
        """Share of movement in the total."""
        return self.moving / self.total


def energy_bill(model: str, precision: str = "FP32", batch: Any = 1) -> Bill:
    """Return what one input costs when the weights are fetched from DRAM once per batch.

    Parameters
    ----------
    model : str
        A network whose weights and work are known.
    precision : str
        "FP32", "FP16" or "INT8": of the weights and of the arithmetic.
    batch : int or Quantity
        Inputs, or sequences, that share the fetch; at least 1.

    Returns
    -------
    Bill
        Activations, caches and what the chip takes while it waits are not counted.

    Raises
    ------
    LookupError
        If the model or the precision is unknown, or the model's work is.
    ValueError
        If the batch is below 1.

    Notes
    -----
    Machine Learning Systems, chapter 1, eq-energy-cost; energies at 45 nm after Horowitz, Computing's energy
    problem (ISSCC 2014).

    Examples
    --------
    >>> bill = energy_bill("ResNet-50")
    >>> round(1000 * bill.total, 2), round(bill.share, 3)
    (35.24, 0.465)
    """
    from mlsys_course import constants, laws, models

    found = models.find(model)
    count = int(plain(batch, "sample"))
    if count < 1:
        raise ValueError(f"A batch of {count} does nothing; give at least 1.")
    q = registry().Quantity
    size = constants.get(f"BYTES_{precision}").quantity
    per_mac = constants.get(f"ENERGY_MAC_{precision}").quantity
    per_byte = constants.ENERGY_DRAM_PER_BYTE.quantity
    if found.parameters is None or (found.ops is None and found.layers is None):
        raise LookupError(f"The work of {found.name} for one input is not known here.")
    weights = found.parameters.quantity
    ops = found.ops.quantity if found.ops is not None else weights * q(2, "FLOP/parameter")
    none = q(0, "byte"), q(0, "FLOP")
    moving = laws.energy(weights * size / count, per_byte, none[1], per_mac)
    computing = laws.energy(none[0], per_byte, ops, per_mac)
    multiply = constants.get(f"ENERGY_MULTIPLY_{precision}").quantity
    return Bill(
        found.name,
        precision,
        count,
        plain(moving, "joule"),
        plain(computing, "joule"),
        plain(per_byte / multiply, "FLOP/byte"),
    )


def _energy(joules: float) -> str:
    return amount(joules, "joule")


def _read_out(state: Compared[Bill]) -> list[str]:
    now, byte = state.now, state.now.byte_in_multiplications
    first = now.total / state.start.total
    change = (
        "as at the start" if abs(first - 1) < 1e-9 else f"{readable.times(first)} what it was at the start"
    )
    return [
        f"One input of {now.model} in {now.precision}, batch {now.batch}: {_energy(now.total)}, {change}.",
        f"Moving the weights takes {_energy(now.moving)}, {readable.percent(now.share)} of it; the "
        "arithmetic "
        f"{_energy(now.computing)}, {readable.percent(1 - now.share)}.",
        f"In {now.precision}, moving a byte from DRAM costs as much as {number(byte)} multiplications, and "
        f"a word of 4 bytes as much as {number(4 * byte)}.",
    ]


def _alt(state: Compared[Bill]) -> str:
    now = state.now
    longer = "moving" if now.moving > now.computing else "computing"
    return (
        f"Two bars, each of a part for moving and a part for computing. The upper one, now, is "
        f"{_energy(now.total)} long and its {longer} part is the longer; the lower one, at the start, is "
        f"{_energy(state.start.total)} long."
    )


def _draw(figure: Figure) -> Update[Compared[Bill]]:
    axes = panel(figure, left=0.12, right=0.96, top=0.82, bottom=0.22)
    now, start = (Stack(axes, row, 2) for row in (1, 0))
    axes.set_yticks([1, 0], ["Now", "Start"])
    axes.set_ylim(-0.5, 1.5)
    axes.locator_params(axis="x", nbins=6)
    key(figure, ("moving the weights", "computing"), loc="upper right", ncols=2)

    def update(state: Compared[Bill]) -> None:
        longest = registry().Quantity(max(state.now.total, state.start.total), "joule").to_compact()
        size = plain(registry().Quantity(1, longest.units), "joule")
        for stack, bill in ((now, state.now), (start, state.start)):
            parts = [bill.moving / size, bill.computing / size]
            stack.set(parts, _energy(bill.total), 0.01 * longest.magnitude)
        axes.set(xlim=(0, 1.18 * longest.magnitude), xlabel=f"Energy of one input ({longest.units:~P})")

    return update


def explore_energy(model: str = "ResNet-50") -> Explorer[Compared[Bill]]:
    """Explore the energy tax: what fetching weights and computing with them cost.

    Parameters
    ----------
    model : str
        One of ResNet-50, MobileNetV2, Keyword Spotting and GPT-2 to begin with, in FP32 and batch 1.

    Returns
    -------
    Explorer

    Raises
    ------
    LookupError
        If there is no such model.
    ValueError
        If it is none of the four.

    Examples
    --------
    >>> explorer = explore_energy().move(batch="32 sample")
    >>> f"{explorer.state.now.share:.1%}"
    '2.6%'
    """
    first = energy_bill(model)
    if first.model not in MODELS.values():
        raise ValueError(f"The explorer begins with one of {', '.join(MODELS.values())}, not {first.model}.")
    knobs = [
        choice("model", "Network", MODELS, first.model),
        choice("precision", "Precision", PRECISIONS),
        slider("batch", "Batch", [registry().Quantity(2**power, "sample") for power in range(11)]),
    ]
    return Explorer(
        "The energy tax: moving or computing?",
        knobs,
        lambda model, precision, batch: Compared(energy_bill(model, precision, batch), first),
        _draw,
        _read_out,
        _alt,
        size=(7.5, 2.4),
    )
