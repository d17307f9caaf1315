"""I9.11: which tier each system belongs to."""

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification

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


@exercise(
    "deployment_tier",
    bank="I9.11",
    points=2,
    objective=6,
    bloom="Apply",
    anchors="tbl-efficiency-priorities",
    title="Which tier?",
    spec=Classification(
        items={
            "LLM chat, 350 GB": ("LLM chat",),
            "brake decision <10 ms": (
                "brake decision",
                "brake decision < 10 ms",
                "brake decision under 10 ms",
            ),
            "wake word 1 mW": ("wake word",),
            "AR filter on phone 3 W": ("AR filter on phone", "AR filter"),
            "protein folding batch": ("protein folding",),
            "vibration sensor coin cell": ("vibration sensor",),
            "factory vision, no uplink, 60 W": ("factory vision", "factory vision, no uplink"),
            "offline translation app": ("offline translation",),
        },
        classes={
            "cloud": ("data center", "datacentre", "server"),
            "edge": ("edge server", "edge box", "gateway"),
            "mobile": ("phone", "smartphone", "handset"),
            "TinyML": ("tiny", "microcontroller", "MCU", "embedded"),
        },
        reconsider="Take the hardest requirement of each first: memory, then time limit, then power.",
        partial=True,
    ),
)
def deployment_tier():
    """Give each set of requirements the tier that meets it."""
    return _TIERS


deployment_tier.misconception(
    "network-latency",
    "You sent something with a hard time limit to the cloud: the network alone takes 50 to 100 ms.",
    lambda: {"brake decision <10 ms": "cloud"},
)

deployment_tier.misconception(
    "no-uplink",
    "You sent something without a connection to the cloud, which it cannot reach.",
    lambda: {"factory vision, no uplink, 60 W": "cloud"},
)

deployment_tier.misconception(
    "offline",
    "You sent something that must work offline to the cloud, which it cannot reach.",
    lambda: {"offline translation app": "cloud"},
)

deployment_tier.misconception(
    "watts-on-milliwatts",
    "You gave something that lives on milliwatts a processor that draws watts.",
    lambda: {"wake word 1 mW": "mobile", "vibration sensor coin cell": "mobile"},
)

deployment_tier.misconception(
    "sensor-is-edge",
    "You sent whatever sits at a sensor to the edge, but an edge box draws watts from the mains.",
    lambda: {"wake word 1 mW": "edge", "vibration sensor coin cell": "edge"},
)

deployment_tier.misconception(
    "phone-is-edge",
    "You sent what runs on a phone to the edge, but the chapter treats a phone, with its battery, "
    "separately.",
    lambda: {"AR filter on phone 3 W": "edge", "offline translation app": "edge"},
)

deployment_tier.misconception(
    "needs-gpu",
    "Everything that looks hard went to the cloud: check its limits of time, power and connection.",
    lambda: {
        "brake decision <10 ms": "cloud",
        "AR filter on phone 3 W": "cloud",
        "factory vision, no uplink, 60 W": "cloud",
        "offline translation app": "cloud",
    },
)

deployment_tier.misconception(
    "car-is-embedded",
    "You gave a braking car a microcontroller, but its vision models need far more than kilobytes.",
    lambda: {"brake decision <10 ms": "TinyML"},
)

deployment_tier.misconception(
    "model-fits",
    "You put a model of hundreds of gigabytes where no device has that much memory.",
    lambda: {"LLM chat, 350 GB": "edge"},
)

deployment_tier.misconception(
    "model-fits",
    "You put a model of hundreds of gigabytes where no device has that much memory.",
    lambda: {"LLM chat, 350 GB": "mobile"},
)


def _changed(**changes: str) -> str:
    """Write the right tiers with some items changed: letters a to h stand for the items."""
    letters = dict(zip("abcdefgh", _TIERS, strict=True))
    return repr({**_TIERS, **{letters[letter]: value for letter, value in changes.items()}})


deployment_tier.answers(
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
        "network-latency": [_changed(b="cloud")],
        "no-uplink": [_changed(g="cloud")],
        "offline": [_changed(h="cloud")],
        "watts-on-milliwatts": [_changed(c="mobile", f="mobile"), _changed(c="phone")],
        "sensor-is-edge": [_changed(c="edge", f="edge"), _changed(f="edge")],
        "phone-is-edge": [_changed(d="edge", h="edge")],
        "needs-gpu": [_changed(b="cloud", d="cloud", g="cloud", h="cloud")],
        "car-is-embedded": [_changed(b="TinyML")],
        "model-fits": [_changed(a="edge"), _changed(a="mobile")],
        "network-latency+no-uplink|no-uplink+network-latency|needs-gpu": [_changed(b="cloud", g="cloud")],
        "swapped:edge-mobile": [_changed(b="mobile", g="mobile", d="edge", h="edge")],
        "item:missing": [repr(dict(list(_TIERS.items())[:-1]))],
        "class:unknown": [_changed(a="mainframe"), _changed(b="c1oud")],
        "type:text": ["'cloud'"],
        "type:number": ["4"],
        "over:TinyML": [_changed(e="TinyML")],
        "under:cloud": [_changed(e="TinyML", a="mobile", c="cloud")],
    },
)
