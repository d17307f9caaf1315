"""I7.16: which bottleneck each Lighthouse model isolates."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification

_BOTTLENECKS = {
    "ResNet-50": "compute throughput",
    "GPT-2/Llama": "memory bandwidth",
    "DLRM": "memory capacity",
    "MobileNetV2": "latency and power",
    "Keyword Spotting": "power envelope",
}


@exercise(
    "lighthouse_bottleneck",
    bank="I7.16",
    objective=5,
    bloom="Remember",
    anchors="tbl-lighthouse-examples",
    title="Which bottleneck does it isolate?",
    prompt=(
        "Give each of the five Lighthouse models the bottleneck it isolates: compute throughput, memory "
        "bandwidth, memory capacity, latency and power, or power envelope. A dictionary."
    ),
    spec=Classification(
        items={
            "ResNet-50": ("ResNet",),
            "GPT-2/Llama": ("GPT-2", "Llama", "GPT-2 / Llama"),
            "DLRM": (),
            "MobileNetV2": ("MobileNet",),
            "Keyword Spotting": ("KWS",),
        },
        classes={
            "compute throughput": ("compute", "throughput", "arithmetic"),
            "memory bandwidth": ("bandwidth",),
            "memory capacity": ("capacity",),
            "latency and power": ("latency", "latency/power", "latency & power"),
            "power envelope": ("power", "milliwatts", "power budget"),
        },
        reconsider=(
            "Ask of each model what runs out first: arithmetic, the way to memory, room in memory, time "
            "on a battery, or milliwatts."
        ),
    ),
)
def lighthouse_bottleneck():
    """Give each model the bottleneck of the chapter's table."""
    return _BOTTLENECKS


lighthouse_bottleneck.misconception(
    "bandwidth-is-capacity",
    "Bandwidth and capacity have changed places: one is how fast memory is read, the other how much fits in.",
    lambda: {"GPT-2/Llama": "memory capacity", "DLRM": "memory bandwidth"},
)

lighthouse_bottleneck.misconception(
    "small-models-swapped",
    "The two small models have changed places: one must be quick on a phone, the other never sleeps.",
    lambda: {"MobileNetV2": "power envelope", "Keyword Spotting": "latency and power"},
)

lighthouse_bottleneck.misconception(
    "all-bandwidth",
    "You call convolutions bandwidth-bound, too, but they use each weight many times once it is fetched.",
    lambda: {"ResNet-50": "memory bandwidth"},
)

lighthouse_bottleneck.misconception(
    "large-is-compute",
    "You call a large language model compute-bound, but for one user it does two operations per weight it"
    " fetches.",
    lambda: {"ResNet-50": "memory bandwidth", "GPT-2/Llama": "compute throughput"},
)

lighthouse_bottleneck.misconception(
    "large-is-capacity",
    "You place a model by its size alone, but it may fit into memory and still wait to be read from it.",
    lambda: {"GPT-2/Llama": "memory capacity"},
)


def _changed(**changes: str) -> str:
    letters = dict(zip("abcde", _BOTTLENECKS, strict=True))
    return repr({**_BOTTLENECKS, **{letters[letter]: value for letter, value in changes.items()}})


lighthouse_bottleneck.answers(
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
        "bandwidth-is-capacity": [_changed(b="memory capacity", c="memory bandwidth")],
        "small-models-swapped": [_changed(d="power envelope", e="latency and power")],
        "all-bandwidth": [_changed(a="memory bandwidth")],
        "large-is-compute": [_changed(a="memory bandwidth", b="compute throughput")],
        "large-is-capacity": [_changed(b="memory capacity")],
        "all-one-class": [repr(dict.fromkeys(_BOTTLENECKS, "memory bandwidth"))],
        "item:missing": [repr({k: v for k, v in _BOTTLENECKS.items() if k != "DLRM"})],
        "class:unknown": [_changed(a="sunlight")],
        "type:text": ["'memory bandwidth'"],
        "none": ["None"],
    },
)
