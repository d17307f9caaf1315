"""I7.14: which batch reaches the ridge point."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "batch_to_ridge",
    bank="I7.14",
    kind="integer",
    points=2,
    scenario="decode_roofline",
    objective=5,
    bloom="Analyze",
    anchors=("tbl-lighthouse-examples", "eq-intro-iron-law"),
    title="The batch that fills the device",
    neighbours=("attainable_rate",),
)
def batch_to_ridge(bytes_per_parameter, work, peak, bandwidth):
    """Return the ridge point over the intensity of one sequence, rounded up."""
    return np.ceil(peak / bandwidth / (work / bytes_per_parameter))


batch_to_ridge.misconception(
    "mac-for-flop",
    "You get half of the operations per byte. Check that a multiply-accumulate counts as two operations "
    "and that each weight has the right size.",
    lambda bytes_per_parameter, work, peak, bandwidth: np.ceil(
        peak / bandwidth / (work / 2 / bytes_per_parameter)
    ),
)

batch_to_ridge.misconception(
    "one-byte-per-weight",
    "You take one byte for each weight. Look up how large a weight is.",
    lambda work, peak, bandwidth: np.ceil(peak / bandwidth / (work / Q_(1, "byte/parameter"))),
)

batch_to_ridge.misconception(
    "ridge-itself",
    "This is the ridge point, rounded up, in operations per byte. Divide it by what one sequence does per"
    " byte.",
    lambda peak, bandwidth: np.ceil(peak / bandwidth * Q_(1, "byte/FLOP")),
)

batch_to_ridge.misconception(
    "scale:1000",
    "You lost a prefix: tera over giga leaves a factor of a thousand. Calculate with the quantities and "
    "round up at the end.",
    lambda bytes_per_parameter, work, peak, bandwidth: np.ceil(
        peak / bandwidth / (work / bytes_per_parameter) / 1000
    ),
)

batch_to_ridge.misconception(
    "scale:1000",
    "You lost a prefix, and you took the ridge point for the batch. Calculate with the quantities, and "
    "count what one sequence does per byte.",
    lambda peak, bandwidth: np.ceil(peak / bandwidth * Q_(1, "byte/FLOP") / 1000),
)

_RIDGE = "q.peak / q.bandwidth"

batch_to_ridge.answers(
    right=[
        f"np.ceil({_RIDGE} / (q.work / q.bytes_per_parameter))",
        f"math.ceil(({_RIDGE} * q.bytes_per_parameter / q.work).to('').magnitude)",
        "n = 1\n"
        "while n * q.work / q.bytes_per_parameter * q.bandwidth < q.peak:\n"
        "    n += 1\n"
        "batch_to_ridge = n",
        "402",
        "402.0",
        "Decimal(402)",
        "np.int64(402)",
    ],
    wrong={
        "rounding:down": [f"np.floor({_RIDGE} / (q.work / q.bytes_per_parameter))", "401"],
        "rounding:none": [f"{_RIDGE} / (q.work / q.bytes_per_parameter)", "401.29"],
        "one-byte-per-weight|sibling:BYTES_INT8|scale:2|halved|squared:work": ["101"],
        "mac-for-flop": ["803"],
        "mac-for-flop|halved": [f"np.ceil({_RIDGE} / (q.work / 2 / q.bytes_per_parameter))"],
        "sibling:H100_FLOPS_FP16_TENSOR|sibling:H100": ["591"],
        "scale:1000": ["1", "np.ceil(q.peak.magnitude / q.bandwidth.magnitude)"],
        "off-by-one": [f"np.ceil({_RIDGE} / (q.work / q.bytes_per_parameter)) + 1", "403"],
        "one-byte-per-weight|ridge-itself|inverted": [
            "np.ceil((q.peak / q.bandwidth).to('FLOP/byte').magnitude * 2 / 4)",
        ],
        "unit:operation/information|unit:operation|unit:none": [_RIDGE],
        "value:text": ["'154'"],
        "value:none": ["None"],
    },
)
