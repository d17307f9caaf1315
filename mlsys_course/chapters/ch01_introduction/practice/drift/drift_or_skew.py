"""I5.16: drift, or a bug between training and service."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification

_CAUSES = {
    "accuracy falls a little every week, everywhere": "drift",
    "accuracy falls by a third on the day of a release": "skew",
    "training and service compute a feature differently": "skew",
    "customers buy other things than a year ago": "drift",
    "training fills gaps with the mean, the service with 0": "skew",
    "fraudsters learn to look like honest customers": "drift",
    "retraining on new data helps, for some months": "drift",
    "the service rounds prices, the training data do not": "skew",
}


@exercise(
    "drift_or_skew",
    bank="I5.16",
    objective=7,
    bloom="Analyze",
    anchors="sec-introduction-ml-vs-traditional-software-e19a",
    title="Drift or skew?",
    prompt=(
        "Drift is a change of the world; training-serving skew is a bug that makes training and service "
        "compute the same thing in two ways. Which of the two does each observation point to, drift or "
        "skew?"
    ),
    spec=Classification(
        items={
            item: (short,)
            for item, short in zip(
                _CAUSES,
                (
                    "a little every week", "the day of a release", "two features", "other purchases",
                    "gaps", "fraudsters", "retraining helps", "rounded prices",
                ),
                strict=True,
            )
        },
        classes={"drift": ("data drift",), "skew": ("training-serving skew", "bug")},
        reconsider=(
            "Ask of each: has the world changed, or would the same input give two results in two programs?"
        ),
    ),
)  # fmt: skip
def drift_or_skew():
    """Give each observation its cause."""
    return _CAUSES


drift_or_skew.misconception(
    "all-drift",
    "You take everything for drift. Two programs that treat one input differently do so on the first day, before "
    "the world has changed.",
    lambda: dict.fromkeys(_CAUSES, "drift"),
)

drift_or_skew.misconception(
    "all-skew",
    "You take everything for a bug. People change what they buy and what they write, and no line of code is wrong "
    "then.",
    lambda: dict.fromkeys(_CAUSES, "skew"),
)

drift_or_skew.misconception(
    "sudden-is-drift",
    "You take a fall that comes with a release for drift. The world seldom waits for a release.",
    lambda: {"accuracy falls by a third on the day of a release": "drift"},
)

drift_or_skew.misconception(
    "preparation-is-drift",
    "You take a difference in how values are prepared for drift. It is there however little the world changes.",
    lambda: {
        "training fills gaps with the mean, the service with 0": "drift",
        "the service rounds prices, the training data do not": "drift",
    },
)

drift_or_skew.misconception(
    "people-are-bugs",
    "You look for a bug where people behave differently than before. That is what drift is.",
    lambda: {
        "customers buy other things than a year ago": "skew",
        "fraudsters learn to look like honest customers": "skew",
    },
)

drift_or_skew.misconception(
    "cured-skew",
    "You call it skew although retraining on new data cures it. A bug between two programs survives "
    "retraining.",
    lambda: {"retraining on new data helps, for some months": "skew"},
)


def _changed(*places: int) -> str:
    other = {"drift": "skew", "skew": "drift"}
    return repr({item: other[v] if i in places else v for i, (item, v) in enumerate(_CAUSES.items())})


drift_or_skew.answers(
    right=[
        repr(_CAUSES),
        repr({item: cause.title() for item, cause in _CAUSES.items()}),
        f"pd.Series({_CAUSES!r})",
        repr([*reversed(_CAUSES.items())]),
        repr(list(_CAUSES.values())),
    ],
    wrong={
        "all-drift": [repr(dict.fromkeys(_CAUSES, "drift"))],
        "all-skew": [repr(dict.fromkeys(_CAUSES, "skew"))],
        "sudden-is-drift": [_changed(1)],
        "preparation-is-drift": [_changed(4, 7)],
        "people-are-bugs": [_changed(3, 5)],
        "cured-skew": [_changed(6)],
        "swapped:drift-skew": [_changed(*range(8))],
        "class:unknown": [repr({**_CAUSES, next(iter(_CAUSES)): "rain"})],
        "item:missing": [repr(dict(list(_CAUSES.items())[1:]))],
        "none": ["None"],
    },
)
