"""Graded keys of the section on data, algorithm and machine, and on the moving bottleneck."""

from typing import Any

import numpy as np

from mlsys_course.exercise import exercise
from mlsys_course.kinds import Classification, Function

# ---------------------------------------------------------------------------------- I4.1: which axis

_AXES = {
    "label noise rises after a vendor change": "Data",
    "matrix products fall back to one CPU core": "Machine",
    "training loss stays high, and more data does not help": "Algorithm",
    "the larger model no longer fits in GPU memory": "Machine",
    "users adopt new slang": "Data",
    "one class has 50 examples, another 50,000": "Data",
    "gradients vanish in 60 layers": "Algorithm",
    "the phone throttles when it gets warm": "Machine",
    "the test split holds duplicates of training images": "Data",
    "a plain MLP is used on images": "Algorithm",
    "the network card is saturated in the all-reduce": "Machine",
    "no snow scenes before a launch in New York": "Data",
}


@exercise(
    "symptom_axis",
    bank="I4.1",
    points=3,
    objective=1,
    bloom="Analyze",
    anchors=("tbl-dam-taxonomy", "fig-ai-triad"),
    title="Which axis is the bottleneck?",
    spec=Classification(
        items={
            "label noise rises after a vendor change": ("label noise",),
            "matrix products fall back to one CPU core": ("matrix products",),
            "training loss stays high, and more data does not help": ("training loss stays high",),
            "the larger model no longer fits in GPU memory": ("the larger model no longer fits",),
            "users adopt new slang": ("new slang",),
            "one class has 50 examples, another 50,000": ("one class has 50 examples",),
            "gradients vanish in 60 layers": ("vanishing gradients", "gradients vanish"),
            "the phone throttles when it gets warm": ("thermal throttling", "the phone throttles"),
            "the test split holds duplicates of training images": ("duplicates", "test split duplicates"),
            "a plain MLP is used on images": ("MLP on images", "plain MLP"),
            "the network card is saturated in the all-reduce": ("network card", "NIC saturated"),
            "no snow scenes before a launch in New York": ("no snow scenes",),
        },
        classes={"Data": ("d",), "Algorithm": ("a", "model"), "Machine": ("m", "hardware", "infrastructure")},
        reconsider=(
            "Ask of each what would mend it: other examples, another model or optimiser, or other hardware."
        ),
        partial=True,
    ),
)
def symptom_axis() -> dict[str, Any]:
    """Give each symptom the axis that limits the system."""
    return _AXES


symptom_axis.misconception(
    "everything-is-hardware",
    "Everything is put down to the machine; more hardware mends neither labels nor models.",
)(lambda: dict.fromkeys(_AXES, "Machine"))

symptom_axis.misconception(
    "everything-is-the-model", "Everything is put down to the algorithm; ask what a new model would change."
)(lambda: dict.fromkeys(_AXES, "Algorithm"))

symptom_axis.misconception(
    "everything-is-data",
    "Everything is put down to the data; ask what more or cleaner examples would change.",
)(lambda: dict.fromkeys(_AXES, "Data"))

symptom_axis.misconception(
    "data-blamed-on-model",
    "Faults of the data are blamed on the model: a model learns what its examples say, wrong labels and gaps"
    " included.",
)(lambda: {item: "Algorithm" for item, axis in _AXES.items() if axis == "Data"})

symptom_axis.misconception(
    "model-blamed-on-data",
    "Faults of the model are blamed on the data: where capacity, depth or the kind of layer is wrong,"
    " examples do not help.",
)(lambda: {item: "Data" for item, axis in _AXES.items() if axis == "Algorithm"})

symptom_axis.misconception(
    "memory-is-model",
    "A model that does not fit is blamed on the model: the same model runs where there is more memory.",
)(lambda: {"the larger model no longer fits in GPU memory": "Algorithm"})

symptom_axis.misconception(
    "drift-is-model", "Something that changed in the world is blamed on the model, which did not change."
)(lambda: {"users adopt new slang": "Algorithm"})

symptom_axis.misconception(
    "leak-is-model", "A test that knows its answers is blamed on the model: the split is made of data."
)(lambda: {"the test split holds duplicates of training images": "Algorithm"})

# ------------------------------------------------------------------------------- I4.3: a larger dataset


