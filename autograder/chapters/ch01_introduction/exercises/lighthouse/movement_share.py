"""I7.3: which share of the energy goes into moving data."""

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "movement_share",
    bank="I7.3",
    unit="percent",
    rtol=0.005,
    points=2,
    scenario="inference_energy",
    objective=(4, 5),
    bloom="Apply",
    anchors=("eq-energy-cost", "tbl-lighthouse-examples"),
    title="The share of movement in the energy",
    neighbours=("image_energy",),
)
def movement_share(parameters, bytes_per_parameter, per_byte, macs, per_mac):
    """Return the energy of moving over that of moving and computing."""
    return (
        parameters
        * bytes_per_parameter
        * per_byte
        / (parameters * bytes_per_parameter * per_byte + macs * per_mac)
    )


def _compute_share(parameters, bytes_per_parameter, per_byte, macs, per_mac):
    moving = parameters * bytes_per_parameter * per_byte
    return macs * per_mac / (moving + macs * per_mac)


movement_share.misconception(
    "compute-share",
    "This is the share of the arithmetic. The question asks for the share of moving the weights.",
    _compute_share,
)

movement_share.misconception(
    "ratio",
    "You divide moving by computing. A share compares a part with the whole: divide by both together.",
    lambda parameters, bytes_per_parameter, per_byte, macs, per_mac: (
        parameters * bytes_per_parameter * per_byte / (macs * per_mac)
    ),
)

movement_share.misconception(
    "inverted-ratio",
    "You divide computing by moving. Divide moving by both together.",
    lambda parameters, bytes_per_parameter, per_byte, macs, per_mac: (
        macs * per_mac / (parameters * bytes_per_parameter * per_byte)
    ),
)


def _one_byte(parameters, bytes_per_parameter, per_byte, macs, per_mac):
    moving = parameters * Q_(1, "byte/parameter") * per_byte
    return moving / (moving + macs * per_mac)


movement_share.misconception(
    "one-byte-per-weight", "You take one byte for each weight. Look up how large a weight is.", _one_byte
)


def _no_additions(parameters, bytes_per_parameter, per_byte, macs, per_multiply):
    moving = parameters * bytes_per_parameter * per_byte
    return moving / (moving + macs * per_multiply / 2)


movement_share.misconception(
    "additions-forgotten",
    "You pay for the multiplications only. A multiply-accumulate also adds.",
    _no_additions,
)


def _two_multiplications(parameters, bytes_per_parameter, per_byte, macs, per_multiply):
    moving = parameters * bytes_per_parameter * per_byte
    return moving / (moving + macs * per_multiply)


movement_share.misconception(
    "two-multiplications",
    "You pay for two multiplications. A multiply-accumulate is one multiplication and one cheaper addition.",
    _two_multiplications,
)


def _twice(parameters, bytes_per_parameter, per_byte, macs, per_mac):
    moving = parameters * bytes_per_parameter * per_byte
    return moving / (moving + 2 * macs * per_mac)


movement_share.misconception(
    "flop-for-mac",
    "Your arithmetic weighs twice what it should. Pay once for each multiply-accumulate, and check the "
    "size of a weight.",
    _twice,
)


def _half(parameters, bytes_per_parameter, per_byte, macs, per_mac):
    moving = parameters * bytes_per_parameter * per_byte
    return moving / (moving + macs * per_mac / 2)


movement_share.misconception(
    "mac-for-flop",
    "Your arithmetic weighs half of what it should. Pay the whole energy for each multiply-accumulate, "
    "and check the size of a weight.",
    _half,
)

movement_share.misconception(
    "always-dominates",
    "This says that moving takes nearly all the energy, as the chapter says in general. Work it out for "
    "this network.",
    lambda: 0.99,
)


def _batch_shared(parameters, bytes_per_parameter, per_byte, macs, per_mac, batch):
    moving = parameters * bytes_per_parameter * per_byte
    return moving / (moving + batch * macs * per_mac)


movement_share.misconception(
    "batch-shared",
    "You let a whole batch share one fetch of the weights. The question asks about a single input.",
    _batch_shared,
)

_MOVE = "q.parameters * q.bytes_per_parameter * q.per_byte"
_COMPUTE = "q.macs * q.per_mac"

movement_share.answers(
    right=[
        f"{_MOVE} / ({_MOVE} + {_COMPUTE})",
        f"({_MOVE} / ({_MOVE} + {_COMPUTE})).to('percent')",
        f"move = {_MOVE}\ncompute = {_COMPUTE}\nmovement_share = 1 / (1 + compute / move)",
        f"1 - ({_COMPUTE} / ({_MOVE} + {_COMPUTE})).to('').magnitude",
        "0.465",
        "Q_(46.5, 'percent')",
        "0.46487",
        "16.384 / (16.384 + 18.86)",
    ],
    wrong={
        "compute-share": [f"{_COMPUTE} / ({_MOVE} + {_COMPUTE})", "Q_(53.5, 'percent')", "0.535"],
        "ratio": [f"{_MOVE} / ({_COMPUTE})", "0.869", "Q_(86.9, 'percent')"],
        "one-byte-per-weight": [
            "move = q.parameters * Q_(1, 'byte/parameter') * q.per_byte\n"
            f"movement_share = move / (move + {_COMPUTE})",
        ],
        "one-byte-per-weight|sibling:BYTES_INT8": ["0.1784"],
        "inverted-ratio": [f"{_COMPUTE} / ({_MOVE})", "1.151"],
        "scale:8:bytes_per_parameter|scale:8": [f"8 * {_MOVE} / (8 * {_MOVE} + {_COMPUTE})"],
        "always-dominates": ["Q_(99, 'percent')", "0.99"],
        "additions-forgotten": [
            f"move = {_MOVE}\nmovement_share = move / (move + q.macs.to('MAC').magnitude * "
            "q.per_multiply * Q_(1, 'FLOP'))",
            "0.519",
        ],
        "flop-for-mac": [f"{_MOVE} / ({_MOVE} + 2 * {_COMPUTE})", "Q_(30.28, 'percent')"],
        "flop-for-mac|sibling:BYTES_FP16": ["25.6e6 * 2 * 160 / (25.6e6 * 2 * 160 + 4.1e9 * 4.6)"],
        "mac-for-flop": [f"{_MOVE} / ({_MOVE} + {_COMPUTE} / 2)"],
        "two-multiplications": [f"{_MOVE} / ({_MOVE} + q.macs * q.per_multiply)"],
        "batch-shared": [f"{_MOVE} / ({_MOVE} + q.batch * {_COMPUTE})"],
        "rounding:coarse|rounding:down": ["0.46", "Q_(46, 'percent')"],
        "scale:100|unit:percent": ["46.487", "46.5"],
        "unit:energy": [_MOVE, f"{_MOVE} + {_COMPUTE}"],
        "value:text": ["'46 %'"],
        "value:none": ["None"],
    },
)
