"""One function for each row of the errata table: what the chapter's own data, or a constant, give."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mlsys_course import constants, hardware
from mlsys_course.chapters import ChapterError
from mlsys_course.chapters.ch01_introduction import figures, tables, trends
from mlsys_course.chapters.ch01_introduction.eras import alexnet
from mlsys_course.data import Tables

if TYPE_CHECKING:
    import pandas as pd

COMPUTE: dict[str, Callable[[], float]] = {}
"""Row of ``errata.csv`` -> the function that computes its value, in the unit of the row."""


def _row(name: str) -> Callable[[Callable[[], float]], Callable[[], float]]:
    def register(function: Callable[[], float]) -> Callable[[], float]:
        COMPUTE[name] = function
        return function

    return register


def _c(name: str) -> Any:
    return constants.get(name).quantity


def _in(quantity: Any, unit: str) -> float:
    return float(quantity.to(unit).magnitude)


@_row("I01")
def tokens_that_fit() -> float:
    """Tokens for which 6 N D is the published training compute."""
    per = _c("TRAINING_OPS_PER_PARAM_TOKEN")
    return _in(_c("GPT3_TRAINING_OPS") / (per * _c("GPT3_PARAMS")), "token") / 1e9


@_row("I02")
def days_with_recomputation() -> float:
    """Days of the A100 run when 45 % counts the second forward pass, as published."""
    work = _c("RECOMPUTE_OPS_PER_PARAM_TOKEN") * _c("GPT3_PARAMS") * _c("GPT3_TRAINING_TOKENS")
    return _in(work / (_cluster() * _c("GPT3_EFFICIENCY")), "day")


def _cluster() -> Any:
    return _c("GPT3_TRAINING_GPUS") * _c("A100_FLOPS_FP16_TENSOR")


@_row("I03")
def days_saved() -> float:
    """Days saved by going from 45 % to 60 %."""
    ideal = _c("GPT3_TRAINING_OPS") / _cluster()
    return _in(ideal / _c("GPT3_EFFICIENCY") - ideal / _c("GPT3_EFFICIENCY_IMPROVED"), "day")


@_row("I04")
def text_trained_on() -> float:
    """GB of text in the tokens trained on, at about four bytes to a token."""
    return _in(_c("GPT3_TRAINING_TOKENS") * _c("TEXT_BYTES_PER_TOKEN"), "GB")


@_row("I06")
def training_energy() -> float:
    """MWh of GPT-3's training as published."""
    return _in(_c("GPT3_TRAINING_ENERGY"), "MWh")


@_row("I07")
def drift_rates() -> float:
    """Points a month of one recommender over those of the other."""
    before, after = (
        _in(_c(name), "percent") for name in ("DRIFT_START_ACCURACY", "RECOMMENDER_LATE_ACCURACY")
    )
    return (before - after) / _in(_c("DRIFT_PERIOD"), "month") / _monthly_loss()


def _monthly_loss() -> float:
    return _in(_c("DRIFT_LOSS_PER_MONTH"), "percentage_point/month")


@_row("I08")
def accuracy_after() -> float:
    """Accuracy in percent after six months of drift."""
    return _in(_c("DRIFT_START_ACCURACY"), "percent") - _in(_c("DRIFT_PERIOD"), "month") * _monthly_loss()


@_row("I09")
def test_images() -> float:
    """Images of ImageNet's test set."""
    return _in(_c("IMAGENET_TEST_IMAGES"), "image")


@_row("I10")
def alexnet_accuracy() -> float:
    """Return what is left of 100 % after AlexNet's top-5 error."""
    return 100 - _in(_c("ALEXNET_TOP5_ERROR"), "percent")


@_row("I12")
def runner_up_accuracy() -> float:
    """Return what is left of 100 % after the top-5 error of the best entry of the era before."""
    return 100 - _in(_c("ILSVRC2012_RUNNER_UP_TOP5_ERROR"), "percent")


@_row("I13")
def vision_transformer_accuracy() -> float:
    """Top-1 accuracy of the largest vision transformer, as published."""
    return _in(_c("VIT_G_TOP1_ACCURACY"), "percent")


def _flop(model: str) -> float:
    table: Any = tables.training_compute()
    return float(table.set_index("model").loc[model, "training_flop"])


@_row("I14")
def orders_of_training_compute() -> float:
    """Orders of magnitude between two points of the figure."""
    return math.log10(_flop("GPT-4") / _flop("AlexNet"))


@_row("I14b")
def orders_of_device_days() -> float:
    """Orders of magnitude between two rows of the performance table."""
    table: Any = tables.performance_by_era()
    days = table.set_index("start_year")["device_days"]
    return math.log10(days[2023] / days[2012])


@_row("I15")
def orders_in_six_years() -> float:
    """Orders of magnitude that 2012 to 2018 gives at the quoted doubling time."""
    period, doubling = _c("AI_COMPUTE_GROWTH_PERIOD"), _c("AI_COMPUTE_DOUBLING_TIME")
    return _in(period, "month") / _in(doubling, "month") * math.log10(2)


@_row("I16")
def doubling_time_of_the_points() -> float:
    """Months of doubling of a straight line through the logarithms of all 15 points."""
    df = tables.training_compute()
    return trends.fit_growth(df["year"], df["training_flop"]).doubling_months


