"""I9.2: how many times as fast the service is when inference costs no time."""

from mlsys_course.exercise import exercise


@exercise(
    "speedup_limit",
    bank="I9.2",
    rtol=0.005,
    scenario="amdahl",
    objective=(4, 6),
    bloom="Analyze",
    anchors=("sec-introduction-fallacies-pitfalls-230d", "amdahls-pitfall"),
    title="The ceiling",
    prompt=(
        "Three stages follow one another. Suppose inference cost no time at all: how many times faster "
        "would the service be, end to end, old latency over new? A plain number."
    ),
    neighbours=("latency_reduction",),
)
def speedup_limit(preprocessing, inference, postprocessing):
    """Old total over what remains."""
    return (preprocessing + inference + postprocessing) / (preprocessing + postprocessing)


speedup_limit.misconception(
    "component-speedup",
    "This is the speedup of inference, not of the whole. The question asks about inference that costs no "
    "time.",
    lambda preprocessing, inference, postprocessing, speedup: speedup,
)

speedup_limit.misconception(
    "one-over-share",
    "You divide one by the share of inference. The share that stays limits the speedup: divide one by that.",
    lambda preprocessing, inference, postprocessing: (preprocessing + inference + postprocessing) / inference,
)


def _finite(preprocessing, inference, postprocessing, speedup):
    total = preprocessing + inference + postprocessing
    return total / (preprocessing + inference / speedup + postprocessing)


speedup_limit.misconception(
    "finite-speedup",
    "You make inference faster by the given factor. The question asks about inference that costs no time.",
    _finite,
)


def _multiplied(preprocessing, inference, postprocessing, speedup):
    total = preprocessing + inference + postprocessing
    return speedup * total / (preprocessing + inference / speedup + postprocessing)


speedup_limit.misconception(
    "multiplied",
    "You multiply the speedup of the whole by that of inference. That counts the same saving twice.",
    _multiplied,
)

speedup_limit.misconception(
    "ratio:time",
    "This is the new latency over the old one. The question asks for old over new.",
    lambda preprocessing, inference, postprocessing: (
        (preprocessing + postprocessing) / (preprocessing + inference + postprocessing)
    ),
)

speedup_limit.misconception(
    "gain",
    "This is the speedup minus one. The question asks how many times as fast the whole becomes.",
    lambda preprocessing, inference, postprocessing: inference / (preprocessing + postprocessing),
)

_TOTAL = "(q.preprocessing + q.inference + q.postprocessing)"
_NEW = "(q.preprocessing + q.inference / q.speedup + q.postprocessing)"
_REST = "(q.preprocessing + q.postprocessing)"

speedup_limit.answers(
    right=[
        f"{_TOTAL} / {_REST}",
        f"({_TOTAL} / {_REST}).to('').magnitude",
        f"1 / (1 - q.inference / {_TOTAL})",
        f"1 + (q.inference / {_REST}).to('').magnitude",
        "1.529",
        "1.53",
        "130 / 85",
        "Fraction(130, 85)",
        "Decimal('1.5294')",
    ],
    wrong={
        "component-speedup": ["q.speedup"],
        "one-over-share": [f"{_TOTAL} / q.inference", "2.89"],
        "finite-speedup": [f"{_TOTAL} / {_NEW}", "1.3"],
        "multiplied": [f"q.speedup * {_TOTAL} / {_NEW}", "3.9"],
        "ratio:time": [f"{_REST} / {_TOTAL}", "0.654"],
        "gain": [f"q.inference / {_REST}", "0.529"],
        "dropped:postprocessing": ["(q.preprocessing + q.inference) / q.preprocessing", "1.75"],
        "unit:time": [_TOTAL],
        "value:infinite": ["math.inf"],
        "value:text": ["'one and a half'"],
    },
)
