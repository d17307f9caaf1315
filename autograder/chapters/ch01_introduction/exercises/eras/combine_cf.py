"""I2.6: certainty factors, combined."""

import random

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Edge, Function


def _two_factors(draw: random.Random) -> tuple[float, float]:
    """Draw two factors of any sign, none near certainty."""
    return tuple(  # type: ignore[return-value]
        round(draw.uniform(0.1, 0.9), 2) * draw.choice((-1, 1)) for _ in range(2)
    )


@exercise(
    "combine_cf",
    bank="I2.6",
    rtol=1e-4,
    points=3,
    objective=2,
    bloom="Create",
    anchors="sec-introduction-expert-systems-era-knowledge-bottleneck-f928",
    title="Certainty factors, combined",
    spec=Function(
        cases=[(0.7, -0.4), (0.7, 0.6), (-0.5, -0.4), (-0.3, 0.8), (0.35, -0.6)],
        edges=[
            Edge("limit:a=0", (0, 0.4), "One rule says nothing, so that only the other one counts."),
            Edge("limit:b=0", (-0.4, 0), "One rule says nothing, so that only the other one counts."),
            Edge("limit:a=1", (1, 0.3), "One rule is certain already."),
            Edge("limit:a=-1", (-1, -0.3), "One rule is certain that it is not so."),
            Edge("limit:balanced", (0.6, -0.6), "The two rules outweigh each other."),
        ],
        generate=_two_factors,
    ),
)
def combine_cf(a, b):
    """Return the combined certainty factor."""
    if a >= 0 and b >= 0:
        return a + b * (1 - a)
    if a <= 0 and b <= 0:
        return a + b * (1 + a)
    return (a + b) / (1 - min(abs(a), abs(b)))


def _by_sign(positive, negative, unlike):
    """Return a function put together from one formula for each pair of signs."""

    def combined(a: float, b: float) -> float:
        formula = positive if a >= 0 and b >= 0 else negative if a <= 0 and b <= 0 else unlike
        return float(formula(a, b))

    return combined


def _for(a: float, b: float) -> float:
    return a + b * (1 - a)


def _against(a: float, b: float) -> float:
    return a + b * (1 + a)


def _unlike(a: float, b: float) -> float:
    return (a + b) / (1 - min(abs(a), abs(b)))


combine_cf.misconception(
    "one-formula",
    "The formula for two positive factors is used for all signs: look at the two other cases.",
    _for,
)

combine_cf.misconception(
    "first-mycin",
    "Unlike signs are simply added, as the first MYCIN did; later MYCIN divides by 1 minus the "
    "smaller magnitude.",
    _by_sign(_for, _against, lambda a, b: a + b),
)

combine_cf.misconception(
    "negative-pair",
    "Two negative factors get the formula for two positive ones: two rules against must add up to "
    "more than one of them, and never to more than certainty.",
    _by_sign(_for, _for, _unlike),
)

combine_cf.misconception(
    "unlike-as-positive",
    "Unlike signs get the formula for two positive factors.",
    _by_sign(_for, _against, _for),
)

combine_cf.misconception(
    "unlike-as-negative",
    "Unlike signs get the formula for two negative factors.",
    _by_sign(_for, _against, _against),
)

combine_cf.misconception("sum", "The two factors are added, whatever their signs.", lambda a, b: a + b)

combine_cf.misconception(
    "clipped-sum",
    "The two factors are added and cut off at certainty: two rules of middling strength would make certain.",
    lambda a, b: max(-1.0, min(1.0, a + b)),
)

combine_cf.misconception(
    "mean",
    "That is the mean: a second rule that agrees would make you less certain.",
    lambda a, b: (a + b) / 2,
)

combine_cf.misconception(
    "product", "That is the product: two rules that agree would make you less certain.", lambda a, b: a * b
)

combine_cf.misconception(
    "stronger-only",
    "Only the stronger of the two counts there; the other one has no effect.",
    lambda a, b: max(a, b, key=abs),
)

combine_cf.misconception("larger-only", "Only the larger number counts there.", max)

combine_cf.misconception(
    "sign-in-minimum",
    "In the denominator stands the smaller number, sign and all; the smaller magnitude belongs there.",
    _by_sign(_for, _against, lambda a, b: (a + b) / (1 - min(a, b))),
)

combine_cf.misconception(
    "larger-magnitude",
    "In the denominator stands the larger magnitude; the smaller one belongs there.",
    _by_sign(_for, _against, lambda a, b: (a + b) / (1 - max(abs(a), abs(b)))),
)

combine_cf.misconception(
    "denominator-plus",
    "The denominator is 1 plus the smaller magnitude; it is 1 minus that.",
    _by_sign(_for, _against, lambda a, b: (a + b) / (1 + min(abs(a), abs(b)))),
)

