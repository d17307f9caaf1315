"""I9.10: the stages of an ML system's life and the two ways back, as a graph."""

from typing import Any

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Graph

_FORWARD = [
    ("collection", "preparation"),
    ("preparation", "training"),
    ("training", "evaluation"),
    ("evaluation", "deployment"),
    ("deployment", "monitoring"),
]
_BACK = [("evaluation", "preparation"), ("monitoring", "collection")]
_EDGES = [*_FORWARD, *_BACK]


@exercise(
    "lifecycle",
    bank="I9.10",
    points=2,
    objective=6,
    bloom="Understand",
    anchors="fig-ml_lifecycle_overview",
    title="The lifecycle of an ML system",
    spec=Graph(
        nodes={
            "collection": ("data collection", "collect data", "collect"),
            "preparation": ("data preparation", "data prep", "preprocessing", "prepare", "cleaning"),
            "training": ("model training", "train"),
            "evaluation": ("model evaluation", "evaluate", "validation", "testing"),
            "deployment": ("model deployment", "deploy", "serving"),
            "monitoring": ("model monitoring", "monitor", "operations"),
        },
        reconsider=(
            "Follow one model through its life, and ask twice: what happens when it is not good enough?"
        ),
    ),
)
def lifecycle():
    """Return the stages in their order, and the two ways back."""
    return {*_EDGES}


lifecycle.misconception(
    "waterfall",
    "That is a waterfall: it ends with monitoring. Lead what monitoring finds back to an earlier stage.",
    lambda: {*_FORWARD},
)

lifecycle.misconception(
    "retrains-on-old-data",
    "You lead monitoring straight back to training. The model would train again on data that no longer "
    "describe the world.",
    lambda: {*_FORWARD, ("evaluation", "preparation"), ("monitoring", "training")},
)

lifecycle.misconception(
    "retrains-on-old-data",
    "You lead monitoring back to preparation. That would prepare the old data again.",
    lambda: {*_FORWARD, ("evaluation", "preparation"), ("monitoring", "preparation")},
)

lifecycle.misconception(
    "evaluation-to-training",
    "You lead a failed evaluation straight back to training. On the same data the model fails again.",
    lambda: {*_FORWARD, ("evaluation", "training"), ("monitoring", "collection")},
)

lifecycle.misconception(
    "evaluation-to-collection",
    "You lead a failed evaluation all the way back to collecting new data. The chapter looks at the data "
    "it has first.",
    lambda: {*_FORWARD, ("evaluation", "collection"), ("monitoring", "collection")},
)

lifecycle.misconception(
    "both-to-training",
    "Both ways back end at training. The same data cure neither a failed evaluation nor a changed world.",
    lambda: {*_FORWARD, ("evaluation", "training"), ("monitoring", "training")},
)

lifecycle.misconception(
    "monitoring-to-deployment",
    "You lead monitoring back to deployment. The same model would be deployed again.",
    lambda: {*_FORWARD, ("evaluation", "preparation"), ("monitoring", "deployment")},
)

lifecycle.misconception(
    "monitoring-to-evaluation",
    "You lead monitoring back to evaluation, which only confirms what you already know.",
    lambda: {*_FORWARD, ("evaluation", "preparation"), ("monitoring", "evaluation")},
)

lifecycle.misconception(
    "one-loop",
    "One of the two ways back is missing. A model may also fail before it is deployed.",
    lambda: {*_FORWARD, ("monitoring", "collection")},
)

lifecycle.misconception(
    "one-loop",
    "One of the two ways back is missing. The world may change after the model is deployed.",
    lambda: {*_FORWARD, ("evaluation", "preparation")},
)

lifecycle.misconception(
    "no-evaluation",
    "You lead training straight to deployment. Somebody has to test the model before users do.",
    lambda: (
        {*_EDGES, ("training", "deployment")} - {("training", "evaluation"), ("evaluation", "deployment")}
    ),
)


def _changed(*more: tuple[str, str], without: tuple[Any, ...] = ()) -> str:
    return repr([edge for edge in [*_FORWARD, *more] if edge not in without])


lifecycle.answers(
    right=[
        "{" + ", ".join(map(repr, _EDGES)) + "}",
        repr(_EDGES),
        repr(tuple([a, b] for a, b in _EDGES)),
        repr({a: [d for c, d in _EDGES if c == a] for a, _ in _EDGES}),
        f"import networkx as nx\nlifecycle = nx.DiGraph({_EDGES!r})",
        repr(
            [
                (
                    f"Data {a.title()}" if a in ("collection", "preparation") else f"Model {a.title()}",
                    f"Data {b.title()}" if b in ("collection", "preparation") else f"Model {b.title()}",
                )
                for a, b in _EDGES
            ]
        ),
        "'''collection -> preparation -> training -> evaluation -> deployment -> monitoring -> collection\n"
        "evaluation -> preparation'''",
        f"pd.DataFrame({_EDGES!r}, columns=['from', 'to'])",
        f"np.array({_EDGES!r})",
    ],
    wrong={
        "waterfall": [_changed()],
        "retrains-on-old-data": [
            _changed(("evaluation", "preparation"), ("monitoring", "training")),
            _changed(("evaluation", "preparation"), ("monitoring", "preparation")),
        ],
        "evaluation-to-training": [_changed(("evaluation", "training"), ("monitoring", "collection"))],
        "evaluation-to-collection": [_changed(("evaluation", "collection"), ("monitoring", "collection"))],
        "both-to-training": [_changed(("evaluation", "training"), ("monitoring", "training"))],
        "monitoring-to-deployment": [_changed(("evaluation", "preparation"), ("monitoring", "deployment"))],
        "monitoring-to-evaluation": [_changed(("evaluation", "preparation"), ("monitoring", "evaluation"))],
        "one-loop": [_changed(("monitoring", "collection")), _changed(("evaluation", "preparation"))],
        "no-evaluation": [
            _changed(
                ("training", "deployment"),
                ("evaluation", "preparation"),
                ("monitoring", "collection"),
                without=(("training", "evaluation"), ("evaluation", "deployment")),
            ),
        ],
        "retrains-on-old-data|evaluation-to-training": [
            _changed(("monitoring", "preparation"), ("evaluation", "training")),
        ],
        "graph:no-loop": [repr(_EDGES[:4])],
        "graph:missing": [
            repr(_EDGES[1:]),
            _changed(
                ("evaluation", "preparation"),
                ("monitoring", "collection"),
                without=(("training", "evaluation"),),
            ),
        ],
        "graph:reversed": [repr([(b, a) for a, b in _EDGES])],
        "graph:both-ways": [repr([*_EDGES, *((b, a) for a, b in _EDGES)])],
        "graph:undirected": [
            f"import networkx as nx\nlifecycle = nx.Graph({_EDGES!r})",
            "[" + ", ".join(f"{{{a!r}, {b!r}}}" for a, b in _EDGES) + "]",
        ],
        "graph:self-loop": [repr([*_EDGES, ("monitoring", "monitoring")])],
        "graph:some-reversed": [
            repr([*_EDGES[:5], ("preparation", "evaluation"), ("monitoring", "collection")])
        ],
        "graph:extra": [repr([*_EDGES, ("training", "preparation")])],
        "graph:node": [repr([*_EDGES, ("evaluation", "retirement")])],
        "graph:edge": [
            "['collection', 'preparation']",
            repr([("collection", "preparation", "training", "x")]),
        ],
        "type": ["7"],
        "none": ["None"],
        "empty": ["[]"],
    },
)
