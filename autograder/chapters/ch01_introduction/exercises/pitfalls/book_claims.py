"""I9.17: which claims of the chapter its own data support."""

import math

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Claims


@exercise(
    "book_claims",
    bank="I9.17",
    points=4,
    objective=(4, 5, 7),
    bloom="Evaluate",
    anchors=("gpt3-training", "fig-ai-training-compute-growth", "fig-ai-timeline", "fig-algo-efficiency"),
    title="Do the chapter's own data support it?",
    spec=Claims(
        claims={
            "gpt3_25_days": "GPT-3 takes 25 days on 1,024 A100 at an efficiency of 0.45",
            "compute_1e8": "training compute grew by eight orders of magnitude from AlexNet to GPT-4",
            "nine_orders": "GPT-4 took nine orders of magnitude more device-days than AlexNet",
            "five_orders": "2012 to 2018 at a doubling time of 3.4 months makes five orders of magnitude",
            "first_winter_fell": "mentions of AI fell during the first winter, 1974 to 1980",
            "error_reduction_42": "AlexNet reduced the error by 42 percent of what it was",
            "efficiency_16_months": (
                "the compute a task requires halves every 16 months (44.5 times, 2012.5 to 2019.4)"
            ),
            "recommender_40": (
                "losing 0.8 points a month, a recommender falls from 85 below 40 percent in six months"
            ),
        },
        rtol=0.02,
        units={
            "gpt3_25_days": "day",
            "first_winter_fell": "percent",
            "error_reduction_42": "percent",
            "efficiency_16_months": "month",
            "recommender_40": "percent",
        },
        reconsider="Compute it once more from the chapter's figure or table, not from its text.",
        partial=True,
    ),
)
def book_claims():
    """Recompute each claim from the chapter's data: 10 percent off, or half an order, still supports it."""
    days = 3.14e23 / (1024 * 312e12 * 0.45) / 86400
    compute = math.log10(2.0e25 / 1.2e18)
    devices = math.log10(2.5e6 / 12)
    growth = 72 / 3.4 * math.log10(2)
    winter = 100 * (472_788 / 256_138 - 1)
    error = 100 * (26.2 - 15.3) / 26.2
    halving = 12 * (2019.4 - 2012.5) / math.log2(44.5)
    return {
        "gpt3_25_days": (True, days),
        "compute_1e8": (False, compute),
        "nine_orders": (False, devices),
        "five_orders": (False, growth),
        "first_winter_fell": (False, winter),
        "error_reduction_42": (True, error),
        "efficiency_16_months": (True, halving),
        "recommender_40": (False, 85 - 6 * 0.8),
    }


book_claims.misconception(
    "caption-believed",
    "You believe a caption although the figure has the numbers: compare its first and its last point.",
    lambda: {"compute_1e8": (True, 8)},
)

book_claims.misconception(
    "factor-not-orders",
    "That is the factor: take log10 of it to count orders of magnitude.",
    lambda: {"compute_1e8": (False, 2.0e25 / 1.2e18), "nine_orders": (False, 2.5e6 / 12)},
)

book_claims.misconception(
    "exponents-only",
    "You compare only the exponents: the digits in front of them count, too.",
    lambda: {"compute_1e8": (False, 7)},
)

book_claims.misconception(
    "device-days-not-compared",
    "You do not compare device-days: the table has them for both, so divide and take log10.",
    lambda: {"nine_orders": (True, 9)},
)

book_claims.misconception(
    "doublings-not-counted",
    "You do not turn the months into doublings: divide the span by the doubling time, then count factors "
    "of ten.",
    lambda: {"five_orders": (True, 5)},
)

book_claims.misconception(
    "doublings-as-orders",
    "That is the number of doublings: an order of magnitude is a factor of ten.",
    lambda: {"five_orders": (False, 72 / 3.4)},
)

book_claims.misconception(
    "shading-believed",
    "You believe the shading of a figure: compare the series at the start and the end of the span.",
    lambda: {"first_winter_fell": (True, -40)},
)

book_claims.misconception(
    "drop-not-computed",
    "You believe a number of the text: work it out from the rate of decay.",
    lambda: {"recommender_40": (True, 40)},
)

book_claims.misconception(
    "decay-not-subtracted",
    "That is what is lost: give what is left.",
    lambda: {"recommender_40": (False, 4.8)},
)

