"""I7.20: the five Lighthouse models under one roof, drawn."""

import itertools
import math
from collections.abc import Mapping
from typing import Any

from mlsys_course import constants, laws
from mlsys_course.exercise import exercise
from mlsys_course.kinds import Plot
from mlsys_course.kinds import plot as drawn
from mlsys_course.kinds.plot import Marks, Point, View


def _intensities() -> dict[str, float]:
    """Return operations per byte of the five models at batch 1, by the words that name them in a plot."""
    weight = constants.BYTES_FP16.quantity

    def of(ops, parameters) -> float:
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
        return "roof:missing", "You drew no line for the roof. Draw it from low to high intensity."
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
            return "roof:no-plateau", "Your roof rises beyond the ridge. There the peak is the limit."
        if max(over) < ridge:
            return "roof:no-slope", "Your roof is too high below the ridge. There the memory is the limit."
        return "roof:values", "Your line is not the roof of this device. Compute one point by hand."
    if not on or min(on) > 0.8 * ridge:
        if len(on) < 2 and not plateau:
            return (
                "roof:values",
                "Your line is not the roof of this device. Compute one point by hand.",
            )
        return "roof:no-slope", "Your roof has no slope. Below the ridge the memory is the limit."
    if max(on) < 1.2 * ridge and not plateau:
        return "roof:no-plateau", "Your roof has no flat part. Beyond the ridge the peak is the limit."
    if any(height < 0.8 for _, height in [*corners, *halfway]):
        return "roof:knee", "Your roof cuts its corner. Give the line a point at the ridge, or many points."
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
                    "All your models stand at the peak. Most of them never reach it, because the memory "
                    "is too slow.",
                    at_peak,
                ),
                (
                    "points:no-roof",
                    "One of your models stands above the peak. Beyond the ridge the peak is the limit.",
                    no_roof,
                ),
                (
                    "points:x-inverted",
                    "Your x axis shows bytes per operation. Intensity is operations per byte.",
                    upside_down,
                ),
                (
                    "points:mac-for-flop",
                    "All your intensities are half of what they should be. Check that a "
                    "multiply-accumulate counts as two operations and that each weight has the right "
                    "size.",
                    macs,
                ),
                (
                    "points:mac-for-flop",
                    "Some of your intensities are half of what they should be. Count a "
                    "multiply-accumulate as two operations.",
                    macs_published,
                ),
                ("plot:swapped", "You swapped x and y of the models.", swapped),
            ],
            slips=[
                (
                    "points:mac-for-flop",
                    "Your intensity of {name} is half of what it should be. Count a multiply-accumulate "
                    "as two operations.",
                    macs,
                ),
                (
                    "points:peak",
                    "{name} stands at the peak, which it never reaches. The memory is too slow for it.",
                    at_peak,
                ),
            ],
        ),
        drawn.Shape("the roof", _roof_line),
        drawn.Scale("x"),
        drawn.Scale("y"),
        drawn.Label(
            "x",
            ["intensity"],
            "that it shows the arithmetic intensity",
            units=["flop/b", "flop per b", "flops/b", "flops per b", "operations per byte", "op/b", "ops/b"],
        ),
        drawn.Label(
            "y",
            ["performance", "rate", "throughput"],
            "that it shows the attainable rate",
            units=["flop/s", "flops", "flop per s", "operations per second", "op/s"],
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
    spec=Plot(_checks, partial=True),
)
def lighthouse_roofline():
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


_SET_UP = """
names = ['ResNet-50', 'GPT-2', 'DLRM', 'MobileNetV2', 'Keyword Spotting']
ai = np.array([8.2e9 / 51.2e6, 1, 1, 0.6e9 / 7e6, 20e6 / 400e3])
peak, bw = 312e12, 2.039e12
ridge = peak / bw
fig, ax = plt.subplots()
"""

_ROOF = "x = np.logspace(-1, 4, 200)\nax.plot(x, np.minimum(peak, x * bw))\n"

_POINTS = (
    "for name, i in zip(names, ai):\n"
    "    ax.scatter(i, min(peak, i * bw))\n"
    "    ax.annotate(name, (i, min(peak, i * bw)))\n"
)

_FINISH = (
    "ax.set_xscale('log')\nax.set_yscale('log')\nax.set_xlabel('arithmetic intensity (FLOP/byte)')\n"
    "ax.set_ylabel('attainable performance (FLOP/s)')\nlighthouse_roofline = fig\n"
)

_LABELLED = (
    "for name, i in zip(names, ai):\n    ax.plot([i], [min(peak, i * bw)], 'o', label=name)\nax.legend()\n"
)


def _plot(roof: str = _ROOF, points: str = _POINTS, finish: str = _FINISH, before: str = "") -> str:
    return f"{_SET_UP}{before}{roof}{points}{finish}"


_TERA = "peak, bw = 312, 2.039\n"

