"""I1.3: how long a machine takes for some quintillions of operations."""

from mlsys_course.exercise import exercise


@exercise(
    "quintillion_time",
    bank="I1.3",
    unit="second",
    rtol=0.01,
    scenario="many_operations",
    objective=4,
    bloom="Apply",
    anchors="sec-introduction-ai-moment-37f1",
    title="Quintillions of operations",
    prompt="How long do these operations take on this one device, at its full peak?",
)
def quintillion_time(ops, peak):
    """Return operations over operations per time."""
    return ops / peak


quintillion_time.answers(
    right=["q.ops / q.peak", "(q.ops / q.peak).to('minute')", "Q_(1011, 'second')", "Q_(16.85, 'minute')"],
    wrong={
        "unit:1/time": ["q.peak / q.ops"],
        "sibling:A100_FLOPS_FP16_TENSOR|sibling:A100": ["Q_(3205.1, 'second')"],
        "scale:1000": ["Q_(1.0111, 'second')"],
        "unit:missing": ["1011"],
        "inverted": ["Q_(0.000989, 'second')"],
    },
)
