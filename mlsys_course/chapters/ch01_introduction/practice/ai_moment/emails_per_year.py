"""I1.9: from emails per second to emails in a year."""

from mlsys_course.exercise import exercise


@exercise(
    "emails_per_year",
    bank="I1.9",
    unit="email/year",
    rtol=0.01,
    scenario="mail_volume",
    objective=3,
    bloom="Apply",
    anchors="sec-introduction-defining-ml-systems-d4af",
    title="Emails in a year",
    prompt="How many emails is that per year, spam and all?",
)
def emails_per_year(volume):
    """Return the rate; the unit does the rest."""
    return volume * 1


emails_per_year.misconception(
    "spam-only",
    "This counts only the spam. The question asks for all emails.",
    lambda volume, spam: volume * spam,
)

emails_per_year.misconception(
    "without-spam",
    "You leave out the spam. The question asks for all emails.",
    lambda volume, spam: volume * (1 - spam),
)

emails_per_year.answers(
    right=["q.volume", "q.volume.to('email/year')", "Q_(4.42e13, 'email/year')", "Q_(1.21e11, 'email/day')"],
    wrong={
        "spam-only": ["q.volume * q.spam"],
        "without-spam": ["(q.volume * (1 - q.spam)).to('email/year')"],
        "scale:30.4375": ["Q_(1.452e12, 'email/year')"],
        "scale:365.25|scale:unconverted": ["Q_(1.21e11, 'email/year')"],
        "scale:1000": ["Q_(4.4165e16, 'email/year')"],
        "unit:missing": ["4.42e13"],
        "unit:sample": ["Q_(4.42e13, 'email')"],
    },
)
