"""I6.16: training days against the number of GPUs, drawn for three efficiencies."""

from collections.abc import Callable
from typing import Any

from autograder.chapters.ch01_introduction.exercises.iron_law._shared import days_on_one_gpu
from mlsys_course.exercise import exercise
from mlsys_course.kinds import Plot
from mlsys_course.kinds import plot as drawn

_LOW, _HIGH = 64, 16384
_ETAS = (0.3, 0.45, 0.6)


def _by_eta(formula: Callable[[float, float], float]) -> dict[str, drawn.Curve]:
    """Return a formula of GPUs and efficiency as one curve for each efficiency, by its name in a legend."""
    return {f"{eta:g}|{100 * eta:g}": lambda gpus, eta=eta: formula(gpus, eta) for eta in _ETAS}  # type: ignore[misc]


def _checks() -> list[Any]:
    one = days_on_one_gpu()
    return [
        drawn.Curves(
            _by_eta(lambda gpus, eta: one / (gpus * eta)),
            _LOW,
            _HIGH,
            rtol=0.015,
            what="lines",
            in_y=drawn.DAYS,
            wrong=[
                (
                    "slope:+1",
                    "Your lines rise, so more GPUs take longer. Divide the time by the number of GPUs.",
                    _by_eta(lambda gpus, eta: one * gpus / eta),
                ),
                (
                    "eta:multiplies-time",
                    "In your plot a higher efficiency takes longer. Divide the time by the efficiency.",
                    _by_eta(lambda gpus, eta: one * eta / gpus),
                ),
                (
                    "slope:+1",
                    "Your lines rise, so more GPUs take longer. Divide the time by both the GPUs and the "
                    "efficiency.",
                    _by_eta(lambda gpus, eta: one * gpus * eta),
                ),
                (
                    "dropped:eta",
                    "All your lines are the same. Use the efficiency in each of them.",
                    _by_eta(lambda gpus, eta: one / gpus),
                ),
                (
                    "speedup-not-time",
                    "Your lines show a rate, which rises with the number of GPUs. The question asks for "
                    "the time.",
                    _by_eta(lambda gpus, eta: gpus * eta / one),
                ),
            ],
        ),
        drawn.Scale("x"),
        drawn.Scale("y"),
        drawn.Label("x", ["gpu", "device", "accelerator", "a100", "cluster"], "that it counts GPUs"),
        drawn.Label(
            "y",
            ["time", "duration"],
            "that it shows the training time",
            units=[unit for drawn_in in drawn.DAYS for unit in drawn_in.words] + ["day", "(d)", "[d]"],
        ),
    ]


@exercise(
    "training_days_plot",
    bank="I6.16",
    points=3,
    objective=4,
    bloom="Apply",
    anchors="gpt3-training",
    title="Training days against the number of GPUs",
    spec=Plot(_checks, partial=True),
)
def training_days_plot():
    """Draw the training time of GPT-3 against the number of GPUs, a line for each efficiency."""
    from matplotlib.figure import Figure

    axes = Figure(layout="constrained").add_subplot()
    gpus = [2**k for k in range(6, 15)]
    for eta in _ETAS:
        axes.loglog(
            gpus, [days_on_one_gpu() / (n * eta) for n in gpus], marker="o", label=f"efficiency {eta:g}"
        )
    axes.set_xlabel("number of GPUs")
    axes.set_ylabel("training time (day)")
    axes.legend()
    return axes.figure


_SET_UP = """
one = (constants.GPT3_TRAINING_OPS / constants.A100_FLOPS_FP16_TENSOR).to("day").magnitude
gpus = 2 ** np.arange(6, 15)
fig, ax = plt.subplots()
"""

_FINISH = """
ax.set_xlabel("number of GPUs")
ax.set_ylabel("training time (days)")
ax.legend()
training_days_plot = fig
"""


def _plot(
    formula: str, scale: str = "ax.loglog", finish: str = _FINISH, etas: str = "(0.3, 0.45, 0.6)"
) -> str:
    """Write a cell that draws a line for each efficiency."""
    return f"{_SET_UP}for eta in {etas}:\n    {scale}(gpus, {formula}, label=f'efficiency {{eta}}')\n{finish}"


_TIME = "one / (gpus * eta)"

