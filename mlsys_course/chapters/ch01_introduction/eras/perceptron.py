"""The perceptron (1957): a linear threshold unit that learns from its mistakes.

After each sample that is classified wrongly, the weights move by the learning rate times the input, towards
the label. On a linearly separable set this ends (perceptron convergence theorem); on XOR it cannot, and the
trace shows the weights coming back to where they were.

References
----------
F. Rosenblatt, "The perceptron: a probabilistic model for information storage and organization in the brain",
*Psychological Review* 65(6), 1958, doi:10.1037/h0042519.
M. Minsky and S. Papert, *Perceptrons*, MIT Press, 1969 (what one layer cannot compute).

Examples
--------
>>> train(CORNERS, AND).separates
True
>>> run = train(CORNERS, XOR)
>>> run.separates, run.cycle
(False, (2, 3))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

Point = Sequence[float]

CORNERS: tuple[tuple[int, int], ...] = ((0, 0), (0, 1), (1, 0), (1, 1))
"""The four inputs of a function of two bits."""
AND: tuple[int, ...] = (0, 0, 0, 1)
OR: tuple[int, ...] = (0, 1, 1, 1)
NAND: tuple[int, ...] = (1, 1, 1, 0)
XOR: tuple[int, ...] = (0, 1, 1, 0)


@dataclass(frozen=True)
class Step:
    """One sample shown to the perceptron, and the weights after it."""

    epoch: int
    sample: int
    target: int
    output: int
    weights: tuple[float, ...]
    bias: float

    @property
    def error(self) -> int:
        """Target minus output: -1, 0 or 1."""
        return self.target - self.output


@dataclass(frozen=True)
class Training:
    """A training run.

    Parameters
    ----------
    weights, bias : tuple of float, float
        After the last step.
    trace : tuple of Step
        Every sample shown.
    mistakes : tuple of int
        Samples classified wrongly in each epoch.
    cycle : (int, int) or None
        Two epochs after which weights and bias were the same: from there on the run repeats for ever.
    """

    weights: tuple[float, ...]
    bias: float
    trace: tuple[Step, ...]
    mistakes: tuple[int, ...]
    cycle: tuple[int, int] | None

    @property
    def separates(self) -> bool:
        """Whether the last epoch passed without a mistake."""
        return self.mistakes[-1] == 0

    @property
    def epochs(self) -> int:
        """Number of times all samples were shown."""
        return len(self.mistakes)

    @property
    def outcome(self) -> str:
        """A sentence on how the run ended."""
        if self.separates:
            return f"separates the classes after {self.epochs} epochs"
        if self.cycle:
            first, second = self.cycle
            return f"never ends: the weights after epoch {second} are those after epoch {first}"
        return f"not separated within {self.epochs} epochs"


def output(weights: Sequence[float], bias: float, point: Point) -> int:
    """1 where ``weights . point + bias > 0``, else 0.

    Parameters
    ----------
    weights, bias : sequence of float, float
        The line.
    point : sequence of float
        As many coordinates as weights.

    Returns
    -------
    int
        0 or 1.

    Examples
    --------
    >>> output((1, 1), -1.5, (1, 1))
    1
    """
    return int(sum(w * x for w, x in zip(weights, point, strict=True)) + bias > 0)


def train(
    points: Sequence[Point], labels: Sequence[int], epochs: int = 100, learning_rate: float = 1.0
) -> Training:
    """Train a perceptron from zero weights, showing the samples in order.

    Parameters
    ----------
    points : sequence of points
        All with the same number of coordinates.
    labels : sequence of int
        0 or 1 for each point.
    epochs : int
        Stop at the latest after this many rounds.
    learning_rate : float
        Size of a correction, above 0. From zero weights it only scales them.

    Returns
    -------
    Training
        Weights and trace. The run ends early without mistakes, or when the weights recur after an epoch.

    Raises
    ------
    ValueError
        For no points, unequal lengths, labels other than 0 and 1, or a learning rate of 0 or below.

    Examples
    --------
    >>> run = train(CORNERS, AND)
    >>> run.weights, run.bias, run.outcome
    ((2.0, 1.0), -2.0, 'separates the classes after 6 epochs')
    """
    _check(points, labels)
    if not learning_rate > 0:
        raise ValueError(f"learning_rate is above 0, you gave {learning_rate!r}")
    if epochs < 1:
        raise ValueError(f"epochs is 1 or more, you gave {epochs!r}")
    weights = [0.0] * len(points[0])
    bias = 0.0
    trace: list[Step] = []
    mistakes: list[int] = []
    seen: dict[tuple[float, ...], int] = {}
    cycle = None
    for epoch in range(1, epochs + 1):
        wrong = 0
        for index, (point, target) in enumerate(zip(points, labels, strict=True)):
            result = output(weights, bias, point)
            error = target - result
            if error:
                wrong += 1
                weights = [w + learning_rate * error * x for w, x in zip(weights, point, strict=True)]
                bias += learning_rate * error
            trace.append(Step(epoch, index, target, result, tuple(weights), bias))
        mistakes.append(wrong)
        state = (*weights, bias)
        if wrong == 0:
            break
        if state in seen:
            cycle = (seen[state], epoch)
            break
        seen[state] = epoch
    return Training(tuple(weights), bias, tuple(trace), tuple(mistakes), cycle)


def accuracy(
    weights: Sequence[float], bias: float, points: Sequence[Point], labels: Sequence[int]
) -> Fraction:
    """Share of the points on the right side of the line.

    Parameters
    ----------
    weights, bias : sequence of float, float
        The line.
    points, labels : sequences
        Points and their labels, 0 or 1.

    Returns
    -------
    fractions.Fraction
        From 0 to 1.

    Examples
    --------
    >>> accuracy((1, 1), -0.5, CORNERS, XOR)
    Fraction(3, 4)
    """
    _check(points, labels)
    hits = sum(output(weights, bias, p) == t for p, t in zip(points, labels, strict=True))
    return Fraction(hits, len(points))


def threshold_functions() -> set[tuple[int, ...]]:
    """Return the functions of two bits that one perceptron can compute.

    Returns
    -------
    set of tuple of int
        Outputs for `CORNERS`: 14 of the 16 functions; XOR and its opposite are missing.

    Examples
    --------
    >>> len(threshold_functions()), XOR in threshold_functions()
    (14, False)
    """
    # Weights of -1, 0, 1 and half-integer biases reach every line that cuts the unit square's corners apart.
    biases = (-1.5, -0.5, 0.5, 1.5)
    return {
        tuple(output(weights, bias, corner) for corner in CORNERS)
        for weights in product((-1, 0, 1), repeat=2)
        for bias in biases
    }


def best_accuracy(labels: Sequence[int]) -> Fraction:
    """Best accuracy one perceptron can reach on a function of two bits.

    Parameters
    ----------
    labels : sequence of int
        Outputs for the four `CORNERS`.

    Returns
    -------
    fractions.Fraction
        From 0 to 1.

    Examples
    --------
    >>> best_accuracy(XOR), best_accuracy(AND)
    (Fraction(3, 4), Fraction(1, 1))
    """
    _check(CORNERS, labels)
    return max(
        Fraction(sum(a == b for a, b in zip(function, labels, strict=True)), 4)
        for function in threshold_functions()
    )


def xor_of_two_layers(point: Point) -> int:
    """XOR by two layers: AND of (OR, NAND), with weights set by hand.

    Parameters
    ----------
    point : sequence of two bits
        The input.

    Returns
    -------
    int
        0 or 1.

    Examples
    --------
    >>> [xor_of_two_layers(corner) for corner in CORNERS]
    [0, 1, 1, 0]
    """
    hidden = (output((1, 1), -0.5, point), output((-1, -1), 1.5, point))
    return output((1, 1), -1.5, hidden)


def _check(points: Sequence[Point], labels: Sequence[int]) -> None:
    if not points:
        raise ValueError("points is empty: give at least one point")
    if len(points) != len(labels):
        raise ValueError(f"every point needs a label: you gave {len(points)} points and {len(labels)} labels")
    if len({len(point) for point in points}) != 1:
        raise ValueError("all points need the same number of coordinates")
    odd = [label for label in labels if label not in (0, 1)]
    if odd:
        raise ValueError(f"labels are 0 or 1, you gave {odd[0]!r}")
