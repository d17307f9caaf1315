"""Answers to the efficiency section's classification, table and figures."""

from __future__ import annotations

from autograder.answers import corpus

_DIMENSIONS = {
    "pruning": "algorithmic",
    "quantization": "algorithmic",
    "MobileNet": "algorithmic",
    "neural architecture search": "algorithmic",
    "knowledge distillation": "algorithmic",
    "tensor cores": "compute",
    "kernel fusion": "compute",
    "TPU systolic array": "compute",
    "active learning": "data",
    "transfer learning": "data",
    "curriculum": "data",
    "deduplication": "data",
}


def _but(**changes: str) -> str:
    """Write the right answer with some items changed; an underscore stands for a blank."""
    return repr({**_DIMENSIONS, **{name.replace("_", " "): value for name, value in changes.items()}})


corpus(
    "efficiency_dimension",
    right=[
        repr(_DIMENSIONS),
        repr({k: v.upper() for k, v in reversed(_DIMENSIONS.items())}),
        repr({k: {"data": "data selection"}.get(v, f"{v} efficiency") for k, v in _DIMENSIONS.items()}),
        f"pd.Series({_DIMENSIONS!r})",
        repr(_DIMENSIONS)
        .replace("neural architecture search", "NAS")
        .replace("quantization", "quantisation"),
        repr(_DIMENSIONS).replace("'data'", "'Data'").replace("'compute'", "'machine'"),
    ],
    wrong={
        "quantization-is-hardware": [_but(quantization="compute")],
        "transfer-is-a-model-method": [_but(transfer_learning="algorithmic")],
        "training-order-is-algorithm": [_but(curriculum="algorithmic")],
        "active-learning-is-algorithm": [_but(active_learning="algorithmic")],
        "learning-is-algorithm": [
            _but(active_learning="algorithmic", transfer_learning="algorithmic", curriculum="algorithmic")
        ],
        "software-is-algorithm": [_but(kernel_fusion="algorithmic")],
        "mobile-is-hardware": [_but(MobileNet="compute")],
        "distillation-is-data": [_but(knowledge_distillation="data")],
        "pruning-is-data": [_but(pruning="data")],
        "search-is-compute": [_but(neural_architecture_search="compute")],
        "deduplication-is-storage": [_but(deduplication="compute")],
        "circuits-are-algorithms": [
            _but(tensor_cores="algorithmic", TPU_systolic_array="algorithmic"),
            _but(tensor_cores="algorithmic"),
        ],
        "all-one-class": [repr(dict.fromkeys(_DIMENSIONS, "algorithmic"))],
        "item:missing": [repr({k: v for k, v in _DIMENSIONS.items() if k != "pruning"})],
        "class:unknown": [_but(pruning="software")],
        "type:number": ["3"],
        "none": ["None"],
        "not-attempted": ["..."],
    },
)

# ----------------------------------------------------------------------------------------------- the table

_HEAD = "t = data.algorithmic_efficiency()\nt.columns = ['Model', 'Year', 'Efficiency_Factor']\n"
_FACTOR = "f = t['Efficiency_Factor']\n"
_NEEDED = "t['Compute_Needed'] = 1 / f\n"
_GAIN = "t['Gain_vs_Previous'] = f / f.shift()\n"
_ANSWER = "efficiency_table = t, int((t['Gain_vs_Previous'] < 1).sum())"


def _table(needed: str = _NEEDED, gain: str = _GAIN, answer: str = _ANSWER, head: str = _HEAD) -> str:
    return head + _FACTOR + needed + gain + answer


