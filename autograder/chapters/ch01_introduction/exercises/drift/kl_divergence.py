"""I5.9: the Kullback-Leibler divergence, as a function."""

import math
import random
from collections.abc import Callable, Sequence

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Edge, Function


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
    bloom="Apply",
    anchors="eq-degradation",
    title="A divergence as a function",
    spec=Function(
        gives="one number, the divergence in nats",
        cases=[([0.25, 0.2, 0.3, 0.25], [0.4, 0.3, 0.2, 0.1]), ([0.7, 0.3], [0.5, 0.5])],
        edges=[
            Edge("limit:p=q", ([0.5, 0.3, 0.2], [0.5, 0.3, 0.2]), "The two distributions are the same."),
            Edge("limit:p=0", ([0.0, 1.0], [0.5, 0.5]), "A bin is empty in p: it adds nothing."),
            Edge("limit:p=0", ([0.0, 0.3, 0.7], [0.2, 0.5, 0.3]), "A bin is empty in p: it adds nothing."),
            Edge("limit:q=0", ([0.5, 0.2, 0.3], [0.6, 0.4, 0.0]), "A bin is empty in q but not in p: think what the logarithm does."),
            Edge(
                "limit:both=0", ([0.6, 0.4, 0.0], [0.5, 0.5, 0.0]), "A bin is empty in both: it adds nothing."
            ),
        ],
        generate=_distributions,
        independent=False,
    ),
)
def kl_divergence(p, q):
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
    "reversed",
    "That is D(q || p), the other way round. Weigh the logarithms by p.",
    _terms(lambda p, q: _weighed(q, _log(q, p))),
)

kl_divergence.misconception(
    "bits",
    "That is in bits, with logarithms to base 2. Use the natural logarithm for nats.",
    _terms(lambda p, q: _weighed(p, _log(p, q, 2))),
)

kl_divergence.misconception(
    "base-10",
    "You use logarithms to base 10. Use the natural logarithm for nats; numpy calls it log.",
    _terms(lambda p, q: _weighed(p, _log(p, q, 10))),
)

kl_divergence.misconception(
    "total-variation",
    "That is the total variation distance, half the sum of the absolute differences. You need p times a "
    "logarithm.",
    _terms(lambda p, q: abs(p - q) / 2),
)

kl_divergence.misconception(
    "absolute-differences",
    "You add up absolute differences. The divergence needs a logarithm.",
    _terms(lambda p, q: abs(p - q)),
)

kl_divergence.misconception(
    "squares",
    "You add up squared differences. The divergence needs a logarithm.",
    _terms(lambda p, q: (p - q) ** 2),
)

kl_divergence.misconception(
    "absolute-terms",
    "Your terms have lost their signs. A bin that is rarer in p than in q counts negative.",
    _terms(lambda p, q: abs(_weighed(p, _log(p, q)))),
)

kl_divergence.misconception(
    "sign",
    "Your sign is wrong: turn the fraction in the logarithm over.",
    _terms(lambda p, q: -_weighed(p, _log(p, q))),
)

kl_divergence.misconception(
    "wrong-weights",
    "You multiply the logarithm of p over q by q: multiply it by p.",
    _terms(lambda p, q: _weighed(q, _log(p, q))),
)

kl_divergence.misconception(
    "weights-missing",
    "You add the logarithms as they are: multiply each by its p first.",
    _terms(lambda p, q: _log(p, q) if p else 0.0),
)

kl_divergence.misconception(
    "weights-missing",
    "You average the logarithms over the bins: multiply each by its p and add.",
    lambda p, q: sum(_log(a, b) for a, b in zip(p, q, strict=True) if a) / len(p),
)

kl_divergence.misconception(
    "log-missing",
    "You leave out the logarithm: you add up p times the fraction p over q.",
    _terms(lambda p, q: p * p / q if q else (math.inf if p else 0.0)),
)

kl_divergence.misconception(
    "cross-entropy",
    "That is the cross entropy. Subtract the entropy of p.",
    _terms(lambda p, q: -_weighed(p, _log(q, 1))),
)

kl_divergence.misconception(
    "entropy",
    "That is the entropy of p alone. The result must change with q.",
    _terms(lambda p, q: -_weighed(p, _log(p, 1))),
)

kl_divergence.misconception(
    "symmetrised",
    "You add both directions. The question asks only for the divergence from p to q.",
    _terms(lambda p, q: _weighed(p, _log(p, q)) + _weighed(q, _log(q, p))),
)

