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
    "You send every window through the same part of the stages. Add up the shares of windows that reach "
    "each stage.",
    lambda rejected: 1 / (1 - rejected),
)

cascade_saving.misconception(
    "share-of-stages",
    "You send every window through the same part of the stages. Add up the shares of windows that reach "
    "each stage.",
    lambda rejected: 1 / rejected,
)

cascade_saving.misconception(
    "false-positives",
    "This is how much the cascade reduces the non-faces that pass all stages. The question asks how many "
    "stages run.",
    lambda stages, rejected: (1 - rejected) ** (-stages),
)

cascade_saving.misconception(
    "one-stage-only",
    "You run one stage on every window and stop. Some windows pass it and reach the next stages.",
    lambda stages: stages,
)

cascade_saving.misconception(
    "expected-stages",
    "This is how many stages run on average. Divide the number of all stages by it.",
    lambda stages, rejected: (1 - (1 - rejected) ** stages) / rejected,
)

cascade_saving.misconception(
    "first-stage-missing",
    "Your sum starts one stage too late or uses only its last share. It starts with 1, the first stage, "
    "and adds the share that reaches each further stage.",
    lambda stages, rejected: stages * rejected / ((1 - rejected) * (1 - (1 - rejected) ** stages)),
)

cascade_saving.misconception(
    "share-saved",
    "This is the share of the stages that is saved. The question asks for all stages over those that run.",
    lambda stages, rejected: 1 - (1 - (1 - rejected) ** stages) / (rejected * stages),
)

cascade_saving.misconception(
    "share-rejected",
    "This is the share of windows rejected at some stage. The question asks how many stages run.",
    lambda stages, rejected: 1 - (1 - rejected) ** stages,
)

cascade_saving.misconception(
    "stages-saved",
    "This is how many stages are saved on average. The question asks for all stages over those that run.",
    lambda stages, rejected: stages - (1 - (1 - rejected) ** stages) / rejected,
)

cascade_saving.misconception(
    "last-share",
    "You take the share that leaves the last stage for the share of the work. A window costs work at "
    "every stage it reaches.",
    lambda stages, rejected: stages / (1 - (1 - rejected) ** stages),
)

cascade_saving.misconception(
    "pass-for-reject",
    "The share that a stage rejects and the share that it passes on have changed places.",
    lambda stages, rejected: stages * (1 - rejected) / (1 - rejected**stages),
)

cascade_saving.misconception(
    "first-stage-missing",
    "Your sum misses the first stage, which runs on every window.",
    lambda stages, rejected: stages / ((1 - (1 - rejected) ** stages) / rejected - 1),
)

cascade_saving.misconception(
    "linear",
    "You let each stage reject the same number of windows. It rejects the same share of those that reach it.",
    lambda stages, rejected: 1 / (1 - rejected * (stages - 1) / 2),
)

cascade_saving.misconception(
    "features-counted",
    "You count the features of a stage in only one of the two numbers. Every stage has as many, so they "
    "cancel.",
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
