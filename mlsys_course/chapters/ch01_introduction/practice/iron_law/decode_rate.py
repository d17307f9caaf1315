"""I6.14: how many tokens per second the bandwidth allows at most."""

from mlsys_course.exercise import exercise


@exercise(
    "decode_rate",
    bank="I6.14",
    unit="token/second",
    scenario="decode",
    objective=(4, 5),
    bloom="Apply",
    anchors="eq-intro-iron-law",
    title="Ceiling of the decode speed",
    prompt=(
        "Every parameter is read from memory once per pass, and one pass makes one token. How fast can "
        "decoding be, at most?"
    ),
)
def decode_rate(bandwidth, parameters, bytes_per_parameter, tokens_per_pass):
    """Return the bandwidth over the bytes that a token takes."""
    return bandwidth / (parameters * bytes_per_parameter) * tokens_per_pass


decode_rate.misconception(
    "compute-bound",
    "This is the limit set by the peak compute rate. The memory sets a lower one: all parameters must be "
    "read.",
    lambda peak, parameters, work: peak / (parameters * work),
)

decode_rate.answers(
    right=[
        "q.bandwidth / (q.parameters * q.bytes_per_parameter) * q.tokens_per_pass",
        "1 / (q.parameters * q.bytes_per_parameter / q.tokens_per_pass / q.bandwidth)",
        "q.bandwidth / (q.parameters * q.bytes_per_parameter)",
        "Q_(146, 'token/second')",
        "Q_(8739, 'token/minute')",
    ],
    wrong={
        "compute-bound": ["q.peak / (q.parameters * q.work)"],
        "dropped:bytes_per_parameter": [
            "Q_(q.bandwidth.to('byte/s').magnitude / q.parameters.to('parameter').magnitude, 'token/second')"
        ],
        "inverted:bytes_per_parameter": ["Q_(582.6, 'token/second')"],
        "scale:8": ["Q_(1165.1, 'token/second')"],
        "unit:time/token": ["q.parameters * q.bytes_per_parameter / q.bandwidth / q.tokens_per_pass"],
        "unit:missing": ["145.6"],
        "unit:information/time": ["q.bandwidth"],
    },
)
