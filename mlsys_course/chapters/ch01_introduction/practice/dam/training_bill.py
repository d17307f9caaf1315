"""I4.16: what a training run costs, as a function."""

import random

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Edge, Function


def _run(draw: random.Random) -> tuple[int, int, float, float]:
    return (
        draw.choice((40_000, 90_000, 250_000, 600_000, 1_300_000)),
        draw.choice((3, 10, 25, 60, 90)),
        float(draw.choice((350, 800, 1400, 2100, 2900))),
        draw.choice((0.6, 1.1, 1.9, 3.2, 4.5)),
    )


@exercise(
    "training_bill",
    bank="I4.16",
    rtol=1e-4,
    objective=1,
    bloom="Apply",
    anchors="sec-introduction-defining-ml-systems-d4af",
    title="The bill of a training run, as a function",
    prompt=(
        "Write training_bill(images, epochs, rate, price): what a training run costs in US dollars, as a plain "
        "number. images is the size of the training set, epochs how often the run goes through it, rate how "
        "many images a rented GPU processes in a second, and price what it costs in US dollars an hour."
    ),
    spec=Function(
        gives="one number, the bill in USD",
        cases=[(1_300_000, 90, 2500.0, 4.0), (50_000, 10, 800.0, 1.2), (200_000, 30, 1500.0, 0.7)],
        edges=[
            Edge("limit:epochs=0", (50_000, 0, 800.0, 1.2), "No image is shown at all."),
            Edge("limit:price=0", (50_000, 10, 800.0, 0.0), "The GPU is lent for nothing."),
        ],
        generate=_run,
    ),
)
def training_bill(images, epochs, rate, price):
    """Return hours times price."""
    return images * epochs / rate / 3600 * price


training_bill.misconception(
    "seconds-for-hours",
    "You multiply seconds by a price per hour. An hour has 3,600 seconds.",
    lambda images, epochs, rate, price: images * epochs / rate * price,
)

training_bill.misconception(
    "minutes-for-hours",
    "You multiply minutes by a price per hour. An hour has sixty of them.",
    lambda images, epochs, rate, price: images * epochs / rate / 60 * price,
)

training_bill.misconception(
    "one-epoch",
    "You show each image once. It is shown once in every epoch.",
    lambda images, epochs, rate, price: images / rate / 3600 * price,
)

training_bill.misconception(
    "hours-not-dollars",
    "You return how many hours the run takes. Each of them costs something.",
    lambda images, epochs, rate, price: images * epochs / rate / 3600,
)

training_bill.misconception(
    "images-per-dollar",
    "You return how many images a dollar buys. The question asks for the dollars of all images.",
    lambda images, epochs, rate, price: rate * 3600 / price,
)


def _body(formula: str) -> str:
    return f"def training_bill(images, epochs, rate, price):\n    return {formula}"


training_bill.answers(
    right=[
        _body("images * epochs / rate / 3600 * price"),
        "lambda images, epochs, rate, price: price * images * epochs / (rate * 60 * 60)",
        (
            "def training_bill(images, epochs, rate, price):\n"
            "    seconds = images * epochs / rate\n    hours = seconds / 3600\n    return hours * price"
        ),
        _body("np.float64(images) * epochs / (3600 * rate) * price"),
    ],
    wrong={
        "seconds-for-hours": [_body("images * epochs / rate * price")],
        "minutes-for-hours": [_body("images * epochs / rate / 60 * price")],
        "one-epoch": [_body("images / rate / 3600 * price")],
        "hours-not-dollars": [_body("images * epochs / rate / 3600")],
        "images-per-dollar": [_body("rate * 3600 / price")],
        "constant": [_body("52")],
        "function:called": ["52.0"],
        "function:no-return": [
            "def training_bill(images, epochs, rate, price):\n    print(images * epochs / rate / 3600 * price)"
        ],
    },
)
