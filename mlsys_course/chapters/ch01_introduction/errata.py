"""One function for each row of the errata table: what the chapter's own data, or a constant, give."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlsys_course import chapters, constants
from mlsys_course.chapters import ChapterError
from mlsys_course.chapters.ch01_introduction import tables, trends
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


@_row("I06")
def training_energy() -> float:
    """MWh of GPT-3's training as published."""
    return _in(_c("GPT3_TRAINING_ENERGY"), "MWh")


def _monthly_loss() -> float:
    return _in(_c("DRIFT_LOSS_PER_MONTH"), "percentage_point/month")


@_row("I09")
def test_images() -> float:
    """Images of ImageNet's test set."""
    return _in(_c("IMAGENET_TEST_IMAGES"), "image")


@_row("I13")
def vision_transformer_accuracy() -> float:
    """Top-1 accuracy of the largest vision transformer, as published."""
    return _in(_c("VIT_G_TOP1_ACCURACY"), "percent")


def _flop(model: str) -> float:
    table: Any = tables.training_compute()
    return float(table.set_index("model").loc[model, "training_flop"])


@_row("I16")
def doubling_time_of_the_points() -> float:
    """Months of doubling of a straight line through the logarithms of all 15 points."""
    df = tables.training_compute()
    return trends.fit_growth(df["year"], df["training_flop"]).doubling_months


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


@_row("I30")
def failure_ranges() -> float:
    """Percentage points between the upper ends of the two printed ranges."""
    pitfall, summary = _c("PROJECT_FAILURES_HIGH"), _c("PROJECT_FAILURES_HIGH_IN_SUMMARY")
    return _in(pitfall, "percent") - _in(summary, "percent")


@_row("I34")
def alphafold_days() -> float:
    """Days of AlphaFold's training as published."""
    return _in(_c("ALPHAFOLD_TRAINING_TIME"), "day")


@_row("N01")
def alexnet_training() -> float:
    """Training compute of AlexNet by its layers, as a multiple of 1e18 FLOP."""
    images, epochs = int(_in(_c("IMAGENET_IMAGES"), "image")), int(_in(_c("ALEXNET_EPOCHS"), ""))
    return alexnet.training_flop(images, epochs) / 1e18


@_row("I03")
def gpu_days_saved() -> float:
    """GPU-days saved by going from 45 % to 60 %."""
    alone = _c("GPT3_TRAINING_OPS") / _c("A100_FLOPS_FP16_TENSOR")
    return _in(alone / _c("GPT3_EFFICIENCY") - alone / _c("GPT3_EFFICIENCY_IMPROVED"), "day")


@_row("I07")
def months_of_the_fall() -> float:
    """Months in which the one recommender would fall as the other does, at its own rate."""
    before, after = (
        _in(_c(name), "percent") for name in ("DRIFT_START_ACCURACY", "RECOMMENDER_LATE_ACCURACY")
    )
    return (before - after) / _in(_c("DRIFT_LOSS_PER_MONTH"), "percentage_point/month")


@_row("I08")
def loss_of_the_printed_accuracies() -> float:
    """Points between the accuracy at the start and the rounded one at the end."""
    start, lost = _in(_c("DRIFT_START_ACCURACY"), "percent"), _in(_c("DRIFT_PERIOD"), "month")
    end = start - lost * _in(_c("DRIFT_LOSS_PER_MONTH"), "percentage_point/month")
    return start - round(end)


@_row("I10")
def alexnet_error() -> float:
    """AlexNet's top-5 error in percent, as published."""
    return _in(_c("ALEXNET_TOP5_ERROR"), "percent")


@_row("I12")
def runner_up_error() -> float:
    """Top-5 error in percent of the best entry of the era before."""
    return _in(_c("ILSVRC2012_RUNNER_UP_TOP5_ERROR"), "percent")


@_row("I14")
def compute_of_gpt4() -> float:
    """Training compute of GPT-4 as the figure draws it, as a multiple of 1e24 FLOP."""
    return _flop("GPT-4") / 1e24


