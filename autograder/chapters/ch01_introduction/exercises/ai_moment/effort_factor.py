"""I1.8: how much less work is left when the model costs nothing."""

from mlsys_course.exercise import exercise


@exercise(
    "effort_factor",
    bank="I1.8",
    rtol=0.0005,
    points=2,
    scenario="technical_debt",
    objective=(3, 4),
    bloom="Apply",
    anchors="sec-introduction-datacentric-paradigm-shift-4eca",
    title="If the model cost nothing",
)
def effort_factor(ml_share):
    """Return one over the share that remains."""
    return 1 / (1 - ml_share)


effort_factor.misconception(
    "one-over-share",
    "This is one over the share that becomes free; the rest is what remains.",
    lambda ml_share: 1 / ml_share,
)

effort_factor.misconception(
    "share-itself",
    "This is the share that becomes free, as it was given; the question asks for the whole effort, old "
    "over new.",
    lambda ml_share: ml_share,
)

effort_factor.misconception(
    "rest-over-share",
    "This is the rest over the share that becomes free; the question asks for all over the rest.",
    lambda ml_share: (1 - ml_share) / ml_share,
)

effort_factor.misconception(
    "remaining-share",
    "This is the share that remains; the question asks for old over new.",
    lambda ml_share: 1 - ml_share,
)

effort_factor.misconception(
    "one-plus-share",
    "One plus the share is close, and not the same: the new effort is the base, and it is smaller. Or "
    "your result has fewer than four figures.",
    lambda ml_share: 1 + ml_share,
)

effort_factor.misconception(
    "one-plus-rest", "This is one plus the share that remains.", lambda ml_share: 2 - ml_share
)

effort_factor.answers(
    right=[
        "1 / (1 - q.ml_share)",
        "(1 / (1 - q.ml_share)).to('').magnitude",
        "1.053",
        "Fraction(20, 19)",
        "1.0526",
    ],
    wrong={
        "rest-over-share": ["(1 - q.ml_share) / q.ml_share", "19"],
        "one-over-share": ["1 / q.ml_share", "20"],
        "remaining-share": ["1 - q.ml_share", "0.95"],
        "one-plus-share": ["1 + q.ml_share", "1.05"],
        "one-plus-rest": ["1.95"],
        "share-itself": ["q.ml_share", "0.05"],
    },
)
