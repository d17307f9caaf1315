"""Graded keys of the section on the energy tax, the Lighthouse models and the roofline: the numbers."""

from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.units import Q_

# --------------------------------------------------------------------------------------- the energy tax


@exercise(
    "multiplications_per_access",
    bank="I7.2",
    unit="FLOP",
    bare=True,
    points=1,
    scenario="energy_tax",
    objective=(4, 5),
    bloom="Apply",
    anchors="eq-energy-cost",
    title="One access to memory, in multiplications",
    prompt=(
        "How many operations cost as much energy as one access to memory, which fetches one whole word? A "
        "number of operations, or a plain number."
    ),
)
def multiplications_per_access(access: Any, per_op: Any) -> Any:
    """Return the energy of an access over that of an operation."""
    return access / per_op


@multiplications_per_access.misconception(
    "per-byte",
    "This is how many operations one byte costs. An access fetches a whole word of several bytes.",
)
def _per_byte(access: Any, word: Any, per_op: Any) -> Any:
    return access / (word / Q_(1, "byte")) / per_op


@multiplications_per_access.misconception(
    "word-squared",
    "Here the size of the word is multiplied in once more. The energy of an access already covers the whole "
    "word.",
)
def _word_twice(access: Any, word: Any, per_op: Any) -> Any:
    return access * (word / Q_(1, "byte")) / per_op


@multiplications_per_access.misconception(
    "round-number",
    "This is the round number of the chapter. Work it out from the energies in the table.",
)
def _hundred() -> Any:
    return Q_(100, "FLOP")


@multiplications_per_access.misconception(
    "inverted",
    "This is upside down: it says how many accesses one operation is worth. Look which of the two "
    "energies is larger.",
)
def _inverted(access: Any, per_op: Any) -> Any:
    return (per_op * Q_(1, "FLOP")) / access * Q_(1, "FLOP")


@exercise(
    "movement_share",
    bank="I7.3",
    unit="percent",
    rtol=0.005,
    points=2,
    scenario="inference_energy",
    objective=(4, 5),
    bloom="Analyze",
    anchors=("eq-energy-cost", "tbl-lighthouse-examples"),
    title="The share of movement in the energy",
    prompt=(
        "One input, batch 1: all weights are fetched from memory once, and the multiply-accumulates are "
        "done. Which share of the energy goes into moving the weights? A fraction, or a quantity in percent."
    ),
    neighbours=("image_energy",),
)
def movement_share(parameters: Any, bytes_per_parameter: Any, per_byte: Any, macs: Any, per_mac: Any) -> Any:
    """Return the energy of moving over that of moving and computing."""
    return (
        parameters
        * bytes_per_parameter
        * per_byte
        / (parameters * bytes_per_parameter * per_byte + macs * per_mac)
    )


@movement_share.misconception(
    "compute-share",
    "This is the share of the arithmetic. The question is about moving the weights.",
)
def _compute_share(parameters: Any, bytes_per_parameter: Any, per_byte: Any, macs: Any, per_mac: Any) -> Any:
    moving = parameters * bytes_per_parameter * per_byte
    return macs * per_mac / (moving + macs * per_mac)


@movement_share.misconception(
    "ratio",
    "This is moving over computing. A share compares with the whole, both together.",
)
def _ratio(parameters: Any, bytes_per_parameter: Any, per_byte: Any, macs: Any, per_mac: Any) -> Any:
    return parameters * bytes_per_parameter * per_byte / (macs * per_mac)


@movement_share.misconception(
    "inverted-ratio",
    "This is computing over moving. A share compares with the whole, both together.",
)
def _inverted_ratio(parameters: Any, bytes_per_parameter: Any, per_byte: Any, macs: Any, per_mac: Any) -> Any:
    return macs * per_mac / (parameters * bytes_per_parameter * per_byte)


@movement_share.misconception(
    "one-byte-per-weight",
    "Here each weight has one byte. Look up how large a weight is.",
)
def _one_byte(parameters: Any, bytes_per_parameter: Any, per_byte: Any, macs: Any, per_mac: Any) -> Any:
    moving = parameters * Q_(1, "byte/parameter") * per_byte
    return moving / (moving + macs * per_mac)


@movement_share.misconception(
    "additions-forgotten",
    "Here only the multiplications are paid for. A multiply-accumulate adds, too.",
)
def _no_additions(
    parameters: Any, bytes_per_parameter: Any, per_byte: Any, macs: Any, per_multiply: Any
) -> Any:
    moving = parameters * bytes_per_parameter * per_byte
    return moving / (moving + macs * per_multiply / 2)


