"""Questions to predict in the lesson on data, algorithm and machine."""

from __future__ import annotations

from mlsys_course.questions import question
from mlsys_course.units import Q_


@question(
    "twice-the-hardware",
    "Twice the hardware for a model that lacks examples: how much better does it get?",
    choices=["much better", "a little better", "no better"],
    topic="bottlenecks",
    experiment="Look at what more operations change at the start of the explorer below, then compare.",
    explanation=(
        "A system comes as far as its weakest axis lets it, and a remedy on another axis buys nothing. "
        "What this model lacks is examples."
    ),
)
def twice_the_hardware() -> str:
    """Try the remedy on the explorer's system."""
    from mlsys_course.chapters.ch01_introduction.widgets.dam import try_remedy

    gain = try_remedy("A small dataset", "faster hardware").gain
    return "no better" if gain == 0 else "a little better" if gain < 0.5 else "much better"


@question(
    "four-times-the-gpu",
    "Four times the GPU: how many times the throughput?",
    unit="times",
    topic="bottlenecks",
    experiment="Make the GPU four times as fast in the explorer below, then compare.",
    explanation=(
        "The GPU waits for its data already. The line runs at the rate of its slowest station: the storage."
    ),
)
def four_times_the_gpu() -> float:
    """Make one station of the lesson's line faster."""
    from mlsys_course.chapters.ch01_introduction.widgets.bottleneck import flow

    stages = {
        "storage": Q_(1500, "sample/s"),
        "preprocessing": Q_(2000, "sample/s"),
        "GPU": Q_(2400, "sample/s"),
    }
    return float(flow(stages, "GPU", 4).throughput / flow(stages, "GPU", 1).throughput)
