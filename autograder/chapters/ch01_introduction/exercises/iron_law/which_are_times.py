"""I6.12: which expressions have the unit of a time."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification

_TERMS = {
    "data/bandwidth": True,
    "ops/peak": True,
    "ops/bandwidth": False,
    "data/peak": False,
    "data+ops": False,
    "data/bandwidth+latency": True,
    "ops/(peak*eta)+data/bandwidth": True,
    "power/energy": False,
}


@exercise(
    "which_are_times",
    bank="I6.12",
    points=2,
    objective=4,
    bloom="Understand",
    anchors="eq-intro-iron-law",
    title="Which of these are times?",
    spec=Classification(
        items={
            "data/bandwidth": (),
            "ops/peak": (),
            "ops/bandwidth": (),
            "data/peak": (),
            "data+ops": ("ops+data",),
            "data/bandwidth+latency": ("latency+data/bandwidth",),
            "ops/(peak*eta)+data/bandwidth": (
                "data/bandwidth+ops/(peak*eta)",
                "ops/(eta*peak)+data/bandwidth",
            ),
            "power/energy": (),
        },
        classes={
            True: ("time", "a time", "second", "seconds"),
            False: ("not a time", "no time", "not time"),
        },
        reconsider=(
            "Write down the unit of each expression: only second counts, and bytes and FLOP do not cancel."
        ),
    ),
)
def which_are_times():
    """Say for each expression whether its unit is one of time."""
    return _TERMS


which_are_times.misconception(
    "bytes-are-flops",
    "You cancel bytes against FLOP, but FLOP over byte/second is not a time.",
    lambda: {"ops/bandwidth": True, "data/peak": True, "data+ops": False},
)

which_are_times.misconception(
    "bytes-are-flops",
    "You cancel bytes against FLOP and add them, but they are different dimensions.",
    lambda: {"ops/bandwidth": True, "data/peak": True, "data+ops": True},
)

which_are_times.misconception(
    "adds-bytes-to-flops",
    "You add bytes and FLOP, but a sum needs terms of one unit.",
    lambda: {"data+ops": True},
)

which_are_times.misconception(
    "inverse-of-time",
    "You take 1/second for a time, but it is a rate.",
    lambda: {"power/energy": True},
)

which_are_times.misconception(
    "flop-per-byte-rate",
    "You take FLOP divided by byte/second for a time, but bytes and FLOP do not cancel.",
    lambda: {"ops/bandwidth": True},
)

which_are_times.misconception(
    "byte-per-flop-rate",
    "You take bytes divided by FLOP/second for a time, but bytes and FLOP do not cancel.",
    lambda: {"data/peak": True},
)

which_are_times.misconception(
    "sums-are-no-times",
    "You rule out sums, but a time plus a time is a time.",
    lambda: {"data/bandwidth+latency": False, "ops/(peak*eta)+data/bandwidth": False},
)

which_are_times.misconception(
    "eta-has-a-unit",
    "You rule out a sum because of its efficiency, which is a plain number and changes no unit.",
    lambda: {"ops/(peak*eta)+data/bandwidth": False},
)


def _changed(**changes: bool) -> str:
    """Write the right answer with some items changed: letters a to h stand for the items."""
    letters = dict(zip("abcdefgh", _TERMS, strict=True))
    return repr({**_TERMS, **{letters[letter]: value for letter, value in changes.items()}})


which_are_times.answers(
    right=[
        repr(_TERMS),
        repr({item.replace("/", " / "): "yes" if time else "no" for item, time in _TERMS.items()}),
        f"pd.Series({_TERMS!r})",
        f"pd.DataFrame({{'expression': {list(_TERMS)!r}, 'is_time': {list(_TERMS.values())!r}}})",
        repr([*reversed(_TERMS.items())]),
        repr({item: "a time" if time else "not a time" for item, time in _TERMS.items()}),
        f"{{item: np.bool_(time) for item, time in {_TERMS!r}.items()}}",
        repr({item: int(time) for item, time in _TERMS.items()}),
        repr(list(_TERMS.values())),
    ],
    wrong={
        "all-one-class": [repr(dict.fromkeys(_TERMS, True)), repr(dict.fromkeys(_TERMS, "no"))],
        "bytes-are-flops": [_changed(c=True, d=True, e=False), _changed(c=True, d=True, e=True)],
        "adds-bytes-to-flops": [_changed(e=True)],
        "inverse-of-time": [_changed(h=True)],
        "flop-per-byte-rate": [_changed(c=True)],
        "byte-per-flop-rate": [_changed(d=True)],
        "sums-are-no-times": [_changed(f=False, g=False)],
        "eta-has-a-unit": [_changed(g=False)],
        "swapped:True-False": [repr({item: not time for item, time in _TERMS.items()})],
        "adds-bytes-to-flops+inverse-of-time": [_changed(e=True, h=True)],
        "item:missing": [repr({k: v for k, v in _TERMS.items() if k != "data+ops"})],
        "item:unknown": [repr({k.replace("power/energy", "energy/power"): v for k, v in _TERMS.items()})],
        "class:unknown": [repr({**_TERMS, "data+ops": "perhaps"})],
        "item:open": [repr({**_TERMS, "data+ops": None})],
        "type:number": ["8", "float('nan')", "True"],
        "type:text": ["'all of them'"],
        "none": ["None"],
        "shape": ["['data/bandwidth', 'ops/peak']"],
        "not-attempted": ["...", repr(dict.fromkeys(_TERMS, 0)).replace("0", "...")],
    },
)
