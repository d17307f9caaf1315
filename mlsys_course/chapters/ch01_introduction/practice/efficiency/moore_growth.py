"""I8.12: by which factor Moore's law lets transistors grow."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "moore_growth",
    bank="I8.12",
    rtol=0.005,
    scenario="scale",
    objective=5,
    bloom="Apply",
    anchors=("sec-introduction-efficiency-framework-8dd4", "fn-moores-law"),
    title="What Moore's law gives",
    prompt=(
        "Chips follow Moore's law over the time between the two training runs. By what factor do they "
        "grow? A plain number."
    ),
    neighbours=("beyond_moore",),
)
def moore_growth(span, chip_doubling):
    """Return two to the number of doublings."""
    return 2 ** (span / chip_doubling)


moore_growth.misconception(
    "number-of-doublings",
    "This is how often chips double. Each doubling multiplies by two.",
    lambda span, chip_doubling: span / chip_doubling,
)

moore_growth.misconception(
    "linear",
    "You let every doubling add the same amount. Raise two to the number of doublings.",
    lambda span, chip_doubling: 2 * span / chip_doubling,
)

moore_growth.misconception(
    "doubles-yearly",
    "You let chips double every year. Use the doubling time of Moore's law.",
    lambda span: 2 ** (span / Q_(1, "year")),
)

moore_growth.misconception(
    "eighteen-months",
    "You let chips double every eighteen months, which is often quoted. Use the doubling time that is given.",
    lambda span: 2 ** (span / Q_(18, "month")),
)

moore_growth.misconception(
    "e-for-two",
    "You use the base e. A doubling has the base two.",
    lambda span, chip_doubling: np.exp(span / chip_doubling),
)

moore_growth.misconception(
    "exponent-inverted",
    "Your exponent is upside down. It counts how many doublings fit into the time.",
    lambda span, chip_doubling: 2 ** (chip_doubling / span),
)

moore_growth.answers(
    right=[
        "2 ** (q.span / q.chip_doubling)",
        "2 ** (q.span.to('month').magnitude / q.chip_doubling.to('month').magnitude)",
        "2 ** float(q.span / q.chip_doubling)",
        "45.255",
        "45.3",
    ],
    wrong={
        "linear": ["2 * q.span / q.chip_doubling", "11"],
        "number-of-doublings": ["q.span / q.chip_doubling", "5.5"],
        "doubles-yearly": ["2048"],
        "eighteen-months": ["161.27"],
        "e-for-two": ["np.exp(q.span / q.chip_doubling)"],
        "exponent-inverted": ["2 ** (q.chip_doubling / q.span)"],
        "unit:time": ["q.span"],
        "value:none": ["None"],
    },
)
