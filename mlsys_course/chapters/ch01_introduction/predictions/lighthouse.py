"""Questions to predict in the lesson on the lighthouse models."""

from __future__ import annotations

from typing import Any

from mlsys_course.questions import question
from mlsys_course.units import Q_


@question(
    "a-byte-in-multiplications",
    "How many FP32 multiplications cost as much energy as moving one byte?",
    unit="times",
    topic="energy",
    explanation=(
        "Not a hundred. But which operation counts as an operation? The next cell takes others from the "
        "same table."
    ),
)
def a_byte_in_multiplications() -> Any:
    """Return the energy of a byte over that of a multiplication."""
    from mlsys_course import constants

    return (
        (constants.ENERGY_DRAM_PER_BYTE.quantity / constants.ENERGY_MULTIPLY_FP32.quantity)
        .to("FLOP/byte")
        .magnitude
    )


@question(
    "energy-that-goes-into-moving",
    "MobileNetV2 in FP32, one image: what share of the energy goes into moving?",
    unit="percent",
    topic="energy",
    explanation="More than half, for a single image. In a batch, many images share one fetch of the weights.",
)
def energy_that_goes_into_moving() -> Any:
    """Fetch all weights once, and do every multiply-accumulate."""
    from mlsys_course import constants, models

    model: Any = models.find("MobileNetV2")
    moving = (model.parameters * constants.BYTES_FP32 * constants.ENERGY_DRAM_PER_BYTE).to("mJ")
    computing = (model.macs * constants.ENERGY_MAC_FP32).to("mJ")
    return (moving / (moving + computing)).to("percent")


@question(
    "what-dlrm-runs-out-of",
    "What does DLRM, a recommender, run out of first?",
    choices=["arithmetic", "memory bandwidth", "memory capacity", "milliwatts"],
    topic="memory",
    explanation="It looks up rows of tables, and the tables are larger than the memory of any one device.",
)
def what_dlrm_runs_out_of() -> str:
    """Take what the chapter's table says."""
    from mlsys_course import models

    return models.find("DLRM").bottleneck


@question(
    "kv-cache-of-gpt-2",
    "How large is GPT-2's KV cache for 1,000 tokens?",
    unit="MB",
    topic="memory",
    explanation=(
        "All users share the weights, but each has a cache of their own. The caches of ten users with such "
        "texts are as large as the weights."
    ),
)
def kv_cache_of_gpt_2() -> Any:
    """Keep a key and a value of two bytes each in every layer for every token."""
    from mlsys_course import constants

    numbers = 2 * constants.GPT2_LAYERS.quantity * constants.GPT2_HIDDEN_DIM.quantity
    return (numbers * Q_(2, "byte/token") * Q_(1000, "token")).to("MB")


@question(
    "phone-or-server",
    "Where does an image take less energy?",
    choices=["less on the phone", "about the same", "less on the server"],
    topic="energy",
    explanation=(
        "The slow one is the frugal one: energy is power times time, and the phone's power is about a "
        "thousand times lower."
    ),
)
def phone_or_server() -> str:
    """Multiply the chapter's powers and times."""
    phone = max((Q_(100, "mW") * Q_(10, "ms")).to("mJ"), (Q_(500, "mW") * Q_(100, "ms")).to("mJ"))
    server = (Q_(200, "watt") * Q_(1, "ms")).to("mJ")
    return "less on the phone" if phone < server else "less on the server"


@question(
    "gpt-2-under-the-roof",
    "GPT-2, one user, on an H100: what share of the peak can it reach?",
    unit="percent",
    topic="speed",
    explanation=(
        "Almost all of the arithmetic units sit idle. A faster chip would not help. A faster memory would, "
        "smaller weights would, and so would company: users in a batch share one fetch of the weights."
    ),
)
def gpt_2_under_the_roof() -> Any:
    """Two operations for every weight of two bytes."""
    from mlsys_course import constants, hardware, laws

    h100 = hardware.find("H100")
    reached = laws.roofline(
        Q_(2, "FLOP/parameter") / constants.BYTES_FP16, h100.peak_fp16, h100.memory_bandwidth
    )
    return (reached.performance / h100.peak_fp16).to("percent")


@question(
    "where-resnet-is-compute-bound",
    "ResNet-50, one image, FP16: on which of these devices is it compute-bound?",
    choices=["V100 and B200", "V100 only", "B200 only", "neither"],
    topic="speed",
    experiment="Look at its mark under the roof of either device in the explorer below, then compare.",
    explanation=(
        "From the older device to the newer one, arithmetic grew more than memory bandwidth. So "
        '"ResNet-50 is compute-bound" is a sentence with two blanks: on which device, and at what batch?'
    ),
)
def where_resnet_is_compute_bound() -> str:
    """Put its intensity beside the ridge points."""
    from mlsys_course import constants, hardware, laws, models

    resnet: Any = models.find("ResNet-50")
    intensity = resnet.ops / (resnet.parameters * constants.BYTES_FP16)
    bound = []
    for name in ("V100", "B200"):
        chip = hardware.find(name)
        if laws.ridge_point(chip.peak_fp16, chip.memory_bandwidth) <= intensity:
            bound.append(name)
    return {0: "neither", 1: f"{bound[0] if bound else ''} only", 2: "V100 and B200"}[len(bound)]


@question(
    "energy-of-a-training-run",
    "How much energy do these GPUs use?",
    unit="MWh",
    topic="energy",
    explanation=lambda: _the_run_that_took_place(),
    within=0.3,
)
def energy_of_a_training_run() -> Any:
    """Train GPT-3 on 2,048 H100s at 35 percent of their peak and full power."""
    from mlsys_course import constants, hardware, laws

    h100 = hardware.find("H100")
    duration = laws.training_time(constants.GPT3_TRAINING_OPS, 2048, h100.peak_fp16, 0.35)
    return (duration * 2048 * h100.tdp).to("MWh")


def _the_run_that_took_place() -> str:
    from mlsys_course.constants import GPT3_TRAINING_EMISSIONS, GPT3_TRAINING_ENERGY

    return (
        "The run that really took place, on older V100s, is estimated at "
        f"{GPT3_TRAINING_ENERGY.quantity.magnitude:,.0f} megawatt-hours and "
        f"{GPT3_TRAINING_EMISSIONS.quantity.magnitude:.0f} tonnes of carbon dioxide: one thousand, not "
        "thousands."
    )


@question(
    "twice-the-gpus",
    "Twice as many GPUs at the same efficiency: what happens to the energy?",
    choices=["it doubles", "it stays", "it halves"],
    topic="energy",
    experiment="Double the GPUs in the explorer below, then compare.",
    explanation="Twice the power for half the days. More GPUs change the days and nothing else.",
)
def twice_the_gpus() -> str:
    """Multiply the devices and the time they take."""
    from mlsys_course import constants, hardware, laws

    h100 = hardware.find("H100")
    one, two = (
        (laws.training_time(constants.GPT3_TRAINING_OPS, gpus, h100.peak_fp16, 0.35) * gpus * h100.tdp).to(
            "MWh"
        )
        for gpus in (1024, 2048)
    )
    ratio = (two / one).to("").magnitude
    return "it stays" if abs(ratio - 1) < 1e-9 else "it doubles" if ratio > 1 else "it halves"
