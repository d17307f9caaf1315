"""Answers to the pitfalls' function, classifications, graph and claims."""

from __future__ import annotations

from typing import Any

from autograder.answers import corpus


def _amdahl(body: str) -> str:
    return f"def amdahl(p, s):\n    return {body}"


corpus(
    "amdahl",
    right=[
        _amdahl("1 / ((1 - p) + p / s)"),
        _amdahl("1 / (1 - p * (1 - 1 / s))"),
        _amdahl("(1 - p + p / s) ** -1"),
        "lambda p, s: 1 / (1 - p + p / s)",
        "def amdahl(share, factor):\n"
        "    old = 100\n"
        "    kept = old * (1 - share)\n"
        "    faster = old * share / factor\n"
        "    return np.float64(old / (kept + faster))",
        "def amdahl(p, s):\n"
        "    if s == math.inf:\n"
        "        return 1 / (1 - p)\n"
        "    return s / (s * (1 - p) + p)",
        "def amdahl(p, s):\n    return Q_(1, '') / ((1 - p) + p / s)",
        "def amdahl(p, s):\n"
        "    return Fraction(1) / (1 - Fraction(p) + (0 if s == math.inf else Fraction(p) / Fraction(s)))",
        "def amdahl(p, s):\n    return [1 / ((1 - p) + p / s)][0]",
    ],
    wrong={
        "ratio:time": [_amdahl("(1 - p) + p / s")],
        "swapped:p-rest": [_amdahl("1 / (p + (1 - p) / s)")],
        "law:gustafson": [_amdahl("(1 - p) + p * s"), _amdahl("s - (1 - p) * (s - 1)")],
        "inverted:p/s": [_amdahl("1 / ((1 - p) + (s / p if p else 0))")],
        "operator:p*s": [_amdahl("1 / ((1 - p) + p * s)")],
        "limit-only": [_amdahl("1 / (1 - p) if p < 1 else math.inf")],
        "local-speedup": [_amdahl("s")],
        "proportional": [_amdahl("p * s")],
        "rest-dropped": [_amdahl("s / p if p else math.inf")],
        "rest-whole": [_amdahl("1 / (1 + p / s)")],
        "saving": [_amdahl("p - p / s"), _amdahl("p * (1 - 1 / s)")],
        "saving-over-new": [_amdahl("1 / ((1 - p) + p / s) - 1")],
        "percent:p": [_amdahl("1 / ((1 - p / 100) + p / 100 / s)")],
        "precedence": [_amdahl("1 / (1 - p) + p / s if p < 1 else 1")],
        "limit:s=inf": [_amdahl("s / (s * (1 - p) + p)")],
        "limit:p=0": [_amdahl("1 / ((1 - p) + 1 / (s / p))")],
        "scale:100": [_amdahl("100 / ((1 - p) + p / s)")],
        "rounded": [_amdahl("round(1 / ((1 - p) + p / s), 1)")],
        "integer-division": [_amdahl("1 // ((1 - p) + p / s)")],
        "constant": [_amdahl("1.3")],
        "swapped:p-s|swapped:p,s": ["def amdahl(s, p):\n    return 1 / ((1 - p) + p / s)"],
        "function:called": ["1.3", "np.float64(1.5)"],
        "function:arity": ["def amdahl(p):\n    return 1 / (1 - p)"],
        "function:no-return": [
            "def amdahl(p, s):\n    print(1 / ((1 - p) + p / s))",
            "def amdahl(p, s):\n    if s > 5:\n        return 1 / ((1 - p) + p / s)",
        ],
        "function:raises": ["def amdahl(p, s):\n    return 1 / ((1 - p) + P / s)", _amdahl("amdahl(p, s)")],
        "function:type": [_amdahl("'fast'"), _amdahl("[1 - p, p / s]")],
        "type:text": ["'1/((1-p)+p/s)'"],
        "none": ["None"],
        "not-attempted": ["...", _amdahl("...")],
    },
)

_TIERS = {
    "LLM chat, 350 GB": "cloud",
    "brake decision <10 ms": "edge",
    "wake word 1 mW": "TinyML",
    "AR filter on phone 3 W": "mobile",
    "protein folding batch": "cloud",
    "vibration sensor coin cell": "TinyML",
    "factory vision, no uplink, 60 W": "edge",
    "offline translation app": "mobile",
}


