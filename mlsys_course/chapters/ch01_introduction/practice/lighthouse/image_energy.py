"""I7.4: the energy of one image in a batch."""

from mlsys_course.exercise import exercise


@exercise(
    "image_energy",
    bank="I7.4",
    unit="millijoule",
    rtol=0.005,
    scenario="inference_energy",
    objective=(4, 5),
    bloom="Analyze",
    anchors=("eq-energy-cost", "tbl-lighthouse-examples"),
    title="One input's energy in a batch",
    prompt=(
        "The weights are fetched from memory once for a whole batch, and every input needs its own "
        "multiply-accumulates. How much energy does one input cost?"
    ),
    neighbours=("movement_share",),
)
def image_energy(parameters, bytes_per_parameter, per_byte, macs, per_mac, batch):
    """Return an input's part of the movement, plus its own arithmetic."""
    return parameters * bytes_per_parameter * per_byte / batch + macs * per_mac


image_energy.misconception(
    "no-reuse",
    "You fetch the weights again for every input. The whole batch shares one fetch.",
    lambda parameters, bytes_per_parameter, per_byte, macs, per_mac: (
        parameters * bytes_per_parameter * per_byte + macs * per_mac
    ),
)

image_energy.misconception(
    "everything-shared",
    "You divide the arithmetic by the batch, too. Only the fetch of the weights is shared.",
    lambda parameters, bytes_per_parameter, per_byte, macs, per_mac, batch: (
        (parameters * bytes_per_parameter * per_byte + macs * per_mac) / batch
    ),
)

image_energy.misconception(
    "whole-batch",
    "This is the energy of the whole batch. The question is about one input.",
    lambda parameters, bytes_per_parameter, per_byte, macs, per_mac, batch: (
        parameters * bytes_per_parameter * per_byte + batch * macs * per_mac
    ),
)

image_energy.misconception(
    "additions-forgotten",
    "You pay for the multiplications only. A multiply-accumulate also adds.",
    lambda parameters, bytes_per_parameter, per_byte, macs, per_multiply, batch: (
        parameters * bytes_per_parameter * per_byte / batch + macs * per_multiply / 2
    ),
)

_MOVE = "q.parameters * q.bytes_per_parameter * q.per_byte"
_COMPUTE = "q.macs * q.per_mac"

image_energy.answers(
    right=[
        f"{_MOVE} / q.batch + {_COMPUTE}",
        f"({_MOVE} + q.batch * {_COMPUTE}) / q.batch",
        f"shared = ({_MOVE}).to('mJ')\nimage_energy = shared / q.batch + ({_COMPUTE}).to('mJ')",
        "Q_(20.91, 'millijoule')",
        "Q_(20.9, 'mJ')",
        "Q_(0.020908, 'joule')",
        "Q_(20908, 'microjoule')",
    ],
    wrong={
        "no-reuse": [f"{_MOVE} + {_COMPUTE}", "Q_(35.24, 'millijoule')"],
        "everything-shared": [f"({_MOVE} + {_COMPUTE}) / q.batch", "Q_(4.4055, 'millijoule')"],
        "dropped:macs,per_mac|dropped:macs|dropped:per_mac": [f"{_MOVE} / q.batch", "Q_(2.05, 'mJ')"],
        "whole-batch": [f"{_MOVE} + q.batch * {_COMPUTE}", "Q_(167.3, 'millijoule')"],
        "additions-forgotten": ["Q_(17.218, 'millijoule')"],
        "scale:1000|scale:unconverted": ["Q_(20.91, 'joule')", "Q_(0.020908, 'millijoule')"],
        "unit:missing": ["20.91"],
        "unit:dimensionless|unit:none": ["Q_(19.37, '')"],
        "unit:information": ["q.parameters * q.bytes_per_parameter"],
        "value:none": ["None"],
        "value:text": ["'19 mJ'"],
    },
)
