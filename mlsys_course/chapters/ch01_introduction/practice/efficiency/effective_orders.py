"""I8.11: by how many orders of magnitude effective compute grew."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "effective_orders",
    bank="I8.11",
    rtol=0.004,
    scenario="scale",
    objective=(5, 2),
    bloom="Apply",
    anchors=(
        "sec-introduction-efficiency-framework-8dd4",
        "fig-ai-training-compute-growth",
        "fig-algo-efficiency",
    ),
    title="Growth of effective compute",
    prompt=(
        "Training compute grew from the first model to the last, and an operation of the last year does "
        "the work of the given number of the first year's. By how many orders of magnitude did effective "
        "compute grow, counted in operations of the first year? A plain number."
    ),
    neighbours=("caption_orders",),
)
def effective_orders(first_ops, last_ops, gain):
    """Return the logarithm of growth times gain."""
    return np.log10(last_ops / first_ops * gain)


effective_orders.misconception(
    "gain-divided",
    "You divide by the gain. Better algorithms make each operation worth more: multiply.",
    lambda first_ops, last_ops, gain: np.log10(last_ops / first_ops / gain),
)

effective_orders.misconception(
    "gain-added-to-orders",
    "You add the gain itself to orders of magnitude. Add its logarithm.",
    lambda first_ops, last_ops, gain: np.log10(last_ops / first_ops) + gain,
)

effective_orders.misconception(
    "logs-multiplied",
    "You multiply the two logarithms. Factors multiply, so their logarithms add up.",
    lambda first_ops, last_ops, gain: np.log10(last_ops / first_ops) * np.log10(gain),
)

effective_orders.misconception(
    "caption",
    "You use the caption's claim. Use the two models' training compute.",
    lambda claimed_orders: claimed_orders,
)

effective_orders.misconception(
    "caption",
    "You use the caption's claim. Use the two models' training compute.",
    lambda claimed_orders, gain: claimed_orders + np.log10(gain),
)

effective_orders.misconception(
    "gain-left-out",
    "This is the growth of training compute alone. Add the gain of the algorithms.",
    lambda first_ops, last_ops: np.log10(last_ops / first_ops),
)

effective_orders.answers(
    right=[
        "np.log10(q.last_ops / q.first_ops * q.gain)",
        "math.log10(float(q.last_ops / q.first_ops)) + math.log10(float(q.gain))",
        "8.8702",
        "8.87",
        "Decimal('8.87')",
    ],
    wrong={
        "gain-divided": ["np.log10(q.last_ops / q.first_ops / q.gain)", "5.5735"],
        "gain-added-to-orders": ["51.722"],
        "logs-multiplied|log:rules": ["np.log10(q.last_ops / q.first_ops) * np.log10(q.gain)", "11.904"],
        "caption": ["q.claimed_orders", "8", "9.648"],
        "gain-left-out|dropped:gain": ["np.log10(q.last_ops / q.first_ops)", "7.2218"],
        "log:ln": ["np.log(q.last_ops / q.first_ops * q.gain)"],
        "dropped:log": ["q.last_ops / q.first_ops * q.gain"],
        "value:none": ["None"],
    },
)
