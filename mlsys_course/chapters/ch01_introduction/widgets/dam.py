"""D·A·M diagnosis: which axis limits a system, told by what helps (tbl-dam-taxonomy, fig-ai-triad)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from mlsys_course import constants, readable
from mlsys_course.units import registry
from mlsys_course.widgets.base import Explorer, Update, slider
from mlsys_course.widgets.drawing import Bars, panel
from mlsys_course.widgets.numbers import number, plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["AXES", "CASES", "REMEDIES", "Run", "Trial", "explore_dam", "train", "try_remedy"]

AXES = ("Data", "Algorithm", "Machine")

CASES: dict[str, tuple[tuple[float, float, float], str]] = {
    "A small dataset": ((0.62, 0.9, 0.95), "the model fits its few examples and fails on new ones"),
    "A model that is too small": ((0.9, 0.65, 0.95), "training loss stays high, on old examples too"),
    "A slow cluster": ((0.9, 0.92, 0.6), "training is stopped before it has converged"),
    "Users speak differently now": ((0.55, 0.9, 0.9), "old test sets are passed, new questions are not"),
}
"""Four systems: how far each axis lets it come, as a share of what is possible, and what one sees of it.

The shares are made up for this explorer, so that the rule of the smallest one can be seen at work.
"""

REMEDIES: dict[str, str] = {
    "more and fresher data": "Data",
    "a better model": "Algorithm",
    "faster hardware": "Machine",
}
"""What a team may buy, and the axis it works on."""

_GAIN = 0.3


@dataclass(frozen=True)
class Trial:
    """A remedy tried on a system.

    Parameters
    ----------
    case, symptom, remedy : str
        The system, what one sees of it, and what is tried.
    before, after : tuple of float
        How far each axis lets the system come, as a share, before and after the remedy.
    """

    case: str
    symptom: str
    remedy: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]

    @property
    def limit(self) -> str:
        """The axis that limited the system before."""
        return AXES[self.before.index(min(self.before))]

    @property
    def next_limit(self) -> str:
        """The axis that limits it now."""
        return AXES[self.after.index(min(self.after))]

    @property
    def gain(self) -> float:
        """What the remedy gained."""
        return min(self.after) - min(self.before)


def try_remedy(case: str, remedy: str) -> Trial:
    """Try a remedy on a system; the axis that lets it come least far decides.

    Parameters
    ----------
    case : str
        One of `CASES`.
    remedy : str
        One of `REMEDIES`.

    Returns
    -------
    Trial

    Raises
    ------
    KeyError
        If either is unknown.

    Examples
    --------
    >>> try_remedy("A slow cluster", "a better model").gain
    0.0
    >>> try_remedy("A slow cluster", "faster hardware").gain > 0.2
    True
    """
    before, symptom = CASES[case]
    axis = AXES.index(REMEDIES[remedy])
    after = tuple(min(1.0, share + _GAIN) if i == axis else share for i, share in enumerate(before))
    return Trial(case, symptom, remedy, before, (after[0], after[1], after[2]))


# ------------------------------------------------------------------- the same, by a law that was measured

MORE = 10.0
"""How many times as much of one axis is tried."""


@dataclass(frozen=True)
class Run:
    """A language model trained on what there is, and what more of each axis would change.

    Parameters
    ----------
    tokens, affordable : float
        Text at hand, and text that the operations pay for.
    loss : float
        In nat per token.
    gains : dict of str to float
        By how much the loss falls with ten times as much of one axis; below zero it rises.
    """

    tokens: float
    affordable: float
    loss: float
    gains: dict[str, float]

    @property
    def read(self) -> float:
        """Tokens the model learns from."""
        return min(self.tokens, self.affordable)

    @property
    def short_of(self) -> str:
        """What ends the training: tokens or operations."""
        return "tokens" if self.tokens <= self.affordable else "operations"

    @property
    def limit(self) -> str:
        """The axis of which more helps most."""
        return max(self.gains, key=lambda axis: self.gains[axis])


@cache
def _fitted(name: str) -> float:
    return plain(constants.get(f"HOFFMANN_{name}").quantity, "")


def _loss(parameters: float, read: float) -> float:
    model = _fitted("MODEL_TERM") / parameters ** _fitted("MODEL_POWER")
    data = _fitted("DATA_TERM") / read ** _fitted("DATA_POWER")
    return float(_fitted("LOSS_FLOOR") + model + data)


def _affordable(parameters: float, operations: float) -> float:
    work = plain(constants.get("TRAINING_OPS_PER_PARAM_TOKEN").quantity, "FLOP/parameter/token")
    return operations / (work * parameters)


def train(tokens: Any, parameters: Any, operations: Any) -> Run:
    """Train a language model on the data at hand with the operations at hand.

    Parameters
    ----------
    tokens : Quantity
        Text at hand: the data.
    parameters : Quantity
        Size of the model: the algorithm.
    operations : Quantity
        Operations that can be paid for: the machine.

    Returns
    -------
    Run

    Notes
    -----
    Hoffmann and others (2022), Training Compute-Optimal Large Language Models: the loss is a lowest value,
    plus a term that falls with the parameters, plus one that falls with the tokens read: the constants
    ``HOFFMANN_…``. A token read costs 6 FLOP per parameter.

    Examples
    --------
    >>> from mlsys_course.units import Q_
    >>> run = train(Q_(1e9, "token"), Q_(1e9, "parameter"), Q_(1e22, "FLOP"))
    >>> run.limit, run.short_of, run.gains["Machine"]
    ('Data', 'tokens', 0.0)
    """
    have = {
        "Data": plain(tokens, "token"),
        "Algorithm": plain(parameters, "parameter"),
        "Machine": plain(operations, "FLOP"),
    }

    def loss(more: str = "") -> float:
        data, model, machine = (have[axis] * (MORE if axis == more else 1.0) for axis in AXES)
        return _loss(model, min(data, _affordable(model, machine)))

    data, model, machine = have.values()
    now = loss()
    return Run(data, _affordable(model, machine), now, {axis: now - loss(axis) for axis in AXES})


_MORE_OF = {"Data": "text", "Algorithm": "parameters", "Machine": "operations"}


def _changes(gain: float) -> str:
    if gain == 0:
        return "changes nothing"
    return f"{'lowers' if gain > 0 else 'raises'} the loss by {number(abs(gain))}"


def _read_out(state: Run) -> list[str]:
    others = [axis for axis in AXES if axis != state.limit]
    best = f"ten times the {_MORE_OF[state.limit]} {_changes(state.gains[state.limit])}"
    paid = f"The operations pay for {number(state.affordable)} tokens"
    ended = (
        f"{paid}, more than there are."
        if state.short_of == "tokens"
        else f"{paid}; the rest of the text is never read."
    )
    return [
        f"The limit is {state.limit}: {best}.",
        *(f"Ten times the {_MORE_OF[axis]} {_changes(state.gains[axis])}." for axis in others),
        f"The model reaches a loss of {state.loss:.2f} nat per token. {ended}",
    ]


def _alt(state: Run) -> str:
    said = ", ".join(f"{axis} {number(state.gains[axis])}" for axis in AXES)
    return (
        f"Three lying bars, one for each axis: how far ten times as much of it lowers the loss from "
        f"{state.loss:.2f} nat per token. {said}. Bars to the left of zero raise it; the longest to "
        "the right is "
        f"{state.limit}. The operations pay for {number(state.affordable)} tokens."
    )


def _draw(figure: Figure) -> Update[Run]:
    axes = panel(figure, left=0.24, right=0.97, top=0.88, bottom=0.22)
    bars = Bars(axes, range(3), range(3), 0.55)
    axes.axvline(0, color="black", linewidth=1)
    axes.set_yticks(range(3), [f"{axis}:\n10 × the {_MORE_OF[axis]}" for axis in AXES])
    axes.set(
        xlim=(-2.7, 1.7), ylim=(2.5, -0.5), xlabel="The loss falls by (nat per token); left of 0 it rises"
    )
    title = figure.text(0.97, 0.92, "", ha="right")

    def update(state: Run) -> None:
        gains = [state.gains[axis] for axis in AXES]
        bars.set(gains, ["no change" if gain == 0 else f"{-gain:+.3f}" for gain in gains], 0.03)
        paid = number(state.affordable)
        title.set_text(
            f"Loss {state.loss:.2f}, never below {_fitted('LOSS_FLOOR')}. "
            f"Text: {number(state.tokens)}, paid for: {paid}."
        )

    return update


def explore_dam() -> Explorer[Run]:
    """Explore D·A·M diagnosis on language models: which axis limits one, by a fit to real runs.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> explore_dam().state.limit
    'Data'
    """
    one = registry().Quantity

    def powers(first: int, last: int, unit: str) -> list[Any]:
        return [one(10.0**power, unit) for power in range(first, last + 1)]

    def shown(values: list[Any], noun: str) -> dict[str, Any]:
        return {f"{readable.number(value.magnitude, 3)} {noun}": value for value in values}

    knobs = [
        slider("tokens", "Data: text at hand", shown(powers(9, 13, "token"), "tokens"), one(1e9, "token")),
        slider(
            "parameters",
            "Algorithm: size of the model",
            shown(powers(8, 12, "parameter"), "parameters"),
            one(1e9, "parameter"),
        ),
        slider("operations", "Machine: operations", shown(powers(21, 26, "FLOP"), "FLOP"), one(1e22, "FLOP")),
    ]
    return Explorer("Which axis limits the model?", knobs, train, _draw, _read_out, _alt)
