"""I4.6: how many self-driving cars a depot can empty in a night after its link has become faster."""

import numpy as np

from mlsys_course import Q_
from mlsys_course.exercise import exercise


@exercise(
    "cars_per_night",
    bank="I4.6",
    kind="integer",
    points=2,
    scenario="depot",
    objective=(1, 6),
    bloom="Analyze",
    anchors=(
        "fig-ai-triad",
        "sec-introduction-deployment-case-studies-636f",
        "waymo-data-rates",
    ),
    title="A faster link for the depot",
)
def cars_per_night(rate, shift, kept, disks, link, ingest, factor, night):
    """Divide what the slowest part carries in a night by what one car brings home."""
    pace = np.minimum(np.minimum(disks, link * factor), ingest)
    return np.floor(pace * night / (rate * shift * kept))


cars_per_night.misconception(
    "link-alone",
    "You let the faster link set the pace. Compare all three parts: the slowest sets it.",
    lambda rate, shift, kept, link, factor, night: np.floor(link * factor * night / (rate * shift * kept)),
)

cars_per_night.misconception(
    "old-link",
    "This is the depot before the change. Use the faster link.",
    lambda rate, shift, kept, link, night: np.floor(link * night / (rate * shift * kept)),
)

cars_per_night.misconception(
    "factor-times-as-many",
    "You speed up the whole depot by the link's factor. Another part may now be the slowest.",
    lambda rate, shift, kept, disks, factor, night: np.floor(disks * factor * night / (rate * shift * kept)),
)

cars_per_night.misconception(
    "all-recordings",
    "You send everything a car records. Only a share of it is sent.",
    lambda rate, shift, disks, night: np.floor(disks * night / (rate * shift)),
)

cars_per_night.misconception(
    "last-part",
    "You let one part set the pace although another is slower. Compare all three: the slowest sets it.",
    lambda rate, shift, kept, ingest, night: np.floor(ingest * night / (rate * shift * kept)),
)

cars_per_night.misconception(
    "one-hour",
    "You send what a car records in one hour. It is on the road for a whole shift.",
    lambda rate, kept, disks, night: np.floor(disks * night / (rate * kept * Q_(1, "hour"))),
)

_CAR = "q.rate * q.shift * q.kept"
_PACE = "min(q.disks, q.link * q.factor, q.ingest)"

cars_per_night.answers(
    right=[
        f"np.floor(({_PACE} * q.night / ({_CAR})).to('').magnitude)",
        f"int(({_PACE} * q.night / ({_CAR})).to('').magnitude)",
        "pace = np.minimum(np.minimum(q.disks, q.factor * q.link), q.ingest)\n"
        f"cars_per_night = math.floor((pace * q.night / ({_CAR})).to(''))",
        "37",
        "Q_(37, '')",
    ],
    wrong={
        "link-alone": [f"np.floor((q.link * q.factor * q.night / ({_CAR})).to('').magnitude)"],
        "old-link": [f"np.floor((q.link * q.night / ({_CAR})).to('').magnitude)"],
        "factor-times-as-many": [f"np.floor((q.disks * q.factor * q.night / ({_CAR})).to('').magnitude)"],
        "all-recordings": [f"np.floor(({_PACE} * q.night / (q.rate * q.shift)).to('').magnitude)"],
        "last-part": [f"np.floor((q.ingest * q.night / ({_CAR})).to('').magnitude)"],
        "rounding:up": [f"np.ceil(({_PACE} * q.night / ({_CAR})).to('').magnitude)", "38"],
        "rounding:none": [f"({_PACE} * q.night / ({_CAR})).to('').magnitude"],
        "unit:information": [f"{_PACE} * q.night"],
    },
)
