"""I3.10: which score Elo's formula expects of a player."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "expected_score",
    bank="I3.10",
    rtol=0.02,
    scenario="elo",
    objective=2,
    bloom="Apply",
    anchors="tbl-ai-evolution-performance",
    title="What an Elo rating predicts",
    prompt=(
        "By Elo's formula the expected score is one over one plus ten to the power of the rating "
        "difference (the opponent's minus the player's) over 400. What is the player's expected score "
        "against the opponent? A plain number from 0 to 1."
    ),
)
def expected_score(player, opponent):
    """Return Elo's expected score of the player."""
    return 1 / (1 + 10 ** ((opponent - player) / 400))


expected_score.misconception(
    "opponents-score",
    "This is the opponent's expected score. The question asks for the player's.",
    lambda player, opponent: 1 / (1 + 10 ** ((player - opponent) / 400)),
)

expected_score.misconception(
    "rating-share",
    "This is the player's share of both ratings. Elo's formula takes their difference.",
    lambda player, opponent: player / (player + opponent),
)

expected_score.misconception(
    "rating-ratio",
    "This is one rating over the other. Elo's formula takes their difference.",
    lambda player, opponent: player / opponent,
)

expected_score.misconception(
    "base-e",
    "You take a power of e. Elo's formula takes a power of ten.",
    lambda player, opponent: 1 / (1 + np.exp((opponent - player) / 400)),
)

expected_score.answers(
    right=[
        "1 / (1 + 10 ** ((q.opponent - q.player) / 400))",
        "10 ** (q.player / 400) / (10 ** (q.player / 400) + 10 ** (q.opponent / 400))",
        "0.118",
        "Q_(11.8, 'percent')",
        "Decimal('0.1177')",
    ],
    wrong={
        "opponents-score": ["1 / (1 + 10 ** ((q.player - q.opponent) / 400))", "0.88234"],
        "rating-share": ["q.player / (q.player + q.opponent)", "0.46729"],
        "base-e": ["1 / (1 + np.exp((q.opponent - q.player) / 400))", "0.29421"],
        "rating-ratio": ["q.player / q.opponent", "0.87719"],
        "unit:percent|scale:100": ["11.8"],
    },
)
