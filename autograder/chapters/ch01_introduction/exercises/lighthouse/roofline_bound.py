"""I7.15: which cases are bound by memory and which by compute."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification

_MEMORY, _COMPUTE = "memory", "compute"

_BOUNDS = {
    "ResNet-50, batch 1": _MEMORY,
    "ResNet-50, batch 2": _COMPUTE,
    "GPT-2, batch 1": _MEMORY,
    "GPT-2, batch 512": _COMPUTE,
    "MobileNetV2, batch 1": _MEMORY,
    "MobileNetV2, batch 8": _COMPUTE,
    "KWS, batch 1": _MEMORY,
    "DLRM, batch 1": _MEMORY,
}


@exercise(
    "roofline_bound",
    bank="I7.15",
    points=2,
    objective=5,
    bloom="Analyze",
    anchors=("tbl-lighthouse-examples", "eq-intro-iron-law"),
    title="Memory-bound or compute-bound?",
    spec=Classification(
        items={
            "ResNet-50, batch 1": ("ResNet, batch 1",),
            "ResNet-50, batch 2": ("ResNet, batch 2",),
            "GPT-2, batch 1": (),
            "GPT-2, batch 512": (),
            "MobileNetV2, batch 1": ("MobileNet, batch 1",),
            "MobileNetV2, batch 8": ("MobileNet, batch 8",),
            "KWS, batch 1": ("Keyword Spotting, batch 1", "KWS"),
            "DLRM, batch 1": ("DLRM",),
        },
        classes={
            _MEMORY: ("memory-bound", "bandwidth", "bandwidth-bound", "memory bandwidth"),
            _COMPUTE: ("compute-bound", "compute throughput", "arithmetic"),
        },
        reconsider=(
            "Work out the operations per byte of each case, the batch included, and compare with the "
            "ridge point."
        ),
        partial=True,
    ),
)
def roofline_bound():
    """Compare the arithmetic intensity of each case with the ridge point of the H100."""
    return _BOUNDS


roofline_bound.misconception(
    "convolutions-are-compute-bound",
    "You call the convolutional networks compute-bound with one image, too: compare the reuse of a weight"
    " with this device's ridge point at full peak.",
    lambda: {"ResNet-50, batch 1": _COMPUTE, "MobileNetV2, batch 1": _COMPUTE},
)

roofline_bound.misconception(
    "resnet-is-compute-bound",
    "You compare with the ridge point of an older device, or at half the peak: use this device at its "
    "full peak.",
    lambda: {"ResNet-50, batch 1": _COMPUTE},
)

roofline_bound.misconception(
    "mac-for-flop",
    "You seem to count a multiply-accumulate as one operation: count two, and one case changes sides.",
    lambda: {"ResNet-50, batch 2": _MEMORY},
)

roofline_bound.misconception(
    "mac-for-flop",
    "You seem to count a multiply-accumulate as one operation: count two, and these cases change sides.",
    lambda: {"ResNet-50, batch 2": _MEMORY, "GPT-2, batch 512": _MEMORY},
)

roofline_bound.misconception(
    "small-is-memory-bound",
    "You call a small network memory-bound at every batch size, but each input uses its few weights again.",
    lambda: {"MobileNetV2, batch 8": _MEMORY},
)

roofline_bound.misconception(
    "language-is-memory-bound",
    "You call a language model memory-bound at every batch size, but all sequences of a batch share one "
    "fetch of the weights.",
    lambda: {"GPT-2, batch 512": _MEMORY},
)

roofline_bound.misconception(
    "batch-ignored",
    "You ignore the batch, but it multiplies the operations while the weights are read once.",
    lambda: {"ResNet-50, batch 2": _MEMORY, "GPT-2, batch 512": _MEMORY, "MobileNetV2, batch 8": _MEMORY},
)

roofline_bound.misconception(
    "vision-is-compute-bound",
    "You call whatever is not a language model or a recommender compute-bound, but only operations per "
    "byte count.",
    lambda: {
        "ResNet-50, batch 1": _COMPUTE,
        "MobileNetV2, batch 1": _COMPUTE,
        "KWS, batch 1": _COMPUTE,
    },
)

roofline_bound.misconception(
    "small-is-compute-bound",
    "You call a tiny network compute-bound because its weights arrive quickly, but it has few operations,"
    " too: only their ratio counts.",
    lambda: {"KWS, batch 1": _COMPUTE},
)


def _changed(**changes: str) -> str:
    """Write the right answer with some items changed: letters a to h stand for the items."""
    letters = dict(zip("abcdefgh", _BOUNDS, strict=True))
    return repr({**_BOUNDS, **{letters[letter]: value for letter, value in changes.items()}})


roofline_bound.answers(
    right=[
        repr(_BOUNDS),
        repr({item: f"{bound}-bound" for item, bound in _BOUNDS.items()}),
        repr({item.replace(", ", " "): bound.upper() for item, bound in _BOUNDS.items()}),
        f"pd.Series({_BOUNDS!r})",
        repr(list(_BOUNDS.items())),
        repr({item: {"memory": "bandwidth", "compute": "Compute"}[bound] for item, bound in _BOUNDS.items()}),
        "ridge = 989 / 3.35\n"
        "one = {'ResNet-50': 8.2e9 / 51.2e6, 'GPT-2': 1, 'MobileNetV2': 600 / 7, 'KWS': 50, 'DLRM': 1}\n"
        "cases = [('ResNet-50', 1), ('ResNet-50', 2), ('GPT-2', 1), ('GPT-2', 512), ('MobileNetV2', 1),\n"
        "         ('MobileNetV2', 8), ('KWS', 1), ('DLRM', 1)]\n"
        "roofline_bound = {f'{name}, batch {n}': 'memory' if n * one[name] < ridge else 'compute'\n"
        "                  for name, n in cases}",
    ],
    wrong={
        "resnet-is-compute-bound": [_changed(a="compute")],
        "convolutions-are-compute-bound": [_changed(a="compute", e="compute")],
        "mac-for-flop": [_changed(b="memory"), _changed(b="memory", d="memory")],
        "small-is-memory-bound": [_changed(f="memory")],
        "language-is-memory-bound": [_changed(d="memory")],
        "batch-ignored": [
            _changed(b="memory", d="memory", f="memory"),
            repr(dict.fromkeys(_BOUNDS, "memory-bound")),
        ],
        "vision-is-compute-bound": [_changed(a="compute", e="compute", g="compute")],
        "small-is-compute-bound": [_changed(g="compute")],
        "all-one-class": [repr(dict.fromkeys(_BOUNDS, "compute"))],
        "swapped:memory-compute": [
            repr({item: "compute" if bound == "memory" else "memory" for item, bound in _BOUNDS.items()})
        ],
        "item:missing": [repr({k: v for k, v in _BOUNDS.items() if k != "DLRM, batch 1"})],
        "class:unknown": [_changed(h="network")],
        "type:text": ["'memory'"],
        "none": ["None"],
        "not-attempted": ["..."],
    },
)
