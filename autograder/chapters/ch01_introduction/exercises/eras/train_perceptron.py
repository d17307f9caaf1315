"""I2.12: the training of a perceptron, as a function."""

import itertools
import math
import random
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Edge, Function

_Points = list[list[float]]


def _cloud(draw: random.Random) -> tuple[_Points, list[int]]:
    """Draw points on both sides of a line that misses them by a margin, so that few rounds suffice."""
    size = draw.choice((2, 2, 3))
    while True:
        normal = [draw.choice((-2, -1, 1, 2)) for _ in range(size)]
        shift = draw.choice((-2, -1, 1, 2))
        points: _Points = []
        labels: list[int] = []
        while len(points) < 10:
            point = [float(draw.randint(-4, 4)) for _ in range(size)]
            side = sum(n * x for n, x in zip(normal, point, strict=True)) + shift
            if abs(side) >= 2:
                points.append(point)
                labels.append(int(side > 0))
        if 3 <= sum(labels) <= 7 and _rounds(points, labels) <= 12:
            return points, labels


def _learn(points: _Points, labels: Sequence[int], epochs: int = 100) -> tuple[tuple[float, ...], float, int]:
    weights, bias = [0.0] * len(points[0]), 0.0
    for epoch in range(1, epochs + 1):
        mistakes = 0
        for point, label in zip(points, labels, strict=True):
            error = label - int(sum(w * x for w, x in zip(weights, point, strict=True)) + bias > 0)
            if error:
                mistakes += 1
                weights = [w + error * x for w, x in zip(weights, point, strict=True)]
                bias += error
        if not mistakes:
            return tuple(weights), bias, epoch
    return tuple(weights), bias, epochs + 1


def _rounds(points: _Points, labels: Sequence[int]) -> int:
    return _learn(points, labels)[2]


@cache
def _separable(points: tuple[tuple[float, ...], ...], labels: tuple[int, ...]) -> bool:
    return _learn([list(point) for point in points], labels, _MANY)[2] <= _MANY


def _least_squares(points: _Points, labels: Sequence[int], weights: Sequence[float], bias: float) -> bool:
    """Say whether weights are those of a plane fitted to the labels, written as 0 and 1 or as -1 and 1."""
    columns = np.column_stack([points, np.ones(len(points))])
    for targets in (labels, [2 * label - 1 for label in labels], [label - 0.5 for label in labels]):
        fitted = np.linalg.lstsq(columns, np.array(targets, float), rcond=None)[0]
        for mine in ((*weights, bias), (*weights, bias + 0.5)):  # half may have been taken off already
            if np.allclose(mine, fitted, rtol=1e-6, atol=1e-9):
                return True
    return False


def _after_one_round(points: _Points, labels: Sequence[int], weights: Sequence[float], bias: float) -> bool:
    """Say whether weights are those after the first round, whatever the size of a learner's steps."""
    once, shift, _ = _learn(points, labels, 1)
    mine, theirs = (*weights, bias), (*once, shift)
    size, length = math.hypot(*mine), math.hypot(*theirs)
    return size > 0 < length and all(
        abs(a / size - b / length) <= 1e-9 for a, b in zip(mine, theirs, strict=True)
    )


def _above(weights: Sequence[float], bias: float, point: Sequence[float]) -> tuple[bool, bool]:
    """Say whether w.x + b is above 0 in some order of its terms, and whether in all of them.

    A learner's sum and ours may differ in their last digit; on a line that digit decides.
    """
    terms = [*(w * x for w, x in zip(weights, point, strict=True)), bias]
    found = {math.fsum(terms) > 0, *(sum(order) > 0 for order in itertools.permutations(terms))}
    return any(found), all(found)


