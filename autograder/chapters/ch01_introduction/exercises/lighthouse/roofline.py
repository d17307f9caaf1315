"""I7.19: the roofline, as a function."""

import random

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Edge, Function

_MEMORY, _COMPUTE = "memory", "compute"


def _arguments(draw: random.Random) -> tuple[float, float, float]:
    """Draw a device and an intensity on either side of its ridge."""
    bandwidth, ridge = 10 ** draw.uniform(10, 13), draw.uniform(5, 400)
    return ridge * 10 ** draw.uniform(-1.5, 1.5), bandwidth * ridge, bandwidth


@exercise(
    "roofline",
    bank="I7.19",
    rtol=1e-4,
    points=3,
    objective=(5, 4),
    bloom="Apply",
    anchors=("tbl-lighthouse-examples", "eq-intro-iron-law"),
    title="The roofline as a function",
    spec=Function(
        gives="a pair: the attainable rate, then the text memory or compute",
        cases=[
            (1, 312e12, 2.039e12),
            (0.25, 312e12, 2.039e12),
            (1000, 312e12, 2.039e12),
            (160.16, 312e12, 2.039e12),
            (153.005, 312e12, 2.039e12),  # below the ridge by less than a rounded ridge point shows
        ],
        edges=[
            Edge("limit:ridge", (100, 2e14, 2e12), "At the ridge itself the question says: compute."),
            Edge("limit:ai=0", (0, 1e14, 1e12), "Nothing is computed with the bytes that are moved."),
        ],
        generate=_arguments,
        count=14,
    ),
)
def roofline(ai, peak, bw):
    """Return the lower of peak and intensity times bandwidth, and which of them it is."""
    return min(peak, ai * bw), _MEMORY if ai * bw < peak else _COMPUTE


roofline.accept(
    "label:bound",
    "The question's words are memory and compute. Yours mean the same.",
    lambda ai, peak, bw: (min(peak, ai * bw), "memory-bound" if ai * bw < peak else "compute-bound"),
)

roofline.misconception(
    "max-for-min",
    "You return the higher of the two limits. A device cannot exceed the lower one.",
    lambda ai, peak, bw: (max(peak, ai * bw), _MEMORY if ai * bw < peak else _COMPUTE),
)

roofline.misconception(
    "max-for-min",
    "You return the higher of the two limits, and its name. A device cannot exceed the lower one.",
    lambda ai, peak, bw: (max(peak, ai * bw), _COMPUTE if ai * bw < peak else _MEMORY),
)

roofline.misconception(
    "labels-swapped",
    "Your rate is right, but the texts have changed places. Below the ridge point the memory is the limit.",
    lambda ai, peak, bw: (min(peak, ai * bw), _COMPUTE if ai * bw < peak else _MEMORY),
)

roofline.misconception(
    "peak-always",
    "Your function returns the peak, whatever the memory can deliver. Return the lower of the two limits.",
    lambda ai, peak, bw: (peak, _MEMORY if ai * bw < peak else _COMPUTE),
)

roofline.misconception(
    "peak-always",
    "Your function returns the peak and always says compute. Return the lower of the two limits.",
    lambda ai, peak, bw: (peak, _COMPUTE),
)

roofline.misconception(
    "no-roof",
    "Your function returns the memory's limit even where it exceeds the peak. Return the lower of the two"
    " limits.",
    lambda ai, peak, bw: (ai * bw, _MEMORY if ai * bw < peak else _COMPUTE),
)

roofline.misconception(
    "no-roof",
    "Your function returns the memory's limit and always says memory. Return the lower of the two limits.",
    lambda ai, peak, bw: (ai * bw, _MEMORY),
)

roofline.misconception(
    "label-constant",
    "Your rate is right, but your function always says memory. Compare the intensity with the ridge point.",
    lambda ai, peak, bw: (min(peak, ai * bw), _MEMORY),
)

roofline.misconception(
    "label-constant",
    "Your rate is right, but your function always says compute. Compare the intensity with the ridge point.",
    lambda ai, peak, bw: (min(peak, ai * bw), _COMPUTE),
)

roofline.misconception(
    "inverted:ai",
    "You divide the bandwidth by the intensity. Operations per byte times bytes per second is a rate of "
    "operations.",
    lambda ai, peak, bw: (
        min(peak, bw / ai if ai else float("inf")),
        _MEMORY if ai and bw / ai < peak else _COMPUTE,
    ),
)

roofline.misconception(
    "inverted:ai",
    "Your texts are right, but you divide the bandwidth by the intensity. Multiply them to get operations"
    " per second.",
    lambda ai, peak, bw: (min(peak, bw / ai), _MEMORY if ai * bw < peak else _COMPUTE),
)

roofline.misconception(
    "operator:divides",
    "Your texts are right, but you divide the intensity by the bandwidth. Multiply them to get operations"
    " per second.",
    lambda ai, peak, bw: (min(peak, ai / bw), _MEMORY if ai * bw < peak else _COMPUTE),
)

roofline.misconception(
    "operator:divides",
    "You divide the intensity by the bandwidth. Operations per byte times bytes per second is a rate of "
    "operations.",
    lambda ai, peak, bw: (min(peak, ai / bw), _MEMORY if ai / bw < peak else _COMPUTE),
)

