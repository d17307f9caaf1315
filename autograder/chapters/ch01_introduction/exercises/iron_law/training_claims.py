"""I6.19: which claims about GPT-3's training the numbers support."""

from autograder.chapters.ch01_introduction.exercises.iron_law._shared import days_on_one_gpu
from mlsys_course import constants
from mlsys_course.exercise import exercise
from mlsys_course.kinds import Claims


def _book_days(efficiency: float) -> float:
    """Return the days of the chapter's run at an efficiency."""
    return days_on_one_gpu() / (1024 * efficiency)


@exercise(
    "training_claims",
    bank="I6.19",
    points=3,
    objective=4,
    bloom="Evaluate",
    anchors=("sec-introduction-iron-law-ml-systems-c32a", "gpt3-training"),
    title="What the chapter says of GPT-3's training",
    spec=Claims(
        claims={
            "days_25": "at an efficiency of 0.45 the run takes 25 days",
            "saves_less_than_6": "at 0.60 it saves nearly, that is less than, 6 days",
            "quarter_saved": "that is a quarter of the time",
            "thousands_of_mwh": (
                "the GPUs, at their power limit all the time, take thousands of megawatt hours"
            ),
        },
        rtol=0.015,
        units={
            "days_25": "day",
            "saves_less_than_6": "day",
            "quarter_saved": "percent",
            "thousands_of_mwh": "megawatt_hour",
        },
        reconsider=(
            "Work it out from the run's operations, its GPUs and their figures, and round only at the end."
        ),
        partial=True,
    ),
)
def training_claims():
    """Recompute what the chapter says of the run: time, saving, share and energy."""
    slow, fast = _book_days(0.45), _book_days(0.6)
    power = constants.A100_TDP.quantity.to("megawatt").magnitude
    return {
        "days_25": (True, slow),
        "saves_less_than_6": (False, slow - fast),
        "quarter_saved": (True, 100 * (slow - fast) / slow),
        "thousands_of_mwh": (False, 1024 * power * slow * 24),
    }


training_claims.misconception(
    "rounded-first",
    "You round both times to whole days before you subtract them: the claim looks right only then.",
    lambda: {"saves_less_than_6": (True, 6)},
)

training_claims.misconception(
    "new-as-base",
    "You compare the saving with the new time: compare it with the old one.",
    lambda: {"quarter_saved": (True, 100 / 3)},
)

training_claims.misconception(
    "difference-of-efficiencies",
    "You give the difference of the efficiencies: compare the two times.",
    lambda: {"quarter_saved": (True, 15)},
)

training_claims.misconception(
    "energy-not-computed",
    "You believe the text's amount of energy: multiply it out.",
    lambda: {"thousands_of_mwh": (True, None)},
)

training_claims.misconception(
    "days-not-hours",
    "You multiply megawatts by days: use hours for megawatt hours.",
    lambda: {"thousands_of_mwh": (False, 1024 * 400e-6 * _book_days(0.45))},
)

training_claims.misconception(
    "one-gpu",
    "That is the energy of one GPU: multiply by the number of GPUs.",
    lambda: {"thousands_of_mwh": (False, 400e-6 * _book_days(0.45) * 24)},
)

_TRAINING = {
    "days_25": (True, 25.28),
    "saves_less_than_6": (False, 6.32),
    "quarter_saved": (True, 25),
    "thousands_of_mwh": (False, 248.5),
}


def _training(**changed) -> str:
    return repr({**{claim: verdict for claim, (verdict, _) in _TRAINING.items()}, **changed})


training_claims.answers(
    right=[
        repr(_TRAINING),
        f"{{**{_TRAINING!r}, 'days_25': (True, Q_(606.7, 'hour')), 'thousands_of_mwh': (False, Q_(0.2485, 'GWh'))}}",
        repr({claim: list(pair) for claim, pair in _TRAINING.items()}),
        repr({claim: pair[::-1] for claim, pair in _TRAINING.items()}),
        f"pd.DataFrame({_TRAINING!r}, index=['supported', 'value']).T",
    ],
    wrong={
        "value:missing": [
            _training(),
            "['days_25', 'quarter_saved']",
            repr({**_TRAINING, "quarter_saved": True}),
        ],
        "verdict-against-value": [repr({**_TRAINING, "saves_less_than_6": (True, 6.32)})],
        "rounded-first": [
            _training(saves_less_than_6=True),
            repr({**_TRAINING, "saves_less_than_6": (True, 6)}),
        ],
        "energy-not-computed": [_training(thousands_of_mwh=True)],
        "trusts-the-text": [repr(dict.fromkeys(_TRAINING, True))],
        "trusts-nothing": [repr(dict.fromkeys(_TRAINING, False))],
        "difference-of-efficiencies": [repr({**_TRAINING, "quarter_saved": (True, 15)})],
        "new-as-base": [repr({**_TRAINING, "quarter_saved": (True, 33.33)})],
        "one-gpu": [repr({**_TRAINING, "thousands_of_mwh": (False, 0.2427)})],
        "days-not-hours": [repr({**_TRAINING, "thousands_of_mwh": (False, 10.354)})],
        "claim:missing": ["{'days_25': True}"],
    },
)
