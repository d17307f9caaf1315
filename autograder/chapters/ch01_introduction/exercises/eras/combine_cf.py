"""I2.6: the combination of two certainty factors, as a function."""

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
    bloom="Apply",
    anchors="sec-introduction-expert-systems-era-knowledge-bottleneck-f928",
    title="Certainty factors, combined",
    spec=Function(
        gives="one number, the combined certainty factor",
        cases=[(0.7, -0.4), (0.7, 0.6), (-0.5, -0.4), (-0.3, 0.8), (0.35, -0.6)],
        edges=[
            Edge("limit:a=0", (0, 0.4), "One rule says nothing, so that only the other one counts."),
            Edge("limit:b=0", (-0.4, 0), "One rule says nothing, so that only the other one counts."),
            Edge("limit:a=1", (1, 0.3), "One rule is certain already."),
            Edge("limit:a=-1", (-1, -0.3), "One rule is certain that it is not so."),
            Edge("limit:balanced", (0.6, -0.6), "The two rules outweigh each other."),
        ],
        generate=_two_factors,
        borrowed=["eras.mycin.combine", "eras.mycin.combine_all"],
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


def _both_for(a: float, b: float) -> float:
    return a + b * (1 - a)


def _both_against(a: float, b: float) -> float:
    return a + b * (1 + a)


def _unlike_signs(a: float, b: float) -> float:
    return (a + b) / (1 - min(abs(a), abs(b)))


combine_cf.misconception(
    "one-formula",
    "You use the formula for two positive factors for all signs. Handle the two other cases, too.",
    _both_for,
)

combine_cf.misconception(
    "first-mycin",
    "You simply add factors of unlike signs, as the first MYCIN did. Divide by 1 minus the smaller "
    "magnitude.",
    _by_sign(_both_for, _both_against, lambda a, b: a + b),
)

combine_cf.misconception(
    "negative-pair",
    "You use the formula for two positive factors for two negative ones. Two rules against must give more"
    " than one of them, but never more than certainty.",
    _by_sign(_both_for, _both_for, _unlike_signs),
)

combine_cf.misconception(
    "unlike-as-positive",
    "You use the formula for two positive factors for unlike signs. Unlike signs have a formula of their "
    "own.",
    _by_sign(_both_for, _both_against, _both_for),
)

combine_cf.misconception(
    "unlike-as-negative",
    "You use the formula for two negative factors for unlike signs. Unlike signs have a formula of their "
    "own.",
    _by_sign(_both_for, _both_against, _both_against),
)

combine_cf.misconception(
    "sum", "You add the two factors whatever their signs. Use the formula for each case.", lambda a, b: a + b
)

combine_cf.misconception(
    "clipped-sum",
    "You add the two factors and cut the sum off at 1. Two middling rules would then make you certain.",
    lambda a, b: max(-1.0, min(1.0, a + b)),
)

combine_cf.misconception(
    "mean",
    "That is the mean. A second rule that agrees would make you less certain.",
    lambda a, b: (a + b) / 2,
)

combine_cf.misconception(
    "product", "That is the product. Two rules that agree would make you less certain.", lambda a, b: a * b
)

combine_cf.misconception(
    "stronger-only",
    "You return the stronger of the two factors. The other one must count, too.",
    lambda a, b: max(a, b, key=abs),
)

combine_cf.misconception(
    "larger-only", "You return the larger of the two factors. The other one must count, too.", max
)

combine_cf.misconception(
    "sign-in-minimum",
    "Your denominator takes the smaller number with its sign. Take the smaller magnitude: abs() drops the"
    " sign.",
    _by_sign(_both_for, _both_against, lambda a, b: (a + b) / (1 - min(a, b))),
)

combine_cf.misconception(
    "larger-magnitude",
    "Your denominator takes the larger magnitude: take the smaller one.",
    _by_sign(_both_for, _both_against, lambda a, b: (a + b) / (1 - max(abs(a), abs(b)))),
)

combine_cf.misconception(
    "second-alone-divided",
    "For unlike signs you divide only the second factor. Put the sum in brackets.",
    _by_sign(_both_for, _both_against, lambda a, b: a + b / (1 - min(abs(a), abs(b)))),
)

combine_cf.misconception(
    "denominator-plus",
    "Your denominator is 1 plus the smaller magnitude: subtract it from 1.",
    _by_sign(_both_for, _both_against, lambda a, b: (a + b) / (1 + min(abs(a), abs(b)))),
)

combine_cf.misconception(
    "unlike-everywhere",
    "You use the formula for unlike signs for all signs. Handle two factors of the same sign separately.",
    _unlike_signs,
)

combine_cf.misconception(
    "cases-exchanged",
    "The formulas for two positive and two negative factors have changed places.",
    _by_sign(_both_against, _both_for, _unlike_signs),
)

combine_cf.misconception(
    "signs-lost",
    "You drop the signs. A rule against the hypothesis would then support it.",
    lambda a, b: abs(a) + abs(b) * (1 - abs(a)),
)


def _with_body(body: str) -> str:
    """Write combine_cf with this body."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"def combine_cf(a, b):\n{lines}"


_LIKE_SIGNS = (
    "if a >= 0 and b >= 0:\n    return a + b * (1 - a)\nif a <= 0 and b <= 0:\n    return a + b * (1 + a)\n"
)

_RIGHT = _LIKE_SIGNS + "return (a + b) / (1 - min(abs(a), abs(b)))"


def _with_result(last: str) -> str:
    """Write combine_cf with a right function inside and something done to its result."""
    inner = "\n".join(f"    {line}" for line in _RIGHT.splitlines())
    return _with_body(f"def right(a, b):\n{inner}\n{last}")


combine_cf.answers(
    right=[
        _with_body(_RIGHT),
        _with_body(
            "if a * b < 0:\n"
            "    return (a + b) / (1 - min(abs(a), abs(b)))\n"
            "if a + b < 0:\n"
            "    return -(1 - (1 + a) * (1 + b))\n"
            "return 1 - (1 - a) * (1 - b)"
        ),
        _with_body(
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
        _with_body("a, b = Fraction(str(a)), Fraction(str(b))\n" + _RIGHT),
        _with_body("print(a, b)\n" + _RIGHT),
    ],
    wrong={
        "one-formula": [_with_body("return a + b * (1 - a)"), _with_body("return 1 - (1 - a) * (1 - b)")],
        "first-mycin": [_with_body(_LIKE_SIGNS + "return a + b")],
        "negative-pair": [_with_body(_RIGHT.replace("(1 + a)", "(1 - a)"))],
        "unlike-as-positive": [_with_body(_LIKE_SIGNS + "return a + b * (1 - a)")],
        "unlike-as-negative": [
            _with_body("if a >= 0 and b >= 0:\n    return a + b * (1 - a)\nreturn a + b * (1 + a)")
        ],
        "sum": [_with_body("return a + b")],
        "clipped-sum": [
            _with_body("return max(-1, min(1, a + b))"),
            _with_body("return float(np.clip(a + b, -1, 1))"),
        ],
        "mean": [_with_body("return (a + b) / 2")],
        "product": [_with_body("return a * b")],
        "stronger-only": [_with_body("return a if abs(a) > abs(b) else b")],
        "larger-only": [_with_body("return max(a, b)")],
        "sign-in-minimum": [_with_body(_LIKE_SIGNS + "return (a + b) / (1 - min(a, b))")],
        "larger-magnitude": [_with_body(_LIKE_SIGNS + "return (a + b) / (1 - max(abs(a), abs(b)))")],
        "denominator-plus": [_with_body(_LIKE_SIGNS + "return (a + b) / (1 + min(abs(a), abs(b)))")],
        "unlike-everywhere": [
            _with_body("return (a + b) / (1 - min(abs(a), abs(b))) if abs(a) + abs(b) != 2 else 1")
        ],
        "cases-exchanged": [
            _with_body(
                "if a < 0 and b < 0:\n"
                "    return a + b * (1 - a)\n"
                "if a > 0 and b > 0:\n"
                "    return a + b * (1 + a)\n"
                "return (a + b) / (1 - min(abs(a), abs(b)))"
            )
        ],
        "signs-lost": [_with_body("return abs(a) + abs(b) * (1 - abs(a))")],
        "sign": [_with_result("return -right(a, b)")],
        "rounded": [_with_result("return round(right(a, b), 1)")],
        "function:no-return": [_with_body(_LIKE_SIGNS)],
        "function:called": ["0.5"],
        "function:arity": ["def combine_cf(factors):\n    return max(factors)"],
        "function:raises": [_with_body(_LIKE_SIGNS + "return (a + b) / (1 - minimum(abs(a), abs(b)))")],
        "none": ["None"],
        "not-attempted": ["...", _with_body("return ...")],
    },
)
