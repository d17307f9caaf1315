"""The Lighthouse section: which bound, the roofline as a function, the roofline drawn."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Mapping
from typing import Any

from mlsys_course import constants, laws
from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification, Edge, Function, Plot
from mlsys_course.kinds import plot as drawn
from mlsys_course.kinds.plot import Marks, Point, View

# -------------------------------------------------------------------------------------- I7.15 roofline_bound

_MEMORY, _COMPUTE = "memory", "compute"
_BOUNDS = {
    "ResNet-50, batch 1": _MEMORY,
    "ResNet-50, batch 2": _COMPUTE,
    "GPT-2, batch 1": _MEMORY,
    "GPT-2, batch 512": _COMPUTE,
    "MobileNetV2, batch 1": _MEMORY,
    "MobileNetV2, batch 8": _COMPUTE,
    "KWS, batch 1": _MEMORY,
    "DLRM, batch 1": _MEMORY,
}


@exercise(
    "roofline_bound",
    bank="I7.15",
    points=2,
    objective=5,
    bloom="Analyze",
    anchors=("tbl-lighthouse-examples", "eq-intro-iron-law"),
    title="Memory-bound or compute-bound?",
    prompt=(
        "On an H100 in FP16, with the weights read once per batch and no other traffic: is each case bound "
        "by memory or by compute? DLRM does 1 FLOP for each byte. Part of the points for part of the cases."
    ),
    spec=Classification(
        items={
            "ResNet-50, batch 1": ("ResNet, batch 1",),
            "ResNet-50, batch 2": ("ResNet, batch 2",),
            "GPT-2, batch 1": (),
            "GPT-2, batch 512": (),
            "MobileNetV2, batch 1": ("MobileNet, batch 1",),
            "MobileNetV2, batch 8": ("MobileNet, batch 8",),
            "KWS, batch 1": ("Keyword Spotting, batch 1", "KWS"),
            "DLRM, batch 1": ("DLRM",),
        },
        classes={
            _MEMORY: ("memory-bound", "bandwidth", "bandwidth-bound", "memory bandwidth"),
            _COMPUTE: ("compute-bound", "compute throughput", "arithmetic"),
        },
        reconsider=(
            "Work out the operations per byte of each case, the batch included, and compare with the ridge "
            "point."
        ),
        partial=True,
    ),
)
def roofline_bound() -> dict[str, Any]:
    """Compare the arithmetic intensity of each case with the ridge point of the H100."""
    return _BOUNDS


roofline_bound.misconception(
    "convolutions-are-compute-bound",
    "Convolutional networks are taken for compute-bound whatever the batch. With one image a weight is used "
    "only as often as the network itself reuses it: compare that with the ridge point of this device.",
)(lambda: {"ResNet-50, batch 1": _COMPUTE, "MobileNetV2, batch 1": _COMPUTE})

roofline_bound.misconception(
    "resnet-is-compute-bound",
    "One network is taken for compute-bound by its name. Its intensity is above the ridge point of an older "
    "device, not of this one.",
)(lambda: {"ResNet-50, batch 1": _COMPUTE})

roofline_bound.misconception(
    "mac-for-flop",
    "A multiply-accumulate seems to be counted as one operation: with the two that it is, one case changes "
    "sides.",
)(lambda: {"ResNet-50, batch 2": _MEMORY})

roofline_bound.misconception(
    "small-is-memory-bound",
    "A small network is taken for memory-bound whatever the batch. Its few weights are used once for every "
    "input.",
)(lambda: {"MobileNetV2, batch 8": _MEMORY})

roofline_bound.misconception(
    "language-is-memory-bound",
    "A language model is taken for memory-bound whatever the batch. All sequences of a batch share one fetch "
    "of the weights.",
)(lambda: {"GPT-2, batch 512": _MEMORY})

roofline_bound.misconception(
    "batch-ignored",
    "The batch has no effect there. It multiplies the operations, while the weights are read once.",
)(lambda: {"ResNet-50, batch 2": _MEMORY, "GPT-2, batch 512": _MEMORY, "MobileNetV2, batch 8": _MEMORY})

roofline_bound.misconception(
    "vision-is-compute-bound",
    "Whatever is not a language model or a recommender is taken for compute-bound. Only operations per byte "
    "count.",
)(
    lambda: {
        "ResNet-50, batch 1": _COMPUTE,
        "MobileNetV2, batch 1": _COMPUTE,
        "KWS, batch 1": _COMPUTE,
    }
)

roofline_bound.misconception(
    "small-is-compute-bound",
    "A tiny network is taken for compute-bound because its weights come quickly. Its operations are few, "
    "too: only their ratio counts.",
)(lambda: {"KWS, batch 1": _COMPUTE})


# --------------------------------------------------------------------------------------------- I7.19 roofline


def _draw(draw: random.Random) -> tuple[float, float, float]:
    """Draw a device and an intensity on either side of its ridge."""
    bandwidth, ridge = 10 ** draw.uniform(10, 13), draw.uniform(5, 400)
    return ridge * 10 ** draw.uniform(-1.5, 1.5), bandwidth * ridge, bandwidth


@exercise(
    "roofline",
    bank="I7.19",
    rtol=1e-4,
    points=3,
    objective=(5, 4),
    bloom="Create",
    anchors=("tbl-lighthouse-examples", "eq-intro-iron-law"),
    title="The roofline as a function",
    prompt=(
        "Write a function of the arithmetic intensity ai (FLOP/byte), the peak (FLOP/s) and the bandwidth bw "
        "(byte/s), all plain numbers, that returns two things: the attainable rate in FLOP/s, and the text "
        '"memory" or "compute" for what bounds it. At the ridge itself it says "compute".'
    ),
    spec=Function(
        cases=[(1, 312e12, 2.039e12), (1000, 312e12, 2.039e12), (160.16, 312e12, 2.039e12)],
        edges=[
            Edge("limit:ridge", (100, 2e14, 2e12), "At the ridge itself the question says: compute."),
            Edge("limit:ai=0", (0, 1e14, 1e12), "Nothing is computed with the bytes that are moved."),
        ],
        generate=_draw,
        count=14,
    ),
)
def roofline(ai, peak, bw):  # type: ignore[no-untyped-def]
    """Return the lower of peak and intensity times bandwidth, and which of them it is."""
    return min(peak, ai * bw), _MEMORY if ai * bw < peak else _COMPUTE


roofline.accept("label:bound", "The question's words are memory and compute; yours say the same.")(
    lambda ai, peak, bw: (min(peak, ai * bw), "memory-bound" if ai * bw < peak else "compute-bound")
)

roofline.misconception(
    "max-for-min", "It returns the higher of the two limits; a device cannot exceed the lower one."
)(lambda ai, peak, bw: (max(peak, ai * bw), _MEMORY if ai * bw < peak else _COMPUTE))

roofline.misconception(
    "max-for-min",
    "It returns the higher of the two limits, and its name; a device cannot exceed the lower one.",
)(lambda ai, peak, bw: (max(peak, ai * bw), _COMPUTE if ai * bw < peak else _MEMORY))

roofline.misconception(
    "labels-swapped",
    "The rate is right, and the texts have changed places: below the ridge point the memory is the limit.",
)(lambda ai, peak, bw: (min(peak, ai * bw), _COMPUTE if ai * bw < peak else _MEMORY))

roofline.misconception("peak-always", "It returns the peak, whatever the memory lets through.")(
    lambda ai, peak, bw: (peak, _MEMORY if ai * bw < peak else _COMPUTE)
)

roofline.misconception("peak-always", "It returns the peak, and always says compute.")(
    lambda ai, peak, bw: (peak, _COMPUTE)
)

roofline.misconception(
    "no-roof", "It returns what the memory lets through even where that exceeds the peak."
)(lambda ai, peak, bw: (ai * bw, _MEMORY if ai * bw < peak else _COMPUTE))

roofline.misconception(
    "no-roof", "It returns what the memory lets through, and always says memory: the peak has no effect."
)(lambda ai, peak, bw: (ai * bw, _MEMORY))

roofline.misconception(
    "label-constant",
    "The rate is right, but it always says memory: compare the intensity with the ridge point.",
)(lambda ai, peak, bw: (min(peak, ai * bw), _MEMORY))

roofline.misconception(
    "label-constant",
    "The rate is right, but it always says compute: compare the intensity with the ridge point.",
)(lambda ai, peak, bw: (min(peak, ai * bw), _COMPUTE))

roofline.misconception(
    "inverted:ai",
    "The bandwidth is divided by the intensity. Operations per byte times bytes per second is a rate of "
    "operations.",
)(
    lambda ai, peak, bw: (
        min(peak, bw / ai if ai else float("inf")),
        _MEMORY if ai and bw / ai < peak else _COMPUTE,
    )
)

roofline.misconception(
    "inverted:ai",
    "The texts are right, but in the rate the bandwidth is divided by the intensity. Operations per byte "
    "times bytes per second is a rate of operations.",
)(lambda ai, peak, bw: (min(peak, bw / ai), _MEMORY if ai * bw < peak else _COMPUTE))

roofline.misconception(
    "operator:divides",
    "The texts are right, but in the rate the intensity is divided by the bandwidth. Operations per byte "
    "times bytes per second is a rate of operations.",
)(lambda ai, peak, bw: (min(peak, ai / bw), _MEMORY if ai * bw < peak else _COMPUTE))

roofline.misconception(
    "operator:divides",
    "The intensity is divided by the bandwidth. Operations per byte times bytes per second is a rate of "
    "operations.",
)(lambda ai, peak, bw: (min(peak, ai / bw), _MEMORY if ai / bw < peak else _COMPUTE))

roofline.misconception("ridge-inverted", "The ridge point is upside down: it is peak over bandwidth.")(
    lambda ai, peak, bw: (min(peak, ai * bw), _MEMORY if ai < bw / peak else _COMPUTE)
)

roofline.misconception("scale:8", "Bits and bytes are mixed up: bandwidth and intensity both count bytes.")(
    lambda ai, peak, bw: (min(peak, 8 * ai * bw), _MEMORY if 8 * ai * bw < peak else _COMPUTE)
)

roofline.misconception("scale:1/8", "Bits and bytes are mixed up: bandwidth and intensity both count bytes.")(
    lambda ai, peak, bw: (min(peak, ai * bw / 8), _MEMORY if ai * bw / 8 < peak else _COMPUTE)
)

roofline.misconception("sum", "It adds the two limits; the lower one holds.")(
    lambda ai, peak, bw: (peak + ai * bw, _MEMORY if ai * bw < peak else _COMPUTE)
)

roofline.misconception(
    "smooth", "It halves the rate near the ridge, as if the limits acted one after the other; they overlap."
)(lambda ai, peak, bw: (1 / (1 / peak + 1 / (ai * bw)), _MEMORY if ai * bw < peak else _COMPUTE))


# --------------------------------------------------------------------------------- I7.20 lighthouse_roofline


def _intensities() -> dict[str, float]:
    """Return operations per byte of the five models at batch 1, by the words that name them in a plot."""
    weight = constants.BYTES_FP16.quantity

    def of(ops: Any, parameters: Any) -> float:
        return float((ops.quantity / (parameters.quantity * weight)).to("FLOP/byte").magnitude)

    return {
        "ResNet-50|ResNet50|ResNet": of(constants.RESNET50_OPS, constants.RESNET50_PARAMS),
        # 2 FLOP for each weight of 2 bytes.
        "GPT-2|GPT2|Llama": 1.0,
        "DLRM|recommend": 1.0,
        "MobileNetV2|MobileNet": of(constants.MOBILENETV2_OPS, constants.MOBILENETV2_PARAMS),
        "KWS|Keyword|DS-CNN|DSCNN": of(constants.KWS_DSCNN_OPS, constants.KWS_DSCNN_PARAMS),
    }


def _roof() -> tuple[float, float]:
    """Return peak and bandwidth of the A100 in FLOP/s and byte/s."""
    peak = constants.A100_FLOPS_FP16_TENSOR.quantity.to("FLOP/s").magnitude
    return float(peak), float(constants.A100_MEM_BW.quantity.to("byte/s").magnitude)


def _places(factor: float = 1.0) -> Mapping[str, Point]:
    """Return where the models stand on the roof, with their intensities times a factor."""
    peak, bandwidth = _roof()
    return {
        name: (factor * ai, float(laws.roofline(factor * ai, peak, bandwidth).performance))
        for name, ai in _intensities().items()
    }


_RATES = (
    drawn.PLAIN,
    drawn.Drawn(1e-12, ("TFLOP", "tera"), "TFLOP/s"),
    drawn.Drawn(1e-9, ("GFLOP", "giga"), "GFLOP/s"),
    drawn.Drawn(1e-15, ("PFLOP", "peta"), "PFLOP/s"),
)


def _roof_line(view: View) -> drawn.Finding | None:
    """Say what is wrong with the line that should be the roof, or the lines that make it up."""
    peak, bandwidth = _roof()
    ridge = peak / bandwidth
    # Lines that stand upright lead from a point to the axis.
    lines = [m for m in view.marks if m.joined and len(m.points) > 1 and max(m.x) - min(m.x) > 1e-9]
    if not lines:
        return "roof:missing", "There is no line for the roof: draw it from low to high intensity."
    drawn_as = []
    for to_x, _ in drawn.ways((drawn.PLAIN,), view.x.label):
        for to_y, _ in drawn.ways(_RATES, view.y.label):
            # Height over the roof, at the corners of the lines and halfway between them.
            corners, halfway = (
                [
                    (to_x(x), to_y(y) / min(peak, to_x(x) * bandwidth))
                    for m in lines
                    for x, y in (m.points if ends else _between(m, view))
                    if to_x(x) > 0
                ]
                for ends in (True, False)
            )
            on = [x for x, height in corners if math.isclose(height, 1, rel_tol=0.03)]
            plateau = any(math.isclose(to_y(level), peak, rel_tol=0.03) for level in view.levels)
            drawn_as.append((len(on), on, corners, halfway, plateau))
    _, on, corners, halfway, plateau = max(drawn_as, key=lambda one: one[0])
    if any(height > 1.05 for _, height in corners):
        over = [x for x, height in corners if height > 1.05]
        if min(over) > ridge:
            return "roof:no-plateau", "The line rises beyond the ridge, where the peak is the limit."
        if max(over) < ridge:
            return "roof:no-slope", "The line is too high below the ridge, where the memory is the limit."
        return "roof:values", "The line does not follow the roof of this device. Compute one point by hand."
    if not on or min(on) > 0.8 * ridge:
        if len(on) < 2 and not plateau:
            return (
                "roof:values",
                "The line does not follow the roof of this device. Compute one point by hand.",
            )
        return "roof:no-slope", "The roof has no slope: below the ridge the memory sets it."
    if max(on) < 1.2 * ridge and not plateau:
        return "roof:no-plateau", "The roof has no flat part: beyond the ridge it is the peak."
    if any(height < 0.8 for _, height in [*corners, *halfway]):
        return "roof:knee", "The roof cuts its corner: give the line a point at the ridge, or many points."
    return None


def _between(mark: Marks, view: View) -> list[Point]:
    """Return the points halfway between those of a line, as the axes show them."""

    def middle(one: float, other: float, log: bool) -> float:
        return math.sqrt(one * other) if log and one > 0 and other > 0 else (one + other) / 2

    return [
        (middle(x, u, view.x.log), middle(y, v, view.y.log))
        for (x, y), (u, v) in itertools.pairwise(mark.points)
    ]


def _checks() -> list[Any]:
    peak, bandwidth = _roof()

    def at_peak(point: Point) -> Point:
        return point[0], peak

    def no_roof(point: Point) -> Point:
        return point[0], point[0] * bandwidth

    def upside_down(point: Point) -> Point:
        return 1 / point[0], point[1]

    def macs(point: Point) -> Point:
        half = point[0] / 2
        return half, min(peak, half * bandwidth)

    def macs_published(point: Point) -> Point:
        return macs(point) if point[0] > 60 else point

    def swapped(point: Point) -> Point:
        return point[1], point[0]

    return [
        drawn.NamedPoints(
            _places(),
            rtol=0.03,  # the roof cuts ResNet-50's point down by 4 %
            what="models",
            in_y=_RATES,
            wrong=[
                (
                    "points:peak",
                    "All models stand at the peak. Most of them never reach it: the memory is too slow.",
                    at_peak,
                ),
                (
                    "points:no-roof",
                    "A model stands above the peak. Beyond the ridge the peak is the limit.",
                    no_roof,
                ),
                (
                    "points:x-inverted",
                    "Along x stand bytes per operation; the intensity is operations per byte.",
                    upside_down,
                ),
                (
                    "points:mac-for-flop",
                    "All intensities are half of what they are: a multiply-accumulate is two operations.",
                    macs,
                ),
                (
                    "points:mac-for-flop",
                    "Some intensities are half of what they are: a multiply-accumulate is two operations.",
                    macs_published,
                ),
                ("plot:swapped", "x and y of the models have changed places.", swapped),
            ],
            slips=[
                (
                    "points:mac-for-flop",
                    "The intensity of {name} is half of what it is: a multiply-accumulate is two operations.",
                    macs,
                ),
                (
                    "points:peak",
                    "{name} stands at the peak, which it never reaches: the memory is too slow for it.",
                    at_peak,
                ),
            ],
        ),
        drawn.Shape("the roof", _roof_line),
        drawn.Scale("x"),
        drawn.Scale("y"),
        drawn.Label(
            "x",
            ["intensity", "flop/b", "flop per b", "flops/b", "operations per byte"],
            "that it shows the arithmetic intensity",
        ),
        drawn.Label(
            "y", ["flop/s", "flops", "performance", "rate", "throughput"], "that it shows the attainable rate"
        ),
    ]


@exercise(
    "lighthouse_roofline",
    bank="I7.20",
    points=3,
    objective=5,
    bloom="Create",
    anchors=("tbl-lighthouse-examples", "eq-intro-iron-law"),
    title="The five models under one roof",
    prompt=(
        "Draw the roofline of an A100 in FP16 as a line, both axes logarithmic and labelled with their "
        "units, and on it the five Lighthouse models at batch 1 as points with their names beside them or "
        "in a legend. The weights (FP16) are read once; take 1 FLOP/byte for DLRM. Part of the "
        "points for part of the picture."
    ),
    spec=Plot(_checks, partial=True),
)
def lighthouse_roofline() -> Any:
    """Draw the roof of the A100 and the models on it."""
    from matplotlib.figure import Figure

    peak, bandwidth = _roof()
    axes = Figure(layout="constrained").add_subplot()
    ridge = peak / bandwidth
    axes.loglog([0.1, ridge, 2000], [0.1 * bandwidth, peak, peak], color="black")
    for name, (x, y) in _places().items():
        axes.plot(x, y, "o")
        axes.annotate(name.split("|")[0], (x, y))
    axes.set_xlabel("arithmetic intensity (FLOP/byte)")
    axes.set_ylabel("attainable rate (FLOP/s)")
    return axes.figure
