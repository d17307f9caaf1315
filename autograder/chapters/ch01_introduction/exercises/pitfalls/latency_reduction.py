"""I9.1: by which share the latency falls when inference becomes faster."""

from mlsys_course.exercise import exercise


@exercise(
    "latency_reduction",
    bank="I9.1",
    unit="percent",
    rtol=0.005,
    points=2,
    scenario="amdahl",
    objective=(4, 6),
    bloom="Apply",
    anchors=("sec-introduction-fallacies-pitfalls-230d", "amdahls-pitfall"),
    title="What a faster model is worth",
    neighbours=("speedup_limit", "preprocessing_budget"),
)
def latency_reduction(preprocessing, inference, postprocessing, speedup):
    """Time saved over the old total."""
    return (inference - inference / speedup) / (preprocessing + inference + postprocessing)


latency_reduction.misconception(
    "local-improvement",
    "This is how much shorter inference alone becomes. The question is about the whole request, whose "
    "other stages take as long as before.",
    lambda preprocessing, inference, postprocessing, speedup: 1 - 1 / speedup,
)


def _new_as_base(preprocessing, inference, postprocessing, speedup):
    new = preprocessing + inference / speedup + postprocessing
    return (preprocessing + inference + postprocessing) / new - 1


latency_reduction.misconception(
    "new-as-base",
    "You divide the time saved by the new latency. Divide by the old latency.",
    _new_as_base,
)


def _remaining(preprocessing, inference, postprocessing, speedup):
    total = preprocessing + inference + postprocessing
    return (preprocessing + inference / speedup + postprocessing) / total


latency_reduction.misconception(
    "remaining-share",
    "This is what remains of the old latency. The question asks what is saved.",
    _remaining,
)

latency_reduction.misconception(
    "inference-share",
    "This is the share of inference in the old latency, as if inference took no time any more. Subtract "
    "the time it still takes.",
    lambda preprocessing, inference, postprocessing, speedup: (
        inference / (preprocessing + inference + postprocessing)
    ),
)


def _speedup(preprocessing, inference, postprocessing, speedup):
    total = preprocessing + inference + postprocessing
    return total / (preprocessing + inference / speedup + postprocessing)


latency_reduction.misconception(
    "speedup-of-whole",
    "This is how many times as fast the whole becomes. The question asks for the share of the old latency"
    " that is saved.",
    _speedup,
)

latency_reduction.misconception(
    "share-over-speedup",
    "This is what is left of inference, as a share of the old latency. Take what inference loses.",
    lambda preprocessing, inference, postprocessing, speedup: (
        inference / speedup / (preprocessing + inference + postprocessing)
    ),
)

_TOTAL = "(q.preprocessing + q.inference + q.postprocessing)"
_NEW = "(q.preprocessing + q.inference / q.speedup + q.postprocessing)"

latency_reduction.answers(
    right=[
        f"(q.inference - q.inference / q.speedup) / {_TOTAL}",
        f"((q.inference - q.inference / q.speedup) / {_TOTAL}).to('percent')",
        f"1 - ({_NEW} / {_TOTAL}).to('').magnitude",
        "old = q.preprocessing + q.inference + q.postprocessing\n"
        "new = old - q.inference * (1 - 1 / q.speedup)\n"
        "latency_reduction = (old - new) / old",
        "0.2308",
        "0.231",
        "Q_(23, 'percent')",
        "Fraction(30, 130)",
        "np.float64(30) / 130",
    ],
    wrong={
        "local-improvement": ["1 - 1 / q.speedup", "0.667", "Q_(66.7, 'percent')"],
        "new-as-base": [f"{_TOTAL} / {_NEW} - 1", "Q_(30, 'percent')", "0.3"],
        "inference-share": [f"q.inference / {_TOTAL}", "0.346"],
        "remaining-share": [f"{_NEW} / {_TOTAL}", "Q_(76.9, 'percent')"],
        "speedup-of-whole": [f"{_TOTAL} / {_NEW}", "1.3"],
        "share-over-speedup": [f"q.inference / q.speedup / {_TOTAL}"],
        "dropped:postprocessing": [
            "(q.inference - q.inference / q.speedup) / (q.preprocessing + q.inference)"
        ],
        "unit:percent|scale:100": ["23.077", "23.1"],
        "unit:time": ["q.inference - q.inference / q.speedup", "Q_(30, 'millisecond')"],
        "sign": [f"(q.inference / q.speedup - q.inference) / {_TOTAL}", "Q_(-23.08, 'percent')"],
        "value:text": ["'23 %'"],
        "value:none": ["None"],
    },
)