roofline.misconception(
    "ridge-inverted",
    "Your ridge point is upside down. It is the peak over the bandwidth.",
    lambda ai, peak, bw: (min(peak, ai * bw), _MEMORY if ai < bw / peak else _COMPUTE),
)

roofline.misconception(
    "scale:8",
    "You mix up bits and bytes. Bandwidth and intensity both count bytes.",
    lambda ai, peak, bw: (min(peak, 8 * ai * bw), _MEMORY if 8 * ai * bw < peak else _COMPUTE),
)

roofline.misconception(
    "scale:1/8",
    "You mix up bits and bytes. Bandwidth and intensity both count bytes.",
    lambda ai, peak, bw: (min(peak, ai * bw / 8), _MEMORY if ai * bw / 8 < peak else _COMPUTE),
)

roofline.misconception(
    "sum",
    "You add the two limits. Take the lower one.",
    lambda ai, peak, bw: (peak + ai * bw, _MEMORY if ai * bw < peak else _COMPUTE),
)

roofline.misconception(
    "smooth",
    "Your rate is halved at the ridge, as if moving and computing happened one after the other. They "
    "overlap: take the lower limit.",
    lambda ai, peak, bw: (1 / (1 / peak + 1 / (ai * bw)), _MEMORY if ai * bw < peak else _COMPUTE),
)


def _with_body(body: str) -> str:
    return f"def roofline(ai, peak, bw):\n    {body}"


_LABEL = "'memory' if ai * bw < peak else 'compute'"

roofline.answers(
    right=[
        _with_body(f"return min(peak, ai * bw), {_LABEL}"),
        _with_body("return (ai * bw, 'memory') if ai < peak / bw else (peak, 'compute')"),
        _with_body(
            "return [np.minimum(peak, ai * bw), 'memory-bound' if ai < peak / bw else 'compute-bound']"
        ),
        f"lambda ai, peak, bw: (sorted([peak, bw * ai])[0], {_LABEL})",
        "def roofline(intensity, rate, bandwidth):\n"
        "    fed = intensity * bandwidth\n"
        "    if fed >= rate:\n"
        "        return rate, 'Compute'\n"
        "    return fed, 'Memory'",
        "from mlsys_course import laws\n"
        "def roofline(ai, peak, bw):\n"
        "    found = laws.roofline(ai, peak, bw)\n"
        "    return found.performance, found.bound",
    ],
    wrong={
        "max-for-min": [
            _with_body(f"return max(peak, ai * bw), {_LABEL}"),
            _with_body("return (ai * bw, 'compute') if ai * bw >= peak else (peak, 'memory')"),
        ],
        "labels-swapped|swapped:memory-compute": [
            _with_body("return min(peak, ai * bw), 'compute' if ai * bw < peak else 'memory'")
        ],
        "peak-always": [_with_body(f"return peak, {_LABEL}"), _with_body("return peak, 'compute'")],
        "no-roof": [_with_body(f"return ai * bw, {_LABEL}"), _with_body("return ai * bw, 'memory'")],
        "label-constant": [
            _with_body("return min(peak, ai * bw), 'memory'"),
            _with_body("return min(peak, ai * bw), 'compute'"),
        ],
        "inverted:ai": [
            "def roofline(ai, peak, bw):\n"
            "    fed = bw / ai if ai else float('inf')\n"
            "    return min(peak, fed), 'memory' if fed < peak else 'compute'"
        ],
        "inverted:ai|operator:divides": [
            _with_body(f"return min(peak, bw / ai), {_LABEL}"),
            _with_body(f"return min(peak, ai / bw), {_LABEL}"),
        ],
        "operator:divides": [
            _with_body("return min(peak, ai / bw), 'memory' if ai / bw < peak else 'compute'")
        ],
        "label-constant|compared-with-bandwidth": [
            _with_body("return min(peak, ai * bw), 'memory' if ai < bw else 'compute'")
        ],
        "ridge-inverted": [
            _with_body("return min(peak, ai * bw), 'memory' if ai < bw / peak else 'compute'")
        ],
        "scale:8": [
            _with_body("return min(peak, 8 * ai * bw), 'memory' if 8 * ai * bw < peak else 'compute'")
        ],
        "scale:1/8": [
            _with_body("return min(peak, ai * bw / 8), 'memory' if ai * bw / 8 < peak else 'compute'")
        ],
        "sum": [_with_body(f"return peak + ai * bw, {_LABEL}")],
        "limit:ridge": [_with_body("return min(peak, ai * bw), 'memory' if ai * bw <= peak else 'compute'")],
        "function:type": [_with_body("return min(peak, ai * bw)"), _with_body(f"return {_LABEL}")],
        "function:no-return": [_with_body(f"print(min(peak, ai * bw), {_LABEL})")],
        "function:arity": ["def roofline(ai, peak):\n    return min(peak, ai), 'memory'"],
        "function:raises": [_with_body(f"return min(peak, ai * bandwidth), {_LABEL}")],
        "function:called": ["(2.039e12, 'memory')"],
        "constant": [_with_body("return 2.039e12, 'memory'")],
        "none": ["None"],
        "not-attempted": [_with_body("return ...")],
    },
)
