"""Practice exercises of the section on the energy tax, the Lighthouse models and the roofline."""

from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification
from mlsys_course.units import Q_

_ENERGY = "eq-energy-cost"
_LIGHTHOUSE = "tbl-lighthouse-examples"

# ------------------------------------------------------------------- I7.1, I7.4, I7.5: the energy tax


@exercise(
    "task_energy",
    bank="I7.1",
    unit="millijoule",
    rtol=0.005,
    scenario="energy_tax",
    objective=4,
    bloom="Apply",
    anchors=_ENERGY,
    title="Energy of moving and computing",
    prompt="How much energy do moving the data and doing the operations take together?",
)
def task_energy(data: Any, per_byte: Any, ops: Any, per_op: Any) -> Any:
    """Return bytes times energy per byte plus operations times energy per operation."""
    return data * per_byte + ops * per_op


@task_energy.misconception(
    "movement-alone",
    "This is the movement alone. The operations take energy, too.",
)
def _movement(data: Any, per_byte: Any) -> Any:
    return data * per_byte


@task_energy.misconception(
    "access-per-byte",
    "Here every byte pays for a whole access. One access fetches a word of several bytes.",
)
def _access_per_byte(data: Any, access: Any, ops: Any, per_op: Any) -> Any:
    return data * access / Q_(1, "byte") + ops * per_op


@task_energy.misconception(
    "bits",
    "Here every bit pays what a byte costs.",
)
def _bits(data: Any, per_byte: Any, ops: Any, per_op: Any) -> Any:
    return 8 * data * per_byte + ops * per_op


@exercise(
    "image_energy",
    bank="I7.4",
    unit="millijoule",
    rtol=0.005,
    scenario="inference_energy",
    objective=(4, 5),
    bloom="Analyze",
    anchors=(_ENERGY, _LIGHTHOUSE),
    title="One input's energy in a batch",
    prompt=(
        "The weights are fetched from memory once for a whole batch, and every input takes its own "
        "multiply-accumulates. How much energy does one input cost?"
    ),
    neighbours=("movement_share",),
)
def image_energy(
    parameters: Any, bytes_per_parameter: Any, per_byte: Any, macs: Any, per_mac: Any, batch: Any
) -> Any:
    """Return an input's part of the movement, plus its own arithmetic."""
    return parameters * bytes_per_parameter * per_byte / batch + macs * per_mac


@image_energy.misconception(
    "no-reuse",
    "Here every input fetches the weights anew. The batch shares one fetch.",
)
def _no_reuse(parameters: Any, bytes_per_parameter: Any, per_byte: Any, macs: Any, per_mac: Any) -> Any:
    return parameters * bytes_per_parameter * per_byte + macs * per_mac


@image_energy.misconception(
    "everything-shared",
    "Here the arithmetic is divided by the batch as well. Only the fetch of the weights is shared.",
)
def _everything_shared(
    parameters: Any, bytes_per_parameter: Any, per_byte: Any, macs: Any, per_mac: Any, batch: Any
) -> Any:
    return (parameters * bytes_per_parameter * per_byte + macs * per_mac) / batch


@image_energy.misconception(
    "whole-batch",
    "This is the energy of the whole batch. The question is about one input.",
)
def _whole_batch(
    parameters: Any, bytes_per_parameter: Any, per_byte: Any, macs: Any, per_mac: Any, batch: Any
) -> Any:
    return parameters * bytes_per_parameter * per_byte + batch * macs * per_mac


@image_energy.misconception(
    "additions-forgotten",
    "Here only the multiplications are paid for. A multiply-accumulate adds, too.",
)
def _no_additions(
    parameters: Any, bytes_per_parameter: Any, per_byte: Any, macs: Any, per_multiply: Any, batch: Any
) -> Any:
    return parameters * bytes_per_parameter * per_byte / batch + macs * per_multiply / 2


@exercise(
    "movement_over_compute",
    bank="I7.5",
    scenario="decode_energy",
    objective=(4, 5),
    bloom="Apply",
    anchors=(_ENERGY, _LIGHTHOUSE),
    title="Movement over arithmetic in a language model",
    prompt=(
        "In a step every weight is fetched from memory once and used in the given multiply-accumulates for "
        "each sequence. How many times the energy of the arithmetic does the movement take? A plain number."
    ),
)
def movement_over_compute(
    bytes_per_parameter: Any, per_byte: Any, macs_per_parameter: Any, per_mac: Any, batch: Any
) -> Any:
    """Return movement over arithmetic, both per weight."""
    return bytes_per_parameter * per_byte / (batch * macs_per_parameter * per_mac)


