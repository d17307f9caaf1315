"""Z1.2: time to write a checkpoint."""

from mlsys_course.exercise import exercise


@exercise(
    "checkpoint_write",
    bank="Z1.2",
    unit="second",
    points=2,
    scenario="saved_state",
    objective=(5, 6, 7, 8, 9, 10, 11, 12),
    bloom="Apply",
    anchors="sec-checkpoints-interval",
    title="Time to write a checkpoint",
)
def checkpoint_write(weights, state, bandwidth):
    """Return the size over the bandwidth."""
    return weights * state / bandwidth


checkpoint_write.answers(
    right=[
        "q.weights * q.state / q.bandwidth",
        "(q.weights * q.state / q.bandwidth).to('minute')",
        "Q_(56.7, 'second')",
        "Q_(0.945, 'minute')",
    ],
    wrong={
        "inverted": ["1 / (q.weights * q.state / q.bandwidth) * Q_(1, 'second')**2"],
        "scale:8": ["q.weights * q.state / q.bandwidth / 8", "Q_(453.6, 'second')"],
        "scale:1000": ["q.weights * q.state / q.bandwidth * 1000"],
        "unit:missing": ["56.7"],
        "unit:information": ["q.weights * q.state"],
    },
)
