"""I2.2: how many rules it takes to cover every combination of inputs."""

import math

from mlsys_course.exercise import exercise


@exercise(
    "rules_for_all_cases",
    bank="I2.2",
    kind="integer",
    scenario="rule_base",
    objective=2,
    bloom="Apply",
    anchors="sec-introduction-symbolic-ai-era-logic-bottleneck-a250",
    title="One rule for every case",
    prompt=(
        "A case is described by yes-or-no features. A table needs one rule for every combination of all of "
        "them. How many rules is that?"
    ),
)
def rules_for_all_cases(features):
    """Return the number of combinations."""
    return 2**features


rules_for_all_cases.misconception(
    "squared",
    "Base and exponent have changed places. Every feature doubles the number of cases.",
    lambda features: features**2,
)

rules_for_all_cases.misconception(
    "doubled-once",
    "You give every feature its two values but combine no feature with another.",
    lambda features: 2 * features,
)

rules_for_all_cases.misconception(
    "pairs",
    "You combine the features only in pairs. A case names all of them.",
    lambda features: features * (features - 1) / 2,
)

rules_for_all_cases.misconception(
    "pairs",
    "You combine the features only in pairs. A case names all of them.",
    lambda features: features * (features + 1) / 2,
)

rules_for_all_cases.misconception(
    "permutations",
    "You count the orders in which the features can stand. Count the values they can have.",
    lambda features: float(math.factorial(int(features))),
)

rules_for_all_cases.misconception(
    "empty-case-left-out",
    'You leave out one case. The case in which every feature is "no" counts, too.',
    lambda features: 2**features - 1,
)

rules_for_all_cases.answers(
    right=["2**q.features", "2**20", "1_048_576", "np.power(2, q.features)", "1 << 20", "1048576.0"],
    wrong={
        "squared": ["q.features**2", "400"],
        "doubled-once": ["2 * q.features", "40"],
        "pairs": ["q.features * (q.features - 1) / 2", "190", "210"],
        "permutations": ["math.factorial(20)"],
        "empty-case-left-out": ["2**q.features - 1", "1_048_575"],
        "base:10": ["10**q.features"],
        "value:none": ["None"],
    },
)
