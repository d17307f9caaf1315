"""I1.10: how many people it takes to look at what a very good filter held back wrongly."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "appeal_reviewers",
    bank="I1.10",
    kind="integer",
    points=2,
    scenario="mail_filter",
    objective=3,
    bloom="Apply",
    anchors="sec-introduction-defining-ml-systems-d4af",
    title="People behind a very good filter",
    neighbours=("filter_servers",),
)
def appeal_reviewers(volume, spam, false_positive, appeals, effort, shift):
    """Divide the work that the requests make in a day by what one person does in a day."""
    return np.ceil(volume * (1 - spam) * false_positive * appeals * effort / shift)


appeal_reviewers.misconception(
    "all-emails",
    "You take the share of all emails. The filter wrongly holds back good email only: leave the spam out "
    "first.",
    lambda volume, false_positive, appeals, effort, shift: np.ceil(
        volume * false_positive * appeals * effort / shift
    ),
)

appeal_reviewers.misconception(
    "spam-held-back",
    "You take the share of the spam. The false positives are good emails: use the share that is not spam.",
    lambda volume, spam, false_positive, appeals, effort, shift: np.ceil(
        volume * spam * false_positive * appeals * effort / shift
    ),
)

appeal_reviewers.misconception(
    "everybody-asks",
    "You let every recipient ask for a held-back email. Only the given share of them does.",
    lambda volume, spam, false_positive, effort, shift: np.ceil(
        volume * (1 - spam) * false_positive * effort / shift
    ),
)

appeal_reviewers.misconception(
    "round-the-clock",
    "You let each person work 24 hours a day. Divide by the length of a working day.",
    lambda volume, spam, false_positive, appeals, effort: np.ceil(
        volume * (1 - spam) * false_positive * appeals * effort
    ),
)

_GOOD = "q.volume * (1 - q.spam)"
_ASKED = f"{_GOOD} * q.false_positive * q.appeals"

appeal_reviewers.answers(
    right=[
        f"np.ceil(({_ASKED} * q.effort / q.shift).to('').magnitude)",
        f"math.ceil(({_ASKED} * q.effort / q.shift).to('').magnitude)",
        "good = q.volume - q.volume * q.spam\nrequests = good * q.false_positive * q.appeals\n"
        "each = q.shift / q.effort\nappeal_reviewers = np.ceil((requests / each).to(''))",
        "2377",
        "Q_(2377, '')",
    ],
    wrong={
        "all-emails": [
            "np.ceil((q.volume * q.false_positive * q.appeals * q.effort / q.shift).to('').magnitude)"
        ],
        "spam-held-back": [
            "np.ceil((q.volume * q.spam * q.false_positive * q.appeals * q.effort / q.shift).to('').magnitude)"
        ],
        "everybody-asks": [f"np.ceil(({_GOOD} * q.false_positive * q.effort / q.shift).to('').magnitude)"],
        "round-the-clock": [f"np.ceil(({_ASKED} * q.effort).to('').magnitude)", "694"],
        "rounding:down": [f"np.floor(({_ASKED} * q.effort / q.shift).to('').magnitude)", "2376"],
        "rounding:none": [f"({_ASKED} * q.effort / q.shift).to('').magnitude"],
        "unit:sample/time": [f"{_ASKED}"],
    },
)
