"""I9.5: which share of the old cost preprocessing was."""

from mlsys_course.exercise import exercise


@exercise(
    "preprocessing_share",
    bank="I9.5",
    unit="percent",
    rtol=0.005,
    scenario="costlier_stage",
    objective=(1, 6),
    bloom="Analyze",
    anchors=("sec-introduction-fallacies-pitfalls-230d", "amdahls-pitfall"),
    title="The share behind a rise in cost",
    prompt=(
        "A new model needs the given multiple of preprocessing; everything else stays, and the total cost "
        "rises by the given percentage. What share of the old total was preprocessing?"
    ),
)
def preprocessing_share(factor, rise):
    """Solve (factor - 1) * share = rise."""
    return rise / (factor - 1)


preprocessing_share.misconception(
    "divided-by-factor",
    "You divide the rise by the factor. The added cost is the share times the factor minus one.",
    lambda factor, rise: rise / factor,
)

preprocessing_share.misconception(
    "rise-is-share",
    "This is the rise of the total. Ask how large a share must be to raise the total by that much.",
    lambda rise: rise,
)

preprocessing_share.misconception(
    "new-cost",
    "This is what preprocessing costs now, relative to the old total. The question asks for its share "
    "before.",
    lambda factor, rise: factor * rise / (factor - 1),
)

preprocessing_share.misconception(
    "total-over-factor",
    "You divide the new total by the factor, as if all of it had grown by the factor.",
    lambda factor, rise: (1 + rise) / factor,
)

preprocessing_share.misconception(
    "share-of-new",
    "This is the share of preprocessing in the new total. The question asks about the old total.",
    lambda factor, rise: factor * rise / (factor - 1) / (1 + rise),
)

preprocessing_share.answers(
    right=[
        "q.rise / (q.factor - 1)",
        "(q.rise / (q.factor - 1)).to('percent')",
        "Q_(20, 'percent')",
        "0.2",
        "Fraction(1, 5)",
        "growth = q.factor - 1\npreprocessing_share = q.rise.to('').magnitude / growth",
    ],
    wrong={
        "divided-by-factor": ["q.rise / q.factor", "Q_(13.33, 'percent')"],
        "rise-is-share": ["q.rise", "0.4"],
        "new-cost": ["q.factor * q.rise / (q.factor - 1)", "Q_(60, 'percent')"],
        "total-over-factor": ["(1 + q.rise) / q.factor", "Q_(46.7, 'percent')"],
        "share-of-new": ["q.factor * q.rise / (q.factor - 1) / (1 + q.rise)"],
        "scale:100": ["20"],
        "value:text": ["'20 %'"],
        "value:none": ["None"],
    },
)
