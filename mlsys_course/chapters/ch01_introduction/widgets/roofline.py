"""The roofline explorer: five Lighthouse models under the roof of a device.

Of the chapter: tbl-lighthouse-examples, eq-intro-iron-law.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.units import Quantity, registry
from mlsys_course.widgets.base import Explorer, Update, choice, slider
from mlsys_course.widgets.drawing import Threshold, curve, legend, logarithmic, mark, panel
from mlsys_course.widgets.numbers import amount, number, plain
from mlsys_course.widgets.picture import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mlsys_course.hardware import Device

__all__ = ["Place", "Roof", "explore_roofline", "intensity", "under_the_roof"]

LIGHTHOUSES = ("ResNet-50", "GPT-2", "DLRM", "MobileNetV2", "Keyword Spotting")
WEIGHTS = {
    "FP32, 4 bytes": "BYTES_FP32",
    "FP16, 2 bytes": "BYTES_FP16",
    "INT8, 1 byte": "BYTES_INT8",
    "INT4, half a byte": "BYTES_INT4",
}
MARKS = ("o", "s", "D", "^", "v")
_LOW, _HIGH = 0.1, 1e6
_PEAKS = {
    "peak_fp16": "FP16",
    "peak_int8": "INT8",
    "peak_fp32": "FP32",
    "peak_int8_sparse": "INT8, sparse",
}


@dataclass(frozen=True)
class Place:
    """Where a model stands under the roof.

    Parameters
    ----------
    name : str
        The model.
    intensity : float
        Operations per byte, in FLOP/byte.
    rate : float
        Attainable rate, in FLOP/s.
    bound : str
        "memory" or "compute".
    """

    name: str
    intensity: float
    rate: float
    bound: str


@dataclass(frozen=True)
class Roof:
    """A device's roof, and the models under it.

    Parameters
    ----------
    device, computes : str
        Its name, and what its peak is counted in ("FP16").
    peak, bandwidth : float
        In FLOP/s and byte/s.
    batch : int
        Inputs that share one fetch of the weights.
    weight : float
        Size of a weight in bytes.
    places : tuple of Place
        One for each model.
    """

    device: str
    computes: str
    peak: float
    bandwidth: float
    batch: int
    weight: float
    places: tuple[Place, ...]

    @property
    def ridge(self) -> float:
        """Intensity at which moving and computing take equally long, in FLOP/byte."""
        return self.peak / self.bandwidth


def intensity(model: str, weight: Any, batch: float = 1) -> Any:
    """Return the operations per byte of a Lighthouse model whose weights are read once per batch.

    Parameters
    ----------
    model : str
        Its name.
    weight : Quantity or Constant
        Size of a weight, in byte/parameter.
    batch : float
        Inputs, or sequences, that share the fetch.

    Returns
    -------
    Quantity
        In FLOP/byte. Activations and caches are not counted, so real intensities are lower. A language
        model does 2 FLOP with each weight for each sequence. DLRM does 1 FLOP for each byte, whatever the
        batch: every input fetches table rows of its own.

    Raises
    ------
    LookupError
        If there is no such model, or its work is not known here.

    Examples
    --------
    >>> from mlsys_course.constants import BYTES_FP16
    >>> print(f"{intensity('ResNet-50', BYTES_FP16):.1f}", f"{intensity('GPT-2', BYTES_FP16, 8):.0f}")
    160.2 FLOP/B 8 FLOP/B
    """
    from mlsys_course import models

    q = registry().Quantity
    size = weight if isinstance(weight, Quantity) else weight.quantity
    found = models.find(model)
    if found.name == "DLRM":
        return q(1.0, "FLOP/byte")
    if found.parameters is None or (found.ops is None and found.layers is None):
        raise LookupError(f"The work of {found.name} for one input is not known here.")
    if found.ops is None:
        return (batch * q(2, "FLOP/parameter") / size).to("FLOP/byte")
    return (batch * found.ops.quantity / (found.parameters.quantity * size)).to("FLOP/byte")


def under_the_roof(device: str, batch: Any = 1, weight: str = "BYTES_FP16") -> Roof:
    """Place the five Lighthouse models under the roof of a device.

    Parameters
    ----------
    device : str
        Name of a device with a known peak and memory bandwidth.
    batch : int or Quantity
        Inputs that share one fetch of the weights, at least 1.
    weight : str
        Name of the constant that is the size of a weight.

    Returns
    -------
    Roof

    Raises
    ------
    LookupError
        If the device is unknown, or lacks a peak or a bandwidth.
    ValueError
        If the batch is below 1.

    Notes
    -----
    Williams, Waterman, Patterson, Roofline: an insightful visual performance model (2009), by
    `mlsys_course.laws.roofline`. The roof is that of the device's usual peak, whatever the weights are
    stored in.

    Examples
    --------
    >>> [place.bound for place in under_the_roof("H100", 2).places]
    ['compute', 'memory', 'memory', 'memory', 'memory']
    """
    from mlsys_course import constants, hardware, laws

    found = hardware.find(device)
    if found.memory_bandwidth is None:
        raise LookupError(f"No source for the memory bandwidth of the {found.name} is known here.")
    count = int(plain(batch, "sample"))
    if count < 1:
        raise ValueError(f"A batch of {count} does nothing; give at least 1.")
    peak = plain(found.peak.quantity, "FLOP/s")
    bandwidth = plain(found.memory_bandwidth.quantity, "byte/s")
    size = constants.get(weight).quantity
    places = []
    for name in LIGHTHOUSES:
        density = float(intensity(name, size, count).magnitude)
        places.append(Place(name, density, *laws.roofline(density, peak, bandwidth)))
    return Roof(found.name, _computes(found), peak, bandwidth, count, float(size.magnitude), tuple(places))


def _computes(device: Device) -> str:
    return next(word for field, word in _PEAKS.items() if getattr(device, field) is not None)


def _rate(value: float) -> str:
    return amount(value, "FLOP/s")


def _read_out(state: Roof) -> list[str]:
    free = [place.name for place in state.places if place.bound == "compute"]
    said = f"compute-bound: {', '.join(free)}" if free else "none of the five models is compute-bound"
    return [
        f"{state.device}: ridge point {number(state.ridge)} FLOP/byte ({_rate(state.peak)} in "
        f"{state.computes}, reached in full, over {number(state.bandwidth / 1e9)} GB/s). "
        f"With a batch of {state.batch}, {said}.",
        *(
            f"{place.name}: {number(place.intensity)} FLOP/byte, bound by {place.bound}, at most "
            f"{_rate(place.rate)}, {readable.percent(place.rate / state.peak)} of the peak."
            for place in state.places
        ),
    ]


def _alt(state: Roof) -> str:
    left = sum(place.bound == "memory" for place in state.places)
    places = ", ".join(f"{place.name} at {number(place.intensity)}" for place in state.places)
    return (
        "Attainable rate against arithmetic intensity, both axes logarithmic. A line rises to the ridge at "
        f"{number(state.ridge)} FLOP/byte, marked by a dotted line, and is level at {_rate(state.peak)} "
        f"from there. Of the five models on it, {left} stand on the slope and {len(state.places) - left} "
        f"on the level part: {places} FLOP/byte."
    )


def _draw(figure: Figure) -> Update[Roof]:
    axes = panel(figure, left=0.12, right=0.72, top=0.9)
    roof = curve(axes, "black", linewidth=1.5)
    ridge = Threshold(
        axes, "x", linestyle=":", words_at=1.01, ha="center", transform=axes.get_xaxis_transform()
    )
    # Open marks of different forms and sizes: two models may stand at one place.
    open_mark = {"markerfacecolor": "none", "markeredgewidth": 2, "zorder": 3}
    marks = [
        mark(axes, MARKS[i], COLOURS[i], 12 - 1.5 * i, label=name, **open_mark)
        for i, name in enumerate(LIGHTHOUSES)
    ]
    legend(figure, handles=marks, loc="center left", bbox_to_anchor=(0.73, 0.55))
    logarithmic(axes, "x")
    logarithmic(axes, "y")
    axes.set(xlim=(_LOW, _HIGH), xlabel="Arithmetic intensity (FLOP/byte)", ylabel="Attainable rate (FLOP/s)")
    axes.grid(alpha=0.25)

    def update(state: Roof) -> None:
        roof.set_data([_LOW, state.ridge, _HIGH], [_LOW * state.bandwidth, state.peak, state.peak])
        ridge.at(state.ridge, f"ridge {number(state.ridge)}")
        for spot, place in zip(marks, state.places, strict=True):
            spot.set_data([place.intensity], [place.rate])
        axes.set_ylim(_LOW * state.bandwidth, 3 * state.peak)

    return update


def _devices() -> dict[str, str]:
    """Return every device with a peak and a bandwidth, with both in its text."""
    from mlsys_course import hardware

    shown = {}
    for device in hardware.devices:
        try:
            peak = device.peak
        except LookupError:
            continue
        if device.memory_bandwidth is not None:
            bandwidth = readable.quantity(device.memory_bandwidth.quantity, 3)
            shown[f"{device.name}: {peak} {_computes(device)}, {bandwidth}"] = device.name
    return shown


def explore_roofline(device: str = "A100") -> Explorer[Roof]:
    """Explore the roofline: the five Lighthouse models on any accelerator, for any batch and size of weight.

    Parameters
    ----------
    device : str
        The device to begin with.

    Returns
    -------
    Explorer

    Raises
    ------
    LookupError
        If there is no such device, or its peak or bandwidth is not known here.

    Examples
    --------
    >>> explorer = explore_roofline().move(batch="512 sample")
    >>> explorer.state.places[1].bound
    'compute'
    """
    name = under_the_roof(device).device
    batches = [registry().Quantity(2**power, "sample") for power in range(11)]
    knobs = [
        choice("device", "Device", _devices(), name),
        slider("batch", "Batch", batches),
        choice("weight", "Weights stored in", WEIGHTS, "FP16, 2 bytes"),
    ]
    title = "The roofline: who waits for whom?"
    return Explorer(title, knobs, under_the_roof, _draw, _read_out, _alt, size=(7.5, 3.4))
