"""Right and wrong answers of the section on the Bitter Lesson."""

from __future__ import annotations

from typing import Any

from autograder.answers import corpus

corpus(
    "training_compute",
    right=[
        "q.coefficient * q.parameters * q.tokens",
        "(q.coefficient * q.parameters * q.tokens).to('ZFLOP')",
        "Q_(6 * q.parameters.magnitude * q.tokens.magnitude, 'FLOP')",
        "Q_(3.15e23, 'FLOP')",
        "Q_(315, 'ZFLOP')",
    ],
    wrong={
        "corpus-for-tokens": ["q.coefficient * q.parameters * q.corpus", "Q_(5.25e23, 'FLOP')"],
        "forward-only": ["Q_(2, 'FLOP/parameter/token') * q.parameters * q.tokens", "Q_(1.05e23, 'FLOP')"],
        "backward-only": ["Q_(4, 'FLOP/parameter/token') * q.parameters * q.tokens", "Q_(2.1e23, 'FLOP')"],
        "dropped:coefficient": ["Q_(5.25e22, 'FLOP')"],
        "unit:parameter*token": ["q.parameters * q.tokens"],
        "unit:missing": ["3.15e23"],
    },
)

corpus(
    "corpus_size",
    right=[
        "q.corpus * q.bytes_per_token",
        "(q.corpus * q.bytes_per_token).to('TB')",
        "Q_(700, 'GB')",
        "Q_(5600, 'Gbit')",
        "Q_(651.93, 'GiB')",
    ],
    wrong={
        "dropped:bytes_per_token": ["Q_(500, 'GB')"],
        "scale:1.073741824": ["Q_(651.93, 'GB')"],
        "scale:8": ["Q_(5600, 'GB')"],
        "inverted:bytes_per_token": ["Q_(357.14, 'GB')"],
        "unit:token": ["q.corpus"],
        "unit:missing": ["700"],
    },
)

corpus(
    "device_day_ratio",
    right=[
        "q.new_days / (q.old_devices * q.old_days)",
        "(q.new_days / q.old_days).to('').magnitude / q.old_devices",
        "208333.3",
        "Fraction(2500000, 12)",
        "Q_(2.08e5, '')",
    ],
    wrong={
        "dropped:old_devices": ["q.new_days / q.old_days", "416666.7"],
        "dropped:old_days": ["1250000"],
        "inverted:old_devices,old_days": ["3e7"],
        "inverted": ["q.old_devices * q.old_days / q.new_days"],
        "dropped:new_days": ["1 / (q.old_devices * q.old_days.to('day').magnitude)"],
    },
)

corpus(
    "run_orders",
    right=[
        "np.log10((q.new_days * q.new_peak / (q.old_devices * q.old_days * q.old_peak)).to('').magnitude)",
        "math.log10(q.new_days * q.new_peak / (q.old_devices * q.old_days * q.old_peak))",
        "np.log10(q.new_days / (q.old_devices * q.old_days)) + np.log10(q.new_peak / q.old_peak)",
        "7.61",
        "Decimal('7.614')",
    ],
    wrong={
        "peaks-only": ["np.log10(q.new_peak / q.old_peak)", "2.2955"],
        "printed:nine-orders": ["9"],
        "log:ln": [
            "np.log(q.new_days * q.new_peak / (q.old_devices * q.old_days * q.old_peak))",
            "17.532",
        ],
        "log:log2": ["25.294"],
        "dropped:log": ["q.new_days * q.new_peak / (q.old_devices * q.old_days * q.old_peak)"],
        "peaks-and-devices-missing": ["5.62", "math.log10(q.new_days / q.old_days)"],
        "peaks-missing": ["5.3188", "np.log10(q.new_days / (q.old_devices * q.old_days))"],
        "dropped:old_devices": ["np.log10(q.new_days * q.new_peak / (q.old_days * q.old_peak))"],
    },
)

corpus(
    "implied_utilisation",
    right=[
        "q.training_ops / (q.device_days * q.peak)",
        "(q.training_ops / (q.device_days * q.peak)).to('percent')",
        "0.297",
        "Q_(29.7, 'percent')",
        "np.float32(0.29677)",
    ],
    wrong={
        "inverted": ["q.device_days * q.peak / q.training_ops", "3.3696"],
        "sibling:H100_FLOPS_FP16_TENSOR": ["0.093622"],
        "scale:24": ["7.1225"],
        "devices-twice": ["q.training_ops / (q.devices * q.device_days * q.peak)", "1.187e-5"],
        "one-device": ["q.training_ops / (q.device_days / q.devices * q.peak)"],
        "sibling:A100_FLOPS_FP32": ["4.7483"],
        "unit:percent|scale:100": ["29.677"],
    },
)

