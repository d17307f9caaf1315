"""The moving bottleneck of a pipeline whose stages work at the same time (tbl-dam-taxonomy, fig-ai-triad)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.chapters.ch01_introduction.widgets._stages import check_faster, few
from mlsys_course.reading.dimensions import in_prose
from mlsys_course.units import Quantity, registry
from mlsys_course.widgets.base import Explorer, Update, choice, compared
from mlsys_course.widgets.drawing import Bars, Threshold, panel

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Flow", "explore_bottleneck", "flow"]

_FACTORS = (1, 1.25, 1.5, 2, 3, 4, 8)


@dataclass(frozen=True)
class Flow:
    """A pipeline whose stages work at the same time.

    Parameters
    ----------
    names : tuple of str
        The stages in their order.
    rates : tuple of float
        Rate of each, in `unit`.
    unit : str
        Unit of the rates.
    faster : str
        The stage that was made faster.
    factor : float
        How many times as fast.
    """

    names: tuple[str, ...]
    rates: tuple[float, ...]
    unit: str
    faster: str
    factor: float

    @property
    def throughput(self) -> float:
        """The rate of the whole: that of the slowest stage."""
        return min(self.rates)

    @property
    def bottleneck(self) -> str:
        """The slowest stage; of several the first."""
        return self.names[self.rates.index(self.throughput)]

    @property
    def busy(self) -> tuple[float, ...]:
        """Share of the time that each stage works."""
        return tuple(self.throughput / rate for rate in self.rates)


def flow(stages: Mapping[str, Any], faster: str, factor: float) -> Flow:
    """Make one stage of a pipeline faster.

    Parameters
    ----------
    stages : mapping of str to Quantity
        Rate of each stage, above zero, in samples per time.
    faster : str
        The stage that becomes faster.
    factor : float
        How many times as fast: above 0, a plain number.

    Returns
    -------
    Flow

    Raises
    ------
    ValueError
        For an unknown stage, or a rate or factor that is not above 0.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> found = flow({"disk": Q_(1800, "sample/s"), "GPU": Q_(2500, "sample/s")}, "GPU", 4)
    >>> found.bottleneck, found.throughput
    ('disk', 1800.0)
    """
    check_faster(stages, faster, factor)
    unit = "sample/s"
    rates = []
    for name, rate in stages.items():
        if not (isinstance(rate, Quantity) and rate.magnitude > 0):
            raise ValueError(
                f"The stage {name!r} has the rate {rate}; give a quantity such as Q_(900, {unit!r})."
            )
        rates.append(float(rate.to(unit).magnitude) * (factor if name == faster else 1))
    return Flow(tuple(stages), tuple(rates), unit, faster, factor)


def _faster(state: Flow) -> str:
    times = "" if state.factor == 1 else f"{readable.times(state.factor)} "
    return f"{readable.capital(state.faster)} is {times}as fast as it was."


def _read_out(state: Flow) -> list[str]:
    waiting = [
        f"{name} {readable.percent(1 - busy)}"
        for name, busy in zip(state.names, state.busy, strict=True)
        if name != state.bottleneck
    ]
    return [
        f"The whole: {state.throughput:,.0f} {in_prose(state.unit)}. The bottleneck is {state.bottleneck}.",
        f"The other stages wait: {', '.join(waiting)} of the time.",
        _faster(state),
        "Making any stage but the bottleneck faster changes nothing.",
    ]


def _alt(state: Flow) -> str:
    bars = ", ".join(f"{n} {r:,.0f}" for n, r in zip(state.names, state.rates, strict=True))
    return (
        f"One bar for the rate of each stage ({bars} {in_prose(state.unit)}); a dashed line at the shortest "
        f"one, {state.bottleneck}, marks the throughput of the whole. "
        f"{_faster(state)}"
    )


def _draw(names: tuple[str, ...], figure: Figure) -> Update[Flow]:
    axes = panel(figure, left=0.18, right=0.95, top=0.88, bottom=0.2)
    rows = range(len(names))
    bars = Bars(axes, rows, rows)
    whole = Threshold(axes, "x", linewidth=1.5, words_at=len(names) - 0.42, ha="center")
    axes.set_yticks(rows, names)
    axes.set(ylim=(-0.5, len(names) - 0.5), xlabel="Rate (samples per second)")

    def update(state: Flow) -> None:
        top = max(state.rates)
        changed = "same" if state.factor == 1 else f"× {readable.number(state.factor)}"
        said = [
            f"{rate:,.0f}" + f" ({changed})" * (name == state.faster)
            for name, rate in zip(names, state.rates, strict=True)
        ]
        bars.set(state.rates, said, 0.01 * top)
        whole.at(state.throughput, f"the whole: {state.throughput:,.0f}")
        axes.set_xlim(0, 1.15 * top)

    return update


_RATES = {"storage": 1500, "preprocessing": 2000, "GPU": 2400}
"""Samples per second of a small server's stages; other numbers than the exercises have."""


def explore_bottleneck(stages: Mapping[str, Any] | None = None) -> Explorer[Flow]:
    """Explore the moving bottleneck: make one stage faster and see what the whole gains.

    Parameters
    ----------
    stages : mapping of str to Quantity, optional
        Two to six stages and their rates in samples per time. Left out: storage, preprocessing and a GPU.

    Returns
    -------
    Explorer

    Raises
    ------
    ValueError
        For fewer than two stages, more than six, or a rate that is none.

    Examples
    --------
    >>> explore_bottleneck().move(faster="GPU", factor="4 times as fast").state.bottleneck
    'storage'
    """
    if stages is None:
        stages = {name: registry().Quantity(rate, "sample/s") for name, rate in _RATES.items()}
    given = few(dict(stages))
    knobs = [
        choice("faster", "Which stage", list(given), list(given)[-1]),
        choice("factor", "Its speed", compared(_FACTORS, "fast"), "unchanged"),
    ]
    return Explorer(
        "The bottleneck moves: what does a faster stage gain?",
        knobs,
        lambda faster, factor: flow(given, faster, factor),
        partial(_draw, tuple(given)),
        _read_out,
        _alt,
    )
