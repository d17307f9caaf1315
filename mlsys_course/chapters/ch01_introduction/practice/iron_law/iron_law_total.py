"""I6.8: the latency when data and compute follow one another."""

from mlsys_course.exercise import exercise


@exercise(
    "iron_law_total",
    bank="I6.8",
    unit="millisecond",
    rtol=0.005,
    scenario="iron_law_terms",
    objective=4,
    bloom="Apply",
    anchors="eq-intro-iron-law",
    title="Latency when nothing overlaps",
    prompt="Nothing overlaps: how long does the step take (the additive form of the Iron Law)?",
    neighbours=("pipelined_total",),
)
def iron_law_total(data, bandwidth, ops, peak, efficiency, overhead):
    """Return data term, compute term and overhead."""
    return data / bandwidth + ops / (peak * efficiency) + overhead


_DATA = "q.data / q.bandwidth"
_COMPUTE = "q.ops / (q.peak * q.efficiency)"

iron_law_total.answers(
    right=[
        f"{_DATA} + {_COMPUTE} + q.overhead",
        f"sum([{_DATA}, {_COMPUTE}, q.overhead])",
        f"({_DATA} + {_COMPUTE} + q.overhead).to('second')",
        "Q_(10.5, 'ms')",
        "0.0105 * ureg.second",
    ],
    wrong={
        "dropped:efficiency": [f"{_DATA} + q.ops / q.peak + q.overhead"],
        "inverted:efficiency": [f"{_DATA} + q.ops * q.efficiency / q.peak + q.overhead"],
        "dropped:overhead": [f"{_DATA} + {_COMPUTE}", "Q_(9.5, 'ms')"],
        "max-for-sum|neighbour:pipelined_total|dropped:data,bandwidth": [
            f"np.maximum({_DATA}, {_COMPUTE}) + q.overhead"
        ],
        "scale:8:data|scale:8:bandwidth": [f"8 * {_DATA} + {_COMPUTE} + q.overhead", "Q_(24.5, 'ms')"],
        "dropped:data,bandwidth|dropped:efficiency|max-for-sum": [f"{_COMPUTE} + q.overhead"],
        "inverted:efficiency|brackets:peak,efficiency": [
            f"{_DATA} + q.ops / q.peak * q.efficiency + q.overhead"
        ],
        "scale:1000": ["Q_(0.0105, 'ms')", "Q_(10.5, 'second')"],
        "unit:missing": ["0.0105"],
    },
)