@movement_share.misconception(
    "two-multiplications",
    "Here a multiply-accumulate costs two multiplications. It is one multiplication and one addition, and "
    "an addition is cheaper.",
)
def _two_multiplications(
    parameters: Any, bytes_per_parameter: Any, per_byte: Any, macs: Any, per_multiply: Any
) -> Any:
    moving = parameters * bytes_per_parameter * per_byte
    return moving / (moving + macs * per_multiply)


@movement_share.misconception(
    "flop-for-mac",
    "Here the arithmetic weighs twice what it should. Either the energy of a multiply-accumulate is paid for "
    "each of its two operations, while it covers both; or each weight has half of its bytes.",
)
def _twice(parameters: Any, bytes_per_parameter: Any, per_byte: Any, macs: Any, per_mac: Any) -> Any:
    moving = parameters * bytes_per_parameter * per_byte
    return moving / (moving + 2 * macs * per_mac)


@movement_share.misconception(
    "mac-for-flop",
    "Here the arithmetic weighs half of what it should. Either a multiply-accumulate is taken for one "
    "operation, while it costs its whole energy; or each weight has twice its bytes.",
)
def _half(parameters: Any, bytes_per_parameter: Any, per_byte: Any, macs: Any, per_mac: Any) -> Any:
    moving = parameters * bytes_per_parameter * per_byte
    return moving / (moving + macs * per_mac / 2)


@movement_share.misconception(
    "always-dominates",
    "This says that moving takes nearly everything, as the chapter puts it in general. Work it out for this "
    "network: each weight is used many times.",
)
def _nearly_all() -> Any:
    return 0.99


@movement_share.misconception(
    "batch-shared",
    "Here a whole batch shares one fetch of the weights. The question is about a single input.",
)
def _batch_shared(
    parameters: Any, bytes_per_parameter: Any, per_byte: Any, macs: Any, per_mac: Any, batch: Any
) -> Any:
    moving = parameters * bytes_per_parameter * per_byte
    return moving / (moving + batch * macs * per_mac)


# ---------------------------------------------------------------------------------------------- the fleet


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
    prompt=(
        "Every GPU draws the given power during the whole run, whatever it reaches of its peak. How much "
        "energy do the GPUs take?"
    ),
)
def run_energy(training_ops: Any, gpus: Any, peak: Any, efficiency: Any, power: Any) -> Any:
    """Return the time of the run times the power of all GPUs."""
    return training_ops / (gpus * peak * efficiency) * (gpus * power)


@run_energy.misconception(
    "one-gpu",
    "This is what one GPU of the cluster takes. All of them run.",
)
def _one_gpu(training_ops: Any, gpus: Any, peak: Any, efficiency: Any, power: Any) -> Any:
    return training_ops / (gpus * peak * efficiency) * power


@run_energy.misconception(
    "with-pue",
    "This is what a data centre draws for the GPUs, cooling included. The question is about the GPUs.",
)
def _with_pue(training_ops: Any, gpus: Any, peak: Any, efficiency: Any, power: Any) -> Any:
    return training_ops / (gpus * peak * efficiency) * gpus * power * 1.4


@run_energy.misconception(
    "gpus-twice",
    "Here the number of GPUs makes the power larger without making the run shorter. It does both.",
)
def _not_shared(training_ops: Any, gpus: Any, peak: Any, efficiency: Any, power: Any) -> Any:
    return training_ops / (peak * efficiency) * gpus * power


@run_energy.misconception(
    "power-scaled",
    "Here the efficiency lowers the power as well, so that it has no effect. A GPU that waits draws its "
    "power all the same, says the question.",
)
def _power_scaled(training_ops: Any, gpus: Any, peak: Any, efficiency: Any, power: Any) -> Any:
    return training_ops / (gpus * peak * efficiency) * gpus * power * efficiency


# ----------------------------------------------------------------------------------------------- roofline


@exercise(
    "attainable_rate",
    bank="I7.13",
    unit="teraFLOP/second",
    points=2,
    scenario="decode_roofline",
    objective=5,
    bloom="Analyze",
    anchors=("tbl-lighthouse-examples", "eq-intro-iron-law"),
    title="What the memory lets through",
    prompt=(
        "In every step each weight is read from memory once and used in one multiply-accumulate for each "
        "sequence of the batch. Which rate of operations can the device attain at most (the roofline)?"
    ),
    neighbours=("batch_to_ridge",),
)
def attainable_rate(bytes_per_parameter: Any, work: Any, sequences: Any, peak: Any, bandwidth: Any) -> Any:
    """Return the lower of the peak and of intensity times bandwidth."""
    return np.minimum(peak, sequences * work / bytes_per_parameter * bandwidth)


