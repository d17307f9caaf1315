"""Answers to the Iron Law's function, classification and plot."""

from __future__ import annotations

from typing import Any

from autograder.answers import corpus

_ARGS = "data, bandwidth, ops, peak, eta, latency"


def _law(body: str) -> str:
    return f"def iron_law({_ARGS}):\n    return {body}"


corpus(
    "iron_law",
    right=[
        _law("data / bandwidth + ops / (peak * eta) + latency"),
        _law("sum([data / bandwidth, ops / peak / eta, latency])"),
        _law(
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
        "eta:multiplies-time|precedence": [_law("data / bandwidth + ops * eta / peak + latency")],
        "form:pipelined": [
            _law("max(data / bandwidth, ops / (peak * eta)) + latency"),
            f"def iron_law({_ARGS}):\n"
            "    a, b = data / bandwidth, ops / (peak * eta)\n"
            "    if a > b:\n"
            "        return a + latency\n"
            "    return b + latency",
        ],
        "form:largest-term": [_law("max(data / bandwidth, ops / (peak * eta), latency)")],
        "dropped:latency": [_law("data / bandwidth + ops / (peak * eta)")],
        "dropped:eta": [_law("data / bandwidth + ops / peak + latency")],
        "dropped:data": [_law("ops / (peak * eta) + latency")],
        "dropped:ops": [_law("data / bandwidth + latency")],
        "scale:8": [_law("8 * data / bandwidth + ops / (peak * eta) + latency")],
        "scale:1/8": [_law("data / 8 / bandwidth + ops / (peak * eta) + latency")],
        "scale:1000": [_law("1000 * (data / bandwidth + ops / (peak * eta) + latency)")],
        "percent:eta": [_law("data / bandwidth + ops / (peak * eta / 100) + latency")],
        "eta:all-terms": [
            _law("(data / bandwidth + ops / peak) / eta + latency"),
            _law("(data / bandwidth + ops / peak + latency) / eta"),
        ],
        "eta:data-term": [_law("data / (bandwidth * eta) + ops / peak + latency")],
        "inverted:data": [_law("bandwidth / data + ops / (peak * eta) + latency")],
        "operator:data": [_law("data * bandwidth + ops / (peak * eta) + latency")],
        "operator:both": [_law("data * bandwidth + ops * peak * eta + latency")],
        "latency:subtracted": [_law("data / bandwidth + ops / (peak * eta) - latency")],
        "latency:multiplied": [_law("(data / bandwidth + ops / (peak * eta)) * latency")],
        "swapped:ops,peak|swapped:ops-peak": [_law("data / bandwidth + peak / (ops * eta) + latency")],
        "dropped:eta+dropped:latency": [_law("data / bandwidth + ops / peak")],
        "constant": [_law("0.007")],
        "rounded": [_law("round(float(data / bandwidth + ops / (peak * eta) + latency), 1)")],
        "function:quantities": [_law("float(data) / float(bandwidth) + ops / (peak * eta) + latency")],
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

_RIGHT = {
    "data/bandwidth": True,
    "ops/peak": True,
    "ops/bandwidth": False,
    "data/peak": False,
    "data+ops": False,
    "data/bandwidth+latency": True,
    "ops/(peak*eta)+data/bandwidth": True,
    "power/energy": False,
}


def _but(**changes: bool) -> str:
    """Write the right answer with some items changed: letters a to h stand for the items."""
    letters = dict(zip("abcdefgh", _RIGHT, strict=True))
    return repr({**_RIGHT, **{letters[letter]: value for letter, value in changes.items()}})


corpus(
    "which_are_times",
    right=[
        repr(_RIGHT),
        repr({item.replace("/", " / "): "yes" if time else "no" for item, time in _RIGHT.items()}),
        f"pd.Series({_RIGHT!r})",
        f"pd.DataFrame({{'expression': {list(_RIGHT)!r}, 'is_time': {list(_RIGHT.values())!r}}})",
        repr([*reversed(_RIGHT.items())]),
        repr({item: "a time" if time else "not a time" for item, time in _RIGHT.items()}),
        f"{{item: np.bool_(time) for item, time in {_RIGHT!r}.items()}}",
        repr({item: int(time) for item, time in _RIGHT.items()}),
        repr(list(_RIGHT.values())),
    ],
    wrong={
        "all-one-class": [repr(dict.fromkeys(_RIGHT, True)), repr(dict.fromkeys(_RIGHT, "no"))],
        "bytes-are-flops": [_but(c=True, d=True, e=False), _but(c=True, d=True, e=True)],
        "adds-bytes-to-flops": [_but(e=True)],
        "inverse-of-time": [_but(h=True)],
        "flop-per-byte-rate": [_but(c=True)],
        "byte-per-flop-rate": [_but(d=True)],
        "sums-are-no-times": [_but(f=False, g=False)],
        "eta-has-a-unit": [_but(g=False)],
        "swapped:True-False": [repr({item: not time for item, time in _RIGHT.items()})],
        "adds-bytes-to-flops+inverse-of-time": [_but(e=True, h=True)],
        "item:missing": [repr({k: v for k, v in _RIGHT.items() if k != "data+ops"})],
        "item:unknown": [repr({k.replace("power/energy", "energy/power"): v for k, v in _RIGHT.items()})],
        "class:unknown": [repr({**_RIGHT, "data+ops": "perhaps"})],
        "item:open": [repr({**_RIGHT, "data+ops": None})],
        "type:number": ["8", "float('nan')", "True"],
        "type:text": ["'all of them'"],
        "none": ["None"],
        "shape": ["['data/bandwidth', 'ops/peak']"],
        "not-attempted": ["...", repr(dict.fromkeys(_RIGHT, 0)).replace("0", "...")],
    },
)

_SET_UP = """
one = (constants.GPT3_TRAINING_OPS / constants.A100_FLOPS_FP16_TENSOR).to("day").magnitude
gpus = 2 ** np.arange(6, 15)
fig, ax = plt.subplots()
"""
_FINISH = """
ax.set_xlabel("number of GPUs")
ax.set_ylabel("training time (days)")
ax.legend()
training_days_plot = fig
"""


def _lines(
    formula: str, scale: str = "ax.loglog", finish: str = _FINISH, etas: str = "(0.3, 0.45, 0.6)"
) -> str:
    """Write a cell that draws a line for each efficiency."""
    return f"{_SET_UP}for eta in {etas}:\n    {scale}(gpus, {formula}, label=f'efficiency {{eta}}')\n{finish}"


_TIME = "one / (gpus * eta)"

corpus(
    "training_days_plot",
    right=[
        _lines(_TIME),
        _lines(_TIME, "ax.plot", "ax.set_xscale('log', base=2)\nax.set_yscale('log')\n" + _FINISH),
        _lines(_TIME, "ax.scatter", "ax.set(xscale='log', yscale='log')\n" + _FINISH),
        _lines(f"24 * {_TIME}", finish=_FINISH.replace("(days)", "(hours)")),
        _lines(_TIME, finish=_FINISH.replace("= fig", "= ax")),
        _SET_UP
        + "frame = pd.DataFrame({f'{eta:.0%}': one / (gpus * eta) for eta in (0.3, 0.45, 0.6)}, index=gpus)\n"
        "training_days_plot = frame.plot(loglog=True, xlabel='GPUs', ylabel='training time in days')",
        _SET_UP + "plt.close(fig)\n"
        "import seaborn as sns\n"
        "table = pd.DataFrame([(n, eta, one / (n * eta)) for n in gpus for eta in (0.3, 0.45, 0.6)],\n"
        "                     columns=['GPUs', 'efficiency', 'days'])\n"
        "training_days_plot = sns.lineplot(table, x='GPUs', y='days', hue='efficiency', palette='dark')\n"
        "training_days_plot.set(xscale='log', yscale='log')",
        _SET_UP + "for eta in (0.3, 0.45, 0.6):\n"
        "    ax.plot(np.log10(gpus), np.log10(one / (gpus * eta)), label=f'eta = {eta}')\n"
        "ax.set_xlabel('log10(number of GPUs)')\nax.set_ylabel('log10(training time in days)')\nax.legend()\n"
        "training_days_plot = fig",
        _lines(
            _TIME,
            finish="for eta in (0.3, 0.45, 0.6):\n    ax.annotate(f'eta = {eta}', (64, one / (64 * eta)))\n"
            "ax.set_xlabel('GPUs')\nax.set_ylabel('Days')\ntraining_days_plot = plt.gcf()",
        ),
        _SET_UP + "for eta in (0.3, 0.45, 0.6):\n"
        "    plt.loglog([64, 16384], [one / (64 * eta), one / (16384 * eta)], '--o', label=f'{100 "
        "* eta:.0f} %')\n"
        "plt.xlabel('GPUs'); plt.ylabel('time in days'); plt.legend()\ntraining_days_plot = plt.gcf()",
    ],
    wrong={
        "plot:scale-x": [_lines(_TIME, "ax.plot"), _lines(_TIME, "ax.semilogy")],
        "plot:scale-y": [_lines(_TIME, "ax.semilogx")],
        "slope:+1": [_lines("one * gpus / eta"), _lines("one * gpus * eta")],
        "eta:multiplies-time": [_lines("one * eta / gpus")],
        "dropped:eta": [_lines("one / gpus")],
        "speedup-not-time": [_lines("gpus * eta / one")],
        "plot:curves-missing": [_lines(_TIME, etas="(0.3, 0.45)"), _lines(_TIME, etas="(0.45,)")],
        "plot:range": [_lines(_TIME).replace("np.arange(6, 15)", "np.arange(6, 11)")],
        "plot:no-legend": [_lines(_TIME, finish=_FINISH.replace("ax.legend()\n", ""))],
        "plot:legend-swapped": [_lines(_TIME).replace("{eta}'", "{round(0.9 - eta, 2)}'")],
        "plot:label-x": [_lines(_TIME, finish=_FINISH.replace("number of GPUs", "N"))],
        "plot:label-y": [_lines(_TIME, finish=_FINISH.replace('ax.set_ylabel("training time (days)")', ""))],
        "plot:unit-y": [_lines(f"86400 * {_TIME}", finish=_FINISH.replace("training time (days)", "time"))],
        "plot:factor-y": [_lines(f"2 * {_TIME}")],
        "plot:swapped": [
            _SET_UP
            + "for eta in (0.3, 0.45, 0.6):\n    ax.loglog(one / (gpus * eta), gpus, label=f'{eta}')\n"
            + _FINISH
        ],
        "plot:blank": [_SET_UP + "training_days_plot = fig", "plt.figure()"],
        "none": ["plt.close('all')\ntraining_days_plot = plt.show()", "None"],
        "type": ["25.3", "'a plot'"],
        "type:function": ["lambda gpus: gpus"],
        "not-attempted": ["..."],
    },
)

_TRAINING = {
    "days_25": (True, 25.28),
    "saves_less_than_6": (False, 6.32),
    "quarter_saved": (True, 25),
    "thousands_of_mwh": (False, 248.5),
}


def _training(**changed: Any) -> str:
    return repr({**{claim: verdict for claim, (verdict, _) in _TRAINING.items()}, **changed})


corpus(
    "training_claims",
    right=[
        repr(_TRAINING),
        f"{{**{_TRAINING!r}, 'days_25': (True, Q_(606.7, 'hour')), 'thousands_of_mwh': (False, Q_(0.2485, 'GWh'))}}",
        repr({claim: list(pair) for claim, pair in _TRAINING.items()}),
        repr({claim: pair[::-1] for claim, pair in _TRAINING.items()}),
        f"pd.DataFrame({_TRAINING!r}, index=['supported', 'value']).T",
    ],
    wrong={
        "value:missing": [
            _training(),
            "['days_25', 'quarter_saved']",
            repr({**_TRAINING, "quarter_saved": True}),
        ],
        "verdict-against-value": [repr({**_TRAINING, "saves_less_than_6": (True, 6.32)})],
        "rounded-first": [
            _training(saves_less_than_6=True),
            repr({**_TRAINING, "saves_less_than_6": (True, 6)}),
        ],
        "energy-not-computed": [_training(thousands_of_mwh=True)],
        "trusts-the-text": [repr(dict.fromkeys(_TRAINING, True))],
        "trusts-nothing": [repr(dict.fromkeys(_TRAINING, False))],
        "difference-of-efficiencies": [repr({**_TRAINING, "quarter_saved": (True, 15)})],
        "new-as-base": [repr({**_TRAINING, "quarter_saved": (True, 33.33)})],
        "one-gpu": [repr({**_TRAINING, "thousands_of_mwh": (False, 0.2427)})],
        "days-not-hours": [repr({**_TRAINING, "thousands_of_mwh": (False, 10.354)})],
        "claim:missing": ["{'days_25': True}"],
    },
)