@exercise(
    "dataset_growth",
    bank="I4.3",
    unit="percent",
    rtol=0.01,
    points=2,
    scenario="cost_scaling",
    objective=1,
    bloom="Apply",
    anchors=("eq-cost-scaling", "sec-introduction-defining-ml-systems-d4af"),
    title="What better hardware pays for",
    prompt=(
        "The hardware's efficiency rises by one share and the model grows by another. By which share may the"
        " dataset grow at the same cost? A fraction, or a quantity in percent."
    ),
    neighbours=("cost_factor",),
)
def dataset_growth(efficiency_gain: Any, model_growth: Any) -> Any:
    """Return what the gain leaves after the model's growth (eq-cost-scaling)."""
    return (1 + efficiency_gain) / (1 + model_growth) - 1


@dataset_growth.misconception(
    "model-ignored", "This is the gain of the hardware alone; the model's growth eats a part of it."
)
def _model_ignored(efficiency_gain: Any, model_growth: Any) -> Any:
    return efficiency_gain + 0 * model_growth


@dataset_growth.misconception(
    "one-missing",
    "The gain itself is divided by the model's factor. First make a factor of the gain, too: one plus it.",
)
def _one_missing(efficiency_gain: Any, model_growth: Any) -> Any:
    return efficiency_gain / (1 + model_growth)


@dataset_growth.misconception(
    "new-as-base",
    "This is the growth as a share of the larger dataset. What a dataset grows by is a share of what it was.",
)
def _new_as_base(efficiency_gain: Any, model_growth: Any) -> Any:
    return 1 - (1 + model_growth) / (1 + efficiency_gain)


@dataset_growth.misconception(
    "percentages-subtracted",
    "One percentage is subtracted from the other. Growth factors multiply, so divide one factor by the"
    " other.",
)
def _subtracted(efficiency_gain: Any, model_growth: Any) -> Any:
    return efficiency_gain - model_growth


@dataset_growth.misconception(
    "percentages-added",
    "The two percentages are added. The larger model costs more, so it leaves less for the data.",
)
def _added(efficiency_gain: Any, model_growth: Any) -> Any:
    return efficiency_gain + model_growth


@dataset_growth.misconception(
    "factors-multiplied",
    "The two growth factors are multiplied. The larger model costs more, so its factor divides.",
)
def _multiplied(efficiency_gain: Any, model_growth: Any) -> Any:
    return (1 + efficiency_gain) * (1 + model_growth) - 1


@dataset_growth.misconception(
    "factor-not-growth", "This is the factor by which the dataset may grow; the question asks for the growth."
)
def _factor(efficiency_gain: Any, model_growth: Any) -> Any:
    return (1 + efficiency_gain) / (1 + model_growth)


@dataset_growth.misconception(
    "ratio-of-percentages",
    "The two percentages are divided. What grows by a percentage is multiplied by one plus it.",
)
def _ratio(efficiency_gain: Any, model_growth: Any) -> Any:
    return efficiency_gain / model_growth


# -------------------------------------------------------------------- I4.4, I4.5: samples per dollar


@exercise(
    "samples_per_dollar",
    bank="I4.4",
    unit="sample/USD",
    rtol=0.01,
    points=2,
    scenario="samples_per_dollar",
    objective=1,
    bloom="Apply",
    anchors=("sec-introduction-defining-ml-systems-d4af", "eq-cost-scaling"),
    title="Samples per dollar",
    prompt="One image is one sample. How many samples does a dollar process on this GPU?",
    neighbours=("training_bill",),
)
def samples_per_dollar(rate: Any, price: Any) -> Any:
    """Return the rate over the price: samples per time over dollars per time."""
    return rate / price


@exercise(
    "training_bill",
    bank="I4.5",
    unit="USD",
    rtol=0.01,
    points=2,
    scenario="samples_per_dollar",
    objective=1,
    bloom="Apply",
    anchors=("sec-introduction-efficiency-framework-8dd4", "sec-introduction-defining-ml-systems-d4af"),
    title="The bill of a training run",
    prompt="What does it cost to show the whole training set to the model this many times on this GPU?",
    neighbours=("samples_per_dollar",),
)
def training_bill(epochs: Any, images: Any, rate: Any, price: Any) -> Any:
    """Return the time that all samples take, times the price per time."""
    return epochs * images / rate * price


# ------------------------------------------------------------------------ I4.6, I4.7: the bottleneck moves


@exercise(
    "pipeline_rate",
    bank="I4.6",
    unit="sample/second",
    rtol=0.002,
    points=2,
    scenario="pipeline",
    objective=1,
    bloom="Analyze",
    anchors=("tbl-dam-taxonomy", "sec-introduction-defining-ml-systems-d4af"),
    title="A faster GPU in the same pipeline",
    prompt=(
        "Storage, preprocessing and GPU work at the same time, each at its own rate. The GPU becomes faster"
        " by the given factor. What is the throughput of the whole now?"
    ),
    neighbours=("gpu_busy",),
)
def pipeline_rate(storage: Any, preprocessing: Any, gpu: Any, factor: Any) -> Any:
    """Return the rate of the slowest stage."""
    return np.minimum(np.minimum(storage, preprocessing), gpu * factor)


