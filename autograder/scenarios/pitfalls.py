"""Numbers of the section on fallacies, pitfalls, deployment and the five pillars."""

from autograder.scenarios import OneOf, Parameter, declare


def _apart(*values: float) -> bool:
    """Say whether the answers that learners confuse differ from one another by more than two percent."""
    ordered = sorted(values)
    return all(high - low > 0.02 * abs(high) for low, high in zip(ordered, ordered[1:], strict=False))


def _stages(
    preprocessing: float, inference: float, postprocessing: float, speedup: float, target: float
) -> bool:
    """Say whether preprocessing is the largest stage, must become faster and can; nothing may coincide."""
    total, kept = preprocessing + inference + postprocessing, preprocessing + postprocessing
    new = kept + inference / speedup
    saved = inference - inference / speedup
    rest = target - inference / speedup - postprocessing
    return (
        preprocessing > inference
        and 15 < rest < 0.8 * preprocessing
        and abs(target - inference - postprocessing) > 2
        and _apart(
            saved / total, saved / new, inference / total, new / total, 1 - 1 / speedup,
            saved / (total - postprocessing), saved / (total - preprocessing), inference / speedup / total,
        )
        and _apart(total / kept, total / inference, total / new, speedup, speedup * total / new, 1 + inference / preprocessing)
        and _apart(
            rest, new - target, target * preprocessing / new, target * preprocessing / total, target - postprocessing,
            target - inference / speedup, abs(target - inference - postprocessing),
            target - (inference + postprocessing) / speedup,
        )
    )  # fmt: skip


declare(
    "amdahl",
    title="A service with three stages, one after the other",
    parameters={
        "preprocessing": Parameter("time of preprocessing", "millisecond"),
        "inference": Parameter("time of inference", "millisecond"),
        "postprocessing": Parameter("time of postprocessing", "millisecond"),
        "speedup": Parameter("how many times as fast inference becomes"),
        "target": Parameter("latency that the whole must reach", "millisecond"),
    },
    book=(60, 45, 25, 3, 70),
    vary=[
        OneOf("preprocessing", (48, 54, 60, 66, 72, 84, 90)),
        OneOf("inference", (30, 36, 40, 45, 50, 56, 64)),
        OneOf("postprocessing", (12, 15, 18, 20, 25, 28)),
        OneOf("speedup", (2, 2.5, 3, 4, 5, 8)),
        OneOf("target", (55, 60, 65, 70, 75, 80, 90)),
    ],
    require=_stages,
)
