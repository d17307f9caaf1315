"""I1.7: which artefacts are Software 1.0 and which 2.0."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification

_VERSIONS = {
    "learned weights": "2.0",
    "a crash with an exception": "1.0",
    "a hand-written if-rule": "1.0",
    "a labelled dataset": "2.0",
    "a metric that degrades silently": "2.0",
    "logic that is written down": "1.0",
    "debugging by looking at the distribution of the data": "2.0",
    "the GCC compiler": "1.0",
    "the training loop (SGD), in the role of the compiler": "2.0",
    "debugging with a stack trace": "1.0",
}


@exercise(
    "software_version",
    bank="I1.7",
    points=2,
    objective=3,
    bloom="Understand",
    anchors="tbl-software-1-vs-2",
    title="Software 1.0 or Software 2.0?",
    spec=Classification(
        items={
            "learned weights": ("weights",),
            "a crash with an exception": ("crash",),
            "a hand-written if-rule": ("hand-written if-rule", "if-rule"),
            "a labelled dataset": ("labelled dataset", "labeled dataset"),
            "a metric that degrades silently": ("silent degradation",),
            "logic that is written down": (),
            "debugging by looking at the distribution of the data": ("data distribution",),
            "the GCC compiler": ("GCC",),
            "the training loop (SGD), in the role of the compiler": ("training loop", "the training loop"),
            "debugging with a stack trace": ("stack trace",),
        },
        classes={"1.0": ("Software 1.0", "1", 1, 1.0), "2.0": ("Software 2.0", "2", 2, 2.0)},
        reconsider="Ask of each: does somebody write the behaviour down, or is it learned from data?",
        partial=True,
    ),
)
def software_version():
    """Give each artefact the kind of software it belongs to."""
    return _VERSIONS


software_version.misconception(
    "columns-swapped",
    "The two kinds of software have changed places everywhere.",
    lambda: {item: "1.0" if version == "2.0" else "2.0" for item, version in _VERSIONS.items()},
)

software_version.misconception(
    "training-code-is-1.0",
    "You call something Software 1.0 because it is code, but look at its role: it turns data into a program.",
    lambda: {"the training loop (SGD), in the role of the compiler": "1.0"},
)

software_version.misconception(
    "weights-are-code",
    "You take a result of training for something written by hand.",
    lambda: {"learned weights": "1.0"},
)

software_version.misconception(
    "failures-swapped",
    "The two ways to fail have changed places: handwritten code fails loudly, a model silently.",
    lambda: {"a crash with an exception": "2.0", "a metric that degrades silently": "1.0"},
)

software_version.misconception(
    "debugging-swapped",
    "The two ways to debug have changed places: you trace a program's steps, but look at the data of a "
    "learned model.",
    lambda: {
        "debugging with a stack trace": "2.0",
        "debugging by looking at the distribution of the data": "1.0",
    },
)

software_version.misconception(
    "data-is-not-source",
    "You take data for something other than source code, but in Software 2.0 the data are the source code.",
    lambda: {"a labelled dataset": "1.0"},
)

software_version.answers(
    right=[
        repr(_VERSIONS),
        repr({item: float(version) for item, version in _VERSIONS.items()}),
        repr({item: f"Software {version}" for item, version in reversed(_VERSIONS.items())}),
        f"pd.Series({_VERSIONS!r})",
        repr({item: version[0] for item, version in _VERSIONS.items()}),
    ],
    wrong={
        "columns-swapped": [repr({item: "1.0" if v == "2.0" else "2.0" for item, v in _VERSIONS.items()})],
        "all-one-class": [repr(dict.fromkeys(_VERSIONS, "2.0"))],
        "training-code-is-1.0": [
            repr({**_VERSIONS, "the training loop (SGD), in the role of the compiler": "1.0"})
        ],
        "weights-are-code": [repr({**_VERSIONS, "learned weights": "1.0"})],
        "failures-swapped": [
            repr({**_VERSIONS, "a crash with an exception": "2.0", "a metric that degrades silently": "1.0"})
        ],
        "data-is-not-source": [repr({**_VERSIONS, "a labelled dataset": "1.0"})],
    },
)
