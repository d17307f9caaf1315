"""Practice exercises of the section on data, algorithm and machine."""

from typing import Any

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "cost_factor",
    bank="I4.2",
    rtol=0.002,
    scenario="cost_scaling",
    objective=1,
    bloom="Apply",
    anchors="eq-cost-scaling",
    title="How the cost scales",
    prompt=(
        "The model, the dataset and the hardware's efficiency each change by a factor. By what factor does"
        " the cost of training change, new over old?"
    ),
    neighbours=("dataset_growth",),
)
def cost_factor(model: Any, dataset: Any, hardware: Any) -> Any:
    """Return model times dataset over hardware efficiency."""
    return model * dataset / hardware


@exercise(
    "feed_bandwidth",
    bank="I4.8",
    unit="MB/second",
    rtol=0.005,
    scenario="feeding_a_gpu",
    objective=(1, 4),
    bloom="Apply",
    anchors="sec-introduction-defining-ml-systems-d4af",
    title="Bandwidth that keeps a GPU busy",
    prompt="Which bandwidth does the storage need, so that the GPU gets all the images it can take?",
    neighbours=("gpu_busy",),
)
def feed_bandwidth(gpu: Any, image_size: Any) -> Any:
    """Return images per time times bytes per image."""
    return gpu * image_size


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
        "The storage delivers images at its bandwidth, and the GPU could take more. Which share of the time"
        " is the GPU busy? A fraction, or a quantity in percent."
    ),
    neighbours=("feed_bandwidth",),
)
def gpu_busy(storage: Any, image_size: Any, gpu: Any) -> Any:
    """Return the images that arrive over the images it could take, at most one."""
    return np.minimum(storage / image_size / gpu, 1)


@gpu_busy.misconception("idle-share", "This is the share of the time in which the GPU waits.")
def _idle(storage: Any, image_size: Any, gpu: Any) -> Any:
    return 1 - storage / image_size / gpu


@gpu_busy.misconception(
    "gpu-is-bottleneck", "This takes the GPU for the slowest stage; the images arrive more slowly."
)
def _full(storage: Any, image_size: Any, gpu: Any) -> Any:
    return 1 + 0 * (storage / image_size / gpu)
