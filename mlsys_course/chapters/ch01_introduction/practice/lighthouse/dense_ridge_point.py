"""I7.11: the ridge point of a device without sparsity."""

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "dense_ridge_point",
    bank="I7.11",
    unit="FLOP/byte",
    scenario="sparse_sheet",
    objective=5,
    bloom="Apply",
    anchors=("eq-intro-iron-law", "tbl-lighthouse-examples"),
    title="The ridge point of a dense network",
    prompt=(
        "The sheet prints the peak that holds with structured sparsity. Where is the ridge point for a "
        "network without it?"
    ),
)
def dense_ridge_point(printed_peak, gain, bandwidth):
    """Return the dense peak over the bandwidth."""
    return printed_peak / gain / bandwidth


dense_ridge_point.misconception(
    "sparse-peak",
    "You use the printed peak, which holds only with sparsity. Divide it by the gain.",
    lambda printed_peak, bandwidth: printed_peak / bandwidth,
)

dense_ridge_point.misconception(
    "inverted",
    "Your fraction is upside down. The ridge point is in operations per byte.",
    lambda printed_peak, gain, bandwidth: bandwidth * gain / printed_peak * Q_(1, "FLOP**2/byte**2"),
)

dense_ridge_point.answers(
    right=[
        "q.printed_peak / q.gain / q.bandwidth",
        "(q.printed_peak / (q.gain * q.bandwidth)).to('FLOP/byte')",
        "dense = q.printed_peak / q.gain\ndense_ridge_point = dense / q.bandwidth",
        "Q_(295, 'FLOP/byte')",
        "Q_(295.22, 'FLOP/byte')",
        "Q_(989, 'TFLOP/s') / Q_(3.35, 'TB/s')",
        "Q_(295_224, 'FLOP/kB')",
    ],
    wrong={
        "sparse-peak": ["q.printed_peak / q.bandwidth", "Q_(590.75, 'FLOP/byte')"],
        "inverted": ["Q_(0.0033856, 'FLOP/byte')"],
        "inverted:gain|scale:4|operator:gain": ["q.printed_peak * q.gain / q.bandwidth"],
        "gain-twice|squared:gain|doubled:gain|scale:2": ["q.printed_peak / q.gain**2 / q.bandwidth"],
        "scale:8": ["q.printed_peak / q.gain / q.bandwidth / 8", "Q_(36.9, 'FLOP/byte')"],
        "scale:1000": ["Q_(0.2952, 'FLOP/byte')"],
        "unit:missing": ["295.2"],
        "unit:none|unit:operation/time|unit:operation": ["q.printed_peak / q.gain"],
        "value:text": ["'295'"],
        "value:none": ["None"],
    },
)