corpus(
    "wall_time",
    right=[
        "q.device_days / q.devices",
        "(q.device_days / q.devices).to('hour')",
        "Q_(100, 'day')",
        "Q_(2400, 'hour')",
        "Q_(8.64e6, 'second')",
    ],
    wrong={
        "inverted:devices": ["q.device_days * q.devices", "Q_(6.25e10, 'day')"],
        "dropped:devices": ["q.device_days", "Q_(2.5e6, 'day')"],
        "scale:24": ["Q_(2400, 'day')"],
        "unit:1/time": ["q.devices / q.device_days"],
        "unit:missing": ["100"],
    },
)

corpus(
    "positions_examined",
    right=[
        "q.rate * q.time",
        "(q.rate * q.time).to('').magnitude",
        "3.6e10",
        "36000000000",
        "Q_(3.6e10, '')",
    ],
    wrong={
        "scale:60": ["6e8"],
        "dropped:time": ["2e8"],
        "inverted:time": ["1111111.1"],
        "unit:1/time": ["q.rate"],
        "unit:1/time^2": ["q.rate / q.time"],
    },
)

corpus(
    "search_depth",
    right=[
        "np.log(q.positions) / np.log(q.moves)",
        "math.log(q.positions, q.moves)",
        "math.log10(q.positions) / math.log10(q.moves)",
        "6.84",
        "np.float64(6.837)",
    ],
    wrong={
        "log10-only": ["np.log10(q.positions)", "10.556"],
        "divided": ["q.positions / q.moves"],
        "one-second-only": ["np.log(q.rate.magnitude) / np.log(q.moves)", "5.38"],
        "alpha-beta": ["2 * np.log(q.positions) / np.log(q.moves)", "13.673"],
        "rounding:down": ["6"],
        "rounding:up": ["7"],
        "inverted": ["np.log(q.moves) / np.log(q.positions)"],
    },
)

corpus(
    "expected_score",
    right=[
        "1 / (1 + 10 ** ((q.opponent - q.player) / 400))",
        "10 ** (q.player / 400) / (10 ** (q.player / 400) + 10 ** (q.opponent / 400))",
        "0.00744",
        "Q_(0.744, 'percent')",
        "Decimal('0.007443')",
    ],
    wrong={
        "opponents-score": ["1 / (1 + 10 ** ((q.player - q.opponent) / 400))", "0.99256"],
        "rating-share": ["q.player / (q.player + q.opponent)", "0.41237"],
        "base-e": ["1 / (1 + np.exp((q.opponent - q.player) / 400))", "0.10669"],
        "rating-ratio": ["q.player / q.opponent", "0.70175"],
        "unit:percent|scale:100": ["0.744"],
    },
)

corpus(
    "crossover_compute",
    right=[
        "q.start * 10 ** ((q.expert - q.general) / q.gain).to('').magnitude",
        "q.start * 10 ** ((q.expert - q.general) / q.gain)",
        "(q.start * np.power(10., ((q.expert - q.general) / q.gain).to('').magnitude)).to('PFLOP')",
        "Q_(1e20, 'FLOP')",
        "Q_(100, 'EFLOP')",
    ],
    wrong={
        "natural-steps": ["q.start * np.exp(((q.expert - q.general) / q.gain).to('').magnitude)"],
        "linear-in-compute": [
            "q.start * ((q.expert - q.general) / q.gain).to('').magnitude",
            "Q_(5e15, 'FLOP')",
        ],
        "start-missing": [
            "Q_(10 ** ((q.expert - q.general) / q.gain).to('').magnitude, 'FLOP')",
            "Q_(1e5, 'FLOP')",
        ],
        "from-zero": ["q.start * 10 ** (q.expert / q.gain).to('').magnitude", "Q_(1e25, 'FLOP')"],
        "unit:missing": ["1e20"],
        "sign": ["-q.start * 10 ** ((q.expert - q.general) / q.gain).to('').magnitude"],
        "unit:time": ["Q_(1e20, 'second')"],
    },
)

corpus(
    "petaflops_days",
    right=[
        "q.training_ops / (q.rate * q.span)",
        "(q.training_ops / Q_(1, 'PFLOP/s*day')).to('').magnitude",
        "3634.3",
        "Q_(3634, '')",
        "np.float64(3634.26)",
    ],
    wrong={
        "scale:86400": ["3.14e8"],
        "scale:24": ["87222.2"],
        "scale:1000": ["3.6343"],
        "unit:time": ["q.training_ops / q.rate"],
        "inverted": ["q.rate * q.span / q.training_ops"],
    },
)

