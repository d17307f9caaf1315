"""I3.7: which utilisation the figure and the table imply together."""

from mlsys_course.exercise import exercise


@exercise(
    "implied_utilisation",
    bank="I3.7",
    rtol=0.01,
    points=2,
    scenario="gpt4_run",
    objective=4,
    bloom="Apply",
    anchors=("fig-ai-training-compute-growth", "tbl-ai-evolution-performance"),
    title="The utilisation that two figures imply",
)
def implied_utilisation(training_ops, device_days, peak):
    """Return the operations done over those the devices could have done."""
    return training_ops / (device_days * peak)


implied_utilisation.misconception(
    "devices-twice",
    "You count the devices twice. Device-days already include all devices.",
    lambda training_ops, devices, device_days, peak: training_ops / (devices * device_days * peak),
)

implied_utilisation.misconception(
    "one-device",
    "You divided the device-days by the number of devices but kept the peak of one device. Multiply the "
    "device-days by that peak instead.",
    lambda training_ops, devices, device_days, peak: training_ops / (device_days / devices * peak),
)

implied_utilisation.answers(
    right=[
        "q.training_ops / (q.device_days * q.peak)",
        "(q.training_ops / (q.device_days * q.peak)).to('percent')",
        "0.297",
        "Q_(29.7, 'percent')",
        "np.float32(0.29677)",
    ],
    wrong={
        "inverted": ["q.device_days * q.peak / q.training_ops", "3.3696"],
        "sibling:H100_FLOPS_FP16_TENSOR": ["0.093622"],
        "scale:24": ["7.1225"],
        "devices-twice": ["q.training_ops / (q.devices * q.device_days * q.peak)", "1.187e-5"],
        "one-device": ["q.training_ops / (q.device_days / q.devices * q.peak)"],
        "sibling:A100_FLOPS_FP32": ["4.7483"],
        "unit:percent|scale:100": ["29.677"],
    },
)
