"""I3.14: the wrong line in a calculation of what it takes to beat the best player by search."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Debugging


@exercise(
    "bug_elo",
    bank="I3.14",
    unit="kWh",
    points=2,
    scenario="stronger_search",
    objective=2,
    bloom="Evaluate",
    anchors=("sec-introduction-bitter-lesson-79c7", "tbl-ai-evolution-performance"),
    title="Find the wrong line: strength out of search",
    spec=Debugging(
        lines=(
            "gap = player.wanted - player.rating",
            "doublings = gap / player.per_doubling",
            "faster = 2 * doublings",
            "rate_needed = player.rate * faster",
            "processors = rate_needed / player.processor_rate",
            "power = processors * player.processor_power",
            "game_time = player.moves * player.move_time",
            "energy = power * game_time",
        ),
        wrong=3,
        mended="faster = 2**doublings",
        scenario="player",
        because="it adds a factor of two for every doubling, but doublings multiply.",
        innocent={
            2: "Line 2 is right: every doubling adds the same number of points, so the gap is divided by it.",
            6: (
                "Line 6 is right: all processors draw power. The number of processors it uses is already "
                "wrong."
            ),
        },
    ),
)
def bug_elo(wanted, rating, per_doubling, rate, processor_rate, processor_power, moves, move_time):
    """Double the rate as often as the gap asks for, and feed the processors that reach it for a game."""
    processors = rate * 2 ** ((wanted - rating) / per_doubling) / processor_rate
    return processors * processor_power * moves * move_time


bug_elo.misconception(
    "base-e",
    "You let the rate grow by a factor of e with every doubling. A doubling is a factor of two.",
    lambda wanted, rating, per_doubling, rate, processor_rate, processor_power, moves, move_time: (
        rate * np.exp((wanted - rating) / per_doubling) / processor_rate * processor_power * moves * move_time
    ),
)

bug_elo.misconception(
    "square",
    "You square the number of doublings. Raise two to that power instead.",
    lambda wanted, rating, per_doubling, rate, processor_rate, processor_power, moves, move_time: (
        rate * ((wanted - rating) / per_doubling) ** 2 / processor_rate * processor_power * moves * move_time
    ),
)

_DOUBLINGS = "(q.wanted - q.rating) / q.per_doubling"
_GAME = "q.rate / q.processor_rate * q.processor_power * q.moves * q.move_time"
_ENERGY = f"2 ** ({_DOUBLINGS}) * {_GAME}"

bug_elo.answers(
    right=[
        f"(3, {_ENERGY})",
        f"[3, ({_ENERGY}).to('MJ')]",
        f"(3.0, np.exp2({_DOUBLINGS}) * {_GAME})",
        "(3, Q_(11.49, 'kWh'))",
        "{'line': 3, 'value': Q_(11.49, 'kWh')}",
    ],
    wrong={
        "as-it-stands": [f"(3, 2 * {_DOUBLINGS} * {_GAME})"],
        "base-e": [f"(3, np.exp({_DOUBLINGS}) * {_GAME})"],
        "square": [f"(3, ({_DOUBLINGS}) ** 2 * {_GAME})"],
        "line:after": [f"(4, {_ENERGY})", f"(6, {_ENERGY})", f"(8, {_ENERGY})"],
        "line:before": [f"(1, {_ENERGY})", f"(2, {_ENERGY})"],
        "line:aside": [f"(7, {_ENERGY})"],
        "unit:power": [
            f"(3, 2 ** ({_DOUBLINGS}) * q.rate / q.processor_rate * q.processor_power)",
        ],
        "unit:missing": ["(3, 11.49)"],
    },
)
