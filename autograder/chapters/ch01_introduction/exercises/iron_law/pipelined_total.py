"""I6.9: the latency when data and compute overlap."""

import numpy as np

from mlsys_course.exercise import exercise


@exercise(
    "pipelined_total",
    bank="I6.9",
    unit="millisecond",
    rtol=0.005,
    points=2,
    scenario="iron_law_terms",
    objective=4,
    bloom="Apply",
    anchors="eq-intro-iron-law-pipelined",
    title="Latency when data and compute overlap",
    neighbours=("iron_law_total",),
)
def pipelined_total(data, bandwidth, ops, peak, efficiency, overhead):
    """Return the slower of the two terms, plus the overhead."""
    return np.maximum(data / bandwidth, ops / (peak * efficiency)) + overhead


pipelined_total.misconception(
    "max:overhead-inside",
    "You leave out the overhead or put it inside the maximum. Nothing overlaps with it, so add it.",
    lambda data, bandwidth, ops, peak, efficiency, overhead: np.maximum(
        np.maximum(data / bandwidth, ops / (peak * efficiency)), overhead
    ),
)

_DATA = "q.data / q.bandwidth"
_COMPUTE = "q.ops / (q.peak * q.efficiency)"

pipelined_total.answers(
    right=[
        f"np.maximum({_DATA}, {_COMPUTE}) + q.overhead",
        f"max({_DATA}, {_COMPUTE}) + q.overhead",
        "Q_(8.5, 'ms')",
        "Q_(8500, 'microsecond')",
        f"data_time, compute_time = {_DATA}, {_COMPUTE}\n"
        "pipelined_total = (data_time if data_time > compute_time else compute_time) + q.overhead",
    ],
    wrong={
        "sum-for-max": [f"{_DATA} + {_COMPUTE} + q.overhead", "Q_(10.5, 'ms')"],
        "min-for-max": [f"min({_DATA}, {_COMPUTE}) + q.overhead"],
        "max:overhead-inside|dropped:overhead": [f"max({_DATA}, {_COMPUTE}, q.overhead)"],
        "dropped:overhead|max:overhead-inside": [f"max({_DATA}, {_COMPUTE})", "Q_(7.5, 'ms')"],
        "scale:1000": ["Q_(0.0085, 'ms')"],
        "sign": ["Q_(-8.5, 'ms')"],
        "unit:operation": ["q.ops"],
    },
)
