"""I8.13: which dimension of efficiency each technique belongs to."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification

_ALGORITHMIC, _COMPUTE, _DATA = "algorithmic", "compute", "data"


@exercise(
    "efficiency_dimension",
    bank="I8.13",
    points=2,
    objective=5,
    bloom="Understand",
    anchors=("sec-introduction-efficiency-framework-8dd4", "fig-evolution-efficiency"),
    title="Which dimension of efficiency?",
    spec=Classification(
        items={
            "tensor cores": ("tensor core",),
            "pruning": (),
            "transfer learning": (),
            "neural architecture search": ("NAS", "architecture search"),
            "kernel fusion": ("fused kernels", "fusion"),
            "curriculum": ("curriculum learning", "curriculum design"),
            "quantization": ("quantisation",),
            "deduplication": ("dedup", "removing duplicates"),
            "MobileNet": ("MobileNets", "mobile net"),
            "TPU systolic array": ("systolic array", "TPU"),
            "active learning": (),
            "knowledge distillation": ("distillation",),
        },
        classes={
            _ALGORITHMIC: ("algorithm", "algorithms", "algorithmic efficiency", "model"),
            _COMPUTE: ("compute efficiency", "machine", "hardware", "computational"),
            _DATA: ("data selection", "data efficiency", "data-centric"),
        },
        reconsider=(
            "Ask which number becomes smaller: operations that the result needs, operations that the "
            "machine could do and does not, or samples."
        ),
        partial=True,
    ),
)
def efficiency_dimension():
    """Return the dimension of each technique."""
    return {
        "tensor cores": _COMPUTE,
        "pruning": _ALGORITHMIC,
        "transfer learning": _DATA,
        "neural architecture search": _ALGORITHMIC,
        "kernel fusion": _COMPUTE,
        "curriculum": _DATA,
        "quantization": _ALGORITHMIC,
        "deduplication": _DATA,
        "MobileNet": _ALGORITHMIC,
        "TPU systolic array": _COMPUTE,
        "active learning": _DATA,
        "knowledge distillation": _ALGORITHMIC,
    }


efficiency_dimension.misconception(
    "quantization-is-hardware",
    "Quantization changes the model, which then needs less work on any machine: hardware for few bits "
    "only makes it pay off.",
    lambda: {"quantization": _COMPUTE},
)

efficiency_dimension.misconception(
    "transfer-is-a-model-method",
    "Transfer learning reuses a model, but ask what that saves: how many samples does the new task need?",
    lambda: {"transfer learning": _ALGORITHMIC},
)

efficiency_dimension.misconception(
    "training-order-is-algorithm",
    "A curriculum does not change the model or its operations: what does it choose?",
    lambda: {"curriculum": _ALGORITHMIC},
)

efficiency_dimension.misconception(
    "learning-is-algorithm",
    "Active learning is not an algorithm's efficiency because of its name: what does it choose carefully?",
    lambda: {"active learning": _ALGORITHMIC, "transfer learning": _ALGORITHMIC, "curriculum": _ALGORITHMIC},
)

efficiency_dimension.misconception(
    "active-learning-is-algorithm",
    "Active learning does not change the model's operations: what does it choose?",
    lambda: {"active learning": _ALGORITHMIC},
)

efficiency_dimension.misconception(
    "software-is-algorithm",
    "Kernel fusion is software, but the model computes the same as before: what is used better?",
    lambda: {"kernel fusion": _ALGORITHMIC},
)

efficiency_dimension.misconception(
    "mobile-is-hardware",
    "MobileNet is named after where it runs, but it is a network designed to need less work.",
    lambda: {"MobileNet": _COMPUTE},
)

efficiency_dimension.misconception(
    "distillation-is-data",
    "Distillation trains on a teacher's outputs, but ask what it produces: a model that needs less of what?",
    lambda: {"knowledge distillation": _DATA},
)

efficiency_dimension.misconception(
    "pruning-is-data", "Pruning removes weights, not samples.", lambda: {"pruning": _DATA}
)

efficiency_dimension.misconception(
    "search-is-compute",
    "An architecture search costs a lot of compute, but it finds a network that needs less.",
    lambda: {"neural architecture search": _COMPUTE},
)

efficiency_dimension.misconception(
    "deduplication-is-storage",
    "Deduplication saves memory too, but the chapter asks what a sample teaches.",
    lambda: {"deduplication": _COMPUTE},
)

efficiency_dimension.misconception(
    "circuits-are-algorithms",
    "Tensor cores and systolic arrays are circuits: they do the same work, faster.",
    lambda: {"tensor cores": _ALGORITHMIC, "TPU systolic array": _ALGORITHMIC},
)

efficiency_dimension.misconception(
    "circuits-are-algorithms",
    "Tensor cores are circuits: they do the same work, faster.",
    lambda: {"tensor cores": _ALGORITHMIC},
)

efficiency_dimension.misconception(
    "circuits-are-algorithms",
    "A systolic array is a circuit: it does the same work, faster.",
    lambda: {"TPU systolic array": _ALGORITHMIC},
)

_DIMENSIONS = efficiency_dimension.answer()


def _changed(**changes: str) -> str:
    """Write the right answer with some items changed; an underscore stands for a blank."""
    return repr({**_DIMENSIONS, **{name.replace("_", " "): value for name, value in changes.items()}})


efficiency_dimension.answers(
    right=[
        repr(_DIMENSIONS),
        repr({k: v.upper() for k, v in reversed(_DIMENSIONS.items())}),
        repr({k: {"data": "data selection"}.get(v, f"{v} efficiency") for k, v in _DIMENSIONS.items()}),
        f"pd.Series({_DIMENSIONS!r})",
        repr(_DIMENSIONS)
        .replace("neural architecture search", "NAS")
        .replace("quantization", "quantisation"),
        repr(_DIMENSIONS).replace("'data'", "'Data'").replace("'compute'", "'machine'"),
    ],
    wrong={
        "quantization-is-hardware": [_changed(quantization="compute")],
        "transfer-is-a-model-method": [_changed(transfer_learning="algorithmic")],
        "training-order-is-algorithm": [_changed(curriculum="algorithmic")],
        "active-learning-is-algorithm": [_changed(active_learning="algorithmic")],
        "learning-is-algorithm": [
            _changed(active_learning="algorithmic", transfer_learning="algorithmic", curriculum="algorithmic")
        ],
        "software-is-algorithm": [_changed(kernel_fusion="algorithmic")],
        "mobile-is-hardware": [_changed(MobileNet="compute")],
        "distillation-is-data": [_changed(knowledge_distillation="data")],
        "pruning-is-data": [_changed(pruning="data")],
        "search-is-compute": [_changed(neural_architecture_search="compute")],
        "deduplication-is-storage": [_changed(deduplication="compute")],
        "circuits-are-algorithms": [
            _changed(tensor_cores="algorithmic", TPU_systolic_array="algorithmic"),
            _changed(tensor_cores="algorithmic"),
        ],
        "all-one-class": [repr(dict.fromkeys(_DIMENSIONS, "algorithmic"))],
        "item:missing": [repr({k: v for k, v in _DIMENSIONS.items() if k != "pruning"})],
        "class:unknown": [_changed(pruning="software")],
        "type:number": ["3"],
        "none": ["None"],
        "not-attempted": ["..."],
    },
)
