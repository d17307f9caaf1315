"""I5.15: the wrong line in a calculation of what a stale fraud detector lets through."""

from mlsys_course import Q_
from mlsys_course.exercise import exercise
from mlsys_course.kinds import Debugging


@exercise(
    "bug_fraud",
    bank="I5.15",
    unit="USD",
    points=2,
    scenario="fraud_detector",
    objective=7,
    bloom="Evaluate",
    anchors=("sec-introduction-fallacies-pitfalls-230d", "eq-degradation"),
    title="Find the wrong line: a fraud detector that nobody retrains",
    spec=Debugging(
        lines=(
            "quarters = fraud.age / fraud.quarter",
            "found_now = fraud.found * (1 - fraud.loss * quarters)",
            "frauds = fraud.payments * fraud.share",
            "missed_before = frauds * (1 - fraud.found)",
            "missed_now = frauds * (1 - found_now)",
            "missed_more = missed_now - missed_before",
            "damage = missed_more * fraud.amount",
            "damage_of_a_quarter = damage * fraud.quarter",
        ),
        wrong=2,
        mended="found_now = fraud.found * (1 - fraud.loss) ** quarters",
        scenario="fraud",
        because="it takes the same number of points in every quarter, not a share of what is left.",
        innocent={
            6: (
                "Line 6 is right: some frauds were missed from the start. One of the two numbers it uses "
                "is already wrong."
            ),
        },
    ),
)
def bug_fraud(found, loss, age, quarter, payments, share, amount):
    """Lose a share of what is left in each quarter, and pay for the frauds that only now get through."""
    return payments * share * (found - found * (1 - loss) ** (age / quarter)) * amount * quarter


bug_fraud.accept(
    "convention:month",
    "You take a quarter as 90 days. Here it is a quarter of a year, 91.3 days.",
    lambda found, loss, age, quarter, payments, share, amount: (
        payments
        * share
        * (found - found * (1 - loss) ** (age / quarter))
        * amount
        * quarter
        * Q_(30, "day")
        / Q_(1, "month")
    ),
)

bug_fraud.misconception(
    "all-misses",
    "That is the damage of all frauds missed now. Subtract those that were missed from the start.",
    lambda found, loss, age, quarter, payments, share, amount: (
        payments * share * (1 - found * (1 - loss) ** (age / quarter)) * amount * quarter
    ),
)

_NOW = "q.found * (1 - q.loss) ** (q.age / q.quarter)"
_DAMAGE = f"q.payments * q.share * (q.found - {_NOW}) * q.amount * q.quarter"

bug_fraud.answers(
    right=[
        f"(2, {_DAMAGE})",
        f"[2, ({_DAMAGE}).to('kUSD')]",
        f"(2.0, q.payments * q.share * ((1 - {_NOW}) - (1 - q.found)) * q.amount * q.quarter)",
        "(2, Q_(1.346e6, 'USD'))",
        f"(2, {_DAMAGE} * 30 / 30.4375)",
        "{'line': 2, 'value': Q_(1.346, 'MUSD')}",
    ],
    wrong={
        "as-it-stands": [
            "(2, q.payments * q.share * q.found * q.loss * q.age / q.quarter * q.amount * q.quarter)",
        ],
        "all-misses": [f"(2, q.payments * q.share * (1 - {_NOW}) * q.amount * q.quarter)"],
        "line:after": [f"(5, {_DAMAGE})", f"(6, {_DAMAGE})", f"(8, {_DAMAGE})"],
        "line:before": [f"(1, {_DAMAGE})"],
        "line:aside": [f"(3, {_DAMAGE})", f"(4, {_DAMAGE})"],
        "unit:currency/time": [f"(2, q.payments * q.share * (q.found - {_NOW}) * q.amount)"],
        "unit:missing": ["(2, 1.346e6)"],
    },
)
