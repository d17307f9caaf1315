"""Z1.4: the interval that loses least."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "best_interval",
    bank="Z1.4",
    unit="minute",
    points=3,
    scenario="failing_cluster",
    objective=(5, 6, 7, 8, 9, 10, 11, 12),
    bloom="Analyze",
    anchors=("eq-checkpoints-interval", "sec-checkpoints-pitfalls"),
    title="The best interval between checkpoints",
)
def best_interval(write, gpu_mtbf, gpus):
    """Return Young's interval, at which writing and working again cost the same."""
    return np.sqrt(2 * write * gpu_mtbf / gpus)


best_interval.answers(
    right=[
        "np.sqrt(2 * q.write * q.gpu_mtbf / q.gpus)",
        "((2 * q.write * q.gpu_mtbf / q.gpus) ** 0.5).to('minute')",
        "Q_(18.65, 'minute')",
        "Q_(1119, 'second')",
    ],
    wrong={
        "dropped:coefficient": ["np.sqrt(q.write * q.gpu_mtbf / q.gpus)"],
        "dropped:gpus": ["np.sqrt(2 * q.write * q.gpu_mtbf)"],
        "unit:missing": ["18.65"],
        "unit:time^2": ["2 * q.write * q.gpu_mtbf / q.gpus"],
        "scale:60": ["Q_(1119, 'minute')"],
    },
)
