"""I9.13: how many times as large the error rate is in production."""

from mlsys_course.exercise import exercise


@exercise(
    "error_growth",
    bank="I9.13",
    rtol=0.005,
    scenario="benchmark_gap",
    objective=(3, 6),
    bloom="Understand",
    anchors=(
        "sec-introduction-deployment-case-studies-636f",
        "sec-introduction-ml-vs-traditional-software-e19a",
    ),
    title="From the benchmark to production",
    prompt=(
        "A model has the given accuracies on its benchmark and in production. How many times as large is "
        "its error rate in production as on the benchmark? A plain number."
    ),
)
def error_growth(benchmark, production):
    """Return error rate over error rate."""
    return (1 - production) / (1 - benchmark)


error_growth.misconception(
    "ratio:accuracy",
    "This compares the accuracies. Compare the error rates, 1 minus each accuracy.",
    lambda benchmark, production: benchmark / production,
)

error_growth.misconception(
    "points",
    "These are the percentage points lost. Divide one error rate by the other.",
    lambda benchmark, production: 100 * (benchmark - production),
)

error_growth.misconception(
    "relative-drop",
    "This is the share by which the accuracy fell. The question is about the error rates.",
    lambda benchmark, production: (benchmark - production) / benchmark,
)

error_growth.answers(
    right=[
        "(1 - q.production) / (1 - q.benchmark)",
        "((1 - q.production) / (1 - q.benchmark)).to('').magnitude",
        "before = 1 - q.benchmark\nafter = 1 - q.production\nerror_growth = after / before",
        "25",
        "25.0",
        "0.25 / 0.01",
        "Fraction(25)",
    ],
    wrong={
        "ratio:accuracy": ["q.benchmark / q.production", "1.32"],
        "points": ["(q.benchmark - q.production).to('percent').magnitude", "24"],
        "inverted": ["(1 - q.benchmark) / (1 - q.production)", "0.04"],
        "relative-drop": ["(q.benchmark - q.production) / q.benchmark", "0.2424"],
        "stopped:production|error-rate|complement:production|dropped:benchmark": ["1 - q.production"],
        "unit:time": ["Q_(3, 'second')"],
        "value:none": ["None"],
    },
)
