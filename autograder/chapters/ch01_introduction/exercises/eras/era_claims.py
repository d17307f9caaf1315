"""I2.19: which claims about the eras the data support."""

from autograder.chapters.ch01_introduction.exercises.eras._shared import mention_shares
from mlsys_course.exercise import exercise
from mlsys_course.kinds import Claims


@exercise(
    "era_claims",
    bank="I2.19",
    points=3,
    objective=2,
    bloom="Evaluate",
    anchors=("fig-ai-timeline", "fig-alexnet", "tbl-ai-evolution-performance"),
    title="Do the numbers bear it out?",
    spec=Claims(
        claims={
            "first_winter": (
                "mentions of AI fell over the first winter, 1974 to 1980 (value: change in percent of 1974)"
            ),
            "second_winter": (
                "mentions of AI fell over the second winter, 1987 to 1993 (value: change in percent of 1987)"
            ),
            "highest_today": (
                "interest is at its highest in the last year of the series (value: last share over "
                "highest share)"
            ),
            "alexnet_accuracy": (
                "with a top-5 error of 15.3 percent, AlexNet's top-5 accuracy is 84.6 percent (value: "
                "accuracy in percent)"
            ),
            "hand_made_features": (
                "with hand-made features, statistical learning reached at most 60 percent top-5 accuracy "
                "on ImageNet; the runner-up of 2012 had 26.2 percent error (value: its accuracy in "
                "percent)"
            ),
            "sixty_million": (
                "AlexNet as drawn has more than 60 million parameters (value: parameters in millions)"
            ),
            "first_map": (
                "a kernel of 11 pixels, moved in steps of 4 over 224 pixels without padding, stands at 55 "
                "places (value: (pixels - kernel) / step + 1, not rounded)"
            ),
        },
        rtol=0.0011,
        exact=("alexnet_accuracy",),
        units={
            "first_winter": "percent",
            "second_winter": "percent",
            "alexnet_accuracy": "percent",
            "hand_made_features": "percent",
        },
        reconsider="Compute it once more, from the data and not from the text.",
        partial=True,
    ),
)
def era_claims():
    """Recompute each claim."""
    from mlsys_course import constants
    from mlsys_course.chapters.ch01_introduction.eras import alexnet

    years, shares = mention_shares()
    share = dict(zip(years, shares, strict=True))
    error = constants.get("ALEXNET_TOP5_ERROR").quantity.to("percent").magnitude
    runner_up = constants.get("ILSVRC2012_RUNNER_UP_TOP5_ERROR").quantity.to("percent").magnitude
    return {
        "first_winter": (False, 100 * (share[1980] / share[1974] - 1)),
        "second_winter": (True, 100 * (share[1993] / share[1987] - 1)),
        "highest_today": (False, shares[-1] / max(shares)),
        "alexnet_accuracy": (False, 100 - float(error)),
        "hand_made_features": (False, 100 - float(runner_up)),
        "sixty_million": (True, alexnet.parameters() / 1e6),
        "first_map": (False, float(alexnet.map_size(224, 11, 4))),
    }


era_claims.misconception(
    "shading-believed",
    "You believe the shading of a figure: compare the shares of the first and the last year of each winter.",
    lambda: {"first_winter": (True, -84.58)},
)

era_claims.misconception(
    "caption-of-today",
    "The last years rise steeply, but they are not the highest: look for the largest share of all.",
    lambda: {"highest_today": (True, 1.0)},
)

era_claims.misconception(
    "table-believed",
    "You believe a number of the table: error and accuracy add up to all images.",
    lambda: {"alexnet_accuracy": (True, 84.6)},
)

era_claims.misconception(
    "range-believed",
    "You believe the range in the table: the runner-up's features were made by hand, and its error is known.",
    lambda: {"hand_made_features": (True, 60.0)},
)

era_claims.misconception(
    "rounded-map",
    "You believe the number of places: do the division without rounding.",
    lambda: {"first_map": (True, 55.0)},
)

era_claims.misconception(
    "one-tower-counted",
    "You do not count the parameters as drawn: in a split layer each stream sees only its own half of the"
    " maps.",
    lambda: {"sixty_million": (False, 62.378)},
)

era_claims.misconception(
    "forgot-plus-one",
    "You miss the first place: a kernel that cannot move at all still has one.",
    lambda: {"first_map": (False, 53.25)},
)

