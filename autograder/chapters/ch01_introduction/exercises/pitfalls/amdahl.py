"""I9.4: Amdahl's law, as a function."""

import math
import random

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Edge, Function


def _arguments(draw: random.Random) -> tuple[float, float]:
    return draw.uniform(0.05, 0.95), draw.uniform(1.2, 40)


@exercise(
    "amdahl",
    bank="I9.4",
    rtol=1e-4,
    points=3,
    objective=(4, 6),
    bloom="Apply",
    anchors=("sec-introduction-fallacies-pitfalls-230d", "amdahls-pitfall"),
    title="Amdahl's law as a function",
    spec=Function(
        gives="one number, the speedup of the whole",
        cases=[(0.5, 3), (0.9, 10), (0.35, 3), (0.8, 0.5)],
        edges=[
            Edge("limit:p=0", (0, 10), "No part of the work becomes faster."),
            Edge("limit:p=1", (1, 4), "All of the work becomes faster."),
            Edge("limit:s=inf", (0.5, math.inf), "The part p takes no time any more."),
            Edge("limit:s=inf", (0.85, math.inf), "The part p takes no time any more."),
            Edge("limit:s=1", (0.3, 1), "The part p is as fast as before."),
        ],
        generate=_arguments,
        borrowed=["laws.amdahl_speedup"],
    ),
)
def amdahl(p, s):
    """Return old time over new time."""
    return 1 / ((1 - p) + p / s)


amdahl.misconception(
    "ratio:time",
    "That is the new time over the old one. A speedup is old over new.",
    lambda p, s: (1 - p) + p / s,
)

amdahl.misconception(
    "swapped:p-rest",
    "You swapped the share p and the rest 1 - p. The share p is what becomes faster.",
    lambda p, s: 1 / (p + (1 - p) / s),
)

amdahl.misconception(
    "law:gustafson",
    "That is Gustafson's law, for work that grows with the machine. Keep the work constant.",
    lambda p, s: (1 - p) + p * s,
)

amdahl.misconception(
    "inverted:p/s",
    "The fraction in your denominator is upside down. Divide the share p by s.",
    lambda p, s: 1 / ((1 - p) + s / p),
)

amdahl.misconception(
    "operator:p*s",
    "You multiply p by s. A larger s must make this part shorter: divide.",
    lambda p, s: 1 / ((1 - p) + p * s),
)

amdahl.misconception(
    "limit-only",
    "That is the limit for an infinitely fast part. Your result must change with s.",
    lambda p, s: 1 / (1 - p),
)

amdahl.misconception(
    "local-speedup",
    "That is the speedup of the part alone. Your result must change with p.",
    lambda p, s: s,
)

amdahl.misconception(
    "proportional",
    "You multiply the speedup by the share. Add up the times of the two parts instead.",
    lambda p, s: p * s,
)

amdahl.misconception(
    "rest-dropped",
    "You leave out the part that stays as it was: add 1 - p to the time.",
    lambda p, s: 1 / (p / s),
)

amdahl.misconception(
    "rest-whole",
    "You keep the whole old time in the denominator: only the rest 1 - p stays as it was.",
    lambda p, s: 1 / (1 + p / s),
)

amdahl.misconception(
    "saving",
    "That is the share of the time that is saved. A speedup is old time over new.",
    lambda p, s: p - p / s,
)

amdahl.misconception(
    "saving-over-new",
    "That is the speedup minus 1. The question asks how many times as fast it is.",
    lambda p, s: 1 / ((1 - p) + p / s) - 1,
)

amdahl.misconception(
    "percent:p",
    "You take the share for a percentage. It is a fraction between 0 and 1.",
    lambda p, s: 1 / ((1 - p / 100) + p / 100 / s),
)

amdahl.misconception(
    "precedence",
    "Your brackets close too early: you divide 1 by the rest alone and then add p / s. Put the sum in "
    "brackets.",
    lambda p, s: 1 / (1 - p) + p / s if p < 1 else math.nan,
)


def _with_body(body: str) -> str:
    return f"def amdahl(p, s):\n    return {body}"


amdahl.answers(
    right=[
        _with_body("1 / ((1 - p) + p / s)"),
        _with_body("1 / (1 - p * (1 - 1 / s))"),
        _with_body("(1 - p + p / s) ** -1"),
        "lambda p, s: 1 / (1 - p + p / s)",
        "def amdahl(share, factor):\n"
        "    old = 100\n"
        "    kept = old * (1 - share)\n"
        "    faster = old * share / factor\n"
        "    return np.float64(old / (kept + faster))",
        "def amdahl(p, s):\n"
        "    if s == math.inf:\n"
        "        return 1 / (1 - p)\n"
        "    return s / (s * (1 - p) + p)",
        "def amdahl(p, s):\n    return Q_(1, '') / ((1 - p) + p / s)",
        "def amdahl(p, s):\n"
        "    return Fraction(1) / (1 - Fraction(p) + (0 if s == math.inf else Fraction(p) / Fraction(s)))",
        "def amdahl(p, s):\n    return [1 / ((1 - p) + p / s)][0]",
    ],
    wrong={
        "ratio:time": [_with_body("(1 - p) + p / s")],
        "swapped:p-rest": [_with_body("1 / (p + (1 - p) / s)")],
        "law:gustafson": [_with_body("(1 - p) + p * s"), _with_body("s - (1 - p) * (s - 1)")],
        "inverted:p/s": [_with_body("1 / ((1 - p) + (s / p if p else 0))")],
        "operator:p*s": [_with_body("1 / ((1 - p) + p * s)")],
        "limit-only": [_with_body("1 / (1 - p) if p < 1 else math.inf")],
        "local-speedup": [_with_body("s")],
        "proportional": [_with_body("p * s")],
        "rest-dropped": [_with_body("s / p if p else math.inf")],
        "rest-whole": [_with_body("1 / (1 + p / s)")],
        "saving": [_with_body("p - p / s"), _with_body("p * (1 - 1 / s)")],
        "saving-over-new": [_with_body("1 / ((1 - p) + p / s) - 1")],
        "percent:p": [_with_body("1 / ((1 - p / 100) + p / 100 / s)")],
        "precedence": [_with_body("1 / (1 - p) + p / s if p < 1 else 1")],
        "limit:s=inf": [_with_body("s / (s * (1 - p) + p)")],
        "limit:p=0": [_with_body("1 / ((1 - p) + 1 / (s / p))")],
        "scale:100": [_with_body("100 / ((1 - p) + p / s)")],
        "rounded": [_with_body("round(1 / ((1 - p) + p / s), 1)")],
        "integer-division": [_with_body("1 // ((1 - p) + p / s)")],
        "constant": [_with_body("1.3")],
        "swapped:p-s|swapped:p,s": ["def amdahl(s, p):\n    return 1 / ((1 - p) + p / s)"],
        "function:called": ["1.3", "np.float64(1.5)"],
        "function:arity": ["def amdahl(p):\n    return 1 / (1 - p)"],
        "function:no-return": [
            "def amdahl(p, s):\n    print(1 / ((1 - p) + p / s))",
            "def amdahl(p, s):\n    if s > 5:\n        return 1 / ((1 - p) + p / s)",
        ],
        "function:raises": [
            "def amdahl(p, s):\n    return 1 / ((1 - p) + P / s)",
            _with_body("amdahl(p, s)"),
        ],
        "function:type": [_with_body("'fast'"), _with_body("[1 - p, p / s]")],
        "type:text": ["'1/((1-p)+p/s)'"],
        "none": ["None"],
        "not-attempted": ["...", _with_body("...")],
    },
)
