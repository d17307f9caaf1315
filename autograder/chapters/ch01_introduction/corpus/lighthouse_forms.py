"""Answers to the Lighthouse section's classifications, function and plot."""

from __future__ import annotations

from autograder.answers import corpus

# ------------------------------------------------------------------------------------------ classifications

_RIGHT = {
    "ResNet-50, batch 1": "memory",
    "ResNet-50, batch 2": "compute",
    "GPT-2, batch 1": "memory",
    "GPT-2, batch 512": "compute",
    "MobileNetV2, batch 1": "memory",
    "MobileNetV2, batch 8": "compute",
    "KWS, batch 1": "memory",
    "DLRM, batch 1": "memory",
}


def _but(**changes: str) -> str:
    """Write the right answer with some items changed: letters a to h stand for the items."""
    letters = dict(zip("abcdefgh", _RIGHT, strict=True))
    return repr({**_RIGHT, **{letters[letter]: value for letter, value in changes.items()}})


corpus(
    "roofline_bound",
    right=[
        repr(_RIGHT),
        repr({item: f"{bound}-bound" for item, bound in _RIGHT.items()}),
        repr({item.replace(", ", " "): bound.upper() for item, bound in _RIGHT.items()}),
        f"pd.Series({_RIGHT!r})",
        repr(list(_RIGHT.items())),
        repr({item: {"memory": "bandwidth", "compute": "Compute"}[bound] for item, bound in _RIGHT.items()}),
        "ridge = 989 / 3.35\n"
        "one = {'ResNet-50': 8.2e9 / 51.2e6, 'GPT-2': 1, 'MobileNetV2': 600 / 7, 'KWS': 50, 'DLRM': 1}\n"
        "cases = [('ResNet-50', 1), ('ResNet-50', 2), ('GPT-2', 1), ('GPT-2', 512), ('MobileNetV2', 1),\n"
        "         ('MobileNetV2', 8), ('KWS', 1), ('DLRM', 1)]\n"
        "roofline_bound = {f'{name}, batch {n}': 'memory' if n * one[name] < ridge else 'compute'\n"
        "                  for name, n in cases}",
    ],
    wrong={
        "resnet-is-compute-bound": [_but(a="compute")],
        "convolutions-are-compute-bound": [_but(a="compute", e="compute")],
        "mac-for-flop": [_but(b="memory")],
        "small-is-memory-bound": [_but(f="memory")],
        "language-is-memory-bound": [_but(d="memory")],
        "batch-ignored": [
            _but(b="memory", d="memory", f="memory"),
            repr(dict.fromkeys(_RIGHT, "memory-bound")),
        ],
        "vision-is-compute-bound": [_but(a="compute", e="compute", g="compute")],
        "small-is-compute-bound": [_but(g="compute")],
        "all-one-class": [repr(dict.fromkeys(_RIGHT, "compute"))],
        "swapped:memory-compute": [
            repr({item: "compute" if bound == "memory" else "memory" for item, bound in _RIGHT.items()})
        ],
        "item:missing": [repr({k: v for k, v in _RIGHT.items() if k != "DLRM, batch 1"})],
        "class:unknown": [_but(h="network")],
        "type:text": ["'memory'"],
        "none": ["None"],
        "not-attempted": ["..."],
    },
)

_BOTTLENECKS = {
    "ResNet-50": "compute throughput",
    "GPT-2/Llama": "memory bandwidth",
    "DLRM": "memory capacity",
    "MobileNetV2": "latency and power",
    "Keyword Spotting": "power envelope",
}


def _other(**changes: str) -> str:
    letters = dict(zip("abcde", _BOTTLENECKS, strict=True))
    return repr({**_BOTTLENECKS, **{letters[letter]: value for letter, value in changes.items()}})


