"""I9.12: which pillar owns each trouble."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification

_DATA, _TRAINING, _DEPLOYMENT, _OPERATIONS, _ETHICS = (
    "Data Engineering",
    "Training Systems",
    "Deployment Infrastructure",
    "Operations and Monitoring",
    "Ethics and Governance",
)

# Where the chapter's text on the five disciplines names two, both are accepted.
_OWNERS = {
    "sensor records must be validated before they enter the dataset": _DATA,
    "GPU failures mid-run": (_TRAINING, _OPERATIONS),
    "p99 inference latency too high on the phone tier": (_DEPLOYMENT, _OPERATIONS),
    "silent accuracy decay in production": _OPERATIONS,
    "subgroup error gap": _ETHICS,
    "lineage: from a label back to its source record": (_DATA, _ETHICS),
    "fitting the model to an edge device before launch": _DEPLOYMENT,
    "loan refused and nobody can give the applicant a reason": _ETHICS,
    "hyper-parameter tuning at scale": _TRAINING,
    "alert fatigue": _OPERATIONS,
}


@exercise(
    "pillar_owner",
    bank="I9.12",
    points=2,
    objective=8,
    bloom="Apply",
    anchors="fig-pillars",
    title="Whose problem is it?",
    spec=Classification(
        items={
            "sensor records must be validated before they enter the dataset": ("sensor records",),
            "GPU failures mid-run": ("GPU failures",),
            "p99 inference latency too high on the phone tier": ("p99 inference latency",),
            "silent accuracy decay in production": ("silent accuracy decay",),
            "subgroup error gap": (),
            "lineage: from a label back to its source record": ("lineage",),
            "fitting the model to an edge device before launch": ("fitting the model to an edge device",),
            "loan refused and nobody can give the applicant a reason": ("loan refused",),
            "hyper-parameter tuning at scale": ("hyperparameter tuning",),
            "alert fatigue": (),
        },
        classes={
            _DATA: ("data",),
            _TRAINING: ("training",),
            _DEPLOYMENT: ("deployment", "serving"),
            _OPERATIONS: ("operations", "monitoring", "MLOps", "ops", "operations & monitoring"),
            _ETHICS: ("ethics", "governance", "responsible AI", "fairness"),
        },
        reconsider="Ask when each trouble shows: before training, during it, at launch, or in daily use.",
        partial=True,
    ),
)
def pillar_owner():
    """Give each challenge the pillar that owns it."""
    return _OWNERS


pillar_owner.misconception(
    "decay-is-training",
    "You gave decay in production to training, but the world changed, not the model.",
    lambda: {"silent accuracy decay in production": _TRAINING},
)

pillar_owner.misconception(
    "latency-is-model",
    "You gave latency to training, but how fast a model answers is decided where it is served.",
    lambda: {"p99 inference latency too high on the phone tier": _TRAINING},
)

pillar_owner.misconception(
    "fitting-is-training",
    "You gave fitting a trained model to a device to training, but it belongs to the launch.",
    lambda: {"fitting the model to an edge device before launch": _TRAINING},
)

pillar_owner.misconception(
    "fairness-is-training",
    "You gave a gap between groups of people to training, but the question is who answers for it.",
    lambda: {"subgroup error gap": _TRAINING},
)

pillar_owner.misconception(
    "fairness-is-data",
    "You gave a gap between groups of people to data, but somebody must answer for it, whatever causes it.",
    lambda: {"subgroup error gap": _DATA},
)

pillar_owner.misconception(
    "validation-is-operations",
    "You gave checks in front of the dataset to operations, but operations watches what is deployed.",
    lambda: {"sensor records must be validated before they enter the dataset": _OPERATIONS},
)

pillar_owner.misconception(
    "explaining-is-deployment",
    "You gave a decision nobody can explain to deployment, but it is a matter of accountability.",
    lambda: {"loan refused and nobody can give the applicant a reason": _DEPLOYMENT},
)


_FIRST = {item: owner if isinstance(owner, str) else owner[0] for item, owner in _OWNERS.items()}
_SECOND = {item: owner if isinstance(owner, str) else owner[-1] for item, owner in _OWNERS.items()}


def _changed(**changes: str) -> str:
    letters = dict(zip("abcdefghij", _OWNERS, strict=True))
    return repr({**_FIRST, **{letters[letter]: value for letter, value in changes.items()}})


pillar_owner.answers(
    right=[
        repr(_FIRST),
        repr(_SECOND),
        repr({item: owner.split()[0].lower() for item, owner in _FIRST.items()}),
        repr({item: owner.replace(" and ", " & ") for item, owner in _FIRST.items()}),
        f"pd.Series({_FIRST!r}, name='pillar')",
        repr({item.replace("-", " "): owner for item, owner in _FIRST.items()}),
    ],
    wrong={
        "decay-is-training": [_changed(d="Training Systems")],
        "latency-is-model": [_changed(c="training")],
        "fitting-is-training": [_changed(g="training")],
        "fairness-is-training": [_changed(e="Training Systems")],
        "fairness-is-data": [_changed(e="data")],
        "validation-is-operations": [_changed(a="monitoring")],
        "explaining-is-deployment": [_changed(h="deployment")],
        "decay-is-training+fairness-is-training": [_changed(d="training", e="training")],
        "all-one-class": [repr(dict.fromkeys(_OWNERS, "Training Systems"))],
        "swapped:Data Engineering-Ethics and Governance": [
            _changed(a="ethics", f="ethics", e="data", h="data"),
        ],
        "item:unknown": [repr({item.replace("alert", "alarm"): owner for item, owner in _FIRST.items()})],
        "class:ambiguous": [_changed(a="data or training")],
        "none": ["None"],
    },
)
