"""I2.11: the best accuracy that a perceptron can reach on XOR."""

from mlsys_course.exercise import exercise


@exercise(
    "xor_accuracy",
    bank="I2.11",
    rtol=0.002,
    scenario="corners",
    objective=2,
    bloom="Understand",
    anchors="fn-early",
    title="The best a perceptron can do on XOR",
    prompt=(
        "A perceptron draws one straight line through the square. The corners have the labels of XOR. On "
        "what part of them can it be right, at most? A fraction."
    ),
)
def xor_accuracy(corners):
    """Return all corners but one."""
    return (corners - 1) / corners


xor_accuracy.misconception(
    "separable",
    "That line would separate XOR's labels. Try to draw it: opposite corners have equal labels.",
    lambda corners: corners / corners,
)

xor_accuracy.misconception(
    "chance",
    "That is what guessing reaches. A line can cut off one corner and do better.",
    lambda corners: 2 / corners,
)

xor_accuracy.misconception(
    "error-rate",
    "That is the part it gets wrong. The question asks for the part it gets right.",
    lambda corners: 1 / corners,
)

xor_accuracy.misconception(
    "count",
    "That is a number of corners. The question asks for a part of all corners.",
    lambda corners: corners - 1,
)

xor_accuracy.answers(
    right=[
        "(q.corners - 1) / q.corners",
        "0.75",
        "3 / 4",
        "Q_(75, 'percent')",
        "Fraction(3, 4)",
        "np.mean([1, 1, 1, 0])",
    ],
    wrong={
        "separable": ["q.corners / q.corners", "1", "1.0"],
        "chance": ["q.labelled_one / q.corners", "0.5"],
        "error-rate": ["1 / q.corners", "0.25"],
        "count": ["q.corners - 1", "3"],
        "scale:100": ["75"],
    },
)
