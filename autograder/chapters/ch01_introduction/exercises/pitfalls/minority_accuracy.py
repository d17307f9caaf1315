"""I9.22: how accurate the system is for the minority."""

from mlsys_course.exercise import exercise


@exercise(
    "minority_accuracy",
    bank="I9.22",
    unit="percent",
    rtol=0.005,
    points=2,
    scenario="subgroups",
    objective=8,
    bloom="Analyze",
    anchors=("fig-pillars", "sec-introduction-five-engineering-disciplines-fa08"),
    title="What an average hides",
)
def minority_accuracy(overall, majority, share):
    """Return what the majority leaves of the average, over the share of the others."""
    return (overall - share * majority) / (1 - share)


minority_accuracy.misconception(
    "mirrored",
    "You put the others as far below the average as the majority is above it. That holds only for two "
    "groups of equal size.",
    lambda overall, majority: 2 * overall - majority,
)

minority_accuracy.misconception(
    "not-divided",
    "This is what the other users contribute to the average. Divide it by their share.",
    lambda overall, majority, share: overall - share * majority,
)

minority_accuracy.misconception(
    "shares-exchanged",
    "You swapped the shares. The given share is that of the majority.",
    lambda overall, majority, share: (overall - (1 - share) * majority) / share,
)

minority_accuracy.misconception(
    "overall",
    "This is the accuracy over all users. The question is about those outside the majority.",
    lambda overall: overall,
)

minority_accuracy.misconception(
    "majority",
    "This is the accuracy of the majority. The question is about everybody else.",
    lambda majority: majority,
)

minority_accuracy.misconception(
    "multiplied",
    "You multiply the accuracies. The average is a sum: each group's accuracy times its share.",
    lambda overall, majority: overall * majority,
)

minority_accuracy.misconception(
    "error-rate",
    "This is the error rate of the other users; the question asks for their accuracy.",
    lambda overall, majority, share: 1 - (overall - share * majority) / (1 - share),
)

minority_accuracy.misconception(
    "error-over-accuracy",
    "You give all errors to the other users, as if the majority made none.",
    lambda overall, share: 1 - (1 - overall) / (1 - share),
)

minority_accuracy.answers(
    right=[
        "(q.overall - q.share * q.majority) / (1 - q.share)",
        "((q.overall - q.share * q.majority) / (1 - q.share)).to('percent')",
        "Q_(77, 'percent')",
        "0.77",
        "rest = 1 - q.share\n"
        "errors = (1 - q.overall) - q.share * (1 - q.majority)\n"
        "minority_accuracy = 1 - errors / rest",
        "(95 - 0.9 * 97) / 0.1 / 100",
        "Fraction(77, 100)",
    ],
    wrong={
        "mirrored": ["2 * q.overall - q.majority", "Q_(93, 'percent')", "0.93"],
        "not-divided": ["q.overall - q.share * q.majority", "0.077"],
        "overall": ["q.overall", "Q_(95, 'percent')"],
        "shares-exchanged": ["(q.overall - (1 - q.share) * q.majority) / q.share", "0.9478", "0.948"],
        "majority": ["q.majority"],
        "multiplied": ["q.overall * q.majority", "0.9215"],
        "error-rate": ["1 - (q.overall - q.share * q.majority) / (1 - q.share)", "0.23"],
        "error-over-accuracy": ["1 - (1 - q.overall) / (1 - q.share)", "Q_(50, 'percent')"],
        "scale:100": ["77", "77.0"],
        "unit:time": ["Q_(77, 'second')"],
        "value:text": ["'77 %'"],
        "value:none": ["None"],
    },
)
