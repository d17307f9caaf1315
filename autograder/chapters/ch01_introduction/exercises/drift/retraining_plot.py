"""I5.14: the sawtooth of an accuracy that retraining restores, drawn."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Plot
from mlsys_course.kinds import plot as drawn
from mlsys_course.kinds.plot import Marks, Point, View

_EITHER = (drawn.PLAIN, drawn.Drawn(0.01))  # percent, or fractions: both are what "accuracy" may mean
_MONTHS = (1.0, 1 / 12, 30.4375, 30.4375 / 7)  # months, years, days, weeks


def _magnitude(value, unit: str) -> float:
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
            "Your line loses a share of what is left each month. Every month takes the same number of "
            "points.",
            lost(lambda t: start * (1 - rate / 100) ** t),
        ),
        (
            "rate-per-period",
            "Your line loses in a whole period what it should lose in a month.",
            lost(lambda t: start - rate * t / period),
        ),
        (
            "points-as-fractions",
            "Your line loses a hundredth of what it should. Use the same unit for accuracy and loss.",
            lost(lambda t: start - rate * t / 100),
        ),
        (
            "staircase",
            "Your line stays flat for a period and then drops. The accuracy falls all the time, and "
            "retraining restores it.",
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
            return "plot:no-data", "You drew no accuracy that changes over time."
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
                    "Your line misses the lowest values, right before each retraining. Draw more points "
                    "per month.",
                )
            return None
        for marks in ways:
            for cause, message, curve in sagging:
                if any(same(m.points, curve) and max(m.x) > 0.5 * span for m in marks):
                    return cause, message
        return _other(min(ways, key=_strangeness), right)

    def _strangeness(marks: Sequence[Marks]) -> float:
        """Return how far a reading's sizes are from those of the question: in fractions nothing jumps far."""
        top, last = max(y for m in marks for y in m.y), max(x for m in marks for x in m.x)
        return abs(math.log(max(top, 1e-9) / start)) + abs(math.log(max(last, 1e-9) / span))

    def _other(marks: Sequence[Marks], right: Callable[[float], tuple[float, ...]]) -> drawn.Finding:
        line = max(marks, key=lambda m: len(m.points))
        if same(line.points, right):
            return "plot:range", "Your line does not cover the whole time that the question asks for."
        pairs = list(zip(line.points, line.points[1:], strict=False))
        jumps = sum(b > a + 0.2 * rate for (_, a), (_, b) in pairs)
        wanted = round(span / period) - 1
        if max(line.y) - start > 0.05 * rate * period:
            return "wrong-start", "Your accuracy rises above that of a freshly trained model."
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
            "Your accuracy is off. Work out its value right before a retraining.",
        )

    return drawn.Shape("the accuracy over time", test)


def _checks(start, rate, period, span, alarm) -> list[Any]:
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
    spec=Plot(_checks, partial=True),
)
def retraining_plot(start, rate, period, span, alarm):
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


_SET_UP = """
start = q.start.to("percent").magnitude
rate = q.rate.to("percentage_point/month").magnitude
period = q.period.to("month").magnitude
span = q.span.to("month").magnitude
alarm = q.alarm.to("percent").magnitude
t = np.linspace(0, span, 2401)
fig, ax = plt.subplots()
"""

_FINISH = """
ax.axhline(alarm, ls="--", label="alarm")
ax.set_xlabel("time (months)")
ax.set_ylabel("accuracy (%)")
ax.legend()
retraining_plot = fig
"""

_RIGHT = "ax.plot(t, start - rate * (t % period), label='accuracy')"


def _plot(draw: str = _RIGHT, finish: str = _FINISH) -> str:
    return f"{_SET_UP}{draw}\n{finish}"


retraining_plot.answers(
    right=[
        _plot(),
        _plot("ax.plot(t[:-1], start - rate * (t[:-1] % period))", _FINISH.replace("= fig", "= ax")),
        _plot(
            "x, y = [], []\n"
            "for k in range(round(span / period)):\n"
            "    x += [k * period, (k + 1) * period]\n"
            "    y += [start, start - rate * period]\n"
            "ax.plot(x, y)"
        ),
        _plot(
            "for k in range(round(span / period)):\n"
            "    x = np.linspace(k * period, (k + 1) * period, 20)\n"
            "    ax.plot(x, start - rate * (x - k * period), color='C0')"
        ),
        _plot(
            "ax.plot(t, (start - rate * (t % period)) / 100)",
            _FINISH.replace("alarm, ls", "alarm / 100, ls").replace("(%)", "(fraction)"),
        ),
        _plot(_RIGHT.replace("ax.plot", "ax.scatter")),
        _plot(_RIGHT, _FINISH.replace('ax.axhline(alarm, ls="--"', "ax.plot([0, span], [alarm, alarm]")),
        _SET_UP + "plt.close(fig)\n"
        "frame = pd.DataFrame({'accuracy': start - rate * (t % period)}, index=t)\n"
        "retraining_plot = frame.plot(xlabel='months', ylabel='accuracy in percent')\n"
        "retraining_plot.axhline(alarm, color='k')",
        _plot("ax.plot(t / 12, start - rate * (t % period))", _FINISH.replace("months", "years")),
        _plot("ax.plot(t * 30.4375 / 7, start - rate * (t % period))", _FINISH.replace("months", "weeks")),
    ],
    wrong={
        "no-retraining": [_plot("ax.plot(t, start - rate * t)")],
        "wrong-period": [
            _plot("ax.plot(t, start - rate * (t % (2 * period)))"),
            _plot("ax.plot(t, start - rate * (t % 1))"),
        ],
        "rising": [_plot("ax.plot(t, start + rate * (t % period))")],
        "compounded": [_plot("ax.plot(t, start * (1 - rate / 100) ** (t % period))")],
        "rate-per-period": [_plot("ax.plot(t, start - rate * (t % period) / period)")],
        "points-as-fractions": [_plot("ax.plot(t, start - rate / 100 * (t % period))")],
        "staircase": [_plot("ax.plot(t, start - rate * period * (t // period))")],
        "coarse": [_plot("m = np.arange(0, span + 1)\nax.plot(m, start - rate * (m % period))")],
        "plot:range": [
            _plot("t = t[t < span / 2]\nax.plot(t, start - rate * (t % period))"),
            _plot("t = 2 * t\nax.plot(t, start - rate * (t % period))"),
        ],
        "plot:no-level": [_plot(finish=_FINISH.replace("ax.axhline", "#"))],
        "plot:level": [
            _plot(finish=_FINISH.replace("alarm, ls", "alarm / 100, ls")),
            _plot(finish=_FINISH.replace("alarm, ls", "alarm - 3, ls")),
        ],
        "plot:level-upright": [_plot(finish=_FINISH.replace("ax.axhline(", "ax.axvline("))],
        "plot:label-x": [_plot(finish=_FINISH.replace('ax.set_xlabel("time (months)")', ""))],
        "plot:label-y": [_plot(finish=_FINISH.replace("accuracy (%)", "y"))],
        "plot:blank": [_SET_UP + "retraining_plot = fig"],
        "plot:no-data": [_plot("")],
        "none": ["None"],
        "type": ["82.6"],
        "not-attempted": ["..."],
    },
)
