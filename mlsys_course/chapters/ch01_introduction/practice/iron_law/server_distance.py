"""I6.15: how far away a server may be."""

from mlsys_course.exercise import exercise


@exercise(
    "server_distance",
    bank="I6.15",
    unit="kilometer",
    rtol=0.005,
    scenario="fibre",
    objective=(4, 6),
    bloom="Apply",
    anchors="fn-latency",
    title="How far away a server may be",
    prompt=(
        "The whole time budget goes into the way through the fibre, to the server and back. How far away "
        "may the server be, at most?"
    ),
)
def server_distance(signal_speed, round_trip, ways):
    """Return the way the signal goes, shared by there and back."""
    return signal_speed * round_trip / ways


server_distance.answers(
    right=[
        "q.signal_speed * q.round_trip / 2",
        "(q.round_trip / 2 * q.signal_speed).to('m')",
        "Q_(1000, 'km')",
        "Q_(1e6, 'meter')",
    ],
    wrong={
        "dropped:ways": ["q.signal_speed * q.round_trip", "Q_(2000, 'km')"],
        "sibling:SPEED_OF_LIGHT_VACUUM": [
            "constants.SPEED_OF_LIGHT_VACUUM * q.round_trip / 2",
            "Q_(1499, 'km')",
        ],
        "scale:1000": ["Q_(1, 'km')", "Q_(1e6, 'km')"],
        "scale:10|dropped:round_trip": ["Q_(100, 'km')"],
        "inverted:ways": ["q.signal_speed * q.round_trip * 2"],
        "unit:length/time": ["q.signal_speed / 2"],
        "unit:missing": ["1000"],
    },
)
