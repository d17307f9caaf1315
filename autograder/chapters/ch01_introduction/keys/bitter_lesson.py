"""Graded keys of the section on the Bitter Lesson and the scale of deep learning."""

from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Claims, Plot
from mlsys_course.kinds import plot as drawn
from mlsys_course.units import Q_

_SECTION = "sec-introduction-bitter-lesson-79c7"
_DEEP = "sec-introduction-deep-learning-era-infrastructure-bottleneck-2f02"
_TABLE = "tbl-ai-evolution-performance"

# ------------------------------------------------------------------------------- I3.2, I3.3: GPT-3


@exercise(
    "training_compute",
    bank="I3.2",
    unit="FLOP",
    rtol=0.01,
    points=2,
    scenario="model_and_corpus",
    objective=(2, 4),
    bloom="Apply",
    anchors=(_DEEP, "gpt3-scale-stats"),
    title="Work of a training run",
    prompt=(
        "How many floating-point operations does the training take: so many for each parameter and each token"
        " that the model is trained on?"
    ),
    neighbours=("corpus_size",),
)
def training_compute(coefficient: Any, parameters: Any, tokens: Any) -> Any:
    """Return the work per parameter and token, times parameters, times tokens."""
    return coefficient * parameters * tokens


@training_compute.misconception(
    "corpus-for-tokens",
    "This counts every token of the corpus. The model is trained on the tokens it is shown, which are fewer.",
)
def _corpus(coefficient: Any, parameters: Any, corpus: Any) -> Any:
    return coefficient * parameters * corpus


@training_compute.misconception(
    "forward-only",
    "This is the work of the forward pass, a third of the whole: the backward pass takes twice as much.",
)
def _forward(coefficient: Any, parameters: Any, tokens: Any) -> Any:
    return coefficient * parameters * tokens / 3


@training_compute.misconception(
    "backward-only",
    "This is the work of the backward pass, two thirds of the whole: the forward pass belongs to it.",
)
def _backward(coefficient: Any, parameters: Any, tokens: Any) -> Any:
    return coefficient * parameters * tokens * 2 / 3


# ----------------------------------------------------------- I3.5, I3.7: what the table and figure say


@exercise(
    "run_orders",
    bank="I3.5",
    rtol=0.004,
    points=2,
    scenario="alexnet_to_gpt4",
    objective=2,
    bloom="Evaluate",
    anchors=(_TABLE, "tbl-lighthouse-examples"),
    title="Orders of magnitude between two runs",
    prompt=(
        "Both runs are given as device-days, at the peak of their device. How many orders of magnitude"
        " (log10) lie between their numbers of operations? A plain number, not rounded."
    ),
    neighbours=("device_day_ratio",),
)
def run_orders(new_days: Any, new_peak: Any, old_devices: Any, old_days: Any, old_peak: Any) -> Any:
    """Return the logarithm to base ten of the new run's work over the old one's."""
    return np.log10(new_days * new_peak / (old_devices * old_days * old_peak))


@run_orders.misconception(
    "peaks-missing",
    "Both peaks are left out: these are the orders of magnitude between the device-days. A device-day of"
    " the new run holds many more operations.",
)
def _device_days(new_days: Any, old_devices: Any, old_days: Any) -> Any:
    return np.log10(new_days / (old_devices * old_days))


@run_orders.misconception(
    "peaks-and-devices-missing",
    "Both peaks and the devices of the old run are left out: these are the orders of magnitude between two"
    " times. Count device-days for both, and the operations that a device-day holds.",
)
def _days(new_days: Any, old_days: Any) -> Any:
    return np.log10(new_days / old_days)


@run_orders.misconception(
    "peaks-only", "Only the peaks are compared: the new run also used more devices, for longer."
)
def _peaks_only(new_peak: Any, old_peak: Any) -> Any:
    return np.log10(new_peak / old_peak)


@run_orders.misconception(
    "dropped:old_devices",
    "The devices of the old run are left out: its device-days are its devices times its days.",
)
def _no_devices(new_days: Any, new_peak: Any, old_days: Any, old_peak: Any) -> Any:
    return np.log10(new_days * new_peak / (old_days * old_peak))


@run_orders.misconception(
    "printed:nine-orders",
    "This is what the chapter's text says. Its own table gives the numbers: compute it from them.",
)
def _nine(new_days: Any, old_days: Any) -> Any:
    return 9 + 0 * (new_days / old_days)


