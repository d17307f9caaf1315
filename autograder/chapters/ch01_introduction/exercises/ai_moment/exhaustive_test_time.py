"""I1.6: how long it takes to test every small binary image once."""

from mlsys_course.exercise import exercise


@exercise(
    "exhaustive_test_time",
    bank="I1.6",
    unit="year",
    rtol=0.01,
    points=2,
    scenario="binary_images",
    objective=3,
    bloom="Apply",
    anchors=("eq-verification-gap", "sec-introduction-datacentric-paradigm-shift-4eca"),
    title="Testing every small image once",
)
def exhaustive_test_time(height, width, rate):
    """Return two to the number of pixels, over the tests per time."""
    return 2 ** (height * width) / rate


exhaustive_test_time.misconception(
    "base-and-exponent-swapped",
    "The base and the exponent have changed places: two choices for each pixel multiply, pixel by pixel.",
    lambda height, width, rate: (height * width) ** 2 / rate,
)

exhaustive_test_time.misconception(
    "one-side-only",
    "Only one side of the image is counted; every pixel doubles the number of images.",
    lambda height, width, rate: 2**height / rate,
)

exhaustive_test_time.misconception(
    "one-pixel-short",
    "The exponent is one pixel short.",
    lambda height, width, rate: 2 ** (height * width - 1) / rate,
)

exhaustive_test_time.answers(
    right=[
        "2 ** (q.height * q.width) / q.rate",
        "(2.0 ** (q.height * q.width) / q.rate).to('day')",
        "Q_(584.5, 'year')",
        "Q_(213504, 'day')",
        "Q_(1.8447e10, 'second')",
    ],
    wrong={
        "base-and-exponent-swapped": ["(q.height * q.width) ** 2 / q.rate"],
        "one-side-only": ["2 ** q.height / q.rate"],
        "one-pixel-short": ["2 ** (q.height * q.width - 1) / q.rate", "Q_(292.27, 'year')"],
        "unit:missing": ["584.5"],
        "unit:1/time": ["q.rate / 2 ** (q.height * q.width)"],
    },
)
