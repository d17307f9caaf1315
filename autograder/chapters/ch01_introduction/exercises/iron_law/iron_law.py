"""I6.7: the Iron Law, as a function."""

import random

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Edge, Function


def _arguments(draw: random.Random) -> tuple[float, ...]:
    """Draw terms of comparable size, so that each of them shows in the sum."""
    bandwidth, peak, eta = 10 ** draw.uniform(9, 12.5), 10 ** draw.uniform(12, 15), draw.uniform(0.2, 0.9)
    data = bandwidth * draw.uniform(0.2, 2)
    ops = peak * eta * draw.uniform(0.2, 2)
    return data, bandwidth, ops, peak, eta, draw.uniform(0.1, 1)


@exercise(
    "iron_law",
    bank="I6.7",
    unit="second",
    rtol=1e-4,
    points=3,
    objective=4,
    bloom="Apply",
    anchors="eq-intro-iron-law",
    title="The Iron Law as a function",
    spec=Function(
        gives="one number, the time in seconds",
        cases=[
            (4e9, 2e12, 600e9, 300e12, 0.5, 1e-3),
            (1e9, 1e9, 1e12, 1e12, 0.3, 0.25),
            (3e12, 1e12, 2e15, 4e14, 0.8, 0.5),
        ],
        edges=[
            Edge("limit:data=0", (0, 1, 1e12, 1e12, 1, 0), "No data moves and there is no overhead."),
            Edge("limit:ops=0", (1e9, 1e9, 0, 1, 0.3, 0.25), "Nothing is computed."),
            Edge("limit:all=0", (0, 1e9, 0, 1e12, 0.5, 0), "There is nothing to do at all."),
        ],
        generate=_arguments,
        borrowed=["laws.iron_law_terms"],
        units={
            "data": "byte",
            "bandwidth": "byte/second",
            "ops": "FLOP",
            "peak": "FLOP/second",
            "eta": None,
            "latency": "second",
        },
    ),
)
def iron_law(data, bandwidth, ops, peak, eta, latency):
    """Return data over bandwidth, plus operations over the rate reached, plus latency."""
    return data / bandwidth + ops / (peak * eta) + latency


iron_law.misconception(
    "eta:multiplies-time",
    "You multiply by eta. A lower eta must make the step slower: divide.",
    lambda data, bandwidth, ops, peak, eta, latency: data / bandwidth + ops * eta / peak + latency,
)

iron_law.misconception(
    "form:pipelined",
    "That is the pipelined form, in which data and compute overlap. The question asks for the additive form.",
    lambda data, bandwidth, ops, peak, eta, latency: max(data / bandwidth, ops / (peak * eta)) + latency,
)

iron_law.misconception(
    "form:largest-term",
    "That is the largest of the three terms alone: add all three.",
    lambda data, bandwidth, ops, peak, eta, latency: max(data / bandwidth, ops / (peak * eta), latency),
)

iron_law.misconception(
    "dropped:latency",
    "You leave out the latency: add it to the sum.",
    lambda data, bandwidth, ops, peak, eta, latency: data / bandwidth + ops / (peak * eta),
)

iron_law.misconception(
    "dropped:eta",
    "You leave out eta. No device reaches its peak: multiply the peak by eta.",
    lambda data, bandwidth, ops, peak, eta, latency: data / bandwidth + ops / peak + latency,
)

iron_law.misconception(
    "dropped:data",
    "You leave out the data term: add data over bandwidth.",
    lambda data, bandwidth, ops, peak, eta, latency: ops / (peak * eta) + latency,
)

iron_law.misconception(
    "dropped:ops",
    "You leave out the compute term: add the operations over the rate that is reached.",
    lambda data, bandwidth, ops, peak, eta, latency: data / bandwidth + latency,
)

iron_law.misconception(
    "scale:8",
    "You mix up bits and bytes in the data term. Data and bandwidth are both in bytes.",
    lambda data, bandwidth, ops, peak, eta, latency: 8 * data / bandwidth + ops / (peak * eta) + latency,
)

