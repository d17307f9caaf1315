"""I6.4: what the GPUs of a training run cost."""

from mlsys_course.exercise import exercise


@exercise(
    "training_cost",
    bank="I6.4",
    unit="USD",
    rtol=0.015,
    scenario="iron_law",
    objective=4,
    bloom="Apply",
    anchors="gpt3-training",
    title="Price of a training run",
    prompt="What does the whole run cost, if you pay for every GPU by the hour?",
    neighbours=("training_days",),
)
def training_cost(training_ops, gpus, peak, efficiency, price):
    """Return GPU-hours times price."""
    return training_ops / (gpus * peak * efficiency) * gpus * price


_OLD = "q.training_ops / (q.gpus * q.peak * q.efficiency)"
_NEW = "q.training_ops / (q.gpus * q.peak * q.better_efficiency)"

training_cost.answers(
    right=[
        f"{_OLD} * q.gpus * q.price",
        "q.training_ops / (q.peak * q.efficiency) * q.price",
        "Q_(2485000, 'USD')",
        "Q_(248496360, 'cent')",
        "hours = (q.training_ops / (q.gpus * q.peak * q.efficiency)).to('hour').magnitude\n"
        "training_cost = Q_(hours * q.gpus * q.price.to('USD/hour').magnitude, 'USD')",
    ],
    wrong={
        "dropped:gpus": [f"{_OLD} * q.price", "Q_(2426.7, 'USD')"],
        "dropped:efficiency": ["q.training_ops / q.peak * q.price", "Q_(1118233.6, 'USD')"],
        "dropped:price": [
            f"Q_(({_OLD} * q.gpus).to('hour').magnitude, 'USD')",
            "Q_(621240.9, 'USD')",
        ],
        "scale:24": [
            f"Q_(({_OLD} * q.gpus).to('day').magnitude * q.price.to('USD/hour').magnitude, 'USD')",
        ],
        "scale:3600": [
            f"Q_(({_OLD} * q.gpus).to('second').magnitude * q.price.to('USD/hour').magnitude, 'USD')",
        ],
        "inverted:price": [
            f"Q_(({_OLD} * q.gpus).to('hour').magnitude / q.price.to('USD/hour').magnitude, 'USD')"
        ],
        "used:better_efficiency-for-efficiency": [f"{_NEW} * q.gpus * q.price"],
        "unit:time": [f"{_OLD} * q.gpus"],
        "unit:missing": ["2484963.6"],
    },
)
