"""I9.3: how long preprocessing may take."""

from mlsys_course.exercise import exercise


@exercise(
    "preprocessing_budget",
    bank="I9.3",
    unit="millisecond",
    rtol=0.005,
    scenario="amdahl",
    objective=(4, 6),
    bloom="Analyze",
    anchors=("sec-introduction-fallacies-pitfalls-230d", "amdahls-pitfall"),
    title="A budget for preprocessing",
    prompt=(
        "Three stages follow one another. Inference has become faster by the given factor, postprocessing "
        "stays as it is, and the whole must fit into the target. How long may preprocessing take?"
    ),
)
def preprocessing_budget(inference, postprocessing, speedup, target):
    """Return what the other stages leave of the target."""
    return target - inference / speedup - postprocessing


preprocessing_budget.misconception(
    "scaled",
    "You apply preprocessing's share of the faster service to the target. The other stages do not shrink:"
    " subtract them from the target.",
    lambda preprocessing, inference, postprocessing, speedup, target: (
        target * preprocessing / (preprocessing + inference / speedup + postprocessing)
    ),
)

preprocessing_budget.misconception(
    "scaled-old",
    "You apply preprocessing's share of the old latency to the target. The other stages do not shrink: "
    "subtract them from the target.",
    lambda preprocessing, inference, postprocessing, target: (
        target * preprocessing / (preprocessing + inference + postprocessing)
    ),
)

preprocessing_budget.misconception(
    "to-save",
    "This is the time that preprocessing has to save. The question asks how long it may still take.",
    lambda preprocessing, inference, postprocessing, speedup, target: (
        preprocessing + inference / speedup + postprocessing - target
    ),
)

preprocessing_budget.misconception(
    "all-shrunk",
    "You divide postprocessing by the speedup, too. Only inference has become faster.",
    lambda inference, postprocessing, speedup, target: target - (inference + postprocessing) / speedup,
)

_TOTAL = "(q.preprocessing + q.inference + q.postprocessing)"
_NEW = "(q.preprocessing + q.inference / q.speedup + q.postprocessing)"

preprocessing_budget.answers(
    right=[
        "q.target - q.inference / q.speedup - q.postprocessing",
        "(q.target - (q.inference / q.speedup + q.postprocessing)).to('second')",
        "Q_(40, 'millisecond')",
        "Q_(0.04, 'second')",
        "Q_(40000, 'microsecond')",
        "faster = q.inference / q.speedup\npreprocessing_budget = q.target - q.postprocessing - faster",
    ],
    wrong={
        "dropped:postprocessing": ["q.target - q.inference / q.speedup", "Q_(65, 'millisecond')"],
        "dropped:speedup": ["q.target - q.inference - q.postprocessing"],
        "dropped:inference,speedup": ["q.target - q.postprocessing", "Q_(55, 'millisecond')"],
        "scaled": [f"q.target * q.preprocessing / {_NEW}", "Q_(48, 'millisecond')"],
        "scaled-old": [f"q.target * q.preprocessing / {_TOTAL}", "Q_(36.9, 'millisecond')"],
        "all-shrunk": ["q.target - (q.inference + q.postprocessing) / q.speedup"],
        "inverted:speedup": ["q.target - q.inference * q.speedup - q.postprocessing"],
        "sum-for-difference": ["q.target - q.inference / q.speedup + q.postprocessing"],
        "unit:missing": ["40", "40.0"],
        "scale:1000": ["Q_(40, 'second')"],
        "value:text": ["'30 ms'"],
    },
)