_CLAIMS: dict[str, Any] = {
    "accuracy_and_error": (False, 99.9),
    "tokens_500e9": (False, 5.25e23),
    "tokens_300e9": (True, 3.15e23),
    "device_days_5": (True, 5.32),
    "figure_7": (True, 7.22),
}


def _claims(**changed: Any) -> str:
    return repr({**{claim: verdict for claim, (verdict, _) in _CLAIMS.items()}, **changed})


corpus(
    "scale_claims",
    right=[
        repr(_CLAIMS),
        repr({claim: list(pair) for claim, pair in _CLAIMS.items()}),
        repr({claim: pair[::-1] for claim, pair in _CLAIMS.items()}),
        f"pd.Series({_CLAIMS!r})",
        f"pd.DataFrame({_CLAIMS!r}, index=['supported', 'value']).T",
    ],
    wrong={
        "value:missing": [
            _claims(),
            "['tokens_300e9', 'device_days_5', 'figure_7']",
            f"pd.Series({ {claim: verdict for claim, (verdict, _) in _CLAIMS.items()}!r})",
            repr({**_CLAIMS, "figure_7": True}),
        ],
        "corpus-for-tokens": [_claims(tokens_500e9=True, tokens_300e9=False)],
        "rounding-believed": [_claims(accuracy_and_error=True)],
        "tokens-not-computed": [_claims(tokens_500e9=True)],
        "trusts-the-text": [repr(dict.fromkeys(_CLAIMS, True))],
        "trusts-nothing": [repr(dict.fromkeys(_CLAIMS, False))],
        "gpus-forgotten": [repr({**_CLAIMS, "device_days_5": (True, 5.62)})],
        "ratio-not-orders": [repr({**_CLAIMS, "figure_7": (True, 2.0e25 / 1.2e18)})],
        "exponents-only": [repr({**_CLAIMS, "figure_7": (True, 7)})],
        "claim:missing": ["{'figure_7': True}"],
    },
)

_SET_UP = "x = np.logspace(15, 22, 30)\nfig, ax = plt.subplots()\n"
_EXPERT = "ax.plot(x, np.full_like(x, 80), '--', label='expert system')\n"
_FINISH = "ax.set_xlabel('compute (FLOP)')\nax.set_ylabel('accuracy (%)')\nax.legend()\ncrossover_plot = fig"


def _plot(
    general: str, scale: str = "ax.set_xscale('log')\n", finish: str = _FINISH, expert: str = _EXPERT
) -> str:
    return f"{_SET_UP}{expert}ax.plot(x, {general}, label='general method')\n{scale}{finish}"


_RIGHT = "40 + 8 * np.log10(x / 1e15)"

corpus(
    "crossover_plot",
    right=[
        _plot(_RIGHT),
        _plot(_RIGHT, finish=_FINISH.replace("= fig", "= ax")),
        _plot(_RIGHT, expert="ax.plot([1e15, 1e23], [80, 80], label='hand-written rules')\n"),
        "frame = pd.DataFrame({'expert': 80.0, 'general': 40 + 8 * np.arange(9)}, index=10.0 ** np.arange(15, 24))\n"
        "crossover_plot = frame.plot(logx=True, xlabel='compute in FLOP', ylabel='accuracy in percent')",
        _plot(_RIGHT, expert="ax.axhline(80, color='black', label='expert system')\n"),
        _plot(f"np.minimum(100, {_RIGHT})"),
        (_plot(_RIGHT) + "\nax.set_xlabel('compute (EFLOP)')")
        .replace("logspace(15, 22", "logspace(-3, 4")
        .replace("/ 1e15", "/ 1e-3"),
        _plot(_RIGHT, expert="ax.hlines(80, 1e15, 1e23, label='expert system')\n"),
    ],
    wrong={
        "plot:scale-x": [_plot(_RIGHT, scale="")],
        "natural-steps": [_plot("40 + 8 * np.log(x / 1e15)")],
        "start-ignored": [_plot("8 * np.log10(x / 1e15)")],
        "linear-in-compute": [_plot("40 + 8 * x / 1e15")],
        "plot:curves-missing": [_plot(_RIGHT, expert="")],
        "plot:no-legend": [_plot(_RIGHT, finish=_FINISH.replace("ax.legend()\n", ""))],
        "plot:label-x": [_plot(_RIGHT, finish=_FINISH.replace("compute (FLOP)", "x"))],
        "plot:label-y": [_plot(_RIGHT, finish=_FINISH.replace("accuracy (%)", "y"))],
    },
)