@exercise(
    "implied_utilisation",
    bank="I3.7",
    rtol=0.01,
    points=2,
    scenario="gpt4_run",
    objective=4,
    bloom="Analyze",
    anchors=("fig-ai-training-compute-growth", _TABLE),
    title="The utilisation that two figures imply",
    prompt=(
        "The figure gives the operations of the run, the table its device-days. Which share of the peak must"
        " have been reached? A fraction, or a quantity in percent."
    ),
)
def implied_utilisation(training_ops: Any, device_days: Any, peak: Any) -> Any:
    """Return the operations done over those the devices could have done."""
    return training_ops / (device_days * peak)


@implied_utilisation.misconception(
    "devices-twice",
    "The devices are counted twice: the device-days are those of all devices together.",
)
def _devices_twice(training_ops: Any, devices: Any, device_days: Any, peak: Any) -> Any:
    return training_ops / (devices * device_days * peak)


@implied_utilisation.misconception(
    "one-device",
    "The device-days are divided by the devices, which leaves the days; but the peak is that of one device."
    " Device-days times the peak of one is what all could have done.",
)
def _one_device(training_ops: Any, devices: Any, device_days: Any, peak: Any) -> Any:
    return training_ops / (device_days / devices * peak)


# ----------------------------------------------------------------- I3.9, I3.11: search and crossover


@exercise(
    "search_depth",
    bank="I3.9",
    rtol=0.005,
    points=2,
    scenario="game_search",
    objective=2,
    bloom="Analyze",
    anchors=_SECTION,
    title="How deep a full search reaches",
    prompt=(
        "A player examines so many positions for a move, and in each position it has so many moves. How deep,"
        " in plies and not rounded, does a search reach that examines every line?"
    ),
    neighbours=("positions_examined",),
)
def search_depth(positions: Any, moves: Any) -> Any:
    """Return the depth d with moves to the power d equal to the positions."""
    return np.log(positions) / np.log(moves)


@search_depth.misconception(
    "alpha-beta",
    "This is the depth with perfect pruning, twice as deep; the question asks about a search without it.",
)
def _pruned(positions: Any, moves: Any) -> Any:
    return 2 * np.log(positions) / np.log(moves)


@search_depth.misconception(
    "log10-only",
    "This is the number of decimal digits, so to speak: a logarithm to base ten. The base is the number of"
    " moves.",
)
def _digits(positions: Any, moves: Any) -> Any:
    return np.log10(positions) + 0 * moves


@search_depth.misconception(
    "one-second-only",
    "This takes the positions of one second, the rate, for those that the search examines.",
)
def _one_second(rate: Any, moves: Any) -> Any:
    return np.log(rate * Q_(1, "second")) / np.log(moves)


@search_depth.misconception(
    "divided",
    "The positions are divided by the moves. Each ply multiplies the positions, so a logarithm is due.",
)
def _divided(positions: Any, moves: Any) -> Any:
    return positions / moves


@exercise(
    "crossover_compute",
    bank="I3.11",
    unit="FLOP",
    rtol=0.05,
    points=3,
    scenario="expert_and_general",
    objective=2,
    bloom="Analyze",
    anchors=_SECTION,
    title="Where compute overtakes expertise",
    prompt=(
        "An expert system keeps its accuracy whatever the compute. A general method has its own accuracy at"
        " the starting compute, and each tenfold compute adds the same number of percentage points. At which"
        " compute are both equal?"
    ),
)
def crossover_compute(expert: Any, general: Any, gain: Any, start: Any) -> Any:
    """Return the start times ten to the number of tenfold steps that the gap takes."""
    return start * 10 ** ((expert - general) / gain)


@crossover_compute.misconception(
    "natural-steps", "The steps are taken as factors of e; each step is a tenfold compute."
)
def _natural(expert: Any, general: Any, gain: Any, start: Any) -> Any:
    return start * np.exp((expert - general) / gain)


@crossover_compute.misconception(
    "linear-in-compute",
    "The compute is multiplied by the number of steps. Each step multiplies it by ten, so the steps belong in"
    " the exponent.",
)
def _linear(expert: Any, general: Any, gain: Any, start: Any) -> Any:
    return start * (expert - general) / gain


@crossover_compute.misconception(
    "start-missing",
    "This is by how many times the compute must grow; it starts from something.",
)
def _no_start(expert: Any, general: Any, gain: Any) -> Any:
    return Q_(1, "FLOP") * 10 ** ((expert - general) / gain)


