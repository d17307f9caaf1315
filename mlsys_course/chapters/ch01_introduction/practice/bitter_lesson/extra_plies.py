"""I3.15: how much deeper a faster computer searches."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "extra_plies",
    bank="I3.15",
    rtol=0.01,
    scenario="faster_search",
    objective=2,
    bloom="Analyze",
    anchors="sec-introduction-bitter-lesson-79c7",
    title="What a faster computer adds to a search",
    prompt=(
        "A program searches all moves, the answers to them, and so on; each position has the same number "
        "of moves. Its computer becomes faster by the given factor, and the time for a move stays the "
        "same. How many plies deeper does it see? A plain number, not rounded to whole plies."
    ),
)
def extra_plies(factor, moves):
    """Return the power of the moves that is the factor."""
    return np.log(factor) / np.log(moves)


extra_plies.misconception(
    "linear",
    "You divide the factor by the moves. Each ply multiplies the positions by the moves: take logarithms.",
    lambda factor, moves: factor / moves,
)

extra_plies.misconception(
    "tenfolds",
    "These are the powers of ten in the factor. A ply costs a factor of its own, the moves of a position.",
    lambda factor, moves: np.log10(factor),
)

extra_plies.misconception(
    "doublings",
    "These are the doublings in the factor. A ply costs more than twice the positions.",
    lambda factor, moves: np.log2(factor),
)

extra_plies.misconception(
    "pruned",
    "That is what alpha-beta pruning gains at its very best. This program searches all moves.",
    lambda factor, moves: 2 * np.log(factor) / np.log(moves),
)

extra_plies.misconception(
    "bases-mixed",
    "You divide a natural logarithm by one to base ten. Take both to the same base.",
    lambda factor, moves: np.log(factor) / np.log10(moves),
)

extra_plies.misconception(
    "whole-plies",
    "You rounded down to whole plies. The question asks for the number that is not rounded.",
    lambda factor, moves: np.floor(np.log(factor) / np.log(moves)),
)

extra_plies.answers(
    right=[
        "np.log(q.factor) / np.log(q.moves)",
        "math.log(q.factor, q.moves)",
        "np.log10(q.factor) / np.log10(q.moves)",
        "1.295",
        "Q_(1.295, '')",
    ],
    wrong={
        "linear": ["q.factor / q.moves", "2.857"],
        "tenfolds": ["np.log10(q.factor)", "2"],
        "doublings": ["np.log2(q.factor)", "6.644"],
        "pruned": ["2 * np.log(q.factor) / np.log(q.moves)", "2.5906"],
        "bases-mixed": ["np.log(q.factor) / np.log10(q.moves)"],
        "whole-plies": ["np.floor(np.log(q.factor) / np.log(q.moves))", "1"],
        "inverted": ["np.log(q.moves) / np.log(q.factor)"],
        "value:text": ["'1.3 plies'"],
        "value:none": ["None"],
    },
)
