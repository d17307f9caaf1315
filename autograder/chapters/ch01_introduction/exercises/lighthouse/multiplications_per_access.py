"""I7.2: how many multiplications cost as much energy as one access to memory."""

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "multiplications_per_access",
    bank="I7.2",
    unit="FLOP",
    bare=True,
    points=1,
    scenario="energy_tax",
    objective=(4, 5),
    bloom="Apply",
    anchors="eq-energy-cost",
    title="One access to memory, in multiplications",
)
def multiplications_per_access(access, per_op):
    """Return the energy of an access over that of an operation."""
    return access / per_op


multiplications_per_access.misconception(
    "per-byte",
    "This is how many operations one byte costs. An access fetches a whole word of several bytes.",
    lambda access, word, per_op: access / (word / Q_(1, "byte")) / per_op,
)

multiplications_per_access.misconception(
    "word-squared",
    "You multiply by the size of the word. The energy of an access already covers the whole word.",
    lambda access, word, per_op: access * (word / Q_(1, "byte")) / per_op,
)

multiplications_per_access.misconception(
    "round-number",
    "This is the chapter's round number. Work it out from the energies in the table.",
    lambda: Q_(100, "FLOP"),
)

multiplications_per_access.misconception(
    "inverted",
    "Your fraction is upside down: it says how many accesses one operation is worth. Divide the larger "
    "energy by the smaller one.",
    lambda access, per_op: (per_op * Q_(1, "FLOP")) / access * Q_(1, "FLOP"),
)

multiplications_per_access.answers(
    right=[
        "q.access / q.per_op",
        "(q.access / q.per_op).to('FLOP')",
        "(q.access / q.per_op).to('FLOP').magnitude",
        "173",
        "172.97",
        "Q_(173, 'FLOP')",
        "q.access / (q.per_op * Q_(1, 'FLOP'))",
        "Fraction(6400, 37)",
        "np.float64(640) / 3.7",
    ],
    wrong={
        "per-byte": ["q.access / q.per_op / (q.word / Q_(1, 'byte'))", "43.2", "Q_(43.24, 'FLOP')"],
        "inverted": ["0.00578", "q.per_op * Q_(1, 'FLOP') / q.access"],
        "word-squared": ["q.access * (q.word / Q_(1, 'byte')) / q.per_op", "691.9"],
        "sibling:ENERGY_MULTIPLY_FP16": ["581.8", "640 / 1.1"],
        "round-number": ["100", "Q_(100, 'FLOP')"],
        "unit:energy": ["q.access"],
        "unit:energy/operation|unit:none|unit:energy": ["q.per_op"],
        "value:text": ["'173 times'"],
        "value:none": ["None"],
    },
)