def _tiers(**changes: str) -> str:
    """Write the right tiers with some items changed: letters a to h stand for the items."""
    letters = dict(zip("abcdefgh", _TIERS, strict=True))
    return repr({**_TIERS, **{letters[letter]: value for letter, value in changes.items()}})


corpus(
    "deployment_tier",
    right=[
        repr(_TIERS),
        repr({item: tier.upper() for item, tier in _TIERS.items()}),
        repr(
            {
                item: {"TinyML": "tiny", "edge": "Edge ML", "cloud": "Cloud ML"}.get(t, t)
                for item, t in _TIERS.items()
            }
        ),
        f"pd.Series({_TIERS!r})",
        f"pd.DataFrame(list({_TIERS!r}.items()), columns=['requirements', 'tier'])",
        repr(
            {
                tier: [i for i, t in _TIERS.items() if t == tier]
                for tier in ("cloud", "edge", "mobile", "TinyML")
            }
        ),
        "from enum import Enum\n"
        "class Tier(Enum):\n    CLOUD = 1\n    EDGE = 2\n    MOBILE = 3\n    TINYML = 4\n"
        f"deployment_tier = {{item: Tier[tier.upper()] for item, tier in {_TIERS!r}.items()}}",
        repr([*reversed(_TIERS.items())]),
    ],
    wrong={
        "all-one-class": [repr(dict.fromkeys(_TIERS, "cloud"))],
        "network-latency": [_tiers(b="cloud")],
        "no-uplink": [_tiers(g="cloud")],
        "offline": [_tiers(h="cloud")],
        "watts-on-milliwatts": [_tiers(c="mobile", f="mobile"), _tiers(c="phone")],
        "sensor-is-edge": [_tiers(c="edge", f="edge"), _tiers(f="edge")],
        "phone-is-edge": [_tiers(d="edge", h="edge")],
        "needs-gpu": [_tiers(b="cloud", d="cloud", g="cloud", h="cloud")],
        "car-is-embedded": [_tiers(b="TinyML")],
        "model-fits": [_tiers(a="edge"), _tiers(a="mobile")],
        "network-latency+no-uplink|no-uplink+network-latency|needs-gpu": [_tiers(b="cloud", g="cloud")],
        "swapped:edge-mobile": [_tiers(b="mobile", g="mobile", d="edge", h="edge")],
        "item:missing": [repr(dict(list(_TIERS.items())[:-1]))],
        "class:unknown": [_tiers(a="mainframe"), _tiers(b="c1oud")],
        "type:text": ["'cloud'"],
        "type:number": ["4"],
        "over:TinyML": [_tiers(e="TinyML")],
        "unexplained": [_tiers(e="TinyML", a="mobile", c="cloud")],
    },
)

_OWNERS = {
    "sensor records must be validated before they enter the dataset": "Data Engineering",
    "GPU failures mid-run": "Training Systems",
    "p99 inference latency too high on the phone tier": "Deployment Infrastructure",
    "silent accuracy decay in production": "Operations and Monitoring",
    "subgroup error gap": "Ethics and Governance",
    "lineage: from a label back to its source record": "Data Engineering",
    "fitting the model to an edge device before launch": "Deployment Infrastructure",
    "loan refused and nobody can give the applicant a reason": "Ethics and Governance",
    "hyper-parameter tuning at scale": "Training Systems",
    "alert fatigue": "Operations and Monitoring",
}


def _owners(**changes: str) -> str:
    letters = dict(zip("abcdefghij", _OWNERS, strict=True))
    return repr({**_OWNERS, **{letters[letter]: value for letter, value in changes.items()}})


