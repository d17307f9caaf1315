"""I6.6: how many GPUs replace a better efficiency."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "additional_gpus",
    bank="I6.6",
    kind="integer",
    scenario="iron_law",
    objective=4,
    bloom="Analyze",
    anchors="gpt3-training",
    title="GPUs that replace a better efficiency",
    prompt=(
        "Instead of tuning, you can buy. How many additional GPUs do you need, at the old efficiency, to "
        "be at least as fast as the present cluster would be at the better one?"
    ),
)
def additional_gpus(gpus, efficiency, better_efficiency):
    """Return the cluster that is equally fast, rounded up, less the one there is."""
    return np.ceil(gpus * better_efficiency / efficiency - gpus)


additional_gpus.misconception(
    "difference:efficiency",
    "You take the difference of the two efficiencies as the share of missing GPUs. Use their ratio: how "
    "many times as fast the tuned cluster is.",
    lambda gpus, efficiency, better_efficiency: np.ceil(gpus * (better_efficiency - efficiency)),
)

additional_gpus.misconception(
    "new-as-base",
    "You take the share of time saved as the share of missing GPUs. Use how many times as fast the tuned "
    "cluster is.",
    lambda gpus, efficiency, better_efficiency: np.ceil(gpus * (1 - efficiency / better_efficiency)),
)

additional_gpus.misconception(
    "inverted:ratio",
    "This is the smaller cluster that would be enough after tuning. The question asks how many GPUs you "
    "must buy.",
    lambda gpus, efficiency, better_efficiency: np.ceil(gpus * efficiency / better_efficiency),
)

additional_gpus.answers(
    right=[
        "np.ceil(q.gpus * q.better_efficiency / q.efficiency - q.gpus)",
        "math.ceil(q.gpus * q.better_efficiency / q.efficiency) - q.gpus",
        "342",
        "342.0",
        "Fraction(342)",
    ],
    wrong={
        "rounding:down": ["int(q.gpus * q.better_efficiency / q.efficiency) - q.gpus", "341"],
        "rounding:none": ["q.gpus * q.better_efficiency / q.efficiency - q.gpus", "341.33"],
        "difference:efficiency": ["math.ceil(q.gpus * (q.better_efficiency - q.efficiency))", "154"],
        "dropped:gpus": ["math.ceil(q.gpus * q.better_efficiency / q.efficiency)", "1366"],
        "new-as-base": ["math.ceil(q.gpus * (1 - q.efficiency / q.better_efficiency))", "256"],
        "inverted:ratio": ["math.ceil(q.gpus * q.efficiency / q.better_efficiency)", "768"],
    },
)
