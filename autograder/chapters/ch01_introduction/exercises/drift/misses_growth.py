"""I5.2: how many times as many pedestrians a worse detector misses."""

from mlsys_course.exercise import exercise


@exercise(
    "misses_growth",
    bank="I5.2",
    rtol=0.005,
    points=1,
    scenario="detector",
    objective=(3, 7),
    bloom="Understand",
    anchors="sec-introduction-ml-vs-traditional-software-e19a",
    title="How much worse is a little worse?",
)
def misses_growth(before, after):
    """Return the share missed now over the share missed before."""
    return (1 - after) / (1 - before)


misses_growth.misconception(
    "ratio:accuracy",
    "This compares the pedestrians that are found. The question is about those that are missed.",
    lambda before, after: before / after,
)

misses_growth.misconception(
    "ratio:accuracy",
    "This compares the pedestrians that are found. The question is about those that are missed.",
    lambda before, after: after / before,
)

misses_growth.misconception(
    "points",
    "These are the percentage points lost. The question asks how many times as many are missed.",
    lambda before, after: 100 * (before - after),
)

misses_growth.misconception(
    "points",
    "This is the share lost, one share less the other. The question asks how many times as many are "
    "missed: divide one share of misses by the other.",
    lambda before, after: before - after,
)

misses_growth.misconception(
    "share-of-new",
    "This is the share of today's misses that are new. The question asks how many times as many there are.",
    lambda before, after: (before - after) / (1 - after),
)

misses_growth.misconception(
    "growth-less-one",
    "This is by how many times the misses have grown. The question asks how many times as many there are: "
    "the old ones count too.",
    lambda before, after: (before - after) / (1 - before),
)

misses_growth.misconception(
    "relative-drop",
    "This is the share of what was found that is lost. The question is about what is missed.",
    lambda before, after: (before - after) / before,
)

misses_growth.answers(
    right=[
        "(1 - q.after) / (1 - q.before)",
        "((1 - q.after) / (1 - q.before)).to('').magnitude",
        "missed = 100 - q.before.to('percent').magnitude\n"
        "misses_growth = (100 - q.after.to('percent').magnitude) / missed",
        "3",
        "3.0",
        "15 / 5",
        "Fraction(3)",
        "Decimal('3.00')",
    ],
    wrong={
        "share-of-new": ["(q.before - q.after) / (1 - q.after)", "0.667"],
        "ratio:accuracy": ["q.before / q.after", "q.after / q.before", "1.1176", "0.895"],
        "points": [
            "(q.before - q.after).to('percent').magnitude",
            "10",
            "q.before - q.after",
            "0.1",
            "Q_(10, 'percentage_point')",
        ],
        "growth-less-one": ["(q.before - q.after) / (1 - q.before)", "2"],
        "relative-drop": ["(q.before - q.after) / q.before", "0.105"],
        "inverted": ["(1 - q.before) / (1 - q.after)", "0.333"],
        "complement:after|stopped:after|dropped:before": ["1 - q.after", "0.15"],
        "unit:time": ["Q_(3, 'second')"],
        "value:text": ["'three times'"],
        "value:none": ["None"],
    },
)