corpus(
    "lighthouse_bottleneck",
    right=[
        repr(_BOTTLENECKS),
        repr({item: bottleneck.title() for item, bottleneck in _BOTTLENECKS.items()}),
        f"pd.Series({_BOTTLENECKS!r})",
        repr(
            {
                "ResNet": "compute",
                "GPT-2": "bandwidth",
                "DLRM": "capacity",
                "MobileNet": "latency and power",
                "KWS": "power envelope",
            }
        ),
        repr([*reversed(_BOTTLENECKS.items())]),
        "{model.name.replace('GPT-2', 'GPT-2/Llama'): model.bottleneck for model in models.lighthouse()}",
    ],
    wrong={
        "bandwidth-is-capacity": [_other(b="memory capacity", c="memory bandwidth")],
        "small-models-swapped": [_other(d="power envelope", e="latency and power")],
        "all-bandwidth": [_other(a="memory bandwidth")],
        "large-is-compute": [_other(a="memory bandwidth", b="compute throughput")],
        "large-is-capacity": [_other(b="memory capacity")],
        "all-one-class": [repr(dict.fromkeys(_BOTTLENECKS, "memory bandwidth"))],
        "item:missing": [repr({k: v for k, v in _BOTTLENECKS.items() if k != "DLRM"})],
        "class:unknown": [_other(a="sunlight")],
        "type:text": ["'memory bandwidth'"],
        "none": ["None"],
    },
)

# ------------------------------------------------------------------------------------------------- function


def _roof(body: str) -> str:
    return f"def roofline(ai, peak, bw):\n    {body}"


_LABEL = "'memory' if ai * bw < peak else 'compute'"

corpus(
    "roofline",
    right=[
        _roof(f"return min(peak, ai * bw), {_LABEL}"),
        _roof("return (ai * bw, 'memory') if ai < peak / bw else (peak, 'compute')"),
        _roof("return [np.minimum(peak, ai * bw), 'memory-bound' if ai < peak / bw else 'compute-bound']"),
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
            _roof(f"return max(peak, ai * bw), {_LABEL}"),
            _roof("return (ai * bw, 'compute') if ai * bw >= peak else (peak, 'memory')"),
        ],
        "labels-swapped|swapped:memory-compute": [
            _roof("return min(peak, ai * bw), 'compute' if ai * bw < peak else 'memory'")
        ],
        "peak-always": [_roof(f"return peak, {_LABEL}"), _roof("return peak, 'compute'")],
        "no-roof": [_roof(f"return ai * bw, {_LABEL}"), _roof("return ai * bw, 'memory'")],
        "label-constant": [
            _roof("return min(peak, ai * bw), 'memory'"),
            _roof("return min(peak, ai * bw), 'compute'"),
        ],
        "inverted:ai": [
            "def roofline(ai, peak, bw):\n"
            "    fed = bw / ai if ai else float('inf')\n"
            "    return min(peak, fed), 'memory' if fed < peak else 'compute'"
        ],
        "inverted:ai|operator:divides": [
            _roof(f"return min(peak, bw / ai), {_LABEL}"),
            _roof(f"return min(peak, ai / bw), {_LABEL}"),
        ],
        "operator:divides": [_roof("return min(peak, ai / bw), 'memory' if ai / bw < peak else 'compute'")],
        "label-constant|compared-with-bandwidth": [
            _roof("return min(peak, ai * bw), 'memory' if ai < bw else 'compute'")
        ],
        "ridge-inverted": [_roof("return min(peak, ai * bw), 'memory' if ai < bw / peak else 'compute'")],
        "scale:8": [_roof("return min(peak, 8 * ai * bw), 'memory' if 8 * ai * bw < peak else 'compute'")],
        "scale:1/8": [_roof("return min(peak, ai * bw / 8), 'memory' if ai * bw / 8 < peak else 'compute'")],
        "sum": [_roof(f"return peak + ai * bw, {_LABEL}")],
        "limit:ridge": [_roof("return min(peak, ai * bw), 'memory' if ai * bw <= peak else 'compute'")],
        "function:type": [_roof("return min(peak, ai * bw)"), _roof(f"return {_LABEL}")],
        "function:no-return": [_roof(f"print(min(peak, ai * bw), {_LABEL})")],
        "function:arity": ["def roofline(ai, peak):\n    return min(peak, ai), 'memory'"],
        "function:raises": [_roof(f"return min(peak, ai * bandwidth), {_LABEL}")],
        "function:called": ["(2.039e12, 'memory')"],
        "constant": [_roof("return 2.039e12, 'memory'")],
        "none": ["None"],
        "not-attempted": [_roof("return ...")],
    },
)

# ----------------------------------------------------------------------------------------------------- plot

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

corpus(
    "lighthouse_roofline",
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
