"""I2.17: by how much the mentions of AI changed between two years."""

from mlsys_course.exercise import exercise


@exercise(
    "mention_change",
    bank="I2.17",
    unit="percent",
    rtol=0.0025,
    scenario="mention_share",
    objective=2,
    bloom="Analyze",
    anchors="fig-ai-timeline",
    title="Did interest fall?",
    prompt=(
        "By how much did the share of mentions change from the first to the last year of the span, "
        "relative to the first year? Negative where it fell. (To a tenth of a percent.)"
    ),
)
def mention_change(start_share, end_share):
    """Return new over old, less one."""
    return end_share / start_share - 1


mention_change.misconception(
    "ratio",
    "This is the ratio of the two shares. Subtract 1 to get the change.",
    lambda start_share, end_share: end_share / start_share,
)

mention_change.misconception(
    "end-as-base",
    "You divide by the share at the end. Divide by the share at the start.",
    lambda start_share, end_share: 1 - start_share / end_share,
)

mention_change.misconception(
    "end-as-base",
    "You divide by the share at the end, and the sign is wrong. Subtract old from new and divide by old.",
    lambda start_share, end_share: start_share / end_share - 1,
)

mention_change.misconception(
    "absolute-difference",
    "This is the difference of the two shares. Divide it by the first one.",
    lambda start_share, end_share: end_share - start_share,
)

mention_change.misconception(
    "sign",
    "Your sign is wrong. Subtract old from new, so that a fall is negative.",
    lambda start_share, end_share: 1 - end_share / start_share,
)

mention_change.misconception(
    "per-year",
    "This is the change per year. The question asks for the whole span.",
    lambda start_share, end_share, start_year, end_year: (
        (end_share / start_share - 1) / (end_year - start_year)
    ),
)

mention_change.answers(
    right=[
        "q.end_share / q.start_share - 1",
        "(q.end_share - q.start_share) / q.start_share",
        "Q_(-40.2, 'percent')",
        "-0.4016",
        "Q_(100 * (q.end_share / q.start_share - 1), 'percent')",
    ],
    wrong={
        "ratio": ["q.end_share / q.start_share", "Q_(59.8, 'percent')"],
        "end-as-base": [
            "1 - q.start_share / q.end_share",
            "q.start_share / q.end_share - 1",
            "Q_(67.1, 'percent')",
        ],
        "absolute-difference": ["q.end_share - q.start_share"],
        "sign": ["1 - q.end_share / q.start_share", "Q_(40.2, 'percent')"],
        "per-year": ["(q.end_share / q.start_share - 1) / (q.end_year - q.start_year)"],
        "scale:100": ["Q_(-0.402, 'percent')"],
    },
)