training_days_plot.answers(
    right=[
        _plot(_TIME),
        _plot(_TIME, "ax.plot", "ax.set_xscale('log', base=2)\nax.set_yscale('log')\n" + _FINISH),
        _plot(_TIME, "ax.scatter", "ax.set(xscale='log', yscale='log')\n" + _FINISH),
        _plot(f"24 * {_TIME}", finish=_FINISH.replace("(days)", "(hours)")),
        _plot(_TIME, finish=_FINISH.replace("= fig", "= ax")),
        _SET_UP
        + "frame = pd.DataFrame({f'{eta:.0%}': one / (gpus * eta) for eta in (0.3, 0.45, 0.6)}, index=gpus)\n"
        "training_days_plot = frame.plot(loglog=True, xlabel='GPUs', ylabel='training time in days')",
        _SET_UP + "plt.close(fig)\n"
        "import seaborn as sns\n"
        "table = pd.DataFrame([(n, eta, one / (n * eta)) for n in gpus for eta in (0.3, 0.45, 0.6)],\n"
        "                     columns=['GPUs', 'efficiency', 'days'])\n"
        "training_days_plot = sns.lineplot(table, x='GPUs', y='days', hue='efficiency', palette='dark')\n"
        "training_days_plot.set(xscale='log', yscale='log')",
        _SET_UP + "for eta in (0.3, 0.45, 0.6):\n"
        "    ax.plot(np.log10(gpus), np.log10(one / (gpus * eta)), label=f'eta = {eta}')\n"
        "ax.set_xlabel('log10(number of GPUs)')\nax.set_ylabel('log10(training time in days)')\nax.legend()\n"
        "training_days_plot = fig",
        _plot(
            _TIME,
            finish="for eta in (0.3, 0.45, 0.6):\n    ax.annotate(f'eta = {eta}', (64, one / (64 * eta)))\n"
            "ax.set_xlabel('GPUs')\nax.set_ylabel('Days')\ntraining_days_plot = plt.gcf()",
        ),
        _SET_UP + "for eta in (0.3, 0.45, 0.6):\n"
        "    plt.loglog([64, 16384], [one / (64 * eta), one / (16384 * eta)], '--o', label=f'{100 "
        "* eta:.0f} %')\n"
        "plt.xlabel('GPUs'); plt.ylabel('time in days'); plt.legend()\ntraining_days_plot = plt.gcf()",
    ],
    wrong={
        "plot:scale-x": [_plot(_TIME, "ax.plot"), _plot(_TIME, "ax.semilogy")],
        "plot:scale-y": [_plot(_TIME, "ax.semilogx")],
        "slope:+1": [_plot("one * gpus / eta"), _plot("one * gpus * eta")],
        "eta:multiplies-time": [_plot("one * eta / gpus")],
        "dropped:eta": [_plot("one / gpus")],
        "speedup-not-time": [_plot("gpus * eta / one")],
        "plot:count": [_plot("one / gpus", etas="(0.45,)")],
        "plot:curves-missing": [_plot(_TIME, etas="(0.3, 0.45)"), _plot(_TIME, etas="(0.45,)")],
        "plot:range": [_plot(_TIME).replace("np.arange(6, 15)", "np.arange(6, 11)")],
        "plot:no-legend": [_plot(_TIME, finish=_FINISH.replace("ax.legend()\n", ""))],
        "plot:legend-swapped": [_plot(_TIME).replace("{eta}'", "{round(0.9 - eta, 2)}'")],
        "plot:label-x": [_plot(_TIME, finish=_FINISH.replace("number of GPUs", "N"))],
        "plot:label-y": [_plot(_TIME, finish=_FINISH.replace('ax.set_ylabel("training time (days)")', ""))],
        "plot:unit-y": [_plot(f"86400 * {_TIME}", finish=_FINISH.replace("training time (days)", "time"))],
        "plot:label-unit-y": [_plot(_TIME, finish=_FINISH.replace(" (days)", ""))],
        "plot:factor-y": [
            _plot(f"2 * {_TIME}"),
            _plot("one / (gpus * 100 * eta)"),
            _plot(_TIME, etas="(30, 45, 60)"),
        ],
        "plot:swapped": [
            _SET_UP
            + "for eta in (0.3, 0.45, 0.6):\n    ax.loglog(one / (gpus * eta), gpus, label=f'{eta}')\n"
            + _FINISH
        ],
        "plot:blank": [_SET_UP + "training_days_plot = fig", "plt.figure()"],
        "none": ["plt.close('all')\ntraining_days_plot = plt.show()", "None"],
        "type": ["25.3", "'a plot'"],
        "type:function": ["lambda gpus: gpus"],
        "not-attempted": ["..."],
    },
)
