"""I5.8: the Wasserstein distance of two distributions."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "wasserstein",
    bank="I5.8",
    scenario="distributions",
    objective=7,
    bloom="Apply",
    anchors="eq-degradation",
    rtol=0.002,
    title="Wasserstein distance of two distributions",
    prompt=(
        "How far is today's distribution from that of the training data, as Wasserstein-1 distance? The "
        "bins stand in order, each one unit from the next. A plain number."
    ),
    neighbours=("kl_today", "total_variation"),
)
def wasserstein(training, today):
    """Sum what has to be carried across each border between bins."""
    return np.sum(np.abs(np.cumsum(np.subtract(today, training))))


wasserstein.misconception(
    "total-variation",
    "This is the total variation distance: it says how much is to be moved, and not how far.",
    lambda training, today: np.sum(np.abs(np.subtract(today, training))) / 2,
)

wasserstein.misconception(
    "not-cumulated",
    "These are the differences bin by bin. Sum them up from the left first: what is missing so far must "
    "be carried across the next border.",
    lambda training, today: np.sum(np.abs(np.subtract(today, training))),
)

wasserstein.misconception(
    "mean",
    "This is divided by the number of bins. The bins stand one unit apart: nothing is to be divided.",
    lambda training, today: np.mean(np.abs(np.cumsum(np.subtract(today, training)))),
)

wasserstein.misconception(
    "halved",
    "This is half of it. What is carried across a border is counted once already.",
    lambda training, today: np.sum(np.abs(np.cumsum(np.subtract(today, training)))) / 2,
)

wasserstein.misconception(
    "largest-border",
    "This is what is carried across one border, the busiest. All borders count.",
    lambda training, today: np.max(np.abs(np.cumsum(np.subtract(today, training)))),
)

wasserstein.misconception(
    "unit-interval",
    "Here all bins together are taken to be one unit wide; each is one unit from the next.",
    lambda training, today: np.sum(np.abs(np.cumsum(np.subtract(today, training)))) / (np.size(training) - 1),
)

_P, _Q = "np.array(q.today)", "np.array(q.training)"

wasserstein.answers(
    right=[
        f"np.abs(np.cumsum({_P} - {_Q})).sum()",
        f"np.abs(np.cumsum({_P}) - np.cumsum({_Q})).sum()",
        "carried, wasserstein = 0, 0\n"
        "for p, t in zip(q.today, q.training):\n"
        "    carried += p - t\n"
        "    wasserstein += abs(carried)",
        "0.55",
        "Decimal('0.55')",
    ],
    wrong={
        "total-variation": [f"np.abs({_P} - {_Q}).sum() / 2", "0.25"],
        "not-cumulated": [f"np.abs({_P} - {_Q}).sum()", "0.5"],
        "mean": [f"np.abs(np.cumsum({_P} - {_Q})).mean()", "0.1375"],
        "halved": [f"np.abs(np.cumsum({_P} - {_Q})).sum() / 2", "0.275"],
        "largest-border|total-variation": [f"np.abs(np.cumsum({_P} - {_Q})).max()"],
        "unit-interval": [f"np.abs(np.cumsum({_P} - {_Q})).sum() / 3"],
        "value:text": ["'0.55'"],
        "value:none": ["None"],
    },
)
