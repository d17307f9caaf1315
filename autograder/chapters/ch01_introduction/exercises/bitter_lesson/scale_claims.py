"""I3.13: which claims about scale the numbers support."""

from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Claims


def _orders(new: float, old: float) -> float:
    return float(np.log10(new / old))


@exercise(
    "scale_claims",
    bank="I3.13",
    points=3,
    objective=2,
    bloom="Evaluate",
    anchors=(
        "tbl-ai-evolution-performance",
        "fig-ai-training-compute-growth",
        "sec-introduction-deep-learning-era-infrastructure-bottleneck-2f02",
    ),
    title="Do the numbers support the story of scale?",
    spec=Claims(
        claims={
            "accuracy_and_error": "AlexNet's accuracy and error, 84.6 and 15.3 percent, add up to all images",
            "tokens_500e9": (
                "175 billion parameters, 500 billion tokens and six operations per parameter and token "
                "give 3.14e23"
            ),
            "tokens_300e9": (
                "175 billion parameters, 300 billion tokens and six operations per parameter and token "
                "give 3.14e23"
            ),
            "device_days_5": (
                "GPT-4's device-days are five orders of magnitude more than AlexNet's (2 GPUs, 6 days)"
            ),
            "figure_7": "the figure's points for AlexNet and GPT-4 lie seven orders of magnitude apart",
        },
        rtol=0.02,
        exact=("accuracy_and_error",),
        units={"accuracy_and_error": "percent", "tokens_500e9": "FLOP", "tokens_300e9": "FLOP"},
        reconsider=(
            "Compute it from the table's and the figure's own numbers, and compare with what the claim says."
        ),
        partial=True,
    ),
)
def scale_claims():
    """Recompute each claim; sums must be exact, products within 10 percent, orders within half an order."""
    return {
        "accuracy_and_error": (False, 84.6 + 15.3),
        "tokens_500e9": (False, 6 * 175e9 * 500e9),
        "tokens_300e9": (True, 6 * 175e9 * 300e9),
        "device_days_5": (True, _orders(2.5e6, 2 * 6)),
        "figure_7": (True, _orders(2.0e25, 1.2e18)),
    }


scale_claims.misconception(
    "corpus-for-tokens",
    "The two claims about tokens are the wrong way round: the corpus has more tokens than the model was "
    "trained on.",
    lambda: {"tokens_500e9": (True, None), "tokens_300e9": (False, None)},
)

scale_claims.misconception(
    "rounding-believed",
    "Add the two numbers as they are, without rounding: all images are exactly 100 percent.",
    lambda: {"accuracy_and_error": (True, 100.0)},
)

scale_claims.misconception(
    "tokens-not-computed",
    "You trust the text's number of tokens: multiply it out.",
    lambda: {"tokens_500e9": (True, None)},
)

scale_claims.misconception(
    "gpus-forgotten",
    "AlexNet's six days ran on two GPUs: count the days of both.",
    lambda: {"device_days_5": (True, _orders(2.5e6, 6))},
)

scale_claims.misconception(
    "ratio-not-orders",
    "That is the ratio itself: take log10 of it to count orders of magnitude.",
    lambda: {"figure_7": (True, 2.0e25 / 1.2e18)},
)

scale_claims.misconception(
    "exponents-only",
    "You compare only the exponents: the digits in front of them count, too.",
    lambda: {"figure_7": (True, 7)},
)

_CLAIMS: dict[str, Any] = {
    "accuracy_and_error": (False, 99.9),
    "tokens_500e9": (False, 5.25e23),
    "tokens_300e9": (True, 3.15e23),
    "device_days_5": (True, 5.32),
    "figure_7": (True, 7.22),
}


def _verdicts(**changed) -> str:
    return repr({**{claim: verdict for claim, (verdict, _) in _CLAIMS.items()}, **changed})


scale_claims.answers(
    right=[
        repr(_CLAIMS),
        repr({claim: list(pair) for claim, pair in _CLAIMS.items()}),
        repr({claim: pair[::-1] for claim, pair in _CLAIMS.items()}),
        f"pd.Series({_CLAIMS!r})",
        f"pd.DataFrame({_CLAIMS!r}, index=['supported', 'value']).T",
    ],
    wrong={
        "value:missing": [
            _verdicts(),
            "['tokens_300e9', 'device_days_5', 'figure_7']",
            f"pd.Series({ {claim: verdict for claim, (verdict, _) in _CLAIMS.items()}!r})",
            repr({**_CLAIMS, "figure_7": True}),
        ],
        "corpus-for-tokens": [_verdicts(tokens_500e9=True, tokens_300e9=False)],
        "rounding-believed": [
            _verdicts(accuracy_and_error=True),
            repr({**_CLAIMS, "accuracy_and_error": (True, 100)}),
            repr({**_CLAIMS, "accuracy_and_error": (False, 100)}),
        ],
        "value:accuracy_and_error": [
            repr({**_CLAIMS, "accuracy_and_error": (False, 99)}),
            repr({**_CLAIMS, "accuracy_and_error": (False, 101)}),
        ],
        "tokens-not-computed": [_verdicts(tokens_500e9=True)],
        "trusts-the-text": [repr(dict.fromkeys(_CLAIMS, True))],
        "trusts-nothing": [repr(dict.fromkeys(_CLAIMS, False))],
        "gpus-forgotten": [repr({**_CLAIMS, "device_days_5": (True, 5.62)})],
        "ratio-not-orders": [repr({**_CLAIMS, "figure_7": (True, 2.0e25 / 1.2e18)})],
        "exponents-only": [repr({**_CLAIMS, "figure_7": (True, 7)})],
        "claim:missing": ["{'figure_7': True}"],
    },
)
