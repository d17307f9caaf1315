"""The Iron Law section: the law as a function, terms by dimension, the plot of training days."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from mlsys_course import constants
from mlsys_course.exercise import exercise
from mlsys_course.kinds import Claims, Classification, Edge, Function, Plot
from mlsys_course.kinds import plot as drawn

# ------------------------------------------------------------------------------------------ I6.7 iron_law


def _draw(draw: random.Random) -> tuple[float, ...]:
    """Draw terms of comparable size, so that each of them shows in the sum."""
    bandwidth, peak, eta = 10 ** draw.uniform(9, 12.5), 10 ** draw.uniform(12, 15), draw.uniform(0.2, 0.9)
    data = bandwidth * draw.uniform(0.2, 2)
    ops = peak * eta * draw.uniform(0.2, 2)
    return data, bandwidth, ops, peak, eta, draw.uniform(0.1, 1)


@exercise(
    "iron_law",
    bank="I6.7",
    unit="second",
    rtol=1e-4,
    points=3,
    objective=4,
    bloom="Create",
    anchors="eq-intro-iron-law",
    title="The Iron Law as a function",
    prompt=(
        "Write the additive Iron Law as a function. It is called with quantities, or with plain "
        "numbers in byte, "
        "byte/second, FLOP, FLOP/second and second; eta is a fraction."
    ),
    spec=Function(
        cases=[
            (4e9, 2e12, 600e9, 300e12, 0.5, 1e-3),
            (1e9, 1e9, 1e12, 1e12, 0.3, 0.25),
            (3e12, 1e12, 2e15, 4e14, 0.8, 0.5),
        ],
        edges=[
            Edge("limit:data=0", (0, 1, 1e12, 1e12, 1, 0), "No data moves and there is no overhead."),
            Edge("limit:ops=0", (1e9, 1e9, 0, 1, 0.3, 0.25), "Nothing is computed."),
            Edge("limit:all=0", (0, 1e9, 0, 1e12, 0.5, 0), "There is nothing to do at all."),
        ],
        generate=_draw,
        units={
            "data": "byte",
            "bandwidth": "byte/second",
            "ops": "FLOP",
            "peak": "FLOP/second",
            "eta": None,
            "latency": "second",
        },
    ),
)
def iron_law(data, bandwidth, ops, peak, eta, latency):  # type: ignore[no-untyped-def]
    """Return data over bandwidth, plus operations over the rate reached, plus latency."""
    return data / bandwidth + ops / (peak * eta) + latency


iron_law.misconception(
    "eta:multiplies-time", "The efficiency shortens the compute term there; it must lengthen it."
)(lambda data, bandwidth, ops, peak, eta, latency: data / bandwidth + ops * eta / peak + latency)

iron_law.misconception(
    "form:pipelined",
    "That is the pipelined form, in which data and compute overlap; the additive one is asked for.",
)(lambda data, bandwidth, ops, peak, eta, latency: max(data / bandwidth, ops / (peak * eta)) + latency)

iron_law.misconception("form:largest-term", "That is the largest of the three terms alone.")(
    lambda data, bandwidth, ops, peak, eta, latency: max(data / bandwidth, ops / (peak * eta), latency)
)

iron_law.misconception("dropped:latency", "The overhead, the latency, is missing from the sum.")(
    lambda data, bandwidth, ops, peak, eta, latency: data / bandwidth + ops / (peak * eta)
)

iron_law.misconception("dropped:eta", "The efficiency is left out: no device reaches its peak.")(
    lambda data, bandwidth, ops, peak, eta, latency: data / bandwidth + ops / peak + latency
)

iron_law.misconception("dropped:data", "The data term is missing from the sum.")(
    lambda data, bandwidth, ops, peak, eta, latency: ops / (peak * eta) + latency
)

iron_law.misconception("dropped:ops", "The compute term is missing from the sum.")(
    lambda data, bandwidth, ops, peak, eta, latency: data / bandwidth + latency
)

iron_law.misconception(
    "scale:8", "Bits and bytes are mixed up in the data term: data and bandwidth are both in bytes."
)(lambda data, bandwidth, ops, peak, eta, latency: 8 * data / bandwidth + ops / (peak * eta) + latency)

iron_law.misconception(
    "scale:1/8", "Bits and bytes are mixed up in the data term: data and bandwidth are both in bytes."
)(lambda data, bandwidth, ops, peak, eta, latency: data / (8 * bandwidth) + ops / (peak * eta) + latency)

iron_law.misconception(
    "percent:eta", "The efficiency is taken for a percentage; it is a fraction between 0 and 1."
)(lambda data, bandwidth, ops, peak, eta, latency: data / bandwidth + ops / (peak * eta / 100) + latency)

iron_law.misconception(
    "eta:all-terms", "The efficiency divides the data term too; it belongs to the compute term."
)(lambda data, bandwidth, ops, peak, eta, latency: (data / bandwidth + ops / peak) / eta + latency)

iron_law.misconception(
    "eta:all-terms", "The efficiency divides the whole sum; it belongs to the compute term."
)(lambda data, bandwidth, ops, peak, eta, latency: (data / bandwidth + ops / peak + latency) / eta)

iron_law.misconception(
    "eta:data-term", "The efficiency stands in the data term; it belongs to the compute term."
)(lambda data, bandwidth, ops, peak, eta, latency: data / (bandwidth * eta) + ops / peak + latency)

iron_law.misconception(
    "precedence",
    "ops / peak * eta divides first and then multiplies: put the product in the denominator in brackets.",
)(lambda data, bandwidth, ops, peak, eta, latency: data / bandwidth + ops / peak * eta + latency)

iron_law.misconception(
    "inverted:data", "The data term is upside down: more bandwidth makes it longer there."
)(lambda data, bandwidth, ops, peak, eta, latency: bandwidth / data + ops / (peak * eta) + latency)

iron_law.misconception("operator:data", "The data term multiplies by the bandwidth; it must divide by it.")(
    lambda data, bandwidth, ops, peak, eta, latency: data * bandwidth + ops / (peak * eta) + latency
)

iron_law.misconception(
    "operator:both",
    "Both terms multiply work by a rate; each must divide the work by the rate it is done at.",
)(lambda data, bandwidth, ops, peak, eta, latency: data * bandwidth + ops * peak * eta + latency)

iron_law.misconception("latency:subtracted", "The latency is subtracted; it comes on top.")(
    lambda data, bandwidth, ops, peak, eta, latency: data / bandwidth + ops / (peak * eta) - latency
)

iron_law.misconception("latency:multiplied", "The latency is a factor there; it is a term of its own.")(
    lambda data, bandwidth, ops, peak, eta, latency: (data / bandwidth + ops / (peak * eta)) * latency
)


# ------------------------------------------------------------------------------------ I6.12 which_are_times

_TERMS = {
    "data/bandwidth": True,
    "ops/peak": True,
    "ops/bandwidth": False,
    "data/peak": False,
    "data+ops": False,
    "data/bandwidth+latency": True,
    "ops/(peak*eta)+data/bandwidth": True,
    "power/energy": False,
}


@exercise(
    "which_are_times",
    bank="I6.12",
    points=2,
    objective=4,
    bloom="Understand",
    anchors="eq-intro-iron-law",
    title="Which of these are times?",
    prompt=(
        "For each expression say whether it is a time. Data are in bytes, ops in FLOP, bandwidth "
        "in byte/second, "
        "peak in FLOP/second, eta is a plain number, latency a time; bytes and FLOP are different dimensions."
    ),
    spec=Classification(
        items={
            "data/bandwidth": (),
            "ops/peak": (),
            "ops/bandwidth": (),
            "data/peak": (),
            "data+ops": ("ops+data",),
            "data/bandwidth+latency": ("latency+data/bandwidth",),
            "ops/(peak*eta)+data/bandwidth": (
                "data/bandwidth+ops/(peak*eta)",
                "ops/(eta*peak)+data/bandwidth",
            ),
            "power/energy": (),
        },
        classes={
            True: ("time", "a time", "second", "seconds"),
            False: ("not a time", "no time", "not time"),
        },
        reconsider=(
            "Write down the unit of each expression: only second counts, and bytes and FLOP do not cancel."
        ),
    ),
)
def which_are_times() -> dict[str, Any]:
    """Say for each expression whether its unit is one of time."""
    return _TERMS


which_are_times.misconception(
    "bytes-are-flops",
    "Bytes are cancelled against FLOP there: FLOP over byte/second is no time, whatever a stock "
    "unit library that takes both for plain numbers may say.",
)(lambda: {"ops/bandwidth": True, "data/peak": True, "data+ops": False})

which_are_times.misconception(
    "bytes-are-flops",
    "Bytes are cancelled against FLOP and added to them there: they are different dimensions.",
)(lambda: {"ops/bandwidth": True, "data/peak": True, "data+ops": True})

which_are_times.misconception(
    "adds-bytes-to-flops", "Bytes and FLOP are added there: a sum needs terms of one unit."
)(lambda: {"data+ops": True})

which_are_times.misconception(
    "inverse-of-time", "One expression is the inverse of a time, 1/second: a rate."
)(lambda: {"power/energy": True})

which_are_times.misconception("flop-per-byte-rate", "FLOP divided by byte/second is taken for a time there.")(
    lambda: {"ops/bandwidth": True}
)

which_are_times.misconception(
    "byte-per-flop-rate", "Bytes divided by FLOP/second are taken for a time there."
)(lambda: {"data/peak": True})

which_are_times.misconception(
    "sums-are-no-times", "Sums are taken for no times there, although a time and a time add up to a time."
)(lambda: {"data/bandwidth+latency": False, "ops/(peak*eta)+data/bandwidth": False})

which_are_times.misconception(
    "eta-has-a-unit", "One sum is refused for its efficiency, which is a plain number and changes no unit."
)(lambda: {"ops/(peak*eta)+data/bandwidth": False})


# --------------------------------------------------------------------------------- I6.16 training_days_plot

_LOW, _HIGH = 64, 16384
_ETAS = (0.3, 0.45, 0.6)


def _one_gpu() -> float:
    """Return the days that GPT-3's training takes one A100 at its full peak."""
    days = constants.GPT3_TRAINING_OPS.quantity / constants.A100_FLOPS_FP16_TENSOR.quantity
    return float(days.to("day").magnitude)