corpus(
    "efficiency_table",
    right=[
        _table(),
        _table(gain="t['Gain_vs_Previous'] = f.pct_change() + 1\n"),
        _table(answer="efficiency_table = (t.set_index('Model'), 3)"),
        _table(needed="t['Compute_Needed'] = f.iloc[0] / f\n"),
        _table(answer="efficiency_table = (t.assign(extra=1).astype({'Year': 'float32'}), 3)"),
        "t = data.algorithmic_efficiency().sort_values('year')\n"
        "rows, before, back = [], None, 0\n"
        "for r in t.itertuples():\n"
        "    gain = float('nan') if before is None else r.efficiency_factor / before\n"
        "    back += gain < 1\n"
        "    rows.append([r.model, r.year, r.efficiency_factor, 1 / r.efficiency_factor, gain])\n"
        "    before = r.efficiency_factor\n"
        "names = ['Model', 'Year', 'Efficiency_Factor', 'Compute_Needed', 'Gain_vs_Previous']\n"
        "efficiency_table = (pd.DataFrame(rows, columns=names), back)",
    ],
    wrong={
        "assumes-improvement": [
            _table(answer="efficiency_table = (t, 0)"),
            _table(gain="t['Gain_vs_Previous'] = (f / f.shift()).clip(lower=1)\n"),
        ],
        "gain-as-difference": [_table(gain="t['Gain_vs_Previous'] = f.diff()\n")],
        "gain-of-compute|frame:inverted:Gain_vs_Previous": [
            _table(gain="n = t['Compute_Needed']\nt['Gain_vs_Previous'] = n / n.shift()\n")
        ],
        "saved-not-needed|frame:remainder:Compute_Needed": [
            _table(needed="t['Compute_Needed'] = 1 - 1 / f\n")
        ],
        "relative-to-next|frame:shifted:Gain_vs_Previous": [
            _table(gain="t['Gain_vs_Previous'] = f.shift(-1) / f\n")
        ],
        "frame:inverted:Compute_Needed|frame:copied:Compute_Needed": [
            _table(needed="t['Compute_Needed'] = f\n")
        ],
        "relative-to-alexnet": [_table(gain="t['Gain_vs_Previous'] = f / f.iloc[0]\n")],
        "frame:filled:Gain_vs_Previous": [_table(gain="t['Gain_vs_Previous'] = (f / f.shift()).fillna(1)\n")],
        "frame:percent-change:Gain_vs_Previous|frame:minus-one:Gain_vs_Previous": [
            _table(gain="t['Gain_vs_Previous'] = f.pct_change()\n")
        ],
        "forward-steps": [
            _table(answer="efficiency_table = (t, int((t['Gain_vs_Previous'] > 1).sum()))"),
            _table(answer="efficiency_table = (t, 9)"),
        ],
        "below-alexnet": [_table(answer="efficiency_table = (t, int((f < 1).sum()))")],
        "below-record": [_table(answer="efficiency_table = (t, int((f < f.cummax()).sum()))")],
        "frame:order": [
            _table(answer="efficiency_table = (t.sort_values('Efficiency_Factor'), 3)"),
            _table(answer="efficiency_table = (t.iloc[::-1], 3)"),
        ],
        "frame:rounded:Compute_Needed": [_table(answer="efficiency_table = (t.round(3), 3)")],
        "frame:rows": [_table(answer="efficiency_table = (t.iloc[1:], 3)")],
        "frame:columns": [_table(needed="")],
        "frame:also": ["None", _table(answer="efficiency_table = t")],
        "not-attempted": ["..."],
    },
)

# ------------------------------------------------------------------------------------- the era of scale

_SCALE_HEAD = "t = data.training_compute()\nfig, ax = plt.subplots()\n"
_ERAS = "for era, part in t.groupby('era'):\n    ax.scatter(part.year, part.training_flop, label=era)\n"
_TREND = (
    "years = np.linspace(2012, 2024, 50)\n"
    "ax.plot(years, 1e18 * 10 ** (7 / 12 * (years - 2012)), '--', label='trend')\n"
)
_LOG = "ax.set_yscale('log')\n"
_SCALE_LABELS = "ax.set_xlabel('Year')\nax.set_ylabel('Training compute (FLOP)')\n"
_SCALE_END = "ax.legend()\nscale_plot = fig"


def _scale(
    points: str = _ERAS,
    trend: str = _TREND,
    log: str = _LOG,
    labels: str = _SCALE_LABELS,
    end: str = _SCALE_END,
) -> str:
    return _SCALE_HEAD + points + trend + log + labels + end


_UNITS = [
    ("1e12", "TFLOP"),
    ("1e15", "petaFLOP"),
    ("1e18", "EFLOP"),
    ("1e21", "ZFLOP"),
    ("8.64e19", "petaFLOP/s-days"),
]
_LOGS = [("log10", "log10(FLOP)"), ("log2", "log2(FLOP)"), ("log", "ln(FLOP)"), ("log", "log FLOP")]
_MANY = _TREND.replace("50", "100")


def _scale_in(factor: str, unit: str) -> str:
    return _scale(
        _ERAS.replace("part.training_flop", f"part.training_flop / {factor}"),
        _MANY.replace("1e18 *", f"1e18 / {factor} *"),
        labels=_SCALE_LABELS.replace("FLOP", unit),
    )


def _scale_log(log: str, label: str) -> str:
    return _scale(
        _ERAS.replace("part.training_flop", f"np.{log}(part.training_flop)"),
        f"years = np.linspace(2012, 2024, 100)\nax.plot(years, np.{log}(1e18 * 10 ** (7 / 12 * (years - 2012))))\n",
        "",
        _SCALE_LABELS.replace("Training compute (FLOP)", label),
    )


