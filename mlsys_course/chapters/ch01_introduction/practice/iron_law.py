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
    """Return GPU-hours times price."""
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
        "Instead of tuning one may buy. How many additional GPUs are needed, at the old efficiency, to be "
        "at least as fast as the present cluster would be at the better one?"
    ),
)
def additional_gpus(gpus: Any, efficiency: Any, better_efficiency: Any) -> Any:
    """Return the cluster that is equally fast, rounded up, less the one there is."""
    return np.ceil(gpus * better_efficiency / efficiency - gpus)


@additional_gpus.misconception(
    "difference:efficiency",
    "This takes the difference of the two efficiencies as the share of GPUs that is missing. What counts is "
    "their ratio: how many times as fast the tuned cluster is.",
)
def _difference(gpus: Any, efficiency: Any, better_efficiency: Any) -> Any:
    return np.ceil(gpus * (better_efficiency - efficiency))


@additional_gpus.misconception(
    "new-as-base",
    "This takes the time saved, relative to the old time, as the share of GPUs that is missing. What counts "
    "is how many times as fast the tuned cluster is.",
)
def _share_of_time(gpus: Any, efficiency: Any, better_efficiency: Any) -> Any:
    return np.ceil(gpus * (1 - efficiency / better_efficiency))


@additional_gpus.misconception(
    "inverted:ratio",
    "This is the smaller cluster that would do as well after tuning. The question is how many GPUs must be "
    "bought.",
)
def _fewer(gpus: Any, efficiency: Any, better_efficiency: Any) -> Any:
    return np.ceil(gpus * efficiency / better_efficiency)


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
    """Return data term, compute term and overhead."""
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
    """Return the work with recomputation over the rate that is reached."""
    return recomputing * parameters * tokens / (gpus * peak * utilisation)


@training_days_recomputing.misconception(
    "forward-only",
    "This counts the forward pass alone. Training goes backward too, and recomputation goes forward once "
    "more.",
)
def _forward(coefficient: Any, parameters: Any, tokens: Any, gpus: Any, peak: Any, utilisation: Any) -> Any:
    return coefficient / 3 * parameters * tokens / (gpus * peak * utilisation)


@exercise(
    "time_share_saved",
    bank="I6.3",
    unit="percent",
    rtol=0.005,
    scenario="iron_law",
    objective=4,
    bloom="Understand",
    anchors="gpt3-training",
    title="Share of the time saved by a higher efficiency",
    prompt="Which share of the old training time does the run save when tuning raises the efficiency?",
    neighbours=("days_saved",),
)
def time_share_saved(efficiency: Any, better_efficiency: Any) -> Any:
    """Return one less new time over old time."""
    return 1 - efficiency / better_efficiency


@time_share_saved.misconception(
    "percentage-points",
    "This is the difference of the two efficiencies. Time goes with one over the efficiency: compare the "
    "two times.",
)
def _points(efficiency: Any, better_efficiency: Any) -> Any:
    return better_efficiency - efficiency


@time_share_saved.misconception(
    "new-as-base",
    "This is the gain in speed, relative to the old speed. The time saved is smaller: compare the two times.",
)
def _gain(efficiency: Any, better_efficiency: Any) -> Any:
    return better_efficiency / efficiency - 1


@exercise(
    "speedup_of_faster_peak",
    bank="I6.10",
    rtol=0.005,
    scenario="iron_law_terms",
    objective=4,
    bloom="Analyze",
    anchors="eq-intro-iron-law",
    title="What a faster device is worth",
    prompt=(
        "The next device's peak rate is higher by the given factor, and nothing else changes. How many "
        "times as fast is the whole step (old time over new, nothing overlaps)?"
    ),
    neighbours=("iron_law_total",),
)
def speedup_of_faster_peak(
    data: Any, bandwidth: Any, ops: Any, peak: Any, efficiency: Any, overhead: Any, faster: Any
) -> Any:
    """Return the old total over the new one."""
    return (data / bandwidth + ops / (peak * efficiency) + overhead) / (
        data / bandwidth + ops / (peak * faster * efficiency) + overhead
    )


@speedup_of_faster_peak.misconception(
    "component-speedup",
    "This is the speedup of the compute term alone. The data term and the overhead take as long as before.",
)
def _compute_alone(faster: Any) -> Any:
    return faster


@speedup_of_faster_peak.misconception(
    "no-effect",
    "This says that nothing changes. One of the three terms does: find the one the peak stands in.",
)
def _no_effect() -> Any:
    return 1.0


@speedup_of_faster_peak.misconception(
    "wrong-term",
    "This speeds up the data term. The peak rate stands in the compute term.",
)
def _data_term(
    data: Any, bandwidth: Any, ops: Any, peak: Any, efficiency: Any, overhead: Any, faster: Any
) -> Any:
    return (data / bandwidth + ops / (peak * efficiency) + overhead) / (
        data / (bandwidth * faster) + ops / (peak * efficiency) + overhead
    )


@exercise(
    "balance_intensity",
    bank="I6.11",
    unit="FLOP/byte",
    rtol=0.005,
    scenario="iron_law_terms",
    objective=(4, 5),
    bloom="Analyze",
    anchors="eq-intro-iron-law",
    title="Intensity at which data and compute take equally long",
    prompt=(
        "How many operations per byte must a step do, so that its data term and its compute term are equal?"
    ),
)
def balance_intensity(peak: Any, efficiency: Any, bandwidth: Any) -> Any:
    """Return the rate that is reached over the bandwidth."""
    return peak * efficiency / bandwidth


@exercise(
    "checkpoint_read_time",
    bank="I6.13",
    unit="second",
    rtol=0.005,
    scenario="checkpoint",
    objective=4,
    bloom="Apply",
    anchors="eq-intro-iron-law",
    title="Reading a checkpoint",
    prompt="How long does it take to read the checkpoint over the link, when the link is fully used?",
)
def checkpoint_read_time(size: Any, link: Any) -> Any:
    """Return the data term."""
    return size / link


@exercise(
    "decode_rate",
    bank="I6.14",
    unit="token/second",
    scenario="decode",
    objective=(4, 5),
    bloom="Analyze",
    anchors="eq-intro-iron-law",
    title="Ceiling of the decode speed",
    prompt=(
        "Every parameter is read from memory once per pass, and one pass makes one token. Which decode "
        "speed can not be exceeded?"
    ),
)
def decode_rate(bandwidth: Any, parameters: Any, bytes_per_parameter: Any, tokens_per_pass: Any) -> Any:
    """Return the bandwidth over the bytes that a token takes."""
    return bandwidth / (parameters * bytes_per_parameter) * tokens_per_pass


@decode_rate.misconception(
    "compute-bound",
    "This is the ceiling that the compute peak sets. Another one is lower: all parameters must come out of "
    "memory.",
)
def _compute_bound(peak: Any, parameters: Any, work: Any) -> Any:
    return peak / (parameters * work)


@exercise(
    "server_distance",
    bank="I6.15",
    unit="kilometer",
    rtol=0.005,
    scenario="fibre",
    objective=(4, 6),
    bloom="Apply",
    anchors="fn-latency",
    title="How far away a server may be",
    prompt=(
        "The whole time budget goes into the way through the fibre to the server and back. How far away may "
        "the server be at most?"
    ),
)
def server_distance(signal_speed: Any, round_trip: Any, ways: Any) -> Any:
    """Return the way the signal goes, shared by there and back."""
    return signal_speed * round_trip / ways
