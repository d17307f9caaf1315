"""The Amdahl slider: what a faster stage is worth to the whole (sec-introduction-fallacies-pitfalls-230d)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.chapters.ch01_introduction.widgets._stages import check_faster, few
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, choice, compared, slider
from mlsys_course.widgets.drawing import Stack, Threshold, curve, key, mark, named_ticks, panels
from mlsys_course.widgets.numbers import plain
from mlsys_course.widgets.picture import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Pipeline", "explore_amdahl", "speed_up"]

TIMES = (0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 50, 100, math.inf)
"""Positions of the speedup; below 1 the stage has become slower."""
_CURVE = tuple(10 ** (step / 20) for step in range(-6, 41))
_GONE = "takes no time at all"


@dataclass(frozen=True)
class Pipeline:
    """Stages that follow one another, before and after one of them became faster.

    Parameters
    ----------
    names : tuple of str
        The stages in their order.
    before, after : tuple of Quantity
        Time of each.
    stage : str
        The one that became faster.
    times : float
        How many times as fast it became.
    """

    names: tuple[str, ...]
    before: tuple[Any, ...]
    after: tuple[Any, ...]
    stage: str
    times: float

    @property
    def old(self) -> Any:
        """Time of the whole before."""
        return sum(self.before[1:], self.before[0])

    @property
    def new(self) -> Any:
        """Time of the whole after."""
        return sum(self.after[1:], self.after[0])

    @cached_property
    def share(self) -> float:
        """Share of the faster stage in the old time: the p of Amdahl's law."""
        return plain(self.before[self.names.index(self.stage)] / self.old)

    @property
    def speedup(self) -> float:
        """Old time over new."""
        return self.at(self.times)

    @property
    def ceiling(self) -> float:
        """The speedup that no speedup of the stage can exceed."""
        return self.at(math.inf)

    @property
    def longest(self) -> str:
        """The stage that takes most of the time now."""
        return max(zip(self.names, self.after, strict=True), key=lambda pair: float(pair[1].magnitude))[0]

    def at(self, times: float) -> float:
        """Return the speedup of the whole if the stage were so many times as fast."""
        remaining = 1 - self.share + self.share / times
        return 1 / remaining if remaining > 0 else math.inf


def speed_up(stages: Mapping[str, Any], stage: str, times: Any) -> Pipeline:
    """Make one stage of several faster.

    Parameters
    ----------
    stages : mapping of str to Quantity
        Time of each stage, above zero.
    stage : str
        The one that becomes faster.
    times : float or Quantity
        How many times as fast: above 0, a plain number, may be infinite.

    Returns
    -------
    Pipeline

    Raises
    ------
    ValueError
        For an unknown stage, a speedup that is not above 0, or a stage that takes no time.

    Notes
    -----
    Machine Learning Systems, chapter 1, sec-introduction-fallacies-pitfalls-230d; Amdahl's law is
    `mlsys_course.laws.amdahl_speedup`.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> two = speed_up({"read": Q_(3, "s"), "think": Q_(1, "s")}, "read", 3)
    >>> print(two.new, two.speedup, two.ceiling)
    2 s 2.0 4.0
    """
    factor = plain(times)
    check_faster(stages, stage, factor)
    for name, time in stages.items():
        if not time.magnitude > 0:
            raise ValueError(f"The stage {name!r} takes {time}; give each stage a time above zero.")
    first = next(iter(stages.values()))
    before = tuple(time.to(first.units) for time in stages.values())
    after = tuple(time / factor if name == stage else time for name, time in zip(stages, before, strict=True))
    return Pipeline(tuple(stages), before, after, stage, factor)


def _times(value: float) -> str:
    return "without bound" if math.isinf(value) else readable.times(value)


def _read_out(state: Pipeline) -> list[str]:
    saved = 1 - plain(state.new / state.old)
    made = "taking no time" if math.isinf(state.times) else f"{readable.times(state.times)} as fast"
    worth = f"{readable.percent(abs(saved))} {'less' if saved > 0 else 'more'} time"
    if state.times == 1:
        first = (
            f"The whole: {readable.quantity(state.old, 3)}, as before. "
            f"{readable.capital(state.stage)} is as fast as it was."
        )
    else:
        first = (
            f"The whole: {readable.quantity(state.new, 3)} instead of "
            f"{readable.quantity(state.old, 3)}, {_times(state.speedup)} as fast, "
            f"{worth}. {readable.capital(state.stage)} is {made}."
        )
    return [
        first,
        f"{readable.capital(state.stage)} takes {readable.percent(state.share)} of the old time.",
        f"However fast {state.stage} becomes, the whole becomes at most {_times(state.ceiling)} as fast.",
        f"The longest stage now is {state.longest}.",
    ]