corpus(
    "pillar_owner",
    right=[
        repr(_OWNERS),
        repr({item: owner.split()[0].lower() for item, owner in _OWNERS.items()}),
        repr({item: owner.replace(" and ", " & ") for item, owner in _OWNERS.items()}),
        f"pd.Series({_OWNERS!r}, name='pillar')",
        repr({item.replace("-", " "): owner for item, owner in _OWNERS.items()}),
    ],
    wrong={
        "decay-is-training": [_owners(d="Training Systems")],
        "latency-is-model": [_owners(c="training")],
        "fitting-is-training": [_owners(g="training")],
        "fairness-is-training": [_owners(e="Training Systems")],
        "fairness-is-data": [_owners(e="data")],
        "lineage-is-governance": [_owners(f="governance")],
        "validation-is-operations": [_owners(a="monitoring")],
        "failures-are-operations": [_owners(b="ops")],
        "explaining-is-deployment": [_owners(h="deployment")],
        "latency-is-operations": [_owners(c="Operations and Monitoring")],
        "decay-is-training+fairness-is-training": [_owners(d="training", e="training")],
        "all-one-class": [repr(dict.fromkeys(_OWNERS, "Training Systems"))],
        "swapped:Data Engineering-Ethics and Governance": [
            _owners(a="ethics", f="ethics", e="data", h="data"),
        ],
        "item:unknown": [repr({item.replace("alert", "alarm"): owner for item, owner in _OWNERS.items()})],
        "class:ambiguous": [_owners(a="data or training")],
        "none": ["None"],
    },
)

_STAGES = [
    ("collection", "preparation"),
    ("preparation", "training"),
    ("training", "evaluation"),
    ("evaluation", "deployment"),
    ("deployment", "monitoring"),
]
_EDGES = [*_STAGES, ("evaluation", "preparation"), ("monitoring", "collection")]


def _edges(*more: tuple[str, str], without: tuple[Any, ...] = ()) -> str:
    return repr([edge for edge in [*_STAGES, *more] if edge not in without])


corpus(
    "lifecycle",
    right=[
        repr(set(_EDGES)),
        repr(_EDGES),
        repr(tuple([a, b] for a, b in _EDGES)),
        repr({a: [d for c, d in _EDGES if c == a] for a, _ in _EDGES}),
        f"import networkx as nx\nlifecycle = nx.DiGraph({_EDGES!r})",
        repr(
            [
                (
                    f"Data {a.title()}" if a in ("collection", "preparation") else f"Model {a.title()}",
                    f"Data {b.title()}" if b in ("collection", "preparation") else f"Model {b.title()}",
                )
                for a, b in _EDGES
            ]
        ),
        "'''collection -> preparation -> training -> evaluation -> deployment -> monitoring -> collection\n"
        "evaluation -> preparation'''",
        f"pd.DataFrame({_EDGES!r}, columns=['from', 'to'])",
        f"np.array({_EDGES!r})",
    ],
    wrong={
        "waterfall": [_edges()],
        "retrains-on-old-data": [
            _edges(("evaluation", "preparation"), ("monitoring", "training")),
            _edges(("evaluation", "preparation"), ("monitoring", "preparation")),
        ],
        "evaluation-to-training": [_edges(("evaluation", "training"), ("monitoring", "collection"))],
        "evaluation-to-collection": [_edges(("evaluation", "collection"), ("monitoring", "collection"))],
        "both-to-training": [_edges(("evaluation", "training"), ("monitoring", "training"))],
        "monitoring-to-deployment": [_edges(("evaluation", "preparation"), ("monitoring", "deployment"))],
        "monitoring-to-evaluation": [_edges(("evaluation", "preparation"), ("monitoring", "evaluation"))],
        "one-loop": [_edges(("monitoring", "collection")), _edges(("evaluation", "preparation"))],
        "no-evaluation": [
            _edges(
                ("training", "deployment"),
                ("evaluation", "preparation"),
                ("monitoring", "collection"),
                without=(("training", "evaluation"), ("evaluation", "deployment")),
            ),
        ],
        "retrains-on-old-data|evaluation-to-training": [
            _edges(("monitoring", "preparation"), ("evaluation", "training")),
        ],
        "graph:no-loop": [repr(_EDGES[:4])],
        "graph:missing": [
            repr(_EDGES[1:]),
            _edges(
                ("evaluation", "preparation"),
                ("monitoring", "collection"),
                without=(("training", "evaluation"),),
            ),
        ],
        "graph:reversed": [repr([(b, a) for a, b in _EDGES])],
        "graph:both-ways": [repr([*_EDGES, *((b, a) for a, b in _EDGES)])],
        "graph:undirected": [
            f"import networkx as nx\nlifecycle = nx.Graph({_EDGES!r})",
            repr([{*e} for e in _EDGES]),
        ],
        "graph:self-loop": [repr([*_EDGES, ("monitoring", "monitoring")])],
        "graph:some-reversed": [
            repr([*_EDGES[:5], ("preparation", "evaluation"), ("monitoring", "collection")])
        ],
        "graph:extra": [repr([*_EDGES, ("training", "preparation")])],
        "graph:node": [repr([*_EDGES, ("evaluation", "retirement")])],
        "graph:edge": [
            "['collection', 'preparation']",
            repr([("collection", "preparation", "training", "x")]),
        ],
        "type": ["7"],
        "none": ["None"],
        "empty": ["[]"],
    },
)

