"""Z1.1: size of a checkpoint."""

from mlsys_course.exercise import exercise


@exercise(
    "checkpoint_size",
    bank="Z1.1",
    unit="TB",
    points=2,
    scenario="saved_state",
    objective=(1, 2, 3, 4, 5, 6, 7, 8),
    bloom="Apply",
    anchors="sec-checkpoints-interval",
    title="Size of a checkpoint",
)
def checkpoint_size(weights, state):
    """Return the bytes of all parameters."""
    return weights * state


checkpoint_size.answers(
    right=[
        "q.weights * q.state",
        "(q.weights * q.state).to('GB')",
        "Q_(5.67, 'TB')",
        "Q_(5670, 'GB')",
    ],
    wrong={
        "inverted:state": ["q.weights.magnitude / q.state.magnitude * Q_(1, 'byte')"],
        "scale:1000": ["Q_(5670, 'TB')"],
        "scale:8": ["Q_(45.36, 'TB')"],
        "unit:missing": ["5.67"],
        "unit:parameter": ["q.weights"],
    },
)
