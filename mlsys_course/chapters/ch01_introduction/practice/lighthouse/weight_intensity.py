"""I7.12: how many operations a network does for each byte of its weights."""

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "weight_intensity",
    bank="I7.12",
    unit="FLOP/byte",
    rtol=0.005,
    scenario="weight_traffic",
    objective=5,
    bloom="Apply",
    anchors=("tbl-lighthouse-examples", "eq-intro-iron-law"),
    title="Arithmetic intensity of a network",
    prompt=(
        "The weights are read once for the whole batch; count no other data. What is the network's "
        "arithmetic intensity? One multiply-accumulate is two operations."
    ),
)
def weight_intensity(parameters, bytes_per_parameter, macs, batch):
    """Return operations over bytes; the unit MAC is 2 FLOP."""
    return batch * macs / (parameters * bytes_per_parameter)


weight_intensity.misconception(
    "mac-for-flop",
    "You count a multiply-accumulate as one operation. It is two: a multiplication and an addition.",
    lambda parameters, bytes_per_parameter, macs, batch: (
        batch * macs / 2 / (parameters * bytes_per_parameter)
    ),
)

weight_intensity.misconception(
    "per-parameter",
    "These are the operations per weight. Divide by the bytes of a weight.",
    lambda parameters, macs, batch: batch * macs / (parameters * Q_(1, "byte/parameter")),
)

weight_intensity.misconception(
    "batch-ignored",
    "This holds for one input. Every input of the batch uses the weights again.",
    lambda parameters, bytes_per_parameter, macs: macs / (parameters * bytes_per_parameter),
)

weight_intensity.misconception(
    "batch-divides",
    "You divide by the batch. A larger batch adds operations but no bytes: multiply.",
    lambda parameters, bytes_per_parameter, macs, batch: macs / (parameters * bytes_per_parameter * batch),
)

_BYTES = "(q.parameters * q.bytes_per_parameter)"

weight_intensity.answers(
    right=[
        f"q.batch * q.macs / {_BYTES}",
        f"(q.batch * q.macs / {_BYTES}).to('FLOP/byte')",
        f"q.batch * q.macs.to('FLOP') / {_BYTES}",
        "ops = q.batch * q.macs * Q_(2, 'FLOP/MAC')\n"
        "weight_intensity = (q.batch * 2 * q.macs.to('MAC').magnitude * ureg.FLOP) / "
        f"{_BYTES}",
        "Q_(960, 'FLOP/byte')",
        "Q_(960.94, 'FLOP/byte')",
        "Q_(480.5, 'MAC/byte')",
        "Q_(960938, 'FLOP/kB')",
    ],
    wrong={
        "mac-for-flop": [
            f"q.batch * q.macs.to('MAC').magnitude * ureg.FLOP / {_BYTES}",
            "Q_(480.5, 'FLOP/byte')",
        ],
        "per-parameter": ["Q_(1922, 'FLOP/byte')"],
        "unit:operation/parameter|unit:none|unit:operation": ["q.batch * q.macs / q.parameters"],
        "inverted": ["Q_(0.0010407, 'FLOP/byte')"],
        "batch-ignored|inverted": ["Q_(0.00104, 'FLOP/byte')"],
        "scale:8": [f"q.batch * q.macs / {_BYTES} / 8", "Q_(120.1, 'FLOP/byte')"],
        "unit:missing": ["960", "960.94"],
        "scale:1000": ["Q_(960.94, 'FLOP/kB')"],
        "unit:operation|unit:information": ["q.batch * q.macs", _BYTES],
        "value:text": ["'160'"],
        "value:none": ["None"],
    },
)
