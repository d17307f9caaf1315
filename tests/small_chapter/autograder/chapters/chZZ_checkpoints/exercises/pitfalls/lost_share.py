"""Z1.5: the share of the time that is lost."""

from mlsys_course.exercise import exercise


@exercise(
    "lost_share",
    bank="Z1.5",
    unit="percent",
    points=3,
    scenario="failing_cluster",
    objective=(1, 2, 3, 4, 9, 10, 11, 12),
    bloom="Analyze",
    anchors="eq-checkpoints-interval",
    title="The share of the time that is lost",
)
def lost_share(write, interval, gpu_mtbf, gpus):
    """Return what writing takes, and half an interval for each failure."""
    return write / interval + interval * gpus / (2 * gpu_mtbf)


lost_share.answers(
    right=[
        "q.write / q.interval + q.interval * q.gpus / (2 * q.gpu_mtbf)",
        "(q.write / q.interval + q.interval / (2 * q.gpu_mtbf / q.gpus)).to('percent')",
        "Q_(14.4, 'percent')",
        "0.144",
    ],
    wrong={
        "dropped:interval,gpus,gpu_mtbf|inverted:gpus": ["q.write / q.interval"],
        "max-for-sum|dropped:write,interval": ["q.interval * q.gpus / (2 * q.gpu_mtbf)"],
        "dropped:coefficient": ["q.write / q.interval + q.interval * q.gpus / q.gpu_mtbf"],
        "dropped:gpus": ["q.write / q.interval + q.interval / (2 * q.gpu_mtbf)"],
        "scale:100": ["14.4"],
    },
)
