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
    "This is the total variation distance: how much to move, not how far. Count the distance between the "
    "bins, too.",
    lambda training, today: np.sum(np.abs(np.subtract(today, training))) / 2,
)

wasserstein.misconception(
    "not-cumulated",
    "You use the differences bin by bin. Sum them up from the left: what is missing so far has to cross "
    "the next border.",
    lambda training, today: np.sum(np.abs(np.subtract(today, training))),
)

wasserstein.misconception(
    "mean",
    "You divide by the number of bins. The bins are one unit apart, so do not divide.",
    lambda training, today: np.mean(np.abs(np.cumsum(np.subtract(today, training)))),
)

wasserstein.misconception(
    "halved",
    "You take half of it. What crosses a border counts only once already.",
    lambda training, today: np.sum(np.abs(np.cumsum(np.subtract(today, training)))) / 2,
)

wasserstein.misconception(
    "largest-border",
    "This is what crosses the busiest border. Add up all borders.",
    lambda training, today: np.max(np.abs(np.cumsum(np.subtract(today, training)))),
)

wasserstein.misconception(
    "unit-interval",
    "You make all bins together one unit wide. Each bin is one unit from the next.",
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
