"""Graded keys of the section on the Iron Law."""

from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "training_days",
    bank="I6.1",
    unit="day",
    rtol=0.015,
    points=2,
    scenario="iron_law",
    objective=4,
    bloom="Apply",
    anchors="gpt3-training",
    title="Days to train a large language model",
    prompt=(
        "How long does the training run take on this cluster, at the efficiency that is reached? "
        "(The right number with a wrong unit, or none, earns half of the points.)"
    ),
    neighbours=("days_saved",),
    unit_credit=0.5,
)
def training_days(training_ops: Any, gpus: Any, peak: Any, efficiency: Any) -> Any:
    """Return work over rate: the Iron Law's compute term for a cluster."""
    return training_ops / (gpus * peak * efficiency)


@exercise(
    "days_saved",
    bank="I6.2",
    unit="day",
    rtol=0.015,
    points=2,
    scenario="iron_law",
    objective=4,
    bloom="Apply",
    anchors="gpt3-training",
    title="Days saved by a higher efficiency",
    prompt=(
        "How much time does the run save when tuning raises the efficiency from the old to the better one?"
    ),
    neighbours=("training_days",),
)
def days_saved(training_ops: Any, gpus: Any, peak: Any, efficiency: Any, better_efficiency: Any) -> Any:
    """Return old time minus new time."""
    return training_ops / (gpus * peak * efficiency) - training_ops / (gpus * peak * better_efficiency)


@days_saved.misconception(
    "difference:efficiency",
    "This is the old time multiplied by the difference of the two efficiencies. Time goes with one over the "
    "efficiency, so work out both times and subtract them.",
)
def _percentage_points(
    training_ops: Any, gpus: Any, peak: Any, efficiency: Any, better_efficiency: Any
) -> Any:
    return training_ops / (gpus * peak * efficiency) * (better_efficiency - efficiency)


@days_saved.misconception(
    "new-as-base",
    "This is the old time multiplied by the relative gain in efficiency. A third more speed does not save a "
    "third of the time: work out both times and subtract them.",
)
def _relative_gain(training_ops: Any, gpus: Any, peak: Any, efficiency: Any, better_efficiency: Any) -> Any:
    return training_ops / (gpus * peak * efficiency) * (better_efficiency / efficiency - 1)


@exercise(
    "gpus_for_deadline",
    bank="I6.5",
    kind="integer",
    points=2,
    scenario="iron_law",
    objective=4,
    bloom="Apply",
    anchors="gpt3-training",
    title="GPUs needed to meet a deadline",
    prompt=(
        "What is the smallest number of such GPUs that does the run within the deadline, at the old "
        "efficiency? (The number before it is rounded to whole GPUs earns half of the points.)"
    ),
)
def gpus_for_deadline(training_ops: Any, peak: Any, efficiency: Any, deadline: Any) -> Any:
    """Return the work over what one GPU does until the deadline, rounded up."""
    return np.ceil(training_ops / (peak * efficiency * deadline))


@gpus_for_deadline.accept(
    "rounding:none",
    "The number is right but for the last step, which earns half of the points: GPUs come whole.",
    score=0.5,
)
def _fraction_of_a_gpu(training_ops: Any, peak: Any, efficiency: Any, deadline: Any) -> Any:
    return training_ops / (peak * efficiency * deadline)


@gpus_for_deadline.misconception(
    "days-first",
    "This scales the present cluster by its time rounded to whole days. Round once, at the end, or the "
    "rounding is multiplied with everything else.",
)
def _rounded_days(training_ops: Any, gpus: Any, peak: Any, efficiency: Any, deadline: Any) -> Any:
    days = training_ops / (gpus * peak * efficiency)
    return np.ceil(gpus * np.round(days / Q_(1, "day")) / (deadline / Q_(1, "day")))


@gpus_for_deadline.misconception(
    "inverted:ratio",
    "The cluster is scaled the wrong way round: to be faster than now takes more GPUs than now, not fewer.",
)
def _upside_down(training_ops: Any, gpus: Any, peak: Any, efficiency: Any, deadline: Any) -> Any:
    return np.ceil(gpus * deadline * (gpus * peak * efficiency) / training_ops)


@exercise(
    "pipelined_total",
    bank="I6.9",
    unit="millisecond",
    rtol=0.005,
    points=2,
    scenario="iron_law_terms",
    objective=4,
    bloom="Apply",
    anchors="eq-intro-iron-law-pipelined",
    title="Latency when data and compute overlap",
    prompt=(
        "Data movement and compute overlap perfectly, the overhead does not: how long does the step take "
        "(the pipelined form of the Iron Law)?"
    ),
    neighbours=("iron_law_total",),
)
def pipelined_total(data: Any, bandwidth: Any, ops: Any, peak: Any, efficiency: Any, overhead: Any) -> Any:
    """Return the slower of the two terms, plus the overhead."""
    return np.maximum(data / bandwidth, ops / (peak * efficiency)) + overhead


@pipelined_total.misconception(
    "max:overhead-inside",
    "The overhead adds nothing to the slower of the two here: it is left out, or stands inside the maximum. "
    "It overlaps with nothing, so add it.",
)
def _overhead_inside(data: Any, bandwidth: Any, ops: Any, peak: Any, efficiency: Any, overhead: Any) -> Any:
    return np.maximum(np.maximum(data / bandwidth, ops / (peak * efficiency)), overhead)


@exercise(
    "model_flop_utilisation",
    bank="I6.18",
    rtol=0.01,
    points=2,
    scenario="recomputation",
    objective=4,
    bloom="Analyze",
    anchors="gpt3-training",
    title="Model FLOP utilisation of a finished run",
    prompt=(
        "Which fraction of the peak went into the work the model itself needs (forward and backward pass, "
        "without recomputation), given how long the run took? FLOP are floating-point operations, and one "
        "multiply-accumulate is 2 FLOP."
    ),
)
def model_flop_utilisation(
    coefficient: Any, parameters: Any, tokens: Any, gpus: Any, peak: Any, duration: Any
) -> Any:
    """Return the work the model needs over work the cluster could have done."""
    return coefficient * parameters * tokens / (gpus * peak * duration)


@model_flop_utilisation.misconception(
    "hardware-utilisation",
    "This counts the recomputed operations too: it is the hardware utilisation. The model utilisation "
    "counts only the work that the model needs.",
)
def _hardware(recomputing: Any, parameters: Any, tokens: Any, gpus: Any, peak: Any, duration: Any) -> Any:
    return recomputing * parameters * tokens / (gpus * peak * duration)
