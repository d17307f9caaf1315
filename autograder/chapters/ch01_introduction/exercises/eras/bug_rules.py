"""I2.20: the wrong line in a calculation of what a growing base of rules asks of its experts."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Debugging


@exercise(
    "bug_rules",
    bank="I2.20",
    unit="week",
    points=2,
    scenario="growing_rules",
    objective=2,
    bloom="Evaluate",
    anchors=(
        "sec-introduction-expert-systems-era-knowledge-bottleneck-f928",
        "tbl-ai-evolution-strengths",
    ),
    title="Find the wrong line: a base of rules that grows",
    spec=Debugging(
        lines=(
            "pairs_before = base.rules * (base.rules - 1) / 2",
            "rules_added = base.rules * base.growth",
            "rules_after = base.rules + rules_added",
            "pairs_after = pairs_before * (1 + base.growth)",
            "pairs_new = pairs_after - pairs_before",
            "work = pairs_new * base.check",
            "hours_of_all = base.experts * base.hours",
            "weeks_needed = work / hours_of_all",
        ),
        wrong=4,
        mended="pairs_after = rules_after * (rules_after - 1) / 2",
        scenario="base",
        because="it lets the pairs grow in proportion to the rules, but they grow with the square of the rules.",
        innocent={
            1: "Line 1 is right: each rule is compared with every other one, and each pair counts once.",
            5: (
                "Line 5 is right: the pairs among the old rules were checked long ago. One of the two "
                "numbers it uses is already wrong."
            ),
        },
    ),
)
def bug_rules(rules, growth, check, experts, hours):
    """Check the pairs that come with the new rules: all pairs afterwards less all pairs before."""
    after = rules * (1 + growth)
    return (after * (after - 1) / 2 - rules * (rules - 1) / 2) * check / (experts * hours)


bug_rules.misconception(
    "all-pairs",
    "You check all the pairs again. The pairs among the old rules were checked before.",
    lambda rules, growth, check, experts, hours: (
        rules * (1 + growth) * (rules * (1 + growth) - 1) / 2 * check / (experts * hours)
    ),
)

bug_rules.misconception(
    "among-the-new",
    "These are only the pairs among the new rules. Each new rule is also compared with every old one.",
    lambda rules, growth, check, experts, hours: (
        rules * growth * (rules * growth - 1) / 2 * check / (experts * hours)
    ),
)

_AFTER = "q.rules * (1 + q.growth)"
_PAIRS = f"({_AFTER} * ({_AFTER} - 1) / 2 - q.rules * (q.rules - 1) / 2)"
_WEEKS = f"{_PAIRS} * q.check / (q.experts * q.hours)"

bug_rules.answers(
    right=[
        f"(4, {_WEEKS})",
        f"[4, ({_WEEKS}).to('day')]",
        "new = q.rules * q.growth\n"
        "bug_rules = 4, (new * q.rules + new * (new - 1) / 2) * q.check / (q.experts * q.hours)",
        "(4, Q_(4.112, 'week'))",
        "{'line': 4, 'value': Q_(4.112, 'week')}",
    ],
    wrong={
        "as-it-stands": ["(4, q.rules * (q.rules - 1) / 2 * q.growth * q.check / (q.experts * q.hours))"],
        "all-pairs": [f"(4, {_AFTER} * ({_AFTER} - 1) / 2 * q.check / (q.experts * q.hours))"],
        "among-the-new": [
            "(4, q.rules * q.growth * (q.rules * q.growth - 1) / 2 * q.check / (q.experts * q.hours))"
        ],
        "line:after": [f"(5, {_WEEKS})", f"(6, {_WEEKS})", f"(8, {_WEEKS})"],
        "line:before": [f"(1, {_WEEKS})"],
        "line:aside": [f"(7, {_WEEKS})", f"(3, {_WEEKS})"],
        "other-line": [f"(4, {_PAIRS} * q.check)"],
        "unit:missing": ["(4, 4.112)"],
    },
)
