"""I4.10: for which share of the time a GPU is busy."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "gpu_busy",
    bank="I4.10",
    unit="percent",
    rtol=0.01,
    scenario="feeding_a_gpu",
    objective=1,
    bloom="Analyze",
    anchors="sec-introduction-defining-ml-systems-d4af",
    title="A GPU that waits for its data",
    prompt=(
        "The storage delivers images at its bandwidth, and the GPU could take more. What share of the time "
        "is the GPU busy? A fraction, or a quantity in percent."
    ),
    neighbours=("feed_bandwidth",),
)
def gpu_busy(storage, image_size, gpu):
    """Return the images that arrive over the images it could take, at most one."""
    return np.minimum(storage / image_size / gpu, 1)


gpu_busy.misconception(
    "idle-share",
    "This is the share of the time in which the GPU waits. The question asks when it is busy.",
    lambda storage, image_size, gpu: 1 - storage / image_size / gpu,
)

gpu_busy.misconception(
    "gpu-is-bottleneck",
    "You take the GPU for the slowest stage. The images arrive more slowly.",
    lambda storage, image_size, gpu: 1 + 0 * (storage / image_size / gpu),
)

gpu_busy.answers(
    right=[
        "q.storage / q.image_size / q.gpu",
        "(q.storage / (q.image_size * q.gpu)).to('percent')",
        "0.545",
        "Q_(54.5, 'percent')",
        "Fraction(150000, 275000)",
    ],
    wrong={
        "idle-share": ["1 - (q.storage / q.image_size / q.gpu).to('').magnitude", "0.4545"],
        "inverted": ["q.gpu * q.image_size / q.storage", "1.8333"],
        "gpu-is-bottleneck": ["1.0"],
        "scale:8": ["0.06818"],
        "unit:percent|scale:100": ["54.545"],
        "unit:sample/information|unit:sample/time": ["q.storage / q.image_size"],
    },
)