book_claims.misconception(
    "tolerance-ignored",
    "You refute a claim for its rounding: it counts as supported within 10 percent.",
    lambda: {
        "gpt3_25_days": (False, None),
        "error_reduction_42": (False, None),
        "efficiency_16_months": (False, None),
    },
)

book_claims.misconception(
    "points-not-percent",
    "That is the drop in percentage points: divide it by the error before.",
    lambda: {"error_reduction_42": (False, 10.9)},
)

book_claims.misconception(
    "doubling-in-years",
    "That is the doubling time in years: give it in months.",
    lambda: {"efficiency_16_months": (True, (2019.4 - 2012.5) / math.log2(44.5))},
)

_CLAIMS = {
    "gpt3_25_days": (True, 25.28),
    "compute_1e8": (False, 7.22),
    "nine_orders": (False, 5.32),
    "five_orders": (False, 6.37),
    "first_winter_fell": (False, 84.6),
    "error_reduction_42": (True, 41.6),
    "efficiency_16_months": (True, 15.1),
    "recommender_40": (False, 80.2),
}

_VERDICTS = {claim: verdict for claim, (verdict, _) in _CLAIMS.items()}


def _judged(**changes) -> str:
    return repr({**_VERDICTS, **changes})


def _valued(**changes) -> str:
    return repr({**_CLAIMS, **changes})


book_claims.answers(
    right=[
        repr(_CLAIMS),
        f"pd.DataFrame({_CLAIMS!r}, index=['supported', 'value']).T",
        repr(
            {claim: ("supported" if v else "not supported", value) for claim, (v, value) in _CLAIMS.items()}
        ),
        f"{{**{_CLAIMS!r}, 'gpt3_25_days': (True, Q_(606.7, 'hour')),"
        " 'error_reduction_42': (True, Q_(41.6, 'percent'))}",
        repr({claim: {"supported": verdict, "value": value} for claim, (verdict, value) in _CLAIMS.items()}),
        _valued(error_reduction_42=(True, 0.416)),
    ],
    wrong={
        "value:missing": [
            repr(_VERDICTS),
            repr([claim for claim, verdict in _VERDICTS.items() if verdict]),
            f"pd.Series({_VERDICTS!r})",
        ],
        "factor-not-orders": [_valued(compute_1e8=(False, 1.67e7)), _valued(nine_orders=(False, 208_333.0))],
        "verdict-against-value": [_valued(error_reduction_42=(False, 41.6))],
        "trusts-the-text": [_judged(**dict.fromkeys(_VERDICTS, True)), repr(list(_VERDICTS))],
        "trusts-nothing": [_judged(**dict.fromkeys(_VERDICTS, False))],
        "inverted": [repr({claim: not verdict for claim, verdict in _VERDICTS.items()})],
        "caption-believed": [_judged(compute_1e8=True)],
        "device-days-not-compared": [_judged(nine_orders=True)],
        "doublings-not-counted": [_judged(five_orders=True)],
        "shading-believed": [_judged(first_winter_fell=True)],
        "drop-not-computed": [_judged(recommender_40=True)],
        "tolerance-ignored": [
            _judged(gpt3_25_days=False, efficiency_16_months=False),
            _judged(efficiency_16_months=False),
        ],
        "caption-believed+shading-believed": [_judged(compute_1e8=True, first_winter_fell=True)],
        "exponents-only": [_valued(compute_1e8=(False, 7))],
        "doublings-as-orders": [_valued(five_orders=(False, 21.2))],
        "decay-not-subtracted": [_valued(recommender_40=(False, 4.8))],
        "points-not-percent": [_valued(error_reduction_42=(True, 10.9))],
        "doubling-in-years": [_valued(efficiency_16_months=(True, 1.26))],
        "value:gpt3_25_days:scale": [_valued(gpt3_25_days=(True, 2.184e6))],
        "claim:missing": [repr(dict(list(_VERDICTS.items())[:7]))],
        "claim:unknown": [repr({claim.replace("25", "26"): verdict for claim, verdict in _VERDICTS.items()})],
        "claim:unit": [f"{{**{_CLAIMS!r}, 'gpt3_25_days': (True, Q_(25.3, 'FLOP'))}}"],
        "claim:verdict": [_judged(gpt3_25_days="maybe")],
        "type:number": ["3"],
        "type:text": ["'all true'"],
    },
)
