"""Answers to the drift section's functions and its plot."""

from __future__ import annotations

from autograder.answers import corpus


def _accuracy(body: str) -> str:
    return f"def degraded_accuracy(acc0, lam, div):\n    return {body}"


corpus(
    "degraded_accuracy",
    right=[
        _accuracy("max(acc0 - lam * div, 0)"),
        _accuracy("min(max(acc0 - lam * div, 0), 1)"),
        _accuracy("np.clip(acc0 - lam * div, 0, 1)"),
        _accuracy("np.maximum(0.0, acc0 - np.asarray(lam) * div)"),
        "lambda acc0, lam, div: max(0, acc0 - div * lam)",
        "def degraded_accuracy(a, s, d):\n"
        "    left = a - s * d\n"
        "    if left < 0:\n"
        "        return 0\n"
        "    return left",
        _accuracy("Q_(max(acc0 - lam * div, 0), '')"),
    ],
    wrong={
        "relative": [_accuracy("max(acc0 * (1 - lam * div), 0)")],
        "min-for-max": [_accuracy("min(acc0 - lam * div, 0)")],
        "exponential": [_accuracy("acc0 * math.exp(-lam * div)"), _accuracy("acc0 * np.exp(-lam * div)")],
        "sign": [_accuracy("acc0 + lam * div"), _accuracy("min(acc0 + lam * div, 1)")],
        "added-not-multiplied": [
            _accuracy("max(acc0 - (lam + div), 0)"),
            _accuracy("max(acc0 - lam - div, 0)"),
        ],
        "divided": [_accuracy("max(acc0 - div / lam, 0) if lam else acc0")],
        "dropped:lam": [_accuracy("max(acc0 - div, 0)")],
        "dropped:div": [_accuracy("max(acc0 - lam, 0)")],
        "loss-not-level": [_accuracy("lam * div")],
        "percent": [_accuracy("max(acc0 - lam * div / 100, 0)")],
        "precedence": [_accuracy("max((acc0 - lam) * div, 0)")],
        "not-clipped": [_accuracy("acc0 - lam * div"), _accuracy("min(acc0 - lam * div, 1)")],
        "scale:100": [_accuracy("100 * max(acc0 - lam * div, 0)")],
        "rounded": [_accuracy("round(max(acc0 - lam * div, 0), 1)")],
        "constant": [_accuracy("0.85")],
        "swapped:acc0-div|swapped:acc0,div": [
            "def degraded_accuracy(div, lam, acc0):\n    return max(acc0 - lam * div, 0)"
        ],
        "function:called": ["0.85"],
        "function:arity": ["def degraded_accuracy(acc0, div):\n    return acc0 - div"],
        "function:no-return": ["def degraded_accuracy(acc0, lam, div):\n    print(acc0 - lam * div)"],
        "function:raises": [_accuracy("max(acc0 - lambda_ * div, 0)")],
        "type:text": ["'acc0 - lam * div'"],
        "none": ["None"],
        "not-attempted": ["...", _accuracy("...")],
    },
)


def _kl(body: str) -> str:
    """Write a function that returns an expression of two arrays."""
    return (
        "def kl_divergence(p, q):\n"
        "    p, q = np.array(p, float), np.array(q, float)\n"
        f"    with np.errstate(all='ignore'):\n        return {body}"
    )


def _loop(term: str, when: str = "if a > 0") -> str:
    """Write a function that adds a term for every bin."""
    return (
        "def kl_divergence(p, q):\n"
        "    total = 0\n"
        "    for a, b in zip(p, q):\n"
        "        if a > 0 and b == 0:\n            return math.inf\n"
        f"        {when}:\n            total += {term}\n"
        "    return total"
    )


corpus(
    "kl_divergence",
    right=[
        _loop("a * math.log(a / b)"),
        _kl("np.sum(np.where(p > 0, p * np.log(p / q), 0))"),
        _kl("np.nansum(p * np.log(p / q))"),
        _kl("np.sum(p[p > 0] * np.log(p[p > 0] / q[p > 0]))"),
        _kl("sum(a * (np.log(a) - np.log(b)) for a, b in zip(p, q) if a > 0)"),
        "def kl_divergence(p, q):\n"
        "    terms = [a * math.log(a / b) if b else math.inf for a, b in zip(p, q) if a]\n"
        "    return math.fsum(terms)",
        "def kl_divergence(p, q):\n"
        "    ratio = pd.Series(p) / pd.Series(q)\n"
        "    return (pd.Series(p) * np.log(ratio.where(pd.Series(p) > 0, 1))).sum()",
    ],
    wrong={
        "reversed": [_kl("np.nansum(q * np.log(q / p))"), _loop("b * math.log(b / a)")],
        "bits": [_loop("a * math.log2(a / b)"), _kl("np.nansum(p * np.log2(p / q))")],
        "base-10": [_loop("a * math.log10(a / b)")],
        "total-variation": [_kl("np.abs(p - q).sum() / 2")],
        "absolute-differences": [_kl("np.abs(p - q).sum()")],
        "squares": [_kl("((p - q) ** 2).sum()")],
        "absolute-terms": [_loop("abs(a * math.log(a / b))")],
        "sign": [_loop("a * math.log(b / a)"), _kl("-np.nansum(p * np.log(p / q))")],
        "wrong-weights": [_loop("b * math.log(a / b)")],
        "weights-missing": [_loop("math.log(a / b)")],
        "log-missing": [_loop("a * a / b")],
        "cross-entropy": [_loop("-a * math.log(b)")],
        "entropy": ["def kl_divergence(p, q):\n    return -sum(a * math.log(a) for a in p if a > 0)"],
        "symmetrised": [_kl("np.nansum(p * np.log(p / q)) + np.nansum(q * np.log(q / p))")],
        "jensen-shannon": [
            _kl("(np.nansum(p * np.log(2 * p / (p + q))) + np.nansum(q * np.log(2 * q / (p + q)))) / 2")
        ],
        "mean-not-sum": [_loop("a * math.log(a / b) / len(p)"), _kl("np.nanmean(p * np.log(p / q))")],
        "smoothed|limit:q=0": [_kl("np.sum((p + 1e-9) * np.log((p + 1e-9) / (q + 1e-9)))")],
        "limit:p=0": [_kl("np.sum(p * np.log(p / q))")],
        "limit:q=0": [
            "def kl_divergence(p, q):\n"
            "    return sum(a * math.log(a / b) for a, b in zip(p, q) if a > 0 and b > 0)",
            "def kl_divergence(p, q):\n    return sum(a * math.log(a / b) for a, b in zip(p, q) if a > 0)",
        ],
        "limit:both=0|limit:q=0": [
            "def kl_divergence(p, q):\n"
            "    if 0 in q:\n        return math.inf\n"
            "    return sum(a * math.log(a / b) for a, b in zip(p, q) if a > 0)",
        ],
        "constant": [_kl("0.152")],
        "function:raises": ["def kl_divergence(p, q):\n    return np.sum(p * np.log(p / q))"],
        "function:type": [_kl("p * np.log(p / q)")],
        "function:called": ["0.152"],
        "function:arity": ["def kl_divergence(p):\n    return 0"],
        "function:no-return": ["def kl_divergence(p, q):\n    print(p, q)"],
        "none": ["None"],
        "not-attempted": ["..."],
    },
)

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


corpus(
    "retraining_plot",
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
