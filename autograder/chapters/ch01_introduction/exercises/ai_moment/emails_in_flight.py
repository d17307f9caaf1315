"""I1.11: how many emails are in the filter at once."""

from mlsys_course.exercise import exercise


@exercise(
    "emails_in_flight",
    bank="I1.11",
    unit="email",
    rtol=0.01,
    points=2,
    scenario="mail_filter",
    objective=(4, 6),
    bloom="Analyze",
    anchors="sec-introduction-defining-ml-systems-d4af",
    title="Emails in the filter at once",
    neighbours=("misclassified_emails",),
)
def emails_in_flight(volume, latency):
    """Return the rate of arrival times the time in the filter."""
    return volume * latency


emails_in_flight.misconception(
    "mistakes-only",
    "These are the emails in the filter that it decides wrongly; all others are in it, too.",
    lambda volume, latency, accuracy: volume * latency * (1 - accuracy),
)

emails_in_flight.answers(
    right=[
        "q.volume * q.latency",
        "(q.volume * q.latency).to('email')",
        "Q_(70023, 'email')",
        "Q_(70000, 'email')",
        "Q_(70.0, 'kiloemail')",
    ],
    wrong={
        "mistakes-only": ["q.volume * q.latency * (1 - q.accuracy)"],
        "scale:1000": ["Q_(7.0023e7, 'email')"],
        "inverted:latency": ["Q_(2.8009e7, 'email')"],
        "dropped:latency": ["Q_(1400463, 'email')"],
        "unit:missing": ["70023"],
        "unit:sample/time^2": ["q.volume / q.latency"],
    },
)
