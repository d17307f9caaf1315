"""I1.11: how many servers a spam filter takes in its busiest hour, by Little's law."""

import numpy as np

from mlsys_course import Q_
from mlsys_course.exercise import exercise


@exercise(
    "filter_servers",
    bank="I1.11",
    kind="integer",
    points=2,
    scenario="mail_filter",
    objective=(4, 6),
    bloom="Apply",
    anchors="sec-introduction-defining-ml-systems-d4af",
    title="Servers for the busiest hour",
    neighbours=("appeal_reviewers",),
)
def filter_servers(volume, peak_factor, latency, slots, load):
    """Divide the emails that are in the filter at once by those that a server may have at once."""
    return np.ceil(volume * peak_factor * latency / (slots * load))


filter_servers.misconception(
    "mean-rate",
    "These servers are enough for the average rate only. Plan for the busiest hour.",
    lambda volume, latency, slots, load: np.ceil(volume * latency / (slots * load)),
)

filter_servers.misconception(
    "every-place-taken",
    "You use every slot of every server all the time. On average, some have to stay free.",
    lambda volume, peak_factor, latency, slots: np.ceil(volume * peak_factor * latency / slots),
)

filter_servers.misconception(
    "load-multiplied",
    "You multiply by the load. Free slots mean more servers: divide by it.",
    lambda volume, peak_factor, latency, slots, load: np.ceil(volume * peak_factor * latency / slots * load),
)

filter_servers.misconception(
    "one-at-a-time",
    "You give each server one email at a time. It can work on several at once.",
    lambda volume, peak_factor, latency, load: np.ceil(
        volume * peak_factor * latency / Q_(1, "email") / load
    ),
)

_AT_ONCE = "q.volume * q.peak_factor * q.latency"

filter_servers.answers(
    right=[
        f"np.ceil(({_AT_ONCE} / (q.slots * q.load)).to('').magnitude)",
        f"math.ceil(({_AT_ONCE} / q.slots / q.load).to('').magnitude)",
        f"inside = ({_AT_ONCE}).to('email')\nper_server = q.slots * q.load\n"
        "filter_servers = np.ceil((inside / per_server).to(''))",
        "6253",
        "Q_(6253, '')",
    ],
    wrong={
        "mean-rate": ["np.ceil((q.volume * q.latency / (q.slots * q.load)).to('').magnitude)", "3127"],
        "every-place-taken": [f"np.ceil(({_AT_ONCE} / q.slots).to('').magnitude)"],
        "load-multiplied": [f"np.ceil(({_AT_ONCE} / q.slots * q.load).to('').magnitude)"],
        "one-at-a-time": [f"np.ceil(({_AT_ONCE} / q.load).to('email').magnitude)"],
        "rounding:down": [f"np.floor(({_AT_ONCE} / (q.slots * q.load)).to('').magnitude)"],
        "rounding:none": [f"({_AT_ONCE} / (q.slots * q.load)).to('').magnitude"],
        "unit:sample": [_AT_ONCE],
    },
)
