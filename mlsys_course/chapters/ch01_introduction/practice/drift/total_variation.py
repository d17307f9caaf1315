"""I5.7: the total variation distance of two distributions."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "total_variation",
    bank="I5.7",
    scenario="distributions",
    objective=7,
    bloom="Apply",
    anchors="eq-degradation",
    rtol=0.002,
    title="Total variation distance of two distributions",
    prompt=(
        "How far is today's distribution from that of the training data, as total variation distance "
        "(half the sum of the absolute differences)? A plain number."
    ),
    neighbours=("kl_today", "wasserstein"),
)
def total_variation(training, today):
    """Return half the sum of the absolute differences."""
    return np.sum(np.abs(np.subtract(today, training))) / 2


total_variation.misconception(
    "half-missing",
    "This is the sum of the absolute differences. What one bin loses another gains, so take half of it.",
    lambda training, today: np.sum(np.abs(np.subtract(today, training))),
)

total_variation.misconception(
    "signs-kept",
    "You add the differences without absolute values. They always add up to zero.",
    lambda training, today: 0 * np.sum(np.subtract(today, training)),
)

total_variation.misconception(
    "largest-difference",
    "This is the largest difference of any bin. Add up all bins.",
    lambda training, today: np.max(np.abs(np.subtract(today, training))),
)


def _euclidean(training, today):
    difference = np.subtract(today, training)
    return np.sqrt(np.sum(difference * difference))


total_variation.misconception(
    "euclidean",
    "This is the Euclidean distance, with squares and a root. Use absolute differences.",
    _euclidean,
)


def _squares(training, today):
    difference = np.subtract(today, training)
    return np.sum(difference * difference)


total_variation.misconception("euclidean", "You square the differences. Use absolute differences.", _squares)

total_variation.misconception(
    "mean-difference",
    "This is the mean of the absolute differences. The question says half of their sum.",
    lambda training, today: np.mean(np.abs(np.subtract(today, training))),
)

_P, _Q = "np.array(q.today)", "np.array(q.training)"

total_variation.answers(
    right=[
        f"np.abs({_P} - {_Q}).sum() / 2",
        "sum(abs(p - t) for p, t in zip(q.today, q.training)) / 2",
        f"np.maximum({_P} - {_Q}, 0).sum()",
        "0.25",
        "Fraction(1, 4)",
    ],
    wrong={
        "half-missing": [f"np.abs({_P} - {_Q}).sum()", "0.5"],
        "largest-difference": [f"np.abs({_P} - {_Q}).max()", "0.15"],
        "euclidean": [f"np.sqrt((({_P} - {_Q}) ** 2).sum())", f"(({_P} - {_Q}) ** 2).sum()"],
        "mean-difference": [f"np.abs({_P} - {_Q}).mean()"],
        "signs-kept": [f"({_P} - {_Q}).sum() / 2", "0"],
        "neighbour:kl_today": ["0.15212"],
        "scale:100": ["25"],
        "value:text": ["'0.25'"],
        "value:none": ["None"],
    },
)
