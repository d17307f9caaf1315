"""The lifecycle loop: what monitoring must lead to (fig-ml_lifecycle_overview, eq-degradation)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlsys_course import readable
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, choice, slider, steps
from mlsys_course.widgets.drawing import Threshold, curve, legend, mark
from mlsys_course.widgets.numbers import plain
from mlsys_course.widgets.picture import COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["STAGES", "Life", "explore_lifecycle", "live"]

STAGES = ("Collection", "Preparation", "Training", "Evaluation", "Deployment", "Monitoring")
# What monitoring leads to -> the stage it goes back to.
LOOPS = {"new data": "Collection", "training again, on the old data": "Training", "nothing": ""}
MONTHS = 24
STEPS_A_MONTH = 4
TOLERATED = 3.0
"""Percentage points that may be lost before monitoring raises an alarm."""
TURN = 1.0
"""Months that a turn takes, from the alarm to the new deployment."""


@dataclass(frozen=True)
class Life:
    """Two years of a deployed model.

    Parameters
    ----------
    loop : str
        Stage that an alarm leads back to: "Collection", "Training", or "" for nowhere.
    months : tuple of float
        Time since the first deployment.
    accuracy : tuple of float
        Accuracy in percent at these times.
    alarms, deployed : tuple of float
        Months at which monitoring raised an alarm, and at which a new model was deployed.
    limit : float
        Accuracy in percent at which an alarm is due.
    checks : float
        Months between two looks at the accuracy.
    """

    loop: str
    months: tuple[float, ...]
    accuracy: tuple[float, ...]
    alarms: tuple[float, ...]
    deployed: tuple[float, ...]
    limit: float
    checks: float

    @property
    def mean(self) -> float:
        """Mean accuracy in percent."""
        return sum(self.accuracy) / len(self.accuracy)

    @property
    def below(self) -> float:
        """Months spent below the limit."""
        return sum(value < self.limit - 1e-9 for value in self.accuracy) / STEPS_A_MONTH


def live(loop: str, loss: Any, checks: Any) -> Life:
    """Let a model age for two years, and do with an alarm what the loop says.

    Parameters
    ----------
    loop : str
        Stage that an alarm leads back to: "Collection", "Training", or "" for nowhere.
    loss : Quantity
        Accuracy lost in a month, in percentage points per month.
    checks : Quantity
        Time between two looks at the accuracy.

    Returns
    -------
    Life

    Raises
    ------
    ValueError
        For another loop, or checks less than a week or so apart.

    Notes
    -----
    Machine Learning Systems, chapter 1, eq-degradation in its linear form (as in the cell drift-fallacy)
    and fig-ml_lifecycle_overview. Training again on the old data gives the old model once more.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> for loop in ("", "Training", "Collection"):
    ...     life = live(loop, Q_(1, "percentage_point/month"), Q_(1, "month"))
    ...     print(f"{loop or 'nowhere'}: {life.accuracy[-1]:.0f} % after {len(life.deployed)} deployments")
    nowhere: 61 % after 0 deployments
    Training: 61 % after 21 deployments
    Collection: 85 % after 6 deployments
    """
    from mlsys_course import constants

    if loop not in LOOPS.values():
        raise ValueError(f"An alarm leads to {loop!r}; say 'Collection', 'Training' or ''.")
    monthly = plain(loss, "percentage_point/month")
    every = round(plain(checks, "month") * STEPS_A_MONTH)
    if every < 1:
        raise ValueError(f"The accuracy is looked at every {checks}; the least here is a quarter of a month.")
    fresh = plain(constants.DRIFT_START_ACCURACY.quantity, "percent")
    limit = fresh - TOLERATED
    learned = due = None  # when the data in use were collected; when the next model is deployed
    months, accuracy, alarms, deployed = [], [], [], []
    for step in range(MONTHS * STEPS_A_MONTH + 1):
        if due is not None and step >= due:
            deployed.append(step / STEPS_A_MONTH)
            learned = step if loop == "Collection" else learned
            due = None
        now = max(0.0, fresh - monthly * (step - (learned or 0)) / STEPS_A_MONTH)
        months.append(step / STEPS_A_MONTH)
        accuracy.append(now)
        if step % every == 0 and due is None and now <= limit + 1e-9:
            alarms.append(step / STEPS_A_MONTH)
            due = step + round(TURN * STEPS_A_MONTH) if loop else None
    return Life(
        loop, tuple(months), tuple(accuracy), tuple(alarms), tuple(deployed), limit, every / STEPS_A_MONTH
    )


def _count(number: int, word: str) -> str:
    return readable.counted(number, word) if number else f"no {word}"


def _read_out(state: Life) -> list[str]:
    back = f"go back to {state.loop.lower()}" if state.loop else "lead nowhere"
    lag = state.alarms[0] if state.alarms else None
    return [
        f"Alarms {back}: after two years the accuracy is {state.accuracy[-1]:.0f} %, "
        f"{state.mean:.1f} % on average.",
        f"{_count(len(state.alarms), 'alarm').capitalize()}, "
        f"{_count(len(state.deployed), 'new deployment')}; "
        f"{readable.number(state.below, 3)} of {MONTHS} months below the limit of {state.limit:.0f} %.",
        "Monitoring never raised an alarm."
        if lag is None
        else f"The first alarm came after {_count(round(lag), 'month')}; somebody looks "
        f"every {'month' if state.checks == 1 else _count(round(state.checks), 'month')}.",
        {
            "": "Without a loop an alarm changes nothing.",
            "Training": "Training again on the old data gives the model of the old world once more.",
            "Collection": "New data describe the world as it is: the model starts afresh with each turn.",
        }[state.loop],
    ]


def _alt(state: Life) -> str:
    loop = f"from monitoring back to {state.loop.lower()}" if state.loop else "none"
    shape = (
        f"a saw-tooth that returns to its start {len(state.deployed)} times"
        if state.loop == "Collection" and state.deployed
        else "a line that falls throughout"
    )
    return (
        f"Above, six stages from collection to monitoring in a row, and the loop in use: {loop}. "
        f"Below, the accuracy over {MONTHS} months: {shape}, at {readable.number(state.mean, 3)} "
        "percent on average; a "
        f"dashed limit at {state.limit:.0f} percent, and {_count(len(state.alarms), 'alarm')}."
    )


def _draw(figure: Figure) -> Update[Life]:
    stages, axes = figure.subplots(2, 1, height_ratios=(1, 1.9))
    figure.subplots_adjust(left=0.1, right=0.98, top=0.99, bottom=0.13, hspace=0.08)
    stages.set_xlim(-0.55, 5.55)
    stages.set_ylim(-1.25, 1.15)
    stages.axis("off")
    box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": "black"}
    for place, name in enumerate(STAGES):
        stages.text(place, 0.3, name, ha="center", va="center", fontsize=9, bbox=box)
    stages.plot([place + 0.5 for place in range(5)], [0.3] * 5, ">", color="black", markersize=5)
    # The inner loop of the figure is always there; the outer one is what the learner chooses.
    stages.plot([3, 3, 1, 1], [0.65, 1.0, 1.0, 0.75], color="0.5", linewidth=1)
    stages.plot([1], [0.72], "v", color="0.5", markersize=5)
    stages.text(2, 0.94, "not good enough", ha="center", va="top", fontsize=8, color="0.3")
    loops = {}
    for stage in ("Collection", "Training"):
        x = STAGES.index(stage)
        (line,) = stages.plot([5, 5, x, x], [-0.05, -0.7, -0.7, -0.2], color=COLOURS[0], linewidth=2.5)
        (head,) = stages.plot([x], [-0.16], "^", color=COLOURS[0], markersize=9)
        loops[stage] = (line, head)
    loop_text = stages.text(3.5, -0.78, "", ha="center", va="top", fontsize=9)

    accuracy = curve(axes, COLOURS[0])
    limit = Threshold(axes, "y", words_at=MONTHS, ha="right")
    alarms = mark(axes, "x", COLOURS[3], 7, markeredgewidth=2, label="alarm")
    deployed = mark(axes, "^", COLOURS[2], 7, label="new model deployed")
    axes.set_xticks(range(0, MONTHS + 1, 6))
    axes.locator_params(axis="y", nbins=5)
    axes.set(xlim=(0, MONTHS), xlabel="Time since the first deployment (months)", ylabel="Accuracy (%)")
    legend(axes, loc="lower left", ncols=2)
    axes.spines[["top", "right"]].set_visible(False)

    def update(state: Life) -> None:
        for stage, parts in loops.items():
            for part in parts:
                part.set_visible(stage == state.loop)
        loop_text.set_text(f"alarm: back to {state.loop.lower()}" if state.loop else "alarm: nothing happens")
        accuracy.set_data(state.months, state.accuracy)
        axes.set_ylim(10 * ((min(state.accuracy) - 6) // 10), 95)
        limit.at(state.limit, f"limit {state.limit:.0f} %", state.limit + 1)
        value = dict(zip(state.months, state.accuracy, strict=True))
        for marks, times in ((alarms, state.alarms), (deployed, state.deployed)):
            marks.set_data(times, [value[time] for time in times])

    return update


def explore_lifecycle() -> Explorer[Life]:
    """Explore what the way back from monitoring is worth.

    Returns
    -------
    Explorer
        Three knobs: what an alarm leads to, how fast accuracy is lost, how often it is looked at.

    Examples
    --------
    >>> explorer = explore_lifecycle().move(loop="new data")
    >>> explorer.state.mean > explorer.state.limit
    True
    """
    from mlsys_course import constants

    one = registry().Quantity
    start = constants.DRIFT_LOSS_PER_MONTH.quantity
    losses = steps(0, 3, 0.2, "percentage_point/month")
    points = {f"{readable.number(loss.magnitude)} points a month": loss for loss in losses}
    knobs = [
        choice("loop", "An alarm leads to", LOOPS, "nothing"),
        slider("loss", "Accuracy lost", points, start),
        slider("checks", "A look every", steps(1, 12, 1, "month"), one(1, "month")),
    ]
    title = "The lifecycle: what must an alarm lead to?"
    return Explorer(title, knobs, live, _draw, _read_out, _alt, size=(8.0, 4.4))
