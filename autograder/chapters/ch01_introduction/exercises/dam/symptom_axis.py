"""I4.1: which axis of the D-A-M taxonomy each symptom points to."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification

# Where a team may mend either of two, both are accepted: a model that does not fit needs more memory or fewer
# bits, rare classes need examples or a loss that weighs them.
_AXES = {
    "label noise rises after a vendor change": "Data",
    "matrix products fall back to one CPU core": "Machine",
    "training loss stays high, and more data does not help": "Algorithm",
    "the larger model no longer fits in GPU memory": ("Machine", "Algorithm"),
    "users adopt new slang": "Data",
    "one class has 50 examples, another 50,000": ("Data", "Algorithm"),
    "gradients vanish in 60 layers": "Algorithm",
    "the phone throttles when it gets warm": ("Machine", "Algorithm"),
    "the test split holds duplicates of training images": "Data",
    "a plain MLP is used on images": "Algorithm",
    "the network card is saturated in the all-reduce": ("Machine", "Algorithm"),
    "no snow scenes before a launch in New York": "Data",
}


@exercise(
    "symptom_axis",
    bank="I4.1",
    points=3,
    objective=1,
    bloom="Analyze",
    anchors=("tbl-dam-taxonomy", "fig-ai-triad"),
    title="Which axis is the bottleneck?",
    spec=Classification(
        items={
            "label noise rises after a vendor change": ("label noise",),
            "matrix products fall back to one CPU core": ("matrix products",),
            "training loss stays high, and more data does not help": ("training loss stays high",),
            "the larger model no longer fits in GPU memory": ("the larger model no longer fits",),
            "users adopt new slang": ("new slang",),
            "one class has 50 examples, another 50,000": ("one class has 50 examples",),
            "gradients vanish in 60 layers": ("vanishing gradients", "gradients vanish"),
            "the phone throttles when it gets warm": ("thermal throttling", "the phone throttles"),
            "the test split holds duplicates of training images": ("duplicates", "test split duplicates"),
            "a plain MLP is used on images": ("MLP on images", "plain MLP"),
            "the network card is saturated in the all-reduce": ("network card", "NIC saturated"),
            "no snow scenes before a launch in New York": ("no snow scenes",),
        },
        classes={"Data": ("d",), "Algorithm": ("a", "model"), "Machine": ("m", "hardware", "infrastructure")},
        reconsider=(
            "Ask of each what would mend it: other examples, another model or optimiser, or other hardware."
        ),
        partial=True,
    ),
)
def symptom_axis():
    """Give each symptom the axis that limits the system."""
    return _AXES


symptom_axis.misconception(
    "everything-is-hardware",
    "You blame the machine for everything, but more hardware fixes neither labels nor models.",
    lambda: dict.fromkeys(_AXES, "Machine"),
)

symptom_axis.misconception(
    "everything-is-the-model",
    "You blame the algorithm for everything: ask what a new model would change.",
    lambda: dict.fromkeys(_AXES, "Algorithm"),
)

symptom_axis.misconception(
    "everything-is-data",
    "You blame the data for everything: ask what more or cleaner examples would change.",
    lambda: dict.fromkeys(_AXES, "Data"),
)

symptom_axis.misconception(
    "data-blamed-on-model",
    "You blame the model for faults of the data: it learns what its examples say, wrong labels and gaps "
    "included.",
    lambda: {item: "Algorithm" for item, axis in _AXES.items() if axis == "Data"},
)

symptom_axis.misconception(
    "model-blamed-on-data",
    "You blame the data for faults of the model: if its size, depth or type of layer is wrong, examples "
    "do not help.",
    lambda: {item: "Data" for item, axis in _AXES.items() if axis == "Algorithm"},
)

symptom_axis.misconception(
    "drift-is-model",
    "You blame the model for something that changed in the world.",
    lambda: {"users adopt new slang": "Algorithm"},
)

symptom_axis.misconception(
    "leak-is-model",
    "You blame the model for a test set that it has seen, but the split is made of data.",
    lambda: {"the test split holds duplicates of training images": "Algorithm"},
)


_FIRST = {item: axis if isinstance(axis, str) else axis[0] for item, axis in _AXES.items()}
_SECOND = {item: axis if isinstance(axis, str) else axis[-1] for item, axis in _AXES.items()}


def _changed(**changes: str) -> str:
    """Write the answer with all items of one axis moved to another."""
    return repr({item: changes.get(axis, axis) for item, axis in _FIRST.items()})


def _one_changed(item: str, axis: str) -> str:
    return repr({**_FIRST, item: axis})


def _these(axis: str, *items: str) -> str:
    return repr({**_FIRST, **dict.fromkeys(items, axis)})


symptom_axis.answers(
    right=[
        repr(_FIRST),
        repr(_SECOND),
        repr({item: axis.lower() for item, axis in _FIRST.items()}),
        repr({item: axis[0] for item, axis in reversed(_FIRST.items())}),
        f"pd.Series({_FIRST!r})",
        repr(list(_SECOND.items())),
        _one_changed("the larger model no longer fits in GPU memory", "Algorithm"),
        _one_changed("the phone throttles when it gets warm", "Algorithm"),
    ],
    wrong={
        "everything-is-hardware|all-one-class": [repr(dict.fromkeys(_AXES, "Machine"))],
        "everything-is-the-model|all-one-class": [repr(dict.fromkeys(_AXES, "Algorithm"))],
        "everything-is-data|all-one-class": [repr(dict.fromkeys(_AXES, "Data"))],
        "data-blamed-on-model": [_changed(Data="Algorithm")],
        "model-blamed-on-data": [_changed(Algorithm="Data")],
        "drift-is-model": [_one_changed("users adopt new slang", "Algorithm")],
        # Two or three items of twelve are not "everything".
        "over:Algorithm": [
            _these(
                "Algorithm",
                "matrix products fall back to one CPU core",
                "no snow scenes before a launch in New York",
            )
        ],
        "leak-is-model": [_one_changed("the test split holds duplicates of training images", "Algorithm")],
    },
)
