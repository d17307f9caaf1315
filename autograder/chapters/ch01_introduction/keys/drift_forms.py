"""The drift section: the Degradation Equation and a divergence as functions, the sawtooth of retraining."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Edge, Function, Plot
from mlsys_course.kinds import plot as drawn
from mlsys_course.kinds.plot import Marks, Point, View

# ------------------------------------------------------------------------------- I5.1 degraded_accuracy


def _draw(draw: random.Random) -> tuple[float, ...]:
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
    prompt=(
        "Write the accuracy that the Degradation Equation gives for the initial accuracy acc0 (a "
        "fraction), the "
        "sensitivity lam and the divergence div. An accuracy is never below 0."
    ),
    spec=Function(
        cases=[(0.95, 0.5, 0.2), (0.9, 0.3, 0.5), (0.85, 0.8, 0.15)],
        edges=[
            Edge("limit:D=0", (0.95, 0.5, 0), "The data have not changed at all."),
            Edge("limit:lambda=0", (0.9, 0, 0.7), "The model does not mind any change of the data."),
            Edge(
                "not-clipped", (0.8, 2, 0.6), "The straight line goes below zero there; an accuracy cannot."
            ),
        ],
        generate=_draw,
    ),
)
def degraded_accuracy(acc0, lam, div):  # type: ignore[no-untyped-def]
    """Return what is left, never less than nothing."""
    return np.maximum(acc0 - lam * div, 0)


degraded_accuracy.misconception(
    "relative", "There the loss is a share of the initial accuracy; the equation subtracts it as it is."
)(lambda acc0, lam, div: max(acc0 * (1 - lam * div), 0))

degraded_accuracy.misconception(
    "exponential", "There the accuracy decays exponentially; the equation is a straight line."
)(lambda acc0, lam, div: acc0 * math.exp(-lam * div))

degraded_accuracy.misconception("sign", "There drift makes the model better: the loss is to be subtracted.")(
    lambda acc0, lam, div: acc0 + lam * div
)

degraded_accuracy.misconception(
    "sign", "There drift makes the model better (and 1 is the end of it): the loss is to be subtracted."
)(lambda acc0, lam, div: min(acc0 + lam * div, 1))

degraded_accuracy.misconception(
    "added-not-multiplied",
    "There sensitivity and divergence are subtracted one by one; the equation multiplies them.",
)(lambda acc0, lam, div: max(acc0 - (lam + div), 0))

degraded_accuracy.misconception(
    "divided", "There the divergence is divided by the sensitivity; a more sensitive model loses more."
)(lambda acc0, lam, div: max(acc0 - div / lam, 0) if lam else math.nan)

degraded_accuracy.misconception(
    "divided", "There the sensitivity is divided by the divergence; more drift loses more."
)(lambda acc0, lam, div: max(acc0 - lam / div, 0) if div else math.nan)

degraded_accuracy.misconception("dropped:lam", "The sensitivity has no effect there.")(
    lambda acc0, lam, div: max(acc0 - div, 0)
)

degraded_accuracy.misconception("dropped:div", "The divergence has no effect there.")(
    lambda acc0, lam, div: max(acc0 - lam, 0)
)

degraded_accuracy.misconception("loss-not-level", "That is what is lost, not what is left.")(
    lambda acc0, lam, div: lam * div
)

degraded_accuracy.misconception(
    "percent", "The accuracy is taken for a percentage; it is a fraction between 0 and 1."
)(lambda acc0, lam, div: max(acc0 - lam * div / 100, 0))

degraded_accuracy.misconception(
    "min-for-max",
    "The smaller of the accuracy and 0 is taken there, which is never above 0: take the larger.",
)(lambda acc0, lam, div: min(acc0 - lam * div, 0))

degraded_accuracy.misconception(
    "precedence", "The brackets take the difference first; the equation multiplies before it subtracts."
)(lambda acc0, lam, div: max((acc0 - lam) * div, 0))


# ----------------------------------------------------------------------------------- I5.9 kl_divergence


def _distributions(draw: random.Random) -> tuple[list[float], list[float]]:
    """Draw two distributions over the same bins, in whole percent and without empty bins."""
    bins = draw.randint(2, 6)

    def one() -> list[float]:
        cuts = sorted(draw.sample(range(1, 100), bins - 1))
        return [(high - low) / 100 for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]

    return one(), one()


@exercise(
    "kl_divergence",
    bank="I5.9",
    rtol=1e-4,
    points=3,
    objective=7,
    bloom="Create",
    anchors="eq-degradation",
    title="A divergence as a function",
    prompt=(
        "Write D_KL(p || q) in nats for two lists of shares. A bin with p = 0 adds nothing; a bin with q = 0 "
        "where p is above 0 makes the divergence infinite."
    ),
    spec=Function(
        cases=[([0.25, 0.2, 0.3, 0.25], [0.4, 0.3, 0.2, 0.1]), ([0.7, 0.3], [0.5, 0.5])],
        edges=[
            Edge("limit:p=q", ([0.5, 0.3, 0.2], [0.5, 0.3, 0.2]), "The two distributions are the same."),
            Edge("limit:p=0", ([0.0, 1.0], [0.5, 0.5]), "A bin is empty in p: it adds nothing."),
            Edge("limit:q=0", ([0.5, 0.5], [1.0, 0.0]), "A bin is empty in q and not in p."),
            Edge(
                "limit:both=0", ([0.6, 0.4, 0.0], [0.5, 0.5, 0.0]), "A bin is empty in both: it adds nothing."
            ),
        ],
        generate=_distributions,
        independent=False,
    ),
)
def kl_divergence(p, q):  # type: ignore[no-untyped-def]
    """Sum p * ln(p / q) over the bins where p is above zero."""
    p, q = np.asarray(p, float), np.asarray(q, float)
    there = p > 0
    if np.any(q[there] == 0):
        return math.inf
    return float(np.sum(p[there] * np.log(p[there] / q[there])))


def _terms(
    term: Callable[[float, float], float], then: Callable[[float], float] = float
) -> Callable[[Sequence[float], Sequence[float]], float]:
    """Return the function that adds a term for every bin; empty bins as the question has them."""

    def total(p: Sequence[float], q: Sequence[float]) -> float:
        return then(sum(term(a, b) for a, b in zip(p, q, strict=True)))

    return total


def _log(a: float, b: float, base: float = math.e) -> float:
    """Return the logarithm of a fraction, at its limits too."""
    if a == 0 or b == 0:
        return math.inf if a > b else -math.inf if a < b else math.nan
    return math.log(a / b, base)


def _weighed(weight: float, logarithm: float) -> float:
    return 0.0 if weight == 0 else weight * logarithm


_SMALL = 1e-9

kl_divergence.misconception(
    "reversed", "That is D(q || p), the other way round: the divergence is not symmetric, and p weighs."
)(_terms(lambda p, q: _weighed(q, _log(q, p))))

kl_divergence.misconception(
    "bits", "That is in bits, with logarithms to base 2; nats need the natural logarithm."
)(_terms(lambda p, q: _weighed(p, _log(p, q, 2))))

kl_divergence.misconception(
    "base-10", "Those are logarithms to base 10; nats need the natural logarithm, which numpy calls log."
)(_terms(lambda p, q: _weighed(p, _log(p, q, 10))))

kl_divergence.misconception(
    "total-variation", "That is the total variation distance, half the sum of the absolute differences."
)(_terms(lambda p, q: abs(p - q) / 2))

kl_divergence.misconception(
    "absolute-differences", "That adds up absolute differences; no logarithm is in it."
)(_terms(lambda p, q: abs(p - q)))

kl_divergence.misconception("squares", "That adds up squared differences; no logarithm is in it.")(
    _terms(lambda p, q: (p - q) ** 2)
)

kl_divergence.misconception(
    "absolute-terms", "The terms lose their signs there: a bin that is rarer in p than in q counts negative."
)(_terms(lambda p, q: abs(_weighed(p, _log(p, q)))))

kl_divergence.misconception(
    "sign", "The sign is turned round: the fraction in the logarithm is upside down."
)(_terms(lambda p, q: -_weighed(p, _log(p, q))))

kl_divergence.misconception("wrong-weights", "The logarithm of p over q is weighed with q there; p weighs.")(
    _terms(lambda p, q: _weighed(q, _log(p, q)))
)

kl_divergence.misconception(
    "weights-missing", "The logarithms are added without weights there; p weighs them."
)(_terms(lambda p, q: _log(p, q) if p else 0.0))

kl_divergence.misconception("weights-missing", "The logarithms are averaged over the bins; p weighs them.")(
    lambda p, q: sum(_log(a, b) for a, b in zip(p, q, strict=True) if a) / len(p)
)

kl_divergence.misconception(
    "log-missing", "The logarithm is missing there: p times the fraction is added up."
)(_terms(lambda p, q: p * p / q if q else (math.inf if p else 0.0)))

kl_divergence.misconception(
    "cross-entropy", "That is the cross entropy: it leaves out what p has of its own."
)(_terms(lambda p, q: -_weighed(p, _log(q, 1))))

kl_divergence.misconception("entropy", "That is the entropy of p alone; q has no effect in it.")(
    _terms(lambda p, q: -_weighed(p, _log(p, 1)))
)

kl_divergence.misconception(
    "symmetrised", "That is both directions together; the divergence from p to q alone is asked for."
)(_terms(lambda p, q: _weighed(p, _log(p, q)) + _weighed(q, _log(q, p))))

kl_divergence.misconception(
    "symmetrised", "That is the mean of both directions; the divergence from p to q alone is asked for."
)(_terms(lambda p, q: (_weighed(p, _log(p, q)) + _weighed(q, _log(q, p))) / 2))

kl_divergence.misconception(
    "jensen-shannon", "That is the Jensen-Shannon divergence, measured from the middle of the two."
)(
    _terms(
        lambda p, q: (
            (_weighed(p, _log(2 * p, p + q) if p else 0) + _weighed(q, _log(2 * q, p + q) if q else 0)) / 2
        )
    )
)

kl_divergence.misconception("mean-not-sum", "The terms are averaged over the bins; they are to be added up.")(
    lambda p, q: kl_divergence.key(p, q) / len(p)
)

kl_divergence.misconception(
    "smoothed",
    "A small number is added to every share, which changes the divergence; treat empty bins apart instead.",
)(_terms(lambda p, q: (p + _SMALL) * math.log((p + _SMALL) / (q + _SMALL))))


# ------------------------------------------------------------------------------------ I5.14 retraining_plot

_EITHER = (drawn.PLAIN, drawn.Drawn(0.01))  # percent, or fractions: both are what "accuracy" may mean
_MONTHS = (1.0, 1 / 12, 30.4375, 30.4375 / 7)  # months, years, days, weeks


def _magnitude(value: Any, unit: str) -> float:
    return float(value.to(unit).magnitude)


def _sawtooth(start: float, rate: float, period: float, span: float) -> drawn.Shape:
    """Return the check that the accuracy falls, comes back at each retraining, and covers the span."""

    def lost(curve: Callable[[float], float]) -> Callable[[float], tuple[float, ...]]:
        """At a retraining both ends of the jump are right."""

        def values(x: float) -> tuple[float, ...]:
            since = x % period
            near = min(since, period - since) < 1e-6 * span
            return (curve(0.0), curve(period)) if near else (curve(since),)

        return values

    def same(points: Sequence[Point], values: Callable[[float], tuple[float, ...]]) -> bool:
        return all(any(abs(y - v) <= 0.03 * rate * period for v in values(x)) for x, y in points)

    sagging: list[tuple[str, str, Callable[[float], tuple[float, ...]]]] = [
        (
            "no-retraining",
            "The accuracy never comes back up: each retraining restores it.",
            lambda x: (start - rate * x,),
        ),
        (
            "rising",
            "The accuracy rises between the retrainings: drift takes accuracy away.",
            lost(lambda t: start + rate * t),
        ),
        (
            "compounded",
            "Each month takes a share of what is left there; every month takes the same number of points.",
            lost(lambda t: start * (1 - rate / 100) ** t),
        ),
        (
            "rate-per-period",
            "A whole period costs there what a month should cost.",
            lost(lambda t: start - rate * t / period),
        ),
        (
            "points-as-fractions",
            "A hundredth of the loss is subtracted there: accuracy and loss must be in the same unit.",
            lost(lambda t: start - rate * t / 100),
        ),
        (
            "staircase",
            "The accuracy stays the same for a period and then drops: it falls all the time and is restored.",
            lambda x: (start - rate * period * (x // period), start - rate * period * math.ceil(x / period)),
        ),
    ]

    def readings(view: View) -> list[list[Marks]]:
        """Return the drawn lines in percent and months, in the ways that make sense."""
        long = [m for m in view.marks if len(m.points) > 2 and max(m.y) - min(m.y) > 1e-9 * max(m.y)]
        long = long or [m for m in view.marks if len(m.points) > 1 and max(m.y) > min(m.y)]
        return [
            [Marks(tuple((x / m, y * k) for x, y in mark.points), mark.label, mark.joined) for mark in long]
            for m in _MONTHS
            for k in (1.0, 100.0)
        ]

    def test(view: View) -> drawn.Finding | None:
        ways = [marks for marks in readings(view) if marks]
        if not ways:
            return "plot:no-data", "No accuracy that changes over time is drawn."
        right = lost(lambda t: start - rate * t)
        for marks in ways:
            points = [p for m in marks if same(m.points, right) for p in m.points]
            if len(points) < 3:
                continue
            xs, ys = [x for x, _ in points], [y for _, y in points]
            if min(xs) > 0.02 * span or max(xs) < 0.98 * span:
                continue
            if max(xs) > 1.02 * span:
                return "plot:range", f"The time runs on to {max(xs):g} months; the question ends earlier."
            if min(ys) > start - 0.9 * rate * period:
                return (
                    "coarse",
                    "The lowest values, right before each retraining, are missing: draw more points per "
                    "month.",
                )
            return None
        for marks in ways:
            for cause, message, curve in sagging:
                if any(same(m.points, curve) and max(m.x) > 0.5 * span for m in marks):
                    return cause, message
        return _other(ways[0], right)

    def _other(marks: Sequence[Marks], right: Callable[[float], tuple[float, ...]]) -> drawn.Finding:
        line = max(marks, key=lambda m: len(m.points))
        if same(line.points, right):
            return "plot:range", "The line does not cover the whole time that is asked for."
        pairs = list(zip(line.points, line.points[1:], strict=False))
        jumps = sum(b > a + 0.2 * rate for (_, a), (_, b) in pairs)
        wanted = round(span / period) - 1
        if max(line.y) - start > 0.05 * rate * period:
            return "wrong-start", "The accuracy lies above that of a freshly trained model."
        if jumps == 0:
            return "no-retraining", "The accuracy never comes back up: each retraining restores it."
        if jumps not in (wanted, wanted + 1):
            times = "once" if jumps == 1 else f"{jumps} times"
            return (
                "wrong-period",
                f"The accuracy comes back up {times}: look at the time between two retrainings.",
            )
        return (
            "plot:values",
            "The accuracy does not run where it should. Work out its value before a retraining.",
        )

    return drawn.Shape("the accuracy over time", test)


def _checks(start: Any, rate: Any, period: Any, span: Any, alarm: Any) -> list[Any]:
    return [
        _sawtooth(
            _magnitude(start, "percent"),
            _magnitude(rate, "percentage_point/month"),
            _magnitude(period, "month"),
            _magnitude(span, "month"),
        ),
        drawn.Level(_magnitude(alarm, "percent"), 0.1, "the alarm", in_y=_EITHER),
        drawn.Label("x", ["month", "time", "year", "day", "week"], "that it shows time"),
        drawn.Label("y", ["accuracy", "accuracies"], "that it shows accuracy"),
    ]


@exercise(
    "retraining_plot",
    bank="I5.14",
    points=3,
    scenario="retraining",
    objective=7,
    bloom="Create",
    anchors="eq-degradation",
    title="The sawtooth of retraining",
    prompt=(
        "Draw the accuracy over the given time when the model is retrained at the given intervals, and a "
        "horizontal line at the accuracy where an alarm is due. Draw it finely enough to show the "
        "lowest values, "
        "label both axes. Part of the points for part of the picture."
    ),
    spec=Plot(_checks, partial=True),
)
def retraining_plot(start: Any, rate: Any, period: Any, span: Any, alarm: Any) -> Any:
    """Draw the accuracy, restored at each retraining, and the line of the alarm."""
    from matplotlib.figure import Figure

    first, loss = _magnitude(start, "percent"), _magnitude(rate, "percentage_point/month")
    step, last = _magnitude(period, "month"), _magnitude(span, "month")
    begins = np.arange(0, last, step)
    months = np.column_stack([begins, begins + step]).ravel()
    accuracy = np.tile([first, first - loss * step], len(begins))
    axes = Figure(layout="constrained").add_subplot()
    axes.plot(months, accuracy, label="accuracy")
    axes.axhline(_magnitude(alarm, "percent"), color="black", linestyle="--", label="alarm")
    axes.set_xlabel("time (month)")
    axes.set_ylabel("accuracy (percent)")
    axes.legend()
    return axes.figure
