"""I3.11: at which compute a general method catches up with an expert system."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "crossover_compute",
    bank="I3.11",
    unit="FLOP",
    rtol=0.05,
    points=3,
    scenario="expert_and_general",
    objective=2,
    bloom="Analyze",
    anchors="sec-introduction-bitter-lesson-79c7",
    title="Where compute overtakes expertise",
)
def crossover_compute(expert, general, gain, start):
    """Return the start times ten to the number of tenfold steps that the gap takes."""
    return start * 10 ** ((expert - general) / gain)


crossover_compute.misconception(
    "natural-steps",
    "You take each step as a factor of e. A step is a factor of ten.",
    lambda expert, general, gain, start: start * np.exp((expert - general) / gain),
)

crossover_compute.misconception(
    "linear-in-compute",
    "You multiply the compute by the number of steps. Each step multiplies it by ten, so the steps belong"
    " in the exponent.",
    lambda expert, general, gain, start: start * (expert - general) / gain,
)

crossover_compute.misconception(
    "start-missing",
    "This is the factor by which the compute must grow. Multiply it by the compute at the start.",
    lambda expert, general, gain: Q_(1, "FLOP") * 10 ** ((expert - general) / gain),
)

crossover_compute.misconception(
    "start-missing",
    "This is tiny beside the starting compute, as if you had left that out. Multiply it by the factor of "
    "growth.",
    lambda start: 0 * start,
)

crossover_compute.misconception(
    "from-zero",
    "You count the steps from an accuracy of zero. The general method already has some accuracy at the "
    "start.",
    lambda expert, gain, start: start * 10 ** (expert / gain),
)

crossover_compute.answers(
    right=[
        "q.start * 10 ** ((q.expert - q.general) / q.gain).to('').magnitude",
        "q.start * 10 ** ((q.expert - q.general) / q.gain)",
        "(q.start * np.power(10., ((q.expert - q.general) / q.gain).to('').magnitude)).to('PFLOP')",
        "Q_(1e19, 'FLOP')",
        "Q_(10, 'EFLOP')",
    ],
    wrong={
        "natural-steps": ["q.start * np.exp(((q.expert - q.general) / q.gain).to('').magnitude)"],
        "linear-in-compute": [
            "q.start * ((q.expert - q.general) / q.gain).to('').magnitude",
            "Q_(4e15, 'FLOP')",
        ],
        "start-missing": [
            "Q_(10 ** ((q.expert - q.general) / q.gain).to('').magnitude, 'FLOP')",
            "Q_(1e4, 'FLOP')",
        ],
        "from-zero": ["q.start * 10 ** (q.expert / q.gain).to('').magnitude", "Q_(1e25, 'FLOP')"],
        "unit:missing": ["1e19"],
        "sign": ["-q.start * 10 ** ((q.expert - q.general) / q.gain).to('').magnitude"],
        "unit:time": ["Q_(1e20, 'second')"],
    },
)