iron_law.misconception(
    "scale:1/8",
    "You mix up bits and bytes in the data term. Data and bandwidth are both in bytes.",
    lambda data, bandwidth, ops, peak, eta, latency: data / (8 * bandwidth) + ops / (peak * eta) + latency,
)

iron_law.misconception(
    "percent:eta",
    "You take the efficiency for a percentage. It is a fraction between 0 and 1.",
    lambda data, bandwidth, ops, peak, eta, latency: data / bandwidth + ops / (peak * eta / 100) + latency,
)

iron_law.misconception(
    "eta:all-terms",
    "You divide the data term by the efficiency, too. It belongs only in the compute term.",
    lambda data, bandwidth, ops, peak, eta, latency: (data / bandwidth + ops / peak) / eta + latency,
)

iron_law.misconception(
    "eta:all-terms",
    "You divide the whole sum by the efficiency. It belongs only in the compute term.",
    lambda data, bandwidth, ops, peak, eta, latency: (data / bandwidth + ops / peak + latency) / eta,
)

iron_law.misconception(
    "eta:data-term",
    "You put the efficiency in the data term. It belongs in the compute term.",
    lambda data, bandwidth, ops, peak, eta, latency: data / (bandwidth * eta) + ops / peak + latency,
)

iron_law.misconception(
    "precedence",
    "Your ops / peak * eta divides first and then multiplies. Put the product in brackets.",
    lambda data, bandwidth, ops, peak, eta, latency: data / bandwidth + ops / peak * eta + latency,
)

iron_law.misconception(
    "inverted:data",
    "Your data term is upside down. More bandwidth must make it shorter: divide the data by it.",
    lambda data, bandwidth, ops, peak, eta, latency: bandwidth / data + ops / (peak * eta) + latency,
)

iron_law.misconception(
    "operator:data",
    "You multiply by the bandwidth. More bandwidth must make the step shorter: divide.",
    lambda data, bandwidth, ops, peak, eta, latency: data * bandwidth + ops / (peak * eta) + latency,
)

iron_law.misconception(
    "operator:both",
    "You multiply by the rates. Faster hardware must make the step shorter: divide each amount by its rate.",
    lambda data, bandwidth, ops, peak, eta, latency: data * bandwidth + ops * peak * eta + latency,
)

iron_law.misconception(
    "latency:subtracted",
    "You subtract the latency. Waiting takes time too: add it.",
    lambda data, bandwidth, ops, peak, eta, latency: data / bandwidth + ops / (peak * eta) - latency,
)

iron_law.misconception(
    "latency:multiplied",
    "You multiply by the latency. It is a separate time: add it.",
    lambda data, bandwidth, ops, peak, eta, latency: (data / bandwidth + ops / (peak * eta)) * latency,
)

_ARGS = "data, bandwidth, ops, peak, eta, latency"


def _with_body(body: str) -> str:
    return f"def iron_law({_ARGS}):\n    return {body}"