combine_cf.misconception("unlike-everywhere", "The formula for unlike signs is used for all signs.", _unlike)

combine_cf.misconception(
    "cases-exchanged",
    "The formulas for two positive and two negative factors have changed places.",
    _by_sign(_against, _for, _unlike),
)

combine_cf.misconception(
    "signs-lost",
    "The signs are lost: a rule against the hypothesis is taken for one that supports it.",
    lambda a, b: abs(a) + abs(b) * (1 - abs(a)),
)


def _cf(body: str) -> str:
    """Write combine_cf with this body."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"def combine_cf(a, b):\n{lines}"


_SAME = (
    "if a >= 0 and b >= 0:\n    return a + b * (1 - a)\nif a <= 0 and b <= 0:\n    return a + b * (1 + a)\n"
)

_RIGHT_CF = _SAME + "return (a + b) / (1 - min(abs(a), abs(b)))"


def _then(last: str) -> str:
    """Write combine_cf with a right function inside and something done to its result."""
    inner = "\n".join(f"    {line}" for line in _RIGHT_CF.splitlines())
    return _cf(f"def right(a, b):\n{inner}\n{last}")


combine_cf.answers(
    right=[
        _cf(_RIGHT_CF),
        _cf(
            "if a * b < 0:\n"
            "    return (a + b) / (1 - min(abs(a), abs(b)))\n"
            "if a + b < 0:\n"
            "    return -(1 - (1 + a) * (1 + b))\n"
            "return 1 - (1 - a) * (1 - b)"
        ),
        _cf(
            "if a < 0 and b < 0:\n"
            "    return -combine_cf(-a, -b)\n"
            "if a >= 0 and b >= 0:\n"
            "    return a + b - a * b\n"
            "smaller = sorted([abs(a), abs(b)])[0]\n"
            "return np.float64((a + b) / (1 - smaller))"
        ),
        (
            "lambda x, y: x + y - x * y if min(x, y) >= 0 else x + y + x * y if max(x, y) <= 0 "
            "else (x + y) / (1 - min(abs(x), abs(y)))"
        ),
        _cf("a, b = Fraction(str(a)), Fraction(str(b))\n" + _RIGHT_CF),
        _cf("print(a, b)\n" + _RIGHT_CF),
    ],
    wrong={
        "one-formula": [_cf("return a + b * (1 - a)"), _cf("return 1 - (1 - a) * (1 - b)")],
        "first-mycin": [_cf(_SAME + "return a + b")],
        "negative-pair": [_cf(_RIGHT_CF.replace("(1 + a)", "(1 - a)"))],
        "unlike-as-positive": [_cf(_SAME + "return a + b * (1 - a)")],
        "unlike-as-negative": [
            _cf("if a >= 0 and b >= 0:\n    return a + b * (1 - a)\nreturn a + b * (1 + a)")
        ],
        "sum": [_cf("return a + b")],
        "clipped-sum": [_cf("return max(-1, min(1, a + b))"), _cf("return float(np.clip(a + b, -1, 1))")],
        "mean": [_cf("return (a + b) / 2")],
        "product": [_cf("return a * b")],
        "stronger-only": [_cf("return a if abs(a) > abs(b) else b")],
        "larger-only": [_cf("return max(a, b)")],
        "sign-in-minimum": [_cf(_SAME + "return (a + b) / (1 - min(a, b))")],
        "larger-magnitude": [_cf(_SAME + "return (a + b) / (1 - max(abs(a), abs(b)))")],
        "denominator-plus": [_cf(_SAME + "return (a + b) / (1 + min(abs(a), abs(b)))")],
        "unlike-everywhere": [
            _cf("return (a + b) / (1 - min(abs(a), abs(b))) if abs(a) + abs(b) != 2 else 1")
        ],
        "cases-exchanged": [
            _cf(
                "if a < 0 and b < 0:\n"
                "    return a + b * (1 - a)\n"
                "if a > 0 and b > 0:\n"
                "    return a + b * (1 + a)\n"
                "return (a + b) / (1 - min(abs(a), abs(b)))"
            )
        ],
        "signs-lost": [_cf("return abs(a) + abs(b) * (1 - abs(a))")],
        "sign": [_then("return -right(a, b)")],
        "rounded": [_then("return round(right(a, b), 1)")],
        "function:no-return": [_cf(_SAME)],
        "function:called": ["0.5"],
        "function:arity": ["def combine_cf(factors):\n    return max(factors)"],
        "function:raises": [_cf(_SAME + "return (a + b) / (1 - minimum(abs(a), abs(b)))")],
        "none": ["None"],
        "not-attempted": ["...", _cf("return ...")],
    },
)
