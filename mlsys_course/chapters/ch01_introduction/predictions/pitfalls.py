"""Questions to predict in the lesson on lifecycle, deployment, pillars and pitfalls."""

from __future__ import annotations

from typing import Any

from mlsys_course.chapters.ch01_introduction.eras import budgets
from mlsys_course.questions import question
from mlsys_course.units import Q_


@question(
    "care-without-new-data",
    "What is the accuracy after two years of such care?",
    unit="percent",
    topic="drift",
    experiment="Let the alarm of the explorer below lead to training again on the old data, then compare.",
    explanation="Without new data it is all for nothing: the model learns the old world once more.",
    within=0.05,
)
def care_without_new_data() -> float:
    """Live two years with the old data."""
    from mlsys_course import constants
    from mlsys_course.chapters.ch01_introduction.widgets.lifecycle import live

    life = live("Training", constants.DRIFT_LOSS_PER_MONTH.quantity, Q_(1, "month"))
    return float(life.accuracy[-1])


@question(
    "resnet-in-ten-milliseconds",
    "Where does ResNet-50 answer within 10 milliseconds?",
    choices=["only in the cloud", "cloud and edge", "edge and mobile", "everywhere but TinyML"],
    topic="bottlenecks",
    experiment="Choose ResNet-50 and 10 ms in the explorer below, then compare.",
    explanation=(
        "The cloud has the fastest device and still comes last: the way there takes longer than the "
        "deadline. No accelerator changes that."
    ),
)
def resnet_in_ten_milliseconds() -> str:
    """Put the model on every tier."""
    from mlsys_course.chapters.ch01_introduction.widgets.deployment import place

    fits = [one.tier.name for one in place("ResNet-50", 1, Q_(10, "ms")) if one.fits]
    named = {
        ("cloud",): "only in the cloud",
        ("cloud", "edge"): "cloud and edge",
        ("edge", "mobile"): "edge and mobile",
    }
    return named.get(tuple(fits), "everywhere but TinyML")


@question(
    "upload-in-one-night",
    "How fast a link does it take to upload the shift in one night?",
    unit="Gbit/s",
    topic="scale",
    experiment="Change the link in the next cell until the row fits, then compare.",
    explanation=(
        "That is one car. A depot of a hundred needs a hundred of these links, so cars choose on board "
        "what is worth learning from."
    ),
)
def upload_in_one_night() -> Any:
    """Return the data of a shift over the night."""
    from mlsys_course import constants

    shift = budgets.volume(constants.WAYMO_DATA_PER_HOUR_HIGH, budgets.FACTS["VEHICLE_SHIFT"])
    return budgets.link_needed(shift, budgets.FACTS["OVERNIGHT"])


@question(
    "gpus-for-every-structure",
    "How many GPUs does it take to predict every structure within three months?",
    unit="GPU",
    topic="scale",
    experiment="Change the number of GPUs in the next cell until the row fits, then compare.",
    explanation=(
        "No deadline in milliseconds and no battery: throughput takes AlphaFold into the data centre."
    ),
)
def gpus_for_every_structure() -> Any:
    """Return the time that one GPU takes over three months."""
    one = budgets.alphafold(gpus=1)["predict every structure"].uses
    return (one / Q_(3, "month")).to("").magnitude


@question(
    "hours-between-failures",
    "16,384 GPUs: how many hours between two failures, on average?",
    unit="hour",
    topic="chances",
    explanation=(
        "What is rare for one device happens every day to many. If you plan a long run without "
        "checkpoints, you plan to start again."
    ),
)
def hours_between_failures() -> Any:
    """Divide the time between the failures of one GPU by their number."""
    from mlsys_course import constants

    return constants.GPU_MTTF.quantity / 16_384


@question(
    "inference-three-times-as-fast",
    "Inference becomes three times as fast. How much faster is the whole request?",
    unit="times",
    topic="bottlenecks",
    experiment="Set inference to three times in the explorer below, then compare.",
    explanation="Only inference gets faster, and it takes only a share of the time. The rest stays as it is.",
    within=0.05,
)
def inference_three_times_as_fast() -> Any:
    """Use Amdahl's law on the chapter's service."""
    from mlsys_course import laws

    stages = {"preprocessing": 60, "inference": 45, "postprocessing": 25}
    return laws.amdahl_speedup(stages["inference"] / sum(stages.values()), 3)
