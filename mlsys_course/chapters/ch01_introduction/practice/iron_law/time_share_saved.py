"""I6.3: which share of the time a higher efficiency saves."""

from mlsys_course.exercise import exercise


@exercise(
    "time_share_saved",
    bank="I6.3",
    unit="percent",
    rtol=0.005,
    scenario="iron_law",
    objective=4,
    bloom="Understand",
    anchors="gpt3-training",
    title="Share of the time saved by a higher efficiency",
    prompt="What share of the old training time does the run save when tuning raises the efficiency?",
    neighbours=("days_saved",),
)
def time_share_saved(efficiency, better_efficiency):
    """Return one less new time over old time."""
    return 1 - efficiency / better_efficiency


time_share_saved.misconception(
    "percentage-points",
    "This is the difference of the two efficiencies. Compare the two times instead.",
    lambda efficiency, better_efficiency: better_efficiency - efficiency,
)

time_share_saved.misconception(
    "new-as-base",
    "This is the relative gain in speed. The share of time saved is smaller: compare the two times.",
    lambda efficiency, better_efficiency: better_efficiency / efficiency - 1,
)

_OLD = "q.training_ops / (q.gpus * q.peak * q.efficiency)"
_NEW = "q.training_ops / (q.gpus * q.peak * q.better_efficiency)"

time_share_saved.answers(
    right=[
        "1 - q.efficiency / q.better_efficiency",
        "(q.better_efficiency - q.efficiency) / q.better_efficiency",
        "0.25",
        "Q_(25, 'percent')",
        "Fraction(1, 4)",
    ],
    wrong={
        "percentage-points": ["q.better_efficiency - q.efficiency", "0.15", "Q_(15, 'percent')"],
        "new-as-base": ["q.better_efficiency / q.efficiency - 1", "0.333"],
        "complement": ["q.efficiency / q.better_efficiency", "Q_(75, 'percent')"],
        "input:better_efficiency": ["q.better_efficiency"],
        "scale:100": ["25", "100 * (1 - q.efficiency / q.better_efficiency)"],
        "unit:time": [f"{_OLD} - {_NEW}"],
    },
)
