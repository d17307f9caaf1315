"""I8.16: which claims about efficiency the figures bear out."""

import math

from autograder.chapters.ch01_introduction.exercises.efficiency._shared import efficiency_frame
from mlsys_course.exercise import exercise
from mlsys_course.kinds import Claims


def _fit(*eras: str):
    """Return the exponential growth of training compute, fitted to the runs of these eras."""
    from mlsys_course import data, figures

    runs = data.training_compute()
    runs = runs[runs["era"].isin(eras)]
    return figures.fit_growth(runs["year"], runs["training_flop"])


def _orders_over_alexnet(model: str) -> float:
    from mlsys_course import data

    flop = data.training_compute().set_index("model")["training_flop"]
    return float(math.log10(flop[model] / flop["AlexNet"]))


def _gain_and_years() -> tuple[float, float]:
    """Return what the figure's networks gained from the first to the last, and in how many years."""
    table = efficiency_frame()
    factor, year = table["Efficiency_Factor"], table["Year"]
    return float(factor.iloc[-1] / factor.iloc[0]), float(year.iloc[-1] - year.iloc[0])


_DOUBLING = 2  # years, Moore's law as the chapter has it


@exercise(
    "efficiency_claims",
    bank="I8.16",
    points=3,
    objective=(5, 2),
    bloom="Evaluate",
    anchors=(
        "fig-algo-efficiency",
        "fig-ai-training-compute-growth",
        "sec-introduction-efficiency-framework-8dd4",
    ),
    title="Do the figures bear out the text?",
    spec=Claims(
        claims={
            "every_network": (
                "every later network of the figure needs less training compute than AlexNet; the value: "
                "the largest need of one of them, as a multiple of AlexNet's"
            ),
            "eight_years": (
                "from the first network to the last, the gain took eight years; the value: how many years"
            ),
            "outpaced_chips": (
                "over the same time the algorithms gained more than chips, which double every 24 months; "
                "the value: the one gain over the other"
            ),
            "gpt3_orders": (
                "GPT-3 took orders of magnitude, at least two, more training compute than AlexNet; the "
                "value: how many"
            ),
            "nine_orders": (
                "the largest run of the figure took nine orders of magnitude more than AlexNet; the "
                "value: how many"
            ),
            "accelerated": (
                "training compute doubled faster in the Large Scale era than in the Deep Learning era; "
                "the value: the doubling time in the Large Scale era, from a fit, in months"
            ),
        },
        rtol=0.015,
        units={"eight_years": "year", "accelerated": "month"},
        reconsider="Compute it once more from the points of the figure, not from its caption.",
        partial=True,
    ),
)
def efficiency_claims():
    """Recompute each claim from the points of the two figures."""
    gain, years = _gain_and_years()
    return {
        "every_network": (False, float(efficiency_frame()["Compute_Needed"].max())),
        "eight_years": (False, years),
        "outpaced_chips": (True, gain / 2 ** (years / _DOUBLING)),
        "gpt3_orders": (True, _orders_over_alexnet("GPT-3")),
        "nine_orders": (False, _orders_over_alexnet("Gemini-Ultra")),
        "accelerated": (False, _fit("Large Scale").doubling_months),
    }


efficiency_claims.misconception(
    "trend-for-all",
    "You take the trend for every network: look for the smallest factor in the table.",
    lambda: {"every_network": (True, None)},
)

efficiency_claims.misconception(
    "trend-for-all",
    "That is what the last network needs, which follows the trend: look for the smallest factor in the "
    "table.",
    lambda: {"every_network": (True, 1 / float(efficiency_frame()["Efficiency_Factor"].max()))},
)

efficiency_claims.misconception(
    "factor-not-compute",
    "That is an efficiency factor: take its reciprocal to get the compute needed.",
    lambda: {"every_network": (False, float(efficiency_frame()["Efficiency_Factor"].min()))},
)

efficiency_claims.misconception(
    "axis-for-data",
    "You read the end of the axis, not of the data: subtract the first network's year from the last one's.",
    lambda: {"eight_years": (True, 8)},
)

