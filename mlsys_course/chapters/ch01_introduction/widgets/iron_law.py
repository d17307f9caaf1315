"""The Iron Law explorer: where the time of a task goes, and what a faster part buys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.suggest import did_you_mean
from mlsys_course.units import Quantity, registry
from mlsys_course.widgets.base import Compared, Explorer, Knob, Update, choice, doublings, slider, steps
from mlsys_course.widgets.drawing import Threshold, key, lay, lying, panel, put
from mlsys_course.widgets.numbers import amount, number, plain

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
    terms = laws.IronLawTerms(*(plain(term, "s") for term in laws.iron_law_terms(*task)))
    additive, pipelined = (plain(law(*task), "s") for law in (laws.iron_law, laws.iron_law_pipelined))
    if not additive > 0:
        raise ValueError("With no data, no operations and no overhead there is no time to look at.")
    return Breakdown(terms, additive, pipelined)


@cache
def _units() -> list[tuple[str, float]]:
    """Return the units of time a reader knows, largest first, each with its seconds."""
    units = [registry().Unit(name) for name in ("day", "hour", "s", "ms", "us", "ns")]
    return [(readable.unit_text(unit, many=True), plain(1 * unit, "s")) for unit in units]


def _unit(seconds: float) -> tuple[str, float]:
    """Return the largest unit in which a time is at least 1."""
    return next((unit for unit in _units() if seconds >= unit[1]), _units()[-1])


def _time(seconds: float) -> str:
    return amount(seconds, "second")


def _read_out(state: Compared[Breakdown]) -> list[str]:
    now = state.now
    speedup = state.start.additive / now.additive
    times = number(max(speedup, 1 / speedup))
    change = "the same as" if times == "1" else f"{times} times as {'fast' if speedup > 1 else 'long'} as"
    return [
        f"One after another (additive): {_time(now.additive)}, {change} at the start. "
        f"The {now.longest} term takes the most.",
        *(
            f"{word.capitalize()} term: {_time(getattr(now.terms, term))}, "
            f"{readable.percent(now.share(getattr(now.terms, term)))} of it."
            for term, (word, _) in TERMS.items()
        ),
        f"Overlapped (pipelined): {_time(now.pipelined)}, {1 / now.share(now.pipelined):.2f} times as fast.",
    ]


def _alt(state: Compared[Breakdown]) -> str:
    now = state.now
    return (
        "Two time lines from the same zero. Above, data, compute and overhead follow one another and end at "
        f"{_time(now.additive)}; the {now.longest} bar is the longest. Below, data and compute start "
        f"together, overhead follows the longer of them, and the line ends at {_time(now.pipelined)}. "
        f"A dashed line marks the additive time at the start, {_time(state.start.additive)}."
    )


def _nice(seconds: float) -> tuple[float, str, float]:
    """Return a round end of the axis at or above a time, its unit, and the seconds of that unit."""
    unit, size = _unit(seconds)
    power = 10.0 ** len(str(int(seconds / size)))
    parts = (0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1.0)
    return next(power * part for part in parts if power * part >= seconds / size), unit, size


def _draw(figure: Figure) -> Update[Compared[Breakdown]]:
    axes = panel(figure, left=0.17, top=0.84)
    # Three bars in a row above; below, data and compute side by side and overhead after both.
    above = lying(axes, (1, 1, 1), 0.6, (0, 1, 2))
    below = lying(axes, (0.16, -0.16, 0), (0.3, 0.3, 0.62), (0, 1, 2))
    letters = {
        bar: axes.text(
            0, bar.get_y() + bar.get_height() / 2, letter, ha="center", va="center", weight="bold",
            clip_on=True, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
        )
        for bars in (above, below)
        for bar, (_, letter) in zip(bars, TERMS.values(), strict=True)
    }  # fmt: skip
    totals = [axes.text(0, row, "", ha="left", va="center") for row in (1, 0)]
    start = Threshold(axes, "x", words_at=1.38, ha="center")
    axes.set_yticks([1, 0], ["One after\nanother", "Overlapped"])
    axes.set_ylim(-0.5, 1.36)
    names = [f"{letter}: {word}" for word, letter in TERMS.values()]
    key(figure, names, loc="lower right", bbox_to_anchor=(0.98, 0.9), ncols=3, borderpad=0)

    def update(state: Compared[Breakdown]) -> None:
        now = state.now
        limit, unit, size = _nice(max(now.additive, state.start.additive) * 1.13)  # room for the total
        lengths = [term / size for term in now.terms]
        data, compute, _ = lengths
        for bars, begins in ((above, (0, data, data + compute)), (below, (0, 0, max(data, compute)))):
            for bar, begin, length in zip(bars, begins, lengths, strict=True):
                lay(bar, begin, length)
                letters[bar].set_x(begin + length / 2)
                letters[bar].set_visible(length > 0.035 * limit)
        for text, total in zip(totals, (now.additive, now.pipelined), strict=True):
            put(text, total / size + 0.008 * limit, words=_time(total))
        start.at(state.start.additive / size, f"start: {_time(state.start.additive)}")
        axes.set(xlim=(0, limit), xlabel=f"Time ({unit})")

    return update


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
        return choice(name, label, options, start)
    if name == "eta":
        start = start.to("percent")
        grid = [value for value in steps(5, 100, 5, "percent") if abs((value - start).magnitude) > 1e-9]
        return slider(name, label, sorted([*grid, start]), start)
    return slider(name, label, doublings(start, 10, 10), start.to_compact())


def explore_iron_law(*knobs: str, **start: Any) -> Explorer[Compared[Breakdown]]:
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
        lambda **moved: Compared(model(**moved), first),
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
