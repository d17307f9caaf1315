"""I5.13: how many users each arm of a comparison needs."""

from mlsys_course.exercise import exercise


@exercise(
    "users_per_arm",
    bank="I5.13",
    rtol=0.03,
    scenario="ab_test",
    objective=(7, 6),
    bloom="Analyze",
    anchors="sec-introduction-fallacies-pitfalls-230d",
    title="Why comparing models takes weeks",
    prompt=(
        "To tell two accuracies apart, each model needs n = (z_alpha + z_beta)^2 * V / d^2 users, where d "
        "is the difference as a fraction and V adds up the variances p (1 - p) of both arms; take the "
        "old model's for each. How many users is that per arm? A plain number; rounding does not matter."
    ),
)
def users_per_arm(old, drop, z_alpha, z_beta):
    """Return the users that each arm of the comparison needs."""
    return (z_alpha + z_beta) ** 2 * 2 * old * (1 - old) / drop**2


def _own_variances(old, drop, z_alpha, z_beta):
    new = old - drop
    return (z_alpha + z_beta) ** 2 * (old * (1 - old) + new * (1 - new)) / drop**2


users_per_arm.accept(
    "convention:both-variances",
    "Counted with each arm's own variance, which is a little more exact.",
    _own_variances,
)

users_per_arm.misconception(
    "one-variance",
    "You count only one arm's variance. Both accuracies are uncertain, so add both variances.",
    lambda old, drop, z_alpha, z_beta: (z_alpha + z_beta) ** 2 * old * (1 - old) / drop**2,
)

users_per_arm.misconception(
    "both-arms",
    "These are the users of both arms together. The question is about one arm.",
    lambda old, drop, z_alpha, z_beta: (z_alpha + z_beta) ** 2 * 4 * old * (1 - old) / drop**2,
)

users_per_arm.misconception(
    "points-not-fractions",
    "You use the difference in percentage points. Use a fraction, as in the variance.",
    lambda old, drop, z_alpha, z_beta: (z_alpha + z_beta) ** 2 * 2 * old * (1 - old) / (100 * drop) ** 2,
)

users_per_arm.misconception(
    "dropped:power",
    "You leave out z_beta, the quantile of the power. Without it you miss a real difference every other "
    "time.",
    lambda old, drop, z_alpha: z_alpha**2 * 2 * old * (1 - old) / drop**2,
)

users_per_arm.misconception(
    "dropped:quantiles",
    "You leave out both quantiles. Without them the test proves nothing.",
    lambda old, drop: 2 * old * (1 - old) / drop**2,
)

users_per_arm.misconception(
    "dropped:quantiles",
    "You leave out both quantiles and one arm's variance.",
    lambda old, drop: old * (1 - old) / drop**2,
)

users_per_arm.misconception(
    "squares-added",
    "You square the quantiles separately. Add them first, then square the sum.",
    lambda old, drop, z_alpha, z_beta: (z_alpha**2 + z_beta**2) * 2 * old * (1 - old) / drop**2,
)

users_per_arm.misconception(
    "not-squared:difference",
    "You do not square the difference. Half the difference takes four times the users.",
    lambda old, drop, z_alpha, z_beta: (z_alpha + z_beta) ** 2 * 2 * old * (1 - old) / drop,
)

users_per_arm.misconception(
    "not-squared:quantiles",
    "You do not square the sum of the quantiles.",
    lambda old, drop, z_alpha, z_beta: (z_alpha + z_beta) * 2 * old * (1 - old) / drop**2,
)

users_per_arm.misconception(
    "accuracy-for-variance",
    "You use the accuracy instead of its variance. The variance is p (1 - p).",
    lambda old, drop, z_alpha, z_beta: (z_alpha + z_beta) ** 2 * 2 * old / drop**2,
)

users_per_arm.answers(
    right=[
        "(q.z_alpha + q.z_beta) ** 2 * 2 * q.old * (1 - q.old) / q.drop ** 2",
        "variance = q.old * (1 - q.old)\n"
        "users_per_arm = 2 * variance * ((q.z_alpha + q.z_beta) / q.drop) ** 2",
        "(q.z_alpha + q.z_beta) ** 2 * (q.old * (1 - q.old) + (q.old - q.drop) * (1 - q.old + q.drop)) "
        "/ q.drop ** 2",
        "26_795",
        "27_300",
        "27_520",
        "2.7e4",
    ],
    wrong={
        "one-variance": ["(q.z_alpha + q.z_beta) ** 2 * q.old * (1 - q.old) / q.drop ** 2", "13_398"],
        "both-arms": ["53_591"],
        "points-not-fractions": ["2.6795"],
        "dropped:power": ["q.z_alpha ** 2 * 2 * q.old * (1 - q.old) / q.drop ** 2", "9_796"],
        "dropped:quantiles": ["2 * q.old * (1 - q.old) / q.drop ** 2", "1_275"],
        "squares-added": ["(q.z_alpha ** 2 + q.z_beta ** 2) * 2 * q.old * (1 - q.old) / q.drop ** 2"],
        "not-squared:difference": ["(q.z_alpha + q.z_beta) ** 2 * 2 * q.old * (1 - q.old) / q.drop"],
        "not-squared:quantiles": ["(q.z_alpha + q.z_beta) * 2 * q.old * (1 - q.old) / q.drop ** 2"],
        "accuracy-for-variance": ["(q.z_alpha + q.z_beta) ** 2 * 2 * q.old / q.drop ** 2"],
        "value:text": ["'20 thousand'"],
        "value:none": ["None"],
    },
)
