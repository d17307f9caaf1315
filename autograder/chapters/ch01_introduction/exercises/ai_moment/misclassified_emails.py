"""I1.10: how many emails a good filter still gets wrong in a day."""

from mlsys_course.exercise import exercise


@exercise(
    "misclassified_emails",
    bank="I1.10",
    unit="email/day",
    rtol=0.01,
    points=2,
    scenario="mail_filter",
    objective=3,
    bloom="Apply",
    anchors="sec-introduction-defining-ml-systems-d4af",
    title="Mistakes of a good filter",
    neighbours=("emails_in_flight",),
)
def misclassified_emails(volume, accuracy):
    """Return the emails per day times the share that is decided wrongly."""
    return volume * (1 - accuracy)


misclassified_emails.misconception(
    "divided-by-accuracy",
    "The emails are divided by the accuracy. Those decided wrongly are a share of all: what the accuracy "
    "leaves.",
    lambda volume, accuracy: volume / accuracy,
)

misclassified_emails.misconception(
    "correct-ones",
    "These are the emails that are decided rightly.",
    lambda volume, accuracy: volume * accuracy,
)

misclassified_emails.answers(
    right=[
        "q.volume * (1 - q.accuracy)",
        "(q.volume * (1 - q.accuracy)).to('email/second')",
        "Q_(1.21e8, 'email/day')",
        "Q_(1400.5, 'email/second')",
        "q.volume - q.volume * q.accuracy",
    ],
    wrong={
        "divided-by-accuracy": ["q.volume / q.accuracy"],
        "correct-ones": ["q.volume * q.accuracy", "Q_(1.2088e11, 'email/day')"],
        "scale:10": ["Q_(1.21e9, 'email/day')"],
        "scale:100": ["Q_(1.21e10, 'email/day')"],
        "dropped:accuracy|scale:1000": ["q.volume"],
        "unit:missing": ["1.21e8"],
    },
)
