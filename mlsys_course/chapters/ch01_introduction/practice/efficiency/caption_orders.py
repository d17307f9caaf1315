"""I8.6: how many orders of magnitude lie between two runs of the figure."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "caption_orders",
    bank="I8.6",
    rtol=0.01,
    scenario="scale",
    objective=(2, 5),
    bloom="Apply",
    anchors="fig-ai-training-compute-growth",
    title="How many orders of magnitude?",
    prompt=(
        "By how many orders of magnitude (powers of ten) did training compute grow from the first model "
        "to the last? A plain number, not rounded to a whole one."
    ),
    neighbours=("effective_orders",),
)
def caption_orders(first_ops, last_ops):
    """Return the logarithm of the growth."""
    return np.log10(last_ops / first_ops)


caption_orders.misconception(
    "caption",
    "This is what the caption claims. Compute it from the two models' training compute.",
    lambda claimed_orders: claimed_orders,
)

caption_orders.misconception(
    "whole-orders",
    "You rounded to a whole number, which hides part of the growth. Keep the decimals.",
    lambda first_ops, last_ops: np.round(np.log10(last_ops / first_ops)),
)

caption_orders.answers(
    right=[
        "np.log10(q.last_ops / q.first_ops)",
        "math.log10((q.last_ops / q.first_ops).to('').magnitude)",
        "growth = float(q.last_ops / q.first_ops)\ncaption_orders = math.log(growth) / math.log(10)",
        "7.2218",
        "7.22",
        "Decimal('7.22')",
    ],
    wrong={
        "caption": ["q.claimed_orders", "8"],
        "log:ln": ["np.log(q.last_ops / q.first_ops)", "16.629"],
        "log:log2": ["np.log2(q.last_ops / q.first_ops)", "23.99"],
        "dropped:log": ["q.last_ops / q.first_ops", "1.6667e7"],
        "whole-orders": ["7"],
        "inverted|sign": ["np.log10(q.first_ops / q.last_ops)", "-7.2218"],
        "log:rules": [
            "np.log10(q.last_ops.to('FLOP').magnitude) / np.log10(q.first_ops.to('FLOP').magnitude)"
        ],
        "unit:operation": ["q.last_ops"],
        "value:text": ["'7.2 orders'"],
        "value:none": ["None"],
    },
)
