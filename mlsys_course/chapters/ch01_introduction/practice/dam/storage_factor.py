"""I4.12: how much faster storage is worth making."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "storage_factor",
    bank="I4.12",
    rtol=0.004,
    scenario="slow_storage",
    objective=1,
    bloom="Analyze",
    anchors="sec-introduction-defining-ml-systems-d4af",
    title="Where the bottleneck moves",
    prompt=(
        "Storage, preprocessing and a GPU work at the same time, and storage is the slowest. You make "
        "storage faster and faster. Beyond what factor does that buy you nothing more? A plain number."
    ),
)
def storage_factor(storage, preprocessing, gpu):
    """Return the slower one of the other two, over storage."""
    return np.minimum(preprocessing, gpu) / storage


storage_factor.misconception(
    "fastest-stage",
    "You go up to the fastest stage. Long before that another one is the slowest of the three.",
    lambda storage, preprocessing, gpu: np.maximum(preprocessing, gpu) / storage,
)

storage_factor.misconception(
    "mean-of-others",
    "You go up to the mean of the other two. The slower one of them holds up the line before that.",
    lambda storage, preprocessing, gpu: (preprocessing + gpu) / 2 / storage,
)

storage_factor.misconception(
    "growth-not-factor",
    "This is how much storage grows. The question asks how many times as fast it becomes.",
    lambda storage, preprocessing, gpu: np.minimum(preprocessing, gpu) / storage - 1,
)

storage_factor.misconception(
    "one-after-the-other",
    "You add the times of the other two, as if they worked one after the other. They work at the same time.",
    lambda storage, preprocessing, gpu: 1 / (1 / preprocessing + 1 / gpu) / storage,
)

storage_factor.answers(
    right=[
        "np.minimum(q.preprocessing, q.gpu) / q.storage",
        "(min(q.preprocessing, q.gpu) / q.storage).to('').magnitude",
        "1.4",
        "Q_(1.4, '')",
        "Fraction(7, 5)",
    ],
    wrong={
        "fastest-stage": ["max(q.preprocessing, q.gpu) / q.storage", "2"],
        "mean-of-others": ["(q.preprocessing + q.gpu) / 2 / q.storage", "1.7"],
        "growth-not-factor": ["min(q.preprocessing, q.gpu) / q.storage - 1", "0.4"],
        "one-after-the-other": ["1 / (1 / q.preprocessing + 1 / q.gpu) / q.storage"],
        "inverted": ["q.storage / min(q.preprocessing, q.gpu)", "0.714286"],
        "unit:sample/time": ["min(q.preprocessing, q.gpu)"],
        "value:text": ["'1.4 times'"],
        "value:none": ["None"],
    },
)