@crossover_compute.misconception(
    "start-missing",
    "This is next to nothing beside the starting compute, as if that were left out. By how many times the"
    " compute must grow, or in how many steps, is not yet the compute itself.",
)
def _nothing(start: Any) -> Any:
    return 0 * start  # what an answer far below the start is taken for


@crossover_compute.misconception(
    "from-zero",
    "This counts the steps from an accuracy of zero; the general method starts with some already.",
)
def _from_zero(expert: Any, gain: Any, start: Any) -> Any:
    return start * 10 ** (expert / gain)


# ----------------------------------------------------------------------------- I3.12: the crossing, drawn

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
                    "The general method's line does not rise by the same amount with every tenfold compute.",
                    {
                        "expert|hand|rule": lambda compute: _EXPERT,
                        "general|learn": lambda compute: _GENERAL + _GAIN * compute / _START,
                    },
                ),
                (
                    "natural-steps",
                    (
                        "The general method gains with every factor of e there; the question says with every"
                        " tenfold compute."
                    ),
                    {
                        "expert|hand|rule": lambda compute: _EXPERT,
                        "general|learn": lambda compute: _GENERAL + _GAIN * np.log(compute / _START),
                    },
                ),
                (
                    "start-ignored",
                    "The general method's line starts at zero; it has some accuracy at the starting compute.",
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
    bloom="Create",
    anchors=_SECTION,
    title="The crossing, drawn",
    spec=Plot(_checks, partial=True),
)
def crossover_plot() -> Any:
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


# ------------------------------------------------------------------------------ I3.13: claims on scale


def _orders(new: float, old: float) -> float:
    return float(np.log10(new / old))


@exercise(
    "scale_claims",
    bank="I3.13",
    points=3,
    objective=2,
    bloom="Evaluate",
    anchors=(_TABLE, "fig-ai-training-compute-growth", _DEEP),
    title="Do the numbers support the story of scale?",
    spec=Claims(
        claims={
            "accuracy_and_error": "AlexNet's accuracy and error, 84.6 and 15.3 percent, add up to all images",
            "tokens_500e9": (
                "175 billion parameters, 500 billion tokens and six operations per parameter and token give"
                " 3.14e23"
            ),
            "tokens_300e9": (
                "175 billion parameters, 300 billion tokens and six operations per parameter and token give"
                " 3.14e23"
            ),
            "device_days_5": (
                "GPT-4's device-days are five orders of magnitude more than AlexNet's (2 GPUs, 6 days)"
            ),
            "figure_7": "the figure's points for AlexNet and GPT-4 lie seven orders of magnitude apart",
        },
        rtol=0.02,
        units={"accuracy_and_error": "percent", "tokens_500e9": "FLOP", "tokens_300e9": "FLOP"},
        reconsider=(
            "Compute it from the table's and the figure's own numbers, and compare with what the claim says."
        ),
        partial=True,
    ),
)
def scale_claims() -> dict[str, tuple[bool, float]]:
    """Recompute each claim; sums must be exact, products within 10 percent, orders within half an order."""
    return {
        "accuracy_and_error": (False, 84.6 + 15.3),
        "tokens_500e9": (False, 6 * 175e9 * 500e9),
        "tokens_300e9": (True, 6 * 175e9 * 300e9),
        "device_days_5": (True, _orders(2.5e6, 2 * 6)),
        "figure_7": (True, _orders(2.0e25, 1.2e18)),
    }


scale_claims.misconception(
    "corpus-for-tokens",
    "The two claims on tokens are the wrong way round: the corpus is larger than what the model was"
    " trained on.",
)(lambda: {"tokens_500e9": (True, None), "tokens_300e9": (False, None)})

scale_claims.misconception(
    "rounding-believed",
    "A sum is believed without adding: the two numbers must give exactly one hundred percent.",
)(lambda: {"accuracy_and_error": (True, None)})

scale_claims.misconception(
    "tokens-not-computed", "A number of tokens is believed because the text has it: multiply it out."
)(lambda: {"tokens_500e9": (True, None)})

scale_claims.misconception(
    "gpus-forgotten", "AlexNet's six days ran on two GPUs: a device-day counts each device."
)(lambda: {"device_days_5": (True, _orders(2.5e6, 6))})

scale_claims.misconception(
    "ratio-not-orders", "That is the ratio itself; an order of magnitude is a factor of ten, so take log10."
)(lambda: {"figure_7": (True, 2.0e25 / 1.2e18)})

scale_claims.misconception(
    "exponents-only", "Only the exponents are compared; the figures in front of them count too."
)(lambda: {"figure_7": (True, 7)})