@movement_over_compute.misconception(
    "batch-ignored",
    "Here only one sequence is computed. Each of the batch takes its own multiply-accumulates.",
)
def _one_sequence(bytes_per_parameter: Any, per_byte: Any, macs_per_parameter: Any, per_mac: Any) -> Any:
    return bytes_per_parameter * per_byte / (macs_per_parameter * per_mac)


@movement_over_compute.misconception(
    "two-macs",
    "Here a weight is used in two multiply-accumulates for each sequence. It is one, of two operations.",
)
def _two_macs(
    bytes_per_parameter: Any, per_byte: Any, macs_per_parameter: Any, per_mac: Any, batch: Any
) -> Any:
    return bytes_per_parameter * per_byte / (2 * batch * macs_per_parameter * per_mac)


@movement_over_compute.misconception(
    "half-mac",
    "Here the energy of a multiply-accumulate is taken for that of two. It is given per multiply-accumulate.",
)
def _half_mac(
    bytes_per_parameter: Any, per_byte: Any, macs_per_parameter: Any, per_mac: Any, batch: Any
) -> Any:
    return 2 * bytes_per_parameter * per_byte / (batch * macs_per_parameter * per_mac)


@movement_over_compute.misconception(
    "share",
    "This is the share of the movement in the whole. The question asks how many times the arithmetic it is.",
)
def _share(bytes_per_parameter: Any, per_byte: Any, macs_per_parameter: Any, per_mac: Any, batch: Any) -> Any:
    moving = bytes_per_parameter * per_byte
    return moving / (moving + batch * macs_per_parameter * per_mac)


# ----------------------------------------------------------------------- I7.7 to I7.9: carbon, batteries


@exercise(
    "run_emissions",
    bank="I7.7",
    unit="tonne",
    rtol=0.015,
    scenario="emissions",
    objective=5,
    bloom="Apply",
    anchors="sec-introduction-bitter-lesson-79c7",
    title="Carbon dioxide of a training run",
    prompt=(
        "The GPUs take the given energy. The data centre draws more than that from the grid, by the factor "
        "PUE. Which mass of carbon dioxide does the run emit?"
    ),
)
def run_emissions(energy: Any, pue: Any, intensity: Any) -> Any:
    """Return the energy drawn from the grid times its carbon intensity."""
    return energy * pue * intensity


@exercise(
    "inferences_per_charge",
    bank="I7.8",
    scenario="phone_inference",
    objective=(5, 6),
    bloom="Apply",
    anchors=("sec-introduction-deployment-spectrum-a38c", _LIGHTHOUSE),
    title="Inferences on one charge",
    prompt="How many inferences does the battery pay for, if it does nothing else? A plain number.",
)
def inferences_per_charge(battery: Any, power: Any, latency: Any) -> Any:
    """Return the energy in the battery over the energy of one inference."""
    return battery / (power * latency)


@inferences_per_charge.misconception(
    "milliseconds-as-seconds",
    "Here the milliseconds are taken for seconds.",
)
def _seconds(battery: Any, power: Any, latency: Any) -> Any:
    return battery / (power * latency * 1000)


@inferences_per_charge.misconception(
    "watt-hours-as-joules",
    "Here the watt-hours are taken for joules.",
)
def _joules(battery: Any, power: Any, latency: Any) -> Any:
    return battery / 3600 / (power * latency)


@inferences_per_charge.misconception(
    "latency-ignored",
    "This is how many seconds the battery lasts. An inference takes less than a second.",
)
def _lifetime(battery: Any, power: Any) -> Any:
    return battery / (power * Q_(1, "second"))


@inferences_per_charge.misconception(
    "power-ignored",
    "Here the network draws one watt. Its power is given.",
)
def _one_watt(battery: Any, latency: Any) -> Any:
    return battery / (Q_(1, "watt") * latency)


@inferences_per_charge.misconception(
    "power-multiplied",
    "Here a higher power gives more inferences. An inference costs power times time.",
)
def _power_multiplied(battery: Any, power: Any, latency: Any) -> Any:
    return battery * power / (latency * Q_(1, "watt**2"))


@exercise(
    "battery_life",
    bank="I7.9",
    unit="day",
    scenario="coin_cell",
    objective=(5, 6),
    bloom="Apply",
    anchors=("sec-introduction-deployment-spectrum-a38c", _LIGHTHOUSE),
    title="How long a cell lasts",
    prompt="The sensor draws its power without a break. How long does the cell last?",
)
def battery_life(charge: Any, voltage: Any, power: Any) -> Any:
    """Return the energy in the cell over the power."""
    return charge * voltage / power


@battery_life.misconception(
    "voltage-ignored",
    "Here the voltage is left out, as if the power were a current. Charge times voltage is energy.",
)
def _no_voltage(charge: Any, power: Any) -> Any:
    return charge * Q_(1, "volt") / power


