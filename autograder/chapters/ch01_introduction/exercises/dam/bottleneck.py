"""I4.7: the slowest stage of a pipeline and its rate, as a function."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Edge, Function


def _rates(draw) -> tuple[dict[str, float]]:
    names = draw.sample(["disk", "decode", "augment", "copy", "gpu", "write"], draw.randint(2, 5))
    return ({name: float(draw.randint(50, 9000)) for name in names},)


@exercise(
    "bottleneck",
    bank="I4.7",
    rtol=1e-4,
    points=3,
    objective=1,
    bloom="Apply",
    anchors=("tbl-dam-taxonomy", "fig-ai-triad"),
    title="Find the bottleneck",
    spec=Function(
        gives="a pair: the name of the slowest stage, then its rate",
        cases=[
            ({"disk": 1800, "prep": 2200, "gpu": 2500},),
            ({"a": 9, "z": 1},),
            ({"z": 5, "b": 7, "c": 6},),
            ({"gpu": 900, "disk": 1200, "prep": 1000, "net": 1100},),
            ({"tape": 4e-7, "robot": 3e-9, "shelf": 5e-8},),
        ],
        edges=[
            Edge(
                "limit:large-rates",
                ({"cache": 1.7e308, "bus": 1.6e308, "core": 1.65e308},),
                "Your function fails where every rate is large. Start the search from the first stage or "
                "from math.inf, not from a number of your own.",
            ),
        ],
        generate=_rates,
        independent=False,
    ),
)
def bottleneck(rates):
    """Return the name of the slowest stage and its rate, which is that of the whole."""
    name = min(rates, key=rates.get)
    return name, rates[name]


bottleneck.misconception(
    "fastest-stage",
    "That is the fastest stage. The slowest one sets the pace.",
    lambda rates: (max(rates, key=rates.get), max(rates.values())),
)

bottleneck.misconception(
    "first-stage",
    "That is the first stage of the dictionary, whatever its rate.",
    lambda rates: next(iter(rates.items())),
)

bottleneck.misconception(
    "last-stage",
    "That is the last stage of the dictionary, whatever its rate.",
    lambda rates: list(rates.items())[-1],
)

bottleneck.misconception(
    "smallest-name",
    "You compare the names, in alphabetical order: compare the rates.",
    lambda rates: (min(rates), rates[min(rates)]),
)

bottleneck.misconception(
    "mean-rate",
    "The stage is right, but the rate is the mean of all stages. The slowest stage sets the rate.",
    lambda rates: (min(rates, key=rates.get), sum(rates.values()) / len(rates)),
)

bottleneck.misconception(
    "harmonic-rate",
    "The stage is right, but the rate is that of stages that work one after the other. These work at the "
    "same time.",
    lambda rates: (min(rates, key=rates.get), 1 / sum(1 / rate for rate in rates.values())),
)

bottleneck.misconception(
    "order-of-pair",
    "You return (rate, name). The question asks for (name, rate).",
    lambda rates: (min(rates.values()), min(rates, key=rates.get)),
)


def _with_body(body: str) -> str:
    return f"def bottleneck(rates):\n    {body}"


_SEARCH = _with_body(
    "name, slowest = '', math.inf\n"
    "    for stage, rate in rates.items():\n"
    "        if rate < slowest:\n"
    "            name, slowest = stage, rate\n"
    "    return name, slowest"
)

bottleneck.answers(
    right=[
        _with_body("name = min(rates, key=rates.get)\n    return name, rates[name]"),
        _with_body("return min(rates.items(), key=lambda pair: pair[1])"),
        _with_body("return sorted(rates.items(), key=lambda pair: pair[1])[0]"),
        _with_body("series = pd.Series(rates)\n    return series.idxmin(), series.min()"),
        _with_body("slowest = min(rates.values())\n    for name, rate in rates.items():\n"
                  "        if rate == slowest:\n            return [name, rate]"),
        _SEARCH,
        _SEARCH.replace("math.inf", "None").replace("if rate", "if slowest is None or rate"),
    ],
    wrong={
        "fastest-stage": [_with_body("name = max(rates, key=rates.get)\n    return name, rates[name]")],
        "first-stage": [_with_body("return next(iter(rates.items()))")],
        "last-stage": [_with_body("return list(rates.items())[-1]")],
        "smallest-name": [_with_body("return min(rates.items())")],
        "mean-rate": [_with_body("return min(rates, key=rates.get), sum(rates.values()) / len(rates)")],
        "harmonic-rate": [_with_body("return min(rates, key=rates.get), 1 / sum(1 / r for r in rates.values())")],
        "order-of-pair": [_with_body("return min(rates.values()), min(rates, key=rates.get)")],
        "limit:large-rates": [_SEARCH.replace("math.inf", "10**9"), _SEARCH.replace("math.inf", "1e300")],
        "function:type": [
            _with_body("return min(rates, key=rates.get)"),
            _with_body("return min(rates.values())"),
        ],
        "function:no-return": [_with_body("print(min(rates.items(), key=lambda pair: pair[1]))")],
    },
)  # fmt: skip
