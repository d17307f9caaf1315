"""Z1.7: time that is worked twice."""

from mlsys_course.exercise import exercise


@exercise(
    "time_done_again",
    bank="Z1.7",
    unit="hour",
    scenario="failing_cluster",
    objective=(9, 11),
    bloom="Apply",
    anchors="sec-checkpoints-interval",
    title="Time that is worked twice",
    prompt="A failure undoes half an interval on average. How much of the run's duration is worked twice?",
)
def time_done_again(duration, interval, gpus, gpu_mtbf):
    """Return half an interval for each failure."""
    return duration * interval * gpus / (2 * gpu_mtbf)


time_done_again.answers(
    right=[
        "q.duration * q.interval * q.gpus / (2 * q.gpu_mtbf)",
        "(q.duration * q.gpus / q.gpu_mtbf) * q.interval / 2",
        "Q_(159.3, 'hour')",
        "Q_(6.636, 'day')",
    ],
    wrong={
        "dropped:coefficient": ["q.duration * q.interval * q.gpus / q.gpu_mtbf"],
        "dropped:gpus": ["q.duration * q.interval / (2 * q.gpu_mtbf)"],
        "unit:missing": ["159.3"],
        "scale:60": ["Q_(159.3, 'minute')"],
        "scale:24": ["Q_(159.3, 'day')"],
    },
)
