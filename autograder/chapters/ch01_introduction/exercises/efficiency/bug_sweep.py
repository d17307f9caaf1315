"""I8.17: the wrong line in a calculation of what a series of runs costs some years later."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Debugging


@exercise(
    "bug_sweep",
    bank="I8.17",
    unit="USD",
    points=2,
    scenario="later_runs",
    objective=5,
    bloom="Evaluate",
    anchors=("fig-algo-efficiency", "sec-introduction-efficiency-framework-8dd4"),
    title="Find the wrong line: the same runs, years later",
    spec=Debugging(
        lines=(
            "chip_gain = 2 ** (plan.wait / plan.chip_doubling)",
            "rate_later = plan.rate * chip_gain",
            "method_gain = np.exp(plan.wait / plan.halving)",
            "work_later = plan.work / method_gain",
            "rate_of_all = plan.gpus * rate_later",
            "run_time = work_later / rate_of_all",
            "run_price = run_time * plan.gpus * plan.price",
            "sweep_price = plan.runs * run_price",
        ),
        wrong=3,
        mended="method_gain = 2 ** (plan.wait / plan.halving)",
        scenario="plan",
        because="it takes the time in which the work halves for the time in which it falls by a factor of e.",
        innocent={
            5: "Line 5 is right: all GPUs work at the same time.",
            7: (
                "Line 7 is right: more GPUs finish sooner, but you pay for more of them. The time it uses"
                " is already wrong."
            ),
            4: "Line 4 is right: better methods reduce the work. The gain it uses is already wrong.",
        },
    ),
)
def bug_sweep(wait, chip_doubling, halving, rate, work, price, runs):
    """Let both gains act on the price of one run, and pay for all runs."""
    chip_gain = 2 ** (wait / chip_doubling)
    method_gain = 2 ** (wait / halving)
    return runs * price * work / (rate * chip_gain * method_gain)


bug_sweep.misconception(
    "gains-added",
    "You add the two gains. Both speed up every run: multiply them.",
    lambda wait, chip_doubling, halving, rate, work, price, runs: (
        runs * price * work / (rate * (2 ** (wait / chip_doubling) + 2 ** (wait / halving)))
    ),
)

bug_sweep.misconception(
    "both-with-e",
    "You take both gains as powers of e. A doubling is a factor of two.",
    lambda wait, chip_doubling, halving, rate, work, price, runs: (
        runs * price * work / (rate * np.exp(wait / chip_doubling + wait / halving))
    ),
)

_CHIPS = "2 ** (q.wait / q.chip_doubling).to('').magnitude"
_METHODS = "2 ** (q.wait / q.halving).to('').magnitude"
_PRICE = "q.runs * q.price * q.work / q.rate"

bug_sweep.answers(
    right=[
        f"(3, {_PRICE} / ({_CHIPS}) / ({_METHODS}))",
        f"[3, ({_PRICE} / ({_CHIPS} * {_METHODS})).to('USD')]",
        f"(3, {_PRICE} * 2 ** -(q.wait / q.chip_doubling + q.wait / q.halving).to('').magnitude)",
        "(3, Q_(110_112, 'USD'))",
        "{'line': 3, 'value': Q_(110_112, 'USD')}",
    ],
    wrong={
        "as-it-stands": [f"(3, {_PRICE} / ({_CHIPS}) / np.exp((q.wait / q.halving).to('').magnitude))"],
        "gains-added": [f"(3, {_PRICE} / ({_CHIPS} + {_METHODS}))"],
        "both-with-e": [
            f"(3, {_PRICE} * np.exp(-(q.wait / q.chip_doubling + q.wait / q.halving).to('').magnitude))"
        ],
        "line:after": [f"(4, {_PRICE} / ({_CHIPS}) / ({_METHODS}))", "(8, Q_(110_112, 'USD'))"],
        "line:aside": ["(1, Q_(110_112, 'USD'))", "(2, Q_(110_112, 'USD'))", "(5, Q_(110_112, 'USD'))"],
        "other-line": [f"(3, {_PRICE} / q.runs / ({_CHIPS}) / ({_METHODS}))"],
        "unit:missing": ["(3, 110_112)"],
    },
)
