"""I2.1: the word problem that STUDENT solved, as a function."""

import random

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Edge, Function


def _word_problem(draw: random.Random) -> tuple[float, float]:
    return float(draw.randint(10, 90)), float(draw.choice((5, 8, 12, 25, 30, 40, 60)))


@exercise(
    "student_customers",
    bank="I2.1",
    rtol=1e-4,
    objective=2,
    bloom="Apply",
    anchors="sec-introduction-symbolic-ai-era-logic-bottleneck-a250",
    title="A word problem as a function",
    prompt=(
        "The number of customers is twice the square of pct per cent of the number of advertisements. "
        "Write the number of customers as a function student_customers(ads, pct)."
    ),
    spec=Function(
        gives="one number, the number of customers",
        cases=[(45, 20), (10, 50), (100, 1)],
        edges=[
            Edge("limit:ads=0", (0, 20), "There are no advertisements."),
            Edge("limit:pct=100", (7, 100), "All advertisements count."),
        ],
        generate=_word_problem,
        borrowed=["eras.student.solve"],
    ),
)
def student_customers(ads, pct):
    """Return twice the square of a part of the advertisements."""
    return 2 * (pct / 100 * ads) ** 2


student_customers.misconception(
    "twice-inside",
    "You double before you square. Square first, then double.",
    lambda ads, pct: (2 * pct / 100 * ads) ** 2,
)

student_customers.misconception(
    "square-of-ads-only",
    "You square only the number of advertisements. Square the percentage of them.",
    lambda ads, pct: 2 * pct / 100 * ads**2,
)

student_customers.misconception(
    "dropped:square", "You leave out the square.", lambda ads, pct: 2 * pct / 100 * ads
)

student_customers.misconception(
    "percent:pct",
    "Per cent means hundredths: divide pct by 100.",
    lambda ads, pct: 2 * (pct * ads) ** 2,
)

student_customers.misconception("dropped:twice", "You leave out the factor of two.", lambda ads, pct: (pct / 100 * ads) ** 2)

student_customers.misconception(
    "square-of-pct-only",
    "You square only the percentage. Square the percentage of the advertisements.",
    lambda ads, pct: 2 * (pct / 100) ** 2 * ads,
)

student_customers.answers(
    right=[
        "def student_customers(ads, pct):\n    return 2 * (pct / 100 * ads) ** 2",
        "lambda ads, pct: 2 * (ads * pct / 100) ** 2",
        (
            "def student_customers(ads, pct):\n"
            "    part = Fraction(int(pct * 100), 10_000) * int(ads)\n"
            "    return 2 * part * part"
        ),
        "def student_customers(ads, pct):\n    return np.float64(2) * np.square(0.01 * pct * ads)",
        "def student_customers(n, p):\n    share = p / 100\n    return 2 * share**2 * n**2",
    ],
    wrong={
        "twice-inside": ["def student_customers(ads, pct):\n    return (2 * pct / 100 * ads) ** 2"],
        "square-of-ads-only": ["def student_customers(ads, pct):\n    return 2 * pct / 100 * ads**2"],
        "square-of-pct-only": ["def student_customers(ads, pct):\n    return 2 * (pct / 100) ** 2 * ads"],
        "dropped:square": ["def student_customers(ads, pct):\n    return 2 * pct / 100 * ads"],
        "percent:pct": ["def student_customers(ads, pct):\n    return 2 * (pct * ads) ** 2"],
        "dropped:twice": ["def student_customers(ads, pct):\n    return (pct / 100 * ads) ** 2"],
        "constant": ["def student_customers(ads, pct):\n    return 162"],
        "function:called": ["162"],
        "function:no-return": ["def student_customers(ads, pct):\n    print(2 * (pct / 100 * ads) ** 2)"],
        "integer-division": ["def student_customers(ads, pct):\n    return 2 * (pct / 100 * ads) ** 2 // 1"],
    },
)