corpus(
    "scale_plot",
    right=[
        _scale(),
        _scale(
            "for era, part in t.groupby('era'):\n    ax.semilogy(part.year, part.training_flop, 'o', label=era)\n",
            "ax.semilogy([2012, 2024], [1e18, 1e25], 'k:')\n",
            "",
        ),
        _scale(
            "for era, part in t.groupby('era'):\n"
            "    ax.scatter(part.year, np.log10(part.training_flop), label=era)\n",
            "ax.plot([2012, 2024], [18, 25], '--')\n",
            "",
            _SCALE_LABELS.replace("Training compute (FLOP)", "log10 of training compute in FLOP"),
        ),
        "import seaborn as sns\n"
        + _scale("sns.scatterplot(t, x='year', y='training_flop', hue='era', style='era', ax=ax)\n"),
        _scale(end="ax.legend(title='era')\nscale_plot = ax"),
        *[_scale_in(factor, unit) for factor, unit in _UNITS],
        *[_scale_log(log, label) for log, label in _LOGS],
    ],
    wrong={
        "plot:scale-y": [_scale(log="")],
        "plot:groups-merged": [_scale("ax.scatter(t.year, t.training_flop, label='models')\n")],
        "plot:no-trend": [_scale(trend="")],
        "trend-base": [_scale(trend=_TREND.replace("10 **", "np.e **"))],
        "trend-slope": [
            _scale(trend=_TREND.replace("7 / 12", "8 / 12")),
            _scale(trend=_TREND.replace("7 / 12", "12 / 7")),
        ],
        "trend-height": [_scale(trend=_TREND.replace("1e18", "1.2e18"))],
        "trend-range": [_scale(trend=_TREND.replace("2024", "2018"))],
        "trend-linear": [
            _scale(trend="ax.plot(years := np.linspace(2012, 2024, 50), 1e18 + 1e25 * (years - 2012) / 12)\n")
        ],
        "plot:points-missing": [
            _scale(_ERAS.replace("t.groupby", "t[t.year < 2023].groupby")),
            _scale(_ERAS.replace("t.groupby", "t[t.era == 'Large Scale'].groupby")),
        ],
        "plot:swapped": [
            _scale(_ERAS.replace("part.year, part.training_flop", "part.training_flop, part.year"))
        ],
        "plot:logarithms|plot:values-y": [
            _scale(
                _ERAS.replace("part.training_flop", "np.log10(part.training_flop)"),
                "ax.plot([2012, 2024], [18, 25])\n",
                "",
            )
        ],
        "plot:legend-swapped": [
            _scale(_ERAS.replace("label=era", "label={'D': 'Large Scale', 'L': 'Deep Learning'}[era[0]]"))
        ],
        "plot:unit-y": [_scale_in("1e12", "FLOP"), _scale_in("1e18", "FLOP")],
        "plot:values|plot:values-y": [_scale(_ERAS.replace("part.training_flop", "7 * part.year"), _MANY)],
        "plot:no-legend|plot:legend": [_scale(end="scale_plot = fig")],
        "plot:label-y": [_scale(labels="ax.set_xlabel('Year')\n")],
        "plot:label-x": [_scale(labels="ax.set_ylabel('FLOP')\n")],
        "plot:blank": ["fig, ax = plt.subplots()\nscale_plot = fig"],
        "none": ["None"],
        "not-attempted": ["..."],
    },
)

# ------------------------------------------------------------------------------- algorithmic efficiency

_EFF_HEAD = (
    "t = data.algorithmic_efficiency()\nx, y = t.year, t.efficiency_factor\nfig, ax = plt.subplots()\n"
)
_POINTS = "ax.scatter(x, y)\n"
_FIT = (
    "slope, start = np.polyfit(x, np.log(y), 1)\nyears = np.linspace(x.min(), x.max(), 60)\n"
    "ax.plot(years, np.exp(start + slope * years), '--')\n"
)
_NAMES = "for r in t.itertuples():\n    ax.annotate(r.model, (r.year, r.efficiency_factor))\n"
_EFF_LABELS = "ax.set_xlabel('Year')\nax.set_ylabel('Efficiency factor')\n"
_EFF_END = "efficiency_plot = fig"


def _eff(
    points: str = _POINTS,
    fit: str = _FIT,
    names: str = _NAMES,
    labels: str = _EFF_LABELS,
    end: str = _EFF_END,
) -> str:
    return _EFF_HEAD + points + fit + names + labels + end


