"""I9.7: how long it takes to send a new model to the field."""

from mlsys_course.exercise import exercise


@exercise(
    "download_time",
    bank="I9.7",
    unit="second",
    scenario="thin_link",
    objective=6,
    bloom="Apply",
    anchors="sec-introduction-deployment-case-studies-636f",
    title="A new model for the field",
    prompt=(
        "A model is sent to a sensor in a field over a slow radio link that it has to itself. How long "
        "does it take?"
    ),
)
def download_time(size, link):
    """Return size over rate."""
    return size / link


download_time.misconception(
    "bytes-doubled",
    "You count the 8 bits of a byte twice. The units already convert bytes to bits.",
    lambda size, link: 8 * size / link,
)

download_time.answers(
    right=[
        "q.size / q.link",
        "(q.size / q.link).to('second')",
        "Q_(80, 'second')",
        "Q_(80_000, 'millisecond')",
        "Q_(1.333, 'minute')",
        "bits = q.size.to('kbit')\ndownload_time = bits / q.link",
    ],
    wrong={
        "scale:8": ["q.size / q.link / 8", "Q_(10, 'second')"],
        "bytes-doubled|scale:8": ["8 * q.size / q.link", "Q_(640, 'second')"],
        "scale:64": ["Q_(1.25, 'second')"],
        "scale:1000": ["Q_(0.08, 'second')", "Q_(80, 'millisecond')"],
        "inverted": ["Q_((q.link / q.size).to('1/second').magnitude, 'second')"],
        "unit:missing": ["80", "10"],
        "unit:frequency|unit:1/time": ["q.link / q.size"],
        "unit:information": ["q.size"],
        "value:text": ["'80 s'"],
    },
)
