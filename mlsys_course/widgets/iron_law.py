"""The Iron Law explorer: where the time of a task goes, and what a faster part buys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course.units import Quantity, readable_number, registry
from mlsys_course.widgets.base import Explorer, Knob, choice, doublings, slider, steps
from mlsys_course.widgets.picture import COLOURS, HATCHES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Breakdown", "break_down", "explore_iron_law"]

DEVICES = ("V100", "A100", "H100", "H200", "B200")
TERMS = ("data", "compute", "overhead")
LETTERS = {"data": "D", "compute": "C", "overhead": "L"}  # L as in L_lat; O is the operations
_UNITS = ("ns", "us", "ms", "s", "hour", "day")


@dataclass(frozen=True)
class Breakdown:
    """The time of one task, term by term.

    Parameters
    ----------
    data, compute, overhead : Quantity
        The three terms of the Iron Law, each a time.
    additive, pipelined : Quantity
        The total when the terms follow one another, and when moving data and computing overlap.
    """

    data: Any
    compute: Any
    overhead: Any
    additive: Any
    pipelined: Any

    @property
    def longest(self) -> str:
        """The term that takes most of the time: data, compute or overhead."""
        return max(TERMS, key=lambda term: getattr(self, term))

    def share(self, term: str) -> float:
        """Return the part of the additive total that a term takes, from 0 to 1."""
        return float((getattr(self, term) / self.additive).to("").magnitude) if self.additive else 0.0


def break_down(data: Any, bandwidth: Any, ops: Any, peak: Any, efficiency: Any, latency: Any) -> Breakdown:
    """Return the terms and totals of the Iron Law.

    Parameters
    ----------
    data : Quantity
        Data moved, D_vol (byte).
    bandwidth : Quantity
        Bandwidth, BW (byte/s).
    ops : Quantity
        Work, O (FLOP).
    peak : Quantity
        Peak rate, R_peak (FLOP/s).
    efficiency : Quantity or float
        Part of the peak that is reached, η, above 0 and at most 1.
    latency : Quantity
        Fixed overhead, L_lat (s).

    Returns
    -------
    Breakdown

    Notes
    -----
    @eq-intro-iron-law and @eq-intro-iron-law-pipelined of the Introduction.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> task = break_down(Q_(6, "GB"), Q_(2, "TB/s"), Q_(3, "TFLOP"), Q_(300, "TFLOP/s"), 0.5, Q_(5, "ms"))
    >>> task.additive.to("ms"), task.pipelined.to("ms"), task.longest
    (28 ms, 25 ms, 'compute')
    """
    from mlsys_course import laws

    task = (data, bandwidth, ops, peak, efficiency, latency)
    return Breakdown(
        data=(data / bandwidth).to("s"),
        compute=(ops / (peak * efficiency)).to("s"),
        overhead=latency.to("s"),
        additive=laws.iron_law(*task).to("s"),
        pipelined=laws.iron_law_pipelined(*task).to("s"),
    )


@dataclass(frozen=True)
class _State:
    now: Breakdown
    start: Breakdown


# --------------------------------------------------------------------------------------------------- in words


def _unit(seconds: float) -> str:
    """Return the largest unit in which a time is at least 1."""
    sizes = {unit: float(registry().Quantity(1, unit).to("s").magnitude) for unit in _UNITS}
    return next((unit for unit in reversed(_UNITS) if seconds >= sizes[unit]), "ns")


def _time(value: Any) -> str:
    if not value:
        return "0 s"
    return (
        f"{value.to(_unit(value.magnitude * 1.0005)):.3g~P}"
        if value.magnitude < 1e8
        else str(value.to("day"))
    )


def _read_out(state: _State) -> list[str]:
    now, start = state.now, state.start
    speedup = float((start.additive / now.additive).to("").magnitude)
    if abs(speedup - 1) < 5e-4:
        change = "the same as at the start"
    elif speedup > 1:
        change = f"{readable_number(float(f'{speedup:.3g}'))} times as fast as at the start"
    else:
        change = f"{readable_number(float(f'{1 / speedup:.3g}'))} times as long as at the start"
    return [
        f"One after another (additive): {_time(now.additive)}, {change}. "
        f"The {now.longest} term takes the most.",
        *(
            f"{term.capitalize()} term: {_time(getattr(now, term))}, {now.share(term):.1%} of it."
            for term in TERMS
        ),
        f"Overlapped (pipelined): {_time(now.pipelined)}, "
        f"{float((now.pipelined / now.additive).to('').magnitude):.1%} of the additive time.",
    ]


def _alt(state: _State) -> str:
    now = state.now
    return (
        "Two time lines from the same zero. Above, data, compute and overhead follow one another and end at "
        f"{_time(now.additive)}; the {now.longest} bar is the longest. Below, data and compute start together, "
        f"overhead follows the longer of them, and the line ends at {_time(now.pipelined)}. "
        f"A dashed line marks the additive time at the start, {_time(state.start.additive)}."
    )


# ------------------------------------------------------------------------------------------------ the picture


def _nice(seconds: float) -> tuple[float, str]:
    """Return a round end of the axis at or above a time, and its unit."""
    unit = _unit(seconds)
    value = float(registry().Quantity(seconds, "s").to(unit).magnitude)
    power = 10.0 ** len(str(int(value)))
    return next(power * part for part in (0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1.0) if power * part >= value), unit


def _draw(figure: Figure) -> Callable[[_State], None]:
    from matplotlib.patches import Patch

    axes = figure.subplots()
    figure.subplots_adjust(left=0.17, right=0.97, top=0.84, bottom=0.17)
    # (row, height) of each bar: three in a row above; below, data and compute side by side and overhead after
    # both.
    rows = {"above": [(1.0, 0.6)] * 3, "below": [(0.16, 0.3), (-0.16, 0.3), (0.0, 0.62)]}
    bars, letters = {}, {}
    for where, places in rows.items():
        for term, colour, hatch, (y, height) in zip(TERMS, COLOURS, HATCHES, places, strict=False):
            (bars[where, term],) = axes.barh(
                y, 1, height, color=colour, hatch=hatch, edgecolor="white", linewidth=1
            )
            letters[where, term] = axes.text(
                0, y, LETTERS[term], ha="center", va="center", weight="bold", clip_on=True,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
            )  # fmt: skip
    totals = {
        "above": axes.text(0, 1.0, "", ha="left", va="center"),
        "below": axes.text(0, 0.0, "", ha="left", va="center"),
    }
    mark = axes.axvline(0, color="black", linestyle="--", linewidth=1)
    mark_text = axes.text(0, 1.38, "", ha="center", va="bottom", fontsize=9)
    axes.set_yticks([1, 0], ["One after\nanother", "Overlapped"])
    axes.set_ylim(-0.5, 1.36)
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(
        [Patch(facecolor=COLOURS[i], hatch=HATCHES[i], edgecolor="white") for i in range(len(TERMS))],
        [f"{letter}: {term}" for term, letter in LETTERS.items()],
        loc="lower right", bbox_to_anchor=(0.98, 0.9), ncols=3, frameon=False, fontsize=9, borderpad=0,
    )  # fmt: skip

    def update(state: _State) -> None:
        now = state.now
        longest = max(now.additive.magnitude, state.start.additive.magnitude)
        limit, unit = _nice(longest * 1.13 or 1e-9)

        def width(time: Any) -> float:
            return float(time.to(unit).magnitude)

        begins = {
            ("above", "data"): 0.0,
            ("above", "compute"): width(now.data),
            ("above", "overhead"): width(now.data + now.compute),
            ("below", "data"): 0.0,
            ("below", "compute"): 0.0,
            ("below", "overhead"): width(max(now.data, now.compute)),
        }
        for key, begin in begins.items():
            length = width(getattr(now, key[1]))
            bars[key].set_x(begin)
            bars[key].set_width(length)
            letters[key].set_x(begin + length / 2)
            letters[key].set_visible(length > 0.035 * limit)
        for where, total in (("above", now.additive), ("below", now.pipelined)):
            totals[where].set_x(width(total) + 0.008 * limit)
            totals[where].set_text(_time(total))
        begin = width(state.start.additive)
        mark.set_xdata([begin, begin])
        mark_text.set_x(begin)
        mark_text.set_text(f"start: {_time(state.start.additive)}")
        axes.set_xlim(0, limit)
        axes.set_xlabel(f"Time ({registry().Unit(unit):~P})")

    return update


# -------------------------------------------------------------------------------------------------- the knobs


def _defaults() -> dict[str, Any]:
    """One token of GPT-2 in half precision, one at a time, on an A100: weights read once, 2 FLOP each."""
    from mlsys_course import models

    q = registry().Quantity
    parameters = models.find("GPT-2").parameters.quantity
    return {
        "data": parameters * q(2, "byte/parameter"),
        "ops": parameters * q(2, "FLOP/parameter"),
        "device": "A100",
        "efficiency": q(45, "percent"),
        "latency": q(0.5, "ms"),
    }


def _rates(device: str) -> tuple[Any, Any]:
    from mlsys_course import hardware

    found = hardware.find(device)
    return found.memory_bandwidth.quantity, found.peak_fp16.quantity


_LABELS = {
    "data": "Data moved D",
    "bandwidth": "Bandwidth BW",
    "ops": "Operations O",
    "peak": "Peak rate R",
    "efficiency": "Efficiency η",
    "latency": "Overhead L",
    "device": "Device",
}


def _device_options() -> dict[str, str]:
    options = {}
    for name in DEVICES:
        bandwidth, peak = _rates(name)
        options[f"{name}: {bandwidth.to('GB/s')}, {peak.to('TFLOP/s')}"] = name
    return options


def _knob(name: str, start: dict[str, Any]) -> Knob:
    if name == "device":
        options = _device_options()
        names = list(options.values())
        text = list(options)[names.index(start["device"])]
        return choice("device", _LABELS["device"], options, text)
    if name == "efficiency":
        values = steps(5, 100, 5, "percent")
        now = start["efficiency"].to("percent")
        if not any(abs(value - now) < registry().Quantity(1e-9, "percent") for value in values):
            values = sorted([*values, now])
        return slider(name, _LABELS[name], values, now)
    return slider(name, _LABELS[name], doublings(start[name], 10, 10), start[name])


def explore_iron_law(*knobs: str, **start: Any) -> Explorer[_State]:
    """Explore the Iron Law: three knobs, two time lines (additive and pipelined), a text that says the same.

    Each step of a slider doubles or halves its value (the efficiency moves by 5 points).

    Parameters
    ----------
    *knobs : str
        Up to three of ``"data"``, ``"bandwidth"``, ``"ops"``, ``"peak"``, ``"efficiency"``, ``"latency"`` and
        ``"device"`` (which sets bandwidth and peak together). Left out: device, ops and efficiency.
    **start : Quantity
        Where the seven begin. Left out: one token of GPT-2 in half precision on an A100, 45 % efficiency, 0.5
        ms overhead.

    Returns
    -------
    Explorer

    Raises
    ------
    ValueError
        For an unknown or fourth knob, a device together with its own bandwidth or peak, or a value that is no
        amount.

    Examples
    --------
    >>> explorer = explore_iron_law("device", "latency").move(device="H100")
    >>> explorer.state.now.longest
    'data'
    """
    names = knobs or ("device", "ops", "efficiency")
    given = _checked(names, start)
    begin = {**_defaults(), **given}
    begin["bandwidth"], begin["peak"] = (
        given.get(name, rate)
        for name, rate in zip(("bandwidth", "peak"), _rates(begin["device"]), strict=True)
    )

    def model(**moved: Any) -> Breakdown:
        task = {**begin, **moved}
        device = task.pop("device")
        if "device" in moved:
            task["bandwidth"], task["peak"] = _rates(device)
        return break_down(**task)

    first = model()
    return Explorer(
        "The Iron Law: where does the time go?",
        [_knob(name, begin) for name in names],
        lambda **moved: _State(model(**moved), first),
        _draw, _read_out, _alt,
    )  # fmt: skip


_KINDS = {
    "data": "byte",
    "bandwidth": "byte/s",
    "ops": "FLOP",
    "peak": "FLOP/s",
    "efficiency": "percent",
    "latency": "s",
}


def _checked(names: tuple[str, ...], start: dict[str, Any]) -> dict[str, Any]:
    """Return the given start values as quantities, or say what is wrong with them."""
    from mlsys_course.suggest import did_you_mean

    for name in (*names, *start):
        if name not in _LABELS:
            raise ValueError(
                f"The Iron Law has no {name!r}; it has {', '.join(_LABELS)}.{did_you_mean(name, _LABELS)}"
            )
    for rate in ("bandwidth", "peak"):
        if "device" in {*names, *start} and rate in {*names, *start}:
            raise ValueError(f"A device brings its own {rate}: choose either 'device' or {rate!r}.")
    given = {}
    for name, value in start.items():
        if name == "device":
            if value not in DEVICES:
                known = ", ".join(DEVICES)
                hint = did_you_mean(value, DEVICES)
                raise ValueError(f"There is no device {value!r} here; there is {known}.{hint}")
            given[name] = value
            continue
        amount = getattr(value, "quantity", value)  # a Constant stands for its quantity
        if name == "efficiency" and isinstance(amount, (int, float)):
            amount = registry().Quantity(float(amount), "")
        if not isinstance(amount, Quantity) or not amount.check(registry().Unit(_KINDS[name]).dimensionality):
            raise ValueError(
                f"{name} is given as {value!r}; expected a quantity such as Q_(3, {_KINDS[name]!r})."
            )
        if amount.to_base_units().magnitude <= 0:
            raise ValueError(f"{name} is given as {amount}; expected more than zero.")
        if name == "efficiency" and amount.to("").magnitude > 1:
            raise ValueError(
                f"efficiency is given as {amount}; it is a part of the peak, at most 100 percent."
            )
        given[name] = amount
    return given
