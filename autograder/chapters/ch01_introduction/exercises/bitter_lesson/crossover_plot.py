"""I3.12: the accuracies of both methods against the compute, drawn."""

from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Plot
from mlsys_course.kinds import plot as drawn

_START, _STEPS = 1e15, 7  # further up, the straight line would pass 100 percent
_EXPERT, _GENERAL, _GAIN = 80, 40, 8


def _checks() -> list[Any]:
    low, high = _START, _START * 10**_STEPS
    return [
        drawn.Curves(
            {
                "expert|hand|rule": lambda compute: _EXPERT,
                "general|learn": lambda compute: _GENERAL + _GAIN * np.log10(compute / _START),
            },
            low,
            high,
            rtol=0.02,
            what="lines",
            in_x=drawn.OPERATIONS,
            wrong=[
                (
                    "linear-in-compute",
                    "The general method's line does not rise by the same amount with every tenfold "
                    "increase in compute.",
                    {
                        "expert|hand|rule": lambda compute: _EXPERT,
                        "general|learn": lambda compute: _GENERAL + _GAIN * compute / _START,
                    },
                ),
                (
                    "natural-steps",
                    (
                        "Your line rises with every factor of e in compute. The question says with every "
                        "factor of ten."
                    ),
                    {
                        "expert|hand|rule": lambda compute: _EXPERT,
                        "general|learn": lambda compute: _GENERAL + _GAIN * np.log(compute / _START),
                    },
                ),
                (
                    "start-ignored",
                    "The general method's line starts at zero. It already has some accuracy at the "
                    "starting compute.",
                    {
                        "expert|hand|rule": lambda compute: _EXPERT,
                        "general|learn": lambda compute: _GAIN * np.log10(compute / _START),
                    },
                ),
            ],
        ),
        drawn.Scale("x"),
        drawn.Label("x", ["compute", "flop", "operation"], "that it shows the compute"),
        drawn.Label("y", ["accuracy", "percent", "%"], "that it shows the accuracy"),
    ]


@exercise(
    "crossover_plot",
    bank="I3.12",
    points=3,
    objective=2,
    bloom="Apply",
    anchors="sec-introduction-bitter-lesson-79c7",
    title="The crossing, drawn",
    spec=Plot(_checks, partial=True),
)
def crossover_plot():
    """Draw both accuracies, in percent, against the compute on a logarithmic axis."""
    from matplotlib.figure import Figure

    axes = Figure(layout="constrained").add_subplot()
    compute = np.logspace(0, _STEPS, 50) * _START
    axes.semilogx(compute, np.full_like(compute, _EXPERT), "--", label="expert system")
    axes.semilogx(compute, _GENERAL + _GAIN * np.log10(compute / _START), label="general method")
    axes.set_xlabel("compute (FLOP)")
    axes.set_ylabel("accuracy (%)")
    axes.legend()
    return axes.figure


_SET_UP = "x = np.logspace(15, 22, 30)\nfig, ax = plt.subplots()\n"
_EXPERT_LINE = "ax.plot(x, np.full_like(x, 80), '--', label='expert system')\n"
_FINISH = "ax.set_xlabel('compute (FLOP)')\nax.set_ylabel('accuracy (%)')\nax.legend()\ncrossover_plot = fig"


def _plot(
    general: str, scale: str = "ax.set_xscale('log')\n", finish: str = _FINISH, expert: str = _EXPERT_LINE
) -> str:
    return f"{_SET_UP}{expert}ax.plot(x, {general}, label='general method')\n{scale}{finish}"


_RIGHT = "40 + 8 * np.log10(x / 1e15)"

crossover_plot.answers(
    right=[
        _plot(_RIGHT),
        _plot(_RIGHT, finish=_FINISH.replace("= fig", "= ax")),
        _plot(_RIGHT, expert="ax.plot([1e15, 1e23], [80, 80], label='hand-written rules')\n"),
        "frame = pd.DataFrame({'expert': 80.0, 'general': 40 + 8 * np.arange(9)}, index=10.0 ** np.arange(15, 24))\n"
        "crossover_plot = frame.plot(logx=True, xlabel='compute in FLOP', ylabel='accuracy in percent')",
        _plot(_RIGHT, expert="ax.axhline(80, color='black', label='expert system')\n"),
        _plot(f"np.minimum(100, {_RIGHT})"),
        (_plot(_RIGHT) + "\nax.set_xlabel('compute (EFLOP)')")
        .replace("logspace(15, 22", "logspace(-3, 4")
        .replace("/ 1e15", "/ 1e-3"),
        _plot(_RIGHT, expert="ax.hlines(80, 1e15, 1e23, label='expert system')\n"),
    ],
    wrong={
        "plot:scale-x": [_plot(_RIGHT, scale="")],
        "natural-steps": [_plot("40 + 8 * np.log(x / 1e15)")],
        "start-ignored": [_plot("8 * np.log10(x / 1e15)")],
        "linear-in-compute": [_plot("40 + 8 * x / 1e15")],
        "plot:curves-missing": [_plot(_RIGHT, expert="")],
        "plot:no-legend": [_plot(_RIGHT, finish=_FINISH.replace("ax.legend()\n", ""))],
        "plot:label-x": [_plot(_RIGHT, finish=_FINISH.replace("compute (FLOP)", "x"))],
        "plot:label-y": [_plot(_RIGHT, finish=_FINISH.replace("accuracy (%)", "y"))],
    },
)
