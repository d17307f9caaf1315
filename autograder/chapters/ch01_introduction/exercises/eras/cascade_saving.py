"""I2.13: how many times less work a cascade does."""

from mlsys_course.exercise import exercise


@exercise(
    "cascade_saving",
    bank="I2.13",
    rtol=0.005,
    points=2,
    scenario="cascade",
    objective=2,
    bloom="Analyze",
    anchors="fn-viola-jones",
    title="What a cascade saves",
)
def cascade_saving(stages, rejected):
    """Return all stages over the expected number: a geometric series of the share that is passed on."""
    expected = (1 - (1 - rejected) ** stages) / rejected
    return stages / expected


cascade_saving.misconception(
    "share-of-stages",
    "This lets every window run through one and the same part of the stages. Each stage sees only what "
    "all stages before it passed on: add up the shares that reach each stage.",
    lambda rejected: 1 / (1 - rejected),
)

cascade_saving.misconception(
    "share-of-stages",
    "This lets every window run through one and the same part of the stages. Each stage sees only what "
    "all stages before it passed on: add up the shares that reach each stage.",
    lambda rejected: 1 / rejected,
)

cascade_saving.misconception(
    "false-positives",
    "This is by how much the cascade cuts the non-faces that pass all stages. The question is how many "
    "stages run.",
    lambda stages, rejected: (1 - rejected) ** (-stages),
)

cascade_saving.misconception(
    "one-stage-only",
    "This lets one stage alone run on every window. Some windows pass it and reach the next ones.",
    lambda stages: stages,
)

cascade_saving.misconception(
    "expected-stages",
    "This is how many stages run on average. The question is how many times fewer that is than all of them.",
    lambda stages, rejected: (1 - (1 - rejected) ** stages) / rejected,
)

cascade_saving.misconception(
    "first-stage-missing",
    "The sum of the shares begins one stage too late, or only its last share is used. Every window runs "
    "through the first stage, so that the sum begins with 1; each stage adds the share that reaches it.",
    lambda stages, rejected: stages * rejected / ((1 - rejected) * (1 - (1 - rejected) ** stages)),
)

cascade_saving.misconception(
    "share-saved",
    "This is the share of the stages that is saved. The question asks for all stages over those that run.",
    lambda stages, rejected: 1 - (1 - (1 - rejected) ** stages) / (rejected * stages),
)

cascade_saving.misconception(
    "share-rejected",
    "This is the share of such windows that is rejected at some stage. The question is how many stages run.",
    lambda stages, rejected: 1 - (1 - rejected) ** stages,
)

cascade_saving.misconception(
    "stages-saved",
    "This is how many stages are saved on average. The question asks for all stages over those that run.",
    lambda stages, rejected: stages - (1 - (1 - rejected) ** stages) / rejected,
)

cascade_saving.misconception(
    "last-share",
    "This takes the share that leaves the last stage for the share of the work. A window costs something "
    "at every stage that it reaches.",
    lambda stages, rejected: stages / (1 - (1 - rejected) ** stages),
)

cascade_saving.misconception(
    "pass-for-reject",
    "The share that a stage rejects and the share that it passes on have changed places.",
    lambda stages, rejected: stages * (1 - rejected) / (1 - rejected**stages),
)

cascade_saving.misconception(
    "first-stage-missing",
    "The first stage is missing from the sum: it runs on every window.",
    lambda stages, rejected: stages / ((1 - (1 - rejected) ** stages) / rejected - 1),
)

cascade_saving.misconception(
    "linear",
    "Here each stage loses the same number of windows. It loses the same share of those that reach it, so "
    "the losses become smaller from stage to stage.",
    lambda stages, rejected: 1 / (1 - rejected * (stages - 1) / 2),
)

cascade_saving.misconception(
    "features-counted",
    "The features of a stage are counted in one of the two numbers only. Every stage evaluates as many, "
    "so they cancel.",
    lambda stages, rejected, features: features * stages * rejected / (1 - (1 - rejected) ** stages),
)

_PASSED = "(1 - q.rejected)"

cascade_saving.answers(
    right=[
        f"q.stages / ((1 - {_PASSED}**q.stages) / q.rejected)",
        f"q.stages * q.rejected / (1 - {_PASSED}**q.stages)",
        f"q.stages / sum({_PASSED}**k for k in range(q.stages))",
        (
            "reaching, run = 1.0, 0.0\n"
            "for stage in range(q.stages):\n"
            "    run += reaching\n"
            "    reaching *= 1 - q.rejected\n"
            "cascade_saving = q.stages / run"
        ),
        f"q.stages * q.features / (q.features * np.sum({_PASSED} ** np.arange(q.stages)))",
        "2.29",
    ],
    wrong={
        "share-rejected": [f"1 - {_PASSED}**q.stages"],
        "stages-saved": [f"q.stages - (1 - {_PASSED}**q.stages) / q.rejected", "3.941"],
        "share-of-stages": [f"1 / {_PASSED}", "1 / q.rejected", "1.43"],
        "false-positives": [f"1 / {_PASSED}**q.stages", "12.14"],
        "one-stage-only": ["q.stages", "7"],
        "expected-stages": [f"(1 - {_PASSED}**q.stages) / q.rejected", "3.059"],
        "last-share|first-stage-missing": [f"q.stages / (1 - {_PASSED}**q.stages)"],
        "first-stage-missing": [
            f"q.stages / ((1 - {_PASSED}**q.stages) / q.rejected - 1)",
            f"q.stages / sum({_PASSED}**k for k in range(1, q.stages + 1))",
            "3.4",
        ],
        "share-saved": [f"1 - (1 - {_PASSED}**q.stages) / (q.rejected * q.stages)", "0.563"],
        "linear|share-of-stages": ["1 / (1 - q.rejected * (q.stages - 1) / 2)"],
        "features-counted": [f"q.features * q.stages * q.rejected / (1 - {_PASSED}**q.stages)"],
        "value:none": ["None"],
    },
)
