"""I6.11: at which arithmetic intensity data and compute take equally long."""

from mlsys_course.exercise import exercise


@exercise(
    "balance_intensity",
    bank="I6.11",
    unit="FLOP/byte",
    rtol=0.005,
    scenario="iron_law_terms",
    objective=(4, 5),
    bloom="Analyze",
    anchors="eq-intro-iron-law",
    title="Intensity at which data and compute take equally long",
    prompt=(
        "How many operations per byte must a step do, so that its data term and its compute term are equal?"
    ),
)
def balance_intensity(peak, efficiency, bandwidth):
    """Return the rate that is reached over the bandwidth."""
    return peak * efficiency / bandwidth


balance_intensity.answers(
    right=[
        "q.peak * q.efficiency / q.bandwidth",
        "Q_(80, 'FLOP/byte')",
        "Q_(80, 'GFLOP/GB')",
        "Q_(640, 'FLOP/byte') / 8",
    ],
    wrong={
        "dropped:efficiency": ["q.peak / q.bandwidth", "Q_(200, 'FLOP/byte')"],
        "inverted:efficiency": ["q.peak / q.efficiency / q.bandwidth", "Q_(500, 'FLOP/byte')"],
        "inverted": ["Q_((q.bandwidth / q.peak / q.efficiency).to('byte/FLOP').magnitude, 'FLOP/byte')"],
        "scale:8": ["Q_(10, 'FLOP/byte')", "Q_(80, 'FLOP/bit')"],
        "unit:information/operation": ["q.bandwidth / (q.peak * q.efficiency)"],
        "scale:1000": ["Q_(0.08, 'FLOP/byte')"],
        "unit:missing": ["80"],
    },
)
