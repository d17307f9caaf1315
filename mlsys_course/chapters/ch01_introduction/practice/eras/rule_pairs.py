"""I2.7: how many pairs of rules may contradict each other."""

from mlsys_course.exercise import exercise


@exercise(
    "rule_pairs",
    bank="I2.7",
    kind="integer",
    scenario="rule_base",
    objective=2,
    bloom="Apply",
    anchors="sec-introduction-expert-systems-era-knowledge-bottleneck-f928",
    title="Pairs of rules to check",
    prompt=(
        "Every rule has to be compared with every other one, once. How many different pairs of rules is that?"
    ),
)
def rule_pairs(rules):
    """Return the number of unordered pairs."""
    return rules * (rules - 1) / 2


rule_pairs.misconception(
    "with-itself",
    "You compare each rule with itself, too, and count every pair twice.",
    lambda rules: rules**2,
)

rule_pairs.misconception(
    "ordered-pairs", "This counts every pair twice: A with B is B with A.", lambda rules: rules * (rules - 1)
)

rule_pairs.misconception(
    "neighbours-only", "You compare each rule only with the next one.", lambda rules: rules - 1
)

rule_pairs.misconception(
    "linear", "This is the number of rules. The question asks for pairs of them.", lambda rules: rules
)

rule_pairs.misconception(
    "half-the-square",
    "You compare a rule with itself. Use one less in the second factor.",
    lambda rules: rules**2 / 2,
)

rule_pairs.misconception(
    "with-itself", "You compare each rule with itself, too.", lambda rules: rules * (rules + 1) / 2
)

rule_pairs.answers(
    right=[
        "q.rules * (q.rules - 1) / 2",
        "q.rules * (q.rules - 1) // 2",
        "math.comb(600, 2)",
        "179_700",
        "sum(range(600))",
        "179700.0",
    ],
    wrong={
        "with-itself": ["q.rules**2", "360_000", "q.rules * (q.rules + 1) / 2"],
        "ordered-pairs": ["q.rules * (q.rules - 1)", "359_400"],
        "linear": ["q.rules", "600"],
        "neighbours-only": ["q.rules - 1"],
        "half-the-square": ["q.rules**2 / 2", "180_000"],
        "value:none": ["None"],
    },
)