def _separates(args: tuple[Any, ...], result) -> tuple[str, str] | None:
    """Judge weights and bias by what they do with the points."""
    points, labels = args[:2]
    weights, bias = result
    if len(weights) != len(points[0]):
        return (
            "perceptron:weights",
            "You need one weight for each coordinate of a point, and the bias separately.",
        )
    if any(map(math.isnan, (*weights, bias))):
        return (
            "perceptron:not-a-number",
            "One of your weights is nan, which is not a number. Look for a division by zero or the mean "
            "of no points.",
        )
    if not all(map(math.isfinite, (*weights, bias))):
        return "perceptron:not-finite", "A weight is infinite."
    if not _separable(tuple(map(tuple, points)), tuple(labels)):
        return None  # no line does it: it is enough to come to an end
    sides = [_above(weights, bias, point) for point in points]
    if all(some if label else not every for (some, every), label in zip(sides, labels, strict=True)):
        return None
    values = [math.fsum((*(w * x for w, x in zip(weights, p, strict=True)), bias)) for p in points]
    ones = [v for v, label in zip(values, labels, strict=True) if label]
    zeros = [v for v, label in zip(values, labels, strict=True) if not label]
    if not any(weights) and not bias:
        return (
            "perceptron:never-updates",
            "Your weights and bias are still zero. Every mistake must move them.",
        )
    if not any(weights):
        return (
            "perceptron:bias-only",
            "Your weights are still zero. A mistake must move the weights, not only the bias.",
        )
    if _after_one_round(points, labels, weights, bias):
        return (
            "perceptron:one-round",
            (
                "These are the weights after one round. Go on until a round has no mistake, and do not "
                "return inside the loop."
            ),
        )
    if _least_squares(points, labels, weights, bias):
        return (
            "perceptron:least-squares",
            "Your weights fit a plane to the labels. A perceptron moves its weights after each mistake, "
            "until it makes none.",
        )
    if args[2:] and _learn(points, labels)[2] < args[2]:
        return (
            "ignores:epochs",
            "These points need more than 100 rounds. Go through them as often as epochs allows.",
        )
    if ones and zeros and min(ones) >= 0 >= max(zeros) and not max(zeros) == 0 == min(ones):
        return (
            "perceptron:on-the-line",
            "A point labelled 1 lies on your line. There w.x + b must be above 0.",
        )
    if ones and zeros and sum(ones) / len(ones) < sum(zeros) / len(zeros):
        return (
            "perceptron:sign",
            (
                "The points labelled 1 are farther on the wrong side than those labelled 0. Your updates "
                "move the weights the wrong way."
            ),
        )
    if not bias:
        return (
            "perceptron:no-bias",
            "Your bias is 0. A line through the origin cannot separate these points.",
        )
    if min(values) > 0:
        return (
            "perceptron:all-ones",
            "Your weights label every point 1. Move them only after a mistake, and in both directions.",
        )
    if max(values) <= 0:
        return (
            "perceptron:all-zeros",
            "Your weights label every point 0. Move them when a point labelled 1 comes out as 0.",
        )
    return (
        "perceptron:not-separated",
        (
            "Your line leaves a point on the wrong side, although a line can separate these points. Go "
            "through all points until a round has no mistake."
        ),
    )


_MANY = 2000  # rounds in which all separable points here are separated
_SQUARE = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]


@exercise(
    "train_perceptron",
    bank="I2.12",
    rtol=1e-4,
    points=3,
    objective=2,
    bloom="Create",
    anchors="fn-early",
    title="A perceptron that learns",
    spec=Function(
        gives="a pair: the list of the weights, then the bias",
        cases=[
            # The first points tell most mistakes apart: one round, no bias, moves in one direction only.
            ([[-1.0, 0.0], [-1.0, 2.0], [2.0, 1.0], [1.0, 2.0]], [0, 1, 0, 1]),
            (_SQUARE, [0, 0, 0, 1]),
            (_SQUARE, [1, 1, 1, 0]),
            (_SQUARE, [0, 1, 1, 1]),
            ([[2.0, 1.0], [3.0, 4.0], [-1.0, -2.0], [-2.0, 0.0], [0.0, -3.0]], [1, 1, 0, 0, 0]),
            # A point far out: a least-squares plane, or the middle between the classes, misses others.
            (
                [[-3.0, -4.0], [-1.0, 0.0], [-1.0, -3.0], [1.0, -2.0], [0.0, 3.0], [15.0, -35.0]],
                [1, 0, 1, 1, 0, 1],
            ),
            (
                [[2.0, -1.0], [3.0, -1.0], [-4.0, -4.0], [0.0, 0.0], [-1.0, 4.0], [21.0, -11.0]],
                [1, 1, 0, 0, 1, 1],
            ),
        ],
        edges=[
            Edge("limit:one-class", (_SQUARE, [1, 1, 1, 1]), "All points are labelled 1."),
            Edge("limit:other-class", (_SQUARE, [0, 0, 0, 0]), "All points are labelled 0."),
            Edge(
                "limit:one-coordinate",
                ([[1.0], [2.0], [4.0], [5.0]], [0, 0, 1, 1]),
                "Points have one coordinate.",
            ),
            Edge(
                "limit:not-separable",
                (_SQUARE, [0, 1, 1, 0]),
                "No line separates these points; come to an end.",
            ),
            Edge(
                "ignores:epochs",
                ([[7.0, 12.0], [3.0, 8.0], [5.0, 6.0], [8.0, 10.0]], [1, 0, 0, 1], 1000),
                "The points lie close to the line between them, and epochs is 1000.",
            ),
        ],
        generate=_cloud,
        count=8,
        independent=False,
        judge_result=_separates,
        borrowed=["eras.perceptron.train"],
    ),
)
def train_perceptron(X, y, epochs=100):
    """Return weights and bias after the last round, or after the first one without a mistake."""
    weights, bias, _ = _learn(X, y, epochs)
    return weights, bias


def _perceptron(
    update: str = "w = [wi + error * xi for wi, xi in zip(w, x)]\nb += error",
    *,
    start: str = "w, b = [0.0] * len(X[0]), 0.0",
    rounds: str = "epochs",
    condition: str = "> 0",
    result: str = "w, b",
) -> str:
    moved = "\n".join(f"                {line}" for line in update.splitlines())
    return (
        "def train_perceptron(X, y, epochs=100):\n"
        f"    {start}\n"
        f"    for _ in range({rounds}):\n"
        "        wrong = 0\n"
        "        for x, t in zip(X, y):\n"
        f"            out = int(sum(wi * xi for wi, xi in zip(w, x)) + b {condition})\n"
        "            error = t - out\n"
        "            if error:\n"
        "                wrong += 1\n"
        f"{moved}\n"
        "        if not wrong:\n"
        "            break\n"
        f"    return {result}"
    )


