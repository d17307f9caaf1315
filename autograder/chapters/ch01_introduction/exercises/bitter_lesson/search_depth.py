"""I3.9: how many plies deep a full search reaches."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "search_depth",
    bank="I3.9",
    rtol=0.005,
    points=2,
    scenario="game_search",
    objective=2,
    bloom="Apply",
    anchors="sec-introduction-bitter-lesson-79c7",
    title="How deep a full search reaches",
    neighbours=("positions_examined",),
)
def search_depth(positions, moves):
    """Return the depth d with moves to the power d equal to the positions."""
    return np.log(positions) / np.log(moves)


search_depth.misconception(
    "alpha-beta",
    "This is the depth with perfect pruning, which is twice as deep. The question asks about a search "
    "without pruning.",
    lambda positions, moves: 2 * np.log(positions) / np.log(moves),
)

search_depth.misconception(
    "log10-only",
    "This is a logarithm to base ten. The base must be the number of moves.",
    lambda positions, moves: np.log10(positions) + 0 * moves,
)

search_depth.misconception(
    "one-second-only",
    "You use the positions of one second. Take all positions that the search examines.",
    lambda rate, moves: np.log(rate * Q_(1, "second")) / np.log(moves),
)

search_depth.misconception(
    "divided",
    "You divide the positions by the moves. Each ply multiplies the positions by the moves, so take a "
    "logarithm.",
    lambda positions, moves: positions / moves,
)

search_depth.answers(
    right=[
        "np.log(q.positions) / np.log(q.moves)",
        "math.log(q.positions, q.moves)",
        "math.log10(q.positions) / math.log10(q.moves)",
        "6.84",
        "np.float64(6.837)",
    ],
    wrong={
        "log10-only": ["np.log10(q.positions)", "10.556"],
        "divided": ["q.positions / q.moves"],
        "one-second-only": ["np.log(q.rate.magnitude) / np.log(q.moves)", "5.38"],
        "alpha-beta": ["2 * np.log(q.positions) / np.log(q.moves)", "13.673"],
        "rounding:down": ["6"],
        "rounding:up": ["7"],
        "inverted": ["np.log(q.moves) / np.log(q.positions)"],
    },
)
