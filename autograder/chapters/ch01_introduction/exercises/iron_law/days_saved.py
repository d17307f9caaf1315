"""I6.2: how many days a higher efficiency saves."""

from mlsys_course.exercise import exercise


@exercise(
    "days_saved",
    bank="I6.2",
    unit="day",
    rtol=0.015,
    points=2,
    scenario="iron_law",
    objective=4,
    bloom="Apply",
    anchors="gpt3-training",
    title="Days saved by a higher efficiency",
    neighbours=("training_days",),
)
def days_saved(training_ops, gpus, peak, efficiency, better_efficiency):
    """Return old time minus new time."""
    return training_ops / (gpus * peak * efficiency) - training_ops / (gpus * peak * better_efficiency)


days_saved.misconception(
    "difference:efficiency",
    "You multiply the old time by the difference of the two efficiencies. Work out both times and "
    "subtract them.",
    lambda training_ops, gpus, peak, efficiency, better_efficiency: (
        training_ops / (gpus * peak * efficiency) * (better_efficiency - efficiency)
    ),
)

days_saved.misconception(
    "new-as-base",
    "You multiply the old time by the relative gain in efficiency. Work out both times and subtract them.",
    lambda training_ops, gpus, peak, efficiency, better_efficiency: (
        training_ops / (gpus * peak * efficiency) * (better_efficiency / efficiency - 1)
    ),
)

_OLD = "q.training_ops / (q.gpus * q.peak * q.efficiency)"
_NEW = "q.training_ops / (q.gpus * q.peak * q.better_efficiency)"

days_saved.answers(
    right=[
        f"{_OLD} - {_NEW}",
        f"({_OLD}) * (1 - q.efficiency / q.better_efficiency)",
        f"({_OLD} - {_NEW}).to('hour')",
        "Q_(6.32, 'day')",
        "Q_(151.7, 'hour')",
        "before = q.training_ops / (q.gpus * q.peak * q.efficiency)\n"
        "after = before * q.efficiency / q.better_efficiency\ndays_saved = before - after",
    ],
    wrong={
        "difference:efficiency": [f"{_OLD} * (q.better_efficiency - q.efficiency)", "Q_(3.79, 'day')"],
        "new-as-base": [f"{_OLD} * (q.better_efficiency / q.efficiency - 1)"],
        "difference-first": ["q.training_ops / (q.gpus * q.peak * (q.better_efficiency - q.efficiency))"],
        "stopped:training_ops,gpus,peak,better_efficiency|neighbour:training_days": [
            _NEW,
            "Q_(18.96, 'day')",
        ],
        "neighbour:training_days|stopped:training_ops,gpus,peak,efficiency": [_OLD],
        "sign": [f"{_NEW} - {_OLD}", "Q_(-6.32, 'day')"],
        "sum-for-difference": [f"{_OLD} + {_NEW}"],
        "rounding:down": ["Q_(6, 'day')"],
        "dropped:gpus": [
            "q.training_ops / (q.peak * q.efficiency) - q.training_ops / (q.peak * q.better_efficiency)"
        ],
        "unit:missing": ["6.32", "1 - q.efficiency / q.better_efficiency"],
    },
)