def _by_eta(formula: Callable[[float, float], float]) -> dict[str, drawn.Curve]:
    """Return a formula of GPUs and efficiency as one curve for each efficiency, by its name in a legend."""
    return {f"{eta:g}|{100 * eta:g}": lambda gpus, eta=eta: formula(gpus, eta) for eta in _ETAS}  # type: ignore[misc]


def _checks() -> list[Any]:
    one = _one_gpu()
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
                    "Your lines rise: more GPUs take longer there. The number of GPUs divides the time.",
                    _by_eta(lambda gpus, eta: one * gpus / eta),
                ),
                (
                    "eta:multiplies-time",
                    "A higher efficiency takes longer there: the efficiency divides the time.",
                    _by_eta(lambda gpus, eta: one * eta / gpus),
                ),
                (
                    "slope:+1",
                    "Your lines rise: more GPUs take longer there. Both GPUs and efficiency divide the time.",
                    _by_eta(lambda gpus, eta: one * gpus * eta),
                ),
                (
                    "dropped:eta",
                    "All your lines are the same one: the efficiency has no effect in them.",
                    _by_eta(lambda gpus, eta: one / gpus),
                ),
                (
                    "speedup-not-time",
                    "Your lines show a rate, which rises with the number of GPUs; the time is asked for.",
                    _by_eta(lambda gpus, eta: gpus * eta / one),
                ),
            ],
        ),
        drawn.Scale("x"),
        drawn.Scale("y"),
        drawn.Label("x", ["gpu", "device", "accelerator", "a100", "cluster"], "that it counts GPUs"),
        drawn.Label(
            "y", ["time", "day", "hour", "week", "month", "duration"], "that it shows the training time"
        ),
    ]