@_row("I17")
def years_of_efficiency() -> float:
    """Years between the first and the last point of the figure."""
    years = tables.algorithmic_efficiency()["year"]
    return float(years.iloc[-1] - years.iloc[0])


@_row("I18")
def steps_backwards() -> float:
    """Models of the figure that are less efficient than the one before."""
    return float((tables.algorithmic_efficiency()["efficiency_factor"].diff() < 0).sum())


@_row("I19")
def byte_over_flop() -> float:
    """Energy to fetch a byte over that of an FP32 multiplication."""
    return float(_in(_c("ENERGY_DRAM_PER_BYTE"), "pJ/byte") / _in(_c("ENERGY_MULTIPLY_FP32"), "pJ/FLOP"))


@_row("I20")
def gpu_over_cpu() -> float:
    """FP32 peak of the GPU over that of the CPU."""
    return _in(_c("H100_FLOPS_FP32") / _c("CPU_FLOPS_FP32"), "dimensionless")


@_row("I21")
def waymo_rate() -> float:
    """TB an hour at the upper end, as the cell uses it."""
    return _in(_c("WAYMO_DATA_PER_HOUR_HIGH"), "TB/hour")


@_row("I22")
def emails_per_year() -> float:
    """Trillions of mails in 365 days."""
    return _in(_c("GMAIL_EMAILS_PER_DAY"), "email/day") * _in(_c("DAYS_PER_YEAR"), "") / 1e12


@_row("I24")
def first_winter() -> float:
    """Change of the mention share over the first winter, in percent of its start."""
    return 100 * figures.winter_change("first")


@_row("I28")
def map_of_alexnet() -> float:
    """Rows of the first map for an input of 224 pixels without padding."""
    pixels, stride = (int(_in(_c(name), "")) for name in ("ALEXNET_INPUT_SIZE", "ALEXNET_FIRST_STRIDE"))
    return float(alexnet.map_size(pixels, alexnet.layers()[0].kernel, stride))


@_row("I30")
def failure_ranges() -> float:
    """Percentage points between the upper ends of the two printed ranges."""
    pitfall, summary = _c("PROJECT_FAILURES_HIGH"), _c("PROJECT_FAILURES_HIGH_IN_SUMMARY")
    return _in(pitfall, "percent") - _in(summary, "percent")


@_row("I31")
def network_ranges() -> float:
    """Upper end of one printed range of network latency over that of the other."""
    return _in(_c("CLOUD_NETWORK_OVERHEAD_HIGH") / _c("CLOUD_NETWORK_LATENCY_HIGH"), "dimensionless")


@_row("I34")
def alphafold_days() -> float:
    """Days of AlphaFold's training as published."""
    return _in(_c("ALPHAFOLD_TRAINING_TIME"), "day")


@_row("I36")
def orders_of_memory() -> float:
    """Orders of magnitude between the memory of a cloud GPU and that of a microcontroller."""
    big, small = hardware.find("H100").memory, hardware.find("Arduino Uno").memory
    assert big is not None and small is not None
    return math.log10(_in(big.quantity / small.quantity, "dimensionless"))


@_row("N01")
def alexnet_training() -> float:
    """Training compute of AlexNet by its layers, as a multiple of 1e18 FLOP."""
    images, epochs = int(_in(_c("IMAGENET_IMAGES"), "image")), int(_in(_c("ALEXNET_EPOCHS"), ""))
    return alexnet.training_flop(images, epochs) / 1e18


@_row("N02")
def digits() -> float:
    """Decimal digits of the number of images of 224 x 224 pixels."""
    side, channels = (int(_in(_c(name), "")) for name in ("IMAGE_DIM_RESNET", "IMAGE_CHANNELS_RGB"))
    return math.floor(side**2 * channels * math.log10(_in(_c("COLOR_DEPTH_8BIT"), ""))) + 1


@_row("N03")
def growth_over_moore() -> float:
    """Growth over six years at one doubling time over that at the other, in orders of magnitude."""
    names = ("AI_COMPUTE_GROWTH_PERIOD", "AI_COMPUTE_DOUBLING_TIME", "MOORE_DOUBLING_TIME")
    period, fast, slow = (_in(_c(name), "month") for name in names)
    return math.log10(2) * period * (1 / fast - 1 / slow)


@_row("N04")
def doubling_time_of_the_transformer_era() -> float:
    """Months of doubling of a straight line through the logarithms of the second era's points."""
    table: Any = tables.training_compute()
    later = table[table["era"] == "Large Scale"]
    return trends.fit_growth(later["year"], later["training_flop"]).doubling_months


def errata() -> pd.DataFrame:
    """Return the table of errata with what was computed; see `mlsys_course.data.errata`."""
    read = Tables(tables.__file__)
    df = read.read("errata")
    nobody = [name for name in df["id"] if name not in COMPUTE]
    if nobody:
        raise ChapterError(f"errata.csv has {', '.join(nobody)}: write a function for it with @_row, too.")
    values = [COMPUTE[name]() for name in df["id"]]
    df.insert(df.columns.get_loc("claimed") + 1, "computed", values)
    df["data_give"] = [
        text.format(computed=value) for text, value in zip(df["data_give"], values, strict=True)
    ]
    return read.with_provenance(df, "errata")
