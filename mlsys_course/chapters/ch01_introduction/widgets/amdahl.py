"""The Amdahl slider: what a faster stage is worth to the whole (sec-introduction-fallacies-pitfalls-230d)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course.units import Quantity, readable_number, registry
from mlsys_course.widgets.base import Explorer, Knob, choice
from mlsys_course.widgets.picture import COLOURS, HATCHES

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

    @property
    def share(self) -> float:
        """Share of the faster stage in the old time: the p of Amdahl's law."""
        return _ratio(self.before[self.names.index(self.stage)], self.old)

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


def _ratio(part: Any, whole: Any) -> float:
    return float((part / whole).to("").magnitude)


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
    factor = float(times.to("").magnitude) if isinstance(times, Quantity) else float(times)
    if stage not in stages:
        raise ValueError(f"There is no stage {stage!r}; there is {', '.join(stages)}.")
    if not factor > 0:
        raise ValueError(f"A stage becomes {factor:g} times as fast: give a number above 0.")
    for name, time in stages.items():
        if not time.magnitude > 0:
            raise ValueError(f"The stage {name!r} takes {time}; give each stage a time above zero.")
    first = next(iter(stages.values()))
    before = tuple(time.to(first.units) for time in stages.values())
    after = tuple(time / factor if name == stage else time for name, time in zip(stages, before, strict=True))
    return Pipeline(tuple(stages), before, after, stage, factor)


# --------------------------------------------------------------------------------------------------- in words


def _times(value: float) -> str:
    return "without bound" if math.isinf(value) else f"{readable_number(float(f'{value:.3g}'))} times"


def _read_out(state: Pipeline) -> list[str]:
    saved = 1 - _ratio(state.new, state.old)
    made = "taking no time" if math.isinf(state.times) else f"{state.times:g} times as fast"
    worth = f"{abs(saved):.1%} {'less' if saved > 0 else 'more'} time"
    if state.times == 1:
        first = f"The whole: {state.old:.3g}, as before. {state.stage.capitalize()} is as fast as it was."
    else:
        first = (
            f"The whole: {state.new:.3g} instead of {state.old:.3g}, {_times(state.speedup)} as fast, "
            f"{worth}. {state.stage.capitalize()} is {made}."
        )
    return [
        first,
        f"{state.stage.capitalize()} has {state.share:.1%} of the old time.",
        f"However fast {state.stage} becomes, the whole becomes at most {_times(state.ceiling)} as fast.",
        f"The longest stage now is {state.longest}.",
    ]


def _alt(state: Pipeline) -> str:
    return (
        f"Left, two bars of {len(state.names)} stages each: before, {state.old:.3g} long, and after, "
        f"{state.new:.3g} long. Right, the speedup of the whole against that of {state.stage}: a curve that "
        f"flattens below a dashed ceiling at {_times(state.ceiling)}; a dot on it at {_times(state.speedup)}."
    )


# ------------------------------------------------------------------------------------------------ the picture


def _draw(names: tuple[str, ...]) -> Callable[[Figure], Callable[[Pipeline], None]]:
    def draw(figure: Figure) -> Callable[[Pipeline], None]:
        from matplotlib.patches import Patch

        bars_axes, curve_axes = figure.subplots(1, 2, width_ratios=(1.25, 1))
        figure.subplots_adjust(left=0.09, right=0.97, top=0.8, bottom=0.17, wspace=0.34)
        bars = {
            (row, i): bars_axes.barh(
                row, 1, 0.55, color=COLOURS[i], hatch=HATCHES[i], edgecolor="white", linewidth=1
            )[0]
            for row in (1, 0)
            for i in range(len(names))
        }
        totals = {row: bars_axes.text(0, row, "", ha="left", va="center") for row in (1, 0)}
        bars_axes.set_yticks([1, 0], ["Before", "After"])
        bars_axes.set_ylim(-0.5, 1.5)
        figure.legend(
            [Patch(facecolor=COLOURS[i], hatch=HATCHES[i], edgecolor="white") for i in range(len(names))],
            names, loc="upper left", bbox_to_anchor=(0.06, 1.0), ncols=len(names), frameon=False, fontsize=9,
        )  # fmt: skip
        (curve,) = curve_axes.plot([], [], color="black")
        ceiling = curve_axes.axhline(1, color=COLOURS[3], linestyle="--", linewidth=1)
        ceiling_text = curve_axes.text(_CURVE[0], 1, "", ha="left", va="bottom", fontsize=9)
        (dot,) = curve_axes.plot([], [], "o", color=COLOURS[0], markersize=8, clip_on=False, zorder=3)
        curve_axes.set_xscale("log")
        ticks = (1, 3, 10, 30, 100)
        curve_axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        curve_axes.minorticks_off()
        curve_axes.set_xlim(_CURVE[0], _CURVE[-1])
        label = curve_axes.set_xlabel("")
        curve_axes.set_ylabel("Speedup of the whole\n(times)")
        bars_axes.locator_params(axis="x", nbins=5)
        for axes in (bars_axes, curve_axes):
            axes.spines[["top", "right"]].set_visible(False)

        def update(state: Pipeline) -> None:
            longest = max(state.old.magnitude, state.new.magnitude)
            for row, lengths in ((1, state.before), (0, state.after)):
                begin = 0.0
                for i, length in enumerate(lengths):
                    bars[row, i].set_x(begin)
                    bars[row, i].set_width(length.magnitude)
                    begin += length.magnitude
                totals[row].set_x(begin + 0.01 * longest)
                totals[row].set_text(f"{begin:.3g}")
            bars_axes.set_xlim(0, 1.16 * longest)
            bars_axes.set_xlabel(f"Time ({state.old.units:~P})")
            share, speedup = state.share, state.speedup
            heights = [1 / (1 - share + share / times) for times in _CURVE]
            curve.set_data(_CURVE, heights)
            top = min(state.ceiling, 1.05 * heights[-1])
            ceiling.set_ydata([top, top])
            ceiling_text.set_position((_CURVE[0] * 1.05, top))
            ceiling_text.set_text(f"at most {_times(state.ceiling)}")
            dot.set_data([min(state.times, _CURVE[-1])], [speedup])
            curve_axes.set_ylim(0, 1.2 * top)
            label.set_text(f"Speedup of {state.stage} (times)")

        return update

    return draw


# -------------------------------------------------------------------------------------------------- the knobs


def _stages() -> dict[str, Any]:
    """Return the chapter's pipeline: row 0 of the numbers that the exercises use."""
    from mlsys_course.scenarios import table

    row = table("amdahl").row(0)
    return {name: row.inputs[name].value for name in ("preprocessing", "inference", "postprocessing")}


def _times_knob() -> Knob:
    one = registry().Quantity
    options = tuple((_GONE if math.isinf(n) else f"{n:g} times", one(n, "")) for n in TIMES)
    return Knob("times", "becomes as fast", options, TIMES.index(1), ordered=True)


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
    >>> explorer = explore_amdahl().move(stage="inference", times="3 times")
    >>> round(explorer.state.speedup, 3)
    1.3
    """
    given = dict(stages) if stages is not None else _stages()
    if not 2 <= len(given) <= len(COLOURS):
        raise ValueError(f"Give two to {len(COLOURS)} stages; {len(given)} were given.")
    start = "inference" if "inference" in given else next(iter(given))
    return Explorer(
        "Amdahl's law: what is a faster stage worth to the whole?",
        [choice("stage", "Which stage", {name: name for name in given}, start), _times_knob()],
        lambda stage, times: speed_up(given, stage, times),
        _draw(tuple(given)),
        _read_out,
        _alt,
    )