iron_law.answers(
    right=[
        _with_body("data / bandwidth + ops / (peak * eta) + latency"),
        _with_body("sum([data / bandwidth, ops / peak / eta, latency])"),
        _with_body(
            "(data * peak * eta + ops * bandwidth + latency * bandwidth * peak * eta) / "
            "(bandwidth * peak * eta)"
        ),
        f"lambda {_ARGS}: latency + ops / (eta * peak) + data / bandwidth",
        f"def iron_law({_ARGS}):\n"
        "    transfer = data / bandwidth\n"
        "    effective = peak * eta\n"
        "    compute = ops / effective\n"
        "    print('transfer', transfer)\n"
        "    return transfer + compute + latency",
        "def iron_law(d, bw, o, r, n, l=0):\n    return d / bw + o / (r * n) + l",
        "def iron_law(*args):\n"
        "    data, bandwidth, ops, peak, eta, latency = args\n"
        "    return data / bandwidth + ops / (peak * eta) + latency",
        f"def iron_law({_ARGS}):\n"
        "    def with_unit(value, unit):\n"
        "        return value if hasattr(value, 'units') else Q_(value, unit)\n"
        "    time = with_unit(data, 'byte') / with_unit(bandwidth, 'byte/s')\n"
        "    time += with_unit(ops, 'FLOP') / (with_unit(peak, 'FLOP/s') * eta)\n"
        "    return (time + with_unit(latency, 's')).to('ms')",
    ],
    wrong={
        "eta:multiplies-time|precedence": [_with_body("data / bandwidth + ops * eta / peak + latency")],
        "form:pipelined": [
            _with_body("max(data / bandwidth, ops / (peak * eta)) + latency"),
            f"def iron_law({_ARGS}):\n"
            "    a, b = data / bandwidth, ops / (peak * eta)\n"
            "    if a > b:\n"
            "        return a + latency\n"
            "    return b + latency",
        ],
        "form:largest-term": [_with_body("max(data / bandwidth, ops / (peak * eta), latency)")],
        "dropped:latency": [_with_body("data / bandwidth + ops / (peak * eta)")],
        "dropped:eta": [_with_body("data / bandwidth + ops / peak + latency")],
        "dropped:data": [_with_body("ops / (peak * eta) + latency")],
        "dropped:ops": [_with_body("data / bandwidth + latency")],
        "scale:8": [_with_body("8 * data / bandwidth + ops / (peak * eta) + latency")],
        "scale:1/8": [_with_body("data / 8 / bandwidth + ops / (peak * eta) + latency")],
        "scale:1000": [_with_body("1000 * (data / bandwidth + ops / (peak * eta) + latency)")],
        "percent:eta": [_with_body("data / bandwidth + ops / (peak * eta / 100) + latency")],
        "eta:all-terms": [
            _with_body("(data / bandwidth + ops / peak) / eta + latency"),
            _with_body("(data / bandwidth + ops / peak + latency) / eta"),
        ],
        "eta:data-term": [_with_body("data / (bandwidth * eta) + ops / peak + latency")],
        "inverted:data": [_with_body("bandwidth / data + ops / (peak * eta) + latency")],
        "operator:data": [_with_body("data * bandwidth + ops / (peak * eta) + latency")],
        "operator:both": [_with_body("data * bandwidth + ops * peak * eta + latency")],
        "latency:subtracted": [_with_body("data / bandwidth + ops / (peak * eta) - latency")],
        "latency:multiplied": [_with_body("(data / bandwidth + ops / (peak * eta)) * latency")],
        "swapped:ops,peak|swapped:ops-peak": [_with_body("data / bandwidth + peak / (ops * eta) + latency")],
        "dropped:latency+dropped:eta": [_with_body("data / bandwidth + ops / peak")],
        "constant": [_with_body("0.007")],
        "rounded": [_with_body("round(float(data / bandwidth + ops / (peak * eta) + latency), 1)")],
        "function:quantities": [_with_body("float(data) / float(bandwidth) + ops / (peak * eta) + latency")],
        "function:called": ["0.007", "Q_(7, 'ms')"],
        "function:arity": ["def iron_law(data, bandwidth, ops, peak, eta):\n    return data / bandwidth"],
        "function:no-return": [
            f"def iron_law({_ARGS}):\n    print(data / bandwidth + ops / (peak * eta) + latency)"
        ],
        "function:raises": [
            f"def iron_law({_ARGS}):\n    return data / bandwith + ops / (peak * eta) + latency"
        ],
        "function:type": [
            f"def iron_law({_ARGS}):\n    return f'{{data / bandwidth + ops / (peak * eta) + latency}} s'",
            f"def iron_law({_ARGS}):\n    return data / bandwidth, ops / (peak * eta), latency",
            f"def iron_law({_ARGS}):\n    yield data / bandwidth + ops / (peak * eta) + latency",
            f"def iron_law({_ARGS}):\n    return Q_(data, 'byte')",
        ],
        "type:text": ["'data/bandwidth + ops/(peak*eta) + latency'"],
        "none": ["None", "iron_law = print('done')"],
        "not-attempted": [f"def iron_law({_ARGS}):\n    return ..."],
    },
)
