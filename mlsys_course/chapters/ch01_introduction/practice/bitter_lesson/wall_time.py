"""I3.6: from device-days to the days that a run takes."""

from mlsys_course.exercise import exercise


@exercise(
    "wall_time",
    bank="I3.6",
    unit="day",
    rtol=0.01,
    scenario="gpt4_run",
    objective=4,
    bloom="Apply",
    anchors="tbl-ai-evolution-performance",
    title="From device-days to days",
    prompt="The device-days are spread evenly over this many devices. How long does the run take?",
    neighbours=("implied_utilisation",),
)
def wall_time(device_days, devices):
    """Return device-days over devices."""
    return device_days / devices


wall_time.answers(
    right=[
        "q.device_days / q.devices",
        "(q.device_days / q.devices).to('hour')",
        "Q_(100, 'day')",
        "Q_(2400, 'hour')",
        "Q_(8.64e6, 'second')",
    ],
    wrong={
        "inverted:devices": ["q.device_days * q.devices", "Q_(6.25e10, 'day')"],
        "dropped:devices": ["q.device_days", "Q_(2.5e6, 'day')"],
        "scale:24": ["Q_(2400, 'day')"],
        "unit:1/time": ["q.devices / q.device_days"],
        "unit:missing": ["100"],
    },
)