era_claims.misconception(
    "ratio-for-change",
    "You give a ratio, not a change: subtract 1.",
    lambda: {"first_winter": (False, 184.58), "second_winter": (True, 59.84)},
)


def _of_the_last_year(first: int, last: int) -> float:
    years, shares = mention_shares()
    share = dict(zip(years, shares, strict=True))
    return 100 * (share[last] / share[first] - 1) * share[first] / share[last]


era_claims.misconception(
    "last-year-as-base",
    "You give the change as a share of the last year: divide by the first year.",
    lambda: {
        "first_winter": (False, _of_the_last_year(1974, 1980)),
        "second_winter": (True, _of_the_last_year(1987, 1993)),
    },
)

era_claims.misconception(
    "error-for-accuracy",
    "You give the error: the question asks for the accuracy.",
    lambda: {"alexnet_accuracy": (False, 15.3), "hand_made_features": (False, 26.2)},
)

era_claims.misconception(
    "highest-inverted",
    "Your ratio is upside down: divide the last share by the highest one.",
    lambda: {"highest_today": (False, 1.1265)},
)

_CLAIMS: dict[str, tuple[bool, float | None]] = {
    "first_winter": (False, 84.6),
    "second_winter": (True, -40.2),
    "highest_today": (False, 0.888),
    "alexnet_accuracy": (False, 84.7),
    "hand_made_features": (False, 73.8),
    "sixty_million": (True, 60.965),
    "first_map": (False, 54.25),
}


def _verdicts(**changes: tuple[bool, float | None]) -> str:
    return repr({**_CLAIMS, **changes})


era_claims.answers(
    right=[
        repr(_CLAIMS),
        (
            "from mlsys_course import data\n"
            "frame = data.ai_timeline().set_index('year')\n"
            "share = frame.mention_share\n"
            "from mlsys_course.eras import alexnet\n"
            "era_claims = {\n"
            "    'first_winter': (share[1980] > share[1974] and False, Q_(share[1980] / share[1974] - 1, '')),\n"
            "    'second_winter': (bool(share[1993] < share[1987]), 100 * (share[1993] / share[1987] - 1)),\n"
            "    'highest_today': (False, share.iloc[-1] / share.max()),\n"
            "    'alexnet_accuracy': (False, 100 - 15.3),\n"
            "    'hand_made_features': (False, Q_(73.8, 'percent')),\n"
            "    'sixty_million': (True, alexnet.parameters() / 1e6),\n"
            "    'first_map': (False, (224 - 11) / 4 + 1),\n"
            "}"
        ),
        _verdicts(first_winter=(False, 0.84583), second_winter=(True, -0.40159)),
        repr({claim: list(pair) for claim, pair in _CLAIMS.items()}),
        _verdicts(sixty_million=(True, 61.0), first_map=(False, 54.3)),
    ],
    wrong={
        "last-year-as-base": [_verdicts(first_winter=(False, 45.82), second_winter=(True, -67.2))],
        "shading-believed": [_verdicts(first_winter=(True, -84.58))],
        "verdict-against-value": [_verdicts(first_winter=(True, 84.6))],
        "caption-of-today": [_verdicts(highest_today=(True, 1.0))],
        "table-believed": [_verdicts(alexnet_accuracy=(True, 84.6))],
        "range-believed": [_verdicts(hand_made_features=(True, 60.0))],
        "rounded-map": [_verdicts(first_map=(True, 55.0))],
        "one-tower-counted": [_verdicts(sixty_million=(True, 62.378))],
        "forgot-plus-one": [_verdicts(first_map=(False, 53.25))],
        "ratio-for-change": [_verdicts(first_winter=(False, 184.58)), _verdicts(second_winter=(True, 59.84))],
        "error-for-accuracy": [
            _verdicts(alexnet_accuracy=(False, 15.3)),
            _verdicts(hand_made_features=(False, 26.2)),
        ],
        "highest-inverted|value:highest_today:inverted": [_verdicts(highest_today=(False, 1.1265))],
        "value:sixty_million:scale": [_verdicts(sixty_million=(True, 60965224.0))],
        "value:second_winter": [_verdicts(second_winter=(True, -38.0))],
        "trusts-the-text": [repr({claim: (True, value) for claim, (_, value) in _CLAIMS.items()})],
        "trusts-nothing": [repr({claim: (False, value) for claim, (_, value) in _CLAIMS.items()})],
        "none": ["None"],
        "not-attempted": ["..."],
    },
)
