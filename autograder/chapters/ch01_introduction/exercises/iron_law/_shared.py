"""The training run of the chapter on one GPU."""

from mlsys_course import constants


def days_on_one_gpu() -> float:
    """Return the days that GPT-3's training takes one A100 at its full peak."""
    days = constants.GPT3_TRAINING_OPS.quantity / constants.A100_FLOPS_FP16_TENSOR.quantity
    return float(days.to("day").magnitude)