@pipeline_rate.misconception(
    "whole-speeds-up",
    "The whole is sped up by the GPU's factor; only one stage became faster, and it was not the slowest.",
)
def _whole(storage: Any, preprocessing: Any, gpu: Any, factor: Any) -> Any:
    return np.minimum(np.minimum(storage, preprocessing), gpu) * factor


@pipeline_rate.misconception(
    "gpu-rate", "This is the GPU's new rate; samples reach it more slowly than that."
)
def _gpu(storage: Any, preprocessing: Any, gpu: Any, factor: Any) -> Any:
    return gpu * factor


@pipeline_rate.misconception(
    "stages-in-turn",
    "This is the rate when every sample passes the stages one after the other; here they work at the same"
    " time.",
)
def _in_turn(storage: Any, preprocessing: Any, gpu: Any, factor: Any) -> Any:
    return 1 / (1 / storage + 1 / preprocessing + 1 / (gpu * factor))


@pipeline_rate.misconception(
    "mean-of-stages", "This is the mean of the three rates; the fast stages wait for the slowest one."
)
def _mean(storage: Any, preprocessing: Any, gpu: Any, factor: Any) -> Any:
    return (storage + preprocessing + gpu * factor) / 3


def _rates(draw: Any) -> tuple[dict[str, float]]:
    names = draw.sample(["disk", "decode", "augment", "copy", "gpu", "write"], draw.randint(2, 5))
    return ({name: float(draw.randint(50, 9000)) for name in names},)


@exercise(
    "bottleneck",
    bank="I4.7",
    rtol=1e-4,
    points=3,
    objective=1,
    bloom="Apply",
    anchors=("tbl-dam-taxonomy", "fig-ai-triad"),
    title="Find the bottleneck",
    spec=Function(
        cases=[
            ({"disk": 1800, "prep": 2200, "gpu": 2500},),
            ({"a": 9, "z": 1},),
            ({"z": 5, "b": 7, "c": 6},),
            ({"gpu": 900, "disk": 1200, "prep": 1000, "net": 1100},),
        ],
        generate=_rates,
        independent=False,
    ),
)
def bottleneck(rates):  # type: ignore[no-untyped-def]
    """Return the name of the slowest stage and its rate, which is that of the whole."""
    name = min(rates, key=rates.get)
    return name, rates[name]


bottleneck.misconception(
    "fastest-stage", "That is the fastest stage; the slowest one holds the others back."
)(lambda rates: (max(rates, key=rates.get), max(rates.values())))
bottleneck.misconception("first-stage", "That is the first stage of the dictionary, whatever its rate.")(
    lambda rates: next(iter(rates.items()))
)
bottleneck.misconception("last-stage", "That is the last stage of the dictionary, whatever its rate.")(
    lambda rates: list(rates.items())[-1]
)
bottleneck.misconception(
    "smallest-name", "The names are compared there, in alphabetical order; compare the rates."
)(lambda rates: (min(rates), rates[min(rates)]))
bottleneck.misconception(
    "mean-rate", "The stage is right and the rate is the mean of all stages; the slowest one sets it."
)(lambda rates: (min(rates, key=rates.get), sum(rates.values()) / len(rates)))
bottleneck.misconception(
    "harmonic-rate",
    "The stage is right; the rate is that of stages which work one after the other. Here they work at the"
    " same time.",
)(lambda rates: (min(rates, key=rates.get), 1 / sum(1 / rate for rate in rates.values())))
bottleneck.misconception("order-of-pair", "The rate comes first there; the name comes first, then the rate.")(
    lambda rates: (min(rates.values()), min(rates, key=rates.get))
)
# --------------------------------------------------------------------------------- I4.9: GPUs for the weights


@exercise(
    "gpus_for_weights",
    bank="I4.9",
    kind="integer",
    points=2,
    scenario="weights_on_gpus",
    objective=(1, 5),
    bloom="Apply",
    anchors=("tbl-dam-taxonomy", "sec-introduction-defining-ml-systems-d4af"),
    title="GPUs that hold the weights",
    prompt=(
        "What is the smallest number of such GPUs whose memory holds the model's weights, and nothing else?"
    ),
)
def gpus_for_weights(parameters: Any, bytes_per_parameter: Any, memory: Any) -> Any:
    """Return the size of the weights over the memory of one GPU, rounded up."""
    return np.ceil(parameters * bytes_per_parameter / memory)
