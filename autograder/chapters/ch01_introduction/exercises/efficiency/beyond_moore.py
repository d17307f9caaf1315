"""I8.10: which part of the growth Moore's law does not explain."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "beyond_moore",
    bank="I8.10",
    rtol=0.01,
    points=2,
    scenario="scale",
    objective=(5, 2),
    bloom="Apply",
    anchors=("fig-ai-training-compute-growth", "sec-introduction-efficiency-framework-8dd4", "fn-moores-law"),
    title="What Moore's law leaves unexplained",
    neighbours=("moore_growth",),
)
def beyond_moore(first_ops, last_ops, span, chip_doubling):
    """Divide the growth by what chips contribute."""
    return last_ops / first_ops / 2 ** (span / chip_doubling)


beyond_moore.misconception(
    "moore-not-divided-out",
    "This is the whole growth. Divide by the growth that Moore's law explains.",
    lambda first_ops, last_ops: last_ops / first_ops,
)

beyond_moore.misconception(
    "caption",
    "You start from the growth that the caption claims. Use the two models' training compute.",
    lambda claimed_orders, span, chip_doubling: 10**claimed_orders / 2 ** (span / chip_doubling),
)

beyond_moore.misconception(
    "caption",
    "This is the growth that the caption claims. Use the two models' training compute, and divide by what "
    "chips contribute.",
    lambda claimed_orders: 10**claimed_orders,
)

beyond_moore.misconception(
    "number-of-doublings",
    "You divide by the number of doublings. Each doubling multiplies by two.",
    lambda first_ops, last_ops, span, chip_doubling: last_ops / first_ops / (span / chip_doubling),
)

beyond_moore.misconception(
    "doubles-yearly",
    "You let chips double every year. Use the doubling time of Moore's law.",
    lambda first_ops, last_ops, span: last_ops / first_ops / 2 ** (span / Q_(1, "year")),
)

beyond_moore.misconception(
    "orders-not-factor",
    "This is the logarithm of what is left. The question asks for the factor itself.",
    lambda first_ops, last_ops, span, chip_doubling: np.log10(
        last_ops / first_ops / 2 ** (span / chip_doubling)
    ),
)

beyond_moore.misconception(
    "inverted",
    "The fraction is upside down: the last model needed more compute than the first.",
    lambda first_ops, last_ops, span, chip_doubling: 2 ** (span / chip_doubling) / (last_ops / first_ops),
)

beyond_moore.answers(
    right=[
        "q.last_ops / q.first_ops / 2 ** (q.span / q.chip_doubling)",
        "float(q.last_ops / q.first_ops) / 2 ** float(q.span / q.chip_doubling)",
        "chips = 2 ** (q.span / q.chip_doubling)\nbeyond_moore = (q.last_ops / (q.first_ops * chips)).to('')",
        "368284.8",
        "3.68e5",
        "Q_(368285, '')",
    ],
    wrong={
        "moore-not-divided-out|dropped:span": ["q.last_ops / q.first_ops", "1.6667e7"],
        "inverted:span,chip_doubling or sign:exponent|inverted:span,chip_doubling|sign:exponent": [
            "q.last_ops / q.first_ops * 2 ** (q.span / q.chip_doubling)",
            "7.5425e8",
        ],
        "inverted": ["q.first_ops / q.last_ops * 2 ** (q.span / q.chip_doubling)", "2.7153e-6"],
        "caption": ["1e8", "10 ** q.claimed_orders / 2 ** (q.span / q.chip_doubling)", "2209708.7"],
        "number-of-doublings": ["q.last_ops / q.first_ops / (q.span / q.chip_doubling)", "3030303"],
        "doubles-yearly": ["1.6667e7 / 2**11"],
        "orders-not-factor": ["5.566"],
        "unit:operation": ["q.last_ops / 2 ** (q.span / q.chip_doubling)"],
        "value:text": ["'much'"],
        "value:none": ["None"],
    },
)
