"""The Iron Law explorer: where the time of a task goes, and what a faster part buys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from mlsys_course.suggest import did_you_mean
from mlsys_course.units import Quantity, readable_number, registry
from mlsys_course.widgets.base import Explorer, Knob, choice, doublings, slider, steps
from mlsys_course.widgets.picture import COLOURS, HATCHES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mlsys_course.laws import IronLawTerms

__all__ = ["Breakdown", "break_down", "explore_iron_law"]

DEVICES = ("V100", "A100", "H100", "H200", "B200")
# What the law calls a term, what a learner reads, and the letter in its bar (O is taken by the operations).
TERMS = {"data": ("data", "D"), "compute": ("compute", "C"), "latency": ("overhead", "L")}


@dataclass(frozen=True)
class Breakdown:
    """The time of one task, term by term.

    Parameters
    ----------
    terms : IronLawTerms
        Data, compute and latency (the overhead), as plain numbers of seconds.
    additive, pipelined : float
        The total in seconds when the terms follow one another, and when moving data and computing overlap.
    """

    terms: IronLawTerms
    additive: float
    pipelined: float

    @property
    def longest(self) -> str:
        """The term that takes most of the time: data, compute or overhead."""
        return TERMS[max(TERMS, key=lambda term: float(getattr(self.terms, term)))][0]

    def share(self, seconds: float) -> float:
        """Return a time as a part of the additive total."""
        return seconds / self.additive


def break_down(data: Any, bandwidth: Any, ops: Any, peak: Any, eta: Any, latency: Any) -> Breakdown:
    """Return the terms and totals of the Iron Law.

    Parameters
    ----------
    data, bandwidth, ops, peak, eta, latency
        As for `mlsys_course.laws.iron_law_terms`, with units.

    Returns
    -------
    Breakdown

    Raises
    ------
    ValueError
        If an argument is out of range, or if nothing takes any time.
    IncompatibleUnitsError
        If an argument has the wrong dimension.

    Notes
    -----
    Machine Learning Systems, chapter 1, eq-intro-iron-law and eq-intro-iron-law-pipelined.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> task = break_down(Q_(6, "GB"), Q_(2, "TB/s"), Q_(3, "TFLOP"), Q_(300, "TFLOP/s"), 0.5, Q_(5, "ms"))
    >>> round(task.additive, 6), round(task.pipelined, 6), task.longest
    (0.028, 0.025, 'compute')
    """
    from mlsys_course import laws

    task = (data, bandwidth, ops, peak, eta, latency)
    terms = laws.IronLawTerms(*(float(term.to("s").magnitude) for term in laws.iron_law_terms(*task)))
    additive, pipelined = (
        float(law(*task).to("s").magnitude) for law in (laws.iron_law, laws.iron_law_pipelined)
    )
    if not additive > 0:
        raise ValueError("With no data, no operations and no overhead there is no time to look at.")
    return Breakdown(terms, additive, pipelined)


@dataclass(frozen=True)
class _State:
    now: Breakdown
    start: Breakdown


# --------------------------------------------------------------------------------------------------- in words


@cache
def _units() -> list[tuple[str, float]]:
    """Return the units of time a reader knows, largest first, each with its seconds."""
    units = [registry().Unit(name) for name in ("day", "hour", "s", "ms", "us", "ns")]
    return [(f"{unit:~P}", float((1 * unit).to("s").magnitude)) for unit in units]


def _unit(seconds: float) -> tuple[str, float]:
    """Return the largest unit in which a time is at least 1."""
    return next((unit for unit in _units() if seconds >= unit[1]), _units()[-1])


def _time(seconds: float) -> str:
    unit, size = _unit(seconds)
    return f"{readable_number(float(f'{seconds / size:.3g}'))} {unit}"


def _read_out(state: _State) -> list[str]:
    now = state.now
    speedup = state.start.additive / now.additive
    times = readable_number(float(f"{max(speedup, 1 / speedup):.3g}"))
    change = "the same as" if times == "1" else f"{times} times as {'fast' if speedup > 1 else 'long'} as"
    return [
        f"One after another (additive): {_time(now.additive)}, {change} at the start. "
        f"The {now.longest} term takes the most.",
        *(
            f"{word.capitalize()} term: {_time(getattr(now.terms, term))}, "
            f"{now.share(getattr(now.terms, term)):.1%} of it."
            for term, (word, _) in TERMS.items()
        ),
        f"Overlapped (pipelined): {_time(now.pipelined)}, {1 / now.share(now.pipelined):.2f} times as fast.",
    ]


def _alt(state: _State) -> str:
    now = state.now
    return (
        "Two time lines from the same zero. Above, data, compute and overhead follow one another and end at "
        f"{_time(now.additive)}; the {now.longest} bar is the longest. Below, data and compute start "
        f"together, overhead follows the longer of them, and the line ends at {_time(now.pipelined)}. "
        f"A dashed line marks the additive time at the start, {_time(state.start.additive)}."
    )


# ------------------------------------------------------------------------------------------------ the picture


def _nice(seconds: float) -> tuple[float, str, float]:
    """Return a round end of the axis at or above a time, its unit, and the seconds of that unit."""
    unit, size = _unit(seconds)
    power = 10.0 ** len(str(int(seconds / size)))
    parts = (0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1.0)
    return next(power * part for part in parts if power * part >= seconds / size), unit, size


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
                0, y, TERMS[term][1], ha="center", va="center", weight="bold", clip_on=True,
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
        [f"{letter}: {word}" for word, letter in TERMS.values()],
        loc="lower right", bbox_to_anchor=(0.98, 0.9), ncols=3, frameon=False, fontsize=9, borderpad=0,
    )  # fmt: skip

    def update(state: _State) -> None:
        now = state.now
        limit, unit, size = _nice(max(now.additive, state.start.additive) * 1.13)  # room for the total
        data, compute, _ = now.terms
        begins = {
            ("above", "data"): 0.0,
            ("above", "compute"): data / size,
            ("above", "latency"): (data + compute) / size,
            ("below", "data"): 0.0,
            ("below", "compute"): 0.0,
            ("below", "latency"): max(data, compute) / size,
        }
        for key, begin in begins.items():
            length = getattr(now.terms, key[1]) / size
            bars[key].set_x(begin)
            bars[key].set_width(length)
            letters[key].set_x(begin + length / 2)
            letters[key].set_visible(length > 0.035 * limit)
        for where, total in (("above", now.additive), ("below", now.pipelined)):
            totals[where].set_x(total / size + 0.008 * limit)
            totals[where].set_text(_time(total))
        begin = state.start.additive / size
        mark.set_xdata([begin, begin])
        mark_text.set_x(begin)
        mark_text.set_text(f"start: {_time(state.start.additive)}")
        axes.set_xlim(0, limit)
        axes.set_xlabel(f"Time ({unit})")

    return update


# -------------------------------------------------------------------------------------------------- the knobs


def _defaults() -> dict[str, Any]:
    """One token of GPT-2 in half precision, for one user: each weight is read once and used in one MAC."""
    from mlsys_course.constants import BYTES_FP16, GPT2_PARAMS

    q = registry().Quantity
    return {
        "data": GPT2_PARAMS.quantity * BYTES_FP16.quantity,
        "ops": GPT2_PARAMS.quantity * q(2, "FLOP/parameter"),
        "eta": q(45, "percent"),
        "latency": q(0.5, "ms"),
        "device": "A100",
    }


def _rates(device: str) -> tuple[Any, Any]:
    """Return bandwidth and peak of a device."""
    from mlsys_course import hardware

    found = hardware.find(device)
    assert found.memory_bandwidth is not None and found.peak_fp16 is not None  # true of all DEVICES
    return found.memory_bandwidth.quantity, found.peak_fp16.quantity


# Label, and the unit of a plain number (as the law reads it).
_KNOBS = {
    "data": ("Data moved D", "byte"),
    "bandwidth": ("Bandwidth BW", "byte/s"),
    "ops": ("Operations O", "FLOP"),
    "peak": ("Peak rate R", "FLOP/s"),
    "eta": ("Efficiency η", ""),
    "latency": ("Overhead L", "s"),
    "device": ("Device", ""),
}


def _knob(name: str, start: Any) -> Knob:
    label = _KNOBS[name][0]
    if name == "device":
        shown = {device: _rates(device) for device in DEVICES}
        options = {
            f"{device}: {bw.to('GB/s')}, {peak.to('TFLOP/s')}": device for device, (bw, peak) in shown.items()
        }
        return choice(name, label, options, next(text for text, device in options.items() if device == start))
    if name == "eta":
        start = start.to("percent")
        grid = [value for value in steps(5, 100, 5, "percent") if abs((value - start).magnitude) > 1e-9]
        return slider(name, label, sorted([*grid, start]), start)
    return slider(name, label, doublings(start, 10, 10), start.to_compact())


def explore_iron_law(*knobs: str, **start: Any) -> Explorer[_State]:
    """Explore the Iron Law: three knobs, two time lines (additive and pipelined), a text that says the same.

    Each step of a slider doubles or halves its value (the efficiency moves by 5 points).

    Parameters
    ----------
    *knobs : str
        Up to three of ``"data"``, ``"bandwidth"``, ``"ops"``, ``"peak"``, ``"eta"``, ``"latency"`` and
        ``"device"`` (which sets bandwidth and peak together). Left out: device, ops and eta.
    **start : Quantity, float or str
        Where the seven begin; a plain number is in byte, byte/s, FLOP, FLOP/s or second. Left out: one token
        of GPT-2 in half precision for one user on an A100, 45 % efficiency, 0.5 ms overhead.

    Returns
    -------
    Explorer

    Raises
    ------
    ValueError
        For an unknown or fourth knob, a device beside a bandwidth or a peak, or a start out of range.
    IncompatibleUnitsError
        For a start of the wrong dimension.

    Examples
    --------
    >>> explorer = explore_iron_law("device", "latency").move(device="H100")
    >>> explorer.state.now.longest
    'data'
    """
    names = knobs or ("device", "ops", "eta")
    begin = _begin(names, start)

    def model(**moved: Any) -> Breakdown:
        task = {**begin, **moved}
        device = task.pop("device")
        if "device" in moved:
            task["bandwidth"], task["peak"] = _rates(device)
        return break_down(**task)

    first = model()
    return Explorer(
        "The Iron Law: where does the time go?",
        [_knob(name, begin[name]) for name in names],
        lambda **moved: _State(model(**moved), first),
        _draw,
        _read_out,
        _alt,
    )


def _begin(names: tuple[str, ...], start: dict[str, Any]) -> dict[str, Any]:
    """Return where each of the seven begins."""
    given = {*names, *start}
    for name in [*names, *start]:
        if name not in _KNOBS:
            raise ValueError(
                f"The Iron Law has no {name!r}; it has {', '.join(_KNOBS)}.{did_you_mean(name, _KNOBS)}"
            )
    for rate in ("bandwidth", "peak"):
        if "device" in given and rate in given:
            raise ValueError(f"A device brings its own {rate}: choose either 'device' or {rate!r}.")
    begin = {**_defaults(), **start}
    if begin["device"] not in DEVICES:
        hint = did_you_mean(begin["device"], DEVICES)
        raise ValueError(f"There is no device {begin['device']!r} here; there is {', '.join(DEVICES)}.{hint}")
    begin["bandwidth"], begin["peak"] = (
        start.get(rate, value)
        for rate, value in zip(("bandwidth", "peak"), _rates(begin["device"]), strict=True)
    )
    for name, (_, unit) in _KNOBS.items():
        if name != "device":
            value = getattr(begin[name], "quantity", begin[name])  # a constant stands for its quantity
            begin[name] = value if isinstance(value, Quantity) else registry().Quantity(value, unit)
    return begin