_CLAIMS = {
    "gpt3_25_days": (True, 25.28),
    "compute_1e8": (False, 7.22),
    "nine_orders": (False, 5.32),
    "five_orders": (False, 6.37),
    "first_winter_fell": (False, 84.6),
    "error_reduction_42": (True, 41.6),
    "efficiency_16_months": (True, 15.1),
    "recommender_40": (False, 80.2),
}
_VERDICTS = {claim: verdict for claim, (verdict, _) in _CLAIMS.items()}


def _claims(**changes: Any) -> str:
    return repr({**_VERDICTS, **changes})


def _values(**changes: Any) -> str:
    return repr({**_CLAIMS, **changes})


corpus(
    "book_claims",
    right=[
        repr(_CLAIMS),
        f"pd.DataFrame({_CLAIMS!r}, index=['supported', 'value']).T",
        repr(
            {claim: ("supported" if v else "not supported", value) for claim, (v, value) in _CLAIMS.items()}
        ),
        f"{{**{_CLAIMS!r}, 'gpt3_25_days': (True, Q_(606.7, 'hour')),"
        " 'error_reduction_42': (True, Q_(41.6, 'percent'))}",
        repr({claim: {"supported": verdict, "value": value} for claim, (verdict, value) in _CLAIMS.items()}),
        _values(error_reduction_42=(True, 0.416)),
    ],
    wrong={
        "value:missing": [
            repr(_VERDICTS),
            repr([claim for claim, verdict in _VERDICTS.items() if verdict]),
            f"pd.Series({_VERDICTS!r})",
        ],
        "factor-not-orders": [_values(compute_1e8=(False, 1.67e7)), _values(nine_orders=(False, 208_333.0))],
        "verdict-against-value": [_values(error_reduction_42=(False, 41.6))],
        "trusts-the-text": [_claims(**dict.fromkeys(_VERDICTS, True)), repr(list(_VERDICTS))],
        "trusts-nothing": [_claims(**dict.fromkeys(_VERDICTS, False))],
        "inverted": [repr({claim: not verdict for claim, verdict in _VERDICTS.items()})],
        "caption-believed": [_claims(compute_1e8=True)],
        "device-days-not-compared": [_claims(nine_orders=True)],
        "doublings-not-counted": [_claims(five_orders=True)],
        "shading-believed": [_claims(first_winter_fell=True)],
        "drop-not-computed": [_claims(recommender_40=True)],
        "tolerance-ignored": [
            _claims(gpt3_25_days=False, efficiency_16_months=False),
            _claims(efficiency_16_months=False),
        ],
        "caption-believed+shading-believed": [_claims(compute_1e8=True, first_winter_fell=True)],
        "exponents-only": [_values(compute_1e8=(False, 7))],
        "doublings-as-orders": [_values(five_orders=(False, 21.2))],
        "decay-not-subtracted": [_values(recommender_40=(False, 4.8))],
        "points-not-percent": [_values(error_reduction_42=(True, 10.9))],
        "doubling-in-years": [_values(efficiency_16_months=(True, 1.26))],
        "value:gpt3_25_days:scale": [_values(gpt3_25_days=(True, 2.184e6))],
        "claim:missing": [repr(dict(list(_VERDICTS.items())[:7]))],
        "claim:unknown": [repr({claim.replace("25", "26"): verdict for claim, verdict in _VERDICTS.items()})],
        "claim:unit": [f"{{**{_CLAIMS!r}, 'gpt3_25_days': (True, Q_(25.3, 'FLOP'))}}"],
        "claim:verdict": [_claims(gpt3_25_days="maybe")],
        "type:number": ["3"],
        "type:text": ["'all true'"],
    },
)