efficiency_claims.misconception(
    "algorithms-alone",
    "That is the gain of the algorithms alone: divide it by the gain of chips in the same time.",
    lambda: {"outpaced_chips": (True, _gain_and_years()[0])},
)

efficiency_claims.misconception(
    "chips-alone",
    "That is the gain of the chips alone: divide the gain of the algorithms by it.",
    lambda: {"outpaced_chips": (True, 2 ** (_gain_and_years()[1] / _DOUBLING))},
)

efficiency_claims.misconception(
    "text-years",
    "You give chips the text's eight years and the algorithms the time that really passed: use one time "
    "for both.",
    lambda: {"outpaced_chips": (True, _gain_and_years()[0] / 2 ** (8 / _DOUBLING))},
)

efficiency_claims.misconception(
    "doubling-times-compared",
    "You compare the doubling times: compare the gains.",
    lambda: {"outpaced_chips": (True, math.log2(_gain_and_years()[0]) * _DOUBLING / _gain_and_years()[1])},
)

efficiency_claims.misconception(
    "yearly-doubling",
    "You let chips double every year: the claim says 24 months.",
    lambda: {"outpaced_chips": (False, _gain_and_years()[0] / 2 ** _gain_and_years()[1])},
)

efficiency_claims.misconception(
    "factor-not-orders",
    "That is the factor: take log10 of it to count orders of magnitude.",
    lambda: {
        "gpt3_orders": (True, 10 ** _orders_over_alexnet("GPT-3")),
        "nine_orders": (False, 10 ** _orders_over_alexnet("Gemini-Ultra")),
    },
)

efficiency_claims.misconception(
    "natural-orders",
    "You take the natural logarithm: an order of magnitude is a factor of ten, so take log10.",
    lambda: {
        "gpt3_orders": (True, _orders_over_alexnet("GPT-3") * math.log(10)),
        "nine_orders": (False, _orders_over_alexnet("Gemini-Ultra") * math.log(10)),
    },
)

efficiency_claims.misconception(
    "exponents-only",
    "You subtract only the exponents: the digits in front of them count, too.",
    lambda: {"gpt3_orders": (True, 5), "nine_orders": (False, 7)},
)

efficiency_claims.misconception(
    "not-the-largest",
    "That is the growth up to GPT-4: look for the largest training compute in the table.",
    lambda: {"nine_orders": (False, _orders_over_alexnet("GPT-4"))},
)

efficiency_claims.misconception(
    "text-believed",
    "You repeat a number of the text: divide the compute of the two points.",
    lambda: {"nine_orders": (True, 9)},
)

efficiency_claims.misconception(
    "caption-believed",
    "You believe the caption: fit each era separately and compare the two doubling times.",
    lambda: {"accelerated": (True, None)},
)

efficiency_claims.misconception(
    "other-era",
    "That is the doubling time of the Deep Learning era: fit the Large Scale era.",
    lambda: {"accelerated": (False, _fit("Deep Learning").doubling_months)},
)

efficiency_claims.misconception(
    "all-points",
    "That is a fit to both eras together: fit the Large Scale era alone.",
    lambda: {"accelerated": (False, _fit("Deep Learning", "Large Scale").doubling_months)},
)

efficiency_claims.misconception(
    "months-per-order",
    "That is the time for a factor of ten: a doubling is a factor of two.",
    lambda: {"accelerated": (False, _fit("Large Scale").doubling_months * math.log2(10))},
)

efficiency_claims.misconception(
    "ln-not-log2",
    "That is the time for a factor of e: take the logarithm to base two for a doubling.",
    lambda: {"accelerated": (False, _fit("Large Scale").doubling_months / math.log(2))},
)

efficiency_claims.misconception(
    "in-years",
    "That is the doubling time in years: give it in months.",
    lambda: {"accelerated": (False, _fit("Large Scale").doubling_months / 12)},
)

_CLAIMS = {
    "every_network": (False, 1.25),
    "eight_years": (False, 6.9),
    "outpaced_chips": (True, 4.072),
    "gpt3_orders": (True, 5.412),
    "nine_orders": (False, 7.62),
    "accelerated": (False, 5.55),
}


