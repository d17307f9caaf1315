"""Practice exercises of the section on the Iron Law."""

from typing import Any

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "training_cost",
    bank="I6.4",
    unit="USD",
    rtol=0.015,
    scenario="iron_law",
    objective=4,
    bloom="Apply",
    anchors="gpt3-training",
    title="Price of a training run",
    prompt="What does the whole run cost, when every GPU is paid for by the hour?",
    neighbours=("training_days",),
)
def training_cost(training_ops: Any, gpus: Any, peak: Any, efficiency: Any, price: Any) -> Any:
    """GPU-hours times price."""
    return training_ops / (gpus * peak * efficiency) * gpus * price


@exercise(
    "additional_gpus",
    bank="I6.6",
    kind="integer",
    scenario="iron_law",
    objective=4,
    bloom="Analyze",
    anchors="gpt3-training",
    title="GPUs that replace a better efficiency",
    prompt=(
        "Instead of tuning one may buy. How many additional GPUs are needed, at the old efficiency, to be at least "
        "as fast as the present cluster would be at the better one?"
    ),
)
def additional_gpus(gpus: Any, efficiency: Any, better_efficiency: Any) -> Any:
    """Cluster that is equally fast, rounded up, less the one there is."""
    return np.ceil(gpus * better_efficiency / efficiency - gpus)


@additional_gpus.misconception(
    "difference:efficiency",
    "This takes the difference of the two efficiencies as the share of GPUs that is missing. What counts is their "
    "ratio: how many times as fast the tuned cluster is.",
)
def _difference(gpus: Any, efficiency: Any, better_efficiency: Any) -> Any:
    return np.ceil(gpus * (better_efficiency - efficiency))


@exercise(
    "iron_law_total",
    bank="I6.8",
    unit="millisecond",
    rtol=0.005,
    scenario="iron_law_terms",
    objective=4,
    bloom="Apply",
    anchors="eq-intro-iron-law",
    title="Latency when nothing overlaps",
    prompt="Nothing overlaps: how long does the step take (the additive form of the Iron Law)?",
    neighbours=("pipelined_total",),
)
def iron_law_total(data: Any, bandwidth: Any, ops: Any, peak: Any, efficiency: Any, overhead: Any) -> Any:
    """Data term, compute term and overhead."""
    return data / bandwidth + ops / (peak * efficiency) + overhead


@exercise(
    "training_days_recomputing",
    bank="I6.17",
    unit="day",
    rtol=0.015,
    scenario="recomputation",
    objective=4,
    bloom="Analyze",
    anchors="gpt3-training",
    title="Days to train with activation recomputation",
    prompt="How long does the run take with recomputation, at the given hardware utilisation?",
)
def training_days_recomputing(
    recomputing: Any, parameters: Any, tokens: Any, gpus: Any, peak: Any, utilisation: Any
) -> Any:
    """Work with recomputation over the rate that is reached."""
    return recomputing * parameters * tokens / (gpus * peak * utilisation)
