"""I6.13: how long it takes to read a checkpoint."""

from mlsys_course.exercise import exercise


@exercise(
    "checkpoint_read_time",
    bank="I6.13",
    unit="second",
    rtol=0.005,
    scenario="checkpoint",
    objective=4,
    bloom="Apply",
    anchors="eq-intro-iron-law",
    title="Reading a checkpoint",
    prompt="How long does it take to read the checkpoint over the link, when the link is fully used?",
)
def checkpoint_read_time(size, link):
    """Return the data term."""
    return size / link


checkpoint_read_time.answers(
    right=[
        "q.size / q.link",
        "(q.size.to('bit') / q.link).to('second')",
        "Q_(14, 'second')",
        "Q_(14000, 'ms')",
        "8 * q.size.to('GB').magnitude / q.link.to('Gbit/s').magnitude * ureg.second",
    ],
    wrong={
        "scale:8": [
            "Q_(q.size.to('GB').magnitude / q.link.to('Gbit/s').magnitude, 'second')",
            "Q_(1.75, 'second')",
            "8 * q.size / q.link",
            "Q_(112, 'second')",
        ],
        "scale:64": ["Q_(350 / 8 / 200, 'second')"],
        "inverted": ["Q_(q.link.to('Gbit/s').magnitude / q.size.to('Gbit').magnitude, 'second')"],
        "inverted+scale:8|scale:8": [
            "Q_(q.link.to('Gbit/s').magnitude / q.size.to('GB').magnitude, 'second')"
        ],
        "unit:1/time": ["q.link / q.size"],
        "unit:missing": ["14"],
        "scale:1000": ["Q_(14, 'ms')"],
        "unit:information": ["q.size"],
    },
)
