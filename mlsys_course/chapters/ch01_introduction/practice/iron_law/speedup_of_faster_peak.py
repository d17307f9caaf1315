"""I6.10: how many times as fast the whole becomes with a faster device."""

from mlsys_course.exercise import exercise


@exercise(
    "speedup_of_faster_peak",
    bank="I6.10",
    rtol=0.005,
    scenario="iron_law_terms",
    objective=4,
    bloom="Analyze",
    anchors="eq-intro-iron-law",
    title="What a faster device is worth",
    prompt=(
        "The next device's peak rate is higher by the given factor, and nothing else changes. How many "
        "times as fast is the whole step (old time over new, nothing overlaps)?"
    ),
    neighbours=("iron_law_total",),
)
def speedup_of_faster_peak(data, bandwidth, ops, peak, efficiency, overhead, faster):
    """Return the old total over the new one."""
    return (data / bandwidth + ops / (peak * efficiency) + overhead) / (
        data / bandwidth + ops / (peak * faster * efficiency) + overhead
    )


speedup_of_faster_peak.misconception(
    "component-speedup",
    "This is the speedup of the compute term alone. The data term and the overhead take as long as before.",
    lambda faster: faster,
)

speedup_of_faster_peak.misconception(
    "no-effect",
    "You say that nothing changes. One of the three terms does: find the one with the peak rate.",
    lambda: 1.0,
)

speedup_of_faster_peak.misconception(
    "wrong-term",
    "You speed up the data term. The peak rate is in the compute term.",
    lambda data, bandwidth, ops, peak, efficiency, overhead, faster: (
        (data / bandwidth + ops / (peak * efficiency) + overhead)
        / (data / (bandwidth * faster) + ops / (peak * efficiency) + overhead)
    ),
)

_DATA = "q.data / q.bandwidth"
_COMPUTE = "q.ops / (q.peak * q.efficiency)"
_AFTER = f"({_DATA} + q.ops / (q.peak * q.faster * q.efficiency) + q.overhead)"

speedup_of_faster_peak.answers(
    right=[
        f"({_DATA} + {_COMPUTE} + q.overhead) / {_AFTER}",
        "1.56",
        "10.5 / 6.75",
        "Q_(1.56, '')",
    ],
    wrong={
        "component-speedup": ["q.faster", "2"],
        "no-effect": ["1.0"],
        "wrong-term": [
            f"({_DATA} + {_COMPUTE} + q.overhead) / (q.data / (q.bandwidth * q.faster) + {_COMPUTE} + "
            f"q.overhead)",
            "1.1053",
        ],
        "inverted": [f"{_AFTER} / ({_DATA} + {_COMPUTE} + q.overhead)", "0.643"],
        "off-by-one|change-for-ratio": ["0.556"],
        "unit:time": [_AFTER],
    },
)