@attainable_rate.misconception(
    "peak-always",
    "This is the peak. Is it fed fast enough? Compare it with what the memory lets through.",
)
def _peak(peak: Any) -> Any:
    return peak


@attainable_rate.misconception(
    "mac-for-flop",
    "Here each byte brings half of the operations that it does. Either a multiply-accumulate counts as one "
    "operation, while it is two; or each weight has twice its bytes.",
)
def _one_op(bytes_per_parameter: Any, work: Any, sequences: Any, peak: Any, bandwidth: Any) -> Any:
    return np.minimum(peak, sequences * work / 2 / bytes_per_parameter * bandwidth)


@attainable_rate.misconception(
    "batch-ignored",
    "This holds for one sequence. A batch uses each weight once for every sequence.",
)
def _single(bytes_per_parameter: Any, work: Any, peak: Any, bandwidth: Any) -> Any:
    return np.minimum(peak, work / bytes_per_parameter * bandwidth)


@attainable_rate.misconception(
    "bytes-multiply",
    "Here a larger weight makes the device faster. The size of a weight divides: fewer weights come in.",
)
def _bytes_up(bytes_per_parameter: Any, work: Any, sequences: Any, peak: Any, bandwidth: Any) -> Any:
    one = Q_(1, "byte/parameter")
    return np.minimum(peak, sequences * work * (bytes_per_parameter / one) / one * bandwidth)


@exercise(
    "batch_to_ridge",
    bank="I7.14",
    kind="integer",
    points=2,
    scenario="decode_roofline",
    objective=5,
    bloom="Analyze",
    anchors=("tbl-lighthouse-examples", "eq-intro-iron-law"),
    title="The batch that fills the device",
    prompt=(
        "The weights are read once per step, however many sequences the batch has. What is the smallest "
        "batch with which the device is compute-bound? A whole number."
    ),
    neighbours=("attainable_rate",),
)
def batch_to_ridge(bytes_per_parameter: Any, work: Any, peak: Any, bandwidth: Any) -> Any:
    """Return the ridge point over the intensity of one sequence, rounded up."""
    return np.ceil(peak / bandwidth / (work / bytes_per_parameter))


@batch_to_ridge.misconception(
    "mac-for-flop",
    "Here each byte brings half of the operations that it does. Either a multiply-accumulate counts as one "
    "operation, while it is two; or each weight has twice its bytes.",
)
def _batch_one_op(bytes_per_parameter: Any, work: Any, peak: Any, bandwidth: Any) -> Any:
    return np.ceil(peak / bandwidth / (work / 2 / bytes_per_parameter))


@batch_to_ridge.misconception(
    "one-byte-per-weight",
    "Here each weight has one byte. Look up how large a weight is.",
)
def _batch_one_byte(work: Any, peak: Any, bandwidth: Any) -> Any:
    return np.ceil(peak / bandwidth / (work / Q_(1, "byte/parameter")))


@batch_to_ridge.misconception(
    "ridge-itself",
    "This is the ridge point, rounded up: operations per byte. Ask how many operations per byte one sequence "
    "brings along.",
)
def _ridge(peak: Any, bandwidth: Any) -> Any:
    return np.ceil(peak / bandwidth * Q_(1, "byte/FLOP"))


@batch_to_ridge.misconception(
    "scale:1000",
    "Here a prefix is lost: tera over giga leaves a factor of a thousand. Calculate with the quantities, and "
    "round up at the end.",
)
def _batch_unconverted(bytes_per_parameter: Any, work: Any, peak: Any, bandwidth: Any) -> Any:
    return np.ceil(peak / bandwidth / (work / bytes_per_parameter) / 1000)


@batch_to_ridge.misconception(
    "scale:1000",
    "Here the prefix is lost, and the ridge point taken for the batch: tera over giga leaves a factor of a "
    "thousand, and one sequence brings operations of its own for each byte.",
)
def _ridge_unconverted(peak: Any, bandwidth: Any) -> Any:
    return np.ceil(peak / bandwidth * Q_(1, "byte/FLOP") / 1000)
