"""I5.6: the Kullback-Leibler divergence of two distributions."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "kl_today",
    bank="I5.6",
    scenario="distributions",
    objective=7,
    bloom="Apply",
    anchors="eq-degradation",
    rtol=0.005,
    title="Kullback-Leibler divergence of two distributions",
    prompt=(
        "How far is today's distribution from that of the training data, as Kullback-Leibler divergence "
        "D(today || training) in nats? A plain number."
    ),
    neighbours=("total_variation", "wasserstein"),
)
def kl_today(training, today):
    """Sum today's shares times the natural logarithm of today over training."""
    return np.sum(np.multiply(today, np.log(np.divide(today, training))))


kl_today.misconception(
    "swapped:training,today",
    "The two distributions have changed places. The first one weighs the logarithms.",
    lambda training, today: np.sum(np.multiply(training, np.log(np.divide(training, today)))),
)

kl_today.misconception(
    "bits",
    "This is in bits, with logarithms to base 2. Use the natural logarithm for nats.",
    lambda training, today: np.sum(np.multiply(today, np.log2(np.divide(today, training)))),
)

kl_today.misconception(
    "base-10",
    "You use logarithms to base 10. Use the natural logarithm for nats; numpy calls it log.",
    lambda training, today: np.sum(np.multiply(today, np.log10(np.divide(today, training)))),
)

kl_today.misconception(
    "absolute-terms",
    "You add the terms without their signs. Bins that became rarer have negative terms.",
    lambda training, today: np.sum(np.abs(np.multiply(today, np.log(np.divide(today, training))))),
)

kl_today.misconception(
    "weights-missing",
    "You add the logarithms without weights. Multiply each by its bin's share today.",
    lambda training, today: np.sum(np.log(np.divide(today, training))),
)

kl_today.misconception(
    "wrong-weights",
    "You weigh the logarithms by the training data. Weigh them by the first of the two distributions.",
    lambda training, today: np.sum(np.multiply(training, np.log(np.divide(today, training)))),
)

_P, _Q = "np.array(q.today)", "np.array(q.training)"

kl_today.answers(
    right=[
        f"np.sum({_P} * np.log({_P} / {_Q}))",
        "sum(p * math.log(p / t) for p, t in zip(q.today, q.training))",
        f"float(np.dot({_P}, np.log({_P}) - np.log({_Q})))",
        "kl_today = 0\nfor p, t in zip(q.today, q.training):\n    kl_today += p * np.log(p / t)",
        f"Q_(np.sum({_P} * np.log({_P} / {_Q})), '')",
        "0.152",
        "Decimal('0.15212')",
    ],
    wrong={
        "swapped:training,today": [f"np.sum({_Q} * np.log({_Q} / {_P}))", "0.1369"],
        "bits": [f"np.sum({_P} * np.log2({_P} / {_Q}))", "0.2195"],
        "base-10": [f"np.sum({_P} * np.log10({_P} / {_Q}))"],
        "neighbour:total_variation": [f"np.abs({_P} - {_Q}).sum() / 2", "0.25"],
        "absolute-terms": [f"np.abs({_P} * np.log({_P} / {_Q})).sum()", "0.5493"],
        "weights-missing": [f"np.log({_P} / {_Q}).sum()"],
        "wrong-weights|sign": [f"np.sum({_Q} * np.log({_P} / {_Q}))"],
        "sign": [f"-np.sum({_P} * np.log({_P} / {_Q}))"],
        "value:text": ["'0.15 nats'"],
        "value:none": ["None"],
    },
)