@exercise(
    "training_days_plot",
    bank="I6.16",
    points=3,
    objective=4,
    bloom="Create",
    anchors="gpt3-training",
    title="Training days against the number of GPUs",
    prompt=(
        "Draw the training time of GPT-3 on A100 against the number of GPUs from 64 to 16384, one "
        "line for each of "
        "the efficiencies 0.3, 0.45 and 0.6, both axes logarithmic and labelled with their units, "
        "with a legend. "
        "Part of the points for part of the picture."
    ),
    spec=Plot(_checks, partial=True),
)
def training_days_plot() -> Any:
    """Draw the training time of GPT-3 against the number of GPUs, a line for each efficiency."""
    from matplotlib.figure import Figure

    axes = Figure(layout="constrained").add_subplot()
    gpus = [2**k for k in range(6, 15)]
    for eta in _ETAS:
        axes.loglog(gpus, [_one_gpu() / (n * eta) for n in gpus], marker="o", label=f"efficiency {eta:g}")
    axes.set_xlabel("number of GPUs")
    axes.set_ylabel("training time (day)")
    axes.legend()
    return axes.figure


# -------------------------------------------------------------------------------- I6.19 training_claims


def _book_days(efficiency: float) -> float:
    """Return the days of the chapter's run at an efficiency."""
    return _one_gpu() / (1024 * efficiency)


