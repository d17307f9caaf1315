"""I1.6: what the electricity costs to test every small binary image once."""

from mlsys_course.exercise import exercise


@exercise(
    "exhaustive_test_bill",
    bank="I1.6",
    unit="USD",
    points=2,
    scenario="binary_images",
    objective=3,
    bloom="Apply",
    anchors=("eq-verification-gap", "sec-introduction-datacentric-paradigm-shift-4eca"),
    title="The bill for testing every small image once",
)
def exhaustive_test_bill(height, width, gpus, rate, power, electricity):
    """Pay for the power of all GPUs as long as they take for two to the number of pixels images."""
    return 2 ** (height * width) / (gpus * rate) * (gpus * power) * electricity


exhaustive_test_bill.misconception(
    "base-and-exponent-swapped",
    "The base and the exponent have changed places: two choices for each pixel multiply, pixel by pixel.",
    lambda height, width, rate, power, electricity: (height * width) ** 2 / rate * power * electricity,
)

exhaustive_test_bill.misconception(
    "two-per-pixel",
    "You add two images for each pixel. Each further pixel doubles the number of images.",
    lambda height, width, rate, power, electricity: 2 * height * width / rate * power * electricity,
)

exhaustive_test_bill.misconception(
    "one-side-only",
    "You count the pixels of one side only. Every pixel of the image doubles the number of images.",
    lambda height, width, rate, power, electricity: 2**height / rate * power * electricity,
)

exhaustive_test_bill.misconception(
    "gpus-twice",
    "You let more GPUs draw more power without finishing sooner. They do both, so see what cancels.",
    lambda height, width, gpus, rate, power, electricity: (
        2 ** (height * width) / rate * gpus * power * electricity
    ),
)

exhaustive_test_bill.misconception(
    "one-gpu",
    "You share the work among all GPUs but pay for one. All of them draw power.",
    lambda height, width, gpus, rate, power, electricity: (
        2 ** (height * width) / (gpus * rate) * power * electricity
    ),
)

_IMAGES = "2 ** (q.height * q.width)"

exhaustive_test_bill.answers(
    right=[
        f"{_IMAGES} / (q.gpus * q.rate) * q.gpus * q.power * q.electricity",
        f"({_IMAGES} / q.rate * q.power * q.electricity).to('USD')",
        "time = 2.0 ** (q.height * q.width) / (q.rate * q.gpus)\n"
        "energy = (time * q.gpus * q.power).to('kWh')\n"
        "exhaustive_test_bill = energy * q.electricity",
        "Q_(245_957, 'USD')",
        "Q_(246, 'kUSD')",
    ],
    wrong={
        "base-and-exponent-swapped": ["(q.height * q.width) ** 2 / q.rate * q.power * q.electricity"],
        "two-per-pixel": ["2 * q.height * q.width / q.rate * q.power * q.electricity"],
        "one-side-only": ["2 ** q.height / q.rate * q.power * q.electricity"],
        "gpus-twice": [f"{_IMAGES} / q.rate * q.gpus * q.power * q.electricity"],
        "one-gpu": [f"{_IMAGES} / q.rate / q.gpus * q.power * q.electricity"],
        "unit:energy": [f"{_IMAGES} / q.rate * q.power"],
        "unit:time": [f"{_IMAGES} / (q.gpus * q.rate)"],
        "unit:missing": ["245_957"],
    },
)