@_row("I14b")
def device_days_of_gpt4() -> float:
    """Device-days of GPT-4 in the performance table, in millions."""
    table: Any = tables.performance_by_era()
    return float(table.set_index("start_year")["device_days"][2023]) / 1e6


@_row("I15")
def months_of_five_orders() -> float:
    """Months in which five orders of magnitude pass at the quoted doubling time."""
    return _in(_c("AI_COMPUTE_DOUBLING_TIME"), "month") * 5 / math.log10(2)


@_row("I17")
def last_year_of_efficiency() -> float:
    """Year of the last point of the figure."""
    return float(tables.algorithmic_efficiency()["year"].iloc[-1])


@_row("I18")
def families_that_go_back() -> float:
    """Families named in the text whose first model needs more than that of the one before."""
    df = tables.algorithmic_efficiency()
    firsts = [
        next(
            factor
            for model, factor in zip(df["model"], df["efficiency_factor"], strict=True)
            if str(model).startswith(family)
        )
        for family in ("AlexNet", "VGG", "ResNet", "MobileNet", "EfficientNet")
    ]
    return float(sum(later < earlier for earlier, later in zip(firsts, firsts[1:], strict=False)))


@_row("I24")
def end_of_the_first_winter() -> float:
    """Share of mentions at the end of the first winter over the highest before it."""
    df: Any = tables.ai_timeline()
    share = df.set_index("year")["mention_share"]
    winters: Any = tables.ai_winters()
    first = winters.iloc[0]
    return float(share[first["end_year"]] / share.loc[: first["start_year"] - 1].max())


@_row("I28")
def pixels_of_alexnet() -> float:
    """Rows of an input whose first map has 55 rows without padding."""
    first = alexnet.layers()[0]
    return float((first.size - 1) * _in(_c("ALEXNET_FIRST_STRIDE"), "") + first.kernel)


@_row("I40")
def accuracy_of_experts() -> float:
    """Accuracy of experts on MMLU in percent, as its authors estimate it."""
    return _in(_c("MMLU_EXPERT_ACCURACY"), "percent")


@_row("I41")
def first_doubling_time() -> float:
    """Months of a doubling in Moore's paper of 1965."""
    return _in(_c("MOORE_1965_DOUBLING_TIME"), "month")


@_row("I42")
def positions_of_people() -> float:
    """Millions of positions from human games that AlphaGo's first network learned from."""
    return _in(_c("ALPHAGO_HUMAN_POSITIONS"), "") / 1e6


@_row("I43")
def error_of_one_network() -> float:
    """Top-5 error in percent of a single AlexNet."""
    return _in(_c("ALEXNET_SINGLE_TOP5_ERROR"), "percent")


@_row("I44")
def peak_of_the_gpus_used() -> float:
    """TFLOP/s of the GPU that GPT-3 was trained on."""
    return _in(_c("V100_FLOPS_FP16_TENSOR"), "TFLOP/s")


@_row("I45")
def cost_of_twice_the_model() -> float:
    """Cost of twice the model over that of the model: operations over operations per dollar."""
    model = 2.0
    samples_per_dollar = 1 / model
    return 1 / samples_per_dollar


@_row("N04")
def doubling_time_without_one_point() -> float:
    """Months of doubling of the first era's points without AlphaGo Zero, by a straight line."""
    table: Any = tables.training_compute()
    early = table[(table["era"] == "Deep Learning") & (table["model"] != "AlphaGoZero")]
    return trends.fit_growth(early["year"], early["training_flop"]).doubling_months


def _edition() -> str:
    """Return the edition that the rows are about, as ``chapter.toml`` pins it."""
    edition = next(one for one in chapters.load() if one.folder == Path(__file__).parent).edition
    return f"{edition.commit}, {edition.date}"


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
    df["mended"] = df["mended"].fillna("")
    df.insert(df.columns.get_loc("mended"), "edition", _edition())
    return read.with_provenance(df, "errata")
