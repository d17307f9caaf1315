"""I6.20: the wrong line in a calculation of what tuning saves."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Debugging


@exercise(
    "bug_savings",
    bank="I6.20",
    unit="USD",
    points=2,
    scenario="iron_law",
    objective=4,
    bloom="Evaluate",
    anchors=("eq-intro-iron-law", "gpt3-training"),
    title="Find the wrong line: what tuning saves",
    spec=Debugging(
        lines=(
            "rate_of_one = q.peak * q.efficiency",
            "rate_of_all = q.gpus * rate_of_one",
            "time_before = q.training_ops / rate_of_all",
            "rate_tuned = rate_of_all * (1 + q.better_efficiency - q.efficiency)",
            "time_after = q.training_ops / rate_tuned",
            "time_saved = time_before - time_after",
            "price_of_all = q.gpus * q.price",
            "money_saved = price_of_all * time_saved",
        ),
        wrong=4,
        mended="rate_tuned = rate_of_all * (q.better_efficiency / q.efficiency)",
        scenario="q",
        because="it takes the gain in percentage points for a gain in percent of the old rate.",
        innocent={
            7: "Line 7 is right: you pay for all GPUs, all the time.",
            2: "Line 2 is right: the GPUs work side by side, so their rates add up.",
        },
    ),
)
def bug_savings(training_ops, gpus, peak, efficiency, better_efficiency, price):
    """Pay for the time that the run takes less at the better efficiency."""
    before = training_ops / (gpus * peak * efficiency)
    after = training_ops / (gpus * peak * better_efficiency)
    return gpus * price * (before - after)


bug_savings.misconception(
    "share-of-the-old-bill",
    "That is the old bill times the gain in points. The rate rises by a larger share than that.",
    lambda training_ops, peak, efficiency, better_efficiency, price: (
        price * training_ops / (peak * efficiency) * (better_efficiency - efficiency)
    ),
)

_BEFORE = "q.training_ops / (q.peak * q.efficiency)"
_AFTER = "q.training_ops / (q.peak * q.better_efficiency)"
_SAVED = f"q.price * ({_BEFORE} - {_AFTER})"

bug_savings.answers(
    right=[
        f"(4, {_SAVED})",
        f"[4, ({_SAVED}).to('USD')]",
        f"{{'line': 4, 'value': {_SAVED}}}",
        "('line 4', Q_(621_240, 'USD'))",
        "(np.int64(4), Q_(621, 'kUSD'))",
        f"({_SAVED}, 4)",
    ],
    wrong={
        "as-it-stands": [
            f"(4, q.price * ({_BEFORE} - {_BEFORE} / (1 + q.better_efficiency - q.efficiency)))",
        ],
        "other-line|unit:time": [f"(4, ({_BEFORE} - {_AFTER}) / q.gpus)"],
        "line:after": [f"(5, {_SAVED})", f"(8, {_SAVED})", "(6, Q_(1, 'USD'))"],
        "line:before": [f"(2, {_SAVED})", "(1, Q_(621_240, 'USD'))"],
        "line:aside": [f"(7, {_SAVED})"],
        "dropped:price|unit:time": [f"(4, q.gpus * ({_BEFORE} - {_AFTER}))"],
        "unit:missing": ["(4, 621_240)"],
        "debugging:open": ["(4, ...)", f"(..., {_SAVED})"],
        "debugging:shape": ["4", "(4, 1, 2)", "'line 4'"],
        "debugging:line": ["('the fourth', Q_(621_240, 'USD'))", "(4.5, Q_(621_240, 'USD'))"],
        "debugging:no-such-line": ["(9, Q_(621_240, 'USD'))", "(0, Q_(621_240, 'USD'))"],
        "not-attempted": ["(..., ...)"],
    },
)
