"""Z1.6: time that a run spends writing checkpoints."""

from mlsys_course.exercise import exercise


@exercise(
    "time_writing",
    bank="Z1.6",
    unit="hour",
    points=2,
    scenario="failing_cluster",
    objective=(1, 2, 3, 4, 5, 6, 7, 8),
    bloom="Apply",
    anchors=("sec-checkpoints-interval", "tbl-checkpoints-runs"),
    title="Time that a run spends writing checkpoints",
)
def time_writing(duration, write, interval):
    """Return the time to write one, for each interval of the run."""
    return duration * write / interval


time_writing.answers(
    right=[
        "q.duration * q.write / q.interval",
        "((q.duration / q.interval) * q.write).to('day')",
        "Q_(27.4, 'hour')",
        "Q_(1.14, 'day')",
    ],
    wrong={
        "inverted:interval": ["q.duration * q.write * q.interval / Q_(1, 'minute')**2"],
        "scale:24": ["Q_(27.36, 'day')", "Q_(1.14, 'hour')"],
        "unit:missing": ["27.4"],
        "unit:none": ["q.duration / q.interval"],
    },
)
