"""Graded keys of the section on fallacies, pitfalls, deployment and the five pillars."""

from typing import Any

from mlsys_course.exercise import exercise

# ------------------------------------------------------------------------------ I9.1 to I9.3: Amdahl


@exercise(
    "latency_reduction",
    bank="I9.1",
    unit="percent",
    rtol=0.005,
    points=2,
    scenario="amdahl",
    objective=(4, 6),
    bloom="Apply",
    anchors="amdahls-pitfall",
    title="What a faster model is worth",
    prompt=(
        "Three stages follow one another, and inference becomes faster by the given factor. By which "
        "share of the old "
        "end-to-end latency does the latency fall? A fraction, or a quantity in percent."
    ),
    neighbours=("speedup_limit",),
)
def latency_reduction(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    """Time saved over the old total."""
    return (inference - inference / speedup) / (preprocessing + inference + postprocessing)


@latency_reduction.misconception(
    "local-improvement",
    "This is by how much inference alone becomes shorter. The question is about the whole request: the other "
    "stages take as long as before.",
)
def _local(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    return 1 - 1 / speedup


@latency_reduction.misconception(
    "new-as-base",
    "This is the time saved relative to the new latency (the speedup less one). The question is "
    "about the share of "
    "the old latency.",
)
def _new_as_base(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    new = preprocessing + inference / speedup + postprocessing
    return (preprocessing + inference + postprocessing) / new - 1


@latency_reduction.misconception(
    "remaining-share",
    "This is what remains of the old latency. The question is about what is saved.",
)
def _remaining(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    total = preprocessing + inference + postprocessing
    return (preprocessing + inference / speedup + postprocessing) / total


@latency_reduction.misconception(
    "inference-share",
    "This is the share of inference in the old latency. That much would be saved if inference took "
    "no time at all.",
)
def _share(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    return inference / (preprocessing + inference + postprocessing)


@latency_reduction.misconception(
    "speedup-of-whole",
    "This is how many times as fast the whole becomes, old latency over new. The question is about "
    "the share of the "
    "old latency that is saved.",
)
def _speedup(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    total = preprocessing + inference + postprocessing
    return total / (preprocessing + inference / speedup + postprocessing)


@latency_reduction.misconception(
    "share-over-speedup",
    "This is what is left of inference, as a share of the old latency. What is saved is the part "
    "that inference loses.",
)
def _left(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    return inference / speedup / (preprocessing + inference + postprocessing)


@exercise(
    "speedup_limit",
    bank="I9.2",
    rtol=0.005,
    points=2,
    scenario="amdahl",
    objective=(4, 6),
    bloom="Analyze",
    anchors="amdahls-pitfall",
    title="The ceiling",
    prompt=(
        "Three stages follow one another. Suppose inference cost no time at all: how many times "
        "faster would the "
        "service be, end to end, old latency over new? A plain number."
    ),
    neighbours=("latency_reduction",),
)
def speedup_limit(preprocessing: Any, inference: Any, postprocessing: Any) -> Any:
    """Old total over what remains."""
    return (preprocessing + inference + postprocessing) / (preprocessing + postprocessing)


@speedup_limit.misconception(
    "component-speedup",
    "This is the speedup of inference, not of the whole; and the question is about inference that "
    "costs no time.",
)
def _component(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    return speedup


@speedup_limit.misconception(
    "one-over-share",
    "This is one over the share of inference. The share that stays is what bounds the speedup, not "
    "the share that "
    "goes.",
)
def _one_over_share(preprocessing: Any, inference: Any, postprocessing: Any) -> Any:
    return (preprocessing + inference + postprocessing) / inference


@speedup_limit.misconception(
    "finite-speedup",
    "This is the speedup of the whole when inference is faster by the given factor. The question is "
    "about inference "
    "that costs no time at all.",
)
def _finite(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    total = preprocessing + inference + postprocessing
    return total / (preprocessing + inference / speedup + postprocessing)


@speedup_limit.misconception(
    "multiplied",
    "Here the speedup of the whole is multiplied by that of inference; each of the two counts the "
    "same saving.",
)
def _multiplied(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any) -> Any:
    total = preprocessing + inference + postprocessing
    return speedup * total / (preprocessing + inference / speedup + postprocessing)


@speedup_limit.misconception(
    "ratio:time",
    "This is new latency over old; the question asks for old over new.",
)
def _new_over_old(preprocessing: Any, inference: Any, postprocessing: Any) -> Any:
    return (preprocessing + postprocessing) / (preprocessing + inference + postprocessing)


@speedup_limit.misconception(
    "gain",
    "This is by how much faster the whole becomes (the speedup less one); the question asks how many "
    "times as fast.",
)
def _gain(preprocessing: Any, inference: Any, postprocessing: Any) -> Any:
    return inference / (preprocessing + postprocessing)


@exercise(
    "preprocessing_budget",
    bank="I9.3",
    unit="millisecond",
    rtol=0.005,
    points=2,
    scenario="amdahl",
    objective=(4, 6),
    bloom="Analyze",
    anchors="amdahls-pitfall",
    title="A budget for preprocessing",
    prompt=(
        "Three stages follow one another. Inference has become faster by the given factor, "
        "postprocessing stays, and "
        "the whole must fit into the target. How long may preprocessing take?"
    ),
)
def preprocessing_budget(inference: Any, postprocessing: Any, speedup: Any, target: Any) -> Any:
    """Return what the other stages leave of the target."""
    return target - inference / speedup - postprocessing


@preprocessing_budget.misconception(
    "scaled",
    "Here the share that preprocessing has of the faster service is applied to the target. The other "
    "stages do not "
    "shrink with the target: subtract what they take.",
)
def _scaled(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any, target: Any) -> Any:
    return target * preprocessing / (preprocessing + inference / speedup + postprocessing)


@preprocessing_budget.misconception(
    "scaled-old",
    "Here the share that preprocessing had of the old latency is applied to the target. The other "
    "stages do not "
    "shrink with the target: subtract what they take.",
)
def _scaled_old(preprocessing: Any, inference: Any, postprocessing: Any, target: Any) -> Any:
    return target * preprocessing / (preprocessing + inference + postprocessing)


@preprocessing_budget.misconception(
    "to-save",
    "This is the time that preprocessing has to lose. The question is about the time that it may still take.",
)
def _to_save(preprocessing: Any, inference: Any, postprocessing: Any, speedup: Any, target: Any) -> Any:
    return preprocessing + inference / speedup + postprocessing - target


@preprocessing_budget.misconception(
    "all-shrunk",
    "Here postprocessing is divided by the speedup too. Only inference has become faster.",
)
def _all_shrunk(inference: Any, postprocessing: Any, speedup: Any, target: Any) -> Any:
    return target - (inference + postprocessing) / speedup
