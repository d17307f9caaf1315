"""I4.9: how many GPUs it takes to hold the weights."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "gpus_for_weights",
    bank="I4.9",
    kind="integer",
    points=2,
    scenario="weights_on_gpus",
    objective=(1, 5),
    bloom="Apply",
    anchors=("tbl-dam-taxonomy", "sec-introduction-defining-ml-systems-d4af"),
    title="GPUs that hold the weights",
)
def gpus_for_weights(parameters, bytes_per_parameter, memory):
    """Return the size of the weights over the memory of one GPU, rounded up."""
    return np.ceil(parameters * bytes_per_parameter / memory)


gpus_for_weights.misconception(
    "training-state",
    "You count what training keeps beside the weights. The question asks for the weights alone.",
    lambda parameters, memory: np.ceil(parameters * Q_(16, "byte/parameter") / memory),
)

gpus_for_weights.answers(
    right=[
        "np.ceil((q.parameters * q.bytes_per_parameter / q.memory).to('').magnitude)",
        "math.ceil((q.parameters * q.bytes_per_parameter / q.memory).to(''))",
        "int(-(-(q.parameters * q.bytes_per_parameter).to('byte').magnitude // q.memory.to('byte').magnitude))",
        "5",
        "np.int64(5)",
        "Decimal(5)",
    ],
    wrong={
        "rounding:down": [
            "math.floor((q.parameters * q.bytes_per_parameter / q.memory).to('').magnitude)",
            "4",
        ],
        "rounding:none": ["(q.parameters * q.bytes_per_parameter / q.memory).to('').magnitude", "4.0745"],
        "sibling:BYTES_FP32": ["9"],
        "dropped:bytes_per_parameter": ["3"],
        "unit:information": ["q.parameters * q.bytes_per_parameter"],
    },
)
