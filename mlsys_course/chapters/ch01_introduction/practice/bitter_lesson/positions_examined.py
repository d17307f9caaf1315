"""I3.8: how many positions a machine examines for a move."""

from mlsys_course.exercise import exercise


@exercise(
    "positions_examined",
    bank="I3.8",
    rtol=0.01,
    scenario="search_time",
    objective=2,
    bloom="Apply",
    anchors="sec-introduction-bitter-lesson-79c7",
    title="Positions for one move",
    prompt="How many positions does the machine examine in the time it has for a move? A plain number.",
    neighbours=("search_depth",),
)
def positions_examined(rate, time):
    """Return rate times time."""
    return rate * time


positions_examined.answers(
    right=[
        "q.rate * q.time",
        "(q.rate * q.time).to('').magnitude",
        "3.6e10",
        "36000000000",
        "Q_(3.6e10, '')",
    ],
    wrong={
        "scale:60": ["6e8"],
        "dropped:time": ["2e8"],
        "inverted:time": ["1111111.1"],
        "unit:1/time": ["q.rate"],
        "unit:1/time^2": ["q.rate / q.time"],
    },
)
