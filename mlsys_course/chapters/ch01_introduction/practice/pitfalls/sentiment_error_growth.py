"""I9.15: how many times as large the error rate of a sentiment model is in production."""

from mlsys_course.exercise import exercise


@exercise(
    "sentiment_error_growth",
    bank="I9.15",
    scenario="sentiment_gap",
    objective=(3, 6),
    bloom="Understand",
    anchors="sec-introduction-fallacies-pitfalls-230d",
    title="Slang, emojis and the error rate",
    prompt=(
        "A sentiment model has the given accuracies on its benchmark and in production. How many times as "
        "large is its error rate in production as on the benchmark? A plain number."
    ),
)
def sentiment_error_growth(benchmark, production):
    """Return error rate over error rate."""
    return (1 - production) / (1 - benchmark)


sentiment_error_growth.misconception(
    "ratio:accuracy",
    "This compares the accuracies. Compare the error rates, 1 minus each accuracy.",
    lambda benchmark, production: benchmark / production,
)

sentiment_error_growth.misconception(
    "points",
    "These are the percentage points lost. Divide one error rate by the other.",
    lambda benchmark, production: 100 * (benchmark - production),
)

sentiment_error_growth.misconception(
    "relative-drop",
    "This is the share by which the accuracy fell. The question is about the error rates.",
    lambda benchmark, production: (benchmark - production) / benchmark,
)

sentiment_error_growth.answers(
    right=[
        "(1 - q.production) / (1 - q.benchmark)",
        "((1 - q.production) / (1 - q.benchmark)).to('').magnitude",
        "before = 1 - q.benchmark\nafter = 1 - q.production\nsentiment_error_growth = after / before",
        "3.333",
        "3.33",
        "0.2 / 0.06",
        "Fraction(10, 3)",
    ],
    wrong={
        "ratio:accuracy": ["q.benchmark / q.production", "1.175"],
        "points": ["(q.benchmark - q.production).to('percent').magnitude", "14"],
        "inverted": ["(1 - q.benchmark) / (1 - q.production)", "0.3"],
        "relative-drop": ["(q.benchmark - q.production) / q.benchmark", "0.1489"],
        "stopped:production|error-rate|complement:production|dropped:benchmark": ["1 - q.production"],
        "unit:time": ["Q_(3, 'second')"],
        "value:none": ["None"],
    },
)
