"""Questions to predict in the lesson on the eras of AI."""

from __future__ import annotations

from typing import Any

from mlsys_course.chapters.ch01_introduction import eras, figures
from mlsys_course.questions import question


@question(
    "first-ai-winter",
    "What did the share of mentions do over the first winter, 1974 to 1980?",
    choices=["it fell to half or less", "it fell a little", "it hardly changed", "it rose"],
    topic="evidence",
    experiment="The explorer below starts with the first winter. Look, then compare.",
    explanation=lambda: (
        f"Over the first winter it changed by {figures.winter_change('first'):+.0%}. Only the second winter "
        "shows. The story may still be right: the first winter was one of funding, and people kept writing "
        "books. But the curve is no evidence for it."
    ),
)
def first_ai_winter() -> str:
    """Return what the curve of the chapter's figure does."""
    change = figures.winter_change("first")
    if change > 0.1:
        return "it rose"
    if change > -0.1:
        return "it hardly changed"
    return "it fell to half or less" if change <= -0.5 else "it fell a little"


@question(
    "six-wordings",
    "How many of the six wordings does STUDENT solve?",
    possible=(0, 6),
    topic="rules and learning",
    explanation="You may change the numbers as you like, but not the wording.",
)
def six_wordings() -> int:
    """Count what the program understands."""
    return sum(attempt.understood for attempt in eras.student.attempts())


@question(
    "two-rules-in-conflict",
    "One rule says 0.7, another -0.4. What is the combined certainty factor?",
    possible=(-1, 1),
    topic="rules and learning",
    experiment="Set both rules in the explorer below, then compare.",
    explanation=lambda: (
        "That is what later versions say. The first MYCIN subtracted disbelief from belief and says "
        f"{eras.mycin.combine(0.7, -0.4, method='mycin'):.2g}. It depends on the version, and nothing about "
        "the patient tells which is right."
    ),
)
def two_rules_in_conflict() -> float:
    """Combine the two as later versions of MYCIN did."""
    return float(eras.mycin.combine(0.7, -0.4))


@question(
    "pairs-of-rules",
    "How many pairs of rules must be compared when there are 600?",
    possible=(0, None),
    topic="scale",
    explanation="Rules come one by one, but their pairs grow with the square.",
)
def pairs_of_rules() -> int:
    """Count the pairs."""
    return int(eras.mycin.pairs_to_check(600))


@question(
    "xor-with-one-line",
    "XOR labels four corners. At most how many of them can one straight line get right?",
    possible=(0, 4),
    topic="rules and learning",
    experiment="Train the perceptron in the explorer below on XOR, then compare.",
    explanation="No line gets all of them. Patience does not help: the same mistakes come back in a pattern.",
)
def xor_with_one_line() -> float:
    """Take the best of all lines."""
    return float(4 * eras.perceptron.best_accuracy(eras.perceptron.XOR))


@question(
    "work-a-cascade-saves",
    "By what factor does the cascade cut the work of running all stages on all windows?",
    unit="times",
    topic="speed",
    explanation="The cheap first stage sees every window, the expensive last stage almost none.",
    within=0.3,
    told="23.1 is how many times less work the cascade does",
)
def work_a_cascade_saves() -> float:
    """Scan the lesson's picture with the lesson's detector."""
    scene, _ = eras.viola_jones.scene(people=6, seed=1)
    return float(eras.viola_jones.train().scan(scene).saving)


@question(
    "alexnets-parameters",
    "Where are most of the parameters?",
    choices=["in the convolutions", "in the dense layers"],
    topic="memory",
    explanation=(
        "A convolution uses each weight at every place of the image, a dense layer uses each just once. So "
        "the convolutions do most of the operations, and the dense layers hold most of the parameters."
    ),
)
def alexnets_parameters() -> str:
    """Add up the layers of either kind."""
    layers: list[Any] = list(eras.alexnet.table())
    dense = sum(layer["parameters"] for layer in layers if layer["name"].startswith("fc"))
    return "in the dense layers" if 2 * dense > eras.alexnet.parameters() else "in the convolutions"
