"""The fleet explorer: days, money, energy and carbon of a training run.

Of the chapter: sec-introduction-bitter-lesson-79c7, sec-introduction-iron-law-ml-systems-c32a.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.units import registry
from mlsys_course.widgets.base import Compared, Explorer, Knob, Update, choice, known, slider, steps
from mlsys_course.widgets.drawing import Threshold, curve, mark, named_ticks, panel
from mlsys_course.widgets.numbers import number, plain
from mlsys_course.widgets.picture import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Run", "explore_fleet", "plan_run"]

DEVICES = ("V100", "A100", "H100", "B200", "MI300X")
GRIDS = {
    "US average": "CARBON_US_AVG",
    "coal": "CARBON_COAL",
    "gas": "CARBON_GAS",
    "Quebec": "CARBON_QUEBEC",
    "wind": "CARBON_WIND",
}
CENTRES = {"typical": "PUE_TYPICAL", "survey average": "PUE_SURVEY", "Google": "PUE_GOOGLE"}
_ROWS = {"days": "Time", "cost": "Cost", "energy": "Energy", "carbon": "CO2"}


@dataclass(frozen=True)
class Run:
    """What a training run takes.

    Parameters
    ----------
    time, cost, energy, carbon : Quantity
        In day, USD, MWh drawn from the grid, and tonne of carbon dioxide.
    """

    time: Any
    cost: Any
    energy: Any
    carbon: Any

    @property
    def numbers(self) -> dict[str, float]:
        """The four as plain numbers, by their short names."""
        values = (self.time, self.cost, self.energy, self.carbon)
        return {name: float(value.magnitude) for name, value in zip(_ROWS, values, strict=True)}


def plan_run(ops: Any, device: str, gpus: Any, efficiency: Any, pue: Any, intensity: Any, price: Any) -> Run:
    """Return time, cost, energy and carbon of a training run.

    Parameters
    ----------
    ops : Quantity or Constant
        Work of the run, in FLOP.
    device : str
        An accelerator with a known peak and power limit, which it draws all the time.
    gpus : float or Quantity
        How many of them, above 0.
    efficiency : float or Quantity
        Share of the peak that is reached, above 0 and at most 1.
    pue : float or Constant
        Energy the data centre draws for each unit that its computers get.
    intensity : Quantity or Constant
        Carbon intensity of the grid, in mass per energy.
    price : Quantity or Constant
        Price of a GPU-hour, in USD/hour.

    Returns
    -------
    Run

    Raises
    ------
    LookupError
        If the device is unknown or its power is not known here.
    ValueError
        If an argument is out of range.
    IncompatibleUnitsError
        If an argument has the wrong dimension.

    Notes
    -----
    Machine Learning Systems, chapter 1, the compute term of eq-intro-iron-law, by
    `mlsys_course.laws.training_time`.

    Examples
    --------
    >>> from mlsys_course import constants as c
    >>> run = plan_run(
    ...     c.GPT3_TRAINING_OPS, "A100", 1024, 0.45, 1, c.CARBON_US_AVG, c.CLOUD_GPU_TRAINING_PER_HOUR
    ... )
    >>> print(f"{run.time:.1f}, {run.energy:.1f}, {run.carbon:.1f}")
    25.3 days, 248.5 MWh, 106.6 t
    """
    from mlsys_course import hardware, laws

    found = hardware.find(device)
    if found.tdp is None:
        raise LookupError(f"No source for the power of the {found.name} is known here.")
    time = laws.training_time(ops, gpus, found.peak, efficiency)
    count = plain(gpus)
    drawn = time * count * found.tdp.quantity * _quantity(pue)
    return Run(
        time.to("day"),
        (time * count * _quantity(price)).to("USD"),
        drawn.to("MWh"),
        (drawn * _quantity(intensity)).to("tonne"),
    )


def _quantity(value: Any) -> Any:
    return getattr(value, "quantity", value)


def _said(run: Run) -> dict[str, str]:
    n = run.numbers
    return {
        "days": f"{number(n['days'])} days",
        "cost": f"{number(n['cost'])} USD",
        "energy": f"{number(n['energy'])} MWh",
        "carbon": f"{number(n['carbon'])} t",
    }


def _ratios(state: Compared[Run]) -> dict[str, float]:
    start = state.start.numbers
    return {name: value / start[name] for name, value in state.now.numbers.items()}


def _read_out(state: Compared[Run]) -> list[str]:
    said, ratios = _said(state.now), _ratios(state)

    def change(name: str) -> str:
        ratio = ratios[name]
        return "as at the start" if abs(ratio - 1) < 1e-9 else f"{number(ratio)} times the start"

    return [
        f"The run takes {said['days']} ({change('days')}).",
        f"It costs {said['cost']} at the same price for every GPU-hour ({change('cost')}).",
        f"The data centre draws {said['energy']} ({change('energy')}).",
        f"It emits {said['carbon']} of carbon dioxide ({change('carbon')}).",
    ]


def _alt(state: Compared[Run]) -> str:
    said, ratios = _said(state.now), _ratios(state)
    now = {name: readable.times(ratio, same="unchanged") for name, ratio in ratios.items()}
    parts = ", ".join(f"{_ROWS[name]} {now[name]}, {said[name]}" for name in _ROWS)
    return (
        "Four points on a logarithmic axis, joined to a dashed line that marks the start; each shows how "
        f"many times its value at the start it is now: {parts}."
    )


def _draw(figure: Figure) -> Update[Compared[Run]]:
    axes = panel(figure, right=0.8, bottom=0.2)
    rows = {name: 3 - i for i, name in enumerate(_ROWS)}
    stems = [curve(axes, colour, linewidth=5, solid_capstyle="butt") for colour in COLOURS[:4]]
    dots = [mark(axes, form, colour, 10) for form, colour in zip("osD^", COLOURS, strict=False)]
    texts = [
        axes.text(1.02, y, "", transform=axes.get_yaxis_transform(), ha="left", va="center")
        for y in rows.values()
    ]
    Threshold(axes, "x").at(1)
    named_ticks(axes, "x", (0.01, 0.03, 0.1, 0.3, 1, 3, 10))
    axes.set_yticks(list(rows.values()), list(_ROWS.values()))
    axes.set(xlim=(0.008, 30), ylim=(-0.6, 3.6), xlabel="Times the value at the start")

    def update(state: Compared[Run]) -> None:
        ratios, said = _ratios(state), _said(state.now)
        for (name, y), stem, dot, text in zip(rows.items(), stems, dots, texts, strict=True):
            stem.set_data([1, ratios[name]], [y, y])
            dot.set_data([ratios[name]], [y])
            text.set_text(said[name])

    return update


def _knobs() -> dict[str, Knob]:
    from mlsys_course import constants, hardware

    q = registry().Quantity
    found = [hardware.find(name) for name in DEVICES]
    devices = {f"{one.name}: {one.peak}, {one.tdp}": one.name for one in found}
    grids = {f"{text}: {constants.get(name)}": name for text, name in GRIDS.items()}
    centres = {f"{text}: {constants.get(name)}": name for text, name in CENTRES.items()}
    return {
        "device": choice("device", "Device", devices, "A100"),
        "gpus": slider("gpus", "GPUs", [q(2**power, "GPU") for power in range(7, 14)], q(1024, "GPU")),
        "efficiency": slider("efficiency", "Efficiency η", steps(15, 75, 5, "percent"), q(45, "percent")),
        "grid": choice("grid", "Electricity", grids),
        "centre": choice("centre", "Data centre (PUE)", centres),
    }


def explore_fleet(*knobs: str) -> Explorer[Compared[Run]]:
    """Explore what training a model of GPT-3's size takes: days, dollars, megawatt-hours, carbon dioxide.

    Parameters
    ----------
    *knobs : str
        Up to three of "gpus", "efficiency", "grid", "device" and "centre"; left out: the first three. The
        others stay at 1,024 A100s, 45 %, the US grid and a typical data centre.

    Returns
    -------
    Explorer

    Raises
    ------
    ValueError
        For an unknown or a fourth knob.

    Examples
    --------
    >>> explorer = explore_fleet().move(gpus="2,048 GPU")
    >>> {name: f"{value:.2f}" for name, value in explorer.state.now.numbers.items()}["days"]
    '12.64'
    """
    there = _knobs()
    moved = [there[known(name, there)] for name in knobs or ("gpus", "efficiency", "grid")]
    begin = {name: knob.options[knob.start][1] for name, knob in there.items()}

    def model(**moved: Any) -> Run:
        from mlsys_course import constants

        now = {**begin, **moved}
        return plan_run(
            constants.GPT3_TRAINING_OPS,
            now["device"],
            now["gpus"],
            now["efficiency"],
            constants.get(now["centre"]),
            constants.get(now["grid"]),
            constants.CLOUD_GPU_TRAINING_PER_HOUR,
        )

    first = model()
    return Explorer(
        "A training run: what does it take?",
        moved,
        lambda **moved: Compared(model(**moved), first),
        _draw,
        _read_out,
        _alt,
        size=(7.5, 2.8),
    )
