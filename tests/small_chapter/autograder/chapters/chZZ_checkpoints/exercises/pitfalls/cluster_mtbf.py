"""Z1.3: time between failures of a cluster."""

from mlsys_course.exercise import exercise


@exercise(
    "cluster_mtbf",
    bank="Z1.3",
    unit="hour",
    points=2,
    scenario="failing_cluster",
    objective=(1, 2, 3, 4, 9, 10, 11, 12),
    bloom="Apply",
    anchors="eq-checkpoints-mtbf",
    title="Time between failures of a cluster",
)
def cluster_mtbf(gpu_mtbf, gpus):
    """Return the time of one GPU, shared by all."""
    return gpu_mtbf / gpus


cluster_mtbf.misconception(
    "as-one-machine",
    "This is the time between failures of one GPU. Any of them stops the run.",
    lambda gpu_mtbf: gpu_mtbf,
)

cluster_mtbf.answers(
    right=[
        "q.gpu_mtbf / q.gpus",
        "(q.gpu_mtbf / q.gpus).to('minute')",
        "Q_(3.05, 'hour')",
        "Q_(183.1, 'minute')",
    ],
    wrong={
        "as-one-machine|dropped:gpus": ["q.gpu_mtbf"],
        "inverted:gpus": ["q.gpu_mtbf * q.gpus"],
        "unit:missing": ["3.05"],
        "unit:1/time": ["q.gpus / q.gpu_mtbf"],
        "scale:60": ["Q_(183.1, 'hour')"],
    },
)
