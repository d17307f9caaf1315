"""I7.6: how long a coin cell feeds a keyword spotter that listens all the time."""

from mlsys_course.exercise import exercise


@exercise(
    "spotter_life",
    bank="I7.6",
    unit="day",
    points=3,
    scenario="keyword_spotter",
    objective=(4, 5, 6),
    bloom="Apply",
    anchors=("tbl-lighthouse-examples", "eq-energy-cost", "sec-introduction-deployment-spectrum-a38c"),
    title="A keyword spotter on a coin cell",
)
def spotter_life(charge, voltage, parameters, bytes_per_parameter, per_byte, ops, per_op, runs, listening):
    """Divide the energy of the cell by the mean power of listening and of running the network."""
    of_one_run = parameters * bytes_per_parameter * per_byte + ops * per_op
    return charge * voltage / (runs * of_one_run + listening)


spotter_life.misconception(
    "network-alone",
    "You let only the network draw energy. The microphone and the sleeping chip draw power all the time.",
    lambda charge, voltage, parameters, bytes_per_parameter, per_byte, ops, per_op, runs: (
        charge * voltage / (runs * (parameters * bytes_per_parameter * per_byte + ops * per_op))
    ),
)

spotter_life.misconception(
    "listening-alone",
    "You let the network draw no energy. It runs several times a second.",
    lambda charge, voltage, listening: charge * voltage / listening,
)

spotter_life.misconception(
    "computing-alone",
    "You fetch the weights for free. They are fetched from memory for every run.",
    lambda charge, voltage, ops, per_op, runs, listening: (
        charge * voltage / (runs * ops * per_op + listening)
    ),
)

spotter_life.misconception(
    "moving-alone",
    "You do the operations for free. A run costs the movement of the weights plus the operations.",
    lambda charge, voltage, parameters, bytes_per_parameter, per_byte, runs, listening: (
        charge * voltage / (runs * parameters * bytes_per_parameter * per_byte + listening)
    ),
)

_RUN = "(q.parameters * q.bytes_per_parameter * q.per_byte + q.ops * q.per_op)"
_CELL = "q.charge * q.voltage"

spotter_life.answers(
    right=[
        f"{_CELL} / (q.runs * {_RUN} + q.listening)",
        f"({_CELL} / (q.runs * {_RUN} + q.listening)).to('hour')",
        f"power = (q.runs * {_RUN}).to('mW') + q.listening\nspotter_life = ({_CELL}).to('joule') / power",
        "Q_(13.9, 'day')",
        "Q_(333, 'hour')",
    ],
    wrong={
        "network-alone": [f"{_CELL} / (q.runs * {_RUN})"],
        "listening-alone": [f"{_CELL} / q.listening", "Q_(93.75, 'day')"],
        "computing-alone": [f"{_CELL} / (q.runs * q.ops * q.per_op + q.listening)"],
        "moving-alone": [
            f"{_CELL} / (q.runs * q.parameters * q.bytes_per_parameter * q.per_byte + q.listening)"
        ],
        "unit:missing": ["13.9"],
        "unit:power": [f"q.runs * {_RUN} + q.listening"],
        "unit:energy": [_CELL],
    },
)
