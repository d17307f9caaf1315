"""I5.1: the Degradation Equation, as a function."""

import math
import random

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Edge, Function


def _arguments(draw: random.Random) -> tuple[float, ...]:
    """Draw an accuracy that does not reach zero: the limits are judged apart."""
    return draw.uniform(0.7, 0.99), draw.uniform(0.1, 0.9), draw.uniform(0.05, 0.6)


@exercise(
    "degraded_accuracy",
    bank="I5.1",
    rtol=1e-4,
    points=3,
    objective=7,
    bloom="Apply",
    anchors="eq-degradation",
    title="The Degradation Equation as a function",
    spec=Function(
        gives="one number, the accuracy that is left",
        cases=[(0.95, 0.5, 0.2), (0.9, 0.3, 0.5), (0.85, 0.8, 0.15)],
        edges=[
            Edge("limit:D=0", (0.95, 0.5, 0), "The data have not changed at all."),
            Edge("limit:lambda=0", (0.9, 0, 0.7), "The model does not mind any change of the data."),
            Edge(
                "not-clipped",
                (0.8, 2, 0.6),
                "Your straight line goes below zero, which an accuracy cannot do.",
            ),
        ],
        generate=_arguments,
        borrowed=["laws.degradation"],
    ),
)
def degraded_accuracy(acc0, lam, div):
    """Return what is left, never less than nothing."""
    return np.maximum(acc0 - lam * div, 0)


degraded_accuracy.misconception(
    "relative",
    "You take the loss as a share of the initial accuracy. The equation subtracts it as it is.",
    lambda acc0, lam, div: max(acc0 * (1 - lam * div), 0),
)

degraded_accuracy.misconception(
    "exponential",
    "Your accuracy decays exponentially. The equation is a straight line: subtract sensitivity times divergence.",
    lambda acc0, lam, div: acc0 * math.exp(-lam * div),
)

degraded_accuracy.misconception(
    "sign",
    "You add the loss, so that drift makes the model better: subtract it.",
    lambda acc0, lam, div: acc0 + lam * div,
)

degraded_accuracy.misconception(
    "sign",
    "You add the loss (up to an accuracy of 1), so that drift makes the model better: subtract it.",
    lambda acc0, lam, div: min(acc0 + lam * div, 1),
)

degraded_accuracy.misconception(
    "added-not-multiplied",
    "You subtract sensitivity and divergence separately. Multiply them first.",
    lambda acc0, lam, div: max(acc0 - (lam + div), 0),
)

degraded_accuracy.misconception(
    "divided",
    "You divide by the sensitivity. A more sensitive model loses more: multiply.",
    lambda acc0, lam, div: max(acc0 - div / lam, 0) if lam else math.nan,
)

degraded_accuracy.misconception(
    "divided",
    "You divide by the divergence. More drift costs more: multiply.",
    lambda acc0, lam, div: max(acc0 - lam / div, 0) if div else math.nan,
)

degraded_accuracy.misconception(
    "dropped:lam",
    "Your result does not use the sensitivity: multiply the divergence by it.",
    lambda acc0, lam, div: max(acc0 - div, 0),
)

degraded_accuracy.misconception(
    "dropped:div",
    "Your result does not use the divergence: multiply the sensitivity by it.",
    lambda acc0, lam, div: max(acc0 - lam, 0),
)

degraded_accuracy.misconception(
    "loss-not-level",
    "That is what is lost. Subtract it from the initial accuracy.",
    lambda acc0, lam, div: lam * div,
)

degraded_accuracy.misconception(
    "percent",
    "You take the accuracy for a percentage. It is a fraction between 0 and 1.",
    lambda acc0, lam, div: max(acc0 - lam * div / 100, 0),
)

degraded_accuracy.misconception(
    "min-for-max",
    "You take the smaller of the accuracy and 0, which is never above 0: take the larger.",
    lambda acc0, lam, div: min(acc0 - lam * div, 0),
)

degraded_accuracy.misconception(
    "precedence",
    "Your brackets subtract first. The equation multiplies first.",
    lambda acc0, lam, div: max((acc0 - lam) * div, 0),
)


def _with_body(body: str) -> str:
    return f"def degraded_accuracy(acc0, lam, div):\n    return {body}"


degraded_accuracy.answers(
    right=[
        _with_body("max(acc0 - lam * div, 0)"),
        _with_body("min(max(acc0 - lam * div, 0), 1)"),
        _with_body("np.clip(acc0 - lam * div, 0, 1)"),
        _with_body("np.maximum(0.0, acc0 - np.asarray(lam) * div)"),
        "lambda acc0, lam, div: max(0, acc0 - div * lam)",
        "def degraded_accuracy(a, s, d):\n"
        "    left = a - s * d\n"
        "    if left < 0:\n"
        "        return 0\n"
        "    return left",
        _with_body("Q_(max(acc0 - lam * div, 0), '')"),
    ],
    wrong={
        "relative": [_with_body("max(acc0 * (1 - lam * div), 0)")],
        "min-for-max": [_with_body("min(acc0 - lam * div, 0)")],
        "exponential": [_with_body("acc0 * math.exp(-lam * div)"), _with_body("acc0 * np.exp(-lam * div)")],
        "sign": [_with_body("acc0 + lam * div"), _with_body("min(acc0 + lam * div, 1)")],
        "added-not-multiplied": [
            _with_body("max(acc0 - (lam + div), 0)"),
            _with_body("max(acc0 - lam - div, 0)"),
        ],
        "divided": [_with_body("max(acc0 - div / lam, 0) if lam else acc0")],
        "dropped:lam": [_with_body("max(acc0 - div, 0)")],
        "dropped:div": [_with_body("max(acc0 - lam, 0)")],
        "loss-not-level": [_with_body("lam * div")],
        "percent": [_with_body("max(acc0 - lam * div / 100, 0)")],
        "precedence": [_with_body("max((acc0 - lam) * div, 0)")],
        "not-clipped": [_with_body("acc0 - lam * div"), _with_body("min(acc0 - lam * div, 1)")],
        "scale:100": [_with_body("100 * max(acc0 - lam * div, 0)")],
        "rounded": [_with_body("round(max(acc0 - lam * div, 0), 1)")],
        "constant": [_with_body("0.85")],
        "swapped:acc0-div|swapped:acc0,div": [
            "def degraded_accuracy(div, lam, acc0):\n    return max(acc0 - lam * div, 0)"
        ],
        "function:called": ["0.85"],
        "function:arity": ["def degraded_accuracy(acc0, div):\n    return acc0 - div"],
        "function:no-return": ["def degraded_accuracy(acc0, lam, div):\n    print(acc0 - lam * div)"],
        "function:raises": [_with_body("max(acc0 - lambda_ * div, 0)")],
        "type:text": ["'acc0 - lam * div'"],
        "none": ["None"],
        "not-attempted": ["...", _with_body("...")],
    },
)
