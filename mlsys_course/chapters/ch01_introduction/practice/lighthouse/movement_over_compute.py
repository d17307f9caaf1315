"""I7.5: how many times as much energy movement takes as arithmetic."""

from mlsys_course.exercise import exercise


@exercise(
    "movement_over_compute",
    bank="I7.5",
    scenario="decode_energy",
    objective=(4, 5),
    bloom="Apply",
    anchors=("eq-energy-cost", "tbl-lighthouse-examples"),
    title="Movement over arithmetic in a language model",
    prompt=(
        "In a step every weight is fetched from memory once and used in the given multiply-accumulates for "
        "each sequence. How many times as much energy does the movement take as the arithmetic? A plain "
        "number."
    ),
)
def movement_over_compute(bytes_per_parameter, per_byte, macs_per_parameter, per_mac, batch):
    """Return movement over arithmetic, both per weight."""
    return bytes_per_parameter * per_byte / (batch * macs_per_parameter * per_mac)


movement_over_compute.misconception(
    "batch-ignored",
    "You compute only one sequence. Each sequence of the batch needs its own multiply-accumulates.",
    lambda bytes_per_parameter, per_byte, macs_per_parameter, per_mac: (
        bytes_per_parameter * per_byte / (macs_per_parameter * per_mac)
    ),
)

movement_over_compute.misconception(
    "two-macs",
    "You use a weight in two multiply-accumulates for each sequence. It is one, made of two operations.",
    lambda bytes_per_parameter, per_byte, macs_per_parameter, per_mac, batch: (
        bytes_per_parameter * per_byte / (2 * batch * macs_per_parameter * per_mac)
    ),
)

movement_over_compute.misconception(
    "half-mac",
    "You take the energy of one multiply-accumulate for that of two. It is given per multiply-accumulate.",
    lambda bytes_per_parameter, per_byte, macs_per_parameter, per_mac, batch: (
        2 * bytes_per_parameter * per_byte / (batch * macs_per_parameter * per_mac)
    ),
)


def _share(bytes_per_parameter, per_byte, macs_per_parameter, per_mac, batch):
    moving = bytes_per_parameter * per_byte
    return moving / (moving + batch * macs_per_parameter * per_mac)


movement_over_compute.misconception(
    "share",
    "This is the share of the movement in the whole. Divide the movement by the arithmetic alone.",
    _share,
)

movement_over_compute.answers(
    right=[
        "q.bytes_per_parameter * q.per_byte / (q.batch * q.macs_per_parameter * q.per_mac)",
        "(q.bytes_per_parameter * q.per_byte / (q.batch * q.macs_per_parameter * q.per_mac)).to('').magnitude",
        "move = q.parameters * q.bytes_per_parameter * q.per_byte\n"
        "compute = q.parameters * q.batch * q.macs_per_parameter * q.per_mac\n"
        "movement_over_compute = move / compute",
        "53.33",
        "53.3",
        "320 / 1.5 / 4",
        "Fraction(160, 3)",
    ],
    wrong={
        "inverted": [
            "q.batch * q.macs_per_parameter * q.per_mac / (q.bytes_per_parameter * q.per_byte)",
            "0.01875",
        ],
        "two-macs|sibling:BYTES_INT8": ["26.667"],
        "two-macs": [
            "q.bytes_per_parameter * q.per_byte / (2 * q.batch * q.macs_per_parameter * q.per_mac)",
        ],
        "half-mac|sibling:BYTES_FP32": ["106.67"],
        "half-mac": [
            "q.bytes_per_parameter * q.per_byte / (q.batch * q.macs_per_parameter * q.per_mac / 2)",
        ],
        "share": ["80 / 81.5"],
        "unit:energy": ["q.parameters * q.bytes_per_parameter * q.per_byte"],
        "scale:100|scale:1/100|unit:percent": ["5333.3"],
        "value:text": ["'213 times'"],
        "value:none": ["None"],
    },
)
