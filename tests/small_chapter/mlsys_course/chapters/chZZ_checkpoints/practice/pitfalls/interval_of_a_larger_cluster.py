"""Z1.8: what a larger cluster does to the best interval."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "interval_of_a_larger_cluster",
    bank="Z1.8",
    unit="minute",
    scenario="failing_cluster",
    objective=(10, 12),
    bloom="Analyze",
    anchors="eq-checkpoints-interval",
    title="The best interval of a cluster four times as large",
    prompt="The cluster becomes four times as large, all else stays. What is the best interval now?",
)
def interval_of_a_larger_cluster(write, gpu_mtbf, gpus):
    """Return Young's interval with a quarter of the time between failures."""
    return np.sqrt(2 * write * gpu_mtbf / (4 * gpus))


interval_of_a_larger_cluster.answers(
    right=[
        "np.sqrt(2 * q.write * q.gpu_mtbf / (4 * q.gpus))",
        "(q.write * q.gpu_mtbf / q.gpus / 2) ** 0.5",
        "Q_(9.33, 'minute')",
        "Q_(559.6, 'second')",
    ],
    wrong={
        "dropped:gpus": ["np.sqrt(2 * q.write * q.gpu_mtbf / 4)"],
        "dropped:coefficient": [
            "np.sqrt(2 * q.write * q.gpu_mtbf / q.gpus)",
            "np.sqrt(q.write * q.gpu_mtbf / (4 * q.gpus))",
        ],
        "unit:missing": ["9.33"],
        "scale:60": ["Q_(559.6, 'minute')"],
    },
)