train_perceptron.answers(
    right=[
        _perceptron(),
        _perceptron("w = [wi + 0.1 * error * xi for wi, xi in zip(w, x)]\nb += 0.1 * error"),
        (
            "def train_perceptron(X, y, epochs=100):\n"
            "    X, y = np.asarray(X, float), np.asarray(y)\n"
            "    w, b = np.zeros(X.shape[1]), 0.0\n"
            "    for _ in range(epochs):\n"
            "        for x, t in zip(X, y):\n"
            "            step = 0.1 * (t - int(w @ x + b > 0))\n"
            "            w, b = w + step * x, b + step\n"
            "    return w, b"
        ),
        (
            "def train_perceptron(X, y, epochs=100):\n"
            "    A = np.hstack([np.ones((len(X), 1)), np.array(X, float)])\n"
            "    s = 2 * np.array(y) - 1\n"
            "    v = np.zeros(A.shape[1])\n"
            "    for _ in range(epochs):\n"
            "        bad = np.flatnonzero(s * (A @ v) <= 0)\n"
            "        if not len(bad):\n"
            "            break\n"
            "        v = v + s[bad[0]] * A[bad[0]]\n"
            "    return list(v[1:]), float(v[0])"
        ),
        _perceptron(start="w, b = [0.3] * len(X[0]), -0.7", result="(tuple(w), b)"),
        (
            "def train_perceptron(X, y, epochs=100):\n"
            "    # pocket: the best line so far\n"
            "    w, b, best = [0] * len(X[0]), 0, None\n"
            "    for _ in range(epochs):\n"
            "        missed = [(x, t) for x, t in zip(X, y) if (sum(p * q for p, q in zip(w, x)) + b > 0) != t]\n"
            "        if best is None or len(missed) < best[0]:\n"
            "            best = len(missed), list(w), b\n"
            "        if not missed:\n"
            "            break\n"
            "        x, t = missed[0]\n"
            "        w, b = [p + (2 * t - 1) * q for p, q in zip(w, x)], b + 2 * t - 1\n"
            "    return best[1], best[2]"
        ),
    ],
    wrong={
        "perceptron:never-updates": [
            "def train_perceptron(X, y, epochs=100):\n    return [0.0] * len(X[0]), 0.0",
            _perceptron("pass"),
        ],
        "perceptron:bias-only": [_perceptron("b += error")],
        "perceptron:no-bias": [_perceptron("w = [wi + error * xi for wi, xi in zip(w, x)]")],
        "perceptron:sign": [_perceptron("w = [wi - error * xi for wi, xi in zip(w, x)]\nb -= error")],
        "perceptron:all-ones": [
            "def train_perceptron(X, y, epochs=100):\n"
            "    X, y = np.array(X), np.array(y)\n"
            "    return (X * y[:, None]).sum(axis=0), float(y.sum())"
        ],
        "perceptron:all-zeros": [_perceptron(start="w, b = [0.1] * len(X[0]), -50.0", rounds="1")],
        "perceptron:one-round": [
            _perceptron(rounds="1"),
            _perceptron(
                rounds="1", update="w = [wi + 0.1 * error * xi for wi, xi in zip(w, x)]\nb += 0.1 * error"
            ),
            _perceptron().replace("    return w, b", "        return w, b"),
        ],
        "perceptron:on-the-line": [_perceptron(condition=">= 0")],
        "perceptron:least-squares": [
            "def train_perceptron(X, y, epochs=100):\n"
            "    A = np.column_stack([X, np.ones(len(X))])\n"
            "    v = np.linalg.lstsq(A, 2 * np.array(y) - 1, rcond=None)[0]\n"
            "    return v[:-1], v[-1]",
            "def train_perceptron(X, y, epochs=100):\n"
            "    A = np.column_stack([X, np.ones(len(X))])\n"
            "    v = np.linalg.pinv(A) @ np.array(y)\n"
            "    return v[:-1], v[-1] - 0.5",
        ],
        "perceptron:not-a-number": [
            _perceptron(result="np.array(w) / np.linalg.norm(w), b / np.linalg.norm(w)")
        ],
        "ignores:epochs": [_perceptron(rounds="100")],
        "perceptron:weights": [_perceptron(result="[b, *w], b")],
        "function:type": [
            _perceptron(result="w"),
            _perceptron(result="[b, *w]"),
            _perceptron(result="out"),
        ],
        "order": [_perceptron(result="b, w")],
        "function:no-return": [_perceptron().replace("    return w, b", "    print(w, b)")],
        "function:raises": [_perceptron(start="w, b = np.zeros(X.shape[1]), 0.0")],
        "function:called": ["([2.0, 1.0], -2.0)"],
        "function:arity": ["def train_perceptron(X):\n    return X, 0"],
        "none": ["None"],
        "not-attempted": ["...", "def train_perceptron(X, y, epochs=100):\n    return ..."],
    },
)
