"""I3.5: how many orders of magnitude lie between two training runs."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "run_orders",
    bank="I3.5",
    rtol=0.004,
    points=2,
    scenario="alexnet_to_gpt4",
    objective=2,
    bloom="Apply",
    anchors=("tbl-ai-evolution-performance", "tbl-lighthouse-examples"),
    title="Orders of magnitude between two runs",
    neighbours=("device_day_ratio",),
)
def run_orders(new_days, new_peak, old_devices, old_days, old_peak):
    """Return the logarithm to base ten of the new run's work over the old one's."""
    return np.log10(new_days * new_peak / (old_devices * old_days * old_peak))


run_orders.misconception(
    "peaks-missing",
    "You left out both peaks, so this compares device-days. A device-day of the new run holds many more "
    "operations.",
    lambda new_days, old_devices, old_days: np.log10(new_days / (old_devices * old_days)),
)

run_orders.misconception(
    "peaks-and-devices-missing",
    "You left out both peaks and the old run's devices, so this compares two times. Count the operations "
    "of all devices in each run.",
    lambda new_days, old_days: np.log10(new_days / old_days),
)

run_orders.misconception(
    "peaks-only",
    "You compare only the peaks. The new run also used many more device-days.",
    lambda new_peak, old_peak: np.log10(new_peak / old_peak),
)

run_orders.misconception(
    "dropped:old_devices",
    "You left out the old run's devices. Its device-days are its devices times its days.",
    lambda new_days, new_peak, old_days, old_peak: np.log10(new_days * new_peak / (old_days * old_peak)),
)

run_orders.misconception(
    "printed:nine-orders",
    "This is the number in the chapter's text. Compute it from the chapter's table.",
    lambda new_days, old_days: 9 + 0 * (new_days / old_days),
)

run_orders.answers(
    right=[
        "np.log10((q.new_days * q.new_peak / (q.old_devices * q.old_days * q.old_peak)).to('').magnitude)",
        "math.log10(q.new_days * q.new_peak / (q.old_devices * q.old_days * q.old_peak))",
        "np.log10(q.new_days / (q.old_devices * q.old_days)) + np.log10(q.new_peak / q.old_peak)",
        "7.61",
        "Decimal('7.614')",
    ],
    wrong={
        "peaks-only": ["np.log10(q.new_peak / q.old_peak)", "2.2955"],
        "printed:nine-orders": ["9"],
        "log:ln": [
            "np.log(q.new_days * q.new_peak / (q.old_devices * q.old_days * q.old_peak))",
            "17.532",
        ],
        "log:log2": ["25.294"],
        "dropped:log": ["q.new_days * q.new_peak / (q.old_devices * q.old_days * q.old_peak)"],
        "peaks-and-devices-missing": ["5.62", "math.log10(q.new_days / q.old_days)"],
        "peaks-missing": ["5.3188", "np.log10(q.new_days / (q.old_devices * q.old_days))"],
        "dropped:old_devices": ["np.log10(q.new_days * q.new_peak / (q.old_days * q.old_peak))"],
    },
)
