"""I1.4: how many digits the number of possible images has."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "possible_images_digits",
    bank="I1.4",
    kind="integer",
    points=2,
    scenario="image_space",
    objective=3,
    bloom="Apply",
    anchors=("eq-verification-gap", "sec-introduction-datacentric-paradigm-shift-4eca"),
    title="How large is the space of images?",
    neighbours=("covered_fraction",),
)
def possible_images_digits(height, width, channels, levels):
    """Return the digits of levels to the power of all values: their logarithm, cut off, plus one."""
    return np.floor(height * width * channels * np.log10(levels)) + 1


possible_images_digits.misconception(
    "floor-alone",
    "You rounded the logarithm down, which is one digit short: 10 has the logarithm 1 and two digits.",
    lambda height, width, channels, levels: np.floor(height * width * channels * np.log10(levels)),
)

possible_images_digits.misconception(
    "logarithm-itself",
    "This is the logarithm itself. A number of digits is whole: round down, then add one.",
    lambda height, width, channels, levels: height * width * channels * np.log10(levels),
)

possible_images_digits.misconception(
    "channels-forgotten",
    "You forgot the channels: each pixel has one value for each of them.",
    lambda height, width, levels: np.floor(height * width * np.log10(levels)) + 1,
)

possible_images_digits.misconception(
    "levels-multiplied",
    "You multiply the values by the levels. Each value has that many choices, and the choices multiply.",
    lambda height, width, channels, levels: (
        np.floor(np.log10(height) + np.log10(width) + np.log10(channels) + np.log10(levels)) + 1
    ),
)

possible_images_digits.misconception(
    "bits-not-digits",
    "These are binary digits; the question asks for decimal ones.",
    lambda height, width, channels, levels: height * width * channels * np.log2(levels),
)

possible_images_digits.misconception(
    "values-not-digits",
    "This is the number of values in one image, not the number of digits of the number of images.",
    lambda height, width, channels: height * width * channels,
)

possible_images_digits.answers(
    right=[
        "len(str(q.levels ** (q.height * q.width * q.channels))) if q.height < 20 else "
        "math.floor(q.height * q.width * q.channels * math.log10(q.levels)) + 1",
        "np.floor(q.height * q.width * q.channels * np.log10(q.levels)) + 1",
        "int(q.height * q.width * q.channels * math.log10(q.levels)) + 1",
        "362508",
        "Decimal(362508)",
    ],
    wrong={
        "floor-alone": ["math.floor(q.height * q.width * q.channels * math.log10(q.levels))", "362507"],
        "logarithm-itself": ["q.height * q.width * q.channels * math.log10(q.levels)", "362507.545"],
        "channels-forgotten": ["math.floor(q.height * q.width * math.log10(q.levels)) + 1", "120836"],
        "bits-not-digits": ["q.height * q.width * q.channels * math.log2(q.levels)", "1204224"],
        "values-not-digits": ["q.height * q.width * q.channels", "150528"],
        "log:ln": ["math.floor(q.height * q.width * q.channels * math.log(q.levels)) + 1"],
        "rounding:none": ["q.height * q.width * q.channels * np.log10(q.levels) + 1"],
    },
)
