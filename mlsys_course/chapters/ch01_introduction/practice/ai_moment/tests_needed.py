"""I1.14: how many images without a mistake it takes to promise an error rate."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "tests_needed",
    bank="I1.14",
    rtol=0.02,
    scenario="promised_error",
    objective=3,
    bloom="Apply",
    anchors="eq-verification-gap",
    title="A test that can promise something",
    prompt=(
        "A model must be wrong less often than the given error rate. A model with exactly that error rate "
        "passes a test of n images, drawn at random, without any mistake with the probability (1 - "
        "error)^n. How many images must be right, without a mistake, until this probability is down to the "
        "doubt that you allow? A plain number; rounding does not matter."
    ),
)
def tests_needed(error, doubt):
    """Solve (1 - error)^n = doubt for n."""
    return np.log(doubt) / np.log(1 - error)


tests_needed.misconception(
    "one-expected",
    "In so many images you expect one mistake, but none at all is still quite likely. Solve the formula of the "
    "question for n.",
    lambda error: 1 / error,
)

tests_needed.misconception(
    "doubt-over-error",
    "You divide the doubt by the error rate. A smaller doubt must take more images, not fewer.",
    lambda error, doubt: doubt / error,
)

tests_needed.misconception(
    "trust-for-doubt",
    "You take the trust, one minus the doubt. What must become small is the probability that a bad model passes.",
    lambda error, doubt: np.log(1 - doubt) / np.log(1 - error),
)

tests_needed.misconception(
    "error-for-right",
    "You take the error rate to the power n: that is a model which is wrong every time. Take one minus the "
    "error rate.",
    lambda error, doubt: np.log(doubt) / np.log(error),
)

tests_needed.misconception(
    "trust-over-error",
    "You divide the trust by the error rate. The chance of passing falls as a power: take logarithms.",
    lambda error, doubt: (1 - doubt) / error,
)

tests_needed.misconception(
    "base-mixed",
    "You divide a logarithm to base ten by a natural one. Take both to the same base.",
    lambda error, doubt: np.log10(doubt) / np.log(1 - error),
)

tests_needed.answers(
    right=[
        "np.log(q.doubt) / np.log(1 - q.error)",
        "np.log10(q.doubt) / np.log10(1 - q.error)",
        "-math.log(q.doubt.to('').magnitude) / q.error.to('').magnitude",
        "598.1",
        "600",
        "599",
    ],
    wrong={
        "one-expected|inverted": ["1 / q.error", "200"],
        "doubt-over-error": ["q.doubt / q.error", "10"],
        "trust-for-doubt": ["np.log(1 - q.doubt) / np.log(1 - q.error)", "10.23"],
        "error-for-right": ["np.log(q.doubt) / np.log(q.error)"],
        "trust-over-error": ["(1 - q.doubt) / q.error", "190"],
        "base-mixed": ["259.75"],
        "sign": ["-598.1"],
        "value:text": ["'600 images'"],
        "value:none": ["None"],
    },
)