def _judged(**changed: object) -> str:
    """Write the verdicts alone, some of them changed."""
    return repr({**{claim: verdict for claim, (verdict, _) in _CLAIMS.items()}, **changed})


def _valued(**changed: object) -> str:
    """Write verdicts and values, some of them changed."""
    return repr({**_CLAIMS, **changed})


efficiency_claims.answers(
    right=[
        _valued(),
        repr({claim: list(pair) for claim, pair in _CLAIMS.items()}),
        f"pd.DataFrame({_CLAIMS!r}, index=['supported', 'value']).T",
        f"{{**{_CLAIMS!r}, 'eight_years': (False, Q_(82.8, 'month')), 'accelerated': (False, Q_(0.4625, 'year'))}}",
        "efficiency_claims = {**"
        f"{_CLAIMS!r}, 'eight_years': (6.9 > 8, np.float64(6.9)), 'gpt3_orders': (np.float64(5.41) > 2, 5.41)}}",
        """
networks = data.algorithmic_efficiency()
runs = data.training_compute().set_index("model")
factor, year = networks["efficiency_factor"], networks["year"]
flop = runs["training_flop"]
late = runs[runs["era"] == "Large Scale"]
slope, _ = np.polyfit(late["year"], np.log2(late["training_flop"]), 1)
efficiency_claims = {
    "every_network": (False, 1 / factor.min()),
    "eight_years": (False, Q_(year.max() - year.min(), "year")),
    "outpaced_chips": (True, factor.max() / 2 ** ((year.max() - year.min()) / 2)),
    "gpt3_orders": (True, np.log10(flop["GPT-3"] / flop["AlexNet"])),
    "nine_orders": (False, np.log10(flop.max() / flop["AlexNet"])),
    "accelerated": (False, Q_(12 / slope, "month")),
}
""".strip(),
    ],
    wrong={
        "trend-for-all": [_judged(every_network=True), _valued(every_network=(True, 0.0225))],
        "factor-not-compute": [_valued(every_network=(False, 0.8))],
        "axis-for-data": [_valued(eight_years=(True, 8))],
        "algorithms-alone": [_valued(outpaced_chips=(True, 44.5))],
        "chips-alone": [_valued(outpaced_chips=(True, 10.93))],
        "text-years": [_valued(outpaced_chips=(True, 2.78))],
        "doubling-times-compared": [_valued(outpaced_chips=(True, 1.587))],
        "yearly-doubling": [_valued(outpaced_chips=(False, 0.3725))],
        "factor-not-orders": [_valued(gpt3_orders=(True, 258333)), _valued(nine_orders=(False, 4.17e7))],
        "natural-orders": [_valued(gpt3_orders=(True, 12.46)), _valued(nine_orders=(False, 17.55))],
        "exponents-only": [_valued(gpt3_orders=(True, 5)), _valued(nine_orders=(False, 7))],
        "not-the-largest": [_valued(nine_orders=(False, 7.22))],
        "text-believed": [_valued(nine_orders=(True, 9))],
        "caption-believed": [_judged(accelerated=True)],
        "other-era": [_valued(accelerated=(False, 4.198))],
        "all-points": [_valued(accelerated=(False, 5.83))],
        "months-per-order": [_valued(accelerated=(False, 18.44))],
        "ln-not-log2": [_valued(accelerated=(False, 8.0075))],
        "in-years": [_valued(accelerated=(False, 0.4625))],
        "trusts-the-text": [repr(dict.fromkeys(_CLAIMS, True))],
        "trusts-nothing": [repr(dict.fromkeys(_CLAIMS, False))],
        "value:missing": [_judged(), "['outpaced_chips', 'gpt3_orders']", _valued(eight_years=False)],
        "claim:open": [f"{{**{_CLAIMS!r}, 'accelerated': (False, ...)}}"],
        "verdict-against-value": [_valued(eight_years=(True, 6.9)), _valued(outpaced_chips=(False, 4.07))],
        "factor-not-compute+exponents-only": [_valued(every_network=(False, 0.8), nine_orders=(False, 7))],
        "claim:missing": ["{'eight_years': False}"],
        "claim:verdict": [_valued(eight_years="perhaps")],
    },
)
