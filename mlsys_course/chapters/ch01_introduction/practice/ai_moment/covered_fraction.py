"""I1.5: which share of all possible images a test set covers, as a logarithm."""

import numpy as np

from mlsys_course.exercise import exercise


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
        "What fraction of all possible images does the test set cover? Give its logarithm to base ten, to "
        "one decimal. (The chapter calls ImageNet's validation set its test set.)"
    ),
    neighbours=("possible_images_digits",),
)
def covered_fraction(test_images, height, width, channels, levels):
    """Return the logarithm of the images tested, less that of all possible images."""
    return np.log10(test_images) - height * width * channels * np.log10(levels)


covered_fraction.misconception(
    "sign",
    "This is the logarithm of a number above one. A fraction has a negative logarithm.",
    lambda test_images, height, width, channels, levels: (
        height * width * channels * np.log10(levels) - np.log10(test_images)
    ),
)

covered_fraction.misconception(
    "log-of-values",
    "You take the logarithm of the number of values. The number of images is levels raised to that number.",
    lambda test_images, height, width, channels: np.log10(test_images) - np.log10(height * width * channels),
)

covered_fraction.answers(
    right=[
        "np.log10(q.test_images) - q.height * q.width * q.channels * np.log10(q.levels)",
        "math.log10(q.test_images) - math.log10(q.levels) * q.height * q.width * q.channels",
        "-362502.8",
        "Decimal('-362502.8')",
    ],
    wrong={
        "sign": [
            "q.height * q.width * q.channels * np.log10(q.levels) - np.log10(q.test_images)",
            "362502.8",
        ],
        "log-of-values": ["np.log10(q.test_images) - np.log10(q.height * q.width * q.channels)"],
        "dropped:channels": ["np.log10(q.test_images) - q.height * q.width * np.log10(q.levels)"],
        "log:ln": ["np.log(q.test_images) - q.height * q.width * q.channels * np.log(q.levels)"],
        "inverted:levels|sum-for-difference": [
            "np.log10(q.test_images) + q.height * q.width * q.channels * np.log10(q.levels)"
        ],
    },
)
