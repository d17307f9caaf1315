"""I6.5: how many GPUs it takes to meet a deadline."""

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_


@exercise(
    "gpus_for_deadline",
    bank="I6.5",
    kind="integer",
    points=2,
    scenario="iron_law",
    objective=4,
    bloom="Apply",
    anchors="gpt3-training",
    title="GPUs needed to meet a deadline",
)
def gpus_for_deadline(training_ops, peak, efficiency, deadline):
    """Return the work over what one GPU does until the deadline, rounded up."""
    return np.ceil(training_ops / (peak * efficiency * deadline))


gpus_for_deadline.accept(
    "rounding:none",
    "Your number is right but not rounded up, which earns half of the points. GPUs come whole.",
    lambda training_ops, peak, efficiency, deadline: training_ops / (peak * efficiency * deadline),
    score=0.5,
)


def _rounded_days(training_ops, gpus, peak, efficiency, deadline):
    days = training_ops / (gpus * peak * efficiency)
    return np.ceil(gpus * np.round(days / Q_(1, "day")) / (deadline / Q_(1, "day")))


gpus_for_deadline.misconception(
    "days-first",
    "You scale the present cluster by a time rounded to whole days. Round only once, at the end.",
    _rounded_days,
)

gpus_for_deadline.misconception(
    "inverted:ratio",
    "You scale the cluster the wrong way round. To be faster takes more GPUs, not fewer.",
    lambda training_ops, gpus, peak, efficiency, deadline: np.ceil(
        gpus * deadline * (gpus * peak * efficiency) / training_ops
    ),
)

gpus_for_deadline.answers(
    right=[
        "np.ceil(q.training_ops / (q.peak * q.efficiency * q.deadline))",
        "int((q.training_ops / (q.peak * q.efficiency * q.deadline)).to('').magnitude) + 1",
        "math.ceil((q.training_ops / (q.peak * q.efficiency * q.deadline)).to('').magnitude)",
        "2589",
        "2589.0",
        "np.int64(2589)",
        "Decimal(2589)",
        "Q_(2589, 'GPU')",
    ],
    wrong={
        "rounding:down": [
            "np.floor(q.training_ops / (q.peak * q.efficiency * q.deadline))",
            "int((q.training_ops / (q.peak * q.efficiency * q.deadline)).to('').magnitude)",
            "2588",
        ],
        "dropped:efficiency": ["np.ceil(q.training_ops / (q.peak * q.deadline))", "1165"],
        "used:better_efficiency-for-efficiency": [
            "np.ceil(q.training_ops / (q.peak * q.better_efficiency * q.deadline))"
        ],
        "days-first": ["2560"],
        "inverted:ratio": ["406"],
        "rounding:coarse|off-by-one": ["2590"],
        "inverted:efficiency": ["np.ceil(q.training_ops * q.efficiency / (q.peak * q.deadline))"],
        "unit:time": ["q.training_ops / (q.peak * q.efficiency)"],
        "off-by-one": ["np.ceil(q.training_ops / (q.peak * q.efficiency * q.deadline)) + 1"],
        "value:none": ["print('2589 GPUs')"],
    },
)