_EFF_LOGS = [
    ("log", "ln(efficiency factor)"),
    ("log", "log of efficiency factor"),
    ("log2", "log2(efficiency factor)"),
]


def _eff_log(log: str, label: str, trend: str = "") -> str:
    return _eff(
        f"ax.scatter(x, np.{log}(y))\n",
        f"years = np.linspace(x.min(), x.max(), 60)\n"
        f"ax.plot(years, np.polyval(np.polyfit(x, np.{trend or log}(y), 1), years))\n",
        _NAMES.replace("r.efficiency_factor", f"np.{log}(r.efficiency_factor)"),
        _EFF_LABELS.replace("Efficiency factor", label),
    )


corpus(
    "efficiency_plot",
    right=[
        _eff(),
        _eff(end="ax.set_yscale('log')\nefficiency_plot = ax"),
        _eff(
            "ax.plot(x, y, 'o')\n",
            "g = np.linspace(2012, 2020, 99)\nax.plot(g, 1.72 ** (g - 2012.5), '--')\n",
        ),
        _eff(
            "ax.semilogy(x, y, 's')\n",
            "k = sum((x - 2012.5) * np.log(y)) / sum((x - 2012.5) ** 2)\n"
            "ax.semilogy([2012.5, 2019.4], [1, np.exp(k * 6.9)])\n",
        ),
        _eff(
            "ax.scatter(x, np.log10(y))\n",
            "ax.plot(x, np.polyval(np.polyfit(x, np.log10(y), 1), x))\n",
            _NAMES.replace("r.efficiency_factor", "np.log10(r.efficiency_factor)"),
            _EFF_LABELS.replace("Efficiency factor", "log10 of efficiency"),
        ),
        *[_eff_log(log, label) for log, label in _EFF_LOGS],
        # Least squares on the factors themselves.
        _eff(fit="g = np.linspace(2012.5, 2019.4, 50)\nax.plot(g, 0.449 * 1.945 ** (g - 2012.5))\n"),
        _eff(names="ax.text(2018, 44, 'EfficientNet-B0')\nax.text(2013.7, 0.7, 'VGG-11')\n"),
    ],
    wrong={
        "trend-linear": [_eff(fit="ax.plot(x, np.polyval(np.polyfit(x, y, 1), x))\n")],
        "plot:no-trend": [_eff(fit="")],
        "trend-slope": [
            _eff(fit="g = np.linspace(2012.5, 2019.4, 50)\nax.plot(g, 2.5 ** (g - 2012.5))\n"),
            _eff(fit="g = np.linspace(2012.5, 2019.4, 50)\nax.plot(g, 2 ** (g - 2012.5))\n"),
        ],
        "trend-base": [
            _eff(fit=_FIT.replace("np.log(y)", "np.log10(y)")),
            _eff_log("log", "ln(efficiency factor)", "log10"),
            _eff(fit=_FIT.replace("np.exp(start + slope * years)", "10 ** (start + slope * years)")),
        ],
        "trend-range": [_eff(fit=_FIT.replace("x.max()", "2016"))],
        "trend-falls": [
            _eff(fit="g = np.linspace(2012.5, 2019.4, 50)\nax.plot(g, 1.72 ** -(g - 2012.5))\n"),
        ],
        "plot:inverted": [_eff("ax.scatter(x, 1 / y)\n")],
        "plot:sorted": [_eff("ax.scatter(x, sorted(y))\n")],
        "plot:points-missing": [_eff("ax.scatter(x[1:], y[1:])\n")],
        "plot:x-missing": [_eff("ax.plot(y.to_numpy(), 'o')\n")],
        "plot:x-rounded": [_eff("ax.scatter(x.astype(int), y)\n"), _eff("ax.scatter(x.round(), y)\n")],
        "plot:swapped": [_eff("ax.scatter(y, x)\n")],
        "plot:no-annotation": [_eff(names="")],
        "plot:annotation-text": [_eff(names="ax.annotate('AlexNet', (2012.5, 1))\n")],
        "plot:annotation-place": [_eff(names=_NAMES.replace("r.year,", "r.year - 1.5,"))],
        "plot:label-y": [_eff(labels="ax.set_xlabel('Year')\n")],
        "plot:label-x": [_eff(labels="ax.set_ylabel('Efficiency')\n")],
        "plot:blank": ["fig, ax = plt.subplots()\nefficiency_plot = fig"],
        "none": ["None"],
        "not-attempted": ["..."],
    },
)


