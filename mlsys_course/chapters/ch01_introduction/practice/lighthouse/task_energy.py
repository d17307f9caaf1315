"""I7.1: the energy of moving and computing together."""

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "task_energy",
    bank="I7.1",
    unit="millijoule",
    rtol=0.005,
    scenario="energy_tax",
    objective=4,
    bloom="Apply",
    anchors="eq-energy-cost",
    title="Energy of moving and computing",
    prompt="How much energy do moving the data and doing the operations take together?",
)
def task_energy(data, per_byte, ops, per_op):
    """Return bytes times energy per byte plus operations times energy per operation."""
    return data * per_byte + ops * per_op


task_energy.misconception(
    "movement-alone",
    "This is only the movement. Add the energy of the operations.",
    lambda data, per_byte: data * per_byte,
)

task_energy.misconception(
    "access-per-byte",
    "You pay a whole access for every byte. One access fetches a word of several bytes.",
    lambda data, access, ops, per_op: data * access / Q_(1, "byte") + ops * per_op,
)

task_energy.misconception(
    "bits",
    "You pay the price of a byte for every bit. Divide by eight.",
    lambda data, per_byte, ops, per_op: 8 * data * per_byte + ops * per_op,
)

task_energy.answers(
    right=[
        "q.data * q.per_byte + q.ops * q.per_op",
        "(q.data * q.per_byte).to('joule') + (q.ops * q.per_op).to('joule')",
        "Q_(197, 'millijoule')",
        "Q_(0.197, 'joule')",
        "Q_(197000, 'microjoule')",
        "Q_(197, 'mJ')",
        "move = q.data * q.per_byte\ncompute = q.ops * q.per_op\ntask_energy = move + compute",
    ],
    wrong={
        "dropped:data,per_byte|dropped:movement|dropped:data|dropped:per_byte": [
            "q.ops * q.per_op",
            "Q_(37, 'millijoule')",
        ],
        "movement-alone": ["q.data * q.per_byte", "Q_(160, 'millijoule')", "Q_(0.16, 'joule')"],
        "access-per-byte": ["q.data * q.access / Q_(1, 'byte') + q.ops * q.per_op", "Q_(677, 'mJ')"],
        "bits|access-per-byte": ["8 * q.data * q.per_byte + q.ops * q.per_op"],
        "bits": ["Q_(1317, 'millijoule')"],
        "scale:1000|scale:1/1000|scale:unconverted": ["Q_(0.197, 'millijoule')", "Q_(197, 'joule')"],
        "max-for-sum|movement-alone": ["np.maximum(q.data * q.per_byte, q.ops * q.per_op)"],
        "sum-for-difference|difference-for-sum|sub-for-add|difference": [
            "q.data * q.per_byte - q.ops * q.per_op"
        ],
        "unit:missing": ["197"],
        "unit:information": ["q.data"],
        "unit:power": ["Q_(163.7, 'milliwatt')"],
        "value:text": ["'163.7 mJ'"],
        "value:none": ["None"],
    },
)
