"""I4.6: the rate of a pipeline after its GPU became faster."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "pipeline_rate",
    bank="I4.6",
    unit="sample/second",
    rtol=0.002,
    points=2,
    scenario="pipeline",
    objective=1,
    bloom="Analyze",
    anchors=("tbl-dam-taxonomy", "sec-introduction-defining-ml-systems-d4af"),
    title="A faster GPU in the same pipeline",
    neighbours=("gpu_busy",),
)
def pipeline_rate(storage, preprocessing, gpu, factor):
    """Return the rate of the slowest stage."""
    return np.minimum(np.minimum(storage, preprocessing), gpu * factor)


pipeline_rate.misconception(
    "whole-speeds-up",
    "The whole is sped up by the GPU's factor; only one stage became faster, and it was not the slowest.",
    lambda storage, preprocessing, gpu, factor: np.minimum(np.minimum(storage, preprocessing), gpu) * factor,
)

pipeline_rate.misconception(
    "gpu-rate",
    "This is the GPU's new rate; samples reach it more slowly than that.",
    lambda storage, preprocessing, gpu, factor: gpu * factor,
)

pipeline_rate.misconception(
    "stages-in-turn",
    "This is the rate when every sample passes the stages one after the other; here they work at the same "
    "time.",
    lambda storage, preprocessing, gpu, factor: 1 / (1 / storage + 1 / preprocessing + 1 / (gpu * factor)),
)

pipeline_rate.misconception(
    "mean-of-stages",
    "This is the mean of the three rates; the fast stages wait for the slowest one.",
    lambda storage, preprocessing, gpu, factor: (storage + preprocessing + gpu * factor) / 3,
)

pipeline_rate.answers(
    right=[
        "min(q.storage, q.preprocessing, q.gpu * q.factor)",
        "np.minimum(np.minimum(q.storage, q.preprocessing), q.gpu * q.factor)",
        "sorted([q.storage, q.preprocessing, q.gpu * q.factor])[0]",
        "Q_(1800, 'sample/second')",
        "Q_(108000, 'image/minute')",
    ],
    wrong={
        "gpu-rate": ["q.gpu * q.factor", "Q_(10000, 'sample/second')"],
        "whole-speeds-up": ["min(q.storage, q.preprocessing, q.gpu) * q.factor", "Q_(7200, 'sample/second')"],
        "stages-in-turn": ["1 / (1 / q.storage + 1 / q.preprocessing + 1 / (q.gpu * q.factor))"],
        "dropped:storage": ["min(q.preprocessing, q.gpu * q.factor)"],
        "mean-of-stages": ["(q.storage + q.preprocessing + q.gpu * q.factor) / 3"],
        "unit:missing": ["1800"],
    },
)
