"""I2.14: by which share of itself an error fell."""

from mlsys_course.exercise import exercise


@exercise(
    "error_reduction",
    bank="I2.14",
    unit="percent",
    rtol=0.015,
    scenario="top5_errors",
    objective=2,
    bloom="Apply",
    anchors=("sec-introduction-deep-learning-era-infrastructure-bottleneck-2f02", "alexnet-breakthrough"),
    title="A smaller error",
    prompt="By what part of the older entry's error is the new error smaller? (A relative reduction.)",
)
def error_reduction(old_error, new_error):
    """Return the drop over the old error."""
    return (old_error - new_error) / old_error


error_reduction.misconception(
    "percentage-points",
    "This is the drop in percentage points. Divide it by the old error.",
    lambda old_error, new_error: old_error - new_error,
)

error_reduction.misconception(
    "new-as-base",
    "You divide by the new error. Divide by the old one.",
    lambda old_error, new_error: (old_error - new_error) / new_error,
)

error_reduction.misconception(
    "share:remaining",
    "This is what remains of the error. The question asks what is gone.",
    lambda old_error, new_error: new_error / old_error,
)

error_reduction.misconception(
    "accuracy-gain",
    "This is the gain in accuracy, relative to the old accuracy. The question is about the error.",
    lambda old_error, new_error: (old_error - new_error) / (1 - old_error),
)

error_reduction.misconception(
    "ratio",
    "This is how many times as large the old error was. The question asks which part of it is gone.",
    lambda old_error, new_error: old_error / new_error,
)

error_reduction.answers(
    right=[
        "(q.old_error - q.new_error) / q.old_error",
        "1 - q.new_error / q.old_error",
        "Q_(41.6, 'percent')",
        "Q_(42, 'percent')",
        "0.416",
        "((q.old_error - q.new_error) / q.old_error).to('percent')",
    ],
    wrong={
        "percentage-points": ["q.old_error - q.new_error", "Q_(10.9, 'percent')"],
        "new-as-base": ["(q.old_error - q.new_error) / q.new_error", "Q_(71.2, 'percent')"],
        "share:remaining": ["q.new_error / q.old_error", "Q_(58.4, 'percent')"],
        "accuracy-gain": ["(q.old_error - q.new_error) / (1 - q.old_error)", "Q_(14.8, 'percent')"],
        "ratio": ["q.old_error / q.new_error"],
        "sign": ["(q.new_error - q.old_error) / q.old_error"],
    },
)