lighthouse_roofline.answers(
    right=[
        _plot(),
        _plot("ax.loglog([0.1, ridge, 5000], [0.1 * bw, peak, peak], 'k-')\n"),
        _plot(
            "ax.loglog([0.1, ridge], [0.1 * bw, peak], 'k-')\nax.loglog([ridge, 1e4], [peak, peak], 'k--')\n"
        ),
        _plot(before=_TERA, finish=_FINISH.replace("(FLOP/s)", "(TFLOP/s)")),
        _plot(
            points="for name, i in zip(names, ai):\n"
            "    ax.plot([i], [min(peak, i * bw)], 'o', label=name)\nax.legend()\n"
        ),
        _plot(
            points="ax.scatter(ai, np.minimum(peak, ai * bw))\n"
            "for name, i in zip(names, ai):\n    ax.text(i, min(peak, i * bw), f'  {name} ({i:.0f})')\n"
        ),
        _plot(
            points=_POINTS.replace("(name, (i, min(peak, i * bw)))", "(name, (1.8 * i, min(peak, i * bw)))")
        ),
        _plot(
            points="for name, i in zip(names, ai):\n"
            "    ax.scatter(i, min(peak, i * bw))\n"
            "    ax.annotate(name, (i, min(peak, i * bw)), xytext=(i / 8, 2 * i * bw),\n"
            "                arrowprops=dict(arrowstyle='->'))\n"
        ),
        _plot(points="ax.legend([ax.scatter(i, min(peak, i * bw)) for i in ai], names)\n"),
        _plot(points=_POINTS + "ax.scatter(ridge, peak, marker='*', label='ridge')\n"),
        _plot(points=_POINTS + "ax.vlines(ai, 1e10, ai * bw)\nax.plot([ridge, ridge], [1e10, peak], 'k:')\n"),
        _plot(
            "ax.plot(np.log10(x := np.logspace(-1, 4, 200)), np.log10(np.minimum(peak, x * bw)))\n",
            "for name, i in zip(names, ai):\n"
            "    ax.plot(np.log10(i), np.log10(min(peak, i * bw)), 'o', label=name)\nax.legend()\n",
            "ax.set(xlabel='log10 of FLOP/byte', ylabel='log10 of FLOP/s')\nlighthouse_roofline = fig\n",
        ),
        _plot("x = np.geomspace(0.05, 2000, 60)\nax.plot(x, np.where(x < ridge, x * bw, peak), lw=2)\n"),
        "names = {'ResNet-50': 160.2, 'GPT-2 / Llama': 1, 'DLRM': 1, 'MobileNetV2': 85.7, 'KWS': 50}\n"
        "x = np.geomspace(0.1, 1e3, 300)\n"
        "plt.loglog(x, np.minimum(312, 2.039 * x), label='A100')\n"
        "for name, i in names.items():\n"
        "    plt.loglog(i, min(312, 2.039 * i), 's', label=name)\n"
        "plt.xlabel('FLOP/byte'); plt.ylabel('TFLOP/s'); plt.legend()\n"
        "lighthouse_roofline = plt.gcf()",
    ],
    wrong={
        "points:peak": [
            _plot(points="ax.scatter(ai, [peak] * 5)\nfor n, i in zip(names, ai):\n    ax.text(i, peak, n)\n")
        ],
        "points:no-roof": [
            _plot(
                points="for n, i in zip(names, ai):\n    ax.scatter(i, i * bw)\n    ax.text(i, i * bw, n)\n"
            )
        ],
        "points:x-inverted": [
            _plot(
                points=_POINTS.replace("ax.scatter(i,", "ax.scatter(1 / i,").replace("(i, min", "(1 / i, min")
            )
        ],
        "points:mac-for-flop": [
            _plot(before="ai = ai / 2\n"),
            _plot(before="ai[[0, 3]] = ai[[0, 3]] / 2\n"),
            _plot(before="ai[1] = 0.5\n"),
            _plot(before="ai[4] = 25\n"),
            _plot(before="ai[1] = 0.5\n", points=_LABELLED),
        ],
        "plot:name-place": [_plot(before="ai[1] = 2\n"), _plot(before="ai[1] = 100\n")],
        "plot:names-swapped": [
            _plot(before="names[4], names[0] = names[0], names[4]\n"),
            _plot(before="names[4], names[0] = names[0], names[4]\n", points=_LABELLED),
            _plot(before="names = [names[i] for i in (4, 1, 2, 0, 3)]\n"),
            _plot(before="names = [names[i] for i in (3, 1, 2, 4, 0)]\n", points=_LABELLED),
        ],
        "plot:swapped": [
            _plot(
                "x = np.logspace(-1, 4, 200)\nax.plot(np.minimum(peak, x * bw), x)\n",
                "for n, i in zip(names, ai):\n    ax.scatter(min(peak, i * bw), i)\n    ax.text(peak, i, n)\n",
            )
        ],
        "plot:points-missing": [_plot(before="names, ai = names[:2], ai[:2]\n")],
        "plot:no-legend": [_plot(points=_LABELLED.replace("ax.legend()\n", ""))],
        "plot:unnamed": [_plot(points="ax.scatter(ai, np.minimum(peak, ai * bw))\n")],
        "roof:missing": [_plot("")],
        "roof:no-plateau": [
            _plot("x = np.logspace(-1, 4, 200)\nax.plot(x, x * bw)\n"),
            _plot("x = np.logspace(-1, 2, 200)\nax.plot(x, x * bw)\n"),
        ],
        "roof:no-slope": [_plot("ax.plot([0.1, 1e4], [peak, peak])\n")],
        "roof:values": [_plot("x = np.logspace(-1, 4, 200)\nax.plot(x, np.maximum(peak, x * bw))\n")],
        "roof:knee": [_plot("x = np.array([0.1, 1, 1000])\nax.plot(x, np.minimum(peak, x * bw))\n")],
        "plot:scale-x": [_plot(finish=_FINISH.replace("ax.set_xscale('log')\n", ""))],
        "plot:scale-y": [_plot(finish=_FINISH.replace("ax.set_yscale('log')\n", ""))],
        "plot:label-x": [_plot(finish=_FINISH.replace("arithmetic intensity (FLOP/byte)", "x"))],
        "plot:label-y": [_plot(finish=_FINISH.replace("attainable performance (FLOP/s)", "y"))],
        "plot:unit-y": [_plot(before=_TERA, finish=_FINISH.replace(" (FLOP/s)", ""))],
        "plot:blank": ["plt.figure()", _SET_UP + "lighthouse_roofline = fig"],
        "none": ["None"],
        "type": ["153"],
        "not-attempted": ["..."],
    },
)