# -------------------------------------------------------------------------------------- efficiency_claims

_CLAIMS = {
    "every_network": (False, 1.25),
    "eight_years": (False, 6.9),
    "outpaced_chips": (True, 4.072),
    "gpt3_orders": (True, 5.412),
    "nine_orders": (False, 7.62),
    "accelerated": (False, 5.55),
}


def _judged(**changed: object) -> str:
    """Write the verdicts alone, some of them changed."""
    return repr({**{claim: verdict for claim, (verdict, _) in _CLAIMS.items()}, **changed})


def _valued(**changed: object) -> str:
    """Write verdicts and values, some of them changed."""
    return repr({**_CLAIMS, **changed})


corpus(
    "efficiency_claims",
    right=[
        _valued(),
        repr({claim: list(pair) for claim, pair in _CLAIMS.items()}),
        f"pd.DataFrame({_CLAIMS!r}, index=['supported', 'value']).T",
        f"{{**{_CLAIMS!r}, 'eight_years': (False, Q_(82.8, 'month')), 'accelerated': (False, Q_(0.4625, 'year'))}}",
        "efficiency_claims = {**"
        f"{_CLAIMS!r}, 'eight_years': (6.9 > 8, np.float64(6.9)), 'gpt3_orders': (np.float64(5.41) > 2, 5.41)}}",
        """
networks = data.algorithmic_efficiency()
runs = data.training_compute().set_index("model")
factor, year = networks["efficiency_factor"], networks["year"]
flop = runs["training_flop"]
late = runs[runs["era"] == "Large Scale"]
slope, _ = np.polyfit(late["year"], np.log2(late["training_flop"]), 1)
efficiency_claims = {
    "every_network": (False, 1 / factor.min()),
    "eight_years": (False, Q_(year.max() - year.min(), "year")),
    "outpaced_chips": (True, factor.max() / 2 ** ((year.max() - year.min()) / 2)),
    "gpt3_orders": (True, np.log10(flop["GPT-3"] / flop["AlexNet"])),
    "nine_orders": (False, np.log10(flop.max() / flop["AlexNet"])),
    "accelerated": (False, Q_(12 / slope, "month")),
}
""".strip(),
    ],
    wrong={
        "trend-for-all": [_judged(every_network=True), _valued(every_network=(True, 0.0225))],
        "factor-not-compute": [_valued(every_network=(False, 0.8))],
        "axis-for-data": [_valued(eight_years=(True, 8))],
        "algorithms-alone": [_valued(outpaced_chips=(True, 44.5))],
        "chips-alone": [_valued(outpaced_chips=(True, 10.93))],
        "text-years": [_valued(outpaced_chips=(True, 2.78))],
        "doubling-times-compared": [_valued(outpaced_chips=(True, 1.587))],
        "yearly-doubling": [_valued(outpaced_chips=(False, 0.3725))],
        "factor-not-orders": [_valued(gpt3_orders=(True, 258333)), _valued(nine_orders=(False, 4.17e7))],
        "natural-orders": [_valued(gpt3_orders=(True, 12.46)), _valued(nine_orders=(False, 17.55))],
        "exponents-only": [_valued(gpt3_orders=(True, 5)), _valued(nine_orders=(False, 7))],
        "not-the-largest": [_valued(nine_orders=(False, 7.22))],
        "text-believed": [_valued(nine_orders=(True, 9))],
        "caption-believed": [_judged(accelerated=True)],
        "other-era": [_valued(accelerated=(False, 4.198))],
        "all-points": [_valued(accelerated=(False, 5.83))],
        "months-per-order": [_valued(accelerated=(False, 18.44))],
        "ln-not-log2": [_valued(accelerated=(False, 8.0075))],
        "in-years": [_valued(accelerated=(False, 0.4625))],
        "trusts-the-text": [repr(dict.fromkeys(_CLAIMS, True))],
        "trusts-nothing": [repr(dict.fromkeys(_CLAIMS, False))],
        "value:missing": [_judged(), "['outpaced_chips', 'gpt3_orders']", _valued(eight_years=False)],
        "claim:open": [f"{{**{_CLAIMS!r}, 'accelerated': (False, ...)}}"],
        "verdict-against-value": [_valued(eight_years=(True, 6.9)), _valued(outpaced_chips=(False, 4.07))],
        "factor-not-compute+exponents-only": [_valued(every_network=(False, 0.8), nine_orders=(False, 7))],
        "claim:missing": ["{'eight_years': False}"],
        "claim:verdict": [_valued(eight_years="perhaps")],
    },
)
