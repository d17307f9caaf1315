"""I9.20: how long a canary must run to show a regression."""

from mlsys_course.exercise import exercise


@exercise(
    "canary_time",
    bank="I9.20",
    unit="minute",
    rtol=0.005,
    scenario="canary",
    objective=(8, 6),
    bloom="Analyze",
    anchors=("fig-pillars", "sec-introduction-five-engineering-disciplines-fa08"),
    title="How long must a canary sing?",
    prompt=(
        "Deployment infrastructure: a small part of the requests goes to the new version, the canary. To "
        "tell the feared error rate p2 from the old one p1, it must have seen n = (z_alpha + z_beta)^2 "
        "(p1 (1 - p1) + p2 (1 - p2)) / (p2 - p1)^2 requests. How long does that take at its rate of "
        "requests?"
    ),
)
def canary_time(rate, old, feared, z_alpha, z_beta):
    """Return the requests needed over the rate at which they arrive."""
    return (z_alpha + z_beta) ** 2 * (old * (1 - old) + feared * (1 - feared)) / (feared - old) ** 2 / rate


canary_time.misconception(
    "dropped:power",
    "You leave out z_beta, the quantile of the power. Without it you miss a harmful version every other "
    "time.",
    lambda rate, old, feared, z_alpha: (
        z_alpha**2 * (old * (1 - old) + feared * (1 - feared)) / (feared - old) ** 2 / rate
    ),
)

canary_time.misconception(
    "one-variance",
    "You count only the old version's variance. Both rates are uncertain, so add both variances.",
    lambda rate, old, feared, z_alpha, z_beta: (
        (z_alpha + z_beta) ** 2 * old * (1 - old) / (feared - old) ** 2 / rate
    ),
)

canary_time.misconception(
    "other-variance",
    "You count only the new version's variance. Both rates are uncertain, so add both variances.",
    lambda rate, old, feared, z_alpha, z_beta: (
        (z_alpha + z_beta) ** 2 * feared * (1 - feared) / (feared - old) ** 2 / rate
    ),
)


def _squares(rate, old, feared, z_alpha, z_beta):
    both = old * (1 - old) + feared * (1 - feared)
    return (z_alpha**2 + z_beta**2) * both / (feared - old) ** 2 / rate


canary_time.misconception(
    "squares-added", "You square the quantiles separately. Add them first, then square the sum.", _squares
)

canary_time.misconception(
    "not-squared:difference",
    "You do not square the difference of the two error rates. Half the difference takes four times the "
    "requests.",
    lambda rate, old, feared, z_alpha, z_beta: (
        (z_alpha + z_beta) ** 2 * (old * (1 - old) + feared * (1 - feared)) / (feared - old) / rate
    ),
)

_BOTH = "(q.old * (1 - q.old) + q.feared * (1 - q.feared))"

canary_time.answers(
    right=[
        f"(q.z_alpha + q.z_beta) ** 2 * {_BOTH} / (q.feared - q.old) ** 2 / q.rate",
        f"n = (q.z_alpha + q.z_beta) ** 2 * {_BOTH} / (q.feared - q.old) ** 2\n"
        "canary_time = (n / q.rate).to('minute')",
        "Q_(48.6, 'minute')",
        "Q_(2913.9, 'second')",
        "Q_(2914, 'second')",
    ],
    wrong={
        "dropped:rate": ["Q_(4.857, 'minute')"],
        "dropped:power": [
            f"q.z_alpha ** 2 * {_BOTH} / (q.feared - q.old) ** 2 / q.rate",
            "Q_(23.77, 'minute')",
        ],
        "one-variance": [
            "(q.z_alpha + q.z_beta) ** 2 * q.old * (1 - q.old) / (q.feared - q.old) ** 2 / q.rate",
            "Q_(18.4, 'minute')",
        ],
        "other-variance": [
            "(q.z_alpha + q.z_beta) ** 2 * q.feared * (1 - q.feared) / (q.feared - q.old) ** 2 / q.rate",
        ],
        "squares-added": [f"(q.z_alpha ** 2 + q.z_beta ** 2) * {_BOTH} / (q.feared - q.old) ** 2 / q.rate"],
        "not-squared:difference|dropped:square": [
            f"(q.z_alpha + q.z_beta) ** 2 * {_BOTH} / (q.feared - q.old) / q.rate",
            "Q_(3.89, 'minute')",
        ],
        "scale:60": ["Q_(2913.9, 'minute')"],
        "unit:missing": ["48.6"],
        "value:none": ["None"],
    },
)
