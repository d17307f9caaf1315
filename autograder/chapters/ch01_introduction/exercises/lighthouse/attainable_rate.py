"""I7.13: which rate the roofline allows."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "attainable_rate",
    bank="I7.13",
    unit="teraFLOP/second",
    points=2,
    scenario="decode_roofline",
    objective=5,
    bloom="Apply",
    anchors=("tbl-lighthouse-examples", "eq-intro-iron-law"),
    title="What the memory lets through",
    neighbours=("batch_to_ridge",),
)
def attainable_rate(bytes_per_parameter, work, sequences, peak, bandwidth):
    """Return the lower of the peak and of intensity times bandwidth."""
    return np.minimum(peak, sequences * work / bytes_per_parameter * bandwidth)


attainable_rate.misconception(
    "peak-always",
    "This is the peak. Compare it with the rate at which the memory can feed it.",
    lambda peak: peak,
)

attainable_rate.misconception(
    "mac-for-flop",
    "You get half of the operations per byte. Check that a multiply-accumulate counts as two operations "
    "and that each weight has the right size.",
    lambda bytes_per_parameter, work, sequences, peak, bandwidth: np.minimum(
        peak, sequences * work / 2 / bytes_per_parameter * bandwidth
    ),
)

attainable_rate.misconception(
    "batch-ignored",
    "This holds for one sequence. A batch uses each weight once for every sequence.",
    lambda bytes_per_parameter, work, peak, bandwidth: np.minimum(
        peak, work / bytes_per_parameter * bandwidth
    ),
)


def _bytes_up(bytes_per_parameter, work, sequences, peak, bandwidth):
    one = Q_(1, "byte/parameter")
    return np.minimum(peak, sequences * work * (bytes_per_parameter / one) / one * bandwidth)


attainable_rate.misconception(
    "bytes-multiply",
    "You multiply by the size of a weight. Larger weights arrive more slowly: divide.",
    _bytes_up,
)

_FED = "q.sequences * q.work / q.bytes_per_parameter * q.bandwidth"

attainable_rate.answers(
    right=[
        f"np.minimum(q.peak, {_FED})",
        f"min(q.peak, {_FED})",
        _FED,
        f"({_FED}).to('TFLOP/s')",
        "ops = q.sequences * q.work * q.parameters\n"
        "time = q.parameters * q.bytes_per_parameter / q.bandwidth\n"
        "attainable_rate = ops / time",
        "Q_(4.665, 'TFLOP/s')",
        "Q_(4.665e12, 'FLOP/s')",
        "Q_(4665, 'GFLOP/s')",
    ],
    wrong={
        "peak-always": ["q.peak", "Q_(312, 'TFLOP/s')"],
        "max-for-min|peak-always": [f"np.maximum(q.peak, {_FED})"],
        "mac-for-flop": [
            "q.sequences * q.work / 2 / q.bytes_per_parameter * q.bandwidth",
        ],
        "mac-for-flop|sibling:BYTES_FP32": ["Q_(2.3325, 'TFLOP/s')"],
        "scale:1000": ["Q_(4665, 'TFLOP/s')"],
        "scale:8": [f"{_FED} / 8", "Q_(0.5831, 'TFLOP/s')"],
        "unit:missing": ["4.665"],
        "unit:information/time|unit:information": ["q.bandwidth"],
        "unit:operation/information|unit:operation|unit:none": [
            "q.sequences * q.work / q.bytes_per_parameter"
        ],
        "value:text": ["'2 TFLOP/s'"],
        "value:none": ["None"],
    },
)
