"""I2.15: how much memory the weights of a network take."""

from mlsys_course.exercise import exercise


@exercise(
    "weights_memory",
    bank="I2.15",
    unit="MB",
    rtol=0.01,
    scenario="weights_in_memory",
    objective=(2, 5),
    bloom="Apply",
    anchors="fig-alexnet",
    title="Memory for the weights",
    prompt="How much memory do the weights of the whole network take?",
)
def weights_memory(parameters, bytes_per_parameter):
    """Return parameters times their size."""
    return parameters * bytes_per_parameter


weights_memory.misconception(
    "per-gpu",
    "This is what one GPU holds. The question is about the whole network.",
    lambda parameters, bytes_per_parameter, gpus: parameters * bytes_per_parameter / gpus,
)

weights_memory.misconception(
    "copied-to-gpus",
    "You give every GPU a copy. They share one network, and each holds a part.",
    lambda parameters, bytes_per_parameter, gpus: parameters * bytes_per_parameter * gpus,
)

weights_memory.answers(
    right=[
        "q.parameters * q.bytes_per_parameter",
        "(q.parameters * q.bytes_per_parameter).to('GB')",
        "Q_(240, 'MB')",
        "Q_(0.24, 'GB')",
        "Q_(228.9, 'MiB')",
        "Q_(1920, 'megabit')",
    ],
    wrong={
        "per-gpu": ["q.parameters * q.bytes_per_parameter / q.gpus"],
        "copied-to-gpus": ["q.parameters * q.bytes_per_parameter * q.gpus"],
        "scale:8": ["8 * q.parameters * q.bytes_per_parameter", "Q_(1920, 'MB')"],
        "unit:parameter": ["q.parameters"],
        "unit:missing": ["240"],
        "scale:1000": ["Q_(240, 'GB')"],
        "dropped:bytes_per_parameter|sibling:BYTES_INT8": ["Q_(60, 'MB')"],
    },
)