@battery_life.misconception(
    "energy-for-time",
    "This is the energy in the cell, in milliwatt-hours, with another unit. Divide it by the power.",
)
def _energy(charge: Any, voltage: Any) -> Any:
    return charge * voltage / Q_(1, "milliwatt") / 1000 * 24


# ------------------------------------------------------------------------- I7.10 to I7.12: the roofline


@exercise(
    "ridge_point",
    bank="I7.10",
    unit="FLOP/byte",
    scenario="accelerator",
    objective=5,
    bloom="Apply",
    anchors=("eq-intro-iron-law", _LIGHTHOUSE),
    title="The ridge point",
    prompt=(
        "How many operations must be done for each byte moved, so that the device, computing in FP16, is "
        "neither waiting for its memory nor its memory for it?"
    ),
)
def ridge_point(peak: Any, bandwidth: Any) -> Any:
    """Return the peak over the bandwidth."""
    return peak / bandwidth


@ridge_point.misconception(
    "fp32-peak",
    "This takes the peak for FP32. The device computes in FP16.",
)
def _fp32(peak_fp32: Any, bandwidth: Any) -> Any:
    return peak_fp32 / bandwidth


@exercise(
    "dense_ridge_point",
    bank="I7.11",
    unit="FLOP/byte",
    scenario="sparse_sheet",
    objective=5,
    bloom="Apply",
    anchors=("eq-intro-iron-law", _LIGHTHOUSE),
    title="The ridge point of a dense network",
    prompt=(
        "The sheet prints the peak that holds with structured sparsity. Where is the ridge point for a "
        "network without it?"
    ),
)
def dense_ridge_point(printed_peak: Any, gain: Any, bandwidth: Any) -> Any:
    """Return the dense peak over the bandwidth."""
    return printed_peak / gain / bandwidth


@dense_ridge_point.misconception(
    "sparse-peak",
    "This takes the peak as it is printed, which holds only with sparsity.",
)
def _sparse(printed_peak: Any, bandwidth: Any) -> Any:
    return printed_peak / bandwidth


@dense_ridge_point.misconception(
    "inverted",
    "This is upside down: bytes for each operation. The ridge point is in operations per byte.",
)
def _upside_down(printed_peak: Any, gain: Any, bandwidth: Any) -> Any:
    return bandwidth * gain / printed_peak * Q_(1, "FLOP**2/byte**2")


@exercise(
    "weight_intensity",
    bank="I7.12",
    unit="FLOP/byte",
    rtol=0.005,
    scenario="weight_traffic",
    objective=5,
    bloom="Apply",
    anchors=(_LIGHTHOUSE, "eq-intro-iron-law"),
    title="Arithmetic intensity of a network",
    prompt=(
        "The weights are read once for the whole batch, and no other data are counted. Which arithmetic "
        "intensity does the network have? One multiply-accumulate is two operations."
    ),
)
def weight_intensity(parameters: Any, bytes_per_parameter: Any, macs: Any, batch: Any) -> Any:
    """Return operations over bytes; the unit MAC is 2 FLOP."""
    return batch * macs / (parameters * bytes_per_parameter)


@weight_intensity.misconception(
    "mac-for-flop",
    "Here a multiply-accumulate counts as one operation. It is two: a multiplication and an addition.",
)
def _mac_for_flop(parameters: Any, bytes_per_parameter: Any, macs: Any, batch: Any) -> Any:
    return batch * macs / 2 / (parameters * bytes_per_parameter)


@weight_intensity.misconception(
    "per-parameter",
    "These are the operations per weight. A weight has a size in bytes.",
)
def _per_parameter(parameters: Any, macs: Any, batch: Any) -> Any:
    return batch * macs / (parameters * Q_(1, "byte/parameter"))


@weight_intensity.misconception(
    "batch-ignored",
    "This holds for one input. Each input of the batch uses every weight again.",
)
def _one_input(parameters: Any, bytes_per_parameter: Any, macs: Any) -> Any:
    return macs / (parameters * bytes_per_parameter)


@weight_intensity.misconception(
    "batch-divides",
    "Here a larger batch lowers the intensity. It adds operations and no bytes.",
)
def _batch_divides(parameters: Any, bytes_per_parameter: Any, macs: Any, batch: Any) -> Any:
    return macs / (parameters * bytes_per_parameter * batch)


# ------------------------------------------------------------------------ I7.16: the Lighthouse models

_BOTTLENECKS = {
    "ResNet-50": "compute throughput",
    "GPT-2/Llama": "memory bandwidth",
    "DLRM": "memory capacity",
    "MobileNetV2": "latency and power",
    "Keyword Spotting": "power envelope",
}


