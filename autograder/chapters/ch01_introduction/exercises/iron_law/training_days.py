"""I6.1: how many days the training of a large language model takes."""

from mlsys_course.exercise import exercise


@exercise(
    "training_days",
    bank="I6.1",
    unit="day",
    rtol=0.015,
    points=2,
    scenario="iron_law",
    objective=4,
    bloom="Apply",
    anchors="gpt3-training",
    title="Days to train a large language model",
    neighbours=("days_saved",),
    unit_credit=0.5,
)
def training_days(training_ops, gpus, peak, efficiency):
    """Return work over rate: the Iron Law's compute term for a cluster."""
    return training_ops / (gpus * peak * efficiency)


training_days.answers(
    right=[
        "q.training_ops / (q.gpus * q.peak * q.efficiency)",
        "(q.training_ops / q.peak / q.gpus / q.efficiency).to('hour')",
        "Q_(25.3, 'day')",
        "Q_(25, 'day')",
        "Q_(2184050, 'second')",
        "rate = q.peak * q.gpus\ntraining_days = q.training_ops / rate / q.efficiency",
        "Q_(float((q.training_ops / (q.gpus * q.peak * q.efficiency)).to('day').magnitude), 'day')",
    ],
    wrong={
        "dropped:gpus": ["q.training_ops / (q.peak * q.efficiency)", "Q_(25885, 'day')"],
        "dropped:efficiency": ["q.training_ops / (q.gpus * q.peak)", "Q_(11.4, 'day')", "Q_(11.375, 'day')"],
        "inverted:efficiency": ["q.training_ops / (q.gpus * q.peak) * q.efficiency", "Q_(5.12, 'day')"],
        "sibling:A100_FLOPS_FP32": [
            "constants.GPT3_TRAINING_OPS / (1024 * constants.A100_FLOPS_FP32 * 0.45)",
            "Q_(404.45, 'day')",
        ],
        "scale:24": [
            "Q_((q.training_ops / (q.gpus * q.peak * q.efficiency)).to('hour').magnitude, 'day')",
            "Q_(606.68, 'day')",
        ],
        "scale:86400": [
            "Q_((q.training_ops / (q.gpus * q.peak * q.efficiency)).to('second').magnitude, 'day')",
        ],
        "used:better_efficiency-for-efficiency": ["q.training_ops / (q.gpus * q.peak * q.better_efficiency)"],
        "unit:missing": ["25.3", "(q.training_ops / (q.gpus * q.peak * q.efficiency)).to('day').magnitude"],
        "unit:operation": ["q.training_ops / (q.gpus * q.efficiency)"],
        "unit:operation/time": ["q.gpus * q.peak * q.efficiency"],
        "brackets:gpus,peak,efficiency": [
            "Q_((q.training_ops.to('FLOP').magnitude / q.gpus) / 3600 / 24 "
            "* q.peak.to('FLOP/s').magnitude * q.efficiency, 'day')",
        ],
        "value:text": ["'25 days'"],
        "value:none": ["None"],
    },
)
