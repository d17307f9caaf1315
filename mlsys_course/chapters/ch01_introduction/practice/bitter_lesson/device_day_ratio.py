"""I3.4: how many times as many device-days the new run took."""

from mlsys_course.exercise import exercise


@exercise(
    "device_day_ratio",
    bank="I3.4",
    rtol=0.01,
    scenario="alexnet_to_gpt4",
    objective=2,
    bloom="Apply",
    anchors="tbl-ai-evolution-performance",
    title="Device-days, new over old",
    prompt="How many times as many device-days did the new run take as the old one? A plain number.",
    neighbours=("run_orders",),
)
def device_day_ratio(new_days, old_devices, old_days):
    """Return the new device-days over the old ones."""
    return new_days / (old_devices * old_days)


device_day_ratio.answers(
    right=[
        "q.new_days / (q.old_devices * q.old_days)",
        "(q.new_days / q.old_days).to('').magnitude / q.old_devices",
        "208333.3",
        "Fraction(2500000, 12)",
        "Q_(2.08e5, '')",
    ],
    wrong={
        "dropped:old_devices": ["q.new_days / q.old_days", "416666.7"],
        "dropped:old_days": ["1250000"],
        "inverted:old_devices,old_days": ["3e7"],
        "inverted": ["q.old_devices * q.old_days / q.new_days"],
        "dropped:new_days": ["1 / (q.old_devices * q.old_days.to('day').magnitude)"],
    },
)