@exercise(
    "lighthouse_bottleneck",
    bank="I7.16",
    objective=5,
    bloom="Remember",
    anchors=_LIGHTHOUSE,
    title="Which bottleneck does it isolate?",
    prompt=(
        "Give each of the five Lighthouse models the bottleneck it isolates: compute throughput, memory "
        "bandwidth, memory capacity, latency and power, or power envelope. A dictionary."
    ),
    spec=Classification(
        items={
            "ResNet-50": ("ResNet",),
            "GPT-2/Llama": ("GPT-2", "Llama", "GPT-2 / Llama"),
            "DLRM": (),
            "MobileNetV2": ("MobileNet",),
            "Keyword Spotting": ("KWS",),
        },
        classes={
            "compute throughput": ("compute", "throughput", "arithmetic"),
            "memory bandwidth": ("bandwidth",),
            "memory capacity": ("capacity",),
            "latency and power": ("latency", "latency/power", "latency & power"),
            "power envelope": ("power", "milliwatts", "power budget"),
        },
        reconsider=(
            "Ask of each model what runs out first: arithmetic, the way to memory, room in memory, time on a "
            "battery, or milliwatts."
        ),
    ),
)
def lighthouse_bottleneck() -> dict[str, str]:
    """Give each model the bottleneck of the chapter's table."""
    return _BOTTLENECKS


lighthouse_bottleneck.misconception(
    "bandwidth-is-capacity",
    "Bandwidth and capacity have changed places. One is how fast memory is read, the other how much fits in.",
)(lambda: {"GPT-2/Llama": "memory capacity", "DLRM": "memory bandwidth"})

lighthouse_bottleneck.misconception(
    "small-models-swapped",
    "The two small models have changed places. One must be quick on a phone, the other never sleeps.",
)(lambda: {"MobileNetV2": "power envelope", "Keyword Spotting": "latency and power"})

lighthouse_bottleneck.misconception(
    "all-bandwidth",
    "Convolutions are taken for bandwidth-bound, too. They use each weight many times, once it is fetched.",
)(lambda: {"ResNet-50": "memory bandwidth"})

lighthouse_bottleneck.misconception(
    "large-is-compute",
    "A large language model is taken for compute-bound. For one user it does two operations per weight it "
    "fetches.",
)(lambda: {"ResNet-50": "memory bandwidth", "GPT-2/Llama": "compute throughput"})

lighthouse_bottleneck.misconception(
    "large-is-capacity",
    "A model is placed by its size alone. It may fit into memory and still be waiting to be read from it.",
)(lambda: {"GPT-2/Llama": "memory capacity"})

# ---------------------------------------------------------------------- I7.17, I7.18: memory capacity


@exercise(
    "table_size",
    bank="I7.17",
    unit="TB",
    scenario="embedding_tables",
    objective=5,
    bloom="Apply",
    anchors=_LIGHTHOUSE,
    title="Size of the embedding tables",
    prompt="How much memory do the embedding tables take?",
)
def table_size(entries: Any, dimension: Any, bytes_per_parameter: Any) -> Any:
    """Return rows times numbers in a row times bytes per number."""
    return entries * dimension * bytes_per_parameter


@table_size.misconception(
    "dimension-ignored",
    "Here a row is a single number. It is a vector of several.",
)
def _one_number(entries: Any, bytes_per_parameter: Any) -> Any:
    return entries * Q_(1, "parameter") * bytes_per_parameter


@table_size.misconception(
    "one-byte-per-number",
    "Here each number has one byte. Look up how large a number is.",
)
def _one_byte(entries: Any, dimension: Any) -> Any:
    return entries * dimension * Q_(1, "byte/parameter")


@exercise(
    "gpus_for_tables",
    bank="I7.18",
    kind="integer",
    scenario="table_memory",
    objective=5,
    bloom="Apply",
    anchors=_LIGHTHOUSE,
    title="GPUs that hold the tables",
    prompt=(
        "What is the smallest number of GPUs whose memories together hold the tables, and nothing else? A "
        "whole number."
    ),
)
def gpus_for_tables(tables: Any, memory: Any) -> Any:
    """Return the size of the tables over the memory of one GPU, rounded up."""
    return np.ceil(tables / memory)


@gpus_for_tables.misconception(
    "decimal-gigabytes",
    "Here a GiB is taken for a GB. GPU memory is counted in powers of two, disks in powers of ten.",
)
def _decimal(tables: Any, memory: Any) -> Any:
    return np.ceil(tables / memory * 1.024**3 - 1e-9)  # a whole number must not hang on its last bit
