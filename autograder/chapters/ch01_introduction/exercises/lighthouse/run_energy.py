"""I7.6: the energy of a training run."""

from mlsys_course.exercise import exercise


@exercise(
    "run_energy",
    bank="I7.6",
    unit="megawatt_hour",
    rtol=0.015,
    points=2,
    scenario="run_energy",
    objective=(4, 5),
    bloom="Apply",
    anchors=("sec-introduction-bitter-lesson-79c7", "gpt3-training"),
    title="The energy of a training run",
)
def run_energy(training_ops, gpus, peak, efficiency, power):
    """Return the time of the run times the power of all GPUs."""
    return training_ops / (gpus * peak * efficiency) * (gpus * power)


run_energy.misconception(
    "one-gpu",
    "This is what one GPU of the cluster takes. All of them run.",
    lambda training_ops, gpus, peak, efficiency, power: training_ops / (gpus * peak * efficiency) * power,
)

run_energy.misconception(
    "with-pue",
    "This is what a data centre draws for the GPUs, cooling included. The question is about the GPUs.",
    lambda training_ops, gpus, peak, efficiency, power: (
        training_ops / (gpus * peak * efficiency) * gpus * power * 1.4
    ),
)

run_energy.misconception(
    "gpus-twice",
    "Here the number of GPUs makes the power larger without making the run shorter. It does both.",
    lambda training_ops, gpus, peak, efficiency, power: training_ops / (peak * efficiency) * gpus * power,
)

run_energy.misconception(
    "power-scaled",
    "Here the efficiency lowers the power as well, so that it has no effect. A GPU that waits draws its "
    "power all the same, says the question.",
    lambda training_ops, gpus, peak, efficiency, power: (
        training_ops / (gpus * peak * efficiency) * gpus * power * efficiency
    ),
)

_TIME = "q.training_ops / (q.gpus * q.peak * q.efficiency)"

run_energy.answers(
    right=[
        f"{_TIME} * q.gpus * q.power",
        "q.training_ops / (q.peak * q.efficiency) * q.power",
        f"hours = ({_TIME}).to('hour')\nrun_energy = hours * q.gpus * q.power",
        "Q_(248.5, 'MWh')",
        "Q_(248_496, 'kilowatt_hour')",
        "Q_(894.6, 'gigajoule')",
        "Q_(25, 'day') * 1024 * Q_(400, 'watt')",
        "Q_(8.95e11, 'joule')",
    ],
    wrong={
        "one-gpu": [f"{_TIME} * q.power", "Q_(0.2427, 'MWh')"],
        "with-pue": [f"{_TIME} * q.gpus * q.power * 1.4", "Q_(347.9, 'MWh')"],
        "gpus-twice": ["q.training_ops / (q.peak * q.efficiency) * q.gpus * q.power"],
        "power-scaled": [f"{_TIME} * q.gpus * q.power * q.efficiency"],
        "power-scaled|dropped:efficiency": ["Q_(111.8, 'MWh')", "q.training_ops / q.peak * q.power"],
        "scale:24": ["Q_(10.354, 'MWh')"],
        "scale:1000": ["Q_(248_496, 'MWh')", "Q_(248.5, 'kWh')"],
        "scale:3600|scale:3.6e+06|scale:3.6e6|scale:unconverted": ["Q_(894_587, 'MWh')"],
        "unit:missing": ["248.5"],
        "unit:power": ["q.gpus * q.power", "Q_(248.5, 'megawatt')"],
        "unit:time": [_TIME],
        "value:text": ["'248 MWh'"],
        "value:none": ["None"],
    },
)