kl_divergence.misconception(
    "symmetrised",
    "You take the mean of both directions. The question asks only for the divergence from p to q.",
    _terms(lambda p, q: (_weighed(p, _log(p, q)) + _weighed(q, _log(q, p))) / 2),
)

kl_divergence.misconception(
    "jensen-shannon",
    "That is the Jensen-Shannon divergence, which compares both with their mean. Compare p with q directly.",
    _terms(
        lambda p, q: (
            (_weighed(p, _log(2 * p, p + q) if p else 0) + _weighed(q, _log(2 * q, p + q) if q else 0)) / 2
        )
    ),
)

kl_divergence.misconception(
    "mean-not-sum",
    "You average the terms over the bins: add them up.",
    lambda p, q: kl_divergence.key(p, q) / len(p),
)

kl_divergence.misconception(
    "smoothed",
    "You add a small number to every share, which changes the divergence. Treat empty bins separately "
    "instead.",
    _terms(lambda p, q: (p + _SMALL) * math.log((p + _SMALL) / (q + _SMALL))),
)


def _with_body(body: str) -> str:
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


kl_divergence.answers(
    right=[
        _loop("a * math.log(a / b)"),
        _with_body("np.sum(np.where(p > 0, p * np.log(p / q), 0))"),
        _with_body("np.nansum(p * np.log(p / q))"),
        _with_body("np.sum(p[p > 0] * np.log(p[p > 0] / q[p > 0]))"),
        _with_body("sum(a * (np.log(a) - np.log(b)) for a, b in zip(p, q) if a > 0)"),
        "def kl_divergence(p, q):\n"
        "    terms = [a * math.log(a / b) if b else math.inf for a, b in zip(p, q) if a]\n"
        "    return math.fsum(terms)",
        "def kl_divergence(p, q):\n"
        "    ratio = pd.Series(p) / pd.Series(q)\n"
        "    return (pd.Series(p) * np.log(ratio.where(pd.Series(p) > 0, 1))).sum()",
    ],
    wrong={
        "reversed": [_with_body("np.nansum(q * np.log(q / p))"), _loop("b * math.log(b / a)")],
        "bits": [_loop("a * math.log2(a / b)"), _with_body("np.nansum(p * np.log2(p / q))")],
        "base-10": [_loop("a * math.log10(a / b)")],
        "total-variation": [_with_body("np.abs(p - q).sum() / 2")],
        "absolute-differences": [_with_body("np.abs(p - q).sum()")],
        "squares": [_with_body("((p - q) ** 2).sum()")],
        "absolute-terms": [_loop("abs(a * math.log(a / b))")],
        "sign": [_loop("a * math.log(b / a)"), _with_body("-np.nansum(p * np.log(p / q))")],
        "wrong-weights": [_loop("b * math.log(a / b)")],
        "weights-missing": [_loop("math.log(a / b)")],
        "log-missing": [_loop("a * a / b")],
        "cross-entropy": [_loop("-a * math.log(b)")],
        "entropy": ["def kl_divergence(p, q):\n    return -sum(a * math.log(a) for a in p if a > 0)"],
        "symmetrised": [_with_body("np.nansum(p * np.log(p / q)) + np.nansum(q * np.log(q / p))")],
        "jensen-shannon": [
            _with_body(
                "(np.nansum(p * np.log(2 * p / (p + q))) + np.nansum(q * np.log(2 * q / (p + q)))) / 2"
            )
        ],
        "mean-not-sum": [_loop("a * math.log(a / b) / len(p)"), _with_body("np.nanmean(p * np.log(p / q))")],
        "smoothed|limit:q=0": [_with_body("np.sum((p + 1e-9) * np.log((p + 1e-9) / (q + 1e-9)))")],
        "limit:p=0": [_with_body("np.sum(p * np.log(p / q))")],
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
        "constant": [_with_body("0.152")],
        "function:raises": ["def kl_divergence(p, q):\n    return np.sum(p * np.log(p / q))"],
        "function:type": [_with_body("p * np.log(p / q)")],
        "function:called": ["0.152"],
        "function:arity": ["def kl_divergence(p):\n    return 0"],
        "function:no-return": ["def kl_divergence(p, q):\n    print(p, q)"],
        "none": ["None"],
        "not-attempted": ["..."],
    },
)