def _alt(state: Pipeline) -> str:
    return (
        f"Left, two bars of {len(state.names)} stages each: before, "
        f"{readable.quantity(state.old, 3)} long, and after, "
        f"{readable.quantity(state.new, 3)} long. Right, the speedup of the whole against that of "
        f"{state.stage}: a curve that "
        f"flattens below a dashed ceiling at {_times(state.ceiling)}; a dot on it at {_times(state.speedup)}."
    )


def _draw(names: tuple[str, ...], figure: Figure) -> Update[Pipeline]:
    bars_axes, curve_axes = panels(figure, (1.25, 1), gap=0.34, left=0.09, right=0.97, top=0.8)
    before, after = (Stack(bars_axes, row, len(names)) for row in (1, 0))
    bars_axes.set_yticks([1, 0], ["Before", "After"])
    bars_axes.set_ylim(-0.5, 1.5)
    bars_axes.locator_params(axis="x", nbins=5)
    key(figure, names, loc="upper left", bbox_to_anchor=(0.06, 1.0), ncols=len(names))
    whole = curve(curve_axes, "black", linewidth=1.5)
    ceiling = Threshold(curve_axes, "y", COLOURS[3], words_at=_CURVE[0] * 1.05)
    dot = mark(curve_axes, "o", COLOURS[0], 8, clip_on=False, zorder=3)
    named_ticks(curve_axes, "x", (1, 3, 10, 30, 100))
    curve_axes.set(xlim=(_CURVE[0], _CURVE[-1]), ylabel="Speedup of the whole\n(times)")

    def update(state: Pipeline) -> None:
        longest = max(state.old.magnitude, state.new.magnitude)
        for stack, times in ((before, state.before), (after, state.after)):
            lengths = [time.magnitude for time in times]
            stack.set(lengths, readable.number(sum(lengths), 3), 0.01 * longest)
        bars_axes.set(xlim=(0, 1.16 * longest), xlabel=f"Time ({state.old.units:~P})")
        heights = [state.at(times) for times in _CURVE]
        whole.set_data(_CURVE, heights)
        top = min(state.ceiling, 1.05 * heights[-1])
        ceiling.at(top, f"at most {_times(state.ceiling)}")
        dot.set_data([min(state.times, _CURVE[-1])], [state.speedup])
        curve_axes.set(ylim=(0, 1.2 * top), xlabel=f"Speedup of {state.stage} (times)")

    return update


def _stages() -> dict[str, Any]:
    """Return the chapter's pipeline: row 0 of the numbers that the exercises use."""
    from mlsys_course.scenarios import table

    row = table("amdahl").row(0)
    return {name: row.inputs[name].value for name in ("preprocessing", "inference", "postprocessing")}


def explore_amdahl(stages: Mapping[str, Any] | None = None) -> Explorer[Pipeline]:
    """Explore Amdahl's law: make one stage of a pipeline faster and see what the whole gains.

    Parameters
    ----------
    stages : mapping of str to Quantity, optional
        Two to six stages and their times. Left out: the chapter's service, 60 ms of preprocessing, 45 ms of
        inference and 25 ms of postprocessing.

    Returns
    -------
    Explorer

    Raises
    ------
    ValueError
        For fewer than two stages, more than six, or one that takes no time.

    Examples
    --------
    >>> explorer = explore_amdahl().move(stage="inference", times="3 times as fast")
    >>> round(explorer.state.speedup, 3)
    1.3
    """
    given = few(dict(stages) if stages is not None else _stages())
    start = "inference" if "inference" in given else next(iter(given))
    speedups = {
        _GONE if math.isinf(times) else text: registry().Quantity(times, "")
        for text, times in compared(TIMES, "fast").items()
    }
    knobs = [
        choice("stage", "Which stage", list(given), start),
        slider("times", "Its speed", speedups, "unchanged"),
    ]
    return Explorer(
        "Amdahl's law: what is a faster stage worth to the whole?",
        knobs,
        lambda stage, times: speed_up(given, stage, times),
        partial(_draw, tuple(given)),
        _read_out,
        _alt,
    )
