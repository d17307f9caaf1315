"""I1.15: which faults of a system make themselves heard."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification

_VOICES = {
    "float() is given the text n/a": "loud",
    "one label in five of the training data is wrong": "silent",
    "new sensors send Fahrenheit instead of Celsius": "silent",
    "the file with the model's weights is missing": "loud",
    "customers use words that training never had": "silent",
    "a function is called without an argument it needs": "loud",
    "the camera's lens gets dirty week by week": "silent",
    "a matrix of the wrong shape reaches a layer": "loud",
}


@exercise(
    "failure_voice",
    bank="I1.15",
    objective=3,
    bloom="Understand",
    anchors="tbl-software-1-vs-2",
    title="Loud or silent?",
    prompt=(
        "Software 1.0 mostly fails loudly: it stops with an error. Software 2.0 mostly fails silently: it goes on "
        "answering, only worse. Say of each fault which it is, loud or silent, where nobody has built a monitor."
    ),
    spec=Classification(
        items={
            item: (short,)
            for item, short in zip(
                _VOICES,
                (
                    "the text n/a", "wrong labels", "Fahrenheit", "the missing file", "new words",
                    "the missing argument", "the dirty lens", "the wrong shape",
                ),
                strict=True,
            )
        },
        classes={"loud": ("noisy", "raises"), "silent": ("quiet",)},
        reconsider=(
            "Ask of each: is there a line of code that cannot go on, or can every line do its work, with "
            "other numbers than before?"
        ),
    ),
)  # fmt: skip
def failure_voice():
    """Give each fault its voice."""
    return _VOICES


failure_voice.misconception(
    "everything-raises",
    "You expect an error from every fault. A trained model takes any number of the right shape, and answers.",
    lambda: dict.fromkeys(_VOICES, "loud"),
)

failure_voice.misconception(
    "nothing-raises",
    "You expect silence everywhere. Around a model there is Software 1.0: it needs its file, its numbers and "
    "its shapes, and stops without them.",
    lambda: dict.fromkeys(_VOICES, "silent"),
)

failure_voice.misconception(
    "labels-raise",
    "You expect an error from labels that are wrong, but training takes whatever the labels say.",
    lambda: {"one label in five of the training data is wrong": "loud"},
)

failure_voice.misconception(
    "units-raise",
    "You expect an error from a change of unit, but a number carries no unit: the model takes it as it is.",
    lambda: {"new sensors send Fahrenheit instead of Celsius": "loud"},
)

failure_voice.misconception(
    "drift-raises",
    "You expect an error when the inputs change little by little. Each single one is as good as those before.",
    lambda: {
        "customers use words that training never had": "loud",
        "the camera's lens gets dirty week by week": "loud",
    },
)

failure_voice.misconception(
    "model-hides-code",
    "You expect silence wherever a model is near. Code that gets what it cannot compute with still stops.",
    lambda: {
        "float() is given the text n/a": "silent",
        "a matrix of the wrong shape reaches a layer": "silent",
    },
)


def _changed(*places: int) -> str:
    other = {"loud": "silent", "silent": "loud"}
    return repr({item: other[v] if i in places else v for i, (item, v) in enumerate(_VOICES.items())})


failure_voice.answers(
    right=[
        repr(_VOICES),
        repr({item: voice.upper() for item, voice in _VOICES.items()}),
        f"pd.Series({_VOICES!r})",
        repr([*reversed(_VOICES.items())]),
        repr(list(_VOICES.values())),
    ],
    wrong={
        "everything-raises": [repr(dict.fromkeys(_VOICES, "loud"))],
        "nothing-raises": [repr(dict.fromkeys(_VOICES, "silent"))],
        "labels-raise": [_changed(1)],
        "units-raise": [_changed(2)],
        "drift-raises": [_changed(4, 6)],
        "model-hides-code": [_changed(0, 7)],
        "swapped:loud-silent": [_changed(*range(8))],
        "class:unknown": [repr({**_VOICES, next(iter(_VOICES)): "perhaps"})],
        "item:missing": [repr(dict(list(_VOICES.items())[1:]))],
        "none": ["None"],
    },
)
