"""Practice exercises of the section on the AI moment."""

from typing import Any

import numpy as np

from mlsys_course.exercise import exercise

_MOMENT = "sec-introduction-ai-moment-37f1"


@exercise(
    "peak_ratio",
    bank="I1.2",
    rtol=0.01,
    scenario="gpu_and_cpu",
    objective=5,
    bloom="Apply",
    anchors=_MOMENT,
    title="A GPU over a CPU",
    prompt=(
        "How many times the CPU's peak is the GPU's, as the chapter compares them? A plain number. (The"
        " precisions differ, so this is no comparison of like with like.)"
    ),
)
def peak_ratio(gpu: Any, cpu: Any) -> Any:
    """Return the GPU's peak over the CPU's."""
    return gpu / cpu


@exercise(
    "quintillion_time",
    bank="I1.3",
    unit="second",
    rtol=0.01,
    scenario="many_operations",
    objective=4,
    bloom="Apply",
    anchors=_MOMENT,
    title="Quintillions of operations",
    prompt="How long do these operations take on this one device, at its full peak?",
)
def quintillion_time(ops: Any, peak: Any) -> Any:
    """Return operations over operations per time."""
    return ops / peak


@exercise(
    "covered_fraction",
    bank="I1.5",
    rtol=0.000001,
    scenario="image_space",
    objective=3,
    bloom="Apply",
    anchors="eq-verification-gap",
    title="What a set of images covers",
    prompt=(
        "Which fraction of all possible images does the test set cover? Give its logarithm to base ten, to"
        " one decimal. (The chapter calls ImageNet's validation set its test set.)"
    ),
    neighbours=("possible_images_digits",),
)
def covered_fraction(test_images: Any, height: Any, width: Any, channels: Any, levels: Any) -> Any:
    """Return the logarithm of the images tested, less that of all possible images."""
    return np.log10(test_images) - height * width * channels * np.log10(levels)


@covered_fraction.misconception(
    "sign", "This is the logarithm of a number above one; a fraction has a negative one."
)
def _upside_down(test_images: Any, height: Any, width: Any, channels: Any, levels: Any) -> Any:
    return height * width * channels * np.log10(levels) - np.log10(test_images)


@covered_fraction.misconception(
    "log-of-values",
    "The logarithm is taken of the number of values; the number of images is levels to that power.",
)
def _log_of_values(test_images: Any, height: Any, width: Any, channels: Any) -> Any:
    return np.log10(test_images) - np.log10(height * width * channels)


@exercise(
    "emails_per_year",
    bank="I1.9",
    unit="email/year",
    rtol=0.01,
    scenario="mail_volume",
    objective=3,
    bloom="Apply",
    anchors="sec-introduction-defining-ml-systems-d4af",
    title="Emails in a year",
    prompt="How many emails is that per year, spam and all?",
)
def emails_per_year(volume: Any) -> Any:
    """Return the rate; the unit does the rest."""
    return volume * 1


@emails_per_year.misconception("spam-only", "This counts the spam alone; the question asks for all emails.")
def _spam(volume: Any, spam: Any) -> Any:
    return volume * spam


@emails_per_year.misconception("without-spam", "Here the spam is left out; the question asks for all emails.")
def _without_spam(volume: Any, spam: Any) -> Any:
    return volume * (1 - spam)
