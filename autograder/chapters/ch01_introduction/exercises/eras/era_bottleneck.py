"""I2.16: which bottleneck held each era back."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification

_BRITTLE, _ENTRY, _FEATURES, _SCALE = (
    "brittleness",
    "knowledge entry",
    "feature engineering",
    "compute and data scale",
)

_BOTTLENECKS = {
    "Statistical learning": _FEATURES,
    "the network waits until there are cards with enough memory": _SCALE,
    "Symbolic AI": _BRITTLE,
    "two specialists dictate rules that contradict each other": _ENTRY,
    "Deep learning": _SCALE,
    "a word problem is rephrased and gets no answer": _BRITTLE,
    "Expert systems": _ENTRY,
    "a filter cannot use what nobody thought of measuring": _FEATURES,
}


@exercise(
    "era_bottleneck",
    bank="I2.16",
    points=1,
    objective=2,
    bloom="Understand",
    anchors=(
        "tbl-ai-evolution-strengths",
        "sec-introduction-ai-paradigm-evolution-ae2b",
        "sec-introduction-prelearning-era-logic-knowledge-bottlenecks-f312",
    ),
    title="What held each era back?",
    spec=Classification(
        items={
            "Statistical learning": ("statistical",),
            "the network waits until there are cards with enough memory": ("the network waits",),
            "Symbolic AI": ("symbolic", "logic"),
            "two specialists dictate rules that contradict each other": ("two specialists",),
            "Deep learning": ("deep",),
            "a word problem is rephrased and gets no answer": ("word problem",),
            "Expert systems": ("expert",),
            "a filter cannot use what nobody thought of measuring": ("a filter",),
        },
        classes={
            _BRITTLE: ("brittle", "rules break", "logic", "logic bottleneck"),
            _ENTRY: ("knowledge", "knowledge acquisition", "knowledge bottleneck"),
            _FEATURES: ("features", "manual features", "manual preprocessing"),
            _SCALE: ("compute & data scale", "compute", "data scale", "scale", "infrastructure"),
        },
        reconsider=(
            "Ask of each what people still had to do by hand: write the rules, bring in the knowledge, "
            "choose the features, or provide machines and data."
        ),
        partial=True,
    ),
)
def era_bottleneck():
    """Give each era and incident its bottleneck."""
    return _BOTTLENECKS


era_bottleneck.misconception(
    "rules-are-knowledge",
    "Symbolic AI and expert systems have changed places: logic breaks at an unforeseen input, but an "
    "expert's knowledge has to be entered rule by rule.",
    lambda: {"Symbolic AI": _ENTRY, "Expert systems": _BRITTLE},
)

era_bottleneck.misconception(
    "features-are-scale",
    "Statistical and deep learning have changed places: one needs people to choose the features, the "
    "other learns them from data.",
    lambda: {"Statistical learning": _SCALE, "Deep learning": _FEATURES},
)

era_bottleneck.misconception(
    "next-era",
    "You give eras the bottleneck of the era that came after them. Ask what held this era back itself.",
    lambda: {"Symbolic AI": _ENTRY, "Expert systems": _FEATURES, "Statistical learning": _SCALE},
)

era_bottleneck.misconception(
    "era-before",
    "You give eras the bottleneck that they removed. Ask what then held each of them back itself.",
    lambda: {"Expert systems": _BRITTLE, "Statistical learning": _ENTRY, "Deep learning": _FEATURES},
)

era_bottleneck.misconception(
    "rules-are-all-brittle",
    "You hold expert systems back by brittleness, but what stopped them was getting knowledge in without "
    "contradictions.",
    lambda: {"Expert systems": _BRITTLE},
)

era_bottleneck.misconception(
    "contradiction-is-brittle",
    "You put contradicting rules down to brittleness, but they come from what several people know.",
    lambda: {"two specialists dictate rules that contradict each other": _BRITTLE},
)

era_bottleneck.misconception(
    "rephrasing-is-knowledge",
    "You put a rephrased sentence down to missing knowledge, but the program only has to read another "
    "wording.",
    lambda: {"a word problem is rephrased and gets no answer": _ENTRY},
)

era_bottleneck.misconception(
    "measuring-is-data",
    "You put what nobody thought of measuring down to scale, but more of the same data would not contain "
    "it either.",
    lambda: {"a filter cannot use what nobody thought of measuring": _SCALE},
)

era_bottleneck.misconception(
    "measuring-is-knowledge",
    "You put what nobody thought of measuring down to knowledge entry, but this filter learns its rules "
    "from features.",
    lambda: {"a filter cannot use what nobody thought of measuring": _ENTRY},
)

era_bottleneck.misconception(
    "statistics-needs-scale",
    "You hold statistical learning back by scale, but it managed with moderate data and with features "
    "made by hand.",
    lambda: {"Statistical learning": _SCALE},
)

era_bottleneck.misconception(
    "deep-learning-needs-features",
    "You hold deep learning back by feature engineering, which is what it made unnecessary.",
    lambda: {"Deep learning": _FEATURES},
)


def _changed(**changes: str) -> str:
    """Write the right answer with some items changed: a to d stand for the eras, e to h for what happened."""
    letters = dict(zip("chafdebg", _BOTTLENECKS, strict=True))
    return repr({**_BOTTLENECKS, **{letters[letter]: value for letter, value in changes.items()}})


era_bottleneck.answers(
    right=[
        repr(_BOTTLENECKS),
        repr({item: value.upper() for item, value in _BOTTLENECKS.items()}),
        repr({item.lower(): value.replace(" ", "-") for item, value in reversed(_BOTTLENECKS.items())}),
        f"pd.Series({_BOTTLENECKS!r})",
        f"pd.DataFrame({{'item': {list(_BOTTLENECKS)!r}, 'bottleneck': {list(_BOTTLENECKS.values())!r}}})",
        _changed(a="brittle", b="knowledge acquisition", d="compute & data scale", h="infrastructure"),
        repr(list(_BOTTLENECKS.values())),
    ],
    wrong={
        "rules-are-knowledge|swapped:brittleness-knowledge entry": [_changed(a=_ENTRY, b=_BRITTLE)],
        "features-are-scale|swapped:feature engineering-compute and data scale": [
            _changed(c=_SCALE, d=_FEATURES)
        ],
        "rules-are-all-brittle": [_changed(b=_BRITTLE)],
        "contradiction-is-brittle": [_changed(f=_BRITTLE)],
        "rephrasing-is-knowledge": [_changed(e=_ENTRY)],
        "measuring-is-data": [_changed(g=_SCALE)],
        "measuring-is-knowledge": [_changed(g=_ENTRY)],
        "statistics-needs-scale": [_changed(c=_SCALE)],
        "deep-learning-needs-features": [_changed(d=_FEATURES)],
        "all-one-class": [repr(dict.fromkeys(_BOTTLENECKS, _BRITTLE))],
        "item:missing": [repr({k: v for k, v in _BOTTLENECKS.items() if k != "Deep learning"})],
        "class:unknown": [_changed(d="money")],
        "type:number": ["4"],
        "none": ["None"],
        "not-attempted": ["...", repr(dict.fromkeys(_BOTTLENECKS, 0)).replace("0", "...")],
    },
)