@exercise(
    "training_claims",
    bank="I6.19",
    points=3,
    objective=4,
    bloom="Evaluate",
    anchors=("sec-introduction-iron-law-ml-systems-c32a", "gpt3-training"),
    title="What the chapter says of GPT-3's training",
    prompt=(
        "For each claim compute the value and say whether the chapter's own numbers support it: (True or"
        " False, value). Supported means within 10 percent of the claim; where it names a limit, on that side"
        " of it, however near."
    ),
    spec=Claims(
        claims={
            "days_25": "at an efficiency of 0.45 the run takes 25 days",
            "saves_less_than_6": "at 0.60 it saves nearly, that is less than, 6 days",
            "quarter_saved": "that is a quarter of the time",
            "thousands_of_mwh": (
                "the GPUs, at their power limit all the time, take thousands of megawatt hours"
            ),
        },
        rtol=0.015,
        units={
            "days_25": "day",
            "saves_less_than_6": "day",
            "quarter_saved": "percent",
            "thousands_of_mwh": "megawatt_hour",
        },
        reconsider=(
            "Work it out from the run's operations, its GPUs and their figures, and round only at the end."
        ),
        partial=True,
    ),
)
def training_claims() -> dict[str, tuple[bool, float]]:
    """Recompute what the chapter says of the run: time, saving, share and energy."""
    slow, fast = _book_days(0.45), _book_days(0.6)
    power = constants.A100_TDP.quantity.to("megawatt").magnitude
    return {
        "days_25": (True, slow),
        "saves_less_than_6": (False, slow - fast),
        "quarter_saved": (True, 100 * (slow - fast) / slow),
        "thousands_of_mwh": (False, 1024 * power * slow * 24),
    }


training_claims.misconception(
    "rounded-first",
    "Both times are rounded to whole days before they are subtracted; the claim looks right only then.",
)(lambda: {"saves_less_than_6": (True, 6)})

training_claims.misconception(
    "new-as-base", "The saving is compared with the new time; the claim is about the old one."
)(lambda: {"quarter_saved": (True, 100 / 3)})

training_claims.misconception(
    "difference-of-efficiencies", "The difference of the efficiencies is no share of the time."
)(lambda: {"quarter_saved": (True, 15)})

training_claims.misconception(
    "energy-not-computed", "An amount of energy is believed because the text has it: multiply it out."
)(lambda: {"thousands_of_mwh": (True, None)})

training_claims.misconception(
    "days-not-hours", "Megawatts were multiplied by days; megawatt hours need hours."
)(lambda: {"thousands_of_mwh": (False, 1024 * 400e-6 * _book_days(0.45))})

training_claims.misconception("one-gpu", "That is the energy of one GPU.")(
    lambda: {"thousands_of_mwh": (False, 400e-6 * _book_days(0.45) * 24)}
)
