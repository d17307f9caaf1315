"""The cascade: what rejecting early saves (fn-viola-jones)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, choice, slider, steps
from mlsys_course.widgets.drawing import legend, logarithmic, pairs, panel
from mlsys_course.widgets.numbers import number, plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Cascaded", "explore_cascade", "run_stages"]

MOST_STAGES = 16
COSTS: dict[str, float] = {"the same for every stage": 1.0, "twice that of the stage before": 2.0}


@dataclass(frozen=True)
class Cascaded:
    """A cascade, as windows without a face run through it.

    Parameters
    ----------
    reaching : tuple of float
        Share of the windows that reach each stage; the first is 1.
    costs : tuple of float
        Cost of each stage, in costs of the first.
    passing : float
        Share of the windows that pass all stages: the false alarms.
    """

    reaching: tuple[float, ...]
    costs: tuple[float, ...]
    passing: float

    @property
    def work(self) -> tuple[float, ...]:
        """Cost of each stage for an average window."""
        return tuple(share * cost for share, cost in zip(self.reaching, self.costs, strict=True))

    @property
    def expected(self) -> float:
        """Cost of an average window, in costs of the first stage."""
        return sum(self.work)

    @property
    def whole(self) -> float:
        """Cost of a window that runs through all stages."""
        return sum(self.costs)

    @property
    def saving(self) -> float:
        """Cost without rejecting early over cost with it."""
        return self.whole / self.expected

    @property
    def stages_run(self) -> float:
        """Stages that run on an average window."""
        return sum(self.reaching)


def run_stages(stages: Any, rejected: Any, growth: float = 1.0) -> Cascaded:
    """Let windows without a face run through a cascade.

    Parameters
    ----------
    stages : int or Quantity
        Number of stages, 1 or more.
    rejected : float or Quantity
        Share of the windows reaching a stage that it rejects, 0 to 1.
    growth : float
        Cost of a stage over that of the stage before, above 0.

    Returns
    -------
    Cascaded

    Raises
    ------
    ValueError
        For no stage, a share outside 0 to 1, or a growth that is not above 0.

    Notes
    -----
    Machine Learning Systems, chapter 1, fn-viola-jones: each stage sees what those before it let pass.

    Examples
    --------
    >>> ten = run_stages(10, 0.5)
    >>> round(ten.saving, 4), round(ten.stages_run, 3), ten.passing
    (5.0049, 1.998, 0.0009765625)
    """
    count, share = int(plain(stages)), plain(rejected)
    if count < 1 or not 0 <= share <= 1 or not growth > 0:
        raise ValueError(
            "stages is 1 or more, rejected from 0 to 1 and growth above 0; "
            f"you gave {count}, {readable.number(share)} and {readable.number(growth)}"
        )
    passed = 1 - share
    reaching = tuple(passed**stage for stage in range(count))
    return Cascaded(reaching, tuple(growth**stage for stage in range(count)), passed**count)


def _read_out(state: Cascaded) -> list[str]:
    count = len(state.reaching)
    dearest = max(range(count), key=lambda stage: state.work[stage])
    even = min(state.work) == max(state.work)
    most = "Each stage does the same share" if even else f"Stage {dearest + 1} does the largest share"
    return [
        f"Rejecting early saves a factor of {number(state.saving)}.",
        (
            f"On an average window without a face {state.stages_run:.2f} of "
            f"{readable.counted(count, 'stage')} run;"
            f" they cost {readable.times(state.expected, same='as much as')} the first stage,"
            f" all stages {readable.times(state.whole, same='as much')}."
        ),
        f"{most} of the work: {readable.percent(state.work[dearest] / state.expected)}.",
        f"Of a million such windows {number(1e6 * state.passing)} pass all stages: false alarms.",
    ]


def _alt(state: Cascaded) -> str:
    count = len(state.reaching)
    return (
        f"Bars for {readable.counted(count, 'stage')}, with the height on a logarithmic axis in percent. The"
        f" bars of windows reaching a stage fall from 100 to {number(100 * state.reaching[-1])} percent;"
        " beside them the bars of the work done there, as a share of all work, go from"
        f" {readable.percent(state.work[0] / state.expected)} to "
        f"{readable.percent(state.work[-1] / state.expected)}."
    )


_FLOOR = 1e-3  # percent


def _draw(figure: Figure) -> Update[Cascaded]:
    axes = panel(figure, left=0.11, right=0.98, top=0.86)
    places = range(1, MOST_STAGES + 1)
    kinds = pairs(axes, places, {"windows that reach it": 0, "work done there": 3}, bottom=_FLOOR)
    logarithmic(axes, "y")
    axes.set_xticks(places)
    axes.set(xlim=(0.4, MOST_STAGES + 0.6), ylim=(_FLOOR, 300), xlabel="Stage", ylabel="Share of all (%)")
    legend(figure, loc="upper right", bbox_to_anchor=(0.98, 1.0), ncols=2)
    saves = figure.text(0.11, 0.92, "", weight="bold")

    def update(state: Cascaded) -> None:
        done = [work / state.expected for work in state.work]
        for bars, shares in zip(kinds, (state.reaching, done), strict=True):
            for stage, bar in enumerate(bars):
                height = 100 * shares[stage] - _FLOOR if stage < len(shares) else 0.0
                bar.set_height(max(height, 0.0))
                bar.set_visible(height > 0)
        saves.set_text(f"saves a factor of {number(state.saving)}")

    return update


def explore_cascade() -> Explorer[Cascaded]:
    """Explore what a cascade saves: number of stages, share that each rejects, cost of the later stages.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> round(explore_cascade().move(stages="5 stages").state.saving, 2)
    2.58
    """
    q = registry().Quantity
    counts = {readable.counted(count, "stage"): q(count, "") for count in range(2, MOST_STAGES + 1)}
    knobs = [
        slider("stages", "Stages", counts, "10 stages"),
        slider("rejected", "Each rejects", steps(10, 95, 5, "percent"), q(50, "percent")),
        choice("growth", "Cost of a stage", COSTS),
    ]
    return Explorer("What does rejecting early save?", knobs, run_stages, _draw, _read_out, _alt)
